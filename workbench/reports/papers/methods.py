"""The methods paragraph: statements about one report, in the order of a paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workbench.reports.papers.days import describe_days
from workbench.reports.papers.evidence import Evidence, Statement
from workbench.reports.papers.frames import describe_frames
from workbench.reports.papers.machine import describe_machine
from workbench.reports.papers.material import describe_material
from workbench.reports.papers.software import describe_software
from workbench.reports.papers.topics import describe_topics

_PARAGRAPHS: tuple[tuple[str, Callable[[Evidence], list[Statement]]], ...] = (
    ("Material", describe_material),
    ("Codebook and hand codes", describe_frames),
    ("Frames in all articles", describe_machine),
    ("Topics", describe_topics),
    ("Dates and events", describe_days),
    ("Software", describe_software),
)


@dataclass(frozen=True)
class Paragraph:
    """Statements under one heading, numbered through the whole text."""

    heading: str
    statements: tuple[tuple[int, Statement], ...]


def build_methods(evidence: Evidence) -> list[Paragraph]:
    """Return the paragraphs of a report; one about what was not done is left out."""
    number, paragraphs = 0, []
    for heading, describe in _PARAGRAPHS:
        statements = describe(evidence)
        numbered = tuple(enumerate(statements, start=number + 1))
        number += len(statements)
        if numbered:
            paragraphs.append(Paragraph(heading, numbered))
    return paragraphs
