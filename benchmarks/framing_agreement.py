"""Do the intervals of alpha hold the truth as often as they say, and how fast?

    python benchmarks/framing_agreement.py [--replications 500]

Coders are simulated from models whose alpha is known in the limit. For each of many studies the intervals of the
library are computed from the simulated codes and compared with that limit. CPU seconds are of the process and all its
threads.
"""

import argparse
import platform
import time
from collections.abc import Callable
from itertools import product

import numpy as np
import pandas as pd

from workbench.framing.agreement.agreement import score_agreement
from workbench.framing.agreement.alpha import (
    LEVELS,
    Floats,
    Tally,
    alphas,
    estimate_alpha,
    interval_of,
    jackknife_interval,
    resample_alphas,
    tally_codes,
)
from workbench.framing.agreement.planning import plan_coding

UNITS, CODERS = (100, 200, 400), (2, 3, 4)
PREVALENCES, AGREEMENTS = (0.1, 0.3, 0.5), (0.5, 0.7, 0.9)
KINDS = ("resampled", "jackknife", "plain percentile")


def copied(prevalence: float, alpha: float, coders: int) -> Floats:
    """Return how likely 0, 1, ... coders see a frame: they all follow one draw, or each draws by chance."""
    from scipy.stats import binom

    seen = (1 - alpha) * binom.pmf(np.arange(coders + 1), coders, prevalence)
    seen[[0, -1]] += alpha * np.array([1 - prevalence, prevalence])
    return seen


def ambiguous(prevalence: float, alpha: float, coders: int) -> Floats:
    """Return the same where each unit has its own chance of being seen, drawn from a beta distribution."""
    from scipy.stats import betabinom

    size = 1 / alpha - 1
    return betabinom.pmf(np.arange(coders + 1), coders, prevalence * size, (1 - prevalence) * size)


def mistaken(prevalence: float, alpha: float, coders: int) -> Floats:
    """Return the same where the frame is truly there or not, and each coder errs equally often."""
    from scipy.stats import binom

    error = np.roots([1, -1, prevalence * (1 - prevalence) * (1 - alpha)]).min().real
    truly = (prevalence - error) / (1 - 2 * error)
    seen = np.arange(coders + 1)
    return truly * binom.pmf(seen, coders, 1 - error) + (1 - truly) * binom.pmf(seen, coders, error)


MODELS = {"copied": copied, "ambiguous": ambiguous, "mistaken": mistaken}


def binary_tally(random: np.random.Generator, units: int, coders: int, chances: Floats) -> Tally:
    """Return the tally of a simulated study."""
    seen = np.arange(coders + 1)
    return Tally(
        np.stack([coders - seen, seen], axis=1).astype(float),
        random.multinomial(units, chances).astype(float),
        np.array([0.0, 1.0]),
        "nominal",
    )


def trimmed(tally: Tally) -> Tally:
    """Return the tally without the kinds of unit that did not come up."""
    kept = tally.units > 0
    return Tally(tally.counts[kept], tally.units[kept], tally.scale, tally.level)


def held(tally: Tally, truth: float, random: np.random.Generator) -> list[tuple[bool, bool, bool]]:
    """Return for each kind of interval whether it holds the truth, lies above it, lies below it."""
    tally = trimmed(tally).pairable()
    if len(tally.scale) < 2:
        return [(False, False, False)] * len(KINDS)
    alpha = float(alphas(tally, tally.units[None, :])[0])
    plain = alphas(
        tally, random.multinomial(int(tally.units.sum()), tally.units / tally.units.sum(), size=1000).astype(float)
    )
    intervals = [
        interval_of(alpha, resample_alphas(tally, seed=int(random.integers(1 << 30))), units=tally.units.sum()),
        jackknife_interval(tally, alpha),
        tuple(np.quantile(plain[np.isfinite(plain)], [0.025, 0.975])),
    ]
    return [(low <= truth <= high, low > truth, high < truth) for low, high in intervals]


