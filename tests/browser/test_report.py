"""The published report in a real browser with the network cut: drawn, quiet, reachable by keyboard, readable by all."""

import json

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = ["index", "1-corpus", "2-framing", "3-topics", "4-timeline"]
SERIOUS = {"serious", "critical"}


@pytest.fixture
def context(browser):
    made = browser.new_context(viewport={"width": 1100, "height": 900}, offline=True)
    yield made
    made.close()


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
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


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


def test_hostile_text_reads_as_written_and_nothing_runs(tmp_path, context):
    from workbench import run_report

    hostile = "<script>window.hit = 1</script> <img src=x onerror='window.hit = 1'> $x$ and $y$ **bold** {{7*7}}"
    body = "The envoy spoke of sanctions and oil on 3 December 2025. The talks on sanctions and oil went on. " * 8
    rows = [
        {
            "title": f"{hostile} {number}",
            "text": f"{hostile} {body}\n\n{hostile} {body}",
            "source": f"{hostile} {number % 2}",
        }
        for number in range(4)
    ]
    articles = tmp_path / "articles"
    articles.mkdir()
    lines = "\n".join(json.dumps(row) for row in rows)
    (articles / "hostile.jsonl").write_text(lines, encoding="utf-8")
    report = run_report(articles, out=tmp_path / "out")
    for path in [*sorted(report.folder.glob("*.html")), *sorted(report.folder.glob("articles/*.html"))]:
        noise = []
        page = open_page(context, path, noise=noise)
        page.wait_for_timeout(200)
        assert page.evaluate("window.hit") is None, path.name
        assert noise == [], path.name
        text = page.locator("main").inner_text()
        if path.parent.name == "articles" or path.stem in {"1-corpus", "2-framing"}:
            assert "<script>window.hit = 1</script>" in text, path.name
            assert "$x$ and $y$ **bold** {{7*7}}" in text, path.name
        page.close()
