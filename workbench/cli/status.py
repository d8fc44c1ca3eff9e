"""`workbench status`: what the last run of a report became, in words or as JSON, and an exit code for watchers."""

from __future__ import annotations

import argparse
import json
import math
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from workbench.cli.options import shown_path
from workbench.errors import DataError, ParameterError

_EARLY = 1.0  # hours in the future that a time may lie: clocks of two machines differ


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `status`."""
    status = commands.add_parser("status", help="say what the last run of a report became; not 0 when it was not good")
    status.add_argument("name", metavar="NAME", help="name of the report, or of a matrix of reports")
    status.add_argument("--out", default="reports", metavar="DIR", help="folder of reports (default: %(default)s)")
    status.add_argument(
        "--max-age-hours", type=float, metavar="H",
        help="exit code 3 when no run was good for so long (default: what the report's file says)",
    )  # fmt: skip
    status.add_argument("--json", action="store_true", help="print status.json, with exit code and age")
    status.set_defaults(act=_status)


def _status(options: argparse.Namespace) -> None:
    from workbench.reports.publishing.page import read_matrix
    from workbench.reports.publishing.status import read_status

    hours = options.max_age_hours
    if hours is not None and not (math.isfinite(hours) and hours > 0):
        raise ParameterError(f"--max-age-hours {hours:g} is not allowed. Give hours, more than 0, as in 26.")
    out = Path(options.out).expanduser()
    names = read_matrix(out, options.name) or [options.name]
    found = [_judge(read_status(out, name), hours) for name in names]
    if options.json:
        print(json.dumps(found[0] if names == [options.name] else found, indent=2, ensure_ascii=False))
    else:
        print("\n\n".join(_tell(status, out / status["report"]) for status in found))
    code = max(status["code"] for status in found)
    if code:
        sys.exit(code)


def _judge(status: dict[str, Any], hours: float | None) -> dict[str, Any]:
    """Add the exit code, the hours since the last good run, and whether they are too many."""
    allowed = hours if hours is not None else status.get("max_age_hours")
    last = status if status["exit_code"] is not None else status.get("previous") or {}
    good = (status.get("last_good") or {}).get("ended")
    age = (datetime.now(UTC) - datetime.fromisoformat(good)).total_seconds() / 3600 if good else None
    # A time that lies ahead comes from a clock that was wrong: it says nothing about how old the report is.
    stale = allowed is not None and (age is None or age > allowed or age < -_EARLY)
    code = last.get("exit_code") or 0
    late = DataError.exit_code if stale else 0
    return status | {"code": code or late, "age_hours": age and round(age, 2), "stale": stale, "max_age_hours": allowed}


def _tell(status: dict[str, Any], home: Path) -> str:
    """Return one paragraph: the state, the reason, what can be read, and what is late."""
    from workbench.reports.publishing.entry import say_time, time_of

    running = status["exit_code"] is None
    last = status.get("previous") if running else status
    parts = [f"{status['report']}:"]
    if running:
        process = status.get("process") or {}
        who = f" (process {process.get('pid')} on {process.get('host')})" if process else ""
        parts.append(f"a run is going since {say_time(status['started'])}{who}.")
    parts.append(_tell_run(last) if last else "No run has ended yet.")
    latest = status["latest"]
    index = shown_path((home / "latest" / "index.html").absolute())
    parts.append(
        f"The latest report is of {say_time(time_of(latest))}: {index}" if latest else "No report is published."
    )
    return " ".join(parts) + (f"\n{_tell_age(status)}" if status["stale"] else "")


def _tell_run(run: dict[str, Any]) -> str:
    from workbench.reports.publishing.entry import WORDS, say_time

    counts = [("articles", "articles"), ("new", "new"), ("rejected", "set aside")]
    told = ", ".join(f"{run[key]} {word}" for key, word in counts if run.get(key) is not None)
    reason = " ".join([run["reason"], *(sentence for sentence in run["gate"] if sentence not in run["reason"])]).strip()
    parts = [f"The last run, of {say_time(run['started'])}: {WORDS[run['state']]}{f' ({told})' if told else ''}."]
    return " ".join([*parts, *([f"{reason.rstrip('.')}."] if reason else [])])


def _tell_age(status: dict[str, Any]) -> str:
    age, allowed = status["age_hours"], status["max_age_hours"]
    if age is None:
        return f"No run has been good so far, and one is expected every {allowed:g} hours."
    if age < 0:
        return "The last good run is dated in the future: the clock was wrong, then or now."
    return f"The last good run ended {age:.0f} hours ago, and one is expected every {allowed:g} hours."
