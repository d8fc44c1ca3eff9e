"""`workbench new STUDY`: a folder that holds what a study needs, so that nobody needs a checkout of the workbench."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from workbench.errors import OutputError, ParameterError
from workbench.framing.codebook.codebook import read_codebook, read_codebook_source
from workbench.reports.notebooks import copy_notebooks, demo_codes, demo_folder, notebooks_folder
from workbench.reports.publishing.publish import name_after
from workbench.reports.settings.template import REPORT_FILE, report_template

CODEBOOK = "codebook.toml"
_CODEBOOK_HEAD = """\
# The codebook of this study, at first a copy of {file}: change it to what you look for. `label`,
# `definition`, `include`, `exclude` and `questions` are what people read who code; `patterns` are what the machine
# counts. Codes made before a change of what people read are told as stale.

"""
_GITIGNORE = """\
# Articles belong to their publishers, in the sample too; reports can be made again.
data/raw/*
codes/sample.csv
reports/
.ipynb_checkpoints/
"""


def write_study(folder: str | Path, *, codebook: str = "generic", demo: bool = False) -> Path:
    """Write a folder for a study and return its path: data/raw, codes, notebooks, codebook.toml, report.toml, README.

    Paths in its files are relative, so that it can be moved, zipped and put under version control.

    Args:
        folder: of the study; it is made, and nothing in it is ever replaced.
        codebook: the codebook to begin with: generic, negotiation or policy, or a `.toml` file of your own.
        demo: also copy the demo articles into data/raw and their hand codes into codes.

    Raises:
        ParameterError: the folder holds files already, or there is no such codebook.
        DataError: the codebook is faulty; the message names the line.
        OutputError: it cannot be written.

    Example:
        >>> write_study("talks")  # doctest: +SKIP
        PosixPath('talks')
    """
    study = Path(folder)
    read_codebook(codebook)  # a faulty one is told before anything is made
    try:
        if study.exists() and (not study.is_dir() or any(study.iterdir())):
            raise ParameterError(f"There is something in {str(study)!r} already. Give the name of a new folder.")
        _write_files(study, codebook)
        if demo:
            _copy_demo(study)
    except OSError as error:
        raise OutputError(
            f"{str(study)!r} cannot be written: {error.strerror}. Choose another place; what was begun there can go."
        ) from error
    return study


def _write_files(study: Path, codebook: str) -> None:
    source, file = read_codebook_source(codebook)
    for part in ("data/raw", "codes"):
        (study / part).mkdir(parents=True, exist_ok=True)
    copy_notebooks(
        notebooks_folder(), study / "notebooks",
        {"corpus": "../data/raw", "codes": "../codes", "codebook": f"../{CODEBOOK}"},
    )  # fmt: skip
    texts = {
        CODEBOOK: _CODEBOOK_HEAD.format(file=json.dumps(file)) + source,
        REPORT_FILE: _report_file(name_after(study)),
        "README.md": _readme(name_after(study)),
        ".gitignore": _GITIGNORE,
    }
    for name, text in texts.items():
        (study / name).write_text(text, encoding="utf-8", newline="\n")


def _report_file(name: str) -> str:
    """Return the report file of a study: the commented template with the study's own paths."""
    text = report_template(Path(REPORT_FILE).stem)
    for was, becomes in _changes(text, name):
        if was not in text:
            raise AssertionError(f"The template of report files has no line {was!r}.")
        text = text.replace(was, becomes, 1)
    return text


def _changes(template: str, name: str) -> Iterator[tuple[str, str]]:
    yield '#name = "report"', f"name = {json.dumps(name, ensure_ascii=False)}"
    yield 'articles = "articles"', 'articles = "data/raw"'
    yield '# codes = "codes"', 'codes = "codes"'
    for line in template.splitlines():
        if line.startswith("#codebook = "):
            yield line, f"codebook = {json.dumps(CODEBOOK)}{line[line.index('  #') :]}"


def _copy_demo(study: Path) -> None:
    # Straight into data/raw: an article's id holds its path there, and the hand codes name articles by it.
    shutil.copytree(demo_folder(), study / "data/raw", dirs_exist_ok=True)
    shutil.copytree(demo_codes(), study / "codes", dirs_exist_ok=True)


def _readme(name: str) -> str:
    return files("workbench").joinpath("study", "README.md").read_text(encoding="utf-8").replace("STUDY", name)
