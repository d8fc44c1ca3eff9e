import pytest

from workbench.articles.language import clean_language, find_language

TEXTS = {
    "en": "The talks between the two governments have not ended, the envoy said on Friday.",
    "es": "Las conversaciones entre los dos gobiernos no han terminado, dijo el enviado el viernes.",
    "fr": "Les discussions entre les deux gouvernements ne sont pas terminées, a dit l’émissaire vendredi.",
    "de": "Die Gespräche zwischen den beiden Regierungen sind noch nicht beendet, sagte der Gesandte am Freitag.",
    "pt": "As conversas entre os dois governos não terminaram, disse o enviado na sexta-feira à noite.",
    "no": "Regjeringen sier at forhandlingene fortsetter, og at ingen avtale er undertegnet ennå.",
    "it": "Il governo ha detto che i negoziati continuano e che nessun accordo è stato firmato.",
    "ru": "Правительство заявило, что переговоры продолжаются и соглашение ещё не подписано.",
}


@pytest.mark.parametrize(("code", "text"), TEXTS.items())
def test_languages(code, text):
    assert find_language(text) == code


@pytest.mark.parametrize("text", ["", "12 34", "Only four words here", "qwer asdf zxcv uiop hjkl vbnm tyui ghjk"])
def test_too_little_to_tell(text):
    assert find_language(text) is None


def test_names_and_numbers_alone_are_not_guessed():
    assert find_language("Germany 2 France 1 Spain 3 Italy 0 Brazil 4 Chile 2 Peru 1") is None


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("en", "en"),
        ("EN-us", "en"),
        ("es_MX", "es"),
        ("Spanish", "es"),
        ("Deutsch", "de"),
        ("?", None),
        ("", None),
        (None, None),
        ("klingon", None),
        ("12", None),
    ],
)
def test_stated_languages(stated, code):
    assert clean_language(stated) == code
