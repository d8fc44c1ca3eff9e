"""Topics from articles: tables, properties, hostile input."""

from dataclasses import fields

import numpy as np
import pandas as pd
import pytest

from workbench.errors import DataError, ParameterError
from workbench.topics import Topics, fit_topics
from workbench.topics.factorise import Factors, factorise

THEMES = {
    "harvest": "wheat barley farmer field tractor grain rainfall silo seed crop orchard soil".split(),
    "orchestra": "violin concert conductor sonata audience pianist chorus melody stage cello opera rehearsal".split(),
    "hospital": "nurse surgeon clinic patient vaccine ward ambulance fever medicine doctor therapy wound".split(),
    "sailing": "regatta skipper mast harbour keel anchor crew yacht breeze sailor rudder lagoon".split(),
}
SPANISH = "el de la que en los se por las con para una su al lo como más pero sus le ya o este sí porque".split()


def write_paragraph(random, theme):
    words = random.choice(THEMES[theme], 18).tolist()
    return "The " + " and the ".join(words[:9]) + "; a " + " of the ".join(words[9:]) + "."


def write_articles(n, *, paragraphs=4, seed=0):
    """Return `n` articles; number i is about theme i % 4, its last paragraph about the next theme."""
    random = np.random.default_rng(seed)
    names = list(THEMES)
    rows = []
    for number in range(n):
        themes = [names[number % 4]] * (paragraphs - 1) + [names[(number + 1) % 4]]
        text = "\n\n".join(write_paragraph(random, theme) for theme in themes)
        rows.append((f"{names[number % 4]}-{number:03}", text))
    return pd.DataFrame(rows, columns=["article_id", "text"])


@pytest.fixture(scope="module")
def few():
    articles = write_articles(8)
    return articles, fit_topics(articles, n_topics=4)


@pytest.fixture(scope="module")
def many():
    articles = write_articles(60)
    return articles, fit_topics(articles, n_topics=4)


@pytest.fixture(params=["few", "many"])
def fitted(request):
    return request.getfixturevalue(request.param)


def theme_of(words):
    return [next((name for name, theme in THEMES.items() if word in theme), None) for word in words]


def test_each_topic_is_one_theme(fitted):
    _, topics = fitted
    found = topics.words[topics.words["rank"] <= 8].groupby("topic")["word"].agg(lambda words: set(theme_of(words)))
    assert sorted(map(tuple, found)) == [(name,) for name in sorted(THEMES)]


def test_main_topic_of_an_article_is_the_theme_of_most_of_its_paragraphs(fitted):
    _, topics = fitted
    label = topics.labels.set_index("topic")["label"].str.split(", ").map(lambda words: theme_of(words)[0])
    main = topics.articles.sort_values("weight").groupby("article_id")["topic"].last()
    assert main.map(label).tolist() == [article_id.split("-")[0] for article_id in main.index]


def test_weights_of_articles_by_paragraph_are_means_weighted_by_words(few):
    _, topics = few
    weights = topics.articles.groupby("article_id")["weight"].nlargest(2).droplevel(1)
    # Three paragraphs on one theme and one on another, all of the same length.
    assert weights.groupby(level=0).max().to_numpy() == pytest.approx(np.full(8, 0.75), abs=0.03)
    assert weights.groupby(level=0).min().to_numpy() == pytest.approx(np.full(8, 0.25), abs=0.03)


def test_tables_have_the_columns_and_types_of_the_contract(fitted):
    _, topics = fitted
    types = {
        "words": {"topic": "int64", "rank": "int64", "word": "str", "weight": "float64"},
        "articles": {"article_id": "str", "topic": "int64", "weight": "float64"},
        "labels": {"topic": "int64", "label": "str"},
        "quality": {"topic": "int64", **dict.fromkeys(["npmi", "exclusivity", "stability", "articles"], "float64")},
    }
    found = {name: getattr(topics, name).dtypes.astype(str).to_dict() for name in types}
    assert found == types


