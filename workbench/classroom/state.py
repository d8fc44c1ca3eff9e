"""What the teacher's page shows, as one table of plain values: texts are texts, numbers are worded and placed."""

from __future__ import annotations

import math
from itertools import accumulate
from typing import Any

import numpy as np

from workbench.classroom.collect import Collected, Work
from workbench.classroom.folder import SharedClass
from workbench.classroom.missing import find_missing
from workbench.classroom.numbers import Numbers, records, work_out
from workbench.classroom.passages import list_passages
from workbench.classroom.roster import number_coders
from workbench.classroom.wording import say_number, say_range, say_share
from workbench.errors import WorkbenchError
from workbench.framing.agreement.agreement import ALL_FRAMES
from workbench.plots.phrases import counted


def describe_class(
    shared: SharedClass, collected: Collected, numbers: Numbers | None = None, *, ended: bool = False
) -> dict[str, Any]:
    """Return all that the page shows; numbers that cannot be worked out are left out, with a note that says why."""
    roster = number_coders(shared.home / f"coders-{shared.settings.id}.json", [work.coder for work in collected.work])
    places = {name: place for place, name in enumerate(roster)}
    labels = dict(zip(shared.codebook.frames["frame"], shared.codebook.frames["label"], strict=True))
    state: dict[str, Any] = {
        **_heading(shared, collected.work, ended=ended),
        "coders": [_coder(work, places[work.coder]) for work in _by_place(collected.work, places)],
        "notes": list(collected.notes),
    }
    try:
        numbers = numbers or work_out(shared, collected)
    except WorkbenchError as error:  # one wrong log must not take the page away in the middle of a lesson
        state["notes"].append(f"The numbers cannot be worked out: {error}")
        return state | {"agreement": [], "shares": [], "passages": [], "missing": []}
    return state | {
        "agreement": _agreement(numbers, labels),
        "shares": _shares(numbers, labels),
        "passages": list_passages(numbers, collected, shared.sample, labels, places),
        "differing": int(numbers.disagreements["unit_id"].nunique()),
        "missing": find_missing(numbers, labels),
    }


def _heading(shared: SharedClass, work: list[Work], *, ended: bool) -> dict[str, Any]:
    total = len(shared.sample)
    done = sum(own.coded >= total for own in work)
    coded = sum(own.coded for own in work)
    codebook = shared.codebook
    return {
        "name": shared.name,
        "total": total,
        "unit": shared.settings.unit,
        "codebook": f"{codebook.name} {codebook.version}",
        "summary": f"{counted(len(work), 'coder')} · {coded:,} of {len(work) * total:,} passages coded" if work else "",
        "finished": f"{done} of {counted(len(work), 'coder')} finished" if work else "Nobody has begun yet",
        "join": f"workbench class code PATH/{shared.folder.resolve().name} --coder YOUR-NAME",
        "done": bool(work) and done == len(work),
        "ended": ended,
        "machine": shared.scores is not None,
        "units": 0 if shared.scores is None else int(shared.scores["unit_id"].nunique()),
    }


def _by_place(work: list[Work], places: dict[str, int]) -> list[Work]:
    return sorted(work, key=lambda own: places[own.coder])


def _coder(work: Work, place: int) -> dict[str, Any]:
    known = [seconds for seconds in work.seconds if not math.isnan(seconds)]
    pace = float(np.median(known)) if known else math.nan
    filled = (pace if math.isnan(seconds) else seconds for seconds in work.seconds)
    return {
        "place": place,
        "name": work.coder,
        "coded": work.coded,
        "skipped": work.skipped,
        "pace": "–" if math.isnan(pace) else f"{pace:.0f} s",
        "minutes": [round(second / 60, 2) for second in accumulate(filled)] if known else [],
    }


def _agreement(numbers: Numbers, labels: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "label": labels.get(row["frame"], "All frames" if row["frame"] == ALL_FRAMES else row["frame"]),
            "alpha": _value(row["alpha"]),
            "low": _value(row["low"]),
            "high": _value(row["high"]),
            "said": say_number(row["alpha"]),
            "interval": say_range(row["low"], row["high"]),
            "percent": "–" if math.isnan(row["percent"]) else f"{100 * row['percent']:.0f} %",
            "units": int(row["units"]),
            "verdict": row["verdict"],
        }
        for row in records(numbers.agreement)
    ]


def _shares(numbers: Numbers, labels: dict[str, str]) -> list[dict[str, Any]]:
    if numbers.shares is None:
        return []
    return [
        {
            "label": labels.get(row["frame"], row["frame"]),
            "raw": [_value(row[name]) for name in ("raw", "raw_low", "raw_high")],
            "estimate": [_value(row[name]) for name in ("estimate", "low", "high")] if row["coded"] else None,
            "raw_said": say_share(row["raw"], row["raw_low"], row["raw_high"]),
            "said": say_share(row["estimate"], row["low"], row["high"]) if row["coded"] else "no hand codes yet",
            "coded": int(row["coded"]),
            "positives": int(row["positives"]),
            "validated": bool(row["validated"]),
        }
        for row in records(numbers.shares)
    ]


def _value(number: float) -> float | None:
    return None if math.isnan(number) else round(float(number), 4)
