"""The kernel killed while answers stream in: nothing that was acknowledged is lost, and nothing counts twice."""

import os
import queue
import random
import signal
import threading
import time

import pytest
from coding_kernels import Page, read_lines, start_launcher

from workbench.framing import read_codes

pytestmark = pytest.mark.slow

KILLS, UNITS = 50, 3_000


def stream(page, acknowledged, waiting, state, end):
    """Code one passage after the other as a page does, each when the last was acknowledged; until `end`.

    Returns the answer that nobody acknowledged, to be sent again, and the last state the kernel told.
    """
    while time.monotonic() < end:
        if waiting is None:
            name = f"answer-{random.getrandbits(64):016x}"
            waiting = {"did": "code", "id": name, "unit_id": state["unit_id"], "codes": ["conflict"], "seconds": 1}
        page.send({"ask": "record", "answer": waiting})
        try:
            while (heard := page.hear(0.3)).get("saved") != waiting["id"]:
                pass
        except queue.Empty:
            break
        assert heard["counted"]
        acknowledged[waiting["id"]] = waiting["unit_id"]
        waiting, state = None, heard["state"]
    return waiting


def test_a_kernel_killed_at_random_moments_loses_and_doubles_nothing(tmp_path):
    moments, acknowledged, waiting, open_ones = random.Random(8), {}, None, 0
    with start_launcher() as launcher:
        for _ in range(KILLS):
            page = Page(launcher, tmp_path, units=UNITS)
            assert page.about["state"]["progress"]["coded"] in {len(acknowledged), len(acknowledged) + 1}
            moment = moments.uniform(0, 0.12)
            killer = threading.Timer(moment, os.kill, (page.kernel, signal.SIGKILL))
            killer.start()
            waiting = stream(page, acknowledged, waiting, page.about["state"], time.monotonic() + moment + 1)
            killer.join()
            page.close()
            open_ones += waiting is not None
        page = Page(launcher, tmp_path, units=UNITS)
        stream(page, acknowledged, waiting, page.about["state"], time.monotonic() + 0.2)
        os.kill(page.kernel, signal.SIGTERM)
        page.close()
    lines = read_lines(tmp_path)
    assert {line["id"]: line["unit_id"] for line in lines} == acknowledged
    assert len(lines) == len(acknowledged)
    codes = read_codes(tmp_path / "codes")
    assert set(codes["unit_id"]) == set(acknowledged.values())
    assert len(codes) == 5 * len(acknowledged)
    assert open_ones >= KILLS // 2, "most kills should hit an answer on its way"
