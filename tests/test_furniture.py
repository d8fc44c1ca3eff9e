import pytest

from workbench.articles import furniture
from workbench.articles.kinds import Block
from workbench.articles.lines import Line, split_lines

LONG = "The council met on Tuesday to speak about the bridge, which was closed in the spring, and about its cost. "
LONG = (LONG * 2).strip()


def line(text, hint=""):
    return Line(text, 0, len(text), hint=hint)


@pytest.mark.parametrize(
    "text",
    [
        "Share this:",
        "Facebook",
        "Advertisement",
        "- Advertisement -",
        "Adblock Detected",
        "Skip to main content",
        "This site uses Akismet to reduce spam. Learn how your comment data is processed.",
        "Your email address will not be published. Required fields are marked *",
        "Tags: water, desert",
        "Filed Under: City, Housing",
        "© 2025 The Gazette. All rights reserved.",
        "5 min read",
        "• 2d • 3 min read",
        "1.2K Followers",
        "list 1 of 3Why the port is empty",
        "---",
        "***",
        "We use cookies to improve the site.",
        "Click to share on Facebook (Opens in new window)",
        "Tu dirección de correo electrónico no será publicada.",
        "[Internal link: drought guide]",
        "Story continues below advertisement",
        "In this article: airlines, delays",
    ],
)
def test_boilerplate(text):
    assert furniture.is_boilerplate(line(text))


@pytest.mark.parametrize(
    "text",
    [
        "Share prices fell by a tenth on Monday.",
        "Follow the money and the picture is less tidy.",
        "Comments from the public will be heard.",
        "Powered by two engines, the ferry crossed in an hour.",
        "Posted in Berlin for years, the diplomat speaks German.",
        "Some of the links between the parties are old.",
        "Reader comments poured in after the broadcast.",
        "Our standards are high, the minister said.",
        "Home sales rose.",
        "Register of deeds opens again",
        "Link to the old trial denied",
        "Print runs are falling, and so are sales.",
        "| a | b |",
        "Terms of service at the port require a permit.",
    ],
)
def test_not_boilerplate(text):
    assert not furniture.is_boilerplate(line(text))


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Did you know? Ice floats.", "Did you know"),
        ("“Did you know?” Ice floats.", "Did you know"),
        ("“Did you know?” box: Ice floats.", "Did you know"),
        ("**Did You Know?** Ice floats.", "Did you know"),
        ("💡 Did you know?", "Did you know"),
        ("Pro Tip: Walk.", "Pro tip"),
        ("“Pro Tip:” Walk.", "Pro tip"),
        ("> **Pro Tip:** Walk.", "Pro tip"),
        ("PRO TIP: Walk.", "Pro tip"),
        ("**Expert Tip** — Walk.", "Expert tip"),
        ("Pro Tip - Walk.", "Pro tip"),
        ("Expert Insight", "Expert insight"),
        ("[Expert Insight] “Walk,” she says.", "Expert insight"),
        ("🔑 Key Takeaway – Walk.", "Key takeaway"),
        ("Key Takeaways", "Key takeaways"),
        ("Editor’s note: Names were changed.", "Editor's note"),
        ("Note: Names were changed.", "Note"),
        ("Bottom line: Walk.", "Bottom line"),
        ("¿Sabías que…? El hielo flota.", "Sabías que"),
        ("Dato clave: El hielo flota.", "Dato clave"),
    ],
)
def test_callouts(text, label):
    assert furniture.callout_label(line(text)) == label


@pytest.mark.parametrize(
    "text",
    [
        "Key takeaways were few at the meeting.",
        "Note that the plan needs no law.",
        "Did you know that rain follows the plough? It does not.",
        "Tips from staff suggest that drafts exist.",
        "The bottom line is that demand never went away.",
        "Background checks take a week.",
        "Context matters here.",
        "Warning signs were ignored.",
        "Highlights",
        "Why It Matters",
        "Pro tip-offs are rare.",
        "Expert views differ.",
        "In brief, nothing changed.",
        "Remember the flood of 1953.",
        "Claves del mercado de invierno",
    ],
)
def test_not_callouts(text):
    assert furniture.callout_label(line(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "Photo: AFP",
        "Image credit: Getty",
        "Foto: EFE",
        "(Photo by Ken Ido)",
        "Photo by Elias Maurer on Unsplash",
        "Crews remove planks on Friday. (Staff photo by Ken Ido)",
        "A wafer in a clean room. (Photo: handout)",
        "The old opera house © Provided by The Herald",
        "Containers at the port, October 30, 2025. REUTERS/Mika Torn",
        "[1/2]Containers at the port.",
        "Item 1 of 2 Containers at the port.",
        "[Image: a map of the river]",
        "Source: harbour authority",
    ],
)
def test_captions(text):
    assert furniture.is_caption(line(text))


@pytest.mark.parametrize(
    "text",
    [
        "Voters must show identification (photo ID).",
        "Photographs of the bridge show rust.",
        "The image of the port has changed.",
        "Sources said the vote would be close.",
        "File-swappers ready new network",
        "“Photo albums burned,” she said.",
        "Video of the crash was shown in court.",
        "He works for Reuters.",
        "Map readers were lost.",
    ],
)
def test_not_captions(text):
    assert not furniture.is_caption(line(text))


@pytest.mark.parametrize(
    "text",
    [
        "What Comes After the Ice",
        "Prices climb again",
        "## The Arithmetic of a Doorbell",
        "**The Road Ahead**",
        "1. Cheaper Cells",
        "What Happens Next?",
        "Who pays?",
        "What Happens Next:",
        "‘We chose elsewhere’",
        "In a Nutshell",
    ],
)
def test_headings(text):
    lines = [line(text), line(LONG)]
    assert furniture.is_heading(lines[0], lines, 0)


