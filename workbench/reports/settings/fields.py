"""What each key of a report takes, and the settings that a set of given values makes."""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Mapping
from typing import Any

from workbench.articles.sources import check_columns
from workbench.errors import ParameterError, nearest
from workbench.reports.declaration import Value
from workbench.reports.notebooks import list_names, name_notebook
from workbench.reports.settings.checks import (
    YEAR,
    Check,
    Given,
    addresses,
    choice,
    choices,
    day,
    number,
    parameter_value,
    place,
    places,
    report_name,
    text,
    texts,
    truth,
    whole,
)
from workbench.reports.settings.lines import Key
from workbench.reports.settings.settings import (
    KERNELS,
    OCCASIONS,
    TEXTS,
    Gate,
    Limits,
    Notify,
    Selection,
    Settings,
)

Fields = Mapping[Key, Given]

_share = number(0.0, 1.0, example=", as in 0.05 for 5%")
_seconds = number(1.0, YEAR)
_count = whole(0, 1_000_000_000)
CHECKS: dict[Key, Check] = {
    ("name",): report_name,
    ("articles",): places,
    ("out",): place,
    ("codes",): place,
    ("notebooks",): texts,
    ("strict",): truth,
    ("texts",): choice(*TEXTS),
    ("keep",): whole(1, 100_000),
    ("max_age_hours",): number(0.01, 100_000.0),
    ("jobs",): whole(1, 1024),
    ("force",): truth,
    ("pdf",): truth,
    ("kernels",): choice(*KERNELS),
    ("select", "outlets"): texts,
    ("select", "languages"): texts,
    ("select", "since"): day,
    ("select", "until"): day,
    ("gate", "articles"): whole(1, 1_000_000_000),
    ("gate", "new"): _count,
    ("gate", "newest_within_days"): number(0.01, 100_000.0),
    ("gate", "undated"): _share,
    ("gate", "rejected"): _share,
    ("gate", "duplicates"): _share,
    ("gate", "unknown_language"): _share,
    ("limits", "cell"): _seconds,
    ("limits", "notebook"): _seconds,
    ("limits", "run"): _seconds,
    ("limits", "memory"): whole(100, 10_000_000),
    ("limits", "output"): whole(1, 100_000),
    ("limits", "retries"): whole(0, 10),
    ("limits", "wait"): number(0.0, YEAR),
    ("notify", "urls"): addresses,
    ("notify", "on"): choices(*OCCASIONS),
}
OWN = ("parameters", "columns", "matrix")  # tables whose keys are the user's own
SECTIONS = {"select": Selection, "gate": Gate, "limits": Limits, "notify": Notify}


def settle(
    fields: Fields, notebooks: tuple[str, ...], *, matrix: str | None = None, variant: Mapping[str, Any] | None = None
) -> Settings:
    """Return the settings that `fields` make with these notebooks; what is not given has its default.

    Args:
        fields: at least the name, the articles and the folder of reports.
        notebooks: as `choose` returns them; parameters of other notebooks are left out.
        matrix: name of the matrix the report is part of.
        variant: what sets it apart there.

    Raises:
        ParameterError: a value is not allowed.
    """
    values = {key: CHECKS[key](given) for key, given in fields.items() if key in CHECKS and key != ("notebooks",)}
    sections = {
        name: build(**{key[1]: value for key, value in values.items() if key[0] == name and len(key) == 2})
        for name, build in SECTIONS.items()
    }
    _check_period(fields, values)
    return Settings(
        **{key[0]: value for key, value in values.items() if len(key) == 1},
        **sections,
        notebooks=notebooks,
        parameters=_parameters(fields, notebooks),
        columns=_columns(fields),
        matrix=matrix,
        variant=variant or {},
    )


def choose(given: Given | None, known: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the notebooks meant: names of shipped ones, paths of one's own; all that are known where none is given.

    Args:
        given: names and paths, or None.
        known: notebooks of the report file; the shipped ones where there are none.

    Raises:
        ParameterError: no notebook has the name, or two have the same.
    """
    own = {name_notebook(wanted): wanted for wanted in known}
    if given is None:
        return tuple(own.values()) or tuple(list_names())
    # What ends in .ipynb or holds a slash is a path.
    found = [own.get(wanted) or _find(wanted, given, [*own, *list_names()]) for wanted in texts(given)]
    names = [name_notebook(wanted) for wanted in found]
    for order, name in enumerate(names):
        if name.casefold() in (other.casefold() for other in names[:order]):
            raise given.fault(f"Two notebooks are named {name!r}, and each has a page of its name. Rename one.")
    return tuple(found)


def _find(wanted: str, given: Given, names: Iterable[str]) -> str:
    if "/" not in wanted and "\\" not in wanted and not wanted.lower().endswith(".ipynb"):
        if wanted not in names:
            raise ParameterError(f"{given.place}There is no notebook {wanted!r}. {nearest(wanted, set(names))}")
        return wanted
    path = place(Given(wanted, given.words, given.place, given.base))
    try:
        name_notebook(str(path))
    except ParameterError as error:
        raise ParameterError(f"{given.place}{error}") from None
    return str(path)


def _check_period(fields: Fields, values: Mapping[Key, Any]) -> None:
    since, until = values.get(("select", "since")), values.get(("select", "until"))
    if since and until and until < since:
        raise fields["select", "until"].fault(f"The last day lies before the first ({since}). Swap them.")


def _columns(fields: Fields) -> dict[str, str]:
    given = {key[1]: value for key, value in fields.items() if key[0] == "columns"}
    columns = {column: text(field) for column, field in given.items()}
    try:
        return dict(check_columns(columns))
    except ParameterError as error:
        raise ParameterError(f"{next(iter(given.values())).place}{error}") from None


def _parameters(fields: Fields, notebooks: tuple[str, ...]) -> dict[str, dict[str, Value]]:
    """Return the values of parameters, by notebook. Whether a notebook has them is `check_values`' to say."""
    values: dict[str, dict[str, Value]] = {}
    names = {name_notebook(wanted) for wanted in notebooks}
    for key, given in fields.items():
        if key[0] == "parameters" and key[1] in names:
            if not key[2].isidentifier() or keyword.iskeyword(key[2]):
                raise given.fault("The name of a parameter is made of letters, digits and _, as in n_topics.")
            values.setdefault(key[1], {})[key[2]] = parameter_value(given)
    return values
