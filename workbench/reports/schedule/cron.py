"""A line for crontab."""

from __future__ import annotations

import shutil

from workbench.errors import ParameterError
from workbench.reports.schedule.job import Job, tell_variables
from workbench.reports.schedule.quote import quote_cron

_LONGEST = 998  # bytes of a command that Debian's cron reads


def render_cron(job: Job) -> str:
    """Return comments and one line for `crontab -e`: silent after 0, else it prints the log, which cron mails.

    Raises:
        ParameterError: the paths make a longer line than cron reads.
    """
    command = _command(job)
    if len(command.encode()) > _LONGEST:
        raise ParameterError(
            f"The line for cron has {len(command.encode())} bytes, and cron reads {_LONGEST} at most. "
            "Move the report file, or the environment of Python, to a folder with a shorter path."
        )
    return (
        f"# Report {job.name}, in the time of this machine. Add it with `crontab -e`.\n"
        "# cron mails what is printed, to MAILTO=... above this line where there is one, if the machine can mail:\n"
        "# nothing after exit code 0; else the code and what the run said. 3: the data gate refused.\n"
        f"{tell_variables(job, 'in lines NAME=... above')}"
        f"{job.cron} {command}\n"
    )


def _command(job: Job) -> str:
    log = quote_cron(str(job.log))
    words = " ".join(quote_cron(word) for word in (*_time_limit(job), *job.command))
    return (
        f"mkdir -p {quote_cron(str(job.log.parent))} && {words} > {log} 2>&1 || "
        f'{{ code=$?; echo "The report was not made: exit code $code."; cat {log}; exit $code; }}'
    )


def _time_limit(job: Job) -> tuple[str, ...]:
    """Ask to stop, and kill a minute later; where the system has no `timeout` (macOS), the report's limits stand."""
    found = shutil.which("timeout")
    return (found, "-k", "60", str(job.minutes * 60)) if found else ()
