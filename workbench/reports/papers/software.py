"""With what a report was made, in the words of a paper."""

from __future__ import annotations

from workbench.reports.papers.evidence import Evidence, Statement, from_record
from workbench.reports.papers.wording import listed, plain

KNOWN = (
    "outlets",
    "date-sources",
    "copies",
    "codebook",
    "shares",
    "machine",
    "agreement",
    "topics",
    "dates",
    "mentions",
)


def describe_software(evidence: Evidence) -> list[Statement]:
    """Return versions, seed, fingerprint, and which notebooks the text says nothing of."""
    made = (_versions, _run, _kept, _untold)
    return [statement for make in made if (statement := make(evidence)) is not None]


def _versions(evidence: Evidence) -> Statement:
    packages = dict(evidence.record["packages"])
    own = packages.pop("framing-workbench", "")
    others = listed(f"{name} {version}" for name, version in packages.items())
    text = f"All analyses were run with framing-workbench {own} under Python {evidence.record['python']} ({others})."
    return Statement("software", text, (from_record("packages"), from_record("python")))


def _run(evidence: Evidence) -> Statement:
    record = evidence.record
    seed = "" if record["seed"] is None else f", random numbers started from {record['seed']}"
    mark = f"the fingerprint of inputs, code and parameters {record['fingerprint']}"
    text = f"The run is {plain(record['run'])} (UTC){seed}, {mark}."
    places = ["run", "fingerprint", *([] if record["seed"] is None else ["seed"])]
    return Statement("run", text, tuple(from_record(place) for place in places))


def _kept(evidence: Evidence) -> Statement | None:
    """Return which notebooks were taken over from an earlier run."""
    runs = evidence.record["notebooks"]
    kept = [run for run in runs if run.get("made_in") and run["made_in"] != evidence.record["run"]]
    if not kept:
        return None
    said = [f"{run['name']} (run {run['made_in']})" for run in kept]
    text = f"Unchanged since an earlier run, and taken over from it: {listed(said)}."
    return Statement("kept", text, (from_record("notebooks, made_in"),))


def _untold(evidence: Evidence) -> Statement | None:
    """Return the notebooks that this text knows nothing of, so that nobody takes it for the whole."""
    untold = [notebook.name for notebook in evidence.notebooks if not set(KNOWN) & set(notebook.tables)]
    if not untold:
        return None
    noun = "notebook" if len(untold) == 1 else "notebooks"
    text = f"What the {noun} {listed(untold)} did is not described here."
    return Statement("untold", text, (from_record("notebooks, name"),), lacking=True)
