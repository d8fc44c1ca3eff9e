"""Who counts the frames, how often it is right, and how shares were corrected, in the words of a paper."""

from __future__ import annotations

import pandas as pd

from workbench.reports.papers.evidence import Evidence, Statement, from_table, names
from workbench.reports.papers.references import cite
from workbench.reports.papers.wording import between_ends, counted, listed, plain

_COUNTED_BY = {"trained coder": "a classifier trained on the hand codes", "dictionary": "the codebook's word patterns"}
_CITED = {"prediction-powered": "angelopoulos", "ppi++": "angelopoulos-duchi", "wilson": "wilson"}


def describe_machine(evidence: Evidence) -> list[Statement]:
    """Return how frames were counted in all articles, and what that count is worth."""
    made = (_coder, _limit, _performance, _shares, _not_validated, _contrast)
    return [statement for make in made if (statement := make(evidence)) is not None]


def _coder(evidence: Evidence) -> Statement | None:
    table = evidence.table("machine", texts=["frame", "label", "counted_by"])
    if table.empty:
        return None
    counted_by = {str(kind): names(part) for kind, part in table.groupby("counted_by", sort=False)}
    said = [f"by {_COUNTED_BY.get(kind, plain(kind))} for {listed(frames)}" for kind, frames in counted_by.items()]
    if len(counted_by) == 1:
        said = [f"by {_COUNTED_BY.get(kind, plain(kind))}" for kind in counted_by]
    text = f"In all articles, frames were counted {listed(said, mark=';')}."
    return Statement("coder", text, (from_table("machine", "label, counted_by"),))


def _limit(evidence: Evidence) -> Statement | None:
    """Return from how many hits on a dictionary sees a frame."""
    table, given = evidence.table("machine", texts=["counted_by"]), evidence.parameter("machine", "min_hits")
    if given is None or table.empty or "dictionary" not in set(table["counted_by"]):
        return None
    text = f"By word patterns, an article shows a frame from {counted(given[0], 'hit')} on."
    return Statement("coder limit", text, (given[1],))


def _performance(evidence: Evidence) -> Statement | None:
    found = evidence.sentence("evaluation")
    if found is None:
        return None
    sentence = (found[0][:1].lower() + found[0][1:]).replace(" %", "%")
    text = f"Measured against the hand codes {cite('grimmer')}, {sentence}"
    return Statement("performance", text, (found[1],), ("grimmer",))


def _read_shares(evidence: Evidence) -> pd.DataFrame:
    texts = ["group", "frame", "method", "validated"]
    return evidence.table("shares", texts=texts, numbers=["estimate", "low", "high", "coded"])


def _shares(evidence: Evidence) -> Statement | None:
    """Return how shares were corrected, where they were."""
    table = _read_shares(evidence)
    table = table[table["validated"].astype("bool")] if len(table) else table
    if table.empty:
        return None
    methods = names(table, "method")
    cites = tuple(dict.fromkeys(key for mark, key in _CITED.items() if any(mark in m.lower() for m in methods)))
    coded = between_ends(table["coded"])
    named = f"{'method was' if len(methods) == 1 else 'methods were'} {listed(f'“{method}”' for method in methods)}"
    text = (
        f"Shares of articles with a frame were corrected by the hand codes{' ' + cite(*cites) if cites else ''} "
        f"and are given with 95% intervals; the {named}. A group held {coded} units coded by hand"
    )
    group = evidence.parameter("shares", "group")
    text += f"; groups are the values of “{plain(group[0])}”." if group and group[0] else "."
    places = (from_table("shares", "method, least and greatest coded"), *([group[1]] if group and group[0] else []))
    return Statement("shares", text, places, cites)


def _not_validated(evidence: Evidence) -> Statement | None:
    table = _read_shares(evidence)
    raw = table[~table["validated"].astype("bool")] if len(table) else table
    if raw.empty:
        return None
    place = (from_table("shares", "validated, method, group"),)
    wilson = any("wilson" in method.lower() for method in names(raw, "method"))
    interval = (
        f" Their 95% intervals {cite('wilson')} cover chance alone, not the errors of the count." if wilson else ""
    )
    cites = ("wilson",) if wilson else ()
    groups, of = raw["group"].nunique(), table["group"].nunique()
    if len(raw) == len(table):
        text = "Shares of frames were not validated: no hand codes correct them, and they are what the machine counted."
        return Statement("not validated", text + interval, place, cites, lacking=True)
    text = f"In {groups} of {counted(of, 'group')} some or all shares were not validated: no hand codes correct them."
    return Statement("not validated", text + interval, place, cites, lacking=True)


def _contrast(evidence: Evidence) -> Statement | None:
    table = evidence.table("contrast", texts=["word", "group"], numbers=["log_odds", "z"])
    if table.empty or not evidence.calls("contrast", "compare_words"):
        return None
    text = (
        f"Words that set the groups apart were ranked by their log-odds ratio over its standard error {cite('monroe')}."
    )
    return Statement("words", text, (from_table("contrast", "log_odds, z"),), ("monroe",))
