"""What single lines of a scraped page are: one question a function, asked of a line and its neighbours."""

import re
from statistics import median

from workbench.articles.calls import is_call
from workbench.articles.kinds import Block
from workbench.articles.lines import Line
from workbench.articles.phrases import pattern, plain_quotes
from workbench.text import split_sentences

LIST_MARK = re.compile(r"^\s*(?:[•·▪◦‣●○■□➤►✓✔*+–—-]|\d{1,2}[.)]|[a-zA-Z]\)|\([a-z0-9]{1,2}\))\s+")
_DECORATION = "\"'*_#>[]() \t💡🔑📌⚡ℹ️✅👉"
_OPEN, _CLOSE = r"^[^\w¿]*", r"[^\w]*$"


def is_boilerplate(line: Line) -> bool:
    """Whether the line is a stock phrase of web pages (share buttons, cookie notices, comment forms …)."""
    text = plain_quotes(line.text)
    return bool(
        pattern("boilerplate", "lines", "^[^\\w©(]*{}\\W*$").match(text)
        or (line.words <= 60 and pattern("boilerplate", "starts", "^[^\\w©(]*{}").match(text))
        or (line.words <= 30 and pattern("boilerplate", "anywhere").search(text))
    )


def opens_related(line: Line) -> bool:
    """Whether the line stands over a list of other stories."""
    return line.words <= 8 and bool(pattern("boilerplate", "related", f"{_OPEN}{{}}{_CLOSE}").match(_plain(line)))


def opens_tail(line: Line, lines: list[Line], index: int) -> bool:
    """Whether the line opens the comments: such a phrase, and less text after it than before it.

    Some themes print "Leave a comment" under the title; there the article still follows.
    """
    if line.words > 12 or not pattern("boilerplate", "tail", f"{_OPEN}{{}}{_CLOSE}").match(_plain(line)):
        return False
    after = sum(other.words for other in lines[index + 1 :])
    return after <= sum(other.words for other in lines[:index])


def callout_label(line: Line) -> str | None:
    """Return the label of a callout ("Did you know", "Pro Tip" …) in any quoting, or None.

    The label must be set off by a colon, a question mark, a closing quote, a dash or by standing alone:
    "Key takeaways were few" is a sentence, not a callout.
    """
    text = plain_quotes(line.text).lstrip(_DECORATION)
    match = pattern("callout", "labels", r"^({}) ?(box)?([?!]?)([\"'*_)\]]*)( box)?\s*([:–—|-]?)").match(text)
    if not match:
        return None
    label, rest = match.group(1), text[match.end() :].strip()
    colon = match.group(match.lastindex or 1) == ":" or ":" in match.group(0)
    weak = pattern("callout", "weak", r"^{}$").match(label)
    set_off = colon if weak else bool(colon or re.search(r"[?!\"'*_)\]–—|]", match.group(0)[len(label) :]) or not rest)
    return label.strip().capitalize() if set_off else None


def is_label_only(line: Line) -> bool:
    """Whether a callout's label stands alone on its line."""
    return line.words <= 4


def is_faq_heading(line: Line) -> bool:
    """Whether the line stands over questions and answers."""
    return line.words <= 16 and bool(pattern("faq", "headings", f"{_OPEN}{{}}{_CLOSE}").match(_plain(line)))


def question_and_answer(line: Line) -> tuple[Line, Line] | None:
    """Return question and answer when both stand on one line with their marks, else None."""
    if not _marked(line, "question"):
        return None
    second = pattern("faq", "answer", r"\?[\"'*_ ]*\s({}[*_]*\s?[:.)][*_]*\s)").search(plain_quotes(line.text))
    return (line.part(0, second.start(1)), line.part(second.start(1))) if second else None


def faq_kind(line: Line, lines: list[Line], index: int, *, in_faq: bool, blocks: list[Block]) -> tuple[str, str] | None:
    """Return (kind, rule) when the line is a question or an answer of an FAQ, else None."""
    last = blocks[-1].kind if blocks else ""
    if _marked(line, "question") and (
        in_faq or _next_is_answer(lines, index) or line.text.rstrip('*_" ').endswith("?")
    ):
        return "faq_question", "faq-mark"
    if _marked(line, "answer") and last in {"faq_question", "faq_answer"}:
        return "faq_answer", "faq-mark"
    if not in_faq:
        return None
    if _is_question(line):
        return "faq_question", "faq-question-mark"
    if last == "faq_question":
        return "faq_answer", "faq-after-question"
    more = any(_is_question(other) or _marked(other, "question") for other in lines[index + 1 :])
    return ("faq_answer", "faq-continued") if more and last == "faq_answer" and line.ends_sentence else None


