"""`save_report`: the real report of the notebook one sits in front of, with the values it has now."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Iterator, Mapping
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from workbench.errors import (
    DataError,
    OutputError,
    ParameterError,
    RunError,
    StoppedError,
    WorkbenchError,
)
from workbench.progress import find_shell, track
from workbench.reports.declaration import check_value
from workbench.reports.notebooks import RESERVED, Notebook, demo_codes, is_demo, read_notebook
from workbench.reports.parameters import find_file
from workbench.reports.publishing.files import write_whole
from workbench.reports.publishing.publish import find_latest, name_after
from workbench.reports.settings.template import REPORT_FILE
from workbench.widgets.form.session import values_of

_ERRORS = {error.exit_code: error for error in (RunError, ParameterError, DataError, StoppedError, OutputError)}
_PLOTLY = 'data-plotly="assets/plotly.min.js"'
_LOOK = 0.25  # seconds between two looks at the report that is being made


def save_report(name: str | None = None) -> Path | None:
    """Make the report of this notebook, as it was last saved, with the values its parameters have now.

    The notebook runs again from top to bottom, in a kernel of its own, on the articles that `corpus` names, and its
    page is published as `workbench run` does it: in `reports/` beside the notebook, or beside its folder when that is
    a study's `notebooks/`. A link to it is shown.

    Args:
        name: the file of the notebook, as in "2-framing"; by default the one the kernel was started for. Needed after
            the file was renamed.

    Returns:
        The page of the notebook. In reports and papermill, which run the notebook themselves, nothing is done: None.

    Raises:
        ParameterError: called in a script; it is not known which notebook this is; it was not saved; a parameter has a
            value that is not allowed.
        WorkbenchError: the report could not be made, see `run_report`; StoppedError where it was cancelled.

    Example:
        >>> save_report()  # doctest: +SKIP
    """
    shell = find_shell()
    if shell is None:
        _check_place()
        return None
    notebook = read_notebook(find_notebook(name, os.environ.get("JPY_SESSION_NAME")))
    check_saved(notebook.path, shell.kernel.get_parent()["metadata"]["cellId"], shell.user_ns["In"][-1])
    out = find_out(notebook.path)
    command, report = build_command(notebook, shell.user_ns, out)
    _run(command, f"Making the report of {notebook.name}")
    found = find_latest(out, report)
    if found is None:
        raise RunError(f"The report {report!r} was made, but is not in {str(out)!r}. Look at its status.json.")
    page = found[0] / f"{notebook.name}.html"
    _show_link(write_alone(page), notebook.path)
    return page


def _check_place() -> None:
    """Refuse a script, which would wait for its report."""
    if "ipykernel" not in sys.modules:
        raise ParameterError(
            "save_report() belongs into a notebook that is open in JupyterLab. In a script, call "
            'wb.run_report("articles", only=["2-framing"]).'
        )


def find_notebook(name: str | None, session: str | None) -> Path:
    """Return the file of the notebook: the one named, else the one the kernel was started for.

    Raises:
        ParameterError: it is not there, or not known.
    """
    given = str(name or session or "")
    path = Path(given if given.endswith(".ipynb") else f"{given}.ipynb")
    try:
        if given and path.is_file():
            return path.resolve()
    except OSError as error:  # a name that is too long
        raise ParameterError(f"There can be no notebook {str(path)!r}: {error.strerror}.") from error
    here = ", ".join(repr(found.stem) for found in sorted(Path.cwd().glob("*.ipynb"))) or "none"
    said = f"There is no notebook {str(path)!r}." if given else "It is not known which notebook this is."
    raise ParameterError(f'{said} Name it, as in wb.save_report("2-framing"). In this folder: {here}.')


def check_saved(path: Path, cell_id: str, source: str) -> None:
    """Refuse a file that does not hold the cell that is running as it is running: the report is made from the file.

    Raises:
        ParameterError: the notebook was changed after it was saved.
    """
    import nbformat

    try:
        saved = {cell.get("id"): cell.source for cell in nbformat.read(path, as_version=4).cells}
    except (OSError, ValueError, AttributeError) as error:
        raise ParameterError(f"{path.name} cannot be read as a notebook. Save it again, then run this cell.") from error
    if saved.get(cell_id, "").strip() != source.strip():
        raise ParameterError(
            f"The file {path.name} is older than the notebook you see, and the report is made from the file. Save the "
            "notebook (Ctrl+S or ⌘S), then run this cell again."
        )


def find_out(path: Path) -> Path:
    """Return the folder of reports: the study's where the notebook stands in a study's `notebooks/`, else its own."""
    study = path.parent.parent
    known = (study / "reports").is_dir() or (study / REPORT_FILE).is_file()  # a new study has no reports yet
    return (study if path.parent.name == "notebooks" and known else path.parent) / "reports"


def build_command(notebook: Notebook, names: Mapping[str, Any], out: Path) -> tuple[list[str], str]:
    """Return the command that makes the report with the values of `names`, and the name of the report.

    Raises:
        ParameterError: a value has the wrong type, or there are no articles to make a report on.
    """
    parameters = notebook.parameters
    values = {
        name: check_value(parameters[name], value, shown=name) for name, value in values_of(parameters, names).items()
    }
    if not values.get("corpus"):
        raise ParameterError(
            f"{notebook.name} has no parameter 'corpus' that names its articles, which a report needs. Add to its "
            'parameters cell: corpus: str = "../data/raw/demo"  # file or folder of articles'
        )
    corpus, codes = str(values["corpus"]), str(values.get("codes", ""))
    if "codes" in values and not codes and is_demo(Path(corpus)):
        raise ParameterError(
            "codes = '' is not allowed for the demo articles: a report on them always brings their hand codes. Set "
            f"codes to {os.path.relpath(demo_codes())!r}, or use articles of your own."
        )
    name = f"{name_after(out.parent if (out.parent / 'report.toml').is_file() else Path(corpus))}-{notebook.name}"
    command = [sys.executable, "-P", "-m", "workbench.cli", "run", str(notebook.path), corpus, "--out", str(out)]
    command += ["--name", name]
    command += ["--codes", codes] if codes else []
    for parameter, value in values.items():
        if parameter not in RESERVED:
            typed = find_file(value, Path.cwd()) if isinstance(value, str) else str(value)
            command += ["-p", f"{notebook.name}.{parameter}={typed}"]
    return command, name


def _run(command: list[str], what: str) -> None:
    """Run the command line to its end, with progress and cancel; raise what it says went wrong."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("JPY_", "IPY"))}
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        process = subprocess.Popen(  # noqa: S603 - our own words; values are arguments, not a shell's
            command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said
        )
        try:
            for _ in track(_until_done(process), what):
                pass
        finally:
            _end(process)
        said.seek(0)
        if process.returncode:
            raise read_error(process.returncode, said.read())


