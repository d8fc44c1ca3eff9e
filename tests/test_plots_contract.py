"""What every figure keeps: its words, its escaping, its look on nothing, and its input unharmed."""

from __future__ import annotations

import itertools
import json

import pandas as pd
import pytest

from workbench import plots
from workbench.errors import DataError

HOSTILE = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "$x$ and $y$", "**bold** {{x}} %{y}"]
OUTLETS = ["Capitol Standard", "Harbor Ledger", "Isthmus Daily", "Meridian Review"]
FRAMES = ["deal", "pressure", "law", "cost", "legitimacy", "drugs", "oil", "order"]


def make_articles(outlets: list[str | None], *, size: int = 26, dated: bool = True) -> pd.DataFrame:
    days = pd.Timestamp("2025-09-03", tz="UTC") + pd.to_timedelta([5 * number for number in range(size)], unit="D")
    return pd.DataFrame(
        {
            "article_id": [f"{number:016x}" for number in range(size)],
            "title": [f"{outlets[number % len(outlets)]}, part {number}" for number in range(size)],
            "outlet": pd.Series([outlets[number % len(outlets)] for number in range(size)], dtype="str"),
            "published": pd.Series(days if dated else pd.NaT, index=range(size), dtype="datetime64[us, UTC]"),
            "words": [300 + 37 * number % 400 for number in range(size)],
        }
    )


def make_blocks(articles: pd.DataFrame) -> pd.DataFrame:
    kinds = ["title", "paragraph", "list_item", "boilerplate", "faq_question"]
    rows = [(article, kind, f"{kind} text " * (len(kind) - 4)) for article in articles["article_id"] for kind in kinds]
    return pd.DataFrame(rows, columns=["article_id", "kind", "text"])


def make_shares(groups: list[str], frames: list[str]) -> pd.DataFrame:
    rows = [
        (group, frame, share := (3 * i + 2 * j) % 9 / 8, share, max(share - 0.3, 0), min(share + 0.3, 1), 8)
        for (i, group), (j, frame) in itertools.product(enumerate(groups), enumerate(frames))
    ]
    columns = ["group", "frame", "raw", "estimate", "low", "high", "articles"]
    return pd.DataFrame(rows, columns=columns).assign(coded=0, method="uncorrected", validated=False)


def make_contrast(groups: list[str], words: list[str]) -> pd.DataFrame:
    rows = [
        (word, group, 3 + j, 2.5, 1.1, 3.2 - 0.4 * j - 0.1 * i)
        for (i, group), (j, word) in itertools.product(enumerate(groups), enumerate(words))
    ]
    return pd.DataFrame(rows, columns=["word", "group", "count", "rate", "log_odds", "z"])


def make_topic_shares(groups: list[str], labels: list[str]) -> pd.DataFrame:
    shares = make_shares(groups, labels)
    topics = shares["frame"].map({label: number for number, label in enumerate(labels, 1)})
    return shares.rename(columns={"frame": "label", "estimate": "share"}).assign(topic=topics)


def make_series(names: list[str], *, share: bool, weeks: int = 6, undated: int = 2) -> pd.DataFrame:
    periods = [*pd.date_range("2025-09-01", periods=weeks, freq="7D", tz="UTC"), pd.NaT]
    rows = [
        (period, name, counted := undated if pd.isna(period) else (i + j) % 4, 0.5 if share else counted)
        for (i, period), (j, name) in itertools.product(enumerate(periods), enumerate(names))
    ]
    series = pd.DataFrame(rows, columns=["period", "series", "articles", "value"]).astype({"value": "float64"})
    series["period"] = pd.to_datetime(series["period"], utc=True)
    if share:
        series.loc[series["articles"] == 0, "value"] = float("nan")
    series["low"], series["high"] = (series["value"] * 0.4, series["value"] * 1.6) if share else (float("nan"),) * 2
    edge = series["period"].isin([periods[0], periods[weeks - 1]])
    return series.assign(complete=(~edge).astype("boolean").mask(series["period"].isna()))