def coverage(draw: Callable[[np.random.Generator], Tally], truth: float, replications: int, seed: int) -> Floats:
    """Return, by kind of interval, the shares of studies whose interval holds, overshoots and undershoots the truth."""
    random = np.random.default_rng(seed)
    return np.mean([held(draw(random), truth, random) for _ in range(replications)], axis=0)


def simulate_binary(replications: int, units: tuple[int, ...] = UNITS) -> pd.DataFrame:
    """Return the coverage of each kind of interval in every cell."""
    rows = []
    cells = product(MODELS, units, CODERS, PREVALENCES, AGREEMENTS)
    for seed, (model, size, coders, prevalence, alpha) in enumerate(cells):
        chances = MODELS[model](prevalence, alpha, coders)
        found = coverage(
            lambda random, size=size, coders=coders, chances=chances: binary_tally(random, size, coders, chances),
            alpha,
            replications,
            seed,
        )
        rows.append((model, size, coders, prevalence, alpha, *found[:, 0]))
    return pd.DataFrame(rows, columns=["model", "units", "coders", "prevalence", "alpha", *KINDS])


def graded(random: np.random.Generator, units: int, coders: int, level: str) -> Floats:
    """Return a table units x coders of a five-point scale: a common value and each coder's own error."""
    true = random.normal(size=(units, 1))
    seen = true + random.normal(scale=0.6, size=(units, coders)) + np.linspace(-0.2, 0.2, coders)
    return np.clip(np.round(1.2 * seen), -2, 2) + (3 if level == "ratio" else 0)


def categorised(random: np.random.Generator, units: int, coders: int, _: str) -> Floats:
    """Return a table units x coders of four categories, of which coders confuse neighbours."""
    true = random.choice(4, p=[0.5, 0.3, 0.15, 0.05], size=(units, 1))
    wrong = random.random((units, coders)) < np.linspace(0.05, 0.2, coders)
    return np.where(wrong, random.choice(4, size=(units, coders)), true).astype(float)


def unequal(random: np.random.Generator, units: int, coders: int, _: str) -> Floats:
    """Return a table units x coders of 0 and 1 where coders differ in how readily they see the frame."""
    true = random.random((units, 1)) < 0.2
    chance = np.where(true, np.linspace(0.95, 0.7, coders), np.linspace(0.08, 0.01, coders))
    return (random.random((units, coders)) < chance).astype(float)


SITUATIONS = {
    "unequal coders, 0/1": (unequal, "nominal", 0.0),
    "unequal coders, 20 % missing": (unequal, "nominal", 0.2),
    "four categories": (categorised, "nominal", 0.0),
    "five points, ordinal": (graded, "ordinal", 0.0),
    "five points, interval": (graded, "interval", 0.0),
    "five points, ratio": (graded, "ratio", 0.0),
    "five points, ordinal, 20 % missing": (graded, "ordinal", 0.2),
}


def simulate_others(replications: int) -> pd.DataFrame:
    """Return the coverage for unequal coders, missing codes, categories and scales; truth from 400,000 units."""
    rows = []
    for name, size in product(SITUATIONS, UNITS):
        make, level, missing = SITUATIONS[name]

        def draw(random: np.random.Generator, units: int = size) -> Tally:
            table = make(random, units, 3, level)  # noqa: B023 - called within the loop
            table[random.random(table.shape) < missing] = np.nan  # noqa: B023
            return tally_codes(np.repeat(np.arange(units), 3), table.ravel(), level=level)  # noqa: B023

        large = draw(np.random.default_rng(0), 400_000).pairable()
        truth = float(alphas(large, large.units[None, :])[0])
        rows.append((name, size, truth, *coverage(draw, truth, replications, seed=size)[:, 0]))
    return pd.DataFrame(rows, columns=["situation", "units", "alpha", *KINDS])


def print_coverage(table: pd.DataFrame, title: str) -> None:
    """Print how many cells lie within 92-97 %, and the worst."""
    print(f"\n{title}: {len(table)} cells")
    for kind in KINDS:
        inside = int(table[kind].between(0.92, 0.97).sum())
        print(
            f"  {kind:17} mean {table[kind].mean():.3f}  lowest {table[kind].min():.3f}"
            f"  highest {table[kind].max():.3f}  within 92-97 %: {inside} of {len(table)}"
        )


