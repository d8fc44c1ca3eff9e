"""Rows of a table, whatever file they come from -> records."""

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workbench.articles.decode import NotText
from workbench.articles.formats.cells import as_field, as_published, as_string, as_text, joined, without_markup
from workbench.articles.formats.columns import ONLY_TITLE, Chosen, choose_columns, choose_fields, no_text
from workbench.articles.lines import Line
from workbench.articles.record import MAX_CHARACTERS, Record, Rejected

# A row with its number, or the reason why it is none.
Row = tuple[int, Mapping[str, object] | str]
_SAMPLE = 50  # rows that are looked at before the columns are chosen
_SAMPLE_CHARACTERS = 5_000_000
_EXCEL_CELL = 32767  # characters; a spreadsheet cuts what is longer, without a word
_CUT = re.compile(r"\s*(?:…|\.\.\.)?\s*\[\+(\d+) chars\]\s*$")


@dataclass(frozen=True, slots=True)
class Table:
    """What all rows of a table share.

    Attributes:
        name: of the file, relative to the corpus.
        layout: its source_format.
        columns: input column -> field, as the user gives them.
        warnings: about the whole file.
        called: what messages call it; the name of the file when it is one table.
    """

    name: str
    layout: str
    columns: Mapping[str, str]
    warnings: tuple[str, ...] = ()
    called: str | None = None


def read_rows(rows: Iterator[Row], table: Table) -> Iterator[Record | Rejected]:
    """Yield a record a row, and the reason for each row that is none.

    Raises:
        NotText: the table has no column for the text, nor titles with dates or addresses, or no rows.
    """
    first = _first(rows)
    sample = [row for _, row in first if not isinstance(row, str)]
    whole = choose_columns(sample, table.columns, table.called or table.name) if sample else None
    choices: dict[tuple[str, ...], Chosen] = {}
    for number, row in itertools.chain(first, rows):
        if isinstance(row, str):
            yield Rejected(table.name, number, row)
            continue
        found = tuple(row)
        chosen = choices.get(found)
        if chosen is None:
            chosen = choices[found] = _chosen(found, table, whole)
            if len(choices) > 10_000:  # records with ever other fields: remembering all costs more than it saves
                choices.clear()
        yield _record(table, number, row, chosen, listed=whole is not None and "text" not in whole.fields)


def _first(rows: Iterator[Row]) -> list[Row]:
    """Return the first rows, as many as it takes to know the columns."""
    taken: list[Row] = []
    characters = 0
    for item in rows:
        taken.append(item)
        if not isinstance(item[1], str):
            characters += sum(len(value) for value in item[1].values() if isinstance(value, str))
        if len(taken) >= _SAMPLE or characters > _SAMPLE_CHARACTERS:
            break
    if not taken:
        raise NotText("The table has a header and no rows.")
    return taken


def _chosen(found: tuple[str, ...], table: Table, whole: Chosen | None) -> Chosen:
    """Return the fields of rows with these columns; warnings about the table go with each."""
    chosen = choose_fields(found, table.columns)
    if whole is None:
        return chosen
    # Of several columns for the text the table as a whole has one.
    text = whole.fields.get("text")
    fields = dict(chosen.fields) | ({"text": text} if text in found else {})
    return chosen._replace(fields=fields, warnings=whole.warnings)


def _record(table: Table, number: int, row: Mapping[str, object], chosen: Chosen, *, listed: bool) -> Record | Rejected:
    """Return the record of a row; `listed` rows need no text."""
    fields = {field: as_field(row[column]) for field, column in chosen.fields.items() if field != "text"}
    if "published" in fields:
        fields["published"] = as_published(row[chosen.fields["published"]])
    try:
        raw = _raw(row, chosen, fields, listed=listed)
    except NotText as reason:
        return Rejected(table.name, number, str(reason))
    taken = {*chosen.fields.values(), *chosen.repeated}
    extra = {column: as_string(value) for column, value in row.items() if column not in taken}
    too_long = next((column for column, value in extra.items() if value and len(value) > MAX_CHARACTERS), None)
    if too_long is not None:
        return Rejected(table.name, number, _too_long(f"The field '{too_long}'", extra[too_long] or ""))
    only_title = "text" not in chosen.fields
    raw, fields, extra, nul = _without_nul(raw, fields, extra)
    raw, cut = _without_mark(raw)
    plain = without_markup(raw)
    if not plain:
        return Rejected(table.name, number, f"The field '{chosen.fields['text']}' is empty but for markup.")
    markup = "markup removed from the text" if plain != raw else None
    lines = (Line(plain, 0, len(plain), hint="title"),) if only_title else None
    excel = (
        "the text fills a spreadsheet's cell (32,767 characters): it may be cut" if len(raw) == _EXCEL_CELL else None
    )
    warnings = joined((*table.warnings, *chosen.warnings, ONLY_TITLE if only_title else None, cut, excel, markup, nul))
    return Record(table.name, number, table.layout, plain, fields, extra, lines, warnings)


def _raw(row: Mapping[str, object], chosen: Chosen, fields: Mapping[str, str | None], *, listed: bool) -> str:
    """Return the text of an article, or its title where the export has no text.

    Raises:
        NotText: there is neither, or it is no text, or too long for one.
    """
    column = chosen.fields.get("text")
    if column is None:
        if not listed:
            raise NotText(no_text(list(row), "The record"))
        column, raw = chosen.fields.get("title", "title"), fields.get("title")
    else:
        try:
            raw = as_text(row[column])
        except TypeError as kind:
            raise NotText(f"The field '{column}' is no text but a {kind}.") from None
    if raw is None:
        raise NotText(f"The field '{column}' is empty.")
    if len(raw) > MAX_CHARACTERS:
        raise NotText(_too_long("The text", raw))
    return raw


def _too_long(what: str, value: str) -> str:
    return f"{what} has {len(value):,} characters; one article has at most {MAX_CHARACTERS:,}."


def _without_mark(raw: str) -> tuple[str, str | None]:
    """Take off the mark with which NewsAPI says that it cut a text."""
    mark = _CUT.search(raw, max(0, len(raw) - 40)) if raw.endswith("]") else None
    if mark is None or mark.start() == 0:
        return raw, None
    return raw[: mark.start()], f"the text was cut by the source (NewsAPI): {mark[1]} more characters"


Cells = dict[str, str | None]


def _without_nul(raw: str, fields: Cells, extra: Cells) -> tuple[str, Cells, Cells, str | None]:
    """Replace NUL, which no text has and some programs end a text at."""
    if "\x00" not in raw and not any(
        "\x00" in column + (value or "") for values in (fields, extra) for column, value in values.items()
    ):
        return raw, fields, extra, None
    mended = [
        {
            column.replace("\x00", "\ufffd"): value and value.replace("\x00", "\ufffd")
            for column, value in values.items()
        }
        for values in (fields, extra)
    ]
    return raw.replace("\x00", "\ufffd"), mended[0], mended[1], "NUL bytes replaced"
