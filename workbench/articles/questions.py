"""Questions and answers: the FAQ at the end of many pages, with or without marks."""

import re
from collections.abc import Sequence

from workbench.articles.calls import is_call
from workbench.articles.kinds import Block
from workbench.articles.lines import Line
from workbench.articles.phrases import pattern
from workbench.text import split_sentences

_SAME_LINE = re.compile(r"^(?P<question>[^?]{8,200}\?[*_\"”’']*)\s+(?P<answer>\S.{15,})$", re.DOTALL)
_NUMBER = re.compile(r"^\W*\d{1,2}[.)]\s+")  # a full stop behind a number ends no sentence
_SET_OFF = re.compile(r"^\W*(?:\*\*|__)[^*_]+\?(?:\*\*|__)|^\W*\d{1,2}[.)]\s")


def is_faq_heading(line: Line) -> bool:
    """Whether the line stands over questions and answers."""
    if line.plain_words or line.words > 16:
        return False
    return bool(pattern("faq", "headings", r"^[^\w¿]*{}[^\w]*$").match(line.plain))


def question_and_answer(line: Line, *, in_faq: bool, blocks: Sequence[Block]) -> tuple[Line, Line] | None:
    """Return question and answer when both stand on one line, else None.

    Marks divide them anywhere; without marks a line of an FAQ is divided at its question mark when the question
    is set off (bold, numbered) or the lines before were such pairs.
    """
    if _marked(line, "question"):
        second = pattern("faq", "answer", r"\?[\"'*_ ]*\s(?P<answer>[*_]*{}[*_]*\s?[:.)][*_]*\s)").search(line.plain)
        return (line.part(0, second.start("answer")), line.part(second.start("answer"))) if second else None
    match = _SAME_LINE.match(line.text) if in_faq and blocks and blocks[-1].kind != "faq_question" else None
    if match is None or len(split_sentences(_NUMBER.sub("", match["question"]))) > 1 or is_call(line.plain):
        return None
    if _SET_OFF.match(line.text) or blocks[-1].rule in {"faq-heading", "faq-same-line"}:
        return line.part(0, match.end("question")), line.part(match.start("answer"))
    return None


def faq_kind(
    line: Line, lines: Sequence[Line], index: int, *, in_faq: bool, blocks: Sequence[Block]
) -> tuple[str, str] | None:
    """Return (kind, rule) when the line is a question or an answer of an FAQ, else None."""
    last = blocks[-1].kind if blocks else ""
    if _marked(line, "question") and (
        in_faq or _next_is_answer(lines, index) or line.text.rstrip('*_" ').endswith("?")
    ):
        return "faq_question", "faq-mark"
    if _marked(line, "answer") and last in {"faq_question", "faq_answer"}:
        return "faq_answer", "faq-mark"
    if last == "faq_question" and not (in_faq and is_question(line)):
        return "faq_answer", "faq-after-question"
    if not in_faq:
        return None
    if is_question(line):
        return "faq_question", "faq-question-mark"
    more = any(is_question(other) or _marked(other, "question") for other in lines[index + 1 :])
    return ("faq_answer", "faq-continued") if more and last == "faq_answer" and line.ends_sentence else None


def is_question(line: Line) -> bool:
    """Whether the line is one question and no call to the reader."""
    text = _NUMBER.sub("", line.text.rstrip("*_\"”' "))
    return text.endswith("?") and line.words <= 40 and not is_call(line.plain) and len(split_sentences(text)) == 1


def _marked(line: Line, name: str) -> bool:
    """Whether the line opens with "Q:" or "A:" in any decoration."""
    return not line.plain_words and bool(pattern("faq", name, r"^[^\w]*{}[*_]*\s?[:.)][*_]*\s").match(line.plain))


def _next_is_answer(lines: Sequence[Line], index: int) -> bool:
    return index + 1 < len(lines) and _marked(lines[index + 1], "answer")
