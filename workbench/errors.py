"""The errors a user can meet, with the exit code each one gives the command line, and helpers to say them well.

Every message says what was wrong, the value, what is allowed, and the next step.
"""

import linecache
from collections.abc import Iterable
from difflib import get_close_matches
from traceback import walk_tb


class WorkbenchError(Exception):
    """Base of all errors the workbench raises on purpose."""

    exit_code = 1

    def _render_traceback_(self) -> list[str]:
        """Return what a notebook shows: the sentence, and the line of the cell; `%debug` goes further."""
        return [f"{type(self).__name__}: {self}", *_line_of(self)]


class ParameterError(WorkbenchError, ValueError):
    """Something that was typed is not allowed: a name, a value, a type, a path that does not exist."""

    exit_code = 2


class DataError(WorkbenchError):
    """A file, a column or a table is not what a function needs, or there is too little to work on."""

    exit_code = 3


class RunError(WorkbenchError):
    """A notebook failed."""

    exit_code = 1


class StoppedError(RunError):
    """A run was stopped: a time limit, a killed kernel, out of memory."""

    exit_code = 4


class OutputError(WorkbenchError):
    """The output cannot be written."""

    exit_code = 5


def nearest(name: str, allowed: Iterable[str]) -> str:
    """Return ``"Did you mean 'x'? Allowed: a, b, x."``, without the question when nothing is near.

    Example:
        >>> nearest("n_topic", ["n_topics", "seed"])
        "Did you mean 'n_topics'? Allowed: n_topics, seed."
    """
    names = sorted(allowed)
    close = get_close_matches(name, names, n=1, cutoff=0.5)
    question = f"Did you mean '{close[0]}'? " if close else ""
    return f"{question}Allowed: {', '.join(names) or 'none'}."


def require_columns(columns: Iterable[str], needed: Iterable[str], *, table: str) -> None:
    """Raise `DataError` naming the columns of `needed` that are not among `columns`.

    Example:
        >>> require_columns(["article_id", "text"], ["text"], table="articles")
    """
    found = [str(column) for column in columns]
    missing = [column for column in needed if column not in found]
    if missing:
        raise DataError(
            f"The table '{table}' has no column {', '.join(repr(m) for m in missing)}. "
            f"Found: {', '.join(found) or 'none'}. Rename a column, or pass the table that has it."
        )


def _line_of(error: BaseException) -> list[str]:
    """Return the last line of the reader's own code that an error came through, where it is known."""
    places = [(frame.f_code.co_filename, number) for frame, number in walk_tb(error.__traceback__)]
    own = [(name, number) for name, number in places if "ipykernel" in name or "ipython-input" in name]
    if not own:
        return []
    line = linecache.getline(*own[-1]).strip()
    return ["", f"in line {own[-1][1]} of the cell: {line}"] if line else []