def _until_done(process: subprocess.Popen[bytes]) -> Iterator[None]:
    while process.poll() is None:
        time.sleep(_LOOK)
        yield


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a command that was cancelled; it takes its kernels with it."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def read_error(code: int, said: str) -> WorkbenchError:
    """Return the error that a command line ended with.

    Example:
        >>> read_error(3, "workbench: No article could be read.")
        DataError('No article could be read.')
    """
    kind = _ERRORS.get(code, StoppedError if code < 0 else RunError)
    told = said.rpartition("workbench: ")[2].strip()
    return kind(told or f"The report was not made: the command line ended with code {code}.")


def write_alone(page: Path) -> Path:
    """Write a page beside itself with plotly.js in it, and return that; the page itself where it has no figures.

    A Jupyter server shows files in a sandbox that is not logged in: a page may load nothing from beside it there. Only
    the latest page of a notebook has this copy, as plotly.js is large.
    """
    html = page.read_text(encoding="utf-8")
    if _PLOTLY not in html:
        return page
    name = f"{page.stem}.alone.html"
    for old in page.parent.parent.glob(f"*/{name}"):
        old.unlink()
    script = b64encode((page.parent / "assets" / "plotly.min.js").read_bytes()).decode()
    whole = html.replace(_PLOTLY, f'data-plotly="data:text/javascript;base64,{script}"')
    return write_whole(page.with_name(name), whole)


def _show_link(page: Path, notebook: Path) -> None:
    """Show where the report is, as a link that opens it in a tab of its own."""
    from IPython.display import display
    from jupyter_core.paths import jupyter_runtime_dir

    link = find_address(page, Path(jupyter_runtime_dir()), os.environ.get("JPY_PARENT_PID", ""))
    link = link or quote(os.path.relpath(page, notebook.parent).replace(os.sep, "/"))
    saved = datetime.fromtimestamp(notebook.stat().st_mtime).astimezone().strftime("%H:%M")
    words = f"made from the notebook as it was saved at {saved}"
    opening = f'<a href="{escape(link)}" target="_blank" rel="noopener">Open the report of {escape(notebook.stem)}</a>'
    shown = {"text/html": f"<p>{opening}, {words}.</p>", "text/plain": f"{page}, {words}"}
    display(shown, raw=True)  # type: ignore[no-untyped-call] # IPython states none


def find_address(page: Path, runtime: Path, server: str) -> str:
    """Return the address of a file on the Jupyter server that started this kernel; empty where it cannot be seen there.

    A path from the root of the host, which holds behind proxies too. JupyterLab opens such a link in a tab, where the
    figures of a page are drawn; its own viewer, which it opens for relative links, runs no scripts.

    Args:
        page: the file.
        runtime: where Jupyter servers note their settings.
        server: the number of the server's process.
    """
    try:
        noted = json.loads((runtime / f"jpserver-{server}.json").read_text(encoding="utf-8"))
        inside = page.resolve().relative_to(Path(noted["root_dir"]).resolve())
        return f"{noted['base_url']}files/{quote(inside.as_posix())}"
    except (OSError, ValueError, KeyError):
        return ""
