"""The one look of all figures: template, colours with a second cue, and the words around a figure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from workbench.plots.phrases import NOT_STATED, group_order, safe, wrapped

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

FONT_SIZE = 13
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
# Okabe & Ito 2008 without black and yellow; orange and sky blue darkened until both a white and a near-black page
# give them the 3:1 that WCAG 2.2 asks of graphics.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#C48200", "#3B98D0")
GREY = "#808080"
# Seven symbols against six colours: a pair comes back only after 42 groups.
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "triangle-down", "cross", "star")
_PATTERNS = ("", "/", "x", ".")
THIN = "rgba(128,128,128,0.28)"  # grid and dividing lines
NOT_VALIDATED = "not validated"
CLEAR = "rgba(0,0,0,0)"
_TEXT = "#757575"  # read on white and on near-black, for JupyterLab; report pages set their own
_TITLE_WIDTH, _NOTE_WIDTH = 80, 80  # characters
_LINE, _LEGEND_LINE, _TAG = 17, 20, 24  # pixels


def colours_of(names: Iterable[str]) -> dict[str, str]:
    """Return one colour a name: the same for the same set of names, "not stated" always grey.

    Example:
        >>> colours_of(["Post", "Herald", "not stated"])
        {'Herald': '#0072B2', 'Post': '#D55E00', 'not stated': '#808080'}
    """
    return _looks(names, COLOURS, GREY)


def symbols_of(names: Iterable[str]) -> dict[str, str]:
    """Return one marker symbol a name, the second cue beside its colour.

    Example:
        >>> symbols_of(["Post", "Herald", "not stated"])
        {'Herald': 'circle', 'Post': 'square', 'not stated': 'x'}
    """
    return _looks(names, SYMBOLS, "x")


def patterns_of(names: Iterable[str]) -> dict[str, str]:
    """Return one fill a name for bars that stand on each other: plain, and hatched where a colour comes back."""
    order = group_order(names)
    return {name: _PATTERNS[place // len(COLOURS) % len(_PATTERNS)] for place, name in enumerate(order)}


def marker_size(symbol: str) -> int:
    """Return the size at which a symbol looks as large as the others."""
    return {"circle": 9, "square": 9, "x": 9, "diamond": 10}.get(symbol, 11)


def _looks(names: Iterable[str], looks: tuple[str, ...], missing: str) -> dict[str, str]:
    order = group_order(names)
    return {name: missing if name == NOT_STATED else looks[place % len(looks)] for place, name in enumerate(order)}


def new_figure() -> Figure:
    """Return an empty figure in the theme, which is registered with plotly as "workbench" on first use."""
    import plotly.graph_objects as go
    import plotly.io as pio

    if "workbench" not in pio.templates:
        pio.templates["workbench"] = go.layout.Template(layout=_theme())
    return go.Figure(layout={"template": "workbench"})


def _theme() -> dict[str, object]:
    axis = {
        "gridcolor": THIN,
        "gridwidth": 1,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "automargin": True,
        "fixedrange": True,  # a finger on a figure scrolls the page
        "title": {"standoff": 8, "font": {"size": FONT_SIZE}},
        "tickfont": {"size": FONT_SIZE},
    }
    return {
        "font": {"family": FONT, "size": FONT_SIZE, "color": _TEXT},
        "title": {"font": {"size": FONT_SIZE}, "x": 0, "xref": "container", "xanchor": "left"},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "colorway": list(COLOURS),
        "xaxis": {**axis, "tickangle": 0},
        "yaxis": axis,
        "minreducedheight": 24,  # or a figure of one row would lose its words
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": "#222222",
            "bordercolor": "#222222",
            "font": {"color": "#ffffff", "size": FONT_SIZE, "family": FONT},
            "align": "left",
            "namelength": 0,
        },
        "legend": {
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "traceorder": "normal",
            "y": 1,
            "yanchor": "bottom",
            "bgcolor": CLEAR,
            "font": {"size": FONT_SIZE},
            "itemclick": False,
            "itemdoubleclick": False,
        },
        "modebar": {"bgcolor": CLEAR, "color": GREY, "activecolor": GREY, "remove": ["lasso2d", "select2d"]},
        "bargap": 0.35,
    }


class Size(NamedTuple):
    """The pixels of a figure: the plot itself, tick labels and axis title below it, lines of legend and tag above."""

    height: int
    below: int = 44
    legend_rows: int = 0
    tag: bool = False


def finish(
    figure: Figure,
    *,
    name: str,
    title: str,
    sentence: str,
    note: str,
    alt: str,
    headline: bool,
    size: Size,
) -> Figure:
    """Return the figure with its words: in `layout.meta` for reports, drawn around it for JupyterLab.

    Args:
        figure: is changed and returned.
        name: short-kebab-id, also the name of the table file.
        title: the words over the figure.
        sentence: one plain-English sentence made from the numbers.
        note: source note with the number of articles.
        alt: kind of chart, axes, main message.
        headline: whether the figure belongs on the first page of a report.
        size: the pixels that the parts of the figure take.

    The words in `layout.meta` are plain text, not escaped: who prints them as HTML escapes them. `room` there is
    how many pixels of height the title and the note take, which a page that prints them itself can take back.
    """
    title_html, note_html = wrapped(title, _TITLE_WIDTH), wrapped(note, _NOTE_WIDTH)
    above = 8 + _LEGEND_LINE * size.legend_rows + (_TAG if size.tag else 0)
    title_room, note_room = _room(title_html), _room(note_html)
    below = {"y": 0, "yanchor": "top", "yshift": -size.below}
    add_text(figure, note_html, x=0, name="note", **below)
    figure.update_layout(
        title={
            "text": f"<b>{title_html}</b>",
            "yref": "paper",
            "y": 1,
            "yanchor": "bottom",
            "pad": {"b": above + 4},
            "automargin": True,
        },
        margin={"l": 8, "r": 28, "t": above, "b": size.below + note_room},
        height=size.height + above + title_room + size.below + note_room,
        meta={
            "name": name,
            "title": title,
            "sentence": sentence,
            "alt": alt,
            "note": note,
            "headline": headline,
            "room": {"title": title_room, "note": note_room},
        },
    )
    return figure


def _room(text: str) -> int:
    return 12 + _LINE * (text.count("<br>") + 1)


def add_text(figure: Figure, text: str, *, x: object, y: object, **where: object) -> None:
    """Add a line of text (already safe) without an arrow; by default left aligned, in shares of the plot."""
    place = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom", "align": "left"} | where
    figure.add_annotation(text=text, x=x, y=y, showarrow=False, **place)


def add_tag(figure: Figure, text: str = NOT_VALIDATED, *, height: int) -> None:
    """Add a quiet tag such as "not validated" over a plot of so many pixels, at the right, under the legend."""
    box = {"bordercolor": GREY, "borderwidth": 1, "borderpad": 2}
    add_text(figure, safe(text), x=1, y=1, xanchor="right", yshift=3, name="tag", **box)
    figure.update_layout(legend={"y": 1 + _TAG / height})


def nothing_to_show(reason: str, *, name: str, title: str, headline: bool = False) -> Figure:
    """Return a figure without axes that says why there is nothing on it."""
    figure = new_figure()
    sentence = f"Nothing to show: {reason}."
    add_text(figure, wrapped(sentence, 44), x=0, y=0.5, yanchor="middle")
    figure.update_layout(xaxis={"visible": False}, yaxis={"visible": False})
    alt = f"Empty figure. {sentence}"
    figure = finish(
        figure,
        name=name,
        title=title,
        sentence=sentence,
        note=sentence,
        alt=alt,
        headline=headline,
        size=Size(60, below=4),
    )
    return figure.update_layout(meta={**figure.layout.meta, "empty": True})
