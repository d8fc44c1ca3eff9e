"""Where coders differ, and the table of codes that comes of settling it."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd

from workbench.errors import DataError, require_columns
from workbench.framing.agreement.reliability import coded_values, last_round
from workbench.framing.coding.codes import CODE_COLUMNS, article_of, checked_codes
from workbench.text import find_units

JOINED = "joined"
_UNIT = ["frame", "unit_id"]
_DISAGREEMENT_TYPES = {
    **dict.fromkeys(("unit_id", "article_id", "frame", "coders_for", "coders_against", "given"), "str"),
    "disagreement": "float64",
    **dict.fromkeys(("comments", "text"), "str"),
}
_PARTS = {"p": "paragraph", "s": "sentence"}


def find_disagreements(codes: pd.DataFrame, texts: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the units whose coders differ, with the passage, ready to talk about and to decide.

    Args:
        codes: unit_id, coder, frame, value; `comment` is used when present. Of several rounds the last counts.
        texts: the articles, or a table of `unit_id` and `text` such as `draw_sample` and `find_units` make.

    Returns:
        unit_id, article_id, frame, coders_for and coders_against (who saw the frame and who did not; missing unless
        codes are 0 and 1), given ("ana: 1, ben: 0"), disagreement (share of the pairs of coders that differ, 0-1),
        comments, text (missing without `texts`). The frame with the most disagreements comes first, in it the unit with
        the most disagreement.

    Raises:
        DataError: as for `checked_codes`, or `texts` holds none of the units.

    Example:
        >>> codes = pd.DataFrame({"unit_id": ["a", "a", "b", "b"], "coder": ["ana", "ben"] * 2, "frame": "oil",
        ...                       "value": [1, 0, 1, 1]})
        >>> find_disagreements(codes)[["unit_id", "coders_for", "coders_against"]].to_numpy().tolist()
        [['a', 'ana', 'ben']]
    """
    coded = _comparable(codes)
    coded = coded.assign(article_id=article_of(coded))
    differing = coded[coded.groupby(_UNIT)["key"].transform("nunique") > 1]
    ordered = differing.sort_values([*_UNIT, "coder"])
    comments = ordered["comment"] if "comment" in ordered.columns else pd.Series(None, index=ordered.index, dtype="str")
    columns = [ordered[name] for name in ("unit_id", "article_id", "frame", "coder", "value", "key")]
    lines = zip(*columns, comments.astype(object).where(comments.notna(), None), strict=True)
    rows = [_disagreement(list(unit)) for _, unit in groupby(lines, key=itemgetter(0, 2))]
    table = pd.DataFrame(rows, columns=list(_DISAGREEMENT_TYPES))
    if texts is not None and len(table):
        table["text"] = table["unit_id"].map(_passages(table, texts))
    table["size"] = table["frame"].map(table["frame"].value_counts()).astype("float64")
    table["place"] = table["frame"].map({frame: place for place, frame in enumerate(codes["frame"].unique())})
    order = table.sort_values(["size", "place", "disagreement", "unit_id"], ascending=[False, True, False, True])
    return order[list(_DISAGREEMENT_TYPES)].reset_index(drop=True).astype(_DISAGREEMENT_TYPES)


