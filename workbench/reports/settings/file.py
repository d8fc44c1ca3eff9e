"""A report file (TOML) -> the settings of the reports it asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from workbench.errors import ParameterError, nearest
from workbench.reports.notebooks import name_notebook
from workbench.reports.publishing.publish import name_after
from workbench.reports.settings.checks import Given, place
from workbench.reports.settings.fields import CHECKS, OWN, SECTIONS, Fields, choose, settle
from workbench.reports.settings.lines import Key, find_line, find_lines, parse_source, read_source
from workbench.reports.settings.matrix import expand_matrix
from workbench.reports.settings.options import Options, read_options, read_parameters
from workbench.reports.settings.settings import Settings

_COMMAND_LINE = {"force"}  # a schedule that always forces has no use for the cache; it can type --force
_TABLES = (*SECTIONS, *OWN)
_TOP = [key[0] for key in CHECKS if len(key) == 1 and key[0] not in _COMMAND_LINE]


def is_report_file(path: str | Path | None) -> bool:
    """Whether a path that was typed is that of a report file, by its ending.

    Example:
        >>> is_report_file("talks.toml"), is_report_file("articles")
        (True, False)
    """
    return path is not None and Path(path).suffix.lower() == ".toml"


def read_report_file(path: str | Path, overrides: Options | None = None) -> tuple[Settings, ...]:
    """Return the settings of the reports that a report file asks for: one, or with a [matrix] one each.

    Relative paths in the file start from its folder. What stands in docs/report-file.md may stand in it and nothing
    else. Whether articles, hand codes and notebooks are where the file says, and whether the notebooks have the
    parameters, is asked when they are opened: see `load_notebooks` and `check_values`.

    Args:
        path: the file.
        overrides: options that were typed, as for `build_settings`; they stand above the file.

    Raises:
        ParameterError: there is no such file, it is not TOML, or a key or value in it is not allowed; with the line.

    Example:
        >>> read_report_file("report.toml")[0].name  # doctest: +SKIP
        'talks'
    """
    file = place(Given(str(path), "path", base=Path.cwd()))
    options = overrides or Options()
    fields = _read_fields(file)
    typed = read_options(options)
    known = choose(fields.get(("notebooks",)))
    _check_notebooks(fields, known)
    notebooks = choose(typed.get(("notebooks",)), known)
    above = {**typed, **read_parameters(options, notebooks)}
    return tuple(
        settle({**fields, **variant.fields, **above, ("name",): variant.name}, notebooks, **variant.more)
        for variant in expand_matrix({**fields, **typed}, above, notebooks)
    )


def _read_fields(file: Path) -> dict[Key, Given]:
    """Return everything that stands in a file, by key, with the words that lead back to its line."""
    source = read_source(file)
    folder = file.parent
    lines = find_lines(source)
    fields = {
        key: Given(value, _words(key), f"{file.name}, line {find_line(lines, key)}: ", folder)
        for key, value in _flatten(parse_source(source, file.name))
    }
    for key, given in fields.items():
        _check_key(key, given)
    if ("articles",) not in fields:
        raise ParameterError(f'{file.name} does not say where the articles are. Add at its top: articles = "articles".')
    here = Given(name_after(file), "name", f"{file.name}: ", folder)
    return {("name",): here, ("out",): Given("reports", "out", here.place, folder)} | fields


def _words(key: Key) -> str:
    return " ".join(".".join(key).split())  # a key in quotes may hold anything


def _flatten(content: Mapping[str, Any]) -> Iterator[tuple[Key, Any]]:
    """Yield key and value of everything in the file; "3-topics.n_topics" in quotes is the same as without."""
    for name, value in content.items():
        if name not in _TABLES or not isinstance(value, dict):
            yield (name,), value
        elif name in {"parameters", "matrix"}:
            yield from (((name, *key), item) for key, item in _flatten_dotted(value))
        else:
            yield from (((name, key), item) for key, item in value.items())


def _flatten_dotted(table: Mapping[str, Any]) -> Iterator[tuple[Key, Any]]:
    for name, value in table.items():
        notebook, dot, parameter = name.partition(".")
        if isinstance(value, dict):
            yield from (((name, inner), item) for inner, item in value.items())
        else:
            yield ((notebook, parameter) if dot else (name,)), value


def _check_key(key: Key, given: Given) -> None:
    """Raise where no such key may stand, saying where it belongs or what is nearest."""
    if key in CHECKS and key[0] not in _COMMAND_LINE:
        return
    if key[0] in _COMMAND_LINE:
        raise ParameterError(f"{given.place}{key[0]!r} is typed with the command: --{key[0]}. Take it out of the file.")
    if key[0] in OWN and len(key) > 1:
        if key[0] == "parameters" and len(key) < 3:
            raise given.fault(f"Say of which notebook, as in [parameters.3-topics] and below it {key[1]} = …")
        return
    if key[0] in _TABLES and len(key) == 1:
        raise given.fault(f"It is a table: write [{key[0]}] on a line of its own, and its keys below it.")
    raise ParameterError(f"{given.place}There is no key {'.'.join(key)!r}. {_advise(key)}")


def _advise(key: Key) -> str:
    """Return where a key belongs that stands in the wrong table, else the nearest key of this one."""
    homes = [place[:-1] for place in CHECKS if place[-1] == key[-1] and place[0] not in _COMMAND_LINE]
    if key[-1] in OWN or key[-1] in SECTIONS:
        return f"Write [{key[-1]}] on a line of its own."
    if homes and homes[0]:
        return f"{key[-1]!r} belongs under [{homes[0][0]}]."
    if homes:
        return f"{key[-1]!r} belongs at the top of the file, before the first [table]."
    if len(key) == 1:
        return nearest(key[0], [*_TOP, *_TABLES])
    return nearest(key[-1], [place[1] for place in CHECKS if place[0] == key[0] and len(place) == 2])


def _check_notebooks(fields: Fields, known: tuple[str, ...]) -> None:
    names = [name_notebook(wanted) for wanted in known]
    for key, given in fields.items():
        if key[0] == "parameters" and key[1] not in names:
            raise ParameterError(
                f"{given.place}{key[1]!r} is none of this report's notebooks. {nearest(key[1], names)}"
            )
