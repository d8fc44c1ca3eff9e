"""What people see: the page of all runs, the page of a matrix, notices on the latest report, and what is removed."""

import re

import pytest
from published_runs import (
    NAME,
    PAGES,
    ended,
    run_once,
    states,
)

from workbench.reports.publishing.entry import EXIT_CODES
from workbench.reports.publishing.history import add_to_history
from workbench.reports.publishing.keep import remove_old
from workbench.reports.publishing.notice import clear_notice, tell_run, write_notice
from workbench.reports.publishing.page import read_matrix, write_history_page, write_matrix_index
from workbench.reports.publishing.publish import publish
from workbench.reports.publishing.runs import end_run


def test_old_runs_go_and_the_latest_stays(tmp_path):
    runs = [run_once(tmp_path, keep=3) for _ in range(5)]
    failed = [run_once(tmp_path, "failed", keep=3) for _ in range(5)]
    home = tmp_path / NAME
    assert {path.name for path in home.glob("20*")} == set(runs[2:])
    assert {path.name for path in (home / "failed").iterdir()} == set(failed[2:])
    page = (home / "index.html").read_text()
    assert all((f"{run}/" in page) == (run in runs[2:] + failed[2:]) for run in runs + failed)
    assert len(states(tmp_path)) == 10


def test_the_clock_does_not_say_which_run_is_old(tmp_path):
    home = tmp_path / NAME
    order = ["2031-01-01T00-00-00Z", "2026-11-22T00-00-00Z", "2019-01-01T00-00-00Z", "2026-11-23T00-00-00Z"]
    for run in order:
        (home / run).mkdir(parents=True)
        add_to_history(home, ended(run, "done"))
    staging = home / ".2018-01-01T00-00-00Z.partial"
    staging.mkdir()
    publish(staging, "2018-01-01T00-00-00Z")  # not in the history: as after a kill
    assert remove_old(home, 3) == order[:2]


def test_other_peoples_folders_are_left_alone(tmp_path):
    home = tmp_path / NAME
    for name in ("2026", "mine", "2026-11-22T00-00-00Z copy", "2026-11-22T00-00-00Z"):
        (home / name).mkdir(parents=True)
    (home / "failed").mkdir()
    assert remove_old(home, 1) == []
    assert len(list(home.iterdir())) == 5


def test_a_notice_is_dated_escaped_replaced_and_taken_away(tmp_path):
    run_once(tmp_path)
    home = tmp_path / NAME
    before = {name: (home / "latest" / name).read_bytes() for name in PAGES}
    for text in ("First <script>alert(1)</script>", "Second \\1 & \\g<0>"):
        assert write_notice(home, text, "2026-11-23T02:30:00+00:00") == len(PAGES)
    page = (home / "latest" / "index.html").read_text()
    assert page.count('<p class="notice" role="status">') == 1
    assert '<time datetime="2026-11-23T02:30:00+00:00">23 November 2026, 02:30 UTC</time>' in page
    assert "Second \\1 &amp; \\g&lt;0&gt;" in page
    assert clear_notice(home) == len(PAGES)
    assert before == {name: (home / "latest" / name).read_bytes() for name in PAGES}
    assert clear_notice(home) == 0


def test_a_notice_where_nothing_is_published_does_nothing(tmp_path):
    assert write_notice(tmp_path, "text", "2026-11-23T02:30:00+00:00") == 0


@pytest.mark.parametrize("state", [state for state, code in EXIT_CODES.items() if code])
def test_every_bad_end_is_told_on_the_latest_report_until_a_good_one(tmp_path, state):
    run_once(tmp_path)
    home = tmp_path / NAME
    run_once(tmp_path, state)
    page = (home / "latest" / "index.html").read_text()
    assert "Cell &#x27;count&#x27; met &lt;no&gt; article." in page
    assert "the last that was made whole" in page
    run_once(tmp_path, "unchanged")
    assert "made whole" not in (home / "latest" / "index.html").read_text()


