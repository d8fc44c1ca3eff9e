"""Options that several commands share, and what was typed for them."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from workbench.errors import ParameterError


def add_reading_options(parser: argparse.ArgumentParser) -> None:
    """Add how the files of articles are read."""
    parser.add_argument(
        "--column", dest="columns", action="append", default=[], metavar="COLUMN=FIELD",
        help="what a column of your tables holds, as in Datum=published; may be repeated",
    )  # fmt: skip
    parser.add_argument(
        "--no-strict", dest="strict", action="store_false",
        help="read a file also when it holds another number of articles than it states",
    )  # fmt: skip


def columns_of(options: argparse.Namespace) -> dict[str, str]:
    """Return input column -> field, as typed with --column."""
    pairs = [given.rpartition("=") for given in options.columns]
    for (column, _, field), given in zip(pairs, options.columns, strict=True):
        if not column or not field:
            raise ParameterError(f"--column {given} is not COLUMN=FIELD, as in --column Datum=published.")
    named = [column.strip() for column, _, _ in pairs]
    if len(set(named)) < len(named):
        raise ParameterError(f"--column names a column twice: {', '.join(options.columns)}. Name each once.")
    return {column.strip(): field.strip() for column, _, field in pairs}


def shown_path(path: Path) -> str:
    """Return a path as short as it can be typed from here."""
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)