def make_dates(articles: pd.DataFrame, phrases: list[str]) -> pd.DataFrame:
    values = [("2025-09-02", "day", "2025-09-02", "2025-09-02"), ("XXXX-11-21", "day", None, None)]
    values += [("2025-10", "month", "2025-10-01", "2025-10-31"), ("XXXX-11", "month", None, None)]
    dates = pd.DataFrame(values, columns=["value", "granularity", "earliest", "latest"])
    dates = pd.concat([dates] * 3, ignore_index=True)
    dates["text"] = [phrases[number % len(phrases)] for number in range(len(dates))]
    dates["article_id"] = [articles["article_id"].iloc[number] for number in range(len(dates))]
    for bound in ("earliest", "latest"):
        dates[bound] = pd.to_datetime(dates[bound], utc=True)
    return dates


def make_agreement(frames: list[str]) -> pd.DataFrame:
    rows = [(frame, 0.9 - 0.2 * place, 0.8 - 0.2 * place, 0.95 - 0.2 * place) for place, frame in enumerate(frames)]
    agreement = pd.DataFrame(rows, columns=["frame", "alpha", "low", "high"]).assign(note=None, verdict="tentative")
    agreement.loc[len(frames) - 1, ["alpha", "low", "high", "note"]] = [float("nan")] * 3 + ["undefined: one coder"]
    return agreement.assign(percent=0.9, units=40, coders=2)


def make_evaluation(frames: list[str]) -> pd.DataFrame:
    measures = {"precision": 0.7, "recall": 0.5, "f1": 0.58, "human f1": 0.8}
    rows = [(frame, measure, value) for frame in frames for measure, value in measures.items()]
    rows += [("all frames", measure, 0.6) for measure in ("micro f1", "macro f1", "human micro f1")]
    evaluation = pd.DataFrame(rows, columns=["frame", "measure", "value"])
    bounds = {"low": evaluation["value"] - 0.1, "high": evaluation["value"] + 0.1}
    return evaluation.assign(**bounds, units=200, positives=30)


def make_confusion(frames: list[str]) -> pd.DataFrame:
    cells = itertools.product(frames, [True, False], [True, False])
    confusion = pd.DataFrame(list(cells), columns=["frame", "coded", "predicted"])
    return confusion.assign(units=[(7 * number) % 90 + 1 for number in range(len(confusion))])


def make_calibration() -> pd.DataFrame:
    rows = [("all frames", n + 1, (n + 0.5) / 5, (n + 0.4) / 5, n / 5, (n + 1) / 5, 40 - 7 * n) for n in range(5)]
    return pd.DataFrame(rows, columns=["frame", "bin", "predicted", "observed", "low", "high", "units"])


def make_learning() -> pd.DataFrame:
    measures = {"micro f1": 0.6, "macro f1": 0.5, "interval width": 0.2}
    rows = [(units, measure, value) for units in (50, 100, 200) for measure, value in measures.items()]
    learning = pd.DataFrame(rows, columns=["units", "measure", "value"])
    return learning.assign(low=learning["value"] * 0.9, high=learning["value"] * 1.1)


def make_pairs(frames: list[str]) -> pd.DataFrame:
    rows = [(one, other, 5, 0.5, 1.2) for one in frames for other in [*frames, "another"] if one != other]
    return pd.DataFrame(rows, columns=["frame", "other", "units", "share", "lift"])


def make_kinds(frames: list[str]) -> pd.DataFrame:
    rows = [(kind, frame, 6, 2000, 3.0, 1.1, 6.5) for kind in ("title", "paragraph") for frame in frames]
    return pd.DataFrame(rows, columns=["kind", "frame", "hits", "words", "rate", "low", "high"])


def make_topic_words(texts: list[str]) -> pd.DataFrame:
    rows = [
        (topic, rank, word, 0.2 / rank, 0.5) for topic in range(1, len(texts) + 1) for rank, word in enumerate(texts, 1)
    ]
    return pd.DataFrame(rows, columns=["topic", "rank", "word", "weight", "exclusivity"])


def make_topic_places(topics: int) -> pd.DataFrame:
    rows = [(topic, topic * 7 % 5, topic * 3 % 8) for topic in range(1, topics + 1)]
    return pd.DataFrame(rows, columns=["topic", "x", "y"])


def make_topic_series(labels: list[str]) -> pd.DataFrame:
    series = make_series(labels, share=True).rename(columns={"series": "label", "value": "share"})
    return series.assign(topic=series["label"].map({label: number for number, label in enumerate(labels, 1)}))


