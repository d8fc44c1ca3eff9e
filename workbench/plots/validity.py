"""Words about how shares were coded: what hand codes validate, and what a note warns of."""

from __future__ import annotations

import re

import pandas as pd

from workbench.plots.phrases import counted
from workbench.plots.theme import NOT_VALIDATED

PARTLY = "in part not validated"
_FEW = 15  # hand-coded units with a frame, below which its interval is rough
_FEW_NOTE = re.compile(r"only [\d,]+ hand-coded units? [^;]*(?:; |$)")  # such notes differ in a number alone
_TOLD = 2  # so many different warnings are told in the note of a figure


def validity_tag(shares: pd.DataFrame) -> str:
    """Return the tag of a figure of these shares: "" where hand codes stand behind all of them.

    Example:
        >>> validity_tag(pd.DataFrame({"validated": [True, False]}))
        'in part not validated'
    """
    if shares["validated"].all():
        return ""
    return PARTLY if shares["validated"].any() else NOT_VALIDATED


def how_coded(shares: pd.DataFrame) -> str:
    """Return how the shares were coded, as it stands in the source note.

    Example:
        >>> how_coded(pd.DataFrame({"validated": True, "coded": [60, 60]}))
        'corrected with 60 hand-coded units'
    """
    corrected = shares[shares["coded"].fillna(0) > 0]
    if corrected.empty:
        return (
            "corrected with hand codes"
            if not validity_tag(shares)
            else "counted by machine, not validated by hand codes"
        )
    least, most = int(corrected["coded"].min()), int(corrected["coded"].max())
    units = counted(most, "hand-coded unit")
    size = units if least == most else f"{least:,} to {units} a share"
    stale = "" if corrected["validated"].any() else " of another codebook, so not validated"
    return f"corrected with {size}{stale}"


def warned(shares: pd.DataFrame) -> pd.Series[bool]:
    """Return which shares carry a warning: a note, or few hand-coded units with the frame.

    What was not coded by hand at all is tagged as such, and needs no second mark.
    """
    return (shares["coded"].fillna(0) > 0) & (_few(shares) | _notes(shares).ne(""))


def marked(shares: pd.DataFrame) -> pd.Series[bool]:
    """Return which shares carry a mark of their warning: none where all do, which the note says then."""
    return warned(shares) & (not warned(shares).all())


def warning_of(share: pd.Series) -> str:
    """Return the warning of one share, "" where there is none."""
    if pd.isna(share["coded"]) or not share["coded"]:
        return ""
    note, positives = share.get("note"), pd.to_numeric(share.get("positives", float("nan")), errors="coerce")
    if pd.notna(note) and str(note).strip():
        return str(note).strip()
    few = pd.notna(positives) and positives < _FEW
    return f"only {counted(int(positives), 'hand-coded unit')} with the frame" if few else ""


def told_warnings(shares: pd.DataFrame, mark: str) -> str:
    """Return the sentence for the source note that says what a mark warns of; empty when nothing is warned of."""
    told = shares[warned(shares)]
    rest = _notes(told).str.replace(_FEW_NOTE, "", regex=True)
    few = f"fewer than {_FEW} hand-coded units with the frame, or without it: a rough interval"
    texts = [few] if (_few(told) | rest.ne(_notes(told))).any() else []
    others = list(dict.fromkeys(rest[rest != ""]))
    texts += others if len(others) <= _TOLD else ["warnings in the column 'note' of the table"]
    whom = "All shares:" if len(told) == len(shares) else mark
    return f" {whom} {'; '.join(text.rstrip('.') for text in texts)}." if texts else ""


def _few(shares: pd.DataFrame) -> pd.Series[bool]:
    unknown = pd.Series(index=shares.index, dtype="float64")
    return pd.to_numeric(shares.get("positives", unknown), errors="coerce").lt(_FEW)


def _notes(shares: pd.DataFrame) -> pd.Series[str]:
    if "note" not in shares.columns:
        return pd.Series("", index=shares.index, dtype="str")
    return shares["note"].astype("str").fillna("").str.strip()
