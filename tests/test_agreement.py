"""Agreement of coders: published coefficients, verdicts, reasons instead of numbers, groups, hostile tables."""

import numpy as np
import pandas as pd
import pytest

from workbench.errors import DataError, ParameterError
from workbench.framing.agreement.agreement import score_agreement, score_coder_pairs
from workbench.framing.agreement.alpha import LEVELS
from workbench.framing.agreement.reliability import AGREEMENT_COLUMNS, verdict_of

# Gwet's own package irrCAC (vignette "Calculating chance-corrected agreement coefficients", data of Gwet 2014): the
# tables and values were read there. 1 row a unit, 1 column a coder, "." no code.
FOUR_RATERS = "11.1 2232 3333 3333 2222 1234 4444 1121 2222 .555 ..11 ..3."
ABSTRACTORS = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]
SIX_RATERS = """
00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031
"""
NAMES = ("ana", "ben", "cem", "dina", "eli", "fay")


def coded(*coders, frame="oil"):
    """Return codes in long form from one list of values a coder; None is left open."""
    rows = [
        {"unit_id": f"unit-{unit:03}", "coder": NAMES[place], "frame": frame, "value": value}
        for place, values in enumerate(coders)
        for unit, value in enumerate(values)
    ]
    return pd.DataFrame(rows, columns=["unit_id", "coder", "frame", "value"])


def crossed(table):
    """Return the codes of two coders from how often each pair of values came up."""
    pairs = [
        (row, column) for row, cells in enumerate(table) for column, times in enumerate(cells) for _ in range(times)
    ]
    return coded(*zip(*pairs, strict=True))


def only(table):
    assert len(table) == 1
    return table.iloc[0]


def test_gwet_four_raters_with_missing_codes():
    columns = zip(*FOUR_RATERS.split(), strict=True)
    row = only(score_agreement(coded(*[[None if code == "." else int(code) for code in column] for column in columns])))
    assert row["percent"] == pytest.approx(0.8181818, abs=5e-8)
    assert row["ac1"] == pytest.approx(0.77544, abs=5e-6)
    assert row["alpha"] == pytest.approx(0.74342, abs=5e-6)
    assert (row["units"], row["coders"]) == (11, 4)
    assert "1 unit coded by one coder left out" in row["note"]


def test_gwet_three_categories_two_coders():
    row = only(score_agreement(crossed(ABSTRACTORS)))
    assert row["kappa"] == pytest.approx(0.7964094, abs=5e-8)
    assert row["ac1"] == pytest.approx(0.8493305, abs=5e-8)
    assert row["alpha"] == pytest.approx(0.7972585, abs=5e-8)
    assert row["percent"] == pytest.approx(0.89)
    assert np.isnan(row["prevalence"])


def test_gwet_six_raters_five_categories():
    units = [
        [category for category, times in enumerate(unit) for _ in range(int(times))] for unit in SIX_RATERS.split()
    ]
    row = only(score_agreement(coded(*zip(*units, strict=True))))
    assert row["ac1"] == pytest.approx(0.4448007, abs=5e-8)
    assert row["percent"] == pytest.approx(0.5511111, abs=5e-8)
    assert row["alpha"] == pytest.approx(0.4204384, abs=5e-8)
    assert np.isnan(row["kappa"])


@pytest.mark.parametrize(
    ("table", "kappa"),
    [  # by hand, after Cohen (1960): (observed - chance) / (1 - chance); the paper itself was not at hand
        ([[20, 5], [10, 15]], (0.70 - 0.50) / (1 - 0.50)),
        ([[45, 15], [25, 15]], (0.60 - 0.54) / (1 - 0.54)),
        ([[2, 2], [3, 3]], (0.5 - 0.5) / (1 - 0.5)),
        ([[0, 5], [5, 0]], (0 - 0.5) / (1 - 0.5)),
    ],
)
def test_kappa_by_hand(table, kappa):
    assert only(score_agreement(crossed(table)))["kappa"] == pytest.approx(kappa)


