"""What single lines of a scraped page are: one question a function, asked of a line and its neighbours."""

import re
from collections.abc import Sequence
from dataclasses import replace

from workbench.articles.datelines import is_sign_off
from workbench.articles.kinds import OUTSIDE, Block
from workbench.articles.lines import Line
from workbench.articles.phrases import pattern, rule_of, rules
from workbench.text import split_sentences

LIST_MARK = re.compile(r"^\s*(?:[•·▪◦‣●○■□➤►✓✔*+–—-]|\d{1,2}[.)]|[a-zA-Z]\)|\([a-z0-9]{1,2}\))\s+")
LONGEST_PHRASE, LONGEST_CORRECTION = 16, 120  # words
_OPEN, _CLOSE = r"^[^\w¿]*", r"[^\w]*$"
_START, _WHOLE_LINE = r"^[^\w©(]*\(?{}", r"^[^\w©(]*{}\W*$"
_BUTTONS = r"^[^\w|]*{}(?:[^\w|]+(?:{}|\d+))*[^\w|]*$"  # a line of buttons and nothing else
_SENTENCE_END = re.compile(r"[.!?:;…。！？؟۔।။]\W*$")
_WORD = re.compile(r"\w")
_LEAD = re.compile(r"^[^\w¿¡]+")
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s")
# Its label must be set off: by a colon, a question mark, a closing quote or bracket, a dash.
_LABEL = r"^(?P<label>{})(?P<mark>(?: ?box)?(?:[.…]* ?[?!])?[\"'*_)\]]*(?: box)?(?:\s*[:–—|]|\s+-\s)?)(?:(?<=[\W_])|$)"


def boilerplate_rule(line: Line) -> str | None:
    """Return the rule of a stock phrase of web pages (share buttons, cookie notices …), or None.

    A line without any word is boilerplate too. Corrections are longer than the other phrases.
    """
    if line.clear:
        return None
    text = line.plain
    if not _WORD.search(text):
        return None if "|" in text else "boilerplate-phrase"
    if line.plain_words or line.words > LONGEST_CORRECTION:
        return None
    match = rules("starts", _START).match(text)
    if match is None and line.words <= LONGEST_PHRASE:
        match = rules("lines", _WHOLE_LINE).match(text)
    if match is None and line.words <= LONGEST_PHRASE and pattern("boilerplate", "buttons", _BUTTONS).match(text):
        return "buttons"
    if match is None:
        anywhere = line.words <= 30 and pattern("boilerplate", "anywhere").search(text)
        return "boilerplate-phrase" if anywhere else None
    rule = rule_of(match)
    return rule if line.words <= 60 or rule == "correction" else None


def is_counter(line: Line) -> bool:
    """Whether the line is a bare figure, as share buttons print it."""
    return bool(re.fullmatch(r"\d[\d.,]*[KkM]?", line.text))


def opens_related(line: Line) -> bool:
    """Whether the line stands over a list of other stories, or of tags."""
    if line.plain_words or line.words > 8:
        return False
    return bool(pattern("boilerplate", "related", f"{_OPEN}{{}}{_CLOSE}").match(line.plain))


def opens_tail(line: Line) -> bool:
    """Whether the line opens the comments when it stands after most of the text.

    Some themes print "Leave a comment" under the title; there the article still follows.
    """
    if line.plain_words or line.words > 12:
        return False
    return bool(pattern("boilerplate", "tail", f"{_OPEN}{{}}{_CLOSE}").match(line.plain))


def opens_author_box(line: Line, author: str | None) -> bool:
    """Whether the line is the byline once more: after nearly all of the text, a box about the author follows."""
    if not author or line.plain_words or line.words > 8:
        return False
    by = pattern("byline", "by", r"^\W*{}\s+(?P<rest>.+)$").match(line.text)
    return by is not None and by["rest"].lower().startswith(first_name(author))


