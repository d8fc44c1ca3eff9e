"""Which lines are plainly prose: asked of all lines of many articles at once, so that rules look only at the others.

Most lines of news are long and hold no word that any rule knows. The patterns of the rules are widened until the
regular-expression engine of Arrow (RE2) takes them, which reads text at hundreds of megabytes a second: a line that no
widened pattern matches is matched by none of the true ones. What is left is judged by the rules themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache, reduce
from typing import TYPE_CHECKING

from workbench.articles.lines import Line
from workbench.articles.phrases import list_names, phrase_list

if TYPE_CHECKING:
    from pyarrow import Array

# All that Python takes for white space: the engine's own \s knows ASCII alone.
_SPACE = r"\s\pZ\x0b\x1c-\x1f\x{85}"
# The phrases of all rules that ask for words; what stands around them is never narrower than in the rule.
_AT_START = (
    ("starts", "*", "{}"),
    ("boilerplate", "author", "{}"),
    ("callout", "labels", r"{}(?: box)?[.…]*(?:\s*[?!\"”“»’'*_)\]:–—|]|\s+-\s|\W*$)"),
    ("faq", "question", r"{}[*_]*\s?[:.)][*_]*\s"),
    ("faq", "answer", r"{}[*_]*\s?[:.)][*_]*\s"),
    ("caption", "starts", "{}"),
    ("byline", "by", r"{}\s"),
    ("byline", "published", r"{}(?:\W|$)"),
    ("byline", "source", r"{}\s*:"),
    ("byline", "credit", r"{}(?:\W|$)"),
    ("byline", "elapsed", "{}"),  # "an hour ago, by …"
)
_IN_SHORT_LINES = (
    ("lines", "*", r"{}\W*$"),
    ("boilerplate", "buttons", r"{}(?:\W|$)"),
    ("boilerplate", "related", r"{}\W*$"),
    ("boilerplate", "tail", r"{}\W*$"),
    ("boilerplate", "contents", r"{}\W*$"),
    ("faq", "headings", r"{}\W*$"),
    ("byline", "agencies", r"{}(?:\W|$)"),
)
_AT_SENTENCE = (("call", "openers", "{}"),)
_ANYWHERE = (("boilerplate", "anywhere", "{}"), ("call", "within", "{}"), ("caption", "ends", "{}$"))
# Up to 16 words may be a title, a heading, a byline: but for sentences that simply end.
_SHORT, _SENTENCE = r"^(?:\S+\s+){0,15}\S*$", r"[^.SK\W]\.[\"”’'»)]*$"
_MARKS = (
    r"^(?:\S+\s+){0,2}\S*$",  # three words are no sentence
    r"^[^\pL\pN\"“'‘¿¡(\[$€£«„]|^\pN{1,2}[.)]|^\(?[a-zA-Z0-9]{1,2}\)",  # the mark of a list, a heading, a quotation
    rf"^[^:]{{1,27}}:[{_SPACE}]",  # "Key: value"
    r"[\pL\pN)\]]$",  # an agency's sign-off, or no sentence
    # A table, a trail, white space that prose does not have.
    rf"[|\t\n\r\x0b\x0c]|[{_SPACE}]{{2}}|[»›>→/][{_SPACE}]|[{_SPACE}][»›>→/]",
)
_CHUNK = 4000  # characters of a pattern: the automaton of a longer one does not fit the memory the engine gives it


def mark_lines(lines: Sequence[Line]) -> None:
    """Set `plain_words` and `clear` of lines without a hint."""
    import pyarrow as pa
    from pyarrow import compute

    texts = pa.array([line.text for line in lines], pa.string())
    short = compute.match_substring_regex(texts, _SHORT)
    found = _matches_any(texts, _patterns()).to_numpy(zero_copy_only=False)
    places = compute.indices_nonzero(short)  # the phrases of short lines are many: only short lines are asked
    found[places] |= _matches_any(texts.take(places), _short_patterns()).to_numpy(zero_copy_only=False)
    unfinished = compute.and_not(short, compute.match_substring_regex(texts, _SENTENCE))
    marked = compute.or_(_matches_any(texts, _MARKS), unfinished)
    for line, phrase, mark in zip(lines, found.tolist(), marked.to_pylist(), strict=True):
        line.plain_words = not phrase
        line.clear = not (phrase or mark)


def _matches_any(lines: Array, patterns: Sequence[str]) -> Array:
    from pyarrow import compute

    return reduce(
        compute.or_, (compute.match_substring_regex(lines, pattern, ignore_case=True) for pattern in patterns)
    )


@lru_cache(maxsize=1)
def _patterns() -> tuple[str, ...]:
    sentence = rf"(?:^|\n|[.!?…][\"'”’»)\]*_]*[{_SPACE}])\W*(?:{{}})"
    return (
        *_chunks(_AT_START, r"^[\W_]*(?:{})"),
        *_chunks(_AT_SENTENCE, sentence),
        *(pattern for rule in _ANYWHERE for pattern in _chunks([rule], "{}")),
        "[İı]",  # to Python these are an "i" in another case, to the engine they are not
    )


@lru_cache(maxsize=1)
def _short_patterns() -> tuple[str, ...]:
    return tuple(_chunks(_IN_SHORT_LINES, r"^\W*(?:{})"))


def _chunks(rules: Sequence[tuple[str, str, str]], around: str) -> Iterator[str]:
    """Yield the phrases of some rules as patterns of bounded length."""
    chunk: list[str] = []
    for phrase in _phrases(rules):
        if sum(map(len, chunk)) + len(phrase) > _CHUNK:
            yield around.replace("{}", "|".join(chunk))
            chunk = []
        chunk.append(phrase)
    yield around.replace("{}", "|".join(chunk))


def _phrases(rules: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    """Yield every phrase of some rules, widened, within the template of its rule."""
    for group, given, template in rules:
        for name in list_names(group) if given == "*" else [given]:
            around = template.replace(r"\s", f"[{_SPACE}]")
            yield from (around.replace("{}", f"(?:{widen(phrase)})") for phrase in phrase_list(group, name))


def widen(pattern: str) -> str:
    r"""Return a pattern for RE2 that matches wherever the Python pattern does, and perhaps elsewhere.

    Look-arounds, word boundaries and ends are dropped, counts become "any number", letters, digits and white space
    outside ASCII count as such, plain quotes stand for typographic ones.

    Example:
        >>> widen(r"\b(foto|imagen)(?! id\b).{0,80}'s")
        "(foto|imagen).*['’‘]s"
    """
    parts: list[str] = []
    position = 0
    while position < len(pattern):
        token = _TOKEN.match(pattern, position)
        if token is None:
            raise ValueError(f"The phrase {pattern!r} cannot be widened at {position}.")
        text, position = token.group(), token.end()
        if text.startswith(("(?!", "(?=", "(?<")) and not text.startswith("(?P"):
            position = _closing(pattern, position)
        elif text.startswith("["):
            parts.append(text if text.startswith("[^") else _widen_class(text))
        elif text.startswith("{"):
            parts.append("*" if text.startswith(("{0", "{,")) else "+")
        else:
            parts.append(_SINGLE.get(text, text))
    return "".join(parts)


_TOKEN = re.compile(r"\(\?(?:[!=]|<[!=])|\[\^?\]?(?:\\.|[^\]\\])*\]|\{\d*,?\d*\}|\\.|.", re.DOTALL)
_SINGLE = {
    r"\b": "", "$": "", r"\w": r"[\w\pL\pN]", r"\d": r"\pN", r"\s": f"[{_SPACE}]", " ": "[ \u00a0\u202f]",
    "'": "['’‘]", '"': '["“”„«»]',
}  # fmt: skip


def _widen_class(text: str) -> str:
    inner = text[1:-1].replace(r"\w", r"\w\pL\pN").replace(r"\d", r"\pN").replace(r"\s", _SPACE)
    inner = inner.replace(" ", " \u00a0\u202f").replace("'", "'’‘").replace('"', '"“”„«»')
    return f"[{inner}]"


def _closing(pattern: str, position: int) -> int:
    """Return the place after the bracket that closes the group begun before `position`."""
    depth = 1
    while depth:
        token = _TOKEN.match(pattern, position)
        assert token is not None
        depth += token.group().startswith("(") - (token.group() == ")")
        position = token.end()
    return position
