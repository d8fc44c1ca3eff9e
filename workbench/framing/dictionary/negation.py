"""Which words are denied: "no deal", "ni sanciones", but not "not only sanctions" or "without lifting the sanctions".

The scope of a negator runs to the right, over a few words and not past the end of its clause, as in NegEx (Chapman,
W. W. et al. 2001, "A simple algorithm for identifying negated findings and diseases", J. Biomedical Informatics 34);
lists are followed further. The words are those of `negators`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from workbench.framing.dictionary.negators import (
    AND,
    BOUNDARIES,
    EXCLUSIVE,
    IDIOMS,
    NEGATORS,
    OR,
    OTHER_WORDS,
    REVERSING,
    WITHOUT,
)

MOST_BETWEEN = 5  # words between a negator and what it denies
MOST_IN_LIST = 12  # the same when they are items of a list: "neither tariffs, quotas nor sanctions"
_MOST_IN_ITEM = 3
_MOST_AHEAD = 6  # words after an item among which the "or" of its list is looked for
_WINDOW = MOST_IN_LIST + 4  # words before an item: phrases such as "whether or not" begin before their negator

Word = tuple[str, int, int]  # as written by `iterate_words`, start, end


def _union(words: dict[str, str]) -> frozenset[str]:
    return frozenset(word for listed in words.values() for word in listed.split())


_DENYING, _LACKING = _union(NEGATORS), _union(WITHOUT)
_ONLY, _ENDING, _JOINING, _CHOOSING = _union(EXCLUSIVE), _union(BOUNDARIES), _union(AND), _union(OR)
_REVERSES = re.compile("|".join(re.escape(word).replace(r"\*", r"[^\W\d_]*") for word in sorted(_union(REVERSING))))
_PHRASES = [phrase.split() for listed in IDIOMS.values() for phrase in listed]
_PHRASES_WITH = {word: [phrase for phrase in _PHRASES if word in phrase] for word in {*_DENYING, *_LACKING}}
_OTHER_WORDS = {language: frozenset(words.split()) for language, words in OTHER_WORDS.items()}
_HARD = re.compile(r"[;:()\[\]—…\n.!?]|\s[-–]+\s")
_ANY_COMMA = re.compile("[,،、]")
_CUTS = re.compile(r"[;:()\[\]—…\n!?]")  # of the above what stands in no word
_LISTS = re.compile(rf"[,،、]|\b(?:{'|'.join(sorted(_CHOOSING))})\b", re.IGNORECASE)


def is_negator(word: str) -> bool:
    """Whether a word denies in any of the languages.

    Example:
        >>> [word for word in ["didn't", "sin", "want"] if is_negator(word)]
        ["didn't", 'sin']
    """
    return word in _DENYING or word in _LACKING or word.endswith("n't")


def may_reach(text: str, start: int, end: int, between: int) -> bool:
    """Whether a negator at `start` may deny what begins at `end`, so many words later: quick, and never wrongly no.

    Example:
        >>> may_reach("no; sanctions", 0, 4, 0), may_reach("no new sanctions", 0, 7, 1)
        (False, True)
    """
    if between > MOST_IN_LIST or _CUTS.search(text, start, end):
        return False
    return between <= MOST_BETWEEN or _LISTS.search(text, start, end) is not None


def is_denied(text: str, words: Sequence[Word], first: int, last: int, *, language: str | None = None) -> bool:
    """Whether words `first` to `last` of a sentence are denied by a negator before them.

    Args:
        text: the text that the offsets in `words` are offsets of.
        words: word, start and end of all words of the sentence, as `iterate_words` writes them.
        first: the place in `words` of the first word asked about.
        last: the place of the last one.
        language: code of the language of the text, for words that deny in some languages only.

    Example:
        >>> from workbench.text import iterate_words
        >>> sentence = "They could not rule out sanctions, but no deal came."
        >>> words = list(iterate_words(sentence))
        >>> is_denied(sentence, words, 5, 5), is_denied(sentence, words, 8, 8)
        (False, True)
    """
    begin = max(0, first - _WINDOW)
    near = words[begin : last + 1 + _MOST_AHEAD]
    others = _OTHER_WORDS.get((language or "")[:2].lower(), frozenset())
    clause = _Clause(
        ["" if word in others else word for word, _, _ in near],
        [text[one[2] : other[1]] for one, other in pairwise(near)],
        first - begin,
        last - begin,
        opens=begin == 0,
    )
    return clause.is_denied()


@dataclass(frozen=True)
class _Clause:
    """Words around a match, what stands after each, the first and last word matched; whether they open a sentence."""

    words: list[str]
    gaps: list[str]
    first: int
    last: int
    opens: bool

    def is_denied(self) -> bool:
        """Whether a negator reaches the match and is not taken back."""
        lacking = False
        for place in self._scope():
            word = self.words[place]
            if not is_negator(word) or self._is_idiom(place):
                continue
            if any(map(self._leaves_standing, range(place + 1, self.first))):
                return False
            if word not in _LACKING:
                return not lacking  # "not without pressure" denies nothing
            lacking = True
        return lacking

    def _scope(self) -> Iterator[int]:
        """Yield the places before the match, nearest first, from which a negator would reach it."""
        listed, joined, commas, item = False, False, False, 0
        for place in range(self.first - 1, max(-1, self.first - 2 - MOST_IN_LIST), -1):
            word, gap = self.words[place], self.gaps[place]
            if _HARD.search(gap) or word in _ENDING:
                return
            if _ANY_COMMA.search(gap):
                listed = listed or self._goes_on(_CHOOSING)
                joined = joined or self._goes_on(_JOINING)
                if is_negator(word) or item > _MOST_IN_ITEM or not (listed or joined):
                    return
                commas, item = True, 0
            if word in _CHOOSING:
                listed, item = True, 0
            elif not is_negator(word):
                item += 1
            if item > MOST_BETWEEN or (commas and self.opens and place == 0 and word in _LACKING):
                return  # "Without a deal, threats and sanctions will go on": the comma ends what opens a sentence
            joined = joined or word in _JOINING
            if not joined or word in _LACKING:
                yield place

    def _goes_on(self, joining: frozenset[str]) -> bool:
        """Whether the match is an item of a list that goes on after it: "or", or "and", follows in the clause."""
        for place in range(self.last + 1, len(self.words)):
            if _HARD.search(self.gaps[place - 1]) or self.words[place] in _ENDING:
                return False
            if self.words[place] in joining:
                return True
        return False

    def _leaves_standing(self, place: int) -> bool:
        """Whether a denied word denies nothing that comes after it."""
        word = self.words[place]
        # An item of a list is denied itself and has no hold of the next: "no relief, food or water".
        listed = self.words[place + 1] in _CHOOSING or _ANY_COMMA.search(self.gaps[place])
        return word in _ONLY or (not listed and _REVERSES.fullmatch(word) is not None)

    def _is_idiom(self, place: int) -> bool:
        """Whether a negator is part of a phrase before the match in which it denies nothing."""
        for phrase in _PHRASES_WITH.get(self.words[place], ()):
            start = place - phrase.index(self.words[place])
            if start >= 0 and start + len(phrase) <= self.first and self.words[start : start + len(phrase)] == phrase:
                return True
        return False
