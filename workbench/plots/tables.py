"""Tables as a reader sees them, and as files beside the page."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd

from workbench.cells import guard_formula, guard_texts
from workbench.errors import ParameterError, nearest
from workbench.plots.folds import fold_id
from workbench.plots.phrases import counted, percent

_MISSING = "–"
_SHARES = ("share", "share_a", "share_b", "raw", "estimate", "prevalence", "containment", "weight")
_BOUNDS = ("low", "high", "value")  # shares only beside a share
_ONE = 1.0000001
_THOUSANDS = 10_000  # a column that reaches so far has commas; years never do
_LONG = 60  # characters of a text that needs a column it can breathe in, on a phone too


@dataclass(frozen=True)
class ShownTable:
    """A table for a page.

    Attributes:
        name: also the name of its files.
        html: the table as HTML, all text in it escaped.
        rows: rows of the whole table.
        shown: rows of it in `html`.
    """

    name: str
    html: str = field(repr=False)
    rows: int
    shown: int

    def _repr_html_(self) -> str:
        return self.html


def show_table(
    table: pd.DataFrame,
    name: str,
    *,
    caption: str,
    columns: Mapping[str, str] | None = None,
    fold: str = "",
    rows: int = 20,
    save_to: str | Path = "",
) -> ShownTable:
    """Return the first rows of a table as HTML for a page; with `save_to` the whole table is written there too.

    Numbers stand to the right, shares as "34 %", differences of shares as "34 points", instants as days, what is
    missing as "–". Where the table has `sentence`, `match_start` and `match_end` (offsets into the sentence), the
    match is marked. With `save_to`, `article_id` links to the page of the article, at its block where there is one.

    Args:
        table: is not changed.
        name: short-kebab-id; the files are called NAME.csv and NAME.parquet.
        caption: says what the rows are.
        columns: {column: heading}: these columns, in this order; None shows all under their own names.
        fold: a column; each of its values has a table of its own, closed until it is opened, in order of appearance.
            Figures whose `opens` is the name of this table lead to it.
        rows: rows shown at most, in each of them.
        save_to: a folder for the files; "" writes nothing.

    Raises:
        ParameterError: `columns` or `fold` names one that is not there, `rows` is below 1, or `name` is no file name.

    Example:
        >>> show_table(pd.DataFrame({"share": [0.338]}), "shares", caption="Shares").html.count("34 %")
        1
    """
    headings = dict(columns) if columns else {column: str(column).replace("_", " ") for column in table.columns}
    _check(table, [*headings, *([fold] if fold else [])], rows)
    linked = bool(str(save_to))
    if linked:
        write_table(table, name, save_to)
    heading = f"<caption>{_escape(caption)}</caption>"
    if table.empty:
        page, shown = f'<p class="nothing"><strong>{_escape(caption)}.</strong> None.</p>', 0
    elif fold:
        named = table[fold].astype("str").where(table[fold].notna(), "not stated")
        groups = [(str(value), part) for value, part in table.groupby(named, sort=False)]
        folded = (
            _folded(value, _sheet(table, part, headings, rows, linked=linked), part, name) for value, part in groups
        )
        page = f'<p class="caption">{_escape(caption)}</p>{"".join(folded)}'
        shown = sum(min(len(part), rows) for _, part in groups)
    else:
        page, shown = _sheet(table, table, headings, rows, linked=linked, heading=heading), min(len(table), rows)
    files = f'<a href="tables/{name}.csv">CSV</a>, <a href="tables/{name}.parquet">Parquet</a>'
    note = f'<p class="note">Whole table: {files}</p>' if linked else ""
    return ShownTable(name, f'<div class="wb-part" id="table-{name}">{page}{note}</div>', rows=len(table), shown=shown)


def _sheet(
    table: pd.DataFrame, part: pd.DataFrame, headings: Mapping[str, str], rows: int, *, linked: bool, heading: str = ""
) -> str:
    """Return the first rows of a part of the table as HTML; how values are written is told by the whole table."""
    shown = part.head(rows)
    cells = [_column(shown, table, column, linked=linked) for column in headings]
    looks = [_look(table[column]) for column in headings]
    head = _row(map(_escape, headings.values()), looks, "th")
    body = "".join(_row(row, looks, "td") for row in zip(*cells, strict=True))
    cut = f"{len(shown)} of {counted(len(part), 'row')} shown" if len(shown) < len(part) else ""
    told = cut or ("" if len(part) else "none")
    foot = f'<tfoot><tr><td colspan="{len(headings)}">{told}</td></tr></tfoot>' if told else ""
    return f'<table class="wb-table">{heading}<thead>{head}</thead><tbody>{body}</tbody>{foot}</table>'


def _folded(value: str, sheet: str, part: pd.DataFrame, name: str) -> str:
    summary = f'{_escape(value)} <span class="count">{counted(len(part), "row")}</span>'
    return f'<details class="fold" id="{fold_id(name, value)}"><summary>{summary}</summary>{sheet}</details>'


def write_table(table: pd.DataFrame, name: str, folder: str | Path) -> Path:
    r"""Write the whole table as NAME.csv (UTF-8, line ends LF) and NAME.parquet; return the path of the CSV.

    In the CSV a text or heading that a spreadsheet program would run as a formula (it begins with = + - @, a tab or a
    line end, also full-width or behind spaces) or that begins with an apostrophe has an apostrophe more before it;
    `removeprefix("'")` takes it off again. Line ends in texts are LF there. Numbers, dates and the Parquet file are as
    they are.

    Raises:
        ParameterError: `name` cannot be a file name.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     write_table(pd.DataFrame({"n": [1]}), "counts", folder).read_bytes()
        b'n\n1\n'
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", name):
        raise ParameterError(
            f"name={name!r} cannot be the name of a file. "
            "Allowed: small letters, digits, - and _, such as 'topic-shares'."
        )
    path = Path(folder) / f"{name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    guarded = guard_texts(table, _for_csv)
    headings = [_for_csv(str(column)) for column in table.columns]
    guarded.to_csv(path, index=False, header=headings, encoding="utf-8", lineterminator="\n")
    _without_intervals(table).to_parquet(path.with_suffix(".parquet"), index=False)
    return path


