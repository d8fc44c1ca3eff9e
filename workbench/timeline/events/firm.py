"""Which mentions are enough for an event: somebody does a certain thing, said in so many words, not in general talk."""

from __future__ import annotations

import re

from workbench.timeline.events.names import read_folded_stop_words
from workbench.timeline.events.status import CALENDAR, is_definite
from workbench.timeline.events.vocabulary import Vocabulary, fold

_PARTIES = re.compile(
    r"\s+(?:between|with|of|from|by|on|against|to|in|entre|con|de|del|contra|en)\s+(?:\w+\s+){0,2}"
    rf"(?!{CALENDAR})[A-ZÀ-Þ]"
)
_UNDER_WAY = re.compile(r"\b(?:was|were|beg[au]n|started|after|since)\s+$", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\b(?:an?|the|its|their|his|her|any|no|every|una?|el|la|los|las)\s+$", re.IGNORECASE)
_NAMED = re.compile(r"[A-ZÀ-Þ][\w.’'-]*\s$")
_INFLECTED = re.compile(r"(?:ed|ó|aron|ieron)$")
_NEAR = re.compile(r"(?:\S+\s+){0,5}$")


def is_firm(sentence: str, span: tuple[int, int], form: str, status: str, vocabulary: Vocabulary) -> bool:
    """Return whether a mention that names its actors speaks of a certain event.

    It does as a verb in the past or planned, and as a noun that is known ("the strikes"), whose parties follow ("talks
    with Okoye"), or that is held or planned. It does not where it only may be ("if"), is denied in passing ("does not
    offer"), told in general ("drugs that kill"), or part of another word ("election officials").

    Example:
        >>> from workbench.timeline.events.vocabulary import read_vocabulary
        >>> text = "Ruiz likes elections."
        >>> is_firm(text, (11, 20), "noun", "happened", read_vocabulary("en"))
        False
    """
    start, end = span
    if status == "hypothetical" or (status == "denied" and not vocabulary.cues["disputed"].search(sentence)):
        return False
    if status in {"planned", "considered", "denied"}:
        return form not in {"noun"} or not _is_part(sentence, end, vocabulary)
    if form in {"past", "phrase", "timed"}:
        return not _ATTRIBUTE.search(sentence[:start])
    if form == "ing":
        return bool(_UNDER_WAY.search(sentence[:start]))
    return form == "noun" and not _is_part(sentence, end, vocabulary) and _is_certain(sentence, start, end, vocabulary)


def _is_certain(sentence: str, start: int, end: int, vocabulary: Vocabulary) -> bool:
    left = sentence[max(0, start - 60) : start]
    near = _NEAR.search(left)
    held = near is not None and vocabulary.cues["happened"].search(near.group())
    known = is_definite(left) or _NAMED.search(left) or _PARTIES.match(sentence, end)
    return bool(held or known or vocabulary.cues["happened_after"].match(sentence[end:].lstrip()))


def _is_part(sentence: str, end: int, vocabulary: Vocabulary) -> bool:
    """Return whether the noun only describes the next one: "election officials", "strike fund"."""
    after = re.match(r"\s([a-zà-ÿ]{3,})\b", sentence[end:])
    if after is None or fold(after[1]) in read_folded_stop_words() or _INFLECTED.search(after[1]):
        return False
    return not vocabulary.cues["happened_after"].match(sentence[end:].lstrip())
