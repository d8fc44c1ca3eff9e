"""Where the numbers of a paper come from: the record of a run, its tables, and what its notebooks show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from workbench.reports.papers.shown import ShownNotebook, read_shown
from workbench.reports.papers.wording import plain
from workbench.reports.record import Record

RECORD = "record.json"


@dataclass(frozen=True)
class Source:
    """Where a statement comes from: a file of the report, and what in it."""

    place: str
    what: str


@dataclass(frozen=True)
class Statement:
    """One or two sentences of the methods paragraph.

    Attributes:
        about: what it is about; the checklist finds it by that.
        text: the sentences.
        sources: where its numbers come from.
        cites: the works it cites.
        lacking: it says that something was not done.
    """

    about: str
    text: str
    sources: tuple[Source, ...]
    cites: tuple[str, ...] = ()
    lacking: bool = False


@dataclass(frozen=True)
class Evidence:
    """A report as a methods paragraph reads it."""

    folder: Path
    record: Mapping[str, Any]
    notebooks: tuple[ShownNotebook, ...]

    def table(self, name: str, *, texts: Sequence[str] = (), numbers: Sequence[str] = ()) -> pd.DataFrame:
        """Return these columns of a table of the report; an empty one where it is not there or not of this kind.

        Somebody's own notebook may write a table of the same name, with other columns.
        """
        try:
            path = self.folder / "tables" / f"{name}.parquet"
            table = pd.read_parquet(path, columns=[*texts, *numbers])
        except (OSError, ValueError):
            return pd.DataFrame()
        fits = all(pd.api.types.is_numeric_dtype(table[column]) for column in numbers)
        return table if fits else pd.DataFrame()

    def notebook(self, name: str) -> ShownNotebook | None:
        """Return the notebook that shows the table of this name."""
        return next((notebook for notebook in self.notebooks if name in notebook.tables), None)

    def calls(self, name: str, function: str) -> bool:
        """Whether the notebook that shows a table calls this function of the workbench."""
        notebook = self.notebook(name)
        return notebook is not None and f"{function}(" in notebook.code

    def parameter(self, name: str, parameter: str) -> tuple[Any, Source] | None:
        """Return a parameter of the notebook that shows a table, and where it stands."""
        notebook = self.notebook(name)
        for run in self.record["notebooks"]:
            if notebook is not None and run["name"] == notebook.name and parameter in run["parameters"]:
                return run["parameters"][parameter], Source(RECORD, f"notebooks, {notebook.name}, {parameter}")
        return None

    def told(self, name: str, what: str) -> tuple[str, Source] | None:
        """Return what the notebook that shows a table says at its end that it was run with, and where."""
        notebook = self.notebook(name)
        run = notebook.tables.get("run") if notebook is not None else None
        if notebook is None or run is None:
            return None
        found = next((row[1] for row in run.rows() if len(row) == 2 and row[0] == what), None)
        return None if found is None else (found, Source(f"{notebook.name}.html", f"“{run.caption}”, {what}"))

    def sentence(self, figure: str) -> tuple[str, Source] | None:
        """Return the sentence of a figure, and where it stands."""
        for notebook in self.notebooks:
            if figure in notebook.sentences:
                return notebook.sentences[figure], Source(f"{notebook.name}.html", f"figure “{figure}”")
        return None


def read_evidence(folder: Path, record: Record) -> Evidence:
    """Return a report as a methods paragraph reads it."""
    values = asdict(record)
    return Evidence(folder, values, tuple(read_shown(folder, [run["name"] for run in values["notebooks"]])))


def from_record(*what: str) -> Source:
    """Return a place in the record."""
    return Source(RECORD, ", ".join(what))


def from_table(name: str, what: str) -> Source:
    """Return a place in a table."""
    return Source(f"tables/{name}.csv", what)


def names(table: pd.DataFrame, column: str = "label") -> list[str]:
    """Return the texts of a column in order, each once."""
    return [plain(value) for value in table[column].dropna().drop_duplicates()]
