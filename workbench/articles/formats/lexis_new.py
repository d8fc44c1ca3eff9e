"""Documents as Lexis Advance, Lexis+ and Nexis Uni typeset them.

Title, outlet, date, copyright, fields, then sections under bold headings ("Body", "Graphic", "Classification").
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from workbench.articles.formats import lexis_fields as words
from workbench.articles.formats.lexis_record import Draft, Part, Source
from workbench.articles.record import Record, Rejected

_COLUMN = range(50, 90)  # characters of a line that sources wrapped themselves


class _Section(NamedTuple):
    """A section: its heading ("" for what stands before the first one) and its paragraphs."""

    heading: str
    parts: list[Part]
    is_body: bool


def read_new(parts: Sequence[Part], source: Source, number: int) -> Record | Rejected:
    """Return the record of one document from its paragraphs (without its end mark), or why there is none."""
    draft = Draft()
    styled = any(part.bold or part.label for part in parts)
    parts = list(parts) if styled else [_labelled(part) for part in parts]
    head, *sections = _sections(parts, styled=styled)
    if not any(part.label or part.text for part in parts):
        return Rejected(source.name, number, "The document is empty.")
    rest = _add_head(draft, head.parts, styled=styled)
    if not sections:
        sections = [_Section("", rest, is_body=True)]
    else:
        _add_fields(draft, rest)
    for section in sections:
        (_add_body if section.is_body else _add_section)(draft, section)
    return draft.record(source, number)


def _labelled(part: Part) -> Part:
    """Return a paragraph of a file that lost its type with its label set off, where it opens with a known one."""
    found = words.split_known(part.text)
    return part._replace(label=found[0], lines=(found[1],)) if found else part


def _sections(parts: Sequence[Part], *, styled: bool) -> list[_Section]:
    """Return what stands before the first heading, and each section; the first "Body" is the text."""
    sections = [_Section("", [], is_body=False)]
    for at, part in enumerate(parts):
        if _is_heading(parts, at, styled=styled):
            has_body = any(section.is_body for section in sections)
            named = words.column_of(part.text)
            is_body = not has_body and ("body" in part.marks or words.is_mark("body", part.text))
            # An interface of another language: the text is the first section.
            is_body = is_body or (len(sections) == 1 and not has_body and not words.is_section(named))
            sections.append(_Section(part.text, [], is_body))
        elif part.label or part.text.strip():
            sections[-1].parts.append(part)
    return sections


def _is_heading(parts: Sequence[Part], at: int, *, styled: bool) -> bool:
    """Whether a paragraph is the heading of a section: bold over a line, or bookmarked by the name it has."""
    part = parts[at]
    if part.label or not part.text.strip() or len(part.text.split()) > 6:
        return False
    if not styled:
        return _is_plain_heading(parts, at)
    following = parts[at + 1] if at + 1 < len(parts) else Part(())
    ruled = "rule" in following.marks and not following.text
    named = words.is_mark("body", part.text) or words.is_section(words.column_of(part.text))
    return part.bold and not part.centred and (ruled or (named and (part.large or bool(part.marks - {"rule"}))))


def _is_plain_heading(parts: Sequence[Part], at: int) -> bool:
    """Whether a line is a heading in a file without type: the first "Body", or "Classification" over a field."""
    text = parts[at].text
    if words.is_mark("body", text):
        return not any(words.is_mark("body", part.text) for part in parts[:at])
    following = next((part for part in parts[at + 1 :] if part.label or part.text.strip()), Part(()))
    return words.column_of(text) == "classification" and bool(following.label)


def _add_head(draft: Draft, parts: Sequence[Part], *, styled: bool) -> list[Part]:
    """Keep title, outlet, date and copyright; return the paragraphs from the first field on."""
    first = next((at for at, part in enumerate(parts) if part.label), len(parts))
    titled = next((at for at, part in enumerate(parts[:first]) if not part.bold), first) if styled else min(1, first)
    draft.fields["title"] = " ".join(part.text for part in parts[:titled]).strip() or None
    draft.add_top([line for part in parts[titled:first] for line in part.lines])
    return list(parts[first:])


def _add_fields(draft: Draft, parts: Sequence[Part]) -> None:
    for label, lines in _grouped(parts):
        draft.add_field(label, lines)


def _add_section(draft: Draft, section: _Section) -> None:
    """Keep a section under the text: its paragraphs under its heading, its fields under theirs."""
    first = next((at for at, part in enumerate(section.parts) if part.label), len(section.parts))
    draft.add_field(section.heading, [line for part in section.parts[:first] for line in part.lines])
    _add_fields(draft, section.parts[first:])


def _add_body(draft: Draft, section: _Section) -> None:
    """Keep the text, and the fields that stand under it without a heading."""
    end = _labels_start(section.parts)
    if section.heading == "":  # no headings at all: fields stand over the text as well
        start = next((at for at, part in enumerate(section.parts[:end]) if not part.label), end)
        _add_fields(draft, section.parts[:start])
        draft.body = _joined(section.parts[start:end])
    else:
        draft.body = _joined(section.parts[:end])
    _add_fields(draft, section.parts[end:])


def _labels_start(parts: Sequence[Part]) -> int:
    """Return where the fields at the end begin: at the first known one of an unbroken run of fields."""
    end = next((at + 1 for at in range(len(parts) - 1, -1, -1) if not parts[at].label), 0)
    known = (at for at in range(end, len(parts)) if words.is_tail(words.column_of(parts[at].label)))
    return next(known, len(parts))


def _joined(parts: Sequence[Part]) -> list[Part]:
    """Return the paragraphs of the text; a line set close under one of the width of a column goes on with it."""
    joined: list[Part] = []
    width = 0
    for part in (part.whole() for part in parts):
        if joined and "tight" in part.marks and width in _COLUMN and not part.row:
            joined[-1] = joined[-1]._replace(lines=(f"{joined[-1].text} {part.text}",), bold=False)
        else:
            joined.append(part)
        width = len(part.text)
    return joined


def _grouped(parts: Sequence[Part]) -> Iterator[tuple[str, list[str]]]:
    """Yield each label with its lines, and those of the paragraphs that follow it."""
    label, lines = "", list[str]()
    for part in parts:
        if part.label:
            if label:
                yield label, lines
            label, lines = part.label, list(part.lines)
        else:
            lines += part.lines
    if label:
        yield label, lines
