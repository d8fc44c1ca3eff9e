"""One row of agreement: the codes of one frame, scored, judged and commented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd

from workbench.errors import DataError, ParameterError, nearest
from workbench.framing.agreement.alpha import (
    LEVELS,
    Floats,
    Level,
    Tally,
    estimate_alpha,
    interval_of,
    jackknife_interval,
    resample_alphas,
    tally_codes,
)

RELIABLE, TENTATIVE = 0.800, 0.667  # Krippendorff (2004), section 11.4.2
# Below these the interval of alpha holds the truth less often than it says: benchmarks/framing_agreement.py.
FEW_UNITS, FEW_POSITIVES = 50, 10
AGREEMENT_COLUMNS = [
    *("frame", "alpha", "low", "high", "percent", "ac1", "prevalence", "units", "coders", "verdict", "note"),
    *("kappa", "jackknife_low", "jackknife_high", "p_below"),
]
_FEWEST_RESAMPLES, _MOST_VALUES = 40, 1000
_TEXTS = ("group", "frame", "coder", "other", "verdict", "note")
_COUNTS = ("units", "coders", "window")


@dataclass(frozen=True)
class Sampling:
    """How alpha and its interval are computed."""

    level: Level = "nominal"
    resamples: int = 1000
    seed: int = 0


def verdict_of(alpha: float) -> str:
    """Return the customary reading of alpha: reliable from .800, tentative from .667 (Krippendorff 2004).

    Example:
        >>> [verdict_of(alpha) for alpha in (0.8, 0.7, 0.2, float("nan"))]
        ['reliable', 'tentative', 'unreliable', 'undefined']
    """
    if np.isnan(alpha):
        return "undefined"
    rounded = round(alpha, 9)
    return "reliable" if rounded >= RELIABLE else "tentative" if rounded >= TENTATIVE else "unreliable"


def frame_row(coded: pd.DataFrame, sampling: Sampling) -> dict[str, object]:
    """Return one row of agreement from the codes of one frame: unit_id, coder, value."""
    require_one_pass(coded)
    values = coded_values(coded, sampling.level)
    tally = tally_codes(coded["unit_id"].to_numpy(), values, level=sampling.level)
    pairs = tally.pairable()
    coders = sorted(coded["coder"].unique())
    alpha = estimate_alpha(tally)
    resampled = resample_alphas(tally, resamples=sampling.resamples, seed=sampling.seed)
    low, high = interval_of(alpha, resampled, units=pairs.units.sum())
    jackknife_low, jackknife_high = jackknife_interval(tally, alpha)
    percent = _percent(pairs)
    return {
        "alpha": alpha,
        "low": low,
        "high": high,
        "percent": percent,
        "ac1": _ac1(tally, percent) if len(pairs.scale) > 1 else np.nan,
        "prevalence": _prevalence(pairs),
        "units": int(pairs.units.sum()),
        "coders": len(coders),
        "verdict": verdict_of(alpha),
        "note": _note(coded, tally, alpha, low),
        "kappa": _kappa(coded, values) if len(coders) == 2 else np.nan,
        "jackknife_low": jackknife_low,
        "jackknife_high": jackknife_high,
        "p_below": float((resampled < TENTATIVE).mean()) if len(resampled) else np.nan,
    }


def checked_sampling(level: str, resamples: int, seed: int) -> Sampling:
    """Return the options, or say which one is not allowed."""
    if level not in LEVELS:
        raise ParameterError(f"level={level!r} is not a level of measurement. {nearest(str(level), LEVELS)}")
    if isinstance(resamples, bool) or not isinstance(resamples, int) or resamples < _FEWEST_RESAMPLES:
        raise ParameterError(
            f"resamples={resamples!r} gives no 95 % interval. Allowed: a whole number, at least {_FEWEST_RESAMPLES}."
        )
    return Sampling(cast("Level", level), resamples, seed)


def require_one_pass(coded: pd.DataFrame) -> None:
    """Raise `DataError` when a coder has two codes for a unit, which `round` may tell apart but alpha cannot."""
    again = np.flatnonzero(coded.duplicated(["unit_id", "coder", "frame"]))
    if len(again):
        row = coded.iloc[again[0]]
        raise DataError(
            f"{row['coder']!r} coded {row['frame']!r} in the unit {row['unit_id']!r} in more than one round. Keep one "
            'round, or score each round: score_agreement(codes, by="round"). How far a coder agrees with herself is '
            'seen with the rounds as coders: codes.assign(coder=codes["round"].astype("str")).'
        )


def last_round(coded: pd.DataFrame) -> pd.DataFrame:
    """Return each coder's last code of a unit and frame."""
    if "round" not in coded.columns:
        return coded
    numbers = pd.to_numeric(coded["round"], errors="coerce")
    order = numbers if numbers.notna().all() else coded["round"].astype("str")
    ordered = coded.loc[order.sort_values(kind="stable").index]
    return ordered.drop_duplicates(["unit_id", "coder", "frame"], keep="last").sort_index().reset_index(drop=True)


