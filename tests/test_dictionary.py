"""The dictionary coder: what matches, what must not, which match wins, what is denied, and the sums of scores."""

from pathlib import Path

import pandas as pd
import pytest

from workbench.errors import DataError, ParameterError
from workbench.framing import Codebook, find_hits, read_codebook, score_frames

HIT_TYPES = ["str", "str", "Int64", "str", "str", "str", "Int64", "Int64", "bool", "str"]
SCORE_TYPES = ["str", "str", "str", "int64", "int64", "float64", "bool", "str"]


def table(*texts: str | None) -> pd.DataFrame:
    return pd.DataFrame({"article_id": [f"a{number}" for number in range(len(texts))], "text": list(texts)})


@pytest.fixture
def codebook(tmp_path: Path):
    """Return a maker of codebooks with the frames "one" and "two"."""

    def make(
        *patterns: str, exclude: tuple[str, ...] = (), other: tuple[str, ...] = ("zebra",), exclusive: bool = False
    ) -> Codebook:
        path = tmp_path / "test.toml"
        path.write_text(
            f'name = "t"\nversion = "1"\nunit = "article"\nexclusive = {str(exclusive).lower()}\ndescription = "d"\n'
            f'[[frames]]\nframe = "one"\nlabel = "One"\ndefinition = "D."\n'
            f"patterns = {{ en = {list(patterns)} }}\nexclude_patterns = {{ en = {list(exclude)} }}\n"
            f'[[frames]]\nframe = "two"\nlabel = "Two"\ndefinition = "D."\npatterns = {{ en = {list(other)} }}\n',
            encoding="utf-8",
        )
        return read_codebook(path)

    return make


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("deal", "A Deal, then another DEAL.", ["Deal", "DEAL"]),
        ("deal", "Deals, dealers and deal-making were all ideal.", []),
        ("deal*", "Deals, dealers and deal-making were all ideal.", ["Deals", "dealers", "deal-making"]),
        ("*deal", "An ideal deal, not dealt.", ["ideal", "deal"]),
        ("s*tion", "The sanction and the station; sanctions.", ["sanction", "station"]),
        ("caracas", "Caracas’s mayor and Caracas's press.", ["Caracas’s", "Caracas's"]),
        ("people's", "The people’s choice, the people chose.", ["people’s"]),
        ("u.s.", "The U.S.-Venezuela talks; US talks.", ["U.S."]),
        ("venezuela", "The U.S.-Venezuela talks.", ["Venezuela"]),
        ("presión", "La presión crece; la presion no.", ["presión"]),
        ("sanción", "Una SANCIÓN más.", ["SANCIÓN"]),
        (
            "phone call",
            "A phone call, a phone  call, a phone\u00a0call.",
            ["phone call", "phone  call", "phone\u00a0call"],
        ),
        ("phone call", "He held the phone. Call me, phone, call. Phone-call. Phones call.", []),
        ("phone call", "By phone\ncall", []),
        ("phone call", "By phone\n\nCall him.", []),
        ("phone call", "The last word was phone", []),
        ("war crime*", "“War” crimes and war criminals, war, crime.", ["War” crimes"]),
        ("law* of war", "The laws of war.", ["laws of war"]),
        ("court order", "The court’s order stands.", ["court’s order"]),
        ("5.6 million", "Some 5.6 million people, not 5,6 million.", ["5.6 million"]),
        ("a", "A plan", ["A"]),
    ],
)
def test_what_a_pattern_matches(codebook, pattern: str, text: str, matches: list[str]) -> None:
    hits = find_hits(table(text), codebook(pattern))
    assert hits["match"].tolist() == matches
    assert set(hits["pattern"]) <= {pattern}


