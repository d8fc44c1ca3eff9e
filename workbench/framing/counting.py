"""Who counts the frames in all articles: the dictionary, or a coder trained on the hand codes."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbench.errors import ParameterError, nearest
from workbench.framing.codebook import Codebook
from workbench.framing.dictionary import score_frames

CODERS = ("dictionary", "trained")


@dataclass(frozen=True)
class Predictions:
    """Frames in all articles, as one coder sees them.

    Attributes:
        predictions: unit_id, article_id, frame, present and what else the coder tells.
        coder: the trained coder; None for the dictionary.
        learning: how a trained coder gets better with hand codes, as `score_learning`; empty for the dictionary.
    """

    predictions: pd.DataFrame
    coder: object | None
    learning: pd.DataFrame


def build_predictions(
    articles: pd.DataFrame, codebook: Codebook, gold: pd.DataFrame, *, coder: str = "dictionary", min_hits: int = 2
) -> Predictions:
    """Return the frames of all articles, counted by the dictionary or by a coder trained on the hand codes.

    Args:
        articles: a table with `article_id` and `text`.
        codebook: the frames.
        gold: hand codes, one a unit and frame; looked at for training only.
        coder: "dictionary" or "trained".
        min_hits: for the dictionary, as for `score_frames`.

    Raises:
        ParameterError: `coder` is neither, or there are no hand codes to train on.
        DataError: as for `score_frames` and `fit_coder`.

    Example:
        >>> from workbench.framing import read_codebook
        >>> articles = pd.DataFrame({"article_id": ["a"], "text": ["Both sides accused and attacked each other."]})
        >>> made = build_predictions(articles, read_codebook("generic"), pd.DataFrame())
        >>> made.predictions.loc[made.predictions["present"], "frame"].tolist()
        ['conflict']
    """
    if coder not in CODERS:
        raise ParameterError(f"coder={coder!r}: {nearest(coder, CODERS)}")
    if coder == "dictionary":
        scores = score_frames(articles, codebook, unit=codebook.unit, min_hits=min_hits)
        return Predictions(scores, None, pd.DataFrame(columns=["units", "measure", "value", "low", "high"]))
    if gold.empty:
        raise ParameterError(
            "coder='trained' needs hand codes to learn from. Give them with codes=, or use 'dictionary'."
        )
    from workbench.framing.classifier import fit_coder
    from workbench.framing.learning import score_learning

    trained = fit_coder(articles, gold, codebook=codebook, unit=codebook.unit)
    return Predictions(trained.predict(articles), trained, score_learning(articles, gold, unit=codebook.unit))
