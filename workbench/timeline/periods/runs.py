"""A series as levels: what falls into each period, how well levels fit, and where they would change best."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.intp]

LEAST = 3  # periods that make a level: one or two high ones are a spike
FEWEST = 8  # periods that two levels can be told apart in
DRAWS = 999
FLOOR = 3.84  # gain that chance alone (Poisson, binomial) reaches in 5 of 100 cases at a given place (chi-squared)
_PLACES = 120  # where a change is looked for by permutations; longer series are looked at in steps
_AT_ONCE = 2_000_000  # numbers in memory


@dataclass(frozen=True)
class Run:
    """The whole periods of one series.

    Attributes:
        amounts: kinds x periods. Articles, for counts; those with the frame and those without, for shares.
        exposure: what a level is per: 1 for counts, the articles for shares.
    """

    amounts: Floats
    exposure: Floats

    def __len__(self) -> int:
        return len(self.exposure)

    def part(self, start: int, stop: int) -> Run:
        """Return the periods from `start` to before `stop`."""
        return Run(self.amounts[:, start:stop], self.exposure[start:stop])

    def level(self, start: int, stop: int) -> float:
        """Return articles a period, or the share."""
        return float(self.amounts[0, start:stop].sum() / self.exposure[start:stop].sum())

    def cost(self, start: int, stop: int) -> float:
        """Return how badly one level fits: minus twice the log-likelihood (Poisson, binomial), up to a constant."""
        totals = self.amounts[:, start:stop].sum(axis=1)
        return -float(_fit(totals, self.exposure[start:stop].sum()).sum())

    def dispersion(self, cuts: Sequence[int]) -> float:
        """Return how many times more the periods vary within levels than chance would have it (Pearson), at least 1."""
        surplus = self.surprises(cuts)
        return max(float((surplus**2).sum()) / max(len(self) - len(cuts) - 1, 1), 1.0)

    def persistence(self, cuts: Sequence[int]) -> float:
        """Return how many times more a mean varies because neighbouring periods resemble each other, at least 1.

        (1 + r) / (1 - r), the variance of a mean under a first-order autoregression, r being the correlation of
        neighbours within levels; each fitted level hides 1 / size of it. One standard error is nothing to go by.
        """
        surplus = self.surprises(cuts)
        spread = float(surplus @ surplus)
        if spread <= 0:
            return 1.0
        alike = float(surplus[1:] @ surplus[:-1]) / spread + (len(cuts) + 1) / len(self)
        if alike <= len(self) ** -0.5:
            return 1.0
        alike = min(alike, 0.9)
        return (1 + alike) / (1 - alike)

    def surprises(self, cuts: Sequence[int]) -> Floats:
        """Return how far each period is from its level, in standard deviations of chance alone."""
        levels = [(self.level(*span), span[1] - span[0]) for span in segments(cuts, len(self))]
        level = np.repeat([level for level, _ in levels], [size for _, size in levels])
        variance = level * self.exposure * (1 if len(self.amounts) == 1 else 1 - level)
        rest: Floats = (self.amounts[0] - level * self.exposure) / np.sqrt(np.where(variance > 0, variance, 1.0))
        return rest


def segments(cuts: Sequence[int], size: int) -> list[tuple[int, int]]:
    """Return (start, stop) of the levels between these cuts.

    Example:
        >>> segments([3], 5)
        [(0, 3), (3, 5)]
    """
    return list(zip([0, *cuts], [*cuts, size], strict=True))


def place_cuts(run: Run, count: int) -> list[int]:
    """Return the places of so many changes that fit best together: optimal segmentation (Auger & Lawrence 1989)."""
    from ruptures import Dynp
    from ruptures.base import BaseCost

    class _Levels(BaseCost):  # type: ignore[misc]
        model, min_size = "levels", LEAST

        def fit(self, signal: Floats) -> _Levels:
            self.signal = signal
            return self

        def error(self, start: int, end: int) -> float:
            return run.cost(start, end)

    if not count:
        return []
    found = Dynp(custom_cost=_Levels(), min_size=LEAST, jump=1).fit(run.exposure[:, None]).predict(count)
    return [int(place) for place in found[:-1]]


def gains_of_splits(amounts: Floats, exposure: Floats) -> Floats:
    """Return how much better two levels fit than one, for a cut before each period; -inf where a level is too short.

    Args:
        amounts: kinds x any number of orders x periods.
        exposure: orders x periods.
    """
    size = exposure.shape[-1]
    left, width = np.cumsum(amounts, axis=-1)[..., :-1], np.cumsum(exposure, axis=-1)[..., :-1]
    all_left, all_width = amounts.sum(axis=-1, keepdims=True), exposure.sum(axis=-1, keepdims=True)
    inside, outside = _fit(left, width), _fit(all_left - left, all_width - width)
    gains = np.full(exposure.shape, -np.inf)
    gains[..., 1:] = (inside + outside - _fit(all_left, all_width)).sum(axis=0)
    gains[..., np.r_[:LEAST, size - LEAST + 1 : size]] = -np.inf
    return gains


def best_stretch(run: Run, cuts: Sequence[int]) -> tuple[float, list[int]]:
    """Return how much better the best further level would fit, and the cuts it would add.

    The level is any stretch of a present level, at its ends or inside, against the rest of it (circular binary
    segmentation, Olshen et al. 2004): so a rise that falls back is found, as well as one that stays.
    """
    best, added = -np.inf, list[int]()
    for start, stop in segments(cuts, len(run)):
        first, last = _stretches(stop - start)
        if len(first):
            gains = _gains_of_stretches(run.amounts[:, None, start:stop], run.exposure[None, start:stop], first, last)
            where = int(gains[0].argmax())
            if gains[0, where] > best:
                ends = (start + int(first[where]), start + int(last[where]))
                best, added = float(gains[0, where]), [end for end in ends if start < end < stop]
    return best, added


def chance_of_stretch(run: Run, cuts: Sequence[int], gain: float, generator: np.random.Generator) -> float:
    """Return how often a level as good as this is found when the periods of each present level are shuffled."""
    parts = [(start, stop, *_stretches(stop - start)) for start, stop in segments(cuts, len(run))]
    parts = [part for part in parts if len(part[2])]
    reached = 0
    for amounts, exposure in shuffled(run, cuts, DRAWS, generator, rows=max(len(part[2]) for part in parts)):
        best = np.full(len(exposure), -np.inf)
        for start, stop, first, last in parts:
            gains = _gains_of_stretches(amounts[..., start:stop], exposure[..., start:stop], first, last)
            best = np.maximum(best, gains.max(axis=1))
        reached += int((best >= gain - 1e-9).sum())
    return (1 + reached) / (1 + DRAWS)


def shuffled(
    run: Run, cuts: Sequence[int], draws: int, generator: np.random.Generator, *, rows: int
) -> Iterator[tuple[Floats, Floats]]:
    """Yield amounts and exposure in random orders, the periods of each level among themselves.

    Args:
        run: the series.
        cuts: where levels change.
        draws: how many orders in all.
        generator: where chance comes from.
        rows: how many numbers are made from each order, so that as many orders come at once as memory takes.
    """
    level = np.searchsorted(np.asarray(cuts, dtype=np.intp), np.arange(len(run)), side="right")
    at_once = max(_AT_ONCE // max(rows, len(run)), 1)
    for done in range(0, draws, at_once):
        keys = generator.random((min(at_once, draws - done), len(run)))
        order = np.argsort(keys + level, axis=1)
        yield run.amounts[:, order], run.exposure[order]


def _fit(amounts: Floats, exposure: Floats) -> Floats:
    """Return twice the log-likelihood of amounts at their own level, up to what no level changes."""
    known = np.where(amounts > 0, amounts, 1.0)
    fitted: Floats = 2 * amounts * np.log(known / exposure)
    return fitted


def _stretches(size: int) -> tuple[Numbers, Numbers]:
    """Return (first, last) of the stretches that could be a level of their own in so many periods."""
    if size < 2 * LEAST:
        return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp)
    step = -(-size // _PLACES)
    places = np.unique([0, *range(LEAST, size - LEAST + 1, step), size])
    first, last = (places[ends] for ends in np.triu_indices(len(places), 1))
    whole = (first == 0) & (last == size)
    # A stretch and its rest are one split, wherever the stretch touches an end: the later one is left out.
    twice = (last == size) & (first > 0)
    kept = (last - first >= LEAST) & ~whole & ~twice
    return first[kept], last[kept]


def _gains_of_stretches(amounts: Floats, exposure: Floats, first: Numbers, last: Numbers) -> Floats:
    """Return orders x stretches: how much better a level of its own fits for the stretch."""
    padded = np.concatenate([np.zeros((*amounts.shape[:-1], 1)), np.cumsum(amounts, axis=-1)], axis=-1)
    widths = np.concatenate([np.zeros((len(exposure), 1)), np.cumsum(exposure, axis=-1)], axis=-1)
    inside, width = padded[..., last] - padded[..., first], widths[..., last] - widths[..., first]
    every, every_width = padded[..., -1:], widths[..., -1:]
    gains = _fit(inside, width) + _fit(every - inside, every_width - width) - _fit(every, every_width)
    summed: Floats = gains.sum(axis=0)
    return summed
