"""What a trained coder learns from: units with their texts and hand codes, checked, and who belongs together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.errors import DataError, ParameterError, nearest
from workbench.framing.codebook.codebook import HAND_DIGITS, Codebook
from workbench.framing.coder.folds import training_rows
from workbench.framing.coding.codes import binary_codes
from workbench.text import find_units

LEAST = 4  # units with a frame, and without it, in every training part

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Training:
    """Hand-coded units in alphabetical order of their ids.

    Attributes:
        units: unit_id, article_id, text, group (units of one group share a fold), key (the same for copies of a text).
        labels: units x frames; 1 seen, 0 not seen, NaN not coded.
        frames: names of the columns of `labels`.
        exclusive: each unit has one frame.
        codebook: the stamp of what the codes were made under; None when not known.
        notes: what a reader has to know.
    """

    units: pd.DataFrame
    labels: Floats
    frames: list[str]
    exclusive: bool
    codebook: str | None
    notes: list[str]


def build_training(
    articles: pd.DataFrame, codes: pd.DataFrame, *, codebook: Codebook | None, unit: str, groups: str | None
) -> Training:
    """Return the coded units with text, or say which code does not fit.

    Raises:
        ParameterError: `unit` is unknown, or `groups` is no column of the articles.
        DataError: as for `fit_coder`.
    """
    coded = _read_codes(codes, codebook)
    units = find_keyed_units(articles, unit=unit, groups=groups)
    notes = [_stale_note(codes, codebook), _textless_note(articles, codes, coded, units, unit)]
    coded = coded[coded["unit_id"].isin(units["unit_id"])]
    table = coded.pivot(index="unit_id", columns="frame", values="value").sort_index()
    order = codebook.frames["frame"] if codebook else sorted(coded["frame"].unique())
    frames = [str(frame) for frame in order if frame in table.columns]
    labels, exclusive = _exclusive(table[frames], codebook)
    own = units.set_index("unit_id").loc[table.index].reset_index()
    stamp = codebook.hash if codebook else _only(codes)
    return Training(own, labels, frames, exclusive, stamp, [note for note in notes if note])


def find_keyed_units(articles: pd.DataFrame, *, unit: str, groups: str | None) -> pd.DataFrame:
    """Return units with the group they belong to (the article's text, or a column of the articles) and their key."""
    units = find_units(articles, unit=unit)
    ids = articles["article_id"].astype("str")
    if ids.duplicated().any():
        raise DataError(
            f"The article_id {ids[ids.duplicated()].iloc[0]!r} stands in two rows. Keep one row an article."
        )
    texts = find_keys(text if isinstance(text, str) else "" for text in articles["text"])
    group_of = pd.Series(texts, index=ids)
    if groups is not None:
        if groups not in articles.columns:
            raise ParameterError(
                f"groups={groups!r} is no column of the articles. {nearest(groups, map(str, articles.columns))}"
            )
        stated = articles[groups].set_axis(ids)
        group_of = (f"{groups}: " + stated.astype("str")).where(stated.notna(), group_of)
    return units.assign(group=units["article_id"].map(group_of).astype("str"), key=find_keys(units["text"]))


def find_keys(texts: Iterable[str]) -> list[str]:
    """Return a key for each text, the same for copies that differ in white space or capitals only."""
    return [sha256(" ".join(text.split()).casefold().encode("utf-8", "replace")).hexdigest()[:16] for text in texts]


def check_size(training: Training, folds: int, groups: str | None) -> None:
    """Raise an error where the coded units cannot be cut into so many folds."""
    if isinstance(folds, bool) or not isinstance(folds, int) or folds < 2:
        raise ParameterError(f"folds={folds!r} does not leave units out. Allowed: 2 or more; 5 is usual.")
    least = max(2 * folds, 2 * LEAST + 2)
    if len(training.units) < least:
        raise DataError(
            f"{len(training.units)} coded units with text are too few to train a coder: at least {least} are needed, "
            f"and for each frame {LEAST + 1} that show it and {LEAST + 1} that do not. Code more units."
        )
    names = training.units["group"].nunique()
    if names < folds:
        what = f"values of {groups!r}" if groups else "different articles"
        least_groups = "Group by something else, or leave groups out." if names < 2 else f"Pass folds={names} or less."
        raise DataError(
            f"The coded units are of {names} {what}, and what belongs together shares one of {folds} folds. "
            f"{least_groups}"
        )


def find_gaps(training: Training, fold_of: npt.NDArray[np.int64], *, groups: str | None) -> list[str | None]:
    """Return for each frame why it cannot be learned from every training part; None where it can."""
    keys, names = training.units["key"].to_numpy(dtype=str), training.units["group"].to_numpy(dtype=str)
    parts = [training_rows(fold_of, fold, keys) for fold in range(int(fold_of.max()) + 1)]
    gaps: list[str | None] = []
    for own in training.labels.T:
        wrong = None
        for value, words in ((1, "show it"), (0, "do not show it")):
            if min(int((own[part] == value).sum()) for part in parts) < LEAST:
                wrong = (
                    f"{int((own == value).sum())} of {int((~np.isnan(own)).sum())} coded units {words}; when one fold "
                    f"is left out, at least {LEAST} must remain"
                )
            elif min(len(np.unique(names[part & (own == value)])) for part in parts) < 2:
                wrong = f"the units that {words} are too few {f'values of {groups!r}' if groups else 'articles'} apart"
        gaps.append(wrong)
    return gaps


def _read_codes(codes: pd.DataFrame, codebook: Codebook | None) -> pd.DataFrame:
    coded = binary_codes(codes, frames=codebook.frames["frame"].tolist() if codebook else None)
    several = coded[coded.duplicated(["unit_id", "frame"])]
    if len(several):
        row = several.iloc[0]
        raise DataError(
            f"The unit {row['unit_id']!r} has two codes of {row['frame']!r}; a coder learns from one. Join the codes "
            "of several people first: join_codes(codes)."
        )
    return coded.assign(unit_id=coded["unit_id"].astype("str"), frame=coded["frame"].astype("str"))


def _textless_note(
    articles: pd.DataFrame, codes: pd.DataFrame, coded: pd.DataFrame, units: pd.DataFrame, unit: str
) -> str:
    """Return a note on coded articles without text; a unit that is not there at all is an error."""
    missing = coded.loc[~coded["unit_id"].isin(units["unit_id"]), "unit_id"].drop_duplicates()
    unknown = missing[~missing.isin(articles["article_id"].astype("str"))] if unit == "article" else missing
    if len(unknown):
        row = int(np.flatnonzero((codes["unit_id"].astype("str") == unknown.iloc[0]).to_numpy())[0]) + 1
        example = f"; units are like {units['unit_id'].iloc[0]!r}" if len(units) else ""
        raise DataError(
            f"Row {row} of the codes is of the unit {unknown.iloc[0]!r}, which is not among the articles' units "
            f"({len(unknown)} such units{example}). Pass the articles that were coded, and unit= as they were coded "
            f"(now {unit!r})."
        )
    return f"{len(missing)} coded articles have no text and were left out." if len(missing) else ""


def _exclusive(table: pd.DataFrame, codebook: Codebook | None) -> tuple[Floats, bool]:
    """Return the labels, and whether each unit has one frame; what was not chosen there is not seen."""
    labels = table.to_numpy(dtype=np.float64)
    seen = (labels == 1).sum(axis=1)
    if codebook is not None and codebook.exclusive and (seen > 1).any():
        unit = table.index[seen > 1][0]
        raise DataError(
            f"The unit {unit!r} has {int(seen.max())} frames, and the codebook {codebook.name!r} allows one. Correct "
            "the codes, or make the codebook exclusive = false."
        )
    exclusive = codebook.exclusive if codebook else labels.shape[1] > 1 and len(labels) > 0 and bool((seen == 1).all())
    if exclusive:
        labels = np.where(np.isnan(labels) & (seen == 1)[:, None], 0.0, labels)
    return labels, exclusive


def _stale_note(codes: pd.DataFrame, codebook: Codebook | None) -> str:
    if codebook is None or "codebook" not in codes.columns:
        return ""
    stamps = codes["codebook"].dropna().astype("str").str[:HAND_DIGITS]
    stale = int((stamps != codebook.hash[:HAND_DIGITS]).sum())
    return f"{stale} codes were made under another state of the codebook {codebook.name!r}." if stale else ""


def _only(codes: pd.DataFrame) -> str | None:
    stamps = codes["codebook"].dropna().unique().tolist() if "codebook" in codes.columns else []
    return str(stamps[0]) if len(stamps) == 1 else None
