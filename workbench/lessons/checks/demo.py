"""The articles and hand codes that checks work with: read once, and never handed on to be changed."""

from __future__ import annotations

from functools import cache

import pandas as pd

from workbench.articles import join_text, read_corpus
from workbench.framing import read_codes
from workbench.reports import notebooks

KINDS = ["paragraph", "list_item", "faq_answer", "callout"]


@cache
def demo_articles() -> pd.DataFrame:
    """Return the articles as lessons 4 and 5 read them."""
    return join_text(read_corpus(notebooks.demo_folder()), kinds=KINDS)


@cache
def demo_codes() -> pd.DataFrame:
    """Return the first reading of the hand codes."""
    return read_codes(notebooks.demo_codes() / "pass-1.csv")
