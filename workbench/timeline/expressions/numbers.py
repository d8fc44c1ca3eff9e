"""Numbers in digits and words."""

from __future__ import annotations

import re
from collections.abc import Mapping

_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}


def to_number(text: str, numbers: Mapping[str, float]) -> float | None:
    """Return the number that digits or words of a language say; None where they say none.

    Example:
        >>> english = {"two": 2, "twenty": 20, "hundred": 100, "half": 0.5}
        >>> to_number("2,500", english), to_number("two hundred twenty-two", english), to_number("2 1/2", english)
        (2500.0, 222, 2.5)
    """
    text = text.lower().strip()
    digits = re.fullmatch(r"(\d{1,3}(?:[.,]\d{3})+|\d+(?:[.,]\d+)?)(?:[- ](1/2)| ?([½¼¾]))?", text)
    if digits:
        extra = 0.5 if digits[2] else _FRACTIONS.get(digits[3] or "", 0)
        whole = re.sub(r"[.,](?=\d{3}(?!\d))", "", digits[1])  # three digits after a mark are thousands
        return float(whole.replace(",", ".")) + extra
    total = current = 0.0
    for word in re.findall(r"[^\W\d_]+", text):
        value = numbers.get(word, 0)
        if value >= 100:
            current = max(current, 1) * value
            total, current = (total + current, 0) if value >= 1000 else (total, current)
        else:
            current += value
    total += current
    return int(total) if total == int(total) else total


def to_year(text: str, numbers: Mapping[str, float]) -> int:
    """Return the year that words say.

    Example:
        >>> to_year("nineteen ninety-six", {"nineteen": 19, "ninety": 90, "six": 6})
        1996
    """
    found = [numbers[word] for word in re.findall(r"[^\W\d_]+", text.lower()) if word in numbers]
    if found[1:2] == [1000]:
        return int(found[0] * 1000 + sum(found[2:]))
    return int(found[0] * 100 + sum(value for value in found[1:] if value != 100))