def make_topic_choice() -> pd.DataFrame:
    choice = pd.DataFrame({"n_topics": [4, 6, 8], "score": [0.5, 0.7, 0.6], "chosen": [False, True, False]})
    return choice.assign(stability=0.6, npmi=0.1, exclusivity=0.5)


def make_topic_resamples(topics: int) -> pd.DataFrame:
    rows = [(topic, number, (topic + number) % 5 / 4) for topic in range(1, topics + 1) for number in range(1, 6)]
    return pd.DataFrame(rows, columns=["topic", "resample", "overlap"])


def make_topics_and_frames(texts: list[str]) -> pd.DataFrame:
    cells = itertools.product(enumerate(texts, 1), texts)
    rows = [(topic, label, frame, (topic * len(frame)) % 9 / 8) for (topic, label), frame in cells]
    table = pd.DataFrame(rows, columns=["topic", "label", "frame", "share"])
    return table.assign(low=table["share"] * 0.8, high=table["share"], lift=1.1, articles=9)


def make_events(articles: pd.DataFrame, texts: list[str]) -> tuple[pd.DataFrame, ...]:
    """Return events named by the texts, two mentions each, of which those of the first contradict each other."""
    dates = make_dates(articles, texts).drop(columns=["text", "article_id"]).iloc[[0, 1, 2, 3]]
    dates.loc[len(dates)] = [None, None, None, None]
    rows = [
        dates.iloc[place % len(dates)].to_dict()
        | {"event_id": place + 1, "article_id": articles["article_id"].iloc[(place + mention) % len(articles)]}
        | {"label": text, "date_text": text, "sentence": f"It is said: {text} ({mention})", "start": mention}
        | {"relation": "since" if place % 2 else None, "place": "text", "mod": None, "basis": "derived"}
        | {"status": "planned" if mention else "happened"}
        for place, text in enumerate(texts)
        for mention in range(2)
    ]
    mentions = pd.DataFrame(rows)
    events = mentions.drop_duplicates("event_id").assign(articles=2, mentions=2, conflict_kind=None, rank=1)
    events = events.assign(conflict=events["event_id"] == 1)
    events["conflict_kind"] = events["conflict"].map({True: "status", False: None})
    first, second = mentions.iloc[0], mentions.iloc[1]
    conflict = {column: first[column] for column in ("event_id", "article_id", "start", "sentence")}
    conflict |= {f"other_{column}": second[column] for column in ("article_id", "start", "sentence")}
    return events, mentions, pd.DataFrame([conflict | {"kind": "status", "reason": f"Against {texts[0]}."}]), articles


def make_date_ranks(articles: pd.DataFrame, texts: list[str]) -> pd.DataFrame:
    counts = make_dates(articles, texts).drop_duplicates("value").drop(columns=["text", "article_id"])
    counts["value"] = counts["value"].where(counts["value"] != "2025-10", texts[0])
    return counts.assign(articles=[9, 5, 5, 1], sentences=[12, 6, 6, 1], mentions=12, rank=[1, 2, 2, 4])


def make_tables(outlets: list[str | None], *, texts: list[str]) -> dict[str, tuple[pd.DataFrame, ...]]:
    """Return the tables of each figure; `texts` are frames, words, topics and phrases."""
    articles = make_articles(outlets)
    groups = [outlet or "not stated" for outlet in outlets]
    topics = pd.DataFrame({"topic": range(1, len(texts) + 1), "label": texts})
    sizes = pd.DataFrame({"topic": topics["topic"], "articles": [9.5 - number for number in range(len(texts))]})
    return {
        "plot_outlets": (articles,),
        "plot_lengths": (articles,),
        "plot_kinds": (make_blocks(articles),),
        "plot_shares": (make_shares(groups, texts),),
        "plot_words": (make_contrast(groups, texts),),
        "plot_topics": (topics, sizes),
        "plot_topic_shares": (make_topic_shares(groups, texts),),
        "plot_topic_heatmap": (make_topic_shares(groups, texts),),
        "plot_topic_words": (make_topic_words(texts), topics, sizes),
        "plot_topic_map": (make_topic_places(len(texts)), topics, sizes),
        "plot_topics_over_time": (make_topic_series(texts),),
        "plot_topic_choice": (make_topic_choice(),),
        "plot_topic_stability": (make_topic_resamples(len(texts)), topics),
        "plot_topics_and_frames": (make_topics_and_frames(texts),),
        "plot_articles_over_time": (make_series(groups, share=False),),
        "plot_frames_over_time": (make_series(texts, share=True),),
        "plot_agreement": (make_agreement(texts),),
        "plot_evaluation": (make_evaluation(texts),),
        "plot_confusion": (make_confusion(texts),),
        "plot_calibration": (make_calibration(),),
        "plot_learning": (make_learning(),),
        "plot_co_occurrence": (make_pairs(texts),),
        "plot_hits_by_kind": (make_kinds(texts),),
        "plot_dates": (make_dates(articles, texts), articles),
        "plot_date_ranks": (make_date_ranks(articles, texts),),
        "plot_events": make_events(articles, texts),
    }