def coded_values(coded: pd.DataFrame, level: str) -> Floats:
    """Return the values as numbers: themselves where they are numbers, else the place of each category."""
    if coded["value"].nunique() > _MOST_VALUES:
        raise DataError(
            f"The codes of {coded['frame'].iloc[0]!r} hold {coded['value'].nunique()} different values; at most "
            f'{_MOST_VALUES} can be compared. Round them: codes.assign(value=codes["value"].round(1)).'
        )
    numbers = np.asarray(pd.to_numeric(coded["value"], errors="coerce"), dtype=np.float64)
    finite = np.isfinite(numbers)
    wrong = np.flatnonzero(~finite | ((numbers < 0) & (level == "ratio")))
    if len(wrong) == 0:
        return numbers
    if level != "nominal":
        raise _no_number(coded.iloc[wrong[0]], level)
    # 1 and "1" are one category. From 2 on, because 0 and 1 mean not seen and seen.
    labels = coded["value"].astype("str").where(~finite, pd.Series(numbers, index=coded.index).astype("str"))
    return np.asarray(pd.factorize(labels, sort=True)[0] + 2, dtype=np.float64)


def _no_number(row: pd.Series, level: str) -> DataError:
    needed = "numbers from 0" if level == "ratio" else "numbers"
    return DataError(
        f"level={level!r} needs {needed}, but {row['coder']!r} coded {row['frame']!r} in the unit {row['unit_id']!r} "
        f'with {row["value"]!r}. Replace categories by numbers in their order, or use level="nominal".'
    )


def typed_rows(rows: list[dict[str, object]], columns: list[str]) -> pd.DataFrame:
    """Return a table of scores with the types of the house, also when empty."""
    table = pd.DataFrame(rows, columns=columns)
    types = {name: "str" if name in _TEXTS else "int64" if name in _COUNTS else "float64" for name in columns}
    return table.astype(types)


def _percent(pairs: Tally) -> float:
    if len(pairs.units) == 0:
        return float("nan")
    agreeing = (pairs.counts * (pairs.counts - 1)).sum(axis=1) / (pairs.codes * (pairs.codes - 1))
    return float(np.average(agreeing, weights=pairs.units))


def _ac1(tally: Tally, percent: float) -> float:
    """Return Gwet's AC1 (2008; 2014 with missing codes): chance from all coded units, agreement from pairs."""
    shares = np.average(tally.counts / tally.codes[:, None], axis=0, weights=tally.units)
    chance = float((shares * (1 - shares)).sum()) / (len(tally.scale) - 1)
    return (percent - chance) / (1 - chance)


def _prevalence(pairs: Tally) -> float:
    if len(pairs.scale) == 0 or not set(pairs.scale) <= {0.0, 1.0}:
        return float("nan")
    given = pairs.units @ pairs.counts
    return float(given[pairs.scale == 1].sum() / given.sum())


def _kappa(coded: pd.DataFrame, values: Floats) -> float:
    """Return Cohen's kappa (1960) of two coders on the units that both coded."""
    wide = coded.assign(value=values).pivot(index="unit_id", columns="coder", values="value").dropna()
    if wide.empty:
        return float("nan")
    shares = pd.crosstab(wide.iloc[:, 0], wide.iloc[:, 1], normalize=True)
    chance = float((shares.sum(axis=1) * shares.sum(axis=0)).sum())
    agreed = float((wide.iloc[:, 0] == wide.iloc[:, 1]).mean())
    return (agreed - chance) / (1 - chance) if chance < 1 else float("nan")


def _note(coded: pd.DataFrame, tally: Tally, alpha: float, low: float) -> str | None:
    pairs = tally.pairable()
    units = int(pairs.units.sum())
    said = [_why_undefined(coded, pairs)] if np.isnan(alpha) else []
    single = int(tally.units.sum()) - units
    if single and units:
        said.append(f"{single} {_plural('unit', single)} coded by one coder left out")
    if not np.isnan(alpha):
        said += _cautions(pairs, units, alpha, low)
    stamps = coded["codebook"].dropna().str[:8].nunique() if "codebook" in coded.columns else 0
    if stamps > 1:
        said.append(f"codes were made under {stamps} versions of the codebook")
    return "; ".join(said) or None


def _why_undefined(coded: pd.DataFrame, pairs: Tally) -> str:
    coders = coded["coder"].unique()
    if len(coders) == 0:
        return "undefined: nobody coded it"
    if len(coders) == 1:
        return f"undefined: only one coder ({coders[0]}) coded it"
    if len(pairs.units) == 0:
        return f"undefined: no unit was coded by two of the {len(coders)} coders"
    value = coded["value"][coded["unit_id"].duplicated(keep=False)].iloc[0]
    value = f"{value:g}" if isinstance(value, float) else value
    units = int(pairs.units.sum())
    return f"undefined: one category only, every code of the {units} {_plural('unit', units)} is {value}"


def _cautions(pairs: Tally, units: int, alpha: float, low: float) -> list[str]:
    said = []
    if units < FEW_UNITS:
        said.append(f"few units ({units})")
    if set(pairs.scale) == {0.0, 1.0}:
        unseen, seen = (int(number) for number in pairs.units @ (pairs.counts > 0))
        rare, value = min((seen, 1), (unseen, 0), key=lambda pair: pair[0])
        if rare < FEW_POSITIVES:
            said.append(f"code {value} in only {rare} {_plural('unit', rare)}")
    if alpha >= TENTATIVE > low:
        said.append("the interval reaches below .667")
    return said


def _plural(word: str, number: int) -> str:
    return word if number == 1 else f"{word}s"
