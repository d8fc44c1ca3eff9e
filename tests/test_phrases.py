import re

import pytest

from workbench.articles.phrases import LANGUAGES, list_names, pattern, phrase_list, plain_quotes, rule_of, rules

GROUPS = ("lines", "starts", "boilerplate", "callout", "faq", "call", "caption", "byline", "keys")


def test_every_language_has_every_part():
    from workbench.articles.phrases import _read

    for language in LANGUAGES:
        assert set(_read(language)) >= set(GROUPS), language
        for name in ("related", "tail", "contents", "biography", "trail", "anywhere", "buttons"):
            assert _read(language)["boilerplate"][name], (language, name)
        for name in ("by", "credit", "published", "source", "roles", "joining", "place", "elapsed", "clock"):
            assert _read(language)["byline"][name], (language, name)


@pytest.mark.parametrize("group", GROUPS)
def test_every_phrase_is_a_pattern_without_names(group):
    for name in list_names(group):
        for phrase in phrase_list(group, name):
            assert not re.compile(phrase).groupindex
            assert re.fullmatch(phrase, "") is None, phrase


def test_a_list_nobody_has_is_an_error():
    with pytest.raises(KeyError, match="nothing"):
        phrase_list("lines", "nothing")


def test_brackets_of_phrases_keep_nothing():
    assert pattern("boilerplate", "related").groups == 0
    assert pattern("caption", "ends", "{}$").search("Old town. (Photo: Ken Ido)")


def test_rules_tell_which_list_matched():
    assert rule_of(rules("lines", "^{}$").match("Advertisement")) == "advertisement"
    assert rule_of(rules("lines", "^{}$").match("15.41 Uhr")) == "live-stamp"


def test_quotes_are_made_plain_character_for_character():
    assert plain_quotes("« Oui » ‘a’ „b“ l’été\u202f!") == '" Oui " \'a\' "b" l\'été !'
