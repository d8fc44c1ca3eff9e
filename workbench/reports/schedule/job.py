"""What a scheduler is to start, and when."""

from __future__ import annotations

import math
import os
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import ParameterError
from workbench.reports.publishing.lock import SCHEDULED
from workbench.reports.schedule.when import format_cron, parse_days, parse_time

GRACE = 10  # minutes beyond the report's own limits: a scheduler ends only what could not end itself


@dataclass(frozen=True)
class Job:
    """A report file and the times it is read at.

    Attributes:
        name: of the report, or of the matrix of reports.
        reports: names of the reports; several where the file has a matrix.
        variables: names of environment variables that hold addresses to notify.
        minutes: after which the scheduler ends a run, longer than the report's own limits.
        days: 1 (Monday) to 7 (Sunday).
    """

    name: str
    reports: tuple[str, ...]
    file: Path
    out: Path
    articles: tuple[Path, ...]
    variables: tuple[str, ...]
    python: str
    minutes: int
    hour: int
    minute: int
    days: tuple[int, ...]

    @property
    def log(self) -> Path:
        """Where a scheduler without a log of its own keeps what the last run said."""
        return self.out / self.name / SCHEDULED

    @property
    def workbench(self) -> tuple[str, ...]:
        """`workbench` by this interpreter: needs no PATH, imports nothing from the current folder, speaks UTF-8."""
        return (self.python, "-P", "-X", "utf8", "-m", "workbench.cli")

    @property
    def command(self) -> tuple[str, ...]:
        """The words that make the report."""
        return (*self.workbench, "report", str(self.file))

    @property
    def cron(self) -> str:
        """The five fields of cron."""
        return format_cron(self.hour, self.minute, self.days)


def build_job(path: str | Path, *, at: str = "02:30", days: str = "mon-sun") -> Job:
    """Return the job of a report file, with absolute paths of this interpreter and that file.

    Args:
        path: the report file.
        at: time of day.
        days: days of the week, as in "mon-fri" or "mon,thu".

    Raises:
        ParameterError: the file, the time or a day is wrong, or a path holds a character no scheduler can carry.
    """
    from workbench.reports.settings import is_report_file, read_report_file

    if not is_report_file(path):
        raise ParameterError(
            f"{str(path)!r} is not a report file: those end in .toml. Write one: workbench report --init"
        )
    hour, minute = parse_time(at)
    weekdays = parse_days(days)
    file = _absolute(Path(path))
    variants = read_report_file(file)
    first = variants[0]
    job = Job(
        name=first.matrix or first.name,
        reports=tuple(settings.name for settings in variants),
        file=file,
        out=_absolute(file.parent / first.out),
        articles=tuple(_absolute(file.parent / place) for place in first.articles),
        variables=tuple(sorted({url.removeprefix("env:") for url in first.notify.urls if url.startswith("env:")})),
        python=sys.executable,
        minutes=math.ceil(sum(each.limits.run + each.limits.wait for each in variants) / 60) + GRACE,
        hour=hour,
        minute=minute,
        days=weekdays,
    )
    for carried in (job.python, str(job.file), str(job.out)):
        _check_letters(carried)
    return job


def tell_variables(job: Job, where: str) -> str:
    """Return a comment on the variables a scheduler must be given, for it starts with hardly any; "" without any."""
    names = ", ".join(job.variables)
    return f"# Set {names} {where}: the report file takes addresses from there.\n" if names else ""


def _absolute(path: Path) -> Path:
    """Links are kept: a link to the newest version is there to be followed at each run."""
    return Path(os.path.normpath(path.absolute()))


def _check_letters(path: str) -> None:
    odd = next((letter for letter in path if unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"}), None)
    if odd is not None:
        raise ParameterError(
            f"The path {path!r} holds the character U+{ord(odd):04X}, which a scheduler's line cannot carry. "
            "Spaces, quotes and letters of any alphabet are fine; rename what holds the other, or move the file."
        )
