"""How many units to have coded by two coders, before the coding starts or after a pilot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from statistics import NormalDist

import numpy as np
import pandas as pd

from workbench.errors import ParameterError
from workbench.framing.agreement.agreement import score_agreement
from workbench.framing.coding.codes import checked_codes

_TYPES = {
    "frame": "str",
    "prevalence": "float64",
    "minimum": "float64",
    "units": "Int64",
    "pilot_units": "Int64",
    "pilot_alpha": "float64",
    "pilot_width": "float64",
    "units_for_width": "Int64",
    "note": "str",
}


def plan_coding(
    codes: pd.DataFrame | None = None,
    *,
    prevalence: float | Mapping[str, float] | None = None,
    minimum: float | Sequence[float] = (0.667, 0.8),
    significance: float = 0.05,
    width: float | None = None,
) -> pd.DataFrame:
    """Return how many units two coders should both code, frame by frame; rare frames need the most.

    `units` is Krippendorff's formula (2004, section 11.4; after Bloch and Kraemer 1989) for two coders:
    2 z² ((1 + minimum) (3 - minimum) / (4 (1 - minimum) p (1 - p)) - minimum). It assumes that the true alpha lies
    halfway between the minimum and 1; the closer to the minimum, the more units it takes.

    Args:
        codes: the codes of a pilot by two or more coders: the prevalence of each frame and what its interval was. None
            before there is one.
        prevalence: the share of units (0-1) expected to show a frame, or of the rarest category; one number, or one a
            frame. Wins over what the pilot found.
        minimum: the alpha that should be exceeded, or several.
        significance: the accepted chance to exceed the minimum by luck.
        width: the wanted width of the 95 % interval of alpha; needs `codes`.

    Returns:
        frame ("any frame" for one prevalence), prevalence, minimum, units (missing where the prevalence is), then from
        the pilot: pilot_units, pilot_alpha, pilot_width (of its interval), units_for_width (width shrinks with the
        square root of the units), note. Frames in the order given, minima rising.

    Raises:
        ParameterError: neither `codes` nor `prevalence` is given, or a number is out of bounds.
        DataError: as for `score_agreement`.

    Example:
        >>> plan_coding(prevalence=0.25)[["minimum", "units"]].to_numpy().tolist()
        [[0.667, 81], [0.8, 139]]
    """
    minima = sorted([minimum] if isinstance(minimum, int | float) else minimum)
    for value, name in [*((value, "minimum") for value in minima), (significance, "significance")]:
        _check_share(value, name)
    if width is not None:
        _check_width(width, codes)
    if codes is None and prevalence is None:
        raise ParameterError(
            "plan_coding needs the codes of a pilot, or the expected share of units with the frame: prevalence=0.1."
        )
    frames = _frames(codes, prevalence)
    rows = [
        {**frame, "minimum": low, "units": _units_for_minimum(low, frame["prevalence"], significance)}
        for frame in frames.to_dict("records")
        for low in minima
    ]
    table = pd.DataFrame(rows, columns=list(_TYPES))
    if width is not None:
        table["units_for_width"] = np.ceil(table["pilot_units"] * (table["pilot_width"] / width) ** 2)
    return table.astype(_TYPES)


def _frames(codes: pd.DataFrame | None, prevalence: float | Mapping[str, float] | None) -> pd.DataFrame:
    """Return one row a frame with its prevalence and what the pilot found."""
    given = dict(prevalence) if isinstance(prevalence, Mapping) else {}
    for_all = np.nan if prevalence is None or isinstance(prevalence, Mapping) else prevalence
    for expected in [*given.values(), *([] if np.isnan(for_all) else [for_all])]:
        _check_share(expected, "prevalence")
    if codes is None:
        return pd.DataFrame({"frame": list(given) or ["any frame"], "prevalence": list(given.values()) or [for_all]})
    scored = score_agreement(codes)
    unknown = [frame for frame in given if frame not in set(scored["frame"])]
    if unknown:
        raise ParameterError(f"prevalence names the frame {unknown[0]!r}, which the codes of the pilot do not hold.")
    stated = scored["frame"].map(given).astype("float64").fillna(for_all)
    share = stated.fillna(scored["frame"].map(_rarest_shares(codes)).astype("float64"))
    return pd.DataFrame(
        {
            "frame": scored["frame"],
            "prevalence": share,
            "pilot_units": scored["units"],
            "pilot_alpha": scored["alpha"],
            "pilot_width": scored["high"] - scored["low"],
            "note": scored["note"].where(share.notna(), "one category only in the pilot: state its prevalence"),
        }
    )


def _rarest_shares(codes: pd.DataFrame) -> dict[str, float]:
    """Return how often 1 stands among codes of 0 and 1, else the rarest value; nothing where only one value does."""
    coded = checked_codes(codes)
    shares = {}
    for frame, values in coded.groupby("frame")["value"]:
        found = values.value_counts(normalize=True)
        if len(found) > 1:
            shares[str(frame)] = float(found[1.0] if set(found.index) == {0.0, 1.0} else found.min())
    return shares


def _units_for_minimum(minimum: float, share: float, significance: float) -> int | None:
    if np.isnan(share):
        return None
    z = NormalDist().inv_cdf(1 - significance)
    rare = (1 + minimum) * (3 - minimum) / (4 * (1 - minimum) * share * (1 - share))
    return ceil(2 * z**2 * (rare - minimum))


def _check_share(value: float, name: str) -> None:
    if not 0 < value < 1:
        raise ParameterError(f"{name}={value!r} is not allowed. Allowed: a number between 0 and 1, without its ends.")


def _check_width(width: float, codes: pd.DataFrame | None) -> None:
    if not 0 < width < 2:
        raise ParameterError(f"width={width!r} is no width of an interval of alpha. Allowed: above 0, such as 0.2.")
    if codes is None:
        raise ParameterError(f"width={width!r} needs the codes of a pilot: plan_coding(codes, width={width!r}).")
