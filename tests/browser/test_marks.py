"""Marks of figures in a real browser: a click opens the passages behind them, and so does a key."""

from __future__ import annotations

import json
from types import SimpleNamespace

import nbformat
import pandas as pd
import plotly.graph_objects as go
import pytest

from workbench.plots import plot_agreement, plot_co_occurrence, plot_confusion, plot_shares, show_table
from workbench.plots.dots import plot_height
from workbench.plots.folds import fold_id
from workbench.reports.pages.render import PLOTLY, render_notebook
from workbench.reports.pages.site import render, write_assets
from workbench.reports.record import NotebookRun

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOSTILE = "\"><img src=x onerror='window.hit=1'> #a~b%20 $x$ {{y}}"
FRAMES = {"oil": "Oil and resources", "law": HOSTILE}
LABELS = pd.DataFrame({"frame": list(FRAMES), "label": list(FRAMES.values())})
OUTLETS = ["Post", 'O\'Neill ~ "Sons" & 100 %']

# Where the middle of the n-th mark of a trace stands in the window.
MARK = """([plot, trace, mark]) => {
  const box = document.querySelectorAll('.plot')[plot];
  box.scrollIntoView({block: 'center'});
  const path = box.querySelectorAll('.scatterlayer .trace')[trace].querySelectorAll('.points path')[mark];
  const at = path.getBoundingClientRect();
  return [at.x + at.width / 2, at.y + at.height / 2];
}"""
# Where a cell of a grid stands, by its column and row.
CELL = """([plot, x, y]) => {
  const box = document.querySelectorAll('.plot')[plot];
  box.scrollIntoView({block: 'center'});
  const at = box.getBoundingClientRect(), layout = box._fullLayout;
  return [at.x + layout.xaxis._offset + layout.xaxis.c2p(x), at.y + layout.yaxis._offset + layout.yaxis.c2p(y)];
}"""


def make_shares():
    rows = [
        (outlet, frame, 0.5, 0.3 + 0.3 * place, 0.1, 0.8, 20)
        for outlet in OUTLETS
        for place, frame in enumerate(FRAMES)
    ]
    shares = pd.DataFrame(rows, columns=["group", "frame", "raw", "estimate", "low", "high", "articles"])
    return shares.assign(coded=40, method="corrected", validated=True)


def make_sentences():
    rows = [
        (label, OUTLETS[number % 2], f"{label}, sentence {number}") for label in FRAMES.values() for number in range(9)
    ]
    return pd.DataFrame(rows, columns=["label", "outlet", "sentence"])


def make_grids():
    pairs = [("oil", "law", 6, 0.6, 1.5), ("law", "oil", 6, 0.3, 1.5)]
    cells = [("oil", coded, predicted, 9) for coded in (True, False) for predicted in (True, False)]
    agreement = {"alpha": 0.9, "low": 0.8, "high": 1.0, "percent": 0.9, "units": 9, "coders": 2, "verdict": "reliable"}
    return [
        plot_co_occurrence(pd.DataFrame(pairs, columns=["frame", "other", "units", "share", "lift"]), labels=LABELS),
        plot_confusion(
            pd.DataFrame(cells, columns=["frame", "coded", "predicted", "units"]), labels=LABELS, opens="sentences"
        ),
        plot_agreement(pd.DataFrame({"frame": ["oil"], "note": "", **agreement})),  # its table is not on the page
        go.Figure([go.Bar(x=["a"], y=[1], name=f"The long name of newspaper {number}") for number in range(6)]),
    ]


