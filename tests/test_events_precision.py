"""What a reader of the timeline sees must be true: whom an event happened to, what it is called, what is an event."""

import pandas as pd
import pytest

from workbench.timeline.events.build import build_events
from workbench.timeline.events.labels import tell_apart, write_date, write_label
from workbench.timeline.events.names import find_names, read_folded_stop_words
from workbench.timeline.events.subjects import find_patient
from workbench.timeline.events.vocabulary import read_vocabulary
from workbench.timeline.expressions.find import find_dates

ENGLISH = read_vocabulary("en")


def built(*texts, **columns):
    articles = pd.DataFrame({"article_id": [f"a{n}" for n in range(len(texts))], "text": texts, **columns})
    return build_events(find_dates(articles), articles)


def labels_of(*texts, **columns):
    return sorted(built(*texts, **columns).events["label"])


@pytest.mark.parametrize(
    ("sentence", "trigger", "form", "subject", "patient"),
    [
        ("Okoye was named by President Salas after Ana Ruiz resigned.", "resigned", "past", True, "Ruiz"),
        ("President Salas asked the envoy Ana Ruiz to resign.", "resign", "base", True, "Ruiz"),
        ("Elena Brandt, who later resigned, wrote a book.", "resigned", "past", True, "Brandt"),
        ("Salas told Ruiz that he would resign.", "resign", "base", True, None),
        ("Salas met Okoye and resigned.", "resigned", "past", True, "Salas"),
        ("After talks with Okoye the mayor resigned.", "resigned", "past", True, None),
        ("A brother of Ruiz died.", "died", "past", True, None),
        ("Ruiz's brother died.", "died", "past", True, None),
        ("The death of Ruiz shocked Okoye.", "death", "noun", True, "Ruiz"),
        ("Okoye mourned the death of Ruiz's brother.", "death", "noun", True, None),
        ("Police in Tarsk arrested the journalist Mira Solano.", "arrested", "past", False, "Solano"),
        ("Ludo Ferrand, the banker, was convicted in Graz.", "convicted", "past", False, "Ferrand"),
        ("Officer Okoye detained two men in Graz.", "detained", "past", False, None),
        ("Okoye welcomed Ferrand's conviction.", "conviction", "noun", False, "Ferrand"),
        ("Ana Ruiz is weighing her resignation.", "resignation", "noun", True, "Ruiz"),
        ("Salas told Ruiz of her resignation.", "resignation", "noun", True, None),
        ("The arrest shocked Okoye.", "arrest", "noun", False, None),
    ],
)
def test_whom_it_happens_to(sentence, trigger, form, subject, patient):
    names = find_names(sentence, ENGLISH, read_folded_stop_words())
    start = sentence.index(trigger)
    assert find_patient(sentence, (start, start + len(trigger)), form, names, subject=subject) == patient


def test_two_who_resigned_are_two_events_whoever_else_is_named():
    texts = [
        "Tam Weller, named by President Salas after the director Ana Ruiz resigned last year, spoke to the board.",
        "On Friday, Salas asked the chief surgeon Dr Tariq Odum to resign.",
    ]
    found = built(*texts, published=pd.to_datetime(["2019-02-28", "2017-04-23"], utc=True)).events
    assert found["label"].tolist() == ["Resignation: Ruiz"]
    assert found["value"].tolist() == ["2018"]


def test_two_arrests_of_one_day_are_two_events():
    texts = [
        "Police in Graz arrested Ludo Ferrand on 3 May 2024.",
        "Police in Graz arrested Mira Solano on 3 May 2024.",
    ]
    assert labels_of(*texts) == ["Arrest: Ferrand", "Arrest: Solano"]


def test_a_plan_lends_no_date():
    texts = [
        "Norvik plans to acquire Harlow, a maker of pumps, on 3 May 2024.",
        "Norvik completed the acquisition of Harlow, the maker of pumps.",
    ]
    event = built(*texts).events.iloc[0]
    assert (event["articles"], event["status"]) == (2, "happened")
    assert pd.isna(event["value"])


@pytest.mark.parametrize(
    ("text", "label"),
    [
        (
            "Mayor Torres spoke in Millbrook. The dam collapsed on 20 February 2024, killing at least 9 people.",
            "Collapse",
        ),
        ("Mayor Torres spoke in Millbrook. At least 9 people were killed on 20 February 2024.", "Attack"),
    ],
)
def test_names_of_other_sentences_stand_in_no_label(text, label):
    found = built(text)
    assert found.events["label"].tolist() == [f"{label} (20 February 2024)"]
    assert found.events["actors"].isna().all()
    assert found.mentions["actors"].isna().all()


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Zembla attacked Port Mira on 3 May 2024.", "Attack: Mira, Zembla"),
        ("Ruiz stepped down on 3 May 2024.", "Resignation: Ruiz"),
        ("Zembla shuts its border with Aria, closed since 3 May 2024.", "Closure: Aria, Zembla"),
        ("The attacks of Zembla on Aria began on 3 May 2024.", "Attacks: Aria, Zembla"),
    ],
)
def test_labels_are_nouns(text, label):
    assert label in labels_of(text)


