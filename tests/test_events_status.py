"""Triggers, names and status: what single sentences say."""

import pytest

from workbench.text import iterate_words
from workbench.timeline.events.names import find_names, read_folded_stop_words
from workbench.timeline.events.status import judge_status
from workbench.timeline.events.triggers import find_triggers
from workbench.timeline.events.vocabulary import fold, read_places, read_vocabulary

ENGLISH, SPANISH = read_vocabulary("en"), read_vocabulary("es")


def triggers_of(sentence, vocabulary=ENGLISH, article=()):
    tokens = list(iterate_words(sentence))
    words = {word for word, _, _ in tokens} | set(article)
    return [(trigger, tokens) for trigger in find_triggers(tokens, vocabulary, words)]


@pytest.mark.parametrize(
    ("sentence", "families"),
    [
        ("They spoke by phone about the ceasefire.", ["call", "ceasefire"]),
        ("Critics call it a mistake and call for reform.", []),
        ("The call for calm was heard.", []),
        ("Drivers went on strike over wages.", ["walkout"]),
        ("A missile strike hit the bridge.", ["attack"]),
        ("The strikes on the port went on.", ["attack"]),
        ("She opened a window.", []),
        ("He gave them a seven-day window to leave.", ["deadline"]),
        ("The mayor stepped down after the referendum.", ["resignation", "referendum"]),
        ("They charge without mercy; it is free of charge.", []),
        ("Nobody was there.", []),
    ],
)
def test_triggers(sentence, families):
    assert [trigger.family for trigger, _ in triggers_of(sentence)] == families


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Okoye and Weber held a call.", "happened"),
        ("Okoye will hold a call with Weber.", "planned"),
        ("Okoye is considering a call with Weber.", "considered"),
        ("Okoye is open to a phone call.", "considered"),
        ("Okoye denied that a call took place.", "denied"),
        ("No call took place.", "denied"),
        ("The call did not take place.", "denied"),
        ("The call did not happen in a vacuum.", "happened"),
        ("The call could weaken the union.", "happened"),
        ("A call could take place.", "hypothetical"),
        ("Could a phone call change the war?", "hypothetical"),
        ("If the call succeeds, prices fall.", "hypothetical"),
        ("The minister resigned.", "happened"),
        ("The minister did not resign.", "denied"),
        ("The minister plans to resign.", "planned"),
        ("The minister threatened to resign.", "hypothetical"),
        ("The minister refused to resign.", "denied"),
        ("The vote will be held in June.", "planned"),
        ("The vote was cancelled.", "denied"),
        ("The navy has not ruled out an attack.", "hypothetical"),
        ("The idea that Okoye floated in the call was odd.", "happened"),
        ("The summit is scheduled for June.", "planned"),
    ],
)
def test_status(sentence, status):
    trigger, tokens = triggers_of(sentence)[0]
    start, end = tokens[trigger.first][1], tokens[trigger.last][2]
    assert judge_status(sentence, start, end, trigger.form, ENGLISH) == status


@pytest.mark.parametrize(
    ("sentence", "family", "status"),
    [
        ("La alcaldesa renunció el lunes.", "resignation", "happened"),
        ("El gobierno niega la reunión.", "meeting", "denied"),
        ("El ministro estudia una llamada con Weber.", "call", "considered"),
        ("La cumbre se celebrará en junio.", "summit", "planned"),
        ("Una posible tregua.", "ceasefire", "hypothetical"),
    ],
)
def test_spanish(sentence, family, status):
    trigger, tokens = triggers_of(sentence, SPANISH)[0]
    start, end = tokens[trigger.first][1], tokens[trigger.last][2]
    assert trigger.family == family
    assert judge_status(sentence, start, end, trigger.form, SPANISH) == status


@pytest.mark.parametrize(
    ("sentence", "actors"),
    [
        ("President Ana Ruiz met Okoye.", ["Ruiz", "Okoye"]),
        ("Washington and the U.S. envoy spoke to American firms.", ["United States"] * 3),
        ("The Ruiz-Okoye call was short.", ["Ruiz", "Okoye"]),
        ("Then Alvarez-Soto spoke.", ["Alvarez-Soto"]),
        ("Critics of Latin America said so on Monday.", ["Latin America"]),
        ("According to Reuters, Ruiz left.", ["Ruiz"]),
        ("The Supreme Court in Seoul ruled.", ["Supreme Court", "South Korea"]),
        ("Secretary of War Tom Hale spoke.", ["Hale"]),
        ("However, nothing happened.", []),
    ],
)
def test_names(sentence, actors):
    assert [name.actor for name in find_names(sentence, ENGLISH, read_folded_stop_words())] == actors


@pytest.mark.parametrize("vocabulary", [ENGLISH, SPANISH])
def test_vocabulary_is_whole(vocabulary):
    assert {"denied", "considered", "planned", "hypothetical", "disputed"} <= set(vocabulary.cues)
    families = {reading.family for entries in vocabulary.triggers.values() for _, reading in entries}
    assert families == set(vocabulary.families)
    assert set(SPANISH.families) <= set(ENGLISH.families)


def test_places_are_folded_and_stand_for_countries():
    assert all(name == fold(name) for name in read_places())
    assert {read_places()[fold(country)] for country in read_places().values()} == set(read_places().values())
