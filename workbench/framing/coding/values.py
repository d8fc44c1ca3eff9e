"""What coders write for yes, no and left open, in several languages, made 1, 0 and missing."""

from __future__ import annotations

import math
from collections.abc import Iterable

YES = frozenset("1 1.0 yes y true t x ✓ ✔ ☑ sí si s sim ja j oui vrai verdadero verdadeiro wahr seen present".split())
NO = frozenset("0 0.0 no n false f nein não nao non faux falso falsch absent".split()) | {"not seen"}
OPEN = frozenset(("", "na", "n/a", "#n/a", "nan", "nat", "<na>", "null", "?", "-", "–", "—"))
CROSS = frozenset(("x", "✓", "✔", "☑"))


def plain_value(value: object) -> str:
    """Return a value as values are compared: a text in lower case, "" for nothing."""
    if value is None or value != value:  # noqa: PLR0124 - NaN is not itself
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip().casefold()


def is_open(value: object) -> bool:
    """Tell whether a value says that nothing was decided."""
    return plain_value(value) in OPEN


def as_seen(value: object) -> float | None:
    """Return 1.0 for a yes, 0.0 for a no, None for anything else.

    Example:
        >>> as_seen("Sí"), as_seen(False), as_seen("x"), as_seen(2)
        (1.0, 0.0, 1.0, None)
    """
    plain = plain_value(value)
    return 1.0 if plain in YES else 0.0 if plain in NO else None


def as_number(value: object) -> float | None:
    """Return a value as a number, with a decimal point or comma; None where it is none."""
    try:
        number = float(plain_value(value).replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def is_value(value: object) -> bool:
    """Tell whether a text is one that coders give as a value, and not the name of something."""
    return is_open(value) or as_seen(value) is not None or as_number(value) is not None


def common_values(values: Iterable[object]) -> list[float | str | None]:
    """Return the values of one frame: numbers where all are a yes, a no or a number, else the texts as written.

    Example:
        >>> common_values(["yes", "no", None]), common_values([0, "2,5"]), common_values(["calm", "x"])
        ([1.0, 0.0, None], [0.0, 2.5], ['calm', 'x'])
    """
    given = [None if is_open(value) else value for value in values]
    read = [None if value is None else _number(value) for value in given]
    if all((number is None) == (value is None) for number, value in zip(read, given, strict=True)):
        return list(read)
    return [None if value is None else str(value).strip() for value in given]


def _number(value: object) -> float | None:
    seen = as_seen(value)
    return as_number(value) if seen is None else seen
