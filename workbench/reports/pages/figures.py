"""A figure as plotly writes it -> words, data that the page's script draws, a table of them, downloads."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from workbench.reports.pages.figure_data import Rows, read_rows, trace_rows
from workbench.reports.pages.site import render, safe

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")  # as write_table allows
_FORMULA = re.compile(r"\$[^$]*\$")
_STYLE = re.compile(r"style\s*=\s*(?:\"[^\"]*\"|'[^']*')", re.IGNORECASE)  # in plotly's texts; it could fetch
_HARMLESS = re.compile(r"[^\"']*[\"'](?:[\w\s:;.,#%-]|rgba?\([\d.,\s%]*\))*[\"']")
_INHERITED = {"__proto__", "prototype", "constructor"}  # names that scripts take for parts of every object
# What plotly.js draws without fetching maps and without compiling programs, both of which the page's policy forbids.
_DRAWN = set(
    "scatter bar box histogram histogram2d histogram2dcontour contour heatmap violin pie sunburst treemap icicle "
    "funnel funnelarea waterfall candlestick ohlc sankey parcats table indicator scatterpolar barpolar scatterternary "
    "carpet scattercarpet contourcarpet scattersmith image".split()
)
_NO_TITLE = 40  # pixels above a figure whose title the page prints, where its maker set none
_ALIKE = {"scattergl": "scatter", "scatterpolargl": "scatterpolar", "heatmapgl": "heatmap"}


def figure_html(
    figure: dict[str, Any], identity: str, folder: Path, *, folds: frozenset[str] = frozenset(), page: str = ""
) -> str:
    """Return a figure as HTML: title, plot's data, note, links to its passages, downloads, and its data as a table.

    Args:
        figure: as plotly writes it.
        identity: tells it apart from the other figures of the page.
        folder: that of the report.
        folds: the ids of the folds that its marks may lead to.
        page: the file that these stand in, when it is another than the figure's own.
    """
    meta = _words_of(figure)
    opens = _opens(meta, folds, page)
    traces = [trace | {"type": _ALIKE.get(_type(trace), _type(trace))} for trace in figure.get("data") or []]
    layout, paper = _split(figure.get("layout") or {}, meta)
    drawn = {"data": _inert(traces), "layout": _inert(layout), "opens": opens, "paper": _inert(paper)}
    table = meta["name"] if _has_table(folder, meta["name"]) else None
    values = {
        "opens": opens,
        "identity": identity,
        "meta": meta,
        "height": layout.get("height"),
        "data": _in_script({**drawn, "name": table or identity}),
        "empty": bool(meta.get("empty")),
        "table": table,
        "rows": _rows(figure, folder, table),
        "kinds": ", ".join(sorted({_type(trace) for trace in traces} - _DRAWN)),
        "drawn": all(_type(trace) in _DRAWN for trace in traces),
    }
    return render("figure.html.j2", **values)


def is_empty(figure: dict[str, Any]) -> bool:
    """Return whether a figure of ours says that there is nothing to draw."""
    return bool(_meta(figure).get("empty"))


def headline_of(figure: dict[str, Any]) -> str | None:
    """Return the sentence of a figure that the first page shows; None for any other figure."""
    meta = _meta(figure)
    return str(meta.get("sentence", "")) if meta.get("headline") else None


def _meta(figure: dict[str, Any]) -> dict[str, Any]:
    meta = (figure.get("layout") or {}).get("meta")
    return meta if isinstance(meta, dict) else {}


def _type(trace: dict[str, Any]) -> str:
    return str(trace.get("type") or "scatter")


def _words_of(figure: dict[str, Any]) -> dict[str, Any]:
    """Return the words of a figure; one made without ours keeps at least its own title."""
    own = (figure.get("layout") or {}).get("title") or {}
    title = own.get("text") or "" if isinstance(own, dict) else own
    words = {"title": title, "note": "", "name": "", "sentence": ""} | _meta(figure)
    alt = words.get("alt") or words["title"] or "A figure without a description"
    return words | {key: str(words[key] or "") for key in ("title", "note", "name", "sentence")} | {"alt": str(alt)}


def _split(layout: dict[str, Any], meta: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the layout for the page, which prints title and note as text of its own, and what a download adds."""
    notes = layout.get("annotations") or []
    kept = {key: value for key, value in layout.items() if key not in {"title", "meta"}}
    kept["annotations"] = [note for note in notes if note.get("name") != "note"]
    paper = {key: layout[key] for key in ("title", "margin", "height") if key in layout} | {"annotations": notes}
    room, margin = meta.get("room"), layout.get("margin") or {}
    if isinstance(room, dict) and "height" in layout:
        title, note = room.get("title", 0), room.get("note", 0)
        kept["height"] = layout["height"] - title - note
        kept["margin"] = margin | {"b": margin.get("b", 0) - note}
    elif "title" in layout:
        kept["margin"] = {"t": _NO_TITLE} | margin
    return kept, paper


def _opens(meta: dict[str, Any], folds: frozenset[str], page: str) -> dict[str, Any]:
    """Return where the marks of a figure lead: for each place in their custom data a fold of the page, or none."""
    noted = meta.get("opens")
    noted = noted if isinstance(noted, dict) else {}
    given = [fold for fold in noted.get("folds") or [] if isinstance(fold, dict)]
    ids = [next((name for name in fold.get("ids") or [] if name in folds), None) for fold in given]
    links = [{"id": name, "label": fold.get("label", "")} for name, fold in zip(ids, given, strict=True) if name]
    return {"page": page, "ids": ids, "rows": noted.get("rows") or [], "links": links}


def _has_table(folder: Path, name: str) -> bool:
    return bool(_NAME.fullmatch(name)) and (folder / "tables" / f"{name}.csv").exists()


def _rows(figure: dict[str, Any], folder: Path, table: str | None) -> Rows | None:
    return (read_rows(folder / "tables" / f"{table}.parquet") if table else None) or trace_rows(figure)


def _inert(part: Any) -> Any:  # noqa: ANN401 - JSON
    """Return a part of a figure that fetches nothing, and with formulas as text: MathJax is not there."""
    if isinstance(part, str):
        text = _STYLE.sub(lambda style: style[0] if _HARMLESS.fullmatch(style[0]) else "", part)
        return text.replace("$", "&#36;") if _FORMULA.search(text) else text
    if isinstance(part, list):
        return [_inert(item) for item in part]
    if not isinstance(part, dict):
        return part
    foreign = isinstance(part.get("source"), str) and not part["source"].startswith("data:image/")
    kept = part.keys() - _INHERITED - ({"source"} if foreign else set())
    return {key: _inert(value) for key, value in part.items() if key in kept}


def _in_script(data: dict[str, Any]) -> Any:  # noqa: ANN401
    """Return JSON for a script element, which only these three characters could end or turn into a comment."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return safe(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))
