"""The widget: passes messages between the page of the notebook and the session, and says "saved" when it is."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any

import anywidget

from workbench.errors import DataError, OutputError
from workbench.framing.codebook.codebook import Codebook
from workbench.progress import answer_while_running
from workbench.widgets.coding.passages import Passage
from workbench.widgets.coding.session import Progress, Session
from workbench.widgets.coding.static import coding_html, describe_coding


class CodingWidget(anywidget.AnyWidget):
    """Shows one passage after the other and writes down what the coder sees in it.

    No text is part of its state, so none is saved in the notebook.

    Attributes:
        path: the log the answers are appended to.
    """

    _esm = Path(__file__).with_name("coding.js")
    _css = Path(__file__).with_name("coding.css")

    def __init__(self, session: Session, passages: Mapping[str, Passage]) -> None:
        super().__init__()
        answer_while_running(self)
        self.path = session.path
        self._session, self._passages = session, passages
        self._one_at_a_time = Lock()  # messages may come in while a cell runs, in a thread of their own
        self.on_msg(self._received)

    @property
    def progress(self) -> Progress:
        """How far the coder has come."""
        self._session.refresh()
        return self._session.progress()

    def __repr__(self) -> str:
        """Return who has coded how far."""
        return describe_coding(self._session)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:  # noqa: ANN401
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None:
            return None
        data, metadata = bundle
        return {**data, "text/plain": repr(self), "text/html": coding_html(self._session)}, metadata

    def _received(self, _: object, message: Mapping[str, Any], __: object) -> None:
        """Answer a message of the page."""
        with self._one_at_a_time:
            self.send(self._answered(message))
            answer_while_running(self)

    def _answered(self, message: Mapping[str, Any]) -> dict[str, Any]:
        ask, session = message.get("ask"), self._session
        if ask == "record":
            answer = message.get("answer")
            return self._recorded(answer if isinstance(answer, Mapping) else {})
        try:
            session.refresh()
        except (DataError, OutputError) as error:
            return {"trouble": str(error)}
        if ask == "skipped":
            session.go_to_skipped()
        return {"about": self._about(), "state": self._state()} if ask == "open" else {"state": self._state()}

    def _recorded(self, answer: Mapping[str, Any]) -> dict[str, Any]:
        answer_id = answer.get("id")
        try:
            counted = self._session.record(answer)
        except (DataError, OutputError) as error:
            return {"refused": answer_id, "why": str(error)}
        return {"saved": answer_id, "counted": counted, "state": self._state()}

    def _about(self) -> dict[str, Any]:
        """Return what does not change: who codes, and with which codebook."""
        session = self._session
        place = f"{session.path.resolve()}\n{session.round}"
        return {
            "key": sha256(place.encode()).hexdigest()[:16],
            "coder": session.coder,
            "round": session.round,
            "exclusive": session.codebook.exclusive,
            "file": session.path.name,
            "frames": describe_frames(session.codebook),
        }

    def _state(self) -> dict[str, Any]:
        """Return what changes with each answer: the passage to code now, and the progress."""
        session = self._session
        unit, last, done = session.current, session.last, session.progress()
        earlier = None if unit is None else session.earlier(unit)
        undo = None if last is None else {"undoes": last.id, "unit_id": last.unit_id}
        state: dict[str, Any] = {"unit_id": unit, "progress": vars(done), "undo": undo}
        if unit is not None:
            state |= {"place": session.order.index(unit) + 1, "passage": self._passages[unit]._asdict()}
        if earlier is not None:
            codes = [frame for frame, value in earlier.codes.items() if value == 1]
            none = bool(earlier.codes) and all(value == 0 for value in earlier.codes.values())
            state["draft"] = {"codes": codes, "none": none, "flag": earlier.flag, "comment": earlier.comment or ""}
        return state


def describe_frames(codebook: Codebook) -> list[dict[str, Any]]:
    """Return what a coder can read of each frame: frame, label, definition, include, exclude, questions, examples.

    Example:
        >>> from workbench.framing import read_codebook
        >>> list(describe_frames(read_codebook("generic"))[0])
        ['frame', 'label', 'definition', 'questions', 'include', 'exclude', 'examples']
    """
    rules = codebook.rules
    lists = {
        "questions": codebook.questions,
        "include": rules[rules["kind"] == "include"].rename(columns={"rule": "text"}),
        "exclude": rules[rules["kind"] == "exclude"].rename(columns={"rule": "text"}),
        "examples": codebook.examples,
    }
    by_frame = {name: table.groupby("frame")["text"].apply(list).to_dict() for name, table in lists.items()}
    return [
        {"frame": frame, "label": label, "definition": definition}
        | {name: told.get(frame, []) for name, told in by_frame.items()}
        for frame, label, definition in codebook.frames[["frame", "label", "definition"]].itertuples(index=False)
    ]
