import pytest

from workbench.articles.blocks import find_blocks
from workbench.articles.datelines import is_agency, is_sign_off, read_dateline, sign_off_start
from workbench.articles.lines import split_lines

LONG = "The council met on Tuesday to speak about the bridge, which was closed in the spring after a lorry struck it."


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("CARACAS (AP) — Talks went on.", ("CARACAS", "AP", None)),
        ("LONDON, Nov 3 (Reuters) - Talks went on.", ("LONDON", "Reuters", None)),
        ("BERLIN, 3. Dez (dpa) - Es regnet.", ("BERLIN", "dpa", None)),
        ("Altenrode (dpa/sa) - Es regnet.", ("Altenrode", "dpa", None)),
        ("Frankfurt/Main (dpa) – Es regnet.", ("Frankfurt/Main", "dpa", None)),
        ("Paris, 3 déc. 2025 (AFP) - Il pleut.", ("Paris", "AFP", "3 déc. 2025")),
        ("Valdemar, 3 dic (EFE).- Llueve.", ("Valdemar", "EFE", None)),
        ("CIUDAD DE MÉXICO (Reuters) - Llueve.", ("CIUDAD DE MÉXICO", "Reuters", None)),
        ("LISBOA (Lusa) – Chove.", ("LISBOA", "Lusa", None)),
        ("(FOLHAPRESS) – Chove.", (None, "FOLHAPRESS", None)),
        ("WASHINGTON, Dec. 3, 2025 — It rains.", ("WASHINGTON", None, "Dec. 3, 2025")),
    ],
)
def test_datelines(text, stated):
    found = read_dateline(text)
    assert (found.place, found.agency, found.published) == stated
    assert text[found.end :] in {"Talks went on.", "Es regnet.", "Il pleut.", "Llueve.", "Chove.", "It rains."}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Paris (the city) - it rained.",
        "The talks — if they are talks — went on.",
        "Berlin, 3. Dezember 2025",
        "In Caracas (AP reported) it rained.",
        "NATO and others left.",
    ],
)
def test_no_datelines(text):
    assert read_dateline(text) is None


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        ("Talks went on. (Reuters)", "Talks went on."),
        ("Talks went on. — PA", "Talks went on."),
        ("Es regnet. dpa", "Es regnet."),
        ("„Es regnet.“ dpa/lno", "„Es regnet.“"),
        ("Il pleut. (AFP)", "Il pleut."),
        ("Llueve. EFE", "Llueve."),
        ("Chove. Lusa", "Chove."),
    ],
)
def test_sign_offs_are_cut_from_the_prose(text, prose):
    assert text[: sign_off_start(text)].strip() == prose
    raw = f"{LONG}\n{text}"
    blocks = find_blocks(split_lines(raw))[0]
    assert [(block.kind, block.rule) for block in blocks[-2:]] == [("paragraph", "prose"), ("boilerplate", "wire-tag")]
    assert blocks[-2].text == prose
    assert all(raw[block.start : block.end] == block.text for block in blocks)


@pytest.mark.parametrize(
    "text", ["", "He told Reuters", "It was the AP.", "He works (AP)", "They met. He left", "Talks went on (Reuters)."]
)
def test_agencies_in_prose_are_no_sign_offs(text):
    assert sign_off_start(text) is None


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("(Reuters)", True),
        ("- dpa", True),
        ("dpa/lno", True),
        ("AFP", True),
        ("ssu/dapd/dpa-AFX/Reuters", True),
        ("Reuters reports", False),
        ("ap", False),
    ],
)
def test_lines_of_agencies(text, is_one):
    assert is_sign_off(text) is is_one


def test_agencies_are_written_as_they_write_themselves():
    assert is_agency("AP")
    assert is_agency("Kyodo News")
    assert not is_agency("ap")
    assert not is_agency("The Gazette")


def test_datelines_stay_in_the_prose_and_name_no_outlet():
    blocks, header = find_blocks(split_lines(f"Rain Falls on the Old Town Again\nPARIS, Dec. 3, 2025 (AFP) - {LONG}"))
    assert [block.kind for block in blocks] == ["title", "paragraph"]
    assert (header.outlet, header.author, header.published, header.dateline) == (None, None, None, "Dec. 3, 2025")
