"""Negation: what is denied, and what only looks so. [Brackets] mark the match."""

import pytest

from workbench.framing.dictionary.negation import is_denied, is_negator
from workbench.text import iterate_words, split_sentences


def denied(marked: str, language: str | None = None) -> bool:
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    first, stop = next(span for span in split_sentences(text) if span[0] <= start < span[1])
    words = [(word, first + begin, first + close) for word, begin, close in iterate_words(text[first:stop])]
    matched = [number for number, (_, begin, _) in enumerate(words) if start <= begin < end]
    return is_denied(text, words, matched[0], matched[-1], language=language)


@pytest.mark.parametrize(
    "text",
    [
        "There will be no [sanctions].",
        "They did not impose the [sanctions].",
        "They didn’t want [sanctions], he said.",
        "Caracas cannot accept [sanctions].",
        "Neither tariffs nor [sanctions] were named.",
        "Neither tariffs, [sanctions] nor threats were named.",
        "Neither [sanctions] nor tariffs were named.",
        "Neither tariffs, quotas, boycotts nor [sanctions] were named.",
        "Nunca pidieron [sanciones].",
        "Un acuerdo sin [sanciones].",
        "They did not at all want new [sanctions].",
        "There was no deal, tariff or [sanction].",
        "There were no tariffs, [sanctions] or threats.",
        "They no longer impose [sanctions].",
        "No one wants [sanctions].",
        "Nobody wants [sanctions].",
        "None of the [sanctions] were imposed.",
        "They were left without food, water and [aid].",
        "They were left without food and [aid].",
        "They were left without food, [water] and aid.",
        "He left without food, water or [aid].",
        "Without food and [aid] they left.",
        "El gobierno no impondrá nuevas [sanciones].",
        "Ni multas ni [sanciones].",
        "No habrá multas, aranceles ni [sanciones].",
        "No hay ningún [acuerdo].",
        "Ya no habrá [sanciones].",
        "Tampoco hubo [acuerdo].",
        "Il n'y a pas de [sanctions].",
        "Es gibt keine [Sanktionen].",
        "Weder Zölle noch [Sanktionen] kamen.",
        "Não haverá [sanções].",
        "Sem [acordo], o governo caiu.",
        "\"There is no 'secret' [deal],\" he said.",
        "He said there was no [deal] and left.",
        "The talks ended without a [deal].",
        "There is no such [deal].",
        "They never reached a [deal].",
        "It was not a [deal] but a ruse.",
        "Nothing in the [deal] was new.",
        "They aren't negotiating a [deal].",
        "no plan for new [sanctions]",
        "No [deal]!",
        "No such [deal] is planned.",
        "No deal or [compromise] came.",
        "They have not yet reached a [deal].",
        "Not a single [sanction] was lifted.",
        "They refused to talk, and no [deal] came.",
        "El acuerdo no incluye [sanciones] ni multas.",
        "Nadie pidió [sanciones].",
        "Nada de [sanciones].",
        "They can’t agree on [sanctions].",
        "It was, he said, without any [pressure].",
    ],
)
def test_denied(text: str) -> None:
    assert denied(text)


