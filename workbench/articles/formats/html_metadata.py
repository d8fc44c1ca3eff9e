"""What a web page states about itself: title and author by trafilatura, outlet, date and address from its metadata."""

import json
import re
from typing import Any

_DATE_KEYS = (
    "article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dc.date",
    "date",
    "pubdate",
    "publishdate",
)
_OUTLET_KEYS = ("og:site_name", "publisher", "citation_journal_title")


def stated_metadata(source: str, tree: Any) -> dict[str, str | None]:  # noqa: ANN401 - lxml has no types
    """Return title, author, outlet, published and url of a page; None where the page states nothing.

    Trafilatura would also derive an outlet from the page's title or address and search its text for a date;
    those are guesses, so both are read from the metadata alone.
    """
    from trafilatura.metadata import extract_metadata

    found = extract_metadata(source)
    meta = {_name(tag): tag.get("content") for tag in tree.iter("meta") if tag.get("content")}
    data = [item for script in tree.iter("script") for item in _json_ld(script)]
    links = (tag.get("href") for tag in tree.iter("link") if tag.get("rel") == "canonical")
    times = (tag.get("datetime") for tag in tree.iter("time") if _states_publication(tag))
    return {
        "title": getattr(found, "title", None),
        "author": _names(getattr(found, "author", None)),
        "outlet": _any(*(meta.get(key) for key in _OUTLET_KEYS), _first(data, "publisher")),
        "published": _any(_first(data, "datePublished"), *(meta.get(key) for key in _DATE_KEYS), *times),
        "url": _any(*links, meta.get("og:url")),
    }


def _names(authors: str | None) -> str | None:
    """Return the authors trafilatura found, without the parts of dates and addresses it takes for names."""
    parts = [part.strip() for part in (authors or "").split(";")]
    return ", ".join(part for part in parts if part and not re.search(r"[\d@/]", part)) or None


def _any(*values: str | None) -> str | None:
    return next((value.strip() for value in values if value and value.strip()), None)


def _name(tag: Any) -> str:  # noqa: ANN401
    return str(tag.get("property") or tag.get("name") or tag.get("itemprop") or "").lower()


def _states_publication(tag: Any) -> bool:  # noqa: ANN401
    return tag.get("pubdate") is not None or _name(tag) == "datepublished"


def _json_ld(script: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    if script.get("type") != "application/ld+json":
        return []
    try:
        data = json.loads(script.text or "")
    except ValueError:
        return []
    items = data if isinstance(data, list) else data.get("@graph", [data]) if isinstance(data, dict) else []
    return [item for item in items if isinstance(item, dict)]


def _first(data: list[dict[str, Any]], key: str) -> str | None:
    values = (item[key].get("name") if isinstance(item[key], dict) else item[key] for item in data if item.get(key))
    return next((value for value in values if isinstance(value, str) and value.strip()), None)
