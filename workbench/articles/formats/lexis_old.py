"""Documents as nexis.com typeset them, in text, HTML and Word alike.

Outlet and date in the middle, the title, labelled fields, the text, labelled fields, copyright. Sources differ: the
date may stand under the title, the copyright on top, and all fields under the text.
"""

from collections.abc import Iterator, Sequence

from workbench.articles.formats import lexis_fields as words
from workbench.articles.formats.lexis_record import Draft, Part, Source
from workbench.articles.record import Record, Rejected

_SHORT = 6  # words of a line beside the title, or of one without a label among fields
_LONGEST_SECTION = 6  # paragraphs of a field under the text; more of them are text
_MOST_STRAY = 2  # paragraphs without a known label between two fields
_LONGEST_STRAY = 25  # words of a field whose label is not known


def read_old(parts: Sequence[Part], source: Source, number: int) -> Record | Rejected:
    """Return the record of one document from its paragraphs (without the line of its number), or why there is none."""
    draft = Draft()
    parts = [part for part in parts if part.label or part.text.strip()]
    if len(parts) < 2 and not any(_label(part) or part.centred for part in parts):
        told = f"No article, only: {parts[0].text!r}." if parts else "The document is empty."
        return Rejected(source.name, number, told)
    top = _top_end(parts)
    _add_top(draft, parts[:top])
    start = _add_head(draft, parts[top:]) + top
    end = _tail_start(parts, start)
    draft.body = [_text_of(part) for part in parts[start:end]]
    _add_tail(draft, parts[end:])
    return draft.record(source, number)


def _top_end(parts: Sequence[Part]) -> int:
    """Return the number of paragraphs above the title: those in the middle; in files that lost it, up to the date."""
    centred = next((at for at, part in enumerate(parts) if not part.centred), len(parts))
    if centred:
        return centred
    dated = next((at for at, part in enumerate(parts[:4]) if words.split_date(part.text)), None)
    return 0 if dated is None or any(_column(part) for part in parts[:dated]) else dated + 1


def _add_top(draft: Draft, parts: Sequence[Part]) -> None:
    lines: list[str] = []
    for part in parts:
        label = _label(part)
        if label and _column(part):
            draft.add_field(label[0], [label[1]])
        elif words.is_copyright(part.text):
            draft.add("copyright", part.text)
        else:
            lines += part.lines
    if lines and words.split_date(lines[0]):  # the outlet stands in the paragraph of the copyright
        notice = next((part for part in parts if words.is_copyright(part.text)), Part(()))
        lines = [*notice.lines[1:][-1:], *lines]
    draft.add_top(lines)


def _add_head(draft: Draft, parts: Sequence[Part]) -> int:
    """Keep title and labelled fields over the text; return where the text begins."""
    first = next((at for at, part in enumerate(parts) if _column(part)), len(parts))
    text = next((at for at, part in enumerate(parts) if _opens_text(part) and at > first), None)
    if text is not None:
        _add_title(draft, parts[:first])
        _add_fields(draft, parts[first:text])
        return text
    if not _is_head_label(parts, first):
        end = next((at for at in range(1, len(parts)) if not parts[at].centred), len(parts)) if parts else 0
        _add_title(draft, parts[:end])
        return end
    if first == 0 and len(parts) > 1 and words.is_tail(_column(parts[0])) and _is_over_text(parts[1]):
        first = 1  # a title that opens like a field: "CORRECTION: ..."
    _add_title(draft, parts[:first])
    end = _labels_end(parts, first)
    _add_fields(draft, parts[first:end])
    return end


def _is_head_label(parts: Sequence[Part], first: int) -> bool:
    """Whether the first field stands right under the title, with a short line between them at most."""
    above = [part for part in parts[:first] if not part.centred and not part.large and not _is_date(part)]
    titled = any(part.large for part in parts[:first])
    others = above if titled else above[1:]
    return first < len(parts) and len(others) < 2 and all(len(part.text.split()) <= _SHORT for part in others)


def _add_title(draft: Draft, parts: Sequence[Part]) -> None:
    """Keep the title, and a line of date or what else stands between it and the fields."""
    large = [part for part in parts if part.large]
    title = large or [part for part in parts if not part.centred and not _is_date(part)][:1]
    if title:
        draft.fields["title"] = " ".join(part.text for part in title).strip()
    for part in parts:
        if part in title:
            continue
        if "published" not in draft.fields and (part.centred or _is_date(part)):
            draft.add_top(part.lines)
        else:
            draft.add("copyright" if words.is_copyright(part.text) else "subtitle", part.text)


def _labels_end(parts: Sequence[Part], first: int) -> int:
    """Return the end of the run of fields that begins at `first`: its last known one, with what belongs to it.

    After a label that is not known, which may be the name of a speaker, only fields over the text count.
    """
    end = at = first
    while at < len(parts) and (_label(parts[at]) or _continues(parts, at)):
        known = _column(parts[at]) is not None and (at == end or not words.is_tail(_column(parts[at])))
        at += 1
        end = at if known or _continues(parts, at - 1) else end
    return end