@pytest.mark.parametrize(
    "text",
    [
        "Without a deal, threats and [sanctions] will follow.",
        "Without a deal, [sanctions] and threats will follow.",
        "Without a deal, [sanctions] or threats will follow.",
        "There was no deal, threats and [sanctions] followed.",
        "There was no deal, [sanctions] and threats followed.",
        "The answer was no. [Sanctions] stay.",
        "He said no\n[Sanctions] stay.",
        "[Sanctions] do not work.",
        "Not only [sanctions] but threats.",
        "It isn’t just [sanctions].",
        "Sin embargo, [sanciones] remain.",
        "Sin embargo [sanciones] habrá.",
        "No doubt [sanctions] remain.",
        "There is no doubt about the [sanctions].",
        "No-fly zones and [sanctions].",
        "Another notable [sanctions] list.",
        "not without [sanctions]",
        "They did not leave without a [deal].",
        "No llegaron sin [acuerdo].",
        "without lifting the [sanctions]",
        "without lifting any [sanctions]",
        "They did not lift tariffs or [sanctions].",
        "sin levantar las [sanciones]",
        "El gobierno no descarta nuevas [sanciones].",
        "They have not ruled out [sanctions].",
        "Washington won't rule out military [action].",
        "It was not talks but [sanctions].",
        "No quiere diálogo sino [sanciones].",
        "No quiere diálogo, sino [sanciones].",
        "No hubo diálogo, pero sí [sanciones].",
        "No, [sanctions] stay.",
        "He did not resign; [sanctions] followed.",
        "There was no deal, and [sanctions] stay.",
        "There was no deal and [sanctions] stay.",
        "There was no deal, [sanctions] followed.",
        "There was no progress despite the [sanctions].",
        "There was no calm after the [sanctions].",
        "He did not say when [talks] would resume.",
        "She does not believe that [sanctions] work.",
        "whether or not [sanctions] come",
        "with or without [sanctions]",
        "con o sin [sanciones]",
        "No solo habrá [sanciones].",
        "No sólo hay multas, sino [sanciones].",
        "Sin duda habrá [sanciones].",
        "No cabe duda de que habrá [sanciones].",
        "no end to the [sanctions]",
        "There is no alternative to [sanctions].",
        "They will not hesitate to impose [sanctions].",
        "no less than ten [sanctions]",
        "not to mention the [sanctions]",
        "Never before had such [sanctions] been seen.",
        "Not all [sanctions] were lifted.",
        "No todas las [sanciones] siguen.",
        "no — [sanctions] stay",
        "Unless there is a deal, [sanctions] stay.",
        "no (and yet [sanctions])",
        "The ministry had no comment on the [sanctions].",
        "pas seulement des [sanctions]",
        "nicht nur [Sanktionen]",
        "nicht ohne [Sanktionen]",
        "não apenas [sanções]",
        "keine Gespräche, sondern [Sanktionen]",
        "The answer was negative and the very same old tired [sanctions] stay.",
        "no one two three four five six [sanctions]",
        "They could not avoid [sanctions].",
        "No puede evitar las [sanciones].",
        "They did not stop the [talks].",
        "Never mind the [sanctions].",
        "No menos de diez [sanciones].",
        "There is no lack of [pressure].",
        "They left no doubt: [sanctions] stay.",
        "No obstante, las [sanciones] siguen.",
        "Ya sea con o sin [acuerdo], se van.",
        "Il n'a pas levé les [sanctions].",
        "The ceasefire did not break the [deal].",
        "No one spoke. The [deal] stands.",
        "the cannot-do attitude to [sanctions]",
    ],
)
def test_not_denied(text: str) -> None:
    assert not denied(text)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("O governo falou no [acordo].", "pt", False),
        ("O governo falou no [acordo].", "pt-BR", False),
        ("O governo não quer o [acordo].", "pt", True),
        ("No habrá [acuerdo].", "es", True),
        ("A sin of [pressure].", "en", False),
        ("A sin of [pressure].", None, True),
        ("No car and no [deal].", "en", True),
    ],
)
def test_the_language_decides_about_words_that_are_others_elsewhere(text: str, language: str, expected: bool) -> None:
    assert denied(text, language) is expected


@pytest.mark.parametrize(("between", "expected"), [(4, True), (5, True), (6, False)])
def test_a_negator_reaches_over_five_words(between: int, expected: bool) -> None:
    assert denied(f"There is no {'very ' * between}[deal].") is expected


@pytest.mark.parametrize(("items", "expected"), [(5, True), (11, True), (13, False)])
def test_a_list_is_followed_over_twelve_words(items: int, expected: bool) -> None:
    assert denied(f"No {'gas, ' * items}or [deal] came.") is expected


def test_a_phrase_is_denied_as_a_whole() -> None:
    assert denied("There was no [trade deal] yet.")
    assert not denied("[No deal] was struck.")


@pytest.mark.parametrize("word", ["not", "isn't", "sin", "kein", "não", "sans"])
def test_negators(word: str) -> None:
    assert is_negator(word)


@pytest.mark.parametrize("word", ["note", "now", "knot", "sino", "only", "", "n't-like"])
def test_other_words_are_no_negators(word: str) -> None:
    assert not is_negator(word)
