"""Where articles contradict each other about one event: its date, or whether it took place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from workbench.timeline.events.attach import Date, cost
from workbench.timeline.events.office import find_office_conflicts
from workbench.timeline.events.result import CONFLICT_COLUMNS, build_table, group_rows, read_rows
from workbench.timeline.events.vocabulary import Family, fold, read_vocabulary
from workbench.timeline.events.windows import Window, gap_days, read_window

Row = dict[str, Any]

_FINE = frozenset(["time", "day", "weekend", "week", "month"])
_MONTH = 31
_NEAR = 10  # how far, as `cost` counts, a date may stand that is held against another
_SAME_NEWS_DAYS = 14  # an article so much later may speak of a new plan
_BOUNDED = frozenset(["since", "from"])


@dataclass(frozen=True)
class _Claim:
    """What one mention says, ready to be held against another."""

    row: Row
    window: Window | None


def find_conflicts(mentions: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return one row a contradiction between two articles about one event, each with both sentences and the reason.

    Args:
        mentions: as `Events.mentions`.
        articles: the articles; `published`, `language` and `outlet` are used when present.

    Returns:
        The columns of `Events.conflicts`; kind is "dating" (both say it happened, on days that exclude each other),
        "possible dating" (a clause about an office puts it into another time) or "status" (one says it is planned,
        considered or denied, another that it happened).
    """
    published = _published(articles)
    rows: list[Row] = []
    families = read_vocabulary("en").families
    office = find_office_conflicts(mentions, articles, published)
    for (event_id,), group in group_rows(read_rows(mentions), "event_id"):
        if len({row["article_id"] for row in group}) < 2:
            continue
        claims = [_claim(row) for row in sorted(group, key=lambda row: (row["article_id"], row["place"], row["start"]))]
        family = families.get(group[0]["trigger"], Family(group[0]["trigger"]))
        rows += _dating(claims, family)
        rows += office.get(event_id, [])
        rows += _status(claims, family, published)
    return build_table(
        [{"conflict": number, "resolved": False, **row} for number, row in enumerate(rows, start=1)], CONFLICT_COLUMNS
    )


def _published(articles: pd.DataFrame) -> dict[str, pd.Timestamp]:
    if "published" not in articles.columns:
        return {}
    pairs = zip(articles["article_id"].astype(str), articles["published"], strict=True)
    return {article_id: pd.Timestamp(when) for article_id, when in pairs if not pd.isna(when)}


def _claim(row: Row) -> _Claim:
    names = ("value", "earliest", "latest", "granularity")
    return _Claim(row, read_window(Date(0, 0, "", "DATE", **{name: row[name] for name in names}), row["relation"]))


def conflict_row(kind: str, one: Row, other: Row, reason: str) -> Row:
    """Return the cells of a conflict between two mentions.

    Example:
        >>> place = {"event_id": "e", "article_id": "a", "start": 0, "end": 4, "sentence": "Call."}
        >>> conflict_row("status", place, place, "")["other_article_id"]
        'a'
    """
    names = ("article_id", "start", "end", "sentence")
    return {
        "event_id": one["event_id"],
        "kind": kind,
        **{name: one[name] for name in names},
        **{f"other_{name}": other[name] for name in names},
        "reason": reason,
    }


def _dating(claims: list[_Claim], family: Family) -> Iterator[Row]:
    """Yield one row for each two dates that exclude each other, told by articles none of whose dates agree."""
    by_article: dict[str, list[_Claim]] = defaultdict(list)
    for claim in claims:
        if claim.window is not None and _datable(claim, family):
            by_article[str(claim.row["article_id"])].append(claim)
    told: set[tuple[str, ...]] = set()
    names = sorted(by_article)
    for position, one in enumerate(names):
        for other in names[position + 1 :]:
            pairs = [(first, second) for first in by_article[one] for second in by_article[other]]
            if any(_days_apart(first, second) == 0 for first, second in pairs):
                continue
            first, second = min(pairs, key=lambda pair: _days_apart(*pair))
            values = tuple(sorted([str(first.row["value"]), str(second.row["value"])]))
            if values not in told:
                told.add(values)
                yield conflict_row("dating", first.row, second.row, _dating_reason(first, second))


def _datable(claim: _Claim, family: Family) -> bool:
    """Return whether the date is that of the event: what lasts is compared only where the date is its beginning."""
    if claim.row["status"] != "happened" or claim.row["basis"] in {"derived", None}:
        return False
    if claim.row["granularity"] not in _FINE and not family.once:
        return False  # "the 2015 accord" names it rather than dates it
    if not _stands_near(claim.row):
        return False
    if not family.lasting:
        return True
    onset = read_vocabulary("en").cues["onset"].search(str(claim.row["sentence"]))
    return bool(onset) or claim.row["relation"] in _BOUNDED


