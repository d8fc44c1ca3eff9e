"""A class of five through the whole lab, and the teacher's page in a real browser, from the disk, without a network."""

import threading

import pytest
from class_coders import NAMES, answers_of, code_all

from workbench.classroom import end_class, open_class, start_class, watch_class
from workbench.classroom.watch import refresh_page
from workbench.framing import find_disagreements, read_codes, score_agreement
from workbench.framing.coding.answers import CODE, Answer
from workbench.widgets.coding.log import append_answer, log_path

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SERIOUS = {"serious", "critical"}
# Of the texts in pictures, in pixels of the screen, after all that scales a picture.
SMALLEST_TEXT = """Math.min(99, ...Array.from(document.querySelectorAll('svg text')).map(
    text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a))"""
SCROLLING = "parts => parts.filter(part => part.scrollWidth > part.clientWidth).map(part => part.ariaLabel)"
WAIT = 30_000  # milliseconds; how long a busy machine may take, not how long it does


@pytest.fixture
def context(browser):
    made = browser.new_context(viewport={"width": 1600, "height": 900}, offline=True)
    yield made
    made.close()


@pytest.fixture
def shared(tmp_path):
    return start_class(tmp_path / "monday", out=tmp_path / "reports")


@pytest.fixture
def watched(shared):
    stop = threading.Event()
    thread = threading.Thread(target=watch_class, args=(shared,), kwargs={"stop": stop})
    thread.start()
    yield shared
    stop.set()
    thread.join(30)


def open_page(context, path, noise):
    page = context.new_page()
    page.on("console", lambda message: noise.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.on("request", lambda request: noise.append(request.url) if not request.url.startswith("file:") else None)
    page.on("dialog", lambda dialog: noise.append(dialog.message))
    page.goto(path.resolve().as_uri())
    page.wait_for_function("() => document.querySelector('#made').textContent", timeout=WAIT)
    return page


def wait_for_text(page, place, text):
    page.wait_for_function(
        "([place, text]) => document.querySelector(place).textContent.includes(text)", arg=[place, text], timeout=WAIT
    )


def serious(page):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{item['id']}: {item['nodes'][0]['html'][:150]}" for item in found if item["impact"] in SERIOUS]


def say(shared, coder, place, **told):
    unit = shared.sample["unit_id"].iloc[place]
    answer = Answer(CODE, f"{coder}-{place}", unit, coder, "2026-01-12T10:00:00Z", **told)
    append_answer(log_path(shared.codes, coder), answer)


def test_a_class_of_five_through_the_whole_lab(watched, context):
    noise = []
    refresh_page(watched)
    page = open_page(context, watched.home / "index.html", noise)
    assert page.locator("#finished").inner_text() == "Nobody has begun yet"
    assert "workbench class code" in page.locator("#work").inner_text()

    begun = threading.Barrier(len(NAMES))
    rest = threading.Event()

    def student(name):
        begun.wait()
        for place, answer in enumerate(answers_of(name, watched)):
            if place == 10:
                rest.wait(120)
            append_answer(log_path(watched.codes, name), answer)

    students = [threading.Thread(target=student, args=(name,)) for name in NAMES]
    for one in students:
        one.start()
    wait_for_text(page, "#summary", "5 coders")
    assert page.locator("#passages article").count() == 0  # nobody reads others' codes before giving their own
    assert not any(name in page.locator("body").inner_text() for name in NAMES)
    rest.set()
    for one in students:
        one.join()
    wait_for_text(page, "#finished", "5 of 5 coders finished")
    assert page.locator("#summary").inner_text() == "5 coders · 100 of 100 passages coded"

    codes = read_codes(watched.codes, codebook=watched.codebook)
    for row in score_agreement(codes[codes["value"].notna()]).itertuples():
        label = watched.codebook.frames.set_index("frame")["label"][row.frame]
        said = page.locator("#agreement tbody tr", has_text=label).inner_text()
        assert f"{row.alpha:.2f}".replace("0.", ".").replace("-", "−") in said
        assert row.verdict in said
    differing = find_disagreements(codes)["unit_id"].nunique()
    assert page.locator("#passages article").count() == min(differing, 10)

    page.get_by_role("button", name="Show names").press("Enter")
    assert all(name in page.locator("#work").inner_text() for name in NAMES)
    end_class(open_class(watched.folder, out=watched.home.parent))
    assert len(read_codes(watched.home / "codes" / "codes.csv")) == len(codes)
    assert noise == []


def test_what_is_unfolded_and_where_one_is_stays_when_answers_come_in(watched, context):
    code_all(watched, NAMES[:3], most=8)
    noise = []
    refresh_page(watched)
    page = open_page(context, watched.home / "index.html", noise)
    page.get_by_role("button", name="Show them now").press("Enter")
    page.locator("#passages summary").first.press("Enter")
    key = page.locator("#passages details[open]").get_attribute("data-key")
    page.evaluate("document.querySelector('#shares table').dataset.mine = 'yes'")
    say(watched, "Late", 0, seconds=5)  # an answer without a code: the time table changes, the shares do not
    wait_for_text(page, "#summary", "4 coders")
    assert page.locator("#shares table[data-mine]").count() == 1
    say(watched, NAMES[0], 19, codes={"conflict": 1}, comment="late")
    wait_for_text(page, "#summary", "26 of")
    assert page.locator("#passages details[open]").get_attribute("data-key") == key
    assert page.evaluate("document.activeElement.closest('[data-key]')?.dataset.key") == key
    assert noise == []


def test_a_watch_that_has_stopped_is_told_and_one_that_goes_on_is_seen(shared, context):
    refresh_page(shared)
    page = open_page(context, shared.home / "index.html", [])
    page.locator("#trouble").wait_for(state="visible", timeout=WAIT)
    assert "workbench class watch FOLDER" in page.locator("#trouble").inner_text()
    stop = threading.Event()
    thread = threading.Thread(target=watch_class, args=(shared,), kwargs={"stop": stop})
    thread.start()
    page.locator("#trouble").wait_for(state="hidden", timeout=WAIT)
    stop.set()
    thread.join()


@pytest.mark.parametrize("coders", [0, 1, 2, 5, 30])
def test_no_serious_accessibility_finding_and_no_page_too_wide(coders, shared, context):
    code_all(shared, [*NAMES, *(f"Student {number}" for number in range(25))][:coders])
    page = open_page(context, refresh_page(shared), noise := [])
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert serious(page) == []
    for width in (390, 768, 1100, 1200, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(SMALLEST_TEXT) >= 12
        assert page.locator(".wrap").evaluate_all(SCROLLING) == []
    assert noise == []


def test_names_and_comments_are_texts(shared, context):
    nasty = "<img src=x onerror=alert(1)>"
    for coder, value in ((nasty, 1), ("Ben", 0)):
        say(shared, coder, 0, codes={"conflict": value}, comment=f"{nasty}</script><script>alert(2)</script>")
    page = open_page(context, refresh_page(shared), noise := [])
    page.get_by_role("button", name="Show them now").click()
    page.get_by_role("button", name="Show names").click()
    assert nasty in page.locator("#work").inner_text()
    assert "<script>alert(2)" in page.locator("#passages").inner_text()
    assert page.locator("img").count() == 0
    assert noise == []
