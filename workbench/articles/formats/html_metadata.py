"""What a web page states about itself: title, author, outlet, date, address. Nothing is derived from its text."""

import html
import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urljoin

from workbench.articles.formats.html_dates import PageFacts, find_all, modified_date, published_date, stands_elsewhere
from workbench.articles.formats.html_printed import visible_date

_TITLES = ("ogtitle", "twittertitle", "headline", "dctitle", "dctermstitle", "parselytitle", "sailthrutitle")
_OUTLETS = ("ogsitename", "publisher", "dcpublisher", "dctermspublisher", "citationjournaltitle", "applicationname")
_AUTHORS = (
    "author", "articleauthor", "parselyauthor", "sailthruauthor", "dccreator", "dctermscreator", "citationauthor",
    "byl", "authors", "creator",
)  # fmt: skip
_ARTICLE = re.compile(r"(?:Article|Posting|Report|BlogPost|Review|OpinionPiece)$")
_PAGE = re.compile(r"(?:WebPage|ItemPage|CreativeWork)$")
_NESTED = ("@graph", "mainEntity", "mainEntityOfPage")
_DEEPEST = 6  # levels of nested JSON-LD that are followed
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_BY = re.compile(r"^(?:written\s+)?(?:by|por|von|par|di|door)\s*:?\s+", re.IGNORECASE)
_NO_NAME = re.compile(
    r"[\d@/{}<>|]|\bwww\.|\.(?:com|org|net)\b|^(?:admin|administrator|webmaster|null|none|undefined)$", re.I
)
_SUFFIX = re.compile(r"\s+[|–—·•:»«-]+\s+")
_LONGEST_NAME = 80  # characters of one author


class PageMetadata(NamedTuple):
    """Fields of a record, and what else the page states under its own column."""

    fields: dict[str, str | None]
    extra: dict[str, object]


def stated_metadata(tree: Any, *, url: str | None = None) -> PageMetadata:  # noqa: ANN401 - lxml has no types
    """Return title, author, outlet, published and url of a page, None where it states nothing; in `extra` modified.

    `byline_published` is a date printed beside the title, for pages that state none for machines.

    Args:
        tree: the page, its scripts and head still in it.
        url: where it was fetched, when that is known; else the page's own address.
    """
    facts = _facts(tree)
    outlet = _first(facts.meta, _OUTLETS) or _names(facts.items, "publisher")
    title = _title(tree, facts, outlet)
    published = published_date(tree, facts)
    modified = modified_date(facts)
    fields = {
        "title": title,
        "author": _author(tree, facts, outlet),
        "outlet": outlet,
        "published": published,
        "url": url or _address(tree, facts),
        "byline_published": None if published else visible_date(tree, title, facts.language),
    }
    return PageMetadata(fields, {"modified": modified} if modified else {})


def _facts(tree: Any) -> PageFacts:  # noqa: ANN401
    meta: dict[str, list[str]] = {}
    for tag in tree.iter("meta"):
        names, content = [tag.get("property"), tag.get("name")], (tag.get("content") or "").strip()
        if content and tag.get("itemprop") and not stands_elsewhere(tag):
            names.append(tag.get("itemprop"))
        for name in dict.fromkeys(re.sub(r"[\W_]", "", name.lower()) for name in names if name and content):
            meta.setdefault(name, []).append(content)
    typed = (script for script in tree.iter("script") if "ld+json" in (script.get("type") or "").lower())
    described = (item for script in typed for item in _json_ld(script.text or ""))
    items = [item for item in described if _rank(item) < 2]
    title = _key("".join([*meta.get("ogtitle", []), tree.findtext(".//title") or ""]))
    items.sort(key=lambda item: (_rank(item), not _is_own(item, title)))
    language = tree.get("lang") or next(iter(meta.get("oglocale", meta.get("language", []))), "")
    return PageFacts(meta, items, language)


def _is_own(item: Mapping[str, Any], title: str) -> bool:
    """Whether JSON-LD has the headline of the page's title: lists of other stories are described as well."""
    headline = _key(_text(item.get("headline")))
    return bool(headline) and headline in title


def _rank(item: Mapping[str, Any]) -> int:
    """Return 0 for what states an article, 1 for a page, 2 for anything else that JSON-LD describes."""
    kinds = [str(kind) for kind in _as_list(item.get("@type"))]
    if any(_ARTICLE.search(kind) for kind in kinds):
        return 0
    return 1 if not kinds or any(_PAGE.search(kind) for kind in kinds) else 2


def _json_ld(text: str) -> Iterator[dict[str, Any]]:
    text = re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$", "", text.strip())
    for attempt in (text, _TRAILING_COMMA.sub("", text)):
        try:
            data = json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _objects(data, 0)
        return


def _objects(data: Any, depth: int) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - whatever JSON holds
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for entry in data:
            yield from _objects(entry, depth + 1)
    elif isinstance(data, dict):
        yield data
        for key in _NESTED:
            yield from _objects(data.get(key), depth + 1)


