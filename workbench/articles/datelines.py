"""Place, agency and date at the beginning of a report, and the agency's sign-off at its end."""

import re
from dataclasses import dataclass
from functools import lru_cache

from workbench.articles.dates import parse_date
from workbench.articles.phrases import phrase_list, plain_quotes

_SMALL = r"(?:de|del|do|da|dos|das|la|le|les|el|am|an der|of|sur) "  # words inside the names of places
_PLACE = rf"[A-ZÀ-ÖØ-Þ][\w.'-]*(?:(?:[ /]|, |-)(?:{_SMALL})?[A-ZÀ-ÖØ-Þ][\w.'-]*){{0,5}}"
_CAPITALS = r"[A-ZÀ-ÖØ-Þ]{3,}[A-ZÀ-ÖØ-Þ .'/-]*"
_DATE = r"[^()\n–—]{3,28}?"
_TEXT_ENDS = re.compile(r"[.!?…\"')]$")
_LONGEST = 110  # characters, of a dateline
_LONGEST_SIGN_OFF = 60


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a dateline states, and where it ends in its line; the agency is whose report it is, never the outlet."""

    place: str | None
    agency: str | None
    published: str | None
    end: int


def read_dateline(text: str) -> Dateline | None:
    """Return what the dateline at the beginning of `text` states, or None when there is none.

    A date counts only with its year: without one it says nothing about when.

    Example:
        >>> read_dateline("Paris, 3 déc. 2025 (AFP) - Le texte.")
        Dateline(place='Paris', agency='AFP', published='3 déc. 2025', end=27)
        >>> read_dateline("CARACAS (AP) — The talks went on.").agency
        'AP'
        >>> read_dateline("Paris (the city) - it rained.")
    """
    match = _opening().match(plain_quotes(text[:_LONGEST]))
    if match is None:
        return None
    date = match["date"] or match["bare_date"] or match["inner_date"]
    stated = parse_date(date) if date else None
    published = date.strip(" ,.") if date and stated and stated.is_one_day else None
    return Dateline(match["place"] or match["bare_place"], match["agency"], published, match.end())


def sign_off_start(text: str) -> int | None:
    """Return the offset of an agency's sign-off behind the last sentence of `text`, or None.

    Example:
        >>> sign_off_start("The talks went on. (Reuters)"), sign_off_start("He told Reuters.")
        (19, None)
    """
    last = text[-1:]
    if not (last.isalpha() or last in ")]"):  # nearly all prose ends here
        return None
    tail = text[-_LONGEST_SIGN_OFF:]
    match = _closing().search(plain_quotes(tail))
    if match is None or not _TEXT_ENDS.search(plain_quotes(tail[: match.start()]).rstrip()):
        return None
    return len(text) - len(tail) + match.start("tag")


def is_sign_off(text: str) -> bool:
    """Whether the line names agencies and nothing else.

    Example:
        >>> is_sign_off("(Reuters)"), is_sign_off("dpa/lno"), is_sign_off("Reuters reports")
        (True, True, False)
    """
    return len(text) <= _LONGEST_SIGN_OFF and bool(_whole().match(plain_quotes(text)))


def is_agency(name: str) -> bool:
    """Whether a name is that of a news agency, written as agencies write it."""
    return bool(_agency().fullmatch(name))


@lru_cache(maxsize=1)
def _agencies() -> str:
    return "(?:" + "|".join(sorted(phrase_list("byline", "agencies"), key=len, reverse=True)) + ")"


@lru_cache(maxsize=1)
def _agency() -> re.Pattern[str]:
    return re.compile(_agencies())


@lru_cache(maxsize=1)
def _opening() -> re.Pattern[str]:
    agency = rf"(?P<agency>{_agencies()}|[A-Z]{{3,12}})"
    dash = r"\s*[.:]?\s*[-–—]{1,2}\s*"
    where = rf"(?P<place>{_PLACE})(?:,\s*(?P<date>{_DATE}))?,?\s*"
    service = r"(?:[/,][^)]{1,24}|\s*[-–—,]\s*(?P<inner_date>[^)]{4,24}))?"  # "(dpa/lno)", "(AFP, 3 Dec 2025)"
    signed = rf"(?:{where})?\({agency}{service}\){dash}"
    unsigned = rf"(?P<bare_place>{_CAPITALS}?)(?:,\s*(?P<bare_date>{_DATE}))?\s*[—–]\s+"
    return re.compile(rf"^\W{{0,3}}(?:{signed}|{unsigned})")


@lru_cache(maxsize=1)
def _closing() -> re.Pattern[str]:
    return re.compile(rf"\s(?P<tag>[(\[]?(?:[-–—]\s?)?{_agencies()}(?:\s?[/,+&-]\s?[\w ]{{1,16}})?[)\]]?)$")


@lru_cache(maxsize=1)
def _whole() -> re.Pattern[str]:
    others = r"\s?[/,+&-]\s?[\w.]{1,16}"
    return re.compile(rf"^[\W_]*(?:[a-zà-ÿ]{{2,5}}/){{0,4}}{_agencies()}(?:{others}){{0,6}}[\W_]*$")
