"""What a cell put out, of anybody's notebook -> HTML that is safe: nothing runs, nothing is fetched."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from workbench.reports.pages.clean import clean_html
from workbench.reports.pages.contents import words_of

NO_ALT = "A picture made by the notebook, without a description"
_LONGEST = 200_000  # characters of a printed text on a page; the executed notebook has the whole
_OVERWRITTEN = re.compile(r"^[^\n]*\r(?=[^\n\r])", re.MULTILINE)
_COMMAND = re.compile(r"\x1b\].*?(?:\x07|\x1b\\)", re.DOTALL)  # of a terminal: links, window titles
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]")
_WIDGET = "application/vnd.jupyter.widget-view+json"
_SCRIPTED = "application/javascript"


def output_html(output: Mapping[str, Any]) -> str:
    """Return an output of a cell as safe HTML: the richest form of it that needs no script.

    Example:
        >>> output_html({"output_type": "stream", "name": "stdout", "text": "1 < 2"})
        '<pre class="result">1 &lt; 2</pre>'
    """
    if output["output_type"] == "stream":
        return text_html(_joined(output.get("text")))
    if output["output_type"] == "error":
        told = "\n".join(output.get("traceback") or []) or f"{output.get('ename')}: {output.get('evalue')}"
        return text_html(told, kind="result error")
    data, metadata = output.get("data") or {}, output.get("metadata") or {}
    for kind, write in _WRITERS.items():
        html = write(data[kind], metadata.get(kind) or metadata) if kind in data else ""
        if html:
            return html
    return _note("An output that needs scripts stood here; pages of reports run none.") if data else ""


def text_html(text: str, kind: str = "result") -> str:
    """Return printed text with the colours of a terminal, line by line as it stood at the end."""
    from nbconvert.filters import ansi2html

    whole = _UNSEEN.sub("", _COMMAND.sub("", _OVERWRITTEN.sub("", text.replace("\r\n", "\n"))).replace("\r", ""))
    cut = f"\n({len(whole) - _LONGEST:,} characters more in the executed notebook)" if len(whole) > _LONGEST else ""
    shown = clean_html(ansi2html(whole[:_LONGEST])) + cut
    return f'<pre class="{kind}">{shown}</pre>' if shown.strip() else ""


def markdown_html(text: str, attachments: Mapping[str, Any] | None = None) -> str:
    """Return Markdown as safe HTML; pictures attached to the cell stand in it."""
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    known = {name: bundle for name, bundle in (attachments or {}).items() if bundle}
    missing = {name: {"image/png": ""} for name in re.findall(r"attachment:([^\s)\"'>]+)", text) if name not in known}
    renderer = IPythonRenderer(escape=False, exclude_anchor_links=True, attachments=known | missing)
    return clean_html(MarkdownWithMath(renderer=renderer).render(text))


def _html(value: object, _: Mapping[str, Any]) -> str:
    html = clean_html(_joined(value))
    if not words_of(html) and "<img" not in html:
        return ""
    own = "wb-part" in html or "<table" not in html
    return html if own else f'<div class="table-wrap" tabindex="0" role="group" aria-label="Table">{html}</div>'


def _picture(kind: str) -> Callable[[object, Mapping[str, Any]], str]:
    def write(value: object, metadata: Mapping[str, Any]) -> str:
        data = "".join(_joined(value).split())
        alt = str(metadata.get("alt") or NO_ALT)
        return f'<img class="picture" src="data:{kind};base64,{escape(data)}" alt="{escape(alt)}">' if data else ""

    return write


def _drawing(value: object, metadata: Mapping[str, Any]) -> str:
    """Return an SVG as a picture: as such, browsers run no script of it and fetch nothing for it."""
    svg = _joined(value)
    if "xmlns=" not in svg:
        svg = svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    titled = re.search(r"<title[^>]*>(.*?)</title>", svg, re.DOTALL)
    said = {"alt": metadata.get("alt") or (words_of(titled[1]) if titled else "")}
    return _picture("image/svg+xml")(b64encode(svg.encode()).decode(), said)


def _markdown(value: object, _: Mapping[str, Any]) -> str:
    return f'<div class="prose">{markdown_html(_joined(value))}</div>'


def _latex(value: object, _: Mapping[str, Any]) -> str:
    return text_html(_joined(value), kind="result latex")


def _json(value: object, _: Mapping[str, Any]) -> str:
    return text_html(json.dumps(value, indent=1, ensure_ascii=False, default=str))


def _widget(_: object, __: Mapping[str, Any]) -> str:
    return _note("A control of the notebook stood here; it works in a running notebook only.")


def _script(_: object, __: Mapping[str, Any]) -> str:
    return _note("A script of the notebook stood here; pages of reports run none.")


def _plain(value: object, _: Mapping[str, Any]) -> str:
    return text_html(_joined(value))


def _note(words: str) -> str:
    return f'<p class="note">{escape(words)}</p>'


def _joined(value: object) -> str:
    """Return a text that notebooks may keep in lines."""
    return "".join(map(str, value)) if isinstance(value, list) else str(value or "")


# In the order of JupyterLab; what is not here is shown by its text/plain.
_WRITERS: dict[str, Callable[[Any, Mapping[str, Any]], str]] = {
    "text/html": _html,
    "image/svg+xml": _drawing,
    **{kind: _picture(kind) for kind in ("image/png", "image/jpeg", "image/gif", "image/webp")},
    "text/markdown": _markdown,
    "text/latex": _latex,
    _WIDGET: _widget,
    _SCRIPTED: _script,
    "application/json": _json,
    "text/plain": _plain,
}
