"""Topics, in the words of a paper."""

from __future__ import annotations

from workbench.reports.papers.evidence import Evidence, Statement, from_table
from workbench.reports.papers.frames import describe_units
from workbench.reports.papers.references import cite
from workbench.reports.papers.wording import between_ends, counted, listed

_MEASURES = {"npmi": "coherence (NPMI) was", "exclusivity": "exclusivity", "stability": "stability"}


def describe_topics(evidence: Evidence) -> list[Statement]:
    """Return how topics were found, and how far they can be trusted."""
    made = (_found, lambda given: describe_units(given, "topics"), _note, _quality, _judged)
    return [statement for make in made if (statement := make(evidence)) is not None]


def _found(evidence: Evidence) -> Statement | None:
    table = evidence.table("topics", texts=["topic", "label"])
    if table.empty:
        return None
    known = evidence.calls("topics", "fit_topics")
    how = f" by non-negative matrix factorisation {cite('lee')}" if known else ""
    unit, chosen = evidence.told("topics", "unit"), evidence.told("topics", "n_topics")
    seed = evidence.parameter("topics", "seed")
    said = [
        f" in units of one {unit[0]}" if unit else "",
        f"; their number was {'chosen from resamples' if 'resamples' in chosen[0] else 'set beforehand'}"
        if chosen
        else "",
        f" (seed {seed[0]})" if seed else "",
    ]
    places = (from_table("topics", "rows, counted"), *(item[1] for item in (unit, chosen, seed) if item))
    text = f"The analysis found {counted(len(table), 'topic')}{how}{''.join(said)}."
    return Statement("topics", text, places, ("lee",) if known else ())


def _note(evidence: Evidence) -> Statement | None:
    """Return what the fit itself told, such as articles it left out."""
    told = evidence.told("topics", "note")
    if told is None or told[0] == "none":
        return None
    return Statement("topic note", f"The software noted on the fit: {told[0].rstrip('.')}.", (told[1],))


def _quality(evidence: Evidence) -> Statement | None:
    table = evidence.table("topics", numbers=[*_MEASURES, "came_back", "resamples"])
    if table.empty:
        return None
    resamples, back = between_ends(table["resamples"]), between_ends(table["came_back"])
    again = f"Looked for again in {resamples} random subsamples of the articles, a topic came back in {back} of them."
    ends = [(name, between_ends(table[column], digits=True)) for column, name in _MEASURES.items()]
    rated = [f"{name} {span}" for name, span in ends if span]
    said = [again if resamples and back else "", f"In all topics, {listed(rated)}." if rated else ""]
    text = " ".join(part for part in said if part)
    return (
        Statement("topic quality", text, (from_table("topics", "least and greatest of each column"),)) if text else None
    )


def _judged(evidence: Evidence) -> Statement | None:
    table = evidence.table("topics", texts=["topic", "label"])
    if table.empty:
        return None
    text = f"This report holds no human judgement of the topics {cite('chang')}."
    return Statement(
        "topics judged", text, (from_table("topics", "no column of judgements"),), ("chang",), lacking=True
    )
