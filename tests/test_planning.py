"""How many units to double-code: the published figures, pilots, numbers that are not allowed."""

import numpy as np
import pandas as pd
import pytest

from workbench.errors import ParameterError
from workbench.framing.agreement.agreement import score_agreement
from workbench.framing.agreement.planning import plan_coding


def pilot(units=60, seed=0, **prevalences):
    """Return codes of two coders who follow the truth nine times in ten."""
    random = np.random.default_rng(seed)
    parts = []
    for frame, share in prevalences.items():
        true = random.random(units) < share
        for coder in ("ana", "ben"):
            own = np.where(random.random(units) < 0.1, random.random(units) < share, true).astype(int)
            parts.append(pd.DataFrame({"unit_id": range(units), "coder": coder, "frame": frame, "value": own}))
    return pd.concat(parts, ignore_index=True).astype({"unit_id": "str"})


@pytest.mark.parametrize(
    ("minimum", "units"),
    [(0.8, 139), (0.667, 81)],  # Krippendorff (2019) for two coders, four categories, .05, as the ATLAS.ti manual cites
)
def test_published_numbers_of_units(minimum, units):
    assert plan_coding(prevalence=0.25, minimum=minimum)["units"].tolist() == [units]


def test_the_formula_is_the_variance_of_bloch_and_kraemer_halfway_to_one():
    minimum, share, z = 0.7, 0.2, 1.6448536269514722
    half = (1 + minimum) / 2
    variance = (1 - half) * ((1 - half) * (1 - 2 * half) + half * (2 - half) / (2 * share * (1 - share)))
    units = 2 * z**2 * variance / (half - minimum) ** 2
    assert plan_coding(prevalence=share, minimum=minimum)["units"].iloc[0] == int(np.ceil(units))


def test_rare_frames_and_high_minima_take_more():
    table = plan_coding(prevalence={"rare": 0.05, "common": 0.5}, minimum=[0.8, 0.667])
    assert table["frame"].tolist() == ["rare", "rare", "common", "common"]
    assert table["minimum"].tolist() == [0.667, 0.8] * 2
    units = table["units"].tolist()
    assert units[0] < units[1]
    assert units[2] < units[0]
    strict = plan_coding(prevalence=0.5, minimum=0.8, significance=0.01)["units"].iloc[0]
    assert strict > units[3]


def test_a_share_and_its_rest_need_the_same():
    assert plan_coding(prevalence=0.9)["units"].tolist() == plan_coding(prevalence=0.1)["units"].tolist()


def test_a_pilot_gives_prevalence_and_width():
    codes = pilot(oil=0.4, talks=0.2)
    table = plan_coding(codes, minimum=0.8, width=0.2)
    scored = score_agreement(codes)
    assert table["prevalence"].tolist() == pytest.approx(scored["prevalence"].tolist())
    assert table["pilot_width"].tolist() == pytest.approx((scored["high"] - scored["low"]).tolist())
    expected = np.ceil(60 * (table["pilot_width"] / 0.2) ** 2)
    assert table["units_for_width"].tolist() == expected.tolist()


def test_twice_the_units_of_the_width_give_the_width():
    codes = pilot(units=100, oil=0.4)
    wanted = plan_coding(codes, width=0.15)["units_for_width"].iloc[0]
    found = score_agreement(pilot(units=int(wanted), seed=5, oil=0.4)).iloc[0]
    assert found["high"] - found["low"] == pytest.approx(0.15, rel=0.35)


def test_a_stated_prevalence_wins_over_the_pilot():
    codes = pilot(oil=0.4, talks=0.2)
    table = plan_coding(codes, prevalence={"oil": 0.1}, minimum=0.8)
    assert table["prevalence"].iloc[0] == 0.1
    assert table["prevalence"].iloc[1] == pytest.approx(score_agreement(codes)["prevalence"].iloc[1])


def test_a_frame_the_pilot_never_saw():
    table = plan_coding(pilot(oil=0.0), minimum=0.8)
    assert table["units"].isna().all()
    assert table["note"].tolist() == ["one category only in the pilot: state its prevalence"]
    assert plan_coding(pilot(oil=0.0), prevalence=0.05, minimum=0.8)["units"].notna().all()


def test_of_several_categories_the_rarest_counts():
    codes = pilot(oil=0.5)
    codes["value"] = ["calm", "tense", "calm", "mixed", "calm"] * 24
    assert plan_coding(codes, minimum=0.8)["prevalence"].tolist() == [0.2]


def test_columns_and_empty_pilot():
    table = plan_coding(pilot(oil=0.4)[:0], minimum=0.8)
    assert len(table) == 0
    assert table.dtypes.equals(plan_coding(prevalence=0.2).dtypes)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "prevalence=0.1"),
        ({"prevalence": 0}, "prevalence=0 is not allowed"),
        ({"prevalence": {"oil": 30}}, "prevalence=30 is not allowed"),
        ({"prevalence": 0.2, "minimum": 1}, "minimum=1 is not allowed"),
        ({"prevalence": 0.2, "significance": 5}, "significance=5 is not allowed"),
        ({"prevalence": 0.2, "width": 0.1}, "needs the codes of a pilot"),
        ({"prevalence": 0.2, "width": 0}, "no width"),
    ],
)
def test_wrong_numbers(options, message):
    with pytest.raises(ParameterError, match=message):
        plan_coding(**options)


def test_a_frame_that_is_not_in_the_pilot():
    with pytest.raises(ParameterError, match="'law'"):
        plan_coding(pilot(oil=0.4), prevalence={"law": 0.2})
