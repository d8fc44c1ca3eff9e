"""The watch, the page on the disk, the end of a class, and the command line."""

import json
import re
import shutil
import threading
import time
from base64 import b64encode
from hashlib import sha256

import pandas as pd
import pytest
from class_coders import NAMES, code_all

from workbench.classroom import end_class, open_class, start_class, watch_class
from workbench.classroom.page import write_page, write_pulse, write_state
from workbench.classroom.watch import refresh_page
from workbench.cli import main
from workbench.errors import DataError, OutputError
from workbench.framing import read_codebook, read_codes, read_hand_codes


@pytest.fixture
def shared(tmp_path):
    return start_class(tmp_path / "monday", passages=5, out=tmp_path / "reports")


@pytest.fixture
def watched(shared):
    """A class with a watch running; what the watch told so far."""
    stop, told = threading.Event(), []
    thread = threading.Thread(target=watch_class, args=(shared,), kwargs={"stop": stop, "tell": told.append})
    thread.start()
    yield shared, told
    stop.set()
    thread.join(20)
    assert not thread.is_alive()


def wait_for(condition, seconds=20):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


def held(path):
    text = path.read_text(encoding="ascii")
    return json.loads(text[text.index("{") if path.name == "state.js" else text.index("[") : text.rindex(")")])


def test_the_watch_follows_the_logs(watched):
    shared, told = watched
    wait_for(lambda: told)
    assert told[0]["coders"] == []
    code_all(shared, ["Ana"])
    wait_for(lambda: told[-1]["coders"] and told[-1]["coders"][0]["coded"] == 5)
    wait_for(lambda: held(shared.home / "state.js")["coders"][0]["coded"] == 5)
    before = held(shared.home / "pulse.js")
    wait_for(lambda: held(shared.home / "pulse.js")[1] > before[1])
    assert held(shared.home / "pulse.js")[0] == before[0]


def test_a_folder_that_goes_and_comes_back(watched):
    shared, told = watched
    code_all(shared, ["Ana"])
    wait_for(lambda: told and told[-1]["summary"].startswith("1 coder · 5 of 5"))
    away = shared.folder.with_name("away")
    shared.folder.rename(away)
    wait_for(lambda: "cannot be reached" in held(shared.home / "pulse.js")[2])
    assert held(shared.home / "state.js")["coders"][0]["coded"] == 5
    away.rename(shared.folder)
    wait_for(lambda: held(shared.home / "pulse.js")[2] == "")


def test_a_page_that_cannot_be_written_is_tried_again(watched):
    shared, _ = watched
    wait_for((shared.home / "pulse.js").exists)
    away = shared.home.with_name("away")
    shared.home.rename(away)
    code_all(shared, ["Ana"])
    time.sleep(2)
    if not shared.home.exists():
        away.rename(shared.home)
    wait_for(lambda: (shared.home / "state.js").exists() and held(shared.home / "state.js")["coders"])


def test_the_policy_of_the_page_allows_its_own_script_and_style_alone(tmp_path):
    page = write_page(tmp_path / "home", "monday").read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    for tag in ("script", "style"):
        content = re.search(rf"<{tag}>(.*)</{tag}>", page, re.S)[1]
        assert b64encode(sha256(content.encode()).digest()).decode() in policy
    assert "default-src &#x27;none&#x27;" in policy
    assert "unsafe" not in policy
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", page)
    script = re.search(r"<script>(.*)</script>", page, re.S)[1]
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|new Function", script)


def test_what_is_written_for_the_page_ends_no_script(tmp_path):
    nasty = "</script><script>alert(1)</script>\u2028\u2029\"'\\ 😀<!--"
    version = write_state(tmp_path, {"text": nasty})
    assert held(tmp_path / "state.js") == {"text": nasty}
    assert "\u2028" not in (tmp_path / "state.js").read_text(encoding="ascii")
    assert write_state(tmp_path, {"text": nasty}) == version != write_state(tmp_path, {"text": ""})
    write_pulse(tmp_path, version, 3, trouble=nasty)
    assert held(tmp_path / "pulse.js") == [version, 3, nasty]


def test_the_same_codes_give_the_same_bytes(shared):
    code_all(shared, NAMES)
    refresh_page(shared)
    before = (shared.home / "state.js").read_bytes()
    refresh_page(shared)
    assert (shared.home / "state.js").read_bytes() == before


