"""The reporting checklist of a content analysis: what a report says already, and what its authors have to add."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.reports.papers.evidence import Statement
from workbench.reports.papers.methods import Paragraph

REPORTED, PARTLY, MISSING = "reported", "in part", "missing"


@dataclass(frozen=True)
class Item:
    """What a paper should report.

    Attributes:
        part: a heading.
        asks: what should be reported.
        about: the statements that report it.
        missing: what to do where none does.
        add: what only the authors know, also where the rest is reported.
        needs: a paragraph or statement without which the item does not apply.
    """

    part: str
    asks: str
    about: tuple[str, ...] = ()
    missing: str = ""
    add: str = ""
    needs: str = ""


@dataclass(frozen=True)
class Line:
    """An item as it stands in one report: its state, the statements with their numbers, what to do."""

    part: str
    asks: str
    state: str
    statements: tuple[tuple[int, str], ...]
    todo: str


_MATERIAL = (
    Item(
        "Material",
        "Population and period",
        ("selection", "dates"),
        "Say what period the articles cover.",
        "Say which outlets, countries and period the articles stand for, and why these.",
    ),
    Item(
        "Material",
        "How articles were found",
        add="Name the archive or sites, the exact search string with its "
        "filters, the day of the search, and how many of its results were relevant.",
    ),
    Item(
        "Material",
        "All articles or a sample",
        add="Say whether these are all articles found, or how the sample was drawn.",
    ),
    Item("Material", "Number of articles, and what was left out", ("articles", "excluded"), "Give the numbers."),
    Item("Material", "Outlets", ("outlets",), "State the outlet of each article in the files."),
    Item(
        "Material",
        "Dates of publication, and articles without",
        ("dates", "undated"),
        "State the day of publication in the files; run the notebook on the corpus.",
    ),
    Item(
        "Material",
        "Repeated articles and how they were counted",
        ("copies", "copies counted"),
        "Run the notebook on the corpus, and say whether wire copy counts once.",
    ),
    Item(
        "Material",
        "Languages",
        add="Say which languages the articles are in, and whether the codebook was made for them.",
    ),
)
_CODING = "Codebook and hand codes"
_BY_HAND = (
    Item(
        _CODING,
        "Units of analysis and of coding",
        ("units of shares", "units of machine"),
        "Say which unit was coded.",
        "Say why this unit fits the question.",
        _CODING,
    ),
    Item(
        _CODING,
        "Categories, definitions, version",
        ("codebook",),
        "Name the codebook and its version.",
        "Publish the codebook with the paper: tables/codebook.csv holds the definitions.",
        _CODING,
    ),
    Item(_CODING, "Where the categories come from", ("origin",), "Name the theory or earlier work.", "", _CODING),
    Item(
        _CODING,
        "Coders and units coded by hand",
        ("hand codes",),
        "Draw a random sample, let two people code it, and make the report with their codes.",
        "",
        _CODING,
    ),
    Item(
        _CODING,
        "Who coded: training, independence, blindness",
        add="Say who the coders are, how they were trained, whether each coded alone, and whether they knew the "
        "question or the outlet.",
        needs=_CODING,
    ),
    Item(
        _CODING,
        "How the units for hand coding were drawn",
        add="Say how they were drawn (at random? from which articles?) and why so many.",
        needs=_CODING,
    ),
    Item(
        _CODING,
        "Agreement for each category, corrected for chance, with interval",
        ("agreement", "verdicts", "cautions"),
        "Let at least two people code the same units without speaking about them.",
        "",
        _CODING,
    ),
    Item(
        _CODING,
        "How disagreements were settled",
        ("settled",),
        "Say what became of units coded differently.",
        "",
        _CODING,
    ),
)
_FRAMES = "Frames in all articles"
_BY_MACHINE = (
    Item(_FRAMES, "How the machine codes", ("coder", "coder limit"), "Say who counts each frame.", "", _FRAMES),
    Item(
        _FRAMES,
        "Machine codes against people",
        ("performance",),
        "Without hand codes nobody knows how often the machine is right: code a sample by hand.",
        "",
        _FRAMES,
    ),
    Item(
        _FRAMES,
        "Correction of shares, and intervals",
        ("shares", "not validated"),
        "Mark these shares as not validated in the paper too, or correct them by hand codes.",
        "",
        _FRAMES,
    ),
)
_TOPICS = (
    Item(
        "Topics",
        "Model, units, number of topics and how it was chosen",
        ("topics", "units of topics", "topic note"),
        "Say how topics were found.",
        "",
        "Topics",
    ),
    Item(
        "Topics",
        "Whether the same topics come back",
        ("topic quality",),
        "Refit on parts of the articles.",
        "",
        "Topics",
    ),
    Item(
        "Topics",
        "What people make of the topics",
        ("topics judged",),
        "Let people take the word intrusion test, read the best passages, and say who named the topics and how.",
        "",
        "Topics",
    ),
)
_DAYS = (
    Item(
        "Dates and events",
        "How dates and events were found",
        ("dates in texts", "units of dates", "events"),
        "Say how they were found.",
        "",
        "Dates and events",
    ),
    Item(
        "Dates and events",
        "How often they are right",
        ("dates checked",),
        "Check a random part of them by hand, and give the share that is right.",
        "",
        "dates checked",
    ),
)
_AGAIN = (
    Item("Replication", "Software, versions, seed, run", ("software", "run", "kept"), "Name them."),
    Item(
        "Replication",
        "Analyses that this text does not describe",
        ("untold",),
        "Describe what these notebooks did in your own words.",
        "",
        "untold",
    ),
    Item(
        "Replication",
        "Where material, codebook, codes and code can be had",
        add="Deposit the codebook, the hand codes, the notebooks and record.json; of texts that you may not share, "
        "the list of articles.",
    ),
    Item("Replication", "Registration, funding, competing interests", add="State them as the journal asks."),
)
ITEMS = (*_MATERIAL, *_BY_HAND, *_BY_MACHINE, *_TOPICS, *_DAYS, *_AGAIN)


def build_checklist(paragraphs: list[Paragraph]) -> list[Line]:
    """Return the items that apply to a report, each reported, reported in part, or missing."""
    said = [pair for paragraph in paragraphs for pair in paragraph.statements]
    there = {paragraph.heading for paragraph in paragraphs} | {statement.about for _, statement in said}
    return [_line(item, said) for item in ITEMS if not item.needs or item.needs in there]


def _line(item: Item, said: list[tuple[int, Statement]]) -> Line:
    found = [(number, statement) for number, statement in said if statement.about in item.about]
    known = bool(found) and not any(statement.lacking for _, statement in found)
    state = MISSING if not known else PARTLY if item.add else REPORTED
    todo = " ".join(text for text in ("" if known else item.missing, item.add) if text)
    return Line(item.part, item.asks, state, tuple((number, statement.text) for number, statement in found), todo)


def count_states(lines: list[Line]) -> str:
    """Return how much is reported, in one sentence.

    Example:
        >>> count_states([Line("Material", "Languages", MISSING, (), "Say which.")])
        'Of 1 item, 0 are reported, 0 in part, and 1 is missing.'
    """
    reported, partly, missing = (sum(line.state == state for line in lines) for state in (REPORTED, PARTLY, MISSING))
    items = f"{len(lines)} item{'s' * (len(lines) != 1)}"
    verbs = ["is" if number == 1 else "are" for number in (reported, missing)]
    return f"Of {items}, {reported} {verbs[0]} reported, {partly} in part, and {missing} {verbs[1]} missing."
