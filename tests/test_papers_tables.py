"""Tables for Word and LaTeX: as shown, escaped, the same bytes every time; LaTeX compiles where it is installed."""

import shutil
import subprocess
import zipfile

import docx
import pandas as pd
import pytest
from paper_reports import AGREEMENT, HAND, corpus_tables, evidence_of, framing_tables

from workbench.plots.tables import show_table
from workbench.reports.papers.choice import choose_tables
from workbench.reports.papers.latex import escape, write_latex
from workbench.reports.papers.shown import _tables
from workbench.reports.papers.word import write_word

HOSTILE = [
    r"\input{/etc/passwd} \write18{x}", "50 % & $5 # _ ^ ~ {x}", "[optional] *", "=2+2", "-- --- `` '' ?` !` ,,",
    'say "no" <b>', "中文 и кириллица", "α ≤ β − γ → δ", "e\u0301 n\u0303 \u0323", "😀 \u200d zero\u200bwidth",
    "العربية", "ŉ ŋ ǆ ſ",
    "a\u00a0b\u00ad", "first\nsecond", "x\x00y\x1bz", "\\\\ \\end{longtable}", "very-long-word" * 20,
]  # fmt: skip


def shown(table, name="cargo", **options):
    return _tables(show_table(table, name, caption="Cargo & tide", **options).html)


def test_a_table_is_read_back_as_it_is_shown():
    table = pd.DataFrame({"ship": ["Ada", None], "share": [0.338, 0.02], "day": pd.to_datetime(["2025-01-02", None])})
    (read,) = shown(table, columns={"ship": "vessel", "share": "share", "day": "on"})
    assert (read.name, read.caption, read.headings) == ("cargo", "Cargo & tide", ("vessel", "share", "on"))
    assert read.rows() == [("Ada", "34 %", "2025-01-02"), ("–", "2 %", "–")]
    assert read.numbers == (False, True, False)
    assert read.note() == ""


def test_folds_are_parts_and_cut_tables_say_so():
    table = pd.DataFrame({"port": ["A"] * 3 + ["B"], "ship": list("wxyz")})
    (read,) = shown(table, columns={"ship": "ship"}, fold="port", rows=2)
    assert [(part.label, len(part.rows)) for part in read.parts] == [("A", 2), ("B", 1)]
    assert read.note() == "Of each part the first rows are shown."
    (cut,) = shown(table, rows=2)
    assert cut.note() == "2 of 4 rows shown"


def test_pages_without_our_tables_have_none():
    assert _tables("<table><tr><td>mine</td></tr></table>") == []
    assert _tables('<div class="wb-part" id="table-x"><p>nothing</p></div>') == []


@pytest.mark.parametrize(
    ("name", "table", "options", "reason"),
    [
        ("none", AGREEMENT.head(0), {}, "no rows"),
        ("long", pd.DataFrame({"n": range(81)}), {}, "81 rows"),
        ("texts", pd.DataFrame({"text": ["word " * 100]}), {}, "long texts"),
        ("read", pd.DataFrame({"article_id": ["0" * 16], "title": ["x"]}), {}, "passages"),
    ],
)
def test_long_tables_and_lists_of_passages_are_left_out_with_a_reason(tmp_path, name, table, options, reason):
    choice = choose_tables(evidence_of(tmp_path, {"9-own": {name: table}}, **options))
    assert choice.tables == ()
    assert [item[0] for item in choice.left_out] == [name]
    assert reason in choice.left_out[0][1]


def test_short_tables_are_chosen_in_the_order_of_the_pages(tmp_path):
    choice = choose_tables(evidence_of(tmp_path, {"1-corpus": corpus_tables(), "2-framing": framing_tables()}))
    names = [table.name for table in choice.tables]
    assert names == ["outlets", "date-sources", "codebook", "hand-codes", "agreement", "machine", "shares"]
    assert choice.left_out == (("copies", "it lists passages or articles"),)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("50 % & $5 # _", r"50 \% \& \$5 \# \_"),
        (r"\x{y}", r"\textbackslash{}x\{y\}"),
        ("~^", r"\textasciitilde{}\textasciicircum{}"),
        ("a--b", "a-{}-b"),
        ("a-b, c!", "a-b, c!"),
        ("", ""),
        ("[x]*", "{[}x{]}{*}"),
    ],
)
def test_nothing_in_a_text_means_anything_to_latex(text, escaped):
    assert escape(text) == escaped


@pytest.fixture(scope="module")
def hostile():
    folds = pd.DataFrame({"text": HOSTILE, "number": range(len(HOSTILE)), "port": ["<A> & \\B", "中"] * 8 + ["x"]})
    return (
        *shown(folds[["text", "number"]]),
        *shown(folds, "ports", columns={"text": "what % is", "number": "n_1"}, fold="port"),
    )


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
def test_latex_compiles_whatever_stands_in_the_cells(tmp_path, hostile):
    path = write_latex(hostile, "A report: 中 \\x %\n", tmp_path / "tables.tex")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", path.name]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=300)
    log = (tmp_path / "tables.log").read_text(encoding="latin-1")
    assert done.returncode == 0, [line for line in log.splitlines() if line.startswith("!")]
    assert "Missing character" not in log


def test_latex_keeps_every_text_and_the_same_bytes(tmp_path, hostile):
    first = write_latex(hostile, "x", tmp_path / "a.tex").read_text(encoding="utf-8")
    assert first == write_latex(hostile, "x", tmp_path / "b.tex").read_text(encoding="utf-8")
    for text in ("中文 и кириллица", "العربية", "{[}optional{]}", r"\textbackslash{}input\{/etc/passwd\}"):
        assert text in first
    assert r"\DeclareUnicodeCharacter{4E2D}" in first
    assert first.count(r"\begin{longtable}") == 2


def test_word_holds_the_tables_as_texts(tmp_path, hostile):
    path = write_word(hostile, "harbour", tmp_path / "tables.docx")
    document = docx.Document(str(path))
    assert [p.text for p in document.paragraphs if p.style.name == "Caption"] == [
        "Table 1. Cargo & tide",
        "Table 2. Cargo & tide",
    ]
    cells = [row.cells[0].text for row in document.tables[0].rows]
    assert cells[0] == "text"
    assert cells[4] == "=2+2"
    assert "xyz" in cells
    words = zipfile.ZipFile(path).read("word/document.xml").decode()
    assert "w:tblHeader" in words
    assert "fldSimple" not in words
    assert "instrText" not in words
    assert "w:hyperlink" not in words


def test_word_gives_the_same_bytes(tmp_path, hostile):
    assert (
        write_word(hostile, "x", tmp_path / "a").read_bytes() == write_word(hostile, "x", tmp_path / "b").read_bytes()
    )


def test_no_tables_still_make_documents_that_open(tmp_path):
    assert "No table" in docx.Document(str(write_word((), "x", tmp_path / "t.docx"))).paragraphs[0].text
    assert "No table" in write_latex((), "x", tmp_path / "t.tex").read_text(encoding="utf-8")


def test_hand_codes_read_as_they_are_shown(tmp_path):
    (table,) = choose_tables(evidence_of(tmp_path, {"2-framing": {"hand-codes": HAND}})).tables
    assert table.rows()[0] == ("coders", "2")
