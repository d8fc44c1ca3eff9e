"""What more hand-coded units would bring: how good a trained coder gets, and how narrow the interval of a share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.errors import DataError, ParameterError, require_columns
from workbench.framing.codebook.codebook import Codebook
from workbench.framing.coder.crossfit import Reading, read_features, read_texts
from workbench.framing.coder.evaluation import score_predictions
from workbench.framing.coder.features import Counted, TextVectors, count_units, select_units
from workbench.framing.coder.fitted import Fitted, Fold, choose_present, score_units
from workbench.framing.coder.folds import assign_folds, training_rows
from workbench.framing.coder.learner import fit_models
from workbench.framing.coder.training import LEAST, Training, build_training, check_size
from workbench.framing.coder.vocabulary import Vocabulary
from workbench.progress import track
from workbench.text import typed

_FOLDS = 5
_POINTS = 5
_RESAMPLES = 1000
_Z = 1.959964  # 95 %

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def score_learning(
    articles: pd.DataFrame,
    codes: pd.DataFrame,
    *,
    sizes: Sequence[int] | None = None,
    codebook: Codebook | None = None,
    features: str | TextVectors = "tfidf",
    unit: str = "article",
    seed: int = 0,
    model: str | None = None,
) -> pd.DataFrame:
    """Return how F1, and the interval of a corrected share, change with the number of hand-coded units.

    For each size, each unit is predicted by a coder trained on a draw of the units outside its fold, as many as
    `fit_coder` with five folds would have from so many coded units. All sizes are measured on all coded units.

    Args:
        articles: as for `fit_coder`.
        codes: as for `fit_coder`.
        sizes: numbers of hand-coded units, 10 to all; None for five from an eighth of them to all.
        codebook: as for `fit_coder`.
        features: as for `fit_coder`.
        unit: as for `fit_coder`.
        seed: of draws and resamples.
        model: as for `fit_coder`.

    Returns:
        units (hand-coded), measure, value, low, high (95 %, by resampling articles). Measures: "micro f1"; "macro f1",
        where a frame too rare to be learned counts as never found; "interval width", the width of the 95 % interval of
        a share corrected with so many units, 2 x 1.96 x standard deviation of code minus probability / root of units,
        mean over frames (0-1). `attrs["more"]`: how many more units would halve that width.

    Raises:
        ParameterError: a size is not allowed, or as for `fit_coder`.
        DataError: as for `fit_coder`.

    Example:
        >>> articles = pd.DataFrame({"article_id": [f"a{n:02}" for n in range(20)], "text": ["oil", "talks"] * 10})
        >>> codes = pd.DataFrame({"unit_id": articles["article_id"], "coder": "ana", "frame": "oil"})
        >>> articles["text"] += [f" {letter}" for letter in "abcdefghijklmnopqrst"]
        >>> learning = score_learning(articles, codes.assign(value=[1, 0] * 10), sizes=[20])
        >>> learning["measure"].tolist(), learning.attrs["more"]
        (['micro f1', 'macro f1', 'interval width'], 60)
    """
    reading = read_features(features, model)
    training = build_training(articles, codes, codebook=codebook, unit=unit, groups=None)
    check_size(training, _FOLDS, None)
    chosen = _sizes(sizes, len(training.units))
    return _curve(training, reading, read_texts(training, reading), chosen, seed, None)


def continue_learning(
    articles: pd.DataFrame, codes: pd.DataFrame, fitted: Fitted, *, codebook: Codebook | None, unit: str
) -> pd.DataFrame:
    """Return `score_learning` of the codes a coder was just fitted on: its models of all units are not fitted again.

    Args:
        articles: as for `fit_coder`.
        codes: as for `fit_coder`.
        fitted: what `fit_coder` learned from these articles and codes, all other arguments left as they are.
        codebook: as for `fit_coder`.
        unit: as for `fit_coder`.
    """
    training = build_training(articles, codes, codebook=codebook, unit=unit, groups=None)
    counted = count_units(training.units["text"].tolist(), fitted.vocabulary, of_text=None)
    read = fitted.vocabulary, counted
    return _curve(training, read_features("tfidf", None), read, _sizes(None, len(training.units)), 0, fitted)


def _curve(
    training: Training,
    reading: Reading,
    read: tuple[Vocabulary, Counted],
    sizes: list[int],
    seed: int,
    fitted: Fitted | None,
) -> pd.DataFrame:
    from threadpoolctl import threadpool_limits

    names = training.units["group"].to_numpy(dtype=str)
    fold_of = assign_folds(names, training.labels, folds=_FOLDS, seed=(seed,))
    rows: list[tuple[object, ...]] = []
    for size in track(sizes, "Training coders on fewer codes"):
        with threadpool_limits(limits=1):
            probability, present = _left_out(training, reading, *read, fold_of, size, seed, fitted)
        rows += _measure(training, probability, present, size, seed)
    table = typed(rows, ["units", "measure", "value", "low", "high"]).astype({"units": "int64"})
    table.attrs["more"] = 3 * sizes[-1]  # the width goes with one over the root of the units
    return table


def describe_learning(learning: pd.DataFrame) -> str:
    """Return in one sentence how wide the interval of a share is, and how many more units would halve that.

    Args:
        learning: as `score_learning` makes.

    Raises:
        DataError: a column is missing, or the table has no interval width.

    Example:
        >>> learning = pd.DataFrame({"units": [40], "measure": ["interval width"], "value": [0.2]})
        >>> describe_learning(learning)
        'With 40 hand-coded units the interval of a share is 20 points wide. Code 120 more units to halve the width.'
    """
    require_columns(learning.columns, ["units", "measure", "value"], table="learning")
    widths = learning[(learning["measure"] == "interval width") & learning["value"].notna()].sort_values("units")
    if widths.empty:
        raise DataError("The table 'learning' has no interval width. Pass what score_learning returns.")
    units, width = int(widths["units"].iloc[-1]), widths["value"].iloc[-1]
    return (
        f"With {units:,} hand-coded units the interval of a share is {100 * width:.0f} points wide. "
        f"Code {3 * units:,} more units to halve the width."
    )


def _sizes(sizes: Sequence[int] | None, units: int) -> list[int]:
    least = 2 * LEAST + 2
    if sizes is None:
        return sorted({round(size) for size in np.geomspace(max(least, units / 8), units, _POINTS)})
    wrong = [size for size in sizes if isinstance(size, bool) or not least <= size <= units or size != int(size)]
    if wrong or not len(sizes):
        raise ParameterError(
            f"sizes={list(sizes)!r}: allowed are whole numbers from {least} to {units}, the number of coded units."
        )
    return sorted({int(size) for size in sizes})


def _left_out(
    training: Training,
    reading: Reading,
    vocabulary: Vocabulary,
    counted: Counted,
    fold_of: npt.NDArray[np.int64],
    size: int,
    seed: int,
    known: Fitted | None,
) -> tuple[Floats, Flags]:
    """Return probability and presence of each frame in each unit, from coders trained on draws that leave it out."""
    keys, names = training.units["key"].to_numpy(dtype=str), training.units["group"].to_numpy(dtype=str)
    probability = np.zeros_like(training.labels)
    present = np.zeros(training.labels.shape, dtype=bool)
    for fold in range(_FOLDS):
        inside = fold_of == fold
        outside = np.flatnonzero(training_rows(fold_of, fold, keys))
        drawn = _draw(names[outside], round(size * (1 - 1 / _FOLDS)), (seed, fold))
        rows = outside[drawn]
        labels = training.labels[rows]
        with np.errstate(invalid="ignore"):
            probability[inside] = np.nansum(labels, axis=0) / np.maximum((~np.isnan(labels)).sum(axis=0), 1)
        learned = [place for place, own in enumerate(labels.T) if _enough(own, names[rows])]
        if not learned:
            continue
        frames = [training.frames[place] for place in learned]
        if known and known.frames == frames and drawn.all():
            made = known.folds[fold]
        else:
            own = select_units(counted, rows)
            sizes, taught = vocabulary.sizes, labels[:, learned]
            made = Fold(*fit_models(own, sizes, taught, names[rows], keys[rows], seed=(seed, fold)))
        fitted = Fitted(
            frames=frames,
            folds=[made],
            vocabulary=vocabulary,
            of_text=reading.of_text,
            whole=reading.whole,
            exclusive=training.exclusive,
            training=training.units,
        )
        told = score_units(fitted, select_units(counted, np.flatnonzero(inside)))[0]
        probability[np.ix_(inside, learned)] = told
        present[np.ix_(inside, learned)] = choose_present(fitted, told)
    return probability, present


def _draw(names: npt.NDArray[np.str_], units: int, seed: tuple[int, ...]) -> Flags:
    """Return which units are drawn, group by group until there are so many; a larger draw holds the smaller one."""
    groups, group_of, sizes = np.unique(names, return_inverse=True, return_counts=True)
    order = np.random.default_rng(seed).permutation(len(groups))
    before = np.cumsum(sizes[order]) - sizes[order]
    return np.isin(group_of, order[before < units])


def _enough(labels: Floats, names: npt.NDArray[np.str_]) -> bool:
    parts = [labels == 1, labels == 0]
    return all(part.sum() >= LEAST and len(np.unique(names[part])) > 1 for part in parts)


def _measure(training: Training, probability: Floats, present: Flags, size: int, seed: int) -> list[tuple[object, ...]]:
    ids, articles = training.units["unit_id"], training.units["article_id"]
    known = ~np.isnan(training.labels)
    unit, frame = np.nonzero(known)
    keys = {"unit_id": ids.to_numpy()[unit], "frame": np.array(training.frames, dtype=object)[frame]}
    predictions = pd.DataFrame({**keys, "article_id": articles.to_numpy()[unit], "present": present[known]})
    gold = pd.DataFrame({**keys, "coder": "gold", "value": training.labels[known]})
    scores = score_predictions(predictions[["unit_id", "article_id", "frame", "present"]], gold, seed=seed)
    overall = scores[scores["frame"] == "all frames"].set_index("measure")
    rows: list[tuple[object, ...]] = [
        (size, measure, *overall.loc[[measure], ["value", "low", "high"]].to_numpy()[0].tolist())
        for measure in ("micro f1", "macro f1")
    ]
    return [*rows, (size, "interval width", *_width(training.labels - probability, articles, size, seed))]


def _width(residuals: Floats, articles: pd.Series[str], size: int, seed: int) -> tuple[float, float, float]:
    """Return how wide a corrected share's interval is, with bounds; units of one article count together."""
    article = pd.factorize(articles, sort=True)[0]
    count = int(article.max()) + 1
    sums, sizes = np.zeros((count, residuals.shape[1])), np.zeros((count, residuals.shape[1]))
    np.add.at(sums, article, np.nan_to_num(residuals))
    np.add.at(sizes, article, ~np.isnan(residuals))

    def width(weights: Floats) -> Floats:
        units = np.maximum(weights @ sizes, 1)
        mean = (weights @ sums) / units
        spread = weights @ sums**2 - 2 * mean * (weights @ (sums * sizes)) + mean**2 * (weights @ sizes**2)
        found: Floats = (2 * _Z * np.sqrt(np.maximum(spread, 0) / units / size)).mean(axis=-1)
        return found

    value = float(width(np.ones(count)))
    draws = np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), size=_RESAMPLES)
    low, high = np.quantile(width(draws.astype(np.float64)), [0.025, 0.975])
    return value, min(float(low), value), max(float(high), value)
