"""What stands in a report or an exported notebook in place of the widget: who coded how far, and no text."""

from __future__ import annotations

from html import escape

from workbench.widgets.coding.session import Session


def describe_coding(session: Session) -> str:
    """Return a sentence: who has coded how many passages.

    Example:
        >>> from pathlib import Path
        >>> from workbench.framing import read_codebook
        >>> session = Session(["a", "b"], read_codebook("generic"), coder="ana", path=Path("none/ana.jsonl"))
        >>> describe_coding(session)
        'ana has coded 0 of 2 passages.'
    """
    done = session.progress()
    others = [f"{number} {what}" for number, what in ((done.skipped, "skipped"), (done.flagged, "flagged")) if number]
    which = "" if session.round == 1 else f" in round {session.round}"
    more = f" ({', '.join(others)})" if others else ""
    return f"{session.coder} has coded {done.coded} of {done.passages} passages{which}{more}."


def coding_html(session: Session) -> str:
    """Return the static view: the sentence, and how often each frame was seen."""
    codebook = session.codebook
    labels = zip(codebook.frames["frame"], codebook.frames["label"], strict=True)
    seen = session.count_seen()
    rows = "".join(f"<tr><th scope='row'>{escape(label)}</th><td>{seen[frame]}</td></tr>" for frame, label in labels)
    coded = session.progress().coded
    return (
        f"<p><strong>{escape(describe_coding(session))}</strong> Codebook: {escape(codebook.name)} "
        f"{escape(codebook.version)} ({escape(codebook.hash)}).</p>"
        f"<table><thead><tr><th scope='col'>Frame</th><th scope='col'>Seen in, of {coded}</th></tr></thead>"
        f"<tbody>{rows}</tbody></table><p>As it stood when this cell ran. To code on, run the cell in JupyterLab.</p>"
    )
