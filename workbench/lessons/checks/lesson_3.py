"""Lesson 3, from codes to corrected shares: its exercises and their hints."""

from __future__ import annotations

from workbench.lessons.checks import answers_3 as answers
from workbench.lessons.checks import answers_3_claims as claims
from workbench.lessons.exercise import Exercise

EXERCISES = [
    Exercise(
        "machine_share",
        "machine_share",
        2,
        [
            "The column present of the table machine is True or False. The mean of such a column is a share.",
            "machine['present'] is the column; .mean() its mean.",
        ],
        public=[answers.is_the_share_of_the_machine],
    ),
    Exercise(
        "quality",
        "quality",
        3,
        [
            "Count three things in the table checked: found by the machine, seen by people, and both.",
            "found = checked['present'] and seen = checked['value'] == 1; found & seen is both. .sum() counts.",
            "Precision divides both by what was found, recall divides both by what was seen.",
        ],
        public=[answers.has_the_precision, answers.has_the_recall],
    ),
    Exercise(
        "correct_share",
        "correct_share",
        4,
        [
            "The mean of a list of 0 and 1 is sum(a_list) / len(a_list). You need it for everything first.",
            "The mean error is what people saw less what was found, per article read: both sums divided by len(seen).",
            "Return the machine's mean plus the mean error. Where people saw more than it found, the share grows.",
        ],
        public=[answers.leaves_a_right_machine_alone, answers.adds_what_was_missed],
        hidden=[answers.takes_false_alarms_away, answers.corrects_other_articles],
    ),
    Exercise(
        "corrected",
        "corrected",
        3,
        [
            "One call of wb.estimate_shares is enough. It takes three tables, in the order of the text above.",
            "The first table has all five frames: scores, not machine. The second is hand.gold.",
            "corrected = wb.estimate_shares(scores, hand.gold, ...): the third says which articles were drawn.",
        ],
        public=[answers.corrects_all_frames, answers.keeps_the_intervals],
    ),
    Exercise(
        "finds_only",
        "finds_only",
        3,
        [
            "Two steps: which articles did the machine mark? Which rows of codes are about one of them?",
            "marked = machine.loc[machine['present'], 'unit_id'] are their ids; .isin(marked) finds their rows.",
            "read = codes[codes['unit_id'].isin(marked)], then wb.estimate_shares with machine and read.",
        ],
        public=[claims.estimates_from_finds_alone],
    ),
    Exercise(
        "shares_at",
        "shares_at",
        4,
        [
            "The cell at the top that made scores and machine does two of the three steps. Put them into the function.",
            "Hand the bar on: wb.score_frames(articles, codebook, min_hits=min_hits), not min_hits=2.",
            "Keep the rows of conflict, and return wb.estimate_shares(those rows, codes, hand.sample).",
        ],
        public=[claims.counts_anew_at_each_bar],
        hidden=[claims.counts_at_a_higher_bar],
    ),
    Exercise(
        "printable",
        "printable",
        3,
        [
            "Begin with an empty list and go through claims with a loop; .append puts a pair into the list.",
            "The corrected difference: wb.compare_shares(machine, codes, hand.sample, by=outlets, between=pair)",
            "It has one row. Its column low is where the interval begins: difference['low'].iloc[0] > 0",
        ],
        public=[claims.prints_what_the_numbers_carry],
    ),
    Exercise(
        "story",
        None,
        5,
        [
            "A reader understands “about three in four, at least one half” better than “0.73”.",
            "Think of the nine articles in the envelope: what would the colleague have learnt about them?",
        ],
    ),
]