def _tail_start(parts: Sequence[Part], start: int) -> int:
    """Return where the fields under the text begin.

    Going up from the end: a known field counts when only fields, and what may stand between them, follow it.
    """
    end = len(parts)
    while end > start and _is_notice(parts, end - 1):
        end -= 1
    tail = end
    for at in range(end - 1, start - 1, -1):
        if _column(parts[at]) is None:
            continue
        between = [parts[other] for other in range(at + 1, tail) if not _continues(parts, other)]
        if not _may_follow(parts[at], between):
            break
        tail = at
    return tail


def _may_follow(part: Part, between: Sequence[Part]) -> bool:
    """Whether paragraphs between a known field and the next belong to the fields."""
    label = _label(part)
    if words.is_section(_column(part)):
        return len(between) <= _LONGEST_SECTION
    if label and not label[1].strip() and between:  # a label over its value
        between = between[1:]
    return len(between) <= _MOST_STRAY and all(map(_is_stray, between))


def _is_stray(part: Part) -> bool:
    """Whether a paragraph without a known label may stand among fields: a code, or a field of a name not known."""
    longest = _LONGEST_STRAY if _label(part) else _SHORT
    is_sentence = part.text.rstrip("\"'”’») ")[-1:] in set(".!?")
    return bool(part.label) or (len(part.text.split()) <= longest and not is_sentence)


def _is_notice(parts: Sequence[Part], at: int) -> bool:
    """Whether a paragraph at the end is the copyright notice: it says so, or stands in the middle after a field."""
    if words.is_copyright(parts[at].text):
        return True
    before = next((part for part in reversed(parts[:at]) if not part.centred), None)
    return parts[at].centred and before is not None and bool(_column(before) or words.is_copyright(before.text))


def _add_tail(draft: Draft, parts: Sequence[Part]) -> None:
    notices = next((at for at in range(len(parts)) if all(map(_may_be_notice, parts[at:]))), len(parts))
    _add_fields(draft, parts[:notices])
    for part in parts[notices:]:
        draft.add("copyright", part.text)


def _may_be_notice(part: Part) -> bool:
    return not _label(part) and (part.centred or words.is_copyright(part.text))


def _add_fields(draft: Draft, parts: Sequence[Part]) -> None:
    """Keep labelled fields, each with the paragraphs that belong to it; what belongs to none is kept as well."""
    for label, own in _grouped(parts):
        column = words.column_of(label)
        value = (_label(own[0]) or ("", ""))[1]
        takes_all = words.is_section(column) or column == "highlight" or own[0].group
        taken = len(own) if takes_all else 1 + (not value.strip())
        draft.add_field(label, [value, *(part.text for part in own[1:taken])])
        for part in own[taken:]:
            draft.add("unlabelled", part.text)


def _grouped(parts: Sequence[Part]) -> Iterator[tuple[str, list[Part]]]:
    """Yield each label with its paragraphs; in a section, capitals alone ("PHOTO: ...") do not open another field."""
    label, own = "", list[Part]()
    for part in parts:
        found = _label(part)
        within = words.is_section(words.column_of(label)) and not part.label and not _column(part)
        if found and not within:
            if own:
                yield label, own
            label, own = found[0], [part]
        elif own:
            own.append(part)
    if own:
        yield label, own


def _continues(parts: Sequence[Part], at: int) -> bool:
    """Whether a paragraph stands in the same division as the field before it."""
    part = parts[at]
    same = [other for other in parts if other.group == part.group] if part.group else []
    return len(same) > 1 and not _label(part) and bool(_label(same[0])) and sum(bool(_label(o)) for o in same) == 1


def _opens_text(part: Part) -> bool:
    """Whether a paragraph has the label that some sources set over the text ("BODY:", "TEXT:")."""
    label = _label(part)
    return label is not None and words.is_mark("body", label[0])


def _text_of(part: Part) -> Part:
    """Return a paragraph of the text, without the label over it."""
    if not _opens_text(part):
        return part.whole()
    value = (_label(part) or ("", ""))[1]
    return part._replace(label="", lines=(value,) if value else ())


def _is_over_text(part: Part) -> bool:
    return _column(part) is not None and not words.is_tail(_column(part))


def _is_date(part: Part) -> bool:
    return words.split_date(part.text, alone=True) is not None


def _label(part: Part) -> tuple[str, str] | None:
    """Return (label, value) of a paragraph that is a field."""
    return (part.label, part.text) if part.label else words.split_capitals(part.text)


def _column(part: Part) -> str | None:
    found = _label(part)
    return words.column_of(found[0]) if found else None
