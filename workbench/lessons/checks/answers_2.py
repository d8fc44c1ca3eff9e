"""What is right in lesson 2, worked out from the hand codes of the demo, and the checks that look for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import cast

import pandas as pd

from workbench.framing import find_disagreements, plan_coding, score_agreement
from workbench.lessons.checks.demo import demo_hand_codes
from workbench.lessons.checks.shapes import CLOSE, are_close, ask_for_number, find_close, find_number
from workbench.lessons.exercise import Mark, worth

FRAME, RARE, BAR = "conflict", "morality", 0.667
Codes = list[int] | pd.Series


@cache
def _agreement() -> pd.DataFrame:
    return score_agreement(demo_hand_codes().codes)


@cache
def _disputed() -> pd.DataFrame:
    return find_disagreements(demo_hand_codes().codes)


@cache
def _plan() -> pd.DataFrame:
    return plan_coding(demo_hand_codes().codes)


# 1 agreed


@worth(1)
def is_a_share(agreed: object) -> Mark:
    """It is a number from 0 to 1."""
    number = find_number(agreed)
    if number is None:
        return ask_for_number(agreed)
    if 1 < number <= 100:
        return Mark(0.5, "It looks like a percentage. Give a share, from 0 to 1: divide by 100.")
    return Mark(1, "It is a share.") if 0 <= number <= 1 else Mark(0, f"A share lies from 0 to 1; this is {number:g}.")


@worth(2)
def is_the_share_agreed(agreed: object) -> Mark:
    """It is the share of the articles that both readings coded alike."""
    percents = _agreement().set_index("frame")["percent"]
    right, everywhere = float(percents[FRAME]), float(percents.mean())
    if are_close(agreed, right) or are_close(agreed, 100 * right, within=100 * CLOSE):
        return Mark(2, f"It is the share of articles with the same code for '{FRAME}'.")
    if are_close(agreed, 1 - right):
        return Mark(1, "It is the share of articles that were coded differently. Asked was the rest.")
    if are_close(agreed, everywhere):
        return Mark(1, f"It is the share over all frames together. Asked was '{FRAME}' alone.")
    return Mark(0, "It is not the share of articles in which the two columns hold the same code.")


# 2 chance

_SMALL = ([1, 1, 0, 0], [1, 0, 0, 0])
_OTHERS = (
    ([1] * 9 + [0], [1] * 9 + [0]),
    ([1, 1, 1, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 1, 1]),
    ([0, 0, 0], [0, 0, 0]),
)


def _chance(first: Codes, second: Codes) -> float:
    """Return Cohen's expected agreement: each coder deals out their own codes at random."""
    one, two = pd.Series(list(first)).mean(), pd.Series(list(second)).mean()
    return float(one * two + (1 - one) * (1 - two))


def _pooled(first: Codes, second: Codes) -> float:
    """Return Scott's expected agreement: both deal out the codes of both."""
    seen = pd.Series([*first, *second]).mean()
    return float(seen**2 + (1 - seen) ** 2)


@worth(2)
def chance_of_four(chance_agreement: object) -> Mark:
    """It is right for four articles."""
    if not callable(chance_agreement):
        return Mark(0, f"A function was asked for; this is a {type(chance_agreement).__name__}. Begin with def.")
    found = find_number(chance_agreement(*map(list, _SMALL)))  # copies: a function may change what it is given
    given = f"chance_agreement({_SMALL[0]}, {_SMALL[1]})"
    if found is None:
        return Mark(0, f"{given} gives no number. Does the function end with return?")
    if are_close(found, _chance(*_SMALL)):
        return Mark(2, f"{given} is {found:g}, as it should be.")
    if are_close(found, _pooled(*_SMALL)):
        return Mark(1, "You took one share for both coders together (Scott does). Here each coder has a share.")
    if are_close(found, 0.5 * 0.25):
        return Mark(1, "That is the chance that both see the frame. Add the chance that neither does.")
    return Mark(0, f"{given} gives {found:g}; it should be {_chance(*_SMALL):g}.")


