"""The one an event happens to: who resigned, who was arrested, whose death; nobody where the sentence does not say."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.timeline.events.names import Name

_OWN = re.compile(r"^(?:[’']s?)?\s+(?:[\w-]+\s+){0,3}$")
_ARTICLES = r"(?:the|a|an|el|la|los|las|un|una)"
_PREPOSITIONS = (
    r"(?:of|in|at|on|by|from|with|to|for|against|under|near|over|into|than|like|de|del|en|por|con|para|contra|ante)"
)
_OF = re.compile(rf"\s+(?:of|against|de|del|contra)\s+(?:(?!{_PREPOSITIONS}\b)[a-zà-ÿ’'-]+\s+){{0,4}}$", re.IGNORECASE)
_OBJECT = re.compile(rf"\s+(?:a\s+(?:la\s+|el\s+)?)?(?:(?!{_PREPOSITIONS}\b)[a-zà-ÿ0-9’'-]+\s+){{0,4}}$")
_PASSIVE = re.compile(
    r"\b(?:was|were|been|being|be|is|are|got|fue|fueron|sido|es|son)\s+(?:(?:\w+ly|later|also|then|not)\s+)?$|^(?:was|were)\s",
    re.IGNORECASE,
)
_GOVERNED = re.compile(
    rf"\b{_PREPOSITIONS}\s+(?:{_ARTICLES}\s+)?(?:(?!{_PREPOSITIONS}\b)[\w’'.-]+\s+){{0,3}}$", re.IGNORECASE
)
_SUBORDINATE = re.compile(
    r"[;:—–()“”\"]|\b(?:that|after|before|while|although|though|but|because|when|as|if|until|since|following|prompting|que|"
    r"cuando|mientras|después|antes|tras|pero|porque)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"[,\s](?:who|which|quien|que)\s+(?:[\w’']+\s+){0,3}$", re.IGNORECASE)
_COORDINATED = re.compile(r"\b(?:and|or|y|e|o)\s+(?:\w+ly\s+|then\s+|later\s+)?$", re.IGNORECASE)
_PRONOUN = re.compile(
    r"\b(?:he|she|they|it|i|we|you|él|ella|ellos|ellas)(?:[’']\w+)?\s+(?:[\w’']+\s+){0,3}$", re.IGNORECASE
)
_HIS = re.compile(r"\b(?:his|her|su)\s+(?:[\w-]+\s+)?$", re.IGNORECASE)
_MODIFIES = re.compile(
    r"^ (?:[a-zà-ÿ-]+ )?(?:aide|adviser|advisor|ally|lawyer|nominee|appointee|spokesman|spokeswoman|minister|loyalist|"
    r"critic|supporter|official|deputy|envoy|founder|rival|successor|asesor|asesora|abogado|aliado) $"
)
_AUXILIARIES = re.compile(
    rf"^\s*(?:{_PREPOSITIONS}\s.*?\s)?(?:(?:was|were|is|are|been|being|be|has|have|had|will|would|could|may|might|should|must|"
    r"also|later|then|since|himself|herself|themselves|never|not|first|finally|both|once|again|who|which|\w+ly|"
    r"\d+|who[’']s|ha|han|había|fue|fueron|se|no|ya|\w+n[’']t)\s+)*$",
    re.IGNORECASE,
)
_CONTROLS = re.compile(r"\bto\s+(?:\w+ly\s+)?$|\ba\s+$", re.IGNORECASE)  # "plans to resign", "asked Okoye to resign"


def find_patient(
    sentence: str, span: tuple[int, int], form: str, names: Sequence[Name], *, subject: bool
) -> str | None:
    """Return the one it happens to, if the sentence names him.

    Args:
        sentence: the sentence.
        span: where the trigger stands in it.
        form: of the trigger.
        names: the names outside the trigger.
        subject: whether it happens to the subject of the verb, as with to resign, and not to its object.

    Example:
        >>> text = "Okoye was chosen after Ruiz resigned."
        >>> names = [Name("Okoye", 0, 5, False), Name("Ruiz", 23, 27, False)]
        >>> find_patient(text, (28, 36), "past", names, subject=True)
        'Ruiz'
    """
    start, end = span
    before = [name for name in names if name.end <= start]
    after = [name for name in names if name.start >= end]
    nominal = form in {"noun", "phrase"}
    own = sentence[before[-1].end : start] if before and before[-1].possessive else None
    if own is not None and ((form == "noun" and _OWN.match(own)) or (form == "phrase" and len(own.split()) == 1)):
        return before[-1].actor
    if after and nominal and _OF.match(sentence[end : after[0].start]):
        return _whole(sentence, after)
    if form == "noun" and _HIS.search(sentence[:start]):
        clause = max((mark.end() for mark in _SUBORDINATE.finditer(sentence[:start])), default=0)
        named = [name for name in before if name.start >= clause]
        return named[0].actor if len(named) == 1 and not _governed(sentence, named[0]) else None
    if form == "noun":
        close = before and sentence[before[-1].end : start] == " "
        return before[-1].actor if close else None
    if subject or _PASSIVE.search(sentence[:start]) or _PASSIVE.search(sentence[start:end]):
        return _subject(sentence, start, before)
    if after and _OBJECT.match(sentence[end : after[0].start]):
        return _whole(sentence, after)
    reduced = re.search(r",\s+(?:\w+ly\s+)?$", sentence[:start]) or _RELATIVE.search(sentence[:start])
    return _subject(sentence, start, before) if reduced and form == "past" else None


def _whole(sentence: str, after: Sequence[Name]) -> str | None:
    """Return the name the others only describe: Okoye in "Ruiz aide Okoye"; nobody in "Ruiz's brother"."""
    name = after[0]
    for other in after[1:]:
        if not _MODIFIES.match(sentence[name.end : other.start]):
            break
        name = other
    return None if name.possessive else name.actor


def _subject(sentence: str, start: int, before: Sequence[Name]) -> str | None:
    """Return the subject of the verb at `start`: the last name of its clause that no preposition governs."""
    left = sentence[:start]
    if _PRONOUN.search(left):
        return None
    if _RELATIVE.search(left):
        near = [name for name in before if not _governed(sentence, name)]
        return near[-1].actor if near and not near[-1].possessive else None
    marks = [mark.end() for mark in _SUBORDINATE.finditer(left)]
    clause = marks[-1] if marks else 0
    free = [name for name in before if name.start >= clause and not _governed(sentence, name)]
    if not free:
        return None
    if _COORDINATED.search(left):
        return None if free[0].possessive else free[0].actor
    name = free[-1]
    between = sentence[name.end : start]
    if name.possessive or not (_CONTROLS.search(between) or _plain(between)):
        return None
    return name.actor


def _governed(sentence: str, name: Name) -> bool:
    """Return whether a preposition of the same clause stands before the name: "by Ruiz", "of the envoy Ruiz"."""
    left = sentence[max(0, name.start - 40) : name.start]
    marks = [mark.end() for mark in _SUBORDINATE.finditer(left)]
    return bool(_GOVERNED.search(left[marks[-1] if marks else 0 :]))


def _plain(between: str) -> bool:
    """Return whether only auxiliaries, adverbs and appositions stand between the name and its verb."""
    pieces = between.split(",")
    return bool(_AUXILIARIES.match(pieces[0] + " ")) and bool(_AUXILIARIES.match(pieces[-1]))