def is_table_row(line: Line, lines: list[Line], index: int) -> bool:
    """Whether the line is a row of a pipe table, or one of at least two lines with the same columns."""
    if line.hint == "table_row":
        return True
    bars, tabs = line.text.count("|"), line.text.count("\t")
    if line.text.startswith("|") and bars >= 2:
        return True
    neighbours = [lines[i].text for i in (index - 1, index + 1) if 0 <= i < len(lines)]
    return any((bars >= 2 and n.count("|") == bars) or (tabs >= 1 and n.count("\t") == tabs) for n in neighbours)


def is_caption(line: Line) -> bool:
    """Whether the line credits or describes a picture in so many words."""
    if line.words > 60:
        return False
    text = plain_quotes(line.text)
    return bool(
        pattern("caption", "starts", "^{}").match(text)
        or (line.words <= 40 and pattern("caption", "ends", "{}$").search(text))
    )


def is_heading(line: Line, lines: list[Line], index: int) -> bool:
    """Whether the line is a section heading: short, no sentence, and followed by text it can stand over."""
    text = line.text.strip("*_ ")
    if re.match(r"#{1,6}\s", line.text):
        return True
    following = lines[index + 1] if index + 1 < len(lines) else None
    if following is None or line.words > 16 or len(text) > 130 or following.hint == "boilerplate":
        return False
    numbered = LIST_MARK.match(text)
    if numbered and not (text[0].isdigit() and following.words > 25 and following.ends_sentence):
        return False
    quotation = text.startswith(("“", '"', "‘")) and text[-1] in '”"’'
    if text[-1] in ".;,…" or quotation or len(split_sentences(text)) > 1:
        return False
    if text[-1] == ":":
        return _titled(text) and following.words > 12
    return text[-1] != "!" or _titled(text)


def mark_captions(blocks: list[Block]) -> list[Block]:
    """Relabel the one short unsigned sentence that stands apart from an article's long paragraphs as a caption.

    Scrapers keep the text under a picture as a line of its own. It is told from prose by its style: the only
    paragraph of one short sentence, without figures or quotation, next to a heading, where all others are long.
    """
    prose = [number for number, block in enumerate(blocks) if block.kind == "paragraph"]
    lengths = {number: len(blocks[number].text.split()) for number in prose}
    short = [number for number in prose if lengths[number] <= 25 and not blocks[number].text.endswith(":")]
    if len(short) != 1 or len(prose) < 6 or median(lengths.values()) < 45:
        return blocks
    number = short[0]
    beside = {blocks[i].kind for i in (number - 1, number + 1) if 0 <= i < len(blocks)}
    text = blocks[number].text
    plain = re.search(r"[\d“”\"?:!]", text) is None and text.endswith(".") and len(split_sentences(text)) == 1
    if not plain or not beside & {"heading", "headline"} or number in {prose[0], prose[-1]}:
        return blocks
    return [*blocks[:number], blocks[number]._replace(kind="caption", rule="caption-outlier"), *blocks[number + 1 :]]


def _plain(line: Line) -> str:
    return plain_quotes(line.text)


def _marked(line: Line, name: str) -> bool:
    """Whether the line opens with "Q:" or "A:" in any decoration."""
    return bool(pattern("faq", name, r"^[^\w]*{}[*_]*\s?[:.)][*_]*\s").match(plain_quotes(line.text)))


def _next_is_answer(lines: list[Line], index: int) -> bool:
    return index + 1 < len(lines) and _marked(lines[index + 1], "answer")


def _is_question(line: Line) -> bool:
    text = line.text.rstrip("*_\"”' ")
    return text.endswith("?") and line.words <= 40 and not is_call(text) and len(split_sentences(text)) == 1


def _titled(text: str) -> bool:
    """Whether most words of four letters and more are capitalised."""
    long = re.findall(r"[^\W\d_]{4,}", text)
    return bool(long) and sum(word[0].isupper() for word in long) >= 0.6 * len(long)
