"""Who and what stands around a trigger: whose event it is, which names only describe, which words go with it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.timeline.events.attach import cost
from workbench.timeline.events.names import Name, read_folded_stop_words
from workbench.timeline.events.subjects import find_patient
from workbench.timeline.events.triggers import Token, Trigger
from workbench.timeline.events.vocabulary import Family, fold

_NEAR_WORDS = 8
_SUBJECT = 12  # how far, as `cost` counts, a subject may stand before its verb
_OF = re.compile(r"\s+(?:of|by|from|de|del|por)\s+(?:the\s+|el\s+|la\s+)?(?:[\w’'.-]+\s+){0,4}$", re.IGNORECASE)
_OWN = re.compile(r"^(?:[’']s?)?\s+(?:[\w’'-]+\s+){0,3}$")
_TITLE = re.compile(
    r"\b(?:president|leader|minister|chancellor|premier|secretary|envoy|senator|governor|mayor|king|queen|chief|coach|"
    r"ambassador|presidente|presidenta|líder|ministr[oa]|canciller|senador|alcaldes?a?)\b",
    re.IGNORECASE,
)


def describes(sentence: str, name: Name, later: Sequence[Name]) -> bool:
    """Return whether a country only says whose president it is: "the Chilean president Ana Ruiz"."""
    if not later or name.possessive:
        return False
    between = sentence[name.end : later[0].start]
    words = between.split()
    return 0 < len(words) <= 3 and bool(_TITLE.search(between)) and not re.search(r"[,;:—–]", between)


def find_principal(
    sentence: str, span: tuple[int, int], form: str, names: Sequence[Name], *, family: Family
) -> str | None:
    """Return whose event it is: "Ruiz's offer", "Ruiz proposed"; of an arrest, the one it happens to."""
    names = [name for name in names if not name.actor.startswith("Operation ")]  # nobody, but what somebody does
    if family.patient:
        return find_patient(sentence, span, form, names, subject=family.subject)
    start, end = span
    before = [name for name in names if name.end <= start]
    after = [name for name in names if name.start >= end]
    if before and before[-1].possessive and _OWN.match(sentence[before[-1].end : start]):
        return before[-1].actor
    if after and form in {"noun", "phrase"} and _OF.match(sentence[end : after[0].start]):
        return after[0].actor
    near = [name for name in before if cost(sentence, span, (name.start, name.end)) <= _SUBJECT]
    if not near:
        return None
    return near[0].actor if form != "noun" and _one_clause(sentence, near, start) else near[-1].actor


def _one_clause(sentence: str, names: Sequence[Name], start: int) -> bool:
    return not re.search(r"[,;:—–()]", sentence[names[0].end : start])


def words_near(tokens: list[Token], trigger: Trigger, names: Sequence[Name]) -> frozenset[str]:
    """Return the content words around the trigger in lower case, without names, numbers and the trigger itself."""
    near = (
        tokens[max(0, trigger.first - _NEAR_WORDS) : trigger.first]
        + tokens[trigger.last + 1 : trigger.last + 1 + _NEAR_WORDS]
    )
    return frozenset(
        word
        for word, start, end in near
        if len(word) > 3
        and word[0].isalpha()
        and fold(word) not in read_folded_stop_words()
        and not any(name.start < end and start < name.end for name in names)
    )
