"""Scraped pages written for this project, each line labelled by reading: `X|text`, with `⟦X⟧` where a kind changes."""

import re
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent / "data" / "scraped"
KIND = {
    "K": "kicker",
    "T": "title",
    "B": "byline",
    "H": "headline",
    "S": "heading",
    "P": "paragraph",
    "L": "list_item",
    "Q": "faq_question",
    "A": "faq_answer",
    "C": "callout",
    "R": "table_row",
    "X": "caption",
    "N": "call_to_action",
    "Z": "boilerplate",
}


class Label(NamedTuple):
    start: int
    end: int
    kinds: tuple[str, ...]  # more than one where a reader can hold either
    text: str


def read_labelled(path):
    """Return the raw text of a page and its labels, in order."""
    raw, labels = "", []
    for line in path.read_text(encoding="utf-8").split("\n"):
        codes, _, rest = line.partition("|")
        for part in re.split(r" (?=⟦)", rest) if line else []:
            inner = re.match(r"⟦([A-Z]+)⟧", part)
            codes, text = (inner[1], part[inner.end() :]) if inner else (codes, part)
            raw += " " if inner else ""
            labels.append(Label(len(raw), len(raw) + len(text), tuple(KIND[code] for code in codes), text))
            raw += text
        raw += "\n"
    return raw, labels
