"""Answers of a language model, checked against the codebook: a code for every frame, or why there is none."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

CODED, REFUSED, MALFORMED = "coded", "refused", "malformed"

_FENCE = re.compile(r"```(?:json)?\s*\n(.*?)\n?\s*```", re.DOTALL | re.IGNORECASE)
_FILTERED = "content_filter"
_SHOWN = 40  # characters of what the model wrote that a reason repeats


@dataclass(frozen=True)
class Answer:
    """What an answer comes to.

    Attributes:
        outcome: "coded", "refused" or "malformed".
        codes: frame -> 0 or 1; None unless coded.
        reason: why there are no codes; None when coded.
    """

    outcome: str
    codes: dict[str, int] | None = None
    reason: str | None = None


def read_answer(reply: dict[str, Any], frames: list[str], *, exclusive: bool) -> Answer:
    """Return the codes that a reply gives, or why it gives none. Nothing is mended or guessed.

    Args:
        reply: content, refusal and finish_reason, as the endpoint gave them.
        frames: the frames of the codebook; all of them must be answered, and no other.
        exclusive: exactly one frame may be 1.

    Example:
        >>> read_answer({"content": '{"oil": 1}', "finish_reason": "stop"}, ["oil"], exclusive=False).codes
        {'oil': 1}
        >>> read_answer({"content": '{"oil": 2}', "finish_reason": "stop"}, ["oil"], exclusive=False).reason
        "'oil' is 2, not 0 or 1"
    """
    if reply.get("refusal"):
        return Answer(REFUSED, reason="the model declined to answer")
    if reply.get("finish_reason") == _FILTERED:
        return Answer(REFUSED, reason="the endpoint's content filter stopped it")
    if reply.get("finish_reason") == "length":
        return Answer(MALFORMED, reason="the answer was cut off: it used all the tokens allowed")
    content = reply.get("content")
    if not isinstance(content, str) or not content.strip():
        return Answer(MALFORMED, reason="the answer is empty")
    try:
        found = _read_object(content)
    except _FaultError as fault:
        return Answer(MALFORMED, reason=str(fault))
    wrong = _find_fault(found, frames, exclusive=exclusive)
    return Answer(MALFORMED, reason=wrong) if wrong else Answer(CODED, codes={frame: found[frame] for frame in frames})


class _FaultError(Exception):
    """What is wrong with an answer."""


def _read_object(content: str) -> dict[str, Any]:
    text = content.strip()
    # Models without a JSON mode often wrap their answer in a code fence; inside it the answer is as plain as without.
    if fenced := _FENCE.fullmatch(text):
        text = fenced[1].strip()
    if not (text.startswith("{") and text.endswith("}")):
        raise _FaultError("there are words around the JSON object" if "{" in text else "the answer is no JSON object")
    try:
        found = json.loads(text, object_pairs_hook=_refuse_repeated)
    except (ValueError, RecursionError):  # numbers of thousands of digits are a ValueError
        raise _FaultError("the answer is not sound JSON") from None
    assert isinstance(found, dict)
    return found


def _refuse_repeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _FaultError("a frame is answered twice")
    return found


def _find_fault(values: dict[str, Any], frames: list[str], *, exclusive: bool) -> str | None:
    if missing := [frame for frame in frames if frame not in values]:
        return f"the frame {missing[0]!r} is not answered"
    if unknown := [name for name in values if name not in frames]:
        return f"{_short(unknown[0])} is not a frame of the codebook"
    for frame in frames:
        # True equals 1 in Python, and 1.0 as well; neither is what was asked for.
        if type(values[frame]) is not int or values[frame] not in (0, 1):
            return f"{frame!r} is {_short(values[frame])}, not 0 or 1"
    if exclusive and sum(values.values()) != 1:
        return f"{sum(values.values())} frames are 1, where exactly one can be"
    return None


def _short(value: object) -> str:
    text = ascii(value)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "..."
