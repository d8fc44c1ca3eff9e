"""The vocabulary of web furniture, one TOML file a language, compiled once into one pattern a purpose."""

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

_FLAGS = re.IGNORECASE
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?!\?)")  # an escape, a class, a plain bracket
LANGUAGES = ("en", "es", "de", "fr", "pt")


@lru_cache(maxsize=128)
def phrase_list(group: str, name: str) -> tuple[str, ...]:
    """Return the phrases of all languages in `[group] name`, in file order; KeyError when no language has the list."""
    tables = (_read(language).get(group, {}) for language in LANGUAGES)
    phrases = tuple(phrase for table in tables for phrase in table.get(name, []))
    if not phrases:
        raise KeyError(f"[{group}] {name}")
    return phrases


def list_names(group: str) -> list[str]:
    """Return the names of the lists of `[group]` in any language, sorted."""
    return sorted({name for language in LANGUAGES for name in _read(language).get(group, {})})


@lru_cache(maxsize=128)
def pattern(group: str, name: str, template: str = "{}") -> re.Pattern[str]:
    """Return one compiled pattern for `[group] name`; `template` says what stands around the alternatives."""
    return re.compile(template.replace("{}", f"(?:{_alternatives(group, name)})"), _FLAGS)


@lru_cache(maxsize=8)
def rules(group: str, template: str) -> re.Pattern[str]:
    """Return one compiled pattern for all lists of `[group]`; `rule_of` tells which of them matched."""
    groups = (f"(?P<{name.replace('-', '_')}>{_alternatives(group, name)})" for name in list_names(group))
    return re.compile(template.replace("{}", f"(?:{'|'.join(groups)})"), _FLAGS)


def _alternatives(group: str, name: str) -> str:
    """Return the phrases as alternatives; their brackets keep nothing, which costs the engine less."""
    joined = "|".join(f"(?:{phrase})" for phrase in phrase_list(group, name))
    return _TOKEN.sub(lambda token: "(?:" if token.group() == "(" else token.group(), joined)


def rule_of(match: re.Match[str]) -> str:
    """Return the name of the list of `rules` that matched."""
    return (match.lastgroup or "").replace("_", "-")


def plain_quotes(text: str) -> str:
    """Return `text` with typographic quotes made plain, character for character, so that offsets keep.

    Example:
        >>> plain_quotes("“Deal”, she said")
        '"Deal", she said'
    """
    return text.translate(_QUOTES)


_QUOTES = str.maketrans("’‘“”„«»\u00a0\u202f", '\'\'"""""  ')


@lru_cache(maxsize=8)
def _read(language: str) -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files(__package__).joinpath(f"{language}.toml").read_text(encoding="utf-8"))