def test_columns_types_and_order():
    codes = pd.concat([coded([1, 0, 1], [1, 0, 0], frame=frame) for frame in ("talks", "oil")], ignore_index=True)
    table = score_agreement(codes)
    assert list(table.columns) == AGREEMENT_COLUMNS
    assert table["frame"].tolist() == ["talks", "oil"]
    types = {name: str(kind) for name, kind in table.dtypes.items()}
    assert {types[name] for name in ("frame", "verdict", "note")} == {"str"}
    assert types["units"] == types["coders"] == "int64"
    assert score_agreement(codes[:0]).dtypes.equals(table.dtypes)
    assert len(score_agreement(codes[:0])) == 0


def test_the_interval_holds_the_estimate_and_repeats():
    table = score_agreement(coded([1, 0] * 30, [1, 0] * 28 + [0, 1] * 2), seed=4)
    assert (table["low"] <= table["alpha"]).all()
    assert (table["alpha"] <= table["high"]).all()
    assert (table["jackknife_low"] < table["alpha"]).all()
    pd.testing.assert_frame_equal(table, score_agreement(coded([1, 0] * 30, [1, 0] * 28 + [0, 1] * 2), seed=4))


def test_a_frame_is_scored_alike_whatever_stands_beside_it():
    oil, talks = coded([1, 0, 1, 0], [1, 0, 0, 0]), coded([0, 1, 1, 1], [0, 1, 1, 0], frame="talks")
    together = score_agreement(pd.concat([talks, oil], ignore_index=True)).iloc[[1]].reset_index(drop=True)
    pd.testing.assert_frame_equal(together, score_agreement(oil))


@pytest.mark.parametrize(
    ("alpha", "verdict"),
    [(0.8, "reliable"), (0.8 - 1e-12, "reliable"), (0.7999, "tentative"), (0.667, "tentative"), (0.6669, "unreliable")],
)
def test_verdicts(alpha, verdict):
    assert verdict_of(alpha) == verdict


@pytest.mark.parametrize(
    ("codes", "reason"),
    [
        (coded([1, 0, 1]), "only one coder (ana) coded it"),
        (coded([1, 0, None, None], [None, None, 1, 0]), "no unit was coded by two of the 2 coders"),
        (coded([0, 0, 0], [0, 0, 0]), "one category only, every code of the 3 units is 0"),
        (coded(["calm", "calm"], ["calm", "calm"]), "one category only, every code of the 2 units is calm"),
        (coded([1], [1]), "one category only, every code of the 1 unit is 1"),
        (coded([0, 0, 1], [0, 0, None]), "one category only, every code of the 2 units is 0"),
        (coded([None], [None]), "nobody coded it"),
    ],
)
def test_undefined_says_why_and_is_never_one(codes, reason):
    row = only(score_agreement(codes))
    assert row["verdict"] == "undefined"
    assert reason in row["note"]
    scores = ["alpha", "low", "high", "ac1", "kappa", "jackknife_low", "jackknife_high", "p_below"]
    assert row[scores].isna().all()


def test_perfect_agreement_is_one_with_a_wide_interval():
    row = only(score_agreement(coded([1, 0] * 6, [1, 0] * 6)))
    assert (row["alpha"], row["high"]) == (1, 1)
    assert row["low"] < 0.8
    assert row["p_below"] > 0.01
    assert row["note"] == "few units (12); code 1 in only 6 units; the interval reaches below .667"


def test_p_below_is_near_certain_where_coders_guess():
    random = np.random.default_rng(0)
    row = only(score_agreement(coded(random.integers(2, size=100), random.integers(2, size=100))))
    assert row["p_below"] == 1
    assert row["verdict"] == "unreliable"


def test_many_sound_codes_need_no_note():
    random = np.random.default_rng(1)
    true = random.integers(2, size=200)
    table = score_agreement(coded(true, np.where(random.random(200) < 0.03, 1 - true, true)))
    assert table["note"].isna().all()


def test_one_and_the_text_one_are_the_same_value():
    mixed = coded([1, "1", 0, "0"], ["1", 1, "0", 1])
    pd.testing.assert_frame_equal(score_agreement(mixed), score_agreement(coded([1, 1, 0, 0], [1, 1, 0, 1])))


