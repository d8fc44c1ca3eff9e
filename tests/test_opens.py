"""What a report page makes of the passages a figure leads to: links to folds that are there, and nothing else."""

from __future__ import annotations

import json
import re

import pytest

from workbench.reports.pages.render import figure_html

HOSTILE = "\"><img src=x onerror=alert(1)> & 'oil'"
OPENS = {
    "folds": [
        {"label": HOSTILE, "ids": ["fold-sentences-aaaaaaaaaaaa", "fold-sentences-bbbbbbbbbbbb"]},
        {"label": "Law", "ids": ["fold-sentences-cccccccccccc"]},
    ],
    "rows": ["Post", HOSTILE],
}


def page_of(tmp_path, opens, **where):
    figure = {"data": [], "layout": {"meta": {"name": "shares", "title": "t", "note": "n", "opens": opens}}}
    html = figure_html(figure, "1", tmp_path, **where)
    data = json.loads(re.search(r'<script type="application/json"[^>]*>(.*?)</script>', html, re.S)[1])
    return html, data["opens"]


def test_a_place_leads_to_the_first_fold_that_is_on_the_page(tmp_path):
    _, opens = page_of(tmp_path, OPENS, folds=frozenset({"fold-sentences-bbbbbbbbbbbb"}))
    assert opens["ids"] == ["fold-sentences-bbbbbbbbbbbb", None]
    assert opens["rows"] == OPENS["rows"]


def test_links_lead_to_folds_that_are_there_and_texts_are_escaped(tmp_path):
    html, _ = page_of(tmp_path, OPENS, folds=frozenset({"fold-sentences-aaaaaaaaaaaa"}))
    assert html.count('href="#fold-sentences-aaaaaaaaaaaa"') == 1
    assert "Law</a>" not in html
    assert "<img" not in html


def test_the_first_page_names_the_page_of_the_folds(tmp_path):
    html, opens = page_of(tmp_path, OPENS, folds=frozenset({"fold-sentences-cccccccccccc"}), page="2-framing.html")
    assert 'href="2-framing.html#fold-sentences-cccccccccccc"' in html
    assert opens["page"] == "2-framing.html"


@pytest.mark.parametrize("opens", [None, "sentences", {"folds": [], "rows": []}, OPENS])
def test_a_figure_without_folds_on_its_page_has_no_links(opens, tmp_path):
    html, data = page_of(tmp_path, opens)
    assert 'class="opens"' not in html
    assert not any(data["ids"])
