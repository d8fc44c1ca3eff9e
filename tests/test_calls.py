import pytest

from workbench.articles.calls import call_start, is_call

CALLS = [
    "Share your thoughts in the comments below!",
    "What do you think?",
    "What are your predictions for the season?",
    "Subscribe to our newsletter.",
    "Sign up here.",
    "Let us know what you think in the comments.",
    "Stay tuned for more.",
    "Follow us on Google News.",
    "Read also: The bridge stays closed",
    "RELATED: The bridge stays closed",
    "Explore our coverage of the drought.",
    "Learn more about water in our comprehensive guide.",
    "For more on the drought, explore our series.",
    "Do you agree with the verdict?",
    "Join the conversation!",
    "👉 Subscribe now!",
    "*Have questions about savings? Write to us.*",
    "Support our independent journalism.",
    "Thanks for reading The Gauge!",
    "¿Qué opina usted?",
    "Lee también: El puente sigue cerrado",
    "Déjanos tu comentario.",
    "Suscríbete a nuestro boletín.",
    "Was meinen Sie dazu?",
    "Folgen Sie uns auf WhatsApp.",
    "Lesen Sie auch: Die Brücke bleibt zu",
    "Abonnieren Sie unseren Newsletter.",
    "Qu’en pensez-vous ?",
    "Lire aussi : Le pont reste fermé",
    "Inscrivez-vous à notre newsletter",
    "Siga-nos no Instagram",
    "Leia também: A ponte continua fechada",
    "E você, o que acha? Deixe sua opinião nos comentários.",
]
NOT_CALLS = [
    "Share prices fell after the talks.",
    "Share the burden, he told the ministers.",
    "Follow the money and the picture changes.",
    "Investors subscribe to the bond.",
    "Subscribers to the plan will pay more.",
    "Comments from the public will be heard in May.",
    "He apologised for the distress due to the comments.",
    "For more than 60 years our party has governed here.",
    "For more than ten years visitors see the same wall.",
    "Like US officials, the envoy declined to comment.",
    "Support US troops, the banner said.",
    "Tell US officials the truth, he wrote.",
    "She was paid to write a story about the port.",
    "Do you agree, the judge asked him twice, and he said no.",
    "“What do you think?” the mayor asked.",
    "“What do you expect?”",
    "Read the small print.",
    "Join forces with the neighbours, the plan says.",
    "Comparte piso con tres estudiantes.",
    "More than half of them left.",
    "Stay orders were lifted on Friday.",
    "As our latest report on the port shows, traffic fell.",
    "Contact tracing began on Monday.",
    "Sign up for the army at seventeen, his father had said, and he did.",
    "Síganos, dijo el guía, y todos entraron.",
    "Suivez-nous, lança le guide, et tous entrèrent.",
    "Wie sehen Sie die Rolle der Stadt in diesem Streit?",
    "Lesen Sie den Vertrag genau, rät die Kammer.",
    "Siga em frente, disse o guarda.",
    "",
]


@pytest.mark.parametrize("sentence", CALLS)
def test_calls(sentence):
    assert call_start(sentence) == 0


@pytest.mark.parametrize("sentence", NOT_CALLS)
def test_not_calls(sentence):
    assert call_start(sentence) is None


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("The vote is in May. What do you think?", "What do you think?"),
        ("The vote is in May. Who will win? Share your views in the comments!", "Who will win? Share"),
        ("It rained. Want to learn more? Explore the archive. Tell us in the comments.", "Want to learn"),
        ("El club espera. ¿Y tú qué opinas? ¡Déjanos tu comentario!", "¿Y tú"),
        ("Costs rose. Learn more about water in our full guide.", "Learn more"),
    ],
)
def test_calls_at_the_end_of_a_paragraph(text, rest):
    start = call_start(text)
    assert start is not None
    assert text[start:].startswith(rest)


@pytest.mark.parametrize(
    "text",
    [
        "Share your thoughts below, the sign said. Nobody did.",
        "Who will win? Nobody knows. The count goes on.",
        "What will they plant next year?",
        "Will it hold?",
    ],
)
def test_text_that_does_not_end_in_a_call(text):
    assert call_start(text) is None


def test_a_very_long_sentence_is_no_call():
    assert not is_call("Subscribe to our newsletter " + "and read " * 60)
