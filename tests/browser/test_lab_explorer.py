"""The explorer in a real JupyterLab and Notebook 7: search, filters, an article, its marks, a figure, the keyboard."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from lab import find_serious, open_notebook, run_all, run_cell, save, show_cell, start_lab, take_picture, write_notebook

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# 60 invented articles, some of whose words would be markup, or a character of two units in a browser.
SETUP = """
import pandas as pd
from workbench.plots import plot_shares
from workbench.widgets.explorer import explore
outlets = ["Post", "Herald", None]
first = "😀 The harbour of town {} closed on 3 May."
second = "The mayor spoke of <b onclick='window.hit=1'>oil</b> and petróleo {}."
texts = [f"{first}\\n\\n{second}".format(n, n) for n in range(60)]
articles = pd.DataFrame({
    "article_id": [f"a{n:02}" for n in range(60)],
    "title": [f"Harbour {n:02} <img src=x onerror='window.hit=1'>" for n in range(60)],
    "text": texts,
    "outlet": [outlets[n % 3] for n in range(60)],
    "words": [20 + n for n in range(60)],
    "published": pd.to_datetime([None if n % 10 == 0 else f"2025-03-{n % 28 + 1:02}" for n in range(60)], utc=True),
    "text_blocks": ["1 3"] * 60, "url": ["javascript:window.hit=1"] * 60,
})
lines = ["title", "paragraph", "boilerplate", "paragraph"]
parts = [["Harbour", first.format(n), "Share this", second.format(n)] for n in range(60)]
blocks = pd.DataFrame([
    {"article_id": f"a{n:02}", "block": block, "kind": kind, "text": parts[n][block]}
    for n in range(60) for block, kind in enumerate(lines)
])
def places(word): return [text.index(word) for text in texts]
ids = {"unit_id": articles["article_id"], "article_id": articles["article_id"]}
hits = pd.DataFrame(ids | {"frame": "economy", "pattern": "oil", "match": "oil"})
hits = hits.assign(start=places("oil"), end=[at + 3 for at in places("oil")], negated=False)
dates = pd.DataFrame(ids | {"start": places("3 May"), "end": [at + 5 for at in places("3 May")]})
dates = dates.assign(type="DATE", value="XXXX-05-03", basis="none")
scores = pd.DataFrame(ids | {"frame": "economy", "present": [n % 4 == 0 for n in range(60)]})
shares = pd.DataFrame({"group": ["Post", "Herald"], "frame": "economy", "raw": [.5, .3], "estimate": [.5, .3]})
shares = shares.assign(low=[.4, .2], high=[.6, .4], articles=20, coded=20, method="corrected", validated=True)
"""
SHOWN = "explorer = explore(articles, [hits, dates, scores], blocks=blocks, figure=plot_shares(shares))\nexplorer"
ASKED = "print(explorer.selected['article_id'].tolist())"
PICTURES = os.environ.get("WORKBENCH_PICTURES")  # a folder: pictures of the explorer are made there
MARK = """place => {
  const trace = document.querySelectorAll('.scatterlayer .trace')[place];
  const at = trace.querySelector('.points path').getBoundingClientRect();
  return [at.x + at.width / 2, at.y + at.height / 2];
}"""


IN_LAB = pytest.mark.parametrize("lab", ["lab"], indirect=True, scope="module")
IN_BOTH = pytest.mark.parametrize("lab", ["lab", "notebook"], indirect=True, scope="module")


@pytest.fixture(scope="module")
def lab(tmp_path_factory, request):
    with start_lab(tmp_path_factory.mktemp("lab"), app=request.param) as running:
        yield running


def show(browser, lab, name):
    """Open a notebook with the explorer, run it, and give back its page's handle and the widget."""
    write_notebook(lab.folder / name, {"setup": SETUP, "explorer": SHOWN, "asked": "0"})
    opened = open_notebook(browser, lab, name, size=(1400, 1200))
    run_all(opened)
    cell = show_cell(opened, "explorer")
    widget = cell.locator(".wbx")
    widget.locator("tbody tr").first.wait_for()
    return opened, widget


def wait_for(widget, words):
    start = "^" if words[0].isdigit() and "articles" in words else ""  # "1 of 60" is no part of "11 of 60"
    widget.locator(".wbx-status", has_text=re.compile(start + re.escape(words))).wait_for()


def selected(opened):
    """What `explorer.selected` is in Python now."""
    opened.page.evaluate(
        "source => { jupyterapp.shell.currentWidget.content.widgets.find(cell => cell.model.id === 'asked')"
        ".model.sharedModel.setSource(source); }",
        ASKED,
    )
    run_cell(opened, "asked")
    cell = next(cell for cell in save(opened).cells if cell.id == "asked")
    return json.loads(cell.outputs[0].text.replace("'", '"'))


