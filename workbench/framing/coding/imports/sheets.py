"""Entries from tables: long form (a row a unit and frame), wide form (a column a frame), and labels in one column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from workbench.articles.tables import CSV_SUFFIXES, Sheet, read_tables
from workbench.cells import unguard
from workbench.errors import DataError
from workbench.framing.coding.imports import label_studio
from workbench.framing.coding.imports.entry import Choice, Context, Entry, Source, as_text
from workbench.framing.coding.imports.names import ABOUT, ALIASES, choose_columns, count_columns, plain_name
from workbench.framing.coding.values import CROSS, as_seen, is_open, is_value, plain_value

_LABELS = re.compile(r"[#;|]")
_SOMEBODY = r"(?:(?:coder|annotator|rater|kodierer|codierer|codificadora?|codeur)[ _.-]?[^\W_]+|[crak]\d{1,2})"
_GAP = r"[ _.:-]+"
_CODER_FIRST = re.compile(f"(?P<coder>{_SOMEBODY}){_GAP}(?P<frame>.+)", re.IGNORECASE)
_CODER_LAST = re.compile(f"(?P<frame>.+?){_GAP}(?P<coder>{_SOMEBODY})", re.IGNORECASE)


def read_sheets(source: Source, context: Context) -> Iterator[Entry]:
    """Yield the entries of a CSV file or a workbook; sheets without a column of units are not about units.

    Raises:
        DataError: no sheet tells units, or no column holds codes.
    """
    sheets = read_tables(source.path, count_columns(context.columns))
    told = [(sheet, _chosen(sheet, context)) for sheet in sheets]
    context.headers += [name for sheet in sheets for name in sheet.header]
    with_units = [(sheet, chosen) for sheet, chosen in told if "unit_id" in chosen or "text" in chosen]
    if not with_units:
        raise DataError(
            f"{source.name} has no column that tells the units. Found: {', '.join(sheets[0].header)}. Pass "
            'columns={"NAME": "unit_id"}.'
        )
    for sheet, chosen in with_units:
        plain = _unguarded(sheet, chosen) if source.path.suffix.lower() in CSV_SUFFIXES else sheet
        yield from _read_sheet(plain, chosen, source, context)


def _chosen(sheet: Sheet, context: Context) -> dict[str, str]:
    """Return which column is which of ours; one that is named after a frame of the codebook is that frame."""
    frames = context.frames
    return choose_columns(
        [name for name in sheet.header if not frames.names or name in context.columns or not frames.find(name)],
        context.columns,
    )


def _unguarded(sheet: Sheet, chosen: dict[str, str]) -> Sheet:
    texts = [chosen[ours] for ours in ("unit_id", "coder", "frame", "codebook", "text", "comment") if ours in chosen]
    rows = [
        (number, cells | {name: unguard(cell) for name in texts if isinstance(cell := cells[name], str)})
        for number, cells in sheet.rows
    ]
    return Sheet(sheet.title, sheet.header, rows)


def _read_sheet(sheet: Sheet, chosen: dict[str, str], source: Source, context: Context) -> Iterator[Entry]:
    if label_studio.is_table(sheet.header):
        records = [(f"row {number}", cells) for number, cells in sheet.rows]
        yield from label_studio.read_records(records, source, context)
    elif {"frame", "value"} <= set(chosen):
        yield from _crossed([_long_entry(cells, row, chosen, source) for row, cells in sheet.rows], context)
    elif "frame" in chosen:
        _check_value_column(sheet, chosen, source, context)
        yield from _read_labels(sheet, chosen, source, context)
    else:
        yield from _read_wide(sheet, chosen, source, context)


def _check_value_column(sheet: Sheet, chosen: dict[str, str], source: Source, context: Context) -> None:
    """Refuse a sheet of units and frames whose column of values has another name: every row would read as seen."""
    others = [name for name in sheet.header if name not in chosen.values()]
    given = {name: [cells[name] for _, cells in sheet.rows if not is_open(cells[name])] for name in others}
    seen = {name: {as_seen(cell) for cell in cells} for name, cells in given.items()}
    coded = [name for name, values in seen.items() if 0 in values and None not in values]  # labels never say no
    frames = [as_text(cells[chosen["frame"]]) for _, cells in sheet.rows]
    units = {as_text(cells[chosen[key]]) for key in ("unit_id",) if key in chosen for _, cells in sheet.rows}
    whole = set(context.frames.names)  # a sheet has every frame in every unit, labels hardly ever
    if coded or (len(whole) > 2 and len(units) > 1 and set(frames) == whole and len(frames) == len(whole) * len(units)):
        hint = f'columns={{"{coded[0]}": "value"}}' if coded else "a column 'value' with 1 and 0"
        raise DataError(f"{source.name} has units and frames but no column 'value'. Pass {hint}.")


def _long_entry(cells: dict[str, object], row: int, chosen: dict[str, str], source: Source) -> Entry:
    entry = _about(cells, row, chosen, source)
    frame = as_text(cells[chosen["frame"]])
    if frame is None:
        raise DataError(f"{entry.where}: no frame is named. Fill it in, or delete the row.")
    return entry._replace(values=((frame, cells[chosen["value"]]),))


def _about(cells: dict[str, object], row: int, chosen: dict[str, str], source: Source) -> Entry:
    """Return the entry of a row but for its codes."""
    told = {ours: cells[name] for ours, name in chosen.items()}
    text, unit = told.get("text"), as_text(told.get("unit_id"))
    if unit is None and not isinstance(text, str):
        raise DataError(f"{source.name}, row {row}: no unit is named. Fill it in, or delete the row.")
    return Entry(
        source.name,
        f"row {row}",
        unit or f"row {row}",
        as_text(told.get("coder")) or source.coder or source.path.stem,
        text=text if isinstance(text, str) else None,
        certain=unit is not None and plain_name(chosen.get("unit_id", "")) != "id",
        codebook=as_text(told.get("codebook")),
        round=told.get("round"),
        coded_at=told.get("coded_at"),
        comment=as_text(told.get("comment")),
    )


def _crossed(entries: list[Entry], context: Context) -> list[Entry]:
    """Return the entries of a sheet; where coders only make crosses, blanks beside a cross are a no.

    A unit without any cross stays open: nobody can tell whether the coder saw no frame or did not come so far.
    """
    given = [plain_value(value) for entry in entries for _, value in entry.values if not is_open(value)]
    if not given or not set(given) <= CROSS:
        return entries
    crossed = {(e.unit, e.coder) for e in entries for _, value in e.values if not is_open(value)}
    units = {(entry.unit, entry.coder) for entry in entries}
    if len(units) > len(crossed):
        context.notes.append(
            f"{entries[0].file}: {len(units - crossed)} units have no cross at all and are left open. Write 0 where "
            "a coder saw none of the frames."
        )
    return [
        entry._replace(values=tuple((frame, 0 if is_open(value) else value) for frame, value in entry.values))
        if (entry.unit, entry.coder) in crossed
        else entry
        for entry in entries
    ]


def _read_labels(sheet: Sheet, chosen: dict[str, str], source: Source, context: Context) -> list[Entry]:
    """Return entries of a table with the label in one column (doccano and others); rows of one unit are one entry."""
    entries = []
    for row, cells in sheet.rows:
        name = chosen["frame"]
        choices = tuple(Choice(label, name) for label in split_labels(as_text(cells[name]), context))
        entries.append(_about(cells, row, chosen, source)._replace(choices=choices))
    entries.sort(key=lambda entry: (entry.unit, entry.coder, str(entry.round)))  # stable: rows stay in their order
    joined = []
    for _, group in groupby(entries, key=lambda entry: (entry.unit, entry.coder, str(entry.round))):
        same = list(group)
        labels = [choice for entry in same for choice in entry.choices or ()]
        if len(set(labels)) < len(labels):
            raise DataError(f"{same[-1].where}: {same[-1].coder!r} coded the unit {same[-1].unit!r} so before.")
        joined.append(same[0]._replace(choices=tuple(labels)))
    return joined


def split_labels(text: str | None, context: Context) -> list[str]:
    """Return the labels in a cell: one, or several divided by # (doccano), a semicolon, a bar, or a comma.

    A comma divides only where the codebook knows all parts; without a codebook it may be part of a label.
    """
    if text is None or is_open(text):
        return []
    known = context.frames.find
    if context.frames.names and known(text):
        return [text]
    parts = [part.strip() for part in _LABELS.split(text) if part.strip()]
    by_comma = [part.strip() for part in text.split(",") if part.strip()]
    return by_comma if len(parts) == 1 and context.frames.names and all(map(known, by_comma)) else parts


def _read_wide(sheet: Sheet, chosen: dict[str, str], source: Source, context: Context) -> list[Entry]:
    """Return one entry a unit and coder; columns such as "coder1_conflict" tell the coder, too."""
    taken = {name for ours, name in chosen.items() if ours != "value"}
    found = {name: _frame_column(name, sheet, context) for name in sheet.header if name not in taken}
    frames = {name: place for name, place in found.items() if place is not None}
    if not frames:
        allowed = f"Frames of the codebook: {', '.join(context.frames.names)}. " if context.frames.names else ""
        raise DataError(
            f"{source.name} has no column of codes. Found: {', '.join(sheet.header)}. {allowed}A column of codes is "
            'named after its frame and holds 1 and 0, or is told by columns={"NAME": "frame name"}.'
        )
    _note_others(sheet, [name for name, place in found.items() if place is None], source, context)
    coders = sorted({coder or "" for coder, _ in frames.values()})
    entries = []
    for row, cells in sheet.rows:
        entry = _about(cells, row, chosen, source)
        for coder in coders:
            values = tuple((frame, cells[name]) for name, (by, frame) in frames.items() if (by or "") == coder)
            entries.append(entry._replace(coder=coder or entry.coder, values=values))
    return _crossed(entries, context)


def _frame_column(name: str, sheet: Sheet, context: Context) -> tuple[str | None, str] | None:
    """Return the coder (None: as the row tells) and the frame that a column is about, None when it is no code."""
    if name in context.columns:
        return None, context.columns[name]
    if context.frames.names:
        return _by_codebook(name, context)
    if _names_no_person(name):
        return None
    values = [cells[name] for _, cells in sheet.rows if not is_open(cells[name])]
    if match := _CODER_FIRST.fullmatch(name) or _CODER_LAST.fullmatch(name):
        return (match["coder"], match["frame"]) if all(map(is_value, values)) else None
    return (None, name) if values and all(as_seen(value) is not None for value in values) else None


def _by_codebook(name: str, context: Context) -> tuple[str | None, str] | None:
    if frame := context.frames.find(name):
        return None, frame
    for gap in re.finditer(r"[\W_]+", name):
        for coder, frame_name in ((name[: gap.start()], name[gap.end() :]), (name[gap.end() :], name[: gap.start()])):
            frame, name_of_coder = context.frames.find(frame_name.strip(" ()[]")), coder.strip(" ()[]")
            if frame and name_of_coder and not _names_no_person(name_of_coder):
                return name_of_coder, frame
    return None


def _names_no_person(name: str) -> bool:
    return plain_name(name) in ABOUT or any(plain_name(name) in aliases for aliases in ALIASES.values())


def _note_others(sheet: Sheet, names: list[str], source: Source, context: Context) -> None:
    others = [name for name in names if plain_name(name) not in ABOUT and any(cells[name] for _, cells in sheet.rows)]
    if others:
        context.notes.append(f"{source.name}: not read as frames are the columns {', '.join(map(repr, others))}.")
