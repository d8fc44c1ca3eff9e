"""The notebooks a report is made of, and their parameters: the parameters cell is the one declaration."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from workbench.articles.sources import MARK
from workbench.errors import DataError, ParameterError, nearest
from workbench.reports.declaration import Parameter, Value, check_value, read_declaration
from workbench.reports.imports import import_nbformat

# Set by the report itself: where the prepared articles and the hand codes are, and where shown tables go.
RESERVED = ("corpus", "codes", "tables")
_PACKAGE = Path(__file__).resolve().parents[1]
# Other pages of a report, and names that Windows keeps for devices: no page of a notebook can have these names.
_TAKEN = "index methods report"
_DEVICES = "con prn aux nul " + " ".join(f"com{number} lpt{number}" for number in range(1, 10))


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


def list_names() -> list[str]:
    """Return the names of the shipped notebooks, without opening them.

    Example:
        >>> list_names()[0]
        '1-corpus'
    """
    return sorted(path.stem for path in notebooks_folder().glob("*.ipynb"))


def name_notebook(wanted: str) -> str:
    """Return the name of a notebook that is given by its name or by the path of its file.

    Raises:
        ParameterError: the file's name cannot be that of a page.

    Example:
        >>> name_notebook("3-topics"), name_notebook("own/5-voices.ipynb")
        ('3-topics', '5-voices')
    """
    path = Path(wanted)
    if not _is_path(wanted):
        return wanted
    if path.suffix.lower() != ".ipynb":
        raise ParameterError(f"The notebook {wanted!r} is no .ipynb file. Give one that JupyterLab saved.")
    if not re.fullmatch(r"\w[\w-]{0,79}", path.stem) or path.stem.lower() in f"{_TAKEN} {_DEVICES}".split():
        raise ParameterError(
            f"The notebook {path.name!r} cannot name a page. Rename the file: letters, digits, '-' and '_', at most "
            f"80, and none of {', '.join(_TAKEN.split())}."
        )
    return path.stem


def load_notebooks(wanted: Iterable[str]) -> list[Notebook]:
    """Return notebooks given by their names (shipped ones) or by the paths of their files, in that order.

    Raises:
        ParameterError: there is no such notebook, or it is not in Python.
        DataError: a notebook cannot be read, or a parameter has no type or default.

    Example:
        >>> [notebook.title for notebook in load_notebooks(["1-corpus"])]
        ['What is in the corpus']
    """
    return [read_notebook(_locate(name)) for name in wanted]


def _locate(wanted: str) -> Path:
    name = name_notebook(wanted)
    shipped = notebooks_folder() / f"{name}.ipynb"
    path = Path(wanted) if _is_path(wanted) else shipped
    if path.is_file():
        return path
    if path == shipped:
        raise ParameterError(f"There is no notebook {name!r}. {nearest(name, list_names())}")
    hint = f" The shipped one is named without ending: {name!r}." if shipped.is_file() else " Check the path."
    raise ParameterError(f"There is no notebook {wanted!r}.{hint}")


def _is_path(wanted: str) -> bool:
    return "/" in wanted or "\\" in wanted or wanted.lower().endswith(".ipynb")


def read_notebook(path: Path) -> Notebook:
    """Return a notebook's name, title (its first heading) and parameters.

    Raises:
        ParameterError: its language is not Python.
        DataError: it cannot be read, or a parameter has no type or default.
    """
    import_nbformat()
    import nbformat

    try:
        notebook = nbformat.read(path, as_version=4)
        language = _language(notebook.metadata)
        tagged = [cell.source for cell in notebook.cells if "parameters" in cell.metadata.get("tags", ())]
    except Exception as error:
        raise DataError(f"The notebook {path} cannot be read: {error}. Save it again in JupyterLab.") from error
    if language != "python":
        raise ParameterError(f"The notebook {path.name} is in {language!r}. Notebooks of a report are in Python.")
    heads = (line for cell in notebook.cells if cell.cell_type == "markdown" for line in cell.source.splitlines())
    title = next((line.lstrip("# ").strip() for line in heads if line.startswith("#")), path.stem)
    parameters = read_declaration(tagged[0], shown=path.name) if tagged else {}
    return Notebook(path.stem, path, title, parameters)


def _language(metadata: Mapping[str, Mapping[str, str]]) -> str:
    """Return the language a notebook states; one that states a kernel alone is named after it."""
    kernel, info = metadata.get("kernelspec", {}), metadata.get("language_info", {})
    language = str(kernel.get("language") or info.get("name") or kernel.get("name") or "python").lower()
    return "python" if "py" in language else language


def check_values(
    notebooks: Iterable[Notebook], values: Mapping[str, Mapping[str, Value]]
) -> dict[str, dict[str, Value]]:
    """Return the values of parameters, by notebook and name, held against the declared types; {} where none is given.

    Unlike what is typed on a command line they have types of their own, as in a report file: "6" is no whole number
    and true is none either. A whole number may stand where any number may.

    Raises:
        ParameterError: an unknown notebook or parameter, or a value of another type.

    Example:
        >>> check_values(load_notebooks(["3-topics"]), {"3-topics": {"n_topics": 6}})
        {'3-topics': {'n_topics': 6}}
    """
    known = {notebook.name: notebook for notebook in notebooks}
    for name in values:
        if name not in known:
            raise ParameterError(f"There is no notebook {name!r} in this run. {nearest(name, known)}")
    return {name: _checked(known[name], values.get(name, {})) for name in known}


def _checked(notebook: Notebook, values: Mapping[str, Value]) -> dict[str, Value]:
    allowed = {key: item for key, item in notebook.parameters.items() if key not in RESERVED}
    for name in values:
        if name not in allowed:
            raise ParameterError(f"{notebook.name} has no parameter {name!r}. {nearest(name, allowed)}")
    return {name: check_value(allowed[name], value, shown=f"{notebook.name}.{name}") for name, value in values.items()}


def set_corpus(folder: Path, corpus: Path, target: Path) -> Path:
    """Copy the notebooks to `target` with `corpus` as the default of their parameter; files there are kept.

    The hand codes of the demo go with its articles; other articles start without codes.

    Raises:
        ParameterError: there is no such file or folder of articles.
    """
    if not corpus.exists():
        raise ParameterError(f"There is no file or folder {str(corpus)!r}. Give the path of articles.")
    codes = str(demo_codes().resolve()) if is_demo(corpus) else ""
    target.mkdir(parents=True, exist_ok=True)
    (target / MARK).touch()
    return copy_notebooks(folder, target, {"corpus": str(corpus.resolve()), "codes": codes})


def copy_notebooks(folder: Path, target: Path, defaults: Mapping[str, str]) -> Path:
    """Copy the notebooks of a folder to `target` with other defaults of their text parameters; files there are kept."""
    import nbformat

    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(folder.glob("*.ipynb")):
        if (target / path.name).exists():
            continue
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            if "parameters" in cell.metadata.get("tags", []):
                for name, value in defaults.items():
                    cell.source = _with_default(cell.source, name, json.dumps(value, ensure_ascii=False))
        nbformat.write(notebook, target / path.name)
    return target


def _with_default(source: str, name: str, value: str) -> str:
    return re.sub(rf'^{name}: str = ".*?"', lambda _: f"{name}: str = {value}", source, flags=re.M)


def is_demo(corpus: Path) -> bool:
    """Whether a path is that of the demo corpus."""
    return corpus.resolve() == demo_folder().resolve()


def is_checkout() -> bool:
    """Whether the package runs from a checkout of the project, and not from an installed wheel."""
    return (_PACKAGE.parent / "pyproject.toml").is_file() and (_PACKAGE.parent / "notebooks").is_dir()


def _shipped(in_checkout: str, in_wheel: str) -> Path:
    folder = _PACKAGE.parent / in_checkout if is_checkout() else _PACKAGE / in_wheel
    if not folder.is_dir():
        raise DataError(f"The installation is not whole: there is no folder {folder}. Install framing-workbench again.")
    return folder
