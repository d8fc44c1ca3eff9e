"""The coding widget in a real JupyterLab and Notebook 7: by keyboard, against a killed kernel, for all who read."""

import json
import logging
from pathlib import Path

import pytest
from lab import (
    find_serious,
    kernel_of,
    open_notebook,
    run_all,
    run_cell,
    show_cell,
    start_lab,
    take_picture,
    wait_for_kernel,
    write_notebook,
)

from workbench.framing import read_codebook, read_codes

pytestmark = [pytest.mark.browser, pytest.mark.slow]

KERNEL = "jupyterapp.shell.currentWidget.sessionContext.session.kernel"
FRAMES = read_codebook("generic").frames["frame"].tolist()
SETUP = """
import pandas as pd
from workbench.framing import read_codebook
from workbench.widgets.coding import code_units
texts = [f"Passage {n}. The mayor of town {n} met the port workers. <img src=x onerror=alert(1)>" for n in range(20)]
units = [f"a{n}-p1" for n in range(20)]
sample = pd.DataFrame({"unit_id": units, "article_id": [f"a{n}" for n in range(20)], "text": texts})
context = pd.DataFrame([
    {"article_id": f"a{n}", "block": b, "kind": kind, "text": text}
    for n in range(20)
    for b, (kind, text) in enumerate([
        ("title", "Secret title"), ("byline", "By Secret Author"),
        ("paragraph", f"What stood before, {n}."), ("callout", texts[n]), ("paragraph", f"What stood behind, {n}."),
    ])
])
"""
# Records how long it takes from a key to the next passage drawn.
STOPWATCH = """() => {
  window.taken = [];
  const press = (event) => { if (event.key === 'Enter') window.pressed = performance.now(); };
  const note = () => window.taken.push(performance.now() - window.pressed);
  document.addEventListener('keydown', press, true);
  new MutationObserver(() => requestAnimationFrame(() => setTimeout(note)))
    .observe(document.querySelector('.wb-passage'), { attributes: true, attributeFilter: ['aria-label'] });
}"""


def widget_cell(coder, **more):
    given = "".join(f", {name}={value}" for name, value in more.items())
    return f'code_units(sample, read_codebook("generic"), coder={coder!r}, context=context{given})'


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    with start_lab(tmp_path_factory.mktemp("lab")) as running:
        yield running


def start_coding(browser, lab, coder):
    """Open a notebook with the widget, run it, and put the focus into it as a coder does."""
    write_notebook(lab.folder / f"{coder}.ipynb", {"imports": SETUP, "widget": widget_cell(coder)})
    opened = open_notebook(browser, lab, f"{coder}.ipynb")
    run_all(opened)
    return opened, focus_widget(opened)


def focus_widget(opened):
    cell = show_cell(opened, "widget")
    widget = cell.locator(".wb-coding")
    widget.locator(".wb-text p").first.click()
    return widget


def press(opened, *keys):
    """Press keys one after the other; after one that saves wait for the kernel's word."""
    for key in keys:
        opened.page.keyboard.press(key)
        if key in {"Enter", "s", "u"}:
            opened.page.wait_for_function("() => !document.querySelector('.wb-coding[aria-busy]')")


def shown(widget):
    return widget.locator(".wb-text").inner_text()


