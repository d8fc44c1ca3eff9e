"""What answers of lesson 5 are worth. What is right is worked out from the articles, never written down here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

import pandas as pd

from workbench.articles import find_duplicates
from workbench.lessons.checks.demo import demo_articles
from workbench.lessons.checks.shapes import find_ids, find_number
from workbench.lessons.exercise import Mark, worth
from workbench.timeline import Events, build_events, count_by_period, find_dates

REFERENCES = ("published", "narrative", "none")
CALL_DAY = (("November 21", "November 14"), ("21 November", "14 November"))
MOST = 0.8  # of the planted dates judged right, for a part of the points
PlantFunction = Callable[[pd.DataFrame, str, str, str], pd.DataFrame]


@cache
def _dates(reference: str = "auto") -> pd.DataFrame:
    return find_dates(demo_articles(), reference=reference)


@cache
def _events() -> Events:
    return build_events(_dates(), demo_articles())


@cache
def _callers() -> frozenset[str]:
    """Return the articles that tell of the phone call: the call that most articles tell of."""
    calls = _events().events.query("trigger == 'call'").sort_values("articles")
    mentions = _events().mentions
    return frozenset(mentions.loc[mentions["event_id"] == calls["event_id"].iloc[-1], "article_id"])


@worth(1)
def are_the_undated(answer: pd.DataFrame | int) -> Mark:
    """Check the articles without a date; their number alone is half."""
    articles = demo_articles()
    asked = set(articles.loc[articles["published"].isna(), "article_id"])
    number = find_number(answer)
    if number is not None:
        if number == len(asked):
            return Mark(0.5, "The number is right. Asked are the rows themselves, so that one can read the articles.")
        return Mark(0, "Asked are the rows of articles that state no date, not a number.")
    found = find_ids(answer)
    if isinstance(answer, pd.Series) and not found <= set(articles["article_id"]):
        return Mark(0, "This is one column. Asked are the rows with all their columns: articles[a condition].")
    if found != asked:
        return Mark(0, f"Yours are {len(found)} articles. Asked are those where published is missing: .isna().")
    return Mark(1, "The articles that state no date, and no others.")


def _series(rows: list[tuple[str | None, int, float, float]]) -> pd.DataFrame:
    """Return a table as `count_by_period` makes it: period, articles, lowest, highest."""
    table = pd.DataFrame(rows, columns=["period", "articles", "lowest", "highest"])
    table["period"] = pd.to_datetime(table["period"], utc=True)
    return table.assign(series="all", value=table["articles"].astype("float64"))


@worth(1)
def judges_these_articles(peak_is_safe: Callable[[pd.DataFrame], bool]) -> Mark:
    """Check a student's function on the months of the lesson's articles."""
    series = count_by_period(demo_articles(), freq="M")
    months = series[series["period"].notna()].sort_values("value")
    asked = bool(months["lowest"].iloc[-1] > months["highest"].iloc[:-1].max())
    found = peak_is_safe(series.copy())
    if found not in (True, False):
        return Mark(0, f"It returns {found!r}. Asked is True or False; does the function end with return?")
    if bool(found) != asked:
        return Mark(0, "Compare the least that the highest month can have with the most that any other can have.")
    return Mark(1, f"For these articles the answer is {asked}.")


@worth(1)
def sees_an_unsafe_peak(peak_is_safe: Callable[[pd.DataFrame], bool]) -> Mark:
    """Check a student's function where undated articles could change the order."""
    series = _series([("2025-03-01", 5, 5, 8), ("2025-04-01", 6, 6, 9), (None, 3, float("nan"), float("nan"))])
    if bool(peak_is_safe(series)):
        return Mark(0, "It says True where three undated articles could lift another month over the highest.")
    return Mark(1, "It sees when undated articles could change the order.")


@worth(1)
def leaves_the_undated_row_out(peak_is_safe: Callable[[pd.DataFrame], bool]) -> Mark:
    """Check a student's function where the row of the undated is the largest."""
    unsure = (None, 30, float("nan"), float("nan"))
    if not bool(peak_is_safe(_series([("2025-03-01", 3, 3, 5), ("2025-04-01", 20, 20, 50), unsure]))):
        return Mark(0, "The row of the undated articles is no month: it must not be taken for the highest.")
    return Mark(1, "The row of the undated is not taken for a month.")


@worth(2)
def are_the_yearless(answer: pd.DataFrame) -> Mark:
    """Check the dates without a year; all that lean on nothing are half."""
    dates = _dates()
    yearless = dates["value"].str.startswith("XXXX", na=False)
    keys = ["article_id", "start"]
    if not isinstance(answer, pd.DataFrame) or not set(keys) <= set(answer.columns):
        return Mark(0, "Asked are rows of dates with all their columns: dates[a condition].")
    found = set(map(tuple, answer[keys].to_numpy()))
    if found == set(map(tuple, dates.loc[yearless, keys].to_numpy())):
        return Mark(2, "Dates whose year nobody stated, and no year was made up for them.")
    if found == set(map(tuple, dates.loc[dates["basis"] == "none", keys].to_numpy())):
        return Mark(1, 'These lean on nothing, but lengths of time and words like "now" are among them. Use value.')
    return Mark(0, "Asked are the rows of dates whose value begins with XXXX.")


