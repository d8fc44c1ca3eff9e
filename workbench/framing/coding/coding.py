"""Codes of people from the files they coded in, and the codes of one coder as predictions."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from workbench.errors import DataError, ParameterError, nearest
from workbench.framing.codebook.codebook import Codebook
from workbench.framing.coding.codes import CODE_COLUMNS, article_of, binary_codes
from workbench.framing.coding.imports.choices import Code, settle_codes
from workbench.framing.coding.imports.entry import Context, Frames, as_text
from workbench.framing.coding.imports.files import read_entries
from workbench.framing.coding.imports.names import check_columns
from workbench.framing.coding.imports.places import place_entries
from workbench.framing.coding.values import as_seen, common_values, is_open

PREDICTION_COLUMNS = ["unit_id", "article_id", "frame", "probability", "present", "training", "codebook"]


def read_codes(
    path: str | Path,
    *,
    codebook: Codebook | None = None,
    units: pd.DataFrame | None = None,
    columns: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    r"""Return the codes in a file, in all files of a folder, or in a ZIP.

    Read are coding sheets (`write_coding_sheet`), other tables in long form (a row a unit and frame), wide form (a
    column a frame, also "coder1_conflict") or with labels in one column, as CSV of any dialect or XLSX; the log of the
    coding widget (JSONL); exports of doccano, Label Studio and INCEpTION. 1/0, yes/no, sí/no, ja/nein, oui/non,
    true/false and crosses are understood. Docs: `docs/methods/coding.md`.

    Args:
        path: file or folder. Where no column names the coder, the name of the file does.
        codebook: the frames that may be named, by name or label, and by whose hash codes without a stamp are stamped.
            Values are then 1 (seen) and 0 (not seen). None takes frames and values as they come.
        units: the sample, to find units by their text where a tool has lost their ids, and the units in which marked
            spans lie.
        columns: names in the files -> ours, where they are not understood: {"Fall": "unit_id", "Konflikt": "conflict"}.

    Returns:
        unit_id, coder, frame, value (1.0, 0.0, other numbers, texts; missing where left open), codebook (missing where
        not known), round (1 where not stated), coded_at, comment; sorted by unit, coder, round and frame.

    Raises:
        ParameterError: there is nothing at `path`, or a column of `columns` is in no file.
        DataError: a file cannot be read, a frame or value is not one of the codebook, or a coder coded a unit twice;
            the message names file and row.

    Example:
        >>> import tempfile
        >>> file = Path(tempfile.mkdtemp()) / "ana.csv"
        >>> _ = file.write_text("unit_id,conflict,morality\na,yes,no\n")
        >>> read_codes(file)[["unit_id", "coder", "frame", "value"]].to_numpy().tolist()
        [['a', 'ana', 'conflict', 1.0], ['a', 'ana', 'morality', 0.0]]
    """
    return read_code_files([Path(path)], codebook=codebook, units=units, columns=columns)


def read_code_files(
    paths: Sequence[Path],
    *,
    codebook: Codebook | None = None,
    units: pd.DataFrame | None = None,
    columns: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Return the codes of several files as one table, as `read_codes` does those of one."""
    context = Context(Frames(codebook), dict(columns or {}))
    entries = read_entries(paths, context)
    check_columns(context.columns, context.headers)
    codes = settle_codes(place_entries(entries, units, context), context)
    table = _table(codes, context)
    _check_twice(codes, table)
    if codebook is not None:
        _check_values(codes, exclusive=codebook.exclusive)
        table["codebook"] = table["codebook"].fillna(codebook.hash)
    for note in dict.fromkeys(context.notes):
        warnings.warn(note, stacklevel=3)
    places = {frame: place for place, frame in enumerate(context.frames.names)}
    table["place"] = table["frame"].map(places) if places else 0
    table = table.sort_values(["unit_id", "coder", "round", "place", "frame"], kind="stable", ignore_index=True)
    return table[CODE_COLUMNS]


