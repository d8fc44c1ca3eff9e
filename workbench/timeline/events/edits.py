"""What a researcher changes about events, from a small TOML file: read, checked, and told by line where it is wrong."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.errors import DataError, ParameterError, nearest
from workbench.timeline.events.given_dates import GivenDate, read_given_date
from workbench.timeline.events.status import STATUSES

_TABLES = ("event", "split", "mentions")
_DETAILS = ("name", "date", "status", "note")
_KEYS = {"event": ("event", "mentions", "merge", "drop", *_DETAILS), "split": ("mentions", "into", *_DETAILS)}
_MENTION = 'Write it as ["article_id", start, "first words of the sentence"].'


@dataclass(frozen=True)
class Anchor:
    """A mention as the file names it: its article, where it starts, and the first words of its sentence (or None)."""

    article_id: str
    start: int
    words: str | None


@dataclass(frozen=True)
class Edit:
    """One [[event]] or [[split]] of the file; what it does not change is None, empty or False.

    Attributes:
        line: where it stands in the file; None where that cannot be told.
        event: the id of the event meant; None for a split, or where `mentions` tell it.
        mentions: of a split those that become an event of their own; else some that tell which event is meant.
        split: whether it is a [[split]].
        into: the id of the event that the mentions of a split go to, instead of a new one.
        merge: the ids of events that become part of this one.
        drop: whether the event is left out.
        name: its label.
        date: its date.
        status: its status.
        note: a remark.
    """

    line: int | None
    event: str | None = None
    mentions: tuple[Anchor, ...] = ()
    split: bool = False
    into: str | None = None
    merge: tuple[str, ...] = ()
    drop: bool = False
    name: str | None = None
    date: GivenDate | None = None
    status: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Edits:
    """The edits of a file, in its order, and the mentions by which the ids in it are found again."""

    file: str
    edits: tuple[Edit, ...]
    anchors: Mapping[str, tuple[Anchor, ...]]


def read_edits(path: str | Path) -> Edits:
    r"""Return the edits of a TOML file, after checking all of it.

    The file has any number of `[[event]]` (event = "E…" or mentions = [...]; with merge = ["E…"], drop = true,
    name, date, status, note) and `[[split]]` (mentions = [...]; with into = "E…", name, date, status, note), and
    `[mentions]`, the mentions by which each id is found again. `write_edits_template` writes a file to start from.

    Args:
        path: the file.

    Raises:
        ParameterError: there is no such file.
        DataError: it is no TOML, or an entry says something that is not allowed, or two entries contradict each
            other; the message names the line.

    Example:
        >>> import tempfile
        >>> path = Path(tempfile.mkdtemp()) / "edits.toml"
        >>> _ = path.write_text('[[event]]\nevent = "E1"\nname = "The phone call"\ndate = "2025-11-21"\n')
        >>> read_edits(path).edits[0].date.value
        '2025-11-21'
    """
    file = Path(path)
    if not file.is_file():
        raise ParameterError(f"There is no file of edits at {file}. Write one to start from: write_edits_template().")
    source = _text(file)
    content = _parsed(source, file.name)
    for key in content:
        if key in {*_KEYS["event"], *_KEYS["split"]} - set(_TABLES):
            raise DataError(
                f"{file.name}: {key!r} stands before any entry. Take the # from the [[event]] above it too."
            )
        if key not in _TABLES:
            raise DataError(f"{file.name}: {key!r} is no part of a file of edits. {nearest(key, _TABLES)}")
    edits = tuple(
        edit for kind in ("event", "split") for edit in _read_kind(content.get(kind, []), kind, source, file.name)
    )
    _check_together(edits, file.name)
    mentions = content.get("mentions", {})
    if not isinstance(mentions, dict):
        raise DataError(f"{file.name}: [mentions] holds a line for each event: E1 = [[…], […]].")
    anchors = {event: _anchors(given, f"{file.name}, mentions of {event}") for event, given in mentions.items()}
    return Edits(file.name, edits, anchors)


def _text(file: Path) -> str:
    raw = file.read_bytes()
    try:
        return raw.decode("utf-8-sig")  # editors of Windows put a mark first
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise DataError(f"{file.name}, line {line}: this is not UTF-8. Save the file as UTF-8.") from error


def _parsed(source: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(source)
    except (ValueError, RecursionError) as error:
        raise DataError(f"{name} is not TOML: {error}. {_advice(source, str(error))}") from error


def _advice(source: str, error: str) -> str:
    """Return where to look, for what people who do not program type most."""
    number = re.search(r"at line (\d+)", error)
    lines = source.splitlines()
    line = lines[int(number[1]) - 1] if number and int(number[1]) <= len(lines) else ""
    if re.search(r"[“”„‘’]", line.split("#", 1)[0]):
        return 'Word processors write curly quotation marks: type straight ones ("), in a plain text editor.'
    if re.search(r"=\s*(?:True|False|TRUE|FALSE|yes|no)\b", line):
        return "Write true or false in small letters, without quotation marks."
    if "overwrite" in error:
        return "An entry says one thing twice: begin each entry with [[event]] or [[split]] on a line of its own."
    return "Look there for a missing quotation mark, comma, bracket or equals sign."


def _read_kind(items: object, kind: str, source: str, name: str) -> Iterator[Edit]:
    """Yield the entries of one kind, each with its line."""
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise DataError(f"{name}: begin an entry with [[{kind}]] on a line of its own, with two brackets.")
    heads = [number for number, line in enumerate(source.splitlines(), 1) if _is_head(line, kind)]
    lines: list[int | None] = [*heads] if len(heads) == len(items) else [None] * len(items)
    for number, (item, line) in enumerate(zip(items, lines, strict=True), start=1):
        where = f"{name}, line {line} ([[{kind}]] {number})" if line else f"{name}, [[{kind}]] {number}"
        yield _read_entry(item, kind, line, where)


def _is_head(line: str, kind: str) -> bool:
    return "".join(line.split("#", 1)[0].split()) == f"[[{kind}]]"


def _read_entry(item: dict[str, Any], kind: str, line: int | None, where: str) -> Edit:
    for key in item:
        if key not in _KEYS[kind]:
            raise DataError(f"{where}: {key!r} is unknown. {nearest(key, _KEYS[kind])}")
    texts = {key: _string(item[key], key, where) for key in ("event", "into", "name", "note", "status") if key in item}
    if "status" in texts and texts["status"] not in STATUSES:
        raise DataError(f"{where}: status = {texts['status']!r} is unknown. {nearest(texts['status'], STATUSES)}")
    edit = Edit(
        line,
        mentions=_anchors(item["mentions"], where) if "mentions" in item else (),
        split=kind == "split",
        merge=_ids(item["merge"], where) if "merge" in item else (),
        drop=_drop(item.get("drop", False), where),
        date=_date(item["date"], where) if "date" in item else None,
        **texts,
    )
    _check_whole(edit, where)
    return edit


def _string(value: object, key: str, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise DataError(f'{where}: {key} = {value!r} is no text. Write it in quotation marks: {key} = "…".')
    return " ".join(value.split())


def _ids(value: object, where: str) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    if not items:
        raise DataError(f'{where}: merge names no event. Write merge = ["E…", "E…"].')
    return tuple(_string(item, "merge", where) for item in items)


def _drop(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise DataError(f"{where}: drop = {value!r} is not allowed. Write drop = true, or leave the line out.")
    return value


def _date(value: object, where: str) -> GivenDate:
    try:
        return read_given_date(value)
    except ValueError as error:
        raise DataError(f"{where}: date: {error}") from error


def _anchors(value: object, where: str) -> tuple[Anchor, ...]:
    if not isinstance(value, list) or not value:
        raise DataError(f"{where}: mentions = {value!r} is no list of mentions. {_MENTION}")
    return tuple(_anchor(item, where) for item in value)


def _anchor(item: object, where: str) -> Anchor:
    match item:
        case [str(article), int(start)] if not isinstance(start, bool):
            return Anchor(article, start, None)
        case [str(article), int(start), str(words)] if not isinstance(start, bool):
            return Anchor(article, start, words)
    raise DataError(f"{where}: {item!r} is no mention. {_MENTION}")


def _check_whole(edit: Edit, where: str) -> None:
    """Raise where an entry names no event, changes nothing, or does two things that exclude each other."""
    changes = [edit.merge, edit.drop, edit.name, edit.date, edit.status, edit.note]
    if edit.split and not edit.mentions:
        raise DataError(f"{where}: a split needs the mentions that leave. {_MENTION}")
    if not edit.split and not edit.event and not edit.mentions:
        raise DataError(f'{where}: no event is named. Write event = "E…", or mentions = [...].')
    if not edit.split and not any(changes):
        raise DataError(f"{where}: nothing is changed. Add merge, drop, name, date, status or note.")
    if edit.drop and any([edit.merge, edit.name, edit.date, edit.status, edit.note]):
        raise DataError(f"{where}: the event is dropped and changed at once. Keep one of the two.")
    if edit.event and edit.event in edit.merge:
        raise DataError(f"{where}: {edit.event!r} is to be merged with itself. Name the other event.")


def _check_together(edits: tuple[Edit, ...], name: str) -> None:
    """Raise where two entries say different things about one event or one mention."""
    said = [(edit.event, key) for edit in edits if edit.event for key in ("drop", *_DETAILS) if getattr(edit, key)]
    for (event, key), times in Counter(said).items():
        if times > 1:
            raise DataError(f"{name}: {event!r} has {key} in {times} entries. Keep one.")
    merged = Counter(event for edit in edits for event in dict.fromkeys(edit.merge))
    for event, times in merged.items():
        if times > 1:
            raise DataError(f"{name}: {event!r} is merged into {times} events. Keep one.")
    left = Counter((a.article_id, a.start) for edit in edits if edit.split for a in edit.mentions)
    for (article, start), times in left.items():
        if times > 1:
            raise DataError(f"{name}: the mention [{article!r}, {start}] is split off {times} times. Keep one.")
    _check_rings(edits, name)


def _check_rings(edits: tuple[Edit, ...], name: str) -> None:
    into = {event: edit.event for edit in edits if edit.event for event in edit.merge}
    for first, target in into.items():
        seen, event = [first], target
        while event in into and event not in seen:
            seen.append(event)
            event = into[event]
        if event in seen:
            raise DataError(f"{name}: {' and '.join(seen)} are merged into each other. Keep one direction.")
