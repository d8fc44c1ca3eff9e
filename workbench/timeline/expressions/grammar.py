"""What the grammar of time of a language is made of, and how it becomes patterns.

A rule is a line of items: `<day>` is the language's token of that name, `<day_to:day>` the same token under another
name, anything else is words as they are written, `a|b` one of them, `of_the` two. `?` after an item: it may be missing.
Before an item: `~` a hyphen may stand instead of the blank, `-` a hyphen must, `,` a comma may, `+` nothing stands
between. `{guard}` at the end is a condition on what follows. Every pattern is bounded, so that reading a text takes
time in proportion to its length, and stays within one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from workbench.timeline.expressions.numbers import to_number, to_year
from workbench.timeline.expressions.tokens import (
    BLANK,
    WORD_START,
    Digits,
    Phrases,
    Token,
    plain,
    start_key,
    start_of,
    words,
)

MOD = "<mod>"  # evidence beside the words of a language: a modifier ("late 2023") ...
JOINED = "<joined>"  # ... or another date this one continues ("in 2019 and 2021")
BRACKET = "("
LINE = "^"  # the beginning of a line

# An expression does not begin or end inside a number, an amount, an identifier, an address or a compound.
_NOT_AFTER = r"(?<![\w$€£¥#@&/])(?<!\d[.,:])"
_NOT_COMPOUND = r"(?<![^\W\d]-)"
_NOT_BEFORE = r"(?![\w$€£¥%@])(?![.,:/]\d)(?!-\d+(?!\d| [^\W\d]))"
_SEPARATORS = {"~": rf"(?:{BLANK}|-)", "-": "[-–]", ",": rf"(?:,{BLANK}|,|{BLANK})", "+": ""}
_ITEM = re.compile(r"(?P<glue>[~\-,+]?)(?:<(?:(?P<group>\w+):)?(?P<token>\w+)>|(?P<words>[^<>{}?]+))(?P<optional>\??)")


@dataclass(frozen=True)
class Rule:
    """One way to write a time.

    Attributes:
        name: what the column `rule` says.
        pattern: its items.
        meaning: the function of `meanings` that gives it its sense.
        leads: what must stand before it; None where it stands for itself.
        means: what the rule itself adds to the parts of the match.
    """

    name: str
    pattern: str
    meaning: str
    leads: frozenset[str] | None = None
    means: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Compiled:
    """A rule with its regular expression, and which token each group of the expression is."""

    rule: Rule
    expression: str
    slots: Mapping[str, str]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern; made when it is first asked for, because a corpus needs few of them and each takes long."""
        return re.compile(self.expression)


@dataclass(frozen=True)
class Candidates:
    """The prefixes and rules that may begin with one word.

    Attributes:
        seconds: the starts of what may stand second; None where anything may, or nothing.
        prefixes: those that another expression must follow.
        rules: the others.
    """

    seconds: frozenset[str] | None
    prefixes: tuple[Compiled, ...]
    rules: tuple[Compiled, ...]

    def matching(self, text: str, start: int) -> tuple[tuple[Compiled, ...], tuple[Compiled, ...]]:
        """Return the prefixes and rules from the first that matches there on."""
        for number, prefix in enumerate(self.prefixes):
            if prefix.pattern.match(text, start):
                return self.prefixes[number:], self.rules
        for number, rule in enumerate(self.rules):
            if rule.pattern.match(text, start):
                return (), self.rules[number:]
        return (), ()


