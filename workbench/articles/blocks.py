"""Lines -> typed blocks. Nothing is deleted: what is not prose is labelled as what it is.

One pass over the lines with a little memory (where we are: head, body, questions, related stories, tail).
Every rule has a name, kept in the table, so that a reader can ask why a line was set aside.
"""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from workbench.articles import captions, furniture, lists, questions
from workbench.articles.calls import call_start
from workbench.articles.datelines import is_sign_off, sign_off_start
from workbench.articles.header import Header, read_header
from workbench.articles.kinds import OUTSIDE, PROSE, Block
from workbench.articles.lines import Line
from workbench.articles.metadata import is_publication_line

LONGEST_CALLOUT = 60  # words, of a callout whose label stands alone on its line
NEARLY_ALL = 5 / 6  # of the text


@dataclass
class _State:
    """Where the pass stands."""

    body: list[Line]
    section: str | None = None
    zone: str = "body"  # body, faq, related, tail
    callout: str | None = None  # label of a callout whose text stands on the next lines
    callout_end: int = 0  # the place after its last line
    blocks: list[Block] = field(default_factory=list)

    def add(self, kind: str, line: Line, rule: str, *, section: str | None = None) -> None:
        """Add the line as a block of the section we are in; boilerplate stands in none."""
        within = None if kind == "boilerplate" else section or self.section
        self.blocks.append(Block(kind, within, line.text, line.start, line.end, rule))

    @cached_property
    def _words(self) -> list[int]:
        """The words before each line of the body, and of all of it; what the layout sets aside has none."""
        return list(accumulate((0 if line.hint in OUTSIDE else line.words for line in self.body), initial=0))

    @cached_property
    def _last_paragraph(self) -> int:
        """The place of the last line that the layout itself calls a paragraph, -1 without such."""
        return max((place for place, line in enumerate(self.body) if line.hint == "paragraph"), default=-1)

    def is_nearly_over(self, index: int) -> bool:
        """Whether nearly all of the text around a line stands before it."""
        return self._share_before(index) >= NEARLY_ALL

    def is_mostly_over(self, index: int) -> bool:
        """Whether most of the text around a line stands before it; nearly all, where paragraphs are known to follow."""
        return self._share_before(index) >= (NEARLY_ALL if index < self._last_paragraph else 1 / 2)

    def _share_before(self, index: int) -> float:
        before, after = self._words[index], self._words[-1] - self._words[index + 1]
        return before / (before + after) if before + after else 1.0


def find_blocks(lines: list[Line], *, title: str | None = None) -> tuple[list[Block], Header]:
    """Return the typed blocks of an article and what its head states.

    Args:
        lines: the lines of the raw text (`split_lines`), repaired.
        title: the title, when a source other than the text states it.

    Returns:
        Blocks in reading order, covering every line; the `Header` with title, author, role, outlet, date.
    """
    header, blocks, body = read_header(furniture.mark_contents(lines), title=title)
    state = _State(body, blocks=blocks)
    for index, line in enumerate(body):
        if _is_clear(state, line, header):
            state.add("paragraph", line, "prose")
        else:
            _place(state, line, body, index, header)
    return captions.mark_captions(furniture.mark_end(state.blocks)), header


def _is_clear(state: _State, line: Line, header: Header) -> bool:
    """Whether a line is prose without asking the rules: neither its words nor its place can make it anything else."""
    if not line.clear or state.zone != "body" or state.callout or header.repeats_title(line):
        return False
    if header.author and line.text.lower().startswith(furniture.first_name(header.author)):
        return False
    return not state.blocks or state.blocks[-1].kind != "faq_question"


def _place(state: _State, line: Line, lines: list[Line], index: int, header: Header) -> None:
    """Label one line and remember what it changes for the following ones."""
    rule = _furniture_rule(state, line, index, header)
    if rule:
        return state.add("boilerplate", line, rule)
    if state.zone == "related" and not line.hint and not _resumes(line):
        called = not line.plain_words and call_start(line.text) == 0
        return state.add(
            *(("call_to_action", line, "call-to-action") if called else ("boilerplate", line, "related-entry"))
        )
    if state.zone == "related":
        state.zone = "body"
    return _place_content(state, line, lines, index, header)


def _furniture_rule(state: _State, line: Line, index: int, header: Header) -> str | None:
    """Return the rule that says the line is no part of the article, or None; corrections are found everywhere."""
    if line.hint in OUTSIDE:
        return OUTSIDE[line.hint]
    phrase = furniture.boilerplate_rule(line)
    if phrase == "correction":
        return phrase
    if state.zone != "tail" and _opens_tail(state, line, index, header):
        state.zone = "tail"
    if state.zone == "tail":
        return "tail"
    if furniture.opens_related(line):
        state.zone = "related"
        return "related"
    if phrase is None and is_sign_off(line.text):
        return "wire-tag"
    if phrase is None and _is_author_note(state, line, index, header):
        return "author-note"
    return phrase