def test_one_and_the_text_one_beside_words():
    mixed = coded([1, "1", "calm", "1"], ["1", 1.0, "calm", "tense"])
    row = only(score_agreement(mixed))
    assert row["percent"] == 0.75
    assert np.isnan(row["prevalence"])


def test_a_frame_in_words_leaves_other_frames_numbers():
    words = coded(["calm", "tense", "calm"], ["calm", "tense", "tense"], frame="tone")
    table = score_agreement(pd.concat([coded([1, 0, "1"], ["1", 0, 0]), words], ignore_index=True))
    assert table["prevalence"].round(3).tolist()[0] == 0.5
    assert np.isnan(table["prevalence"][1])


def test_a_coder_with_one_code_is_counted_and_pairs():
    row = only(score_agreement(coded([1, 0, 1, 0], [1, 0, 1, 1], [1, None, None, None])))
    assert (row["units"], row["coders"]) == (4, 3)
    assert np.isnan(row["kappa"])


@pytest.mark.parametrize("level", ["ordinal", "interval", "ratio"])
def test_words_have_no_order(level):
    with pytest.raises(DataError, match="'ben' coded 'oil' in the unit 'unit-001' with 'much'"):
        score_agreement(coded([1, 2], [1, "much"]), level=level)


def test_a_ratio_has_a_zero():
    with pytest.raises(DataError, match="numbers from 0"):
        score_agreement(coded([1, -2], [1, 2]), level="ratio")
    assert only(score_agreement(coded([1, -2], [1, 2]), level="interval"))["units"] == 2


def test_infinite_is_no_number():
    with pytest.raises(DataError, match="needs numbers"):
        score_agreement(coded([1, np.inf], [1, 2]), level="interval")


def test_values_without_end_are_to_be_rounded():
    random = np.random.default_rng(0)
    with pytest.raises(DataError, match="different values; at most 1000"):
        score_agreement(coded(random.random(600), random.random(600)), level="interval")


@pytest.mark.parametrize("level", LEVELS)
def test_all_levels_agree_on_zero_and_one(level):
    codes = coded([1, 0, 1, 0, 1, 1, 0], [1, 0, 1, 1, 1, 0, 0])
    nominal, other = only(score_agreement(codes)), only(score_agreement(codes, level=level))
    assert other[["alpha", "low", "high"]].tolist() == pytest.approx(nominal[["alpha", "low", "high"]].tolist())


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"level": "ordnal"}, "Did you mean 'ordinal'"),
        ({"by": "rund"}, "not a column of the codes"),
        ({"resamples": 3}, "at least 40"),
        ({"resamples": True}, "at least 40"),
        ({"exclusive": True, "level": "ordinal"}, "nominal"),
    ],
)
def test_wrong_options(options, message):
    with pytest.raises(ParameterError, match=message):
        score_agreement(coded([1, 0], [1, 0]), **options)


def test_a_unit_coded_in_two_rounds_is_not_two_coders():
    codes = pd.concat([coded([1, 0], [1, 0]).assign(round=number) for number in (1, 2)], ignore_index=True)
    with pytest.raises(DataError, match="in more than one round"):
        score_agreement(codes)
    by_round = score_agreement(codes, by="round")
    assert by_round["group"].tolist() == ["1", "2"]
    assert by_round["units"].tolist() == [2, 2]
    stability = score_agreement(codes[codes["coder"] == "ana"].assign(coder=lambda own: own["round"].astype("str")))
    assert stability["alpha"].tolist() == [1.0]


def test_groups_of_units_and_of_articles():
    codes = coded([1, 0, 1, 0], [1, 0, 0, 0])
    by_unit = pd.DataFrame({"unit_id": ["unit-000", "unit-001", "unit-002"], "group": ["Post", "Herald", "Herald"]})
    table = score_agreement(codes, by=by_unit)
    assert table["group"].tolist() == ["Herald", "Post", "not stated"]
    assert table["units"].tolist() == [2, 1, 1]
    assert table["units"].sum() == only(score_agreement(codes))["units"]
    in_articles = codes.assign(unit_id=["a-p0", "a-p1", "b-s0", "b-s12"] * 2)
    by_article = pd.DataFrame({"article_id": ["a", "b"], "group": ["Post", "Herald"]})
    assert score_agreement(in_articles, by=by_article)["units"].tolist() == [2, 2]


