"""Every fault, made to happen to a real run: exit code, cause, the last good report whole all along, nothing left."""

import json

import pytest
from scenarios import FAULTS

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_costs_only_its_run(name, scene):
    fault = FAULTS[name]
    good = (scene.home / "latest").resolve().name
    with scene.reader() as reader:
        code, said = fault.make(scene)
    cause = [line for line in said.splitlines() if fault.words in line]
    assert (code, len(cause) > 0) == (fault.code, True), said
    assert "Traceback" not in said
    assert reader.torn == []
    assert (scene.home / "latest").resolve().name == good
    status = scene.status()
    assert (status["state"], status["code"], status["latest"]) == (fault.state, fault.code, good)
    assert fault.words in status["reason"]
    assert scene.left_over() == []
    assert list(scene.home.glob(".*.partial")) == []
    history = [json.loads(line) for line in (scene.home / "history.jsonl").read_text().splitlines()]
    assert [entry["state"] for entry in history] == ["done", fault.state]
    assert 'class="notice"' in (scene.home / "latest" / "index.html").read_text()
