"""The words of a byline: names of people and agencies, and the roles beside them."""

import re
from functools import lru_cache

from workbench.articles.datelines import is_agency
from workbench.articles.phrases import pattern, phrase_list, plain_quotes

PARTICLES = frozenset(
    "de del la las los da das do dos di van von der den dem zu zur zum vom el al bin ibn ben le du des y e".split()
)
# Names of rubrics, which stand beside dates as names do.
RUBRICS = frozenset("world latest breaking us u.s. local politics national international business top more our".split())
_NAME_WORD = re.compile(r"^(?:[A-ZÀ-ÖØ-Þ][\w'’.\-]*|[dlDL]['’][A-ZÀ-Þ]\w+)$")
_CONTACT = re.compile(
    r"(?:https?://|www\.)\S+|\S+@\S+|(?:\b(?:twitter|x|e-?mail|instagram)\s?:?\s*)?@\w[\w.]*|\(.*?\)|\b[\w-]+@",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s*(?:[,;|]|/(?=\s*[A-ZÀ-Þ]))\s*")
# Between two names, and inside one name ("Ortega y Gasset").
_WEAK_JOINING = frozenset({"y", "e"})


def split_names(text: str) -> tuple[str | None, str | None]:
    """Return (names, roles) of the people or agencies that `text` names, several joined with ", "; None for none.

    Addresses, handles and what stands in brackets are dropped.
    """
    names: list[list[str]] = []
    roles: list[str] = []
    for chunk in _chunks(text):
        position = _role_position(chunk)
        if position is None and roles and not (is_person(_proper([chunk])) or is_agency(" ".join(chunk))):
            roles[-1] = " ".join([roles[-1], *chunk])  # "Reporter, Washington"
            continue
        if position != 0:
            names.append(chunk[:position])
        if position is not None:
            roles.append(" ".join(chunk[position:]))
    return _proper(_without_place(names)), ", ".join(roles) or None


def is_person(name: str | None) -> bool:
    """Whether a name reads as that of people: two to four words each, none of them a paper's or a rubric's."""
    if name is None:
        return False
    rubric = RUBRICS | words("outlet_words") | words("roles")
    return all(2 <= len(one.split()) <= 4 and not rubric & set(one.lower().split()) for one in name.split(", "))


def is_only_role(text: str) -> bool:
    """Whether the words are a role and nothing else."""
    parts = text.split()
    joining = {"of", "for", "at", "the", "/", "der", "des", "für", "de", "du", "da", "do", "la"} | words("joining")
    return 0 < len(parts) <= 6 and _is_role(parts[-1]) and all(_opens_role(w) or w.lower() in joining for w in parts)


def names_outlet(text: str, *, strict: bool) -> bool:
    """Whether words name an outlet: capitalised, and (strict) with a word that newspapers carry or a domain."""
    parts = text.split()
    small = PARTICLES | {"of", "the"}
    if not parts or len(parts) > 6 or not all(word[0].isupper() or word.lower() in small for word in parts):
        return False
    if not strict:
        return True
    known = {word.lower().strip(".,") for word in parts} & words("outlet_words")
    domain = re.search(r"\w\.(?:com|org|net|example|news|info|de|fr|es|br|pt)\b", text)
    return bool(domain) or (bool(known) and parts[0].lower() not in RUBRICS)


@lru_cache(maxsize=8)
def words(name: str) -> frozenset[str]:
    """Return a list of single words of the vocabulary of bylines."""
    return frozenset(phrase_list("byline", name))


def _chunks(text: str) -> list[list[str]]:
    """Return the words of `text`, cut where a comma or an "and" divides names or roles."""
    chunks: list[list[str]] = []
    for piece in _SEPARATOR.split(_CONTACT.sub(" ", text)):
        chunks += _joined(piece.split())
    return _whole_roles([chunk for chunk in chunks if chunk])


def _joined(parts: list[str]) -> list[list[str]]:
    cut = [position for position, word in enumerate(parts) if _joins(parts, position, word)]
    starts = [0, *(position + 1 for position in cut)]
    return [parts[start:end] for start, end in zip(starts, [*cut, len(parts)], strict=True)]


def _joins(parts: list[str], position: int, word: str) -> bool:
    """Whether a word joins two names; "y" and "e" only between two full names."""
    if word.lower() not in words("joining") or (word[0].isupper() and not word.isupper()):
        return False
    return word.lower() not in _WEAK_JOINING or (position >= 2 and len(parts) - position > 2)


def _whole_roles(chunks: list[list[str]]) -> list[list[str]]:
    """Return the chunks, a role cut at its "and" made whole ("Politics and Economics Editor")."""
    whole: list[list[str]] = []
    for chunk in chunks:
        before = whole[-1] if whole else []
        if before and all(word.lower() in words("role_openers") for word in before) and _role_position(chunk) == 0:
            whole[-1] = [*before, "and", *chunk]
        else:
            whole.append(chunk)
    return whole


def _role_position(chunk: list[str]) -> int | None:
    """Return the position of the first word of a role in a chunk, or None."""
    last = max((position for position, word in enumerate(chunk) if _is_role(word)), default=None)
    if last is None:
        return None
    return next(position for position, word in enumerate(chunk) if position <= last and _opens_role(word))


def _without_place(names: list[list[str]]) -> list[list[str]]:
    """Return the names without the place behind them ("Jane Doe, Berlin")."""
    after = names[-1] if len(names) > 1 else []
    is_place = len(after) == 1 and not is_agency(after[0]) and all(len(name) > 1 for name in names[:-1])
    return names[:-1] if is_place else names


def _proper(names: list[list[str]]) -> str | None:
    """Return the names joined with ", ", or None when one of them is no name."""
    if not names or not all(map(_is_name, names)):
        return None
    if len(names) > 1 and any(len(name) < 2 and not is_agency(name[0]) for name in names):
        return None
    return ", ".join(" ".join(name) for name in names)


def _is_name(name: list[str]) -> bool:
    if not name or not (_NAME_WORD.match(name[0]) or is_agency(" ".join(name))):
        return False
    return is_agency(" ".join(name)) or all(_NAME_WORD.match(word) or word.lower() in PARTICLES for word in name)


def _opens_role(word: str) -> bool:
    return word.lower() in words("role_openers") or _is_role(word)


def _is_role(word: str) -> bool:
    known = words("roles")
    plain = plain_quotes(word).lower().removesuffix("'s")
    return plain in known or plain.removesuffix("s") in known


def strip_by(text: str) -> str:
    """Return `text` without "By" or its like at the beginning."""
    return pattern("byline", "by", r"^\W*{}\s+").sub("", text, count=1).strip()