def test_groups_that_stand_twice():
    with pytest.raises(DataError, match="stands in two rows"):
        score_agreement(coded([1], [1]), by=pd.DataFrame({"unit_id": ["unit-000"] * 2, "group": ["x", "y"]}))


def test_ten_rounds_are_in_the_order_of_numbers():
    codes = coded([1, 0] * 6, [1, 0] * 6).assign(round=list(range(12)) * 2)
    assert score_agreement(codes, by="round")["group"].tolist() == [str(number) for number in range(12)]


def exclusive_codes(*coders):
    """Return codes of three exclusive frames from the frame each coder chose; "-" is none of them."""
    frames = ["oil", "talks", "law"]
    parts = [coded(*[[int(choice == frame) for choice in own] for own in coders], frame=frame) for frame in frames]
    return pd.concat(parts, ignore_index=True)


def test_exclusive_frames_as_one_variable():
    choices = ["oil", "talks", "law", "-", "oil", "law"], ["oil", "talks", "law", "-", "talks", "law"]
    table = score_agreement(exclusive_codes(*choices), exclusive=True)
    assert table["frame"].tolist() == ["oil", "talks", "law", "all frames"]
    as_one = only(score_agreement(coded(*choices, frame="all frames")))
    same = ["alpha", "percent", "ac1", "kappa", "units"]
    assert table.iloc[3][same].tolist() == pytest.approx(as_one[same].tolist())


def test_an_open_frame_is_not_none_of_them():
    codes = exclusive_codes(["oil", "-"], ["oil", "-"])
    codes["value"] = codes["value"].astype(object)
    codes.loc[codes["frame"].eq("law") & codes["unit_id"].eq("unit-001") & codes["coder"].eq("ben"), "value"] = None
    table = score_agreement(codes, exclusive=True).set_index("frame")
    assert table.loc["all frames", "units"] == 1
    assert table.loc["oil", "units"] == 2


def test_two_frames_in_a_unit_of_an_exclusive_codebook():
    codes = exclusive_codes(["oil", "law"], ["oil", "law"])
    codes.loc[codes["frame"].eq("talks") & codes["unit_id"].eq("unit-001") & codes["coder"].eq("ben"), "value"] = 1
    with pytest.raises(DataError, match="'ben' chose 2 frames in the unit 'unit-001' \\('talks', 'law'\\)"):
        score_agreement(codes, exclusive=True)


def test_codes_of_two_codebooks_are_said():
    codes = coded([1, 0], [1, 0]).assign(codebook=["aaaaaaaa11111111"] * 2 + ["bbbbbbbb11111111"] * 2)
    assert "made under 2 versions of the codebook" in only(score_agreement(codes))["note"]
    patterns_only = codes.assign(codebook=["aaaaaaaa11111111"] * 2 + ["aaaaaaaa22222222"] * 2)
    assert "versions" not in only(score_agreement(patterns_only))["note"]


@pytest.mark.parametrize(
    ("codes", "message"),
    [
        (coded([1], [1]).drop(columns="coder"), "no column 'coder'"),
        (pd.concat([coded([1], [1])] * 2), "twice"),
        (coded([1], [1]).assign(unit_id=[None, "unit-000"]), "Row 1 of the codes has no unit_id"),
    ],
)
def test_broken_codes(codes, message):
    with pytest.raises(DataError, match=message):
        score_agreement(codes)


def test_pairs_of_coders():
    codes = coded([1, 0, 1, 0, 1], [1, 0, 1, 0, 0], [0, 0, 1, None, None])
    table = score_coder_pairs(codes)
    assert table[["coder", "other"]].to_numpy().tolist() == [["ana", "ben"], ["ana", "cem"], ["ben", "cem"]]
    assert table["units"].tolist() == [5, 3, 3]
    alone = only(score_agreement(codes[codes["coder"] != "cem"]))
    assert table.iloc[0][["alpha", "low", "kappa"]].tolist() == alone[["alpha", "low", "kappa"]].tolist()
    assert len(score_coder_pairs(codes[codes["coder"] == "ana"])) == 0
