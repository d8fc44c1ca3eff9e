"""Trained coders on disk: numbers, tables and text, nothing that runs when it is read."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.errors import DataError, OutputError, ParameterError
from workbench.framing.coder.classifier import Coder
from workbench.framing.coder.crossfit import CALLABLE, read_features
from workbench.framing.coder.fitted import Fitted, Fold
from workbench.framing.coder.learner import FrameModel
from workbench.framing.coder.space import Space
from workbench.framing.coder.vocabulary import Vocabulary

FORMAT = "framing-workbench coder 1"
_TABLES = ("frames", "evaluation", "predictions", "calibration", "confusion")
_PLAIN = ("unit", "exclusive", "features", "model", "groups", "codebook", "note")

Arrays = dict[str, npt.NDArray[Any]]


def write_coder(coder: Coder, path: str | Path) -> Path:
    """Write a trained coder and return the path: a NumPy archive (.npz) of arrays, Parquet tables and JSON.

    Nothing in it is a pickle, so reading one from a stranger runs nothing. It holds the words of the articles it was
    trained on, one by one and in pairs, but not the articles.

    Args:
        coder: as `fit_coder` returns it.
        path: the name gets the ending .npz when it has none.

    Raises:
        ParameterError: the coder uses features of a function of your own, which no file can hold.
        OutputError: the file cannot be written.

    Example:
        >>> write_coder(coder, "frames.npz")  # doctest: +SKIP
    """
    if coder.features == CALLABLE:
        raise ParameterError(
            "This coder reads texts by a function of your own, which cannot be written. Train it again."
        )
    arrays: Arrays = {f"table_{name}": _packed(getattr(coder, name)) for name in _TABLES}
    arrays["table_training"] = _packed(coder.fitted.training)
    vocabulary = coder.fitted.vocabulary
    meta = {
        "format": FORMAT,
        "coder": {name: getattr(coder, name) for name in _PLAIN},
        "learned": coder.fitted.frames,
        "whole": coder.fitted.whole,
        "vocabulary": [vocabulary.words, vocabulary.pairs, vocabulary.pieces],
        "models": [[_described(model) for model in fold.models] for fold in coder.fitted.folds],
    }
    for number, fold in enumerate(coder.fitted.folds):
        arrays |= {f"fold{number}_{name}": values for name, values in asdict(fold.space).items()}
        arrays[f"fold{number}_coefficients"] = np.stack([model.coefficients for model in fold.models])
    arrays["meta"] = np.frombuffer(json.dumps(meta, ensure_ascii=False, sort_keys=True).encode(), dtype=np.uint8)
    target = Path(path) if Path(path).suffix == ".npz" else Path(f"{path}.npz")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(target, allow_pickle=False, **arrays)
    except OSError as error:
        raise OutputError(f"The coder cannot be written to {target}: {error}. Choose another place.") from error
    return target


def read_coder(path: str | Path) -> Coder:
    """Return a trained coder from a file of `write_coder`.

    Raises:
        ParameterError: there is no such file, or its embedding model is not on this machine.
        DataError: the file is no coder, or is damaged.

    Example:
        >>> read_coder("frames.npz").predict(articles)  # doctest: +SKIP
    """
    source = Path(path)
    if not source.is_file():
        raise ParameterError(f"There is no file {str(source)!r}. Give the path that write_coder returned.")
    try:
        with np.load(source, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
        meta = json.loads(arrays["meta"].tobytes())
        if meta["format"] != FORMAT:
            raise DataError(
                f"{source.name} is {meta['format']!r}; this version reads {FORMAT!r}. Train the coder again."
            )
        tables = {name: _unpacked(arrays[f"table_{name}"]) for name in (*_TABLES, "training")}
        folds = [_fold(arrays, number, models) for number, models in enumerate(meta["models"])]
        plain, vocabulary = meta["coder"], Vocabulary(*meta["vocabulary"])
        learned, whole = meta["learned"], meta["whole"]
    except (KeyError, TypeError, ValueError, IndexError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise DataError(
            f"{source.name} is no coder of write_coder, or is damaged ({error}). Train it again."
        ) from error
    reading = read_features(plain["features"], plain["model"])
    training = tables.pop("training")
    fitted = Fitted(learned, folds, vocabulary, reading.of_text, whole, plain["exclusive"], training)
    values: dict[str, Any] = {**tables, **plain}
    return Coder(**values, fitted=fitted)


def _described(model: FrameModel) -> dict[str, Any]:
    values = {field.name: getattr(model, field.name) for field in fields(model) if field.name != "coefficients"}
    return {name: value.item() if isinstance(value, np.generic) else value for name, value in values.items()}


def _fold(arrays: Arrays, number: int, models: list[dict[str, Any]]) -> Fold:
    space = Space(**{field.name: arrays[f"fold{number}_{field.name}"] for field in fields(Space)})
    coefficients = arrays[f"fold{number}_coefficients"]
    return Fold(space, [FrameModel(coefficients=own, **model) for own, model in zip(coefficients, models, strict=True)])


def _packed(table: pd.DataFrame) -> npt.NDArray[np.uint8]:
    held = io.BytesIO()
    table.to_parquet(held, index=False)
    return np.frombuffer(held.getvalue(), dtype=np.uint8)


def _unpacked(packed: npt.NDArray[np.uint8]) -> pd.DataFrame:
    return pd.read_parquet(io.BytesIO(packed.tobytes()))
