"""Values of cells -> strings: numbers, lists, nested objects, dates in the ways tables and programs write them."""

import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

# How spreadsheets, R, Python and databases write a cell that holds nothing.
MISSING = frozenset(("NA", "N/A", "#N/A", "NaN", "nan", "NULL", "null", "None", "none", "<NA>", "NaT", "\\N"))
_NAMES = ("name", "title", "rendered", "main", "original", "full_name", "url")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})T?(\d{2})(\d{2})(\d{2})Z?$")
_PRINTED_NAME = re.compile(r"""['"]name['"]\s*:\s*(?:'([^']*)'|"([^"]*)")""")
_PRINTED_ITEM = re.compile(r"""'([^']*)'|"([^"]*)\"""")
_MARKUP = re.compile(r"</(?:p|div|li|h[1-6]|blockquote)>|<br\s*/?>", re.IGNORECASE)
_BLOCKS = "p div li ul ol h1 h2 h3 h4 h5 h6 blockquote tr table figure figcaption section".split()
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what no tree may be given
_NUMBER = re.compile(r"^\d{5,16}(?:\.\d+)?$")
_EXCEL_DAY_0 = datetime(1899, 12, 30, tzinfo=UTC)
# (smallest, largest, how many to a second): what a number in a column of dates can only be, 1990 to 2100.
_EPOCHS = ((631152000, 4102444800, 1), (631152000e3, 4102444800e3, 1e3), (631152000e6, 4102444800e6, 1e6))
_EXCEL_DAYS = (32874, 73051)  # the same years as day numbers of a spreadsheet


def as_string(value: object) -> str | None:
    """Return a cell as a string: nested JSON ({"name": …}, lists) by its names, empty as None.

    Example:
        >>> as_string({"id": None, "name": "Gazette"}), as_string([1, "b"]), as_string(" ")
        ('Gazette', '1, b', None)
    """
    if isinstance(value, str):
        return value if value and not value.isspace() else None
    if value is None or value != value:  # noqa: PLR0124 - NaN and NaT are what is not itself
        return None
    if isinstance(value, dict):
        named = next((value[name] for name in _NAMES if value.get(name)), None)
        return as_string(
            named or (json.dumps(value, ensure_ascii=False, sort_keys=True, default=str) if value else None)
        )
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(as_string, value))) or None
    if isinstance(value, bytes):
        return as_string(value.decode("utf-8", "replace"))
    return value.isoformat() if isinstance(value, date) else str(value)


def as_field(value: object) -> str | None:
    """Return a cell that holds a field; words for "missing" are None, lists a program printed are read.

    Example:
        >>> as_field("NA"), as_field("['Jane Doe', 'John Roe']"), as_field("{'id': None, 'name': 'Gazette'}")
        (None, 'Jane Doe, John Roe', 'Gazette')
    """
    text = as_string(value)
    if text is None or text in MISSING:
        return None
    text = text.strip()
    if text[0] in "[{" and text[-1] in "]}" and isinstance(value, str):
        form = _PRINTED_NAME if text[0] == "{" else _PRINTED_ITEM
        items = [one or other for one, other in form.findall(text)]
        return ", ".join(filter(None, items)) or (None if text in {"[]", "{}"} else text)
    return text


def as_text(value: object) -> str | None:
    """Return a cell that holds the text of an article, paragraphs of a list divided by empty lines.

    Raises:
        TypeError: the cell holds no text but something else.
    """
    if isinstance(value, dict) and isinstance(value.get("rendered"), str):
        value = value["rendered"]
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        value = "\n\n".join(value)
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if value is None or isinstance(value, str) or value != value:  # noqa: PLR0124 - NaN
        return None if not isinstance(value, str) or not value.strip() or value in MISSING else value
    raise TypeError(type(value).__name__)


def without_markup(text: str) -> str:
    r"""Return a text written in HTML (content systems, interfaces) as its paragraphs; other texts are untouched.

    Example:
        >>> without_markup("<p>One &amp; <b>two</b>.</p><p>Three.<br>Four.</p>"), without_markup("a < b > c")
        ('One & two.\n\nThree.\nFour.', 'a < b > c')
    """
    if not _MARKUP.search(text):
        return text
    from lxml import etree, html

    try:
        root = html.fragment_fromstring(_NO_XML.sub(" ", text), create_parent="div")
    except (ValueError, etree.LxmlError):
        return text
    for element in root.iter("script", "style", "br", *_BLOCKS):
        end = "\n" if element.tag == "br" else "\n\n"
        if element.tag in {"script", "style"}:
            element.text = None
        element.tail = end + _NO_XML.sub(" ", element.tail or "")
    lines = (" ".join(line.split()) for line in root.text_content().replace("\r", "").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def as_published(value: object) -> str | None:
    """Return a cell that holds a date as a string that says it: ISO 8601 where a machine wrote it, else as it stands.

    Seconds, milliseconds or microseconds since 1970, day numbers of a spreadsheet, 20251203T101500Z.

    Example:
        >>> as_published(1764756900), as_published("20251203T101500Z"), as_published("45994"), as_published("May 2025")
        ('2025-12-03T10:15:00+00:00', '2025-12-03T10:15:00Z', '2025-12-03', 'May 2025')
    """
    if isinstance(value, dict):  # MongoDB's way
        value = value.get("$date") or value
    if isinstance(value, datetime) and value == value:  # noqa: PLR0124 - NaT is not itself
        return _moment(value)
    text = as_field(value)
    if text is None:
        return None
    compact = _COMPACT.match(text)
    if compact:
        year, month, day, *time = compact.groups()
        return f"{year}-{month}-{day}T{':'.join(time)}Z"
    return _from_number(text) if _NUMBER.match(text) else text


def _from_number(text: str) -> str:
    number = float(text)
    for smallest, largest, scale in _EPOCHS:
        if smallest <= number <= largest:
            return _moment(datetime.fromtimestamp(number / scale, UTC))
    if _EXCEL_DAYS[0] <= number <= _EXCEL_DAYS[1]:
        seconds = round((number % 1) * 86400)
        return _moment(_EXCEL_DAY_0 + timedelta(days=number // 1, seconds=seconds))
    return text


def _moment(value: datetime) -> str:
    """Return a moment; midnight on the dot is what a day without a time becomes in a column of moments."""
    midnight = not (value.hour or value.minute or value.second or value.microsecond)
    return (value.date() if midnight else value.replace(microsecond=0)).isoformat()


def joined(warnings: Sequence[str | None]) -> tuple[str, ...]:
    """Return the warnings there are."""
    return tuple(warning for warning in warnings if warning)
