"""What the browser sends, checked before it becomes an answer: the page of a notebook is not to be trusted."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, Protocol

from workbench.errors import DataError
from workbench.framing.codebook.codebook import Codebook
from workbench.framing.coding.answers import CODE, SKIP, UNDO, Answer
from workbench.widgets.coding.log import now

_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
_LONGEST = 5_000  # letters of a comment that are kept


class Coding(Protocol):
    """What an answer is given in."""

    coder: str
    round: int
    codebook: Codebook
    frames: list[str]


def read_message(message: Mapping[str, Any], coding: Coding) -> Answer:
    """Return the answer that a message of the browser tells of.

    Raises:
        DataError: it is none; nothing of it is written then.
    """
    did, answer_id, unit, undoes = (message.get(name) for name in ("did", "id", "unit_id", "undoes"))
    if did not in (CODE, SKIP, UNDO) or not isinstance(unit, str):
        raise DataError(f"An answer that is none came from the browser: did={did!r}, unit_id={unit!r}. {_AGAIN}")
    if not (isinstance(answer_id, str) and _ID.fullmatch(answer_id)) or (did == UNDO and not isinstance(undoes, str)):
        raise DataError(f"An answer without an id came from the browser: id={answer_id!r}. {_AGAIN}")
    return Answer(
        did=did,
        id=answer_id,
        unit_id=unit,
        coder=coding.coder,
        coded_at=now(),
        round=coding.round,
        codes=_codes(did, message.get("codes"), coding),
        codebook=coding.codebook.hash,
        undoes=undoes if did == UNDO else None,
        flag=message.get("flag") is True,
        comment=_comment(message.get("comment")),
        seconds=_seconds(message.get("seconds")),
    )


_AGAIN = "Nothing was saved. Run the cell again."


def _codes(did: str, given: object, coding: Coding) -> dict[str, int | None]:
    if did != CODE:
        return dict.fromkeys(coding.frames) if did == SKIP else {}
    chosen = given if isinstance(given, list) else [None]
    wrong = [frame for frame in chosen if frame not in coding.frames]
    if wrong:
        raise DataError(f"A code for {wrong[0]!r} came from the browser, which is no frame of the codebook. {_AGAIN}")
    if coding.codebook.exclusive and len(set(chosen)) != 1:
        raise DataError(f"{len(set(chosen))} frames were chosen; the codebook allows exactly one. Nothing was saved.")
    return {frame: int(frame in chosen) for frame in coding.frames}


def _comment(given: object) -> str | None:
    if not isinstance(given, str):
        return None
    # A comment may end in half an emoji, where the box was full.
    return given.strip()[:_LONGEST].encode(errors="replace").decode() or None


def _seconds(given: object) -> float | None:
    is_time = isinstance(given, int | float) and not isinstance(given, bool) and math.isfinite(given) and given >= 0
    return round(float(given), 1) if is_time else None  # type: ignore[arg-type]
