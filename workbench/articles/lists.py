"""Lists that carry no mark: a box under a callout's label, the entries of a chronology."""

import re
from collections.abc import Callable, Sequence

from workbench.articles.furniture import LIST_MARK, callout_label, is_bare_label
from workbench.articles.lines import Line

LONGEST_ENTRY, LONGEST_TIGHT = 40, 16  # words of an entry with a mark, and of one told by its place alone
MOST_ENTRIES = 8
# "15 January: …", "March 3, 2025 – …", "2014: …", "10.30 – …": a figure among a few words, set off from the rest.
_DATED = re.compile(r"^(?=[^:]{0,24}\d)(?:[^\W\d]+\.? ?){0,2}\d[\w., /]{0,20}(?::\d\d)?\s*(?::\s|\s[–—-]\s)\s*\S")


def box_end(lines: Sequence[Line], index: int) -> int:
    """Return the place after the box that a callout's label alone on its line opens; `index + 1` where it opens none.

    A box is a list with marks under a label that is a callout by itself, or short lines that cling to the label in a
    text that leaves an empty line between its paragraphs.
    """
    if not is_bare_label(lines[index]):
        return index + 1
    strong = callout_label(lines[index]) is not None
    marked = _run(lines, index + 1, lambda line: bool(LIST_MARK.match(line.text)) and line.words <= LONGEST_ENTRY)
    if marked > index + 1:
        return marked if strong else index + 1
    tight = _run(lines, index + 1, lambda line: not line.blank_before and line.words <= LONGEST_TIGHT)
    ends = tight == len(lines) or lines[tight].blank_before
    return tight if ends and 2 <= tight - index - 1 <= MOST_ENTRIES else index + 1


def is_dated_entry(line: Line, lines: Sequence[Line], index: int) -> bool:
    """Whether the line is an entry of a chronology: a date, set off, and a line beside it of the same form."""
    beside = [lines[place] for place in (index - 1, index + 1) if 0 <= place < len(lines)]
    return _is_dated(line) and any(_is_dated(other) for other in beside)


def _is_dated(line: Line) -> bool:
    return line.words <= LONGEST_ENTRY and bool(_DATED.match(line.text))


def _run(lines: Sequence[Line], start: int, belongs: Callable[[Line], bool]) -> int:
    end = start
    while end < len(lines) and not lines[end].hint and belongs(lines[end]):
        end += 1
    return end
