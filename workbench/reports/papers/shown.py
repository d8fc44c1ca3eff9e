"""The tables and figures that the executed notebooks show, read back as a reader sees them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.reports.papers.wording import plain

_PLOTLY = "application/vnd.plotly.v1+json"
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")  # at some of them the parser of pages stops


@dataclass(frozen=True)
class Part:
    """The rows of a shown table under one fold; `label` is "" where a table has no folds."""

    label: str
    rows: tuple[tuple[str, ...], ...]
    note: str = ""  # "20 of 94 rows shown"


@dataclass(frozen=True)
class ShownTable:
    """A table of a page: its name, caption, headings, which columns are numbers, and its parts."""

    name: str
    caption: str
    headings: tuple[str, ...]
    numbers: tuple[bool, ...]
    parts: tuple[Part, ...]
    leads: bool = False  # to the passages of articles

    def rows(self) -> list[tuple[str, ...]]:
        """Return the rows of all parts."""
        return [row for part in self.parts for row in part.rows]

    def note(self) -> str:
        """Return which of its rows are shown, where not all are."""
        notes = [part.note for part in self.parts if part.note]
        return notes[0] if len(self.parts) == 1 and notes else "Of each part the first rows are shown." if notes else ""


@dataclass(frozen=True)
class ShownNotebook:
    """What a notebook shows: its code, its tables by name, and the sentence of each figure by its name."""

    name: str
    code: str
    tables: dict[str, ShownTable]
    sentences: dict[str, str]


def read_shown(folder: Path, names: list[str]) -> list[ShownNotebook]:
    """Return what the executed notebooks of a report show; one that is not there shows nothing."""
    return [_read(folder / "notebooks" / f"{name}.ipynb", name) for name in names]


def _read(path: Path, name: str) -> ShownNotebook:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"] if path.is_file() else []
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    data = [output.get("data", {}) for cell in code for output in cell.get("outputs", [])]
    tables = [table for item in data for table in _tables("".join(item.get("text/html", "")))]
    metas = [_meta(item[_PLOTLY]) for item in data if _PLOTLY in item]
    sentences = {str(meta["name"]): plain(meta["sentence"]) for meta in metas if meta.get("sentence")}
    source = "\n".join("".join(cell["source"]) for cell in code)
    return ShownNotebook(name, source, {table.name: table for table in tables}, sentences)


def _meta(figure: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever a notebook holds
    layout = figure.get("layout") if isinstance(figure, dict) else None
    meta = layout.get("meta") if isinstance(layout, dict) else None
    return meta if isinstance(meta, dict) and meta.get("name") and not meta.get("empty") else {}


def _tables(page: str) -> list[ShownTable]:
    """Return the tables of one output that `show_table` made."""
    if "wb-part" not in page:
        return []
    from lxml import html

    parts = html.fromstring(f"<div>{_CONTROLS.sub('', page)}</div>").xpath(
        './/div[@class="wb-part"][starts-with(@id, "table-")]'
    )
    return [table for part in parts if (table := _table(part)) is not None]


def _table(part: Any) -> ShownTable | None:  # noqa: ANN401 - lxml has no types
    name, sheets = part.get("id").removeprefix("table-"), part.xpath(".//table")
    if not sheets:  # "Caption. None."
        heading = part.xpath('.//p[@class="nothing"]/strong')
        return ShownTable(name, plain(heading[0].text_content()).rstrip("."), (), (), ()) if heading else None
    caption = next(iter(part.xpath('.//caption | .//p[@class="caption"]')), None)
    heads = sheets[0].xpath("./thead/tr[1]/th")
    kept = [place for place, head in enumerate(heads) if plain(head.text_content())]
    return ShownTable(
        name=name,
        caption="" if caption is None else plain(caption.text_content()),
        headings=tuple(plain(heads[place].text_content()) for place in kept),
        numbers=tuple("number" in (heads[place].get("class") or "").split() for place in kept),
        parts=tuple(_part(sheet, kept) for sheet in sheets),
        leads=bool(part.xpath('.//a[@class="read"]')),
    )


def _part(sheet: Any, kept: list[int]) -> Part:  # noqa: ANN401 - lxml has no types
    summary = sheet.xpath("ancestor::details[1]/summary")
    label = plain(summary[0].text or "") if summary else ""
    rows = ([plain(cell.text_content()) for cell in row.xpath("./td")] for row in sheet.xpath("./tbody/tr"))
    note = plain(" ".join(foot.text_content() for foot in sheet.xpath("./tfoot")))
    return Part(
        label, tuple(tuple(row[place] for place in kept) for row in rows if len(row) > max(kept, default=0)), note
    )
