import pytest

from workbench.articles import questions
from workbench.articles.kinds import Block
from workbench.articles.lines import Line


def line(text):
    return Line(text, 0, len(text))


def blocks(kind, rule=""):
    return [Block(kind, None, "…", 0, 1, rule)]


@pytest.mark.parametrize(
    "text",
    [
        "Frequently Asked Questions",
        "FAQ",
        "FAQs",
        "**FAQ**",
        "## Frequently Asked Questions (FAQ)",
        "Questions and Answers",
        "Q&A",
        "People Also Ask",
        "FAQ: The Tariff Truce",
        "The Tariff Truce: FAQ",
        "Questions and Answers About the Fires",
        "Preguntas frecuentes",
        "Preguntas y respuestas",
    ],
)
def test_headings(text):
    assert questions.is_faq_heading(line(text))


@pytest.mark.parametrize(
    "text",
    [
        "Questions remain about the fires",
        "The minister took questions and answered none.",
        "Common questions remain about the deal",
        "No questions asked",
        "FAQ pages are the first thing visitors read on most sites.",
    ],
)
def test_no_headings(text):
    assert not questions.is_faq_heading(line(text))


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Q: Will it hold? A: It may.", "Q: Will it hold?"),
        ("**Q:** Will it hold? **A:** It may.", "**Q:** Will it hold?"),
        ("Question: Will it hold? Answer: It may.", "Question: Will it hold?"),
        ("Q1. Will it hold? A1. It may.", "Q1. Will it hold?"),
        ("P: ¿Resistirá? R: Tal vez.", "P: ¿Resistirá?"),
    ],
)
def test_question_and_answer_on_one_line(text, question):
    first, second = questions.question_and_answer(line(text), in_faq=False, blocks=[])
    assert first.text == question
    assert text[second.start : second.end] == second.text
    assert f"{first.text} {second.text}" == text


@pytest.mark.parametrize(
    ("text", "before", "rule", "divided"),
    [
        ("**Will it hold?** It may, if the frost is light.", "heading", "faq-heading", True),
        ("1. Will it hold? It may, if the frost is light.", "faq_answer", "faq-mark", True),
        ("Will it hold? It may, if the frost is light.", "faq_answer", "faq-same-line", True),
        ("Will it hold? It may, if the frost is light.", "faq_answer", "faq-mark", False),
        ("Will it hold? It may, if the frost is light.", "faq_question", "faq-mark", False),
        ("It may. Will it hold? Nobody knows what frost does.", "heading", "faq-heading", False),
        ("Will it hold? No.", "heading", "faq-heading", False),
    ],
)
def test_unmarked_pairs_on_one_line(text, before, rule, divided):
    found = questions.question_and_answer(line(text), in_faq=True, blocks=blocks(before, rule))
    assert (found is not None) is divided


def test_outside_an_faq_unmarked_lines_are_not_divided():
    text = "**Will it hold?** It may, if the frost is light."
    assert questions.question_and_answer(line(text), in_faq=False, blocks=blocks("paragraph")) is None


@pytest.mark.parametrize(
    ("texts", "in_faq", "last", "kind"),
    [
        (["Q: Will it hold?", "A: It may."], False, "paragraph", "faq_question"),
        (["Q. Will it hold", "A. It may."], False, "paragraph", "faq_question"),
        (["A: It may."], False, "faq_question", "faq_answer"),
        (["It may."], False, "faq_question", "faq_answer"),
        (["Will it hold?", "It may."], True, "heading", "faq_question"),
        (["1. Will it hold?", "It may."], True, "heading", "faq_question"),
        (["### Will it hold?", "It may."], True, "faq_answer", "faq_question"),
        (["It may, too.", "Who pays?"], True, "faq_answer", "faq_answer"),
        (["Will it hold?", "It may."], False, "paragraph", None),
        (["It may, too.", "The end."], True, "faq_answer", None),
        (["A: a letter."], False, "paragraph", None),
        (["P. Diddy left the court.", "He went home."], False, "paragraph", None),
        (["What do you think?"], True, "faq_answer", None),
    ],
)
def test_questions_and_answers_line_by_line(texts, in_faq, last, kind):
    lines = [line(text) for text in texts]
    found = questions.faq_kind(lines[0], lines, 0, in_faq=in_faq, blocks=blocks(last))
    assert (found[0] if found else None) == kind
