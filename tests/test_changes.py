"""Changes of level: what is one, what is none, when, and whether the undated could undo it."""

import itertools

import numpy as np
import pandas as pd
import pytest

from workbench.errors import DataError
from workbench.statistics import wilson_interval
from workbench.timeline.periods.changes import _sizes, find_changes
from workbench.timeline.periods.count import count_by_period
from workbench.timeline.periods.location import find_interval
from workbench.timeline.periods.runs import (
    LEAST,
    Run,
    best_stretch,
    gains_of_splits,
    place_cuts,
    segments,
)
from workbench.timeline.periods.worst import Doubt, worst_counts, worst_shares

COLUMNS = (
    "series period low high before before_low before_high after after_low after_high difference ratio p survives "
    "periods note"
).split()
LOW, HIGH = [2, 3, 1, 2, 4, 2, 3, 1, 2, 3], [9, 11, 8, 10, 12, 9, 10, 11, 8, 9]


def articles_of(counts, undated=0, **bounds):
    """Articles of so many days from 1 September 2025, and undated ones within bounds."""
    days = pd.date_range("2025-09-01", periods=len(counts), tz="UTC").repeat(counts)
    published = pd.Series([*days, *[pd.NaT] * undated])
    table = pd.DataFrame({"article_id": range(len(published)), "published": pd.to_datetime(published, utc=True)})
    for name, day in bounds.items():
        table[f"published_{name}"] = published.where(published.notna(), pd.Timestamp(day, tz="UTC"))
    return table


def changes_of(counts, **arguments):
    return find_changes(count_by_period(articles_of(counts, **arguments), freq="D"))


def run_of(counts):
    return Run(np.array([counts], dtype=float), np.ones(len(counts)))


def days(changes, column="period"):
    return changes[column].dt.strftime("%m-%d").fillna("-").tolist()


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (LOW + HIGH, ["09-11"]),
        (HIGH + LOW, ["09-11"]),
        (LOW + HIGH + LOW, ["09-11", "09-21"]),
        (LOW + HIGH + [30, 33, 29, 31, 35, 28, 30], ["09-11", "09-21"]),
        ([1, *[0] * 9, *LOW], ["09-11"]),
        ([4, 5, 3, 4, 12, 13, 11, 12], ["09-05"]),  # eight periods are enough for a large one
    ],
)
def test_changes_are_found_where_they_are(counts, expected):
    changes = changes_of(counts)
    assert days(changes) == expected
    assert (changes["low"] <= changes["period"]).all()
    assert (changes["period"] <= changes["high"]).all()
    assert changes["p"].le(0.05).all()
    assert changes["survives"].all()


@pytest.mark.parametrize(
    "counts",
    [
        [5] * 20,
        [1] + [0] * 20 + [1],
        [*LOW, 40, *LOW],  # a spike is no level
        [*LOW, 30, 35, *LOW],
        LOW + LOW,
        [3, 9] * 10,
        [4, 4, 4, 4, 6, 5, 6, 5],  # in order, but no more apart than chance puts counts
    ],
)
def test_what_is_no_change_of_level(counts):
    changes = changes_of(counts)
    assert days(changes) == ["-"]
    assert changes["note"].tolist() == ["no change found"]
    assert changes["p"].between(0.05, 1).all()
    assert changes["survives"].isna().all()


@pytest.mark.parametrize("size", [1, 3, 7])
def test_few_periods_are_not_judged(size):
    changes = changes_of([1, 9, 9, 9, 9, 9, 9][:size])
    assert days(changes) == ["-"]
    assert changes["note"].tolist() == [f"{size} whole periods: changes are looked for from 8 on"]


def test_levels_and_their_intervals():
    change = changes_of(LOW + HIGH).iloc[0]
    assert (change["before"], change["after"]) == (np.mean(LOW), np.mean(HIGH))
    assert change["before_low"] < change["before"] < change["before_high"] < change["after_low"] < change["after"]
    assert change["difference"] == pytest.approx(np.mean(HIGH) - np.mean(LOW))
    assert change["ratio"] == pytest.approx(np.mean(HIGH) / np.mean(LOW))
    assert change["periods"] == 20


