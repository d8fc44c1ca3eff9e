"""The words of LexisNexis exports: which column a label fills, what a line of date or authors states."""

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

_LABEL = re.compile(r"^\s*(?P<label>[^\W\d_][^\n:]{1,40}?)\s?[:：](?:\s+|$)")
_YEAR = r"(?:1[789]|20)\d{2}"
_TIME = r"\d{1,2}(?:[:.]\d{2}){1,2}(?:\s?(?:[ap]\.?m\b\.?|uhr\b))?|\d{1,2}\s?[ap]\.?m\b\.?"
_ZONE = r"(?:(?:GMT|UTC|[A-Z]{2,3}T)\b(?:\s?[+-]\d{1,2}(?::?\d{2})?)?)"
_COPYRIGHT = re.compile(r"^\W*(?:copyright|copr\.|©|\(c\)\s)|^©", re.IGNORECASE)
_PAGE = re.compile(r"(?:^|[;,]\s*)(?:pgs?|pp?|s|blz|pág|pag|page|seite|página|pagina)\.?\s*([A-Z]{0,3}\d[\w-]*)", re.I)
_BY = re.compile(r"^(?:by|von|par|por|door|di)\b:?\s+", re.IGNORECASE)
_ADDRESS = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.]+|(?<![\w@])@\w+|\b(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|co\.uk|org|net|de|fr)\b"
)
_AND = re.compile(r"\s*,\s*(?:and|und|et|y|e|en)\s+|\s+(?:and|und|et|y|e|en|&)\s+|\s*,\s*|\s*/\s*")
_BESIDE = re.compile(r"\s*\([^)]*\)|\s+(?:in|aus|à)\s+[^\W\d_a-zß-öø-ÿ][\w.'’ -]*$")  # remarks, "in Brussels"
_NAME = re.compile(
    r"^(?:(?:[^\W\d_a-zß-öø-ÿ]|[dlo]['’])[\w.'’-]*|v[oa]n|de[lrn]?|la|di|da|dos|du|ten|ter|bin|al|zu|le)$"
)


class Date(NamedTuple):
    """What a line of date states: the words of the date with weekday and time, and what follows them."""

    published: str
    edition: str


def plain(words: str) -> str:
    """Return words without case, accents and hyphens, as labels are compared.

    Example:
        >>> plain(" LÄNGE "), plain("Load-Date")
        ('lange', 'load date')
    """
    folded = "".join(sign for sign in unicodedata.normalize("NFKD", words) if not unicodedata.combining(sign))
    return re.sub(r"[\s_-]+", " ", folded).strip().casefold()


def column_of(label: str) -> str | None:
    """Return the column a label fills, or None for one that is not known.

    Example:
        >>> column_of("BYLINE"), column_of("Länge"), column_of("Nonsense")
        ('author', 'length', None)
    """
    return _columns().get(plain(label))


def column_named(label: str) -> str:
    """Return the column of a label, known or not: an unknown one keeps its name.

    Example:
        >>> column_named("SHOW-ID:")
        'show_id'
    """
    return column_of(label) or re.sub(r"\W+", "_", plain(label)).strip("_")


def is_tail(column: str | None) -> bool:
    """Whether a column stands under the body."""
    return column in _words()["tail"] or column in _words()["sections"]


def is_section(column: str | None) -> bool:
    """Whether a column stands under the body and may go on for several paragraphs."""
    return column in _words()["sections"]


def is_mark(kind: str, line: str) -> bool:
    """Whether a line is one of the export itself ("End of Document"), of the kinds of `lexis_fields.toml`."""
    return plain(line) in _marks(kind)


def count_listed(line: str) -> int | None:
    """Return the number of the line over the list of hits, "Documents (50)", or None for any other line.

    Example:
        >>> count_listed("Dokumente (50)"), count_listed("Documents (some)")
        (50, None)
    """
    found = re.fullmatch(r"\s*(\D+?)\s*[(（]\s*(\d{1,6})\s*[)）]\s*", line)
    return int(found[2]) if found and is_mark("documents", found[1]) else None


def split_capitals(text: str) -> tuple[str, str] | None:
    """Return (label, value) of a line that opens with a label in capitals, known or not; or None.

    Example:
        >>> split_capitals("LENGTH: 355 words"), split_capitals("Length: it does not matter")
        (('LENGTH', '355 words'), None)
    """
    found = _LABEL.match(text)
    if found is None or found["label"] != found["label"].upper() or len(found["label"]) < 2:
        return None
    return found["label"], text[found.end() :].strip()


def split_known(text: str) -> tuple[str, str] | None:
    """Return (label, value) of a line that opens with a known label, in capitals or not; or None.

    Example:
        >>> split_known("Load-Date: May 3, 2002"), split_known("Once more: talks")
        (('Load-Date', 'May 3, 2002'), None)
    """
    found = _LABEL.match(text)
    return (found["label"], text[found.end() :].strip()) if found and column_of(found["label"]) else None


def is_copyright(line: str) -> bool:
    """Whether a line is a copyright notice."""
    return bool(_COPYRIGHT.match(line))


