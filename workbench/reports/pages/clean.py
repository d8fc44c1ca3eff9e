"""HTML that others wrote, made safe by an allow-list of tags, attributes, classes and addresses."""

from __future__ import annotations

import re

_TAGS = set(
    "a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 "
    "hr i img kbd li mark ol p pre s small span strong sub summary sup table tbody td tfoot th thead time tr ul".split()
)
_ATTRIBUTES = {
    "*": {"class", "id", "title", "role", "aria-label", "lang"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "div": {"tabindex"},
    "ol": {"start"},
}
# The classes of our tables, of coloured code and of coloured output: others could pass for parts of the page.
_CLASS = re.compile(
    r"wb-[a-z-]+|number|right|day|long|read|fold|count|caption|note|nothing|tag|dataframe|highlight|ansi-[a-z-]+|"
    r"[a-z][a-z0-9]{0,2}"
)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]*")


def clean_html(html: str) -> str:
    """Return `html` with only tags and attributes of an allow-list; scripts, styles and event handlers are gone.

    Pictures stay where they are part of the HTML; of one elsewhere only its `alt` stays, because pages fetch nothing.

    Example:
        >>> clean_html('<td onclick="x()">a<script>b</script></td>')
        'a'
        >>> clean_html('<img src="https://example.org/a.png" alt="A map">')
        '<img alt="A map">'
    """
    import nh3

    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_filtered,
        link_rel=None,
        url_schemes={"http", "https", "mailto", "data"},  # data: only for pictures, see _filtered
    )


def _filtered(_tag: str, attribute: str, value: str) -> str | None:
    """Return what may stay of the value of an attribute."""
    if attribute == "class":
        return " ".join(name for name in value.split() if _CLASS.fullmatch(name)) or None
    if attribute == "src":
        return value if _PICTURE.fullmatch(value) else None
    if attribute == "href":
        scheme = _SCHEME.match(re.sub(r"[\x00-\x20]", "", value).lower())
        return None if scheme and scheme.group(1) == "data" else value
    return value
