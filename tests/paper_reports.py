"""Small reports on disk, as a run leaves them before its pages are made: record, tables, executed notebooks."""

import nbformat
import pandas as pd

from workbench.plots.tables import show_table
from workbench.reports.papers.evidence import read_evidence
from workbench.reports.record import NotebookRun, Record

COUNTS = {"articles": 12, "undated": 2, "without outlet": 3, "outlets": 2, "rejected": 0}
FIRST, LAST = pd.Timestamp("2025-03-02", tz="UTC"), pd.Timestamp("2025-04-09", tz="UTC")
RUN_TABLE = pd.DataFrame({"what": ["codebook", "Python"], "value": ["harbour 2.1.0 (0123456789abcdef)", "3.11"]})
FRAMES = ["Quarrel", "Cost"]
CODEBOOK = pd.DataFrame(
    {
        "frame": ["quarrel", "cost"],
        "label": FRAMES,
        "definition": ["Two sides stand against each other.", "What it costs."],
        "source": ["Rivers (2001), On quarrels."] * 2,
    }
)
OUTLETS = pd.DataFrame({"outlet": ["Quay Post", "Pier Mail", None], "size": [5, 4, 3]})
DATES = pd.DataFrame(
    {"source": ["column", "none"], "size": [10, 2], "count": [10, 0], "min": [FIRST, pd.NaT], "max": [LAST, pd.NaT]}
)
COPIES = pd.DataFrame({"article_id": ["a"], "duplicate_of": ["b"], "kind": ["cut"]})
HAND = pd.DataFrame(
    {"what": ["coders", "coded units", "codes", "disagreements settled by decision"], "number": [2, 11, 44, 3]}
)
AGREEMENT = pd.DataFrame(
    {
        "frame": ["quarrel", "cost"],
        "label": FRAMES,
        "alpha": [0.7591, 1.0],
        "alpha_low": [0.3433, 0.7856],
        "alpha_high": [0.9598, 1.0],
        "units": [11, 11],
        "verdict": ["tentative", "reliable"],
    }
)
MACHINE = pd.DataFrame({"frame": ["quarrel", "cost"], "label": FRAMES, "counted_by": ["trained coder", "dictionary"]})


def shares(validated=(True, True), methods=("prediction-powered, one slope", "prediction-powered, one slope")):
    """Shares of two groups."""
    numbers = {"estimate": [0.4, 0.6], "low": [0.2, 0.3], "high": [0.7, 0.8], "coded": [4, 7]}
    words = {"group": ["Quay Post", "Pier Mail"], "frame": ["quarrel"] * 2, "label": ["Quarrel"] * 2}
    return pd.DataFrame({**words, **numbers, "method": list(methods), "validated": list(validated)})


TOPICS = pd.DataFrame(
    {
        "topic": [1, 2],
        "label": ["ferry, tide", "fish, net"],
        "npmi": [-0.25, 0.5],
        "exclusivity": [0.91, 0.97],
        "stability": [0.3, 0.62],
        "came_back": [4, 9],
        "resamples": [10, 10],
    }
)
CODE = {
    "1-corpus": "wb.find_duplicates(articles)",
    "2-framing": "wb.score_agreement(hand.codes)",
    "3-topics": "wb.fit_topics(articles)",
}
PARAMETERS = {
    "2-framing": {"kinds": "paragraph, list_item", "duplicates": "first", "min_hits": 2, "group": "outlet"},
    "3-topics": {"kinds": "paragraph", "seed": 7},
}


def corpus_tables(**others):
    """What the notebook on the corpus shows."""
    return {"outlets": OUTLETS, "date-sources": DATES, "copies": COPIES, **others}


def framing_tables(**others):
    """What the notebook on frames shows, with hand codes."""
    shown = {"codebook": CODEBOOK, "hand-codes": HAND, "agreement": AGREEMENT, "machine": MACHINE, "shares": shares()}
    return {**shown, "run": RUN_TABLE, **others}


def make_report(folder, notebooks, *, counts=None, code=None, figures=(), columns=None):
    """Write a report of notebooks (name -> tables by name) into a folder and return its record."""
    (folder / "notebooks").mkdir(parents=True)
    (folder / "tables").mkdir()
    for name, tables in notebooks.items():
        source = (code or CODE).get(name, "")
        outputs = [_output(folder, table, shown, columns) for table, shown in tables.items()]
        outputs += [
            nbformat.v4.new_output("display_data", data={_PLOTLY: {"layout": {"meta": meta}}}) for meta in figures
        ]
        cell = nbformat.v4.new_code_cell(source, outputs=outputs)
        nbformat.write(nbformat.v4.new_notebook(cells=[cell]), folder / "notebooks" / f"{name}.ipynb")
    runs = [NotebookRun(name, f"About {name}", PARAMETERS.get(name, {}), state="done") for name in notebooks]
    files = [{"name": "harbour.csv", "sha256": "0" * 64, "bytes": 1}]
    return Record(
        "harbour", "2026-01-02T03-04-05Z", "harbour.csv", {"columns": {}, "strict": True}, [], files,
        {**COUNTS, **(counts or {})}, "fedcba9876543210", 7, "forked", 1, runs, state="done",
    )  # fmt: skip


_PLOTLY = "application/vnd.plotly.v1+json"


def _output(folder, name, table, columns):
    shown = show_table(
        table,
        name,
        caption=f"Caption of {name}",
        columns=columns,
        rows=500,
        save_to="" if name == "run" else folder / "tables",
    )
    return nbformat.v4.new_output("display_data", data={"text/html": shown.html})


def evidence_of(folder, notebooks, **options):
    """Return the evidence of a report made in a folder."""
    return read_evidence(folder, make_report(folder, notebooks, **options))
