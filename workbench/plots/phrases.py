"""Words for figures and tables: numbers as a reader says them, and data made harmless before plotly sees it."""

from __future__ import annotations

import html
import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeVar

import pandas as pd

NOT_STATED = "not stated"
T = TypeVar("T")


def safe(text: object) -> str:
    """Return `text` so that plotly and browsers show it as it is written: no tags, no formulas, one line.

    Example:
        >>> safe("<b>Oil</b> at $60")
        '&lt;b&gt;Oil&lt;/b&gt; at &#36;60'
    """
    # plotly knows no &quot;, and no text of ours stands inside a quoted attribute. "$" would start a MathJax formula,
    # "%{" a template of plotly's that looks into `layout.meta`.
    escaped = html.escape(" ".join(str(text).split()), quote=False)
    return escaped.replace("$", "&#36;").replace("%{", "&#37;{")


def wrapped(text: object, width: int, *, lines: int | None = None) -> str:
    """Return `text` made safe, in lines of at most `width` characters; numbers stay with their "%".

    With `lines`, what does not fit into so many is cut with an ellipsis.

    Example:
        >>> wrapped("Harbor Ledger & others", 13)
        'Harbor Ledger<br>&amp; others'
    """
    glued = " ".join(str(text).split()).replace(" %", "\N{NO-BREAK SPACE}%")
    folded = textwrap.wrap(glued, width, max_lines=lines, placeholder="…", break_on_hyphens=False)
    return "<br>".join(safe(line) for line in folded)


def shortened(text: object, width: int) -> str:
    """Return `text` cut to `width` characters, with an ellipsis where something is left out; not made safe.

    Example:
        >>> shortened("sovereignty", 6)
        'sover…'
    """
    line = " ".join(str(text).split())
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"


def percent(share: float) -> str:
    """Return a share as a reader says it; only nothing is "0 %" and only all is "100 %".

    Example:
        >>> percent(0.338), percent(0.004)
        ('34 %', 'under 1 %')
    """
    if 0 < share < 0.01:
        return "under 1 %"
    return "over 99 %" if 0.99 < share < 1 else f"{100 * share:.0f} %"


def interval(low: float, high: float) -> str:
    """Return the bounds of a share in words; "no interval" where there is none.

    Example:
        >>> interval(0.14, 0.694), interval(float("nan"), float("nan"))
        ('95 % interval 14–69', 'no interval')
    """
    return "no interval" if pd.isna(low) or pd.isna(high) else f"95 % interval {100 * low:.0f}–{100 * high:.0f}"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun in the right form.

    Example:
        >>> counted(1, "article"), counted(1200, "word")
        ('1 article', '1,200 words')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def listed(names: Sequence[str]) -> str:
    """Return names as a list in a sentence.

    Example:
        >>> listed(["A", "B", "C"])
        'A, B and C'
    """
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def written_day(instant: pd.Timestamp) -> str:
    """Return the day of an instant.

    Example:
        >>> written_day(pd.Timestamp("2025-11-21"))
        '21 November 2025'
    """
    return f"{instant.day} {instant.strftime('%B %Y')}"


def in_sentence(label: str) -> str:
    """Return a label as it stands inside a sentence: "Oil and resources" loses its capital, "US pressure" does not.

    Example:
        >>> in_sentence("Oil and resources"), in_sentence("US pressure")
        ('oil and resources', 'US pressure')
    """
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def group_order(names: Iterable[str]) -> list[str]:
    """Return the different names in alphabetical order, "not stated" last.

    Example:
        >>> group_order(["not stated", "b", "a", "b"])
        ['a', 'b', 'not stated']
    """
    return sorted(set(names), key=lambda name: (name == NOT_STATED, name))


def stated(names: pd.Series[str]) -> pd.Series[str]:
    """Return group names as text, a missing one as "not stated"."""
    return names.astype("str").fillna(NOT_STATED)


def label_of(labels: pd.DataFrame | None, frames: Iterable[str]) -> dict[str, str]:
    """Return the label of each frame; a frame without one is its own label."""
    known = {} if labels is None else dict(zip(labels["frame"], labels["label"], strict=True))
    return distinct({frame: str(known.get(frame, frame)) for frame in frames})


def distinct(labels: dict[T, str]) -> dict[T, str]:
    """Return the labels, those that stand twice told apart by their key.

    Example:
        >>> distinct({1: "oil", 2: "oil", 3: "law"})
        {1: 'oil (1)', 2: 'oil (2)', 3: 'law'}
    """
    times = Counter(labels.values())
    return {key: label if times[label] == 1 else f"{label} ({key})" for key, label in labels.items()}