def output(value):
    if hasattr(value, "to_plotly_json"):
        return nbformat.v4.new_output("display_data", data={PLOTLY: json.loads(value.to_json())})
    return nbformat.v4.new_output("display_data", data={"text/html": value.html})


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A report of one notebook: a figure of shares on the first page too, two grids, and the folds they lead to."""
    place = tmp_path_factory.mktemp("report")
    for name in ("notebooks", "tables"):
        (place / name).mkdir()
    shares = plot_shares(make_shares(), labels=LABELS, headline=True)
    sentences = show_table(make_sentences(), "sentences", caption="Sentences", fold="label")
    cells = [
        nbformat.v4.new_code_cell("1", id=f"cell-{number}", outputs=[output(value)])
        for number, value in enumerate([shares, *make_grids(), sentences])
    ]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["papermill"] = {}
    nbformat.write(notebook, place / "notebooks" / "2-test.ipynb")
    runs = [NotebookRun("2-test", "A test", {})]
    record = SimpleNamespace(
        report="demo", run="now", packages={"framing-workbench": "0"}, notebooks=runs, texts="full"
    )
    made = render_notebook(place, "2-test", record)
    first = render("notebook.html.j2", title="First", record=record, current="index", root="", body=made.headline)
    (place / "index.html").write_text(first, encoding="utf-8")
    write_assets(place)
    return place


@pytest.fixture
def page(browser, folder, request):
    options = {"viewport": {"width": 1100, "height": 800}, "offline": True} | getattr(request, "param", {})
    context = browser.new_context(**options)
    page = context.new_page()
    page.noise = []
    page.on("console", lambda said: page.noise.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: page.noise.append(str(error)))
    visit(page, folder, "2-test.html")
    yield page
    assert page.noise == []
    assert page.evaluate("window.hit") is None
    context.close()


def visit(page, folder, name):
    page.goto((folder / name).as_uri())
    page.wait_for_function(
        "document.querySelectorAll('.plot').length === document.querySelectorAll('.plot[data-drawn]').length"
    )


def click(page, script, *where):
    x, y = page.evaluate(script, list(where))
    page.mouse.move(x, y)
    page.mouse.click(x, y)


def opened(page):
    return page.locator("details.fold[open]").evaluate_all("folds => folds.map(fold => fold.id)")


def rows(page):
    return page.locator("details.fold[open] tbody tr:visible td:nth-child(2)").all_inner_texts()


def in_view(page):
    return page.locator("details.fold[open] summary").evaluate(
        "node => { const at = node.getBoundingClientRect(); return at.top >= 0 && at.bottom <= innerHeight; }"
    )


PHONE = {"viewport": {"width": 390, "height": 800}, "has_touch": True}


@pytest.mark.parametrize("page", [{}, PHONE], indirect=True, ids=["wide", "phone"])
@pytest.mark.parametrize("outlet", [0, 1])
@pytest.mark.parametrize("frame", [0, 1])
def test_a_mark_opens_the_passages_of_its_frame_and_group(page, outlet, frame):
    group = sorted(OUTLETS)[outlet]
    # Traces: the raw points first, then a trace a group, in each of them the frames in the order of the table.
    click(page, MARK, 0, 1 + outlet, frame)
    page.wait_for_selector("details.fold[open]")
    assert opened(page) == [fold_id("sentences", list(FRAMES.values())[frame])]
    assert set(rows(page)) == {group}
    assert page.locator("details.fold[open] .only").inner_text().startswith(f"{len(rows(page))} of 9 rows, those of")
    assert in_view(page)
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_a_finger_opens_it_too(page):
    page.touchscreen.tap(*page.evaluate(MARK, [0, 1, 0]))
    page.wait_for_selector("details.fold[open]")
    assert opened(page) == [fold_id("sentences", FRAMES["oil"])]


def test_all_rows_come_back(page):
    click(page, MARK, 0, 1, 0)
    page.get_by_role("button", name="Show all").press("Enter")
    assert len(rows(page)) == 9
    assert page.locator(".only").count() == 0


def test_the_same_mark_opens_it_again(page):
    for _ in range(2):
        click(page, MARK, 0, 1, 0)
        page.wait_for_selector("details.fold[open]")
        page.locator("details.fold[open] summary").press("Enter")
        page.wait_for_selector("details.fold[open]", state="detached")


def test_links_do_the_same_for_the_keyboard(page):
    links = page.locator("figure").first.locator(".opens a")
    assert [text.strip() for text in links.all_inner_texts()] == [HOSTILE, "Oil and resources"]
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Oil and resources":
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("details.fold[open]")
    assert opened(page) == [fold_id("sentences", FRAMES["oil"])]
    assert len(rows(page)) == 9
    assert in_view(page)


@pytest.mark.parametrize(
    ("plot", "cell", "frame"), [(1, (2, 0), "oil"), (1, (1, -1), "law"), (2, (1, 0), "oil"), (2, (3, 0), "oil")]
)
def test_a_cell_opens_the_passages_of_its_row(page, plot, cell, frame):
    click(page, CELL, plot, *cell)
    page.wait_for_selector("details.fold[open]")
    assert opened(page) == [fold_id("sentences", FRAMES[frame])]


def test_a_figure_whose_table_is_elsewhere_leads_nowhere(page):
    click(page, MARK, 3, 0, 0)
    page.wait_for_timeout(200)
    assert opened(page) == []
    assert page.locator("figure").nth(3).locator(".opens").count() == 0


def test_the_pointer_says_what_can_be_clicked(page):
    x, y = page.evaluate(MARK, [0, 1, 0])
    page.mouse.move(x, y)
    page.wait_for_selector(".plot.leads")
    cursor = page.locator(".plot").first.locator(".nsewdrag").evaluate("node => getComputedStyle(node).cursor")
    assert cursor == "pointer"
    page.mouse.move(2, 2)
    page.wait_for_selector(".plot.leads", state="detached")


def test_the_first_page_leads_to_the_page_of_the_notebook(page, folder):
    visit(page, folder, "index.html")
    click(page, MARK, 0, 1, 0)
    page.wait_for_url("**/2-test.html#fold-*")
    page.wait_for_selector("details.fold[open]")
    assert set(rows(page)) == {sorted(OUTLETS)[0]}
    page.go_back()
    page.wait_for_url("**/index.html")
    page.locator(".opens a").last.click()
    page.wait_for_url("**/2-test.html#fold-*")
    page.wait_for_selector("details.fold[open]")
    assert in_view(page)


@pytest.mark.parametrize("hash_", ["#fold-sentences-000000000000", "#main", "#%E0%A4%A", "#~", "#"])
def test_an_address_that_names_no_fold_is_harmless(page, folder, hash_):
    page.goto((folder / "2-test.html").as_uri() + hash_)
    page.reload()
    page.wait_for_selector(".plot[data-drawn]")
    assert opened(page) == []


def test_a_group_that_cannot_be_read_shows_all_rows(page, folder):
    page.goto((folder / "2-test.html").as_uri() + f"#{fold_id('sentences', FRAMES['oil'])}~%E0%A4%A")
    page.reload()
    page.wait_for_selector("details.fold[open]")
    assert len(rows(page)) == 9


def test_the_demo_report_leads_from_its_marks_to_its_sentences(page, demo_report):
    visit(page, demo_report.folder, "2-framing.html")
    figure = page.locator("figure:has(.opens)").first
    figure.locator(".plot").evaluate("box => box.scrollIntoView({block: 'center'})")
    box = figure.locator(".scatterlayer .trace .points path").last.bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.click(*middle)
    page.wait_for_selector("details.fold[open]")
    assert in_view(page)
    assert page.locator("details.fold[open] a.read:visible").count() > 0


@pytest.mark.parametrize("page", [{}, PHONE], indirect=True, ids=["wide", "phone"])
def test_a_longer_legend_makes_the_figure_taller_not_the_plot_smaller(page):
    plot, drawn, box = page.locator(".plot").first.evaluate(
        "box => [box._fullLayout._size.h, box._fullLayout.height, box.getBoundingClientRect().height]"
    )
    assert plot == pytest.approx(plot_height(2, 2), abs=3)
    assert drawn == box


def test_a_legend_beside_the_plot_lies_over_it_on_a_phone_and_goes_back(page):
    for width, above in ((1100, False), (390, True), (1100, False)):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_function(
            """above => {
                const box = document.querySelectorAll('.plot')[4], size = box._fullLayout._size;
                const legend = box.querySelector('.legend').getBoundingClientRect();
                const plot = box.getBoundingClientRect().top + size.t;
                return size.w > 0.5 * box.clientWidth && size.h >= 200 && (legend.bottom <= plot + 2) === above;
            }""",
            arg=above,
        )


def test_figures_follow_the_width_of_the_window(page):
    page.set_viewport_size({"width": 390, "height": 800})
    page.wait_for_timeout(400)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
