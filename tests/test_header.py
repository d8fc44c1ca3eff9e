import pytest

from workbench.articles.header import read_header
from workbench.articles.lines import split_lines

PROSE = "The council met on Tuesday to speak about the bridge, which was closed in the spring after a lorry struck it."


def kinds(text, **options):
    _, blocks, _ = read_header(split_lines(f"{text}\n{PROSE}\n{PROSE}"), **options)
    return [block.kind for block in blocks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bridge Opens Again After Nine Months", ["title"]),
        ("# Bridge Opens Again", ["title"]),
        ("**Bridge Opens Again After Nine Months**", ["title"]),
        ("Bridge Opens Again After Nine Hard Months.", ["title"]),
        ("Home » News » Bridge Opens\nBridge Opens Again Today", ["kicker", "title"]),
        ("You are here: Home / City / Bridge Opens\nBridge Opens Again Today", ["kicker", "title"]),
        ("WORLD\nBridge Opens Again After Nine Months", ["kicker", "title"]),
        (
            "Bridge Opens Again Today\nby Jane Doe Staff Writer\nA New Deck for an Old River",
            ["title", "byline", "headline"],
        ),
        ("Bridge Opens Again Today\nBridge Opens Again Today", ["title", "title"]),
        (
            "Bridge Opens Again Today\nBy Jane Doe\nNovember 3, 2025\nShare\nFacebook",
            "title byline byline boilerplate boilerplate".split(),
        ),
        ("Bridge Opens Again Today\nJane Doe\nFollow\n6 min read", ["title", "byline", "boilerplate", "boilerplate"]),
        ("Bridge Opens Again Today\nJane Doe\njane@gazette.example", ["title", "byline", "byline"]),
        ("Bridge Opens Again Today\nWhy the river had to wait\nBy Jane Doe", ["title", "headline", "byline"]),
        ("Bridge Opens Again Today\n0\n45", ["title", "boilerplate", "boilerplate"]),
        ("Photo: AFP\nBridge Opens Again After Nine Months", ["caption", "title"]),
        (
            "Trending Now\nSix Ways to Cook a Carp\nThe Cat That Voted Twice\nBridge Opens Again Today\nBy Jane Doe",
            ["boilerplate", "boilerplate", "boilerplate", "title", "byline"],
        ),
        ("Title: Bridge Opens\nSource: The Gazette\nDate: 2025-11-03", ["title", "byline", "byline"]),
        ("We use cookies to improve the site.\nAccept\nBridge Opens Again", ["boilerplate", "boilerplate", "title"]),
        (
            "Mein Konto\nLokales\nWochenmarkt zieht auf den Bahnhofsplatz",
            ["boilerplate", "kicker", "title"],
        ),
        ("Weather | Traffic | Shop\nBridge Opens Again After Nine Months", ["boilerplate", "title"]),
        (
            "Bridge Opens Again Today\nThe river had to wait. Nobody minded.\nBy Jane Doe\nThe rain fell.",
            ["title", "headline", "byline"],
        ),
        ("Bridge Opens Again Today\nQuelle: Getty Images/Roe", ["title", "caption"]),
        ("Titel: Die Brücke\nAutor: Jana Roth\nDatum: 03.12.2025", ["title", "byline", "byline"]),
        ("Titre : Le pont\nAuteur : Léa Roy\nDate : 3 décembre 2025", ["title", "byline", "byline"]),
        ("", []),
    ],
)
def test_kinds_of_the_head(text, expected):
    assert kinds(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "So what is the gap between the two sides nowadays?",
        "Brewers are making more money from drinks than from beer",
        "Tony Blair has met Angela Merkel and Vladimir Putin in Paris.",
        "“It rained,” said Jane Doe.",
        "- first of three things",
        "| a | b |",
        "What do you think?",
        "Did you know? Ice floats.",
        "Frequently Asked Questions",
        "PARIS (AFP) - Il pleut.",
        "14:32 GMT\nBridge at Alder closed",
    ],
)
def test_lines_under_the_title_that_belong_to_the_body(text):
    assert [kind for kind in kinds(f"Bridge Opens Again Today\n{text}") if kind != "boilerplate"] == ["title"]


def test_a_text_that_starts_with_prose_has_no_title():
    header, blocks, body = read_header(split_lines(f"{PROSE}\n{PROSE}"))
    assert header.title is None
    assert blocks == []
    assert len(body) == 2


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Source: The Gazette", {"outlet": "The Gazette"}),
        ("Date: 2025-11-03", {"published": "2025-11-03"}),
        ("By Jane Doe, Staff Writer", {"author": "Jane Doe", "author_role": "Staff Writer"}),
        ("URL: https://gazette.example/a", {"url": "https://gazette.example/a"}),
        ("Language: Spanish", {"language": "Spanish"}),
        ("Section: City", {"kicker": "City"}),
        ("Date: soon", {"published": None}),
        ("Jane Doe", {"author": None}),
    ],
)
def test_what_the_head_states(text, stated):
    header, _, _ = read_header(split_lines(f"Bridge Opens Again Today\n{text}\n{PROSE}"))
    assert {field: getattr(header, field) for field in stated} == stated


def test_a_title_stated_elsewhere_is_recognised_in_the_text():
    header, blocks, _ = read_header(split_lines(f"Bridge opens again!\n{PROSE}"), title="Bridge Opens Again")
    assert [block.kind for block in blocks] == ["title"]
    assert header.title == "Bridge Opens Again"
