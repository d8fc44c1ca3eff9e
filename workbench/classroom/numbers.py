"""Agreement and shares of a class as codes come in: the same functions, and the same caution, as anywhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from workbench.classroom.collect import Collected
from workbench.classroom.folder import SharedClass
from workbench.framing.agreement.agreement import ALL_FRAMES, score_agreement
from workbench.framing.agreement.disagreement import find_disagreements, join_codes
from workbench.framing.agreement.planning import plan_coding
from workbench.framing.agreement.reliability import TENTATIVE
from workbench.framing.shares.shares import estimate_shares

NOBODY = "undefined: nobody coded it"


@dataclass(frozen=True)
class Numbers:
    """What can be said of the codes so far.

    Attributes:
        agreement: a row a frame, all frames of the codebook, as `score_agreement` makes it.
        disagreements: as `find_disagreements` makes it.
        gold: one code a passage and frame, as `join_codes` makes it.
        shares: as `estimate_shares` makes it, with raw_low and raw_high, the interval of the machine's own count; None
            where nobody knows what the machine says.
        planned: frame -> passages that two coders should code to show an alpha over .667.
    """

    agreement: pd.DataFrame
    disagreements: pd.DataFrame
    gold: pd.DataFrame
    shares: pd.DataFrame | None
    planned: dict[str, int]


def work_out(shared: SharedClass, collected: Collected) -> Numbers:
    """Return the numbers of a class.

    Raises:
        DataError: the codes contradict the codebook, such as two frames in a passage of an exclusive one.
    """
    codes, frames = collected.codes, list(shared.codebook.frames["frame"])
    exclusive = shared.codebook.exclusive and not codes.empty
    gold = join_codes(codes)
    return Numbers(
        agreement=_all_frames(score_agreement(codes, exclusive=exclusive), frames),
        disagreements=find_disagreements(codes, shared.sample),
        gold=gold,
        shares=_shares(shared, gold),
        planned=_planned(codes),
    )


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table, column by column name."""
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def _all_frames(agreement: pd.DataFrame, frames: list[str]) -> pd.DataFrame:
    """Return a row for every frame of the codebook, also where nobody has coded it yet."""
    order = [*frames, *agreement["frame"][agreement["frame"] == ALL_FRAMES]]
    table = agreement.set_index("frame").reindex(order).rename_axis("frame").reset_index()
    missing = table["verdict"].isna()
    table["verdict"] = table["verdict"].fillna("undefined")
    table["note"] = table["note"].where(~missing, NOBODY)
    table[["units", "coders"]] = table[["units", "coders"]].fillna(0)
    return table.astype(agreement.dtypes.to_dict())


def _shares(shared: SharedClass, gold: pd.DataFrame) -> pd.DataFrame | None:
    if shared.scores is None:
        return None
    settled = gold[gold["value"].notna()]
    raw = estimate_shares(shared.scores, method="raw")
    if settled.empty:
        return raw.assign(raw_low=raw["low"], raw_high=raw["high"])
    bounds = raw[["frame", "low", "high"]].rename(columns={"low": "raw_low", "high": "raw_high"})
    return estimate_shares(shared.scores, settled, shared.sample).merge(bounds, on="frame", validate="one_to_one")


def _planned(codes: pd.DataFrame) -> dict[str, int]:
    if codes["coder"].nunique() < 2:
        return {}
    plan = plan_coding(codes, minimum=TENTATIVE).dropna(subset="units")
    return dict(zip(plan["frame"], plan["units"].astype(int), strict=True))
