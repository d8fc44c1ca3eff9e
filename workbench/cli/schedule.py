"""`workbench schedule`: the text for a scheduler."""

from __future__ import annotations

import argparse
import sys

from workbench.errors import OutputError, ParameterError, nearest


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `schedule`."""
    schedule = commands.add_parser("schedule", help="print what a scheduler needs to make a report again and again")
    schedule.add_argument("scheduler", metavar="SCHEDULER", help="airflow, cron, github, jupyter, systemd or windows")
    schedule.add_argument("file", metavar="REPORT.toml", help="the report file (see workbench report --init)")
    schedule.add_argument("--at", default="02:30", metavar="HH:MM", help="time of day (default: %(default)s)")
    schedule.add_argument("--days", default="mon-sun", help="as in mon-fri or mon,thu (default: %(default)s)")
    schedule.set_defaults(act=_schedule)


def _schedule(options: argparse.Namespace) -> None:
    from workbench.reports.schedule import SCHEDULERS, build_job

    if options.scheduler not in SCHEDULERS:
        raise ParameterError(f"There is no scheduler {options.scheduler!r}. {nearest(options.scheduler, SCHEDULERS)}")
    text = SCHEDULERS[options.scheduler](build_job(options.file, at=options.at, days=options.days))
    try:
        sys.stdout.buffer.write(text.encode())  # as bytes: the console's encoding or line ends must not change a path
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"The text cannot be written: {error.strerror}. Make room, and print it again.") from error
