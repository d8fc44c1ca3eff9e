"""A codebook as an appendix: what a paper prints so that its readers can judge and repeat the coding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from workbench.errors import OutputError, ParameterError
from workbench.framing.codebook.codebook import HAND_DIGITS, Codebook, tidy
from workbench.framing.codebook.markup import HTML, LATEX, MARKDOWN, Markup

_MARKUPS: dict[str, Markup] = {".html": HTML, ".md": MARKDOWN, ".tex": LATEX}
_LANGUAGES = {"de": "German", "en": "English", "es": "Spanish", "fr": "French", "pt": "Portuguese"}
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def write_codebook(codebook: Codebook, path: str | Path) -> Path:
    """Write a codebook as the appendix of a paper: as a page, as Markdown or as LaTeX.

    The ending of `path` says which: `.html` (one file, nothing loaded from elsewhere), `.md`, or `.tex` (compiled by
    itself, or taken into a paper with `input`). Everything of the codebook stands there, with its version and hash.

    Returns:
        The path.

    Raises:
        ParameterError: the path ends in something else.
        OutputError: the file cannot be written.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> from workbench.framing import read_codebook
        >>> with TemporaryDirectory() as folder:
        ...     page = write_codebook(read_codebook("generic"), Path(folder) / "appendix.md")
        ...     print(page.read_text(encoding="utf-8").splitlines()[0])
        # Codebook: generic
    """
    target = Path(path)
    markup = _MARKUPS.get(target.suffix.lower())
    if markup is None:
        raise ParameterError(f"{str(path)!r} is none of the forms of an appendix. Allowed: {', '.join(_MARKUPS)}.")
    title = markup.text(_line(f"Codebook: {codebook.name}"))
    body = "\n\n".join([markup.heading(1, title), *_head(codebook, markup), *_frames(codebook, markup)])
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(markup.page(title, body), encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(f"{target} cannot be written: {error.strerror}. Choose another path.") from error
    return target


def _head(codebook: Codebook, markup: Markup) -> Iterator[str]:
    text, code = markup.text, markup.code
    shows = "at most one frame" if codebook.exclusive else "none, one or several frames"
    facts = [
        text(_line(f"Version {codebook.version}")),
        text("Hash ")
        + code(codebook.hash)
        + text(f" (the first {HAND_DIGITS} digits change with what coders read, the others with the patterns)"),
        text(f"Unit of analysis: {codebook.unit}. A unit shows {shows}."),
        text(f"Frames: {', '.join(map(_line, codebook.frames['label']))}"),
    ]
    yield markup.items(facts)
    yield markup.prose(text(_clean(codebook.description)))
    if len(codebook.patterns):
        yield markup.prose(
            text("In a pattern, ")
            + code("*")
            + text(" stands for any letters, also none, and ")
            + code("{m,n}")
            + text(" for at least m and at most n other words. Every pattern reads texts of every language.")
        )


def _frames(codebook: Codebook, markup: Markup) -> Iterator[str]:
    text = markup.text
    for frame, label, definition, source in codebook.frames.itertuples(index=False):
        yield markup.heading(2, f"{text(_line(label))} {markup.code(_line(frame))}")
        yield markup.prose(text(_clean(definition)))
        yield from _for_people(codebook, frame, markup)
        yield from _for_machines(codebook, frame, markup)
        if isinstance(source, str):
            yield markup.heading(3, text("Source"))
            yield markup.prose(text(_clean(source)))


def _for_people(codebook: Codebook, frame: str, markup: Markup) -> Iterator[str]:
    text = markup.text
    rules = _of(codebook.rules, frame)
    for kind, heading in (("include", "Include"), ("exclude", "Exclude")):
        yield from _list(heading, [text(_clean(rule)) for rule in rules.loc[rules["kind"] == kind, "rule"]], markup)
    questions = _of(codebook.questions, frame)
    answers = zip(questions["question"], questions["text"], strict=True)
    yield from _list(
        "Questions", [f"{markup.code(_line(name))} {text(_clean(asked))}" for name, asked in answers], markup
    )
    examples = _of(codebook.examples, frame)
    if len(examples):
        yield markup.heading(3, text("Examples"))
    for passage, why in zip(examples["text"], examples["why"], strict=True):
        yield markup.quote(text(_clean(passage)))
        if isinstance(why, str):
            yield markup.prose(text(_clean(why)))


def _for_machines(codebook: Codebook, frame: str, markup: Markup) -> Iterator[str]:
    patterns = _of(codebook.patterns, frame)
    for exclude, heading in ((False, "Patterns"), (True, "Exclusion patterns")):
        part = patterns[patterns["exclude"] == exclude]
        items = [
            markup.text(f"{_LANGUAGES.get(language, _line(language))}: ")
            + ", ".join(markup.code(_line(pattern)) for pattern in part.loc[part["language"] == language, "pattern"])
            for language in part["language"].unique()
        ]
        yield from _list(heading, items, markup)


def _list(heading: str, items: list[str], markup: Markup) -> Iterator[str]:
    if items:
        yield markup.heading(3, markup.text(heading))
        yield markup.items(items)


def _of(table: pd.DataFrame, frame: str) -> pd.DataFrame:
    return table[table["frame"] == frame]


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", tidy(text))


def _line(text: str) -> str:
    return " ".join(_clean(text).split())
