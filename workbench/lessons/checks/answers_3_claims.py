"""What answers of lesson 3 are worth that ask what may be claimed: short cuts, bars, differences of outlets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import pandas as pd

from workbench.framing import compare_shares, estimate_shares
from workbench.lessons.checks.demo import demo_corpus, demo_hand_codes
from workbench.lessons.checks.material_3 import FRAME, all_codes, drawn_codes, machine
from workbench.lessons.checks.shapes import NO_FUNCTION, are_close, find_number
from workbench.lessons.exercise import Mark, worth

CLAIMS = [
    ("Meridian Review", "Harbor Ledger"),
    ("Meridian Review", "Isthmus Daily"),
    ("Capitol Standard", "Harbor Ledger"),
]
SharesAt = Callable[[int], pd.DataFrame]


# --- 5 finds_only


@worth(3)
def estimates_from_finds_alone(answer: object) -> Mark:
    """The estimate that codes of the machine's finds alone lead to."""
    found = set(machine().loc[machine()["present"], "unit_id"])
    number, whole = _estimate_of(answer)
    if number is None:
        return Mark(0, "Asked is the table that wb.estimate_shares returns for the table machine.")
    if are_close(number, _estimate(drawn_codes()[drawn_codes()["unit_id"].isin(found)])):
        told = f"The short cut says {number:.0%}: it knows nothing of the articles that the machine passed over."
        return Mark(3, told) if whole else Mark(2, "The number is right, but where is its interval? Keep the table.")
    if are_close(number, _estimate(all_codes()[all_codes()["unit_id"].isin(found)])):
        return Mark(2, "These are finds alone, but some are in the envelope. Choose from codes, not hand.gold.")
    if are_close(number, _estimate(drawn_codes()[~drawn_codes()["unit_id"].isin(found)])):
        return Mark(1, "These are the articles in which the machine found nothing. The colleague reads the others.")
    if are_close(number, _estimate(drawn_codes())):
        return Mark(1, "This uses all codes. The colleague reads only articles that the machine marked as present.")
    if are_close(number, machine()["present"].mean()):
        return Mark(0, "This is the raw share: no codes were given.")
    return Mark(0, "Choose the rows of codes whose unit_id is among the finds, and pass them with machine.")


def _estimate(codes: pd.DataFrame) -> float:
    return float(estimate_shares(machine(), codes)["estimate"].iloc[0])


def _estimate_of(answer: object) -> tuple[float | None, bool]:
    """The estimate in an answer, and whether it stands in a table with its interval."""
    if not isinstance(answer, pd.DataFrame):
        return find_number(answer), False
    rows = answer[answer["frame"] == FRAME] if "frame" in answer.columns else answer
    if "estimate" not in rows.columns or len(rows) != 1:
        return None, False
    return float(rows["estimate"].iloc[0]), {"low", "high"} <= set(rows.columns)


# --- 6 shares_at


@worth(2)
def counts_anew_at_each_bar(answer: SharesAt) -> Mark:
    """With one, two and three hits as the bar: the raw and the corrected share."""
    if not callable(answer):
        return Mark(0, NO_FUNCTION)
    given = [_row_of(answer(bar)) for bar in (1, 2, 3)]
    if any(row is None for row in given):
        return Mark(0, "It returns no table with raw and estimate for conflict. Does it end with `return`?")
    return _mark_bars([row for row in given if row is not None], [_right_row(bar) for bar in (1, 2, 3)])


def _mark_bars(given: list[tuple[float, float]], right: list[tuple[float, float]]) -> Mark:
    if len({raw for raw, _ in given}) == 1:
        return Mark(0, "Every bar gives the same shares. Is min_hits handed on to wb.score_frames?")
    pairs = list(zip(given, right, strict=True))
    if not all(are_close(ours[0], theirs[0]) for ours, theirs in pairs):
        return Mark(0, "The raw shares are not those of conflict. Score again, then keep the rows of conflict.")
    if not all(are_close(ours[1], theirs[1]) for ours, theirs in pairs):
        return Mark(1, "The raw shares are right, the estimates not: pass codes and hand.sample to wb.estimate_shares.")
    return Mark(2, "Raw and corrected shares are right for one, two and three hits.")


@worth(2)
def counts_at_a_higher_bar(answer: SharesAt) -> Mark:
    """With a bar that the notebook does not try."""
    rows = [(_row_of(answer(bar)), _right_row(bar)) for bar in (4, 6)]
    wrong = [number for given, right in rows for number in _wrong(given, right)]
    if not wrong:
        return Mark(2, "Right with other bars too.")
    return Mark(1 if "raw" not in wrong else 0, "Not right with every other bar.")


def _wrong(given: tuple[float, float] | None, right: tuple[float, float]) -> list[str]:
    if given is None:
        return ["raw", "estimate"]
    return [name for name, ours, theirs in zip(("raw", "estimate"), given, right, strict=True)
            if not are_close(ours, theirs)]  # fmt: skip


@cache
def _right_row(bar: int) -> tuple[float, float]:
    row = estimate_shares(machine(bar), drawn_codes(), demo_hand_codes().sample).iloc[0]
    return float(row["raw"]), float(row["estimate"])


def _row_of(answer: object) -> tuple[float, float] | None:
    """Raw and estimated share in what a function returned: a table, a row of one, or the two numbers."""
    if isinstance(answer, pd.DataFrame):
        rows = answer[answer["frame"] == FRAME] if "frame" in answer.columns else answer
        answer = rows.iloc[0] if len(rows) == 1 else None
    if isinstance(answer, pd.Series | Mapping) and {"raw", "estimate"} <= set(answer.keys()):
        return float(answer["raw"]), float(answer["estimate"])
    return None


# --- 7 printable


@worth(3)
def prints_what_the_numbers_carry(answer: object) -> Mark:
    """The pairs whose corrected difference lies above 0 with its whole interval."""
    given = _pairs(answer)
    if given is None:
        return Mark(0, "Asked is a list of pairs, each as it stands in claims: [('X', 'Y'), ...]. It may be empty.")
    if not given <= set(CLAIMS):
        return Mark(0, "There is a pair in it that is not in claims. The order of the two names matters.")
    right = _printable(corrected=True)
    if given == right:
        return Mark(3, f"{len(right)} of {len(CLAIMS)} sentences may be printed.")
    if given == _printable(corrected=False):
        return Mark(1, "This is what the raw shares allow. Pass codes and hand.sample, and look again.")
    if given == set(CLAIMS):
        return Mark(1, "Every difference is above 0, but not every interval: look at low, not at difference.")
    agreed = sum((claim in given) == (claim in right) for claim in CLAIMS)
    return Mark(1 if agreed == len(CLAIMS) - 1 else 0, f"{agreed} of {len(CLAIMS)} sentences are judged rightly.")


def _pairs(answer: object) -> set[tuple[str, str]] | None:
    if not isinstance(answer, list | tuple | set):
        return None
    pairs = [tuple(pair) for pair in answer if isinstance(pair, list | tuple) and len(pair) == 2]
    return set(pairs) if len(pairs) == len(answer) else None


@cache
def _printable(*, corrected: bool) -> frozenset[tuple[str, str]]:
    codes, sample = (drawn_codes(), demo_hand_codes().sample) if corrected else (None, None)
    groups = demo_corpus().articles[["article_id", "outlet"]].rename(columns={"outlet": "group"})
    tables = {pair: compare_shares(machine(), codes, sample, by=groups, between=pair) for pair in CLAIMS}
    return frozenset(pair for pair, table in tables.items() if table["low"].iloc[0] > 0)