@pytest.mark.parametrize(
    "text",
    [
        "It did not rain.",
        "“You hate to do it.”",
        "She called it “a huge win.”",
        "By the end of the week, they had decided to cut it,",
        "The Gazette reports:",
        "How is it possible, he asked the judge, that nobody saw it?",
        "“The least prepared person ever to run for the office.” — A voter",
        "to the last day of the season",
        "27,595",
        "1500 GMT",
        "- Water: two litres a person",
        "They left. They came back",
        "All of the members of the old council left the room before the vote was taken",
    ],
)
def test_not_headings(text):
    lines = [line(text), line(LONG)]
    assert not furniture.is_heading(lines[0], lines, 0)


def test_a_heading_stands_over_text():
    teams = [line(name) for name in ("Reading v Stockport", "Derby v Watford", "Hull v Colchester", "Oldham v Luton")]
    assert not any(furniture.is_heading(team, teams, index) for index, team in enumerate(teams))
    broken = [line("He scored the goal that secured"), line("the cup for his side, and left. " * 4)]
    assert not furniture.is_heading(broken[0], broken, 0)
    assert not furniture.is_heading(line("The End"), [line("The End")], 0)


@pytest.mark.parametrize(
    ("texts", "rows"),
    [
        (["| a | b |", "|---|---|", "| 1 | 2 |"], [0, 1, 2]),
        (["a | b | c", "1 | 2 | 3"], [0, 1]),
        (["Team\tPoints", "North\t3", "Prose."], [0, 1]),
        (["One | two.", "Prose."], []),
        (["Either | or | both, she said.", "Prose."], []),
        (["A tab\tin prose.", "Prose."], []),
    ],
)
def test_table_rows(texts, rows):
    lines = [line(text) for text in texts]
    assert [i for i, row in enumerate(lines) if furniture.is_table_row(row, lines, i)] == rows


@pytest.mark.parametrize(
    "text", ["You may also like", "RELATED ARTICLES", "Read Next", "Tags:", "Noticias relacionadas"]
)
def test_lists_of_other_stories_open(text):
    assert furniture.opens_related(line(text))


@pytest.mark.parametrize("text", ["You may also like rain.", "Related companies pay less", "Trending upward since May"])
def test_lists_of_other_stories_do_not_open(text):
    assert not furniture.opens_related(line(text.replace("rain.", "the rain in the north")))


def test_comments_open_the_tail_only_after_the_text():
    lines = [line("Leave a Comment"), line(LONG), line("Leave a Comment"), line("Name")]
    assert not furniture.opens_tail(lines[0], lines, 0)
    assert furniture.opens_tail(lines[2], lines, 2)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("Jane Doe is a senior reporter covering ports.", True),
        ("Reach Jane Doe at jane@gazette.example.", True),
        ("Follow her on X @janedoe.", True),
        ("Jane Doe left the room.", False),
        ("Reach a deal at any cost, he said.", False),
        ("Follow the money on the hill, she said.", False),
        ("Ken Ido is a teacher in Port Elder.", False),
    ],
)
def test_notes_about_the_author(text, note):
    lines = [line(LONG * 3), line(text)]
    assert furniture.is_author_note(lines[1], lines, 1, "Jane Doe") is note
    assert not furniture.is_author_note(line(text), [line(text), line(LONG)], 0, "Jane Doe")


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("(Reporting by Ana Whitlow; Editing by Jon Sayers)", True),
        ("Additional reporting by Ana Whitlow.", True),
        ("Reporting by the newspaper shows that money was moved abroad.", False),
        ("Editing by hand takes hours.", False),
    ],
)
def test_credits(text, credit):
    assert furniture.is_credit(line(text)) is credit


def test_a_table_of_contents_is_a_list_of_lines_that_come_again():
    raw = f"Title\nTable of Contents\nToggle\nThe Ice\nThe Water\nThe Ice\n{LONG}\nThe Water\n{LONG}"
    hints = [entry.hint for entry in furniture.mark_contents(split_lines(raw))]
    assert hints == ["", "contents", "contents", "contents", "contents", "", "", "", ""]


def test_contents_that_list_nothing_are_left():
    lines = split_lines(f"Contents\n{LONG}\n{LONG}")
    assert furniture.mark_contents(lines) == lines


def paragraphs(*texts):
    return [Block("heading" if len(text) < 20 else "paragraph", None, text, 0, 1, "") for text in texts]


def test_the_one_short_sentence_beside_a_heading_is_a_caption():
    caption = "Workers lay fleece blankets over a slope near the summit."
    blocks = furniture.mark_captions(paragraphs(LONG, LONG, caption, "The Ice", LONG, LONG))
    assert [block.kind for block in blocks] == [
        "paragraph",
        "paragraph",
        "caption",
        "heading",
        "paragraph",
        "paragraph",
    ]


@pytest.mark.parametrize(
    "short", ["It rained for eleven days in May.", "“It rained on every one of us.”", "Did it rain on all of them?"]
)
def test_short_paragraphs_that_are_no_captions(short):
    blocks = paragraphs(LONG, LONG, short, "The Ice", LONG, LONG)
    blocks = [*blocks, *paragraphs("They went home.. and that was all.")] if "eleven" in short else blocks
    assert "caption" not in {block.kind for block in furniture.mark_captions(blocks)}
