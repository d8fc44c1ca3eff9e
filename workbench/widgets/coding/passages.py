"""The passages as a coder sees them: the text, what stands around it, and what kind of text it is. Nothing else."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from workbench.errors import require_columns

# Blocks that would tell who wrote the article, or are none of its text.
_HIDDEN = frozenset(["title", "kicker", "byline", "headline", "boilerplate", "call_to_action"])
_AROUND = 400  # letters shown before and after a passage
_GAP = "\n\n"


class Passage(NamedTuple):
    """A passage to code: its text, the text before and after it ("" where there is none) and its kind, if known."""

    text: str
    before: str = ""
    after: str = ""
    kind: str | None = None


class _Body(NamedTuple):
    """The text of an article, with the kind of each block by where it starts."""

    text: str
    starts: list[int]
    kinds: list[str | None]


def build_passages(sample: pd.DataFrame, context: pd.DataFrame | None = None) -> dict[str, Passage]:
    """Return the passage of each unit of a sample.

    Args:
        sample: unit_id, text; article_id and start are used with a context.
        context: articles (article_id, text), for what stands before and after, or blocks (also block and kind), for
            the kind, too. Titles, bylines and boilerplate are never shown.

    Raises:
        DataError: a column is missing.
    """
    texts = dict(zip(sample["unit_id"].astype(str), sample["text"], strict=True))
    if context is None:
        return {unit: Passage(text) for unit, text in texts.items()}
    require_columns(sample.columns, ["article_id"], table="sample")
    require_columns(context.columns, ["article_id", "text"], table="context")
    articles = sample["article_id"].astype(str)
    needed = context[context["article_id"].astype(str).isin(set(articles))]
    bodies = _bodies(needed)
    starts = sample["start"] if "start" in sample.columns else pd.Series(None, index=sample.index, dtype="Int64")
    return {
        unit: _placed(text, bodies.get(article), None if pd.isna(start) else int(start))
        for (unit, text), article, start in zip(texts.items(), articles, starts, strict=True)
    }


def _bodies(context: pd.DataFrame) -> dict[str, _Body]:
    if "kind" not in context.columns:
        pairs = zip(context["article_id"].astype(str), context["text"], strict=True)
        return {article: _Body(text, [0], [None]) for article, text in pairs if isinstance(text, str)}
    order = ["article_id", "block"] if "block" in context.columns else ["article_id"]
    shown = context[~context["kind"].isin(_HIDDEN) & context["text"].notna()].sort_values(order, kind="stable")
    return {
        str(article): _joined(zip(group["text"], group["kind"], strict=True))
        for article, group in shown.groupby("article_id", sort=False)
    }


def _joined(blocks: Iterable[tuple[str, str]]) -> _Body:
    parts: list[str] = []
    starts: list[int] = []
    kinds: list[str | None] = []
    at = 0
    for text, kind in blocks:
        parts.append(text)
        starts.append(at)
        kinds.append(None if pd.isna(kind) else str(kind).replace("_", " "))
        at += len(text) + len(_GAP)
    return _Body(_GAP.join(parts), starts, kinds)


def _placed(text: str, body: _Body | None, start: int | None) -> Passage:
    if body is None:
        return Passage(text)
    if start is None or body.text[start : start + len(text)] != text:
        start = body.text.find(text)
    if start < 0:
        return Passage(text)
    end = start + len(text)
    kind = body.kinds[bisect_right(body.starts, start) - 1]
    is_one_block = bisect_right(body.starts, start) == bisect_right(body.starts, end - 1)
    return Passage(text, _tail(body.text[:start]), _head(body.text[end:]), kind if is_one_block else None)


def _tail(text: str) -> str:
    text = text.strip()
    return text if len(text) <= _AROUND else "… " + text[-_AROUND:].partition(" ")[2]


def _head(text: str) -> str:
    text = text.strip()
    return text if len(text) <= _AROUND else text[:_AROUND].rpartition(" ")[0] + " …"
