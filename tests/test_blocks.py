from dataclasses import replace

import pandas as pd
import pytest
from labelled import FOLDER, read_labelled

from workbench.articles.blocks import find_blocks
from workbench.articles.join import prose_text
from workbench.articles.kinds import KINDS
from workbench.articles.lines import split_lines
from workbench.articles.read import read_corpus

LONG = "The council met on Tuesday to speak about the bridge, which was closed in the spring after a lorry struck it."
LONGER = f"{LONG} It will meet again in May, when the money is counted and the frost is gone."
PAGES = sorted(FOLDER.glob("*.txt"))
FLOOR = 0.985  # share of labelled lines that get a right kind; measured 0.986, on pages that rules were made with 0.993
# Pages whose title, author or date is not read as `articles.csv` states it: what is left to do.
HEADS_MISSED = {
    "72_en_highlands.txt",
    "76_es_sotomar.txt",
    "77_es_ampliacion.txt",
    "79_en_skarn.txt",
    "81_en_ostrand.txt",
    "82_en_quell.txt",
}


def find(*texts, **options):
    raw = "\n".join(texts)
    blocks, header = find_blocks(split_lines(raw), **options)
    assert all(raw[block.start : block.end] == block.text for block in blocks)
    return blocks, header


def kinds(*texts):
    return [block.kind for block in find("The Bridge Opens Again Today", LONG, *texts)[0]][2:]


def wrong_lines(path):
    raw, labels = read_labelled(path)
    found = {block.start: block for block in find_blocks(split_lines(raw))[0]}
    return [
        (label.kinds, label.text)
        for label in labels
        if label.start not in found or found[label.start].kind not in label.kinds or found[label.start].end != label.end
    ]


def test_most_labelled_lines_get_a_right_kind():
    labels = sum(len(read_labelled(path)[1]) for path in PAGES)
    wrong = [line for path in PAGES for line in wrong_lines(path)]
    assert labels > 500
    assert 1 - len(wrong) / labels >= FLOOR, wrong


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_no_labelled_body_line_leaves_the_prose(path):
    raw, labels = read_labelled(path)
    prose = prose_text(find_blocks(split_lines(raw))[0])[0]
    for label in labels:
        if set(label.kinds) <= {"paragraph"}:
            assert label.text in prose


def test_heads_of_the_labelled_pages(tmp_path):
    expected = pd.read_csv(FOLDER / "articles.csv", dtype="str")
    for path in PAGES:
        (tmp_path / path.name).write_text(read_labelled(path)[0], encoding="utf-8")
    articles = read_corpus(tmp_path).articles.assign(published=lambda table: table["published"].dt.strftime("%Y-%m-%d"))
    wrong = ~(articles[expected.columns].fillna("") == expected.fillna("")).all(axis=1)
    assert set(expected.loc[wrong, "source_file"]) == HEADS_MISSED


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([LONG], ["paragraph"]),
        (["The Money", LONG], ["heading", "paragraph"]),
        (["They ask for:", "- light", "- water"], ["paragraph", "list_item", "list_item"]),
        (["FAQ", "Who pays?", "The town."], ["heading", "faq_question", "faq_answer"]),
        (["FAQ", "Who pays?", "The town.", LONG], ["heading", "faq_question", "faq_answer", "paragraph"]),
        (
            ["FAQ", "Who pays?", "The town.", LONG, "And when?", "Soon."],
            ["heading", "faq_question", "faq_answer", "faq_answer", "faq_question", "faq_answer"],
        ),
        (
            ["FAQ", "Who pays?", "The town.", "What Comes Next", LONG],
            ["heading", "faq_question", "faq_answer", "heading", "paragraph"],
        ),
        (["Q: Who pays?", "A: The town.", LONG], ["faq_question", "faq_answer", "paragraph"]),
        (["Q: Who pays? A: The town."], ["faq_question", "faq_answer"]),
        (["Pro Tip: Walk."], ["callout"]),
        (["Pro Tip", "Walk to the ferry."], ["callout", "callout"]),
        (["Case Study", LONGER * 2], ["heading", "paragraph"]),
        (["> **Pro Tip**", "> Walk to the ferry."], ["callout", "callout"]),
        (["Key Takeaways", "- One thing.", "- Another."], ["callout", "callout", "callout"]),
        (["| a | b |", "|---|---|", "| 1 | 2 |"], ["table_row"] * 3),
        (["Photo: AFP"], ["caption"]),
        (["What do you think?"], ["call_to_action"]),
        ([f"{LONG} Tell us in the comments!"], ["paragraph", "call_to_action"]),
        (["- Walk. Tell us in the comments!"], ["list_item", "call_to_action"]),
        (["You may also like", "Six Ways to Cook a Carp", "The Cat That Voted"], ["boilerplate"] * 3),
        (["You may also like", "Six Ways to Cook a Carp", LONG], ["boilerplate", "boilerplate", "paragraph"]),
        ([LONG, "Leave a Comment", "Name", LONG], ["paragraph", "boilerplate", "boilerplate", "boilerplate"]),
        (["The Bridge Opens Again Today"], ["title"]),
        (["(Reporting by Ana Whitlow)"], ["byline"]),
        (["It did not rain."], ["paragraph"]),
        (["By the end of the week they had left."], ["paragraph"]),
        (["“You hate to do it,” she said."], ["paragraph"]),
        (["Note that it may rain."], ["paragraph"]),
        (["Follow the money and it leads home."], ["paragraph"]),
    ],
)
def test_kinds_in_the_body(texts, expected):
    assert kinds(*texts) == expected


