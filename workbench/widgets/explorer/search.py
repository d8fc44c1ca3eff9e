"""Words in the titles and texts of many articles: found by a scan of one folded copy, a piece at a time.

A folded text has no capitals, no accents and no curly quotation marks. Nothing is built but the copy, so that parts of
words and phrases are found too.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

_PIECE = 500  # articles folded at once
_REMEMBERED = 8  # words whose articles are kept
_LATIN = 0xC3  # the first byte of À to ÿ in UTF-8
_TIMES = 0x97  # the second byte of ×, the one sign among the capitals
_PUNCTUATION = 0xE2  # the first byte of curly quotation marks and dashes
_QUOTES = {"‘": "'", "’": "'", "“": '"', "”": '"'}
_TERM = re.compile(r'"([^"]*)"?|(\S+)')


def _plain_letter(code: int) -> int:
    """Return the letter without its accent, small, as the code of one ASCII character; 0 where it has none."""
    letter = unicodedata.normalize("NFKD", chr(code))[0].lower()
    return ord(letter) if letter.isascii() and letter.isalpha() else 0


_LETTERS = np.array([_plain_letter(0xC0 + place) for place in range(64)], dtype=np.uint8)

_FORMS = {
    chr(code): "".join(chr(0xC0 + place) for place in range(64) if _LETTERS[place] == code)
    for code in sorted(set(_LETTERS.tolist()) - {0})
} | {straight: "".join(curly for curly in _QUOTES if _QUOTES[curly] == straight) for straight in ("'", '"')}


def fold(text: str) -> bytes:
    """Return a text without capitals, accents and curly quotation marks, in UTF-8.

    Example:
        >>> fold("El PETRÓLEO “año”").decode()
        'el petroleo "ano"'
    """
    for curly, straight in _QUOTES.items():
        text = text.replace(curly, straight)
    plain = np.frombuffer(text.encode("utf-8", "replace").lower(), dtype=np.uint8)
    if bool(((plain > _LATIN) & (plain != _PUNCTUATION)).any()):  # letters that only str.lower knows
        plain = np.frombuffer(text.lower().encode("utf-8", "replace"), dtype=np.uint8)
    return _without_accents(plain).tobytes()


def _without_accents(plain: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return UTF-8 in which each of À to ÿ is its bare letter, or small where it has none (Ø, Þ)."""
    places = np.flatnonzero(plain == _LATIN)
    if not len(places):
        return plain
    folded, seconds = plain.copy(), plain[places + 1]
    letters = _LETTERS[seconds - 0x80]
    bare = letters > 0
    folded[places[bare]] = letters[bare]
    capital = ~bare & (seconds < 0x9F) & (seconds != _TIMES)
    folded[places[capital] + 1] += 0x20
    kept = np.ones(len(plain), dtype=bool)
    kept[places[bare] + 1] = False
    return folded[kept]


def read_terms(query: str) -> list[str]:
    """Return the words and "phrases" that somebody typed.

    Example:
        >>> read_terms('oil "closed skies"')
        ['oil', 'closed skies']
    """
    terms = (phrase or word for phrase, word in _TERM.findall(query.replace("“", '"').replace("”", '"')))
    return [term.strip() for term in terms if term.strip()]


def find_places(query: str, text: str) -> list[tuple[int, int]]:
    """Return (start, end) of what the query finds in a text, accents and capitals aside.

    Example:
        >>> find_places("petroleo", "El Petróleo")
        [(3, 11)]
    """
    patterns = ["".join(map(_any_form, fold(term).decode("utf-8", "replace"))) for term in read_terms(query)]
    if not patterns:
        return []
    return [match.span() for match in re.finditer("|".join(patterns), text, re.IGNORECASE)]


def _any_form(letter: str) -> str:
    """Return a pattern of a folded letter in all the forms that are folded to it."""
    return f"[{re.escape(letter)}{_FORMS[letter]}]" if letter in _FORMS else re.escape(letter)


@dataclass(frozen=True)
class Piece:
    """The folded texts of some articles that follow each other, and where each begins and ends."""

    texts: bytes
    starts: list[int]

    def find(self, needle: bytes) -> NDArray[np.bool_]:
        """Return which of the articles have the needle."""
        found = np.zeros(len(self.starts) - 1, dtype=bool)
        place = self.texts.find(needle)
        while place >= 0:
            article = bisect_right(self.starts, place) - 1
            found[article] = True
            place = self.texts.find(needle, self.starts[article + 1])
        return found


class TextIndex:
    """The folded titles and texts of all articles."""

    def __init__(self, titles: pd.Series, texts: pd.Series) -> None:
        firsts = range(0, len(texts), _PIECE)
        self.articles = len(texts)
        self._pieces = [_piece(titles[first : first + _PIECE], texts[first : first + _PIECE]) for first in firsts]
        self._known: dict[bytes, NDArray[np.bool_]] = {}

    def find(self, query: str) -> NDArray[np.bool_]:
        """Return which articles have every word and "phrase" of the query; all where it is empty."""
        needles = {fold(term) for term in read_terms(query)}
        found = np.ones(self.articles, dtype=bool)
        # Words that were just looked for are known, while somebody types the next; the longest is likely the rarest.
        for needle in sorted(needles, key=lambda needle: (needle not in self._known, -len(needle), needle)):
            found = (
                self._narrowed(found, needle)
                if needle not in self._known and not found.all()
                else (found & self._everywhere(needle))
            )
        return found

    def _everywhere(self, needle: bytes) -> NDArray[np.bool_]:
        if needle not in self._known:
            found = [piece.find(needle) for piece in self._pieces]
            while len(self._known) >= _REMEMBERED:
                del self._known[next(iter(self._known))]
            self._known[needle] = np.concatenate(found) if found else np.zeros(0, dtype=bool)
        return self._known[needle]

    def _narrowed(self, found: NDArray[np.bool_], needle: bytes) -> NDArray[np.bool_]:
        """Return which of the articles found have the needle too, without a look at the others."""
        narrowed = found.copy()
        for article in np.flatnonzero(found).tolist():
            piece, place = self._pieces[article // _PIECE], article % _PIECE
            narrowed[article] = piece.texts.find(needle, piece.starts[place], piece.starts[place + 1]) >= 0
        return narrowed


def _piece(titles: pd.Series, texts: pd.Series) -> Piece:
    whole = (f"{title}\n{text}".replace("\x00", " ") for title, text in zip(titles, texts, strict=True))
    folded = fold("\x00".join([*whole, ""]))
    ends = np.flatnonzero(np.frombuffer(folded, dtype=np.uint8) == 0)
    return Piece(folded, [0, *(ends + 1).tolist()])
