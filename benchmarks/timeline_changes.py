"""Are changes found by chance, and do their intervals hold? Series are made at random, so the truth is known.

    python benchmarks/timeline_changes.py [--rounds 100]

One line a setting: in how many series any change is reported; how many of the true changes are found (reported in the
same direction, with an interval that holds them); how many of the reported intervals hold a true change in their
direction; how wide they are (median, periods); and how often the interval of the level before the first change holds
the true level. Counts vary as chance has it (Poisson), or so that their variance is the mean and half its square
(negative binomial), as counts of news do. With "like neighbours" the level of each period leans on the one before (an
autocorrelation of about 0.3): an assumption is broken.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from workbench.statistics import wilson_interval
from workbench.timeline.periods.changes import find_changes

Floats = np.ndarray
Maker = Callable[[Floats, np.random.Generator], pd.DataFrame]


class Setting(NamedTuple):
    """True levels of the periods, and how a series is made of them."""

    name: str
    levels: list[float]
    make: Maker


def as_series(value: Floats, articles: Floats, low: Floats, high: Floats) -> pd.DataFrame:
    """Return a table like that of `count_by_period`, all periods whole and all articles dated."""
    return pd.DataFrame(
        {
            "period": pd.date_range("2020-01-06", periods=len(value), freq="W-MON", tz="UTC"), "series": "all",
            "articles": articles, "value": value, "low": low, "high": high, "complete": True,
            "lowest": value, "highest": value, "unsure": 0,
        }
    )  # fmt: skip


def counted(value: Floats) -> pd.DataFrame:
    """Return a series of counts."""
    nothing = np.full(len(value), np.nan)
    return as_series(value.astype(float), value, nothing, nothing)


def poisson(levels: Floats, generator: np.random.Generator) -> pd.DataFrame:
    """Return counts that vary by chance alone."""
    return counted(generator.poisson(levels))


def bursty(levels: Floats, generator: np.random.Generator) -> pd.DataFrame:
    """Return counts that vary more: variance = mean + mean² / 2."""
    return counted(generator.negative_binomial(2, 2 / (2 + levels)))


def spiked(levels: Floats, generator: np.random.Generator) -> pd.DataFrame:
    """Return counts with one period of ten times the level."""
    counts = generator.poisson(levels)
    counts[generator.integers(len(levels))] += int(9 * levels.mean())
    return counted(counts)


def alike(levels: Floats, generator: np.random.Generator) -> pd.DataFrame:
    """Return counts whose level wanders (log-normal, autocorrelation 0.5), so that neighbours resemble each other."""
    wander = np.zeros(len(levels))
    for place in range(1, len(levels)):
        wander[place] = 0.5 * wander[place - 1] + generator.normal(0, 0.5)
    return counted(generator.poisson(levels * np.exp(wander - wander.var() / 2)))


def shared(levels: Floats, generator: np.random.Generator) -> pd.DataFrame:
    """Return shares of 5 to 40 articles a period."""
    articles = generator.integers(5, 41, len(levels))
    having = generator.binomial(articles, levels)
    low, high = wilson_interval(having, articles)
    return as_series(having / articles, articles, low, high)


def run_setting(setting: Setting, rounds: int) -> dict[str, object]:
    """Return the figures of one setting."""
    levels = np.array(setting.levels)
    truth = np.flatnonzero(np.diff(levels)) + 1
    alarms, found, reported, held, widths, level_held = 0, 0, 0, 0, [], []
    for number in range(rounds):
        table = setting.make(levels, np.random.default_rng(number))
        changes = find_changes(table, seed=number)
        changes = changes[changes["period"].notna()]
        alarms += bool(len(changes))
        place = {start: at for at, start in enumerate(table["period"])}
        spans = [(place[low], place[high]) for low, high in zip(changes["low"], changes["high"], strict=True)]
        rises = (changes["difference"] > 0).tolist()
        holds = np.array(
            [[low <= at <= high and rise == (levels[at] > levels[at - 1]) for at in truth]
             for (low, high), rise in zip(spans, rises, strict=True)]
        ).reshape(len(spans), len(truth))  # fmt: skip
        reported, held, found = reported + len(spans), held + holds.any(1).sum(), found + holds.any(0).sum()
        widths += [high - low + 1 for low, high in spans]
        if len(changes):
            level_held.append(changes["before_low"].iloc[0] <= levels[0] <= changes["before_high"].iloc[0])
    return {
        "setting": setting.name,
        "any change": f"{alarms / rounds:.1%}",
        "found": f"{found / rounds / len(truth):.0%}" if len(truth) else "-",
        "intervals that hold": f"{held / reported:.1%} of {reported}" if len(truth) and reported else "-",
        "periods wide": f"{np.median(widths):.0f}" if widths else "-",
        "level held": f"{np.mean(level_held):.0%}" if level_held and len(truth) else "-",
    }


SETTINGS = [
    *(Setting(f"no change, {size} periods, Poisson", [5.0] * size, poisson) for size in (8, 12, 26, 52)),
    *(Setting(f"no change, {size} periods, bursty", [5.0] * size, bursty) for size in (12, 26, 52)),
    Setting("no change, 26 periods, mean 0.5", [0.5] * 26, poisson),
    Setting("no change, 52 periods, one spike of ten times", [5.0] * 52, spiked),
    Setting("no change, 26 periods, shares of 20 %", [0.2] * 26, shared),
    Setting("no change, 52 periods, like neighbours", [5.0] * 52, alike),
    Setting("4 -> 10 in the middle of 12, Poisson", [4.0] * 6 + [10.0] * 6, poisson),
    Setting("4 -> 10 in the middle of 26, Poisson", [4.0] * 13 + [10.0] * 13, poisson),
    Setting("4 -> 8 at 20 of 52, Poisson", [4.0] * 20 + [8.0] * 32, poisson),
    Setting("4 -> 16 at 20 of 52, bursty", [4.0] * 20 + [16.0] * 32, bursty),
    Setting("4 -> 12 -> 4, for 12 of 52, Poisson", [4.0] * 20 + [12.0] * 12 + [4.0] * 20, poisson),
    Setting("4 -> 24 -> 4, for 12 of 52, bursty", [4.0] * 20 + [24.0] * 12 + [4.0] * 20, bursty),
    Setting("20 % -> 45 % in the middle of 26, shares", [0.2] * 13 + [0.45] * 13, shared),
]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=100)
    rounds = parser.parse_args().rounds
    print(pd.DataFrame([run_setting(setting, rounds) for setting in SETTINGS]).to_string(index=False))


if __name__ == "__main__":
    main()