def is_author_note(line: Line, author: str | None) -> bool:
    """Whether the line, after nearly all of the text, tells who the author is or how to reach them."""
    if line.words > 80:
        return False
    named = author is not None and line.text.lstrip("*_ ").lower().startswith(first_name(author))
    if named and pattern("boilerplate", "biography").search(line.plain):
        return True
    return bool(pattern("boilerplate", "author", "^[^\\w]*{}").match(line.plain))


def mark_contents(lines: list[Line]) -> list[Line]:
    """Return the lines, a table of contents in them marked: a line that opens one, then lines that come again."""
    openers = [number for number, line in enumerate(lines) if _opens_contents(line)]
    keys = [_key(line) for line in lines] if openers else []
    last = {key: number for number, key in enumerate(keys)}
    for start in openers:
        end = start + 1
        while end < len(lines) and (keys[end] == "toggle" or last[keys[end]] > end):
            end += 1
        if end - start > 2:
            return [*lines[:start], *(replace(entry, hint="contents") for entry in lines[start:end]), *lines[end:]]
    return lines


def _opens_contents(line: Line) -> bool:
    if line.hint in OUTSIDE or line.plain_words or line.words > 6:
        return False
    return bool(pattern("boilerplate", "contents", f"{_OPEN}{{}}{_CLOSE}").match(line.plain))


def callout_label(line: Line) -> str | None:
    """Return the label of a callout ("Did you know", "Pro Tip" …) in any quoting, or None.

    "Key takeaways were few" is a sentence, not a callout: the label must be set off or stand alone.
    """
    if line.plain_words:
        return None
    text = _LEAD.sub("", line.plain)
    match = pattern("callout", "labels", _LABEL).match(text)
    if not match:
        return None
    label, mark, rest = match["label"], match["mark"], text[match.end() :].strip()
    weak = pattern("callout", "weak", r"^{}$").match(label)
    if weak and rest and not _SENTENCE_END.search(rest) and is_titled(rest):  # "Case study: The Night of the Flood"
        return None
    set_off = ":" in mark if weak else bool(mark.strip() or not rest)
    return label.strip(" ¿").capitalize() if set_off else None


def is_bare_label(line: Line) -> bool:
    """Whether the line is a callout's label and nothing else, also one too weak to be a callout by itself."""
    if line.plain_words or line.words > 5:
        return False
    return bool(pattern("callout", "labels", f"{_OPEN}{{}}\\W*(?:box)?{_CLOSE}").match(line.plain))


def is_table_row(line: Line, lines: Sequence[Line], index: int) -> bool:
    """Whether the line is a row of a pipe table, or one of at least two lines with the same columns."""
    if line.hint == "table_row":
        return True
    bars, tabs = line.text.count("|"), line.text.count("\t")
    if bars < 2 and not tabs:
        return False
    if line.text.startswith("|"):
        return True
    neighbours = [lines[i].text for i in (index - 1, index + 1) if 0 <= i < len(lines)]
    return any((bars >= 2 and n.count("|") == bars) or (tabs >= 1 and n.count("\t") == tabs) for n in neighbours)


def is_caption(line: Line) -> bool:
    """Whether the line credits or describes a picture in so many words."""
    if line.plain_words or line.words > 60:
        return False
    return bool(
        pattern("caption", "starts", "^{}").match(line.plain)
        or (line.words <= 40 and pattern("caption", "ends", "{}$").search(line.plain))
    )


def is_heading(line: Line, lines: Sequence[Line], index: int) -> bool:
    """Whether the line is a section heading: short, no sentence, and followed by text it can stand over."""
    if _MARKDOWN_HEADING.match(line.text):
        return True
    if line.words > 16 or len(line.text) > 130:
        return False
    text = line.text.strip("*_ ")
    following = lines[index + 1] if index + 1 < len(lines) else None
    if not text or following is None or following.hint == "boilerplate" or not _stands_over_text(lines, index):
        return False
    numbered = LIST_MARK.match(text)
    if numbered and not (text[0].isdigit() and _is_prose(following) and not _is_numbered(lines[:index])):
        return False
    return _reads_as_heading(LIST_MARK.sub("", text) if numbered else text, following)


