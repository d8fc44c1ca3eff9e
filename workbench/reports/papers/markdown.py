"""The methods paragraph and the checklist as Markdown."""

from __future__ import annotations

import re

from workbench.reports.papers.checklist import Line, count_states
from workbench.reports.papers.methods import Paragraph

_MARKS = re.compile(r"([\\`*<>|])|(?<=\])(\()|(?<=\])(:)")


def escape(text: str) -> str:
    r"""Return a text whose letters mean nothing to Markdown: no tag, no link, no emphasis.

    Example:
        >>> escape("<b> [x](y) 95% CI [.34, .96]")
        '\\<b\\> [x]\\(y) 95% CI [.34, .96]'
    """
    return _MARKS.sub(lambda found: "\\" + found[0], text)


def methods_markdown(title: str, paragraphs: list[Paragraph], references: list[str]) -> str:
    """Return the methods paragraph, where each statement comes from, and the references."""
    texts = [" ".join(escape(statement.text) for _, statement in part.statements) for part in paragraphs]
    lines = [f"# Methods: {escape(title)}", "", *(line for text in texts for line in (text, ""))]
    lines += ["## References", "", *(f"- {escape(entry)}" for entry in references), ""]
    lines += ["## Where each statement comes from", ""]
    for part in paragraphs:
        for number, statement in part.statements:
            places = "; ".join(f"{source.place}: {source.what}" for source in statement.sources)
            lines.append(f"{number}. {escape(statement.text)} — *{escape(places)}*")
    return "\n".join(lines) + "\n"


def checklist_markdown(title: str, lines: list[Line], references: list[str]) -> str:
    """Return the checklist as a list under headings, with boxes to tick."""
    text = [f"# Reporting checklist: {escape(title)}", "", count_states(lines), ""]
    for part in dict.fromkeys(line.part for line in lines):
        text += [f"## {part}", ""]
        for line in (line for line in lines if line.part == part):
            box = "x" if line.state == "reported" else " "
            text.append(f"- [{box}] **{line.asks}** ({line.state})")
            text += [f"  - {escape(said)}" for _, said in line.statements]
            text += [f"  - To do: {escape(line.todo)}"] if line.todo else []
        text.append("")
    return "\n".join([*text, "## Works the items draw on", "", *(f"- {escape(entry)}" for entry in references), ""])
