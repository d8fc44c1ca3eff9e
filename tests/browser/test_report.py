"""The published report in a real browser with the network cut: drawn, quiet, reachable by keyboard, readable by all."""

import json
import pathlib
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from payloads import PAYLOADS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = ["index", "1-corpus", "2-framing", "3-topics", "4-timeline"]
SERIOUS = {"serious", "critical"}
PLOTS_HAVE_ROOM = """() => Array.from(document.querySelectorAll('.plot'))
    .every(box => box._fullLayout?.width <= box.clientWidth + 1
        && box._fullLayout._size?.w > 0.45 * box.clientWidth)"""


@pytest.fixture
def context(browser):
    made = browser.new_context(viewport={"width": 1100, "height": 900}, offline=True)
    yield made
    made.close()


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Say nothing."""


def open_page(context, path, *, noise):
    page = context.new_page()
    page.on("console", lambda message: noise.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.on("request", lambda request: noise.append(request.url) if not request.url.startswith("file:") else None)
    page.on("requestfailed", lambda request: noise.append(f"failed: {request.url}"))
    page.goto(path.as_uri())
    page.wait_for_function(
        "document.querySelectorAll('.plot').length === document.querySelectorAll('.plot[data-drawn]').length"
    )
    return page


@pytest.mark.parametrize("name", PAGES)
def test_every_chart_is_drawn_without_error_or_request(name, demo_report, context):
    noise = []
    page = open_page(context, demo_report.folder / f"{name}.html", noise=noise)
    html = (demo_report.folder / f"{name}.html").read_text(encoding="utf-8")
    expected = html.count('type="application/json"')
    drawn = page.locator(".plot[data-drawn] svg.main-svg").evaluate_all(
        "boxes => new Set(boxes.map(b => b.closest('.plot'))).size"
    )
    assert drawn == expected > 0
    assert noise == []


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_accessibility_finding(name, scheme, demo_report, context):
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(context, demo_report.folder / f"{name}.html", noise=[])
    page.emulate_media(color_scheme=scheme)
    found = Axe().run(page).response["violations"]
    assert [f"{item['id']}: {item['nodes'][0]['html'][:200]}" for item in found if item["impact"] in SERIOUS] == []


@pytest.mark.parametrize("width", [390, 1100])
@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_wider_than_the_screen(name, width, demo_report, context):
    page = open_page(context, demo_report.folder / f"{name}.html", noise=[])
    page.set_viewport_size({"width": width, "height": 800})
    page.wait_for_function(PLOTS_HAVE_ROOM)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_no_other_page_is_wider_than_a_phone(demo_report, context):
    folder, page = demo_report.folder, context.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    for path in (folder / "methods.html", folder.parent / "index.html", *sorted(folder.glob("articles/*.html"))[:3]):
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path.name


def test_the_policy_lets_figures_be_drawn_over_http_too(demo_report, browser):
    handler = partial(QuietHandler, directory=str(demo_report.folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page, noise = browser.new_page(), []
        page.on("console", lambda message: noise.append(message.text))
        page.goto(f"http://127.0.0.1:{server.server_port}/2-framing.html")
        page.wait_for_function("!document.querySelector('.plot:not([data-drawn])')")
        page.close()
        server.shutdown()
    assert noise == []


def test_the_keyboard_reaches_every_page(demo_report, context):
    page = open_page(context, demo_report.index, noise=[])
    reached = set()
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.getAttribute('href')"))
    assert {f"{name}.html" for name in PAGES} | {"#main"} <= reached
    page.keyboard.press("Home")
    page.goto(demo_report.index.as_uri())
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/1-corpus.html")


def test_code_is_folded_until_asked_for(demo_report, context):
    page = open_page(context, demo_report.folder / "2-framing.html", noise=[])
    assert page.locator("details.code").first.is_hidden()
    page.get_by_role("button", name="Show code").press("Enter")
    assert page.locator("details.code pre").first.is_visible()


def test_a_sentence_leads_to_its_place_in_the_article(demo_report, context):
    page = open_page(context, demo_report.folder / "2-framing.html", noise=[])
    page.locator("#table-sentences details.fold summary").first.click()
    page.locator("a.read:visible").first.click()
    page.wait_for_url("**/articles/*.html#b*")
    block = page.url.rsplit("#", 1)[1]
    assert page.locator(f"#{block}").is_visible()


def test_every_link_of_the_report_leads_somewhere(demo_report):
    folder = demo_report.folder
    missing = []
    for path in sorted(folder.rglob("*.html")):
        html = path.read_text(encoding="utf-8")
        for part in html.split('href="')[1:]:
            target = part.split('"', 1)[0].split("#")[0]
            if target and not target.startswith(("data:", "http")) and not (path.parent / target).exists():
                missing.append(f"{path.name}: {target}")
    assert missing == []


def test_the_reader_gets_a_figure_as_files(demo_report, context):
    page = open_page(context, demo_report.folder / "2-framing.html", noise=[])
    figure = page.locator("figure:has(a[download])").first
    for name, start in (("SVG", b"<svg"), ("PNG", b"\x89PNG")):
        with page.expect_download() as download:
            figure.get_by_role("button", name=name).press("Enter")
        assert download.value.suggested_filename.endswith(f".{name.lower()}")
        assert pathlib.Path(download.value.path()).read_bytes().startswith(start)
    saved = demo_report.folder / figure.get_by_role("link", name="CSV").get_attribute("href")
    assert saved.read_text(encoding="utf-8").count("\n") > 1
    page.goto((demo_report.folder / "4-timeline.html").as_uri())
    page.wait_for_selector(".plot[data-drawn]")
    with page.expect_download() as download:
        page.locator("button[data-format=csv]").first.press("Enter")
    assert pathlib.Path(download.value.path()).read_text(encoding="utf-8").startswith('"mark"\n"')


@pytest.mark.parametrize("name", PAGES)
def test_every_figure_has_its_data_as_a_table(name, demo_report, context):
    page = open_page(context, demo_report.folder / f"{name}.html", noise=[])
    assert page.locator("figure.figure").count() == page.locator("figure.figure details.data table").count() > 0


@pytest.mark.parametrize(("width", "is_open"), [(1100, True), (390, False)])
def test_the_list_of_headings_leads_to_each(width, is_open, demo_report, context):
    page = open_page(context, demo_report.folder / "2-framing.html", noise=[])
    page.set_viewport_size({"width": width, "height": 800})
    page.wait_for_timeout(100)
    assert page.locator(".contents details").evaluate("part => part.open") is is_open
    if not is_open:
        page.locator(".contents summary").press("Enter")
    page.get_by_role("navigation", name="On this page").locator("a").last.click()
    at = page.locator("h2").last.evaluate("heading => heading.getBoundingClientRect().top")
    assert 0 <= at < 800
    assert page.locator(".contents details").evaluate("part => part.open") is is_open


@pytest.mark.parametrize(("locale", "day"), [("de-DE", "22.01.2026"), ("en-GB", "22 Jan 2026")])
def test_times_are_in_the_form_of_the_reader(locale, day, demo_report, browser):
    context = browser.new_context(locale=locale, timezone_id="Asia/Tokyo", offline=True)
    page = open_page(context, demo_report.folder / "1-corpus.html", noise=[])
    times = page.locator("td.day time[datetime='2026-01-22']")
    assert set(times.all_text_contents()) == {day}
    stated = page.locator("footer time").get_attribute("datetime")
    assert stated.endswith("Z")
    assert page.locator("footer time").text_content() != stated
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_an_eighth_of_one_with_its_own_plotly(name, demo_report):
    page = (demo_report.folder / f"{name}.html").stat().st_size
    shared = (demo_report.folder / "assets" / "plotly.min.js").stat().st_size
    assert page <= (page + shared) / 8


def test_hostile_articles_make_a_report_that_does_nothing(tmp_path, context):
    """One whole report, of articles that are hostile in all that they state, and in the name of their file."""
    from workbench import run_report

    body = "The envoy spoke of sanctions and oil on 3 December 2025. The talks on sanctions and oil went on. " * 8
    texts = [text for text in PAYLOADS.values() if not set(text) & set("\0\x07\x1b")]  # readers refuse those
    parts = [" ".join(texts[number::4]) for number in range(4)]
    rows = [
        {"title": f"{text} {number}", "text": f"{text} {body}\n\n{text} {body}", "source": text, "author": text}
        for number, text in enumerate(parts)
    ]
    articles = tmp_path / "articles"
    articles.mkdir()
    lines = "\n".join(json.dumps(row) for row in rows)
    (articles / "<img src=x onerror=window.hit=1>.jsonl").write_text(lines, encoding="utf-8")
    report = run_report(articles, out=tmp_path / "out")
    for path in [*sorted(report.folder.glob("*.html")), *sorted(report.folder.glob("articles/*.html"))]:
        noise = []
        page = open_page(context, path, noise=noise)
        page.wait_for_timeout(200)
        assert page.evaluate("window.hit") is None, path.name
        assert noise == [], path.name
        if path.parent.name == "articles" or path.stem in {"index", "1-corpus", "2-framing"}:
            assert "<img src=x onerror=window.hit=1>" in page.locator("body").inner_text(), path.name
        page.close()
