"""A file of edits to start from: every event as lines to uncomment, and the mentions by which it is found again."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from workbench.errors import DataError, OutputError, ParameterError, require_columns
from workbench.timeline.events.edits import read_edits
from workbench.timeline.events.result import Events
from workbench.timeline.events.status import STATUSES

_NEEDED = ["event_id", "article_id", "start", "sentence"]
_WORDS = 12  # of a sentence, enough to know it again
_LINE = 110  # characters of a sentence in a comment
_TITLE = "# Edits of events."
_HEAD = f"""{_TITLE} Pass this file to the workbench: build_events(dates, articles, edits="THIS FILE").
# Lines that begin with # do nothing. Take the # away from the lines you want, and change what is after the equals sign.
# Every entry begins with [[event]] and names its event. An entry can have any of these lines:
#   name = "The phone call"
#   date = "2025-11-21"            a day, a month (2025-11), a year, or 2025-11-21/2025-11-25
#   status = "happened"            {", ".join(STATUSES)}
#   note = "See the interview"
#   merge = ["E1", "E2"]           these events are the same one
#   drop = true                    leave the event out
# Mentions that are of another event leave with [[split]]; copy their lines from the end of this file:
#   [[split]]
#   mentions = [
#     ["article", 0, "first words"],
#   ]
#   name = "The second call"       or into = "E1": they belong to that event
"""
_ANCHORS = """
# How the events are found again when articles are added and ids change. Leave it as it is.
[mentions]
"""


class _Mention(NamedTuple):
    article_id: str
    start: int
    sentence: str | None


def write_edits_template(events: Events, path: str | Path) -> Path:
    """Write a TOML file that lists the present events for a person to edit, and return its path.

    Every event is there as lines that do nothing until their # is taken away. Under `[mentions]` the file keeps the
    mentions of each event, by which edits hold when new articles change the ids.

    Args:
        events: from `build_events`.
        path: where to. A template in which nothing was edited yet is replaced.

    Raises:
        OutputError: the file has edits in it, or is something else, or cannot be written.

    Example:
        >>> import tempfile
        >>> from workbench.timeline.events.result import empty_events
        >>> path = write_edits_template(empty_events(), Path(tempfile.mkdtemp()) / "edits.toml")
        >>> read_edits(path).edits
        ()
    """
    file = Path(path)
    require_columns(events.mentions.columns, _NEEDED, table="mentions")
    _check_unused(file)
    mentions: dict[str, list[_Mention]] = defaultdict(list)
    for event_id, *mention in events.mentions.sort_values(["article_id", "start"])[_NEEDED].itertuples(index=False):
        mentions[event_id].append(_Mention(*mention))
    blocks = [_block(event, mentions[str(event.event_id)]) for event in events.events.itertuples()]
    anchors = [_anchors(event_id, mentions[event_id]) for event_id in events.events["event_id"]]
    text = "\n".join([_HEAD, *blocks, _ANCHORS, *anchors, ""])
    unfinished = file.with_name(f".{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(text, encoding="utf-8", newline="\n")
        unfinished.replace(file)
    except OSError as error:
        raise OutputError(f"{file} cannot be written: {error}. Choose another place.") from error
    return file


def _check_unused(file: Path) -> None:
    """Raise where a file has work in it, or is not ours to replace."""
    if not file.exists():
        return
    try:
        edits = len(read_edits(file).edits)
    except (DataError, ParameterError, OSError) as error:
        raise OutputError(f"{file} exists and is no file of edits. Choose another name. {error}") from error
    if edits:
        raise OutputError(
            f"{file} has {edits} edits in it, and is not replaced. Write to another name, and copy what you need."
        )
    if not file.read_text(encoding="utf-8-sig").startswith(_TITLE):
        raise OutputError(f"{file} exists and was not written by write_edits_template(). Choose another name.")


def _block(event: Any, mentions: list[_Mention]) -> str:  # noqa: ANN401 - rows of tables have no type
    facts = [
        _shown(event.value) or "no date",
        _shown(event.status),
        f"articles: {event.articles}, mentions: {event.mentions}",
        f"conflict: {_shown(event.conflict_kind)}" if event.conflict else "",
    ]
    lines = [
        f"# {_shown(event.label)} ({'; '.join(fact for fact in facts if fact)})",
        f"# “{_shown(mentions[0].sentence)}”",
        "#[[event]]",
        f"#event = {_quoted(event.event_id)}",
        f"#name = {_quoted(_shown(event.label))}",
        *([f"#date = {_quoted(_days(event))}"] if pd.notna(event.earliest) and pd.notna(event.latest) else []),
        "",
    ]
    return "\n".join(lines)


def _days(event: Any) -> str:  # noqa: ANN401 - rows of tables have no type
    """Return the date of an event as a file of edits has it."""
    first, last = event.earliest.date().isoformat(), event.latest.date().isoformat()
    return first if first == last else f"{first}/{last}"


def _anchors(event_id: str, mentions: list[_Mention]) -> str:
    lines = [f"  [{_quoted(row.article_id)}, {row.start}, {_quoted(_first_words(row.sentence))}]," for row in mentions]
    return "\n".join([f"{_quoted(event_id)} = [", *lines, "]"])


def _first_words(sentence: object) -> str:
    return " ".join(_printable(sentence).split()[:_WORDS])


def _shown(text: object) -> str:
    """Return a text for one line of a comment: no line end or control character makes anything of it."""
    shown = _printable(text)
    return shown if len(shown) <= _LINE else f"{shown[:_LINE].rsplit(' ', 1)[0]} …"


def _printable(text: object) -> str:
    spaced = "".join(letter if letter.isprintable() else " " for letter in text) if isinstance(text, str) else ""
    return " ".join(spaced.split())


def _quoted(text: object) -> str:
    r"""Return a text as a TOML string; JSON writes the same but for the sign 7F, which TOML wants as an escape."""
    return json.dumps(str(text), ensure_ascii=False).replace("\x7f", "\\u007f")
