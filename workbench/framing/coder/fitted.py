"""What a trained coder has learned, and what it says of new units."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.framing.coder.features import Counted, TextVectors, count_units
from workbench.framing.coder.learner import FrameModel, decide
from workbench.framing.coder.space import Space, place_units
from workbench.framing.coder.thresholds import squash
from workbench.framing.coder.vocabulary import Vocabulary
from workbench.text import typed

_CHUNK = 500  # units at a time, so that memory does not grow with the articles

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Fold:
    """The models of one training part: all units but those of one fold."""

    space: Space
    models: list[FrameModel]


@dataclass(frozen=True)
class Fitted:
    """All that is needed to code new units.

    Attributes:
        frames: those that could be learned.
        folds: one a training part.
        vocabulary: the terms.
        of_text: gives vectors of texts; None for terms alone.
        whole: `of_text` is asked about whole units, not passages.
        exclusive: each unit has one frame.
        training: unit_id, group, key, fold of the units that were learned from, and `coded`: which
            frames, as 0s and 1s.
    """

    frames: list[str]
    folds: list[Fold]
    vocabulary: Vocabulary
    of_text: TextVectors | None
    whole: bool
    exclusive: bool
    training: pd.DataFrame

    @property
    def thresholds(self) -> Floats:
        """The probability from which each frame is present: the mean over the folds."""
        mean: Floats = np.array([[model.threshold for model in fold.models] for fold in self.folds]).mean(axis=0)
        return mean


def predict_units(
    fitted: Fitted, units: pd.DataFrame, codebook: str | None, *, counted: Counted | None = None
) -> pd.DataFrame:
    """Return a row for each of `units` (unit_id, article_id, text, group, key) and frame; `counted` where known."""
    fold_of, coded = _known(fitted, units)
    parts = [np.zeros((0, len(fitted.frames)))]
    for rows, own in [(slice(None), counted)] if counted else _chunks(fitted, units):
        parts.append(_average(score_units(fitted, own), fold_of[rows]))
    probability = np.concatenate(parts)
    frames = len(fitted.frames)
    table = pd.DataFrame(
        {
            "unit_id": np.repeat(units["unit_id"].to_numpy(dtype=object), frames),
            "article_id": np.repeat(units["article_id"].to_numpy(dtype=object), frames),
            "frame": np.tile(np.array(fitted.frames, dtype=object), len(units)),
            "probability": probability.ravel(),
            "present": choose_present(fitted, probability).ravel(),
            "training": np.where(coded.ravel(), "cross-fitted", "none"),
            "codebook": codebook,
        }
    )
    return table.astype(dict.fromkeys(["unit_id", "article_id", "frame", "training", "codebook"], "str"))


def explain_units(fitted: Fitted, units: pd.DataFrame, n: int) -> pd.DataFrame:
    """Return the n words and pairs that moved each frame in each unit the most, by their part of the log-odds."""
    fold_of, _ = _known(fitted, units)
    names = np.array([*fitted.vocabulary.words, *fitted.vocabulary.pairs], dtype=object)
    rows: list[tuple[str, str, str, float]] = []
    for chunk, counted in _chunks(fitted, units):
        ids = units["unit_id"].to_numpy(dtype=object)[chunk]
        moved = [_moved(fitted, counted, fold_of[chunk], frame)[:, : len(names)] for frame in range(len(fitted.frames))]
        for place_, unit_id in enumerate(ids):
            for frame, terms in zip(fitted.frames, moved, strict=True):
                own = terms[[place_]]
                order = np.lexsort((own.indices, -np.abs(own.data).round(9)))[:n]
                rows += [(unit_id, frame, names[own.indices[k]], float(own.data[k])) for k in order if own.data[k]]
    return typed(rows, ["unit_id", "frame", "word", "weight"]).astype({"weight": "float64"})


def _known(fitted: Fitted, units: pd.DataFrame) -> tuple[Places, npt.NDArray[np.bool_]]:
    """Return the fold that left out each unit (-1: it is new to all), and which of its codes were learned from.

    A unit is known by its id, as a copy of a text that was learned from, or by its group: what shares an article with
    coded units must be predicted as they are, or the two could not be compared.
    """
    training = fitted.training
    row = pd.Series(np.arange(len(training)), index=training["unit_id"])
    by_id = units["unit_id"].map(row[~row.index.duplicated()])
    row.index = pd.Index(training["key"])
    same = by_id.fillna(units["key"].map(row[~row.index.duplicated()])).fillna(-1).astype(np.int64).to_numpy()
    coded = np.array([[sign == "1" for sign in own] for own in training["coded"]] + [[False] * len(fitted.frames)])
    fold = np.append(training["fold"].to_numpy(dtype=np.int64), -1)
    of_group = training.drop_duplicates("group").set_index("group")["fold"]
    by_group = units["group"].map(of_group).fillna(-1).astype(np.int64).to_numpy()
    return np.where(same >= 0, fold[same], by_group), coded[same]


def _chunks(fitted: Fitted, units: pd.DataFrame) -> Iterator[tuple[slice, Counted]]:
    texts = units["text"].tolist()
    for start in range(0, len(texts), _CHUNK):
        rows = slice(start, start + _CHUNK)
        yield rows, count_units(texts[rows], fitted.vocabulary, of_text=fitted.of_text, whole=fitted.whole)


def score_units(fitted: Fitted, counted: Counted) -> Floats:
    """Return probabilities, folds x units x frames; those of exclusive frames sum to 1."""
    found = np.zeros((len(fitted.folds), counted.units, len(fitted.frames)))
    for number, fold in enumerate(fitted.folds):
        whole, passages = place_units(fold.space, counted, fitted.vocabulary.sizes)
        for frame, model in enumerate(fold.models):
            decisions = decide(model, whole, passages, counted.unit_of)
            found[number, :, frame] = squash(model.slope * decisions + model.offset)
    return found / found.sum(axis=2, keepdims=True) if fitted.exclusive else found


def _average(probabilities: Floats, fold_of: Places) -> Floats:
    """Return what the model says that left the unit out; for new units, the mean of all models."""
    own: Floats = probabilities[np.maximum(fold_of, 0), np.arange(len(fold_of))]
    return np.where(fold_of[:, None] >= 0, own, probabilities.mean(axis=0))


def choose_present(fitted: Fitted, probability: Floats) -> npt.NDArray[np.bool_]:
    """Return where each frame is present: from its threshold on, or the most probable of exclusive frames."""
    if not fitted.exclusive:
        return probability >= fitted.thresholds
    chosen: npt.NDArray[np.bool_] = np.arange(probability.shape[1]) == probability.argmax(axis=1)[:, None]
    return chosen


def _moved(fitted: Fitted, counted: Counted, fold_of: Places, frame: int) -> Any:  # noqa: ANN401 - scipy has no types
    """Return units x terms: what each term adds to the log-odds of the frame, as in the prediction."""
    from scipy.sparse import csr_matrix, diags

    total = csr_matrix((counted.units, counted.terms.shape[1] + counted.vectors.shape[1]))
    for number, fold in enumerate(fitted.folds):
        model = fold.models[frame]
        shown, passages = place_units(fold.space, counted, fitted.vocabulary.sizes)
        if model.pooled:
            strength = passages @ model.coefficients
            order = np.lexsort((-strength, counted.unit_of))
            shown = (shown + passages[order[np.unique(counted.unit_of[order], return_index=True)[1]]]) / 2
        share = np.where(fold_of >= 0, fold_of == number, 1 / len(fitted.folds))
        total = total + diags(share) @ shown.multiply(model.slope * model.coefficients).tocsr()
    return total.tocsr()
