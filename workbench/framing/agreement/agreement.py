"""Agreement between coders: Krippendorff's alpha with intervals, and the figures that journals ask for beside it."""

from __future__ import annotations

from itertools import combinations

import pandas as pd

from workbench.errors import DataError, ParameterError, nearest, require_columns
from workbench.framing.agreement.reliability import AGREEMENT_COLUMNS, checked_sampling, frame_row, typed_rows
from workbench.framing.coding.codes import article_of, binary_codes, checked_codes

ALL_FRAMES, NO_FRAME, NOT_STATED = "all frames", "no frame", "not stated"


def score_agreement(
    codes: pd.DataFrame,
    *,
    level: str = "nominal",
    by: str | pd.DataFrame | None = None,
    resamples: int = 1000,
    seed: int = 0,
    exclusive: bool = False,
) -> pd.DataFrame:
    """Return how well coders agree on each frame, with intervals and a verdict; never 1 where it cannot be told.

    Alpha is Krippendorff's (2011), by the `krippendorff` package: 1 is perfect agreement, 0 what chance alone gives.
    Any number of coders; codes may be missing; a unit that one coder alone coded counts nowhere but in the note.

    Args:
        codes: unit_id, coder, frame, value (see `read_codes`); a missing value is a unit left open.
        level: how values compare: "nominal" (frame seen or not, categories), "ordinal", "interval" or "ratio".
        by: None, a column of `codes` such as "round", or a table of `group` and `unit_id` or `article_id`.
        resamples: how many random weightings of the units the interval is taken from, at least 40.
        seed: makes the interval repeatable.
        exclusive: a unit has one frame at most. Adds a row "all frames": the frame chosen, as one nominal variable.

    Returns:
        [group,] frame, alpha, low, high (95 %, by resampling units), percent (mean share of pairs of coders that agree,
        0-1), ac1 (Gwet 2008), prevalence (share of the codes that are 1; NaN unless codes are 0 and 1), units (coded by
        two or more), coders, verdict ("reliable" from .800, "tentative" from .667, "unreliable", "undefined"), note
        (why it is undefined, or what to beware of), kappa (Cohen 1960; two coders only), jackknife_low, jackknife_high,
        p_below (probability that alpha is below .667). Percent, ac1 and kappa take values as plain categories at
        every level. Frames in the order of `codes`.

    Raises:
        ParameterError: `level`, `by` or `resamples` is not allowed.
        DataError: a column is missing, a coder coded a unit twice, a value is no number where `level` needs one, or a
            coder chose two frames in a unit of an exclusive codebook; the message names the row.

    Example:
        >>> codes = pd.DataFrame({"unit_id": list("abcd") * 2, "coder": ["ana"] * 4 + ["ben"] * 4, "frame": "oil",
        ...                       "value": [1, 1, 0, 0, 1, 0, 0, 0]})
        >>> score_agreement(codes)[["frame", "alpha", "percent", "kappa", "verdict"]].round(3).to_numpy().tolist()
        [['oil', 0.533, 0.75, 0.5, 'unreliable']]
    """
    sampling = checked_sampling(level, resamples, seed)
    coded = checked_codes(codes) if not exclusive else binary_codes(codes)
    frames = list(codes["frame"].unique())
    labels = _labels(codes, by)
    groups = list(labels.unique()) if by is None else _in_order(labels)
    coded = coded.assign(group=labels[codes["value"].notna().to_numpy()].to_numpy())
    if exclusive:
        if level != "nominal":
            raise ParameterError(f"level={level!r} has no meaning with exclusive=True: a chosen frame is nominal.")
        coded = pd.concat([coded, _chosen_frames(coded, frames)], ignore_index=True)
        frames.append(ALL_FRAMES)
    parts = dict(iter(coded.groupby(["group", "frame"], sort=False)))
    rows = [
        {"group": group, "frame": frame, **frame_row(parts.get((group, frame), coded[:0]), sampling)}
        for group in groups
        for frame in frames
    ]
    table = typed_rows(rows, ["group", *AGREEMENT_COLUMNS])
    return table[AGREEMENT_COLUMNS] if by is None else table


