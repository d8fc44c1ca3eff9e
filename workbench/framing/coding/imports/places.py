"""Which unit an entry is about: by its id, by its text, or, for labels on spans of an article, by where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from workbench.errors import DataError, require_columns
from workbench.framing.coding.imports.entry import Context, Entry


def place_entries(entries: Sequence[Entry], units: pd.DataFrame | None, context: Context) -> list[Entry]:
    """Return the entries with the ids of the units of a sample; without one, as they are.

    An entry about an article whose smaller units are in the sample becomes one entry for each of them, with the labels
    whose spans touch it. Entries that fit no unit stay as they are.

    Raises:
        DataError: a table lacks a column, two units of one text cannot be told apart, or a unit is not found in the
            text of its document.
    """
    placed = list(entries) if units is None else [done for entry in entries for done in _Places(units).place(entry)]
    unsure = sorted({entry.file for entry in placed if not entry.certain})
    if unsure:
        context.notes.append(
            f"{', '.join(unsure)}: no column states the ids of the units, so numbers of the tool stand for them. Pass "
            "units=sample to find the units by their text."
        )
    return placed


class _Places:
    """The units of a sample, to be found by id, article and text."""

    def __init__(self, units: pd.DataFrame) -> None:
        require_columns(units.columns, ["unit_id"], table="units")
        self._ids = set(units["unit_id"])
        has_texts = {"article_id", "text"} <= set(units.columns)
        table = units[["unit_id", "article_id", "text"]] if has_texts else units.iloc[:0]
        self._of_article: dict[str, list[tuple[str, str]]] = {}
        self._of_text: dict[str, set[str]] = {}
        for unit_id, article_id, text in table.itertuples(index=False):
            self._of_article.setdefault(str(article_id), []).append((unit_id, str(text)))
            self._of_text.setdefault(_plain(str(text)), set()).add(unit_id)

    def place(self, entry: Entry) -> Iterator[Entry]:
        """Yield the entry of each unit that an entry is about."""
        of_text = self._of_text.get(_plain(entry.text or ""), set())
        if entry.unit in self._ids and entry.certain:
            yield entry
        elif entry.certain and entry.unit in self._of_article and entry.choices is not None:
            yield from _split(entry, self._of_article[entry.unit])
        elif len(of_text) == 1:
            yield entry._replace(unit=next(iter(of_text)), certain=True)
        elif of_text:
            raise DataError(
                f"{entry.where}: the text is that of {len(of_text)} units ({', '.join(sorted(of_text)[:3])}), and no "
                "column states which is meant. Keep a column unit_id when texts are loaded into the tool."
            )
        else:
            yield entry


def _plain(text: str) -> str:
    return " ".join(text.split())


def _split(entry: Entry, units: list[tuple[str, str]]) -> Iterator[Entry]:
    """Yield an entry for each unit of an article. Who marked anything in it has read all of it."""
    choices = entry.choices or ()
    if any(choice.start is None for choice in choices):
        raise DataError(
            f"{entry.where}: {choices[0].label!r} is said of the whole article, and the units are parts of it. Draw "
            'the sample with unit="article".'
        )
    body, end = entry.text or "", 0
    for unit_id, text in units:
        start = body.find(text, end)
        start = body.find(text) if start < 0 else start
        if start < 0:
            raise DataError(
                f"{entry.where}: the text of the unit {unit_id!r} is not in the document. Were the texts changed?"
            )
        end = start + len(text)
        own = [c for c in choices if c.start is not None and c.end is not None and _touches(c.start, c.end, start, end)]
        yield entry._replace(unit=unit_id, choices=tuple(own), finished=entry.finished or bool(choices))


def _touches(start: int, end: int, unit_start: int, unit_end: int) -> bool:
    return start < unit_end and max(end, start + 1) > unit_start
