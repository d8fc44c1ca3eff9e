"""Strings as words that can be compared wherever they stand: in HTML, in JSON, in a cell, with other accents or quotes.

A flat text has the same length as the string it was made from, so a place in the one is a place in the other.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

PAD = "\u2060"  # fills the room of an escape or a tag; stands inside words and is no part of them
BREAK, PROSE_MARK, TITLE_MARK, OTHER_MARK = "\x1e", "\x1b", "\x1c", "\x1d"  # words of our own: no text can hold them
CELL = "\x1f"
MARKS = {BREAK: 0, PROSE_MARK: 2, TITLE_MARK: 4, OTHER_MARK: 6}
_LEAST_NUMBER = 8
_MOST_KNOWN = 300_000

Numbers = NDArray[np.uint64]
Flags = NDArray[np.bool_]

_CONTROL = re.compile(r"[\x1b-\x1f]")
_SPECIAL = re.compile(r"[&\\<\x1b-\x1f]")
_ANSI = re.compile(r"\x1b\[[0-9;:?]*[A-Za-z]")
_ADDRESS = re.compile(r"https?://[^\s<>\"\x1b-\x1f]+", re.IGNORECASE)  # holds no prose, whatever it is made of
_ESCAPE = re.compile(
    r"&(?:amp;)*(?P<name>#\d{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[A-Za-z][A-Za-z0-9]{1,30};)|"
    r"(?<!\\)\\++(?P<code>u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[nrt\"'/])"
)
_SPACE = rf"[\s{PAD}]"
_SWITCH = r"(?:open|hidden|async|defer|disabled|checked|selected|controls|loop|muted|required|readonly|multiple)\b"
_VALUE = r"(?:\"[^\"\x1b-\x1f]*+\"|'[^'\x1b-\x1f]*+'|[^\s\"'<>=`\x1b-\x1f]++)"
_TAG = re.compile(
    rf"(?<!{PAD}){PAD}*+<{PAD}*+/?{PAD}*(?P<tag>[A-Za-z][\w:\-]*+)"
    rf"(?:{_SPACE}++(?:{_SWITCH}|[\w:@.\-]++{_SPACE}*+={_SPACE}*+{_VALUE}))*+{_SPACE}*+/?{PAD}*>"
)
_SCRIPT = re.compile(r"<script\b[^<>]*>((?:(?!<script\b).)*?)</script\s*>", re.IGNORECASE | re.DOTALL)
_TOLD = r"title|alt|aria-[a-z]+|data-[\w\-]+|content|value|placeholder|label|summary|srcdoc"
_TOLD_VALUE = re.compile(rf"{_SPACE}(?:{_TOLD}){_SPACE}*={_SPACE}*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
# Tags inside a sentence: what stands around them is one run of words, often one word.
_INLINE = frozenset("a abbr b bdi cite code del em font i ins kbd mark q s small span strong sub sup u".split())
_LINE_BREAKS = ("br", "wbr")
# Scripts without spaces between words: each of their characters counts as a word, as in copies of articles.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_UNSPACED_SIGN = re.compile(f"[{_UNSPACED}]")


class Flat(NamedTuple):
    """A string made plain: its text, where its markup stands, and what of the markup holds text of its own.

    `markup` is (start, end, inside a sentence); `inner` is (start, end, of a script).
    """

    text: str
    markup: list[tuple[int, int, bool]]
    inner: list[tuple[int, int, bool]]


def flatten(text: str) -> Flat:
    r"""Return a string of the same length with escapes read, tags blank, and only the words of a reader left.

    Example:
        >>> flatten("caf&eacute; <b>o\\u006e</b>").text.replace(PAD, "").split()
        ['café', 'on']
    """
    markup: list[tuple[int, int, bool]] = []
    inner: list[tuple[int, int, bool]] = []
    if _SPECIAL.search(text) is None and "://" not in text:
        return Flat(text, markup, inner)

    def blank(match: re.Match[str]) -> str:
        return _blank(match, markup, inner)

    if "<" in text:
        text = _TAG.sub(blank, _SCRIPT.sub(lambda match: _blank_script(match, markup, inner), text))
    if "&" in text or "\\" in text:
        text = _ESCAPE.sub(_unescape, text)
        text = _TAG.sub(blank, text) if "<" in text else text
    if _CONTROL.search(text):
        text = _CONTROL.sub(" ", _ANSI.sub(blank, text))
    if "://" in text:
        text = _ADDRESS.sub(lambda match: " " * len(match.group()), text)
    return Flat(text, sorted(markup), inner)


def find_words(flat: str) -> list[tuple[int, int]]:
    """Return (start, end) of each word of a flat text, with the escape it begins with and not the one after it.

    Example:
        >>> find_words("Oil, again")
        [(0, 3), (5, 10)]
    """
    spans = []
    for match in word_pattern().finditer(flat):
        start, end = match.span()
        while start and flat[start - 1] == PAD:
            start -= 1
        while flat[end - 1] == PAD:
            end -= 1
        spans.append((start, end))
    return spans


def number_words(flat: str) -> Numbers:
    """Return a number for each word: the same for words that differ in case, form of accents or escapes only.

    The numbers of words that hold a letter are odd, those of figures even; `BREAK` is 0.

    Example:
        >>> bool((number_words("Café 5") == number_words("CAFE\u0301, 5")).all())
        True
    """
    words = word_pattern().findall(flat)
    return np.fromiter(map(_NUMBERS.__getitem__, words), dtype=np.uint64, count=len(words))


def hash_windows(numbers: Numbers, window: int) -> tuple[Numbers, Flags]:
    """Return one number for each `window` words in a row (Karp and Rabin 1987), and which of them are prose.

    Figures alone are no prose, and nothing reaches over a `BREAK`.
    """
    count = len(numbers) - window + 1
    if count <= 0:
        return np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.bool_)
    powers, inverse = _powers(1 << len(numbers).bit_length())
    sums = _sums(numbers * powers[: len(numbers)])
    hashes = (sums[window:] - sums[:-window]) * inverse[:count]
    breaks, worded = _sums(numbers == 0), _sums(numbers & np.uint64(1))
    return hashes, (breaks[window:] == breaks[:-window]) & (worded[window:] > worded[:-window])


@cache
def word_pattern() -> re.Pattern[str]:
    """Return what a word is: letters, digits, or one character of an unspaced script."""
    after = _signs_within_words()
    letter = rf"[^\W\d_{_UNSPACED}]"
    return re.compile(rf"{letter}+(?:[{after}]+{letter}*)*|\d+|[\x1b-\x1e{_UNSPACED}]")


def has_unspaced(text: str) -> bool:
    """Return whether a text holds a character that is a word by itself."""
    return _UNSPACED_SIGN.search(text) is not None


class _Known(dict[str, int]):
    """The number of each word, worked out once; the same in every process."""

    def __missing__(self, word: str) -> int:
        if len(self) > _MOST_KNOWN:
            self.clear()
        return self.setdefault(word, _number(word))


def _number(word: str) -> int:
    if word in MARKS:
        return MARKS[word]
    plain = "".join(sign for sign in word if not _is_ignored(sign))
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", plain).casefold())
    number = int.from_bytes(blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
    has_letter = any(sign.isalpha() for sign in plain)
    return number | 1 if has_letter else max(number & ~1, _LEAST_NUMBER)


_NUMBERS = _Known()


def _is_ignored(sign: str) -> bool:
    """Return whether a sign has no width and divides no words: soft hyphens, joiners, marks of direction."""
    return sign != "\u200b" and unicodedata.category(sign) == "Cf"


def _signs_within_words() -> str:
    """Return the signs of the basic plane that continue a word without being letters, as the inside of a class."""
    signs = map(chr, range(0x10000))
    return "".join(
        re.escape(sign)
        for sign in signs
        if (unicodedata.category(sign)[0] == "M" or _is_ignored(sign)) and not has_unspaced(sign)
    )


def _blank(match: re.Match[str], markup: list[tuple[int, int, bool]], inner: list[tuple[int, int, bool]]) -> str:
    """Return the room of a tag: nothing inside a word where it may stand in one, a space elsewhere."""
    name = match.groupdict().get("tag", "span").lower()
    inline = name in _INLINE
    if name not in _LINE_BREAKS:  # they may go with the text around them
        markup.append((match.start(), match.end(), inline))
    for value in _TOLD_VALUE.finditer(match.group()) if "=" in match.group() else ():
        group = 1 if value.group(1) is not None else 2
        inner.append((match.start() + value.start(group), match.start() + value.end(group), False))
    text = match.string
    beside = text[match.end() : match.end() + 1] == "<" or text[match.start() - 1 : match.start()] == ">"
    joins = inline and name not in _LINE_BREAKS and not beside
    return (PAD if joins else " ") * len(match.group())


def _blank_script(match: re.Match[str], markup: list[tuple[int, int, bool]], inner: list[tuple[int, int, bool]]) -> str:
    markup.append((*match.span(), False))
    inner.append((*match.span(1), True))
    return " " * len(match.group())


def _unescape(match: re.Match[str]) -> str:
    """Return what an escape stands for, after as many pads as it is longer."""
    name, code = match.group("name"), match.group("code")
    if name:
        value = html.unescape(f"&{name}")
    elif code[0] in "ux" and len(code) > 1:
        value = chr(int(code[1:], 16))
    else:
        value = {"n": "\n", "r": "\r", "t": "\t"}.get(code, code)
    return PAD * (len(match.group()) - len(value)) + value


def sort_distinct(parts: list[Numbers]) -> Numbers:
    """Return the distinct numbers of some parts, sorted; the parts are emptied."""
    numbers = np.concatenate([np.empty(0, dtype=np.uint64), *parts])
    parts.clear()
    numbers.sort()
    distinct: Numbers = numbers[np.append(True, numbers[1:] != numbers[:-1])[: len(numbers)]]
    return distinct


def _sums(values: NDArray[np.uint64] | Flags) -> Numbers:
    sums = np.zeros(len(values) + 1, dtype=np.uint64)
    np.cumsum(values, out=sums[1:])
    return sums


@cache
def _powers(size: int) -> tuple[Numbers, Numbers]:
    """Return the powers of an odd base modulo 2**64, and those of its inverse."""
    base = 0x9E3779B97F4A7C15
    both = []
    for factor in (base, pow(base, -1, 1 << 64)):
        powers = np.full(size, factor, dtype=np.uint64)
        powers[0] = 1
        both.append(np.cumprod(powers))
    return both[0], both[1]
