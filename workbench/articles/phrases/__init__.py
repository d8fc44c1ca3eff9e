"""The vocabulary of web furniture, one TOML file a language, compiled once into one pattern a purpose."""

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

_FLAGS = re.IGNORECASE
LANGUAGES = ("en", "es")


@lru_cache(maxsize=128)
def phrase_list(group: str, name: str) -> tuple[str, ...]:
    """Return the phrases of all languages in `[group] name`, in file order."""
    tables = (_read(language).get(group, {}) for language in LANGUAGES)
    return tuple(phrase for table in tables for phrase in table.get(name, []))


@lru_cache(maxsize=128)
def pattern(group: str, name: str, template: str = "{}") -> re.Pattern[str]:
    """Return one compiled pattern for `[group] name`; `template` says what stands around the alternatives."""
    alternatives = "|".join(f"(?:{phrase})" for phrase in phrase_list(group, name))
    return re.compile(template.replace("{}", f"(?:{alternatives})"), _FLAGS)


def plain_quotes(text: str) -> str:
    """Return `text` with typographic quotes made plain, character for character, so that offsets keep.

    Example:
        >>> plain_quotes("“Deal”, she said")
        '"Deal", she said'
    """
    return text.translate(_QUOTES)


_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\u00a0": " "})


@lru_cache(maxsize=8)
def _read(language: str) -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files(__package__).joinpath(f"{language}.toml").read_text(encoding="utf-8"))
