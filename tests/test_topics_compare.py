"""Topics by group of articles."""

import numpy as np
import pandas as pd
import pytest

from workbench.errors import DataError, ParameterError
from workbench.topics import Topics, compare_topics


def topics_of(**first_weight):
    """Return two topics with the weight of the first in each article; the second has the rest."""
    rows = [
        (name, topic, weight) for name, share in first_weight.items() for topic, weight in ((1, share), (2, 1 - share))
    ]
    nothing = pd.DataFrame()
    labels = pd.DataFrame({"topic": [1, 2], "label": ["oil, crude", "talks, envoy"]})
    table = pd.DataFrame(rows, columns=["article_id", "topic", "weight"])
    return Topics(words=nothing, articles=table, labels=labels, quality=nothing, passages=nothing, unit="article")


def articles_of(**outlets):
    return pd.DataFrame({"article_id": list(outlets), "outlet": list(outlets.values())})


FIVE = topics_of(a=0.8, b=0.6, c=0.1, d=0.3, e=0.5)
OUTLETS = articles_of(a="Y", b="Y", c="X", d=None, e=None)


def test_share_is_the_mean_weight_and_groups_are_sorted_with_not_stated_last():
    table = compare_topics(FIVE, OUTLETS)
    assert table.columns.tolist() == ["group", "topic", "label", "share", "low", "high", "articles"]
    assert table["group"].tolist() == ["X", "X", "Y", "Y", "not stated", "not stated"]
    assert table["share"].tolist() == pytest.approx([0.1, 0.9, 0.7, 0.3, 0.4, 0.6])
    assert table["articles"].tolist() == [1, 1, 2, 2, 2, 2]
    assert table["label"].tolist() == ["oil, crude", "talks, envoy"] * 3


def test_one_article_has_no_interval():
    table = compare_topics(FIVE, OUTLETS).set_index("group")
    assert table.loc["X", ["low", "high"]].isna().all(axis=None)
    assert table.loc["Y", ["low", "high"]].notna().all(axis=None)


def test_intervals_contain_the_share_and_narrow_with_more_articles():
    random = np.random.default_rng(5)
    widths = []
    for n in (10, 1000):
        names = [f"a{number}" for number in range(n)]
        table = compare_topics(
            topics_of(**dict(zip(names, random.random(n), strict=True))), articles_of(**dict.fromkeys(names, "X"))
        )
        assert (table["low"] <= table["share"]).all()
        assert (table["share"] <= table["high"]).all()
        widths.append((table["high"] - table["low"]).iloc[0])
    assert widths[1] < widths[0] / 5
    # Percentile interval of a mean of n uniform numbers: 2 * 1.96 * sqrt(1 / 12 / n).
    assert widths[1] == pytest.approx(2 * 1.96 * np.sqrt(1 / 12 / 1000), rel=0.15)


def test_the_same_seed_gives_the_same_interval_whatever_other_groups_are_there():
    table = compare_topics(FIVE, OUTLETS, seed=7)
    pd.testing.assert_frame_equal(table, compare_topics(FIVE, OUTLETS, seed=7))
    alone = compare_topics(topics_of(a=0.8, b=0.6), OUTLETS, seed=7)
    pd.testing.assert_frame_equal(alone, table[table["group"] == "Y"].reset_index(drop=True))


def test_articles_without_text_have_no_weight_and_are_not_counted():
    table = compare_topics(topics_of(a=0.8, b=np.nan), OUTLETS)
    assert table[["group", "articles"]].drop_duplicates().to_numpy().tolist() == [["Y", 1]]


@pytest.mark.parametrize(
    ("values", "groups"),
    [
        ([True, False, True, None, None], ["False", "True", "not stated"]),
        ([2025, 2026, 2025, 2026, 2025], ["2025", "2026"]),
        ([None] * 5, ["not stated"]),
    ],
)
def test_any_column_can_be_the_group(values, groups):
    table = compare_topics(FIVE, OUTLETS.assign(leaning=pd.Series(values, dtype=object)), by="leaning")
    assert table["group"].unique().tolist() == groups


def test_a_column_that_is_not_there_is_named_with_the_nearest():
    with pytest.raises(ParameterError, match=r"by='outlte'.*Did you mean 'outlet'"):
        compare_topics(FIVE, OUTLETS, by="outlte")


@pytest.mark.parametrize(
    ("articles", "message"),
    [
        (OUTLETS.iloc[1:], "'a' is not in"),
        (pd.concat([OUTLETS, OUTLETS.iloc[:1]]), "'a' is twice in"),
        (OUTLETS.rename(columns={"article_id": "id"}), "no column 'article_id'"),
    ],
)
def test_a_table_that_does_not_fit_is_an_error(articles, message):
    with pytest.raises(DataError, match=message):
        compare_topics(FIVE, articles)
