"""Framing: from a codebook to hits, scores, shares with intervals, and the words that set groups apart."""

from workbench.framing.codebook import Codebook, read_codebook
from workbench.framing.contrast import compare_words
from workbench.framing.dictionary import find_hits, score_frames
from workbench.framing.shares import compare_shares, estimate_shares

__all__ = [
    "Codebook",
    "compare_shares",
    "compare_words",
    "estimate_shares",
    "find_hits",
    "read_codebook",
    "score_frames",
]
