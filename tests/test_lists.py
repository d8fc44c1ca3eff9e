import pytest

from workbench.articles.lines import split_lines
from workbench.articles.lists import box_end, is_dated_entry

LONG = "The council met on Tuesday to speak about the bridge, which was closed in the spring after a lorry struck it."


@pytest.mark.parametrize(
    ("raw", "end"),
    [
        ("Key Takeaways\n\n- One.\n\n- Two.\n\nText.", 3),
        ("**Quick Facts**\n• Area: 20\n• People: 400\nText.", 3),
        ("By the numbers\n8 years\n200 people\n\nText.", 3),
        ("LAS CLAVES\nEl plan sigue.\nEl dinero falta.\n\nTexto.", 3),
        ("Das Wichtigste in Kürze\n- Eins.\n- Zwei.", 3),
        ("Background\n- One\n- Two\n\nText.", 1),  # an ordinary word over a list: a heading
        (f"Background\n{LONG}\n{LONG}\n\nText.", 1),
        (f"By the numbers\n8 years\n200 people\n{LONG}", 1),  # no empty line tells where it ends
        ("By the numbers\n8 years\n\nText.", 1),
        ("By the numbers\n" + "8 years\n" * 9 + "\nText.", 1),
        ("Key Takeaways\n\nText.", 1),
        ("Key Takeaways", 1),
        ("The bridge\n- One.\n- Two.", 1),
    ],
)
def test_the_end_of_a_box(raw, end):
    assert box_end(split_lines(raw), 0) == end


@pytest.mark.parametrize(
    "entry",
    [
        "15 January: the talks open",
        "January 15, 2026: the talks open",
        "15. Januar 2026: Beginn",
        "2014: the dam is built",
        "March 2014 – the dam leaks",
        "10:30 – the talks open",
    ],
)
def test_entries_of_a_chronology(entry):
    lines = split_lines(f"{LONG}\n{entry}\n{entry}\n{LONG}")
    assert [is_dated_entry(line, lines, place) for place, line in enumerate(lines)] == [False, True, True, False]


@pytest.mark.parametrize(
    "line",
    [
        "The dam: it leaks",
        "In the end 2014 was a good year.",
        "2014",
        "The talks of 2014, which failed: a review",
        LONG,
    ],
)
def test_lines_that_are_no_entries(line):
    lines = split_lines(f"{line}\n{line}")
    assert not is_dated_entry(lines[0], lines, 0)


def test_one_date_alone_is_no_chronology():
    lines = split_lines(f"15 January: the talks open\n{LONG}")
    assert not is_dated_entry(lines[0], lines, 0)
