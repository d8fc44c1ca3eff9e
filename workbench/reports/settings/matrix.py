"""One report file, several reports: every combination of the values under [matrix], each with a name of its own."""

from __future__ import annotations

import hashlib
import json
import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

from workbench.errors import ParameterError, nearest
from workbench.reports.notebooks import name_notebook
from workbench.reports.settings.checks import Given, report_name, show
from workbench.reports.settings.fields import CHECKS, Fields
from workbench.reports.settings.lines import Key

MOST_REPORTS = 100
_LONGEST = 80  # characters of a name
_VARIED: dict[str, Key] = {key[-1]: key for key in CHECKS if key[0] == "select"} | {"texts": ("texts",)}


@dataclass(frozen=True)
class Variant:
    """One report of a matrix: its name, the values that set it apart, and what `Settings` says of it."""

    name: Given
    fields: Fields
    more: Mapping[str, Any]


def expand_matrix(fields: Fields, above: Fields, notebooks: tuple[str, ...]) -> list[Variant]:
    """Return the reports of a matrix, the last key varying fastest; one without a matrix.

    Args:
        fields: everything in the report file, and the typed name.
        above: what was typed; it cannot stand above a key that is varied.
        notebooks: those that are run.

    Raises:
        ParameterError: a key that cannot be varied or is set elsewhere too, no list, a value twice, too many reports.
    """
    name = fields["name",]
    rows = [(key, given) for key, given in fields.items() if key[0] == "matrix"]
    if not rows:
        return [Variant(name, {}, {})]
    for _, given in rows:
        if not isinstance(given.value, list) or not given.value:
            raise given.fault("Give a list with one item a report, as in [1, 2], or take the line out.")
    reports = math.prod(len(given.value) for _, given in rows)
    if reports > MOST_REPORTS:
        raise ParameterError(
            f"{rows[0][1].place}The matrix makes {reports:,} reports; {MOST_REPORTS} are allowed. Shorten its lists, "
            "or make several report files."
        )
    targets = [_target(key[1:], given, notebooks) for key, given in rows]
    for target, (_, given) in zip(targets, rows, strict=True):
        _check_row(target, given, fields, above)
    base = report_name(name)
    found = [_variant(base, targets, values) for values in product(*(given.items() for _, given in rows))]
    return _distinct(found)


def _target(key: Key, given: Given, notebooks: tuple[str, ...]) -> Key:
    """Return the key of a report that a key of the matrix varies."""
    if len(key) == 1:
        if key[0] not in _VARIED:
            allowed = [*_VARIED, *(f"{name_notebook(wanted)}.PARAMETER" for wanted in notebooks)]
            raise ParameterError(f"{given.place}{key[0]!r} cannot be varied. {nearest(key[0], allowed)}")
        return _VARIED[key[0]]
    names = [name_notebook(wanted) for wanted in notebooks]
    if key[0] not in names:
        raise ParameterError(f"{given.place}{key[0]!r} is none of the notebooks that are run. {nearest(key[0], names)}")
    return ("parameters", *key)


def _check_row(target: Key, given: Given, fields: Fields, above: Fields) -> None:
    """Raise where a key is set elsewhere too, or a value stands there twice."""
    if target in above:
        raise ParameterError(f"{above[target].words}: {given.place}the matrix varies it. Take it out of the one.")
    if target in fields:
        raise given.fault(f"It also stands in {fields[target].place.rstrip(': ')}. Keep it in one place.")
    seen = [_mark(value) for value in given.value]
    for order, value in enumerate(given.value):
        if seen[order] in seen[:order]:
            raise given.fault(f"{show(value)} stands there twice: that would be the same report.")


def _mark(value: object) -> str:
    """Return what two values share when they ask for the same report."""
    if isinstance(value, list):
        return "|".join(sorted(map(_mark, value)))
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return str(value).removesuffix(".0")
    return json.dumps(value, default=str)


def _variant(base: str, targets: list[Key], values: tuple[Given, ...]) -> Variant:
    chosen = dict(zip(targets, values, strict=True))
    variant = {_label(target): _plain(given.value) for target, given in chosen.items()}
    slug = _slug("-".join(_say(target[-1], given.value) for target, given in chosen.items()))
    name = _shorten(f"{base}-{slug}" if slug else base, variant, is_whole=bool(slug))
    return Variant(replace(values[0], value=name, words="name"), chosen, {"matrix": base, "variant": variant})


def _label(target: Key) -> str:
    return ".".join(target[1:]) if target[0] == "parameters" else target[-1]


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _say(key: str, value: object) -> str:
    """Return the words of a value in a name: a text says itself, a number needs its key."""
    if isinstance(value, list):
        return "-".join(_say(key, item) for item in value)
    if isinstance(value, str) and value.strip() and key not in {"since", "until"}:
        return Path(value).stem if re.search(r"[/\\]|\.\w+$", value) else value
    return f"{key}-{show(value).lower()}" if str(value).strip() else f"{key}-none"


def _slug(words: str) -> str:
    return re.sub(r"[^\w.]+", "-", unicodedata.normalize("NFC", words)).strip("-.")


def _shorten(name: str, variant: Mapping[str, Any], *, is_whole: bool) -> str:
    """Return a name that fits and differs: where words do not do, a mark of the values follows."""
    if is_whole and len(name) <= _LONGEST and len(name.encode()) <= 200:
        return name
    digest = hashlib.sha256(json.dumps(variant, sort_keys=True, default=str).encode()).hexdigest()[:8]
    short = name[: _LONGEST - 9].encode()[:190].decode(errors="ignore").rstrip("-._")
    return f"{short}-{digest}"


def _distinct(variants: list[Variant]) -> list[Variant]:
    """Return the variants; those whose names would be the same folder's get the mark of their values."""
    names = [variant.name.value.casefold() for variant in variants]
    return [
        replace(
            variant,
            name=replace(variant.name, value=_shorten(variant.name.value, variant.more["variant"], is_whole=False)),
        )
        if names.count(variant.name.value.casefold()) > 1
        else variant
        for variant in variants
    ]
