"""What the layouts of Factiva share: the meaning of its field codes, and how it writes authors and numbers.

Source of the codes: Factiva's list of custom search fields.
"""

import re
from collections.abc import Iterable

from workbench.articles.formats.export import join_values, squeeze

BODY = ("LP", "TD")
COLUMNS = {
    "HD": "title",
    "SN": "outlet",
    "PD": "published",
    "LA": "language",
    "BY": "author",
    "ET": "published_time",
    "WC": "word_count",
    "SC": "source_code",
    "SE": "section",
    "CLM": "column_name",
    "ED": "edition",
    "PG": "pages",
    "VOL": "volume",
    "CR": "credit",
    "CY": "copyright",
    "CX": "correction",
    "ART": "captions",
    "CT": "contact",
    "RF": "notes",
    "CO": "company",
    "IN": "industry",
    "NS": "subject",
    "RE": "region",
    "NGC": "source_group",
    "GC": "source_group_code",
    "IPC": "descriptor_codes",
    "IPD": "descriptors",
    "PUB": "publisher",
    "AN": "accession_no",
    "RST": "source_restrictor",
    "FDS": "company_codes",
    "RIC": "instrument_codes",
}
# How a byline opens, and what stands between two authors, in the language of the article.
_OPENS = {"de": "von", "fr": "par", "es": "por", "pt": "por", "it": "di|da", "nl": "door"}
# "y" and "e" stand within names as well, so they are looked at in what the others have parted.
_AND = (re.compile(r"\s+(?:and|und|et|&)\s+", re.IGNORECASE), re.compile(r"\s+(?:y|e|en)\s+", re.IGNORECASE))


def clean_author(lines: Iterable[str], language: str | None) -> str | None:
    """Return the authors of a byline as "A, B": without the word that opens it, and parted where it joins two names.

    Example:
        >>> clean_author(["Von Anna Beck und Otto Rahn"], "de"), clean_author(["By JOSÉ ORTEGA Y GASSET"], "en")
        ('Anna Beck, Otto Rahn', 'JOSÉ ORTEGA Y GASSET')
    """
    opening = re.compile(rf"^\s*(?:by|{_OPENS.get(language or '', 'by')})\b[\s:]*", re.IGNORECASE)
    names = (name for line in lines for part in re.split(r"[;\n]", line) for name in _names(opening.sub("", part)))
    return join_values((name.strip(" ,;") for name in names), ", ")


def _names(text: str) -> list[str]:
    """Return the names that words join; each has a first name, else it is the second half of the one before."""
    names = [squeeze(text)]
    for joins in _AND:
        parted = ((name, joins.split(name)) for name in names)
        names = [part for name, parts in parted for part in (parts if all(" " in part for part in parts) else [name])]
    return names


def stated_number(text: str | None) -> str | None:
    """Return the digits of a count in words of any interface.

    Example:
        >>> stated_number("1.234 Wörter"), stated_number("1,025 字")
        ('1234', '1025')
    """
    return re.sub(r"\D", "", text or "") or None


def stated_accession(text: str | None) -> str | None:
    """Return the number of a document out of the line that states it ("Document NYTF000020050408dp1900j9s")."""
    words = (text or "").split()
    return words[-1] if words else None
