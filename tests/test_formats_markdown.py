import pytest

from workbench.articles.formats.front_matter import read_front_matter
from workbench.articles.read import read_corpus

BODY = "The council met on Tuesday to speak about the bridge, which was closed in the spring after a lorry struck it."
ARTICLE = """---
title: "Bridge: open again"
date: 2025-11-03
authors:
  - Jane Doe
  - John Roe
source: The Gazette
link: https://gazette.example/a
tags: [bridge, money]
# nothing here
---

# Bridge: open again

![The bridge in March](bridge.png "seen from below")

The **council** met on [Tuesday](https://gazette.example/x_y_z "a day") to speak about the _old_ bridge
and its snake_case of 2*3*4, to the end. What do you
think? Share your thoughts in the [comments](#below) below!

Who Has Paid
------------

* light for the market
* water for the fair

> Nobody would speak about the money first, said the mayor, who had come late to
> the meeting.

| Year | Cost |
|------|-----:|
| 2024 | 1.8  |

**Did you know?** The bridge is as old as the flood, and older than the town.

```
x = 1
```

[note]: https://gazette.example/note
"""


def read(tmp_path, source, name="a.md"):
    (tmp_path / name).write_bytes(source.encode())
    return read_corpus(tmp_path)


def kinds(corpus):
    return dict(zip(corpus.blocks["text"], corpus.blocks["kind"], strict=True))


def test_what_the_front_matter_states(tmp_path):
    article = read(tmp_path, ARTICLE).articles.iloc[0]
    stated = ("title", "author", "outlet", "url", "tags", "source_format")
    assert [article[column] for column in stated] == [
        "Bridge: open again",
        "Jane Doe, John Roe",
        "The Gazette",
        "https://gazette.example/a",
        "bridge, money",
        "markdown",
    ]
    assert (str(article["published"].date()), article["published_source"]) == ("2025-11-03", "metadata")


def test_marks_become_kinds(tmp_path):
    found = kinds(read(tmp_path, ARTICLE))
    assert found["Bridge: open again"] == "title"
    assert found["The bridge in March"] == "caption"
    assert found["Who Has Paid"] == "heading"
    assert found["* light for the market"] == "list_item"
    assert found["| 2024 | 1.8 |"] == "table_row"
    assert found["What do you think? Share your thoughts in the comments below!"] == "call_to_action"
    assert found["**Did you know?** The bridge is as old as the flood, and older than the town."] == "callout"
    assert {found["x = 1"], found["[note]: https://gazette.example/note"], found["date: 2025-11-03"]} == {"boilerplate"}


def test_prose_has_no_marks_and_no_addresses(tmp_path):
    text = read(tmp_path, ARTICLE).articles["text"].iloc[0]
    begin = "The council met on Tuesday to speak about the old bridge and its snake_case of 2*3*4, to the end."
    assert text.startswith(begin)
    assert "gazette.example" not in text
    assert "said the mayor, who had come late to the meeting." in text


