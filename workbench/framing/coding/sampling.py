"""Which units people should code: random samples that know with what probability each unit was drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

import numpy as np
import pandas as pd

from workbench.errors import DataError, ParameterError, nearest, require_columns
from workbench.framing.coding.strata import SEPARATOR, allocate, label_groups, label_predicted
from workbench.text import find_units

SAMPLE_COLUMNS = ["unit_id", "article_id", "text", "probability", "stratum", "start", "end"]
WHOLE = "all"  # the one stratum of a simple random sample


def draw_sample(
    articles: pd.DataFrame,
    n: int,
    *,
    by: str | Sequence[str] | None = None,
    oversample: pd.DataFrame | None = None,
    unit: str = "article",
    seed: int = 0,
) -> pd.DataFrame:
    """Return a random sample of exactly `n` units, each with the probability with which it was drawn.

    Without `by` and `oversample` it is a simple random sample. `by` draws from every group in proportion to its size
    (largest remainders), at least one unit each. `oversample` draws half in proportion and half in equal parts from
    strata made of the rarest frame predicted in a unit (groups keep their proportions), so that rare frames come up
    more often and no unit has less than about half its usual chance. The draw in a stratum is by permanent random
    numbers: it depends on `seed` and the ids of the units alone, not on the order of rows, and a larger `n` keeps the
    units drawn before as far as its strata grow. Docs: `docs/methods/sampling.md` (Cochran 1977; Ohlsson 1995).

    Args:
        articles: a table with `article_id` and `text`, and the columns named in `by`. Articles without text have no
            unit. `weight` is kept when present.
        n: how many units to draw.
        by: columns of the articles; their combinations are strata. Missing values are the group "not stated".
        oversample: scores or predictions of the units: unit_id, frame, and `present`, `probability` or `hits` (the
            first of them that is there counts).
        unit: "article", "paragraph" or "sentence".
        seed: another number draws another sample.

    Returns:
        unit_id, article_id, text (as it stands), probability (over 0, at most 1: drawn units of the stratum / units of
        the stratum), stratum, start, end; sorted by article and place.

    Raises:
        ParameterError: `n` is no whole number from 1 to the number of units, or smaller than the number of strata; a
            column of `by` or the unit does not exist.
        DataError: two articles have one id, or `oversample` is not about these units.

    Example:
        >>> articles = pd.DataFrame({"article_id": list("abcd"), "text": ["One.", "Two.", "Three.", "Four."]})
        >>> draw_sample(articles, 2)[["unit_id", "probability"]].to_numpy().tolist()
        [['b', 0.5], ['c', 0.5]]
    """
    units = _units(articles, unit)
    _check_n(n, len(units), unit)
    strata = _strata(units, articles, [by] if isinstance(by, str) else list(by or []), oversample, n)
    sizes = strata.value_counts().sort_index()
    if n < len(sizes):
        raise ParameterError(
            f"n={n} is less than the {len(sizes)} strata, and a stratum without a unit would have no chance. Draw at "
            f"least {len(sizes)} units, or stratify by fewer columns."
        )
    drawn = allocate(sizes, n, equal=_equal_part(sizes, tilted=oversample is not None))
    chosen = draw_units(units["unit_id"].tolist(), strata.tolist(), dict(zip(sizes.index, drawn, strict=True)), seed)
    sample = units.assign(stratum=strata, probability=strata.map(drawn / sizes).astype(np.float64))[chosen]
    weight = ["weight"] if "weight" in sample.columns else []
    return sample[[*SAMPLE_COLUMNS, *weight]].sort_values(["article_id", "start"], ignore_index=True)


def draw_units(units: Sequence[str], strata: Sequence[str], counts: Mapping[str, int], seed: int) -> list[bool]:
    """Return which units are drawn: of each stratum the so many with the smallest random numbers."""
    numbers = permanent_numbers(units, seed)
    left, chosen = dict(counts), [False] * len(units)
    for place in sorted(range(len(units)), key=numbers.__getitem__):
        chosen[place] = left[strata[place]] > 0
        left[strata[place]] -= 1
    return chosen


def permanent_numbers(names: Iterable[str], seed: int, purpose: str = "sample") -> list[int]:
    """Return the random number of each name: always the same for one name, seed and purpose (Ohlsson 1995)."""
    start = sha256(f"{purpose}\n{seed}\n".encode())
    numbers = []
    for name in names:
        digest = start.copy()
        digest.update(str(name).encode())
        numbers.append(int.from_bytes(digest.digest()[:8], "big"))
    return numbers


def _units(articles: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Return the units in the order of their ids, so that nothing depends on the order of the articles."""
    units = find_units(articles, unit=unit)
    again = units.loc[units["unit_id"].duplicated(), "article_id"]
    if len(again):
        raise DataError(f"Two articles have the article_id {again.iloc[0]!r}. Drop one, or give each its own id.")
    if "weight" in articles.columns:
        units = units.merge(articles[["article_id", "weight"]].astype({"article_id": "str"}), on="article_id")
    return units.sort_values("unit_id", ignore_index=True)


def _check_n(n: int, units: int, unit: str) -> None:
    if isinstance(n, bool) or not isinstance(n, int | np.integer) or n < 1:
        raise ParameterError(f"n={n!r} is no number of units. Allowed: whole numbers from 1.")
    if n > units:
        raise ParameterError(
            f"n={n} is more than there is: the articles have {units} units with text (unit={unit!r}). Ask for at most "
            f"{units}, or take smaller units."
        )


def _strata(
    units: pd.DataFrame, articles: pd.DataFrame, by: list[str], oversample: pd.DataFrame | None, n: int
) -> pd.Series:
    """Return the stratum of each unit; strata of predicted frames are coarser where there would be more than `n`."""
    for column in by:
        if column not in articles.columns:
            names = [str(name) for name in articles.columns]
            raise ParameterError(f"The articles have no column {column!r} to stratify by. {nearest(column, names)}")
    groups = [label_groups(units["article_id"], articles, column) for column in by]
    if oversample is None:
        return _joined(groups, units)
    require_columns(oversample.columns, ["unit_id", "frame"], table="oversample")
    fine = _joined([*groups, label_predicted(units["unit_id"], oversample)], units)
    if fine.nunique() <= n:
        return fine
    return _joined([*groups, label_predicted(units["unit_id"], oversample, coarse=True)], units)


def _joined(parts: list[pd.Series], units: pd.DataFrame) -> pd.Series:
    labels = pd.Series(WHOLE, index=units.index, dtype="str")
    for number, part in enumerate(parts):
        labels = part if number == 0 else labels + SEPARATOR + part
    return labels.rename("stratum")


def _equal_part(sizes: pd.Series, *, tilted: bool) -> pd.Series | None:
    """Return what an even split among the predicted strata of each group gives; the groups keep their proportions."""
    if not tilted:
        return None
    group = pd.Series([str(label).rpartition(SEPARATOR)[0] for label in sizes.index], index=sizes.index)
    return sizes.groupby(group).transform("sum") / group.map(group.value_counts())
