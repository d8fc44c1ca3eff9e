"""What lines of a Europresse document state: the header with section, date and pages, the description of the source."""

import re

_WEEKDAYS = (
    "lundi mardi mercredi jeudi vendredi samedi dimanche monday tuesday wednesday thursday friday saturday sunday "
    "montag dienstag mittwoch donnerstag freitag samstag sonntag lunes martes miércoles jueves viernes sábado domingo"
)
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(_WEEKDAYS.split())})[\s,]*$", re.IGNORECASE)
_MONTH = r"[^\W\d_]{3,10}\.?"
_DATE = re.compile(
    rf"\b\d{{1,2}}(?:er|\.)?\s+(?:de\s+)?{_MONTH}\s+(?:de\s+)?\d{{4}}\b|\b{_MONTH}\s+\d{{1,2}},\s+\d{{4}}\b"
    rf"|\b\d{{4}}-\d\d-\d\d\b|\b{_MONTH}\s+\d{{4}}\b"
)
_PAGES = re.compile(r"\bpp?\.\s*([\w*+()–, -]*\w[)*]?)")
_COUNT = re.compile(r"\b(\d[\d\s]*)\s*(?:mots|words|palabras|wörter)\b", re.IGNORECASE)
_TIME = re.compile(r"\b\d{1,2}\s?[:h]\s?\d{2}(?:\s?[ap]m)?(?:\s+(?:UTC|GMT|[A-Z]{3,4}))?(?:\s?[+-]\d{1,2}(?::\d\d)?)?")
# What the description of the source says, in lines of their own or before a colon.
_LABELS = {
    "nom de la source": "outlet",
    "source name": "outlet",
    "date d'édition": "published",
    "edition date": "published",
    "type de source": "source_type",
    "source type": "source_type",
    "périodicité": "frequency",
    "periodicity": "frequency",
    "couverture géographique": "coverage",
    "geographic coverage": "coverage",
    "geographical coverage": "coverage",
    "provenance": "provenance",
    "origin": "provenance",
}
_LABEL = re.compile(rf"^(?P<label>{'|'.join(_LABELS)})\s*(?::\s*(?P<value>.*))?$", re.IGNORECASE)


def read_header(header: str) -> dict[str, str | None]:
    """Return section, date, pages, time and word count of "Politique, jeudi 5 octobre 2013, p. 3"."""
    date = _DATE.search(header)
    before, after = (header[: date.start()], header[date.end() :]) if date else (header, "")
    found = {"pages": _PAGES.search(after), "word_count": _COUNT.search(after), "published_time": _TIME.search(after)}
    return {
        "section": _WEEKDAY.sub("", before.strip(" ,")).strip(" ,•") or None,
        "published": date[0] if date else None,
        **{column: match[match.re.groups].strip(" ,") if match else None for column, match in found.items()},
    }


def read_labels(lines: list[str]) -> tuple[dict[str, str | None], list[str]]:
    """Return what lines with a label state (after a colon, or in the next line), and the other lines."""
    found: dict[str, str | None] = {}
    rest: list[str] = []
    waiting = ""
    for line in lines:
        match = _LABEL.match(line)
        if match:
            waiting = _LABELS[match["label"].lower()]
            found.setdefault(waiting, match["value"])
        elif waiting and not found[waiting]:
            found[waiting] = line
        else:
            rest.append(line)
    return found, rest
