"""What answers of lesson 3 are worth, up to the corrected shares; what is right is worked out from the codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import pandas as pd

from workbench.framing import estimate_shares
from workbench.lessons.checks.demo import demo_codebook, demo_hand_codes
from workbench.lessons.checks.material_3 import MIN_HITS, all_codes, drawn_codes, machine, scores
from workbench.lessons.checks.shapes import (
    CLOSE,
    IN_PER_CENT,
    NO_FUNCTION,
    are_close,
    ask_for_number,
    find_close,
    find_number,
)
from workbench.lessons.exercise import Mark, worth

CorrectShare = Callable[[list[int], list[int], list[int]], float]


# --- 1 machine_share


@worth(2)
def is_the_share_of_the_machine(answer: object) -> Mark:
    """The share of articles, between 0 and 1, in which the machine finds the frame."""
    present = machine()["present"]
    right, number = present.mean(), find_number(answer)
    if number is None:
        return ask_for_number(answer)
    if are_close(number, right):
        return Mark(2, f"The machine finds conflict in {right:.0%} of the articles. Not validated: nobody has looked.")
    if are_close(number, right * 100, 100 * CLOSE):
        return Mark(1, IN_PER_CENT)
    if number == present.sum():
        return Mark(1, f"{number:g} articles: of how many? Divide by all of them.")
    if are_close(number, scores(MIN_HITS)["present"].mean()):
        return Mark(1, "This is the share over all five frames. Use the table machine, which has conflict alone.")
    if are_close(number, (machine()["hits"] > 0).mean()):
        return Mark(1, "This counts articles with one hit too. The column present asks for two.")
    return Mark(0, f"{number:g} is not the share of rows of machine in which present is True.")


# --- 2 quality


@worth(1)
def has_the_precision(answer: object) -> Mark:
    """Of what the machine found, what people saw too."""
    right, given = _quality(drawn_codes()), _read_quality(answer)
    if "precision" not in given:
        return Mark(0, "There is no number under 'precision'. Make a dictionary: {'precision': ..., 'recall': ...}.")
    if are_close(given["precision"], right["precision"]):
        return Mark(1, f"Precision {right['precision']:.0%}: so much of what the machine finds, people see too.")
    if are_close(given["precision"], right["recall"]):
        return Mark(0, "What stands under 'precision' is the recall.")
    return Mark(0, "Precision: of the articles the machine found, divide those that people saw by all it found.")


@worth(2)
def has_the_recall(answer: object) -> Mark:
    """Of what people saw, what the machine found."""
    right, given = _quality(drawn_codes()), _read_quality(answer)
    if "recall" not in given:
        return Mark(0, "There is no number under 'recall'. Make a dictionary: {'precision': ..., 'recall': ...}.")
    if are_close(given["recall"], right["recall"]):
        return Mark(
            2, f"Recall {right['recall']:.0%}: of what people see, the machine misses {1 - right['recall']:.0%}."
        )
    if are_close(given["recall"], right["precision"]):
        return Mark(1, "What stands under 'recall' is the precision: you have both, but under each other's name.")
    if are_close(given["recall"], _quality(all_codes())["recall"]):
        return Mark(1, "This takes the codes of all articles. Use those that were drawn: the table checked.")
    return Mark(0, "Recall: of the articles that people coded 1, divide those the machine found by all of them.")


def _quality(codes: pd.DataFrame) -> dict[str, float]:
    both = machine().merge(codes[["unit_id", "value"]], on="unit_id")
    found, seen = both["present"], both["value"] == 1
    return {"precision": (found & seen).sum() / found.sum(), "recall": (found & seen).sum() / seen.sum()}


def _read_quality(answer: object) -> dict[str, float]:
    if not isinstance(answer, Mapping | pd.Series):
        return {}
    numbers = {str(name): find_number(value) for name, value in answer.items()}
    return {name: number for name, number in numbers.items() if number is not None}


# --- 3 correct_share


@worth(1)
def leaves_a_right_machine_alone(answer: CorrectShare) -> Mark:
    """A machine that made no error in what was read keeps its share."""
    if not callable(answer):
        return Mark(0, NO_FUNCTION)
    given = find_number(answer([1, 1, 0, 0, 0], [1, 0], [1, 0]))
    if given is None:
        return Mark(0, "It returns no number. Does it end with `return`?")
    if are_close(given, 0.4, 1e-6):
        return Mark(1, "A machine without errors keeps its share.")
    return Mark(0, f"A machine that finds 2 of 5 and errs in none that were read has 0.4; yours gives {given:g}.")


@worth(1)
def adds_what_was_missed(answer: CorrectShare) -> Mark:
    """What the machine missed is added."""
    given = find_number(answer([1, 1, 0, 0, 0, 0, 0, 0, 0, 0], [1, 0, 0, 0], [1, 1, 0, 0]))
    if given is None:
        return Mark(0, "It returns no number.")
    if are_close(given, 0.45, 1e-6):
        return Mark(1, "What the machine missed is added.")
    if are_close(given, -0.05, 1e-6):
        return Mark(0, "The error is taken in the wrong direction: it is what people saw minus what the machine found.")
    if are_close(given, 0.5, 1e-6):
        return Mark(0, "This is the share of the articles that were read. Start from the machine's share in all.")
    said = "2 found of 10, and 1 of 4 that were read missed: 0.2 + 0.25 = 0.45"
    return Mark(0, f"{said}; yours gives {given:g}. The error is a mean over the articles that were read.")


@worth(1)
def takes_false_alarms_away(answer: CorrectShare) -> Mark:
    """What the machine found and people did not see is taken away."""
    given = find_number(answer([1] * 8, [1, 1, 1, 1], [1, 0, 0, 1]))
    if given is not None and are_close(given, 0.5, 1e-6):
        return Mark(1, "False alarms are taken away.")
    return Mark(0, "False alarms of the machine are not taken away.")


@worth(1)
def corrects_other_articles(answer: CorrectShare) -> Mark:
    """The function is right for the frames of the demo, whatever the numbers of articles."""
    for frame, of_frame in scores(MIN_HITS).groupby("frame"):
        gold = demo_hand_codes().gold
        read = of_frame.merge(gold.loc[gold["frame"] == frame, ["unit_id", "value"]], on="unit_id").head(11)
        lists = [column.astype(int).tolist() for column in (of_frame["present"], read["present"], read["value"])]
        right = of_frame["present"].mean() + (read["value"] - read["present"]).mean()
        given = find_number(answer(*lists))
        if given is None or not are_close(given, right, 1e-6):
            return Mark(0, f"For other articles the corrected share is {right:.3f}; the function gives {given}.")
    return Mark(1, "Right for other articles and other frames too.")


# --- 4 corrected


@cache
def _corrected() -> pd.DataFrame:
    return estimate_shares(scores(MIN_HITS), demo_hand_codes().gold, demo_hand_codes().sample)


@worth(2)
def corrects_all_frames(answer: pd.DataFrame) -> Mark:
    """The estimates of all frames are those with the codes of the sample."""
    frames = set(demo_codebook().frames["frame"])
    if not isinstance(answer, pd.DataFrame) or not {"frame", "estimate"} <= set(answer.columns):
        return Mark(0, "Asked is the table that wb.estimate_shares returns, with its columns frame and estimate.")
    if not set(answer["frame"]) <= frames or not _same(answer, _corrected(), "estimate"):
        return _mark_other_estimates(answer)
    if set(answer["frame"]) != frames:
        return Mark(1, f"Right for {len(answer)} of {len(frames)} frames. The table scores has all of them.")
    return Mark(2, "All five frames, corrected by the articles that were drawn.")


def _mark_other_estimates(answer: pd.DataFrame) -> Mark:
    if _same(answer, estimate_shares(scores(MIN_HITS)), "estimate"):
        return Mark(0, "These are the raw shares: no hand codes were given. Pass hand.gold and hand.sample as well.")
    if _same(answer, estimate_shares(scores(MIN_HITS), demo_hand_codes().gold), "estimate"):
        return Mark(1, "Corrected, but without the sample: that opens the envelope. Pass hand.sample as third table.")
    return Mark(0, "These are other shares. Pass three tables: scores, hand.gold and hand.sample.")


@worth(1)
def keeps_the_intervals(answer: pd.DataFrame) -> Mark:
    """No naked number: the intervals are there, and are those of the estimates."""
    missing = [column for column in ("low", "high") if column not in answer.columns]
    if missing:
        return Mark(0, f"No naked number: keep the columns low and high. Missing: {', '.join(missing)}.")
    if _same(answer, _corrected(), "low") and _same(answer, _corrected(), "high"):
        return Mark(1, "Each share has its interval.")
    return Mark(0, "The intervals are not those of the corrected shares.")


def _same(answer: pd.DataFrame, right: pd.DataFrame, column: str) -> bool:
    """Whether all rows of an answer, and at least one, have the right numbers."""
    both = answer[["frame", column]].merge(right[["frame", column]], on="frame", suffixes=("", "_right"))
    return len(both) == len(answer) > 0 and bool(find_close(both[column], both[f"{column}_right"]).all())
