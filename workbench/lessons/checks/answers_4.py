"""What answers of lesson 4 are worth. What is right is worked out from the articles, never written down here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

import pandas as pd

from workbench.lessons.checks.demo import demo_articles, first_reading
from workbench.lessons.checks.shapes import are_close, find_close, find_number
from workbench.lessons.exercise import Mark, worth
from workbench.topics import Topics, compare_topics, fit_topics, score_topics_against_frames

OUTLETS = ("Capitol Standard", "Meridian Review")
NUMBERS = (3, 4, 5)
STABLE = 0.5
ShareFunction = Callable[[pd.DataFrame, pd.DataFrame, str], pd.DataFrame]


@cache
def _fit(number: int) -> Topics:
    return fit_topics(demo_articles(), n_topics=number, seed=0)


def _sea(number: int) -> int:
    """Return the topic of the boats at sea: the one to which words of the operation are worth most."""
    words = _fit(number).words
    about = words[words["word"].str.contains("operation")]
    weights = about.groupby("topic")["weight"].sum().sort_values()
    return int(weights.index.to_numpy()[-1])


@cache
def _shares(number: int) -> pd.DataFrame:
    return compare_topics(_fit(number), demo_articles(), by="outlet")


def _difference(number: int) -> float:
    table = _shares(number).query(f"topic == {_sea(number)}").set_index("group")["share"]
    return float(table[OUTLETS[1]] - table[OUTLETS[0]])


@worth(1)
def has_four_topics(topics: Topics) -> Mark:
    """Check that four topics were fitted."""
    if not isinstance(topics, Topics):
        return Mark(0, f"`topics` is a {type(topics).__name__}. wb.fit_topics returns what is asked for.")
    found = len(topics.labels)
    if found != 4:
        return Mark(0, f"The fit has {found} topics. Four were asked for: n_topics=4.")
    return Mark(1, "Four topics.")


@worth(1)
def is_the_same_fit(topics: Topics) -> Mark:
    """Check that the topics are those of the lesson's articles and seed."""
    if set(topics.articles["article_id"]) != set(demo_articles()["article_id"]):
        return Mark(0, "The topics are of other articles than the table `articles` of this lesson.")
    if topics.words["word"].tolist() != _fit(4).words["word"].tolist():
        return Mark(0, "The words differ from those of four topics with seed=0 in the whole table `articles`.")
    return Mark(1, "Same articles, same seed, same topics: anyone can fit them again.")


@worth(1)
def is_the_sea_topic(answer: int) -> Mark:
    """Check the number of the topic about the boats."""
    numbers = _fit(4).labels["topic"].tolist()
    number = find_number(answer)
    if number is None or number not in numbers:
        return Mark(0, f"{answer!r} is no topic. They are numbered {numbers[0]} to {numbers[-1]}.")
    if number != _sea(4):
        words = _fit(4).words.query(f"topic == {int(number)}")["word"].head(5)
        return Mark(0, f"Topic {number:g} is about something else; its words begin: {', '.join(words)}.")
    return Mark(1, "Its words and its passages are about the boats.")


@worth(1)
def has_the_two_outlets(room: pd.DataFrame) -> Mark:
    """Check that the two outlets of the story are there, and no other."""
    groups = sorted(set(room["group"]))
    if groups != sorted(OUTLETS):
        return Mark(0, f"Asked were {' and '.join(OUTLETS)}. Yours has: {', '.join(groups) or 'no outlet'}.")
    return Mark(1, "The two outlets, and no other.")


@worth(1)
def has_the_sea_topic_alone(room: pd.DataFrame) -> Mark:
    """Check that only the topic about the boats is left."""
    topics = sorted(set(room["topic"]))
    if topics != [_sea(4)]:
        return Mark(0, f"Keep the rows of the one topic about the boats. Yours has the topics {topics}.")
    return Mark(1, "Only the topic about the boats.")


