"""The first page of a report, and the pages of the articles its tables lead to."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from workbench.articles import Corpus, check_articles
from workbench.articles.kinds import PROSE
from workbench.reports.record import Record
from workbench.reports.pages.render import Page
from workbench.reports.pages.site import render, write_assets

SHOWN = 20  # rejected files on the first page; all are in the table


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
        tables=sorted(path.stem for path in (folder / "tables").glob("*.csv")),
    )
    index = folder / "index.html"
    index.write_text(html, encoding="utf-8")
    render_articles(folder, corpus, record, sorted({article for page in pages for article in page.articles}))
    return index


def render_articles(folder: Path, corpus: Corpus, record: Record, chosen: Iterable[str]) -> None:
    """Write one page for each chosen article: all its blocks, with the kind of those that are not body prose."""
    target = folder / "articles"
    target.mkdir(exist_ok=True)
    blocks = dict(list(corpus.blocks.groupby("article_id")))
    articles = corpus.articles.set_index("article_id")
    for article_id in chosen:
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
            kept=PROSE,
            blocks=list(blocks.get(article_id, corpus.blocks.head(0)).itertuples()),
        )
        (target / f"{article_id}.html").write_text(html, encoding="utf-8")


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
    rejected.to_csv(tables / "rejected.csv", index=False, lineterminator="\n")
    rejected.to_parquet(tables / "rejected.parquet", index=False)


def _about(row: pd.Series) -> str:
    published = f"published {_day(row['published'])}" if pd.notna(row["published"]) else "undated"
    who = [_said(row["outlet"]) or "outlet not stated", _said(row["author"]), _said(row["author_role"])]
    parts = [*who, published, f"{row['words']} words", row["source_file"]]
    return " · ".join(part for part in parts if part)


def _said(value: object) -> str:
    return value if isinstance(value, str) else ""


def _day(moment: pd.Timestamp) -> str:
    return f"{moment.day} {moment.strftime('%B %Y')}"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
