import pytest

from workbench.articles.metadata import (
    Byline,
    date_in_name,
    date_in_url,
    decide_published,
    is_publication_line,
    read_bare_name,
    read_byline,
    split_role,
)

DAY = "November 3, 2025"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("by Jane Doe", Byline("Jane Doe")),
        ("By: Jane Doe", Byline("Jane Doe")),
        ("*By Jane Doe*", Byline("Jane Doe")),
        ("Written by Jane Doe", Byline("Jane Doe")),
        ("Por Juana Pérez de la Torre", Byline("Juana Pérez de la Torre")),
        ("by James Carter Senior News Editor", Byline("James Carter", "Senior News Editor")),
        ("By Jane Doe, Staff Writer", Byline("Jane Doe", "Staff Writer")),
        ("by Omar Haddad – World Editor", Byline("Omar Haddad", "World Editor")),
        ("by Chief Editor", Byline(None, "Chief Editor")),
        ("By Jane Doe and John Roe", Byline("Jane Doe, John Roe")),
        ("By Jane Doe, John Roe and Ana Ruiz", Byline("Jane Doe, John Roe, Ana Ruiz")),
        ("By Reuters", Byline("Reuters")),
        ("By Jane Doe, Associated Press", Byline("Jane Doe")),
        ("By Jane Doe in Mexico City", Byline("Jane Doe")),
        ("Von Jana Roth und Jan-Ole Petersen, Emden", Byline("Jana Roth, Jan-Ole Petersen")),
        ("Ein Artikel von Jana Roth", Byline("Jana Roth")),
        ("von Jana Roth, Redakteurin", Byline("Jana Roth", "Redakteurin")),
        ("Par Claire Moreau (avec AFP)", Byline("Claire Moreau")),
        ("Par Claire Moreau et Léa Roy", Byline("Claire Moreau, Léa Roy")),
        ("Propos recueillis par Hugo Castel", Byline("Hugo Castel")),
        ("Por Ana Ribeiro e Marcos Teixeira — São Paulo", Byline("Ana Ribeiro, Marcos Teixeira")),
        ("Por Maria Costa e Silva", Byline("Maria Costa e Silva")),
        ("Por José Ortega y Gasset", Byline("José Ortega y Gasset")),
        ("Da Redação", Byline(None, "Redação")),
        ("By Fiona Marsh and AFP", Byline("Fiona Marsh, AFP")),
        ("By Jane Doe jane@gazette.example and John Roe @jroe", Byline("Jane Doe, John Roe")),
        (
            "By Jane Doe, Energy Editor, and John Roe, Health Editor",
            Byline("Jane Doe, John Roe", "Energy Editor, Health Editor"),
        ),
        ("Von Jana Roth für Hafenkurier", Byline("Jana Roth", None, "Hafenkurier")),
        ("By Jane Doe for The Daily Ledger", Byline("Jane Doe", None, "The Daily Ledger")),
        ("By Jane Doe | Updated Nov 3, 2025 | 5 min read", Byline("Jane Doe", None, None, "Updated Nov 3, 2025")),
        ("By Jane Doe Updated Nov 3, 2025", Byline("Jane Doe", None, None, "Nov 3, 2025")),
        (f"Posted on {DAY} by Jane Doe", Byline("Jane Doe", None, None, DAY)),
        (f"Posted by Jane Doe on {DAY} in City", Byline("Jane Doe", None, None, DAY)),
        ("Submitted by jdoe on Mon, 11/03/2025 - 10:22", Byline("jdoe", None, None, "11/03/2025")),
        (f"Published in Harbor Ledger on {DAY}", Byline(None, None, "Harbor Ledger", DAY)),
        (f"Published: {DAY}", Byline(None, None, None, DAY)),
        (f"Last updated on {DAY}", Byline(None, None, None, DAY)),
        ("Published 6:00 am Tuesday, November 4, 2025", Byline(None, None, None, "November 4, 2025")),
        ("Source: Harbor Ledger", Byline(outlet="Harbor Ledger")),
        (DAY, Byline(published=DAY)),
        (f"The Daily Ledger | {DAY}", Byline(outlet="The Daily Ledger", published=DAY)),
        (f"World | {DAY}", Byline(published=DAY)),
        (f"Jane Doe | Senior Tech Writer | {DAY}", Byline("Jane Doe", "Senior Tech Writer", None, DAY)),
        (f"Climate Change | {DAY}", Byline(published=DAY)),
        ("3 de noviembre de 2025 · 4 min de lectura", Byline(published="3 de noviembre de 2025")),
        ("Stand: 03.12.2025 17:45 Uhr", Byline(published="03.12.2025")),
        ("Veröffentlicht am 03.12.2025 | Lesedauer: 6 Minuten", Byline(published="03.12.2025")),
        ("Publié le 3 décembre 2025 à 18h05, mis à jour le 4 décembre 2025", Byline(published="3 décembre 2025")),
        ("3 dez 2025 - 22:14", Byline(published="3 dez 2025")),
    ],
)
def test_bylines(line, expected):
    assert read_byline(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "",
        "By the end of the week, the talks had failed.",
        "By and large it held.",
        "By noon it rained",
        "Published in May, the report names four banks.",
        "Reuters reports that it rained.",
        "Jane Doe",
        "The vote on November 3, 2025 was the closest in the history of the county, officials said.",
        "Source: a person who was in the room when the two sides spoke about it on the phone",
        "World",
        "word " * 31,
        "Paris, 3 déc. 2025 (AFP) - Il pleut.",
        "Von Wölfen und Menschen",
        "Da redação do acordo participaram quatro países, e nenhum ficou satisfeito.",
    ],
)
def test_no_bylines(line):
    assert read_byline(line) is None