def _stands_near(row: Row) -> bool:
    """Return whether the date stands so near that it is the trigger's own: what is told against others must be sure."""
    offset = row["sentence_start"]
    if row["date_start"] is None:
        return True
    trigger, date = (row["start"] - offset, row["end"] - offset), (row["date_start"] - offset, row["date_end"] - offset)
    return cost(row["sentence"], trigger, date) <= _NEAR


def _days_apart(first: _Claim, second: _Claim) -> int:
    assert first.window is not None
    assert second.window is not None
    return gap_days(first.window, second.window)


def _dating_reason(first: _Claim, second: _Claim) -> str:
    dates = [f"{claim.row['date_text']} ({claim.row['value']})" for claim in (first, second)]
    days = _days_apart(first, second)
    return f"Both articles say it happened, but one dates it {dates[0]} and the other {dates[1]}: " + (
        "1 day lies between." if days == 1 else f"{days} days lie between."
    )


_WORDS = {"considered": "only considered", "planned": "still planned", "denied": "denied"}


def _status(claims: list[_Claim], family: Family, published: dict[str, pd.Timestamp]) -> Iterator[Row]:
    """Yield one row for each article that only plans, considers or denies what another says has happened."""
    by_article: dict[str, list[_Claim]] = defaultdict(list)
    for claim in claims:
        by_article[str(claim.row["article_id"])].append(claim)
    happened = {
        article_id: [claim for claim in group if claim.row["status"] == "happened"]
        for article_id, group in sorted(by_article.items())
    }
    for article_id, group in sorted(by_article.items()):
        if happened[article_id]:
            continue
        doubts = [claim for claim in group if claim.row["status"] in _WORDS and _specific(claim, family)]
        others = [claim for other, held in happened.items() if other != article_id for claim in held]
        others = [claim for claim in others if not _is_under_way(claim, family)]
        dated = [claim for claim in others if str(claim.row["article_id"]) in published]
        others = dated if dated and article_id in published else others
        pairs = [(doubt, fact) for doubt in doubts for fact in others if _contradict(doubt, fact, published)]
        if pairs:
            doubt, fact = max(pairs, key=lambda pair: (pair[1].window is not None, _shared(*pair)))
            yield conflict_row("status", doubt.row, fact.row, _status_reason(doubt, fact, published))


def _specific(claim: _Claim, family: Family) -> bool:
    """Return whether the doubt is about this event: said to be untrue, or a plan for what does not come again."""
    if claim.row["status"] == "denied":
        return bool(read_vocabulary("en").cues["disputed"].search(claim.row["sentence"])) or bool(
            read_vocabulary("es").cues["disputed"].search(claim.row["sentence"])
        )
    return not family.lasting and not family.harm


def _is_under_way(claim: _Claim, family: Family) -> bool:
    """Return whether it is told by a form such as "merging": it has no end there, so a plan is no contradiction."""
    text = str(claim.row["text"]).lower()
    return text.endswith("ing") and text not in family.nouns


def _contradict(doubt: _Claim, fact: _Claim, published: dict[str, pd.Timestamp]) -> bool:
    if _shared(doubt, fact) < min(2, _actors(doubt), _actors(fact)) or not _shared(doubt, fact):
        return False
    if doubt.window and fact.window and _days_apart(doubt, fact) > 0:
        return False
    if doubt.row["status"] != "denied" and fact.window is None:
        return False  # what has no date may be spoken of ahead of time: "the merger", "the hearing"
    dated = all(claim.window and claim.window.high - claim.window.low <= _MONTH for claim in (doubt, fact))
    when, told = published.get(doubt.row["article_id"]), published.get(fact.row["article_id"])
    if doubt.row["status"] == "denied" or when is None or told is None:
        return True
    later = (when.normalize() - told.normalize()).days
    return later > 0 and (dated or (doubt.row["status"] == "considered" and later <= _SAME_NEWS_DAYS))


def _shared(one: _Claim, other: _Claim) -> int:
    first, second = (
        {fold(actor) for actor in str(claim.row["actors"] or "").split(", ") if actor} for claim in (one, other)
    )
    return len(first & second)


def _actors(claim: _Claim) -> int:
    return len([actor for actor in str(claim.row["actors"] or "").split(", ") if actor])


def _status_reason(doubt: _Claim, fact: _Claim, published: dict[str, pd.Timestamp]) -> str:
    known = all(str(claim.row["article_id"]) in published for claim in (doubt, fact))
    order = (
        "the article that says it happened is not the later one."
        if known
        else "no publication dates say which article came first, so it may be a development."
    )
    return f"One article says it is {_WORDS[str(doubt.row['status'])]}, another that it happened; {order}"
