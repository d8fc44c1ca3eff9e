"""Lesson 4, topics are not frames: its exercises and their hints."""

from __future__ import annotations

from workbench.lessons.checks import answers_4 as answers
from workbench.lessons.exercise import Exercise

EXERCISES = [
    Exercise(
        "topics",
        "topics",
        2,
        [
            "One function of the library finds topics: type wb.fit_ and press Tab.",
            "It takes the table first; how many topics and where chance starts are named: n_topics= and seed=.",
            "topics = wb.fit_topics(articles, n_topics=4, seed=...)",
        ],
        public=[answers.has_four_topics, answers.is_the_same_fit],
    ),
    Exercise(
        "sea",
        "sea",
        1,
        [
            "Do not go by the label alone. Read the passages under each topic.",
            "One topic's words are of an operation, of vessels, of being struck and killed. Its number is the answer.",
        ],
        public=[answers.is_the_sea_topic],
    ),
    Exercise(
        "room",
        "room",
        3,
        [
            'wb.compare_topics(topics, articles, by="outlet") has a row for each outlet and topic.',
            'Keep rows with a condition in square brackets: table[table["topic"] == sea]. Two conditions: (…) & (…).',
            'For the outlets: table["group"].isin(["Capitol Standard", "Meridian Review"]). Keep all columns.',
        ],
        public=[answers.has_the_two_outlets, answers.has_the_sea_topic_alone, answers.has_shares_with_intervals],
    ),
    Exercise(
        "stable",
        "stable",
        2,
        [
            "The table topics.quality has a row for each topic. Look at it first.",
            "Keep its rows with stability of at least 0.5, then take the column topic.",
            'topics.quality.loc[condition, "topic"].tolist() makes a list of numbers.',
        ],
        public=[answers.are_the_stable_topics],
    ),
    Exercise(
        "by_number",
        "by_number",
        3,
        [
            "Write a loop over [3, 4, 5]. In it, do again what you did for four topics, and keep one number.",
            'The topic about the boats has another number each time: the one where "operation" weighs most.',
            """words = fit.words[fit.words["word"].str.contains("operation")]
about_boats = words.groupby("topic")["weight"].sum().idxmax()""",
        ],
        public=[answers.are_the_differences],
    ),
    Exercise(
        "share_with_frame",
        "share_with_frame",
        4,
        [
            "Keep the codes of the frame; bring them to the articles (merge); count by outlet (groupby).",
            "What should happen with an article whose code is missing? And with one whose outlet is?",
            """both = articles.merge(coded, left_on="article_id", right_on="unit_id")
shares = both.groupby("outlet")["value"].agg(["size", "mean"]).reset_index()
then rename the columns: shares.rename(columns={"size": "articles", "mean": "share"})""",
        ],
        public=[answers.returns_a_table, answers.is_right_for_two_outlets],
        hidden=[answers.leaves_out_what_was_not_coded, answers.keeps_articles_without_outlet],
    ),
    Exercise(
        "apart",
        "apart",
        2,
        [
            "Call your function for each of the five frames and compare the rows of the two outlets.",
            'codes["frame"].unique() are the names. The answer is one of them, in quotation marks.',
        ],
        public=[answers.sets_the_outlets_apart],
    ),
    Exercise(
        "told",
        "told",
        3,
        [
            "wb.score_topics_against_frames(topics, scores) wants scores with article_id, frame and present.",
            "The codes have all of it by other names: unit_id is article_id; present is True where value is 1.",
            'scores = codes.rename(columns={"unit_id": "article_id"}); scores["present"] = scores["value"] == 1',
        ],
        public=[answers.is_a_table_of_reductions, answers.is_about_hand_codes, answers.has_the_reductions],
    ),
    Exercise(
        "letter",
        None,
        5,
        [
            "Say first what holds, then what does not, then what cannot be known from 27 articles.",
            "A share without its interval, and a topic without its stability, say more than you know.",
        ],
    ),
]