def join_codes(codes: pd.DataFrame, *, decisions: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return one code for each unit and frame: what coders agreed on, their majority, or what was decided.

    Args:
        codes: the codes of several coders. Of several rounds the last counts.
        decisions: codes of the one who settles disagreements (an adjudicator); they win over the majority. A missing
            value leaves the majority as it is.

    Returns:
        The columns of codes and `how`: "agreed" (two or more coders, one value), "majority" (more than half of the
        codes), "decided", "single" (one coder alone coded it), "open" (a tie, or left open by all: the value is
        missing). `coder` is "joined"; `codebook` stays where all codes of the unit and frame share it; `comment` and
        `coded_at` are those of the decision. By unit, then frames in the order of `codes`.

    Raises:
        DataError: as for `checked_codes`; two decisions stand for one unit and frame, a decision is about a unit and
            frame that nobody coded, or it is neither 0 nor 1 where all codes are.

    Example:
        >>> codes = pd.DataFrame({"unit_id": ["a", "a", "b", "b"], "coder": ["ana", "ben"] * 2, "frame": "oil",
        ...                       "value": [1, 1, 1, 0]})
        >>> join_codes(codes)[["unit_id", "value", "how"]].to_numpy().tolist()
        [['a', 1.0, 'agreed'], ['b', nan, 'open']]
    """
    coded = _comparable(codes)
    units = codes[_UNIT].drop_duplicates().set_index(_UNIT).index
    counted = coded.groupby([*_UNIT, "key"], sort=False).agg(coders=("value", "size"), value=("value", "first"))
    counted = counted.reset_index().sort_values("coders", ascending=False, kind="stable")
    first = counted.drop_duplicates(_UNIT).set_index(_UNIT).reindex(units)
    total = coded.groupby(_UNIT, sort=False).size().reindex(units, fill_value=0)
    settled = first["coders"] * 2 > total
    conditions = [total == 1, first["coders"] == total, settled]
    how = np.select(conditions, ["single", "agreed", "majority"], default="open")
    joined = pd.DataFrame({"value": first["value"].where(settled), "how": how}, index=units)
    joined["codebook"] = _shared_stamp(coded).reindex(units)
    joined["comment"], joined["coded_at"] = None, pd.NaT
    if decisions is not None:
        _decide(joined, decisions, {str(frame): _is_binary(own) for frame, own in coded.groupby("frame")})
    return _gold(joined.reset_index(), list(codes["frame"].unique()))


def _comparable(codes: pd.DataFrame) -> pd.DataFrame:
    """Return the codes with `key`: one number for each value of a frame, 1 and "1" being one value."""
    coded = last_round(checked_codes(codes))
    keys = [pd.Series(coded_values(own, "nominal"), index=own.index) for _, own in coded.groupby("frame")]
    return coded.assign(key=pd.concat(keys) if keys else pd.Series(dtype="float64"))


def _disagreement(lines: list[tuple[Any, ...]]) -> dict[str, object]:
    """Return the row of one unit from the codes of its coders: unit, article, frame, coder, value, key, comment."""
    times = Counter(line[5] for line in lines)
    agreeing = sum(number * (number - 1) for number in times.values()) / (len(lines) * (len(lines) - 1))
    binary = set(times) <= {0.0, 1.0}
    return {
        **dict(zip(("unit_id", "article_id", "frame"), lines[0][:3], strict=True)),
        "coders_for": ", ".join(line[3] for line in lines if line[5] == 1) if binary else None,
        "coders_against": ", ".join(line[3] for line in lines if line[5] == 0) if binary else None,
        "given": ", ".join(f"{line[3]}: {_written(line[4])}" for line in lines),
        "disagreement": 1 - agreeing,
        "comments": "; ".join(f"{line[3]}: {line[6]}" for line in lines if line[6] is not None) or None,
        "text": None,
    }


def _is_binary(coded: pd.DataFrame) -> bool:
    return bool(coded["key"].isin([0.0, 1.0]).all())


def _written(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _passages(table: pd.DataFrame, texts: pd.DataFrame) -> pd.Series[str]:
    """Return the text of each unit by `unit_id`, cut from the articles where units are not given."""
    if "unit_id" in texts.columns:
        require_columns(texts.columns, ["text"], table="texts")
        units = texts.drop_duplicates("unit_id")
    else:
        require_columns(texts.columns, ["article_id", "text"], table="texts")
        own = texts[texts["article_id"].isin(table["article_id"])]
        endings = table["unit_id"].str.extract(r"-([ps])\d+$", expand=False).map(_PARTS).fillna("article")
        units = pd.concat([find_units(own, unit=unit) for unit in sorted(endings.unique())])
    found = units.set_index("unit_id")["text"]
    if not table["unit_id"].isin(found.index).any():
        raise DataError(
            f"The texts hold none of the units that coders disagree on, such as {table['unit_id'].iloc[0]!r}. "
            "Pass the articles or the sample that was coded."
        )
    return found


def _shared_stamp(coded: pd.DataFrame) -> pd.Series[str]:
    if "codebook" not in coded.columns:
        return pd.Series(dtype="str")
    stamps = coded.groupby(_UNIT, sort=False)["codebook"].agg(["first", "nunique"])
    return stamps["first"].where(stamps["nunique"] == 1)


def _decide(joined: pd.DataFrame, decisions: pd.DataFrame, binary: dict[str, bool]) -> None:
    decided = checked_codes(decisions)
    again = decided.duplicated(_UNIT)
    for place, (frame, unit, value) in enumerate(zip(*(decided[name] for name in (*_UNIT, "value")), strict=True)):
        about = f"The decision on {frame!r} in the unit {unit!r}"
        if (frame, unit) not in joined.index:
            raise DataError(f"{about} settles nothing: nobody coded it. Correct the unit_id or the frame.")
        if again.iloc[place]:
            raise DataError(f"{about} stands twice. Keep one.")
        if binary.get(frame) and value not in (0, 1):
            raise DataError(f"{about} is {value!r}, but its codes are 0 and 1. Correct the decision.")
    decided = decided.set_index(_UNIT)
    joined["value"] = joined["value"].astype(object)
    joined.loc[decided.index, "value"] = decided["value"]
    joined.loc[decided.index, "how"] = "decided"
    for column in ("codebook", "comment", "coded_at"):
        if column in decided.columns:
            given = decided[column].dropna()
            joined[column] = joined[column].astype(object)
            joined.loc[given.index, column] = given


def _gold(joined: pd.DataFrame, frames: list[str]) -> pd.DataFrame:
    joined["place"] = joined["frame"].map({frame: place for place, frame in enumerate(frames)})
    joined["coder"], joined["round"] = JOINED, pd.array([pd.NA] * len(joined), dtype="Int64")
    gold = joined.sort_values(["unit_id", "place"], ignore_index=True)[[*CODE_COLUMNS, "how"]]
    numbers = pd.to_numeric(gold["value"], errors="coerce")
    whole = numbers.notna() | gold["value"].isna()
    return gold.assign(
        value=numbers.astype("float64") if whole.all() else gold["value"],
        coded_at=pd.to_datetime(gold["coded_at"], utc=True).astype("datetime64[us, UTC]"),
    ).astype(dict.fromkeys(("unit_id", "coder", "frame", "codebook", "comment", "how"), "str"))
