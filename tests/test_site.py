"""What all pages share: the policy, the layout, the list of headings, times."""

import hashlib
import re
from base64 import b64encode
from collections import Counter

import pytest

from workbench.reports.pages.contents import address_headings, list_headings
from workbench.reports.pages.policy import SCRIPTS, content_security_policy, inline
from workbench.reports.pages.site import TEMPLATES, render, run_time, write_assets
from workbench.reports.record import NotebookRun, Record

RUN = "2026-01-22T21-38-32Z"
FIGURE = '<div data-figure="x"></div>'


def make_page(body="", **values):
    record = Record("demo", RUN, "demo", {}, [], [], {}, "f", 0, "forked", 1, [NotebookRun("9-test", "A test", {})])
    given = {"title": "A test", "record": record, "current": "9-test", "root": "", "body": body} | values
    from markupsafe import Markup

    return render("notebook.html.j2", **given | {"body": Markup(given["body"])})


def test_the_policy_allows_what_the_page_holds_and_nothing_else():
    html = make_page(FIGURE + '<div class="highlight"></div>')
    told = re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1].replace("&#39;", "'")
    assert told == content_security_policy()
    for tag in ("script", "style"):
        held = re.findall(rf"<{tag}(?: data-plotly=\"[^\"]*\")?>(.*?)</{tag}>", html, re.DOTALL)
        assert len(held) == 2
        for text in held:
            assert b64encode(hashlib.sha256(text.encode()).digest()).decode() in told
    rules = dict(rule.split(" ", 1) for rule in told.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"].count("sha256-") == len(SCRIPTS)
    assert rules["script-src"].endswith("'strict-dynamic'")
    assert "unsafe" not in rules["script-src"] + rules["style-src-elem"]
    assert [rules[name] for name in ("base-uri", "form-action", "object-src")] == ["'none'"] * 3
    assert "http" not in told


def test_the_policy_stands_before_everything_that_could_run():
    html = make_page(FIGURE)
    assert html.index("Content-Security-Policy") < min(html.index(f"<{tag}") for tag in ("title", "style", "script"))


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_can_stand_in_a_page(name):
    assert not re.search(r"</script|<!--|\beval\(|\bFunction\(|innerHTML|document\.write", inline(name))


def test_templates_hold_no_handler_and_fetch_no_script():
    for path in TEMPLATES.rglob("*.j2"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<script[^>]*\ssrc=|\son\w+=|javascript:|<link[^>]*stylesheet", text), path.name


def test_only_pages_with_figures_load_plotly():
    assert "data-plotly" in make_page(FIGURE)
    assert "data-plotly" not in make_page("<p>None.</p>")


def test_a_page_has_landmarks_a_heading_and_the_place_of_the_notice():
    html = make_page("<p>x</p>")
    assert html.count('<main id="main"><!--notice--><!--/notice-->') == 1
    assert html.count("<h1>A test</h1>") == 1
    assert make_page("<h1>Own</h1>").count("<h1") == 1
    links = re.findall(r'href="([^"#]+)"', html.split("<nav", 1)[1].split("</nav>")[0])
    assert links == ["index.html", "9-test.html", "methods.html"]


def test_a_page_taken_over_says_when_it_was_made():
    assert '<p class="made note">Made in run <time datetime="2026-01-01T00:00:00Z">' in make_page(
        made_in="2026-01-01T00-00-00Z"
    )
    assert "Made in run" not in make_page()


def test_a_page_without_texts_says_so():
    run = NotebookRun("9-test", "A test", {})
    record = Record("demo", RUN, "demo", {}, [], [], {}, "f", 0, "forked", 1, [run], texts="none")
    assert "carries no text of articles" in make_page(record=record)
    assert "carries no text of articles" not in make_page()


def test_assets_are_one_script(tmp_path):
    assert [path.name for path in write_assets(tmp_path).iterdir()] == ["plotly.min.js"]


@pytest.mark.parametrize(("run", "shown"), [("now", "now"), ("<b>", "<b>"), (RUN, '<time datetime="2026-01-22T21:38')])
def test_runs_are_times(run, shown):
    assert str(run_time(run)).startswith(shown)


def test_headings_have_addresses_of_their_own():
    taken = Counter()
    html = address_headings("<h2>A &amp; B</h2><h3>A b</h3><h2></h2>", taken) + address_headings("<h2>A b</h2>", taken)
    assert re.findall(r'id="([^"]+)"', html) == ["s-a-b", "s-a-b-2", "s-part", "s-a-b-3"]


@pytest.mark.parametrize(
    ("html", "listed"),
    [
        ('<h2 id="a">A</h2>' * 2, []),
        ('<h2 id="a" class="x"><a href="y">A</a></h2>' * 3, [("a", "A")] * 3),
        ("<h2>A</h2>" * 4, []),
        ('<h2 id="a">&lt;img src=x onerror=y&gt;</h2>' * 3, [("a", "<img src=x onerror=y>")] * 3),
    ],
)
def test_the_list_of_headings(html, listed):
    assert list_headings(html) == listed


def test_the_list_is_escaped():
    html = make_page('<h2 id="a">&lt;img src=x onerror=y&gt;</h2>' * 3)
    assert "<img" not in html
    assert html.count('aria-label="On this page"') == 1
