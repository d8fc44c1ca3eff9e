import json

import pandas as pd
import pytest

from workbench.articles.decode import NotText
from workbench.articles.formats import tabular
from workbench.articles.formats.tabular import read_csv, read_jsonl
from workbench.articles.read import read_corpus
from workbench.articles.record import Record, Rejected

BODY = "The council met on Tuesday to speak about the bridge, which was closed in the spring."


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def only(path, **options):
    corpus = read_corpus(path, **options)
    assert len(corpus.articles) == 1, corpus.rejected
    return corpus.articles.iloc[0]


@pytest.mark.parametrize(("name", "separator"), [("a.csv", ","), ("a.csv", ";"), ("a.csv", "\t"), ("a.tsv", "\t")])
def test_separated_files(tmp_path, name, separator):
    rows = [["Headline", "Full Text", "Source", "Date"], ["The Bridge", f'"{BODY}"', "Gazette", "2025-11-03"]]
    article = only(write(tmp_path / name, "\n".join(separator.join(row) for row in rows)))
    assert (article["title"], article["text"], article["outlet"]) == ("The Bridge", BODY, "Gazette")
    assert str(article["published"].date()) == "2025-11-03"
    assert article["published_source"] == "metadata"
    assert article["record"] == 1


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("Publication Date", "published"),
        ("publishedAt", "published"),
        ("sitename", "outlet"),
        ("BYLINE", "author"),
        ("link", "url"),
        ("lang", "language"),
        ("Título", "title"),
    ],
)
def test_column_names(column, field):
    chosen = tabular._choose(["text", column], {}, "a.csv")
    assert chosen == {"text": "text", field: column}


def test_columns_named_by_the_user(tmp_path):
    path = write(tmp_path / "a.csv", f'Nr,Inhalt,Blatt\n7,"{BODY}",Gazette\n')
    article = only(path, columns={"Inhalt": "text", "Blatt": "outlet"})
    assert (article["text"], article["outlet"], article["Nr"]) == (BODY, "Gazette", "7")


def test_unknown_columns_are_kept_and_never_overwrite_ours(tmp_path):
    path = write(tmp_path / "a.csv", f'text,words,desk\n"{BODY}",9999,City\n')
    article = only(path)
    assert article["words"] < 100
    assert article["words_input"] == "9999"
    assert article["desk"] == "City"


def test_quoted_line_breaks_and_empty_rows(tmp_path):
    corpus = read_corpus(write(tmp_path / "a.csv", f'text,title\n"{BODY}\n\n{BODY}",One\n\n,\n"{BODY}",Two\n'))
    assert corpus.articles["title"].tolist() == ["One", "Two"]
    assert corpus.rejected.empty


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Short", "The row has 1 fields; the header has 2."),
        ("a,b,c", "The row has 3 fields"),
        ("Title only,", "'text' is empty"),
    ],
)
def test_a_bad_row_costs_that_row(tmp_path, row, reason):
    corpus = read_corpus(write(tmp_path / "a.csv", f'title,text\n{row}\nGood,"{BODY}"\n'))
    assert corpus.articles["title"].tolist() == ["Good"]
    assert corpus.rejected["record"].tolist() == [1]
    assert reason in corpus.rejected["reason"].iloc[0]


def test_a_table_without_text_costs_that_file(tmp_path):
    rejected = read_corpus(write(tmp_path / "a.csv", "id,name\n1,x\n")).rejected.iloc[0]
    assert rejected["reason"] == 'a.csv has no column for \'text\'. Found: id, name. Pass columns={"id": "text"}.'


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{broken", "not valid JSON"),
        ("[1]", "JSON list"),
        ('{"title": "T"}', "no column for 'text'"),
        ('{"text": " "}', "empty"),
        ('"words"', "JSON str"),
        ('{"text": null}', "empty"),
    ],
)
def test_a_bad_line_costs_that_line(tmp_path, line, reason):
    corpus = read_corpus(write(tmp_path / "a.jsonl", f"{line}\n{json.dumps({'text': BODY})}\n\n"))
    assert corpus.articles["record"].tolist() == [2]
    assert reason in corpus.rejected["reason"].iloc[0]


def test_nested_values_are_read_by_their_names(tmp_path):
    row = {
        "content": BODY,
        "source": {"id": None, "name": "Gazette"},
        "authors": [{"name": "Jane Doe"}, "John Roe"],
        "n": 3,
    }
    article = only(write(tmp_path / "a.jsonl", json.dumps(row)))
    assert (article["outlet"], article["author"], article["n"]) == ("Gazette", "Jane Doe, John Roe", "3")


def test_parquet(tmp_path):
    table = pd.DataFrame({"text": [BODY, None], "date": pd.to_datetime(["2025-11-03", None]), "title": ["T", None]})
    table.to_parquet(tmp_path / "a.parquet")
    corpus = read_corpus(tmp_path)
    assert str(corpus.articles["published"].iloc[0].date()) == "2025-11-03"
    assert corpus.rejected["record"].tolist() == [2]


def test_a_text_that_is_too_long_costs_its_row(tmp_path, monkeypatch):
    monkeypatch.setattr(tabular, "MAX_CHARACTERS", 50)
    path = write(tmp_path / "a.jsonl", json.dumps({"text": BODY}))
    found = list(tabular.read_jsonl(path, "a.jsonl", {}))
    assert isinstance(found[0], Rejected)
    assert "at most 50" in found[0].reason


def test_broken_quotation_marks_are_told_and_cost_no_later_row(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('title,text\nA,"never closed\nB,"the next row"\nC,"fine"\n')
    found = list(read_csv(path, "a.csv", {}))
    assert [item.raw for item in found if isinstance(item, Record)] == ["fine"]
    assert "quotation marks" in next(item.reason for item in found if isinstance(item, Rejected))


def test_the_first_of_two_columns_with_one_name_counts(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("title,text,title\nfirst,body,second\n")
    record = next(iter(read_csv(path, "a.csv", {})))
    assert record.fields["title"] == "first"
    assert record.extra == {"title.2": "second"}


@pytest.mark.parametrize("text", [{"a": "deep"}, ["x"], 12, True])
def test_a_text_that_is_no_text_is_refused(tmp_path, text):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": text}) + "\n")
    assert "is no text" in next(iter(read_jsonl(path, "a.jsonl", {}))).reason


def test_a_json_array_is_told_from_json_lines(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps([{"text": "x"}], indent=1))
    with pytest.raises(NotText, match="one object a line"):
        list(read_jsonl(path, "a.jsonl", {}))
