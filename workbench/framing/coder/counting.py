"""Who counts the frames in all articles: the dictionary, or a coder trained on the hand codes."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbench.errors import ParameterError, nearest
from workbench.framing.codebook.codebook import Codebook
from workbench.framing.coder.classifier import Coder, fit_coder
from workbench.framing.coder.learning import continue_learning
from workbench.framing.dictionary.dictionary import score_frames

CODERS = ("auto", "dictionary", "trained")
_ENOUGH = 8  # hand-coded units with a frame, and as many without it, from which a coder can be expected to learn it


@dataclass(frozen=True)
class Predictions:
    """Frames in all articles, as a machine sees them.

    Attributes:
        predictions: unit_id, article_id, frame, present and what else the machine tells.
        counted_by: "dictionary", or "trained".
        frames: frame, counted_by, for each frame by itself: a trained coder leaves rare ones to the dictionary.
        coder: the trained coder; None for the dictionary.
        learning: how a trained coder gets better with hand codes, as `score_learning`; empty for the dictionary.
    """

    predictions: pd.DataFrame
    counted_by: str
    frames: pd.DataFrame
    coder: Coder | None
    learning: pd.DataFrame


def build_predictions(
    articles: pd.DataFrame, codebook: Codebook, gold: pd.DataFrame, *, coder: str = "auto", min_hits: int = 2
) -> Predictions:
    """Return the frames of all articles, counted by the dictionary or by a coder trained on the hand codes.

    Args:
        articles: a table with `article_id` and `text`.
        codebook: the frames.
        gold: hand codes, one a unit and frame; looked at for training only.
        coder: "dictionary"; "trained", where the dictionary counts frames with too few hand codes to learn from;
            "auto": trained, where some frame has 8 hand-coded units with it and 8 without, else the dictionary.
        min_hits: for the dictionary, as for `score_frames`.

    Raises:
        ParameterError: `coder` is none of these, or there are no hand codes to train on.
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
    if coder == "trained" and gold.empty:
        raise ParameterError("coder='trained' has no hand codes to learn from. Give them with codes=, or choose auto.")
    unit = _unit(articles, codebook, gold)
    scores = score_frames(articles, codebook, unit=unit, min_hits=min_hits)
    if coder == "dictionary" or (coder == "auto" and not _learnable(gold)):
        return Predictions(scores, "dictionary", _counted(codebook, scores, []), None, _nothing_learned())
    trained = fit_coder(articles, gold, codebook=codebook, unit=unit)
    learned = trained.predict(articles)
    both = pd.concat([learned, scores[~scores["frame"].isin(learned["frame"].unique())]], ignore_index=True)
    order = {frame: place for place, frame in enumerate(codebook.frames["frame"])}
    both = both.sort_values("frame", key=lambda frame: frame.map(order), kind="stable", ignore_index=True)
    learning = continue_learning(articles, gold, trained.fitted, codebook=codebook, unit=unit)
    counted = _counted(codebook, both, learned["frame"].unique().tolist())
    return Predictions(both[learned.columns], "trained", counted, trained, learning)


def _unit(articles: pd.DataFrame, codebook: Codebook, gold: pd.DataFrame) -> str:
    """Return the unit that was coded by hand; shares of articles are wanted where nothing was."""
    if gold.empty or gold["unit_id"].isin(articles["article_id"].astype("str")).all():
        return "article"
    return codebook.unit


def _counted(codebook: Codebook, predictions: pd.DataFrame, learned: list[str]) -> pd.DataFrame:
    known = set(predictions["frame"])
    by = {frame: "trained coder" if frame in learned else "dictionary" for frame in known}
    frames = codebook.frames["frame"]
    counted = frames.map(by).fillna("nobody: no patterns, and too few hand codes to learn from")
    return pd.DataFrame({"frame": frames, "counted_by": counted.astype("str")})


def _learnable(gold: pd.DataFrame) -> bool:
    if gold.empty:
        return False
    counts = gold.groupby(["frame", "value"]).size().unstack(fill_value=0)
    return bool({0.0, 1.0} <= set(counts.columns) and (counts[[0.0, 1.0]].min(axis=1) >= _ENOUGH).any())


def _nothing_learned() -> pd.DataFrame:
    return pd.DataFrame(columns=["units", "measure", "value", "low", "high"])
