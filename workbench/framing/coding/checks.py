"""A quick look at codes before any number is made from them."""

from __future__ import annotations

import pandas as pd

from workbench.errors import require_columns
from workbench.framing.codebook.codebook import Codebook
from workbench.framing.codebook.stale import find_stale
from workbench.framing.coding.values import as_seen

_KEYS = ["unit_id", "coder", "frame", "value"]


def check_codes(
    codes: pd.DataFrame, *, codebook: Codebook | None = None, units: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return what is missing or odd in a table of codes.

    Args:
        codes: unit_id, coder, frame, value; round and codebook are used when present.
        codebook: to look for codes made under another state of it, and for frames and values that it has not.
        units: the sample that was to be coded, to look for units that are not in it, and for units nobody coded.

    Returns:
        problem, codes (how many; of units that nobody coded, how many units), examples (up to three, as "unit · coder ·
        frame"). One row a problem that was looked for, also where nothing was found; sorted by number, most first.

    Raises:
        DataError: a column is missing.

    Example:
        >>> codes = pd.DataFrame({"unit_id": ["a"], "coder": ["ana"], "frame": ["conflict"], "value": [None]})
        >>> check_codes(codes).query("codes > 0")["problem"].tolist()
        ['left open']
    """
    require_columns(codes.columns, _KEYS, table="codes")
    table = codes.reset_index(drop=True)
    found = {name: _listed(table[mask]) for name, mask in _problems(table, codebook).items()}
    if units is not None:
        require_columns(units.columns, ["unit_id"], table="units")
        found["unit is not in the sample"] = _listed(table[~table["unit_id"].isin(units["unit_id"])])
        coded = table.loc[table["value"].notna(), "unit_id"]
        found["unit of the sample that nobody coded"] = units.loc[~units["unit_id"].isin(coded), "unit_id"].tolist()
    rows = [(name, len(examples), " ; ".join(map(str, examples[:3])) or None) for name, examples in found.items()]
    problems = pd.DataFrame(rows, columns=["problem", "codes", "examples"]).astype({"examples": "str"})
    return problems.sort_values(["codes", "problem"], ascending=[False, True], ignore_index=True)


def _problems(table: pd.DataFrame, codebook: Codebook | None) -> dict[str, pd.Series]:
    given = table["value"].notna()
    passes = ["unit_id", "coder", "frame", *(["round"] if "round" in table.columns else [])]
    coders = table[given].groupby(["unit_id", "frame"])["coder"].nunique()
    pairs = pd.Series(list(zip(table["unit_id"], table["frame"], strict=True)), index=table.index)
    problems = {
        "left open": ~given,
        "coded by one coder only": given & (pairs.map(coders.to_dict()) == 1),
        "coded twice by one coder": table.duplicated(passes, keep=False),
    }
    return problems if codebook is None else problems | _against(table, given, codebook)


def _against(table: pd.DataFrame, given: pd.Series, codebook: Codebook) -> dict[str, pd.Series]:
    """Return what does not fit the codebook."""
    seen = pd.Series([as_seen(value) for value in table["value"]], index=table.index, dtype="float64")
    stamped = table if "codebook" in table.columns else table.assign(codebook=pd.Series(None, index=table.index))
    problems = {
        "stale: what coders read has changed since": table.index.to_series().isin(find_stale(stamped, codebook).index),
        "codebook not stated": stamped["codebook"].isna(),
        "frame is not in the codebook": ~table["frame"].isin(codebook.frames["frame"]),
        "value is neither 1 nor 0": given & seen.isna(),
    }
    if codebook.exclusive:
        passes = ["unit_id", "coder", *(["round"] if "round" in table.columns else [])]
        several = table[seen == 1].groupby(passes, dropna=False)["frame"].transform("nunique").reindex(table.index)
        problems["several frames in one unit"] = several > 1
    return problems


def _listed(rows: pd.DataFrame) -> list[str]:
    columns = [rows[column].astype("str").fillna("?") for column in ("unit_id", "coder", "frame")]
    return [" · ".join(names) for names in zip(*columns, strict=True)] if len(rows) else []