@worth(1)
def has_shares_with_intervals(room: pd.DataFrame) -> Mark:
    """Check the shares, and that their intervals were kept."""
    missing = [column for column in ("share", "low", "high") if column not in room]
    if missing:
        return Mark(0, f"No naked number: keep the columns share, low and high. Missing: {', '.join(missing)}.")
    keys = ["group", "topic"]
    both = room.merge(_shares(4), on=keys, suffixes=("", "_asked"))
    same = [find_close(both[name], both[f"{name}_asked"]).all() for name in ("share", "low", "high")]
    if both.empty or not all(same):
        return Mark(0, 'The shares are not those of wb.compare_topics(topics, articles, by="outlet").')
    return Mark(1, "Each share comes with its interval.")


@worth(2)
def are_the_stable_topics(answer: Iterable[int]) -> Mark:
    """Check the topics one can build on; one wrong topic costs half."""
    quality = _fit(4).quality
    stable = set(quality.loc[quality["stability"] >= STABLE, "topic"])
    wrong = stable ^ set(answer)
    if not wrong:
        return Mark(2, "These came back with most of their words when the articles were drawn anew.")
    if len(wrong) == 1:
        topic = wrong.pop()
        told = "is missing from your list" if topic in stable else "does not belong in it"
        return Mark(1, f"All but one: topic {topic} {told}. Compare with the column stability.")
    return Mark(0, f"Asked are the topics whose stability is at least {STABLE}.")


@worth(3)
def are_the_differences(answer: dict[int, float]) -> Mark:
    """Check the difference for each number of topics; a turned sign costs a point."""
    given = {int(number): float(answer[number]) for number in NUMBERS if number in answer}
    right = [number for number, value in given.items() if are_close(value, _difference(number))]
    turned = [number for number, value in given.items() if are_close(-value, _difference(number))]
    if len(right) == len(NUMBERS):
        told = ", ".join(f"{number} topics {_difference(number):+.2f}" for number in NUMBERS)
        return Mark(3, f"Three fits, three differences: {told}.")
    if len(turned) == len(NUMBERS):
        return Mark(2, "The numbers are right, the sign is turned: asked was Meridian Review less Capitol Standard.")
    wrong = [str(number) for number in NUMBERS if number not in right]
    return Mark(
        len(right), f"Wrong or missing for {', '.join(wrong)} topics. Is it the topic about the boats each time?"
    )


def _read_shares(table: pd.DataFrame) -> dict[str, tuple[int, float]]:
    """Return outlet: (articles, share) from the table that a student's function returned."""
    rows = table if "outlet" in table else table.reset_index()
    columns = zip(rows["outlet"], rows["articles"], rows["share"], strict=True)
    return {outlet: (int(articles), round(float(share), 2)) for outlet, articles, share in columns}


def _expected(articles: pd.DataFrame, codes: pd.DataFrame, frame: str) -> dict[str, tuple[int, float]]:
    coded = codes[codes["frame"].eq(frame) & codes["value"].notna()]
    both = articles.merge(coded, left_on="article_id", right_on="unit_id").fillna({"outlet": "not stated"})
    table = both.groupby("outlet")["value"].agg(["size", "mean"])
    columns = zip(table.index, table["size"], table["mean"], strict=True)
    return {str(outlet): (int(size), round(float(mean), 2)) for outlet, size, mean in columns}


@worth(1)
def returns_a_table(share_with_frame: ShareFunction) -> Mark:
    """Check what a student's function returns."""
    table = share_with_frame(demo_articles().copy(), first_reading().copy(), "human interest")
    if not isinstance(table, pd.DataFrame):
        return Mark(0, f"It returns a {type(table).__name__}. Asked is a table; does the function end with return?")
    columns = set(table.reset_index().columns)
    missing = [name for name in ("outlet", "articles", "share") if name not in columns]
    if missing:
        return Mark(0, f"The table has no column {', '.join(missing)}.")
    return Mark(1, "It returns a table with outlet, articles and share.")


@worth(1)
def is_right_for_two_outlets(share_with_frame: ShareFunction) -> Mark:
    """Check a student's function on the articles of the lesson."""
    found = _read_shares(share_with_frame(demo_articles().copy(), first_reading().copy(), "human interest"))
    expected = _expected(demo_articles(), first_reading(), "human interest")
    for outlet in OUTLETS:
        if found.get(outlet) != expected[outlet]:
            wanted, got = expected[outlet], found.get(outlet)
            return Mark(0, f"Human interest in {outlet}: asked are (articles, share) {wanted}, yours gives {got}.")
    return Mark(1, "Human interest is right for both outlets.")


