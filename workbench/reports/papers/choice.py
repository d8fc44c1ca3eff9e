"""Which of the shown tables can stand in a paper."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.reports.papers.evidence import Evidence
from workbench.reports.papers.shown import ShownTable

MOST_ROWS = 80
MOST_LETTERS = 400  # of a cell; a definition fits, a passage does not
_NEVER = ("run", "intrusion")  # stands in the text; a test is not a result


@dataclass(frozen=True)
class Choice:
    """The tables for papers, and why the others are left out: name, reason."""

    tables: tuple[ShownTable, ...]
    left_out: tuple[tuple[str, str], ...]


def choose_tables(evidence: Evidence) -> Choice:
    """Return the tables of a report that are short, and no lists of passages, in the order of its pages."""
    shown = [table for notebook in evidence.notebooks for table in notebook.tables.values() if table.name not in _NEVER]
    judged = [(table, _reason(table)) for table in shown]
    kept = tuple(table for table, reason in judged if not reason)
    return Choice(kept, tuple((table.name, reason) for table, reason in judged if reason))


def _reason(table: ShownTable) -> str:
    rows = table.rows()
    if not rows:
        return "it has no rows"
    if table.leads:
        return "it lists passages or articles"
    if len(rows) > MOST_ROWS:
        return f"its {len(rows)} rows are more than {MOST_ROWS}"
    if max(len(cell) for row in rows for cell in row) > MOST_LETTERS:
        return "it holds long texts"
    return ""
