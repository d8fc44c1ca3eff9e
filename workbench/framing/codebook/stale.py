"""Stale labels: codes, hits and models that were made under another state of the codebook."""

from __future__ import annotations

import pandas as pd

from workbench.errors import require_columns
from workbench.framing.codebook.codebook import HAND_DIGITS, Codebook


def find_stale(codes: pd.DataFrame, codebook: Codebook, *, machine: bool = False) -> pd.DataFrame:
    """Return the rows that were made under another codebook than this one.

    Hand codes are stale when what a coder reads has changed since: name, unit, frames, definitions, rules, questions
    or examples. Machine tables are stale when the patterns have changed, too. A row without a stamp is not known to be
    stale and is left out.

    Args:
        codes: a table with the column `codebook`, the hash it was made under: hand codes, hits, scores, predictions.
        codebook: the codebook as it is now.
        machine: True for what a machine made, False for what people coded.

    Returns:
        The stale rows with their columns and index, and stale_reason: what has changed, and the two stamps.

    Raises:
        DataError: the table has no column `codebook`.

    Example:
        >>> from workbench.framing import read_codebook
        >>> codes = pd.DataFrame({"unit_id": ["a", "b"], "codebook": ["0123456789abcdef", None]})
        >>> find_stale(codes, read_codebook("generic"))["unit_id"].tolist()
        ['a']
    """
    require_columns(codes.columns, ["codebook"], table="codes")
    stamps = codes["codebook"].astype("str").str.strip().str.lower()
    known = codes["codebook"].notna() & (stamps != "")
    reasons = {stamp: _reason(stamp, codebook.hash, machine=machine) for stamp in stamps[known].unique()}
    told = stamps.where(known).map(reasons).astype("str")
    return codes.assign(stale_reason=told)[told.notna()]


def _reason(stamp: str, now: str, *, machine: bool) -> str | None:
    same_text = stamp[:HAND_DIGITS] == now[:HAND_DIGITS]
    same_patterns = stamp[HAND_DIGITS:] == now[HAND_DIGITS:]
    if same_text and (same_patterns or not machine):
        return None
    changed = "the patterns" if same_text else "what coders read"
    if machine and not same_text and not same_patterns:
        changed += " and the patterns"
    digits = len(now) if machine else HAND_DIGITS
    return f"{changed} changed: made under {stamp[:digits]}, now {now[:digits]}"
