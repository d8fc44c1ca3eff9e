import pytest

from workbench.articles.captions import mark_captions
from workbench.articles.kinds import Block

LONG = "The council met on Tuesday to speak about the bridge, which was closed in the spring, and about its cost. "
LONG = (LONG * 2).strip()


def blocks_of(*texts):
    kind = {"The Ice": "heading", "- sledges": "list_item"}
    return [Block(kind.get(text, "paragraph"), None, text, 0, 1, "") for text in texts]


def kinds(*texts):
    return [block.kind for block in mark_captions(blocks_of(*texts))]


def test_the_one_short_sentence_beside_a_heading_is_a_caption():
    caption = "Workers lay fleece blankets over a slope near the summit."
    assert kinds(LONG, LONG, caption, "The Ice", LONG, LONG)[1:4] == ["paragraph", "caption", "heading"]


@pytest.mark.parametrize(
    "short", ["It rained for eleven days in May.", "“It rained on every one of us.”", "Did it rain on all of them?"]
)
def test_short_paragraphs_that_are_no_captions(short):
    more = ["They went home.. and that was all."] if "eleven" in short else []
    assert "caption" not in kinds(LONG, LONG, short, "The Ice", LONG, LONG, *more)


def test_a_sentence_that_leads_to_a_list_is_no_caption():
    assert "caption" not in kinds(LONG, LONG, "The Ice", "They took what they could carry.", "- sledges", LONG, LONG)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Workers on the slope near the summit", "caption"),
        ("Workers on the slope.", "paragraph"),
        ("They took:", "paragraph"),
        ("Ice", "paragraph"),
        ("“Workers on the slope near the summit”", "paragraph"),
        ("Who works on the slope? Nobody we asked", "paragraph"),
        (LONG.strip("."), "paragraph"),
    ],
)
def test_a_short_line_without_an_end_among_sentences(line, expected):
    assert kinds(LONG, LONG, line, LONG, LONG, LONG)[2] == expected


@pytest.mark.parametrize(
    "texts",
    [
        ["Workers on the slope near the summit", LONG, LONG, LONG, LONG, LONG],
        [LONG, LONG, LONG, LONG, LONG, "Workers on the slope near the summit"],
        [LONG, LONG, "Workers on the slope near the summit", LONG],
        [LONG, LONG, "Workers on the slope near the summit", "and on the ice.", LONG, LONG, LONG],
        [LONG.strip("."), LONG.strip("."), "Workers on the slope near the summit", LONG, LONG, LONG, LONG, LONG],
    ],
    ids=["first", "last", "few paragraphs", "broken sentence", "a text without full stops"],
)
def test_unfinished_lines_that_are_no_captions(texts):
    assert "caption" not in kinds(*texts)