def test_a_level_of_nothing_has_no_ratio_but_a_bound():
    change = changes_of([1, *[0] * 0, *LOW, *[0] * 10, 1]).iloc[0]
    assert change["after"] <= 0.2
    from_nothing = changes_of([0] * 9 + HIGH)
    assert np.isnan(from_nothing["ratio"].iloc[0]) or from_nothing["before"].iloc[0] > 0


def test_unfinished_periods_and_the_undated_are_left_out():
    table = count_by_period(articles_of(LOW + HIGH), freq="D")
    assert (
        find_changes(table.assign(complete=table["complete"].where(table["value"] != 9, False)))["periods"].iloc[0] < 20
    )
    weekly = count_by_period(articles_of(LOW * 8), freq="W")
    assert find_changes(weekly)["periods"].iloc[0] == weekly["complete"].sum()


def test_each_series_has_a_row_and_many_are_judged_more_strictly():
    one = count_by_period(articles_of(LOW + HIGH), freq="D")
    several = pd.concat([one.assign(series=name) for name in "ABCD"])
    changes = find_changes(several)
    assert changes["series"].tolist() == list("ABCD")
    assert np.allclose(changes["p"], 4 * find_changes(one)["p"].iloc[0])


def test_the_same_seed_gives_the_same_table():
    table = count_by_period(articles_of([4, 6, 5, 3, 7, 5, 9, 12, 6, 11, 9, 8, 12, 10]), freq="D")
    pd.testing.assert_frame_equal(find_changes(table, seed=3), find_changes(table.iloc[::-1], seed=3))


def test_no_series_give_the_empty_table():
    empty = find_changes(count_by_period(articles_of([])))
    assert list(empty.columns) == COLUMNS
    assert empty.empty
    assert empty.dtypes.equals(changes_of(LOW + HIGH).dtypes)
    assert str(empty["period"].dtype) == "datetime64[us, UTC]"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda table: table.drop(columns="highest"), "no column 'highest'"),
        (lambda table: pd.concat([table, table]), "two rows of one period"),
    ],
)
def test_wrong_tables_are_explained(change, says):
    with pytest.raises(DataError, match=says):
        find_changes(change(count_by_period(articles_of(LOW), freq="D")))


@pytest.mark.parametrize(
    ("undated", "bounds", "survives"),
    [
        (2, {}, True),
        (80, {}, False),
        # However many: they can only enlarge the rise.
        (80, {"earliest": "2025-09-12", "latest": "2025-09-20"}, True),
        (80, {"earliest": "2025-09-02", "latest": "2025-09-09"}, False),
    ],
)
def test_a_change_survives_where_the_undated_cannot_undo_it(undated, bounds, survives):
    changes = changes_of(LOW + HIGH, undated=undated, **bounds)
    assert days(changes) == ["09-11"]
    assert changes["survives"].tolist() == [survives]


def test_the_worst_is_within_the_bounds_and_loses_nothing():
    rows = pd.DataFrame(
        {"articles": [3, 2, 9, 9], "lowest": [3, 1, 8, 9], "highest": [6, 5, 9, 9], "value": [3, 2, 9, 9]}
    )
    for placed, _ in worst_counts(rows, slice(0, 2), slice(2, 4), Doubt(5, 3, np.nan)):
        assert (placed <= rows["highest"]).all()
        assert (placed >= rows["lowest"]).all()
        assert placed[:2].sum() == 4 + 5  # those sure to be there, and all that are not sure anywhere
        assert placed[2:].tolist() == [8, 9]
    (spread, _), (packed, _) = worst_counts(rows, slice(0, 2), slice(2, 4), Doubt(5, 3, np.nan))
    assert spread[:2].tolist() == [5.5, 3.5]
    assert packed[:2].tolist() == [4, 5]
    _, (after, _) = worst_counts(rows.iloc[::-1], slice(2, 4), slice(0, 2), Doubt(5, 3, np.nan))
    assert after.tolist() == packed.tolist()[::-1]