def print_equality() -> None:
    """Print the largest difference from the package on 1,000 random tables."""
    random = np.random.default_rng(0)
    worst, compared = 0.0, 0
    for number in range(1000):
        coders, units, values = random.integers(2, 6), random.integers(2, 60), random.integers(2, 7)
        table = random.integers(values, size=(units, coders)).astype(float)
        table = np.where(random.random(table.shape) < random.random(), table[:, :1], table)
        table[random.random(table.shape) < random.choice([0, 0.1, 0.4])] = np.nan
        tally = tally_codes(np.repeat(np.arange(units), coders), table.ravel(), level=LEVELS[number % 4]).pairable()
        alpha = estimate_alpha(tally)
        if np.isfinite(alpha):
            worst, compared = max(worst, abs(alpha - float(alphas(tally, tally.units[None, :])[0]))), compared + 1
    print(f"Against the krippendorff package: largest difference {worst:.1e} in {compared} random tables.")


def simulated_codes(units: int, coders: int, frames: int) -> pd.DataFrame:
    """Return codes in long form."""
    random = np.random.default_rng(0)
    true = random.random((frames, units)) < 0.3
    parts = [
        pd.DataFrame(
            {
                "unit_id": [f"unit-{unit}" for unit in range(units)],
                "coder": f"coder {coder}",
                "frame": f"frame {frame}",
                "value": np.where(random.random(units) < 0.1, random.random(units) < 0.3, true[frame]).astype(float),
            }
        )
        for frame in range(frames)
        for coder in range(coders)
    ]
    return pd.concat(parts, ignore_index=True)


def print_speed() -> None:
    """Print CPU seconds of 1,000 resamples."""
    for units, coders, frames in ((1000, 3, 1), (10_000, 3, 20)):
        codes = simulated_codes(units, coders, frames)
        started = time.process_time()
        score_agreement(codes)
        spent = time.process_time() - started
        print(f"1,000 resamples of {units:,} units x {coders} coders x {frames} frames: {spent:.2f} s CPU")


def print_planning(replications: int) -> None:
    """Print how often a planned study shows what it was planned for, two coders, alpha halfway to 1."""
    print("\nStudies with the planned units whose one-sided 95 % bound exceeds the minimum (two coders, copied):")
    for minimum, prevalence, within in product((0.667, 0.8), (0.1, 0.3, 0.5), (0.5, 0.75)):
        units = int(plan_coding(prevalence=prevalence, minimum=minimum)["units"].iloc[0])
        alpha = minimum + within * (1 - minimum)
        random = np.random.default_rng(units)
        chances = copied(prevalence, alpha, 2)
        shown = [
            np.quantile(resample_alphas(trimmed(binary_tally(random, units, 2, chances)), seed=seed), 0.05) > minimum
            for seed in range(replications)
        ]
        print(
            f"  minimum {minimum:.3f}  prevalence {prevalence}  units {units:4}  true alpha {alpha:.3f}:"
            f" {np.mean(shown):.0%}"
        )


def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replications", type=int, default=500)
    replications = parser.parse_args().replications
    print(f"Python {platform.python_version()}, numpy {np.__version__}, {platform.machine()}")
    print_speed()
    print_equality()
    binary = simulate_binary(replications)
    print_coverage(binary, "0/1 codes, 100-400 units, 2-4 coders, three models")
    by = binary.groupby(["units", "prevalence", "alpha"])[list(KINDS)]
    print("Lowest of the three models and three numbers of coders:")
    print(by.min().round(3).to_string())
    print(pd.concat([binary.nsmallest(5, "resampled"), binary.nlargest(3, "resampled")]).to_string(index=False))
    print_coverage(simulate_binary(replications, (30, 50)), "0/1 codes, 30-50 units")
    others = simulate_others(replications)
    print_coverage(others, "Other situations, 3 coders")
    print(others.round(3).to_string(index=False))
    print_planning(replications)


if __name__ == "__main__":
    main()
