"""The kinds a block can have, and the block itself."""

from typing import NamedTuple

KINDS = (
    "title",
    "kicker",
    "byline",
    "headline",
    "heading",
    "paragraph",
    "list_item",
    "faq_question",
    "faq_answer",
    "callout",
    "table_row",
    "caption",
    "call_to_action",
    "boilerplate",
)
PROSE = ("paragraph", "list_item")
OUTSIDE = {"boilerplate": "outside-main-text", "contents": "table-of-contents"}  # rule by the hint of a line


class Block(NamedTuple):
    """One block: its kind, the section it stands in (for a callout its label), its text and offsets, the rule."""

    kind: str
    section: str | None
    text: str
    start: int
    end: int
    rule: str
