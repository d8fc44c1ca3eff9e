"""The data gate: what the articles are like tonight, and whether that is enough to make a report of."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from datetime import datetime, timedelta

import pandas as pd

from workbench.articles import Corpus, find_duplicates, select_articles
from workbench.reports.settings.settings import Gate, Selection

Found = dict[str, float | int | str | None]

_DAY = 86400.0
# Set aside on purpose: these are no articles that went wrong.
_NOT_MEANT = ("Hidden file", "A hidden folder", "Made by the workbench")
_SHARES = {
    "undated": "of the articles have no date",
    "rejected": "of what was found could not be read as an article",
    "duplicates": "of the articles repeat another one",
    "unknown_language": "of the articles are in no language that was recognised",
}


def select_corpus(corpus: Corpus, selection: Selection) -> tuple[Corpus, dict[str, int]]:
    """Return the part of a corpus a report is about, and how many articles were read, left out and left out undated.

    What was rejected stays: it is told whatever the selection.

    Raises:
        ParameterError: no article has an outlet or a language that is asked for.

    Example:
        >>> from workbench import read_corpus
        >>> select_corpus(read_corpus("data/raw/demo"), Selection())[1]  # doctest: +SKIP
        {'read': 27, 'left out': 0, 'left out without a date': 0}
    """
    if selection == Selection() or corpus.articles.empty:
        return corpus, {"read": len(corpus.articles), "left out": 0, "left out without a date": 0}
    among = select_articles(corpus.articles, outlets=selection.outlets or None, languages=selection.languages or None)
    since, until = (day.isoformat() if day else None for day in (selection.since, selection.until))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # the undated are counted here
        articles = select_articles(among, since=since, until=until)
    undated = int(among["published"].isna().sum()) if since or until else 0
    blocks = corpus.blocks[corpus.blocks["article_id"].isin(articles["article_id"])].reset_index(drop=True)
    told = {
        "read": len(corpus.articles),
        "left out": len(corpus.articles) - len(articles),
        "left out without a date": undated,
    }
    return Corpus(articles, blocks, corpus.rejected), told


def measure_articles(corpus: Corpus, earlier_ids: set[str] | None, gate: Gate, now: datetime) -> Found:
    """Return what the gate asks about.

    Args:
        corpus: the articles of this run.
        earlier_ids: the `article_id`s of the last published run; None on a first run, in which every article is new.
        gate: what is asked for; copies are looked for only where it is about them.
        now: an instant with its time zone.

    Returns:
        articles, new (counts); newest (ISO, of the dates up to tomorrow: one of next year is a slip of its source and
        would keep the gate open for ever), newest_days (its age); undated, rejected (of articles and what was rejected;
        hidden files do not count), duplicates, unknown_language (shares). What cannot be told is None.

    Example:
        >>> from workbench import read_corpus
        >>> from datetime import UTC
        >>> measure_articles(read_corpus("data/raw/demo"), None, Gate(), datetime.now(UTC))["new"]  # doctest: +SKIP
        27
    """
    articles = corpus.articles
    reasons = corpus.rejected["reason"].astype("str")
    rejected = int((~reasons.str.startswith(_NOT_MEANT)).sum())
    published = pd.to_datetime(articles["published"], utc=True, format="ISO8601")
    newest = published[published <= pd.Timestamp(now) + timedelta(days=1)].max()
    known = articles["article_id"].isin(earlier_ids or set())
    asked = gate.duplicates < 1
    return {
        "articles": len(articles),
        "new": int((~known).sum()),
        "newest": None if pd.isna(newest) else newest.isoformat(),
        "newest_days": None if pd.isna(newest) else (pd.Timestamp(now) - newest).total_seconds() / _DAY,
        "undated": _share(int(published.isna().sum()), len(articles)),
        "rejected": _share(rejected, rejected + len(articles)),
        "duplicates": _share(find_duplicates(articles)["article_id"].nunique(), len(articles)) if asked else None,
        "unknown_language": _share(int(articles["language"].isna().sum()), len(articles)),
    }


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def check_gate(gate: Gate, found: Mapping[str, float | int | str | None]) -> list[str]:
    """Return one sentence for each condition of the gate that is not met; none when the articles pass.

    Args:
        gate: the conditions.
        found: as `measure_articles` returns it. What is asked for and could not be told is not met.

    Example:
        >>> check_gate(Gate(articles=10), {"articles": 3, "new": 3})
        ['There are 3 articles; at least 10 are needed.']
    """
    return [*_check_counts(gate, found), *_check_newest(gate, found), *_check_shares(gate, found)]


def _check_counts(gate: Gate, found: Mapping[str, float | int | str | None]) -> list[str]:
    told = []
    if not _number(found.get("articles")) >= gate.articles:
        told.append(f"There {_count(found.get('articles'), 'article')}; {_needed(gate.articles)}")
    if not _number(found.get("new")) >= gate.new:
        told.append(f"There {_count(found.get('new'), 'new article')} since the last report; {_needed(gate.new)}")
    return told


def _check_newest(gate: Gate, found: Mapping[str, float | int | str | None]) -> list[str]:
    limit, days = gate.newest_within_days, found.get("newest_days")
    if limit is None:
        return []
    if days is None:
        return [f"No article has a date up to today; the newest must be at most {limit:g} days old."]
    if _number(days) <= limit:
        return []
    day = str(found.get("newest"))[:10]
    return [f"The newest article is of {day}, {_number(days):.1f} days ago; at most {limit:g} days are allowed."]


def _check_shares(gate: Gate, found: Mapping[str, float | int | str | None]) -> list[str]:
    told = []
    for name, words in _SHARES.items():
        limit, share = float(getattr(gate, name)), found.get(name)
        if limit >= 1:
            continue
        if share is None:
            told.append(f"What share {words} cannot be told; at most {_percent(limit)} may.")
        elif not _number(share) <= limit:
            told.append(f"{_percent(_number(share))} {words}; at most {_percent(limit)} may.")
    return told


def _number(value: float | str | None) -> float:
    """Return a number that meets no condition where there is none."""
    return float(value) if isinstance(value, int | float) else float("nan")


def _percent(share: float) -> str:
    return f"{100 * share:.4g}%"


def _needed(least: int) -> str:
    return f"at least {least:,} {'is' if least == 1 else 'are'} needed."


def _count(value: float | str | None, noun: str) -> str:
    if not isinstance(value, int | float):
        return f"is no count of {noun}s"
    return f"is {value:,} {noun}" if value == 1 else f"are {value:,} {noun}s"
