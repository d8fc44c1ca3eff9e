"""The page of all runs of a report, and the page of all reports of a matrix: each stands alone, in one file."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workbench.articles.sources import MARK
from workbench.errors import OutputError
from workbench.reports.pages.site import TEMPLATES, render, safe
from workbench.reports.publishing.entry import RUNNING, WORDS, Entry, read_row, say_seconds, say_time, time_of
from workbench.reports.publishing.files import write_whole
from workbench.reports.publishing.history import HISTORY, list_runs, read_history
from workbench.reports.publishing.publish import FAILED, find_latest_run
from workbench.reports.publishing.status import load_status

MATRIX = "matrix.json"  # the names of its reports
SHOWN = 200  # runs on the page; all are in the history


def write_history_page(home: Path, name: str) -> Path:
    """Write `index.html` of a report's folder: its state, its latest report, all its runs; return its path.

    Raises:
        OSError: it cannot be written; the old one stands.

    Example:
        >>> write_history_page(Path("reports/demo"), "demo")  # doctest: +SKIP
    """
    shown = read_history(home, last=SHOWN)[::-1]
    status = load_status(home)
    now = read_row(status)
    last = now if now and now.state != RUNNING else read_row(status.get("previous"))
    html = _render(
        "history.html.j2",
        title=f"Runs of {name}",
        name=name,
        running=now if now and now.state == RUNNING else None,
        process=status.get("process"),
        last=last and _row(home, last),
        good=status.get("last_good"),
        latest=find_latest_run(home),
        rows=[_row(home, entry) for entry in shown],
        more=len(list_runs(home)) - len(shown),
        history=HISTORY,
    )
    return write_whole(home / "index.html", html)


def write_matrix_index(out: Path, name: str, entries: Mapping[str, Entry]) -> Path:
    """Write `out/name/index.html`, a row for each report of a matrix, and return its path.

    Args:
        out: the folder of reports.
        name: the name of the matrix.
        entries: the name of each report -> its last run, in the order they are shown in.

    Raises:
        OutputError: it cannot be written; the old one stands.

    Example:
        >>> write_matrix_index(Path("reports"), "press", {"press-a": a, "press-b": b})  # doctest: +SKIP
    """
    home = out / name
    rows = [
        _row(out / report, entry) | {"report": report, "latest": find_latest_run(out / report)}
        for report, entry in entries.items()
    ]
    html = _render("matrix.html.j2", title=f"Reports of {name}", name=name, rows=rows)
    listed = json.dumps({"schema": 1, "report": name, "reports": list(entries)}, indent=2, ensure_ascii=False)
    try:
        home.mkdir(parents=True, exist_ok=True)
        (home / MARK).touch()
        write_whole(home / MATRIX, listed + "\n")
        return write_whole(home / "index.html", html)
    except OSError as error:
        raise OutputError(
            f"The index of {name!r} cannot be written: {error.strerror}. Choose another --out."
        ) from error


def read_matrix(out: Path, name: str) -> list[str]:
    """Return the names of the reports of a matrix; empty when `name` is none.

    Example:
        >>> read_matrix(Path("reports"), "no-matrix")
        []
    """
    try:
        return [str(report) for report in json.loads((out / name / MATRIX).read_bytes())["reports"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _row(home: Path, entry: Entry) -> dict[str, Any]:
    """Return what a page shows of a run; links lead only to what is there."""
    links = ((f"{entry.run}/index.html", "Open the report"), (f"{FAILED}/{entry.run}/", "What it left"))
    there = [(href, word) for href, word in links if (home / href).exists()]
    reason = entry.reason.strip()
    said = [sentence for sentence in (reason, *entry.gate) if sentence]
    return {
        "entry": entry,
        "word": WORDS[entry.state],
        "look": "quiet" if entry.state == "unchanged" else "good" if entry.good else "bad",
        "link": there[0] if there else None,
        "said": list(dict.fromkeys(sentence for sentence in said if sentence == reason or sentence not in reason)),
        "notebooks": _notebooks(entry),
    }


def _notebooks(entry: Entry) -> str:
    parts = [
        f"{entry.notebooks_run} {'notebook' if entry.notebooks_run == 1 else 'notebooks'} run"
        * bool(entry.notebooks_run),
        f"{entry.notebooks_kept} kept from earlier runs" * bool(entry.notebooks_kept),
        f"{entry.rejected} set aside" * bool(entry.rejected),
    ]
    return ", ".join(part for part in parts if part)


def _render(template: str, **values: object) -> str:
    """Return a page that carries its own style, and lets a browser use nothing else."""
    style = (TEMPLATES / "alone.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    words = {"say_time": say_time, "say_seconds": say_seconds, "time_of": time_of}
    return render(template, style=safe(style), digest=digest, **words, **values)
