"""Tables of events as `build_events` makes them: an invented dispute about a ferry line, told by five outlets."""

from __future__ import annotations

import pandas as pd

OUTLETS = ("Bay Courier", "Harbor Ledger", "Isthmus Daily", "Northern Post", None)
_PUBLISHED = ("2025-12-02", "2025-12-05", "2025-12-05", "2025-12-19", None)
ARTICLES = pd.DataFrame(
    {
        "article_id": [f"{number:016x}" for number in range(10)],
        "title": pd.Series([f"Ferry dispute, part {number}" for number in range(9)] + [None], dtype="str"),
        "outlet": pd.Series([OUTLETS[number % 5] for number in range(10)], dtype="str"),
        "published": pd.to_datetime([_PUBLISHED[number % 5] for number in range(10)], utc=True).as_unit("us"),
    }
)
OWN = pd.DataFrame(
    {
        "label": ["Election of the council", "Christmas holidays", "Founding of the line"],
        "earliest": pd.to_datetime(["2025-11-09", "2025-12-22", "1971-05-01"], utc=True),
        "latest": pd.to_datetime(["2025-11-09", "2026-01-06", None], utc=True),
        "kind": ["election", "holiday", None],
    }
)

_DATES = ["value", "earliest", "latest", "granularity", "relation", "status", "basis"]
NO_DATE = (None, None, None, None, None, "happened", "none")


def day(value, relation="on", status="happened", basis="explicit"):
    return value, value, value, "day", relation, status, basis


def yearless(value, relation="on"):
    return value, None, None, "day" if len(value) > 7 else "month", relation, "happened", "none"


def longer(value, first, last, granularity):
    return value, first, last, granularity, "in", "happened", "explicit"


# Event, number of the article, sentence with its [date], and what stands in `_DATES`.
SAID = [
    ("the call", 0, "Vale and Orsini spoke by telephone on [21 November 2025].", *day("2025-11-21")),
    ("the call", 1, "The two spoke on [21 November 2025], an aide said.", *day("2025-11-21")),
    ("the call", 2, "Their call of [24 November 2025] lasted ten minutes.", *day("2025-11-24", "of")),
    ("the call", 3, "Vale and Orsini have spoken by telephone.", *NO_DATE),
    ("the call", 4, "Orsini considers a call to Vale", *NO_DATE[:5], "considered", "none"),
    ("end of the seven days", 0, "She gave him seven days.", *day("2025-11-28", None, basis="derived")),
    ("closure of the ferry line", 0, "It has been closed since [29 November 2025].", *day("2025-11-29", "since")),
    ("closure of the ferry line", 1, "It closed on [29 November 2025].", *day("2025-11-29")),
    ("closure of the ferry line", 3, "It will last until [12 December 2025].", *day("2025-12-12", "until")),
    ("closure of the ferry line", 9, "The line is closed.", *NO_DATE),
    ("talks on wages", 1, "They met in [October 2025].", *longer("2025-10", "2025-10-01", "2025-10-31", "month")),
    ("talks on wages", 2, "[Autumn 2025] had talks.", *longer("2025-FA", "2025-09-01", "2025-11-30", "season")),
    ("hearing of the harbour board", 3, "It meets on [15 December 2025].", *day("2025-12-15", status="planned")),
    ("strikes of the crews", 5, "Crews have struck 21 times since [September 2].", *yearless("XXXX-09-02", "since")),
    ("strikes of the crews", 6, "In [October] they struck again.", *yearless("XXXX-10", "in")),
    ("strikes of the crews", 7, "The strikes go on.", *NO_DATE),
    ("sinking of the pilot boat", 8, "A pilot boat sank on [3 March].", *yearless("XXXX-03-03")),
    ("sinking of the pilot boat", 9, "The boat went down on [5 March], killing two.", *yearless("XXXX-03-05")),
    ("first quarrel over fares", 6, "It began with a quarrel over fares.", *NO_DATE),
    ("first quarrel over fares", 7, "After the quarrel over fares came letters.", *NO_DATE),
    ("letters of the mayors", 7, "After the quarrel over fares came letters.", *NO_DATE),
]
PAIRS = [(0, 2, "dating"), (1, 2, "dating"), (3, 4, "status"), (16, 17, "possible dating")]
REASONS = {
    "dating": "One says 21 November 2025, the other 24 November 2025.",
    "status": "One says that it took place, the other that it was considered.",
    "possible dating": "One says 3 March, the other 5 March; no year is stated.",
}


def make_story(said=SAID, pairs=()):
    """Return events, mentions, conflicts and articles; `pairs` are places of mentions in conflict, and its kind."""
    mentions = _mentions(said)
    conflicts = _conflicts(mentions, pairs)
    return _events(mentions, conflicts), mentions, conflicts, ARTICLES


def _mentions(said):
    rows = pd.DataFrame(said, columns=["event", "article", "sentence", *_DATES])
    names = list(dict.fromkeys(rows["event"]))
    rows["event_id"] = [names.index(event) + 1 for event in rows["event"]]
    rows["article_id"] = ARTICLES["article_id"].iloc[rows["article"]].to_numpy()
    rows["date_text"] = rows["sentence"].str.extract(r"\[(.*)\]")[0]
    rows["sentence"] = rows["sentence"].str.replace(r"[\[\]]", "", regex=True)
    rows["start"], rows["mention"] = [100 * number for number in range(len(rows))], range(1, len(rows) + 1)
    for bound in ("earliest", "latest"):
        rows[bound] = pd.to_datetime(rows[bound], utc=True).dt.as_unit("us")
    place = (rows["status"] == "considered").map({True: "title", False: "text"})
    return rows.assign(end=rows["start"] + rows["sentence"].str.len(), mod=None, place=place)


def _events(mentions, conflicts):
    rows = [_event(event_id, said, conflicts) for event_id, said in mentions.groupby("event_id")]
    events = pd.DataFrame(rows)
    undated = events["value"].isna()
    return events.assign(rank=undated.cumsum().astype("Int64").mask(~undated))


def _event(event_id, said, conflicts):
    kinds = sorted(set(conflicts["kind"][conflicts["event_id"] == event_id]))
    known = said["value"].dropna()
    first = said.iloc[0][["granularity", "status", "basis"]].to_dict()
    return first | {
        "event_id": event_id,
        "label": said["event"].iloc[0],
        "earliest": said["earliest"].min(),
        "latest": said["latest"].max(),
        "articles": said["article_id"].nunique(),
        "mentions": len(said),
        "conflict": bool(kinds),
        "conflict_kind": ", ".join(kinds) or None,
        "value": known.iloc[0] if len(known) else None,
    }


def _conflicts(mentions, pairs):
    columns = ["article_id", "start", "end", "sentence"]
    rows = []
    for number, (first, second, kind) in enumerate(pairs, 1):
        one, other = mentions.iloc[first], mentions.iloc[second]
        named = {f"other_{column}": other[column] for column in columns}
        known = {"conflict": number, "event_id": one["event_id"], "kind": kind, "reason": REASONS[kind]}
        rows.append(known | {column: one[column] for column in columns} | named)
    names = ["conflict", "event_id", "kind", *columns, *(f"other_{column}" for column in columns), "reason"]
    return pd.DataFrame(rows, columns=names)
