"""Numbers as a class reads them."""

from __future__ import annotations

import math

from workbench.plots.phrases import percent


def say_number(value: float) -> str:
    """Return alpha as it is printed: two decimals, no zero before the point, a true minus.

    Example:
        >>> say_number(0.7249), say_number(1.0), say_number(-0.051), say_number(float("nan"))
        ('.72', '1.00', '−.05', '–')
    """
    if math.isnan(value):
        return "–"
    digits = f"{abs(value):.2f}"
    sign = "−" if value < 0 and float(digits) else ""
    return sign + (digits[1:] if digits.startswith("0") else digits)


def say_range(low: float, high: float) -> str:
    """Return an interval of alpha.

    Example:
        >>> say_range(0.41, 0.9)
        '.41 to .90'
    """
    return "–" if math.isnan(low) or math.isnan(high) else f"{say_number(low)} to {say_number(high)}"


def say_share(value: float, low: float, high: float) -> str:
    """Return a share with its interval.

    Example:
        >>> say_share(0.286, 0.104, 0.561)
        '29 % (10–56)'
    """
    if math.isnan(value):
        return "–"
    return f"{percent(value)} ({100 * low:.0f}–{100 * high:.0f})"
