"""Figures in a real browser, at the width of a page and of a phone: whole, legible, and text as it was written."""

from __future__ import annotations

import pytest
from plotly.offline import get_plotlyjs
from test_plots_contract import CASES, FIGURES, HOSTILE

from workbench import plots

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGE = "<!doctype html><meta charset='utf-8'><script src='plotly.js'></script><body></body>"  # loaded once for all
DRAW = """async text => {
  const spec = JSON.parse(text), place = document.createElement('div');
  document.querySelectorAll('.js-plotly-plot').forEach(old => Plotly.purge(old));
  document.body.replaceChildren(place);
  await Plotly.newPlot(place, spec.data, spec.layout, {responsive: true});
}"""
TEXTS = """() => [...document.querySelectorAll('.main-svg text')].filter(node => node.textContent.trim()).map(node => {
  const box = node.getBoundingClientRect();
  return {text: node.textContent.replaceAll('\\u00a0', ' ').trim(), left: box.left, right: box.right, top: box.top,
          bottom: box.bottom};
}).filter(box => box.right > box.left)"""


def draw(browser, tmp_path, figures, *, width, as_report=True):
    """Return the texts of the figures as drawn, and what the page complained of."""
    noise = []
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.on("dialog", lambda dialog: (noise.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("console", lambda message: noise.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: noise.append(str(error)))
    (tmp_path / "plotly.js").write_text(get_plotlyjs(), encoding="utf-8")
    (tmp_path / "figures.html").write_text(PAGE, encoding="utf-8")
    page.goto((tmp_path / "figures.html").as_uri())
    drawn = {}
    for name, figure in figures.items():
        if as_report:  # as a report page does
            figure.layout.annotations = [note for note in figure.layout.annotations if note.name != "note"]
            figure.layout.title = None
        page.evaluate(DRAW, figure.to_json())
        drawn[name] = page.evaluate(TEXTS)
    page.close()
    return drawn, noise


def overlaps(first, second):
    across = min(first["right"], second["right"]) - max(first["left"], second["left"])
    upwards = min(first["bottom"], second["bottom"]) - max(first["top"], second["top"])
    return across > 1 and upwards > 3


@pytest.mark.parametrize(
    ("case", "width"), [("four outlets", 390), ("four outlets", 760), ("outlet missing", 390), ("one outlet", 760)]
)
def test_no_text_is_cut_or_covered(case, width, browser, tmp_path):
    figures = {name: getattr(plots, name)(*CASES[case][name]) for name in FIGURES}
    drawn, noise = draw(browser, tmp_path, figures, width=width)
    cut = [(name, text["text"]) for name, texts in drawn.items() for text in texts if _outside(text, width)]
    covered = [
        (name, first["text"], second["text"])
        for name, texts in drawn.items()
        for number, first in enumerate(texts)
        for second in texts[number + 1 :]
        if overlaps(first, second)
    ]
    assert all(drawn.values())
    assert (cut, covered, noise) == ([], [], [])


@pytest.mark.parametrize("case", ["four outlets", "one outlet"])
def test_title_and_note_are_whole_in_a_notebook(case, browser, tmp_path):
    figures = {name: getattr(plots, name)(*CASES[case][name]) for name in FIGURES}
    drawn, _ = draw(browser, tmp_path, figures, width=760, as_report=False)
    for name, texts in drawn.items():
        title = next(text for text in texts if text["text"].startswith(figures[name].layout.meta["title"][:20]))
        assert title["top"] >= 0, name
        assert not [other for other in texts if other is not title and overlaps(title, other)], name
        assert not [text["text"] for text in texts if _outside(text, 760)], name


def test_hostile_text_reads_as_written(browser, tmp_path):
    figures = {name: getattr(plots, name)(*CASES["hostile"][name]) for name in FIGURES}
    drawn, noise = draw(browser, tmp_path, figures, width=760)
    shares = " ".join(text["text"] for text in drawn["plot_shares"])
    assert noise == []
    for text in HOSTILE:
        assert text[:12] in shares, text
    assert "$x$ and $y$" in shares
    assert "**bold** {{x}} %{y}" in shares


def _outside(text, width):
    return text["left"] < -1 or text["right"] > width + 1 or text["top"] < -1