def score_coder_pairs(
    codes: pd.DataFrame, *, level: str = "nominal", resamples: int = 1000, seed: int = 0
) -> pd.DataFrame:
    """Return the agreement of every two coders on each frame: who it is that differs.

    Args:
        codes: as for `score_agreement`.
        level: as for `score_agreement`.
        resamples: as for `score_agreement`.
        seed: makes the intervals repeatable.

    Returns:
        frame, coder, other, then the columns of `score_agreement` from alpha on; frames in the order of `codes`, coders
        in alphabetical order.

    Raises:
        ParameterError, DataError: as for `score_agreement`.

    Example:
        >>> codes = pd.DataFrame({"unit_id": list("abc") * 2, "coder": ["ana"] * 3 + ["ben"] * 3, "frame": "oil",
        ...                       "value": [1, 0, 0, 1, 0, 0]})
        >>> score_coder_pairs(codes)[["coder", "other", "units"]].to_numpy().tolist()
        [['ana', 'ben', 3]]
    """
    sampling = checked_sampling(level, resamples, seed)
    coded = checked_codes(codes)
    rows = []
    for frame in codes["frame"].unique():
        own = coded[coded["frame"] == frame]
        for coder, other in combinations(sorted(own["coder"].unique()), 2):
            scored = frame_row(own[own["coder"].isin([coder, other])], sampling)
            rows.append({"frame": frame, "coder": coder, "other": other, **scored})
    return typed_rows(rows, ["frame", "coder", "other", *AGREEMENT_COLUMNS[1:]])


def _labels(codes: pd.DataFrame, by: str | pd.DataFrame | None) -> pd.Series[str]:
    """Return the group of each row of the codes."""
    if by is None:
        return pd.Series("all", index=codes.index)
    if isinstance(by, pd.DataFrame):
        groups = _looked_up(codes, by)
    elif by in codes.columns:
        groups = codes[by]
    else:
        raise ParameterError(
            f"by={by!r} is not a column of the codes. {nearest(by, map(str, codes.columns))} "
            'A column of the articles is passed as a table: find_groups(articles, by="outlet").'
        )
    return groups.map(_label, na_action="ignore").astype("str").fillna(NOT_STATED)


def _label(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _looked_up(codes: pd.DataFrame, by: pd.DataFrame) -> pd.Series[str]:
    key = "unit_id" if "unit_id" in by.columns else "article_id"
    require_columns(by.columns, [key, "group"], table="by")
    repeated = by[key][by[key].duplicated()]
    if len(repeated):
        raise DataError(f"The {key} '{repeated.iloc[0]}' stands in two rows of the table 'by'. Keep one group for it.")
    return (codes["unit_id"] if key == "unit_id" else article_of(codes)).map(by.set_index(key)["group"])


def _in_order(labels: pd.Series[str]) -> list[str]:
    """Return the groups in order, numbers by their size, those without one last."""
    names = pd.Series(labels.unique())
    numbers = pd.to_numeric(names, errors="coerce")
    order = pd.DataFrame({"last": names == NOT_STATED, "number": numbers, "name": names})
    return order.sort_values(["last", "number", "name"])["name"].tolist()


def _chosen_frames(coded: pd.DataFrame, frames: list[str]) -> pd.DataFrame:
    """Return the frame that each coder chose in each unit as one code; none where frames were left open."""
    keys = ["group", "unit_id", "coder", *(["round"] if "round" in coded.columns else [])]
    chosen = coded[coded["value"] == 1]
    twice = chosen[chosen.duplicated(keys, keep=False)]
    if len(twice):
        first = twice.iloc[0]
        same = twice[(twice[["unit_id", "coder"]] == first[["unit_id", "coder"]]).all(axis=1)]
        raise DataError(
            f"{first['coder']!r} chose {len(same)} frames in the unit {first['unit_id']!r} "
            f"({', '.join(map(repr, same['frame']))}); in an exclusive codebook a unit has one. Correct the codes, or "
            "pass exclusive=False."
        )
    seen = coded.groupby(keys, dropna=False)["value"].agg(["size", "sum"])
    none = seen.index[(seen["sum"] == 0) & (seen["size"] == len(frames))].to_frame(index=False)
    choices = pd.concat([chosen.assign(value=chosen["frame"]), none.assign(value=NO_FRAME)], ignore_index=True)
    return choices.assign(frame=ALL_FRAMES)