def test_what_turns_lines_around_or_is_not_seen_is_not_told(tmp_path):
    run_once(tmp_path)
    home = tmp_path / NAME
    entry = ended("2026-11-23T02-30-00Z", "failed", reason="Cell\n\x1b[31m\u202eend\x00 \u2066of", gate=("A \u202eb.",))
    end_run(home, entry)
    write_history_page(home, NAME)
    told = tell_run(entry, "2026-11-22T02-30-00Z")
    assert "Cell end of A b." in told
    for text in (told, (home / "index.html").read_text(encoding="utf-8"), (home / "history.jsonl").read_text()):
        assert not set(text) & set("\x00\x1b\u202e\u2066")


def test_the_history_page_says_all_in_words_and_runs_nothing(tmp_path):
    first = run_once(tmp_path)
    home = tmp_path / NAME
    gate = ("Only 2 articles, at least 10 are needed.",)
    end_run(home, ended("2026-11-23T02-30-00Z", "refused", gate=gate, reason="<img src=x onerror=alert(1)>"))
    page = (home / "index.html").read_text()
    assert f'href="{first}/index.html"' in page
    assert 'href="latest/index.html"' in page
    assert gate[0] in page
    assert "refused" in page
    assert "<img" not in page
    assert "<script" not in page
    assert page.index("refused") < page.index(">done<")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    assert "default-src &#39;none&#39;" in policy or "default-src 'none'" in policy


def test_only_the_newest_runs_are_on_the_page(tmp_path, monkeypatch):
    monkeypatch.setattr("workbench.reports.publishing.page.SHOWN", 2)
    for run in "abcd":
        add_to_history(tmp_path, ended(run, "failed", reason=f"reason {run}"))
    page = write_history_page(tmp_path, NAME).read_text()
    assert [f"reason {run}" in page for run in "abcd"] == [False, False, True, True]
    assert "2 earlier runs not shown" in page


def test_a_matrix_has_a_row_a_report(tmp_path):
    run = run_once(tmp_path)
    entries = {NAME: ended(run, "done", articles=9), "press-b": ended("r", "refused", reason="Too <old>.")}
    page = write_matrix_index(tmp_path, "all", entries).read_text()
    assert f'href="../{NAME}/latest/index.html"' in page
    assert "../press-b/latest" not in page
    assert "Too &lt;old&gt;." in page
    assert "2 reports, 1 without a good last run" in page
    assert read_matrix(tmp_path, "all") == [NAME, "press-b"]
    assert read_matrix(tmp_path, NAME) == []


def test_a_hundred_runs_take_no_more_room_than_kept(tmp_path, monkeypatch):
    monkeypatch.setattr("os.fsync", lambda _: None)  # it only takes time
    sizes = []
    for number in range(100):
        run_once(tmp_path, "failed" if number % 5 == 4 else "done", keep=5)
        sizes.append(len(list((tmp_path / NAME).rglob("*"))))
    assert len(states(tmp_path)) == 100
    assert max(sizes[30:]) == max(sizes[60:])


@pytest.mark.browser
@pytest.mark.parametrize("width", [1200, 390])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_both_pages_in_a_browser(tmp_path, browser, width, colours):
    """Nothing runs, nothing is asked for outside, nothing leaves the window, nobody is kept from reading."""
    from axe_playwright_python.sync_playwright import Axe

    run_once(tmp_path)
    for state in ("unchanged", "refused", "failed"):
        run_once(tmp_path, state)
    words = "<script>alert(1)</script><img src=x onerror=alert(1)> " + "x" * 200
    end_run(tmp_path / NAME, ended("2026-11-23T02-30-00Z", "stopped", reason=words, gate=(words,), seconds=3600.0))
    pages = [
        tmp_path / NAME / "index.html",
        write_matrix_index(tmp_path, "all", {NAME: ended("r", "failed", reason=words)}),
    ]
    for path in pages:
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=colours)
        said, asked = [], []
        page.on("console", lambda message, said=said: said.append(message.text))
        page.on("dialog", lambda dialog, said=said: (said.append("dialog"), dialog.dismiss()))
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page).response["violations"]
        assert [rule["id"] for rule in found if rule["impact"] in {"serious", "critical"}] == []
        assert said == []
        assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
        page.close()
