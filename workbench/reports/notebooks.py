"""The notebooks a report is made of, and their parameters: the parameters cell is the one declaration."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from workbench.articles.sources import MARK
from workbench.errors import DataError, ParameterError, nearest
from workbench.reports.imports import import_nbformat

# Set by the report itself: where the prepared articles and the hand codes are, and where shown tables go.
RESERVED = ("corpus", "codes", "tables")
_PACKAGE = Path(__file__).resolve().parents[1]
_TYPES: dict[str, type[str | int | float | bool]] = {"str": str, "int": int, "float": float, "bool": bool}
_WORDS = {"true": True, "false": False, "yes": True, "no": False}

Value = str | int | float | bool


@dataclass(frozen=True)
class Parameter:
    """One line of a parameters cell: `name: type = default  # help`."""

    name: str
    type: str
    default: Value
    help: str


@dataclass(frozen=True)
class Notebook:
    """A notebook: its name ("2-framing"), its file, its title and its parameters."""

    name: str
    path: Path
    title: str
    parameters: Mapping[str, Parameter] = field(default_factory=dict)


def notebooks_folder() -> Path:
    """Return the folder of the notebooks: beside the package in a checkout, inside it in an installed wheel."""
    return _shipped("notebooks", "_notebooks")


def demo_folder() -> Path:
    """Return the folder of the demo corpus."""
    return _shipped("data/raw/demo", "_demo")


def demo_codes() -> Path:
    """Return the folder of the hand codes of the demo corpus."""
    return _shipped("data/codes/demo", "_demo_codes")


def list_notebooks(folder: Path | None = None) -> list[Notebook]:
    """Return the notebooks of a folder, sorted by name, with their parameters.

    Raises:
        DataError: a notebook cannot be read, or a parameter has no type or default.

    Example:
        >>> [notebook.name for notebook in list_notebooks()]
        ['1-corpus', '2-framing', '3-topics', '4-timeline']
    """
    return [read_notebook(path) for path in sorted((folder or notebooks_folder()).glob("*.ipynb"))]


def read_notebook(path: Path) -> Notebook:
    """Return a notebook's name, title (its first heading) and parameters."""
    import_nbformat()
    import nbformat
    from papermill import inspect_notebook

    try:
        cells = nbformat.read(path, as_version=4).cells
        found = inspect_notebook(str(path))
    except Exception as error:
        raise DataError(f"The notebook {path} cannot be read: {error}. Save it again in JupyterLab.") from error
    heads = (line for cell in cells if cell.cell_type == "markdown" for line in cell.source.splitlines())
    title = next((line.lstrip("# ").strip() for line in heads if line.startswith("#")), path.stem)
    parameters = {name: _parameter(path, name, entry) for name, entry in found.items()}
    return Notebook(path.stem, path, title, parameters)


def choose_notebooks(notebooks: Iterable[Notebook], only: Iterable[str]) -> list[Notebook]:
    """Return the notebooks named in `only`, in their own order; all when it is empty.

    Raises:
        ParameterError: a name is not among them.
    """
    known = {notebook.name: notebook for notebook in notebooks}
    wanted = list(only)
    for name in wanted:
        if name not in known:
            raise ParameterError(f"There is no notebook {name!r}. {nearest(name, known)}")
    return [notebook for name, notebook in known.items() if not wanted or name in wanted]


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
    kind = _TYPES[parameter.type]
    if kind is str:
        # A path is meant from where it was typed, not from where the notebook runs.
        is_path = "/" in value or Path(value).suffix == ".toml"
        return str(Path(value).resolve()) if is_path and Path(value).is_file() else value
    if kind is bool:
        if value.strip().lower() in _WORDS:
            return _WORDS[value.strip().lower()]
        raise ParameterError(f"{shown}: {parameter.name} takes true or false, not {value!r}. {_default(parameter)}")
    try:
        return int(value) if kind is int else float(value)
    except ValueError:
        noun = "a whole number" if kind is int else "a number"
        raise ParameterError(f"{shown}: {parameter.name} takes {noun}, not {value!r}. {_default(parameter)}") from None


def set_corpus(folder: Path, corpus: Path, target: Path) -> Path:
    """Copy the notebooks to `target` with `corpus` as the default of their parameter; files there are kept.

    The hand codes of the demo go with its articles; other articles start without codes.

    Raises:
        ParameterError: there is no such file or folder of articles.
    """
    import nbformat

    if not corpus.exists():
        raise ParameterError(f"There is no file or folder {str(corpus)!r}. Give the path of articles.")
    codes = demo_codes().resolve() if is_demo(corpus) else ""
    values = {"corpus": json.dumps(str(corpus.resolve()), ensure_ascii=False), "codes": json.dumps(str(codes))}
    target.mkdir(parents=True, exist_ok=True)
    (target / MARK).touch()
    for path in sorted(folder.glob("*.ipynb")):
        if (target / path.name).exists():
            continue
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            if "parameters" in cell.metadata.get("tags", []):
                for name, value in values.items():
                    cell.source = _with_default(cell.source, name, value)
        nbformat.write(notebook, target / path.name)
    return target


def _with_default(source: str, name: str, value: str) -> str:
    return re.sub(rf'^{name}: str = ".*?"', lambda _: f"{name}: str = {value}", source, flags=re.M)


def is_demo(corpus: Path) -> bool:
    """Whether a path is that of the demo corpus."""
    return corpus.resolve() == demo_folder().resolve()


def _default(parameter: Parameter) -> str:
    return f"The default is {parameter.default!r}."


def _parameter(path: Path, name: str, entry: Mapping[str, str]) -> Parameter:
    kind = entry.get("inferred_type_name", "")
    try:
        default = _TYPES[kind](ast.literal_eval(entry["default"]))
    except (KeyError, TypeError, ValueError, SyntaxError):
        raise DataError(
            f"{path.name}: the parameter {name!r} must be written as `{name}: type = default  # help` with a type of "
            f"{', '.join(_TYPES)} and a literal default. Found: {kind or 'no type'} = {entry.get('default')}."
        ) from None
    return Parameter(name, kind, default, entry.get("help", "").strip())


def is_checkout() -> bool:
    """Whether the package runs from a checkout of the project, and not from an installed wheel."""
    return (_PACKAGE.parent / "pyproject.toml").is_file() and (_PACKAGE.parent / "notebooks").is_dir()


def _shipped(in_checkout: str, in_wheel: str) -> Path:
    folder = _PACKAGE.parent / in_checkout if is_checkout() else _PACKAGE / in_wheel
    if not folder.is_dir():
        raise DataError(f"The installation is not whole: there is no folder {folder}. Install framing-workbench again.")
    return folder
