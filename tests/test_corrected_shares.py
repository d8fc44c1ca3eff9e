"""Shares corrected by hand codes: published values, examples worked by hand, edges, and bad input."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import DataError, ParameterError
from workbench.framing.shares.comparisons import compare_shares
from workbench.framing.shares.corrected import Plan, correct_share
from workbench.framing.shares.correction import Units, pooled_slope
from workbench.framing.shares.shares import estimate_shares
from workbench.statistics import wilson_interval


def predictions_of(predicted: list[float], *, outlet: list[str] | None = None) -> pd.DataFrame:
    ids = [f"u{number:03d}" for number in range(len(predicted))]
    table = pd.DataFrame({"unit_id": ids, "article_id": ids, "frame": "oil", "probability": predicted})
    return table.assign(present=table["probability"] >= 0.5, outlet=outlet or "all")


def codes_of(values: dict[int, float]) -> pd.DataFrame:
    ids = [f"u{number:03d}" for number in values]
    return pd.DataFrame({"unit_id": ids, "coder": "joined", "frame": "oil", "value": list(values.values())})


def sample_of(probabilities: dict[int, float]) -> pd.DataFrame:
    ids = [f"u{number:03d}" for number in probabilities]
    return pd.DataFrame({"unit_id": ids, "probability": list(probabilities.values())})


def test_ppi_is_that_of_the_published_program() -> None:
    """Values of ppi_mean_pointestimate and ppi_mean_ci(alpha=.05) of ppi_py 0.2.3 for the same numbers."""
    predicted = [((n * 7) % 20 + (8 if n % 3 == 0 else 0)) / 28 for n in range(60)]
    values = {n: float(n % 3 == 0) for n in range(60) if n % 6 != 5}
    share = estimate_shares(predictions_of(predicted), codes_of(values), method="ppi").iloc[0]
    assert (share["coded"], share["positives"]) == (50, 20)
    assert (share["estimate"], share["low"], share["high"]) == pytest.approx(PPI, abs=1e-8)


PPI = (0.38240702, 0.25143086, 0.51338318)


def test_dsl_worked_by_hand() -> None:
    # Four articles; the first two were coded, with probabilities 0.5 and 0.25. The outcomes adjusted for the design are
    # 0.8 + (1 - 0.8) / 0.5 = 1.2;  0.6 + (0 - 0.6) / 0.25 = -1.8;  0.9;  0.1.  Their mean is 0.1.
    predictions = predictions_of([0.8, 0.6, 0.9, 0.1])
    share = estimate_shares(predictions, codes_of({0: 1, 1: 0}), sample_of({0: 0.5, 1: 0.25}), method="dsl").iloc[0]
    assert share["estimate"] == pytest.approx(0.1, abs=1e-12)


def test_the_variance_of_dsl_worked_by_hand() -> None:
    from workbench.framing.shares.correction import dsl_share

    units = Units(
        predicted=np.array([0.8, 0.6, 0.9, 0.1]),
        present=np.array([True, True, True, False]),
        value=np.array([1.0, 0.0, np.nan, np.nan]),
        probability=np.array([0.5, 0.25, np.nan, np.nan]),
        weight=np.ones(4),
    )
    found = dsl_share(units)
    assert found.variance == pytest.approx((1.1**2 + 1.9**2 + 0.8**2 + 0.0**2) / 16, abs=1e-12)


def test_gold_weights_each_code_by_its_probability() -> None:
    share = estimate_shares(
        predictions_of([0.1] * 6), codes_of({0: 1, 1: 0, 2: 0}), sample_of({0: 0.25, 1: 0.5, 2: 0.5}), method="gold"
    ).iloc[0]
    assert share["estimate"] == pytest.approx(4 / (4 + 2 + 2))


def test_gold_with_equal_probabilities_is_wilsons() -> None:
    values = {n: float(n < 18) for n in range(40)}
    share = estimate_shares(predictions_of([0.3] * 90), codes_of(values), method="gold").iloc[0]
    assert (share["low"], share["high"]) == pytest.approx(tuple(map(float, wilson_interval(18, 40))))


def test_a_yes_no_coder_gives_the_post_stratified_share() -> None:
    """With predictions of 0 and 1 the slope makes the share that of the coded units, weighted by what was predicted."""
    predicted = [1.0] * 40 + [0.0] * 60
    values = {n: float(n < 15) for n in range(20)} | {40 + n: float(n < 2) for n in range(20)}
    share = estimate_shares(predictions_of(predicted).drop(columns="probability"), codes_of(values)).iloc[0]
    assert share["estimate"] == pytest.approx(0.4 * 15 / 20 + 0.6 * 2 / 20)


def test_all_units_coded_leaves_nothing_to_predict() -> None:
    values = {n: float(n < 3) for n in range(10)}
    predictions = predictions_of([0.9] * 10)
    share = estimate_shares(predictions, codes_of(values)).iloc[0]
    assert (share["estimate"], share["raw"]) == pytest.approx((0.3, 1.0))
    assert share["validated"]
    assert (share["low"], share["high"]) == pytest.approx(tuple(map(float, wilson_interval(3, 10))))
    only_these = estimate_shares(predictions, codes_of(values), population="finite").iloc[0]
    assert (only_these["low"], only_these["high"]) == pytest.approx((0.3, 0.3))


@pytest.mark.parametrize("method", ["auto", "gold", "dsl", "ppi"])
def test_asking_about_these_articles_alone_narrows_the_interval(method: str) -> None:
    generator = np.random.default_rng(5)
    values = (generator.random(120) < 0.4).astype(float)
    predicted = np.clip(values * 0.5 + generator.random(120) * 0.5, 0, 1)
    coded = codes_of(dict(enumerate(values[:90])))
    wide, narrow = (
        estimate_shares(predictions_of(list(predicted)), coded, method=method, population=population).iloc[0]
        for population in ("superpopulation", "finite")
    )
    assert wide["estimate"] == narrow["estimate"]
    assert narrow["high"] - narrow["low"] < 0.8 * (wide["high"] - wide["low"])


def test_a_group_without_hand_codes_stays_raw_and_says_so() -> None:
    predictions = predictions_of([0.9, 0.2, 0.8, 0.1, 0.7, 0.3], outlet=["Post"] * 4 + ["Herald"] * 2)
    shares = estimate_shares(predictions, codes_of({0: 1, 1: 0, 2: 0}), by="outlet").set_index("group")
    assert shares["validated"].to_dict() == {"Post": True, "Herald": False}
    assert shares.loc["Herald", "estimate"] == shares.loc["Herald", "raw"] == 0.5
    assert "no hand codes" in shares.loc["Herald", "note"]


def test_no_positive_among_the_codes_is_an_interval_from_nought() -> None:
    share = estimate_shares(predictions_of([0.2] * 200), codes_of(dict.fromkeys(range(50), 0.0))).iloc[0]
    assert (share["estimate"], share["low"]) == (0, 0)
    assert 0.02 < share["high"] < 0.1
    assert "fewer than 15" in share["note"]


def test_one_code_alone_gives_a_wide_interval() -> None:
    share = estimate_shares(predictions_of([0.9, 0.1] * 20), codes_of({0: 1.0})).iloc[0]
    assert share["high"] - share["low"] > 0.4
    assert 0 <= share["low"] <= share["estimate"] <= share["high"] <= 1


@settings(max_examples=150, deadline=None)
@given(
    units=st.lists(st.tuples(st.floats(0, 1), st.sampled_from([0.0, 1.0, None])), min_size=1, max_size=30),
    method=st.sampled_from(["auto", "gold", "dsl", "ppi"]),
    population=st.sampled_from(["superpopulation", "finite"]),
)
def test_an_interval_lies_in_0_to_1_and_holds_its_estimate(
    units: list[tuple[float, float | None]], method: str, population: str
) -> None:
    coded = {number: value for number, (_, value) in enumerate(units) if value is not None}
    share = estimate_shares(
        predictions_of([predicted for predicted, _ in units]), codes_of(coded), method=method, population=population
    ).iloc[0]
    assert 0 <= share["low"] <= share["estimate"] <= share["high"] <= 1


def test_rows_in_another_order_change_no_number() -> None:
    generator = np.random.default_rng(3)
    predictions = predictions_of(list(generator.random(60)), outlet=["Post", "Herald", "Ledger"] * 20)
    codes = codes_of({n: float(generator.random() < 0.4) for n in range(0, 60, 2)})
    sample = sample_of({n: 0.3 + 0.4 * (n % 3 == 0) for n in range(0, 60, 2)})
    first = estimate_shares(predictions, codes, sample, by="outlet")
    second = estimate_shares(predictions[::-1], codes[::-1], sample[::-1], by="outlet")
    pd.testing.assert_frame_equal(first, second)


def test_articles_of_one_day_that_agree_widen_the_interval() -> None:
    days = [n // 10 for n in range(200)]
    predictions = predictions_of([0.9 if day % 2 else 0.1 for day in days]).assign(day=days)
    codes = codes_of({n: float(n // 10 % 3 == 0) for n in range(150)})
    alone, clustered = (estimate_shares(predictions, codes, cluster=name).iloc[0] for name in (None, "day"))
    assert clustered["high"] - clustered["low"] > 1.8 * (alone["high"] - alone["low"])


def test_sentences_are_clustered_by_their_article() -> None:
    ids = [f"a{n // 10}" for n in range(300)]
    predictions = predictions_of([0.9 if n // 10 % 2 else 0.1 for n in range(300)]).assign(article_id=ids)
    codes = codes_of({n: float(n // 10 % 3 == 0) for n in range(200)})
    sentences = estimate_shares(predictions, codes).iloc[0]
    independent = estimate_shares(predictions.assign(article_id=predictions["unit_id"]), codes).iloc[0]
    assert sentences["articles"] == 30
    assert sentences["high"] - sentences["low"] > 1.8 * (independent["high"] - independent["low"])


def test_a_coder_that_errs_in_one_outlet_makes_no_difference_between_outlets() -> None:
    generator = np.random.default_rng(11)
    outlet = np.repeat(["Post", "Herald"], 600)
    truth = (generator.random(1200) < 0.4).astype(float)
    seen = np.where((outlet == "Post") & (generator.random(1200) < 0.4), 1.0, truth)
    predictions = predictions_of(list(seen), outlet=list(outlet)).drop(columns="probability")
    codes = codes_of({int(n): truth[n] for n in generator.permutation(1200)[:300]})
    raw = compare_shares(predictions, by="outlet", between=("Post", "Herald")).iloc[0]
    corrected = compare_shares(predictions, codes, by="outlet", between=("Post", "Herald")).iloc[0]
    assert raw["low"] > 0.15
    assert corrected["low"] < 0 < corrected["high"]
    assert (raw["validated"], corrected["validated"]) == (False, True)


@pytest.mark.slow
@pytest.mark.parametrize(("share", "coded", "binary"), [(0.05, 100, False), (0.2, 200, True), (0.5, 100, False)])
def test_intervals_hold_as_often_as_they_say(share: float, coded: int, binary: bool) -> None:
    generator = np.random.default_rng(8)
    held, errors, rounds = [], [], 500
    for _ in range(rounds):
        value = (generator.random(1000) < share).astype(float)
        predicted = 1 / (1 + np.exp(-(4 * value - 2 + generator.normal(0, 1.5, 1000))))
        present = predicted >= 0.5
        value[generator.permutation(1000)[coded:]] = np.nan
        units = Units(
            present * 1.0 if binary else predicted, present, value, np.full(1000, coded / 1000), np.ones(1000)
        )
        found = correct_share(units, pooled_slope([units]), Plan())
        held.append(found.low <= share <= found.high)
        errors.append(found.estimate - share)
    assert 0.925 <= np.mean(held) <= 0.98
    assert abs(np.mean(errors)) < 3 * np.std(errors) / rounds**0.5 + 0.003


def test_notes_tell_what_was_left_open_and_what_was_not_drawn() -> None:
    predictions = predictions_of([0.9, 0.2, 0.8, 0.1, 0.7, 0.3])
    codes = codes_of({0: 1, 1: 0, 5: 1})
    share = estimate_shares(predictions, codes, sample_of({0: 0.5, 1: 0.5, 2: 0.5})).iloc[0]
    assert share["coded"] == 2
    assert "1 sampled unit without a code" in share["note"]
    assert "1 coded unit outside the sample" in share["note"]


def test_codes_of_another_codebook_do_not_validate() -> None:
    predictions = predictions_of([0.9, 0.2, 0.8, 0.1]).assign(codebook="aaaaaaaa11111111")
    codes = codes_of({0: 1, 1: 0, 2: 1})
    same = estimate_shares(predictions, codes.assign(codebook="aaaaaaaa22222222")).iloc[0]
    other = estimate_shares(predictions, codes.assign(codebook="bbbbbbbb11111111")).iloc[0]
    assert (same["validated"], other["validated"]) == (True, False)
    assert "another version of the codebook" in other["note"]
    assert same["codebook"] == "aaaaaaaa11111111"


GOOD = predictions_of([0.9, 0.2, 0.8, 0.1])


@pytest.mark.parametrize(
    ("predictions", "codes", "sample", "message"),
    [
        (GOOD, codes_of({9: 1}), None, "u009"),
        (GOOD, codes_of({0: 2}), None, "'joined' coded 'oil' in the unit 'u000' with '2.0'"),
        (GOOD, pd.concat([codes_of({0: 1})] * 2), None, "Row 2 of the codes"),
        (GOOD, pd.concat([codes_of({0: 1}), codes_of({0: 0}).assign(coder="B")]), None, "join_codes"),
        (GOOD, codes_of({0: 1}).assign(frame="law"), None, "No frame of the codes"),
        (GOOD, codes_of({0: 1}).drop(columns="coder"), None, "'coder'"),
        (GOOD, codes_of({0: 1}), sample_of({0: 0.0}), "Row 1 of the sample"),
        (GOOD, codes_of({0: 1}), sample_of({1: 0.5, 0: 1.2}), "Row 2 of the sample"),
        (GOOD, codes_of({0: 1}), pd.concat([sample_of({0: 0.5})] * 2), "twice in the sample"),
        (GOOD.assign(probability=[0.9, 1.2, 0.8, 0.1]), codes_of({0: 1}), None, "Row 2 of the predictions"),
        (GOOD.assign(training="in-sample"), codes_of({0: 1}), None, "used to train the coder"),
    ],
)
def test_bad_input_names_the_row(
    predictions: pd.DataFrame, codes: pd.DataFrame, sample: pd.DataFrame | None, message: str
) -> None:
    with pytest.raises(DataError, match=message):
        estimate_shares(predictions, codes, sample)


@pytest.mark.parametrize(
    "options", [{"method": "ppi++"}, {"population": "infinite"}, {"cluster": "day"}, {"by": "outlets"}]
)
def test_unknown_options_name_those_allowed(options: dict[str, str]) -> None:
    with pytest.raises(ParameterError, match=r"Allowed|Did you mean"):
        estimate_shares(GOOD, codes_of({0: 1}), **options)


def test_units_that_trained_the_coder_may_stay_where_they_were_predicted_from_outside() -> None:
    share = estimate_shares(GOOD.assign(training="cross-fitted"), codes_of({0: 1, 1: 0})).iloc[0]
    assert share["validated"]


def finite_study(generator: np.random.Generator, weight: np.ndarray, probability: np.ndarray) -> tuple[Units, float]:
    """Return units of a yes-no coder that is right in nine of ten, and the true share among just these units."""
    truth = (generator.random(len(weight)) < np.repeat([0.6, 0.2], len(weight) // 2)).astype(float)
    seen = np.where(generator.random(len(weight)) < 0.9, truth, 1 - truth)
    coded = generator.random(len(weight)) < probability
    units = Units(seen, seen == 1, np.where(coded, truth, np.nan), probability, weight)
    return units, float(weight @ truth / weight.sum())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("weights", "probabilities"), [((1.0, 0.2), (0.4, 0.4)), ((1.0, 1.0), (1.0, 0.12)), ((1.0, 1.0), (0.5, 0.05))]
)
def test_intervals_of_just_these_articles_hold_with_weights_and_unequal_probabilities(
    weights: tuple[float, float], probabilities: tuple[float, float]
) -> None:
    generator = np.random.default_rng(3)
    held = []
    for _ in range(200):
        units, truth = finite_study(generator, np.repeat(weights, 600), np.repeat(probabilities, 600))
        found = correct_share(units, pooled_slope([units]), Plan("auto", None, "finite"))
        held.append(found.low <= truth <= found.high)
    assert np.mean(held) >= 0.9


def test_units_coded_for_certain_and_whole_groups_are_known() -> None:
    predictions = predictions_of([0.5, 0.5])
    share = estimate_shares(
        predictions, codes_of({0: 1, 1: 0}), sample_of({0: 0.05, 1: 0.9}), population="finite"
    ).iloc[0]
    assert (share["estimate"], share["low"], share["high"]) == (0.5, 0.5, 0.5)


def test_one_cluster_alone_says_nothing_of_how_far_it_is_off() -> None:
    predictions = predictions_of([0.2, 0.8] * 30, outlet=["Post"] * 30 + ["Herald"] * 30)
    codes = codes_of({n: float(n % 4 == 1) for n in range(0, 60, 1) if n % 3})
    shares = estimate_shares(predictions, codes, by="outlet", cluster="outlet")
    assert shares[["low", "high"]].to_numpy().tolist() == [[0, 1], [0, 1]]
    assert shares["note"].str.contains("one cluster alone").all()


def test_few_heavy_codes_are_few_though_many_light_ones_stand_beside_them() -> None:
    generator = np.random.default_rng(2)
    present = np.arange(2000) < 200
    probability = np.where(present, 0.4, 0.011)
    coded = generator.random(2000) < probability
    value = np.where(present, generator.random(2000) < 0.5, False).astype(float)
    units = Units(present * 0.8 + 0.1, present, np.where(coded, value, np.nan), probability, np.ones(2000))
    found = correct_share(units, pooled_slope([units]), Plan())
    assert found.high - found.low > 0.06  # about 20 codes stand for the 1,800 articles without it
    assert "small counts" in found.note


def test_ids_that_are_numbers_in_one_table_and_texts_in_another_meet() -> None:
    predictions = predictions_of([0.9, 0.2, 0.8, 0.1]).assign(unit_id=range(4), article_id=range(4))
    codes = codes_of({0: 1, 1: 0}).assign(unit_id=["0", "1"])
    sample = pd.DataFrame({"unit_id": [0, 1], "probability": 0.5})
    groups = pd.DataFrame({"article_id": ["0", "1", "2", "3"], "group": ["a", "a", "b", "b"]})
    shares = estimate_shares(predictions, codes, sample, by=groups)
    assert shares["group"].tolist() == ["a", "b"]
    assert shares["coded"].tolist() == [2, 0]


@pytest.mark.parametrize(
    ("codes", "sample", "message"),
    [
        (codes_of({0: 1}), sample_of({1: 0.5}), "None of the hand-coded units"),
        (codes_of({0: 1}).assign(frame="Oil"), None, "Spell it alike"),
    ],
)
def test_codes_that_would_be_left_out_without_a_word_are_an_error(
    codes: pd.DataFrame, sample: pd.DataFrame | None, message: str
) -> None:
    with pytest.raises(DataError, match=message):
        estimate_shares(GOOD, codes, sample)


def test_a_missing_weight_is_an_error_in_any_type() -> None:
    with pytest.raises(DataError, match=r"predictions\.weight"):
        estimate_shares(GOOD.assign(weight=pd.array([1, 1, 1, None], dtype="Int64")))
