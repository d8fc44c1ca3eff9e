"""From the staging folder to the reader: one rename, so that nobody sees half a report."""

from __future__ import annotations

import json
import re
import shutil
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from workbench.articles.sources import MARK
from workbench.errors import OutputError, ParameterError
from workbench.reports.publishing.files import write_whole
from workbench.reports.publishing.history import list_runs
from workbench.reports.publishing.lock import LOCK

LATEST = "latest"
FAILED = "failed"
TARGET = "target.txt"  # names the run, where links are not allowed


def check_name(name: str) -> str:
    """Return a report's name when it can be a folder's.

    Raises:
        ParameterError: it has other characters than letters, digits, dot, hyphen and underscore.
    """
    if not re.fullmatch(r"[\w][\w.\-]{0,79}", name) or name in {LATEST, FAILED}:
        raise ParameterError(
            f"--name {name!r} cannot be a folder's name. Use letters, digits, '-', '_' and '.', at most 80, "
            f"not '{LATEST}' or '{FAILED}'."
        )
    return name


def name_after(source: Path | None) -> str:
    """Return the name a report on `source` has when none is given; None is the demo.

    Example:
        >>> name_after(Path("data/My articles.csv")), name_after(None)
        ('My-articles', 'demo')
    """
    if source is None:
        return "demo"
    place = source.resolve()
    name = place.name if place.is_dir() else place.stem
    return re.sub(r"[^\w.\-]+", "-", name).strip("-._")[:80] or "report"


def open_staging(out: Path, name: str) -> tuple[Path, str]:
    """Return a new hidden folder to build the report in, and the name of the run (its start in UTC).

    Raises:
        OutputError: the folder cannot be made.
    """
    home = out / name
    start = datetime.now(UTC).strftime("%Y-%m-%dT%H-%M-%SZ")
    try:
        home.mkdir(parents=True, exist_ok=True)
        (home / MARK).touch()  # so that a report on the folder around it does not read it as articles
        known = set(list_runs(home))  # a clock set back, or runs that left no folder
        for number in range(1, 1000):
            run = start if number == 1 else f"{start}-{number}"
            staging = home / f".{run}.partial"
            if run in known or (home / run).exists() or (home / FAILED / run).exists():
                continue
            with suppress(FileExistsError):
                staging.mkdir()
                return staging, run
    except OSError as error:
        raise OutputError(f"The report cannot be written to {home}: {error.strerror}. Choose another --out.") from error
    raise OutputError(f"A thousand runs of {name!r} started in one second. Wait a moment and try again.")


def publish(staging: Path, run: str) -> Path:
    """Move a whole report to its place and point `latest` to it; return its folder.

    Raises:
        OutputError: it cannot be moved; `latest` leads where it led, and the parts are in `staging` again.
    """
    home = staging.parent
    target = home / run
    try:
        staging.rename(target)
        point_latest(home, run)
    except OSError as error:
        with suppress(OSError):  # what `latest` does not lead to is no report
            target.rename(staging)
        raise OutputError(f"The report cannot be moved to {target}: {error}. Free the space, or mend it.") from error
    return target


def keep_evidence(staging: Path, run: str) -> Path:
    """Move what a failed run left to `failed/RUN`, apart from reports, and return that folder."""
    target = staging.parent / FAILED / run
    target.parent.mkdir(exist_ok=True)
    staging.rename(target)
    return target


def discard(staging: Path) -> None:
    """Remove a staging folder in which nothing was run."""
    shutil.rmtree(staging, ignore_errors=True)
    home = staging.parent
    if {path.name for path in home.iterdir()} <= {MARK, LOCK}:  # this was the first run of that name
        shutil.rmtree(home, ignore_errors=True)


def find_latest(out: Path, name: str) -> tuple[Path, dict[str, object]] | None:
    """Return the folder and the record of the last published run, or None."""
    run = find_latest_run(out / name)
    if run is None:
        return None
    folder = (out / name / run).resolve()
    try:
        return folder, json.loads((folder / "record.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def find_latest_run(home: Path) -> str | None:
    """Return the run that `latest` leads to, or None when nothing has been published."""
    link = home / LATEST
    try:
        run = (link / TARGET).read_text(encoding="utf-8").strip() if not link.is_symlink() else link.readlink().name
    except OSError:
        return None
    return run if run and (home / run).is_dir() else None


def point_latest(home: Path, run: str) -> None:
    """Replace the link `latest` in one step; where links are not allowed (Windows), a page that leads there.

    Raises:
        OSError: it cannot be replaced; it leads where it led.
    """
    link, fresh = home / LATEST, home / f".{LATEST}.{run}"
    try:
        with suppress(FileNotFoundError):  # of a run that was killed in this very step
            fresh.unlink()
        fresh.symlink_to(run, target_is_directory=True)
        fresh.replace(link)
    except OSError:
        if link.is_symlink():
            raise
        link.mkdir(exist_ok=True)
        index = f"../{run}/index.html"
        page = f'<!doctype html><meta http-equiv="refresh" content="0; url={index}"><a href="{index}">{run}</a>\n'
        write_whole(link / TARGET, run + "\n")
        write_whole(link / "index.html", page)
