"""The table of codes: what every coder, human or machine, hands to agreement, training and correction."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.errors import DataError, ParameterError, nearest, require_columns

CODE_TYPES = {
    **dict.fromkeys(("unit_id", "coder", "frame"), "str"),
    "value": "float64",
    "codebook": "str",
    "round": "Int64",
    "coded_at": "datetime64[us, UTC]",
    "comment": "str",
}
CODE_COLUMNS = list(CODE_TYPES)
_KEYS = ["unit_id", "coder", "frame", "value"]
_PART = r"-[ps]\d+$"  # what the name of a paragraph or sentence has behind that of its article


def checked_codes(codes: pd.DataFrame, *, frames: list[str] | None = None) -> pd.DataFrame:
    """Return the codes that hold a value, `value` as numbers where all are numbers, or say which row is wrong.

    Args:
        codes: unit_id, coder, frame, value; a missing value is a unit that the coder left open. `round` tells repeated
            coding of one unit by one coder apart.
        frames: the frames that may stand there; None for any.

    Returns:
        The rows with a value, in the order given, with a fresh index; all columns are kept.

    Raises:
        ParameterError: it is no table, as of `HandCodes`, whose `codes` is meant.
        DataError: a column is missing, a unit, coder or frame is missing, a coder coded a unit twice, or a frame is
            not one of `frames`; the message names the row.
    """
    if not isinstance(codes, pd.DataFrame):
        raise ParameterError(f"A table of codes was asked for; this is {type(codes).__name__}. Give its `.codes`.")
    require_columns(codes.columns, _KEYS, table="codes")
    for column in ("unit_id", "coder", "frame"):
        missing = np.flatnonzero(codes[column].isna())
        if len(missing):
            raise DataError(f"Row {missing[0] + 1} of the codes has no {column}. Fill it in, or drop the row.")
    _check_frames(codes, frames)
    _check_once(codes)
    coded = codes[codes["value"].notna()].reset_index(drop=True)
    return coded.assign(value=_numbers(coded["value"]))


def binary_codes(codes: pd.DataFrame, *, frames: list[str] | None = None) -> pd.DataFrame:
    """Return the codes as `checked_codes` does, `value` being 0.0 or 1.0: whether a frame was seen in a unit.

    Raises:
        DataError: as `checked_codes`, and for a value that is neither 0 nor 1; the message names the row.
    """
    coded = checked_codes(codes, frames=frames)
    values = pd.to_numeric(coded["value"], errors="coerce")
    wrong = np.flatnonzero(~values.isin([0.0, 1.0]))
    if len(wrong):
        row = coded.iloc[wrong[0]]
        raise DataError(
            f"{row['coder']!r} coded {row['frame']!r} in the unit {row['unit_id']!r} with '{row['value']}'. Allowed: "
            "1 (seen), 0 (not seen), or no value (left open)."
        )
    return coded.assign(value=values.astype(np.float64))


def article_of(codes: pd.DataFrame) -> pd.Series[str]:
    """Return the article of each unit: `article_id` where stated, else the part of the unit's name that is one."""
    if "article_id" in codes.columns:
        return codes["article_id"]
    return codes["unit_id"].astype("str").str.replace(_PART, "", regex=True)


def _check_frames(codes: pd.DataFrame, frames: list[str] | None) -> None:
    if frames is None:
        return
    wrong = np.flatnonzero(~codes["frame"].isin(frames))
    if len(wrong):
        name = codes["frame"].iloc[wrong[0]]
        raise DataError(f"Row {wrong[0] + 1} of the codes names the frame {name!r}. {nearest(str(name), frames)}")


def _check_once(codes: pd.DataFrame) -> None:
    keys = ["unit_id", "coder", "frame", *(["round"] if "round" in codes.columns else [])]
    again = np.flatnonzero(codes.duplicated(keys))
    if len(again):
        row = codes.iloc[again[0]]
        raise DataError(
            f"Row {again[0] + 1} of the codes: {row['coder']!r} coded {row['frame']!r} in the unit {row['unit_id']!r} "
            "twice. Keep one row, or tell the passes apart in a column 'round'."
        )


def _numbers(values: pd.Series) -> pd.Series:
    numbers = pd.to_numeric(values, errors="coerce")
    return numbers.astype(np.float64) if numbers.notna().all() else values
