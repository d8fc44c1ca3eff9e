"""What was read, from whom, from when, what was set aside and what repeats: the first paragraph."""

from __future__ import annotations

from typing import Any

import pandas as pd

from workbench.reports.papers.evidence import Evidence, Source, Statement, from_record, from_table
from workbench.reports.papers.references import cite
from workbench.reports.papers.wording import counted, day, listed, plain

_NAMED = 12  # outlets named in the text; more stand in the table


def describe_material(evidence: Evidence) -> list[Statement]:
    """Return what was read."""
    made = (_articles, _selection, _outlets, _dates, _undated, _excluded, _copies)
    return [statement for make in made if (statement := make(evidence)) is not None]


def _articles(evidence: Evidence) -> Statement:
    counts, files = evidence.record["counts"], len(evidence.record["files"])
    text = f"The corpus comprised {counted(counts['articles'], 'article')}, read from {counted(files, 'file')}."
    return Statement("articles", text, (from_record("counts, articles"), from_record("files, counted")))


def _selection(evidence: Evidence) -> Statement | None:
    """Return by what the report file chose articles from all that were read."""
    select: dict[str, Any] = (evidence.record.get("settings") or {}).get("select") or {}
    chosen = {key: value for key, value in select.items() if value}
    if not chosen:
        return None
    said = {
        "outlets": lambda value: f"of the outlet{_s(value)} {listed(value)}",
        "languages": lambda value: f"in the language{_s(value)} {listed(value)}",
        "since": lambda value: f"published on or after {value}",
        "until": lambda value: f"published on or before {value}",
    }
    parts = [said[key](value) for key, value in chosen.items() if key in said]
    places = tuple(from_record(f"settings, select, {key}") for key in chosen)
    return Statement("selection", f"Only articles {listed(parts)} were kept.", places)


def _s(several: list[str]) -> str:
    return "" if len(several) == 1 else "s"


def _outlets(evidence: Evidence) -> Statement:
    counts = evidence.record["counts"]
    number, without = counts["outlets"], counts["without outlet"]
    places = (from_record("counts, outlets"), from_record("counts, without outlet"))
    if not number:
        return Statement("outlets", "None of the articles stated its outlet.", places, lacking=True)
    rest = (
        f"; {counted(without, 'article')} did not state {'its' if without == 1 else 'their'} outlet" if without else ""
    )
    table = evidence.table("outlets", texts=["outlet"], numbers=["size"])
    table = table.dropna(subset=["outlet", "size"]) if len(table) else table
    if table.empty or len(table) > _NAMED:
        return Statement("outlets", f"The articles came from {counted(number, 'outlet')}{rest}.", places)
    sizes = zip(table["outlet"], table["size"], strict=True)
    shares = [f"{plain(outlet)} ({size:,})" for outlet, size in sizes]
    text = f"The articles came from {counted(number, 'outlet')} (articles in brackets): {listed(shares)}{rest}."
    return Statement("outlets", text, (*places, from_table("outlets", "outlet, size")))


def _dates(evidence: Evidence) -> Statement | None:
    table = evidence.table("date-sources", texts=["source", "min", "max"], numbers=["count"])
    table = table[table["count"] > 0] if len(table) else table
    if table.empty or not pd.api.types.is_datetime64_any_dtype(table["min"]):
        return None
    first, last = day(table["min"].min()), day(table["max"].max())
    span = f"on {first}" if first == last else f"between {first} and {last}"
    counts = zip(table["source"], table["count"], strict=True)
    where = [f"{plain(source)} ({counted(count, 'article')})" for source, count in counts]
    text = (
        f"Articles with a date of publication appeared {span}. "
        f"Dates were taken only where they are stated: {listed(where)}."
    )
    return Statement("dates", text, (from_table("date-sources", "source, count, earliest min, latest max"),))


def _undated(evidence: Evidence) -> Statement | None:
    undated, articles = (evidence.record["counts"][name] for name in ("undated", "articles"))
    if not undated:
        return None
    place = (from_record("counts, undated"),)
    if undated == articles:
        return Statement("dates", "None of the articles stated a date of publication.", place, lacking=True)
    verbs = "states no date and stays" if undated == 1 else "state no date and stay"
    text = f"The remaining {counted(undated, 'article')} {verbs} in the corpus."
    return Statement("undated", text, place)


def _excluded(evidence: Evidence) -> Statement:
    rejected = evidence.record["counts"]["rejected"]
    place: tuple[Source, ...] = (from_record("counts, rejected"),)
    if not rejected:
        return Statement("excluded", "No file or record had to be set aside.", place)
    what = counted(rejected, "file or record", "files or records")
    text = f"Set aside as unusable, each with the reason, {'was' if rejected == 1 else 'were'} {what}."
    return Statement("excluded", text, (*place, from_table("rejected", "reason")))


def _copies(evidence: Evidence) -> Statement | None:
    if evidence.notebook("copies") is None and evidence.table("copies", texts=["duplicate_of"]).empty:
        return None
    place = from_table("copies", "rows, counted")
    number = len(evidence.table("copies", texts=["article_id", "duplicate_of"]))
    known = evidence.calls("copies", "find_duplicates")
    how = f" by the five-word sequences that two texts share {cite('broder')}" if known else ""
    cites = ("broder",) if known else ()
    if not number:
        return Statement("copies", f"A search for repeated texts{how} found none.", (place,), cites)
    verb = "repeats" if number == 1 else "repeat"
    found = f"{counted(number, 'article')} that {verb} an earlier one in whole or in part"
    text = f"A search for repeated texts{how} found {found}."
    return Statement("copies", text, (place,), cites)
