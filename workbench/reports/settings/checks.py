"""One value that was typed -> the value it stands for, or one sentence that says where and why not."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from workbench.errors import ParameterError, nearest
from workbench.reports.declaration import Value
from workbench.reports.parameters import find_file
from workbench.reports.publishing.publish import check_name

YEAR = 366 * 86400.0  # seconds; waiting longer is a slip of the hand, and clocks of some systems end there
_SHOWN = 60  # characters of a wrong value


@dataclass(frozen=True)
class Given:
    """A value with the words that say where it was typed, and the folder its relative paths start from."""

    value: Any
    words: str  # "--keep" or "keep"
    place: str = ""  # "report.toml, line 3: "
    base: Path = Path()

    def fault(self, advice: str) -> ParameterError:
        """Return the error that names the place, the value and what is allowed."""
        between = " " if self.words.startswith("-") else " = "
        return ParameterError(f"{self.place}{self.words}{between}{show(self.value)} is not allowed. {advice}")

    def items(self) -> list[Given]:
        """Return what stands in a list, each with the same words; a value that is no list is a list of one."""
        values = self.value if isinstance(self.value, list | tuple) else [self.value]
        return [replace(self, value=value) for value in values]


Check = Callable[[Given], Any]


def show(value: object) -> str:
    """Return a value as one would write it in a report file, cut where it is long."""
    shown = json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, date):  # a datetime is a date too
        shown = value.isoformat()
    return shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 2]} …"


def text(given: Given) -> str:
    """Return a text that is not empty and stands on one line."""
    if not isinstance(given.value, str):
        raise given.fault('Give a text in quotes, as in "talks".')
    if not given.value.strip():
        what = given.words.lstrip("-")
        raise ParameterError(
            f"{given.place}The {what} is empty ({given.value!r}). Leave it out, or give one; was a variable not set?"
        )
    if any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in given.value):
        raise given.fault("It holds a control character, such as a line break. Take it out.")
    return given.value


def texts(given: Given) -> tuple[str, ...]:
    """Return one or more texts, none of them twice."""
    found = tuple(text(item) for item in given.items())
    if not found:
        raise given.fault("The list is empty. Leave it out, or put at least one text into it.")
    for number, item in enumerate(found):
        if item in found[:number]:
            raise given.fault(f"{show(item)} stands there twice. Give each once.")
    return found


def place(given: Given) -> Path:
    """Return a path, from where it was typed; whether anything is there is asked when it is read."""
    typed = str(given.value) if isinstance(given.value, Path) else given.value
    path = Path(text(replace(given, value=typed)))
    if path.parts[:1] == ("~",):
        path = path.expanduser()
    return given.base / path


def places(given: Given) -> tuple[Path, ...]:
    """Return one or more paths, none of them twice."""
    found = [place(item) for item in given.items()]
    texts(replace(given, value=[str(path) for path in found]))
    return tuple(found)


def truth(given: Given) -> bool:
    """Return true or false."""
    if not isinstance(given.value, bool):
        raise given.fault("Give true or false, in small letters and without quotes.")
    return given.value


def whole(low: int, high: int) -> Check:
    """Return the check of a whole number in a range."""

    def check(given: Given) -> int:
        value = given.value
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise given.fault(f"Give a whole number from {low:,} to {high:,}, without quotes.")
        return value

    return check


def number(low: float, high: float, *, example: str = "") -> Check:
    """Return the check of a number in a range; `example` helps where the unit is often mistaken."""

    def check(given: Given) -> float:
        value = given.value
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise given.fault(f"Give a number from {low:,g} to {high:,.10g}, without quotes{example}.")
        return float(value)

    return check


def choice(*allowed: str) -> Check:
    """Return the check of one word out of a few."""

    def check(given: Given) -> str:
        if given.value not in allowed:
            raise given.fault(nearest(str(given.value), allowed))
        return str(given.value)

    return check


def choices(*allowed: str) -> Check:
    """Return the check of one or more words out of a few."""

    def check(given: Given) -> tuple[str, ...]:
        for item in given.items():
            choice(*allowed)(item)
        return texts(given)

    return check


def day(given: Given) -> date:
    """Return a day: 2025-11-30, with or without quotes."""
    value = given.value
    try:
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, flags=re.ASCII):
            return date.fromisoformat(value)
    except ValueError:
        raise given.fault("There is no such day. Give year-month-day, such as 2025-11-30.") from None
    if isinstance(value, datetime) or not isinstance(value, date):
        raise given.fault("Give a day alone, as year-month-day, such as 2025-11-30.")
    return value


def report_name(given: Given) -> str:
    """Return the name of a report: a folder's name on every system, composed letters in one form."""
    name = unicodedata.normalize("NFC", text(given))
    try:
        check_name(name)
    except ParameterError as error:
        raise ParameterError(f"{given.place}{str(error).removeprefix('--') if given.place else error}") from None
    if len(name.encode()) > 200 or name.endswith("."):
        raise given.fault("It is the name of a folder: at most 200 bytes, and no dot at the end. Give a shorter one.")
    return name


def parameter_value(given: Given) -> Value:
    """Return the value of a parameter: a text, a number, true or false. Of which type it must be a notebook says."""
    value = given.value
    if isinstance(value, float) and not math.isfinite(value):
        raise given.fault("A parameter must be a number that can be written down; inf and nan cannot.")
    if isinstance(value, date):
        raise given.fault(f'Put the date into quotes: "{value.isoformat()}".')
    if not isinstance(value, str | int | float | bool):
        raise given.fault("A parameter takes a text, a number, true or false.")
    return find_file(value, given.base) if isinstance(value, str) else value


def addresses(given: Given) -> tuple[str, ...]:
    """Return the addresses of those who are told. They hold passwords: no error shows one."""
    found = given.items()
    if not found:
        raise given.fault("The list is empty. Leave it out, or put an address into it.")
    for order, item in enumerate(found, 1):
        typed = item.value if isinstance(item.value, str) else ""
        if not re.fullmatch(r"env:[A-Za-z_][A-Za-z0-9_]*|[A-Za-z][A-Za-z0-9+.\-]*://[^\s\x00-\x1f]+", typed):
            raise ParameterError(
                f"{given.place}{given.words}, address {order}, is neither like service://… nor env:NAME "
                "(the name of an environment variable that holds the address). It is not shown here."
            )
    return tuple(dict.fromkeys(item.value for item in found))
