"""What the notebook of lesson 3 works with, made anew: articles, hand codes, and what the machine says."""

from __future__ import annotations

from functools import cache

import pandas as pd

from workbench.articles import join_text, read_corpus
from workbench.framing import Codebook, HandCodes, read_codebook, read_hand_codes, score_frames
from workbench.reports import notebooks

FRAME = "conflict"
MIN_HITS = 2


@cache
def codebook() -> Codebook:
    """The codebook of the lesson."""
    return read_codebook("generic")


@cache
def articles() -> pd.DataFrame:
    """The articles, with paragraphs and lists as their text."""
    return join_text(read_corpus(notebooks.demo_folder()))


@cache
def hand_codes() -> HandCodes:
    """The hand codes, the settled ones, and the sample."""
    return read_hand_codes(notebooks.demo_codes(), codebook=codebook(), articles=articles())


@cache
def scores(min_hits: int = MIN_HITS) -> pd.DataFrame:
    """What the machine says of all frames."""
    return score_frames(articles(), codebook(), min_hits=min_hits)


def machine(min_hits: int = MIN_HITS) -> pd.DataFrame:
    """What the machine says of conflict."""
    all_frames = scores(min_hits)
    return all_frames[all_frames["frame"] == FRAME]


def all_codes() -> pd.DataFrame:
    """The settled codes of conflict, of the articles that were not drawn as well."""
    gold = hand_codes().gold
    return gold[gold["frame"] == FRAME]


def drawn_codes() -> pd.DataFrame:
    """The settled codes of conflict, of the articles that were drawn."""
    sample = hand_codes().sample
    return all_codes() if sample is None else all_codes()[all_codes()["unit_id"].isin(sample["unit_id"])]
