"""The first page of a report, and the pages of the articles its tables lead to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from workbench.articles import Corpus, check_articles
from workbench.articles.kinds import PROSE
from workbench.cells import guard_formula, guard_texts
from workbench.reports.pages.render import Page
from workbench.reports.pages.site import render, write_assets
from workbench.reports.record import Record
from workbench.reports.texts.excerpts import excerpt_blocks, find_links

SHOWN = 20  # rejected files on the first page; all are in the table
_HOW = {
    "full": "Body prose is in plain type. Everything set aside is grey, with the kind it was given.",
    "excerpts": "Only the passages that tables of this report lead to are shown.",
    "none": "This report carries no text of articles. What tables lead to is told by its kind and length.",
}
_CARRIES = {
    "full": "whole, in corpus/ and on the pages of articles",
    "excerpts": "at most 120 words of an article in a row, 300 on its page; the rest is left out",
    "none": "none: eight words of an article in a row or more are left out; titles stay",
}


class _Shown(NamedTuple):
    """A block on the page of an article, and how many words are left out before it; None is the end of the page."""

    gap: int
    block: int | None = None
    kind: str = ""
    text: str = ""
    left_out: int = 0


def render_index(folder: Path, corpus: Corpus, record: Record, pages: list[Page]) -> Path:
    """Write index.html, the article pages and the assets; return the path of the first page."""
    write_assets(folder)
    _write_rejected(corpus.rejected, folder / "tables")
    problems = check_articles(corpus.articles)
    html = render(
        "index.html.j2",
        title="Overview",
        record=record,
        current="index",
        root="",
        summary=summarise(corpus),
        pages=pages,
        problems=list(problems[problems["articles"] > 0].fillna("").itertuples()),
        rejected=list(corpus.rejected.head(SHOWN).itertuples()),
        more_rejected=max(len(corpus.rejected) - SHOWN, 0),
        carries=_CARRIES[record.texts],
        codes=[file["name"] for file in record.codes if (folder / "codes" / file["name"]).exists()],
        tables=sorted(path.stem for path in (folder / "tables").glob("*.csv")),
    )
    index = folder / "index.html"
    index.write_text(html, encoding="utf-8")
    render_articles(folder, corpus, record, find_links(folder, [page.name for page in pages]))
    return index


def render_articles(folder: Path, corpus: Corpus, record: Record, links: Mapping[str, set[int]]) -> None:
    """Write one page for each linked article: what the report may show of its blocks, and how much is left out.

    Args:
        folder: of the report.
        corpus: the articles.
        record: says how much text of articles the report carries.
        links: article_id -> the numbers of the blocks that its pages lead to.
    """
    target = folder / "articles"
    target.mkdir(exist_ok=True)
    blocks = dict(list(excerpt_blocks(corpus, links, texts=record.texts).groupby("article_id")))
    articles = corpus.articles.set_index("article_id")
    for article_id in links:
        if article_id not in articles.index:
            continue
        row = articles.loc[[article_id]].iloc[0]
        html = render(
            "article.html.j2",
            title=_said(row["title"]) or "Article without a title",
            record=record,
            current="article",
            root="../",
            about=_about(row),
            url=_address(row["url"]),
            how=_HOW[record.texts],
            kept=PROSE,
            blocks=_gather(blocks[article_id]) if article_id in blocks else [],
        )
        (target / f"{article_id}.html").write_text(html, encoding="utf-8")


def _gather(blocks: pd.DataFrame) -> list[_Shown]:
    """Return what the page shows: each block that is shown or led to, after the words left out before it."""
    shown: list[_Shown] = []
    gap = 0
    columns = (blocks[column] for column in ("block", "kind", "linked", "shown", "left_out"))
    for block, kind, linked, given, left_out in zip(*columns, strict=True):
        if _said(given) or linked:
            shown.append(_Shown(gap, block, kind, _said(given), left_out))
            gap = 0
        else:
            gap += left_out
    return [*shown, _Shown(gap)] if gap else shown


def summarise(corpus: Corpus) -> str:
    """Return what was read in two sentences.

    Example:
        >>> summarise(read_corpus("data/raw/demo"))  # doctest: +SKIP
        '27 articles from 4 outlets, published between 9 September 2025 and 22 January 2026. 4 are undated, …'
    """
    articles = corpus.articles
    outlets, dated = articles["outlet"].nunique(), articles["published"].dropna()
    origin = f" from {_count(outlets, 'outlet')}" if outlets else ""
    days = (
        sorted({_day(dated.min()), _day(dated.max())}, key=lambda day: day != _day(dated.min())) if len(dated) else []
    )
    span = f", published {'between ' if len(days) > 1 else 'on '}{' and '.join(days)}" if days else ""
    without = int(articles["outlet"].isna().sum())
    missing = [
        f"{len(articles) - len(dated)} undated",
        f"{without} without an outlet" if outlets else "none with an outlet",
        f"{_count(len(corpus.rejected), 'file or record', 'files or records')} set aside",
    ]
    words = int(articles["words"].sum())
    return f"{_count(len(articles), 'article')}{origin}{span}: {', '.join(missing)}. {words:,} words of body text."


def _write_rejected(rejected: pd.DataFrame, tables: Path) -> None:
    tables.mkdir(exist_ok=True)
    guarded = guard_texts(rejected, guard_formula)  # a file can be called anything
    guarded.to_csv(tables / "rejected.csv", index=False, lineterminator="\n")
    rejected.to_parquet(tables / "rejected.parquet", index=False)


def _about(row: pd.Series) -> str:
    published = f"published {_day(row['published'])}" if pd.notna(row["published"]) else "undated"
    who = [_said(row["outlet"]) or "outlet not stated", _said(row["author"]), _said(row["author_role"])]
    parts = [*who, published, f"{row['words']} words", row["source_file"]]
    return " · ".join(part for part in parts if part)


def _address(url: object) -> str:
    """Return an address that a page may lead to, or nothing."""
    return _said(url) if _said(url).startswith(("http://", "https://")) else ""


def _said(value: object) -> str:
    return value if isinstance(value, str) else ""


def _day(moment: pd.Timestamp) -> str:
    return f"{moment.day} {moment.strftime('%B %Y')}"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