def declared(*hinted):
    """Return the kinds of lines whose layout declares what they are, under a title and a paragraph."""
    texts = ["The Bridge Opens Again Today", LONG, *(text for text, _ in hinted)]
    hints = ["title", "paragraph", *(hint for _, hint in hinted)]
    lines = [replace(line, hint=hint) for line, hint in zip(split_lines("\n".join(texts)), hints, strict=True)]
    return [block.kind for block in find_blocks(lines)[0]][2:]


@pytest.mark.parametrize(
    ("hinted", "expected"),
    [
        ([("Comments", ""), (LONG, "paragraph")], ["boilerplate", "paragraph"]),
        ([("You may also like", ""), ("Six Carps", ""), (LONG, "paragraph")], ["boilerplate"] * 2 + ["paragraph"]),
        ([(LONG, "paragraph")] * 4 + [("Comments", ""), (LONG, "paragraph")], ["paragraph"] * 4 + ["boilerplate"] * 2),
        ([("Comments", ""), ("Name", ""), (LONG, "boilerplate")], ["boilerplate"] * 3),
        ([("x", "boilerplate"), ("ဗ" * 60, "paragraph")], ["boilerplate", "paragraph"]),
    ],
)  # fmt: skip
def test_position_throws_no_declared_paragraph_away(hinted, expected):
    assert declared(*hinted) == expected


@pytest.mark.parametrize(("paragraphs", "kind"), [(4, "paragraph"), (5, "boilerplate")])
def test_a_note_about_the_author_stands_after_nearly_all_of_the_text(paragraphs, kind):
    note = "Jane Doe is a senior reporter covering ports."
    texts = ["The Bridge Opens Again Today", "By Jane Doe", *[LONG] * paragraphs, note, LONG]
    assert find(*texts)[0][-2].kind == kind


def test_sections_and_labels_are_remembered():
    blocks, _ = find(
        "The Bridge Opens Again Today", LONG, "The Money", LONG, "Pro Tip: Walk.", "FAQ", "Who pays?", "All."
    )
    assert [block.section for block in blocks] == [None, None, "The Money", "The Money", "Pro tip", "FAQ", "FAQ", "FAQ"]


def test_prose_is_paragraphs_and_list_items_without_their_marks():
    blocks, _ = find(
        "The Bridge Opens Again Today",
        "They ask for  two things:",
        "• light",
        "Photo: AFP",
        "> It rained, they say, and left.",
    )
    assert prose_text(blocks) == ("They ask for two things:\n\nlight\n\nIt rained, they say, and left.", "1 2 4")


def test_nothing_makes_nothing():
    assert find_blocks([]) == ([], find_blocks([])[1])
    assert prose_text([]) == ("", "")


def test_every_kind_is_declared():
    found = {block.kind for path in PAGES for block in find_blocks(split_lines(read_labelled(path)[0]))[0]}
    assert found == set(KINDS)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_character_is_in_one_block(path):
    raw, _ = read_labelled(path)
    blocks, _ = find_blocks(split_lines(raw))
    ends = [0, *(block.end for block in blocks)]
    starts = [*(block.start for block in blocks), len(raw)]
    assert all(not raw[end:start].strip() and end <= start for end, start in zip(ends, starts, strict=True))