def test_labels_that_would_be_the_same_are_told_apart():
    rows = [
        {"event_id": "a", "label": "Strike: Kestrel", "actors": "Kestrel", "value": "2016-05"},
        {"event_id": "b", "label": "Strike: Kestrel", "actors": "Kestrel", "value": "XXXX-06-02"},
        {"event_id": "c", "label": "Vote: Kestrel", "actors": "Kestrel", "value": "2016"},
        {"event_id": "d", "label": "Call", "actors": None, "value": None},
        {"event_id": "e", "label": "Call", "actors": None, "value": None},
    ]
    assert list(tell_apart(rows, {}).values()) == [
        "Strike: Kestrel (May 2016)",
        "Strike: Kestrel (2 June)",
        "Vote: Kestrel",
        "Call (1)",
        "Call (2)",
    ]


@pytest.mark.parametrize(("value", "written"), [("2023/2024", "2023 to 2024"), ("2025-SU", "2025-SU"), (None, None)])
def test_dates_in_labels(value, written):
    assert write_date(value) == written


def test_an_unknown_kind_is_called_by_its_name():
    assert write_label([{"trigger": "parade", "text": "marched"}], []) == "Parade"


@pytest.mark.parametrize(
    "text",
    [
        "Ruiz prefers a negotiated end.",
        "If Ruiz resigned, prices would fall.",
        "Elections matter to Ruiz.",
        "Drugs that kill Peruvians worry Ruiz.",
        "The plan of Ruiz does not offer any details.",
        "The election officials of Peru met Ruiz.",
        "Police have an arrest warrant for Ruiz.",
        "The minister resigned.",
        "He repeated his call for calm in Peru.",
    ],
)
def test_general_talk_is_no_event(text):
    assert built(text).events.empty


@pytest.mark.parametrize(
    "text",
    [
        "Ruiz resigned.",
        "Ruiz plans to resign.",
        "Ruiz is considering a call with Okoye.",
        "The talks between Ruiz and Okoye went on.",
        "Ruiz held a vote.",
        "Ruiz denied that the call with Okoye took place.",
    ],
)
def test_what_is_said_to_have_happened_is_an_event(text):
    assert len(built(text).events) == 1


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The council condemned the attack on Aria on 4 May 2024.", "attack"),
        ("On 4 May 2024 Salas asked Ana Ruiz to resign.", "resignation"),
        ("Nine soldiers of Zembla were killed in a campaign that began on 4 May 2024.", "attack"),
    ],
)
def test_the_date_of_something_else_is_not_taken(text, trigger):
    found = built(text).mentions
    assert found.loc[found["trigger"] == trigger, "value"].isna().all()


def test_a_campaign_begun_on_one_day_is_one_event():
    texts = [
        "Since 2 September 2024 Zembla has attacked at least 21 ships.",
        "The attacks on ships began on September 2nd and cost 83 lives.",
        "Operation Night Heron has attacked 21 vessels since 2 September 2024, and 83 sailors died.",
    ]
    found = built(*texts).events
    attacks = found[found["trigger"] == "attack"]
    assert attacks[["articles", "value"]].to_numpy().tolist() == [[3, "2024-09-02"]]


def test_one_man_attacks_two_others():
    texts = ["Salas attacked Ruiz over the harbour budget.", "Salas attacked Okoye over the harbour budget."]
    assert labels_of(*texts) == ["Attack: Okoye, Salas", "Attack: Ruiz, Salas"]


def test_copies_of_a_sentence_are_one_event():
    text = "The envoys of the two sides left the hotel by the lake without an agreement in March 2024, aides said."
    assert built(text, text, text).events["articles"].tolist() == [3]


def test_the_call_of_a_day_is_the_call_of_that_day():
    texts = ["Ruiz and Okoye held a phone call on 3 June 2023.", "After the call of June 3, 2023 prices fell."]
    assert built(*texts).events["articles"].tolist() == [2]


def test_a_dated_doubt_is_held_against_dated_articles_only():
    texts = [
        "Mayor Elena Brandt is considering her resignation over the harbour budget.",
        "Mayor Elena Brandt resigned over the harbour budget.",
        "Elena Brandt resigned over the harbour budget in March.",
    ]
    published = pd.to_datetime(["2024-03-10", "2024-03-13", None], utc=True)
    assert built(*texts, published=published).conflicts.empty


def test_a_far_date_is_held_against_nobody():
    texts = [
        "The shooting of Dr Pavel Renko happened on 23 October 2018.",
        "A van was last seen on 3 November 2018, when detectives asked about the shooting of Dr Pavel Renko.",
    ]
    assert built(*texts).conflicts.empty


def test_to_deny_somebody_a_hearing_is_no_denial():
    texts = [
        "The hearing of Pavel Renko in Morvan was held on 14 February 2023.",
        "The board decided to deny Pavel Renko a hearing in Morvan.",
    ]
    assert built(*texts).conflicts.empty


def test_a_plan_is_no_contradiction_of_an_event_without_a_date():
    texts = [
        "Norvik will merge with Harlow, a maker of pumps.",
        "The merger between Norvik and Harlow, makers of pumps, troubled the bank.",
    ]
    assert built(*texts).conflicts.empty
