"""Reading a text from left to right: expressions of time, each with its sense, signal and rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from workbench.timeline.expressions import relative_senses
from workbench.timeline.expressions.clock import EXPLICIT, NAME, Clock, Sense
from workbench.timeline.expressions.durations import bounded
from workbench.timeline.expressions.grammar import (
    BRACKET,
    JOINED,
    LINE,
    MOD,
    Compiled,
    Grammar,
)
from workbench.timeline.expressions.meanings import MEANINGS
from workbench.timeline.expressions.moments import enclosing
from workbench.timeline.expressions.ranges import WINDOW, Found, joined, link_of, made, two_ends
from workbench.timeline.expressions.tokens import BLANK, WORD_START, start_key

_NESTED = 3  # "about the end of the summer of 2020": so many prefixes
_OPENING = 24  # so near the beginning of a sentence a year says when the story goes on
_BESIDE = 6  # so near a verb is that of the date itself
_CLAUSE = 240  # how far a verb is looked for
_CLOSER = re.compile(rf"(?:,{BLANK}|,|{BLANK})")
_NOT_BOUNDED = ("around", "past_year")  # "over the past year" is no more than a year
_COUNTS = ("speech", "story")  # a duration counted from a time: "ago", Spanish "hace"
_BREAK = re.compile(r"[.!?;\n]")


Matching = tuple[tuple[Compiled, ...], tuple[Compiled, ...]]  # prefixes and rules that may match


def read_text(text: str, grammar: Grammar, clock: Clock) -> list[Found]:
    """Return the expressions of a text, left to right, the ends of ranges told of each other."""
    found: list[Found] = []
    position, by_start = 0, grammar.by_start
    words = list(WORD_START.finditer(text))
    keys = [*map(start_key, words), ""]
    for number, word in enumerate(words):
        candidates, start = by_start.get(keys[number]), word.start()
        if candidates is None or start < position:
            continue
        if candidates.seconds is not None and keys[number + 1] not in candidates.seconds:
            continue
        matching = candidates.matching(text, start)
        if not any(matching):
            continue
        for expression in _Reading(text, grammar, clock, found).at(start, matching):
            position = expression.end
            if expression.sense.type == NAME:
                continue
            found[-1:] = joined(text, found[-1], expression, grammar, clock) if found else [expression]
            clock.tell(found[-1].sense, opens=_opens(text, expression.start, found[-2].end if len(found) > 1 else None))
    return found


def _opens(text: str, at: int, before: int | None) -> bool:
    """Return whether the expression stands near the beginning of a sentence, or is the first of its paragraph."""
    return (
        bool(_BREAK.search(text, max(0, at - _OPENING), at))
        or at < _OPENING
        or before is None
        or "\n" in text[before:at]
    )


def _direction(text: str, at: int, grammar: Grammar) -> int:
    """Return -1 where the clause is of what has been, 1 of what is to come, 0 where no verb says."""
    before = text[max(0, at - _CLAUSE) : at]
    cut = max((match.end() for match in _BREAK.finditer(before)), default=0)
    tenses = list(grammar.tense.finditer(before, cut))
    if tenses:
        beside = len(before) - tenses[-1].end() <= _BESIDE  # "died on"
        return 1 if tenses[-1]["future"] else -2 if beside else -1
    after = _BREAK.split(text[at : at + _CLAUSE], maxsplit=1)[0]
    tense = grammar.tense.search(after)
    opening = len(before) - cut <= _BESIDE  # "In February they met"
    return 0 if tense is None else 1 if tense["future"] else -2 if opening else -1


@dataclass(frozen=True)
class _Reading:
    """What reading at one place needs: the text, the grammar, the clock and what was found before."""

    text: str
    grammar: Grammar
    clock: Clock
    earlier: list[Found]

    def at(self, start: int, matching: Matching) -> list[Found]:
        """Return what stands there: one expression, the two ends of a range, or nothing."""
        before = self.grammar.before.search(self.text, max(0, start - WINDOW), start)
        assert before is not None, "the pattern matches the empty text"
        lead = " ".join((before["lead"] or "").lower().split())
        told = 1 if lead in self.grammar.future_leads else -2 if lead in self.grammar.past_leads else 0
        self.clock.look = cache(lambda: told or _direction(self.text, start, self.grammar))
        evidence = {lead, (before["article"] or "").lower(), BRACKET if before["bracket"] else ""}
        if start == 0 or self.text[start - 1] == "\n":
            evidence.add(LINE)
        if self.text[start - 1 : start] == "-" and self.text[start - 2 : start - 1].isalpha():
            evidence.add(MOD)
        if self.earlier and link_of(self.text, self.earlier[-1], start, self.grammar):
            evidence.add(JOINED)
        found = self._whole(start, matching, evidence, depth=0)
        return [replace(found[0], signal=self.grammar.leads.get(lead)), *found[1:]] if found else []

    def _whole(self, start: int, matching: Matching, evidence: set[str], *, depth: int) -> list[Found]:
        prefixed = self._prefixed(start, matching, evidence, depth=depth)
        if prefixed:
            return prefixed
        found = self._plain(start, matching, evidence)
        return [self._extended(found[0], depth=depth)] if len(found) == 1 else found

    def _prefixed(self, start: int, matching: Matching, evidence: set[str], *, depth: int) -> list[Found]:
        for compiled in matching[0]:
            match = compiled.pattern.match(self.text, start)
            if not match or depth >= _NESTED:
                continue
            inner = self._inner(match.end(), evidence | {MOD}, depth=depth + 1)
            if not inner:
                continue
            if compiled.rule.name in ("bound", "approx") and self._is_preposition(match.end(), inner[0].rule):
                continue
            sense = _combined(compiled, self.grammar.parts_of(compiled, match), inner[0].sense, self.clock)
            if sense is not None:
                rule = compiled.rule.name if compiled.rule.meaning in _COUNTS else inner[0].rule
                return [replace(inner[0], start=start, sense=sense, rule=rule), *inner[1:]]
        return []

    def _is_preposition(self, start: int, rule: str) -> bool:
        """Return whether "over" or "about" bounds nothing there: over the past year, about the first quarter."""
        return rule in _NOT_BOUNDED or self.text[start : start + 4].lower() == "the "

    def _inner(self, start: int, evidence: set[str], *, depth: int) -> list[Found]:
        word = WORD_START.match(self.text, start)
        candidates = self.grammar.by_start.get(start_key(word)) if word else None
        matching = candidates.matching(self.text, start) if candidates else ((), ())
        return self._whole(start, matching, evidence, depth=depth)

    def _plain(self, start: int, matching: Matching, evidence: set[str]) -> list[Found]:
        for compiled in matching[1]:
            rule = compiled.rule
            if rule.leads is not None and rule.leads.isdisjoint(evidence):
                continue
            match = compiled.pattern.match(self.text, start)
            if match:
                found = _senses(compiled, match, self.grammar, self.clock)
                if found:
                    return found
        return []

    def _extended(self, found: Found, *, depth: int) -> Found:
        """Return the expression with what follows it: "Friday" + "night", "two weeks" + "ago"."""
        for compiled in self.grammar.suffix_patterns:
            match = compiled.pattern.match(self.text, found.end)
            if not match:
                continue
            parts = self.grammar.parts_of(compiled, match)
            if compiled.rule.meaning in _READ_ON:
                if not _WANTS[compiled.rule.meaning](found.sense):
                    continue
                gap = _CLOSER.match(self.text, match.end())
                if gap is None or depth >= _NESTED:
                    continue
                inner = self._inner(gap.end(), {MOD}, depth=depth + 1)
                sense = _READ_ON[compiled.rule.meaning](found.sense, inner[0].sense) if len(inner) == 1 else None
                end = inner[0].end if inner else found.end
            else:
                sense, end = _followed(compiled.rule.meaning, found.sense, parts, self.clock), match.end()
            if sense is not None:
                rule = compiled.rule.name if found.sense.type == "DURATION" else found.rule
                return self._extended(replace(found, end=end, sense=sense, rule=rule), depth=depth)
        return found


def _combined(compiled: Compiled, parts: Mapping[str, Any], sense: Sense, clock: Clock) -> Sense | None:
    """Return the sense of a prefix and the expression after it."""
    meaning = compiled.rule.meaning
    if meaning == "part_of_day" or meaning in _COUNTS:
        return _followed(meaning, sense, parts, clock)
    if meaning == "week_of":
        known = sense.moment is not None and sense.moment.unit == "D" and sense.moment.known and not sense.readings
        return replace(sense, moment=enclosing(sense.moment, parts["unit"])) if known and sense.moment else None
    if meaning == "nothing":
        return sense if sense.type == "DATE" and not sense.vague else None
    mod = parts.get("part") or parts.get("short_part") or parts.get("bound") or parts["approx"]
    if compiled.rule.name == "bound" and sense.type != "DURATION" and sense.amount is None:
        return None
    return bounded(sense, mod) or relative_senses.with_mod(sense, mod)


def _followed(meaning: str, sense: Sense, parts: Mapping[str, Any], clock: Clock) -> Sense | None:
    """Return the sense of an expression and the word after it."""
    if meaning == "part_of_day":
        return relative_senses.with_part_of_day(sense, parts["part_of_day"])
    return relative_senses.counted(sense, clock, steps=parts["steps"], story=meaning == "story")


def _on_day(time: Sense, day: Sense) -> Sense | None:
    """Return a time of the clock on a day: 10 p.m. Wednesday."""
    if (
        time.type != "TIME"
        or time.basis == EXPLICIT
        or time.moment is None
        or day.moment is None
        or day.moment.unit != "D"
        or day.moment.time
    ):
        return None
    return replace(day, type="TIME", moment=replace(day.moment, time=time.moment.time))


# Whether an expression can be continued so at all: spares reading on after each of them.
_WANTS: Mapping[str, Callable[[Sense], bool]] = {
    "of_year": lambda sense: sense.takes_year and sense.basis != EXPLICIT,
    "on_day": lambda sense: sense.type == "TIME" and sense.basis != EXPLICIT,
    "owned": lambda sense: sense.moment is not None and sense.moment.unit == "Y",
}
_READ_ON: Mapping[str, Callable[[Sense, Sense], Sense | None]] = {
    "of_year": relative_senses.of_year,
    "on_day": _on_day,
    "owned": lambda year, part: relative_senses.of_year(part, year),
}


def _senses(compiled: Compiled, match: re.Match[str], grammar: Grammar, clock: Clock) -> list[Found]:
    """Return the expression, or the two ends of the range, a match says; nothing where it makes no sense."""
    parts = grammar.parts_of(compiled, match)
    parts["day_first"] = grammar.day_first
    rule = compiled.rule
    if any(name.endswith("_to") for name in parts):
        return two_ends(rule.name, parts, match, clock)
    sense = MEANINGS[rule.meaning](parts, clock)
    return [] if sense is None else [made(match.start(), match.end(), sense, rule.name)]


def clauses_of(text: str, grammar: Grammar) -> Iterator[tuple[int, int]]:
    """Yield where a clause ties its time to another event or an office."""
    for pattern in grammar.clause_patterns:
        for match in pattern.finditer(text):
            yield match.span("clause")
