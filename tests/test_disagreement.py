"""Disagreements with their passages, the joined codes, and drift of coders."""

import numpy as np
import pandas as pd
import pytest

from workbench.errors import DataError, ParameterError
from workbench.framing.agreement.agreement import score_agreement
from workbench.framing.agreement.disagreement import find_disagreements, join_codes
from workbench.framing.agreement.drift import score_drift
from workbench.framing.coding.codes import CODE_COLUMNS


def coded(frame="oil", units=None, **coders):
    """Return codes in long form from one list of values a coder; None is left open."""
    rows = [
        {"unit_id": (units or "abcdefghij")[place], "coder": coder, "frame": frame, "value": value}
        for coder, values in coders.items()
        for place, value in enumerate(values)
    ]
    return pd.DataFrame(rows, columns=["unit_id", "coder", "frame", "value"])


def how(table):
    return dict(zip(table["unit_id"], table["how"], strict=True))


# ---- disagreements


def test_who_saw_it_and_who_did_not():
    table = find_disagreements(coded(cem=[1, 1, 0], ana=[1, 0, 0], ben=[1, 1, None]))
    assert table["unit_id"].tolist() == ["b"]
    row = table.iloc[0]
    assert (row["coders_for"], row["coders_against"]) == ("ben, cem", "ana")
    assert row["given"] == "ana: 0, ben: 1, cem: 1"
    assert row["disagreement"] == pytest.approx(2 / 3)


def test_the_frame_and_the_unit_with_the_most_come_first():
    codes = pd.concat(
        [
            coded("law", ana=[1, 1], ben=[0, 1], cem=[1, 1]),
            coded("oil", ana=[1, 1, 0, 1], ben=[1, 0, 1, 1], cem=[0, 0, 1, 1], dina=[1, 1, 1, 1]),
        ],
        ignore_index=True,
    )
    table = find_disagreements(codes)
    assert table["frame"].tolist() == ["oil", "oil", "oil", "law"]
    assert table["unit_id"].tolist() == ["b", "a", "c", "a"]


def test_passages_of_a_sample_and_of_articles():
    sample = pd.DataFrame({"unit_id": ["a"], "text": ["Prices rose."]})
    assert find_disagreements(coded(ana=[1], ben=[0]), sample)["text"].tolist() == ["Prices rose."]
    articles = pd.DataFrame({"article_id": ["x", "y"], "text": ["One. Two.\n\nThree.", "Four."]})
    codes = coded(units=["x-s1", "x-p1", "y"], ana=[1, 1, 1], ben=[0, 0, 0])
    table = find_disagreements(codes, articles).set_index("unit_id")
    assert table["text"].to_dict() == {"x-s1": "Two.", "x-p1": "Three.", "y": "Four."}
    assert table["article_id"].to_dict() == {"x-s1": "x", "x-p1": "x", "y": "y"}


def test_texts_of_something_else():
    with pytest.raises(DataError, match="none of the units"):
        find_disagreements(coded(ana=[1], ben=[0]), pd.DataFrame({"unit_id": ["other"], "text": ["One."]}))


def test_comments_and_words():
    codes = coded("tone", ana=["calm", 1], ben=["tense", "1"]).assign(comment=["after the vote", None, None, None])
    table = find_disagreements(codes)
    assert table["unit_id"].tolist() == ["a"]
    assert table["comments"].tolist() == ["ana: after the vote"]
    assert table[["coders_for", "coders_against"]].isna().all(axis=None)


def test_no_disagreement_is_an_empty_table():
    none = find_disagreements(coded(ana=[1], ben=[1]))
    some = find_disagreements(coded(ana=[1], ben=[0]))
    assert len(none) == 0
    assert none.dtypes.equals(some.dtypes)


def test_the_last_round_counts():
    codes = pd.concat([coded(ana=[1], ben=[0]).assign(round=1), coded(ana=[1], ben=[1]).assign(round=2)])
    assert len(find_disagreements(codes)) == 0
    assert join_codes(codes.iloc[::-1])["how"].tolist() == ["agreed"]


# ---- joined codes


