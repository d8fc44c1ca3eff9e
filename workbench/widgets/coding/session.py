"""Where a coder stands in a sample: which passage is next, and what each answer does. Knows nothing of Jupyter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from workbench.errors import DataError, OutputError
from workbench.framing.codebook.codebook import HAND_DIGITS, Codebook
from workbench.framing.coding.answers import (
    CODE,
    SKIP,
    UNDO,
    Answer,
    is_log,
    read_answers,
    settle_answers,
    write_line,
)
from workbench.framing.coding.sampling import permanent_numbers
from workbench.widgets.coding.log import append_answer
from workbench.widgets.coding.messages import read_message


@dataclass(frozen=True)
class Progress:
    """How far a coder has come.

    Attributes:
        passages: how many there are to code.
        coded: how many are coded.
        skipped: how many were set aside and wait.
        flagged: how many of the coded and skipped are flagged.
        seconds: median time a coded passage was on the screen; None before the first.
        older: how many were coded under another state of the codebook.
    """

    passages: int
    coded: int
    skipped: int
    flagged: int
    seconds: float | None
    older: int


class Session:
    """One coder's pass through a sample, kept in step with the log on the disk.

    Args:
        units: ids of the passages.
        codebook: its frames, and the hash that answers are stamped with.
        coder: who codes.
        path: the log, as `log_path` names it.
        in_round: number of this pass; others in the log do not matter to it.
        seed: another number orders the passages otherwise.

    Raises:
        DataError: there is another kind of file at `path`.
    """

    def __init__(
        self, units: Sequence[str], codebook: Codebook, *, coder: str, path: Path, in_round: int = 1, seed: int = 0
    ) -> None:
        self.coder, self.path, self.round, self.codebook = coder, path, in_round, codebook
        self.order = order_units(units, coder=coder, in_round=in_round, seed=seed)
        self.frames: list[str] = codebook.frames["frame"].tolist()
        self._units = frozenset(self.order)
        self._answers: list[Answer] = []
        self._size = 0  # bytes of the logs that were read
        self._at: str | None = None  # where an undo led to; else the first open passage
        self._settle()
        self.refresh()

    @property
    def current(self) -> str | None:
        """The passage to be coded now: where an undo led, the first open one, the first skipped one, or None."""
        if self._at is not None:
            return self._at
        waiting = (unit for unit in self.order if unit not in self._standing)
        return next(waiting, next(iter(self._skipped()), None))

    @property
    def last(self) -> Answer | None:
        """The answer that an undo would take back."""
        return next(reversed(self._standing.values()), None)

    def earlier(self, unit: str) -> Answer | None:
        """Return what was said last about a passage: a skip, or what was taken back and is to be mended."""
        return self._said.get(unit)

    def progress(self) -> Progress:
        """Return how far the coder has come."""
        coded = [answer for answer in self._standing.values() if answer.did == CODE]
        times = [answer.seconds for answer in coded if answer.seconds is not None]
        stamp = self.codebook.hash[:HAND_DIGITS]
        return Progress(
            passages=len(self.order),
            coded=len(coded),
            skipped=len(self._skipped()),
            flagged=sum(answer.flag for answer in self._standing.values()),
            seconds=median(times) if times else None,
            older=sum((answer.codebook or "")[:HAND_DIGITS] != stamp for answer in coded),
        )

    def count_seen(self) -> dict[str, int]:
        """Return in how many passages each frame was seen."""
        answers = self._standing.values()
        return {frame: sum(answer.codes[frame] == 1 for answer in answers) for frame in self.frames}

    def record(self, message: Mapping[str, Any]) -> bool:
        """Write down what a coder did, and return once it is on the disk; False where it came too late to count.

        A message that came before (a double click, one sent again) changes nothing and counts as done.

        Args:
            message: did ("code", "skip", "undo"), id, unit_id, codes, flag, comment, seconds, undoes (the id of the
                answer that an undo takes back).

        Raises:
            DataError: the message is not one of the widget's.
            OutputError: the log cannot be written.
        """
        self.refresh()
        answer = read_message(message, self)
        if answer.id in self._known:
            return True
        if not self._fits(answer):
            return False
        self._append(answer)
        self._at = answer.unit_id if answer.did == UNDO else None
        return True

    def go_to_skipped(self) -> None:
        """Go to the first passage that was skipped; nothing is written."""
        self._at = next(iter(self._skipped()), None)

    def refresh(self) -> None:
        """Read the log again where it has changed: another window may have written to it.

        Copies of it that lie beside it ("ana (1).jsonl", of a folder kept in step with another machine) are read, too.

        Raises:
            DataError: there is another kind of file in its place.
            OutputError: it cannot be read, or what was saved in it is gone.
        """
        try:
            logs = self._logs()
            size = sum(path.stat().st_size for path in logs)
            if size == self._size:
                return
            answers = read_answers(logs)
        except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle
            raise OutputError(f"{self.path} cannot be read: {error}. Mend that; then save again.") from error
        self._check_there(answers)
        self._answers, self._size = answers, size
        self._settle()
        if self._at is not None and self._at in self._standing and self._standing[self._at].did == CODE:
            self._at = None

    def _logs(self) -> list[Path]:
        logs = [path for path in self.path.parent.glob(f"*{self.path.stem}*.jsonl") if is_log(path)]
        if self.path not in logs and self.path.is_file() and self.path.stat().st_size:
            raise DataError(
                f"{self.path} is no log of the coding widget, and nothing is added to it. Choose another folder, or "
                "move the file away."
            )
        return logs

    def _check_there(self, answers: list[Answer]) -> None:
        """Refuse to go on in an empty place when the folder was renamed, deleted, or its disk taken off."""
        found = {answer.id for answer in answers}
        gone = sum(answer.coder == self.coder and answer.id not in found for answer in self._answers)
        if gone:
            told = "1 answer that was saved is" if gone == 1 else f"{gone} answers that were saved are"
            raise OutputError(
                f"{told} no longer in {self.path}. If the folder was renamed, moved or taken off, put it back; then "
                "save again. To go on with what is there, run the cell again."
            )

    def _append(self, answer: Answer) -> None:
        append_answer(self.path, answer)
        self._answers.append(answer)
        # A torn line before it, or a line of another window, makes the file longer than this: then it is read again.
        self._size += len(write_line(answer))
        if answer.did == UNDO:
            self._settle()
        else:
            self._add(answer)

    def _settle(self) -> None:
        """Work out from all answers of this coder and round what stands."""
        own = [answer for answer in self._answers if answer.coder == self.coder and answer.round == self.round]
        self._known = {answer.id for answer in self._answers}
        self._said = {answer.unit_id: answer for answer in own if answer.did != UNDO}
        self._standing = {answer.unit_id: answer for answer in settle_answers(own) if self._counts(answer)}

    def _add(self, answer: Answer) -> None:
        """Do the same for one more answer, which is quicker than to begin anew."""
        self._known.add(answer.id)
        self._said[answer.unit_id] = answer
        self._standing.pop(answer.unit_id, None)
        self._standing[answer.unit_id] = answer

    def _counts(self, answer: Answer) -> bool:
        """Whether an answer is about this sample and says something of every frame."""
        return answer.unit_id in self._units and set(self.frames) <= set(answer.codes)

    def _fits(self, answer: Answer) -> bool:
        """Whether an answer is not overtaken by another, given in another window."""
        if answer.did == UNDO:
            return self.last is not None and (answer.undoes, answer.unit_id) == (self.last.id, self.last.unit_id)
        standing = self._standing.get(answer.unit_id)
        return answer.unit_id in self._units and (standing is None or standing.did == SKIP)

    def _skipped(self) -> list[str]:
        return [unit for unit, answer in self._standing.items() if answer.did == SKIP]


def order_units(units: Sequence[str], *, coder: str, in_round: int = 1, seed: int = 0) -> list[str]:
    """Return the units in the order of a coder: in the first round that of the coder's sheet, later another.

    Example:
        >>> order_units(["a", "b", "c"], coder="ana"), order_units(["a", "b", "c"], coder="ben")
        (['c', 'a', 'b'], ['a', 'c', 'b'])
    """
    purpose = f"order for {coder}" if in_round == 1 else f"order for {coder}, round {in_round}"
    names = sorted(units)
    numbers = permanent_numbers(names, seed, purpose)
    return [unit for _, unit in sorted(zip(numbers, names, strict=True))]
