"""What shares are made from: predictions, hand codes and the sample they come from, checked and joined."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.errors import DataError, ParameterError, nearest, require_columns
from workbench.framing.coding.codes import binary_codes
from workbench.text import NOT_STATED

IN_SAMPLE = "in-sample"


@dataclass(frozen=True)
class Joined:
    """Predictions with their hand codes.

    Attributes:
        units: article, unit, frame, present (0 or 1), predicted (probability where there is one, else present),
            weight, value (NaN where there is no hand code), probability (of being hand-coded; NaN where not
            known), in the order of the predictions.
        notes: frame -> what a reader has to know about its codes.
        stale: the codes were made with other definitions than the predictions.
    """

    units: pd.DataFrame
    notes: dict[str, str]
    stale: bool = False


def join_predictions(predictions: pd.DataFrame, codes: pd.DataFrame | None, sample: pd.DataFrame | None) -> Joined:
    """Return the predictions with hand codes and inclusion probabilities beside them, or say which row is wrong."""
    units = _read_predictions(predictions)
    if codes is None:
        if sample is not None:
            raise ParameterError("A sample was given without hand codes. Pass the codes of its units as well.")
        return Joined(units.assign(value=np.nan, probability=np.nan), {})
    gold = _read_gold(codes, units, predictions)
    chosen = _read_sample(sample, units)
    drawn = np.ones(len(gold), dtype=bool) if chosen is None else _stands_in(gold["unit"], chosen.index)
    if len(gold) and not drawn.any():
        raise DataError(
            f"None of the hand-coded units is in the sample; the first is {gold['unit'].iloc[0]!r}. Pass the sample "
            "that was coded."
        )
    outside, gold = gold[~drawn].groupby("frame").size(), gold[drawn]
    keys = ["unit", "frame"]
    joined = units.merge(gold[[*keys, "value"]], on=keys, how="left", validate="one_to_one")
    joined["probability"], open_units = _probabilities(joined, chosen)
    _refuse_in_sample(joined, predictions)
    stale = _stale(codes, predictions)
    notes = {
        frame: _note(open_units.get(frame, 0), int(outside.get(frame, 0)), stale=stale)
        for frame in joined["frame"].unique()
    }
    return Joined(joined, {frame: note for frame, note in notes.items() if note}, stale)


def find_group_of(predictions: pd.DataFrame, by: str | pd.DataFrame | None) -> pd.Series[str]:
    """Return the group of each row of the predictions: "all", a column, or looked up in a table; "not stated" else."""
    if by is None:
        return pd.Series("all", index=predictions.index, dtype="str")
    groups = _column(predictions, by) if isinstance(by, str) else _looked_up(predictions, by)
    return groups.astype("str").fillna(NOT_STATED)


def _read_predictions(predictions: pd.DataFrame) -> pd.DataFrame:
    require_columns(predictions.columns, ["frame", "present"], table="predictions")
    keys = [key for key in ("unit_id", "article_id") if key in predictions.columns]
    if not keys:
        require_columns(predictions.columns, ["article_id"], table="predictions")
    wrong = predictions["present"][~predictions["present"].isin([True, False])]
    if len(wrong):
        raise DataError(f"predictions.present holds {wrong.iloc[0]}. Allowed: True and False. Correct or drop the row.")
    repeated = predictions[predictions.duplicated([keys[0], "frame"])]
    if len(repeated):
        raise DataError(
            f"The {keys[0]} '{repeated[keys[0]].iloc[0]}' stands twice with the frame '{repeated['frame'].iloc[0]}' in "
            "the predictions. Keep one row a unit and frame."
        )
    present = predictions["present"].astype(np.float64)
    return pd.DataFrame(
        {
            "article": predictions[keys[-1]].astype("str"),
            "unit": predictions[keys[0]].astype("str"),
            "frame": predictions["frame"],
            "present": present,
            "predicted": _predicted(predictions, present),
            "weight": _weights(predictions),
        }
    )


def _predicted(predictions: pd.DataFrame, present: pd.Series[float]) -> pd.Series[float]:
    if "probability" not in predictions.columns:
        return present
    probability = pd.to_numeric(predictions["probability"], errors="coerce")
    stated = predictions["probability"].notna()
    wrong = np.flatnonzero(stated & ~probability.between(0, 1))
    if len(wrong):
        raise DataError(
            f"Row {wrong[0] + 1} of the predictions has the probability {predictions['probability'].iloc[wrong[0]]!r}. "
            "Allowed: 0 to 1."
        )
    return probability.fillna(present).astype(np.float64)


def _weights(predictions: pd.DataFrame) -> pd.Series[float]:
    if "weight" not in predictions.columns:
        return pd.Series(1.0, index=predictions.index)
    numbers = (
        pd.to_numeric(predictions["weight"], errors="coerce").astype("Float64").to_numpy(np.float64, na_value=np.nan)
    )
    weights = pd.Series(numbers, index=predictions.index, dtype="float64")
    wrong = predictions["weight"][~(weights > 0) | np.isinf(weights)]
    if len(wrong):
        raise DataError(f"predictions.weight holds {wrong.iloc[0]}. Allowed: numbers over 0. Correct or drop the row.")
    return weights.astype(np.float64)


def _read_gold(codes: pd.DataFrame, units: pd.DataFrame, predictions: pd.DataFrame) -> pd.DataFrame:
    gold = binary_codes(codes).rename(columns={"unit_id": "unit"}).astype({"unit": "str"})
    several = gold[gold.duplicated(["unit", "frame"])]
    if len(several):
        row = several.iloc[0]
        raise DataError(
            f"The unit {row['unit']!r} has two hand codes of {row['frame']!r}. A share needs one: "
            "join_codes(codes) makes it from several coders."
        )
    unknown = gold[~_stands_in(gold["unit"], units["unit"])]
    if len(unknown):
        raise DataError(
            f"Hand codes name the unit {unknown['unit'].iloc[0]!r}, which has no prediction (and so "
            f"{unknown['unit'].nunique()} units in all). Units of the predictions are like {predictions.iloc[0, 0]!r}. "
            "Predict all units that were sampled, or take out the codes of units that are not asked about."
        )
    frames = units["frame"].unique().tolist()
    _check_spelling(gold["frame"].unique().tolist(), frames)
    if len(gold) and not gold["frame"].isin(frames).any():
        name = gold["frame"].iloc[0]
        raise DataError(f"No frame of the codes is one of the predictions; first is {name!r}. {nearest(name, frames)}")
    return gold


def _check_spelling(coded: list[str], predicted: list[str]) -> None:
    """Refuse a frame of the codes that is one of the predictions but for capitals: it would stay uncorrected."""
    plain = {str(frame).casefold(): frame for frame in predicted}
    for frame in set(coded) - set(predicted):
        if str(frame).casefold() in plain:
            raise DataError(
                f"The codes name the frame {frame!r}, the predictions {plain[str(frame).casefold()]!r}. Spell it alike."
            )


def _read_sample(sample: pd.DataFrame | None, units: pd.DataFrame) -> pd.Series[float] | None:
    if sample is None:
        return None
    require_columns(sample.columns, ["unit_id", "probability"], table="sample")
    twice = sample["unit_id"][sample["unit_id"].duplicated()]
    if len(twice):
        raise DataError(f"The unit {twice.iloc[0]!r} stands twice in the sample. Keep one row a unit.")
    probability = pd.to_numeric(sample["probability"], errors="coerce")
    wrong = np.flatnonzero(~((probability > 0) & (probability <= 1)))
    if len(wrong):
        raise DataError(
            f"Row {wrong[0] + 1} of the sample ({sample['unit_id'].iloc[wrong[0]]!r}) has the inclusion probability "
            f"{sample['probability'].iloc[wrong[0]]!r}. Allowed: over 0, up to 1."
        )
    names = sample["unit_id"].astype("str")
    known = _stands_in(names, units["unit"])
    return pd.Series(probability.to_numpy(dtype=np.float64), index=names)[known]


def _probabilities(joined: pd.DataFrame, chosen: pd.Series[float] | None) -> tuple[pd.Series[float], dict[str, int]]:
    """Return how likely each unit was to get its code, and the number of sampled units left open by frame.

    What coders left open is taken to be missing by chance: probabilities shrink by the share that was coded.
    """
    coded = joined["value"].notna().groupby(joined["frame"]).transform("sum")
    stated = joined["unit"].map(chosen) if chosen is not None else None
    sampled = joined["value"].notna() if stated is None else stated.notna()
    wanted = sampled.groupby(joined["frame"]).transform("sum")
    size = joined.groupby("frame")["unit"].transform("size")
    share = (coded / wanted.where(wanted > 0)).fillna(0.0)
    missing = (wanted - coded).groupby(joined["frame"]).first()
    probability = (wanted / size if stated is None else stated) * share
    return probability, {str(frame): int(count) for frame, count in missing.items() if count}


def _stands_in(values: pd.Series[str], among: pd.Series[str] | pd.Index) -> npt.NDArray[np.bool_]:
    # `isin` goes through its second argument as Python strings, one by one.
    return pd.Index(among).unique().get_indexer(pd.Index(values)) >= 0


def _refuse_in_sample(joined: pd.DataFrame, predictions: pd.DataFrame) -> None:
    if "training" not in predictions.columns:
        return
    seen = joined[(predictions["training"] == IN_SAMPLE).to_numpy() & joined["value"].notna().to_numpy()]
    if len(seen):
        raise DataError(
            f"The unit {seen['unit'].iloc[0]!r} was used to train the coder and is used again to correct it "
            f"({seen['unit'].nunique()} such units): the coder would look better than it is. Predict with a coder of "
            "fit_coder, which leaves each of these units out of the model that codes it, or hand-code others."
        )


def _stale(codes: pd.DataFrame, predictions: pd.DataFrame) -> bool:
    """Whether the hand codes were made with other definitions than the predictions; unknown is not stale."""
    if "codebook" not in codes.columns or "codebook" not in predictions.columns:
        return False
    # The first half of a stamp is what a coder reads, the second the patterns.
    mine, theirs = (set(table["codebook"].dropna().str[:8]) for table in (codes, predictions))
    return bool(mine and theirs and not mine <= theirs)


def _note(left_open: int, outside: int, *, stale: bool) -> str:
    parts = [
        f"{_units(left_open, 'sampled')} without a code" if left_open else "",
        f"{_units(outside, 'coded')} outside the sample, not used" if outside else "",
        "hand codes were made with another version of the codebook" if stale else "",
    ]
    return "; ".join(filter(None, parts))


def _units(count: int, kind: str) -> str:
    return f"{count} {kind} unit{'' if count == 1 else 's'}"


def _column(predictions: pd.DataFrame, by: str) -> pd.Series[str]:
    if by not in predictions.columns:
        raise ParameterError(
            f"by={by!r} is not a column of the predictions. {nearest(by, map(str, predictions.columns))} "
            "A column of the articles is passed as a table: "
            f'articles[["article_id", "{by}"]].rename(columns={{"{by}": "group"}}).'
        )
    return predictions[by]


def _looked_up(predictions: pd.DataFrame, by: pd.DataFrame) -> pd.Series[str]:
    key = "unit_id" if "unit_id" in by.columns else "article_id"
    require_columns(by.columns, [key, "group"], table="by")
    require_columns(predictions.columns, [key], table="predictions")
    repeated = by[key][by[key].duplicated()]
    if len(repeated):
        raise DataError(f"The {key} '{repeated.iloc[0]}' stands in two rows of the table 'by'. Keep one group for it.")
    groups = by.set_index(by[key].astype("str"))["group"]
    return predictions[key].astype("str").map(groups)
