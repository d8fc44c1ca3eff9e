"""What is still missing before a number of the class can be trusted, frame by frame, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from workbench.classroom.numbers import Numbers, records
from workbench.classroom.wording import say_number, say_range
from workbench.framing.agreement.agreement import ALL_FRAMES
from workbench.framing.agreement.reliability import TENTATIVE
from workbench.plots.phrases import counted

NOT_YET, WITH_CARE, USABLE = "not yet", "with care", "yes"
_WIDE = 0.3  # an interval of a share that is wider says little


def find_missing(numbers: Numbers, labels: dict[str, str]) -> list[dict[str, Any]]:
    """Return for each frame whether its numbers can be used ("yes", "with care", "not yet"), and what they lack."""
    shares = {} if numbers.shares is None else {str(row["frame"]): row for row in records(numbers.shares)}
    gold = numbers.gold
    ties = gold[gold["value"].isna()].groupby("frame").size()
    rows = []
    for row in records(numbers.agreement):
        frame = str(row["frame"])
        if frame == ALL_FRAMES:
            continue
        lacking = list(_of_agreement(row, numbers.planned.get(frame)))
        lacking += list(_of_share(shares.get(frame), int(ties.get(frame, 0))))
        status = USABLE if not lacking else WITH_CARE if row["alpha"] >= TENTATIVE else NOT_YET
        rows.append({"label": labels.get(frame, frame), "status": status, "lacking": lacking})
    return rows


def _of_agreement(row: dict[str, Any], planned: int | None) -> Iterator[str]:
    if row["coders"] < 2:
        yield "Agreement needs a second coder." if row["coders"] else "Agreement needs two coders."
    elif row["units"] == 0:
        yield "Agreement needs passages that two people have coded."
    elif pd.isna(row["alpha"]):
        yield (
            f"All codes of {counted(int(row['units']), 'passage')} are the same, so nothing could be confused: "
            "agreement needs passages with the frame and passages without it."
        )
    elif row["alpha"] < TENTATIVE:
        yield (
            f"Agreement is {say_number(row['alpha'])}, under .667. Talk about the passages below, sharpen the rule, "
            "and code new ones."
        )
    elif row["low"] < TENTATIVE:
        more = f" About {planned} passages would tell." if planned is not None and planned > row["units"] else ""
        yield f"Agreement may be anything from {say_range(row['low'], row['high'])}: the passages are few.{more}"


def _of_share(row: dict[str, Any] | None, ties: int) -> Iterator[str]:
    if row is None:
        return
    if not row["coded"]:
        yield "The share is what the machine counts: no passage has a settled code yet."
        return
    if not row["validated"]:
        yield "The codes were given under another codebook, so they do not validate the share."
    if ties:
        if ties == 1:
            yield "1 passage has as many votes for as against, and corrects nothing until it is decided."
        else:
            yield f"{ties} passages have as many votes for as against, and correct nothing until they are decided."
    if row["high"] - row["low"] > _WIDE:
        found = counted(int(row["positives"]), "passage")
        yield (
            f"The share may be anything from {100 * row['low']:.0f} to {100 * row['high']:.0f} %: it rests on "
            f"{row['coded']} coded passages, and the class sees the frame in {found}."
        )
