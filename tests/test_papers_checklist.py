"""The checklist: what a report says counts as reported; what only its authors know is asked of them."""

import pytest
from paper_reports import AGREEMENT, HAND, TOPICS, corpus_tables, evidence_of, framing_tables, shares

from workbench.reports.papers.checklist import ITEMS, MISSING, PARTLY, REPORTED, build_checklist, count_states
from workbench.reports.papers.evidence import Source, Statement
from workbench.reports.papers.markdown import checklist_markdown, escape, methods_markdown
from workbench.reports.papers.methods import Paragraph, build_methods

FULL = {"1-corpus": corpus_tables(), "2-framing": framing_tables(), "3-topics": {"topics": TOPICS}}
BARE = {
    "hand-codes": HAND.head(0),
    "agreement": AGREEMENT.head(0),
    "shares": shares((False, False), ("uncorrected, Wilson 1927",) * 2),
}


def lines_of(folder, notebooks, **options):
    return {line.asks: line for line in build_checklist(build_methods(evidence_of(folder, notebooks, **options)))}


@pytest.mark.parametrize(
    ("asks", "state"),
    [
        ("How articles were found", MISSING),
        ("Population and period", PARTLY),
        ("Number of articles, and what was left out", REPORTED),
        ("Repeated articles and how they were counted", REPORTED),
        ("Categories, definitions, version", PARTLY),
        ("Coders and units coded by hand", REPORTED),
        ("Who coded: training, independence, blindness", MISSING),
        ("Agreement for each category, corrected for chance, with interval", REPORTED),
        ("How disagreements were settled", REPORTED),
        ("Machine codes against people", MISSING),
        ("Correction of shares, and intervals", REPORTED),
        ("Whether the same topics come back", REPORTED),
        ("What people make of the topics", MISSING),
        ("Software, versions, seed, run", REPORTED),
        ("Where material, codebook, codes and code can be had", MISSING),
    ],
)
def test_states_of_a_report_with_hand_codes(tmp_path, asks, state):
    assert lines_of(tmp_path, FULL)[asks].state == state


@pytest.mark.parametrize(
    "asks",
    [
        "Coders and units coded by hand",
        "Agreement for each category, corrected for chance, with interval",
        "How disagreements were settled",
        "Correction of shares, and intervals",
    ],
)
def test_without_hand_codes_it_is_missing_and_says_what_to_do(tmp_path, asks):
    line = lines_of(tmp_path, {"2-framing": framing_tables(**BARE)})[asks]
    assert line.state == MISSING
    assert line.todo


def test_what_does_not_apply_is_not_asked(tmp_path):
    asked = lines_of(tmp_path, {"1-corpus": corpus_tables()})
    assert {line.part for line in asked.values()} == {"Material", "Replication"}
    assert "Analyses that this text does not describe" not in asked


def test_own_notebooks_are_asked_for(tmp_path):
    asked = lines_of(tmp_path, {"9-own": {}})
    assert asked["Analyses that this text does not describe"].state == MISSING


def test_every_line_says_something(tmp_path):
    lines = lines_of(tmp_path, FULL).values()
    assert all(line.statements or line.todo for line in lines)
    assert all(line.todo for line in lines if line.state != REPORTED)
    assert all(item.missing or item.add for item in ITEMS)


def test_states_are_counted(tmp_path):
    lines = list(lines_of(tmp_path, FULL).values())
    counts = [sum(line.state == state for line in lines) for state in (REPORTED, PARTLY, MISSING)]
    assert sum(counts) == len(lines)
    for count in counts:
        assert f" {count} " in count_states(lines)


def test_markdown_holds_all_and_runs_nothing():
    hostile = "<script>x</script> [a](javascript:x) `c` *d* a|b"
    paragraphs = [Paragraph("Material", ((1, Statement("articles", hostile, (Source("record.json", hostile),))),))]
    texts = [
        methods_markdown(hostile, paragraphs, ["Rivers (2001)."]),
        checklist_markdown(hostile, build_checklist(paragraphs), ["Rivers (2001)."]),
    ]
    for text in texts:
        assert "<script" not in text.replace("\\<", "")
        assert "](javascript" not in text
        assert "Rivers (2001)." in text


def test_a_methods_text_can_be_copied_and_traced(tmp_path):
    text = methods_markdown("harbour", build_methods(evidence_of(tmp_path, FULL)), [])
    copied, traced = text.split("## Where each statement comes from")
    assert "The corpus comprised 12 articles, read from 1 file. The articles came from" in copied
    assert "record.json" not in copied
    assert "1. The corpus comprised 12 articles, read from 1 file. — *record.json: counts, articles" in traced


@pytest.mark.parametrize("text", ["95% CI [.34, .96]", "a_b", "1. x", "α = .76; and Cost"])
def test_plain_texts_stay_as_they_are_in_markdown(text):
    assert escape(text) == text
