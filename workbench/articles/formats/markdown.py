"""Markdown: one file, one article. Marks are left out of the lines; their offsets point into the file as it is."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from workbench.articles import furniture
from workbench.articles.decode import read_text
from workbench.articles.formats.front_matter import read_front_matter
from workbench.articles.formats.layout import Layout
from workbench.articles.formats.pieces import mark_title
from workbench.articles.lines import Line
from workbench.articles.metadata import read_byline
from workbench.articles.record import Record

_ATX = re.compile(r"(?P<level>#{1,6})\s+(?P<text>.*?)(?:\s+#+)?$")
_UNDERLINE = re.compile(r"=+|-{2,}")
_FENCE = re.compile(r"```|~~~")
_TABLE_RULE = re.compile(r"\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)+\|?|\|\s*:?-{3,}:?\s*\|")
_DEFINITION = re.compile(r"\[(?!\^)[^\]]+\]:\s+\S+(?:\s+[\"'(].*)?$")
_LABEL = r"(?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.)*\])*"
_TARGET = r"\((?:[^()\s]|\([^()\s]*\))*(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*\)|\[[^\[\]]*\]"
_IMAGE = re.compile(rf"!\[(?P<text>{_LABEL})\](?:{_TARGET})")
_LINK = re.compile(rf"\[(?P<text>{_LABEL})\](?:{_TARGET})")
_AUTOLINK = re.compile(r"<(?:https?://|mailto:)[^<>\s]*>")
_FOOTNOTE = re.compile(r"\[\^[^\[\]]+\]:?")
_TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]*>")
_CODE = re.compile(r"(`+)(?P<text>[^`]+)\1")
_EMPHASIS = re.compile(
    r"(?<![\\\w*])(\*{1,3})(?=\S)(?P<stars>[^*]+?)(?<=\S)\1(?!\*)"
    r"|(?<![\\\w])(_{1,3})(?=\S)(?P<lines>[^_]+?)(?<=\S)\3(?!\w)|~~(?P<struck>[^~]+)~~"
)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_KEY = re.compile(r"[^\W\d][\w /-]{1,24}:\s+\S")
_WRAPPED = range(51, 141)  # a line of such a length goes on in the next; shorter ones ended, longer ones are whole
_BOLD_OPENING = re.compile(r"^(?:>\s*)*(\*\*|__)(?P<label>[^*_]{2,80})\1\s*(?=\S)")


@dataclass
class MarkedLine(Line):
    """A line whose text lacks the marks of the raw text; where a part of it stands is told by counting words."""

    source: str = ""

    def _raw_offset(self, offset: int) -> int:
        if offset == 0 or offset >= len(self.text):
            return self.start if offset == 0 else self.end
        after = len(self.text[offset:].split())
        gaps = list(re.finditer(r"\s+(?:>\s*)*", self.source[self.start : self.end]))
        if after > len(gaps):
            return self.start
        gap = gaps[-after]
        return self.start + (gap.start() if self.text[offset].isspace() else gap.end())


@dataclass
class _Draft:
    """A line while it may still grow: where it stands, its hint, whether a blank line stands before, its last start."""

    start: int
    end: int
    hint: str
    blank_before: bool
    last: int


def read_markdown(path: Path, name: str, columns: Mapping[str, str]) -> Iterator[Record]:  # noqa: ARG001 - one signature for all readers
    """Yield the one record of a Markdown file; marks give hints, the rules for blocks judge the rest."""
    source, warnings = read_text(path)
    front = read_front_matter(source)
    drafts = _drafts(source, front.end, titled="title" in front.fields)
    lines: list[Line] = [_finish(draft, source) for draft in drafts]
    if "title" not in front.fields:
        lines = mark_title(lines)
    yield Record(name, 0, "markdown", source, front.fields, front.extra, tuple(lines), warnings)


def _drafts(source: str, body: int, *, titled: bool) -> list[_Draft]:
    drafts: list[_Draft] = []
    spaced = re.search(r"\S\s*\n[ \t]*\r?\n\s*\S", source[body:]) is not None
    code = False
    for start, end, blank in _physical_lines(source):
        text = source[start:end]
        above = drafts[-1] if drafts and not blank else None
        fence = bool(_FENCE.match(text)) and start >= body
        hint = "boilerplate" if start < body or code or fence else _hint(text, above)
        code ^= fence
        if hint == "underline" and above is not None:
            above.hint, above.end = _heading(1 if text[0] == "=" else 2, drafts, titled=titled), end
            continue
        if hint == "table_rule":
            if above is not None and "|" in source[above.start : above.end]:
                above.hint = "table_row"
            hint = "table_row"
        if hint == "atx":
            hint = _heading(len(text) - len(text.lstrip("#")), drafts, titled=titled)
        if not hint and above is not None and spaced and _goes_on(source, above, text):
            above.end, above.last = end, start
            continue
        drafts.append(_Draft(start, end, hint, blank, start))
    return drafts


def _physical_lines(source: str) -> Iterator[tuple[int, int, bool]]:
    """Yield start, end and whether a blank line stands before, of every line that is not blank."""
    position, blank = 0, True
    for whole in source.splitlines(keepends=True):
        text = whole.strip()
        if text:
            start = position + whole.index(text[0])
            yield start, start + len(text), blank
        blank = not text
        position += len(whole)


def _hint(text: str, above: _Draft | None) -> str:
    """Return what the marks of a line say it is."""
    if _ATX.match(text):
        return "atx"
    if above is not None and not above.hint and _UNDERLINE.fullmatch(text) and above.end - above.start <= 130:
        return "underline"
    if _TABLE_RULE.fullmatch(text):
        return "table_rule"
    if above is not None and above.hint == "table_row" and "|" in text:
        return "table_row"
    if _DEFINITION.match(text) or not re.search(r"\w", text):
        return "boilerplate"
    if _IMAGE.search(text) and not _LINK.sub(r"\g<text>", _IMAGE.sub("", text)).strip():
        return "caption"
    return ""


def _heading(level: int, drafts: list[_Draft], *, titled: bool) -> str:
    first = level == 1 and not titled and all(draft.hint != "title" for draft in drafts)
    return "title" if first else "heading"


def _goes_on(source: str, above: _Draft, text: str) -> bool:
    """Whether a line goes on with the paragraph of the line above, which was wrapped there."""
    before = source[above.last : above.end]
    broken = before.endswith("\\") or source.startswith("  ", above.end)
    if above.hint or broken or len(before) not in _WRAPPED:
        return False
    if furniture.LIST_MARK.match(text) or _KEY.match(text) or _KEY.match(before) or read_byline(text) is not None:
        return False
    return text.startswith(">") <= before.startswith(">")


def _finish(draft: _Draft, source: str) -> MarkedLine:
    raw = source[draft.start : draft.end]
    text, hint = _text(raw, draft.hint), draft.hint
    if not text:  # a picture without words, a comment: the line stays in the file, and in the table
        text, hint = raw, "boilerplate"
    return MarkedLine(text, draft.start, draft.end, draft.blank_before, hint, source=source)


def _text(raw: str, hint: str) -> str:
    """Return a line without its marks, as far as the rules for blocks do not need them."""
    if hint in {"boilerplate", "table_row"}:
        return re.sub(r"\s+", " ", raw) if hint == "boilerplate" else _clean(raw)
    if hint == "caption":
        return _clean(" ".join(match["text"] for match in _IMAGE.finditer(raw)))
    if hint in {"title", "heading"}:
        atx = _ATX.match(raw)
        return _clean(atx["text"] if atx else raw.splitlines()[0])
    opening = _BOLD_OPENING.match(raw)
    if opening and _is_label(opening.group(), raw):
        return opening.group() + _clean(raw[opening.end() :])
    return _clean(raw)


def _is_label(opening: str, raw: str) -> bool:
    """Whether bold words open a callout or ask a question, which only their marks tell from what follows."""
    return opening.rstrip(" *_").endswith("?") or furniture.callout_label(Line(raw, 0, len(raw))) is not None


def _clean(raw: str) -> str:
    text = re.sub(r"\s*\n\s*(?:>\s*)*", " ", raw)
    text = _FOOTNOTE.sub("", _AUTOLINK.sub("", _IMAGE.sub("", text)))
    text = _CODE.sub(r"\g<text>", _LINK.sub(r"\g<text>", text))
    text = _TAG.sub("", re.sub(r"<br\s*/?>", " ", text, flags=re.IGNORECASE))
    for _ in range(3):  # marks inside marks
        text = _EMPHASIS.sub(lambda match: match["stars"] or match["lines"] or match["struck"], text)
    return re.sub(r"\s+", " ", _ESCAPE.sub(r"\1", text)).strip()


LAYOUT = Layout("markdown", (".md", ".markdown"), read_markdown)
