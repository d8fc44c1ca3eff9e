"""Patterns: the one grammar in which a codebook, a dictionary and a concordance say which words they look for."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from workbench.errors import ParameterError
from workbench.text import WORD, split_words

MOST_BETWEEN = 10  # words in a gap: more would join what two halves of a sentence say

_GAP = re.compile(r"\{([0-9]{1,3}),([0-9]{1,3})\}")


@dataclass(frozen=True)
class Pattern:
    """Words to find in order, and how many other words may stand between them.

    Attributes:
        text: the pattern in its plain form; two patterns that look for the same have the same text.
        words: the words in lower case, `*` standing for any letters, also none.
        gaps: at least and at most so many other words after each word but the last; (0, 0) means it comes next.
    """

    text: str
    words: tuple[str, ...]
    gaps: tuple[tuple[int, int], ...]


@lru_cache(maxsize=4096)
def parse_pattern(text: str) -> Pattern:
    """Return the pattern that `text` writes: words with single spaces, `*` for letters, `{m,n}` for words between.

    Capitals are made small, typographic apostrophes plain, and composed letters are used (Unicode NFC).

    Raises:
        ParameterError: the text is not a pattern; the sentence names what stands where.

    Example:
        >>> parse_pattern("Lift* {0,3} sanctions")
        Pattern(text='lift* {0,3} sanctions', words=('lift*', 'sanctions'), gaps=((0, 3),))
    """
    if not text.strip():
        raise ParameterError("A pattern is empty. Delete it, or write a word in it.")
    words: list[str] = []
    gaps: list[tuple[int, int]] = []
    for part in _normal(text).split(" "):
        if "{" in part or "}" in part:
            gap = _read_gap(text, part)
            _check_place(text, part, words, gaps)
            gaps.append(gap)
        else:
            if len(gaps) < len(words):
                gaps.append((0, 0))
            words.append(_checked_word(text, part))
    if len(gaps) == len(words):
        raise ParameterError(f"The pattern {text!r} ends with a gap. Write a word after it, or delete the gap.")
    return Pattern(_write(words, gaps), tuple(words), tuple(gaps))


def compile_word(word: str) -> re.Pattern[str]:
    """Return the expression whose `fullmatch` tells whether a word of a text is the `word` of a pattern.

    A possessive is no part of a word: "maduro" is found in "maduro's".

    Example:
        >>> compile_word("sanction*").fullmatch("sanctioned's") is not None
        True
    """
    return re.compile(".*".join(re.escape(part) for part in word.split("*")) + "(?:'s)?")


def _normal(text: str) -> str:
    plain = unicodedata.normalize("NFC", text).lower().replace("’", "'")
    return re.sub(r"\*{2,}", "*", plain)


def _check_place(text: str, part: str, words: list[str], gaps: list[tuple[int, int]]) -> None:
    if not words:
        raise ParameterError(f"The pattern {text!r} begins with {part!r}. Write a word before the gap, or delete it.")
    if len(gaps) == len(words):
        raise ParameterError(f"The pattern {text!r} has two gaps side by side. Join them into one.")


def _read_gap(text: str, part: str) -> tuple[int, int]:
    match = _GAP.fullmatch(part)
    if match is None:
        raise ParameterError(
            f"{part!r} in the pattern {text!r} is not a gap. Write {{m,n}} between two words, without a space inside: "
            "{0,3} lets none to three other words stand there."
        )
    low, high = int(match[1]), int(match[2])
    if not low <= high <= MOST_BETWEEN:
        raise ParameterError(
            f"The gap {part!r} in the pattern {text!r} cannot be: allowed are two numbers from 0 to {MOST_BETWEEN}, "
            "the smaller one first."
        )
    return low, high


def _checked_word(text: str, word: str) -> str:
    if not word:
        raise ParameterError(
            f"The pattern {text!r} has a space too many. Write single spaces between words, and none at the ends."
        )
    if not any(letter.isalnum() for letter in word):
        raise ParameterError(
            f"{word!r} in the pattern {text!r} has no letter. Write a word there; {{1,1}} is a gap of any one word."
        )
    # A star stands for letters, so a word is sound when it is one word once a letter takes the place of the star.
    # A capital I with a dot becomes two signs in lower case, there as in the texts.
    if not WORD.fullmatch(word.replace("*", "x").replace("i\u0307", "i")):
        parts = " ".join(split_words(word.replace("*", ""))) or "no words"
        raise ParameterError(
            f"{word!r} in the pattern {text!r} is not one word; texts are read there as {parts!r}. "
            "Allowed are words, * for any letters, {m,n} for words between, and single spaces."
        )
    return word


def _write(words: list[str], gaps: list[tuple[int, int]]) -> str:
    between = [" " if gap == (0, 0) else f" {{{gap[0]},{gap[1]}}} " for gap in gaps]
    return "".join(word + space for word, space in zip(words, [*between, ""], strict=True))