def test_offsets_point_into_the_file(tmp_path):
    blocks = read(tmp_path, ARTICLE).blocks
    first = blocks[blocks["kind"] == "paragraph"].iloc[0]
    call = blocks[blocks["kind"] == "call_to_action"].iloc[0]
    assert ARTICLE[first["start"] :].startswith("The **council**")
    assert ARTICLE[: first["end"]].endswith("2*3*4, to the end.")
    assert ARTICLE[call["start"] : call["end"]].startswith("What do you\nthink?")
    assert ARTICLE[call["start"] : call["end"]].endswith("below!")
    seen = "".join(ARTICLE[start:end] for start, end in zip(blocks["start"], blocks["end"], strict=True))
    assert "".join(seen.split()) == "".join(ARTICLE.split())  # every character is in a block


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a __bold__ word", "a bold word"),
        ("a ***bold and slanted*** word", "a bold and slanted word"),
        ("**bold with *slanted* inside** it", "bold with slanted inside it"),
        ("`code` and ~~struck~~", "code and struck"),
        ("[a link][ref] and [1] and [sic]", "a link and [1] and [sic]"),
        ("[a [nested] link](https://x.example/a_(b)) here", "a [nested] link here"),
        ("an ![inline](a.png) picture", "an picture"),
        ("a note[^1] here", "a note here"),
        (r"5 \* 3 and \#tag", "5 * 3 and #tag"),
        ("one<br>two <em>three</em><!-- four -->", "one two three"),
        ("a * b * c", "a * b * c"),
        ("some_long_name and _x", "some_long_name and _x"),
        ("it cost $5 (see *below*).", "it cost $5 (see below)."),
        ("a < b and c > d", "a < b and c > d"),
    ],
)
def test_marks_inside_a_line(tmp_path, source, text):
    corpus = read(tmp_path, f"# A Title of Four Words\n\n{BODY}\n\nBut {source}, {BODY}")
    assert corpus.articles["text"].iloc[0].split("\n\n")[1] == f"But {text}, {BODY}"


@pytest.mark.parametrize(
    ("source", "title"),
    [
        (f"# The Bridge\n\n{BODY}", "The Bridge"),
        (f"## The Bridge Opens ##\n\n{BODY}", "The Bridge Opens"),
        (f"The Bridge\n==========\n\n{BODY}", "The Bridge"),
        (f"The Bridge Opens Again\n\nBy Jane Doe\n\n{BODY}", "The Bridge Opens Again"),
        (f"# The Bridge\n\n{BODY}\n\n# The Money\n\n{BODY}", "The Bridge"),
        (f"---\ntitle: The Bridge\n---\n# The Money\n\n{BODY}", "The Bridge"),
        (f"Title: The Bridge\nDate: 2025-11-03\n\n{BODY}", "The Bridge"),
    ],
)
def test_the_title(tmp_path, source, title):
    assert read(tmp_path, source).articles["title"].iloc[0] == title


def test_lines_are_joined_only_where_they_were_wrapped(tmp_path):
    wrapped = "The council met on Tuesday to speak about the bridge, which was\nclosed in the spring. It was late."
    apart = "Source: The Gazette of the Northern Provinces and the Islands\nDate: 2025-11-03"
    poem = "The night fell.\nThe lorry came."
    found = kinds(read(tmp_path, f"# Bridge\n\n{apart}\n\n{wrapped}\n\n{poem}\n\n{BODY}  \n{BODY}"))
    assert wrapped.replace("\n", " ") in found
    assert set(apart.split("\n")) <= set(found)
    assert set(poem.split("\n")) <= set(found)
    assert BODY in found  # two blanks at the end are a line break that was meant


def test_a_file_without_text_is_rejected(tmp_path):
    assert "white space" in read(tmp_path, " \n\n").rejected["reason"].iloc[0]


@pytest.mark.parametrize(
    ("source", "fields", "extra"),
    [
        ("+++\ntitle = 'A b'\n+++\nx", {"title": "A b"}, {}),
        ("---\r\ntitle: A # not this\r\n---\r\nx", {"title": "A"}, {}),
        ("---\nsource: https://x.example\n---\n", {"url": "https://x.example"}, {}),
        ("---\npublished: 2025\ndate: 2024\n---\n", {"published": "2025"}, {"date": "2024"}),
        ("---\nsummary: >\n  one\n  two\nauthor: null\n---\n", {}, {"summary": "one two"}),
        ("---\nA sentence: of prose\nwithout an end", {}, {}),
        ("No front matter\n---\nat: all\n---\n", {}, {}),
        ("---\n\n---\n", {}, {}),
    ],
)
def test_front_matter(source, fields, extra):
    found = read_front_matter(source)
    assert (found.fields, found.extra) == (fields, extra)
    assert bool(found.end) == bool(fields or extra)
