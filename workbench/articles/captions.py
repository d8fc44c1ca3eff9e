"""Captions that no credit signs: told from prose by their style, once all blocks of an article are known."""

import re
from statistics import median

from workbench.articles.kinds import Block
from workbench.text import split_sentences

_TAIL = 20  # characters that tell how a line ends
_END = re.compile(r"[.!?:;,…。！？؟۔।。][\W_]*$|[—–-]$")


def mark_captions(blocks: list[Block]) -> list[Block]:
    """Relabel the lines of prose that by their style are captions."""
    return _mark_outlier(_mark_unfinished(blocks))


def _mark_unfinished(blocks: list[Block]) -> list[Block]:
    """Relabel short lines without an end, between paragraphs that all end like sentences, as captions."""
    prose = [number for number, block in enumerate(blocks) if block.kind == "paragraph"]
    open_ended = [number for number in prose if not _END.search(blocks[number].text[-_TAIL:])]
    if len(prose) - len(open_ended) < 5 or len(open_ended) > len(prose) / 5:
        return blocks
    marked = list(blocks)
    for number in open_ended:
        if number not in {prose[0], prose[-1]} and _describes(blocks[number].text, blocks[number + 1].text):
            marked[number] = blocks[number]._replace(kind="caption", rule="caption-unfinished")
    return marked


def _describes(text: str, following: str) -> bool:
    """Whether an unfinished line can describe a picture: no quotation or question, not broken off before the next."""
    return 5 <= len(text.split()) <= 20 and re.search(r"[“”\"?!]", text) is None and not following[0].islower()


def _mark_outlier(blocks: list[Block]) -> list[Block]:
    """Relabel the one short unsigned sentence that stands apart from an article's long paragraphs as a caption.

    Scrapers keep the text under a picture as a line of its own. It is told from prose by its style: the only
    paragraph of one short sentence, without figures or quotation, next to a heading, where all others are long.
    """
    prose = [number for number, block in enumerate(blocks) if block.kind == "paragraph"]
    short = [number for number in prose if _is_short(blocks[number].text)]
    if len(short) != 1 or len(prose) < 5 or median(len(blocks[number].text.split()) for number in prose) < 40:
        return blocks
    number = short[0]
    beside = {blocks[i].kind for i in (number - 1, number + 1) if 0 <= i < len(blocks)}
    text = blocks[number].text
    plain = re.search(r"[\d“”\"?:!]", text) is None and text.endswith(".") and len(split_sentences(text)) == 1
    if not plain or not beside & {"heading", "headline"} or number in {prose[0], prose[-1]}:
        return blocks
    if blocks[number + 1].kind in {"list_item", "table_row"}:  # the sentence that leads to a list
        return blocks
    return [*blocks[:number], blocks[number]._replace(kind="caption", rule="caption-outlier"), *blocks[number + 1 :]]


def _is_short(text: str) -> bool:
    return len(text) < 300 and len(text.split()) <= 22 and not text.endswith(":")
