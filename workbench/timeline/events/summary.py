"""One row an event, from its mentions: label, date, status, how many articles and outlets."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

import pandas as pd

from workbench.timeline.events.attach import Date
from workbench.timeline.events.labels import count_actors, tell_apart, write_label
from workbench.timeline.events.order import rank_undated
from workbench.timeline.events.result import EVENT_COLUMNS, build_table, group_rows, read_rows
from workbench.timeline.events.status import STATUSES
from workbench.timeline.events.windows import read_window

Row = dict[str, Any]

_BASES = ("explicit", "published", "carried", "none", "derived")  # the surer first
_FINE = ("time", "day", "weekend", "week", "month", "quarter", "season", "half", "year", "decade", "century")
_OPEN_ENDED = frozenset(["since", "from", "after"])
_OPEN_BEGUN = frozenset(["until", "before"])


def summarise(
    mentions: pd.DataFrame, articles: pd.DataFrame, *, conflicts: pd.DataFrame, edges: pd.DataFrame
) -> pd.DataFrame:
    """Return one row per event_id of the mentions, dated events first, in order of their dates.

    The date is the one most articles give; of those with equal support the finest, then the surest (explicit before
    published, carried, derived). Where dates conflict, earliest and latest span all of them. "Since" leaves latest
    open, "until" and "before" leave earliest open.

    Args:
        mentions: as `Events.mentions`; `event_id` may have been edited: everything is worked out again from it.
        articles: the articles; `outlet` is used when present.
        conflicts: as `Events.conflicts`.
        edges: as `Events.edges`; they place undated events in `rank`.

    Returns:
        The columns of `Events.events`.

    Example:
        >>> from workbench.timeline.events.result import empty_events
        >>> none = empty_events()
        >>> len(summarise(none.mentions, pd.DataFrame(), conflicts=none.conflicts, edges=none.edges))
        0
    """
    outlets = _outlets(articles)
    kinds: dict[str, set[str]] = defaultdict(set)
    for event_id, kind in zip(conflicts["event_id"], conflicts["kind"], strict=True):
        kinds[str(event_id)].add(str(kind))
    rows: list[Row] = []
    words: dict[str, Counter[str]] = {}
    for (event_id,), group in group_rows(read_rows(mentions), "event_id"):
        words[event_id] = Counter(word for row in group for word in str(row["words"] or "").split(", ") if word)
        rows.append(_summary(event_id, group, outlets, sorted(kinds[event_id])))
    ranks, labels = rank_undated(_days(rows), edges), tell_apart(rows, words)
    for row in rows:
        row["label"] = labels[str(row["event_id"])]
        row["rank"] = ranks.get(str(row["event_id"]))
    rows.sort(key=_by_date)
    return build_table(rows, EVENT_COLUMNS)


def _outlets(articles: pd.DataFrame) -> Mapping[str, str]:
    if "outlet" not in articles.columns:
        return {}
    pairs = zip(articles["article_id"].astype(str), articles["outlet"], strict=True)
    return {article_id: str(outlet) for article_id, outlet in pairs if not pd.isna(outlet)}


def _summary(event_id: str, rows: list[Row], outlets: Mapping[str, str], kinds: list[str]) -> Row:
    articles = {str(row["article_id"]) for row in rows}
    actors = count_actors(rows)
    return {
        "event_id": event_id,
        "label": write_label(rows, actors),
        **_date(rows, _status(rows), in_conflict="dating" in kinds),
        "status": _status(rows),
        "articles": len(articles),
        "mentions": len(rows),
        "conflict": bool(kinds),
        "conflict_kind": ", ".join(kinds) or None,
        "outlets": len({outlets[article_id] for article_id in articles if article_id in outlets}),
        "trigger": Counter(str(row["trigger"]) for row in rows).most_common(1)[0][0],
        "actors": ", ".join(actors) or None,
    }


def _status(rows: list[Row]) -> str:
    """Return the status most articles give; of equals the better supported kind, and a mere possibility counts half."""
    support = {status: len({row["article_id"] for row in rows if row["status"] == status}) for status in STATUSES}
    return max(
        STATUSES, key=lambda status: (support[status] / (2 if status == "hypothetical" else 1), -STATUSES.index(status))
    )


def _date(rows: list[Row], status: str, *, in_conflict: bool) -> Row:
    dated = [row for row in rows if isinstance(row["value"], str)]
    if status == "happened":  # a plan lends no date to what happened
        dated = [row for row in dated if row["status"] == "happened"]
    if not dated:
        return {"earliest": None, "latest": None, "granularity": None, "value": None, "basis": None}
    support: dict[str, set[object]] = defaultdict(set)
    for row in dated:
        support[str(row["value"])].add(row["article_id"])
    best = min(dated, key=lambda row: (-len(support[str(row["value"])]), *_surety(row)))
    earliest, latest = best["earliest"], best["latest"]
    if in_conflict:
        happened = [row for row in dated if row["status"] == "happened"]
        earliest = _extreme([row["earliest"] for row in happened], first=True)
        latest = _extreme([row["latest"] for row in happened], first=False)
    if best["relation"] in _OPEN_ENDED:
        latest = None
    if best["relation"] in _OPEN_BEGUN:
        earliest = None
    cells = {name: best[name] for name in ("granularity", "value", "basis")}
    return {"earliest": earliest, "latest": latest, **cells}


def _surety(row: Row) -> tuple[int, int, str, str, int]:
    granularity, basis = str(row["granularity"]), str(row["basis"])
    return (
        _BASES.index(basis) if basis in _BASES else len(_BASES),
        _FINE.index(granularity) if granularity in _FINE else len(_FINE),
        str(row["value"]),
        str(row["article_id"]),
        int(str(row["start"])),
    )


def _extreme(days: list[object], *, first: bool) -> pd.Timestamp | None:
    known = [day for day in days if isinstance(day, pd.Timestamp)]
    if not known:
        return None
    return min(known) if first else max(known)


def _days(rows: list[Row]) -> pd.DataFrame:
    """Return when each dated event began, in one count of days: those with a year, or else those without any."""
    windows = {}
    for row in rows:
        earliest, latest = row["earliest"], row["latest"]
        known = [day for day in (earliest, latest) if isinstance(day, pd.Timestamp)]
        date = Date(0, 0, "", "DATE", row["value"])
        window = read_window(date)
        windows[str(row["event_id"])] = (
            (known[0].toordinal(), True) if known else (window.low, False) if window else None
        )
    with_year = any(window and window[1] for window in windows.values())
    days = [
        float("nan") if row is None else float(row[0]) if row[1] == with_year else float("nan")
        for row in windows.values()
    ]
    dated = [row is not None for row in windows.values()]
    return pd.DataFrame({"event_id": list(windows), "day": days, "dated": dated})


def _by_date(row: Row) -> tuple[int, int, str, int, int, int, str]:
    """Sort by date with a year, then by month and day, then the undated by rank; the most spoken of first."""
    begun = row["earliest"] if isinstance(row["earliest"], pd.Timestamp) else row["latest"]
    day = begun.toordinal() if isinstance(begun, pd.Timestamp) else 0
    value = row["value"] if isinstance(row["value"], str) else ""
    group = 0 if day else 1 if value else 2
    rank = row["rank"] if isinstance(row["rank"], int) else 1_000_000
    return (
        group,
        day,
        value if group == 1 else "",
        rank,
        -int(str(row["articles"])),
        -int(str(row["mentions"])),
        str(row["event_id"]),
    )