def _title(tree: Any, facts: PageFacts, outlet: str | None) -> str | None:  # noqa: ANN401
    """Return the heading the metadata repeats, else the only <h1>, else the metadata's title without the outlet."""
    stated = [*facts.values(_TITLES), *(_text(item.get("headline")) for item in facts.items)]
    element = tree.find(".//title")
    if element is not None:
        stated.append(_text("".join(element.itertext())))
    stated = [title for title in stated if title]
    headings = [_text("".join(heading.itertext())) for heading in tree.iter("h1", "h2")]
    wanted = [_key(title) for title in stated]
    repeated = [heading for heading in headings if any(_repeats(_key(heading), title) for title in wanted)]
    if repeated:
        return max(repeated, key=len)
    alone = [_text("".join(heading.itertext())) for heading in tree.iter("h1")]
    if len(alone) == 1 and alone[0] and not any(_key(alone[0]) in title for title in wanted):
        # What readers see; the metadata's title is another one, for machines, or the same with other words after it.
        shared = max((_shared(alone[0], title) for title in stated), key=len, default="")
        return shared if 2 * len(shared) > len(alone[0]) else alone[0]
    return _without_outlet(stated[0], outlet) if stated else None


def _shared(heading: str, title: str) -> str:
    """Return the words with which both begin."""
    same = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(heading, title, strict=False))
    return "".join(letter for letter, _ in same).strip(" -–—|»·:")


def _repeats(heading: str, title: str) -> bool:
    """Whether a heading is the better part of a stated title, which may go on with the names of section and site."""
    return len(heading) > 3 and heading in title and 2.5 * len(heading) >= len(title)


def _without_outlet(title: str, outlet: str | None) -> str:
    """Return a title without the name of the site at its end ("Bridge Opens - The Gazette")."""
    parts = _SUFFIX.split(title)
    if outlet and len(parts) > 1 and _key(parts[-1]) == _key(outlet):
        return title[: title.rindex(parts[-1])].rstrip(" |–—·•:»«-")
    return title


def _author(tree: Any, facts: PageFacts, outlet: str | None) -> str | None:  # noqa: ANN401
    """Return the authors, divided by commas: from JSON-LD, else the metadata, else what is marked as author."""
    sources: tuple[Callable[[], Iterable[str]], ...] = (
        lambda: [name for item in facts.items[:1] for name in _people(item.get("author") or item.get("creator"))],
        lambda: facts.values(_AUTHORS),
        lambda: _marked_authors(tree),
    )
    for names in sources:
        cleaned = dict.fromkeys(name for name in map(_clean_name, names()) if name and _key(name) != _key(outlet or ""))
        if cleaned:
            return ", ".join(cleaned)
    return None


def _people(value: Any) -> Iterator[str]:  # noqa: ANN401 - whatever JSON holds
    for person in _as_list(value):
        if isinstance(person, dict):
            yield from (_text(name) for name in _as_list(person.get("name")))
        else:
            yield _text(person)


def _marked_authors(tree: Any) -> list[str]:  # noqa: ANN401
    """Return the texts of links and elements that are marked as an author's name, the first four of them."""
    found = find_all(tree, "//*[@rel='author' or @itemprop='author']")
    if not found or len(found) > 4:
        return []
    named = [element.find(".//*[@itemprop='name']") for element in found]
    chosen = [element if name is None else name for element, name in zip(found, named, strict=True)]
    return [_text("".join(element.itertext())) for element in chosen]


def _clean_name(name: str) -> str | None:
    """Return a name without "By"; None for addresses, handles and what else metadata puts in its place."""
    parts = [_BY.sub("", part).strip(" ,;") for part in name.split(";")]
    kept = [part for part in parts if part and len(part) <= _LONGEST_NAME and not _NO_NAME.search(part)]
    return ", ".join(kept) or None


def _address(tree: Any, facts: PageFacts) -> str | None:  # noqa: ANN401
    links = [
        tag.get("href") or "" for tag in tree.iter("link") if "canonical" in (tag.get("rel") or "").lower().split()
    ]
    base = next((tag.get("href") for tag in tree.iter("base") if tag.get("href")), None)
    stated = [*links, *facts.values(("ogurl",))]
    known = next((value for value in [*facts.values(("ogurl",)), base] if value and value.startswith("http")), None)
    whole = (urljoin(known, value.strip()) if known else value.strip() for value in stated if value.strip())
    return next((f"https:{value}" if value.startswith("//") else value for value in whole if _is_address(value)), None)


def _is_address(value: str) -> bool:
    return value.startswith(("http://", "https://", "//"))


def _names(items: list[dict[str, Any]], key: str) -> str | None:
    return next((name for item in items for name in _people(item.get(key)) if name and not _is_address(name)), None)


def _first(meta: Mapping[str, list[str]], keys: tuple[str, ...]) -> str | None:
    return next((_text(value) for key in keys for value in meta.get(key, ()) if not _is_address(value)), None)


def _text(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    return re.sub(r"\s+", " ", html.unescape(value)).strip() if isinstance(value, str) else ""


def _as_list(value: Any) -> list[Any]:  # noqa: ANN401
    return value if isinstance(value, list) else [] if value is None else [value]


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()