def _for_csv(text: str) -> str:
    """Return a text guarded, in one row: a lone CR stands without quotes, and what follows it would be a row."""
    return guard_formula(text).replace("\r\n", "\n").replace("\r", "\n")


def _without_intervals(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with bins as text, which is how the CSV has them: Parquet cannot hold bins of a cut."""
    kinds = {column: getattr(table[column].dtype, "categories", table[column]).dtype for column in table.columns}
    return table.astype({column: "str" for column, kind in kinds.items() if isinstance(kind, pd.IntervalDtype)})


def _check(table: pd.DataFrame, columns: Iterable[str], rows: int) -> None:
    if rows < 1:
        raise ParameterError(f"rows={rows!r} would show nothing. Allowed: 1 or more.")
    for column in columns:
        if column not in table.columns:
            allowed = nearest(str(column), map(str, table.columns))
            raise ParameterError(f"The table has no column {column!r} to show. {allowed}")


def _column(shown: pd.DataFrame, table: pd.DataFrame, column: str, *, linked: bool) -> list[str]:
    """Return the cells of a column as HTML."""
    if column == "article_id" and linked:
        return _links(shown)
    if column == "sentence" and {"match_start", "match_end"} <= set(shown.columns):
        spans = zip(shown["sentence"], shown["match_start"], shown["match_end"], strict=True)
        return [_marked(sentence, start, end) for sentence, start, end in spans]
    write = _writer(table, column)
    return [_MISSING if _is_missing(value) else _escape(write(value)) for value in shown[column]]


def _writer(table: pd.DataFrame, column: str) -> Callable[[Any], str]:
    """Return how the values of a column are written; told by the whole table, so that shown rows do not matter."""
    values = table[column]
    if pd.api.types.is_bool_dtype(values):
        return lambda value: "yes" if value else "no"
    if pd.api.types.is_datetime64_any_dtype(values):
        return lambda value: f"{value:%Y-%m-%d}"
    if pd.api.types.is_integer_dtype(values) and bool((values.dropna().abs() >= _THOUSANDS).any()):
        return lambda value: _signed(f"{value:,}")
    if not pd.api.types.is_float_dtype(values):
        return str
    if "difference" in table.columns and column in ("difference", "low", "high"):
        return lambda value: _signed(f"{100 * value:.0f} points")
    if _is_share(table, column):
        return lambda value: _signed(percent(value))
    whole = values.dropna() % 1 == 0
    return (lambda value: _signed(f"{value:.0f}")) if whole.all() else (lambda value: _signed(f"{value:.2f}"))


def _is_share(table: pd.DataFrame, column: str) -> bool:
    known = table[column].dropna()
    if not known.between(0, _ONE).all():
        return False
    beside = any(share in table.columns for share in _SHARES)
    has_bounds = "low" in table.columns and bool(table["low"].notna().any())
    return column in _SHARES or (column in _BOUNDS and (beside or ("value" in table.columns and has_bounds)))


def _links(shown: pd.DataFrame) -> list[str]:
    blocks = shown["block"] if "block" in shown.columns else [None] * len(shown)
    return [
        _MISSING if _is_missing(article_id) else _link(str(article_id), block)
        for article_id, block in zip(shown["article_id"], blocks, strict=True)
    ]


def _link(article_id: str, block: object) -> str:
    fragment = "" if _is_missing(block) else f"#b{int(str(block).split('.')[0])}"
    return f'<a class="read" href="articles/{quote(article_id, safe="")}.html{fragment}">read</a>'


def _marked(sentence: object, start: object, end: object) -> str:
    if _is_missing(sentence):
        return _MISSING
    text = str(sentence)
    if _is_missing(start) or _is_missing(end):
        return _escape(text)
    first, last = int(str(start)), int(str(end))
    return f"{_escape(text[:first])}<mark>{_escape(text[first:last])}</mark>{_escape(text[last:])}"


def _row(cells: Iterable[str], looks: list[str], tag: str) -> str:
    scope = ' scope="col"' if tag == "th" else ""
    return f"<tr>{''.join(f'<{tag}{scope}{look}>{cell}</{tag}>' for cell, look in zip(cells, looks, strict=True))}</tr>"


def _look(values: pd.Series) -> str:
    """Return the attributes of the cells of a column; the styles are for JupyterLab, which sets all to the right."""
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        return ' class="number" style="text-align:right"'
    if pd.api.types.is_datetime64_any_dtype(values):
        return ' class="day" style="text-align:left"'
    long = not pd.api.types.is_bool_dtype(values) and bool((values.dropna().astype("str").str.len() > _LONG).any())
    return ' class="long" style="text-align:left"' if long else ' style="text-align:left"'


def _is_missing(value: Any) -> bool:  # noqa: ANN401 - a cell can hold anything
    return bool(pd.api.types.is_scalar(value) and pd.isna(value))


def _escape(text: object) -> str:
    return html.escape(str(text)).replace("$", "&#36;")


def _signed(number: str) -> str:
    return number.replace("-", "\N{MINUS SIGN}")
