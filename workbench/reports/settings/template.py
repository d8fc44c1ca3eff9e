"""`workbench report --init`: a report file with every key, its default and what it is for."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from workbench.errors import OutputError, ParameterError
from workbench.reports.notebooks import RESERVED, list_notebooks
from workbench.reports.settings.checks import Given, place

REPORT_FILE = "report.toml"  # its name in a study, and of --init when none is typed

# Lines that begin with "#" and no space are keys with their defaults: take the "#" away to change one.
_HEAD = """\
# What a report is made of. Run it with:  workbench report FILE
# "#key = value" is a default, "# key = value" an example: take the "#" away and change it. What is typed on the command
# line stands above this file. Relative paths start from the folder of this file.

# File or folder of articles, or a list of them.
articles = "articles"

# Name of the report; default: that of this file.
#name = "NAME"

# Folder of reports.
#out = "reports"

# Hand codes of these articles: a file or a folder.
# codes = "codes"

# Which notebooks: names of those that come with the workbench, paths of your own (.ipynb).
#notebooks = NOTEBOOKS

# Refuse a file that holds another number of articles than it states.
#strict = true

# How much of the articles' texts a published report shows: "excerpts", "none" or "full".
#texts = "excerpts"

# Published runs that are kept; older ones are removed.
#keep = 30

# Hours after which `workbench status` calls the report late; for a nightly report 26.
# max_age_hours = 26

# Also write report.pdf, where Chromium is installed.
#pdf = false

# Kernels at a time; default: one a core.
# jobs = 2

# How kernels start: "forked" from a warm process, "started" afresh, or "auto": forked where the system can.
#kernels = "auto"

# Which of the articles; all when nothing is said. Articles without a date are in no period.
[select]
# outlets = ["The Post", "The Herald"]
# languages = ["en"]
# since = 2025-01-01
# until = 2025-12-31

# What the articles must be like; else nothing is run, the last report stays, and the exit code is 3.
[gate]
# At least so many articles, and so many that were not in the last report.
#articles = 1
#new = 0
# The newest article is at most so many days old.
# newest_within_days = 7
# Shares (0 to 1) that are allowed at most; 1.0 asks nothing.
#undated = 1.0
#rejected = 1.0
#duplicates = 1.0
#unknown_language = 1.0

# What a run may take. Times in seconds, memory and output in MB.
[limits]
#run = 3600.0
# cell = 600
# notebook = 1800
# memory = 2000
#output = 50
# Times a notebook is started again when its kernel was killed.
#retries = 1
# Seconds to wait where another run of this report is going.
#wait = 0.0

# Who is told (needs framing-workbench[notify]); "env:NAME" is an address in the environment variable NAME.
[notify]
# urls = ["env:WORKBENCH_NOTIFY"]
#on = ["failure", "recovery", "refusal"]

# What a column of your tables holds, as in "Datum" = "published".
[columns]

# One report for each combination; these keys then stand nowhere else.
# [matrix]
# outlets = [["The Post"], ["The Herald"]]
# 2-framing.codebook = ["generic", "policy"]

# Parameters of the notebooks, with their defaults."""


def write_report_file(path: str | Path = REPORT_FILE) -> Path:
    """Write a report file that holds every key with its default and a comment, and return its path.

    Raises:
        ParameterError: there is a file of that name already, or the name does not end in .toml.
        OutputError: it cannot be written.

    Example:
        >>> write_report_file("talks.toml")  # doctest: +SKIP
        PosixPath('talks.toml')
    """
    target = place(Given(str(path), "--init", base=Path.cwd()))
    if target.suffix.lower() != ".toml":
        raise ParameterError(f"--init {str(path)!r}: a report file's name ends in .toml, as in talks.toml.")
    content = report_template(target.stem)
    try:
        with target.open("x", encoding="utf-8", newline="\n") as handle:
            handle.write(content)
    except FileExistsError:
        raise ParameterError(f"There is a file {str(target)!r} already. Choose another name, or remove it.") from None
    except OSError as error:
        with suppress(OSError):
            target.unlink(missing_ok=True)  # half of it, on a full disk
        raise OutputError(f"{str(target)!r} cannot be written: {error.strerror}. Choose another place.") from error
    return target


def report_template(name: str) -> str:
    """Return the content of a report file that holds every key with its default and a comment."""
    notebooks = list_notebooks()
    names = json.dumps([notebook.name for notebook in notebooks])
    lines = [_HEAD.replace('"NAME"', json.dumps(name, ensure_ascii=False)).replace("NOTEBOOKS", names)]
    for notebook in notebooks:
        lines += ["", f"# {notebook.title}", f"[parameters.{notebook.name}]"]
        lines += [
            f"#{parameter.name} = {json.dumps(parameter.default, ensure_ascii=False)}  # {parameter.help}"
            for parameter in notebook.parameters.values()
            if parameter.name not in RESERVED
        ]
    return "\n".join(lines) + "\n"
