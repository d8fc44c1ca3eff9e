"""Mentions: every place where an article speaks of an event, with its actors, its words, its status and its date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import pandas as pd

from workbench.progress import track
from workbench.text import iterate_texts, iterate_words, split_sentences
from workbench.timeline.events.attach import Date, attach_dates, cost
from workbench.timeline.events.firm import is_firm
from workbench.timeline.events.names import Name, find_names, read_folded_stop_words
from workbench.timeline.events.parties import describes, find_principal, words_near
from workbench.timeline.events.status import is_known, judge_status
from workbench.timeline.events.triggers import Token, Trigger, find_triggers
from workbench.timeline.events.vocabulary import Vocabulary, fold, read_places, read_vocabulary

_NEAR = {True: 20, False: 13}  # how far an actor may be from a trigger that takes two parties, and from others
_MOST_ACTORS = 4
_MOST_TRIGGERS = 40  # of one sentence; more is a list or no sentence at all
_RESULT = 12  # how far, as `cost` counts, an event may be from what it did
_CONTEXT = 400  # characters
_LOWER = re.compile(r"\b[a-zà-ÿ][^\W\d_]+\b")
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+")
_INNER_CAPITAL = re.compile(r"(?<=[a-zà-ÿ,] )(?:[\"“‘(])?([A-ZÀ-Þ][^\W\d_]+)")
_SUFFIX = re.compile(r"(?:'s|ings?|ed|es|s)$")


@dataclass(frozen=True)
class Mention:
    """One mention of an event; `actors` stand in its sentence, `context` before it where its sentence names nobody."""

    article_id: str
    place: str
    start: int
    end: int
    text: str
    family: str
    form: str
    known: bool
    marker: str | None
    sentence: str
    sentence_start: int
    actors: tuple[str, ...]
    principal: str | None
    words: frozenset[str]
    status: str
    firm: bool
    context: tuple[str, ...] = ()
    date: Date | None = None
    duration: Date | None = None
    published: pd.Timestamp | None = None


def find_mentions(articles: pd.DataFrame, dates: Mapping[str, Sequence[Date]]) -> list[Mention]:
    """Return the mentions of events in titles and texts, in order of article and place.

    Args:
        articles: the articles; `title`, `language` and `published` are used when present.
        dates: the dates of each article, as `read_dates` gives them.

    Example:
        >>> text = "Mayor Ana Ruiz resigned."
        >>> found = find_mentions(pd.DataFrame({"article_id": ["a"], "text": [text]}), {})
        >>> [(mention.family, mention.actors, mention.status) for mention in found]
        [('resignation', ('Ruiz',), 'happened')]
    """
    columns = {name: _column(articles, name) for name in ("title", "language", "published")}
    found: list[Mention] = []
    common = _common_words(articles)
    rows = zip(iterate_texts(articles), *columns.values(), strict=True)
    for (article_id, text, _), title, language, published in track(rows, "Finding events", len(articles)):
        reader = _Reader(article_id, text, _text(title), read_vocabulary(_text(language) or "en"), common)
        when = None if pd.isna(published) else pd.Timestamp(published)
        found += (replace(mention, published=when) for mention in reader.read(dates.get(article_id, ())))
    return sorted(found, key=lambda mention: (mention.article_id, mention.place != "title", mention.start))


def _common_words(articles: pd.DataFrame) -> frozenset[str]:
    """Return the words that any article writes without a capital, folded: at the head of a sentence no names."""
    words: set[str] = set()
    for _, text, _ in iterate_texts(articles):
        words.update(_LOWER.findall(text))
    return frozenset(map(fold, words)) | read_folded_stop_words()


def _column(articles: pd.DataFrame, name: str) -> Sequence[object]:
    return list(articles[name]) if name in articles.columns else [None] * len(articles)


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else ""


class _Reader:
    """Reads one article: what is common to its sentences is worked out once."""

    def __init__(self, article_id: str, text: str, title: str, vocabulary: Vocabulary, common: frozenset[str]) -> None:
        self.article_id, self.text, self.title, self.vocabulary = article_id, text, title, vocabulary
        self.sentences = split_sentences(text)
        self.tokens = [list(iterate_words(text[start:end])) for start, end in self.sentences]
        plain = {word for tokens in self.tokens for word, _, _ in tokens}
        self.words = plain | {f"+{family}" for family in _firm(self.tokens, vocabulary)}
        self.capitals = {fold(match[1]) for match in _INNER_CAPITAL.finditer(text)}
        self.common = common - self.capitals

    def read(self, dates: Sequence[Date]) -> list[Mention]:
        """Return the mentions of the text, and those of the title."""
        mentions: list[Mention] = []
        position = 0
        for (start, end), tokens in zip(self.sentences, self.tokens, strict=True):
            while position < len(dates) and dates[position].start < start:
                position += 1
            stop = position
            while stop < len(dates) and dates[stop].start < end:
                stop += 1
            found = self._sentence(self.text[start:end], start, tokens, dates[position:stop])
            mentions += [mention if mention.actors else self._with_context(mention) for mention in found]
        return [*self._title(), *mentions]

    def _with_context(self, mention: Mention) -> Mention:
        """Return the mention with the names of the sentences before it as context, for one that is not known."""
        if mention.known:
            return mention
        above = self.text[max(0, mention.sentence_start - _CONTEXT) : mention.sentence_start]
        paragraph = above.rpartition("\n")[2]
        names = [name.actor for name in find_names(paragraph, self.vocabulary, self.common)]
        return replace(mention, context=tuple(dict.fromkeys(reversed(names)))[:2])

    def _title(self) -> list[Mention]:
        if not self.title:
            return []
        tokens = list(iterate_words(self.title))
        return [replace(mention, place="title") for mention in self._sentence(self.title, 0, tokens, (), title=True)]

    def _sentence(
        self, sentence: str, offset: int, tokens: list[Token], dates: Sequence[Date], *, title: bool = False
    ) -> list[Mention]:
        triggers = find_triggers(tokens, self.vocabulary, self.words)[:_MOST_TRIGGERS]
        triggers = [trigger for trigger in triggers if title or not self._in_name(sentence, tokens, trigger)]
        triggers = [trigger for trigger in triggers if not self._is_result(sentence, tokens, trigger, triggers)]
        if not triggers:
            return []
        names = self._names(sentence, title=title)
        spans = [(tokens[trigger.first][1], tokens[trigger.last][2]) for trigger in triggers]
        firm = [date for date in dates if date.type != "DURATION"]
        lengths = [date for date in dates if date.type == "DURATION"]
        dated = attach_dates(sentence, offset, spans, firm, self.vocabulary)
        timed = attach_dates(sentence, offset, spans, lengths, self.vocabulary)
        mentions = []
        for number, (trigger, span) in enumerate(zip(triggers, spans, strict=True)):
            mention = self._mention(sentence, offset, trigger, span, names, tokens, title=title)
            mentions.append(replace(mention, date=dated.get(number), duration=timed.get(number)))
        return mentions

    def _mention(
        self,
        sentence: str,
        offset: int,
        trigger: Trigger,
        span: tuple[int, int],
        names: list[Name],
        tokens: list[Token],
        *,
        title: bool,
    ) -> Mention:
        family = self.vocabulary.families[trigger.family]
        start, end = span
        trigger_words = fold(sentence[start:end])
        outside = [name for name in names if fold(name.actor) != trigger_words]
        near = sorted(
            (cost(sentence, span, (name.start, name.end)), name.start, name.actor)
            for name in outside
            if not (family.pair and self._owns_another(sentence, name))
        )
        actors = list(dict.fromkeys(actor for far, _, actor in near if far <= _NEAR[family.pair]))[:_MOST_ACTORS]
        status = judge_status(sentence, start, end, trigger.form, self.vocabulary, title=title)
        principal = find_principal(sentence, span, trigger.form, names, family=family)
        named = principal is not None if family.patient else bool(actors)
        return Mention(
            article_id=self.article_id,
            place="text",
            start=offset + start,
            end=offset + end,
            text=sentence[start:end],
            family=trigger.family,
            form=trigger.form,
            known=is_known(sentence, start, end),
            marker=self._marker(sentence, start),
            sentence=sentence,
            sentence_start=offset,
            actors=tuple(actors),
            principal=principal,
            words=words_near(tokens, trigger, names),
            status=status,
            firm=named and is_firm(sentence, span, trigger.form, status, self.vocabulary),
        )

    def _is_result(self, sentence: str, tokens: list[Token], trigger: Trigger, triggers: list[Trigger]) -> bool:
        """Return whether the word only says what another event did: "the blast killed eleven"."""
        families = self.vocabulary.families
        if tokens[trigger.first][0] not in families[trigger.family].results:
            return False
        place = tokens[trigger.first][1:]
        if re.search(r",\s+$", sentence[: place[0]]) and trigger.form != "past":
            return True  # "the ferry sank, killing nine": no attack
        return any(
            families[other.family].harm
            and tokens[other.first][0] not in families[other.family].results
            and cost(sentence, place, tokens[other.first][1:]) <= _RESULT
            for other in triggers
        )

    def _owns_another(self, sentence: str, name: Name) -> bool:
        """Return whether the name only says whose aide it is: "the mayor's deputy"."""
        after = re.match(r"[’']s? (?:[\w-]+ )?([\w-]+)", sentence[name.end : name.end + 40])
        words = re.findall(r"[\w-]+", after.group().lower())[1:] if name.possessive and after else []
        return any(word in self.vocabulary.names["aides"] for word in words)

    def _in_name(self, sentence: str, tokens: list[Token], trigger: Trigger) -> bool:
        """Return whether the word is part of the name of a thing: the Green New Deal, the Strike Group."""
        if not trigger.first or self.vocabulary.families[trigger.family].named:
            return False
        start, end = tokens[trigger.first][1], tokens[trigger.last][2]
        before = tokens[trigger.first - 1]
        beside = sentence[before[1]].isupper() and before[2] + 1 == start and trigger.first > 1
        after = re.match(r" [A-ZÀ-Þ]", sentence[end : end + 2])
        return sentence[start].isupper() and (beside or bool(after))

    def _marker(self, sentence: str, start: int) -> str | None:
        """Return what sets the event apart from others of its kind: "second", "another", "anniversary of the"."""
        left = sentence[max(0, start - 40) : start]
        for match in self.vocabulary.cues["repeated"].finditer(left):
            if len(left[match.end() :].split()) <= 2 and not re.search(r"[,;:—–]", left[match.end() :]):
                return match.group().lower()
        return None

    def _names(self, sentence: str, *, title: bool) -> list[Name]:
        """Return the names; in a title all of whose words have capitals only those the text knows."""
        names = find_names(sentence, self.vocabulary, self.common)
        if title:
            names = self._title_names(sentence)
        return [name for number, name in enumerate(names) if not describes(sentence, name, names[number + 1 :])]

    def _title_names(self, title: str) -> list[Name]:
        """Return the names of the title; where all its words have capitals, only those that the text writes so too."""
        words = re.findall(r"[^\W\d_]{4,}", title)
        capitals = sum(word[0].isupper() for word in words)
        if 3 * capitals < 2 * len(words):
            return find_names(title, self.vocabulary, self.common)
        lowered = _WORD.sub(self._as_in_text, title)
        return find_names(lowered, self.vocabulary, frozenset()) if len(lowered) == len(title) else []

    def _as_in_text(self, word: re.Match[str]) -> str:
        folded = fold(word.group())
        known = folded in self.capitals or folded in read_places()
        return word.group() if known else word.group().lower()


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the word without accents and a common ending.

    Example:
        >>> stem("closed"), stem("vessels")
        ('clos', 'vessel')
    """
    return _SUFFIX.sub("", fold(word))


def _firm(sentences: list[list[Token]], vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the families of which the article has a trigger that can mean nothing else."""
    for tokens in sentences:
        for trigger in find_triggers(tokens, vocabulary, ()):
            entries = vocabulary.triggers[tokens[trigger.first][0]]
            if not any(reading.soft for _, reading in entries):
                yield trigger.family
