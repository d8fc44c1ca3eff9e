"""INCEpTION: documents with their annotations, alone, in folders, or in the ZIP of a whole project."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from workbench.articles.decode import NotText, read_text
from workbench.errors import DataError
from workbench.framing.coding.imports import cas, webanno_tsv
from workbench.framing.coding.imports.entry import Entry, Source

CURATOR = "CURATION_USER"  # in whose name curated documents are kept
_NOBODY = ("INITIAL_CAS", "CORRECTION_USER")
_DOCUMENT_SUFFIXES = (".txt", ".html", ".htm", ".xml", ".xmi", ".json", ".tsv", ".csv", ".pdf", ".docx", ".md", ".zip")


def is_cas(document: object) -> bool:
    """Tell whether a JSON document is a UIMA CAS."""
    return isinstance(document, dict) and "%FEATURE_STRUCTURES" in document


def is_tsv(path: Path) -> bool:
    """Tell whether a file is WebAnno TSV 3."""
    with path.open("rb") as file:
        return file.read(64).lstrip(b"\xef\xbb\xbf").startswith(webanno_tsv.MARK.encode())


def read_tsv(source: Source) -> Iterator[Entry]:
    """Yield the entry of a WebAnno TSV 3 file."""
    try:
        text, _ = read_text(source.path, limit=None)
    except NotText as reason:
        raise DataError(f"{source.name} cannot be read: {reason}") from reason
    yield _entry(webanno_tsv.read_tsv(text), source)


def read_json(document: Mapping[str, Any], source: Source) -> Iterator[Entry]:
    """Yield the entry of a UIMA CAS JSON file."""
    yield _entry(cas.from_json(document), source)


def read_xmi(source: Source) -> Iterator[Entry]:
    """Yield the entry of a UIMA CAS XMI file."""
    try:
        document = cas.from_xmi(source.path.read_bytes())
    except (ValueError, SyntaxError) as error:
        raise DataError(f"{source.name} is no UIMA CAS XMI: {error}. Export the document again.") from error
    yield _entry(document, source)


def _entry(document: cas.Document, source: Source) -> Entry:
    """Return the entry of a document: the unit is the document, the coder who annotated it.

    In a project export the folder is the document ("a.txt") and the file the annotator; a file alone is named after its
    document, and its folder after the annotator, unless the file itself states them.
    """
    folder, file = source.path.resolve().parent.name, source.path.stem
    is_document = folder != without_suffix(folder) or file == CURATOR
    name = source.document or document.name or (folder if is_document else file)
    return Entry(
        source.name,
        "whole file",
        without_suffix(name),
        source.coder or document.coder or (file if is_document else folder),
        choices=document.choices,
        finished=source.finished,
        text=document.text,
        comment=source.comment,
    )


def without_suffix(name: str) -> str:
    """Return the name of a document without the ending of its file.

    Example:
        >>> without_suffix("4821a0.txt"), without_suffix("v1.2")
        ('4821a0', 'v1.2')
    """
    path = PurePosixPath(name)
    return path.stem if path.suffix.lower() in _DOCUMENT_SUFFIXES else name


def project_sources(folder: Path, called: str) -> list[Source] | None:
    """Return the annotations of a project that was exported as a whole, None where the folder is no such project.

    Documents that an annotator marked as finished are coded, also where nothing was marked in them.
    """
    described = sorted(folder.glob("exportedproject*.json"))
    kept = next((folder / name for name in ("annotation", "curation") if (folder / name).is_dir()), None)
    if not described or kept is None:
        return None
    listed = json.loads(described[0].read_text(encoding="utf-8")).get("annotation_documents") or []
    states = {(item.get("name"), item.get("user")): item for item in listed if isinstance(item, dict)}
    sources = []
    for file in sorted(path for path in kept.rglob("*") if path.is_file()):
        document, coder = file.parent.relative_to(kept).as_posix(), file.stem
        if coder in _NOBODY:
            continue
        state = states.get((document, coder), {})
        sources.append(
            Source(
                file,
                f"{called}/{file.relative_to(folder).as_posix()}",
                document,
                coder,
                finished=str(state.get("state", "")).upper() == "FINISHED",
                comment=state.get("annotatorComment") or None,
            )
        )
    return sources