def test_agreed_majority_single_and_open():
    codes = coded(ana=[1, 1, 1, 1, None], ben=[1, 1, 0, None, None], cem=[1, 0, None, None, None])
    table = join_codes(codes)
    assert how(table) == {"a": "agreed", "b": "majority", "c": "open", "d": "single", "e": "open"}
    assert table["value"].tolist()[:2] == [1.0, 1.0]
    assert table["value"].isna().tolist() == [False, False, True, False, True]
    assert list(table.columns) == [*CODE_COLUMNS, "how"]
    assert set(table["coder"]) == {"joined"}


def test_the_most_frequent_of_three_is_no_majority():
    table = join_codes(coded("tone", ana=["calm"], ben=["calm"], cem=["tense"], dina=["mixed"]))
    assert table["how"].tolist() == ["open"]


def test_the_order_of_rows_does_not_matter():
    codes = coded(ana=[1, 0, 1, 0], ben=[0, 0, 1, 1], cem=[1, 1, 1, None])
    pd.testing.assert_frame_equal(join_codes(codes), join_codes(codes.sample(frac=1, random_state=3)))


def test_decisions_win_over_the_majority():
    codes = coded(ana=[1, 1, 1], ben=[1, 0, 1], cem=[0, None, 1])
    decisions = coded(dina=[0, 1, None]).assign(comment=["see rule 2", None, None])
    table = join_codes(codes, decisions=decisions)
    assert how(table) == {"a": "decided", "b": "decided", "c": "agreed"}
    assert table["value"].tolist() == [0.0, 1.0, 1.0]
    assert table["comment"].tolist()[0] == "see rule 2"


@pytest.mark.parametrize(
    ("decisions", "message"),
    [
        (coded(units=["z"], dina=[1]), "'z' settles nothing"),
        (coded("law", dina=[1]), "'law' in the unit 'a' settles nothing"),
        (coded(dina=[1], eli=[0]), "stands twice"),
        (coded(dina=[7]), "its codes are 0 and 1"),
    ],
)
def test_decisions_that_settle_nothing(decisions, message):
    with pytest.raises(DataError, match=message):
        join_codes(coded(ana=[1], ben=[0]), decisions=decisions)


def test_the_stamp_stays_where_it_is_one():
    codes = coded(ana=[1, 1], ben=[1, 1]).assign(codebook=["one", "one", "one", "two"])
    table = join_codes(codes)
    assert table["codebook"].tolist()[0] == "one"
    assert table["codebook"].isna().tolist() == [False, True]


def test_joined_types_and_no_codes():
    codes = coded(ana=[1], ben=[0])
    empty, some = join_codes(codes[:0]), join_codes(codes)
    decided = join_codes(codes, decisions=coded(dina=[1]).assign(coded_at=pd.Timestamp("2026-03-01", tz="UTC")))
    assert empty.dtypes.equals(some.dtypes)
    assert decided.dtypes.equals(some.dtypes)
    assert decided["coded_at"].notna().all()


def test_joined_codes_are_codes():
    table = join_codes(coded(ana=[1, 0], ben=[1, 0]))
    assert score_agreement(table)["coders"].tolist() == [1]


# ---- drift