@pytest.mark.parametrize(
    ("patterns", "text", "kept"),
    [
        (("pressure", "military pressure"), "Military pressure and pressure.", ["Military pressure", "pressure"]),
        (("oil reserves", "reserves fund"), "The oil reserves fund grew.", ["reserves fund"]),
        (("oil fields", "fields burn"), "Oil fields burn.", ["fields burn"]),
        (("oil well", "well site"), "Oil well site, oil well.", ["well site", "oil well"]),
        (("gas well", "well gas"), "Gas well gas.", ["Gas well"]),
        (("oil", "oil field", "field"), "Oil field, oil, field.", ["Oil field", "oil", "field"]),
        (("sanction*", "sanctions"), "Sanctions.", ["Sanctions"]),
    ],
)
def test_the_longest_match_of_a_frame_wins(codebook, patterns: tuple[str, ...], text: str, kept: list[str]) -> None:
    assert find_hits(table(text), codebook(*patterns))["match"].tolist() == kept


def test_of_patterns_that_match_the_same_words_the_first_of_the_codebook_is_named(codebook) -> None:
    text = table("Sanctions.")
    assert find_hits(text, codebook("sanction*", "sanctions"))["pattern"].tolist() == ["sanction*"]
    assert find_hits(text, codebook("sanctions", "sanction*"))["pattern"].tolist() == ["sanctions"]


def test_frames_do_not_take_matches_from_each_other(codebook) -> None:
    hits = find_hits(table("Oil sanctions bite."), codebook("oil sanctions", other=("sanctions", "oil")))
    assert hits[["frame", "match"]].to_numpy().tolist() == [
        ["two", "Oil"],
        ["one", "Oil sanctions"],
        ["two", "sanctions"],
    ]


@pytest.mark.parametrize(
    ("exclude", "text", "kept"),
    [
        ("oil on canvas", "Oil on canvas; oil on water.", ["oil"]),
        ("oil on canvas", "Oil. On canvas they show oil.", ["Oil", "oil"]),
        ("oil paint*", "An oil painting of oil rigs.", ["oil rigs"]),
        ("the oil", "The oil rigs burn the oil.", ["oil rigs"]),
        ("oil", "Oil and oil rigs.", ["oil rigs"]),
    ],
)
def test_a_match_inside_an_exclusion_is_dropped(codebook, exclude: str, text: str, kept: list[str]) -> None:
    assert find_hits(table(text), codebook("oil*", "oil rigs", exclude=(exclude,)))["match"].tolist() == kept


def test_an_exclusion_holds_for_its_own_frame_only(codebook) -> None:
    hits = find_hits(table("Snake oil."), codebook("oil", exclude=("snake oil",), other=("oil",)))
    assert hits["frame"].tolist() == ["two"]


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("lift* {0,3} sanctions", "They lifted sanctions.", ["lifted sanctions"]),
        ("lift* {0,3} sanctions", "Lifting all of the sanctions hurts.", ["Lifting all of the sanctions"]),
        ("lift* {0,3} sanctions", "Lifting all of the old sanctions hurts.", []),
        ("lift* {1,3} sanctions", "They lifted sanctions, they lifted the sanctions.", ["lifted the sanctions"]),
        ("lift* {0,3} sanctions", "They lifted, some say, sanctions.", ["lifted, some say, sanctions"]),
        ("lift* {0,3} sanctions", "They lifted it. Sanctions stay.", []),
        ("lift* {0,3} sanctions", "They lifted\nsanctions.", []),
        ("lift* {0,3} sanctions", "The U.S. lifted the U.S. sanctions.", ["lifted the U.S. sanctions"]),
        ("the {1,1} deal", "The deal, the old deal, the very old deal.", ["the old deal"]),
        ("oil {0,2} gas {0,2} deal", "An oil and gas trade deal.", ["oil and gas trade deal"]),
        ("call* for {0,2} talks", "A call for new talks, a call, for talks.", ["call for new talks"]),
        # The shortest of one pattern's matches that lie inside each other.
        ("lift* {0,5} sanctions", "Lift the sanctions, and more sanctions.", ["Lift the sanctions"]),
        ("lift* {0,5} sanctions", "Lift, yes lift the sanctions.", ["lift the sanctions"]),
        ("oil {0,3} oil", "Oil, oil and oil.", ["oil and oil"]),
    ],
)
def test_words_between(codebook, pattern: str, text: str, matches: list[str]) -> None:
    assert find_hits(table(text), codebook(pattern))["match"].tolist() == matches


