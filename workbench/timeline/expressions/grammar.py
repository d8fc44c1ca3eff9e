"""What the date grammar of a language is made of, and how it becomes patterns.

A rule is written in regular expressions with three additions: a blank is any white space within one line,
`<day>` is the language's token of that name as a named group, `<day_to:day>` the same token under another name.
Every pattern is bounded, so that reading a text takes time in proportion to its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

BLANK = r"[^\S\n]{1,3}"
MOD = "<mod>"  # evidence beside the words of a language: a modifier ("late 2023") ...
JOINED = "<joined>"  # ... or another date this one continues ("in 2019 and 2021")
BRACKET = "("

# A date does not begin or end inside a number, an amount, an identifier, an address or a compound.
_NOT_AFTER = r"(?<![\w$€£¥#@&/])(?<![^\W\d]-)(?<!\d[.,:])"
_NOT_BEFORE = r"(?![\w$€£¥%@])(?![.,:/]\d)(?!-\d+(?!\d| [^\W\d]))"
_SLOT = re.compile(r"<(?:(?P<group>\w+):)?(?P<token>\w+)>")


@dataclass(frozen=True)
class Rule:
    """One way to write a date; `leads` names what must stand before it, None where it stands for itself."""

    name: str
    pattern: str
    leads: frozenset[str] | None = None


@dataclass(frozen=True)
class Grammar:
    """The date expressions of one language, as data; the patterns made of them come with it.

    tokens: what `<name>` stands for in a rule. numbers: words that are a month or a day. mods: words that make a
    mod. leads: words before a date -> the signal they are, or None where they only show that a date follows; the
    longest phrase counts, so one that no rule asks for ("total of") keeps its number from being a year.
    day_first: whether 3/4/2025 can only be 3 April.
    """

    tokens: Mapping[str, str]
    rules: tuple[Rule, ...]
    numbers: Mapping[str, int]
    mods: Mapping[str, str]
    leads: Mapping[str, str | None]
    articles: tuple[str, ...]
    range_words: tuple[str, ...]
    list_words: tuple[str, ...]
    day_first: bool

    @cached_property
    def patterns(self) -> tuple[tuple[Rule, re.Pattern[str]], ...]:
        """Each rule with its pattern, in the order in which they are tried."""
        return tuple((rule, re.compile(_bounded(self._expand(rule.pattern, named=True)))) for rule in self.rules)

    @cached_property
    def anything(self) -> re.Pattern[str]:
        """A pattern that matches wherever any rule does."""
        return re.compile(_bounded("|".join(self._expand(rule.pattern, named=False) for rule in self.rules)))

    @cached_property
    def before(self) -> re.Pattern[str]:
        """What stands before a date: groups lead, article and bracket, each of which may be missing."""
        lead, article = words(self.leads), words(self.articles)
        pattern = rf"(?:(?<!\w)(?P<lead>{lead}) )?(?:(?<!\w)(?P<article>{article}) )?(?P<bracket>\()?\Z"
        return re.compile(pattern.replace(" ", BLANK))

    @cached_property
    def range_link(self) -> re.Pattern[str]:
        """What joins the two ends of a range."""
        return re.compile(self._link(rf"[-–—/]| [-–—] | {words(self.range_words)} "))

    @cached_property
    def list_link(self) -> re.Pattern[str]:
        """What joins the members of a list, or the ends of a range after "between"."""
        return re.compile(self._link(rf", |,? {words(self.list_words)} "))

    def _link(self, pattern: str) -> str:
        return rf"(?:{pattern})(?:{words(self.articles)} )?".replace(" ", BLANK)

    def _expand(self, pattern: str, *, named: bool) -> str:
        def fill(slot: re.Match[str]) -> str:
            group = slot["group"] or slot["token"]
            return f"(?{f'P<{group}>' if named else ':'}{self.tokens[slot['token']]})"

        return _SLOT.sub(fill, pattern).replace(" ", BLANK)


def words(phrases: Iterable[str]) -> str:
    """Return a pattern of any of the phrases in any case, longer ones first.

    Example:
        >>> words(["mid", "mid to late"])
        '(?i:mid to late|mid)'
    """
    return "(?i:" + "|".join(re.escape(phrase).replace(r"\ ", " ") for phrase in sorted(phrases, key=_longest)) + ")"


def _bounded(pattern: str) -> str:
    return f"{_NOT_AFTER}(?:{pattern}){_NOT_BEFORE}"


def _longest(phrase: str) -> tuple[int, str]:
    return -len(phrase), phrase