def select_predictions(codes: pd.DataFrame, *, coder: str) -> pd.DataFrame:
    """Return the codes of one coder, human or machine, as predictions, to be scored or corrected with others' codes.

    Units left open are left out. Of several rounds the last counts.

    Args:
        codes: unit_id, coder, frame, value (1, 0 or missing); article_id, round and codebook are used when present.
            Without article_id, it is what the unit's id begins with (before "-p3" or "-s12").
        coder: the coder.

    Returns:
        unit_id, article_id, frame, probability (missing: people give none), present, training ("none"), codebook;
        sorted by unit and frame.

    Raises:
        ParameterError: nobody of that name has coded.
        DataError: a value is neither 1 nor 0, or a unit was coded twice in one round.

    Example:
        >>> codes = pd.DataFrame({"unit_id": ["a-p1"], "coder": ["ana"], "frame": ["conflict"], "value": [1]})
        >>> select_predictions(codes, coder="ana")[["article_id", "present"]].to_numpy().tolist()
        [['a', True]]
    """
    names = sorted({str(name) for name in codes["coder"].dropna()}) if "coder" in codes.columns else []
    if coder not in names:
        raise ParameterError(f"coder={coder!r} has coded nothing. {nearest(str(coder), names)}")
    own = binary_codes(codes[codes["coder"] == coder])
    if "round" in own.columns:
        own = own.sort_values("round", kind="stable")
    own = own.drop_duplicates(["unit_id", "frame"], keep="last").sort_values(["unit_id", "frame"], ignore_index=True)
    predictions = own.assign(
        article_id=article_of(own).astype("str"),
        probability=np.nan,
        present=own["value"] == 1,
        training=pd.Series("none", index=own.index, dtype="str"),
        codebook=own["codebook"] if "codebook" in own.columns else pd.Series(None, index=own.index, dtype="str"),
    )
    return predictions[PREDICTION_COLUMNS]


def _table(codes: list[Code], context: Context) -> pd.DataFrame:
    """Return the codes as a table, in their order."""
    fields: dict[str, Iterable[object]] = {
        "unit_id": (code.entry.unit for code in codes),
        "coder": (code.entry.coder for code in codes),
        "frame": (code.frame for code in codes),
        "codebook": (as_text(code.entry.codebook) for code in codes),
        "comment": (as_text(code.entry.comment) for code in codes),
    }
    table = pd.DataFrame({name: pd.Series(list(cells), dtype="str") for name, cells in fields.items()})
    table["value"] = _values(codes)
    table["round"] = _rounds(codes)
    table["coded_at"] = _times(codes, context)
    return table[CODE_COLUMNS]


def _values(codes: list[Code]) -> pd.Series:
    """Return the values: numbers where all are, else texts."""
    read: list[float | str | None] = [None] * len(codes)
    for frame in dict.fromkeys(code.frame for code in codes):
        places = [place for place, code in enumerate(codes) if code.frame == frame]
        for place, value in zip(places, common_values(codes[place].value for place in places), strict=True):
            read[place] = value
    if any(isinstance(value, str) for value in read):
        return pd.Series([None if value is None else as_text(value) for value in read], dtype="str")
    return pd.Series(read, dtype="float64")


def _rounds(codes: list[Code]) -> pd.Series:
    """Return the rounds: numbers, or names where one has a name; 1 where none is stated."""
    stated = [as_text(code.entry.round) or "1" for code in codes]
    numbered = all(name.isdigit() for name in stated)
    return pd.Series([int(name) for name in stated], dtype="Int64") if numbered else pd.Series(stated, dtype="str")


def _times(codes: list[Code], context: Context) -> pd.Series:
    stated = pd.Series([as_text(code.entry.coded_at) for code in codes], dtype="str")
    times = pd.to_datetime(stated, utc=True, format="ISO8601", errors="coerce").astype("datetime64[us, UTC]")
    lost = np.flatnonzero(times.isna() & stated.notna())
    if len(lost):
        context.notes.append(
            f"{codes[lost[0]].entry.where}: {stated[lost[0]]!r} is no time, and left out. Write it as 2026-01-31T15:00."
        )
    return times


def _check_twice(codes: list[Code], table: pd.DataFrame) -> None:
    keys = ["unit_id", "coder", "frame", "round"]
    again = np.flatnonzero(table.duplicated(keys))
    if len(again):
        row = table.iloc[again[0]]
        first = int(np.flatnonzero((table[keys] == row[keys]).all(axis=1))[0])
        raise DataError(
            f"{codes[again[0]].entry.where}: {row['coder']!r} coded {row['frame']!r} in the unit {row['unit_id']!r} "
            f"twice; before in {codes[first].entry.where}. Keep one row, or tell the passes apart in a column 'round'."
        )


def _check_values(codes: list[Code], *, exclusive: bool) -> None:
    seen: dict[tuple[str, str, str | None], str] = {}
    for code in codes:
        value, entry = as_seen(code.value), code.entry
        if value is None and not is_open(code.value):
            raise DataError(
                f"{entry.where}: {entry.coder!r} coded {code.frame!r} with {code.value!r}. Allowed: 1 (seen), 0 (not "
                "seen), or nothing (left open)."
            )
        key = (entry.unit, entry.coder, as_text(entry.round))
        if exclusive and value == 1 and seen.setdefault(key, code.frame) != code.frame:
            raise DataError(
                f"{entry.where}: {entry.coder!r} saw {seen[key]!r} and {code.frame!r} in the unit {entry.unit!r}, and "
                "the codebook allows one frame a unit (exclusive = true). Keep one."
            )
