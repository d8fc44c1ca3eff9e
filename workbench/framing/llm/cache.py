"""Answers kept on disk, so that the same question is asked once: a re-run needs no network and gives the same codes."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from workbench.errors import DataError, OutputError


class AnswerCache:
    """A folder of answers, one file each, named by what was asked.

    Several runs may share a folder: a file is written beside its place and moved there when it is whole.
    """

    def __init__(self, folder: str | Path) -> None:
        self._folder = Path(folder)

    def read(self, key: str) -> dict[str, Any] | None:
        """Return what is kept under a key, or None.

        Raises:
            DataError: the file is damaged.
        """
        path = self._path(key)
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise DataError(f"The kept answer {path} cannot be read: {error}. Delete it to ask again.") from error
        if not isinstance(kept, dict) or not isinstance(kept.get("reply"), dict) or kept.get("key") != key:
            raise DataError(f"The kept answer {path} is not one of this program. Delete it to ask again.")
        return kept

    def write(self, key: str, kept: dict[str, Any]) -> None:
        """Keep an answer under a key.

        Raises:
            OutputError: the folder cannot be written.
        """
        path = self._path(key)
        content = json.dumps({"key": key, **kept}, indent=1, sort_keys=True) + "\n"
        unfinished = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile("w", dir=path.parent, suffix=".part", encoding="utf-8", delete=False) as file:
                unfinished = Path(file.name)
                file.write(content)
            unfinished.replace(path)
        except OSError as error:
            if unfinished is not None:
                unfinished.unlink(missing_ok=True)
            raise OutputError(f"An answer cannot be kept in {self._folder}: {error}. Choose another cache.") from error

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.json"


def name_question(model: str, messages: list[dict[str, str]], parameters: dict[str, Any]) -> str:
    """Return the key of a question: sha256 of the model, the prompt, the text and the parameters.

    Example:
        >>> name_question("m", [{"role": "user", "content": "Oil"}], {"seed": 0})[:8]
        'd6a3c904'
    """
    asked = {"model": model, "messages": messages, "parameters": parameters}
    return sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
