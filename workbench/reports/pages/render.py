"""Executed notebook -> page: prose, folded code, figures drawn from data beside them, cleaned tables."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from workbench.reports.record import Record
from workbench.reports.pages.site import TEMPLATES, clean_html, render

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
    title = next(run.title for run in record.notebooks if run.name == name)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    page = Page(name, title, folds=_folds_of(outputs))
    _drop_unneeded_guides(notebook)
    for number, output in enumerate(outputs):
        _make_safe(output, number, folder, page)
    body = _body(notebook)
    html = render("notebook.html.j2", title=title, record=record, current=name, root="", body=_safe(body))
    (folder / f"{name}.html").write_text(html, encoding="utf-8")
    page.articles = set(_ARTICLE_LINK.findall(body))
    return page


def figure_html(
    figure: dict[str, Any], identity: str, folder: Path, *, folds: frozenset[str] = frozenset(), page: str = ""
) -> str:
    """Return a figure as HTML: its title in words, the plot's data, the note with links to its table and passages.

    Args:
        figure: as plotly writes it.
        identity: tells it apart from the other figures of the page.
        folder: that of the report.
        folds: the ids of the folds that its marks may lead to.
        page: the file that these stand in, when it is another than the figure's own.
    """
    meta = _words_of(figure)
    layout = {key: value for key, value in figure["layout"].items() if key not in {"title", "meta"}}
    layout["annotations"] = [note for note in layout.get("annotations", []) if note.get("name") != "note"]
    _take_back_room(layout, meta.get("room") or {})
    opens = _opens(meta, folds, page)
    data = json.dumps({"data": figure["data"], "layout": layout, "opens": opens}, ensure_ascii=False, sort_keys=True)
    values = {
        "opens": opens,
        "identity": identity,
        "meta": meta,
        "height": layout.get("height"),
        # Inside a script element only these three characters could end it or open a comment.
        "data": _safe(data.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")),
        "empty": bool(meta.get("empty")),
        "table": meta.get("name") if (folder / "tables" / f"{meta.get('name')}.csv").exists() else None,
    }
    return render("figure.html.j2", **values)


def _opens(meta: dict[str, Any], folds: frozenset[str], page: str) -> dict[str, Any]:
    """Return where the marks of a figure lead: for each place in their custom data a fold of the page, or none."""
    noted = meta.get("opens")
    noted = noted if isinstance(noted, dict) else {"folds": [], "rows": []}
    ids = [next((name for name in fold["ids"] if name in folds), None) for fold in noted["folds"]]
    links = [
        {"id": name, "label": fold["label"]} for name, fold in zip(ids, noted["folds"], strict=True) if name is not None
    ]
    return {"page": page, "ids": ids, "rows": noted["rows"], "links": links}


def _folds_of(outputs: list[Any]) -> frozenset[str]:
    """Return the ids of the folds of all tables that a notebook shows."""
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
            empty = any(_is_empty(output) for output in cell.outputs)
    notebook.cells = kept


def _is_empty(output: Any) -> bool:  # noqa: ANN401
    figure = output.get("data", {}).get(PLOTLY, {})
    return bool((figure.get("layout", {}).get("meta") or {}).get("empty"))


def _words_of(figure: dict[str, Any]) -> dict[str, Any]:
    """Return the words of a figure; one made without ours keeps at least its own title."""
    meta = figure["layout"].get("meta")
    own = figure["layout"].get("title") or {}
    words = {"title": own.get("text", "") if isinstance(own, dict) else str(own), "note": "", "name": ""}
    words |= meta if isinstance(meta, dict) else {}
    return {"alt": words["title"] or "A figure without a description"} | words


def _take_back_room(layout: dict[str, Any], room: dict[str, int]) -> None:
    """Give back the height that title and note take in JupyterLab; the page prints both as text of its own."""
    if room and "height" in layout:
        layout["height"] -= room["title"] + room["note"]
        layout["margin"] = layout["margin"] | {"b": layout["margin"]["b"] - room["note"]}


def _make_safe(output: Any, number: int, folder: Path, page: Page) -> None:  # noqa: ANN401 - a notebook node
    """Replace an output's data by one piece of safe HTML; keep the headline figure for the first page."""
    data = output.get("data", {})
    if output["output_type"] == "execute_result":  # shown like any other result, without its number
        output["output_type"] = "display_data"
    if PLOTLY in data:
        figure = data[PLOTLY]
        meta = figure.get("layout", {}).get("meta") or {}
        identity = f"{page.name}-{number}"
        output["data"] = {"text/html": figure_html(figure, identity, folder, folds=page.folds)}
        if meta.get("headline") and not page.headline:
            page.headline = _safe(figure_html(figure, identity, folder, folds=page.folds, page=f"{page.name}.html"))
            page.sentence = meta.get("sentence", "")
    elif "text/html" in data:
        output["data"] = {"text/html": clean_html("".join(data["text/html"]))}
    elif "text/markdown" in data:
        output["data"] = {"text/html": clean_html(_markdown("".join(data["text/markdown"])))}
    elif "image/png" in data:
        output["data"] = {"image/png": data["image/png"]}
    elif data:
        output["data"] = {"text/plain": data.get("text/plain", "")}


def _body(notebook: Any) -> str:  # noqa: ANN401
    body, _ = _exporter().from_notebook_node(notebook)
    return str(body)


@lru_cache(maxsize=1)
def _exporter() -> Any:  # noqa: ANN401 - nbconvert has no types
    from nbconvert import HTMLExporter

    return HTMLExporter(template_name="workbench", extra_template_basedirs=[str(TEMPLATES)], exclude_anchor_links=True)


def _markdown(text: str) -> str:
    from nbconvert.filters import markdown2html

    return str(markdown2html(text))


def _forget_paths(notebook: Any, name: str) -> None:  # noqa: ANN401
    """Drop the paths of this machine that papermill notes in an executed notebook."""
    noted = notebook.metadata.get("papermill", {})
    noted.update(input_path=f"{name}.ipynb", output_path=f"{name}.ipynb")


def _safe(html: str) -> Any:  # noqa: ANN401
    from markupsafe import Markup

    return Markup(html)  # noqa: S704 - cleaned or escaped above