def test_a_match_with_words_between_takes_what_lies_inside_it(codebook) -> None:
    text = table("They lifted the harsh oil sanctions; sanctions.")
    hits = find_hits(text, codebook("sanctions", "lift* {0,4} sanctions", "oil"))
    assert hits["match"].tolist() == ["lifted the harsh oil sanctions", "sanctions"]
    excluded = find_hits(text, codebook("sanctions", "oil", exclude=("lift* {0,4} sanctions",)))
    assert excluded["match"].tolist() == ["sanctions"]


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("İstanbul: İİİ oil, ẞ oil.", ["oil", "oil"]),  # a letter that is two in lower case
        ("Große STRAẞE oil.", ["oil"]),
        ("Ŀ ŉ ǰ ΐ oil ﬁ oil.", ["oil", "oil"]),
        ("🛢️ oil 👩‍👩‍👧 oil.", ["oil", "oil"]),
        ("\u2028oil\u2029oil\x85oil\x0boil\x1coil", ["oil"] * 5),
        ("oil\r\noil\toil\u3000oil", ["oil"] * 4),
    ],
)
def test_offsets_hold_where_letters_change_their_number(codebook, text: str, matches: list[str]) -> None:
    hits = find_hits(table("One.", text), codebook("oil"))
    assert hits["match"].tolist() == matches
    assert [text[start:end] for start, end in zip(hits["start"], hits["end"], strict=True)] == matches


def test_a_capital_that_is_two_letters_in_lower_case_is_found(codebook) -> None:
    assert find_hits(table("In İstanbul."), codebook("İstanbul"))["match"].tolist() == ["İstanbul"]


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("There will be no sanctions.", True),
        ("Neither tariffs, quotas nor sanctions were named.", True),
        ("The answer was no. Sanctions stay.", False),
        ("He said no\nSanctions stay.", False),
        ("Not only sanctions but threats.", False),
        ("They talked without lifting any sanctions.", False),
        ("No-fly zones and sanctions.", False),
    ],
)
def test_denied_matches(codebook, text: str, negated: bool) -> None:
    assert find_hits(table(text), codebook("sanctions"))["negated"].tolist() == [negated]


def test_a_negator_in_another_article_denies_nothing(codebook) -> None:
    assert find_hits(table("They said no", "Sanctions stay."), codebook("sanctions"))["negated"].tolist() == [False]


def test_the_language_of_an_article_decides_about_words_that_deny_elsewhere(codebook) -> None:
    articles = table("O governo falou no acordo.", "No hay acuerdo, no acordo.").assign(language=["pt", "es"])
    assert find_hits(articles, codebook("acordo"))["negated"].tolist() == [False, True]
    assert find_hits(articles.assign(language=None), codebook("acordo"))["negated"].tolist() == [True, True]


def test_words_that_both_affirm_and_match_are_still_denied(codebook) -> None:
    hits = find_hits(table("There is no embargo on oil."), codebook("embargo", "without aid"))
    assert hits["negated"].tolist() == [True]
    assert find_hits(table("Left without aid."), codebook("without aid"))["negated"].tolist() == [False]


def test_spans_and_blocks_lead_back_to_the_text() -> None:
    texts = [
        "“No deal,” the envoy’s aide said. Sanctions stay.\n\nTankers waited off Curaçao; crude prices rose.",
        "La presión sobre el crudo venezolano no cede. Sin embargo, el diálogo sigue.\n\n\n  El tribunal decidirá.",
        "",
    ]
    articles = table(*texts)
    for unit in ("article", "paragraph", "sentence"):
        hits = find_hits(articles, read_codebook("negotiation"), unit=unit)
        for hit in hits.itertuples():
            assert articles.set_index("article_id")["text"][hit.article_id][hit.start : hit.end] == hit.match
        assert hits["match"].tolist() == find_hits(articles, read_codebook("negotiation"))["match"].tolist()
    assert hits.groupby("article_id")["block"].unique().map(list).to_dict() == {"a0": [0, 1], "a1": [0, 1]}