@pytest.mark.parametrize("reach", [range(4), [0], [1, 2], [3]])
def test_no_placing_brings_two_shares_closer_than_the_worst(reach):
    """Three undated articles, one of them with the frame, that may belong to some of the periods."""
    having, articles, frames = np.array([1, 2, 4, 3]), np.array([5, 6, 5, 5]), [1, 0, 0]
    reached = np.isin(range(4), reach)
    highest, lowest = (having + reached) / (articles + reached), having / (articles + 2 * reached)
    value = having / articles
    rows = pd.DataFrame(
        {"articles": articles, "value": value, "unsure": 0, "highest": highest, "lowest": lowest}, dtype=float
    )
    worst, grown = next(worst_shares(rows, slice(0, 2), slice(2, 4), Doubt(3, 3, 1 / 3)))
    gap = np.diff([np.average(worst[side], weights=(articles * grown)[side]) for side in (slice(0, 2), slice(2, 4))])
    for placing in itertools.product([*reach, 9], repeat=3):
        h, n = (np.append(numbers, [0] * 6).astype(float) for numbers in (having, articles))
        for place, frame in zip(placing, frames, strict=True):
            h[place], n[place] = h[place] + frame, n[place] + 1
        assert h[2:4].sum() / n[2:4].sum() - h[:2].sum() / n[:2].sum() >= gap - 1e-9
    assert (worst <= rows["highest"] + 1e-9).all()
    assert (worst >= rows["lowest"] - 1e-9).all()


def test_articles_that_may_leave_work_against_the_change():
    rows = pd.DataFrame(
        {"articles": [10.0, 10], "value": [0.2, 0.8], "unsure": [3, 0], "lowest": [0, 0.5], "highest": [0.6, 1]}
    )
    worst, grown = next(worst_shares(rows, slice(0, 1), slice(1, 2), Doubt(3, 0, np.nan)))
    assert worst.tolist() == pytest.approx([5 / 10, 8 / 13])
    assert grown.tolist() == pytest.approx([1, 1.3])


def shares_of(having, articles):
    low, high = wilson_interval(having, articles)
    start = pd.date_range("2025-09-01", periods=len(having), tz="UTC")
    value = np.divide(having, articles, out=np.full(len(having), np.nan), where=np.array(articles) > 0)
    about = {"period": start, "series": "threat", "articles": articles, "value": value, "low": low, "high": high}
    return pd.DataFrame(about | {"complete": True, "lowest": value, "highest": value, "unsure": 0})


def test_shares_change_while_numbers_do_not_matter():
    having, articles = [2, 3, 1, 4, 2, 3, 9, 8, 10, 9, 8, 9], [12, 40, 10, 30, 20, 25, 12, 11, 14, 12, 10, 13]
    change = find_changes(shares_of(having, articles)).iloc[0]
    assert change["period"].day == 7
    assert change["before"] == pytest.approx(sum(having[:6]) / sum(articles[:6]))
    assert np.isnan(change["ratio"])
    assert 0 <= change["before_low"] <= change["before"] <= change["before_high"] <= 1
    few_then_many = find_changes(
        shares_of([1, 2, 1, 1, 2, 1, 10, 20, 10, 10, 20, 10], [2, 4, 2, 2, 4, 2, 20, 40, 20, 20, 40, 20])
    )
    assert few_then_many["period"].isna().all()


def test_periods_without_articles_have_no_share_to_change():
    having, articles = [1, 1, 0, 1, 1, 1, 9, 0, 8, 9, 9, 8], [9, 9, 0, 9, 9, 9, 10, 0, 10, 10, 10, 10]
    changes = find_changes(shares_of(having, articles))
    assert changes["periods"].tolist() == [10]
    assert changes["period"].dt.day.tolist() == [7]


