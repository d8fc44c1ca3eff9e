"""How often a coder is right: counts by hand, published measures, intervals, edges."""

import numpy as np
import pandas as pd
import pytest

from workbench.errors import DataError
from workbench.framing.coder.evaluation import count_confusion, score_calibration, score_predictions
from workbench.statistics import wilson_interval


def coded(hits: int, false: int, missed: int, rest: int, *, frame: str = "oil") -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return predictions and codes with so many hits, false alarms, misses and rightly empty units."""
    said = [True] * (hits + false) + [False] * (missed + rest)
    seen = [1] * hits + [0] * false + [1] * missed + [0] * rest
    ids = [f"a{number:03d}" for number in range(len(said))]
    predictions = pd.DataFrame({"unit_id": ids, "article_id": ids, "frame": frame, "present": said})
    return predictions, pd.DataFrame({"unit_id": ids, "coder": "joined", "frame": frame, "value": seen})


def measures(table: pd.DataFrame, frame: str = "oil") -> dict[str, float]:
    return table[table["frame"] == frame].set_index("measure")["value"].to_dict()


def test_measures_worked_by_hand() -> None:
    scores = score_predictions(*coded(6, 2, 3, 9))
    assert measures(scores) == pytest.approx({"precision": 6 / 8, "recall": 6 / 9, "f1": 12 / 17})
    precision = scores.iloc[0]
    assert (precision["low"], precision["high"]) == pytest.approx(tuple(map(float, wilson_interval(6, 8))))
    assert scores[["units", "positives"]].drop_duplicates().to_numpy().tolist() == [[20, 9]]


def test_micro_counts_decisions_and_macro_counts_frames() -> None:
    oil, law = coded(6, 2, 3, 9), coded(1, 0, 1, 18, frame="law")
    scores = score_predictions(*(pd.concat(both, ignore_index=True) for both in zip(oil, law, strict=True)))
    overall = measures(scores, "all frames")
    assert overall["micro f1"] == pytest.approx(2 * 7 / (2 * 7 + 2 + 4))
    assert overall["macro f1"] == pytest.approx((12 / 17 + 2 / 3) / 2)


def test_what_was_never_said_or_seen_has_no_measure() -> None:
    never_said = measures(score_predictions(*coded(0, 0, 4, 6)))
    assert np.isnan(never_said["precision"])
    assert (never_said["recall"], never_said["f1"]) == (0, 0)
    neither = score_predictions(*coded(0, 0, 0, 10))
    assert neither.loc[neither["measure"].isin(["precision", "recall", "f1"]), "value"].isna().all()


def test_the_interval_of_f1_covers_as_it_says() -> None:
    generator = np.random.default_rng(4)
    truth = 2 * 0.24 / (2 * 0.24 + 0.06 + 0.06)  # a share of 0.3, of which 0.8 are found, with as many false alarms
    held = []
    for _ in range(120):
        seen = generator.random(200) < 0.3
        said = np.where(seen, generator.random(200) < 0.8, generator.random(200) < 0.06 / 0.7)
        ids = [f"a{number}" for number in range(200)]
        predictions = pd.DataFrame({"article_id": ids, "frame": "oil", "present": said})
        codes = pd.DataFrame({"unit_id": ids, "coder": "joined", "frame": "oil", "value": seen.astype(int)})
        row = score_predictions(predictions, codes).set_index("measure").loc["f1"]
        held.append(row["low"] <= truth <= row["high"])
    assert np.mean(held) >= 0.89


def test_sentences_of_one_article_widen_the_interval() -> None:
    predictions, codes = coded(60, 20, 30, 90)
    alone = score_predictions(predictions, codes).set_index("measure").loc["f1"]
    articles = [f"x{number // 10}" for number in range(200)]
    clustered = score_predictions(predictions.assign(article_id=articles), codes).set_index("measure").loc["f1"]
    assert clustered["high"] - clustered["low"] > 1.5 * (alone["high"] - alone["low"])


def test_people_are_measured_against_each_other() -> None:
    predictions, codes = coded(6, 2, 3, 9)
    other = codes.assign(coder="ben", value=[1] * 6 + [0] * 2 + [1] * 2 + [0] * 10)
    scores = score_predictions(predictions, codes, coders=pd.concat([codes.assign(coder="ana"), other]))
    assert measures(scores)["human f1"] == pytest.approx(2 * 8 / (2 * 8 + 1))
    assert measures(scores, "all frames")["human micro f1"] == pytest.approx(2 * 8 / (2 * 8 + 1))


def test_one_coder_is_no_ceiling() -> None:
    predictions, codes = coded(6, 2, 3, 9)
    assert "human f1" not in measures(score_predictions(predictions, codes, coders=codes))


def test_confusion_counts_each_unit_once() -> None:
    assert count_confusion(*coded(6, 2, 3, 9))["units"].tolist() == [6, 3, 2, 9]


def test_a_calibrated_coder_has_a_small_error_and_a_bold_one_a_large() -> None:
    generator = np.random.default_rng(1)
    probability = generator.random(2000)
    ids = [f"a{number:04d}" for number in range(2000)]
    codes = pd.DataFrame(
        {"unit_id": ids, "coder": "joined", "frame": "oil", "value": (generator.random(2000) < probability).astype(int)}
    )
    predictions = pd.DataFrame({"article_id": ids, "frame": "oil", "probability": probability})
    predictions["present"] = probability >= 0.5
    bold = predictions.assign(probability=(probability >= 0.5) * 0.98 + 0.01)
    assert measures(score_predictions(predictions, codes))["calibration error"] < 0.04
    assert measures(score_predictions(bold, codes))["calibration error"] > 0.15
    table = score_calibration(predictions, codes, bins=5)
    assert table["units"].tolist() == [400] * 10
    assert ((table["low"] <= table["observed"]) & (table["observed"] <= table["high"])).all()


def test_calibration_needs_probabilities() -> None:
    with pytest.raises(DataError, match="no probabilities"):
        score_calibration(*coded(6, 2, 3, 9))


def test_no_codes_give_an_empty_table_of_the_right_types() -> None:
    predictions, codes = coded(6, 2, 3, 9)
    empty = score_predictions(predictions, codes[:0])
    assert empty.empty
    assert empty.dtypes.astype(str).tolist() == score_predictions(predictions, codes).dtypes.astype(str).tolist()


def test_the_same_seed_gives_the_same_table_in_any_order() -> None:
    predictions, codes = coded(6, 2, 3, 9)
    first = score_predictions(predictions, codes, seed=3)
    second = score_predictions(predictions[::-1], codes[::-1], seed=3)
    pd.testing.assert_frame_equal(first, second)


def test_recall_counts_each_unit_for_those_it_stands_for() -> None:
    predictions, codes = coded(6, 2, 3, 9)
    probability = [0.8] * 8 + [0.1] * 12  # units where the frame was predicted were drawn more often
    sample = pd.DataFrame({"unit_id": codes["unit_id"], "probability": probability})
    scores = measures(score_predictions(predictions, codes, sample))
    assert scores["precision"] == pytest.approx(6 / 8)
    assert scores["recall"] == pytest.approx((6 / 0.8) / (6 / 0.8 + 3 / 0.1))
    assert scores["f1"] == pytest.approx(2 * 6 / 0.8 / (2 * 6 / 0.8 + 2 / 0.8 + 3 / 0.1))
