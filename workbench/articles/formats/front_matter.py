"""The lines between --- and --- at the top of a Markdown file: simple keys and values, read without a YAML library."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_BLOCK = re.compile(
    r"\s*(?P<mark>---|\+\+\+)[ \t]*\r?\n(?P<inside>.*?)^(?:(?P=mark)|\.\.\.)[ \t]*(?:\r?\n|\Z)",
    re.DOTALL | re.MULTILINE,
)
_PAIR = re.compile(r"(?P<key>[^\W\d][\w .-]{0,40}?|\"[^\"]+\")\s*[:=](?:\s+(?P<value>.*))?$")
_NAMES = {
    "title": "title headline título titulo titel titre",
    "outlet": "outlet source publication publisher newspaper media medium site site_name sitename fuente quelle",
    "author": "author authors byline autor autora auteur creator by",
    "published": "published date published_at publish_date pubdate publication_date date_published datepublished "
    "fecha datum",
    "url": "url link canonical canonical_url source_url original_url permalink",
    "language": "language lang locale idioma",
}
_FIELD_OF = {name: field for field, names in _NAMES.items() for name in names.split()}


class FrontMatter(NamedTuple):
    """What the top of a file states, and where the text begins (0 where there is no front matter)."""

    fields: dict[str, str | None]
    extra: dict[str, str]
    end: int


def read_front_matter(source: str) -> FrontMatter:
    r"""Return the fields of articles and the further values that the top of a file states.

    Of two keys that mean the same field the first counts, the second is kept as a column of its own name.

    Example:
        >>> read_front_matter("---\ntitle: 'Oil: up'\ntags: [oil, gas]\n---\nText.")[:2]
        ({'title': 'Oil: up'}, {'tags': 'oil, gas'})
    """
    block = _BLOCK.match(source)
    pairs = [(key, value) for key, value in _pairs(block["inside"]) if key and value] if block else []
    if block is None or not pairs:
        return FrontMatter({}, {}, 0)
    fields: dict[str, str | None] = {}
    extra: dict[str, str] = {}
    for key, value in pairs:
        name = re.sub(r"\W+", "_", key.lower()).strip("_")
        field = _FIELD_OF.get(name)
        if field == "outlet" and re.match(r"https?://\S+$", value):
            field = "url"
        if field and field not in fields:
            fields[field] = value
        else:
            extra.setdefault(name, value)
    return FrontMatter(fields, extra, block.end())


def _pairs(inside: str) -> Iterator[tuple[str, str]]:
    """Yield keys and values; indented lines and list entries belong to the key above them."""
    key, values, divider = "", [""], " "
    for line in inside.splitlines():
        pair = _PAIR.match(line)
        if pair is not None:
            yield key, divider.join(filter(None, values))
            key, values, divider = pair["key"].strip('"'), [_plain(pair["value"] or "")], " "
        elif line.strip() and not line.lstrip().startswith("#"):
            divider = ", " if line.lstrip().startswith("- ") else divider
            values.append(_plain(line.strip().removeprefix("- ")))
    yield key, divider.join(filter(None, values))


def _plain(value: str) -> str:
    """Return a value without quotation marks, list brackets and comment."""
    value = value.strip()
    if value[:1] in {'"', "'"} and value.find(value[0], 1) > 0:
        return value[1 : value.rfind(value[0])].strip()
    value = re.sub(r"\s+#.*$", "", value)
    if value.startswith("[") and value.endswith("]"):
        return ", ".join(_plain(part) for part in value[1:-1].split(",") if part.strip())
    return "" if value in {"|", ">", "|-", ">-", "null", "~"} else value
