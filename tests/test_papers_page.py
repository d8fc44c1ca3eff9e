"""methods.html and the folder papers/: whole, safe, and the same bytes every time."""

import re

import pandas as pd
import pytest
from paper_reports import TOPICS, corpus_tables, framing_tables, make_report

from workbench.reports.papers.render import render_papers

FILES = ["checklist.md", "methods.md", "tables.docx", "tables.tex"]
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>{{7*7}}'


def render(folder, notebooks):
    record = make_report(folder, notebooks)
    render_papers(folder, record, [])
    return (folder / "methods.html").read_text(encoding="utf-8")


@pytest.fixture
def page(tmp_path):
    return render(
        tmp_path, {"1-corpus": corpus_tables(), "2-framing": framing_tables(), "3-topics": {"topics": TOPICS}}
    )


def test_the_page_and_its_files_are_written(tmp_path, page):
    assert sorted(path.name for path in (tmp_path / "papers").iterdir()) == FILES
    for name in FILES:
        assert f'href="papers/{name}"' in page
    assert page.count("<h1") == 1
    assert "Krippendorff, K. (2019)" in page


def test_every_statement_leads_to_its_source_and_back(page):
    said = re.findall(r'id="said-(\d+)"', page)
    assert said == re.findall(r'id="from-(\d+)"', page)
    assert len(said) == len(set(said)) > 10
    assert set(re.findall(r'href="#((?:said|from)-\d+)"', page)) <= set(re.findall(r'id="([\w-]+)"', page))


def test_no_text_of_an_outlet_or_frame_is_markup(tmp_path):
    outlets = pd.DataFrame({"outlet": [HOSTILE, "Pier Mail"], "size": [8, 4]})
    page = render(tmp_path, {"1-corpus": corpus_tables(outlets=outlets)})
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "{{7*7}}" in page


def test_the_same_report_gives_the_same_bytes(tmp_path):
    notebooks = {"1-corpus": corpus_tables(), "2-framing": framing_tables()}
    pages = [render(tmp_path / place, notebooks) for place in "ab"]
    assert pages[0] == pages[1]
    for name in FILES:
        assert (tmp_path / "a/papers" / name).read_bytes() == (tmp_path / "b/papers" / name).read_bytes()


def test_a_report_without_tables_has_its_page_too(tmp_path):
    page = render(tmp_path, {"9-own": {}})
    assert "No table of this report is short enough for a paper." in page
    assert "What the notebook 9-own did is not described here." in page


@pytest.mark.slow
def test_the_demo_tells_its_hand_codes(demo_report):
    text = (demo_report.folder / "papers" / "methods.md").read_text(encoding="utf-8")
    assert f"The corpus comprised {demo_report.record['counts']['articles']} articles" in text
    assert "Krippendorff's alpha" in text
    assert "Prediction-powered inference" in text
