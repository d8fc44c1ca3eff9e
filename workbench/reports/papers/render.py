"""`methods.html` and the folder `papers/` of a report."""

from __future__ import annotations

from pathlib import Path

from workbench.reports.pages.render import Page
from workbench.reports.pages.site import render
from workbench.reports.papers.checklist import build_checklist, count_states
from workbench.reports.papers.choice import choose_tables
from workbench.reports.papers.evidence import read_evidence
from workbench.reports.papers.latex import write_latex
from workbench.reports.papers.markdown import checklist_markdown, methods_markdown
from workbench.reports.papers.methods import build_methods
from workbench.reports.papers.references import CHECKLIST, list_references
from workbench.reports.papers.word import write_word
from workbench.reports.record import Record


def render_papers(folder: Path, record: Record, pages: list[Page]) -> None:
    """Write methods.html, and methods.md, checklist.md, tables.docx and tables.tex in `folder/papers`.

    To be called when the notebooks are executed, texts are limited, and tables/rejected is written: nothing is read
    but the record, tables/ and notebooks/ of the folder.

    Args:
        folder: that of the report.
        record: of the run.
        pages: of its notebooks; the page links to them.
    """
    evidence = read_evidence(folder, record)
    paragraphs = build_methods(evidence)
    lines, choice = build_checklist(paragraphs), choose_tables(evidence)
    cited = {name for part in paragraphs for _, statement in part.statements for name in statement.cites}
    references, works = list_references(cited), list_references(set(CHECKLIST))
    target = folder / "papers"
    target.mkdir(exist_ok=True)
    texts = {
        "methods.md": methods_markdown(record.report, paragraphs, references),
        "checklist.md": checklist_markdown(record.report, lines, works),
    }
    for name, text in texts.items():
        (target / name).write_text(text, encoding="utf-8")
    write_word(choice.tables, record.report, target / "tables.docx")
    write_latex(choice.tables, record.report, target / "tables.tex")
    html = render(
        "methods.html.j2",
        title="Methods and reporting",
        record=record,
        current="methods",
        root="",
        pages=pages,
        paragraphs=paragraphs,
        lines=lines,
        states=count_states(lines),
        choice=choice,
        references=list_references(cited | set(CHECKLIST)),
    )
    (folder / "methods.html").write_text(html, encoding="utf-8")