def _reads_as_heading(text: str, following: Line) -> bool:
    letters = re.findall(r"[^\W\d_]", text)
    if len(letters) <= len(text) / 2 or letters[0].islower() or following.text[0].islower():
        return False  # a figure, or a sentence broken in two
    bare = text.rstrip("\"”’'»)")
    if not bare or bare[-1] in ".;,…" or (bare[-1] in "?!" and bare != text):
        return False
    if text[0] in "“\"‘«'" and len(text.split()) > 8:
        return False
    if len(split_sentences(text)) > 1:
        return False
    if bare[-1] == ":":
        return is_titled(text) and following.words > 12 and text.rsplit(maxsplit=1)[-1][0].isupper()
    if bare[-1] == "?":
        return is_titled(text) or (len(re.findall(r"\w+", text)) <= 8 and (following.words > 25 or _is_row(following)))
    return is_titled(text) or (bare[-1] != "!" and len(text.split()) <= 12)


def _stands_over_text(lines: Sequence[Line], index: int) -> bool:
    """Whether one of the next two lines is text: team sheets and price lists are short lines without end."""
    return any(after.words > 16 or after.ends_sentence or _is_row(after) for after in lines[index + 1 : index + 3])


def _is_row(line: Line) -> bool:
    return "|" in line.text or "\t" in line.text or bool(LIST_MARK.match(line.text))


def _is_prose(line: Line) -> bool:
    return line.words > 12 and line.ends_sentence and not LIST_MARK.match(line.text)


def _is_numbered(before: Sequence[Line]) -> bool:
    return bool(before) and before[-1].text[0].isdigit() and bool(LIST_MARK.match(before[-1].text))


def is_credit(line: Line) -> bool:
    """Whether the line names who wrote or edited ("Reporting by …; Editing by …"), and is no sentence."""
    if line.plain_words or line.words > 40:
        return False
    match = pattern("byline", "credit", "^[^\\w]*{}\\b").match(line.plain)
    if match is None:
        return False
    return is_titled(line.text) or is_sign_off(line.text[match.end() :])


def mark_end(blocks: list[Block]) -> list[Block]:
    """Relabel the short lines after the last sentence of a page that furniture stands before: buttons, other titles."""
    end = len(blocks)
    while end and not _is_sentence(blocks[end - 1]):
        end -= 1
    first = next((number for number in range(end, len(blocks)) if _is_page(blocks[number])), None)
    if first is None:
        return blocks
    return [
        block._replace(kind="boilerplate", section=None, rule="after-end")
        if number > first and block.kind in {"paragraph", "heading"}
        else block
        for number, block in enumerate(blocks)
    ]


def _is_sentence(block: Block) -> bool:
    """Whether a block is text of the article, not a short line without an end."""
    if block.kind in {"boilerplate", "call_to_action", "byline", "caption"}:
        return False
    return (
        block.kind not in {"paragraph", "heading"}
        or len(block.text.split()) > 12
        or len(block.text.encode("utf-8", "replace")) > 160  # also where words are not divided by spaces
        or bool(_SENTENCE_END.search(block.text))
    )


def _is_page(block: Block) -> bool:
    return block.kind == "call_to_action" or (
        block.kind == "boilerplate" and block.rule not in {"correction", "wire-tag"}
    )


def is_titled(text: str) -> bool:
    """Whether most words of four letters and more are capitalised."""
    long = re.findall(r"[^\W\d_]{4,}", text)
    return bool(long) and sum(word[0].isupper() for word in long) >= 0.6 * len(long)


def first_name(authors: str) -> str:
    """Return the first of several authors, in lower case."""
    return authors.split(",", maxsplit=1)[0].lower()


def _key(line: Line) -> str:
    return re.sub(r"\W+", " ", re.sub(r"^\W*\d{1,2}(?:\.\d+)*[.)]?\s+", "", line.plain)).strip().lower()
