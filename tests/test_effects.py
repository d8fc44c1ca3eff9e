"""Regression of a coded frame: against least squares by hand, and where the coder errs with the covariate."""

import numpy as np
import pandas as pd
import pytest

from workbench.errors import DataError, ParameterError
from workbench.framing.shares.effects import estimate_effects


def study(seed: int = 2, *, coded: int = 300) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, np.ndarray]:
    """Return predictions, codes and articles in which the coder overcounts one outlet, and the truth."""
    generator = np.random.default_rng(seed)
    post = generator.random(1500) < 0.5
    truth = (generator.random(1500) < np.where(post, 0.5, 0.3)).astype(float)
    seen = np.where(~post & (generator.random(1500) < 0.5), 1.0, truth)
    ids = [f"a{number:04d}" for number in range(1500)]
    predictions = pd.DataFrame({"unit_id": ids, "article_id": ids, "frame": "oil", "present": seen == 1})
    chosen = generator.permutation(1500)[:coded]
    codes = pd.DataFrame({"unit_id": np.array(ids)[chosen], "coder": "joined", "frame": "oil", "value": truth[chosen]})
    articles = pd.DataFrame({"article_id": ids, "outlet": np.where(post, "Post", "Herald"), "length": post * 1.0})
    return predictions, codes, articles, truth


def test_all_coded_is_least_squares() -> None:
    predictions, _, articles, truth = study()
    codes = predictions[["unit_id", "frame"]].assign(coder="joined", value=truth)
    effects = estimate_effects(predictions, codes, covariates=articles, columns=["length"]).set_index("term")
    post = articles["length"] == 1
    assert effects.loc["intercept", "estimate"] == pytest.approx(truth[~post].mean())
    assert effects.loc["length", "estimate"] == pytest.approx(truth[post].mean() - truth[~post].mean())


def test_a_coder_that_overcounts_one_outlet_does_not_hide_the_difference() -> None:
    predictions, codes, articles, _ = study()
    raw = predictions.groupby(articles["outlet"].to_numpy())["present"].mean()
    effect = estimate_effects(predictions, codes, covariates=articles, columns=["outlet"]).iloc[1]
    sign = 1 if effect["term"].startswith("outlet: Post") else -1
    low, high = sorted([sign * effect["low"], sign * effect["high"]])
    assert raw["Post"] - raw["Herald"] < -0.05  # counted, the sign is wrong
    assert low < 0.2 < high
    assert effect["coded"] == 300


def test_the_interval_holds_as_often_as_it_says() -> None:
    held = []
    for seed in range(60):
        predictions, codes, articles, _ = study(seed)
        effect = estimate_effects(predictions, codes, covariates=articles, columns=["length"]).iloc[1]
        held.append(effect["low"] <= 0.2 <= effect["high"])
    assert np.mean(held) >= 0.87  # 60 rounds of 95 %


def test_groups_are_compared_with_the_largest_and_missing_ones_leave() -> None:
    predictions, codes, articles, _ = study()
    articles["section"] = ["A"] * 700 + ["B"] * 500 + ["C"] * 200 + [None] * 100
    effects = estimate_effects(predictions, codes, covariates=articles, columns=["section"])
    assert effects["term"].tolist() == ["intercept", "section: B (against A)", "section: C (against A)"]
    assert effects["units"].tolist() == [1400] * 3


def test_clusters_widen_the_interval() -> None:
    predictions, _, articles, _ = study()
    day = np.arange(1500) // 30
    articles = articles.assign(day=day, weekday=(day % 2).astype(float))
    codes = predictions[["unit_id", "frame"]].assign(coder="joined", value=(day % 3 == 0) * 1.0)
    alone, clustered = (
        estimate_effects(predictions, codes, covariates=articles, columns=["weekday"], cluster=name).iloc[1]
        for name in (None, "day")
    )
    assert clustered["standard_error"] > 2 * alone["standard_error"]


@pytest.mark.parametrize(
    ("columns", "coded", "error", "message"),
    [
        (["outlets"], 300, ParameterError, "Did you mean 'outlet'"),
        (["same"], 300, ParameterError, "one value only"),
        (["outlet", "length"], 300, ParameterError, "the same in part"),
        (["outlet"], 2, DataError, "too few"),
    ],
)
def test_what_cannot_be_estimated_is_said(columns: list[str], coded: int, error: type[Exception], message: str) -> None:
    predictions, codes, articles, _ = study(coded=coded)
    with pytest.raises(error, match=message):
        estimate_effects(predictions, codes, covariates=articles.assign(same="x"), columns=columns)