def test_text_blocks_are_used_when_present(codebook) -> None:
    articles = table("Oil.\n\nMore oil.", "Oil.\n\nOil again.").assign(text_blocks=["3 7", "5"])
    assert find_hits(articles, codebook("oil"))["block"].tolist() == [3, 7, pd.NA, pd.NA]


@pytest.mark.parametrize(
    ("unit", "units"),
    [
        ("article", ["a0", "a0", "a0"]),
        ("paragraph", ["a0-p0", "a0-p0", "a0-p1"]),
        ("sentence", ["a0-s0", "a0-s1", "a0-s3"]),
    ],
)
def test_hits_name_their_unit(codebook, unit: str, units: list[str]) -> None:
    text = "Oil fell. Oil rose.\n\nNothing here. The oil burns."
    assert find_hits(table(text), codebook("oil"), unit=unit)["unit_id"].tolist() == units


@pytest.mark.parametrize("unit", ["article", "paragraph", "sentence"])
def test_batches_change_nothing(codebook, monkeypatch, unit: str) -> None:
    texts = ["No oil. Oil!\n\nThe oil field burns.", None, " ", "Zebra, oil\nfield.", "", "Neither oil nor zebra."] * 3
    book = codebook("oil", "oil field", exclude=("the oil",))
    articles = table(*texts).assign(language="en", weight=0.5)
    hits, scores = find_hits(articles, book, unit=unit), score_frames(articles, book, unit=unit)
    for size in (1, 30, 10_000):
        monkeypatch.setattr("workbench.framing.dictionary.batches.BATCH", size)
        pd.testing.assert_frame_equal(find_hits(articles, book, unit=unit), hits)
        pd.testing.assert_frame_equal(score_frames(articles, book, unit=unit), scores)


def test_a_vocabulary_that_is_full_begins_anew(codebook, monkeypatch) -> None:
    monkeypatch.setattr("workbench.framing.dictionary.matching.MOST_TOKENS", 3)
    articles = table("One two three four oil.", "Five six oil field.", "Oil.")
    for _ in range(2):
        assert find_hits(articles, codebook("oil", "oil field"))["match"].tolist() == ["oil", "oil field", "Oil"]


def test_the_same_text_gives_the_same_hits_whatever_was_read_before(codebook) -> None:
    book = codebook("oil", "oil* {0,2} field*")
    first = find_hits(table("Oil and gas fields; no oil."), book)
    find_hits(table("Fields of oil.", "Other words, no oil, fields."), book)
    pd.testing.assert_frame_equal(find_hits(table("Oil and gas fields; no oil."), book), first)


def test_any_index_and_identifier_will_do(codebook) -> None:
    articles = pd.DataFrame({"article_id": [7, 8], "text": ["Oil.", "No oil."], "weight": [1, 2]}, index=["x", "x"])
    assert find_hits(articles, codebook("oil"))[["unit_id", "article_id"]].to_numpy().tolist() == [
        ["7", "7"],
        ["8", "8"],
    ]
    scores = score_frames(articles, codebook("oil"), unit="sentence")
    assert scores["article_id"].tolist() == ["7", "7", "8", "8"]
    assert scores["weight"].tolist() == [1, 1, 2, 2]


def test_every_row_says_with_which_codebook_it_was_made(codebook) -> None:
    book = codebook("oil")
    assert find_hits(table("Oil."), book)["codebook"].tolist() == [book.hash]
    assert score_frames(table("Oil."), book)["codebook"].tolist() == [book.hash] * 2