def test_the_end_writes_what_a_report_can_read(shared):
    code_all(shared, NAMES)
    paths = end_class(shared)
    names = [path.relative_to(shared.home).as_posix() for path in paths]
    results = ["results/agreement.csv", "results/disagreements.csv", "results/shares.csv"]
    assert names == ["codes/codes.csv", "codes/sample.csv", *results]
    generic = read_codebook("generic")
    codes, theirs = read_codes(paths[0], codebook=generic), read_codes(shared.codes, codebook=generic)
    columns = ["unit_id", "coder", "frame", "value", "codebook", "round", "coded_at", "comment"]
    pd.testing.assert_frame_equal(codes[columns], theirs[theirs["value"].notna()].reset_index(drop=True)[columns])
    hand = read_hand_codes(shared.home / "codes", codebook=generic)
    assert len(hand.sample) == 5
    assert pd.read_csv(paths[2])["coders"].tolist() == [5] * 5
    assert held(shared.home / "state.js")["ended"] is True
    assert [path.name for path in end_class(shared)] == [path.name for path in paths]


def test_a_comment_is_no_formula_in_the_table(shared):
    from workbench.framing.coding.answers import CODE, Answer
    from workbench.widgets.coding.log import append_answer, log_path

    unit = shared.sample["unit_id"].iloc[0]
    told = {"coded_at": "2026-01-12T10:00:00Z", "comment": '=HYPERLINK("x")', "codes": {"conflict": 1}}
    append_answer(log_path(shared.codes, "=1+1"), Answer(CODE, "1", unit, "=1+1", **told))
    path = end_class(shared)[0]
    text = path.read_text(encoding="utf-8-sig")
    assert not re.search(r'(^|,)"?=', text, re.M)
    assert read_codes(path)["coder"].tolist() == ["=1+1"]


def test_a_class_without_codes_cannot_end(shared):
    with pytest.raises(DataError, match="Nobody has coded anything"):
        end_class(shared)
    shutil.rmtree(shared.codes)
    with pytest.raises(OutputError, match="cannot be ended"):
        end_class(shared)


# ---- the command line


@pytest.fixture
def placed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("workbench.classroom.watch_class", lambda *_, **__: None)
    return tmp_path


def test_start_says_what_students_type_and_where_the_page_is(placed, capsys):
    opened = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("webbrowser.open", opened.append)
        assert main(["class", "start", "monday", "--unit", "paragraph", "--passages", "4"]) == 0
    said = capsys.readouterr().out
    assert "4 passages (paragraphs, " in said
    assert "workbench class code monday --coder NAME" in said
    assert opened == [(placed / "reports/class-monday/index.html").as_uri()]
    assert main(["class", "watch", "monday", "--no-browser"]) == 0
    assert main(["class", "start", "monday", "--no-browser", "--passages", "5"]) == 2
    assert "began with --passages 4" in capsys.readouterr().err


@pytest.mark.usefixtures("placed")
def test_code_opens_the_students_own_notebook(monkeypatch, capsys):
    start_class("monday", passages=2)
    ran = []
    monkeypatch.setattr("workbench.cli.classroom.start_lab", ran.append)
    assert main(["class", "code", "monday", "--coder", "Ana"]) == 0
    assert len(ran) == 1
    assert ran[0].endswith("code-Ana.ipynb")
    assert "class-monday" in ran[0]
    assert main(["class", "code", "nowhere", "--coder", "Ana"]) == 2
    assert "holds no class" in capsys.readouterr().err


@pytest.mark.usefixtures("placed")
def test_end_tells_what_it_wrote(capsys):
    shared = start_class("monday", passages=3)
    assert main(["class", "end", "monday"]) == 3
    assert "Nobody has coded" in capsys.readouterr().err
    code_all(open_class("monday"), NAMES[:2])
    assert main(["class", "end", "monday"]) == 0
    said = capsys.readouterr().out
    assert f"Wrote {shared.home / 'codes' / 'codes.csv'}" in said
    assert "--codes reports/class-monday/codes" in said


@pytest.mark.usefixtures("placed")
def test_codes_of_paragraphs_are_not_sent_to_a_report_which_counts_articles(capsys):
    start_class("monday", passages=3, unit="paragraph")
    code_all(open_class("monday"), NAMES[:2])
    assert main(["class", "end", "monday"]) == 0
    said = capsys.readouterr().out
    assert "cannot use codes of paragraphs" in said
    assert "--codes" not in said


@pytest.mark.usefixtures("placed")
def test_the_keyboard_stops_the_watch_and_says_how_to_go_on(monkeypatch, capsys):
    def stopped(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("workbench.classroom.watch_class", stopped)
    assert main(["class", "start", "monday", "--passages", "2", "--no-browser"]) == 4
    assert "Go on: workbench class watch monday" in capsys.readouterr().err


@pytest.mark.usefixtures("placed")
@pytest.mark.parametrize("arguments", [["class"], ["class", "stop", "x"], ["class", "code", "x"]])
def test_wrong_usage_is_told(arguments, capsys):
    assert main(arguments) == 2
    assert "workbench --help" in capsys.readouterr().err
