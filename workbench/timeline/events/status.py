"""Did it happen? The status of a mention, from tense and the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.timeline.events.vocabulary import Vocabulary

STATUSES = ("happened", "planned", "denied", "considered", "hypothetical")  # the better supported first

_BREAK = re.compile(r"[;:—–()]|,(?=\s)|(?<=[\"”])\s|\s-\s")
_WORDS_BEFORE = {"denied": 3, "considered": 4, "hypothetical": 3, "planned": 4}
_PAST = re.compile(
    r"\b(?:was|were|had|did|has|have|fue|fueron|hubo|había|held|took|came|went|began|met|said|told|made|left|won|lost|struck|"
    r"hit|broke|sent|gave|found|saw|fell|rose|spoke|led|brought|drew|died)\b|\b[a-zà-ÿ]\w{2,}(?:ed|aron|ieron|ó)\b"
)
_DOUBLE = re.compile(  # "has not ruled out a strike"
    r"(?:\b(?:not|never|no)|n[’']t)\s+(?:\w+\s+)?(?:rul(?:ed?|ing) out|den\w+|refus\w+|descart\w+|nieg\w+)",
    re.IGNORECASE,
)
_PLACE = re.compile(  # "floated in the call", "will speak after the vote": the cue is about something else
    r"\s+(?:[\w’'-]+\s+){0,3}?(?:in|during|at|after|before|by|since|through|following|over|durante|tras|en)\s",
    re.IGNORECASE,
)
_INDEFINITE = re.compile(r"(?:^|\W)(?:an?|any|some|más|un|una)\s+(?:[\w-]+\s+){0,3}$", re.IGNORECASE)
CALENDAR = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\b"  # no parties
_PARTIES = re.compile(
    rf"\s+(?:between|with|of|from|by|on|against|to|entre|con|de|del|contra)\s+(?:\w+\s+)?(?!{CALENDAR})[A-ZÀ-Þ]"
)
_DEFINITE = re.compile(
    r"(?:\b(?:the|this|that|these|those|his|her|its|their|el|la|los|las|su|sus|del|al|este|esta)|[’']s?)\s+"
    r"(?:[\w’'-]+\s+){0,3}$",
    re.IGNORECASE,
)


def judge_status(sentence: str, start: int, end: int, form: str, vocabulary: Vocabulary, *, title: bool = False) -> str:
    """Return happened, planned, considered, denied or hypothetical for the trigger at (start, end) of the sentence.

    Example:
        >>> from workbench.timeline.events.vocabulary import read_vocabulary
        >>> text = "The mayor is considering a call with the union."
        >>> judge_status(text, text.index("call"), text.index("call") + 4, "noun", read_vocabulary("en"))
        'considered'
    """
    left, right = _clause_before(sentence, start), _clause_after(sentence, end)
    before = _cue_before(left, vocabulary)
    if before in {"denied", "hypothetical"} and not _idle(left, right, vocabulary):
        return before
    after = _cue_after(right, vocabulary) if form in {"noun", "phrase", "timed"} else None
    if after is not None:
        return after
    if before is not None and before not in {"denied", "hypothetical"}:
        return before
    return _by_form(sentence, left, form, vocabulary, title=title)


def is_known(sentence: str, start: int, end: int) -> bool:
    """Return whether the trigger is spoken of as known and its parties are not named again: "the call", "that deal"."""
    definite = _DEFINITE.search(sentence, max(0, start - 50), start)
    return bool(definite) and not is_indefinite(sentence, start) and not _PARTIES.match(sentence, end)


def is_definite(left: str) -> bool:
    """Return whether the words before a noun make it a known one: "the brief", "Okoye's"."""
    return bool(_DEFINITE.search(left))


def is_indefinite(sentence: str, start: int) -> bool:
    """Return whether the trigger is one of many: "a call", "any call"."""
    found = _INDEFINITE.search(_clause_before(sentence, start))
    return bool(found)


def is_ongoing(sentence: str, start: int, end: int, vocabulary: Vocabulary) -> bool:
    """Return whether the event is said to be going on as the article is written."""
    return bool(vocabulary.cues["ongoing"].search(sentence, max(0, start - 60), end + 90))


def _clause_before(sentence: str, start: int) -> str:
    piece = sentence[max(0, start - 90) : start]
    breaks = [match.end() for match in _BREAK.finditer(piece)]
    return piece[breaks[-1] :] if breaks else piece


def _clause_after(sentence: str, end: int) -> str:
    piece = sentence[end : end + 90]
    found = re.search(r"[;:—–()]", piece)
    return piece[: found.start()] if found else piece


def _cue_before(left: str, vocabulary: Vocabulary) -> str | None:
    """Return denied where something denies it, else the status whose cue stands nearest before the trigger."""
    found = {status: list(_within_reach(left, status, vocabulary)) for status in _WORDS_BEFORE}
    if found["denied"]:
        return "hypothetical" if len(found["denied"]) > 1 or _DOUBLE.search(left) else "denied"
    nearest = [(max(places), status) for status, places in found.items() if places]
    return max(nearest)[1] if nearest else None


def _within_reach(left: str, status: str, vocabulary: Vocabulary) -> Iterator[int]:
    """Yield the places, counted back from the trigger, of the cues that may govern it."""
    window = _last_words(left, _WORDS_BEFORE[status] + 7)
    for match in vocabulary.cues[status].finditer(window):
        between = len(window[match.end() :].split())
        if between <= _reach(match.group(), status) and not _PLACE.match(window, match.end()):
            yield match.start() - len(window)


def _reach(cue: str, status: str) -> int:
    """Return how many words may stand between the cue and the trigger: few after a bare "no" or "not"."""
    bare = cue.lower() in {"no", "not", "never", "without", "sin", "any"} or cue.lower().endswith(("n't", "n’t"))
    return 2 if bare else _WORDS_BEFORE[status]


def _last_words(text: str, words: int) -> str:
    spans = list(re.finditer(r"\S+", text))
    return text[spans[-words].start() :] if len(spans) > words else text


def _cue_after(right: str, vocabulary: Vocabulary) -> str | None:
    """Return the status the predicate gives: "the call took place", "the vote will be held"."""
    for status in ("denied", "considered", "planned", "hypothetical", "happened"):
        match = vocabulary.cues[f"{status}_after"].search(right)
        if match is not None and len(right[: match.start()].split()) <= 6:
            if status == "denied" and vocabulary.cues["idle"].match(right[match.end() :].lstrip()):
                return "happened"
            return status
    return "happened" if vocabulary.cues["ongoing"].search(right) else None


def _idle(left: str, right: str, vocabulary: Vocabulary) -> bool:
    """Return whether the negation does not deny: "did not only attack", "did not resign until Monday"."""
    last = _last_words(left, 1).strip()
    return bool(vocabulary.cues["idle"].fullmatch(last) or vocabulary.cues["idle"].match(right.lstrip()))


def _by_form(sentence: str, left: str, form: str, vocabulary: Vocabulary, *, title: bool) -> str:
    """Return what tense and article say where no cue does."""
    if form == "base":
        return "planned" if re.search(r"\b(?:to|should|must|shall)\s+(?:\w+\s+)?$", left) else "happened"
    if form in {"past", "present"} or title or _DEFINITE.search(left):
        return "happened"
    told = vocabulary.cues["happened"].search(_last_words(left, 5)) or _PAST.search(sentence)
    return "happened" if told else "hypothetical"
