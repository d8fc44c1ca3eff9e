"""Executed notebook -> page: prose, folded code, figures drawn from data beside them, cleaned tables."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

from workbench.reports.pages.contents import address_headings
from workbench.reports.pages.figures import figure_html, headline_of, is_empty
from workbench.reports.pages.outputs import markdown_html, output_html
from workbench.reports.pages.site import render, safe
from workbench.reports.record import Record

PLOTLY = "application/vnd.plotly.v1+json"
GUIDE = "**How to read it.**"
_FOLD = re.compile(r'<details class="fold" id="([\w-]+)"')
_ARTICLE_LINK = re.compile(r'href="articles/([0-9a-f]{16})\.html')


@dataclass
class Page:
    """What the first page needs of a notebook's page: headline figure and sentence, and the articles it leads to."""

    name: str
    title: str
    headline: str = ""
    sentence: str = ""
    articles: set[str] = field(default_factory=set)
    folds: frozenset[str] = frozenset()  # ids that marks of figures may lead to


def render_notebook(folder: Path, name: str, record: Record) -> Page:
    """Write `folder/NAME.html` from `folder/notebooks/NAME.ipynb` and return what the first page needs of it."""
    import nbformat

    path = folder / "notebooks" / f"{name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    _forget_paths(notebook, name)
    nbformat.write(notebook, path)
    run = next(run for run in record.notebooks if run.name == name)
    page = Page(name, run.title, folds=_folds_of(notebook.cells))
    _drop_unneeded_guides(notebook)
    body = safe(render("cells.html.j2", cells=_written(notebook.cells, folder, page)))
    made_in = getattr(run, "made_in", None)
    values = {"record": record, "current": name, "root": "", "made_in": made_in if made_in != record.run else None}
    html = render("notebook.html.j2", title=run.title, body=body, **values)
    (folder / f"{name}.html").write_text(html, encoding="utf-8")
    page.articles = set(_ARTICLE_LINK.findall(body))
    return page


def _written(cells: list[Any], folder: Path, page: Page) -> list[dict[str, Any]]:
    """Return each cell in HTML: its prose, or its code and results."""
    written: list[dict[str, Any]] = []
    headings: Counter[str] = Counter()
    figures = count()
    for cell in cells:
        if cell.cell_type == "markdown":
            prose = markdown_html(cell.source, cell.get("attachments"))
            written.append({"prose": safe(address_headings(prose, headings))})
        elif cell.cell_type == "code":
            results = [_result(output, next(figures), folder, page) for output in cell.get("outputs", [])]
            written.append({"code": safe(_highlight(cell.source)), "results": [safe(html) for html in results]})
    return written


def _result(output: Any, number: int, folder: Path, page: Page) -> str:  # noqa: ANN401 - a notebook node
    """Return an output in HTML; keep the headline figure for the first page."""
    figure = output.get("data", {}).get(PLOTLY)
    if not isinstance(figure, dict):
        return output_html(output)
    identity = f"{page.name}-{number}"
    sentence = headline_of(figure)
    if sentence is not None and not page.headline:
        page.headline = safe(figure_html(figure, identity, folder, folds=page.folds, page=f"{page.name}.html"))
        page.sentence = sentence
    return figure_html(figure, identity, folder, folds=page.folds)


def _folds_of(cells: list[Any]) -> frozenset[str]:
    """Return the ids of the folds of all tables that a notebook shows."""
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    pages = ["".join(output.get("data", {}).get("text/html", "")) for output in outputs]
    return frozenset(name for page in pages for name in _FOLD.findall(page))


def _drop_unneeded_guides(notebook: Any) -> None:  # noqa: ANN401
    """Take out how to read a figure that has nothing on it."""
    kept, empty = [], False
    for cell in notebook.cells:
        if empty and cell.cell_type == "markdown" and cell.source.startswith(GUIDE):
            empty = False
            continue
        kept.append(cell)
        if cell.cell_type == "code":
            figures = [output.get("data", {}).get(PLOTLY) for output in cell.outputs]
            empty = any(is_empty(figure) for figure in figures if isinstance(figure, dict))
    notebook.cells = kept


@lru_cache(maxsize=1)
def _formatter() -> tuple[Any, Any]:
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import get_lexer_by_name

    return get_lexer_by_name("ipython3"), HtmlFormatter()


def _highlight(source: str) -> str:
    """Return code in colours; pygments escapes all of it."""
    from pygments import highlight

    return str(highlight(source, *_formatter()))


def _forget_paths(notebook: Any, name: str) -> None:  # noqa: ANN401
    """Drop the paths of this machine that papermill notes in an executed notebook."""
    noted = notebook.metadata.get("papermill", {})
    noted.update(input_path=f"{name}.ipynb", output_path=f"{name}.ipynb")
