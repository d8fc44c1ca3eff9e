"""The articles and hand codes that checks work with, each read once; whoever hands them on hands on a copy."""

from __future__ import annotations

from functools import cache

import pandas as pd

from workbench.articles import Corpus, join_text, read_corpus
from workbench.framing import Codebook, HandCodes, read_codebook, read_codes, read_hand_codes
from workbench.reports import notebooks

KINDS = ["paragraph", "list_item", "faq_answer", "callout"]


@cache
def demo_corpus() -> Corpus:
    """Return the articles with their lines, as lessons 1 and 3 read them."""
    return read_corpus(notebooks.demo_folder())


@cache
def demo_articles() -> pd.DataFrame:
    """Return the articles as lessons 4 and 5 read them."""
    return join_text(demo_corpus(), kinds=KINDS)


@cache
def demo_codebook() -> Codebook:
    """Return the frames that the articles were coded for."""
    return read_codebook("generic")


@cache
def demo_hand_codes() -> HandCodes:
    """Return the hand codes of lessons 2 and 3: both readings, the settled ones, and the sample."""
    return read_hand_codes(notebooks.demo_codes(), codebook=demo_codebook())


@cache
def first_reading() -> pd.DataFrame:
    """Return the codes of lesson 4: those of the first reading."""
    return read_codes(notebooks.demo_codes() / "pass-1.csv")
