"""The log of the coding widget: a file a coder, a line an answer, on the disk before it is acknowledged."""

import errno
import json
import os
import random
import signal
import stat
import subprocess
import sys
import warnings
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from workbench.errors import OutputError, ParameterError
from workbench.framing import read_codebook, read_codes, read_hand_codes
from workbench.framing.coding.answers import Answer, count_torn, is_log, read_answers, settle_answers
from workbench.widgets.coding.log import append_answer, log_path, read_log
from workbench.widgets.coding.session import Session

CODES = {"conflict": 1, "morality": 0}


def answer(number, unit="a-p0", *, did="code", coder="ana", minute=None, **more):
    codes = CODES if did == "code" else dict.fromkeys(CODES) if did == "skip" else {}
    at = f"2026-01-01T00:{number if minute is None else minute:02}:00.000000Z"
    return Answer(did, f"answer-{number:03}", unit, coder, at, **({"codes": codes} | more))


def write(path, *answers):
    for one in answers:
        append_answer(path, one)
    return path


# names of files


@pytest.mark.parametrize("coder", ["ana", "Ben", "josé", "李", "ana_2", "a.b"])
def test_a_plain_name_is_the_name_of_the_file(coder, tmp_path):
    assert log_path(tmp_path, coder) == tmp_path / f"{coder}.jsonl"


@pytest.mark.parametrize("coder", ["../x", "a/b", "C:\\x", "ana maria", "con", "NUL", "...", "-", "sample", "x" * 500])
def test_other_names_stay_in_the_folder_and_get_a_sign_of_their_own(coder, tmp_path):
    path = log_path(tmp_path, coder)
    assert path.parent == tmp_path
    assert len(path.name) < 120
    assert path.stem.lower() not in {"con", "nul", "sample"}


@pytest.mark.parametrize("coder", ["con.txt", "LPT9.x", "\U00020000" * 300, "中" * 300, "😀"])
def test_names_that_a_system_would_not_take_are_changed(coder, tmp_path):
    path = write(log_path(tmp_path, coder), answer(1, coder=coder))
    assert len(path.name.encode()) <= 220
    assert path.name.partition(".")[0].casefold() not in {"con", "lpt9"}


def test_two_who_began_at_the_same_time_with_names_that_differ_in_capitals_both_go_on(tmp_path):
    paths = [tmp_path / f"{coder}.jsonl" for coder in ("Ana", "ana")]
    for path in paths:
        write(path, answer(1, coder=path.stem))
    if paths[0].samefile(paths[1]):
        pytest.skip("this file system cannot tell the two apart")
    assert [log_path(tmp_path, path.stem) for path in paths] == paths


def test_no_two_coders_have_one_file(tmp_path):
    names = ["a b", "a-b", "a/b", "a\\b", "a:b", "a  b", ".a-b", "a-b-", "x" * 100, "x" * 101]
    assert len({log_path(tmp_path, name).name.casefold() for name in names}) == len(names)


def test_white_space_around_a_name_and_ways_to_write_an_accent_do_not_matter(tmp_path):
    assert log_path(tmp_path, " jose\u0301 ") == log_path(tmp_path, "jos\u00e9")


def test_names_that_differ_in_capitals_only_are_refused(tmp_path):
    write(log_path(tmp_path, "Ana"), answer(1, coder="Ana"))
    with pytest.raises(ParameterError, match="Pass coder='Ana' if you are the same person"):
        log_path(tmp_path, "ana")


@pytest.mark.parametrize("coder", ["", "  ", None, 7, "\ud800"])
def test_nobody_has_no_file(coder, tmp_path):
    with pytest.raises(ParameterError, match="names nobody"):
        log_path(tmp_path, coder)


# writing


def test_an_answer_is_one_line_and_comes_back_as_it_was(tmp_path):
    said = answer(1, comment="Zeile 1\nZeile 2 \u2028 – „so“ \ud800", flag=True, seconds=4.5, codebook="0" * 16)
    path = write(tmp_path / "ana.jsonl", said)
    assert path.read_bytes().count(b"\n") == 1
    read = read_answers([path])[0]
    assert replace(read, comment=said.comment) == said
    assert read.comment == said.comment.replace("\ud800", "?")
    assert (read.file, read.line) == ("ana.jsonl", 1)


