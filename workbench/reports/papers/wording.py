"""How numbers, days and lists are written in the text of a paper."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

import pandas as pd

_BIDI = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain(text: object) -> str:
    r"""Return a text on one line, without control characters: Word refuses them, LaTeX stops at them.

    Example:
        >>> plain("Talks\n resumed\x00.")
        'Talks resumed.'
    """
    kept = (letter for letter in str(text) if letter.isspace() or not _is_control(letter))
    return unicodedata.normalize("NFC", " ".join("".join(kept).split()))


def _is_control(letter: str) -> bool:
    return letter in _BIDI or unicodedata.category(letter) in ("Cc", "Cs", "Cn")


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun.

    Example:
        >>> counted(1, "article"), counted(12000, "article")
        ('1 article', '12,000 articles')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(items: Iterable[object], *, mark: str = ",") -> str:
    """Return items as a list in words.

    Example:
        >>> listed(["a", "b", "c"]), listed(["a, b", "c"], mark=";")
        ('a, b and c', 'a, b; and c')
    """
    words = [plain(item) for item in items]
    if len(words) < 2:
        return "".join(words)
    joined = f"{mark} ".join(words[:-1])
    return f"{joined}{mark if mark != ',' else ''} and {words[-1]}"


def coefficient(value: float) -> str:
    """Return a number that lies between -1 and 1 as papers print it: two digits, no zero before the point.

    Example:
        >>> coefficient(0.7591), coefficient(1), coefficient(-0.05)
        ('.76', '1.00', '−.05')
    """
    text = f"{abs(value):.2f}"
    sign = "\N{MINUS SIGN}" if value < 0 and float(text) else ""
    return sign + text.removeprefix("0")


def day(moment: pd.Timestamp) -> str:
    """Return the day of an instant.

    Example:
        >>> day(pd.Timestamp("2025-09-09 11:20", tz="UTC"))
        '9 September 2025'
    """
    return f"{moment.day} {moment:%B %Y}"


def between_ends(values: pd.Series, *, digits: bool = False) -> str:
    """Return the least and the greatest of some numbers; one where they are the same, "" where none is known.

    Args:
        values: numbers; missing ones do not count.
        digits: written as coefficients, else as whole numbers.

    Example:
        >>> between_ends(pd.Series([5, 10])), between_ends(pd.Series([0.25, 0.5, None]), digits=True)
        ('5 to 10', '.25 to .50')
    """
    known = values.dropna()
    ends = [coefficient(end) if digits else f"{int(end):,}" for end in (known.min(), known.max())] if len(known) else []
    return " to ".join(dict.fromkeys(ends))