FIGURES = list(make_tables(["A"], texts=["x"]))
CASES = {
    "four outlets": make_tables(OUTLETS, texts=FRAMES),
    "one outlet": make_tables(["Harbor Ledger"], texts=["oil"]),
    "outlet missing": make_tables(["Harbor Ledger", None], texts=FRAMES),
    "hostile": make_tables(HOSTILE, texts=HOSTILE),
}


def drawn_texts(value: object) -> list[str]:
    """Return every text that plotly shows: not ids, colours, or the words in `meta`, which are plain."""
    if isinstance(value, dict):
        return [text for key, inner in value.items() if key not in ("meta", "template") for text in drawn_texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in drawn_texts(inner)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_has_its_words(name, case):
    figure = getattr(plots, name)(*CASES[case][name], headline=True)
    meta = figure.layout.meta
    assert set(meta) - {"opens"} == {"name", "title", "sentence", "alt", "note", "headline", "room"}
    assert meta["headline"] is True
    assert all(isinstance(meta[key], str) and meta[key] for key in ("name", "title", "sentence", "alt", "note"))
    assert meta["sentence"].endswith(".")
    assert sum(annotation.name == "note" for annotation in figure.layout.annotations) == 1
    assert figure.layout.width is None
    assert figure.layout.height > 40
    assert "nan" not in json.dumps(meta).lower()


@pytest.mark.parametrize("name", FIGURES)
def test_hostile_text_reaches_plotly_only_escaped(name):
    figure = getattr(plots, name)(*CASES["hostile"][name])
    texts = drawn_texts(json.loads(figure.to_json()))
    assert not [text for text in texts if "<script" in text or "<img" in text or "$" in text]


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_never_edits_its_input(name):
    tables = [table.copy(deep=True) for table in CASES["four outlets"][name]]
    getattr(plots, name)(*tables)
    for table, before in zip(tables, CASES["four outlets"][name], strict=True):
        pd.testing.assert_frame_equal(table, before)


@pytest.mark.parametrize("name", FIGURES)
def test_the_same_tables_give_the_same_bytes(name):
    tables = CASES["outlet missing"][name]
    assert getattr(plots, name)(*tables).to_json() == getattr(plots, name)(*tables).to_json()


@pytest.mark.parametrize("name", FIGURES)
def test_rows_with_a_repeated_index_are_drawn_alike(name):
    tables = CASES["four outlets"][name]
    repeated = [table.set_axis([0] * len(table)) for table in tables]
    assert getattr(plots, name)(*repeated).to_json() == getattr(plots, name)(*tables).to_json()


@pytest.mark.parametrize("name", FIGURES)
def test_no_rows_give_an_empty_figure_that_says_so(name):
    figure = getattr(plots, name)(*[table.head(0) for table in CASES["four outlets"][name]])
    assert not figure.data
    assert figure.layout.meta["sentence"].startswith("Nothing to show: ")
    assert "Nothing to show" in figure.layout.annotations[0].text


@pytest.mark.parametrize("name", FIGURES)
def test_a_missing_column_is_named(name):
    first, *rest = CASES["four outlets"][name]
    with pytest.raises(DataError, match="has no column"):
        getattr(plots, name)(first[[]], *rest)
