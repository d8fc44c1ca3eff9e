"""The passages that coders see most differently, each with who saw what, to talk about."""

from __future__ import annotations

from typing import Any

import pandas as pd

from workbench.classroom.collect import Collected
from workbench.classroom.numbers import Numbers

MOST = 10  # passages; a lesson has no time for more


def list_passages(
    numbers: Numbers, collected: Collected, sample: pd.DataFrame, labels: dict[str, str], places: dict[str, int]
) -> list[dict[str, Any]]:
    """Return the passages with the most disagreement over all frames, the most first.

    Args:
        numbers: of the class.
        collected: the codes and comments.
        sample: unit_id and text.
        labels: frame -> how readers know it.
        places: coder -> number on the page.
    """
    table = numbers.disagreements
    totals = table.groupby("unit_id")["disagreement"].agg(["sum", "size"]).reset_index()
    ranked = totals.sort_values(["sum", "size", "unit_id"], ascending=[False, False, True])["unit_id"].head(MOST)
    texts = sample.set_index("unit_id")["text"]
    codes = dict(list(collected.codes.groupby("unit_id")))
    return [
        {
            "text": texts[unit],
            "flags": collected.flags.get(unit, 0),
            "frames": _frames(codes[unit], table[table["unit_id"] == unit], labels, places),
            "comments": _comments(unit, collected, places),
        }
        for unit in ranked
    ]


def _frames(
    codes: pd.DataFrame, differing: pd.DataFrame, labels: dict[str, str], places: dict[str, int]
) -> list[dict[str, Any]]:
    """Return the frames of one passage that coders differ on: who saw it, who did not."""
    rows = []
    for frame in differing.sort_values("disagreement", ascending=False, kind="stable")["frame"]:
        own = codes[codes["frame"] == frame]
        seen, unseen = (sorted(places[name] for name in own.loc[own["value"] == value, "coder"]) for value in (1, 0))
        rows.append({"label": labels.get(frame, frame), "seen": seen, "unseen": unseen})
    return rows


def _comments(unit: str, collected: Collected, places: dict[str, int]) -> list[dict[str, Any]]:
    told = [(places[coder], text) for (coder, about), text in collected.comments.items() if about == unit]
    return [{"coder": place, "text": text} for place, text in sorted(told)]
