"""Tokens of a grammar of time: lists of phrases with what they mean, and what is written in digits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

BLANK = r"[^\S\n]{1,3}"
WORD_START = re.compile(r"[^\W\d_]+|\d+|['’](?=\d)")
_DIGITS, _MARK = "0", "'"  # where a rule may begin: at any number, at an apostrophe


@dataclass(frozen=True)
class Phrases:
    """A token that is one of a list of phrases, each with what it means. `cased`: only as written, or in capitals."""

    meanings: Mapping[str, object]
    cased: bool = False

    @cached_property
    def lowered(self) -> dict[str, object]:
        """What each phrase means, by its plain form in small letters."""
        return {plain(phrase): meaning for phrase, meaning in self.meanings.items()}

    @property
    def pattern(self) -> str:
        """A regular expression that matches any of them, longer ones first."""
        forms = list(self.meanings) + ([phrase.upper() for phrase in self.meanings] if self.cased else [])
        return words(forms, cased=self.cased)

    @property
    def starts(self) -> set[str]:
        """The words they begin with."""
        return {start_of(phrase) for phrase in self.meanings}


@dataclass(frozen=True)
class Digits:
    """A token given by a regular expression, mostly digits.

    Attributes:
        pattern: the expression.
        kind: what it means: "text" as it stands, "integer" its first digits, "number" what
            digits or words say, "year" what words say ("nineteen ninety-six").
        starts: the words it begins with; "0" stands for any digits, "'" for an apostrophe before digits.
    """

    pattern: str
    kind: str = "text"
    starts: frozenset[str] = frozenset([_DIGITS])


Token = Phrases | Digits


def start_key(match: re.Match[str]) -> str:
    """Return under which start the rules for a word of the text are kept."""
    first = match.group()[0]
    return _DIGITS if first.isdigit() else _MARK if first in "'’" else match.group().lower()


@cache
def start_of(phrase: str) -> str:
    """Return under which start the rules that begin with a phrase are kept."""
    match = WORD_START.search(phrase)
    assert match is not None, f"{phrase!r} does not begin with a word"
    return start_key(match)


def plain(phrase: str) -> str:
    """Return a phrase in small letters with single blanks, without hyphens, full stops and typographic apostrophes."""
    return " ".join(phrase.lower().replace("-", " ").replace(".", "").replace("’", "'").split())


def words(phrases: Iterable[str], *, cased: bool = False) -> str:
    """Return a pattern of any of the phrases, longer ones first; in any case unless `cased`.

    Example:
        >>> words(["mid", "mid to"]).replace(BLANK, " ")
        '(?i:mid to|mid)'
    """
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    escaped = [re.escape(phrase).replace(r"\ ", BLANK).replace("'", "['’]") for phrase in ordered]
    return f"(?{'' if cased else 'i'}:{'|'.join(escaped)})"
