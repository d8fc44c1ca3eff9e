"""Counts over frames: which frames come together, and in which kind of block their words stand."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pandas as pd

from workbench.articles.join import plain_text
from workbench.errors import DataError, ParameterError, require_columns
from workbench.text import count_words, typed

_CO_OCCURRENCES = ["frame", "other", "units", "share", "lift"]
_NUMBERS = {"hits": "int64", "words": "int64", "rate": "float64", "low": "float64", "high": "float64"}
_KINDS = ["kind", "frame", "hits", "words", "rate", "low", "high"]


def count_co_occurrences(predictions: pd.DataFrame) -> pd.DataFrame:
    """Return how often each two frames are present in the same unit.

    Args:
        predictions: unit_id, frame, present, as `score_frames` or `Coder.predict` makes them; a missing `present` is
            a unit that was left open, and is not counted with that frame.

    Returns:
        frame, other, units (with both), share (of the units with `frame` that also show `other`; NaN without such
        units), lift (units with both, over those to be expected were the two frames independent: above 1 they
        attract each other; NaN where one of them is nowhere). Every frame with every other one, in the order in which
        they first stand in `predictions`; only units in which both were coded.

    Raises:
        DataError: a column is missing, a `present` is neither true nor false, or a unit has a frame twice.

    Example:
        >>> predictions = pd.DataFrame(
        ...     {"unit_id": ["a", "a", "b", "b"], "frame": ["oil", "law"] * 2, "present": [True, True, False, True]}
        ... )
        >>> count_co_occurrences(predictions)[["frame", "other", "units", "share"]].to_numpy().tolist()
        [['oil', 'law', 1, 1.0], ['law', 'oil', 1, 0.5]]
    """
    require_columns(predictions.columns, ["unit_id", "frame", "present"], table="predictions")
    frames = predictions["frame"].unique()
    present = _spread(predictions).reindex(columns=frames).to_numpy(dtype=np.float64)
    known = (~np.isnan(present)).astype(np.float64)
    shown = np.nan_to_num(present)
    both, units = shown.T @ shown, known.T @ known
    alone = shown.T @ known  # units that show the frame of the row, of those in which that of the column is coded too
    with np.errstate(divide="ignore", invalid="ignore"):
        share = both / alone
        lift = both * units / (alone * alone.T)
    rows, columns = np.nonzero(~np.eye(len(frames), dtype=np.bool_))
    return pd.DataFrame(
        {
            "frame": pd.array(frames[rows], dtype="str"),
            "other": pd.array(frames[columns], dtype="str"),
            "units": both[rows, columns].astype(np.int64),
            "share": share[rows, columns],
            "lift": lift[rows, columns],
        },
        columns=_CO_OCCURRENCES,
    )


def _spread(predictions: pd.DataFrame) -> pd.DataFrame:
    """Return one row a unit and one column a frame: 1.0, 0.0, or NaN where the unit was left open."""
    twice = np.flatnonzero(predictions.duplicated(["unit_id", "frame"]))
    if len(twice):
        row = predictions.iloc[twice[0]]
        raise DataError(f"The unit {row['unit_id']!r} has the frame {row['frame']!r} in two rows. Keep one.")
    values = pd.to_numeric(predictions["present"], errors="coerce").astype("Float64")
    wrong = np.flatnonzero(predictions["present"].notna() & ~values.isin([0, 1]))
    if len(wrong):
        value = predictions["present"].tolist()[wrong[0]]
        raise DataError(
            f"Row {wrong[0] + 1} of the predictions has present = {value!r}. Allowed: true, false, missing."
        )
    table = predictions.assign(present=values.astype("float64"))
    return table.pivot(index="unit_id", columns="frame", values="present")


def count_hits_by_kind(hits: pd.DataFrame, blocks: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """Return how often each frame is named in each kind of block: headlines against body, captions against list items.

    Hits are made in the text of an article, which is body prose unless `join_text` made it of more kinds of blocks.

    Args:
        hits: as `find_hits` makes them; negated ones are not counted.
        blocks: article_id, block, kind, text of the blocks that were searched, also those without a hit: for articles
            from `join_text(corpus, kinds=kinds)` this is `corpus.blocks[corpus.blocks["kind"].isin(kinds)]`.
        confidence: how often such intervals hold the true rate, between 0 and 1.

    Returns:
        kind, frame, hits, words (of all blocks of the kind), rate (hits per 1,000 words), low, high. Kinds in the
        order in which they first stand in `blocks`, frames in that of `hits`, zeros included. A hit in no block (a
        title that only the metadata state) has no kind and no rate.

        The interval is the exact Poisson one (Garwood, F. 1936, "Fiducial limits for the Poisson distribution",
        Biometrika 28) for counts made smaller by the design effect, as Korn & Graubard (1998, "Confidence intervals for
        proportions with small expected number of positive counts", Survey Methodology 24) do for shares: hits come in
        clusters, the articles.

    Raises:
        DataError: a column is missing, or a hit stands in a block that is not among `blocks`.
        ParameterError: `confidence` is not between 0 and 1.

    Example:
        >>> hits = pd.DataFrame({"article_id": ["a"], "block": [0], "frame": ["oil"], "negated": [False]})
        >>> blocks = pd.DataFrame({"article_id": ["a"], "block": [0], "kind": ["title"], "text": ["Oil prices fall"]})
        >>> count_hits_by_kind(hits, blocks)[["kind", "frame", "hits", "words"]].to_numpy().tolist()
        [['title', 'oil', 1, 3]]
    """
    if not 0 < confidence < 1:
        raise ParameterError(f"confidence={confidence!r} is not a share. Allowed: between 0 and 1, such as 0.95.")
    require_columns(hits.columns, ["article_id", "block", "frame", "negated"], table="hits")
    require_columns(blocks.columns, ["article_id", "block", "kind", "text"], table="blocks")
    placed = _place(hits, blocks)
    words = [count_words(plain_text(kind, text)) for kind, text in zip(blocks["kind"], blocks["text"], strict=True)]
    sizes = blocks.assign(words=words).groupby(["kind", "article_id"], sort=False)["words"].sum()
    rows = [
        (kind, frame, *_rate(placed[(placed["kind"] == kind) & (placed["frame"] == frame)], sizes[kind], confidence))
        for kind in blocks["kind"].unique()
        for frame in hits["frame"].unique()
    ]
    nowhere = placed.loc[placed["kind"].isna(), "frame"].value_counts()
    rows += [
        (None, frame, nowhere[frame], 0, np.nan, np.nan, np.nan) for frame in hits["frame"].unique() if frame in nowhere
    ]
    return typed(rows, _KINDS).astype(_NUMBERS)


def _place(hits: pd.DataFrame, blocks: pd.DataFrame) -> pd.DataFrame:
    """Return the hits that are not negated with the kind of their block."""
    twice = blocks[blocks.duplicated(["article_id", "block"])]
    if len(twice):
        row = twice.iloc[0]
        raise DataError(f"Block {row['block']} of the article {row['article_id']!r} stands twice. Keep one.")
    known = blocks[["article_id", "block", "kind"]].astype({"block": "Int64"})
    placed = hits[~hits["negated"]].astype({"block": "Int64"}).merge(known, on=["article_id", "block"], how="left")
    lost = placed[placed["kind"].isna() & placed["block"].notna()]
    if len(lost):
        row = lost.iloc[0]
        raise DataError(
            f"There is a hit in block {row['block']} of the article {row['article_id']!r}, which is not among the "
            "blocks. Pass all blocks that were searched, of the same corpus."
        )
    return placed


def _rate(hits: pd.DataFrame, words: pd.Series, confidence: float) -> tuple[int, int, float, float, float]:
    """Return hits, words, and hits per 1,000 words with the interval; `words` has one element an article."""
    from scipy.stats import chi2, t

    count, total, articles = len(hits), int(words.sum()), len(words)
    if total == 0:
        return count, total, np.nan, np.nan, np.nan
    if articles == 1:  # how much articles differ cannot be told
        return count, total, 1000 * count / total, np.nan, np.nan
    of_article = hits["article_id"].value_counts().reindex(words.index, fill_value=0)
    spread = articles / (articles - 1) * float(((of_article - words * count / total) ** 2).sum())
    tail = (1 - confidence) / 2
    effect = (
        max(spread / count if count else 1.0, 1.0) * (t.isf(tail, articles - 1) / NormalDist().inv_cdf(1 - tail)) ** 2
    )
    low = chi2.ppf(tail, 2 * count / effect) / 2 if count else 0.0
    high = chi2.isf(tail, 2 * count / effect + 2) / 2
    scale = 1000 * effect / total
    return count, total, 1000 * count / total, low * scale, high * scale