@worth(3)
def are_placed(answer: dict[str, int]) -> Mark:
    """Check how many expressions have a place on the calendar, for each reference."""
    asked = {name: int(_dates(name)["earliest"].notna().sum()) for name in REFERENCES}
    right = [name for name in REFERENCES if name in answer and int(answer[name]) == asked[name]]
    if len(right) == len(REFERENCES):
        return Mark(3, "The same sentences, three answers to what a date leans on.")
    wrong = [name for name in REFERENCES if name not in right]
    if any(answer.get(name) == len(_dates(name)) for name in wrong):
        return Mark(len(right), "That is how many expressions there are. Asked are those with an earliest day.")
    return Mark(len(right), f"Wrong or missing: {', '.join(wrong)}. Count the rows where earliest is not missing.")


@worth(2)
def are_the_witnesses(answer: int) -> Mark:
    """Check the number of texts; counting printings of one text is half."""
    copies = find_duplicates(demo_articles()).set_index("article_id")["duplicate_of"]
    texts = {copies.get(article, article) for article in _callers()}
    number = find_number(answer)
    if number == len(texts):
        return Mark(2, f"{len(_callers())} articles, {len(texts)} texts: a wire story is one voice wherever it runs.")
    if number == len(_callers()):
        return Mark(1, "That is the number of articles. Some of them print one and the same wire story.")
    return Mark(
        0, "Asked is how many different texts tell of the call: count each article once, and copies not at all."
    )


@worth(3)
def are_missed(answer: pd.DataFrame | Iterable[str]) -> Mark:
    """Check the articles whose denial the machine did not see."""
    articles, mentions = demo_articles(), _events().mentions
    tell = set(articles.loc[articles["text"].str.contains("Qatar"), "article_id"])
    seen = tell & set(mentions.loc[mentions["status"] == "denied", "article_id"])
    found, asked = find_ids(answer), tell - seen
    if found == asked:
        return Mark(3, f"The machine saw the denial in {len(seen)} of {len(tell)} articles. You saw it in all.")
    if found == seen:
        return Mark(1, "In these the machine saw the denial. Asked are the others.")
    if found == tell:
        return Mark(1, "These are all articles that tell of the channel. Leave out those with a denied mention.")
    if len(found ^ asked) == 1:
        return Mark(2, "One article too many, or one too few.")
    return Mark(0, "Asked are articles that tell of the channel and have no mention with the status denied.")


@worth(1)
def changes_the_article(plant: PlantFunction) -> Mark:
    """Check a student's function on an article of the lesson: all places in it, and no other article."""
    articles = demo_articles()
    chosen = sorted(_callers())[0]
    changed = plant(articles.copy(), chosen, "the", "THE")
    if not isinstance(changed, pd.DataFrame):
        return Mark(0, f"It returns a {type(changed).__name__}. Asked is the whole table; does it end with return?")
    asked = articles["text"].mask(articles["article_id"] == chosen, articles["text"].str.replace("the", "THE"))
    if changed["text"].tolist() != asked.tolist():
        return Mark(0, "The text of that article should change wherever the words stand, and no other text.")
    return Mark(1, "One article is changed, and all others are as they were.")


@worth(1)
def leaves_the_original_alone(plant: PlantFunction) -> Mark:
    """Check that a student's function works on a copy."""
    articles = demo_articles().copy()
    plant(articles, sorted(_callers())[0], "the", "THE")
    if articles["text"].tolist() != demo_articles()["text"].tolist():
        return Mark(0, "Your function changed the table it was given. Begin with changed = articles.copy().")
    return Mark(1, "The table that went in is as it was.")


@worth(1)
def takes_words_as_they_stand(plant: PlantFunction) -> Mark:
    """Check a student's function on words with signs in them, in a table with an index of its own."""
    texts = ["Nine (9) boats.", "Nine (9) boats."]
    table = pd.DataFrame({"article_id": ["x", "y"], "text": texts}, index=[7, 3])
    changed = plant(table, "y", "(9)", "(8)")
    if changed["text"].tolist() != ["Nine (9) boats.", "Nine (8) boats."]:
        return Mark(0, "Words with brackets or dots are to be taken as they stand: regex=False.")
    return Mark(1, "Signs in the words are taken as they stand.")


@cache
def _planted() -> dict[str, bool]:
    """Return for each article that names the day of the call: whether another day in it is noticed."""
    articles = demo_articles()
    named = articles["text"].str.contains("|".join(old for old, _ in CALL_DAY))
    return {article: _notices(articles, article) for article in articles.loc[named, "article_id"]}


def _notices(articles: pd.DataFrame, article: str) -> bool:
    changed = articles.copy()
    here = changed["article_id"] == article
    for old, new in CALL_DAY:
        changed.loc[here, "text"] = changed.loc[here, "text"].str.replace(old, new, regex=False)
    others = _dates()[_dates()["article_id"] != article]  # only one article has other dates now
    dates = pd.concat([others, find_dates(changed[here])], ignore_index=True)
    return len(build_events(dates, changed).conflicts) > len(_events().conflicts)


@worth(1)
def covers_the_articles(found: dict[str, bool]) -> Mark:
    """Check that a date was planted in each article that names the day."""
    missing = set(_planted()) - set(found)
    if missing:
        return Mark(0, f"{len(missing)} of the {len(_planted())} articles that name the day are missing.")
    return Mark(1, "A wrong date was planted in every article that names the day.")


@worth(2)
def tells_what_is_noticed(found: dict[str, bool]) -> Mark:
    """Check whether the planted dates were noticed; most of them right is half."""
    planted = _planted()
    right = sum(article in found and bool(found[article]) == noticed for article, noticed in planted.items())
    if right == len(planted):
        return Mark(2, f"{sum(planted.values())} of {len(planted)} planted contradictions are noticed.")
    if right >= MOST * len(planted):
        return Mark(1, f"{right} of {len(planted)} are right. Are both ways of writing the day replaced?")
    return Mark(0, "Build dates and events anew from each changed table. True is: there are conflicts.")
