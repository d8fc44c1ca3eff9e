"""WebAnno TSV 3: a line a token, a column a feature of a layer, offsets in UTF-16 units (INCEpTION user guide)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from workbench.framing.coding.imports.cas import Document, by_character, choices_of, is_layer
from workbench.framing.coding.imports.entry import Choice

MARK = "#FORMAT=WebAnno TSV 3"
_TEXT = "#Text="
_TOKEN = re.compile(r"\d+-\d+(?:\.\d+)?\t(\d+)-(\d+)\t")
_BAR = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_ID = re.compile(r"(?<!\\)\[(\d+)\]$")
_ESCAPED = re.compile(r"\\(->|[\\\[\]|_;*tnrf])")
_MEANT = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}
_Mark = tuple[str, str, str, str]  # layer, feature, value, and what tells annotations of one value apart


def read_tsv(text: str) -> Document:
    """Return the document of a WebAnno TSV 3 file: its text, and the labels of its spans."""
    columns: list[tuple[str, str]] = []
    sentences: list[tuple[int, str]] = []
    waiting: list[str] = []
    spans: dict[_Mark, tuple[int, int]] = {}
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n")):
        if line.startswith("#T_"):
            columns += list(_declared(line))
        elif line.startswith(_TEXT):
            waiting.append(_plain(line.removeprefix(_TEXT)))
        elif token := _TOKEN.match(line):
            start, end = int(token[1]), int(token[2])
            if waiting:
                sentences.append((start, "\n".join(waiting)))
                waiting = []
            for mark in _marked(line, columns, number):
                first, last = spans.get(mark, (start, end))
                spans[mark] = (min(first, start), max(last, end))
    choices = [choice for mark, span in spans.items() for choice in _choices(mark, span)]
    body = _body(sentences)
    return Document(body, by_character(body, choices))


def _declared(line: str) -> Iterator[tuple[str, str]]:
    """Yield (layer, feature) for each column that a line of the header declares; "" where it is no span to read."""
    kind, _, declared = line.partition("=")
    layer, *features = declared.split("|")
    slots = any(feature.startswith("ROLE_") for feature in features)
    for place, feature in enumerate(features or [""]):
        is_target = slots and place > 0 and features[place - 1].startswith("ROLE_")
        read = kind == "#T_SP" and is_layer(layer) and not feature.startswith("ROLE_") and not is_target
        yield (layer, feature) if read else ("", "")


def _marked(line: str, columns: list[tuple[str, str]], number: int) -> Iterator[_Mark]:
    """Yield each annotation on a token; those over several tokens come again, with the same number in brackets."""
    for place, ((layer, feature), cell) in enumerate(zip(columns, line.split("\t")[3:], strict=False)):
        if layer and cell != "_" and cell:
            for stacked, value in enumerate(_BAR.sub("\\1\x00", cell).split("\x00")):
                identity = _ID.search(value)
                own = f"{number}.{place}.{stacked}"
                label = value[: identity.start()] if identity else value
                yield layer, feature, label, identity[1] if identity else own


def _choices(mark: _Mark, span: tuple[int, int]) -> list[Choice]:
    layer, feature, value, _ = mark
    # A star alone is an annotation whose feature is empty, or a layer without features: then the layer is the label.
    if value == "*":
        return [] if feature else choices_of(layer, {}, span)
    return choices_of(layer, {feature or "value": _plain(value)}, span)


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda match: _MEANT.get(match[1], match[1]), text)


def _body(sentences: Iterable[tuple[int, str]]) -> str:
    """Return the text, its sentences at their places; what lies between sentences the layout does not keep."""
    body, length = [], 0
    for start, sentence in sentences:
        body.append("\n" * (start - length) + sentence)
        length = max(start, length) + len(sentence.encode("utf-16-le")) // 2
    return "".join(body)
