"""Parameters as they are typed on a command line: "NOTEBOOK.NAME=VALUE", every value a text at first."""

from __future__ import annotations

import math
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from workbench.errors import ParameterError, nearest
from workbench.reports.declaration import NOUNS, TYPES, Parameter, Value
from workbench.reports.notebooks import RESERVED, Notebook

_WORDS = {"true": True, "false": False, "yes": True, "no": False}


def check_parameters(notebooks: Iterable[Notebook], given: Iterable[str]) -> dict[str, dict[str, Value]]:
    """Return the values given as "NOTEBOOK.NAME=VALUE", by notebook and name, converted to the declared type.

    Raises:
        ParameterError: not of that form, an unknown notebook or parameter, a value of another type, one given twice.
    """
    known = {notebook.name: notebook for notebook in notebooks}
    values: dict[str, dict[str, Value]] = {name: {} for name in known}
    for text in given:
        target, equals, value = text.partition("=")
        name, dot, parameter = target.strip().partition(".")
        if not equals or not dot:
            raise ParameterError(f"-p {text!r} is not of the form NOTEBOOK.NAME=VALUE, as in -p 3-topics.n_topics=6.")
        if name not in known:
            raise ParameterError(f"-p {text!r}: there is no notebook {name!r} in this run. {nearest(name, known)}")
        allowed = {key: item for key, item in known[name].parameters.items() if key not in RESERVED}
        if parameter not in allowed:
            raise ParameterError(f"-p {text!r}: {name} has no parameter {parameter!r}. {nearest(parameter, allowed)}")
        if parameter in values[name]:
            raise ParameterError(f"-p {text!r}: {name}.{parameter} is given twice. Give it once.")
        values[name][parameter] = convert(allowed[parameter], value, shown=f"-p {text!r}")
    return values


def convert(parameter: Parameter, value: str, *, shown: str) -> Value:
    """Return `value` in the declared type of `parameter`.

    Raises:
        ParameterError: it is not of that type; `shown` says where it was typed.
    """
    kind = TYPES[parameter.type]
    if kind is str:
        return find_file(value, Path.cwd())
    if kind is bool:
        if value.strip().lower() in _WORDS:
            return _WORDS[value.strip().lower()]
        raise ParameterError(f"{shown}: {parameter.name} takes true or false, not {value!r}. {_default(parameter)}")
    try:
        number = int(value) if kind is int else float(value)
        if math.isfinite(number):
            return number
    except (ValueError, OverflowError):
        pass
    raise ParameterError(
        f"{shown}: {parameter.name} takes {NOUNS[parameter.type]}, not {value!r}. {_default(parameter)}"
    )


def find_file(value: str, base: Path) -> str:
    """Return the full path of a file that a parameter names, or the value when it is no file.

    A path is meant from where it was typed, not from where the notebook runs. A word such as "outlet" is no path, even
    where a file has that name.
    """
    is_path = "/" in value or "\\" in value or bool(Path(value).suffix)
    with suppress(OSError, ValueError):  # a text may be longer than a path can be
        if is_path and (base / value).is_file():
            return str((base / value).resolve())
    return value


def _default(parameter: Parameter) -> str:
    return f"The default is {parameter.default!r}."