@IN_LAB
def test_search_filter_read_and_selected(browser, lab):
    opened, widget = show(browser, lab, "search.ipynb")
    page = opened.page
    assert widget.locator(".wbx-status").inner_text() == "60 articles, in the order they were read."
    widget.get_by_label("Search", exact=True).fill("petroleo 3")  # no accent; 3 stands in every date too
    widget.get_by_label("Outlet", exact=True).select_option("Herald")
    wait_for(widget, "20 of 60 articles")
    widget.get_by_label("From").fill("2025-03-10")
    wait_for(widget, "without a date left out")
    widget.get_by_role("button", name="Clear all").click()
    wait_for(widget, "60 articles, in the order they were read.")
    widget.get_by_label("Search", exact=True).fill('"town 41"')
    wait_for(widget, "1 of 60 articles")
    widget.locator("tbody button").first.click()
    paper = widget.locator(".wbx-paper")
    paper.locator(".wbx-head", has_text="Harbour 41").wait_for()
    assert paper.locator(".wbx-head").inner_text() == "Harbour 41 <img src=x onerror='window.hit=1'>"
    assert paper.locator(".wbx-look-0").all_inner_texts() == ["oil"]
    assert paper.locator(".wbx-look-1").all_inner_texts() == ["3 May"]
    assert paper.locator(".wbx-look-search").all_inner_texts() == ["town 41"]
    assert paper.locator(".wbx-faded").all_inner_texts() == ["boilerplate\n\nShare this"]
    assert paper.locator("a, img, b").count() == 0
    assert page.evaluate("window.hit") is None
    assert selected(opened) == ["a41"]
    assert find_serious(opened, ".wbx") == []
    assert opened.noise.ours() == []


@IN_BOTH
def test_the_keyboard_alone(browser, lab):
    opened, widget = show(browser, lab, "keys.ipynb")
    page = opened.page
    widget.locator(".wbx-list").click(position={"x": 5, "y": 5})
    assert page.evaluate("document.activeElement.className") == "wbx-list"
    page.keyboard.press("j")
    widget.locator(".wbx-head", has_text="Harbour 00").wait_for()
    page.keyboard.press("x")
    wait_for(widget, "1 ticked")
    told = []
    for _ in range(3):
        page.keyboard.press("n")
        told.append(widget.locator(".wbx-told").inner_text())
    assert told[0].startswith("Mark 1 of 2. Dates: XXXX-05-03")
    assert told[1].startswith("Mark 2 of 2. Frame words: economy · oil")
    assert told[2].startswith("Mark 1 of 2.")
    widget.get_by_label("Dates").uncheck()
    assert widget.locator(".wbx-look-1").count() == 1  # the legend alone
    widget.locator(".wbx-list").focus()
    page.keyboard.press("]")
    widget.get_by_text("Page 2 of 3").wait_for()
    page.keyboard.press("/")
    page.keyboard.type("town 7")
    wait_for(widget, " of 60 articles")
    assert page.evaluate("document.activeElement.type") == "search"
    assert len(page.evaluate("jupyterapp.shell.currentWidget.content.widgets.map(cell => cell.model.id)")) == 3
    assert selected(opened) == ["a00"]
    assert opened.noise.ours() == []


@IN_LAB
def test_a_mark_of_a_figure_leads_to_its_articles(browser, lab):
    opened, widget = show(browser, lab, "figure.ipynb")
    page = opened.page
    page.locator(".scatterlayer .trace .points path").first.wait_for()
    page.locator(".js-plotly-plot").first.scroll_into_view_if_needed()
    x, y = page.evaluate(MARK, 0)
    page.mouse.move(x - 3, y)
    page.mouse.move(x, y, steps=3)
    page.wait_for_selector(".hoverlayer .hovertext")
    page.mouse.click(x, y)
    wait_for(widget, "5 of 60 articles")
    assert widget.get_by_label("Frame", exact=True).input_value() == "economy"
    assert widget.get_by_label("Outlet", exact=True).input_value() == "Herald"
    widget.locator("thead button", has_text="Words").click()
    widget.locator("th[aria-sort=descending]").wait_for()
    assert selected(opened) == ["a52", "a40", "a28", "a16", "a04"]
    assert opened.noise.ours() == []


@pytest.mark.parametrize("theme", ["dark"])  # light is looked at above
def test_no_serious_findings_in_the_other_theme(browser, tmp_path, theme):
    with start_lab(tmp_path, theme=theme) as running:
        opened, widget = show(browser, running, "theme.ipynb")
        widget.locator("tbody button").nth(4).click()
        widget.locator(".wbx-head", has_text="Harbour 04").wait_for()
        opened.page.keyboard.press("n")
        assert find_serious(opened, ".wbx") == []
        if PICTURES:
            take_picture(widget, Path(PICTURES) / f"explorer-{theme}.png")
            take_picture(opened.page, Path(PICTURES) / f"explorer-page-{theme}.png")
