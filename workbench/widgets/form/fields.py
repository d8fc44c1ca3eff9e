"""Parameters -> fields of a form: how each is asked for, and what was typed -> a value of its type."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from workbench.errors import ParameterError
from workbench.reports.declaration import Parameter, Value, check_value
from workbench.reports.parameters import convert

_CHOICES = re.compile(r":\s*(\w+(?:, \w+)*,? or \w+)(?=;|$)")  # "period: D, W or M"; "...: D or W; empty: weeks"
_EMPTY = re.compile(r";\s*empty:")
_SUGGESTED = re.compile(r"\((\w+(?:, \w+)+)\) or ")  # "a codebook (generic, policy) or a .toml file"
_PLACES = ("corpus", "codes")  # a wrong path would stop the next cell


def build_field(parameter: Parameter, value: Value) -> dict[str, Any]:
    """Return a field as the form shows it: name, kind (text, number, choice, yes), value, help, choices, error.

    Choices are those that the help names ("period: D, W or M"); suggestions ("(generic, policy) or a .toml file") leave
    the field free.

    Example:
        >>> field = build_field(Parameter("period", "str", "M", "length of a period: D, W or M; empty: weeks"), "M")
        >>> field["kind"], field["choices"]
        ('choice', ['', 'D', 'W', 'M'])
    """
    choices = read_choices(parameter)
    suggested = _SUGGESTED.search(parameter.help)
    kind = {"bool": "yes", "int": "number", "float": "number"}.get(parameter.type, "choice" if choices else "text")
    return {
        "name": parameter.name,
        "kind": kind,
        "value": value if isinstance(value, bool) else str(value),
        "default": parameter.default if isinstance(parameter.default, bool) else str(parameter.default),
        "help": parameter.help,
        "choices": choices or (suggested[1].split(", ") if suggested else []),
        "error": "",
    }


def read_choices(parameter: Parameter) -> list[str]:
    """Return the only values that the help of a text parameter allows; none where it names none."""
    named = _CHOICES.search(parameter.help) if parameter.type == "str" else None
    if not named:
        return []
    words = re.split(r",? or |, ", named[1])
    return list(dict.fromkeys([*([""] if _EMPTY.search(parameter.help) else []), *words, str(parameter.default)]))


def read_value(parameter: Parameter, typed: str | bool) -> Value:  # noqa: FBT001 - what a field holds
    """Return what was typed in the parameter's type.

    Raises:
        ParameterError: it is of another type, none of the choices, or no path there is.

    Example:
        >>> read_value(Parameter("n_topics", "int", 0, "number of topics"), "6")
        6
    """
    if isinstance(typed, bool):
        return check_value(parameter, typed, shown=parameter.name)
    if parameter.type != "str":
        return convert(parameter, typed, shown="This form")
    choices = read_choices(parameter)
    if choices and typed not in choices:
        allowed = ", ".join(repr(choice) for choice in choices)
        raise ParameterError(f"{parameter.name} = {typed!r} is not allowed. Allowed: {allowed}.")
    if parameter.name in _PLACES and typed and not Path(typed).exists():
        raise ParameterError(
            f"There is no file or folder {typed!r}. Give a path that starts from the folder of this notebook, "
            f"{str(Path.cwd())!r}, or a full one."
        )
    return typed
