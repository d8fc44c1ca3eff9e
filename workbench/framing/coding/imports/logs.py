"""Entries from the logs of the coding widget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.framing.coding.answers import Answer, count_torn, read_answers, settle_answers
from workbench.framing.coding.imports.entry import Context, Entry, Source, as_text


def read_logs(sources: Sequence[Source], context: Context) -> Iterator[Entry]:
    """Yield an entry for each passage that a coder coded or skipped; a skipped one has open values.

    All logs are read together, so that copies of one log and the logs of a coder on two machines count once.
    """
    names = {source.path: source.name for source in sources}
    for path, name in names.items():
        torn = count_torn(path)
        if torn:
            context.notes.append(
                f"{name}: {torn} {'line was' if torn == 1 else 'lines were'} cut off while being written, and nobody "
                "was told that they were saved; the others are read."
            )
    called = {path.name: name for path, name in names.items()}
    for answer in settle_answers(read_answers(names)):
        yield _entry(answer, called[answer.file])


def _entry(answer: Answer, name: str) -> Entry:
    return Entry(
        name,
        f"line {answer.line}",
        answer.unit_id,
        answer.coder,
        values=tuple(answer.codes.items()),
        codebook=as_text(answer.codebook),
        round=answer.round,
        coded_at=answer.coded_at,
        comment=as_text(answer.comment),
    )