@pytest.mark.parametrize(
    "torn", [b'{"did": "co', b'{"did": "code", "id": "answer-00', b"{", b"\0\0\0\0", b'{"did": "code"}']
)
def test_a_torn_last_line_counts_for_nothing_and_is_not_joined_with_the_next(torn, tmp_path):
    path = write(tmp_path / "ana.jsonl", answer(1))
    with path.open("ab") as file:
        file.write(torn)
    assert [one.id for one in read_answers([path])] == ["answer-001"]
    write(path, answer(2, "a-p1"), answer(3, "a-p2"))
    assert [one.id for one in read_answers([path])] == ["answer-001", "answer-002", "answer-003"]
    assert count_torn(path) == (0 if torn.startswith(b"\0") else 1)


def test_zeros_that_a_power_cut_left_do_not_hide_the_line_behind_them(tmp_path):
    path = write(tmp_path / "ana.jsonl", answer(1))
    path.write_bytes(path.read_bytes() + b"\0" * 512 + path.read_bytes().replace(b"answer-001", b"answer-002"))
    assert len(read_answers([path])) == 2


@pytest.mark.parametrize("cut", range(1, 9))
def test_a_log_whose_only_line_was_cut_off_is_still_a_log(cut, tmp_path):
    path = tmp_path / "ana.jsonl"
    path.write_bytes(b'{"did": "code"'[:cut])
    assert is_log(path)
    assert read_log(tmp_path).empty


@pytest.mark.parametrize(
    "before", [b"\xef\xbb\xbf", b"\0" * 500, b"\0" * 500 + b"\n", b"\r\n", b'e", "codes": {}}\n', b"<<<<<<< HEAD\n"]
)
def test_a_log_whose_beginning_was_damaged_is_still_a_log(before, tmp_path):
    path = write(tmp_path / "ana.jsonl", answer(1), answer(2, "a-p1"))
    path.write_bytes(before + path.read_bytes())
    assert is_log(path)
    assert [one.id for one in read_answers([path])] == ["answer-001", "answer-002"]


HOSTILE = [
    {"undoes": []}, {"did": "undo", "undoes": {}}, {"did": []}, {"flag": "yes"}, {"seconds": "a"}, {"seconds": [1]},
    {"seconds": float("nan")}, {"seconds": float("inf")}, {"codebook": 5}, {"comment": {"a": 1}}, {"round": 10**60},
    {"round": True}, {"round": -1}, {"coder": "\ud800"}, {"unit_id": "\ud800"}, {"comment": "\ud800"},
    {"codes": {"\ud800": 1}}, {"coded_at": "yesterday"}, {"coded_at": "9" * 50},
]  # fmt: skip


@pytest.mark.parametrize("wrong", [*HOSTILE, None], ids=str)
def test_no_line_of_a_log_takes_the_others_with_it(wrong, tmp_path):
    path = write(tmp_path / "ana.jsonl", answer(1))
    line = json.dumps(json.loads(path.read_bytes()) | {"id": "hostile-1", "unit_id": "a-p9"} | wrong) if wrong else (
        '{"did": ' + "[" * 100_000
    )  # fmt: skip
    path.write_text(f"{path.read_text()}{line}\n")
    with warnings.catch_warnings(action="ignore"):
        codes = read_codes(tmp_path)
    assert "a-p0" in set(codes["unit_id"])
    assert "a-p0" in set(read_log(tmp_path)["unit_id"])
    session = Session(["a-p0", "a-p9"], read_codebook("generic"), coder="ana", path=path)
    json.dumps(vars(session.progress()), allow_nan=False)


@pytest.mark.parametrize("content", [b"", b'{"unit_id": "a"}\n', b"unit_id,coder\n"])
def test_other_files_are_no_logs(content, tmp_path):
    path = tmp_path / "ana.jsonl"
    path.write_bytes(content)
    assert not is_log(path)


