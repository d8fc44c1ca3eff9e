"""What a reader asks of the table of articles, as the front end sends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from workbench.errors import ParameterError, nearest

SORTS = ("title", "outlet", "published", "words", "marks")
_LONGEST = 1000  # characters of a search


@dataclass(frozen=True)
class Query:
    """What is asked: the words looked for, a value of each facet, days, the order and the page (from 0).

    `first` and `last` are days of publication that are still in; None: no limit. `sort` is "" for the order in which
    the articles were given.
    """

    text: str = ""
    facets: Mapping[str, str] = field(default_factory=dict)
    first: pd.Timestamp | None = None
    last: pd.Timestamp | None = None
    sort: str = ""
    down: bool = False
    page: int = 0


def read_query(message: Mapping[str, object]) -> Query:
    """Return the query of a message; what it does not have is not asked.

    Raises:
        ParameterError: a day is no day, or the column to sort by is unknown.

    Example:
        >>> read_query({"text": "oil", "sort": "words", "down": True})
        Query(text='oil', facets={}, first=None, last=None, sort='words', down=True, page=0)
    """
    sort = str(message.get("sort") or "")
    if sort and sort not in SORTS:
        raise ParameterError(f"Articles cannot be sorted by {sort!r}. {nearest(sort, SORTS)}")
    facets, page = message.get("facets"), message.get("page")
    chosen = facets.items() if isinstance(facets, Mapping) else ()
    return Query(
        text=str(message.get("text") or "")[:_LONGEST],
        facets={str(name): str(value) for name, value in chosen if value not in ("", None)},
        first=_day(message.get("first")),
        last=_day(message.get("last")),
        sort=sort,
        down=bool(message.get("down")),
        page=page if isinstance(page, int) and page > 0 else 0,
    )


def _day(value: object) -> pd.Timestamp | None:
    if not value:
        return None
    try:
        return pd.Timestamp(date.fromisoformat(str(value)), tz="UTC").as_unit("us")
    except ValueError:
        raise ParameterError(f"{value!r} is no day. Write it as 2025-03-31.") from None
