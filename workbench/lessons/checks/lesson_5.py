"""Lesson 5, dates and contradictions: its exercises and their hints."""

from __future__ import annotations

from workbench.lessons.checks import answers_5 as answers
from workbench.lessons.exercise import Exercise

EXERCISES = [
    Exercise(
        "undated",
        "undated",
        1,
        [
            "The column published holds the date; where none is stated it is missing.",
            'Rows with a condition: articles[articles["published"].isna()].',
        ],
        public=[answers.are_the_undated],
    ),
    Exercise(
        "peak_is_safe",
        "peak_is_safe",
        3,
        [
            "The row whose period is missing holds the undated articles. Set it aside first: .notna().",
            "Sort the months by value. Is lowest of the last row above highest of every row before it?",
            """months = series[series["period"].notna()].sort_values("value")
then compare months["lowest"].iloc[-1] with months["highest"].iloc[:-1].max()""",
        ],
        public=[answers.judges_these_articles],
        hidden=[answers.sees_an_unsafe_peak, answers.leaves_the_undated_row_out],
    ),
    Exercise(
        "yearless",
        "yearless",
        2,
        [
            "Look at the columns text and value of the table dates. How is a year written that nobody stated?",
            'A condition on text: dates["value"].str.startswith("…", na=False). Missing values are a no.',
        ],
        public=[answers.are_the_yearless],
    ),
    Exercise(
        "placed",
        "placed",
        3,
        [
            'Write a loop over ["published", "narrative", "none"] and call wb.find_dates in it.',
            "wb.find_dates(articles, reference=…) takes the word. A date has a place when earliest is not missing.",
            'placed[reference] = int(found_dates["earliest"].notna().sum()), with placed = {} before the loop.',
        ],
        public=[answers.are_placed],
    ),
    Exercise(
        "witnesses",
        "witnesses",
        2,
        [
            'An article that tells of the call in three sentences is one article: call["article_id"].unique().',
            "wb.find_duplicates(articles) says in article_id which articles repeat another one.",
            "Count the articles of the call that do not stand in the column article_id of the duplicates.",
        ],
        public=[answers.are_the_witnesses],
    ),
    Exercise(
        "missed",
        "missed",
        3,
        [
            'The mentions have a column status. Which articles have a mention with the status "denied"?',
            'From the articles in channel leave out those: ~channel["article_id"].isin(…).',
            'denied = events.mentions.loc[events.mentions["status"] == "denied", "article_id"]',
        ],
        public=[answers.are_missed],
    ),
    Exercise(
        "plant",
        "plant",
        3,
        [
            "Copy the table, change one text in the copy, return the copy.",
            'One cell of a table: changed.loc[changed["article_id"] == article_id, "text"].',
            "Take that, .str.replace(old, new, regex=False), and put it back to the same place.",
        ],
        public=[answers.changes_the_article],
        hidden=[answers.leaves_the_original_alone, answers.takes_words_as_they_stand],
    ),
    Exercise(
        "found",
        "found",
        3,
        [
            'Write a loop over named["article_id"]; plant both ways of writing the day, one after the other.',
            "Then wb.find_dates and wb.build_events with the changed table, as above with the true one.",
            "found[article_id] = len(planted_events.conflicts) > 0",
        ],
        public=[answers.covers_the_articles, answers.tells_what_is_noticed],
    ),
    Exercise(
        "memo",
        None,
        5,
        [
            "What is stated, what was worked out, and what nobody says? Keep the three apart.",
            "How many voices are behind a date, and how many of them were there? Look for “according to”.",
        ],
    ),
]