def refuse_fsync(monkeypatch, kind):
    """The disk refuses to bring files ("S_ISREG") or folders ("S_ISDIR") to itself."""
    whole = os.fsync

    def fsync(handle):
        if getattr(stat, kind)(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        whole(handle)

    monkeypatch.setattr(os, "fsync", fsync)


@pytest.mark.parametrize("way", ["fsync", "open"])
def test_an_answer_that_stands_counts_where_a_folder_cannot_be_brought_to_the_disk(way, tmp_path, monkeypatch):
    """Some network folders know no fsync; a folder that answers are dropped into may be closed to readers."""
    path = tmp_path / "codes" / "ana.jsonl"
    opened = os.open

    def closed(place, *more):
        if Path(place) == path.parent:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return opened(place, *more)

    if way == "open":
        monkeypatch.setattr(os, "open", closed)
    else:
        refuse_fsync(monkeypatch, "S_ISDIR")
    append_answer(path, answer(1))
    assert [one.id for one in read_answers([path])] == ["answer-001"]
    session = Session(["a-p0", "a-p1"], read_codebook("generic"), coder="ben", path=tmp_path / "new" / "ben.jsonl")
    assert session.record({"did": "skip", "id": "0" * 8, "unit_id": "a-p0"})
    assert session.progress().skipped == 1


def test_an_answer_that_the_disk_does_not_take_is_not_written(tmp_path, monkeypatch):
    refuse_fsync(monkeypatch, "S_ISREG")
    with pytest.raises(OutputError, match=r"cannot be written to .*ana\.jsonl: .*Make room"):
        append_answer(tmp_path / "ana.jsonl", answer(1))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_full_disk_is_said_plainly():
    with pytest.raises(OutputError, match=r"cannot be written to /dev/full.*Make room"):
        append_answer(Path("/dev/full"), answer(1))


def test_a_folder_that_is_a_file_is_said_plainly(tmp_path):
    (tmp_path / "codes").write_text("x")
    with pytest.raises(OutputError, match="cannot be written"):
        append_answer(tmp_path / "codes" / "ana.jsonl", answer(1))


# what stands


def ids(answers):
    return [one.id[-1] for one in settle_answers(answers)]


@pytest.mark.parametrize(
    ("done", "standing"),
    [
        ([answer(1), answer(2, "b")], ["1", "2"]),
        ([answer(1), answer(2)], ["2"]),
        ([answer(1, did="skip"), answer(2)], ["2"]),
        ([answer(1), answer(2, did="undo", undoes="answer-001")], []),
        ([answer(1, did="skip"), answer(2), answer(3, did="undo", undoes="answer-002")], ["1"]),
        ([answer(2, did="undo", undoes="answer-001"), answer(1)], []),
        ([answer(1), answer(2, coder="ben"), answer(3, round=2)], ["1", "2", "3"]),
        ([answer(1), answer(2, did="undo", undoes="answer-009")], ["1"]),
        ([], []),
    ],
)
def test_what_stands(done, standing):
    assert ids(done) == standing


def test_copies_of_a_log_count_once_and_a_coder_on_two_machines_goes_on(tmp_path):
    write(tmp_path / "ana.jsonl", answer(1), answer(2, "b"))
    write(tmp_path / "ana (1).jsonl", answer(1), answer(3, "c"), answer(4, "b"))
    assert ids(read_answers(tmp_path.glob("*.jsonl"))) == ["1", "3", "4"]


def test_a_clock_that_was_set_back_does_not_turn_the_order_of_a_file(tmp_path):
    path = write(tmp_path / "ana.jsonl", answer(1, minute=30), answer(2, minute=10))
    assert ids(read_answers([path])) == ["2"]


# reading


def test_codes_come_back_with_their_frames_time_and_comment(tmp_path):
    write(
        tmp_path / "ana.jsonl",
        answer(1, comment="hm"),
        answer(2, "b", did="skip"),
        answer(3, "c"),
        answer(4, "c", did="undo", undoes="answer-003"),
    )
    codes = read_codes(tmp_path)
    assert codes[["unit_id", "coder", "frame"]].to_numpy().tolist() == [
        ["a-p0", "ana", "conflict"],
        ["a-p0", "ana", "morality"],
        ["b", "ana", "conflict"],
        ["b", "ana", "morality"],
    ]
    assert codes["value"].fillna(-1).tolist() == [1, 0, -1, -1]
    assert codes["comment"].tolist()[0] == "hm"
    assert codes["coded_at"].dt.minute.tolist() == [1, 1, 2, 2]


def test_a_cut_line_is_told_when_codes_are_read(tmp_path):
    path = write(tmp_path / "ana.jsonl", answer(1))
    with path.open("ab") as file:
        file.write(b'{"did": ')
    with pytest.warns(UserWarning, match="ana.jsonl: 1 line was cut off"):
        assert len(read_codes(path)) == 2


def test_hand_codes_take_logs_beside_sheets(tmp_path):
    codebook = read_codebook("generic")
    frames = codebook.frames["frame"].tolist()
    write(tmp_path / "ana.jsonl", answer(1, codes=dict.fromkeys(frames, 0), codebook=codebook.hash))
    write(tmp_path / "ana-copy.jsonl", answer(1, codes=dict.fromkeys(frames, 0), codebook=codebook.hash))
    pd.DataFrame({"unit_id": "a-p0", "coder": "ben", "frame": frames, "value": 0}).to_csv(tmp_path / "ben.csv")
    hand = read_hand_codes(tmp_path, codebook=codebook)
    assert hand.codes.groupby("coder").size().to_dict() == {"ana": 5, "ben": 5}
    assert hand.gold["value"].tolist() == [0.0] * 5


def test_the_log_as_a_table_tells_what_codes_do_not(tmp_path):
    write(tmp_path / "ben.jsonl", answer(1, coder="ben"))
    write(tmp_path / "ana.jsonl", answer(2, flag=True, seconds=3.5), answer(3, "b", did="skip"))
    (tmp_path / "notes.jsonl").write_text('{"text": "x"}\n')
    table = read_log(tmp_path)
    assert table["coder"].tolist() == ["ana", "ana", "ben"]
    assert table["skipped"].tolist() == [False, True, False]
    assert table["flag"].tolist() == [True, False, False]
    assert table["seconds"].tolist()[0] == 3.5
    assert str(table["coded_at"].dtype) == "datetime64[us, UTC]"
    assert read_log(tmp_path / "none").dtypes.equals(table.dtypes)


# killed at any moment

WRITER = """
import sys
from workbench.framing.coding.answers import Answer
from workbench.widgets.coding.log import append_answer, log_path
from pathlib import Path
folder, start = Path(sys.argv[1]), int(sys.argv[2])
for number in range(start, start + 100_000):
    name = f"answer-{number:08}"
    append_answer(log_path(folder, "ana"), Answer("code", name, f"u{number}", "ana", "2026-01-01", comment="x" * 3000))
    sys.stdout.write(name + "\\n")
    sys.stdout.flush()
"""


@pytest.mark.slow
def test_a_writer_killed_at_random_moments_loses_nothing_it_acknowledged(tmp_path):
    moments = random.Random(7)
    acknowledged = []
    for turn in range(6):
        command = [sys.executable, "-c", WRITER, str(tmp_path), str(turn * 1_000_000)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        lines = [process.stdout.readline().strip() for _ in range(moments.randrange(1, 40))]
        process.send_signal(signal.SIGKILL)
        lines += [line.strip() for line in process.stdout]
        process.wait()
        acknowledged += [line for line in lines if len(line) == len("answer-00000000")]
    stored = [one.id for one in read_answers([tmp_path / "ana.jsonl"])]
    assert set(acknowledged) <= set(stored)
    assert len(stored) == len(set(stored))
    raw = (tmp_path / "ana.jsonl").read_text().splitlines()
    assert sum(json.loads(line)["did"] == "code" for line in raw if line.endswith("}")) == len(stored)
