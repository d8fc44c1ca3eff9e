"""report.pdf: printed where a Chromium is, a reason where none is, and never a browser left behind."""

import os
import time
from pathlib import Path

import pytest
from pypdf import PdfReader

from workbench.reports.papers.pdf import find_chromium, write_pdf

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} · harbour</title></head><body>
<h1>{title}</h1><a href="9-own.html#here">own</a> <a href="tables/x.csv">table</a>
<a href="https://example.org/">out</a></body></html>"""


@pytest.fixture
def report(tmp_path):
    folder = tmp_path / "harbour" / "run"
    (folder / "notebooks").mkdir(parents=True)
    (folder / "notebooks" / "9-own.ipynb").touch()
    for name, title in (("index", "Overview"), ("9-own", "My own"), ("methods", "Methods")):
        (folder / f"{name}.html").write_text(PAGE.format(title=title), encoding="utf-8")
    return folder


def program(folder, lines):
    path = folder / "browser"
    path.write_text(f"#!/bin/sh\n{lines}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_without_a_browser_there_is_a_reason(report, monkeypatch):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(report))
    assert find_chromium() is None
    printed = write_pdf(report)
    assert printed.path is None
    assert "Install one, or set CHROMIUM" in printed.reason


def test_the_variable_names_the_browser(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/opt/own")
    assert find_chromium() == "/opt/own"


@pytest.mark.skipif(os.name != "posix", reason="a shell script stands for the browser")
@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ("exit 7", "ended with 7"),
        ("exit 0", "ended with 0"),
        ('for a; do case $a in --print-to-pdf=*) echo no > "${a#*=}";; esac; done', "cannot be read"),
    ],
)
def test_a_browser_that_fails_costs_the_pdf_alone(report, tmp_path, lines, reason):
    printed = write_pdf(report, program(tmp_path, lines))
    assert printed.path is None
    assert reason in printed.reason
    assert sorted(path.name for path in report.glob("*.pdf")) == []


def test_a_program_that_is_not_there_is_a_reason(report):
    assert "cannot be started" in write_pdf(report, "/no/such/browser").reason


def test_a_folder_without_pages_is_a_reason(tmp_path):
    assert "has no pages" in write_pdf(tmp_path, "/no/such/browser").reason


@pytest.mark.skipif(os.name != "posix", reason="a shell script stands for the browser")
def test_a_browser_that_never_ends_is_ended_with_its_children(report, tmp_path):
    note = tmp_path / "child"
    printed = write_pdf(report, program(tmp_path, f'sleep 600 & echo $! > "{note}"; wait'), time_limit=1.0)
    assert "time limit" in printed.reason
    child = int(note.read_text(encoding="utf-8"))
    for _ in range(50):
        if not _runs(child):
            break
        time.sleep(0.1)
    assert not _runs(child)


def _runs(number):
    try:
        state = Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2]
        return state.split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.browser
def test_pages_are_printed_in_order_and_links_stay_inside(report):
    if find_chromium() is None:
        pytest.skip("no Chromium found: install Debian's chromium, or set CHROMIUM to its path")
    printed = write_pdf(report)
    assert printed.reason == ""
    pdf = PdfReader(printed.path)
    assert [item.title for item in pdf.outline] == ["Overview", "My own", "Methods"]
    assert pdf.metadata["/Title"] == "harbour"
    assert [page.extract_text().split("\n")[0].strip() for page in pdf.pages] == ["Overview", "My own", "Methods"]
    assert b"file:" not in printed.path.read_bytes()
    notes = [note.get_object() for note in pdf.pages[0]["/Annots"]]
    assert [str(note["/A"]["/URI"]) for note in notes if "/A" in note] == ["https://example.org/"]
    assert [note["/Dest"][0].get_object() == pdf.pages[1] for note in notes if "/Dest" in note] == [True]
    assert not list(report.glob("*.partial"))