def test_an_interval_tells_how_much_a_share_weighs():
    table = shares_of([0, 3, 10, 7], [9, 10, 10, 50])
    assert np.allclose(_sizes(table), [9, 10, 10, 50])
    wider = table.assign(low=table["low"] - 0.05, high=table["high"] + 0.05)
    assert (_sizes(wider) < [9, 10, 10, 50]).all()
    assert (_sizes(wider) > 0).all()


def test_without_an_envelope_survival_is_not_known():
    table = shares_of([1] * 6 + [9] * 6, [10] * 12)
    undated = table.iloc[:1].assign(period=pd.NaT, complete=None, unsure=4)
    doubtful = pd.concat([table.assign(lowest=np.nan), undated])
    assert find_changes(doubtful)["survives"].isna().all()


def test_neighbours_that_resemble_each_other_are_told_of():
    wave = [round(10 + 8 * np.sin(day / 4)) for day in range(60)]
    changes = changes_of(wave)
    assert changes["period"].isna().all() or changes["note"].str.contains("resemble").all()


def test_the_gain_of_a_split_is_twice_the_log_likelihood_ratio():
    from scipy.stats import poisson

    counts = np.array(LOW + HIGH)
    fits = [poisson.logpmf(part, part.mean()).sum() for part in (counts[:10], counts[10:], counts)]
    gains = gains_of_splits(counts[None, None].astype(float), np.ones((1, 20)))[0]
    assert gains[10] == pytest.approx(2 * (fits[0] + fits[1] - fits[2]))
    assert gains.argmax() == 10
    assert np.isneginf(gains[[0, 1, 2, 18, 19]]).all()
    assert np.isfinite(gains[3:18]).all()


def test_the_best_stretch_is_the_best_of_all():
    run = run_of(LOW + HIGH + LOW)
    gain, cuts = best_stretch(run, [])
    assert cuts == [10, 20]
    split = run.cost(0, 30) - run.cost(10, 20) - run.cost(0, 30) * 0
    rest = Run(np.delete(run.amounts, range(10, 20), axis=1), np.ones(20))
    assert gain == pytest.approx(split - rest.cost(0, 20))


def test_cuts_fit_best_together():
    run = run_of(LOW[:6] + HIGH[:5] + LOW[:5])
    fits = {
        cuts: sum(run.cost(*span) for span in segments(cuts, 16))
        for cuts in itertools.combinations(range(LEAST, 16 - LEAST + 1), 2)
        if cuts[1] - cuts[0] >= LEAST
    }
    assert tuple(place_cuts(run, 2)) == min(fits, key=fits.get)
    assert place_cuts(run, 0) == []


def test_a_sharp_change_has_a_narrow_interval():
    generator = np.random.default_rng(0)
    assert find_interval(run_of([0, 1] * 30 + [40, 44] * 30), 60, 1.0, generator) == (60, 60)
    # Of few periods the one beside the change may be an odd one.
    assert find_interval(run_of([0, 1] * 6 + [40, 44] * 6), 12, 1.0, generator) == (11, 13)
    low, high = find_interval(run_of([4, 6, 5, 3, 7, 5, 6, 9, 6, 8, 9, 8]), 7, 1.0, generator)
    assert low < 7 < high


def test_more_variation_than_chance_widens_the_levels():
    calm, restless = changes_of([5, 6] * 5 + [30, 31] * 5), changes_of([1, 10] * 5 + [10, 51] * 5)
    width = calm["after_high"] - calm["after_low"]
    if restless["period"].notna().all():
        assert (restless["after_high"] - restless["after_low"] > width).all()
    assert run_of([1, 10] * 5).dispersion([]) > run_of([5, 6] * 5).dispersion([]) == 1
