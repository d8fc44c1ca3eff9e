"""Runs of an invented report for the tests of publishing: made, killed at any step, and looked at by a reader."""

import json
import os
import signal
import sys
from datetime import UTC, datetime

from workbench.reports.publishing.entry import EXIT_CODES, Entry
from workbench.reports.publishing.history import read_history
from workbench.reports.publishing.keep import remove_old
from workbench.reports.publishing.lock import hold_lock
from workbench.reports.publishing.publish import discard, find_latest_run, keep_evidence, open_staging, publish
from workbench.reports.publishing.runs import begin_run, end_run, settle_abandoned
from workbench.reports.publishing.signals import ignore_signals
from workbench.reports.publishing.status import load_status, read_status

NAME = "press"
FINISHED = 17  # the exit code of a process that had fewer steps than the one it was to be killed at
PAGES = ("index.html", "1-corpus.html", "methods.html")


def moment():
    return datetime.now(UTC).isoformat(timespec="seconds")


def ended(run, state, **values):
    return Entry(run, state, EXIT_CODES[state], "2026-11-22T02:30:00+00:00", **{"ended": moment(), **values})


def page(run):
    filling = "<p>The talks went on.</p>\n" * 400  # several blocks of the disk
    return (
        f"<!doctype html>\n<main><!--notice--><!--/notice-->\n<h1>{run}</h1>\n{filling}</main>\n<!-- {run} --></html>\n"
    )


def build(staging, run):
    for name in PAGES:
        (staging / name).write_text(page(run), encoding="utf-8")
    (staging / "record.json").write_text(json.dumps({"run": run, "state": "done", "counts": {"articles": 9}}))


def run_once(out, state="done", keep=30):
    """One run from lock to end, in the order that the driver keeps."""
    home = out / NAME
    with hold_lock(home):
        settle_abandoned(home)
        staging, run = open_staging(out, NAME)
        begin_run(home, Entry(run, "running", None, moment()))
        build(staging, run)
        finish(staging, run, state)
        remove_old(home, keep)
    return run


def finish(staging, run, state):
    reason = "" if state in {"done", "unchanged"} else "Cell 'count' met <no> article."
    with ignore_signals():
        if state == "done":
            publish(staging, run)
        elif state == "unchanged":
            discard(staging)
        else:
            keep_evidence(staging, run)
        end_run(staging.parent, ended(run, state, articles=9, published=state == "done", reason=reason))


def look(out):
    """What a reader finds, checked to be whole: the latest run, the status, the history."""
    home = out / NAME
    if (home / "latest").exists():
        for name in PAGES:
            # The link may be replaced between two looks: a page is whole in itself, and says of which run it is.
            text = (home / "latest" / name).read_text(encoding="utf-8")
            run = text.partition("<h1>")[2].partition("</h1>")[0]
            assert text.endswith(f"<!-- {run} --></html>\n")
            assert text.count("</p>\n") == 400
            assert text.count("<!--notice-->") == text.count("<!--/notice-->") == 1
    if (home / "status.json").exists():
        json.loads((home / "status.json").read_bytes())
    if (home / "history.jsonl").exists():
        rows = [json.loads(line) for line in (home / "history.jsonl").read_text(encoding="utf-8").splitlines()]
        assert len({row["run"] for row in rows}) == len(rows)
    if (home / "index.html").exists():
        assert (home / "index.html").read_text(encoding="utf-8").endswith("</html>")
    return read_status(out, NAME) if load_status(home) else None


def in_child(work):
    """Run `work` in a process of its own and return how it ended: an exit code, or minus the signal."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)  # whatever it raises, and wherever that could still be written: no second pytest goes on
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed_at(step, home, work, number=signal.SIGKILL):
    """Run `work` in a process that gets a signal (kill -9) right before its step number `step` on a file in `home`."""

    def doomed():
        steps = 0

        def count(event, arguments):
            nonlocal steps
            if event.partition(".")[0] not in {"open", "os", "fcntl", "shutil"} or event == "os.listdir":
                return
            if event != "fcntl.flock" and not any(str(home) in str(argument) for argument in arguments):
                return
            steps += 1
            if steps == step:
                os.kill(os.getpid(), number)

        sys.addaudithook(count)
        work()
        if steps < step:
            os._exit(FINISHED)

    return in_child(doomed)


def latest(out):
    return find_latest_run(out / NAME)


def states(out):
    return [entry.state for entry in read_history(out / NAME)]


def left_over(out):
    """Names of what no run may leave: half files, half links, folders on their way."""
    home = out / NAME
    return [
        path.name
        for path in [*home.iterdir(), *home.glob("failed/.*")]
        if path.name.startswith(".") and path.name not in {".workbench", ".lock", ".reserve"}
    ]
