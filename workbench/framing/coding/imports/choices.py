"""From what was chosen to codes: 1 for the frames chosen, 0 for the others, missing where it is not known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from workbench.errors import DataError
from workbench.framing.coding.imports.entry import Choice, Context, Entry, Frames
from workbench.framing.coding.values import is_open, is_value

_MOST_LABELS = 40  # different labels of one control; more are no labels but notes


class Code(NamedTuple):
    """The value of one frame in an entry, the frame named as the codebook names it."""

    entry: Entry
    frame: str
    value: object


class _Sets(NamedTuple):
    """What the controls of all entries are: frames with a yes, a no or a number each, or sets of labels."""

    values: dict[str, str]  # control -> frame
    labels: frozenset[str]
    frames: list[str]  # those that the labels choose among


def settle_codes(entries: Sequence[Entry], context: Context) -> list[Code]:
    """Return the codes of all entries.

    Raises:
        DataError: a frame is not one of the codebook, or a control gave a frame two values.
    """
    sets = _sets(entries, context)
    codes = []
    for entry in entries:
        codes += [Code(entry, context.frames.resolve(frame, entry.where), value) for frame, value in entry.values]
        if entry.choices is not None:
            codes += _by_values(entry, entry.choices, sets)
            codes += _by_labels(entry, entry.choices, sets, context.frames)
    return codes


def _sets(entries: Sequence[Entry], context: Context) -> _Sets:
    said: dict[str, set[str]] = {}
    for choice in (choice for entry in entries for choice in entry.choices or ()):
        said.setdefault(choice.control, set()).add(choice.label)
    values = {control: frame for control, labels in said.items() if (frame := _value_frame(control, labels, context))}
    labels = _label_controls({control: said[control] for control in said if control not in values}, context)
    _note_ignored([control for control in said if control not in values and control not in labels], said, context)
    chosen = {label for control in labels for label in said[control] if not context.frames.is_none(label)}
    names = context.frames.names or sorted(filter(None, map(context.frames.find, chosen)))
    if values and not labels:  # each frame had a question of its own, and the others were not asked about
        names = []
    return _Sets(values, labels, [name for name in names if name not in values.values()])


def _value_frame(control: str, labels: Iterable[str], context: Context) -> str | None:
    """Return the frame that a control asks about, when its name is one and its labels are values."""
    if not all(map(is_value, labels)):
        return None
    short = control.rpartition("|")[2]
    renamed = context.columns.get(short, "frame")
    return context.frames.find(short if renamed == "frame" else renamed)


def _label_controls(said: dict[str, set[str]], context: Context) -> frozenset[str]:
    """Return the controls whose labels are frames; the layers of a project go before those that come with the tool."""
    if not context.frames.names:
        own = {control for control in said if "NamedEntity" not in control} or set(said)
        return frozenset(control for control in own if len(said[control]) <= _MOST_LABELS)
    find = context.frames.find
    return frozenset(control for control, labels in said.items() if any(map(find, labels))) or frozenset(
        control for control, labels in said.items() if any(map(context.frames.is_none, labels))
    )


def _note_ignored(controls: list[str], said: dict[str, set[str]], context: Context) -> None:
    for control in controls:
        few = ", ".join(repr(label) for label in sorted(said[control])[:3])
        context.notes.append(f"Not read as frames are the labels of {control!r}: {few}.")


def _by_values(entry: Entry, choices: Iterable[Choice], sets: _Sets) -> Iterator[Code]:
    for control, frame in sets.values.items():
        given = sorted({choice.label for choice in choices if choice.control == control})
        if len(given) > 1:
            raise DataError(f"{entry.where}: {frame!r} has the values {' and '.join(given)}. Keep one.")
        yield Code(entry, frame, given[0] if given and not is_open(given[0]) else None)


def _by_labels(entry: Entry, choices: Iterable[Choice], sets: _Sets, frames: Frames) -> Iterator[Code]:
    labels = [choice.label for choice in choices if choice.control in sets.labels]
    seen = {frames.resolve(label, entry.where) for label in labels if not frames.is_none(label)}
    known = entry.finished or bool(labels)
    for frame in sets.frames:
        yield Code(entry, frame, (1 if frame in seen else 0) if known else None)
