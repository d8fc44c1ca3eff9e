"""Are corrected shares right, and do their intervals hold? Articles are made at random, so the truth is known.

    python benchmarks/framing_shares.py [--rounds 2000] [--articles 2000]

The coder errs differently in each outlet; shares and gold sizes are those a study meets. One line a setting: the bias
in points of the raw and of the corrected share, the error of the corrected share over that of the hand codes alone
(root mean square), and how often the 95 % interval holds the true share, for all articles and for the outlets one by
one.
"""

from __future__ import annotations

import argparse
from itertools import product

import numpy as np
import numpy.typing as npt

from workbench.framing.shares.corrected import Plan, correct_share
from workbench.framing.shares.correction import Units, pooled_slope

OUTLETS = 4
RARITY = np.array([0.5, 0.8, 1.2, 1.5])  # of the frame in each outlet, over its share in all
SHARES, GOLD = (0.05, 0.2, 0.5), (100, 200, 400)
DESIGNS, CODERS = ("equal", "tilted", "by outlet"), ("probability", "yes or no")
LEANING = np.array([-0.8, -0.2, 0.3, 0.8])  # of the coder in each outlet, in log-odds


def make_articles(size: int, share: float, *, skill: float, generator: np.random.Generator) -> tuple[np.ndarray, ...]:
    """Return outlet, true value and the coder's probability of articles, for a coder of some skill."""
    outlet = generator.integers(0, OUTLETS, size)
    value = (generator.random(size) < share * RARITY[outlet]).astype(float)
    score = np.where(value == 1, 1.6, -1.6) * skill + LEANING[outlet] + generator.normal(0, 1.3, size)
    return outlet, value, 1 / (1 + np.exp(-score - 0.6 * np.log(share / (1 - share))))


def inclusion(n: int, design: str, outlet: npt.NDArray[np.int_], present: npt.NDArray[np.bool_]) -> np.ndarray:
    """Return how likely each article is to be coded: equal, three times as likely where present, or by outlet."""
    size = np.ones(len(outlet))
    if design == "tilted":
        size = np.where(present, 3.0, 1.0)
    elif design == "by outlet":
        size = np.array([4.0, 2.0, 1.0, 1.0])[outlet]
    return n * size / size.sum()


def draw(probability: np.ndarray, n: int, generator: np.random.Generator) -> np.ndarray:
    """Return which articles are coded: systematic selection in random order (Madow 1949)."""
    order = generator.permutation(len(probability))
    places = np.searchsorted(np.cumsum(probability[order]), generator.random() + np.arange(n))
    coded = np.zeros(len(order), dtype=bool)
    coded[order[places[places < len(order)]]] = True
    return coded


def run_setting(
    share: float, n: int, design: str, coder: str, *, skill: float, rounds: int, size: int, method: str
) -> dict[str, float]:
    """Return bias, error and coverage of one setting."""
    generator = np.random.default_rng(7)
    errors: dict[str, list[float]] = {"raw": [], "gold": [], "corrected": []}
    held: dict[str, list[bool]] = {"all": [], "raw": [], "outlet": []}
    for _ in range(rounds):
        outlet, value, predicted = make_articles(size, share, skill=skill, generator=generator)
        present = predicted >= 0.5
        if coder == "yes or no":
            predicted = present.astype(float)
        probability = inclusion(n, design, outlet, present)
        value[~draw(probability, n, generator)] = np.nan
        units = Units(predicted, present, value, probability, np.ones(size))
        groups = [
            Units(predicted[own], present[own], value[own], probability[own], np.ones(own.sum()))
            for own in (outlet == number for number in range(OUTLETS))
        ]
        found = correct_share(units, pooled_slope([units]), Plan(method))
        errors["raw"].append(present.mean() - share)
        errors["gold"].append(correct_share(units, 0.0, Plan("gold")).estimate - share)
        errors["corrected"].append(found.estimate - share)
        held["all"].append(found.low <= share <= found.high)
        half = 1.96 * np.sqrt(present.mean() * (1 - present.mean()) / size)
        held["raw"].append(abs(present.mean() - share) <= half)
        slope = pooled_slope(groups)
        for number, group in enumerate(groups):
            if group.coded.any():
                of_outlet = correct_share(group, slope, Plan(method))
                held["outlet"].append(of_outlet.low <= share * RARITY[number] <= of_outlet.high)
    root = {name: float(np.sqrt(np.mean(np.square(values)))) for name, values in errors.items()}
    return {
        "raw bias": 100 * float(np.mean(errors["raw"])),
        "raw held": float(np.mean(held["raw"])),
        "bias": 100 * float(np.mean(errors["corrected"])),
        "error": root["corrected"] / root["gold"],
        "held": float(np.mean(held["all"])),
        "outlet": float(np.mean(held["outlet"])),
    }


def main() -> None:
    """Print one line a setting."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=2000)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--skill", type=float, default=1.0)
    parser.add_argument("--method", default="auto")
    options = parser.parse_args()
    print("share  gold  design     coder        raw: bias   held  corrected: bias  error/gold   held  held by outlet")
    for share, n, design, coder in product(SHARES, GOLD, DESIGNS, CODERS):
        found = run_setting(
            share, n, design, coder, skill=options.skill, rounds=options.rounds, size=options.articles,
            method=options.method,
        )  # fmt: skip
        print(
            f"{share:5.2f}  {n:4d}  {design:9}  {coder:11}  {found['raw bias']:+9.1f}  {found['raw held']:5.3f}  "
            f"{found['bias']:+15.2f}  {found['error']:10.2f}  {found['held']:5.3f}  {found['outlet']:14.3f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