def test_an_exclusive_codebook_shows_one_frame_at_most(codebook) -> None:
    articles = table("Oil, oil, zebra.", "Oil, zebra, zebra.", "Zebra and oil.", "Nothing.")
    scores = score_frames(articles, codebook("oil", exclusive=True), min_hits=1)
    assert scores["present"].tolist() == [True, False, False, True, True, False, False, False]


def test_hits_stand_in_the_order_of_articles_then_places(codebook) -> None:
    hits = find_hits(table("Zebra oil.", "Oil zebra.").iloc[::-1], codebook("oil"))
    assert hits[["article_id", "frame"]].to_numpy().tolist() == [
        ["a1", "one"],
        ["a1", "two"],
        ["a0", "two"],
        ["a0", "one"],
    ]


def test_scores_hold_every_unit_with_every_frame(codebook) -> None:
    articles = table("Oil, oil and no oil.", "Oil today.", "Nothing. ", "", None)
    scores = score_frames(articles, codebook("oil"))
    assert scores[["unit_id", "frame", "hits", "words", "present"]].to_numpy().tolist() == [
        ["a0", "one", 2, 5, True],
        ["a0", "two", 0, 5, False],
        ["a1", "one", 1, 2, False],
        ["a1", "two", 0, 2, False],
        ["a2", "one", 0, 1, False],
        ["a2", "two", 0, 1, False],
    ]
    assert scores["rate"].tolist() == [400.0, 0.0, 500.0, 0.0, 0.0, 0.0]
    assert scores.dtypes.astype(str).tolist() == SCORE_TYPES


def test_scores_of_sentences_add_up_to_those_of_articles() -> None:
    articles = table(
        "Talks began. An envoy flew in.\n\nNo deal was struck, but talks go on.", "Crude fell. Tankers left."
    )
    codebook = read_codebook("negotiation")
    whole = score_frames(articles, codebook).set_index(["article_id", "frame"])
    parts = score_frames(articles, codebook, unit="sentence", min_hits=1).groupby(["article_id", "frame"])
    assert parts["hits"].sum().eq(whole["hits"]).all()
    assert parts["words"].sum().eq(whole["words"]).all()


@pytest.mark.parametrize(("min_hits", "present"), [(1, True), (2, True), (3, False)])
def test_min_hits_decides_presence(codebook, min_hits: int, present: bool) -> None:
    scores = score_frames(table("Oil and oil."), codebook("oil"), min_hits=min_hits)
    assert scores["present"].tolist() == [present, False]


def test_a_unit_without_words_has_no_rate(codebook) -> None:
    scores = score_frames(table("— 。 —"), codebook("oil"))
    assert scores["words"].tolist() == [0, 0]
    assert scores["rate"].isna().all()


def test_frames_that_only_people_can_code_are_not_scored(codebook) -> None:
    assert score_frames(table("Oil and oil."), codebook("oil", other=()))["frame"].tolist() == ["one"]


@pytest.mark.parametrize("articles", [table(), table(""), table("Nothing to see.")])
def test_empty_input_gives_the_right_empty_tables(codebook, articles: pd.DataFrame) -> None:
    hits = find_hits(articles, codebook("oil"))
    assert hits.empty
    assert hits.dtypes.astype(str).tolist() == HIT_TYPES
    scores = score_frames(articles, codebook("oil"))
    assert scores.dtypes.astype(str).tolist() == SCORE_TYPES
    assert scores["hits"].sum() == 0


def test_wrong_input_is_named(codebook) -> None:
    book = codebook("oil")
    with pytest.raises(ParameterError, match="Did you mean 'sentence'"):
        find_hits(table("Oil."), book, unit="sentences")
    with pytest.raises(ParameterError, match="min_hits=0"):
        score_frames(table("Oil."), book, min_hits=0)
    with pytest.raises(DataError, match="no column 'text'"):
        find_hits(pd.DataFrame({"article_id": ["a"]}), book)
    with pytest.raises(DataError, match="'a0' stands in two rows"):
        find_hits(pd.concat([table("Oil."), table("Oil.")]), book)


