"""What goes with a frame: regression of a coded frame on covariates, the coder's errors corrected."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from workbench.errors import DataError, ParameterError, nearest, require_columns
from workbench.framing.shares.correction import Units, adjusted_outcome, pooled_slope
from workbench.framing.shares.predictions import join_predictions
from workbench.framing.shares.small_counts import FEW

METHOD = "linear probability, design-adjusted outcome (Egami et al. 2023), sandwich errors"
_COLUMNS = ["frame", "term", "estimate", "standard_error", "low", "high", "p", "units", "coded", "method", "note"]
_NUMBERS = dict.fromkeys(["estimate", "standard_error", "low", "high", "p"], "float64")


def estimate_effects(
    predictions: pd.DataFrame,
    codes: pd.DataFrame,
    sample: pd.DataFrame | None = None,
    *,
    covariates: pd.DataFrame,
    columns: Sequence[str],
    cluster: str | None = None,
) -> pd.DataFrame:
    """Return how much more often a frame is shown for each covariate, the others held equal.

    A linear probability model of the design-adjusted outcome, prediction + coded / probability * (code - prediction),
    which has the mean of the true codes whatever errors the coder makes (Egami, N., Hinck, M., Stewart, B. M. & Wei, H.
    2023, "Using imperfect surrogates for downstream inference", NeurIPS 36). Predictions are scaled by one slope a
    frame, as in `estimate_shares`. Standard errors are robust (HC1), or clustered.

    Args:
        predictions: as for `estimate_shares`; `weight` is used when present.
        codes: hand codes, one a unit and frame.
        sample: the units drawn, with their inclusion `probability`; None: a simple random sample is assumed.
        covariates: a table of `unit_id` or `article_id` and the columns, such as the articles.
        columns: numbers enter as they are; anything else as groups, compared with the largest. Units with a missing
            value take no part.
        cluster: a column of `covariates` whose values tell which units belong together; None: the article, where units
            are smaller.

    Returns:
        frame, term ("intercept", the name of a number, or "outlet: Post (against Herald)"), estimate (a difference of
        shares, -1 to 1; for a number, for each unit of it), standard_error, low, high (95 %), p, units, coded (of them
        by hand), method, note (missing where nothing is to be said).

    Raises:
        ParameterError: a column is not one of the covariates, has one value only, or says what others say.
        DataError: as for `estimate_shares`, or too few units for so many terms.

    Example:
        >>> predictions = pd.DataFrame({"article_id": [f"a{n}" for n in range(40)], "frame": "oil"})
        >>> predictions["present"] = [n % 3 == 0 for n in range(40)]
        >>> codes = predictions.rename(columns={"article_id": "unit_id"}).assign(coder="joined", value=[1, 0] * 20)
        >>> articles = predictions[["article_id"]].assign(outlet=["Herald", "Post"] * 20)
        >>> effects = estimate_effects(predictions, codes, covariates=articles, columns=["outlet"])
        >>> effects[["term", "estimate"]].round(2).to_numpy().tolist()
        [['intercept', 1.0], ['outlet: Post (against Herald)', -1.0]]
    """
    joined = join_predictions(predictions, codes, sample)
    units = joined.units
    terms, clusters = _terms(units, covariates, columns, cluster)
    rows = []
    for frame, own in units.groupby("frame", sort=False):
        design = terms.loc[own.index]
        known = design.notna().all(axis=1)
        note = joined.notes.get(str(frame))
        rows.extend(_fit(str(frame), own[known], design[known], clusters.loc[own.index][known], note))
    return pd.DataFrame(rows, columns=_COLUMNS).astype({"frame": "str", "term": "str", **_NUMBERS, "note": "str"})


def _fit(
    frame: str, units: pd.DataFrame, design: pd.DataFrame, clusters: pd.Series, note: str | None
) -> list[tuple[object, ...]]:
    from statsmodels.api import WLS

    coded = int(units["value"].notna().sum())
    if coded <= design.shape[1]:
        raise DataError(
            f"{coded} hand codes of the frame {frame!r} are too few for {design.shape[1]} terms. Code more units, or "
            "choose fewer columns."
        )
    own = Units(
        predicted=units["predicted"].to_numpy(dtype=np.float64),
        present=units["present"].to_numpy() == 1,
        value=units["value"].to_numpy(dtype=np.float64),
        probability=units["probability"].to_numpy(dtype=np.float64),
        weight=units["weight"].to_numpy(dtype=np.float64),
    )
    columns = design.to_numpy(dtype=np.float64)
    if np.linalg.matrix_rank(columns) < columns.shape[1]:
        raise ParameterError(
            f"The columns {', '.join(design.columns[1:])} say the same in part, or one never varies. Leave one out."
        )
    outcome = adjusted_outcome(own, slope=pooled_slope([own]))
    model = WLS(outcome, columns, weights=own.weight)
    if clusters.is_unique:
        fitted = model.fit(cov_type="HC1")
    else:
        fitted = model.fit(cov_type="cluster", cov_kwds={"groups": clusters.to_numpy()})
    bounds = fitted.conf_int()
    note = "; ".join(filter(None, [note, _few(own)])) or None
    return [
        (frame, term, fitted.params[n], fitted.bse[n], *bounds[n], fitted.pvalues[n], len(units), coded, METHOD, note)
        for n, term in enumerate(design.columns)
    ]


def _few(units: Units) -> str:
    seen = float(np.nansum(units.value))
    few = int(min(seen, units.coded.sum() - seen))
    return f"only {few} hand codes of the rarer kind (fewer than {FEW}): intervals are rough" if few < FEW else ""


def _terms(
    units: pd.DataFrame, covariates: pd.DataFrame, columns: Sequence[str], cluster: str | None
) -> tuple[pd.DataFrame, pd.Series]:
    """Return one column a term, NaN where a covariate is missing, and the cluster of each unit."""
    key, own = ("unit_id", "unit") if "unit_id" in covariates.columns else ("article_id", "article")
    require_columns(covariates.columns, [key], table="covariates")
    for column in [*columns, *([cluster] if cluster else [])]:
        if column not in covariates.columns:
            raise ParameterError(
                f"{column!r} is not a column of the covariates. {nearest(column, map(str, covariates.columns))}"
            )
    twice = covariates[key][covariates[key].duplicated()]
    if len(twice):
        raise DataError(f"The {key} {twice.iloc[0]!r} stands in two rows of the covariates. Keep one.")
    table = covariates.set_index(covariates[key].astype("str")).reindex(pd.Index(units[own])).set_axis(units.index)
    terms = pd.concat(
        [pd.Series(1.0, index=units.index, name="intercept"), *(_of(table[name]) for name in columns)], axis=1
    )
    names = units["article"] if cluster is None else table[cluster].astype("str").fillna(units["unit"])
    return terms, pd.Series(pd.factorize(names)[0], index=units.index)


def _of(values: pd.Series) -> pd.DataFrame:
    """Return a number as it is, and groups as one column each but the largest, which the others are compared with."""
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        return values.astype(np.float64).to_frame()
    names = values.astype("str").where(values.notna())
    counts = names.value_counts()
    if len(counts) < 2:
        raise ParameterError(f"The column {values.name!r} has one value only, so it can explain nothing. Leave it out.")
    reference = sorted(counts.index, key=lambda name: (-counts[name], name))[0]
    return pd.DataFrame(
        {
            f"{values.name}: {name} (against {reference})": (names == name).astype(np.float64).where(names.notna())
            for name in sorted(counts.index)
            if name != reference
        },
        index=values.index,
    )
