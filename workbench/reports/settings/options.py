"""The options of `run_report` and of the command line -> settings, alone or over those of a report file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypedDict, Unpack

from workbench.errors import ParameterError, nearest
from workbench.reports.notebooks import demo_folder, load_notebooks
from workbench.reports.parameters import check_parameters
from workbench.reports.publishing.publish import name_after
from workbench.reports.settings.checks import Given, places
from workbench.reports.settings.fields import Fields, choose, settle
from workbench.reports.settings.lines import Key
from workbench.reports.settings.settings import Settings


class Options(TypedDict, total=False):
    """The options of `run_report` besides the path; each overrides its key in a report file. None: not given."""

    name: str | None
    out: str | Path | None
    only: Iterable[str]
    parameters: Iterable[str]
    columns: Mapping[str, str] | None
    strict: bool | None
    codes: str | Path | None
    jobs: int | None
    force: bool | None
    time_limit: float | None
    cell_limit: float | None
    notebook_limit: float | None
    memory_limit: int | None
    wait: float | None
    texts: str | None
    keep: int | None
    pdf: bool | None
    kernels: str | None


# Options whose key in a report file has another name.
_KEYS: dict[str, Key] = {
    "only": ("notebooks",),
    "time_limit": ("limits", "run"),
    "cell_limit": ("limits", "cell"),
    "notebook_limit": ("limits", "notebook"),
    "memory_limit": ("limits", "memory"),
    "wait": ("limits", "wait"),
}


def build_settings(path: str | Path | Iterable[str | Path] | None = None, **options: Unpack[Options]) -> Settings:
    """Return the settings of a report that is made without a report file.

    Args:
        path: a file or folder of articles, or several; the demo corpus when not given.
        **options: as in `Options`; relative paths start from the working directory.

    Raises:
        ParameterError: an option has a value that is not allowed, or names a notebook or a parameter there is not.

    Example:
        >>> settings = build_settings("articles", only=["1-corpus"], time_limit=60)
        >>> settings.name, settings.notebooks, settings.limits.run
        ('articles', ('1-corpus',), 60.0)
    """
    fields = read_options(options)
    fields["articles",] = Given(_listed(path if path is not None else demo_folder()), "path", base=Path.cwd())
    fields.setdefault(("out",), Given("reports", "--out", base=Path.cwd()))
    name = name_after(places(fields["articles",])[0] if path is not None else None)
    fields.setdefault(("name",), Given(name, "--name"))
    notebooks = choose(fields.get(("notebooks",)))
    return settle({**fields, **read_parameters(options, notebooks)}, notebooks)


def read_options(options: Options) -> dict[Key, Given]:
    """Return the options that were given, under the keys they have in a report file; parameters are apart.

    Raises:
        ParameterError: there is no option of that name.
    """
    given: dict[str, Any] = {name: value for name, value in options.items() if value is not None}
    for name in given:
        if name not in Options.__annotations__:
            raise ParameterError(f"There is no option {name!r}. {nearest(name, Options.__annotations__)}")
    columns = given.pop("columns", {})
    given.pop("parameters", None)
    given["only"] = _listed(given.get("only", ())) or None  # none is all
    fields = {_KEYS.get(name, (name,)): _given(name, value) for name, value in given.items() if value is not None}
    return fields | {("columns", column): _given("column", target) for column, target in columns.items()}


def read_parameters(options: Options, notebooks: Iterable[str]) -> Fields:
    """Return the parameters typed as "NOTEBOOK.NAME=VALUE", each of the type its notebook declares.

    Raises:
        ParameterError: no such notebook or parameter, or a value of another type.
    """
    typed = _listed(options.get("parameters") or ())
    if not typed:
        return {}
    values = check_parameters(load_notebooks(notebooks), typed)
    return {
        ("parameters", notebook, name): Given(value, f"-p {notebook}.{name}")
        for notebook, own in values.items()
        for name, value in own.items()
    }


def _given(option: str, value: object) -> Given:
    plain = str(value) if isinstance(value, Path) else value
    return Given(plain, f"--{option.replace('_', '-')}", base=Path.cwd())


def _listed(value: str | Path | Iterable[str | Path]) -> list[str]:
    return [str(item) for item in ([value] if isinstance(value, str | Path) else value)]
