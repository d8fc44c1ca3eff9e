"""The explorer on many articles: how long it takes to open, search, filter, sort, page and read; its memory.

    python benchmarks/explorer.py [ARTICLES]

The articles are made of the paragraphs of the demo in random order, ten each, so that words are as common as in news.
"""

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import psutil

import workbench as wb
from workbench.widgets.explorer import explore

DEMO = Path(__file__).resolve().parents[1] / "data" / "raw" / "demo"
QUERIES = {
    "a word in every article": {"text": "the"},
    "a word in most": {"text": "venezuela"},
    "a word in some": {"text": "amnesty"},
    "a word in none": {"text": "xylophone"},
    "two words": {"text": "oil sanctions"},
    "two words, one of them just found": {"text": "amnesty oil"},
    "a phrase": {"text": '"closed skies"'},
    "page 2 of it": {"text": '"closed skies"', "page": 1},
    "outlet, frame and days": {"facets": {"Outlet": "Post", "Frame": "conflict"}, "first": "2025-06-01"},
    "sorted by title": {"sort": "title"},
    "sorted by title, last page": {"sort": "title", "page": 10**6},
}


def make_articles(number: int) -> pd.DataFrame:
    """Invented articles of ten paragraphs each."""
    draw = random.Random(0)
    demo = wb.read_articles(DEMO)
    paragraphs = [paragraph for text in demo["text"] for paragraph in text.split("\n\n")]
    return pd.DataFrame(
        {
            "article_id": [f"{place:016x}" for place in range(number)],
            "title": pd.Series(draw.choices(demo["title"].tolist(), k=number), dtype="str")
            + " "
            + pd.Series(range(number)).astype("str"),
            "text": pd.Series(["\n\n".join(draw.choices(paragraphs, k=10)) for _ in range(number)], dtype="str"),
            "outlet": draw.choices(["Post", "Herald", "Ledger", None], k=number),
            "published": pd.Timestamp("2025-01-01", tz="UTC")
            + pd.to_timedelta(draw.choices(range(365), k=number), unit="D"),
            "words": draw.choices(range(100, 1500), k=number),
        }
    )


def make_hits(articles: pd.DataFrame) -> pd.DataFrame:
    """Five hits an article: the explorer does not ask who found them."""
    rows = articles.loc[articles.index.repeat(5), ["article_id"]].reset_index(drop=True)
    start = pd.Series(range(len(rows))) % 5 * 40
    return rows.assign(
        frame=["conflict", "economy"] * (len(rows) // 2) + ["conflict"] * (len(rows) % 2),
        pattern="x",
        match="x",
        start=start,
        end=start + 8,
    )


def timed(what: str, work: Callable[[], object]) -> object:
    """Do something and print how long it took, by the clock and of this process."""
    wall, own = time.perf_counter(), time.process_time()
    result = work()
    print(f"{what:40} {time.perf_counter() - wall:8.3f} s   {time.process_time() - own:8.3f} s of CPU")
    return result


def memory() -> float:
    """The memory of this process now, in MB."""
    return float(psutil.Process().memory_info().rss / 1e6)


def main() -> None:
    """Measure and print."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    articles = make_articles(number)
    hits = make_hits(articles)
    print(f"{number:,} articles, {articles['text'].str.len().sum() / 1e6:,.0f} million characters, {len(hits):,} hits")
    before = memory()
    explorer = timed("open", lambda: explore(articles, hits))
    timed("first page", lambda: explorer._answer({"kind": "query"}))
    timed("prepare the search (behind the first page)", lambda: explorer._answer({"kind": "prepare"}))
    print(f"{'memory beside the tables':40} {memory() - before:8,.0f} MB")
    for what, query in QUERIES.items():
        answer = timed(what, lambda query=query: explorer._answer({"kind": "query", **query}))
        print(f"{'':40} {answer['found']:,} found")
    timed("read an article", lambda: explorer._answer({"kind": "read", "place": number // 2}))


if __name__ == "__main__":
    main()
