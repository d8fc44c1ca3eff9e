"""Annotated documents: what INCEpTION marks in a text, from WebAnno TSV 3, UIMA CAS JSON and UIMA CAS XMI."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from itertools import accumulate
from typing import Any, NamedTuple

from workbench.framing.coding.imports.entry import Choice

_BUILT_IN = ("uima.", "de.tudarmstadt.", "org.dkpro.", "inception.internal.")
_NAMED_ENTITY = "NamedEntity"
_PLUMBING = ("sofa", "begin", "end", "id", "order", "Governor", "Dependent", "identifier")


class Document(NamedTuple):
    """A text with the choices made in it; name of the document and of who annotated it where they are stated."""

    text: str
    choices: tuple[Choice, ...]
    name: str | None = None
    coder: str | None = None


def is_layer(kind: str) -> bool:
    """Tell whether a type is a layer that people annotate: one of the project's own, or named entities."""
    return not kind.startswith(_BUILT_IN) or kind.endswith(_NAMED_ENTITY)


def choices_of(kind: str, features: Mapping[str, object], span: tuple[int | None, int | None]) -> list[Choice]:
    """Return what an annotation says: the values of its features, or, where it has none, the name of its layer."""
    found = []
    for name, value in features.items():
        for label in value if isinstance(value, list) else [value]:
            if isinstance(label, bool):
                label = str(label).lower()  # noqa: PLW2901 - booleans as XMI writes them
            if name not in _PLUMBING and isinstance(label, str | int | float) and str(label):
                found.append(Choice(str(label), f"{kind}|{name}", *span))
    return found or [Choice(kind.rpartition(".")[2], kind, *span)]


def by_character(text: str, choices: Iterable[Choice]) -> tuple[Choice, ...]:
    """Return choices with offsets in characters of Python, given offsets in UTF-16 units as Java counts them."""
    if all(ord(letter) < 0x10000 for letter in text):
        return tuple(choices)
    places = [0, *accumulate(2 if ord(letter) > 0xFFFF else 1 for letter in text)]
    return tuple(
        choice
        if choice.start is None or choice.end is None
        else choice._replace(start=bisect_left(places, choice.start), end=bisect_left(places, choice.end))
        for choice in choices
    )


def from_json(document: Mapping[str, Any]) -> Document:
    """Return the document of a UIMA CAS JSON file (layout 0.4)."""
    stored = document["%FEATURE_STRUCTURES"]
    structures = list(stored.values()) if isinstance(stored, dict) else stored
    by_id = {structure.get("%ID"): structure for structure in structures}
    by_id |= stored if isinstance(stored, dict) else {}
    text = next((s["sofaString"] for s in structures if isinstance(s.get("sofaString"), str)), "")
    choices: list[Choice] = []
    for structure in structures:
        kind = str(structure.get("%TYPE", ""))
        if is_layer(kind):
            span = structure.get("begin"), structure.get("end")
            choices += choices_of(kind, _json_features(structure, by_id), span)
    name, coder = _stated([(str(s.get("%TYPE", "")), s) for s in structures])
    return Document(text, by_character(text, choices), name, coder)


def _json_features(structure: Mapping[str, Any], by_id: Mapping[object, Any]) -> dict[str, object]:
    features = {name: value for name, value in structure.items() if name[:1] not in {"%", "@", "^", "#"}}
    for name, value in structure.items():
        elements = by_id.get(value, {}).get("%ELEMENTS") if name.startswith("@") and isinstance(value, int) else None
        if isinstance(elements, list) and all(isinstance(element, str) for element in elements):
            features[name[1:]] = elements
    return features


def from_xmi(data: bytes) -> Document:
    """Return the document of a UIMA CAS XMI file.

    Raises:
        ValueError: it is no XMI.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, recover=True)
    root = etree.fromstring(data, parser)
    if root is None or etree.QName(root).localname != "XMI":
        raise ValueError("no XMI")
    elements = [(_kind(etree.QName(element)), element) for element in root if isinstance(element.tag, str)]
    text = next((element.get("sofaString", "") for kind, element in elements if kind == "uima.cas.Sofa"), "")
    choices: list[Choice] = []
    for kind, element in elements:
        if is_layer(kind):
            features: dict[str, object] = {name: value for name, value in element.attrib.items() if "}" not in name}
            for child in element:
                features.setdefault(etree.QName(child).localname, []).append(child.text or "")  # type: ignore[attr-defined]
            choices += choices_of(kind, features, (_offset(element.get("begin")), _offset(element.get("end"))))
    name, coder = _stated([(kind, element.attrib) for kind, element in elements])
    return Document(text, by_character(text, choices), name, coder)


def _kind(name: Any) -> str:  # noqa: ANN401 - lxml has no types
    """Return the name of a type from its XML name: http:///webanno/custom.ecore and Frame give webanno.custom.Frame."""
    space = (name.namespace or "").removeprefix("http:///").removesuffix(".ecore").replace("/", ".")
    return f"{space}.{name.localname}"


def _offset(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() else None


def _stated(structures: Iterable[tuple[str, Mapping[str, Any]]]) -> tuple[str | None, str | None]:
    """Return the name of the document and of the annotator, where INCEpTION states them."""
    name = coder = None
    for kind, features in structures:
        if kind.endswith("CASMetadata"):
            name = features.get("sourceDocumentName") or name
            coder = features.get("username") or coder
        elif kind.endswith("DocumentMetaData"):
            name = name or features.get("documentTitle") or features.get("documentId")
    return name, coder
