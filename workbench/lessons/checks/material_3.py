"""What the notebook of lesson 3 works with, made anew: what the machine says, and the codes of conflict."""

from __future__ import annotations

from functools import cache

import pandas as pd

from workbench.framing import score_frames
from workbench.lessons.checks.demo import demo_codebook, demo_corpus, demo_hand_codes

FRAME = "conflict"
MIN_HITS = 2


@cache
def scores(min_hits: int) -> pd.DataFrame:
    """What the machine says of all frames."""
    return score_frames(demo_corpus().articles, demo_codebook(), min_hits=min_hits)


def machine(min_hits: int = MIN_HITS) -> pd.DataFrame:
    """What the machine says of conflict."""
    all_frames = scores(min_hits)
    return all_frames[all_frames["frame"] == FRAME]


def all_codes() -> pd.DataFrame:
    """The settled codes of conflict, of the articles that were not drawn as well."""
    gold = demo_hand_codes().gold
    return gold[gold["frame"] == FRAME]


def drawn_codes() -> pd.DataFrame:
    """The settled codes of conflict, of the articles that were drawn."""
    sample = demo_hand_codes().sample
    return all_codes() if sample is None else all_codes()[all_codes()["unit_id"].isin(sample["unit_id"])]
