"""The end of a class: its codes in one table, how far they agree, what they correct; the page says it is over."""

from __future__ import annotations

from pathlib import Path

from workbench.classroom.collect import read_logs
from workbench.classroom.folder import SAMPLE, SharedClass
from workbench.classroom.numbers import work_out
from workbench.classroom.state import describe_class
from workbench.classroom.watch import show_once
from workbench.errors import DataError, OutputError
from workbench.framing.coding.gold import write_sample
from workbench.plots.tables import write_table


def end_class(shared: SharedClass) -> list[Path]:
    """Write what the class found into the teacher's folder, and return the paths.

    `codes/` holds all codes in one table and the sample they come from, as `read_hand_codes` and a report's `--codes`
    take them; `results/` agreement, disagreements and, where the machine has counted the articles, shares. The shared
    folder is left as it is, and a class may go on afterwards and be ended again.

    Raises:
        DataError: nobody has coded anything, or the codes contradict the codebook.
        OutputError: the shared folder cannot be reached, or the files cannot be written.

    Example:
        >>> end_class(open_class("monday"))  # doctest: +SKIP
    """
    try:
        collected = read_logs(shared.codes, shared.codebook, shared.sample["unit_id"])
        if collected.codes.empty:
            raise DataError(f"Nobody has coded anything in {shared.folder} yet. Code first, then end the class.")
        numbers = work_out(shared, collected)
        tables = {"agreement": numbers.agreement, "disagreements": numbers.disagreements}
        tables |= {} if numbers.shares is None else {"shares": numbers.shares}
        paths = [write_table(collected.codes, "codes", shared.home / "codes")]
        paths.append(write_sample(shared.sample, shared.home / "codes" / SAMPLE))
        paths += [write_table(table, name, shared.home / "results") for name, table in tables.items()]
        show_once(shared, describe_class(shared, collected, numbers, ended=True))
    except OSError as error:
        raise OutputError(f"The class cannot be ended: {error}. Make room, or wait for the folder.") from error
    return paths
