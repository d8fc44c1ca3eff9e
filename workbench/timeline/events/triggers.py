"""Triggers: the words of a sentence that speak of an event, and which kind it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from workbench.timeline.events.vocabulary import Reading, Vocabulary

Token = tuple[str, int, int]

_DETERMINERS = frozenset(
    "the a an this that these those his her its their our my no any another each every phone telephone el la los las "
    "un una este esta su sus".split()
)
_TIMED = re.compile(r"\d+|day|week|month|hour|días|semanas|horas|meses")


@dataclass(frozen=True)
class Trigger:
    """Words that speak of an event: the numbers of its first and last token, its family and form."""

    first: int
    last: int
    family: str
    form: str


def find_triggers(tokens: list[Token], vocabulary: Vocabulary, article_words: Collection[str]) -> list[Trigger]:
    """Return the triggers of a sentence, left to right, none inside another.

    Args:
        tokens: the words of the sentence in lower case with their places.
        vocabulary: the words of its language.
        article_words: the words of the article: they decide what a word of two families means.

    Example:
        >>> from workbench.text import iterate_words
        >>> from workbench.timeline.events.vocabulary import read_vocabulary
        >>> tokens = list(iterate_words("Nurses called for a strike after the phone call"))
        >>> [trigger.family for trigger in find_triggers(tokens, read_vocabulary("en"), {"nurses"})]
        ['walkout', 'call']
    """
    found: list[Trigger] = []
    position = 0
    while position < len(tokens):
        trigger = _trigger_at(tokens, position, vocabulary, article_words)
        if trigger is not None:
            found.append(trigger)
        position = position + 1 if trigger is None else trigger.last + 1
    return found


def _trigger_at(
    tokens: list[Token], position: int, vocabulary: Vocabulary, article_words: Collection[str]
) -> Trigger | None:
    candidates = list(_candidates(tokens, position, vocabulary))
    if not candidates:
        return None
    length = len(candidates[0][0])
    readings = [reading for words, reading in candidates if len(words) == length]
    reading = _choose(readings, tokens, position, vocabulary, article_words)
    return None if reading is None else Trigger(position, position + length - 1, reading.family, reading.form)


def _candidates(
    tokens: list[Token], position: int, vocabulary: Vocabulary
) -> Iterator[tuple[tuple[str, ...], Reading]]:
    word = tokens[position][0]
    for words, reading in vocabulary.triggers.get(word, ()):
        if all(
            position + number < len(tokens) and tokens[position + number][0] == part
            for number, part in enumerate(words)
        ) and _stands(words, reading, tokens, position, vocabulary):
            yield words, reading


def _stands(
    words: tuple[str, ...], reading: Reading, tokens: list[Token], position: int, vocabulary: Vocabulary
) -> bool:
    """Return whether the word is used as a trigger there: "critics call it" is no call, "a window" no deadline."""
    before = tokens[position - 1][0] if position else ""
    after = tokens[position + len(words)][0] if position + len(words) < len(tokens) else ""
    if reading.form == "timed":
        near = " ".join(word for word, _, _ in tokens[max(0, position - 2) : position + 4])
        return bool(_TIMED.search(near))
    family = vocabulary.families[reading.family]
    if after in family.never_before:
        return False
    if reading.form in {"noun", "base", "present"} and after in vocabulary.names["heads"]:
        return False  # an arrest warrant is no arrest
    if after in family.not_before and len(words) == 1:
        return before in _DETERMINERS or before.endswith(("'s", "-"))
    return True


def _choose(
    readings: list[Reading],
    tokens: list[Token],
    position: int,
    vocabulary: Vocabulary,
    article_words: Collection[str],
) -> Reading | None:
    """Return the reading the surroundings support: words of context first, then a firm trigger of the family."""
    for reading in readings:
        context = vocabulary.families[reading.family].context
        others = any(f"+{other.family}" in article_words for other in readings if other.family != reading.family)
        after = tokens[position + 1][0] if position + 1 < len(tokens) else ""
        needed = 1 + others + (after in {"on", "against"})  # one word is too few where more speaks for the other kind
        if reading.soft and context and sum(word in article_words for word in context) >= needed:
            return reading
    open_readings = [
        reading for reading in readings if not (reading.soft and vocabulary.families[reading.family].context)
    ]
    if len(open_readings) > 1:
        before = tokens[position - 1][0] if position else ""
        definite = before in _DETERMINERS or before.endswith("'s") or "-" in before or position > 1
        supported = [reading for reading in open_readings if f"+{reading.family}" in article_words and definite]
        return (supported or open_readings[-1:])[0]
    return open_readings[0] if open_readings else None
