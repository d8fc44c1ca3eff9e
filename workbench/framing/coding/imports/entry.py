"""What every reader gives: who coded which unit how, as the file has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from workbench.errors import DataError, nearest
from workbench.framing.codebook.codebook import Codebook

# Labels by which people say that a unit shows none of the frames.
NONE = frozenset(
    "none|no frame|no frames|none of these|none of the above|no label|kein|keiner|keine|kein rahmen|ninguno|ninguna|"
    "ningún encuadre|sin encuadre|aucun|aucune|aucun cadre|nenhum".split("|")
)


class Choice(NamedTuple):
    """A label that was chosen: for the whole unit, or (start, end) for a span of the text of the entry."""

    label: str
    control: str  # the question, column or layer it was chosen in
    start: int | None = None
    end: int | None = None


class Entry(NamedTuple):
    """What one coder said about one unit, at one place of a file.

    `values` are frames that were given a value. `choices` are labels chosen from a set, so that the others of the set
    were not; None where nothing is chosen from a set. `finished` tells that no choice is an answer, too.
    """

    file: str
    row: str
    unit: str
    coder: str
    values: tuple[tuple[str, object], ...] = ()
    choices: tuple[Choice, ...] | None = None
    finished: bool = False
    text: str | None = None
    certain: bool = True  # False: the number that the tool gave the unit, not an id of the study
    codebook: str | None = None
    round: object = None
    coded_at: object = None
    comment: str | None = None

    @property
    def where(self) -> str:
        """The file and the row, for messages."""
        return f"{self.file}, {self.row}"


@dataclass
class Context:
    """What readers need to know, and where they note what a user should hear of."""

    frames: Frames
    columns: Mapping[str, str]
    notes: list[str] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)


class Source(NamedTuple):
    """A file to read, what to call it in messages, and what the export around it tells of it."""

    path: Path
    name: str
    document: str | None = None
    coder: str | None = None
    finished: bool = False
    comment: str | None = None


class Frames:
    """The frames that may be named: those of a codebook, by name or label, or any."""

    def __init__(self, codebook: Codebook | None) -> None:
        self.names: list[str] = [] if codebook is None else [str(name) for name in codebook.frames["frame"]]
        self._known: dict[str, str] = {}
        if codebook is not None:
            for column in ("label", "frame"):
                for written, name in zip(codebook.frames[column], self.names, strict=True):
                    self._known[_plain(str(written))] = name

    def find(self, written: str) -> str | None:
        """Return the frame that is meant, None where the codebook has none such."""
        return self._known.get(_plain(written)) if self.names else " ".join(written.split())

    def resolve(self, written: str, where: str) -> str:
        """Return the frame that is meant.

        Raises:
            DataError: the codebook has no such frame.
        """
        frame = self.find(written)
        if not frame:
            raise DataError(f"{where}: {written!r} is no frame of the codebook. {nearest(written, self.names)}")
        return frame

    def is_none(self, label: str) -> bool:
        """Tell whether a label says that no frame is seen."""
        return _plain(label) in NONE and not (self.names and self.find(label))


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").replace("-", " ").split())


def as_text(cell: object) -> str | None:
    """Return a cell as a text; whole numbers without their decimal point, empty as None."""
    if cell is None or cell != cell:  # noqa: PLR0124 - NaN and NaT are what is not itself
        return None
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip() or None
