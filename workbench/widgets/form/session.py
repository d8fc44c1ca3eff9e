"""What a live notebook has run: its parameters cell, its cells with their numbers, and which of them a name reaches."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workbench.errors import DataError, ParameterError
from workbench.reports.declaration import Parameter, Value, read_declaration


@dataclass(frozen=True)
class Ran:
    """A cell that was run: its number in brackets, and its source."""

    number: int
    source: str


@dataclass
class Session:
    """What the form needs to know of the notebook around it, kept by IPython's events."""

    running: bool = True  # it is made by a cell that runs
    cells: dict[str, Ran] = field(default_factory=dict)  # by id; a cell that is run again replaces itself
    chosen: dict[str, Value] = field(default_factory=dict)  # in the form, by name of the parameter

    def begin(self, _: object) -> None:
        """Note that a cell runs."""
        self.running = True

    def end(self, result: Any) -> None:  # noqa: ANN401 - IPython's ExecutionResult
        """Note which cell has run."""
        self.running = False
        info = result.info
        if info is not None and info.cell_id and result.execution_count:
            self.cells.pop(info.cell_id, None)  # so that the latest stands last
            self.cells[info.cell_id] = Ran(result.execution_count, info.raw_cell)


def find_parameters(history: Sequence[str]) -> dict[str, Parameter]:
    """Return the parameters of the parameters cell that ran last: a cell that declares such and does nothing else.

    Args:
        history: the sources of the cells that ran, in order (IPython's `In`).

    Raises:
        ParameterError: no such cell has run.

    Example:
        >>> list(find_parameters(["", "import workbench as wb", "seed: int = 0  # start", "1 + 1"]))
        ['seed']
    """
    for source in reversed(history):
        parameters = _declared(source)
        if parameters:
            return parameters
    raise ParameterError(
        "No parameters cell has run in this notebook. Run the cell that declares them first, as in: "
        "seed: int = 0  # start of the random numbers"
    )


def _declared(source: str) -> dict[str, Parameter]:
    try:
        statements = ast.parse(source).body
        if not all(isinstance(statement, ast.AnnAssign) for statement in statements):
            return {}
        return read_declaration(source, shown="the parameters cell")
    except (SyntaxError, ValueError, DataError):
        return {}


def cells_reached(cells: Iterable[Ran], name: str) -> list[int]:
    """Return the numbers of the cells whose results a name has a part in, directly or through other names.

    Example:
        >>> cells = [Ran(4, "rows = read(corpus)"), Ran(5, "1 + 1"), Ran(6, "rows.plot()"), Ran(7, "corpus = 'x'")]
        >>> cells_reached(cells, "corpus")
        [4, 6]
    """
    tainted, numbers = {name}, []
    for cell in sorted(cells, key=lambda cell: cell.number):
        read, written = _names(cell.source)
        if read & tainted:
            numbers.append(cell.number)
            tainted |= written
    return numbers


def _names(source: str) -> tuple[set[str], set[str]]:
    """Return the names that a cell reads and those it sets."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return set(), set()  # magics: nobody knows
    named = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    read = {node.id for node in named if isinstance(node.ctx, ast.Load)}
    return read, {node.id for node in named if not isinstance(node.ctx, ast.Load)}


def values_of(parameters: Mapping[str, Parameter], names: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the parameters are now: the notebook's own names, else the defaults."""
    return {name: names.get(name, parameter.default) for name, parameter in parameters.items()}


def say_numbers(numbers: Sequence[int]) -> str:
    """Return numbers of cells as they stand in the margin, with runs joined.

    Example:
        >>> say_numbers([4, 6, 7, 8])
        '[4], [6] to [8]'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"[{run[0]}]" if len(run) == 1 else f"[{run[0]}] to [{run[-1]}]" for run in runs)
