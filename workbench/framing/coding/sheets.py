"""Sheets for coders: one file each, blind, in an order of its own, to be filled in with a spreadsheet program."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from workbench.articles.tables import read_tables
from workbench.cells import pieces, safe_name
from workbench.errors import DataError, OutputError, ParameterError, require_columns
from workbench.framing.codebook.codebook import Codebook
from workbench.framing.coding.imports.names import choose_columns, count_columns
from workbench.framing.coding.sampling import permanent_numbers
from workbench.framing.coding.sheet_files import SHEET_COLUMNS, write_csv, write_xlsx

_SUFFIXES = (".xlsx", ".csv")


def write_coding_sheet(
    sample: pd.DataFrame,
    codebook: Codebook,
    folder_or_path: str | Path,
    *,
    coders: str | Sequence[str],
    overlap: float = 1.0,
    seed: int = 0,
) -> list[Path]:
    """Write one coding sheet for each coder, and return their paths.

    A sheet has a row for each unit and frame: unit_id, text (once a unit), frame, question, value (to be filled in with
    1 or 0), comment, coder, round, codebook (its hash). It shows neither outlet, author, title nor date, no scores and
    no codes of others; units are shuffled for each coder. A workbook lets choose 1 or 0, keeps its header in view and
    has the codebook on a second sheet. Docs: `docs/methods/coding.md`.

    Args:
        sample: unit_id and text of the units; other columns are not shown.
        codebook: the frames and their questions.
        folder_or_path: a folder, for workbooks named after the coders; a name that ends in .xlsx or .csv, for files
            named after it and the coder, and exactly so for a single coder.
        coders: their names.
        overlap: share of the units that every coder gets; the rest is dealt out in equal parts, each unit to one coder.
        seed: another number shuffles and deals otherwise.

    Returns:
        The paths in the order of `coders`.

    Raises:
        ParameterError: no coder, a name twice, or an overlap that is no share.
        DataError: the sample has no unit, a unit twice, or one without text.
        OutputError: a file exists that has codes or comments in it, or is no coding sheet; nothing is written then.

    Example:
        >>> import tempfile
        >>> from workbench.framing import read_codebook
        >>> sample = pd.DataFrame({"unit_id": ["a", "b"], "text": ["One.", "Two."]})
        >>> paths = write_coding_sheet(sample, read_codebook("generic"), tempfile.mkdtemp(), coders=["Ana", "Ben"])
        >>> [path.name for path in paths]
        ['Ana.xlsx', 'Ben.xlsx']
    """
    names = [coders] if isinstance(coders, str) else list(coders)
    units = checked_units(sample)
    paths = _paths(Path(folder_or_path), names)
    shares = _deal(units["unit_id"].tolist(), names, overlap, seed)
    for path in paths:
        _check_unused(path)
    for coder, path in zip(names, paths, strict=True):
        own = units[units["unit_id"].isin(shares[coder])]
        numbers = permanent_numbers(own["unit_id"], seed, f"order for {coder}")
        rows = _rows(own.iloc[np.argsort(numbers, kind="stable")], codebook, coder)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            (write_csv if path.suffix.lower() == ".csv" else write_xlsx)(rows, path, codebook)
        except OSError as error:
            raise OutputError(f"{path} cannot be written: {error}.") from error
    return paths


def checked_units(sample: pd.DataFrame) -> pd.DataFrame:
    """Return unit_id and text of a sample that can be coded, sorted by unit, or say which row is wrong."""
    require_columns(sample.columns, ["unit_id", "text"], table="sample")
    if sample.empty:
        raise DataError("The sample has no unit to code. Draw one with draw_sample().")
    for place, (unit, text) in enumerate(zip(sample["unit_id"], sample["text"], strict=True), start=1):
        if pd.isna(unit) or not isinstance(text, str) or not text.strip():
            raise DataError(f"Row {place} of the sample (unit {unit!r}) has no id or no text. Drop it.")
        if not _is_whole(f"{unit}{text}"):
            raise DataError(
                f"Row {place} of the sample (unit {unit!r}) holds half a sign (a lone surrogate), which no file can "
                "hold. Read its article again in the right encoding, or drop the row."
            )
    names = sample["unit_id"].astype(str)
    again = sample.loc[names.duplicated(), "unit_id"]
    if len(again):
        raise DataError(f"The unit {again.iloc[0]!r} stands twice in the sample. Drop one row.")
    units = sample[["unit_id", "text"]]
    if units["unit_id"].dtype == object:  # numbers among texts have no order
        units = units.assign(unit_id=names)
    return units.sort_values("unit_id", ignore_index=True)


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _paths(place: Path, coders: list[str]) -> list[Path]:
    if not coders or not all(isinstance(coder, str) and safe_name(coder) for coder in coders):
        raise ParameterError(f"coders={coders!r} names nobody. Pass names, such as coders=['Ana', 'Ben'].")
    if place.suffix and not place.is_dir() and place.suffix.lower() not in _SUFFIXES:
        raise ParameterError(f"{place.name!r} ends in {place.suffix!r}. Allowed: a folder, or a name in .xlsx or .csv.")
    if place.suffix.lower() not in _SUFFIXES or place.is_dir():
        paths = [place / f"{safe_name(coder)}.xlsx" for coder in coders]
    elif len(coders) == 1:
        paths = [place]
    else:
        paths = [place.with_name(f"{place.stem}-{safe_name(coder)}{place.suffix}") for coder in coders]
    if len({str(path).casefold() for path in paths}) < len(paths):
        raise ParameterError(f"coders={coders!r}: two names give the same file. Name each coder otherwise.")
    return paths


def _deal(units: list[str], coders: list[str], overlap: float, seed: int) -> dict[str, set[str]]:
    """Return the units of each coder: a random share for all, the rest dealt out one by one."""
    if isinstance(overlap, bool) or not isinstance(overlap, int | float) or not 0 <= overlap <= 1:
        raise ParameterError(f"overlap={overlap!r} is no share. Allowed: 0 (each unit once) to 1 (all units by all).")
    numbers = permanent_numbers(units, seed, "double coding")
    mixed = [unit for _, unit in sorted(zip(numbers, units, strict=True))]
    common = math.ceil(round(overlap * len(mixed), 9))
    rest = mixed[common:]
    return {coder: {*mixed[:common], *rest[place :: len(coders)]} for place, coder in enumerate(coders)}


def _check_unused(path: Path) -> None:
    """Raise where a file has work in it, or is not ours to replace."""
    if not path.exists():
        return
    try:
        sheet = read_tables(path, count_columns({}))[0]
        chosen = choose_columns(sheet.header, {})
        columns = [chosen[ours] for ours in ("value", "comment")]
    except (DataError, KeyError) as error:
        raise OutputError(f"{path} exists and is no coding sheet. Choose another name. {error}") from error
    codes = sum(cells[column] is not None for _, cells in sheet.rows for column in columns)
    if codes:
        raise OutputError(
            f"{path} has {codes} codes or comments in it, and is not replaced. Choose another folder, or move it away."
        )


def _rows(units: pd.DataFrame, codebook: Codebook, coder: str) -> list[dict[str, object]]:
    """Return the rows of a sheet; a text that is too long for one cell goes on in the rows below."""
    questions = _questions(codebook)
    rows = []
    for unit_id, text in units.itertuples(index=False):
        cells = _text_cells(text, len(questions))
        for (frame, question), part in zip(questions.items(), cells, strict=True):
            row = {"unit_id": unit_id, "text": part, "frame": frame, "question": question, "coder": coder, "round": 1}
            rows.append(dict.fromkeys(SHEET_COLUMNS) | row | {"codebook": codebook.hash})
    return rows


def _questions(codebook: Codebook) -> dict[str, str]:
    """Return what to ask about each frame: its label and its questions, or its definition where it has none."""
    asked = codebook.questions.groupby("frame", sort=False)["text"].apply(list).to_dict()
    table = codebook.frames[["frame", "label", "definition"]]
    return {
        frame: "\n".join([f"{label}:", *asked.get(frame, [definition])])
        for frame, label, definition in table.itertuples(index=False)
    }


def _text_cells(text: str, rows: int) -> list[str | None]:
    parts = pieces(text)
    if len(parts) > rows:
        left = sum(map(len, parts[rows:]))
        note = f"[… {left + 80:,} more characters do not fit: see the article]"
        parts = [*parts[: rows - 1], f"{parts[rows - 1][:-80]} {note}"]
    marked = [part if place == 0 else f"[text goes on] {part}" for place, part in enumerate(parts)]
    return [*marked, *[None] * (rows - len(marked))]
