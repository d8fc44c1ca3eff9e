"""Raw text -> lines with their offsets: what the block rules look at, one line at a time."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import median

from workbench.articles.phrases import plain_quotes

_BREAK = re.compile(r"\n|\r(?!\n)|[\u2028\u2029\x0b\x0c]")  # the return before a line feed is white space of its line
_RARE_BREAKS = ("\r", "\x0b", "\x0c", "\u2028", "\u2029")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")  # kana and Han
_END = re.compile(r"[.!?:;…。！？][\"'”’»“‹›)\]]*$")
# What mis-decoded UTF-8 looks like; ftfy is only asked about lines that have one of these.
_LEADS = ("Ã", "Â", "â", "Ð", "Ñ", "\ufffd", "&")
_LATIN = re.compile("Â([\u00a0-\u00bf])")  # by far the most frequent: read as Latin-1, these stand behind an Â
_SUSPECT = re.compile(r"[ÃÂâÐÑ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|\ufffd|&(?:#\d+|[a-z]+);")


@dataclass
class Line:
    """A line that is not blank: its text without outer white space, and where it stands in the raw text."""

    text: str
    start: int
    end: int
    blank_before: bool = True
    hint: str = ""  # a block kind the layout itself declares (HTML tags); "" when it declares none
    broken: str = ""  # the text before its characters were repaired; "" when they were not
    plain_words: bool = False  # whether no phrase of any rule stands in it (see `clear.py`); False: not known
    clear: bool = False  # whether it can only be prose, as far as its own words tell

    @cached_property
    def words(self) -> int:
        """Number of white-space separated tokens; in scripts without spaces, of pairs of characters."""
        words = len(self.text.split())
        return words if len(self.text) < 16 * words else max(words, len(_UNSPACED.findall(self.text)) // 2)

    @cached_property
    def plain(self) -> str:
        """The text with typographic quotes made plain, offsets kept."""
        return plain_quotes(self.text)

    @cached_property
    def ends_sentence(self) -> bool:
        """Whether the line ends with a mark that ends or announces a sentence."""
        return bool(_END.search(self.text))

    def part(self, start: int, end: int | None = None) -> "Line":
        """Return the part of the line between two offsets into its text, with its place in the raw text."""
        end = len(self.text) if end is None else end
        text = self.text[start:end]
        left = len(text) - len(text.lstrip())
        text = text.strip()
        begin = self._raw_offset(start + left)
        stop = self._raw_offset(start + left + len(text))
        blank = self.blank_before and start == 0
        return replace(self, text=text, start=begin, end=stop, blank_before=blank, plain_words=False, clear=False)

    def _raw_offset(self, offset: int) -> int:
        if not self.broken or offset in (0, len(self.text)):
            return self.start + offset if offset < len(self.text) else self.end
        # A repaired text is shorter than the raw one: find the cut that leaves the same repaired rest.
        rest = self.text[offset:].lstrip()
        cuts = (match.end() for match in re.finditer(r"\s+", self.broken))
        return self.start + next((cut for cut in cuts if repair(self.broken[cut:]) == rest), len(self.broken))


def split_lines(raw: str) -> list[Line]:
    r"""Return the lines of `raw`; lines wrapped at a fixed width are joined to the paragraphs they were.

    Example:
        >>> [line.text for line in split_lines("Title\n\nFirst.\nSecond.")]
        ['Title', 'First.', 'Second.']
    """
    lines = list(_lines(raw))
    return _unwrap(raw, lines) if _is_wrapped(lines) else lines


def repair(text: str) -> str:
    """Return `text` with mis-decoded characters repaired (ftfy, Speer 2019); text without suspects is untouched.

    Example:
        >>> repair("Maduroâ€™s offer"), repair("São Paulo’s “deal”")
        ('Maduro’s offer', 'São Paulo’s “deal”')
    """
    if not any(lead in text for lead in _LEADS):
        return text
    text = _LATIN.sub(r"\1", text)
    if not _SUSPECT.search(text):
        return text
    import ftfy

    # NFC and the rest of ftfy's tidying would change text that was never broken.
    return ftfy.fix_text(
        text, uncurl_quotes=False, fix_latin_ligatures=False, fix_character_width=False, normalization=None
    )


def repair_lines(lines: list[Line]) -> tuple[list[Line], int]:
    """Return the lines with their text repaired, and how many changed; offsets still point into the raw text."""
    if not any(lead in line.text for line in lines for lead in _LEADS):
        return lines, 0
    repaired = [_repaired(line) for line in lines]
    return repaired, sum(bool(line.broken) for line in repaired)


def _repaired(line: Line) -> Line:
    text = repair(line.text)
    return line if text == line.text else replace(line, text=text, broken=line.text)


def _lines(raw: str) -> Iterator[Line]:
    position, blank = 0, True
    pieces = _BREAK.split(raw) if any(mark in raw for mark in _RARE_BREAKS) else raw.split("\n")
    for text in pieces:
        stripped = text.strip()
        if stripped:
            start = position if len(stripped) == len(text) else position + text.index(stripped[0])
            yield Line(stripped, start, start + len(stripped), blank)
        blank = not stripped
        position += len(text) + 1


def _is_wrapped(lines: list[Line]) -> bool:
    """Whether the text was broken at a fixed width: many lines of one length that go on in the next."""
    if len(lines) < 8:
        return False
    widths = sorted(len(line.text) for line in lines)
    if median(widths) > 100 or widths[-1] > 140:
        return False
    pairs = list(itertools.pairwise(lines))
    runs_on = sum(
        not line.ends_sentence and not following.blank_before and following.text[0].islower()
        for line, following in pairs
    )
    return runs_on >= 0.25 * len(pairs)


def _unwrap(raw: str, lines: list[Line]) -> list[Line]:
    width = max(len(line.text) for line in lines)
    joined: list[Line] = []
    for line in lines:
        last = joined[-1] if joined else None
        full = last is not None and len(last.text.rsplit("\n", 1)[-1]) > 0.7 * width
        if last is not None and full and not line.blank_before:
            joined[-1] = replace(last, text=raw[last.start : line.end], end=line.end)
        else:
            joined.append(line)
    return joined