@pytest.mark.parametrize(
    ("line", "following", "expected"),
    [
        ("Jane Doe, Staff Writer", [], Byline("Jane Doe", "Staff Writer")),
        ("Jonas Weber | Trade Editor", [], Byline("Jonas Weber", "Trade Editor")),
        ("Jane Doe", ["Follow"], Byline("Jane Doe")),
        ("Jane Doe", ["Follow us", "6 min read"], Byline("Jane Doe")),
        ("Jane Doe", ["jane@gazette.example"], Byline("Jane Doe")),
        ("Jane Doe and John Roe", ["Health Correspondents"], Byline("Jane Doe, John Roe")),
        ("Health Correspondents", [], Byline(role="Health Correspondents")),
        ("Jane Doe", [DAY], Byline()),
        ("Lusa", [], Byline("Lusa")),
        ("Marta Sequeira com Lusa", [], Byline("Marta Sequeira, Lusa")),
        ("Jeanne Lefort, correspondante à Limoges", [], Byline("Jeanne Lefort", "correspondante à Limoges")),
        ("jane@gazette.example", [], Byline()),
        ("@janedoe", [], Byline()),
        ("Jane Doe", ["The council met on Tuesday."], None),
        ("Jane Doe", [], None),
        ("Climate", ["Follow"], None),
        ("Latest News", ["Follow"], None),
        ("Trump Fires Top Staff Writer", [], None),
        ("The bridge opens", ["Follow"], None),
        ("Editor", [], None),
    ],
)
def test_names_without_by(line, following, expected):
    assert read_bare_name(line, following) == expected


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Graham Tolliver, Energy Editor", ("Graham Tolliver", "Energy Editor")),
        ("Ana Ruiz", ("Ana Ruiz", None)),
        ("Redacción", (None, "Redacción")),
        ("Ludwig van Beethoven", ("Ludwig van Beethoven", None)),
        ("the end of the week", (None, None)),
        ("", (None, None)),
        ("Ana Ruiz ana@gazette.example", ("Ana Ruiz", None)),
        ("By Ana Ruiz; Juan Gil", ("Ana Ruiz, Juan Gil", None)),
        ("Ana Ruiz & Juan Gil (@jgil)", ("Ana Ruiz, Juan Gil", None)),
        ("Jane E. Doe", ("Jane E. Doe", None)),
        ("Reuters", ("Reuters", None)),
        ("Jane Doe, Politics and Economics Editor", ("Jane Doe", "Politics and Economics Editor")),
        ("ana@gazette.example", (None, None)),
    ],
)
def test_names_and_roles(text, parts):
    assert split_role(text) == parts


@pytest.mark.parametrize(
    ("candidates", "source", "day", "confidence"),
    [
        ({"metadata": "2025-11-03", "byline": "2025-11-05"}, "metadata", "2025-11-03", 1.0),
        ({"filename": "2025-11-03", "byline": "November 5, 2025"}, "byline", "2025-11-05", 0.9),
        ({"metadata": "soon", "url": "2025-11-03"}, "url", "2025-11-03", 0.8),
        ({"metadata": None, "filename": None}, "none", None, 0.0),
        ({}, "none", None, 0.0),
        ({"byline": "03/04/2025"}, "byline", None, 0.45),
        ({"dateline": "3 déc. 2025", "filename": "2025-11-03"}, "byline", "2025-12-03", 0.7),
        ({"dateline": "3 déc. 2025", "url": "2025-12-04"}, "url", "2025-12-04", 0.8),
    ],
)
def test_the_best_stated_date_wins(candidates, source, day, confidence):
    decided = decide_published(candidates)
    assert (decided.source, decided.confidence) == (source, confidence)
    assert (decided.published and decided.published.date().isoformat()) == day


def test_the_file_may_decide_the_order_of_a_date():
    assert decide_published({"byline": "03/04/2025"}, day_first=True).published.date().isoformat() == "2025-04-03"


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2025/11/3/bridge", "2025-11-03"),
        ("https://a.example/news/2025-11-03-bridge", "2025-11-03"),
        ("https://a.example/2025/11/bridge", "2025-11"),
        ("https://a.example/20251103-bridge", "2025-11-03"),
        ("https://a.example/20259903/1234567890", None),
        ("https://a.example/12025/11/03", None),
        (None, None),
    ],
)
def test_dates_in_addresses(url, day):
    assert date_in_url(url) == day


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2025-11-03_bridge.txt", "2025-11-03"),
        ("bridge_20251103.txt", "2025-11-03"),
        ("bridge_2025_11_03.txt", "2025-11-03"),
        ("bridge_20259903.txt", None),
        ("id-12025-11-03.txt", None),
        ("a.txt", None),
    ],
)
def test_dates_in_file_names(name, day):
    assert date_in_name(name) == day


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("First Published: November 2, 2025, 22:41 IST", True),
        ("Last updated on 3 November 2025", True),
        ("Published on November 2, 2025, the report names four banks.", False),
        ("November 2, 2025", False),
        ("Updated rules apply.", False),
    ],
)
def test_lines_that_state_publication(line, is_one):
    assert is_publication_line(line) is is_one
