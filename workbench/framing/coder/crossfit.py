"""Cross-fitting: one set of models a fold, each made from the other folds alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from workbench.errors import DataError, ParameterError, nearest
from workbench.framing.coder.embeddings import embed_texts
from workbench.framing.coder.features import Counted, TextVectors, count_units, select_units, split_passages
from workbench.framing.coder.fitted import Fitted, Fold
from workbench.framing.coder.folds import assign_folds, training_rows
from workbench.framing.coder.learner import fit_models
from workbench.framing.coder.training import Training, check_size, find_gaps
from workbench.framing.coder.vocabulary import NO_TERMS, Vocabulary, build_vocabulary
from workbench.progress import track

FEATURES = ("tfidf", "tfidf+embeddings")
CALLABLE = "callable"


@dataclass(frozen=True)
class Reading:
    """How texts are made numbers.

    Attributes:
        features: "tfidf", "tfidf+embeddings" or "callable".
        of_text: gives vectors of texts; None for terms alone.
        model: the embedding model, when one was named.
    """

    features: str
    of_text: TextVectors | None
    model: str | None

    @property
    def whole(self) -> bool:
        """Whether features of one's own are asked about whole units."""
        return self.features == CALLABLE


def read_features(features: str | TextVectors, model: str | None) -> Reading:
    """Return how texts are made numbers, or say what `features` may be."""
    if callable(features):
        return Reading(CALLABLE, features, None)
    if features not in FEATURES:
        raise ParameterError(f"features={features!r}: {nearest(str(features), FEATURES)} Or pass a function of texts.")
    if features == FEATURES[0]:
        if model is not None:
            raise ParameterError(f"model={model!r} is used with features={FEATURES[1]!r} only. Pass that, or no model.")
        return Reading(features, None, None)
    return Reading(features, partial(embed_texts, model=model), model)


def read_texts(training: Training, reading: Reading) -> tuple[Vocabulary, Counted]:
    """Return the terms of the coded units and their counts. Nothing here looks at codes."""
    texts = training.units["text"].tolist()
    vocabulary = (
        NO_TERMS if reading.whole else build_vocabulary([part for text in texts for part in split_passages(text)])
    )
    return vocabulary, count_units(texts, vocabulary, of_text=reading.of_text, whole=reading.whole)


def cross_fit(
    training: Training, reading: Reading, *, folds: int, groups: str | None, seed: int
) -> tuple[Fitted, Counted, list[str | None]]:
    """Return the models of every fold, the counted units, and for each frame why it could not be learned, or None."""
    check_size(training, folds, groups)
    names, keys = training.units["group"].to_numpy(dtype=str), training.units["key"].to_numpy(dtype=str)
    fold_of = assign_folds(names, training.labels, folds=folds, seed=(seed,))
    gaps = find_gaps(training, fold_of, groups=groups)
    learned = [place for place, gap in enumerate(gaps) if gap is None]
    if not learned:
        reasons = "; ".join(f"{frame!r}: {gap}" for frame, gap in zip(training.frames, gaps, strict=True))
        raise DataError(f"No frame can be learned from these codes. {reasons}. Code more units.")
    vocabulary, counted = read_texts(training, reading)
    labels = training.labels[:, learned]
    parts = []
    for fold in track(range(folds), "Training the coder"):
        rows = training_rows(fold_of, fold, keys)
        own = select_units(counted, np.flatnonzero(rows))
        parts.append(Fold(*fit_models(own, vocabulary.sizes, labels[rows], names[rows], keys[rows], seed=(seed, fold))))
    coded = ["".join("0" if np.isnan(value) else "1" for value in own) for own in labels]
    fitted = Fitted(
        frames=[training.frames[place] for place in learned],
        folds=parts,
        vocabulary=vocabulary,
        of_text=reading.of_text,
        whole=reading.whole,
        exclusive=training.exclusive,
        training=training.units[["unit_id", "group", "key"]].assign(fold=fold_of, coded=coded),
    )
    return fitted, counted, gaps
