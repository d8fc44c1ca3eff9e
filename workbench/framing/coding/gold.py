"""A sample frozen by hash: once coding has begun, nobody changes by accident what was drawn."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd

from workbench.articles.tables import read_tables
from workbench.cells import guard, plain_lines, unguard
from workbench.errors import DataError, OutputError, ParameterError, require_columns
from workbench.framing.coding.imports.names import count_columns
from workbench.framing.coding.sampling import SAMPLE_COLUMNS

_NEEDED = ["unit_id", "text", "probability", "stratum"]
_NUMBERS = ("probability", "weight")
_SEAL = ["row", "row_hash", "sample_hash"]
_SUFFIXES = (".csv", ".parquet")
_CUT = re.compile(r"\[text left out\]|\(\d+ words? left out\)")  # what reports put in place of texts


def write_sample(sample: pd.DataFrame, path: str | Path) -> Path:
    """Write a sample with a hash in every row, and return the path.

    The hash covers ids, text, probability, stratum and place of all units. It survives saving in a spreadsheet program
    (line ends, rounded decimals, decimal commas, other order of rows); an edited, added or dropped row does not pass
    `read_sample`. A file that holds the same sample already is left as it is.

    Args:
        sample: as `draw_sample` makes it: unit_id, text, probability, stratum, and article_id, start, end, weight when
            present. Other columns are not written.
        path: ends in .csv or .parquet.

    Raises:
        ParameterError: the ending is another.
        DataError: a column is missing, a unit stands twice or has no text, or a probability is not over 0 and at most
            1; the message names the row.
        OutputError: the file exists and is not this sample, or cannot be written.

    Example:
        >>> import tempfile
        >>> folder = Path(tempfile.mkdtemp())
        >>> sample = pd.DataFrame({"unit_id": ["a"], "text": ["One."], "probability": [0.5], "stratum": ["all"]})
        >>> read_sample(write_sample(sample, folder / "gold.csv")).equals(sample)
        True
    """
    file = Path(path)
    if file.suffix.lower() not in _SUFFIXES:
        raise ParameterError(f"{file.name!r} is no name for a frozen sample. Allowed endings: .csv and .parquet.")
    table = _checked(sample)
    table["row_hash"] = _row_hashes(table)
    table["sample_hash"] = _hash(sorted(table["row_hash"]))
    table.insert(0, "row", [f"{number} of {len(table)}" for number in range(1, len(table) + 1)])
    if file.exists():
        _check_same(file, table["sample_hash"].tolist())
        return file
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{file} cannot be written: {error}. Choose another folder.") from error
    _write(table, file)
    return file


def read_sample(path: str | Path) -> pd.DataFrame:
    """Return a frozen sample, or say what was changed in it since it was frozen.

    In the copy that a report publishes, texts are left out in part or whole. A row without its text cannot be held
    against what was frozen: a warning says how many were not.

    Args:
        path: a file of `write_sample`, as it was written or saved again in a spreadsheet program.

    Returns:
        The columns of the sample that was written, in its order of rows.

    Raises:
        ParameterError: there is no such file.
        DataError: the file is no frozen sample, or a row was edited, added or dropped; the message names the row.

    Example:
        >>> read_sample("gold.csv")
        Traceback (most recent call last):
        workbench.errors.ParameterError: There is no file at gold.csv. Check the path.
    """
    file = Path(path)
    if not file.is_file():
        raise ParameterError(f"There is no file at {file}. Check the path.")
    table = _read(file)
    require_columns(table.columns, [*_NEEDED, *_SEAL], table=file.name)
    _check_rows(table, file.name)
    cut = int(_is_cut(table).sum())
    if cut:
        warnings.warn(f"{file.name}: texts of {cut} rows were left out; these rows cannot be checked.", stacklevel=2)
    table = table.iloc[np.argsort(_places(table)[0], kind="stable")]
    return _typed(table.drop(columns=_SEAL)).reset_index(drop=True)


def _checked(sample: pd.DataFrame) -> pd.DataFrame:
    require_columns(sample.columns, _NEEDED, table="sample")
    columns = [column for column in [*SAMPLE_COLUMNS, "weight"] if column in sample.columns]
    table = sample[columns].reset_index(drop=True)
    for column in ("unit_id", "text", "stratum"):
        missing = np.flatnonzero(table[column].isna())
        if len(missing):
            raise DataError(f"Row {missing[0] + 1} of the sample has no {column}. Draw the sample again.")
    again = np.flatnonzero(table["unit_id"].duplicated())
    if len(again):
        raise DataError(f"Row {again[0] + 1} of the sample: the unit {table['unit_id'].iloc[again[0]]!r} stands twice.")
    wrong = np.flatnonzero(~((table["probability"] > 0) & (table["probability"] <= 1)))
    if len(wrong):
        value = table["probability"].iloc[wrong[0]]
        raise DataError(f"Row {wrong[0] + 1} of the sample has the probability {value}. Allowed: over 0, at most 1.")
    return table


def _row_hashes(table: pd.DataFrame, scale: float = 1.0) -> list[str]:
    """Return a hash of each row; numbers by four digits, `scale` moves those that lie between two roundings."""
    columns = [column for column in [*SAMPLE_COLUMNS, "weight"] if column in table.columns]
    cells = [_canonical(table[column], column, scale) for column in columns]
    return [_hash(row) for row in zip(*cells, strict=True)]


def _canonical(values: pd.Series, column: str, scale: float) -> list[str]:
    if column in _NUMBERS:
        return [f"{float(value) * scale:.4g}" for value in values]
    if column in {"start", "end"}:
        return ["" if pd.isna(value) else str(int(value)) for value in values]
    return [plain_lines(str(value)) for value in values]


def _hash(parts: Iterable[str]) -> str:
    """Return 16 hex digits after an "h", which keeps spreadsheet programs from seeing a number."""
    return "h" + sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def _check_same(file: Path, hashes: list[str]) -> None:
    try:
        frozen = set(_read(file)["sample_hash"])
        read_sample(file)
    except (DataError, KeyError) as error:
        raise OutputError(f"{file} exists and is no frozen sample. Choose another name. {error}") from error
    if frozen != set(hashes):
        raise OutputError(
            f"{file} holds another frozen sample. What was drawn is not replaced: choose another name, or move it away."
        )


def _write(table: pd.DataFrame, file: Path) -> None:
    unfinished = file.with_name(f".{file.name}.part")
    try:
        if file.suffix.lower() == ".parquet":
            table.to_parquet(unfinished, index=False)
        else:
            texts = [column for column in table.columns if column not in {*_NUMBERS, "start", "end"}]
            cells = table.assign(**{column: table[column].astype("str").map(guard) for column in texts})
            # Fifteen digits: so many a spreadsheet program keeps.
            cells.to_csv(unfinished, index=False, encoding="utf-8-sig", lineterminator="\r\n", float_format="%.15g")
        unfinished.replace(file)
    except OSError as error:
        raise OutputError(f"{file} cannot be written: {error}.") from error


def _read(file: Path) -> pd.DataFrame:
    if file.suffix.lower() == ".parquet":
        try:
            return pd.read_parquet(file)
        except (OSError, ValueError) as error:
            raise DataError(f"{file.name} cannot be read as Parquet: {error}.") from error
    sheet = max(read_tables(file, count_columns({})), key=lambda sheet: len(sheet.rows))
    table = pd.DataFrame([cells for _, cells in sheet.rows], columns=sheet.header)
    for column in [name for name in table.columns if name not in {*_NUMBERS, "start", "end"}]:
        table[column] = table[column].map(lambda cell: unguard(cell) if isinstance(cell, str) else cell)
    for column in [name for name in (*_NUMBERS, "start", "end") if name in table.columns]:
        table[column] = [_number(cell, column, place, file.name) for place, cell in enumerate(table[column], start=1)]
    return table


def _number(cell: object, column: str, place: int, name: str) -> float | None:
    if cell is None and column in {"start", "end"}:
        return None
    try:
        return float(str(cell).replace(",", "."))
    except ValueError as error:
        raise DataError(f"{name}: {column} in row {place} is {cell!r}, no number. Restore the file.") from error


def _places(table: pd.DataFrame) -> tuple[list[int], int]:
    """Return the number that each row was written with, 0 for none, and how many rows were written."""
    pairs = [str(value).split(" of ") for value in table["row"]]
    known = [pair if len(pair) == 2 and pair[0].isdigit() and pair[1].isdigit() else ["0", "0"] for pair in pairs]
    return [int(place) for place, _ in known], max((int(total) for _, total in known), default=0)


def _check_rows(table: pd.DataFrame, name: str) -> None:
    """Raise where the rows are not those that were written: edited, added, or fewer."""
    found = _changes(table)
    if found:
        more = f" and {len(found) - 3} more" if len(found) > 3 else ""
        raise DataError(
            f"{name} is not the sample that was frozen: {'; '.join(found[:3])}{more}. Restore the file, or draw and "
            "freeze a new sample under another name."
        )


def _is_cut(table: pd.DataFrame) -> pd.Series[bool]:
    return table["text"].astype("str").str.contains(_CUT)


def _changes(table: pd.DataFrame) -> list[str]:
    computed = list(zip(*(_row_hashes(table, scale) for scale in (1.0, 1 - 1e-5, 1 + 1e-5)), strict=True))
    places, written = _places(table)
    cut = list(_is_cut(table))
    found = []
    for number, (place, unit, stated) in enumerate(zip(places, table["unit_id"], table["row_hash"], strict=True), 1):
        if not place or pd.isna(stated):
            found.append(f"row {number} (unit {unit!r}) was added")
        elif stated not in computed[number - 1] and not cut[number - 1]:
            found.append(f"row {number} (unit {unit!r}) was edited")
    seen = set(places)
    found += [f"row {place} of {written} is gone" for place in range(1, written + 1) if place not in seen]
    if len(seen) < len(places) and not found:
        found.append("a row stands twice")
    if not found and set(table["sample_hash"]) - {_hash(sorted(table["row_hash"]))}:
        found.append("its rows come from several samples, or were written anew")
    return found


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    kinds = {column: "str" for column in ("unit_id", "article_id", "text", "stratum") if column in table.columns}
    kinds |= {column: "Int64" for column in ("start", "end") if column in table.columns}
    kinds |= {column: "float64" for column in _NUMBERS if column in table.columns}
    return table.assign(text=table["text"].map(plain_lines)).astype(kinds)