def test_every_article_has_every_topic_and_weights_sum_to_one(fitted):
    articles, topics = fitted
    assert len(topics.articles) == 4 * len(articles)
    sums = topics.articles.groupby("article_id")["weight"].sum()
    assert sums.to_numpy() == pytest.approx(np.ones(len(articles)))
    assert topics.articles.equals(topics.articles.sort_values(["article_id", "topic"], ignore_index=True))
    assert topics.quality["articles"].sum() == pytest.approx(len(articles))
    assert topics.quality["articles"].is_monotonic_decreasing


def test_words_are_ranked_by_weight_and_labels_are_three_of_them(fitted):
    _, topics = fitted
    for topic, words in topics.words.groupby("topic"):
        assert words["rank"].tolist() == list(range(1, len(words) + 1))
        assert words["weight"].is_monotonic_decreasing
        label = topics.labels.set_index("topic").loc[topic, "label"].split(", ")
        assert len(set(label) & set(words["word"])) == 3


def test_labels_prefer_words_that_belong_to_one_topic():
    articles = write_articles(12)
    shared = articles["article_id"].str.startswith(("harvest", "sailing"))
    articles["text"] = articles["text"].where(~shared, articles["text"].str.replace(".", ", weather.", regex=False))
    topics = fit_topics(articles, n_topics=4, unit="article")
    assert (topics.words["word"] == "weather").sum() == 2
    assert not topics.labels["label"].str.contains("weather").any()


def test_clear_themes_score_well(fitted):
    _, topics = fitted
    assert (topics.quality["npmi"] > 0.3).all()
    assert topics.quality["exclusivity"].between(0.6, 1).all()
    assert topics.quality["stability"].between(0.6, 1).all()


def test_passages_open_in_the_text_and_come_from_different_articles(fitted):
    articles, topics = fitted
    texts = articles.set_index("article_id")["text"]
    for row in topics.passages.itertuples():
        assert texts[row.article_id][row.start : row.end] == row.text
        assert texts[row.article_id].split("\n\n")[row.block] == row.text
    assert (topics.passages.groupby("topic")["article_id"].nunique() == 3).all()
    assert topics.passages["weight"].between(0.9, 1).all()


@pytest.mark.parametrize(
    ("n", "unit", "used"), [(49, "auto", "paragraph"), (50, "auto", "article"), (50, "paragraph", "paragraph")]
)
def test_paragraphs_are_the_units_of_fewer_than_fifty_articles(n, unit, used):
    assert fit_topics(write_articles(n, paragraphs=2), n_topics=3, unit=unit).unit == used


@pytest.mark.parametrize("unit", ["article", "paragraph"])
def test_the_same_input_gives_the_same_bytes(unit):
    articles = write_articles(20)
    first, second = (fit_topics(articles, n_topics=3, unit=unit, seed=5) for _ in range(2))
    for field in fields(Topics):
        if field.name not in {"unit", "note"}:
            one, other = getattr(first, field.name), getattr(second, field.name)
            assert one.to_csv() == other.to_csv(), field.name


def test_the_input_is_not_changed():
    articles = write_articles(12)
    before = articles.copy(deep=True)
    fit_topics(articles, n_topics=2)
    pd.testing.assert_frame_equal(articles, before)


def test_articles_without_words_in_common_are_even_and_those_without_text_undefined():
    odd = pd.DataFrame({"article_id": ["alone", "empty", "missing"], "text": ["Zyx.", "  ", None]})
    topics = fit_topics(pd.concat([write_articles(12), odd]), n_topics=2)
    weights = topics.articles.groupby("article_id")["weight"].agg(list)
    assert weights["alone"] == [0.5, 0.5]
    assert np.isnan([*weights["empty"], *weights["missing"]]).all()
    assert topics.quality["articles"].sum() == pytest.approx(13)


