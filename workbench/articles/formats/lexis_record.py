"""A LexisNexis document in the making: what its paragraphs state, gathered into a record."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from workbench.articles.formats import lexis_fields as words
from workbench.articles.lines import Line
from workbench.articles.record import MAX_CHARACTERS, Record, Rejected

_URL = re.compile(r"^\s*(https?://[^\s/]+(/\S*)?)\s*$")
# What the "enhanced coverage" buttons beside a company's name leave in the text.
_LINKING = re.compile(r"\s*Enhanced Coverage Linking\W?.{0,120}?-?\s*Search using:(?:.{0,160}?Most Recent 60 Days)?\s*")
_BREAK = "\n\n"


class Part(NamedTuple):
    """A paragraph of an export as it is typeset.

    Attributes:
        lines: its lines; a line that was only wrapped is joined.
        centred: it stands in the middle (outlet, date, copyright).
        bold: all of it is bold.
        large: all of it is bold and larger than the text (titles).
        label: the label it opens with, where type sets it off; it is not in `lines`.
        row: it is the row of a table.
        group: number of the division it stands in; 0 where the layout has none.
        marks: bookmarks in it; "rule" for a line drawn, "section" for the end of a section of the file, "tight" for
            less space above than paragraphs have, "item" of a list.
    """

    lines: tuple[str, ...]
    centred: bool = False
    bold: bool = False
    large: bool = False
    label: str = ""
    row: bool = False
    group: int = 0
    marks: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """All lines as one."""
        return " ".join(self.lines)

    def whole(self) -> "Part":
        """Return the paragraph with what looked like a label put back ("Smith: No comment.")."""
        if not self.label:
            return self
        first, *others = self.lines or ("",)
        return self._replace(label="", bold=False, lines=(f"{self.label}: {first}".strip(), *others))


class Source(NamedTuple):
    """The file a document comes from: its name, its layout, and warnings about how it was read."""

    name: str
    layout: str
    warnings: tuple[str, ...] = ()


@dataclass
class Draft:
    """What was gathered of one document."""

    fields: dict[str, str | None] = field(default_factory=dict)
    extra: dict[str, object] = field(default_factory=dict)
    body: list[Part] = field(default_factory=list)

    def add(self, column: str, value: str) -> None:
        """Keep a stated value; a second one of the same column is added to the first."""
        value = value.strip(" \n\t\u00a0")
        if not value:
            return
        said = self.extra.get(column)
        if value != said:
            self.extra[column] = f"{said}; {value}" if said else value

    def add_field(self, label: str, lines: Sequence[str]) -> None:
        """Keep a labelled field of one or more lines."""
        column, value = words.column_named(label), " ".join(line.strip() for line in lines if line.strip())
        if column == "author":
            self._add_byline(lines)
        elif column in {"title", "language", "url"} and not self.fields.get(column):
            self.fields[column] = (re.split(r"[;,/]", value)[0] if column == "language" else value).strip() or None
            if self.fields[column] not in {value, None}:
                self.add(f"{column}s", value)
        else:
            joined = "\n".join(lines) if words.is_section(column) else value
            self.add(column, joined)

    def add_top(self, lines: Sequence[str]) -> None:
        """Keep outlet, date, edition and copyright of the lines beside the title."""
        kept = [line for line in lines if line.strip()]
        dated = next((at for at, line in enumerate(kept) if words.split_date(line, alone=at == 0)), None)
        if dated is None:
            dated = next((at for at, line in enumerate(kept) if _is_year(line)), None)
        for at, line in enumerate(kept):
            self._add_top_line(line, at, dated)

    def record(self, source: Source, number: int) -> Record | Rejected:
        """Return the record, or why there is none."""
        self._take_url()
        self._take_page()
        kept = ((_LINKING.sub(" ", line).strip(), _hint(part)) for part in self.body for line in part.lines)
        hinted = [(line, hint) for line, hint in kept if line]
        raw = _BREAK.join(line for line, _ in hinted)
        title = self.fields.get("title")
        about = f"The document {title!r}" if title else "The document"
        if not raw:
            return Rejected(source.name, number, f"{about} has no text in the export.")
        if len(raw) > MAX_CHARACTERS:
            told = f"{about} has {len(raw):,} characters; one article has at most {MAX_CHARACTERS:,}."
            return Rejected(source.name, number, told)
        lines = _lines(hinted) if any(hint for _, hint in hinted) else None
        return Record(
            source.name, number, source.layout, raw, self.fields, self.extra, lines=lines, warnings=source.warnings
        )

    def _add_top_line(self, line: str, at: int, dated: int | None) -> None:
        found = words.split_date(line) if at == dated else None
        if at == dated:
            self.fields["published"] = found.published if found else line.strip()
            self.add("edition", found.edition if found else "")
        elif words.is_copyright(line):
            self.add("copyright", line)
        elif dated is not None and at > dated and words.is_time(line):
            self.fields["published"] = f"{self.fields['published']} {line.strip()}"
        elif dated is not None and at > dated and words.split_date(line, alone=True):
            self.add("second_date", line)
        elif "outlet" not in self.fields and (dated is None or at < dated):
            self.fields["outlet"] = words.clean_outlet(line)
        elif dated is not None and at < dated:
            self.add("outlet_detail", line)
        else:
            self.add("copyright" if "copyright" in self.extra else "edition", line.strip(" ;"))

    def _add_byline(self, lines: Sequence[str]) -> None:
        whole = "; ".join(line.strip() for line in lines if line.strip())
        name = words.clean_author(lines[0] if lines[0].strip() else whole)
        self.fields.setdefault("author", name)
        if whole != name:
            self.add("byline", whole)

    def _take_page(self) -> None:
        section = self.extra.get("section")
        page = words.find_page(section) if isinstance(section, str) else None
        if page:
            self.extra.setdefault("page", page)

    def _take_url(self) -> None:
        """Take the address some sources print alone under the text as what it is."""
        found = _URL.match(self.body[-1].text) if self.body else None
        if found and found[2] and len(found[2]) > 1:
            self.fields.setdefault("url", found[1])
        elif found:
            self.add("outlet_url", found[1])
        if found:
            self.body.pop()


def _is_year(line: str) -> bool:
    """Whether a line is a date without a day: a year, or a season."""
    return not words.is_copyright(line) and bool(
        re.fullmatch(r"(?:\w+,?\s){0,2}(?:1[789]|20)\d\d(?:/\d{2,4})?", line.strip())
    )


def _hint(part: Part) -> str:
    if part.row or "item" in part.marks:
        return "table_row" if part.row else "list_item"
    # A bold paragraph is a heading; a bold sentence, an introduction.
    return "heading" if part.bold and len(part.text.split()) <= 12 and part.text.rstrip()[-1:] not in ".,;" else ""


def _lines(hinted: Sequence[tuple[str, str]]) -> tuple[Line, ...]:
    lines: list[Line] = []
    position = 0
    for text, hint in hinted:
        lines.append(Line(text, position, position + len(text), hint=hint))
        position += len(text) + len(_BREAK)
    return tuple(lines)