def _opens_tail(state: _State, line: Line, index: int, header: Header) -> bool:
    if furniture.opens_tail(line):
        return state.is_mostly_over(index)
    return furniture.opens_author_box(line, header.author) and state.is_nearly_over(index)


def _is_author_note(state: _State, line: Line, index: int, header: Header) -> bool:
    return furniture.is_author_note(line, header.author) and state.is_nearly_over(index)


def _resumes(line: Line) -> bool:
    """Whether a line after a list of related stories is the article again."""
    return line.words > 25 or (line.text.rstrip('”"').endswith(".") and line.words > 12)


def _place_content(state: _State, line: Line, lines: list[Line], index: int, header: Header) -> None:
    if header.repeats_title(line):
        return state.add("title", line, "title-repeated")
    if furniture.is_table_row(line, lines, index):
        return state.add("table_row", line, "pipe-table")
    if _place_callout(state, line, lines, index) or _place_question(state, line, lines, index):
        return None
    return _place_plain(state, line, lines, index)


def _place_callout(state: _State, line: Line, lines: list[Line], index: int) -> bool:
    """Label a callout, also one whose label stands alone on the line before; say whether the line was one."""
    last = state.blocks[-1] if state.blocks else None
    if state.callout and index < state.callout_end:
        state.add("callout", line, "callout-next-line", section=state.callout)
        return True
    state.callout = None
    if last and last.kind == "callout" and line.text.startswith(">") and last.text.startswith(">"):
        state.add("callout", line, "callout-quote-continued", section=last.section)
        return True
    label = furniture.callout_label(line)
    state.callout_end = lists.box_end(lines, index)
    if state.callout_end > index + 1:
        label = state.callout = label or line.text.strip("#*_: ").capitalize()
    if label is None:
        return False
    following = lines[index + 1] if index + 1 < len(lines) else None
    if not state.callout and furniture.is_bare_label(line) and following is not None:
        if following.words > LONGEST_CALLOUT:  # the label is the heading of a section
            return False
        state.callout, state.callout_end = (label, index + 2) if _can_follow_label(following) else (None, 0)
    state.add("callout", line, "callout-label", section=label)
    return True


def _can_follow_label(line: Line) -> bool:
    return line.ends_sentence and not furniture.LIST_MARK.match(line.text)


def _place_question(state: _State, line: Line, lines: list[Line], index: int) -> bool:
    """Label headings, questions and answers of an FAQ; say whether the line was one of them."""
    if questions.is_faq_heading(line):
        state.zone, state.section = "faq", line.text.strip("#*_: ")
        state.add("heading", line, "faq-heading")
        return True
    both = questions.question_and_answer(line, in_faq=state.zone == "faq", blocks=state.blocks)
    if both:
        state.add("faq_question", both[0], "faq-same-line")
        state.add("faq_answer", both[1], "faq-same-line")
        return True
    kind = questions.faq_kind(line, lines, index, in_faq=state.zone == "faq", blocks=state.blocks)
    if kind:
        state.add(kind[0], line, kind[1])
    return bool(kind)


def _place_plain(state: _State, line: Line, lines: list[Line], index: int) -> None:
    called = None if line.plain_words else call_start(line.text)
    kind, rule = _plain_kind(line, lines, index, called)
    if kind == "heading":
        state.section = line.text.strip("#*_ ").rstrip(":") or None
        state.zone = "body"
    if kind in PROSE:
        if state.zone == "faq":  # prose after the last answer belongs to no question
            state.zone, state.section = "body", None
        return _place_prose(state, line, kind, rule, called)
    return state.add(kind, line, rule)


def _plain_kind(line: Line, lines: list[Line], index: int, called: int | None) -> tuple[str, str]:
    """Return (kind, rule) of a line that is no furniture, table, callout or question."""
    if line.hint in {"heading", "title", "caption", "byline", "kicker", "list_item", "table_row"}:
        return line.hint, "html-tag"
    if furniture.is_caption(line):
        return "caption", "caption-credit"
    if furniture.is_credit(line) or is_publication_line(line.text):
        return "byline", "credit"
    if called == 0:
        return "call_to_action", "call-to-action"
    if lists.is_dated_entry(line, lines, index):
        return "list_item", "dated-entry"
    if furniture.is_heading(line, lines, index):
        return "heading", "heading-short-line"
    if furniture.LIST_MARK.match(line.text):
        return "list_item", "list-mark"
    return "paragraph", "prose"


def _place_prose(state: _State, line: Line, kind: str, rule: str, start: int | None) -> None:
    """Add a line of prose; calls to action from `start` on and an agency's sign-off become blocks of their own."""
    prose = line if start is None else line.part(0, start)
    tag = sign_off_start(prose.text)
    if tag is not None:
        state.add(kind, prose.part(0, tag), rule)
        state.add("boilerplate", prose.part(tag), "wire-tag")
    else:
        state.add(kind, prose, rule)
    if start is not None:
        state.add("call_to_action", line.part(start), "call-to-action")
