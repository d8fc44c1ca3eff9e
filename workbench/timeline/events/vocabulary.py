"""The words of events, one TOML file a language, and the names of countries: read once, compiled once."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import pandas as pd

from workbench.timeline.expressions.find import GRAMMARS

_ARTICLES = ("un", "una")  # they count nothing more often than not
LANGUAGES = ("en", "es")
_VERB_PHRASE = re.compile(  # what is left among phrases is a noun: "alto el fuego"
    r"(?:ed|ing|ó|aron|ieron|ado|ada|ido|ida|ante|contra)\b|"
    r"^(?:was|were|spoken?|speak|met|meets?|made|makes?|quits?|left|leave|laid|steps?|pulls?|cut|found|sworn|shuts?|closes|vetoes|"
    r"dam|sued|se|freed|face)\b"
)
_FLAGS = ("pair", "lasting", "patient", "owned", "once", "content", "named", "harm", "subject")


@dataclass(frozen=True)
class Family:
    """One kind of event; the flags are explained at the head of en.toml."""

    name: str
    pair: bool = False
    lasting: bool = False
    patient: bool = False
    owned: bool = False
    once: bool = False
    content: bool = False
    named: bool = False
    harm: bool = False
    subject: bool = False
    label: str = ""
    nouns: frozenset[str] = frozenset()
    context: frozenset[str] = frozenset()
    results: frozenset[str] = frozenset()
    not_before: frozenset[str] = frozenset()
    never_before: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reading:
    """What a trigger may be read as: its family, the form of the word, and whether it needs support."""

    family: str
    form: str  # noun, phrase, base, present, past, ing, timed
    soft: bool = False


@dataclass(frozen=True)
class Vocabulary:
    """What one language says about events."""

    families: dict[str, Family]
    triggers: dict[str, list[tuple[tuple[str, ...], Reading]]]  # by first word, longest first
    cues: dict[str, re.Pattern[str]]
    order: dict[str, re.Pattern[str]]
    office: dict[str, list[str]]
    names: dict[str, frozenset[str]]
    joins: tuple[str, ...]
    numbers: dict[str, float]
    figures: dict[str, Any]


@lru_cache(maxsize=8)
def read_vocabulary(language: str | None) -> Vocabulary:
    """Return the vocabulary of a language; English where it has none.

    Example:
        >>> read_vocabulary("en").families["call"].pair
        True
    """
    code = str(language)[:2].lower()
    data = _read(code if code in LANGUAGES else "en")
    return Vocabulary(
        families={name: _family(name, entry | _flags(name)) for name, entry in data["families"].items()},
        triggers=_triggers(data["families"]),
        cues={name: _alternatives(phrases) for name, phrases in data["cues"].items()},
        order={name: _alternatives(phrases) for name, phrases in data["order"].items()},
        office=data["office"],
        names={name: frozenset(words) for name, words in data["names"].items() if name != "joins"},
        joins=tuple(data["names"]["joins"]),
        numbers=_counting(code),
        figures=data["figures"],
    )


def _counting(code: str) -> dict[str, float]:
    """Return the words of the grammar of time that count: no parts, no thousands (a scale), no articles ("una")."""
    numbers = GRAMMARS.get(code, GRAMMARS["en"]).numbers
    return {word: value for word, value in numbers.items() if 1 <= value < 1000 and word not in _ARTICLES}


def languages_of(articles: pd.DataFrame) -> dict[str, str]:
    """Return the language of each article, where the table tells any."""
    if "language" not in articles.columns:
        return {}
    return dict(zip(articles["article_id"].astype(str), articles["language"].astype(str), strict=True))


@lru_cache(maxsize=1)
def read_places() -> dict[str, str]:
    """Return the country behind each of its names, the names folded.

    Example:
        >>> read_places()["caracas"]
        'Venezuela'
    """
    places = _read("places")
    return {fold(name): country for country, names in places.items() for name in [country, *names]}


@lru_cache(maxsize=100_000)
def fold(name: str) -> str:
    """Return the name in lower case without accents, typographic marks made plain.

    Example:
        >>> fold("Nicolás")
        'nicolas'
    """
    plain = unicodedata.normalize("NFKD", name.replace("’", "'").casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@lru_cache(maxsize=4)
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def _alternatives(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)", re.IGNORECASE)


def _flags(name: str) -> dict[str, bool]:
    """Return what English says of the family: what a kind of event is does not hang on the language."""
    english = _read("en")["families"].get(name, {})
    return {flag: english.get(flag, False) for flag in _FLAGS}


def _family(name: str, entry: dict[str, Any]) -> Family:
    words = {key: frozenset(entry.get(key, [])) for key in ("object", "context", "results", "never")}
    flags = {flag: bool(entry.get(flag)) for flag in _FLAGS}
    nouns = {form for form, kind in _forms(entry) if kind.endswith("noun")}
    return Family(
        name,
        label=entry.get("label") or next(iter([*entry.get("nouns", []), *entry.get("phrases", [])]), name),
        nouns=frozenset(nouns | {form for form in entry.get("phrases", []) if not _VERB_PHRASE.search(form)}),
        not_before=words["object"],
        never_before=words["never"],
        context=words["context"],
        results=words["results"],
        **flags,
    )


def _triggers(families: dict[str, dict[str, Any]]) -> dict[str, list[tuple[tuple[str, ...], Reading]]]:
    table: dict[str, list[tuple[tuple[str, ...], Reading]]] = {}
    for name, entry in families.items():
        for words, form in _forms(entry):
            reading = Reading(name, form.removeprefix("soft "), soft=form.startswith("soft "))
            tokens = tuple(words.split())
            table.setdefault(tokens[0], []).append((tokens, reading))
    return {first: sorted(entries, key=lambda entry: -len(entry[0])) for first, entries in table.items()}


def _forms(entry: dict[str, Any]) -> Iterable[tuple[str, str]]:
    for noun in entry.get("nouns", []):
        yield from ((noun, "noun"), (_plural(noun), "noun"))
    for noun in entry.get("soft", []):
        yield from ((noun, "soft noun"), (_plural(noun), "soft noun"))
    for noun in entry.get("plurals", []):
        yield noun, "noun"
    for noun in entry.get("timed", []):
        yield noun, "timed"
    for phrase in entry.get("phrases", []):
        yield phrase, "phrase"
    for verb in entry.get("verbs", []):
        yield from _conjugated(verb)


def _conjugated(verb: str) -> Iterable[tuple[str, str]]:
    """Yield the forms of an English verb given as "base past participle", the regular ones by rule."""
    base, *irregular = verb.split()
    stem = base[:-1] if base.endswith("e") else base
    regular = f"{base[:-1]}ied" if base.endswith("y") else f"{stem}ed"
    past = irregular or [regular]
    doubled = past[0].endswith("ed") and past[0][:-3] == base  # acquitted
    yield base, "base"
    yield _plural(base), "present"
    yield from ((form, "past") for form in past)
    yield f"{base + base[-1] if doubled else stem}ing", "ing"


def _plural(word: str) -> str:
    if word.endswith(("s", "sh", "ch", "x")):
        return f"{word}es"
    if word.endswith("y") and word[-2] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}s"
