"""What an event is called: a noun for its kind, who it is about, and what tells it from others of the same name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from workbench.timeline.events.vocabulary import LANGUAGES, fold, read_vocabulary
from workbench.timeline.expressions.english.lexicon import MONTHS

Row = dict[str, Any]

_MOST_NAMES = 3
_LONG = 5  # letters of a word that says something
_NO_NOUN = re.compile(r"(?:ed|ing|ly|ó|ado|ando|mente)$")
_VALUE = re.compile(r"(\d{4}|XXXX)(?:-(\d\d)(?:-(\d\d))?)?$")


def count_actors(rows: Sequence[Row]) -> list[str]:
    """Return the actors in at least a third of the mentions that name any, those named most first.

    Of what happens to somebody (an arrest, a resignation) it is he alone; bystanders are left to the mentions.

    Example:
        >>> count_actors([{"trigger": "resignation", "actors": "Okoye, Ruiz", "principal": "Ruiz"}])
        ['Ruiz']
    """
    family = read_vocabulary("en").families.get(str(rows[0]["trigger"]))
    named = "principal" if family is not None and family.patient else "actors"
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    naming = [str(row[named]).split(", ") for row in rows if isinstance(row[named], str)]
    for actors in naming:
        for actor in actors:
            spellings[fold(actor)][actor] += 1
    counts = {actor: sum(written.values()) for actor, written in spellings.items()}
    kept = sorted((actor for actor in counts if 3 * counts[actor] >= len(naming)), key=lambda a: (-counts[a], a))
    return [min(spellings[actor], key=lambda written: (-spellings[actor][written], written)) for actor in kept]


def write_label(rows: Sequence[Row], actors: Sequence[str]) -> str:
    """Return the noun for the event with its actors: "Phone call: Okoye, Ruiz".

    The noun is the one the articles write most, and where they write only verbs that of the kind.

    Example:
        >>> write_label([{"trigger": "resignation", "text": "resigned"}], ["Ruiz"])
        'Resignation: Ruiz'
    """
    trigger = str(rows[0]["trigger"])
    written = [str(row["text"]).lower() for row in rows]
    nouns = Counter(text for text in written if any(text in _nouns(trigger, language) for language in LANGUAGES))
    if len(nouns) > 1:
        nouns = Counter({text: count for text, count in nouns.items() if not text.startswith("kill")})
    noun = min(nouns, key=lambda text: (-nouns[text], -len(text), text)) if nouns else _kind(trigger, written)
    names = ", ".join(actors[:_MOST_NAMES])
    return f"{noun[:1].upper()}{noun[1:]}" + (f": {names}" if names else "")


def _nouns(trigger: str, language: str) -> frozenset[str]:
    family = read_vocabulary(language).families.get(trigger)
    return family.nouns if family is not None else frozenset()


def _kind(trigger: str, written: Sequence[str]) -> str:
    """Return the noun of the kind, in the language of the words as written."""
    for language in reversed(LANGUAGES):
        vocabulary = read_vocabulary(language)
        own = {" ".join(words) for entries in vocabulary.triggers.values() for words, _ in entries}
        if trigger in vocabulary.families and own & set(written):
            return vocabulary.families[trigger].label
    return trigger


def tell_apart(rows: Sequence[Row], words: Mapping[str, Counter[str]]) -> dict[str, str]:
    """Return the label of each event: with its date where it names nobody or shares its label, else with a word.

    Args:
        rows: event_id, label, actors and value of each event.
        words: how often words stand near the mentions of each event.

    Example:
        >>> rows = [{"event_id": "e", "label": "Collapse", "actors": None, "value": "2024-02-20"}]
        >>> tell_apart(rows, {})
        {'e': 'Collapse (20 February 2024)'}
    """
    alike = Counter(str(row["label"]) for row in rows)
    labels: dict[str, str] = {}
    for row in rows:
        date = write_date(row["value"])
        needs = alike[str(row["label"])] > 1 or not row["actors"]
        labels[str(row["event_id"])] = f"{row['label']} ({date})" if needs and date else str(row["label"])
    for marked in (True, False):
        groups: dict[str, list[str]] = defaultdict(list)
        for event_id, label in labels.items():
            groups[label].append(event_id)
        for label, events in groups.items():
            if len(events) > 1:
                for number, event_id in enumerate(events, start=1):
                    word = _own_word(event_id, events, words) if marked else number
                    labels[event_id] = _with_word(label, word) if word else label
    return labels


def _with_word(label: str, word: object) -> str:
    return f"{label[:-1]}, {word})" if label.endswith(")") else f"{label} ({word})"


def _own_word(event_id: str, events: Sequence[str], words: Mapping[str, Counter[str]]) -> str | None:
    """Return the commonest word near its mentions that stands near none of the others'."""
    others = {word for other in events if other != event_id for word in words.get(other, ())}
    own = {word: count for word, count in words.get(event_id, Counter()).items() if word not in others}
    named = {word: count for word, count in own.items() if len(word) >= _LONG and not _NO_NOUN.search(word)}
    return f"“{min(named, key=lambda word: (-named[word], -len(word), word))}”" if named else None


def write_date(value: object) -> str | None:
    """Return a value as people write it, as far as it has a usual form.

    Example:
        >>> write_date("XXXX-09-02"), write_date("2024-05"), write_date("2024-W07")
        ('2 September', 'May 2024', 'week from 12 February 2024')
    """
    if not isinstance(value, str):
        return None
    week = re.fullmatch(r"(\d{4})-W(\d\d)", value)
    if week:
        monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
        return f"week from {monday.day} {MONTHS[monday.month - 1]} {monday.year}"
    parts = [_VALUE.match(part) for part in value.split("/")]
    if any(part is None for part in parts):
        return value
    return " to ".join(_date(part) for part in parts if part is not None)


def _date(part: re.Match[str]) -> str:
    year, month, day = part.groups()
    words = [str(int(day)) if day else "", MONTHS[int(month) - 1] if month else "", "" if year == "XXXX" else year]
    return " ".join(word for word in words if word) or part.group()
