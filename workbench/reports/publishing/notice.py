"""What readers of the latest report are told when a newer run failed: a dated sentence on its pages."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from workbench.reports.publishing.entry import WORDS, Entry, in_one_line, say_time, time_of
from workbench.reports.publishing.files import remove_left_over, write_whole
from workbench.reports.publishing.publish import find_latest_run

_PLACE = re.compile(r"(<!--notice-->).*?(<!--/notice-->)", re.DOTALL)  # every page has one, right inside <main>


def write_notice(home: Path, text: str, when: str) -> int:
    """Put a dated notice on the pages of the latest report, in the place of an earlier one; return how many pages.

    Each page is replaced in one step. Nothing happens when no report has been published.

    Args:
        home: the folder of the report.
        text: whole sentences; they are escaped.
        when: the time of what they tell, in ISO 8601.

    Raises:
        OSError: a page cannot be written; it is as it was.
    """
    dated = f'<time datetime="{escape(when)}">{escape(say_time(when))}</time>'
    link = '<a href="../index.html">All runs</a>'
    return _put(home, f'<p class="notice" role="status">{dated}: {escape(text)} {link}</p>')


def clear_notice(home: Path) -> int:
    """Take the notice off the pages of the latest report; return how many had one.

    Raises:
        OSError: a page cannot be written; it is as it was.
    """
    return _put(home, "")


def tell_run(entry: Entry, latest: str) -> str:
    """Return what a reader of the report `latest` must know about a later run that made no new one.

    Example:
        >>> entry = Entry("2026-11-23T02-30-00Z", "refused", 3, "2026-11-23T02:30:00+00:00", reason="No new article.")
        >>> tell_run(entry, "2026-11-22T02-30-00Z")[:57]
        'A later run made no new report (refused). No new article.'
    """
    reason = in_one_line(" ".join([entry.reason, *(told for told in entry.gate if told not in entry.reason)]))
    why = f" {reason.rstrip('.')}." if reason else ""
    return (
        f"A later run made no new report ({WORDS[entry.state]}).{why} "
        f"What you see is the report of {say_time(time_of(latest))}, the last that was made whole."
    )


def _put(home: Path, notice: str) -> int:
    run = find_latest_run(home)
    if run is None:
        return 0
    remove_left_over(home / run)
    pages = 0
    for page in sorted((home / run).glob("*.html")):
        before = page.read_bytes().decode("utf-8", errors="surrogateescape")
        after = _PLACE.sub(lambda place: place[1] + notice + place[2], before, count=1)
        if after != before:
            write_whole(page, after)
            pages += 1
    return pages