def drifting(units=120, seed=0):
    """Return codes of three coders of whom the last codes by chance in the second half."""
    random = np.random.default_rng(seed)
    true = random.random(units) < 0.4
    rows = []
    for coder, error in (("ana", 0.05), ("ben", 0.05), ("cem", 0.05)):
        wrong = random.random(units) < error
        if coder == "cem":
            wrong[units // 2 :] = random.random(units - units // 2) < 0.5
        value = np.where(wrong, ~true, true).astype(int)
        rows.append(
            pd.DataFrame({"unit_id": [f"unit-{unit:03}" for unit in range(units)], "coder": coder, "value": value})
        )
    codes = pd.concat(rows, ignore_index=True).assign(frame="oil")
    minutes = codes["unit_id"].str[-3:].astype(int)
    return codes.assign(coded_at=pd.Timestamp("2026-03-01", tz="UTC") + pd.to_timedelta(minutes, unit="min"))


def test_the_coder_who_drifts_is_seen():
    table = score_drift(drifting(), windows=2)
    last = table[(table["frame"] == "oil") & (table["window"] == 2)].set_index("coder")
    assert last.loc["cem", "change_high"] < 0
    assert last.loc["cem", "alpha"] < last.loc["ana", "alpha"]
    assert table["units"].tolist() == [60] * 12
    assert table.loc[table["window"] == 1, "change"].isna().all()


def test_windows_follow_each_coders_own_time():
    codes = drifting()
    backwards = codes["coder"].eq("ana")
    codes.loc[backwards, "coded_at"] = codes.loc[backwards, "coded_at"].to_numpy()[::-1]
    table = score_drift(codes, windows=3)
    ana = table[(table["coder"] == "ana") & (table["frame"] == "oil")]
    assert ana["start"].is_monotonic_increasing
    assert (ana["start"] < ana["end"]).all()
    assert ana["units"].tolist() == [40, 40, 40]


@pytest.mark.parametrize("level", ["nominal", "ordinal"])
def test_of_two_coders_a_window_is_their_agreement(level):
    codes = drifting()
    codes = codes[codes["coder"] != "cem"].assign(round=lambda own: np.where(own["unit_id"] < "unit-070", 1, 2))
    table = score_drift(codes, by="round", level=level)
    both = score_agreement(codes, by="round", level=level)
    ana = table[(table["coder"] == "ana") & (table["frame"] == "oil")]
    assert ana["round"].tolist() == ["1", "2"]
    assert ana["alpha"].tolist() == pytest.approx(both["alpha"].tolist())
    assert ana["percent"].tolist() == pytest.approx(both["percent"].tolist())
    assert ana["low"].tolist() == pytest.approx(both["low"].tolist(), abs=0.05)


def test_one_frame_is_all_frames():
    table = score_drift(drifting(), windows=2).set_index("frame")
    numbers = ["alpha", "low", "high", "percent", "units"]
    assert table.loc["oil", numbers].to_numpy().tolist() == table.loc["all frames", numbers].to_numpy().tolist()


def test_all_frames_sum_disagreements():
    codes = pd.concat([drifting(), drifting(seed=1).assign(frame="law")], ignore_index=True)
    table = score_drift(codes, windows=2)
    cell = table[(table["coder"] == "ana") & (table["window"] == 1)].set_index("frame")
    assert (
        cell.loc[["oil", "law"], "alpha"].min()
        <= cell.loc["all frames", "alpha"]
        <= cell.loc[["oil", "law"], "alpha"].max()
    )
    assert (
        cell.loc["all frames", "high"] - cell.loc["all frames", "low"]
        < cell.loc["oil", "high"] - cell.loc["oil", "low"]
    )


def test_several_others_are_averaged_not_added():
    codes = coded(ana=[1, 1, 0, 0], ben=[1, 0, 0, 0], cem=[1, 1, 0, 1]).assign(round=[1, 1, 2, 2] * 3)
    table = score_drift(codes)
    ana = table[(table["coder"] == "ana") & (table["frame"] == "oil")]
    assert ana["percent"].tolist() == [0.75, 0.75]
    assert ana["units"].tolist() == [2, 2]


def test_no_partner_and_one_category_are_said():
    codes = coded(ana=[1, 0, 1, 1], ben=[None, None, 1, 1]).assign(round=[1, 1, 2, 2] * 2)
    table = score_drift(codes)
    ana = table[(table["coder"] == "ana") & (table["frame"] == "oil")]
    assert ana["note"].tolist() == ["no unit shared with another coder", "one category only"]
    assert ana["alpha"].isna().all()


def test_nothing_tells_earlier_from_later():
    with pytest.raises(DataError, match="neither coded_at nor more than one round"):
        score_drift(coded(ana=[1, 0], ben=[1, 0]).assign(round=1))
    with pytest.raises(DataError, match="no two values of coded_at"):
        score_drift(drifting().drop(columns="coded_at"), by="coded_at")


@pytest.mark.parametrize(
    ("options", "message"), [({"by": "time"}, "no order of coding"), ({"windows": 1}, "at least 2")]
)
def test_wrong_options(options, message):
    with pytest.raises(ParameterError, match=message):
        score_drift(drifting(), **options)


def test_more_windows_than_units_and_no_codes():
    codes = drifting(units=3)
    assert score_drift(codes, windows=9)["window"].max() == 3
    assert score_drift(codes[:0]).dtypes.equals(score_drift(codes).dtypes)