_INVENTED = pd.DataFrame({"article_id": ["a", "b", "c", "d", "e"], "outlet": ["Echo", "Echo", "Echo", "Relay", None]})
_INVENTED_CODES = pd.DataFrame(
    {
        "unit_id": ["a", "b", "c", "d", "e", "a"],
        "coder": "x",
        "frame": ["harm", "harm", "harm", "harm", "harm", "blame"],
        "value": [1.0, 0.0, None, 1.0, 0.0, 0.0],
    }
)


@worth(1)
def leaves_out_what_was_not_coded(share_with_frame: ShareFunction) -> Mark:
    """Check a student's function where a code is missing."""
    found = _read_shares(share_with_frame(_INVENTED.copy(), _INVENTED_CODES.copy(), "harm"))
    if found.get("Echo") != (2, 0.5):
        return Mark(0, "An article without a code says neither yes nor no: it must not count among the articles.")
    return Mark(1, "Articles without a code are not counted as a no.")


@worth(1)
def keeps_articles_without_outlet(share_with_frame: ShareFunction) -> Mark:
    """Check a student's function where an outlet is missing."""
    found = _read_shares(share_with_frame(_INVENTED.copy(), _INVENTED_CODES.copy(), "harm"))
    if found.get("not stated") != (1, 0.0):
        return Mark(0, 'Nothing leaves silently: coded articles without an outlet are the row "not stated".')
    return Mark(1, 'Articles without an outlet stay, as "not stated".')


@worth(2)
def sets_the_outlets_apart(frame: str) -> Mark:
    """Check the frame that differs most; the second gets half."""
    gaps = {}
    for name in sorted(set(first_reading()["frame"])):
        shares = _expected(demo_articles(), first_reading(), name)
        gaps[name] = abs(shares[OUTLETS[0]][1] - shares[OUTLETS[1]][1])
    ranked = sorted(gaps, key=lambda name: -gaps[name])
    if frame not in gaps:
        return Mark(0, f"{frame!r} is no frame of the codes. They are: {', '.join(sorted(gaps))}.")
    if gaps[frame] == gaps[ranked[0]]:
        return Mark(2, f"The outlets are {100 * gaps[frame]:.0f} percentage points apart there.")
    if frame == ranked[1]:
        return Mark(1, "The second largest difference. One frame sets them further apart.")
    return Mark(0, "Other frames set the two outlets further apart. Try your function on each.")


@cache
def _told() -> pd.DataFrame:
    scores = first_reading().rename(columns={"unit_id": "article_id"})
    return score_topics_against_frames(_fit(4), scores.assign(present=scores["value"] == 1))


def _are_right(told: pd.DataFrame, asked: pd.Series) -> bool:
    """Whether a column of a student's table has the numbers asked for, which are indexed by frame."""
    found = told.set_index("frame")[asked.name].reindex(asked.index)
    return bool(find_close(found, asked).all())


@worth(1)
def is_a_table_of_reductions(told: pd.DataFrame) -> Mark:
    """Check that the table is that of topics against frames."""
    if "reduction" not in told or "all" not in set(told["frame"]):
        return Mark(0, 'Asked is what wb.score_topics_against_frames returns, with its row "all".')
    return Mark(1, 'A table with reductions and the row "all".')


@worth(1)
def is_about_hand_codes(told: pd.DataFrame) -> Mark:
    """Check that the frames are those of the hand codes."""
    if _are_right(told, _told().set_index("frame")["share"].drop("all")):
        return Mark(1, "The frames are those of the hand codes.")
    return Mark(0, "Its frames are not as common as in the hand codes. Is present True exactly where value is 1?")


@worth(1)
def has_the_reductions(told: pd.DataFrame) -> Mark:
    """Check the reductions."""
    if _are_right(told, _told().set_index("frame")["reduction"]):
        return Mark(1, "What topics tell about frames, with an interval for each frame.")
    return Mark(0, "The reductions are not those of your four topics and the hand codes.")
