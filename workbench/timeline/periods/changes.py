"""Where the level of a series changed: change points that chance, and the undated articles, do not explain."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from workbench.errors import DataError, require_columns
from workbench.statistics import Floats
from workbench.timeline.periods.location import chance_of_split, find_interval, measure_level
from workbench.timeline.periods.runs import FEWEST, FLOOR, Run, best_stretch, chance_of_stretch, place_cuts, segments
from workbench.timeline.periods.worst import find_doubt, worst_counts, worst_shares

_NEEDED = ["period", "series", "articles", "value", "low", "high", "complete", "lowest", "highest", "unsure"]
_NUMBERS = ["before", "before_low", "before_high", "after", "after_low", "after_high", "difference", "ratio", "p"]
_COLUMNS = ["series", "period", "low", "high", *_NUMBERS, "survives", "periods", "note"]
_ERROR = 0.05


class _Change(NamedTuple):
    """A change before the period `cut`, which may be from `low` to `high`; the levels reach from `start` to `stop`."""

    start: int
    cut: int
    stop: int
    low: int
    high: int
    p: float
    rise: bool


def find_changes(series: pd.DataFrame, *, seed: int = 0) -> pd.DataFrame:
    """Return when the level of each series changed, with an interval, and whether the undated articles could undo it.

    Only whole periods are looked at: neither unfinished ones nor the undated. A level is three periods at least, so a
    spike is none. A change counts when the same periods in random order show one as good in at most 5 of 100 cases
    (divided by the number of series). So at most 5 of 100 tables without a change show one, however much periods vary.
    Neighbouring periods that resemble each other, as in a trend or a season, make chance do more: this is estimated
    and allowed for, but only in part. Methods, simulations, limits: `docs/methods/periods.md`.

    Args:
        series: from `count_by_period`: counts or shares, raw or corrected.
        seed: of the random orders.

    Returns:
        series, period (the first after the change; NaT where no change was found), low and high (the first and last
        period it may be, 95 %), before, before_low, before_high, after, after_low, after_high (levels: articles
        a period or share, with 95 % intervals), difference (after - before), ratio (after / before; NaN for shares
        and where nothing was before), p (chance, times the number of series; where no change was found that of
        the best one), survives (True: also found, in the same direction and with an interval that overlaps, when the
        articles without a sure period work against it as far as they may; missing where that cannot be told), periods
        (whole ones that were looked at), note (what to beware of; missing where nothing is). One row a change, in the
        order of time, and one for each series without.

    Raises:
        DataError: a column is missing, or a series has a period twice.

    Example:
        >>> counts = [2, 1, 3, 2, 2, 3, 1, 2, 2, 3, 1, 2] + 12 * [9]
        >>> days = pd.date_range("2025-09-01", periods=24, freq="D").repeat(counts)
        >>> from workbench.timeline.periods.count import count_by_period
        >>> articles = pd.DataFrame({"article_id": range(len(days)), "published": days.tz_localize("UTC")})
        >>> changes = find_changes(count_by_period(articles, freq="D"))
        >>> changes[["before", "after", "survives"]].values.tolist(), str(changes["period"].iloc[0].date())
        ([[2.0, 9.0, True]], '2025-09-13')
    """
    require_columns(series.columns, _NEEDED, table="series")
    if series.duplicated(["series", "period"]).any():
        raise DataError("A series has two rows of one period. Pass the table of one call of count_by_period.")
    shares = bool(series["low"].notna().any())
    parts = list(series.groupby("series", sort=False))
    rows = [row for name, part in parts for row in _rows(str(name), part, len(parts), seed, shares=shares)]
    table = pd.DataFrame(rows, columns=_COLUMNS)
    for column in ("period", "low", "high"):
        table[column] = pd.to_datetime(table[column], utc=True).dt.as_unit("us")
    kinds = {"series": "str", "survives": "boolean", "periods": "int64", "note": "str"}
    return table.astype({**dict.fromkeys(_NUMBERS, "float64"), **kinds})


def _rows(name: str, part: pd.DataFrame, tests: int, seed: int, *, shares: bool) -> list[dict[str, object]]:
    """Return the rows of one series."""
    whole = part[part["period"].notna() & part["complete"].eq(other=True).fillna(value=False) & part["value"].notna()]
    whole = whole.sort_values("period", ignore_index=True)
    about = {"series": name, "periods": len(whole), "survives": pd.NA, "note": None}
    if len(whole) < FEWEST:
        return [about | {"note": f"{len(whole)} whole periods: changes are looked for from {FEWEST} on"}]
    run = _run(whole["value"].to_numpy(dtype=np.float64), _sizes(whole) if shares else None)
    changes, chance = _search(run, tests, seed)
    if not changes:
        return [about | {"p": chance, "note": "no change found"}]
    dispersion = run.dispersion([change.cut for change in changes])
    note = _resemblance(run, [change.cut for change in changes])
    rows = []
    for change in changes:
        survives = _survives(whole, part, change, tests, seed, shares=shares)
        rows.append(about | _described(run, whole, change, dispersion) | {"survives": survives, "note": note})
    return rows


def _run(value: Floats, size: Floats | None) -> Run:
    """Return the series of counts, or of shares of so many articles."""
    if size is None:
        return Run(value[None], np.ones(len(value)))
    return Run(np.stack([value * size, (1 - value) * size]), size)


def _sizes(whole: pd.DataFrame) -> Floats:
    """Return from how many articles a share would have its interval by Wilson's formula.

    For raw shares that is the number of articles; for corrected ones what the hand codes leave of it. It solves
    (w n + w z²)² = 4 z² (v (1 - v) n + z² / 4), w being the width of the interval, v the share, z = 1.96.
    """
    value, width = (numbers.to_numpy(dtype=np.float64) for numbers in (whole["value"], whole["high"] - whole["low"]))
    z2 = 1.959963984540054**2
    a, b, c = width**2, 2 * z2 * width**2 - 4 * z2 * value * (1 - value), z2**2 * (width**2 - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        size = (-b + np.sqrt(np.maximum(b**2 - 4 * a * c, 0))) / (2 * a)
    articles = whole["articles"].to_numpy(dtype=np.float64)
    # An estimate without width, and one that says nothing at all.
    limited: Floats = np.clip(np.where(width > 0, size, articles), 0.01, articles)
    return limited


def _search(run: Run, tests: int, seed: int) -> tuple[list[_Change], float]:
    """Return the changes that chance does not explain, and the chance of the best one where there is none."""
    generator = np.random.default_rng(seed)
    cuts, chance = _accepted(run, 1.0, tests, generator)
    if not cuts:
        return [], chance
    # How much neighbours resemble each other can only be told once levels are out of the way.
    persistence = run.persistence(cuts)
    if persistence > 1:
        cuts, chance = _accepted(run, persistence, tests, generator)
    return _confirmed(run, len(cuts), persistence, tests, generator) if cuts else ([], chance)


def _accepted(run: Run, persistence: float, tests: int, generator: np.random.Generator) -> tuple[list[int], float]:
    """Return cuts, one more as long as shuffling within the present levels shows none as good; and the first chance."""
    cuts, first = list[int](), 1.0
    while True:
        gain, _ = best_stretch(run, cuts)
        if gain / persistence <= FLOOR:
            return cuts, first
        chance = min(chance_of_stretch(run, cuts, gain / persistence, generator) * tests, 1.0)
        first = first if cuts else chance
        if chance > _ERROR:
            return cuts, first
        cuts = place_cuts(run, len(cuts) + 1)


def _confirmed(
    run: Run, count: int, persistence: float, tests: int, generator: np.random.Generator
) -> tuple[list[_Change], float]:
    """Return the changes whose two levels differ by themselves, one fewer until all do; and the chance of the least."""
    chance = 1.0
    while count:
        cuts = place_cuts(run, count)
        spans = [(0, *cuts, len(run))[place : place + 3] for place in range(count)]
        parts = [run.part(start, stop) for start, _, stop in spans]
        chances = [min(chance_of_split(part, persistence, generator) * tests, 1.0) for part in parts]
        chance = max(chances)
        if chance <= _ERROR:
            located = zip(spans, parts, chances, strict=True)
            return [_located(part, span, persistence, p, generator) for span, part, p in located], chance
        count -= 1
    return [], chance


def _located(part: Run, span: tuple[int, ...], persistence: float, p: float, generator: np.random.Generator) -> _Change:
    start, cut, stop = span
    low, high = find_interval(part, cut - start, persistence, generator)
    rise = part.level(cut - start, len(part)) > part.level(0, cut - start)
    return _Change(start, cut, stop, start + low, start + high, p, rise)


def _described(run: Run, whole: pd.DataFrame, change: _Change, dispersion: float) -> dict[str, object]:
    before = measure_level(run, change.start, change.cut, dispersion)
    after = measure_level(run, change.cut, change.stop, dispersion)
    counts = len(run.amounts) == 1 and before.value > 0
    return {
        **{
            name: whole["period"].iloc[place]
            for name, place in zip(("period", "low", "high"), change[1:2] + change[3:5], strict=True)
        },
        **dict(zip(("before", "before_low", "before_high"), before, strict=True)),
        **dict(zip(("after", "after_low", "after_high"), after, strict=True)),
        "difference": after.value - before.value,
        "ratio": after.value / before.value if counts else float("nan"),
        "p": change.p,
    }


def _survives(
    whole: pd.DataFrame, part: pd.DataFrame, change: _Change, tests: int, seed: int, *, shares: bool
) -> object:
    """Return whether the change is found wherever the articles without a sure period belong; missing if not known."""
    doubt = find_doubt(part)
    if not doubt.articles:
        return True
    if whole[["lowest", "highest"]].isna().any(axis=None):
        return pd.NA
    sides = slice(change.start, change.cut), slice(change.cut, change.stop)
    low, high = sides if change.rise else sides[::-1]
    for values, grown in (worst_shares if shares else worst_counts)(whole, low, high, doubt):
        found, _ = _search(_run(values, _sizes(whole) * grown if shares else None), tests, seed)
        if not any(one.rise == change.rise and one.low <= change.high and change.low <= one.high for one in found):
            return False
    return True


def _resemblance(run: Run, cuts: list[int]) -> str | None:
    """Return a warning where neighbouring periods resemble each other within levels: then chance does more."""
    values = run.amounts[0] / run.exposure
    rest = np.concatenate([values[start:stop] - run.level(start, stop) for start, stop in segments(cuts, len(run))])
    spread = float(rest @ rest)
    if spread == 0 or float(rest[1:] @ rest[:-1]) / spread <= 2 / len(rest) ** 0.5:
        return None
    return "neighbouring periods resemble each other, as in a trend or a season: the chance is understated"
