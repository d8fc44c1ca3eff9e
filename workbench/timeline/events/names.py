"""Names in a sentence, without a model: runs of capitals, countries behind their many names, persons by surname."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from workbench.terms import read_stop_words
from workbench.timeline.events.vocabulary import LANGUAGES, Vocabulary, fold, read_places

_CAPITAL = r"(?:(?:[^\W\d_]\.){2,}|[A-ZÀ-ÖØ-Þ][^\W\d_]*(?:[’'](?!s\b)[^\W\d_]+)?)"
_CALENDAR = (
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday jan feb mar apr jun jul aug sept sep oct nov dec enero febrero marzo abril mayo "
    "junio julio agosto septiembre octubre noviembre diciembre lunes martes miercoles jueves viernes sabado domingo"
)
_NOT_NAMES = frozenset(_CALENDAR.split())
_FIRM = frozenset(["inc", "corp", "ltd", "plc", "co", "llc", "sa", "ag", "gmbh"])  # alone they name nobody
_FEASTS = frozenset(["new year", "new year's eve", "christmas", "christmas eve", "easter", "thanksgiving", "navidad"])
_NO_PART = ("roles", "not_names")
_COMMON_ENDING = re.compile(
    r"(?:ly|ing|ed|ers|ists|ics|ions?|ments?|ents|ants|als|ors|ity|ties|ness|mente|ando|iendo)$"
)
_SENTENCE_OPENER = re.compile(r"(?:^|[.!?:]\s+)[\"'“‘«(\[¿¡—–-]*\s*$")


@dataclass(frozen=True)
class Name:
    """A name in a sentence: what it stands for, and where."""

    actor: str
    start: int
    end: int
    possessive: bool


def find_names(sentence: str, vocabulary: Vocabulary, common: frozenset[str]) -> list[Name]:
    """Return the names of a sentence, left to right; media, months, titles and openers of sentences are none.

    Args:
        sentence: the sentence.
        vocabulary: the words of its language.
        common: words that need no capital, folded: at the head of a sentence they are no names.

    Example:
        >>> from workbench.timeline.events.vocabulary import read_vocabulary
        >>> text = "Could President Ana Ruiz meet U.S. envoys?"
        >>> names = find_names(text, read_vocabulary("en"), frozenset(["could"]))
        >>> [name.actor for name in names]
        ['Ruiz', 'United States']
    """
    media = vocabulary.names["media"]
    return [
        name
        for run in _run_pattern(vocabulary.joins).finditer(sentence)
        if fold(run.group()) not in media
        for name in _split(sentence, run, vocabulary, common)
    ]


@lru_cache(maxsize=4)
def _run_pattern(joins: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.]){_CAPITAL}(?:(?: (?:(?:{'|'.join(joins)}) )?|-){_CAPITAL})*")


def _split(sentence: str, run: re.Match[str], vocabulary: Vocabulary, common: frozenset[str]) -> Iterator[Name]:
    """Yield the names in a run of capitals: divided by titles, countries, and hyphens before a common noun."""
    words = [(word.group(), run.start() + word.start()) for word in re.finditer(r"[^\s-]+|-", run.group())]
    words = _open_hyphens(words, sentence, run.end(), vocabulary)
    opens = bool(_SENTENCE_OPENER.search(sentence, 0, run.start()))
    stop_words = read_folded_stop_words()
    after_role = False
    held: list[tuple[str, int]] = []
    position = 0
    while position < len(words):
        length, country = _country_at(words, position)
        folded = fold(words[position][0]).rstrip(".")
        office = after_role and words[position][0] in {"of", "de", "del"} and position + 1 < len(words)
        after_role = folded in vocabulary.names["roles"]
        if office and not _country_at(words, position + 1)[1]:  # the Secretary of War, the Minister of Oil
            position += 2
            continue
        opener = position == 0 and (folded in stop_words or (opens and (folded in common or _no_name(words, sentence))))
        if country or opener or folded in _NOT_NAMES or any(folded in vocabulary.names[kind] for kind in _NO_PART):
            yield from _close(held, sentence, vocabulary)
            held = []
            if country:
                last, at = words[position + length - 1]
                yield _name(country, words[position][1], at + len(last), sentence)
        elif words[position][0] == "|":
            yield from _close(held, sentence, vocabulary)
            held = []
        else:
            held.append(words[position])
        position += length
    yield from _close(held, sentence, vocabulary)


def _no_name(words: list[tuple[str, int]], sentence: str) -> bool:
    """Return whether one capital that opens a sentence looks like any other word: "Alternatively", "Facing"."""
    word, at = words[0]
    alone = len(words) == 1 and not re.match(r"[’']", sentence[at + len(word) : at + len(word) + 1])
    return alone and bool(_COMMON_ENDING.search(word))


@lru_cache(maxsize=1)
def read_folded_stop_words() -> frozenset[str]:
    """Return the stop words of the languages read here, without accents.

    Example:
        >>> "the" in read_folded_stop_words()
        True
    """
    return frozenset(fold(word) for language in LANGUAGES for word in read_stop_words(language))


def _open_hyphens(
    words: list[tuple[str, int]], sentence: str, end: int, vocabulary: Vocabulary
) -> list[tuple[str, int]]:
    """Return the words; a hyphen divides two names before what two share: "the Ruiz-Okoye call"."""
    hyphens = [number for number, (word, _) in enumerate(words) if word == "-"]
    if not hyphens:
        return words
    after = re.match(r"(?:[’']s)? ([a-zà-ÿ]+)", sentence[end : end + 30])
    divides = after is not None and (_is_noun(after[1], vocabulary) or after[1] in vocabulary.names["between"])
    if not divides and not any(_country_at(words, number - 1)[1] for number in hyphens if number):
        return _hyphenated(words)
    return [("|", at) if word == "-" else (word, at) for word, at in words]


def _is_noun(word: str, vocabulary: Vocabulary) -> bool:
    """Return whether the word alone may be the name of an event."""
    entries = vocabulary.triggers.get(word, ())
    return any(words == (word,) and reading.form in {"noun", "phrase"} for words, reading in entries)


def _hyphenated(words: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return the words, those on both sides of a hyphen as one."""
    joined: list[tuple[str, int]] = []
    for word, at in words:
        if joined and (word == "-" or joined[-1][0].endswith("-")):
            joined[-1] = (joined[-1][0] + word, joined[-1][1])
        else:
            joined.append((word, at))
    return joined


def _country_at(words: list[tuple[str, int]], position: int) -> tuple[int, str | None]:
    places = read_places()
    for length in (3, 2, 1):
        part = words[position : position + length]
        country = places.get(fold(" ".join(word for word, _ in part)))
        if country is not None and len(part) == length:
            return length, country
    return 1, None


def _close(held: list[tuple[str, int]], sentence: str, vocabulary: Vocabulary) -> Iterator[Name]:
    """Yield the name the held words make: a body by its whole name, a person by the last word."""
    while held and held[-1][0].islower():
        held.pop()
    while held and held[0][0].islower():
        held = held[1:]
    if not held:
        return
    whole = " ".join(word for word, _ in held)
    if fold(whole) in vocabulary.names["media"] or fold(whole) in _FEASTS:
        return
    is_body = any(fold(word) in vocabulary.names["bodies"] for word, _ in held)
    actor = whole if is_body else held[-1][0]
    if len(actor) > 1 and fold(actor) not in _FIRM:
        yield _name(actor, held[0][1], held[-1][1] + len(held[-1][0]), sentence)


def _name(actor: str, start: int, end: int, sentence: str) -> Name:
    return Name(actor, start, end, bool(re.match(r"[’'](?:s\b|\s)", sentence[end : end + 3])))
