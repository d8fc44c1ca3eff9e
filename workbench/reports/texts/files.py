"""Each kind of file that a report may carry beside its pages, without the texts of articles."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from zipfile import BadZipFile

from workbench.articles.decode import open_text
from workbench.reports.texts.limiter import Limiter
from workbench.reports.texts.notebooks import limit_notebook, limit_values
from workbench.reports.texts.tables import limit_csv, limit_parquet

_IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
# NotText, broken JSON and wrong bytes are ValueErrors; an OSError without a number is pyarrow's own.
_UNREADABLE = (ValueError, KeyError, NotImplementedError, RecursionError, OSError, csv.Error, BadZipFile)
_FOLD = re.compile(r"\r?\n[ \t]")  # of a calendar's long lines (RFC 5545, 3.1)


def limit_file(path: Path, limiter: Limiter) -> bool:
    """Limit the texts in a file, in place; return whether the file may be published.

    A file that cannot be looked into, such as an archive or a table that is broken, is removed: nobody knows what it
    holds. Pictures stay.
    """
    if path.suffix.lower() in _IMAGES or path.stat().st_size < limiter.window:
        return True
    try:
        _limit(path, limiter)
    except _UNREADABLE as error:
        if getattr(error, "errno", None) is not None:  # the disk's fault, not the file's
            raise
        path.with_name(f".{path.name}.partial").unlink(missing_ok=True)
        path.unlink()
        return False
    return True


def _limit(path: Path, limiter: Limiter) -> None:
    kind = path.suffix.lower()
    if kind == ".parquet":
        limit_parquet(path, limiter)
    elif kind in (".csv", ".tsv"):
        limit_csv(path, limiter)
    elif kind == ".ipynb":
        limit_notebook(path, limiter)
    elif kind in (".xlsx", ".xlsm"):
        _limit_workbook(path, limiter)
    elif kind in (".json", ".geojson"):
        _limit_json(path, limiter)
    else:
        _limit_lines(path, limiter)


def _limit_json(path: Path, limiter: Limiter) -> None:
    values = [json.loads(path.read_text(encoding="utf-8-sig"))]
    if limit_values(values, limiter):
        path.write_text(json.dumps(values[0], ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _limit_workbook(path: Path, limiter: Limiter) -> None:
    import openpyxl

    workbook = openpyxl.load_workbook(path)
    cells = [[cell for cell in row if isinstance(cell.value, str)] for sheet in workbook for row in sheet.iter_rows()]
    rows = [[str(cell.value) for cell in row] for row in cells]
    limited = limiter.limit(rows)
    if limited == rows:
        return
    for row, values in zip(cells, limited, strict=True):
        for cell, value in zip(row, values, strict=True):
            cell.value = value
    workbook.save(path)


def _limit_lines(path: Path, limiter: Limiter) -> None:
    """Limit any other text, line by line, so that what lines mean stays: of a calendar, of JSON lines."""
    file, _ = open_text(path)
    with file:
        text = file.read()
    unfolded = _FOLD.sub("", text) if path.suffix.lower() == ".ics" else text
    lines = unfolded.splitlines(keepends=True)
    (limited,) = limiter.limit([lines])
    if limited is not lines:
        path.write_text("".join(limited), encoding="utf-8", newline="")
