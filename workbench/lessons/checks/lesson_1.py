"""Lesson 1, reading articles critically: its exercises and their hints."""

from __future__ import annotations

from workbench.lessons.checks import answers_1 as answers
from workbench.lessons.exercise import Exercise

EXERCISES = [
    Exercise(
        "outlets",
        "outlets",
        2,
        [
            "A column can count its own values: look for a method of articles['outlet'] with `counts` in its name.",
            "`.value_counts()` leaves out what is missing. `articles['outlet'].value_counts?` tells how to keep it.",
            "outlets = articles['outlet'].value_counts(dropna=...): should missing values be dropped, True or False?",
        ],
        public=[answers.counts_stated_outlets, answers.counts_articles_without_outlet],
    ),
    Exercise(
        "unsigned",
        "unsigned",
        2,
        [
            "You want some rows of articles: articles[condition]. The condition is a yes or no for each row.",
            "A missing value equals nothing, not even itself; == does not find it. `.isna()` does.",
            "unsigned = articles[articles['author'].isna()] takes the rows whose author is missing.",
        ],
        public=[answers.lists_unsigned_articles],
    ),
    Exercise(
        "set_aside",
        "set_aside",
        3,
        [
            "You need two sums of words: over the lines set aside, and over all lines. Then divide.",
            "lines['kind'].isin(['paragraph', 'list_item']) is True for running text; ~ turns yes into no.",
            "The words set aside: lines.loc[~body, 'words'].sum(), where body is the condition of the hint before.",
        ],
        public=[answers.shares_words_set_aside],
    ),
    Exercise(
        "voices",
        "voices",
        2,
        [
            "Each row of copies is one article that repeats an earlier one. How many rows are there?",
            "voices is all articles less those in copies['article_id']; len(...) tells how long a table is.",
        ],
        public=[answers.counts_voices],
    ),
    Exercise(
        "unmarked",
        "unmarked",
        3,
        [
            "Two steps: first the rows of articles that are copies, then of these the ones with another author.",
            "The first step: repeats = articles[articles['article_id'].isin(copies['article_id'])]",
            "The second: of repeats, the rows whose author is not (!=) the agency.",
        ],
        public=[answers.finds_the_unmarked_copy],
    ),
    Exercise(
        "regime",
        "regime",
        3,
        [
            "First a yes or no for each article: is the word in its text? Then a share for each outlet.",
            "articles['text'].str.contains('regime', case=False) is the yes or no. The mean of yes and no is a share.",
            "Group the yes and no by articles['outlet'], as in numbers.groupby(names), and take the mean.",
        ],
        public=[answers.shares_articles_with_the_word],
    ),
    Exercise(
        "names_nobody",
        "names_nobody",
        4,
        [
            "Loop over the phrases. As soon as one stands in the sentence, return True; after the loop, False.",
            "`phrase in sentence` asks whether it stands there. sentence.lower() makes capitals small first.",
            "' '.join(sentence.split()) puts a sentence on one line with single spaces.",
        ],
        public=[answers.tells_sentences_apart],
        hidden=[answers.knows_every_phrase, answers.reads_over_lines],
    ),
    Exercise(
        "letter",
        None,
        5,
        [
            "Look back at exercises 4 and 5: where do the three reports come from?",
            "A wording differs when both mean the same thing: look for what each calls the closing of the sky.",
        ],
    ),
]