@dataclass(frozen=True)
class Grammar:
    """The expressions of time of one language, as data; the patterns made of them come with it.

    Attributes:
        tokens: what `<name>` stands for in a rule.
        guards: what `{name}` stands for.
        rules: in the order in which they are tried.
        prefixes: rules before another expression ("the end of", "more than").
        suffixes: rules after another expression ("ago", "night").
        numbers: words of numbers -> their value; a hundred or thousand multiplies what stands before it.
        leads: words before an expression -> the signal they are, or None where they only show that a date follows; the
            longest phrase counts, so one that no rule asks for ("total of") keeps its number from being a year.
        articles: words that may stand between a lead and an expression.
        range_words: what joins the ends of a range.
        list_words: what joins the members of a list.
        future: words that tell of what is to come.
        past: words that tell of what has been.
        future_leads: leads before what is to come.
        past_leads: leads before what has been.
        clauses: patterns of clauses tied to another event, each with a group `clause`.
        hyphened: words that a hyphen may tie to an expression ("mid-").
        day_first: whether 3/4/2025 can only be 3 April.
    """

    tokens: Mapping[str, Token]
    guards: Mapping[str, str]
    rules: tuple[Rule, ...]
    prefixes: tuple[Rule, ...]
    suffixes: tuple[Rule, ...]
    numbers: Mapping[str, float]
    leads: Mapping[str, str | None]
    articles: tuple[str, ...]
    range_words: tuple[str, ...]
    list_words: tuple[str, ...]
    future: str
    past: str
    future_leads: frozenset[str]
    past_leads: frozenset[str]
    clauses: tuple[str, ...]
    hyphened: tuple[str, ...]
    day_first: bool

    @cached_property
    def by_start(self) -> dict[str, Candidates]:
        """The prefixes and rules, by the word an expression begins with."""
        prefixes, rules = self._index(self.prefixes, ends=False), self._index(self.rules, ends=True)
        index = {}
        for start in sorted(prefixes.keys() | rules.keys()):
            own = prefixes.get(start, ()), rules.get(start, ())
            index[start] = Candidates(self._seconds([*own[0], *own[1]], start), *own)
        return index

    @cached_property
    def suffix_patterns(self) -> tuple[Compiled, ...]:
        """The suffixes with their patterns."""
        return tuple(self._compiled(rule, begins=False, ends=True) for rule in self.suffixes)

    @cached_property
    def before(self) -> re.Pattern[str]:
        """What stands before a date: groups lead, article and bracket, each of which may be missing."""
        lead, article = words(self.leads), words(self.articles)
        return re.compile(
            rf"(?:(?<!\w)(?P<lead>{lead}){BLANK})?(?:(?<!\w)(?P<article>{article}){BLANK})?(?P<bracket>\()?\Z"
        )

    @cached_property
    def range_link(self) -> re.Pattern[str]:
        """What joins the two ends of a range."""
        return self._link(rf"[-–—/]|{BLANK}[-–—]{BLANK}|{BLANK}{words(self.range_words)}{BLANK}")

    @cached_property
    def list_link(self) -> re.Pattern[str]:
        """What joins the members of a list, or the ends of a range after "between"."""
        return self._link(rf",{BLANK}|,?{BLANK}{words(self.list_words)}{BLANK}")

    @cached_property
    def tense(self) -> re.Pattern[str]:
        """The words that tell whether a sentence is of what is to come or of what has been."""
        return re.compile(rf"(?<!\w)(?:(?P<future>{self.future})|(?P<past>{self.past}))(?!\w)")

    @cached_property
    def clause_patterns(self) -> tuple[re.Pattern[str], ...]:
        """The patterns of clauses tied to another event."""
        return tuple(re.compile(pattern.replace(" ", BLANK)) for pattern in self.clauses)

    def _link(self, pattern: str) -> re.Pattern[str]:
        return re.compile(rf"(?:{pattern})(?:{words(self.articles)}{BLANK})?")

    def _index(self, rules: Iterable[Rule], *, ends: bool) -> dict[str, tuple[Compiled, ...]]:
        index: dict[str, tuple[Compiled, ...]] = {}
        for rule in rules:
            compiled = self._compiled(rule, begins=True, ends=ends)
            for start in self._starts(rule.pattern):
                index[start] = (*index.get(start, ()), compiled)
        return index

    def _seconds(self, those: Iterable[Compiled], start: str) -> frozenset[str] | None:
        """Return what may stand second where the first word is that: it spares most of the many "the"."""
        seconds: set[str] = set()
        for compiled in those:
            items = list(_items(compiled.rule.pattern))
            for number, item in enumerate(items):
                for phrase in self._phrases(item, start):
                    parts = [start_key(word) for word in WORD_START.finditer(phrase)]
                    rest = items[number + 1 :]
                    if not parts or (len(parts) == 1 and all(other["optional"] for other in rest)):
                        return None
                    seconds |= {parts[1]} if len(parts) > 1 else self._starts_of(rest)
                if not item["optional"]:
                    break
        return frozenset(seconds)

    def _phrases(self, item: re.Match[str], start: str) -> list[str]:
        """Return the phrases of an item that begin so; an empty one stands for what no list holds."""
        token = self.tokens[item["token"]] if item["token"] else None
        if isinstance(token, Digits):
            return [""] if start in token.starts else []
        phrases = token.meanings if token else item["words"].replace("_", " ").split("|")
        return [phrase for phrase in phrases if WORD_START.search(phrase) and start_of(phrase) == start]

    def _compiled(self, rule: Rule, *, begins: bool, ends: bool) -> Compiled:
        guard = "".join(self.guards[name] for name in re.findall(r"\{(\w+)\}", rule.pattern))
        body = self._expanded(rule.pattern, begins=begins)
        close = _NOT_BEFORE if ends else _SEPARATORS["~"]
        begin = f"{_NOT_AFTER}(?:{'|'.join([_NOT_COMPOUND, *self._hyphened])})" if begins else ""
        slots = {item["group"] or item["token"]: item["token"] for item in _items(rule.pattern) if item["token"]}
        return Compiled(rule, f"{begin}{body}{close}{guard}", slots)

    def parts_of(self, compiled: Compiled, match: re.Match[str]) -> dict[str, Any]:
        """Return what the groups of a match mean, and what the rule itself adds."""
        parts: dict[str, Any] = dict(compiled.rule.means)
        for group, token in compiled.slots.items():
            text = match[group]
            if text:
                parts[group] = self._meaning(self.tokens[token], text)
        return parts

    def _meaning(self, token: Token, text: str) -> object:
        if isinstance(token, Phrases):
            return token.lowered[plain(text)]
        if token.kind == "integer":
            digits = re.search(r"\d+", text)
            return int(digits.group()) if digits else 0
        if token.kind == "year":
            return to_year(text, self.numbers)
        return to_number(text, self.numbers) if token.kind == "number" else text

    @property
    def _hyphened(self) -> list[str]:
        return [f"(?<={form}-)" for word in self.hyphened for form in (word, word.capitalize())]

    def _expanded(self, pattern: str, *, begins: bool) -> str:
        """Return the regular expression of the items; one that may be missing takes its separator along."""
        out, leading = "", begins
        items = list(_items(pattern))
        for number, item in enumerate(items):
            body, glue = self._body(item), _SEPARATORS.get(item["glue"], BLANK)
            following = items[number + 1] if number + 1 < len(items) else None
            if leading and item["optional"]:
                after = _SEPARATORS.get(following["glue"], BLANK) if following else ""
                out += f"(?:{body}{after})?"
            else:
                out += body if leading else f"(?:{glue}{body})?" if item["optional"] else f"{glue}{body}"
                leading = False
        return out

    def _body(self, item: re.Match[str]) -> str:
        if item["token"]:
            return f"(?P<{item['group'] or item['token']}>{self.tokens[item['token']].pattern})"
        return words(item["words"].replace("_", " ").split("|"))

    def _starts(self, pattern: str) -> set[str]:
        """Return the words a rule may begin with: those of its first items, up to the first that must be there."""
        return self._starts_of(_items(pattern))

    def _starts_of(self, items: Iterable[re.Match[str]]) -> set[str]:
        starts: set[str] = set()
        for item in items:
            phrases = item["words"].replace("_", " ").split("|") if item["words"] else []
            starts |= {start_of(phrase) for phrase in phrases if WORD_START.search(phrase)}
            starts |= self.tokens[item["token"]].starts if item["token"] else set()
            if not item["optional"] and all(map(WORD_START.search, phrases)):  # a dash is no word
                break
        return starts


def _items(pattern: str) -> Iterable[re.Match[str]]:
    for piece in re.sub(r"\{\w+\}", "", pattern).split():
        match = _ITEM.fullmatch(piece)
        assert match is not None, f"{piece!r} is not an item of a rule"
        yield match
