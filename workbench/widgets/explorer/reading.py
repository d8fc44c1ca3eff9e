"""One article to read: its blocks in order, each cut where marks begin and end.

Cutting is done here and not in the browser, whose offsets count other units than Python's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import pairwise

import numpy as np
import pandas as pd

from workbench.text import PARAGRAPH_BREAK
from workbench.widgets.explorer.layers import Layer, Mark
from workbench.widgets.explorer.search import find_places

SEARCH = "Searched words"  # the layer of what the reader looks for
_FADED = {"boilerplate", "call_to_action"}
_LONGEST = 200_000  # characters of an article that are shown
_FACTS = {"outlet": "Outlet", "author": "Author", "published": "Published", "language": "Language"}
_FACTS |= {"words": "Words", "source_file": "File", "warnings": "Warning"}


class Blocks:
    """The blocks of all articles, found by article without a table for each."""

    def __init__(self, blocks: pd.DataFrame | None, places: pd.Index) -> None:
        given = pd.DataFrame({"article_id": []}) if blocks is None else blocks
        at = np.asarray(places.get_indexer(pd.Index(given["article_id"].astype("str"))), dtype=np.int64)
        self._order = np.argsort(at, kind="stable")
        self._places, self._blocks = at[self._order], given

    def of(self, place: int) -> pd.DataFrame:
        """Return the blocks of an article in order; none where there are none."""
        first, last = self._places.searchsorted([place, place + 1])
        return self._blocks.iloc[self._order[first:last]]


def build_reading(
    article: pd.Series, blocks: pd.DataFrame, layers: Iterable[Layer], place: int, query: str
) -> dict[str, object]:
    """Return the article as the front end shows it: title, facts, blocks in pieces, and the marks they name."""
    title, text = (_text(article, column) for column in ("title", "text"))
    marks = [mark for layer in layers for mark in layer.marks_of(place)]
    marks += [Mark(*span, SEARCH, "") for span in find_places(query, text[:_LONGEST])]
    marks += [Mark(*span, SEARCH, "", in_title=True) for span in find_places(query, title)]
    marks.sort(key=lambda mark: (not mark.in_title, mark.start, mark.end))
    numbered = list(enumerate(marks))
    in_text = [(number, mark) for number, mark in numbered if not mark.in_title]
    return {
        "id": _text(article, "article_id"),
        "title": cut(title, 0, [(number, mark) for number, mark in numbered if mark.in_title]),
        "facts": _facts(article),
        "url": _text(article, "url"),
        "blocks": [
            {"kind": kind, "faded": kind in _FADED, "pieces": cut(shown, start, in_text if start >= 0 else [])}
            for kind, shown, start in _lines(article, text, blocks)
        ],
        "marks": [asdict(mark) for mark in marks],
        "cut": len(text) - _LONGEST if len(text) > _LONGEST else 0,
    }


def cut(text: str, start: int, marks: Sequence[tuple[int, Mark]]) -> list[dict[str, object]]:
    """Return a text that begins at `start` in pieces, each with the numbers of the marks it lies in.

    Example:
        >>> cut("Oil it is.", 0, [(0, Mark(0, 3, "hits", ""))])
        [{'text': 'Oil', 'marks': [0]}, {'text': ' it is.', 'marks': []}]
    """
    end = start + len(text)
    here = [(number, mark) for number, mark in marks if mark.start < end and mark.end > start]
    edges = {start, end} | {min(max(edge, start), end) for _, mark in here for edge in (mark.start, mark.end)}
    places = sorted(edges)
    return [
        {
            "text": text[first - start : last - start],
            "marks": [number for number, mark in here if mark.start < last and mark.end > first],
        }
        for first, last in pairwise(places)
    ]


def _lines(article: pd.Series, text: str, blocks: pd.DataFrame) -> list[tuple[str, str, int]]:
    """Return kind, text and offset into the article's text of what is shown; -1 for blocks that are not in it."""
    paragraphs = _paragraphs(text[:_LONGEST])
    numbers = _text(article, "text_blocks").split()
    if blocks.empty or len(numbers) != len(_paragraphs(text)):
        return [("paragraph", paragraph, start) for start, paragraph in paragraphs]
    placed = dict(zip(numbers, paragraphs, strict=False))
    lines: list[tuple[str, str, int]] = []
    for number, kind, stated in zip(blocks["block"].astype("str"), blocks["kind"], blocks["text"], strict=True):
        start, shown = placed.pop(number, (-1, str(stated)))
        lines.append((str(kind), shown[:_LONGEST], start))
    return lines


def _paragraphs(text: str) -> list[tuple[int, str]]:
    """Return offset and text of each paragraph."""
    found, start = [], 0
    for paragraph in text.split(PARAGRAPH_BREAK) if text else []:
        found.append((start, paragraph))
        start += len(paragraph) + len(PARAGRAPH_BREAK)
    return found


def _facts(article: pd.Series) -> list[tuple[str, str]]:
    """Return what is stated about an article, what is missing as such where it matters."""
    known = [(label, _text(article, column)) for column, label in _FACTS.items() if column in article.index]
    return [(label, value or "not stated") for label, value in known if value or label in ("Outlet", "Published")]


def _text(article: pd.Series, column: str) -> str:
    value = article.get(column)
    if value is None or pd.isna(value):
        return ""
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)
