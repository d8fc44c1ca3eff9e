import pytest

from workbench.articles.lines import Line, repair, repair_lines, split_lines

WRAPPED = """The council met on Tuesday to speak about the
bridge that was closed in the spring after a
lorry struck its railing, and about the money
that would be needed to open it again before
the winter, which the treasurer put at nearly
two million, a sum that made several members
laugh and one of them leave the room for some
minutes.

The second item was the market. Traders asked
for light and water, and the council promised
both, as it had promised them in other years.
"""


@pytest.mark.parametrize(
    ("raw", "texts"),
    [
        ("", []),
        (" \n\t\n", []),
        ("One", ["One"]),
        ("One\nTwo\r\nThree\rFour", ["One", "Two", "Three", "Four"]),
        ("  One  \n\n\n Two\t", ["One", "Two"]),
        ("One\u2028Two\x0cThree", ["One", "Two", "Three"]),
        ("a  b\tc", ["a  b\tc"]),
    ],
)
def test_lines_and_their_offsets(raw, texts):
    lines = split_lines(raw)
    assert [line.text for line in lines] == texts
    assert [raw[line.start : line.end] for line in lines] == texts


def test_blank_lines_are_remembered():
    assert [line.blank_before for line in split_lines("One\nTwo\n\nThree")] == [True, False, True]


def test_lines_wrapped_at_a_width_become_paragraphs():
    lines = split_lines(WRAPPED)
    assert len(lines) == 2
    assert lines[0].text.startswith("The council")
    assert lines[0].text.endswith("minutes.")
    assert all(WRAPPED[line.start : line.end] == line.text for line in lines)


def test_short_lines_that_end_are_not_joined():
    raw = "\n".join(f"Item number {n} is done." for n in range(12))
    assert len(split_lines(raw)) == 12


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("It ended.", True),
        ("“It ended.”", True),
        ("Why?", True),
        ("They are:", True),
        ("A Heading", False),
        ("first, second,", False),
    ],
)
def test_ends_sentence(text, ends):
    assert Line(text, 0, len(text)).ends_sentence is ends


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("the cityâ€™s mayor", "the city’s mayor"),
        ("SÃ£o Paulo", "São Paulo"),
        ("fish &amp; chips", "fish & chips"),
    ],
)
def test_broken_characters_are_repaired(broken, whole):
    assert repair(broken) == whole


@pytest.mark.parametrize(
    "text", ["São Paulo’s “deal”", "naïve — façade…", "ﬁne ligature", "ＦＵＬＬ width", "R&D at AT&T", "", "café"]
)
def test_whole_characters_are_untouched(text):
    assert repair(text) == text


def test_repaired_lines_keep_their_place_in_the_raw_text():
    raw = "Plain line.\nThe cityâ€™s mayor left. It rained."
    lines, changed = repair_lines(split_lines(raw))
    assert changed == 1
    assert lines[1].text == "The city’s mayor left. It rained."
    assert raw[lines[1].start : lines[1].end] == "The cityâ€™s mayor left. It rained."


def test_a_part_of_a_repaired_line_points_at_the_raw_text():
    raw = "The cityâ€™s mayor left. It rained."
    (line,), _ = repair_lines(split_lines(raw))
    cut = line.text.index("It")
    first, second = line.part(0, cut), line.part(cut)
    assert (first.text, second.text) == ("The city’s mayor left.", "It rained.")
    assert raw[second.start : second.end] == "It rained."
    assert first.start == 0
    assert first.end <= second.start


def test_parts_have_no_outer_space():
    line = split_lines("  One two.  Three four.")[0]
    part = line.part(8)
    assert part.text == "Three four."
    assert (part.start, part.end) == (12, 23)
