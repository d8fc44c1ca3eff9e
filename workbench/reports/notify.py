"""Messages about runs through apprise, the extra `[notify]`: mail, chat, a web hook. A message never changes a run."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Protocol

from workbench.reports.publishing.entry import WORDS, Entry, say_time

FAILURE, RECOVERY, REFUSAL = "failure", "recovery", "refusal"
TIME_LIMIT = 30.0  # seconds for all addresses together
_KINDS = {FAILURE: "failure", RECOVERY: "success", REFUSAL: "warning"}  # as apprise calls them: colour, icon
_TITLES = {FAILURE: "run {}", RECOVERY: "runs are good again", REFUSAL: "run refused"}


class Addresses(Protocol):
    """What `notify` needs of the settings: addresses in apprise's form, and what to tell of."""

    @property
    def urls(self) -> Sequence[str]:
        """Addresses; "env:NAME" stands for what the environment holds under NAME."""

    @property
    def on(self) -> Sequence[str]:
        """Some of "failure", "recovery", "refusal"."""


def choose_message(entry: Entry, previous: Entry | None) -> str | None:
    """Return "failure", "refusal" or "recovery" (a good run after one that was not), or None for nothing to tell.

    Example:
        >>> choose_message(Entry("r", "done", 0, ""), previous=None) is None
        True
    """
    if not entry.good:
        return REFUSAL if entry.state == "refused" else FAILURE
    return RECOVERY if previous is not None and not previous.good else None


def notify(settings: Addresses, what: str, entry: Entry, *, name: str, place: str) -> str | None:
    """Send a message about a run to every address; return None, or one sentence about what could not be sent.

    Nothing is sent when `settings.on` does not name `what`, or there is no address. No address stands in the sentence:
    addresses hold passwords.

    Args:
        settings: addresses and occasions.
        what: "failure", "recovery" or "refusal".
        entry: the run.
        name: the report.
        place: where to look: a path or an address of its history page.

    Example:
        >>> from types import SimpleNamespace
        >>> entry = Entry("2026-11-22T21-38-32Z", "failed", 1, "2026-11-22T21:38:32+00:00")
        >>> notify(SimpleNamespace(urls=(), on=("failure",)), "failure", entry, name="demo", place="reports/demo")
    """
    if what not in settings.on or not settings.urls:
        return None
    told: list[str] = []
    # In a thread of its own: a name server that does not answer must not keep a nightly run waiting.
    thread = threading.Thread(target=_send_all, args=(settings.urls, what, entry, name, place, told), daemon=True)
    thread.start()
    thread.join(TIME_LIMIT)
    if thread.is_alive():
        told.append(f"nothing was heard for {TIME_LIMIT:g} s")
    return f"The message about this run was not sent everywhere: {'; '.join(told)}." if told else None


def _send_all(urls: Sequence[str], what: str, entry: Entry, name: str, place: str, told: list[str]) -> None:
    if find_spec("apprise") is None:
        told.append('apprise is not installed; install it with pip install "framing-workbench[notify]"')
        return
    logging.getLogger("apprise").addHandler(logging.NullHandler())  # what it warns of, we tell, without the address
    title = f"{name}: {_TITLES[what].format(WORDS[entry.state])}"
    for number, url in enumerate(urls, start=1):
        fault = _send(_resolve(url), title, _body(entry, place), _KINDS[what])
        if fault:
            told.append(f"address {number} {fault}")


def _resolve(url: str) -> str | None:
    return os.environ.get(url.removeprefix("env:")) if url.startswith("env:") else url


def _send(url: str | None, title: str, body: str, kind: str) -> str | None:
    """Send to one address and return what went wrong, if anything; whatever a plug-in raises stays here."""
    if not url:
        return "is a name that the environment does not hold"
    from apprise import Apprise, NotifyType

    sender = Apprise()
    try:
        if not sender.add(url):
            return "is not in a form that apprise knows"
        sent = sender.notify(title=title, body=body, notify_type=NotifyType(kind), body_format="text")
    except Exception as error:
        return f"failed with {type(error).__name__}"
    return None if sent else "took no message"


def _body(entry: Entry, place: str) -> str:
    counts = [("articles", entry.articles), ("new", entry.new), ("set aside", entry.rejected)]
    told = ", ".join(f"{word}: {value}" for word, value in counts if value is not None)
    lines = [entry.reason, *(sentence for sentence in entry.gate if sentence not in entry.reason), told]
    began = f"Run {entry.run}, begun on {say_time(entry.started)}."
    return "\n".join([*(line for line in lines if line), began, f"See {place}"])