def lines(lab, coder):
    return [json.loads(line) for line in (lab.folder / "codes" / f"{coder}.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("app", ["lab", "notebook"])
def test_twenty_passages_by_keyboard_are_on_disk_as_pressed(app, browser, tmp_path):
    with start_lab(tmp_path, app=app) as lab:
        opened, widget = start_coding(browser, lab, "ana")
        opened.page.evaluate(STOPWATCH)
        expected = {}
        for turn in range(20):
            number = shown(widget).split(".")[0].removeprefix("Passage ")
            keys = [str(place + 1) for place in range(5) if (turn + 1) >> place & 1]
            press(opened, *(keys or ["0"]), "Enter")
            expected[f"a{number}-p1"] = {frame: float(str(place + 1) in keys) for place, frame in enumerate(FRAMES)}
        taken = sorted(opened.page.evaluate("window.taken"))
        logging.info("%s: key to next, median %.0f ms, longest %.0f ms", app, taken[len(taken) // 2], taken[-1])
        codes = read_codes(lab.folder / "codes")
        found = {unit: dict(zip(rows["frame"], rows["value"], strict=True)) for unit, rows in codes.groupby("unit_id")}
        assert found == expected
        assert set(codes["coder"]) == {"ana"}
        assert "All 20 passages are coded" in widget.get_by_role("status").inner_text()
        assert len(lines(lab, "ana")) == 20
        assert opened.noise.ours() == []


def test_it_is_blind_shows_context_and_texts_are_texts(browser, lab):
    opened, widget = start_coding(browser, lab, "blind")
    words = widget.inner_text()
    assert "<img src=x onerror=alert(1)>" in words
    assert widget.locator("img").count() == 0
    assert "What stood before" in words
    assert "What stood behind" in words
    assert "callout" in words
    assert "Secret" not in words
    saved = (lab.folder / "blind.ipynb").read_text(encoding="utf-8")
    assert "met the port workers" not in saved.partition('"id": "widget"')[2]
    opened.page.context.close()


def test_every_key_does_what_it_says_and_none_reaches_the_notebook(browser, lab):
    opened, widget = start_coding(browser, lab, "keys")
    status = widget.get_by_role("status")
    cells = opened.page.locator(".jp-Notebook .jp-Cell").count()
    first = shown(widget)
    press(opened, "Enter")
    assert "Nothing is chosen" in status.inner_text()
    press(opened, "1", "0")
    assert widget.get_by_label("None of these").is_checked()
    press(opened, "2", "f", "c")
    opened.page.keyboard.type("0s1u? odd")
    press(opened, "Enter", "Enter")  # out of the comment, then on
    second = shown(widget)
    press(opened, "s")
    assert "Skipped" in status.inner_text()
    press(opened, "u")
    assert shown(widget) == second
    press(opened, "u")
    assert shown(widget) == first
    assert widget.get_by_label("Human interest").first.is_checked()
    assert widget.locator("textarea").input_value() == "0s1u? odd"
    press(opened, "1", "Enter", "s", "1", "Enter", "b")
    opened.page.wait_for_function("text => document.querySelector('.wb-text').innerText === text", arg=second)
    press(opened, "0", "Enter", "d", "?", "a", "x", "j", "k", "m", "ArrowDown")
    assert widget.locator("details[open]").count() == 5
    assert widget.locator(".wb-help").is_visible()
    assert opened.page.locator(".jp-Notebook .jp-Cell").count() == cells
    did = [line["did"] for line in lines(lab, "keys")]
    assert did == ["code", "skip", "undo", "undo", "code", "skip", "code", "code"]
    record = lines(lab, "keys")[4]
    assert (record["flag"], record["comment"]) == (True, "0s1u? odd")
    assert [frame for frame, value in record["codes"].items() if value] == FRAMES[:2]
    assert opened.noise.ours() == []
    opened.page.context.close()


EXCLUSIVE = """
from dataclasses import replace
book = read_codebook("generic")
more = book.frames.assign(frame=book.frames["frame"] + " 2", label=book.frames["label"] + " 2")
code_units(sample, replace(book, exclusive=True, frames=pd.concat([book.frames, more])), coder="one")
"""


def test_one_frame_of_ten_where_the_codebook_is_exclusive(browser, lab):
    write_notebook(lab.folder / "one.ipynb", {"imports": SETUP, "widget": EXCLUSIVE})
    opened = open_notebook(browser, lab, "one.ipynb")
    run_all(opened)
    widget = focus_widget(opened)
    assert widget.get_by_label("None of these").count() == 0
    press(opened, "1", "0", "q", "Enter", "3", "2", "Enter")
    chosen = [[frame for frame, value in line["codes"].items() if value] for line in lines(lab, "one")]
    assert chosen == [["responsibility 2"], ["human interest"]]
    assert widget.get_by_role("radio").count() == 10
    opened.page.context.close()


def test_double_clicks_are_one_answer(browser, lab):
    opened, widget = start_coding(browser, lab, "clicks")
    for _ in range(3):
        widget.get_by_label("Conflict").first.check()
        widget.get_by_role("button", name="Save and next").dblclick()
        opened.page.wait_for_function("() => !document.querySelector('.wb-coding[aria-busy]')")
    widget.get_by_role("button", name="Undo").dblclick()
    opened.page.wait_for_function("() => !document.querySelector('.wb-coding[aria-busy]')")
    assert [line["did"] for line in lines(lab, "clicks")] == ["code"] * 3 + ["undo"]
    opened.page.context.close()


def test_an_answer_given_to_a_dead_kernel_is_kept_and_saved_once_it_is_back(browser, lab):
    opened, widget = start_coding(browser, lab, "dead")
    press(opened, "1", "Enter")
    kernel_of(opened).kill()
    opened.page.keyboard.press("2")
    opened.page.keyboard.press("Enter")
    trouble = widget.get_by_role("alert")
    opened.page.wait_for_function("() => document.querySelector('.wb-trouble').textContent !== ''")
    assert "Not saved yet: the kernel does not answer" in trouble.inner_text()
    assert len(lines(lab, "dead")) == 1
    dismiss_dialogs(opened)
    wait_for_kernel(opened)
    run_cell(opened, "imports")
    run_cell(opened, "widget")
    widget = show_cell(opened, "widget").locator(".wb-coding")
    opened.page.wait_for_function("() => document.querySelector('.wb-count')?.textContent.startsWith('2 of 20')")
    assert [[f for f, v in line["codes"].items() if v] for line in lines(lab, "dead")] == [FRAMES[:1], FRAMES[1:2]]
    focus_widget(opened)
    press(opened, "3", "Enter")
    assert len(lines(lab, "dead")) == 3
    opened.page.context.close()


def test_coding_goes_on_while_a_cell_runs(browser, lab):
    opened, widget = start_coding(browser, lab, "busy")
    code = 'import time; time.sleep(8); open("done", "w").close()'
    opened.page.evaluate(f"code => {{ {KERNEL}.requestExecute({{ code }}); }}", code)
    opened.page.wait_for_function(f"{KERNEL}.status === 'busy'")
    press(opened, "1", "Enter", "2", "Enter")
    assert "Saved. Passage 3 of 20" in widget.get_by_role("status").inner_text()
    assert len(lines(lab, "busy")) == 2
    assert not (lab.folder / "done").exists()
    opened.page.context.close()


def test_the_page_loaded_again_goes_on(browser, lab):
    opened, widget = start_coding(browser, lab, "again")
    press(opened, "1", "Enter")
    opened.page.evaluate("() => jupyterapp.shell.currentWidget.context.save()")
    opened.page.reload()
    wait_for_kernel(opened)
    run_cell(opened, "widget")
    widget = focus_widget(opened)
    press(opened, "2", "Enter")
    assert "2 of 20 coded" in widget.inner_text()
    assert len(lines(lab, "again")) == 2
    opened.page.context.close()


def dismiss_dialogs(opened):
    opened.page.wait_for_timeout(1500)
    for button in opened.page.locator(".jp-Dialog button.jp-mod-accept").all():
        button.click()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_can_be_read_by_everybody(theme, browser, tmp_path):
    with start_lab(tmp_path, theme=theme) as lab:
        opened, widget = start_coding(browser, lab, "ana")
        press(opened, "1", "f", "Enter", "s", "2", "f", "c", "Escape", "d", "?")
        assert find_serious(opened, ".wb-coding") == []
        take_picture(widget, Path(tmp_path.parent) / f"coding-{theme}.png")
        press(opened, "d", "?")
        take_picture(widget, Path(tmp_path.parent) / f"coding-{theme}-2.png")
        assert opened.noise.ours() == []
