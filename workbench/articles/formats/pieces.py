"""Pieces of text with the kind their layout declares -> raw text and its lines."""

import re
from collections.abc import Iterable
from dataclasses import replace

from workbench.articles.decode import NotText
from workbench.articles.lines import Line
from workbench.articles.record import MAX_CHARACTERS
from workbench.text import PARAGRAPH_BREAK


def join_pieces(pieces: Iterable[tuple[str, str]]) -> tuple[str, tuple[Line, ...]]:
    r"""Return the raw text of an article given as (text, hint), and its lines; blank pieces are left out.

    White space inside a piece becomes one space, as it has no meaning in the layouts that give pieces.

    Raises:
        NotText: the text is longer than an article can be.

    Example:
        >>> raw, lines = join_pieces([("The  Bridge", "title"), (" ", ""), ("It opened.", "")])
        >>> raw, [(line.text, line.hint) for line in lines]
        ('The Bridge\n\nIt opened.', [('The Bridge', 'title'), ('It opened.', '')])
    """
    lines: list[Line] = []
    position = 0
    for piece, hint in pieces:
        text = re.sub(r"\s+", " ", piece).strip()
        if text:
            lines.append(Line(text, position, position + len(text), hint=hint))
            position += len(text) + len(PARAGRAPH_BREAK)
        if position > MAX_CHARACTERS:
            raise NotText(f"The text is longer than {MAX_CHARACTERS:,} characters, the most one article has.")
    return PARAGRAPH_BREAK.join(line.text for line in lines), tuple(mark_title(lines))


def mark_title(lines: list[Line]) -> list[Line]:
    """Return the lines, a heading that stands over everything else taken as the title where no line is one."""
    first = next((number for number, line in enumerate(lines) if line.hint not in {"boilerplate", "kicker"}), None)
    if first is None or lines[first].hint != "heading" or any(line.hint == "title" for line in lines):
        return lines
    return [*lines[:first], replace(lines[first], hint="title"), *lines[first + 1 :]]