@worth(2)
def chance_elsewhere(chance_agreement: object) -> Mark:
    """It is right for other coders, and for columns of a table."""
    call = cast("Callable[..., object]", chance_agreement)
    right = [are_close(call(*map(list, case)), _chance(*case)) for case in _OTHERS]
    right += [are_close(call(*map(pd.Series, _OTHERS[0])), _chance(*_OTHERS[0]))]
    if all(right):
        return Mark(2, "It is right for other coders too.")
    return Mark(sum(right) // 2, f"It is right for {sum(right)} of {len(right)} other pairs of coders.")


# 3 alpha


@worth(1)
def has_a_row_a_frame(alpha: object) -> Mark:
    """It is a table with a row for each frame."""
    frames = set(_agreement()["frame"])
    if not isinstance(alpha, pd.DataFrame):
        return Mark(0, f"A table was asked for; this is a {type(alpha).__name__}.")
    if "frame" not in alpha.columns:
        return Mark(0, "The table has no column 'frame'.")
    missing = sorted(frames - set(alpha["frame"]))
    if missing:
        return Mark(0.5, f"The table has no row for {', '.join(missing)}.")
    return Mark(1, "Each frame has a row.")


@worth(1)
def has_the_alphas(alpha: object) -> Mark:
    """The alphas are right."""
    if not {"frame", "alpha"} <= set(_table(alpha).columns):
        return Mark(0, "There is no table with the columns frame and alpha.")
    joined = _agreement().merge(_table(alpha)[["frame", "alpha"]], on="frame", suffixes=("", "_found"))
    right = find_close(joined["alpha_found"], joined["alpha"])
    if right.sum() == len(_agreement()):
        return Mark(1, "The alphas are right.")
    return Mark(0, f"{int(right.sum())} of {len(_agreement())} alphas are right. Were the codes of both readings used?")


@worth(1)
def has_intervals(alpha: object) -> Mark:
    """The intervals are still there."""
    columns = _table(alpha).columns
    if {"low", "high"} <= set(columns):
        return Mark(1, "Each alpha has its interval.")
    return Mark(0, "The intervals are missing: keep the columns low and high.")


def _table(answer: object) -> pd.DataFrame:
    return answer if isinstance(answer, pd.DataFrame) else pd.DataFrame()


# 4 doubtful


@worth(4)
def names_the_doubtful(doubtful: object) -> Mark:
    """It names the frames that are called reliable though the interval reaches below the bar."""
    found = _names(doubtful)
    table = _agreement()
    right = set(table.loc[(table["verdict"] == "reliable") & (table["low"] < BAR), "frame"])
    strange = sorted(found - set(table["frame"]))
    if strange:
        return Mark(0, f"{', '.join(strange)} is no frame of the codebook. Give a list of names.")
    if found == right:
        return Mark(4, "These are called reliable, and their intervals reach below .667.")
    hit, wrong = len(found & right), len(found - right)
    points = max(4 * hit / len(right) - wrong, 0)
    more = f", and {wrong} that should not be" if wrong else ""
    return Mark(points, f"{hit} of {len(right)} are named{more}.")


def _names(given: object) -> set[str]:
    if isinstance(given, pd.DataFrame):
        given = given["frame"]
    return {given} if isinstance(given, str) else {str(name) for name in cast("Iterable[object]", given)}


# 5 gold


@worth(2)
def leaves_nothing_open(gold: object) -> Mark:
    """Every article has a code for every frame."""
    if not isinstance(gold, pd.DataFrame) or not {"unit_id", "frame", "value"} <= set(gold.columns):
        return Mark(0, "A table of codes was asked for, as wb.join_codes makes it.")
    twice = int(gold.duplicated(["unit_id", "frame"]).sum())
    if twice:
        return Mark(0, f"{twice} times an article has more than one code for a frame. wb.join_codes makes them one.")
    disputed = _disputed()
    settled = _settled(gold)
    if settled == len(disputed) and gold["value"].isin([0, 1]).all():
        return Mark(2, f"All {len(disputed)} disagreements are settled.")
    return Mark(2 * settled / len(disputed) // 0.5 * 0.5, f"{settled} of {len(disputed)} disagreements are settled.")


@worth(1)
def keeps_what_was_agreed(gold: object) -> Mark:
    """What both readings agreed on stayed as it was."""
    if not {"unit_id", "frame", "value"} <= set(_table(gold).columns):
        return Mark(0, "There are no codes in it.")
    agreed = demo_hand_codes().gold.query("how == 'agreed'")
    both = agreed.merge(_table(gold)[["unit_id", "frame", "value"]], on=["unit_id", "frame"], suffixes=("", "_found"))
    if len(both) < len(agreed):
        return Mark(0, f"{len(agreed) - len(both)} codes that both readings agreed on are gone. Join all codes.")
    changed = int((both["value"] != both["value_found"]).sum())
    return Mark(0, f"{changed} agreed codes were changed.") if changed else Mark(1, "What was agreed on is as it was.")


@worth(1)
def says_what_was_decided(gold: object) -> Mark:
    """The table says which codes were decided."""
    if "how" not in _table(gold).columns:
        return Mark(0, "The column how, which says what was agreed and what decided, is missing: use wb.join_codes.")
    decided = int((_table(gold)["how"] == "decided").sum())
    right = len(_disputed())
    if decided == right:
        return Mark(1, f"The table says which {right} codes were decided.")
    return Mark(0, f"{decided} codes are marked as decided; there were {right} disagreements.")


def _settled(gold: pd.DataFrame) -> int:
    return int(_disputed()[["unit_id", "frame"]].merge(gold, on=["unit_id", "frame"])["value"].isin([0, 1]).sum())


# 6 units


@worth(3)
def is_the_number_of_articles(units: object) -> Mark:
    """It is the number of articles that two coders need for the rare frame."""
    planned = _plan()
    keys = zip(planned["frame"], planned["minimum"], strict=True)
    plan = dict(zip(keys, planned["units"], strict=True))
    number = find_number(units)
    if number is None:
        return ask_for_number(units)
    if number == plan[(RARE, BAR)]:
        return Mark(3, f"To show that '{RARE}' is above {BAR:g}, both would have to code so many articles.")
    if number == plan[(RARE, 0.8)]:
        return Mark(2, f"The frame is right, but this number is for 0.8; asked was {BAR:g}.")
    others = {int(articles): frame for (frame, _), articles in plan.items()}
    if number in others:
        return Mark(1, f"This is the number for '{others[int(number)]}'. Asked was '{RARE}'.")
    return Mark(0, "This number is not in the plan. Look for the row of the frame and the minimum.")
