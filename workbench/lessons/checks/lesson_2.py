"""Lesson 2, coding and reliability: its exercises and their hints."""

from __future__ import annotations

from workbench.lessons.checks import answers_2 as answers
from workbench.lessons.exercise import Exercise

EXERCISES = [
    Exercise(
        "agreed",
        "agreed",
        3,
        [
            "Compare the two columns of `readings` with ==. What comes back has True where the codes are the same.",
            "The mean of a column of True and False is the share that is True.",
            'agreed = (readings["first reading"] == readings["second reading"]).mean()',
        ],
        public=[answers.is_a_share, answers.is_the_share_agreed],
    ),
    Exercise(
        "chance",
        "chance_agreement",
        4,
        [
            "Ana says 1 in half of the articles, Ben in a quarter, both at random. How often do both say 1? Both 0?",
            "The share of 1 in a list is sum(codes) / len(codes). Both say 1 with the product of the two shares.",
            "Let a and b be the two shares of 1. Return a * b + (1 - a) * (1 - b).",
        ],
        public=[answers.chance_of_four],
        hidden=[answers.chance_elsewhere],
    ),
    Exercise(
        "alpha",
        "alpha",
        3,
        [
            "There is a function in `wb` whose name begins with score_. Type wb.score_ and press Tab.",
            "It takes the codes of all coders, `codes`, and returns a table. Keep all its columns.",
            "alpha = wb.score_agreement(codes)",
        ],
        public=[answers.has_a_row_a_frame, answers.has_the_alphas, answers.has_intervals],
    ),
    Exercise(
        "doubtful",
        "doubtful",
        4,
        [
            "The verdict looks at alpha alone. The column low says how low alpha may well be.",
            'You need the rows in which the verdict is "reliable" and low is less than 0.667.',
            'rows = (alpha["verdict"] == "reliable") & (alpha["low"] < 0.667), then alpha[rows]["frame"].',
        ],
        public=[answers.names_the_doubtful],
    ),
    Exercise(
        "gold",
        "gold",
        4,
        [
            "Read the comments: what made each say yes or no? Apply one rule to both articles of a frame.",
            'Begin with disputed[["unit_id", "frame"]]; .assign(coder="me", value=[…]) adds a 1 or 0 a row, in order.',
            "With these rows in `decisions`: gold = wb.join_codes(codes, decisions=decisions)",
        ],
        public=[answers.leaves_nothing_open, answers.keeps_what_was_agreed, answers.says_what_was_decided],
    ),
    Exercise(
        "units",
        "units",
        3,
        [
            "wb.plan_coding(codes) makes the plan from what the two readings found.",
            "The plan has two rows a frame, one a minimum. You need the one with minimum 0.667.",
            'row = plan[(plan["frame"] == "morality") & (plan["minimum"] == 0.667)], then row["units"].iloc[0].',
        ],
        public=[answers.is_the_number_of_articles],
    ),
    Exercise(
        "method",
        None,
        4,
        [
            "Say who coded what, how many articles both coded, and how well they agreed, each with its interval.",
            "Say for one frame what you would print and for another what you would not, and why.",
        ],
    ),
]
