"""When and what to schedule: times, days, words that arrive as they are, the command line."""

import random
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from schedule_cases import FOLDERS, as_cron_reads, as_systemd_reads, as_windows_reads

from workbench.cli import main
from workbench.errors import ParameterError
from workbench.reports.schedule import build_job
from workbench.reports.schedule.quote import (
    quote_cron,
    quote_jinja_shell,
    quote_shell,
    quote_systemd,
    quote_windows,
    quote_yaml,
)
from workbench.reports.schedule.when import format_cron, name_days, parse_days, parse_time


@pytest.mark.parametrize(
    ("text", "time"), [("02:30", (2, 30)), ("2:30", (2, 30)), (" 23:59 ", (23, 59)), ("00:00", (0, 0))]
)
def test_times(text, time):
    assert parse_time(text) == time


@pytest.mark.parametrize("text", ["", "24:00", "12:60", "2.30", "02:30:00", "-1:30", "2:5", "noon", "٠٢:٣٠"])
def test_a_time_that_is_none(text):
    with pytest.raises(ParameterError, match=r"not a time of day.*02:30"):
        parse_time(text)


@pytest.mark.parametrize(
    ("text", "days", "cron"),
    [
        ("mon-sun", (1, 2, 3, 4, 5, 6, 7), "*"),
        ("mon-fri", (1, 2, 3, 4, 5), "1-5"),
        ("Mon, THU", (1, 4), "1,4"),
        ("sat,sun", (6, 7), "0,6"),
        ("sat-mon", (1, 6, 7), "0,1,6"),
        ("sun-tue", (1, 2, 7), "0-2"),
        ("wed", (3,), "3"),
        ("sun", (7,), "0"),
        ("fri-mon,mon-wed,wed", (1, 2, 3, 5, 6, 7), "0,1,2,3,5,6"),
    ],
)
def test_days(text, days, cron):
    assert parse_days(text) == days
    assert format_cron(2, 30, days) == f"30 2 * * {cron}"
    assert len(name_days(days)) == len(days)


@pytest.mark.parametrize(("text", "near"), [("mon-fry", "'fri'"), ("monday", "'mon'"), ("", "mon"), ("mon-", "mon")])
def test_a_day_that_is_none(text, near):
    with pytest.raises(ParameterError, match=f"--days.*{near}"):
        parse_days(text)


def samples():
    """The folders' names, and random strings of the characters that mean something somewhere."""
    draw = random.Random(7)
    made = ["".join(draw.choices("ab\\\"'%${}#! é=;", k=draw.randrange(1, 14))) for _ in range(300)]
    return [*FOLDERS, "", *made]


def test_a_shell_reads_each_word_back():
    for word in samples():
        assert shlex.split(quote_shell(word)) == [word]
        assert shlex.split(quote_jinja_shell(word)) == [word]


def test_cron_takes_the_backslash_from_a_percent_and_a_shell_reads_the_rest():
    for word in samples():
        line = quote_cron(word)
        assert shlex.split(as_cron_reads(line)) == [word]
        assert shlex.split(line) == [word], "a cron to which % is nothing special"


def test_no_tag_of_jinja_begins_in_a_quoted_word():
    for word in samples():
        assert not any(tag in quote_jinja_shell(word) for tag in ("{{", "{%", "{#"))


def test_windows_reads_each_word_back():
    words = samples()
    line = " ".join(quote_windows(word) for word in words)
    assert as_windows_reads(line) == words


def test_windows_quotes_as_python_does_where_both_must():
    for word in samples():
        if " " in word:
            assert quote_windows(word) == subprocess.list2cmdline([word])


def test_systemd_reads_each_word_back():
    for word in samples():
        assert as_systemd_reads(quote_systemd(word)) == [word]


def test_yaml_reads_each_word_back():
    yaml = pytest.importorskip("yaml")
    for word in samples():
        read = yaml.safe_load(quote_yaml(word))
        assert read.replace("${{ '${{' }}", "${{") == word
        assert read.count("${{") == 2 * word.count("${{"), "each opens an expression that says itself"


@pytest.fixture
def report(tmp_path):
    folder = tmp_path / "it's 50%"
    (folder / "texts").mkdir(parents=True)
    file = folder / "weekly.toml"
    file.write_text('name = "weekly"\narticles = ["texts"]\n[limits]\nrun = 90\nwait = 31\n', encoding="utf-8")
    return file


def test_a_job_has_absolute_paths_and_ends_later_than_the_report_ends_itself(report, monkeypatch):
    monkeypatch.chdir(report.parent)
    job = build_job("weekly.toml", at="6:05", days="mon")
    assert (job.name, job.file, job.out) == ("weekly", report, report.parent / "reports")
    assert job.articles == (report.parent / "texts",)
    assert (job.hour, job.minute, job.days, job.minutes) == (6, 5, (1,), 3 + 10)
    assert job.command == (sys.executable, "-P", "-X", "utf8", "-m", "workbench.cli", "report", str(report))


def test_a_matrix_is_one_job_whose_limits_add_up(report):
    text = report.read_text().replace("[limits]", '[matrix]\noutlets = [["A"], ["B"]]\n[limits]')
    report.write_text(text)
    job = build_job(report)
    assert len(job.reports) == 2
    assert job.name == "weekly"
    assert job.minutes == 5 + 10


@pytest.mark.parametrize("letter", ["\n", "\t", "\x7f", "\u2028"])
def test_a_character_no_line_can_carry_is_refused(report, letter):
    odd = report.parent / f"a{letter}b.toml"
    odd.write_bytes(report.read_bytes())
    with pytest.raises(ParameterError, match=rf"U\+{ord(letter):04X}|control character"):
        build_job(odd)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["crn", "{file}"], "Did you mean 'cron'"),
        (["cron", "{file}", "--at", "late"], "--at 'late'"),
        (["cron", "{file}", "--days", "mo"], "--days 'mo'"),
        (["cron", "{file}.txt"], "end in .toml"),
        (["cron", "{file}.toml"], "weekly.toml.toml"),
    ],
)
def test_what_is_typed_wrong_is_said(capsys, report, arguments, said):
    code = main(["schedule", *(word.format(file=report) for word in arguments)])
    assert code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("scheduler", ["airflow", "cron", "github", "jupyter", "systemd", "windows"])
def test_the_command_prints_a_text_with_the_time_and_no_secret(capsys, report, scheduler, monkeypatch):
    monkeypatch.setenv("WORKBENCH_TEST_SECRET", "hush-hush")
    with report.open("a", encoding="utf-8") as file:
        file.write('[notify]\nurls = ["env:WORKBENCH_TEST_SECRET", "json://user:hush-hush@localhost"]\n')
    assert main(["schedule", scheduler, str(report), "--at", "06:05", "--days", "mon"]) == 0
    text = capsys.readouterr().out
    assert "5 6 * * 1" in text or "06:05" in text
    assert "hush" not in text
    assert ("WORKBENCH_TEST_SECRET" in text) == (scheduler in {"cron", "github", "systemd"})


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here to write to")
def test_a_full_disk_is_said(report):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "workbench.cli", "schedule", "cron", str(report)],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 5
    assert done.stderr.startswith("workbench: The text cannot be written: No space left")
