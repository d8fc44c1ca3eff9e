"""Lines -> typed blocks. Nothing is deleted: what is not prose is labelled as what it is.

One pass over the lines with a little memory (where we are: head, body, questions, related stories, tail).
Every rule has a name, kept in the table, so that a reader can ask why a line was set aside.
"""

import re
from dataclasses import dataclass, field

from workbench.articles import furniture
from workbench.articles.calls import call_start
from workbench.articles.header import Header, read_header
from workbench.articles.kinds import PROSE, Block
from workbench.articles.lines import Line
from workbench.text import PARAGRAPH_BREAK


@dataclass
class _State:
    """Where the pass stands."""

    section: str | None = None
    zone: str = "body"  # body, faq, related, tail
    callout: str | None = None  # label of a callout whose text stands on the next line
    blocks: list[Block] = field(default_factory=list)

    def add(self, kind: str, line: Line, rule: str, *, section: str | None = None) -> None:
        within = None if kind == "boilerplate" else section or self.section
        self.blocks.append(Block(kind, within, line.text, line.start, line.end, rule))


def find_blocks(lines: list[Line], *, title: str | None = None) -> tuple[list[Block], Header]:
    """Return the typed blocks of an article and what its head states.

    Args:
        lines: the lines of the raw text (`split_lines`), repaired.
        title: the title, when a source other than the text states it.

    Returns:
        Blocks in reading order, covering every line; the `Header` with title, author, role, outlet, date.
    """
    header, blocks, body = read_header(lines, title=title)
    state = _State(blocks=blocks)
    for index, line in enumerate(body):
        _place(state, line, body, index, header)
    return furniture.mark_captions(state.blocks), header


def prose_text(blocks: list[Block]) -> tuple[str, str]:
    """Return the body prose of an article, paragraphs divided by an empty line, and the numbers of its blocks.

    List marks and line breaks inside a paragraph are dropped.
    """
    kept = [(number, _plain(block)) for number, block in enumerate(blocks) if block.kind in PROSE]
    return PARAGRAPH_BREAK.join(text for _, text in kept), " ".join(str(number) for number, _ in kept)


def _plain(block: Block) -> str:
    text = furniture.LIST_MARK.sub("", block.text) if block.kind == "list_item" else block.text
    return re.sub(r"\s+", " ", text).strip() or block.text


def _place(state: _State, line: Line, lines: list[Line], index: int, header: Header) -> None:
    """Label one line and remember what it changes for the following ones."""
    if line.hint == "boilerplate" or state.zone == "tail":
        return state.add("boilerplate", line, "outside-main-text" if line.hint else "tail")
    if furniture.opens_tail(line, lines, index):
        state.zone = "tail"
        return state.add("boilerplate", line, "tail")
    if furniture.opens_related(line):
        state.zone = "related"
        return state.add("boilerplate", line, "related")
    if furniture.is_boilerplate(line):
        return state.add("boilerplate", line, "boilerplate-phrase")
    if state.zone == "related" and not line.hint and not _resumes(line):
        called = call_start(line.text) == 0
        return state.add(
            *(("call_to_action", line, "call-to-action") if called else ("boilerplate", line, "related-entry"))
        )
    if state.zone == "related":
        state.zone = "body"
    return _place_content(state, line, lines, index, header)


def _resumes(line: Line) -> bool:
    """Whether a line after a list of related stories is the article again."""
    return line.words > 25 or (line.text.rstrip('”"').endswith(".") and line.words > 12)


def _place_content(state: _State, line: Line, lines: list[Line], index: int, header: Header) -> None:
    if header.repeats_title(line):
        return state.add("title", line, "title-repeated")
    if furniture.is_table_row(line, lines, index):
        return state.add("table_row", line, "pipe-table")
    if _place_question(state, line, lines, index):
        return None
    if state.callout:
        opened, state.callout = state.callout, None
        return state.add("callout", line, "callout-next-line", section=opened)
    label = furniture.callout_label(line)
    if label:
        alone = furniture.is_label_only(line)
        following = lines[index + 1] if index + 1 < len(lines) else None
        state.callout = label if alone and following is not None and following.ends_sentence else None
        return state.add("callout", line, "callout-label", section=label)
    return _place_plain(state, line, lines, index)


def _place_question(state: _State, line: Line, lines: list[Line], index: int) -> bool:
    """Label headings, questions and answers of an FAQ; say whether the line was one of them."""
    if furniture.is_faq_heading(line):
        state.zone, state.section = "faq", line.text.strip("#*_: ")
        state.add("heading", line, "faq-heading")
        return True
    both = furniture.question_and_answer(line)
    if both:
        question, answer = both
        state.add("faq_question", question, "faq-mark")
        state.add("faq_answer", answer, "faq-mark")
        return True
    kind = furniture.faq_kind(line, lines, index, in_faq=state.zone == "faq", blocks=state.blocks)
    if kind:
        state.add(kind[0], line, kind[1])
    return bool(kind)


def _place_plain(state: _State, line: Line, lines: list[Line], index: int) -> None:
    if line.hint in {"heading", "title", "caption", "byline", "kicker", "list_item", "table_row"}:
        kind, rule = line.hint, "html-tag"
    elif furniture.is_caption(line):
        kind, rule = "caption", "caption-credit"
    elif furniture.is_heading(line, lines, index):
        kind, rule = "heading", "heading-short-line"
    elif furniture.LIST_MARK.match(line.text):
        kind, rule = "list_item", "list-mark"
    else:
        kind, rule = "paragraph", "prose"
    if kind == "heading":
        state.section = line.text.strip("#*_ ").rstrip(":") or None
        state.zone = "body"
    if kind in PROSE:
        if state.zone == "faq":  # prose after the last answer belongs to no question
            state.zone, state.section = "body", None
        return _place_prose(state, line, kind, rule)
    return state.add(kind, line, rule)


def _place_prose(state: _State, line: Line, kind: str, rule: str) -> None:
    """Add a line of prose, its closing calls to action as a block of their own."""
    start = call_start(line.text)
    if start == 0:
        return state.add("call_to_action", line, "call-to-action")
    if start is not None:
        state.add(kind, line.part(0, start), rule)
        return state.add("call_to_action", line.part(start), "call-to-action")
    return state.add(kind, line, rule)
