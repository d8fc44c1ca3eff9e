"""Which files to read: one, all of a folder, all of a ZIP; and who reads which."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from workbench.articles.tables import CSV_SUFFIXES, XLSX_SUFFIXES
from workbench.errors import DataError, ParameterError
from workbench.framing.coding.answers import is_log
from workbench.framing.coding.imports import inception
from workbench.framing.coding.imports.entry import Context, Entry, Source
from workbench.framing.coding.imports.json_files import read_json
from workbench.framing.coding.imports.logs import read_logs
from workbench.framing.coding.imports.sheets import read_sheets

_JSON_SUFFIXES = (".json", ".jsonl", ".ndjson")
_SUFFIXES = (*CSV_SUFFIXES, *XLSX_SUFFIXES, *_JSON_SUFFIXES, ".xmi", ".zip")
_PROJECT_SUFFIXES = (".tsv", ".json", ".xmi", ".zip")
_LARGEST = 1_000_000_000  # bytes of a ZIP unpacked


def read_entries(paths: Sequence[Path], context: Context) -> list[Entry]:
    """Return the entries of files, of all files of folders, or of ZIPs; logs of the coding widget are read as one.

    Raises:
        ParameterError: there is nothing at the path, or a file of another kind.
        DataError: a file cannot be read, or none of a folder holds codes.
    """
    for path in paths:
        if not path.exists():
            raise ParameterError(f"There is nothing at {path}. Check the path; codes are read from a file or a folder.")
    with ExitStack() as stack:
        sources = [source for path in paths for source in _sources(path, path.name, stack, context)]
        logs = [source for source in sources if is_log(source.path)]
        others = (entry for source in sources if source not in logs for entry in _read(source, context))
        return [*others, *read_logs(logs, context)]


def _sources(path: Path, called: str, stack: ExitStack, context: Context) -> Iterator[Source]:
    if path.is_dir():
        yield from _folder_sources(path, called, stack, context)
    elif path.suffix.lower() == ".zip":
        yield from _folder_sources(_unpacked(path, called, stack), called, stack, context)
    elif path.suffix.lower() in _SUFFIXES:
        yield Source(path, called)
    else:
        raise ParameterError(f"{called}: files that end in {path.suffix!r} are not read. Allowed: {_listed()}.")


def _folder_sources(folder: Path, called: str, stack: ExitStack, context: Context) -> Iterator[Source]:
    project = inception.project_sources(folder, called)
    if project is not None:
        if not any(source.path.suffix.lower() in _PROJECT_SUFFIXES for source in project):
            raise DataError(
                f"{called} has no annotations in a layout that is read. Export the project again as WebAnno TSV 3, "
                "UIMA CAS JSON or UIMA CAS XMI."
            )
        yield from (inner for source in project for inner in _project_file(source, stack))
        return
    files = [file for file in sorted(folder.rglob("*")) if file.is_file() and not _is_hidden(file, folder)]
    known = [file for file in files if file.suffix.lower() in _SUFFIXES]
    if not known:
        raise DataError(f"{called} has no file that may hold codes. Read are files that end in {_listed()}.")
    if len(known) < len(files):
        others = ", ".join(file.name for file in files if file not in known)
        context.notes.append(f"{called}: not read: {others}.")
    for file in known:
        yield from _sources(file, file.relative_to(folder).as_posix(), stack, context)


def _project_file(source: Source, stack: ExitStack) -> Iterator[Source]:
    """Yield a file of a project; XMI lies in a ZIP of its own, beside the description of its types."""
    if source.path.suffix.lower() != ".zip":
        yield source
        return
    for file in sorted(_unpacked(source.path, source.name, stack).rglob("*.xmi")):
        yield source._replace(path=file)


def _is_hidden(file: Path, folder: Path) -> bool:
    """Tell files of the system and of programs that are open (~$name.xlsx) from those of the study."""
    return any(part.startswith((".", "~$", "__MACOSX")) for part in file.relative_to(folder).parts)


def _unpacked(path: Path, called: str, stack: ExitStack) -> Path:
    folder = Path(stack.enter_context(TemporaryDirectory())) / Path(called).stem  # its name may be a coder's
    folder.mkdir()
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(part.file_size for part in archive.infolist())
            if size > _LARGEST:
                raise DataError(f"{called} has {size:,} bytes unpacked; at most {_LARGEST:,} are read. Unpack it.")
            archive.extractall(folder)  # names with .. stay inside the folder
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise DataError(f"{called} cannot be unpacked: {error}. Unpack it, and pass the folder.") from error
    return folder


def _read(source: Source, context: Context) -> Iterator[Entry]:
    suffix = source.path.suffix.lower()
    if suffix in _JSON_SUFFIXES:
        yield from read_json(source, context)
    elif suffix == ".xmi":
        yield from inception.read_xmi(source)
    elif suffix in CSV_SUFFIXES and inception.is_tsv(source.path):
        yield from inception.read_tsv(source)
    else:
        yield from read_sheets(source, context)


def _listed() -> str:
    return ", ".join(_SUFFIXES)
