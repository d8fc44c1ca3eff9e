"""Messages: one real server on loopback hears them, and no fault of sending comes near a run."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest

from workbench.reports.notify import choose_message, notify
from workbench.reports.publishing.entry import EXIT_CODES, Entry

ALL = ("failure", "recovery", "refusal")
RUN = "2026-11-22T02-30-00Z"


def made(state, **values):
    return Entry(RUN, state, EXIT_CODES[state], "2026-11-22T02:30:00+00:00", **values)


@pytest.fixture
def server():
    """A web hook that keeps what it hears, answers with `status`, and can be slow."""

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            place.heard.append(json.loads(body))
            place.wait.wait()
            self.send_response(place.status)
            self.end_headers()

        def log_message(self, *_):
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    wait = threading.Event()
    wait.set()
    url = f"json://someone:secret@127.0.0.1:{listening.server_port}/hook"
    place = SimpleNamespace(heard=[], status=200, wait=wait, url=url)
    thread = threading.Thread(target=listening.serve_forever)
    thread.start()
    yield place
    wait.set()
    listening.shutdown()
    listening.server_close()
    thread.join()


def send(urls, what="failure", entry=None, on=ALL):
    settings = SimpleNamespace(urls=tuple(urls), on=tuple(on))
    return notify(settings, what, entry or made("failed"), name="press", place="reports/press/index.html")


@pytest.mark.parametrize(
    ("state", "before", "message"),
    [
        ("done", None, None),
        ("done", "done", None),
        ("unchanged", "done", None),
        ("done", "unchanged", None),
        ("done", "failed", "recovery"),
        ("unchanged", "refused", "recovery"),
        ("failed", None, "failure"),
        ("failed", "failed", "failure"),
        ("wrong", "done", "failure"),
        ("stopped", "done", "failure"),
        ("unwritable", "done", "failure"),
        ("refused", "failed", "refusal"),
    ],
)
def test_what_there_is_to_tell(state, before, message):
    assert choose_message(made(state), made(before) if before else None) == message


@pytest.mark.parametrize(
    ("what", "state", "title", "kind"),
    [
        ("failure", "stopped", "press: run stopped", "failure"),
        ("failure", "failed", "press: run failed", "failure"),
        ("refusal", "refused", "press: run refused", "warning"),
        ("recovery", "done", "press: runs are good again", "success"),
    ],
)
def test_a_message_arrives(server, what, state, title, kind):
    entry = made(state, articles=9, new=0, reason="Why <b>it</b> ended.", gate=("Too old.",))
    assert send([server.url], what, entry) is None
    (heard,) = server.heard
    assert (heard["title"], heard["type"]) == (title, kind)
    for line in (
        "Why <b>it</b> ended.",
        "Too old.",
        "articles: 9, new: 0",
        f"Run {RUN}",
        "See reports/press/index.html",
    ):
        assert line in heard["message"]


def test_an_address_may_stand_in_the_environment(server, monkeypatch):
    monkeypatch.setenv("PRESS_HOOK", server.url)
    assert send(["env:PRESS_HOOK"]) is None
    assert len(server.heard) == 1


def test_what_nobody_asked_for_is_not_sent(server):
    assert send([server.url], on=("recovery",)) is None
    assert send([]) is None
    assert server.heard == []


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("env:NOBODY_SET_THIS", "environment does not hold"),
        ("no address", "form that apprise knows"),
        ("", "environment does not hold"),
        ("json://someone:secret@127.0.0.1:9/hook", "took no message"),  # nobody listens there
    ],
)
def test_a_fault_is_one_sentence_and_the_others_are_sent(server, url, fault, capfd):
    told = send([url, server.url])
    assert fault in told
    assert "address 1" in told
    assert "secret" not in told
    assert len(server.heard) == 1
    assert capfd.readouterr().err == ""


def test_a_server_that_refuses(server):
    server.status = 500
    assert "took no message" in send([server.url])


def test_a_server_that_never_answers_keeps_no_run_waiting(server, monkeypatch):
    monkeypatch.setattr("workbench.reports.notify.TIME_LIMIT", 0.3)
    server.wait.clear()
    assert "nothing was heard for 0.3 s" in send([server.url])


def test_a_plug_in_that_raises(server, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError("secret")

    monkeypatch.setattr("apprise.Apprise.notify", fail)
    told = send([server.url])
    assert "failed with RuntimeError" in told
    assert "secret" not in told


def test_without_apprise(monkeypatch):
    monkeypatch.setattr("workbench.reports.notify.find_spec", lambda _: None)
    assert "framing-workbench[notify]" in send(["json://127.0.0.1"])