def test_function_words_of_a_second_language_make_no_topic():
    articles = write_articles(12).assign(language="en")
    random = np.random.default_rng(9)
    words = [*SPANISH, "trigo", "cosecha", "campo", "lluvia"]
    text = "\n\n".join(" ".join(random.choice(words, 60)) for _ in range(6))
    spanish = pd.DataFrame({"article_id": ["es"], "text": [text], "language": ["es"]})
    topics = fit_topics(pd.concat([articles, spanish]), n_topics=5)
    assert not set(topics.words["word"]) & set(SPANISH)
    assert {"trigo", "cosecha", "campo", "lluvia"} <= set(topics.words["word"])


def test_numbers_as_article_ids_become_text():
    topics = fit_topics(write_articles(60, paragraphs=2).assign(article_id=range(60)), n_topics=2)
    assert set(topics.passages["article_id"]) <= {str(number) for number in range(60)}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"n_topics": 1}, "n_topics=1 .*from 2"),
        ({"n_topics": 0}, "n_topics=0 "),
        ({"n_topics": 2.5}, r"n_topics=2\.5 "),
        ({"n_topics": True}, "n_topics=True "),
        ({"n_topics": "auto"}, "n_topics='auto' "),
        ({"n_topics": 13}, r"24 paragraphs .*Allowed: 2 to 12\."),
        ({"n_topics": 4, "unit": "article"}, r"6 articles .*Allowed: 2 to 3\."),
        ({"unit": "sentence"}, "unit='sentence' .*Allowed: article, auto, paragraph"),
        ({"unit": "paragraphs"}, "Did you mean 'paragraph'"),
    ],
)
def test_what_is_typed_wrong_is_said_with_what_is_allowed(options, message):
    with pytest.raises(ParameterError, match=message):
        fit_topics(write_articles(6), **options)


ONE = write_articles(1)


@pytest.mark.parametrize(
    ("articles", "message"),
    [
        (ONE.iloc[:0], "of the 0 units"),
        (ONE.assign(text=None), "of the 0 units"),
        (ONE.assign(text="One short paragraph."), "of the 1 units"),
        (pd.concat([ONE.assign(article_id=str(n)) for n in range(9)]).assign(text="Same words here."), "copies of one"),
        (pd.concat([ONE.assign(article_id=str(n)) for n in range(9)]).assign(text="The of and."), "No word"),
        (
            pd.DataFrame({"article_id": list("abcd"), "text": ["oil port", "oil port", "crew", "crew"]}),
            "Too little text",
        ),
        (pd.concat([ONE, ONE]), "'harvest-000' stands in more than one row"),
        (ONE.rename(columns={"text": "body"}), "no column 'text'"),
    ],
)
def test_tables_that_hold_no_topics_are_errors_that_say_why(articles, message):
    with pytest.raises(DataError, match=message):
        fit_topics(articles, n_topics=2)


def test_a_topic_without_any_words_is_an_error(monkeypatch):
    def lose_one(weights, n_topics, *, seed):
        factors = factorise(weights, n_topics, seed=seed)
        return Factors(factors.units, factors.terms * np.array([[0], *[[1]] * (n_topics - 1)]))

    monkeypatch.setattr("workbench.topics.fit.factorise", lose_one)
    with pytest.raises(ParameterError, match=r"n_topics=4 .*only 3 topics have any words.*at most 3"):
        fit_topics(write_articles(8), n_topics=4)


def test_texts_of_few_parts_in_many_mixes_still_give_weights_that_sum_to_one():
    parts = [" ".join(words[:8]) + ". " for words in THEMES.values()][:3]
    mixes = [times for times in np.ndindex(3, 3, 3) if 0 in times and any(times)]
    texts = ["".join(part * n for part, n in zip(parts, times, strict=True)) for times in mixes]
    articles = pd.DataFrame({"article_id": [f"a{n:02}" for n in range(len(texts))], "text": texts})
    topics = fit_topics(articles, n_topics=6, unit="article")
    assert topics.articles.groupby("article_id")["weight"].sum().to_numpy() == pytest.approx(np.ones(len(texts)))
    assert len(topics.labels) == 6
