"""What the page of an article shows: all of it, the paragraphs that tables lead to, or none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from pathlib import Path
from urllib.parse import unquote

import pandas as pd

from workbench.articles import Corpus
from workbench.reports.texts.index import EXCERPT
from workbench.reports.texts.words import find_words, flatten

ARTICLE = 300  # words shown of an article at most
_LINK = re.compile(r'href="articles/([^"#?]+)\.html(?:#b(\d+))?"')


def find_links(folder: Path, names: list[str]) -> dict[str, set[int]]:
    """Return the articles that some pages lead to, each with the numbers of the blocks, in the order of the ids.

    Example:
        >>> find_links(Path("reports/demo/latest"), ["2-framing"])  # doctest: +SKIP
        {'327ab23a94f582f2': {1, 12}, …}
    """
    links: dict[str, set[int]] = {}
    for name in names:
        for article_id, block in _LINK.findall((folder / f"{name}.html").read_text(encoding="utf-8")):
            links.setdefault(unquote(article_id), set()).update([int(block)] if block else [])
    return dict(sorted(links.items()))


def excerpt_blocks(corpus: Corpus, links: Mapping[str, Set[int]], *, texts: str = "excerpts") -> pd.DataFrame:
    """Return the blocks of the linked articles with what may be shown of each.

    Args:
        corpus: the articles.
        links: article_id -> the numbers of the blocks that tables lead to.
        texts: "excerpts" shows of those blocks at most 120 words each and 300 an article, in the order of the page;
            "none" shows nothing, "full" everything.

    Returns:
        article_id, block, kind, linked, shown (missing where nothing is), left_out (words).

    Example:
        >>> excerpt_blocks(corpus, {"327ab23a94f582f2": {12}})  # doctest: +SKIP
    """
    blocks = corpus.blocks[corpus.blocks["article_id"].isin(list(links))]
    left = dict.fromkeys(links, 0 if texts == "none" else ARTICLE)
    rows = []
    columns = (blocks[column] for column in ("article_id", "block", "kind", "text"))
    for article_id, block, kind, given in zip(*columns, strict=True):
        text = given if isinstance(given, str) else ""
        linked = block in links[article_id]
        shown = text if texts == "full" else _first_words(text, min(EXCERPT, left[article_id])) if linked else ""
        left[article_id] -= _count(shown)
        rows.append((article_id, block, kind, linked, shown or None, _count(text[len(shown) :])))
    kinds = {
        "article_id": "str",
        "block": "Int64",
        "kind": "str",
        "linked": "bool",
        "shown": "str",
        "left_out": "Int64",
    }
    return pd.DataFrame(rows, columns=list(kinds)).astype(kinds)


def _count(text: str) -> int:
    return len(find_words(flatten(text).text))


def _first_words(text: str, most: int) -> str:
    """Return a text to the end of its last word that may be shown, or the whole of it."""
    words = find_words(flatten(text).text)
    if len(words) <= most:
        return text
    return text[: words[most - 1][1]] if most > 0 else ""
