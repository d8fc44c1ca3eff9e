"""Texts as sets of numbers: one number for every five words that follow each other, the same on every machine."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.errors import DataError
from workbench.progress import track

SHINGLE = 5  # words
LEAST_SHARED = 5  # shingles: below it two texts share a phrase
LEAST_WORDS = LEAST_SHARED + SHINGLE - 1
HASH_BITS = 40
TEXT_BITS = 24  # a shingle's hash and the number of its text share 64 bits, so that plain sorting does all the joining
HASHES = np.uint64((1 << HASH_BITS) - 1)
TEXTS = np.uint64((1 << TEXT_BITS) - 1)
BATCH = 1 << 17  # characters worked on at once: what a processor's cache holds

SEPARATOR, LETTER, WHOLE_WORD, COMBINING = range(4)
# Scripts without spaces between words: each of their characters counts as a word.
UNSPACED = ("CJK UNIFIED", "CJK COMPATIBILITY IDEOGRAPH", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")
LAST = 0xFFFF  # characters beyond the basic plane (emoji, rare ideographs) separate words

BASE = 0x9E3779B97F4A7C15  # odd, so that it has an inverse modulo 2**64
INVERSE = pow(BASE, -1, 1 << 64)

Numbers = NDArray[np.uint64]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Shingles:
    """The shingles of many texts.

    Attributes:
        original: the first text of the same words in the same order, for each text; itself where there is none.
        keys: number of the text in the upper bits, hash of the shingle in the lower 40; sorted, each once. Only
            original texts have shingles.
    """

    original: Places
    keys: Numbers


def build_shingles(texts: pd.Series) -> Shingles:
    """Return the shingles of texts; case, punctuation and the form of accents do not matter.

    In scripts without spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese) every character is a word.

    Args:
        texts: one text an article; what is no text counts as empty.

    Raises:
        DataError: more texts than can be numbered (16.7 million).

    Example:
        >>> build_shingles(pd.Series(["One two three, four five six.", None])).keys.size
        2
    """
    if len(texts) > int(TEXTS):
        raise DataError(f"{len(texts)} articles are too many to compare at once. Allowed: {int(TEXTS)}. Split them.")
    parts, prints, words = [], [np.empty(0, dtype=np.uint64)], [np.empty(0, dtype=np.int64)]
    for number, batch in track(_batches(texts), "Comparing articles"):
        keys, of_text, count = _shingle_batch(batch, number)
        parts.append(keys)
        prints.append(of_text)
        words.append(count)
    _powers.cache_clear()  # one huge text must not leave its powers in memory
    original = _find_equals(np.concatenate(prints), np.concatenate(words))
    is_original = original == np.arange(len(texts))
    for place, keys in enumerate(parts):  # one after the other, so that not all of them are held twice
        parts[place] = keys[is_original.take(text_of(keys))]
    return Shingles(original, np.concatenate([np.empty(0, dtype=np.uint64), *parts]))


def _find_equals(prints: Numbers, words: Places) -> Places:
    """Return for each text the first text of the same words: itself where there is none, or where it is too short."""
    _, places, groups = np.unique(prints, return_index=True, return_inverse=True)
    return np.where(words >= LEAST_WORDS, places[groups], np.arange(len(groups))).astype(np.int64)


def text_of(keys: Numbers) -> Places:
    """Return the number of the text that each key belongs to."""
    return (keys >> np.uint64(HASH_BITS)).astype(np.int64)


def find_starts(keys: Numbers, texts: int) -> Places:
    """Return where the shingles of each text begin, and where the last ones end."""
    return np.searchsorted(keys, np.arange(texts + 1, dtype=np.uint64) << np.uint64(HASH_BITS)).astype(np.int64)


def _batches(texts: pd.Series) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of the first text and the texts, about `BATCH` characters at once."""
    sizes = texts.str.len().fillna(0).to_numpy(dtype=np.int64) if len(texts) else np.empty(0, dtype=np.int64)
    cuts = np.flatnonzero(np.diff(np.cumsum(sizes) // BATCH)) + 1
    for start, end in zip([0, *cuts], [*cuts, len(texts)], strict=True):
        if start < end:
            batch = texts.iloc[start:end].to_numpy(dtype="object")
            yield int(start), [text if isinstance(text, str) else "" for text in batch]


def _shingle_batch(texts: list[str], number: int) -> tuple[Numbers, Numbers, Places]:
    """Return the keys, prints and numbers of words of some texts."""
    characters, kinds, bounds = _characters(texts)
    edges = np.flatnonzero((kinds[1:] != kinds[:-1]) | (kinds[1:] == WHOLE_WORD)) + 1
    starts = np.concatenate([[0], edges])
    ends = np.concatenate([edges, [len(kinds)]])
    is_word = np.flatnonzero(kinds.take(starts) != SEPARATOR)
    starts, ends = starts.take(is_word), ends.take(is_word)
    words = _mix(_combine(characters, starts, ends))
    first = np.searchsorted(starts, bounds)
    prints = _combine(words, first[:-1], first[1:])
    places = np.arange(max(len(words) - SHINGLE + 1, 0))
    owner = np.repeat(np.arange(len(texts)), np.diff(first))[: len(places)]
    whole = np.flatnonzero(places + SHINGLE <= first[1:].take(owner))  # none runs from one text into the next
    places, owner = places.take(whole), owner.take(whole)
    hashes = _mix(_combine(words, places, places + SHINGLE)) & HASHES
    keys = np.sort(((owner + number).astype(np.uint64) << np.uint64(HASH_BITS)) | hashes)
    return keys[np.append(True, keys[1:] != keys[:-1])[: len(keys)]], prints, np.diff(first)


def _characters(texts: Sequence[str]) -> tuple[Numbers, NDArray[np.uint8], Places]:
    """Return the characters in lower case as numbers, their kinds, and where each text begins and the last ends."""
    codes = _codes(texts)
    kinds, lower = _tables()
    found = kinds.take(codes)
    if (found == COMBINING).any():
        texts = [unicodedata.normalize("NFC", text) for text in texts]
        codes = _codes(texts)
        found = kinds.take(codes)
        found[found == COMBINING] = LETTER
    bounds = np.cumsum([0, *(len(text) + 1 for text in texts)])
    return lower.take(codes), found, bounds


def _codes(texts: Sequence[str]) -> Places:
    joined = "\n".join([*texts, ""]).encode("utf-32-le", errors="surrogatepass")
    return np.minimum(np.frombuffer(joined, dtype=np.uint32), LAST).astype(np.int64)


@cache
def _tables() -> tuple[NDArray[np.uint8], Numbers]:
    """Return the kind and the lower case of every character of the basic plane."""
    characters = [chr(code) for code in range(LAST + 1)]
    lowered = [character.lower() for character in characters]
    codes = [ord(low) if len(low) == 1 else ord(own) for own, low in zip(characters, lowered, strict=True)]
    return np.array([_kind(character) for character in characters], dtype=np.uint8), np.array(codes, dtype=np.uint64)


def _kind(character: str) -> int:
    category = unicodedata.category(character)
    if category[0] == "M":
        return LETTER if unicodedata.name(character, "").startswith(UNSPACED) else COMBINING
    if category[0] not in "LN":
        return SEPARATOR
    return WHOLE_WORD if unicodedata.name(character, "").startswith(UNSPACED) else LETTER


def _combine(values: Numbers, starts: Places, ends: Places) -> Numbers:
    """Return one number for each stretch of values: a polynomial modulo 2**64 (Karp and Rabin 1987), from sums."""
    size = 1 << max(len(values), 1).bit_length()
    sums = np.zeros(len(values) + 1, dtype=np.uint64)
    np.cumsum(values * _powers(BASE, size)[: len(values)], out=sums[1:])
    return (sums.take(ends) - sums.take(starts)) * _powers(INVERSE, size).take(starts)


@cache
def _powers(base: int, size: int) -> Numbers:
    powers = np.full(size, base, dtype=np.uint64)
    powers[0] = 1
    return np.cumprod(powers)


def _mix(values: Numbers) -> Numbers:
    """Return the values spread evenly over all bits (the finaliser of SplitMix64, Steele et al. 2014)."""
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        values = (values ^ (values >> np.uint64(shift))) * np.uint64(factor)
    return values ^ (values >> np.uint64(31))