def split_date(line: str, *, alone: bool = False) -> Date | None:
    """Return what a line of date states, or None when it opens with none.

    Args:
        line: "May 2, 2002, Thursday, FINAL EDITION", "8. Juni 2012 Freitag", "Samedi 18 Mai 2013".
        alone: refuse a line with words after date, weekday and time.

    Example:
        >>> split_date("May 2, 2002, Thursday,, FINAL EDITION")
        Date(published='May 2, 2002, Thursday', edition='FINAL EDITION')
        >>> split_date("Samedi 18 Mai 2013 6:10 PM EST")
        Date(published='Samedi 18 Mai 2013 6:10 PM EST', edition='')
        >>> split_date("The Times of May 2, 2002")
    """
    found = _date_pattern().match(line)
    if found is None:
        return None
    edition = line[found.end() :].strip(" ,;|-–\u00a0")
    return None if alone and edition else Date(" ".join(found[0].split()).strip(" ,;"), edition)


def is_time(line: str) -> bool:
    """Whether a line under the date is a weekday or a time, and nothing else.

    Example:
        >>> is_time("woensdag"), is_time("23:22 Central European Time"), is_time("Late Edition")
        (True, True, False)
    """
    weekdays = _words()["dates"]["weekdays"].split()
    return line.strip(" ,.").casefold() in weekdays or bool(re.match(rf"\s*(?:{_TIME})", line, re.IGNORECASE))


def find_page(section: str) -> str | None:
    """Return the page a section states ("NEWS; Pg. 6"), or None."""
    found = _PAGE.search(section)
    return found[1] if found else None


def clean_outlet(line: str) -> str:
    """Return the outlet of a line, without the full stop some sources end with.

    Example:
        >>> clean_outlet("Guardian.com."), clean_outlet("The Post Inc.")
        ('Guardian.com', 'The Post Inc.')
    """
    line = line.strip(" ,;")
    return line[:-1] if re.search(r"\.\w{2,6}\.$", line) else line


def clean_author(byline: str) -> str | None:
    """Return the names of a byline, several joined with ", "; a byline of another form as it stands.

    Notes after a semicolon, addresses, and remarks in brackets are left out.

    Example:
        >>> clean_author("By ANA SWANSON and IAN AUSTEN; Su Lee in Seoul contributed reporting.")
        'ANA SWANSON, IAN AUSTEN'
        >>> clean_author("Jonathan Glennie, theguardian.com")
        'Jonathan Glennie'
    """
    first, *others = [part.strip() for part in _BY.sub("", byline.strip()).split(";")]
    if others and all(_is_turned(part) for part in [first, *others] if part):
        return ", ".join(" ".join(reversed(part.split(", "))) for part in [first, *others] if part)
    names = [first, *(part for part in others if _are_names(part))]
    bare = [_BESIDE.sub("", _ADDRESS.sub("", name)).strip(" ,.-–|") for name in names]
    split = [_AND.sub(", ", name) if _are_names(name) else name for name in bare]
    return ", ".join(part for part in (re.sub(r"(?:, )+", ", ", name).strip(" ,") for name in split) if part) or None


def _are_names(text: str) -> bool:
    """Whether all parts of a text read as names: one to five words, each capitalised."""
    parts = [part.split() for part in _AND.split(text.strip(" .")) if part.strip()]
    return bool(parts) and all(len(part) <= 5 and all(_NAME.match(word) for word in part) for part in parts)


def _is_turned(text: str) -> bool:
    """Whether a text is one name with the family name first ("Doe, Jane")."""
    return len(text.split(", ")) == 2 and _are_names(text)


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    source = files("workbench.articles.formats").joinpath("lexis_fields.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _columns() -> dict[str, str]:
    groups = [_words()[name] for name in ("sections", "tail", "head")]
    return {plain(label): column for group in groups for column, labels in group.items() for label in labels}


@lru_cache(maxsize=8)
def _marks(kind: str) -> frozenset[str]:
    return frozenset(plain(line) for line in _words()["marks"][kind])


@lru_cache(maxsize=1)
def _date_pattern() -> re.Pattern[str]:
    months, weekdays = (
        "|".join(sorted(_words()["dates"][name].split(), key=len, reverse=True)) for name in ("months", "weekdays")
    )
    month, day = rf"(?:{months})\b\.?", r"\d{1,2}(?:st|nd|rd|th|er|\.|º)?"
    dates = "|".join(
        [
            rf"{month}\s+{day},?\s+{_YEAR}",
            rf"{day}\s*(?:de\s+|of\s+)?{month},?\s+(?:de\s+|del\s+)?{_YEAR}",
            rf"{_YEAR}-\d{{1,2}}-\d{{1,2}}",
            rf"\d{{1,2}}[/.]\d{{1,2}}[/.]{_YEAR}",
            rf"{_YEAR}\s?年\s?\d{{1,2}}\s?月\s?\d{{1,2}}\s?日",
            rf"{month},?\s+{_YEAR}",
        ]
    )
    weekday = rf"(?:{weekdays})(?!\w)\.?"
    after = rf"(?:[\s,;]*(?:{weekday}|(?:{_TIME})(?:\s+{_ZONE})?(?!\w)))*"
    return re.compile(rf"[\s\W]*(?:{weekday}[\s,]+(?:den\s+|le\s+)?)?(?:{dates})(?![\d/]){after}", re.IGNORECASE)