def test_a_very_long_text_is_coded_in_reasonable_steps(codebook) -> None:
    hits = find_hits(table("oil field " * 50_000), codebook("oil", "oil field"))
    assert len(hits) == 50_000


def frames_in(text: str, codebook: str) -> set[str]:
    return set(find_hits(table(text), read_codebook(codebook))["frame"])


@pytest.mark.parametrize(
    ("text", "frames"),
    [
        ("Mediators carried an offer to the palace, and both sides spoke of a compromise.", {"deal-making"}),
        ("Los mediadores llevaron una contraoferta al palacio.", {"deal-making"}),
        ("The ultimatum came with warships on the horizon.", {"pressure"}),
        ("El bloqueo y las sanciones siguen.", {"pressure"}),
        ("Prosecutors unsealed the indictment in a Florida court.", {"law"}),
        ("La fiscalía pidió su extradición por crímenes de guerra.", {"law"}),
        ("Refugees queued for bread; hunger has doubled.", {"humanitarian"}),
        ("El éxodo deja hambre y pobreza.", {"humanitarian"}),
        ("The opposition says the ballots were never counted and calls him a dictator.", {"legitimacy"}),
        ("La oposición exige elecciones.", {"legitimacy"}),
        ("Smugglers moved cocaine for the cartel.", {"drugs"}),
        ("El narcotráfico y el crimen organizado crecen.", {"drugs"}),
        ("Refiners bought fewer barrels of heavy crude.", {"oil"}),
        ("El petróleo y los yacimientos de gas.", {"oil"}),
        ("Latin American capitals fear a new sphere of influence.", {"regional"}),
        ("La soberanía de los vecinos está en juego.", {"regional"}),
        # What must not be found.
        ("Sin embargo, el viaje sigue de acuerdo con el calendario.", set()),
        ("It took a great deal of time, high blood pressure and a prescription drug.", set()),
        ("An oil on canvas hangs by the escalator of the tennis court.", set()),
        ("President Petro of Colombia visited Costa Rica by taxi.", set()),
        ("The Democratic Party holds its neighborhood picnic.", set()),
    ],
)
def test_the_negotiation_codebook_on_invented_sentences(text: str, frames: set[str]) -> None:
    assert frames_in(text, "negotiation") == frames


@pytest.mark.parametrize(
    ("text", "frames"),
    [
        ("The rivals clashed and accused each other.", {"conflict"}),
        ("Los adversarios se enfrentan y cruzan acusaciones.", {"conflict"}),
        ("A widow and her children told of their grief.", {"human interest"}),
        ("Su hija guarda una foto entre lágrimas.", {"human interest"}),
        ("Taxpayers will carry the costs, and inflation is rising.", {"economic consequences"}),
        ("Suben los precios y el desempleo.", {"economic consequences"}),
        ("Bishops called it immoral, a matter of conscience.", {"morality"}),
        ("Es una injusticia y una vergüenza.", {"morality"}),
        ("The ministry is to blame and must act.", {"responsibility"}),
        ("El gobierno es responsable y debe tomar medidas.", {"responsibility"}),
        # What must not be found.
        ("Hijackers took the critical route past Evo Morales's coast, the opposite of what was planned.", set()),
        ("They acted in good faith at all costs.", set()),
    ],
)
def test_the_generic_codebook_on_invented_sentences(text: str, frames: set[str]) -> None:
    assert frames_in(text, "generic") == frames


def test_weights_of_articles_reach_the_scores():
    articles = pd.DataFrame({"article_id": ["a", "b"], "text": ["Oil fell.", "Oil rose."], "weight": [0.5, 1.0]})
    scores = score_frames(articles, read_codebook("negotiation"))
    assert scores.groupby("article_id")["weight"].unique().map(list).tolist() == [[0.5], [1.0]]
    assert "weight" not in score_frames(articles.drop(columns="weight"), read_codebook("negotiation")).columns
