import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.articles.decode import NotText
from workbench.articles.formats import csv_table, read_layout, rows
from workbench.articles.formats.cells import as_field, as_published, as_string
from workbench.articles.formats.columns import choose_fields
from workbench.articles.formats.csv_table import read_csv
from workbench.articles.formats.excel import read_workbook
from workbench.articles.read import read_corpus
from workbench.articles.record import Record, Rejected

BODY = "The council met on Tuesday to speak about the bridge, which was closed in the spring."


def write(path, text):
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


def read(tmp_path, text, name="a.csv", columns=None):
    return list(read_layout(write(tmp_path / name, text), name, columns or {}))


def records(found):
    return [item for item in found if isinstance(item, Record)]


def reasons(found):
    return [(item.record, item.reason) for item in found if isinstance(item, Rejected)]


def only(path, **options):
    corpus = read_corpus(path, **options)
    assert len(corpus.articles) == 1, corpus.rejected
    return corpus.articles.iloc[0]


@pytest.mark.parametrize(("name", "separator"), [*((f"a.{kind}", mark) for kind in ("csv", "tsv") for mark in ",;\t|")])
def test_separated_files(tmp_path, name, separator):
    table = [["Headline", "Full Text", "Source", "Date"], ["The Bridge", f'"{BODY}"', "Gazette", "2025-11-03"]]
    article = only(write(tmp_path / name, "\n".join(separator.join(row) for row in table)))
    assert (article["title"], article["text"], article["outlet"]) == ("The Bridge", BODY, "Gazette")
    assert str(article["published"].date()) == "2025-11-03"
    assert article["published_source"] == "metadata"
    assert article["record"] == 1
    assert article["source_format"] == name[2:]


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("Publication Date", "published"),
        ("publishedAt", "published"),
        ("date_publish", "published"),
        ("Date (UTC)", "published"),
        ("Erscheinungsdatum", "published"),
        ("Fecha de publicación", "published"),
        ("发布时间", "published"),
        ("sitename", "outlet"),
        ("media_name", "outlet"),
        ("Veículo", "outlet"),
        ("来源", "outlet"),
        ("BYLINE", "author"),
        ("Auteurs", "author"),
        ("link", "url"),
        ("lang", "language"),
        ("Título", "title"),
        ("Überschrift", "title"),
        ("\ufeffTitre", "title"),
        ("标题", "title"),
    ],
)
def test_column_names(column, field):
    assert choose_fields(["text", column], {}).fields == {"text": "text", field: column}


@pytest.mark.parametrize(
    "column", ["Volltext", "Contenido", "Texte intégral", "Conteúdo", "正文", "main-text", "articleBody"]
)
def test_names_of_the_text(column):
    assert choose_fields([column], {}).fields == {"text": column}


@pytest.mark.parametrize(
    "column", ["abstract", "word count", "date_download", "date_modify", "indexed_date", "comments"]
)
def test_names_that_are_no_field(column):
    assert choose_fields(["text", column], {}).fields == {"text": "text"}


def test_columns_named_by_the_user(tmp_path):
    path = write(tmp_path / "a.csv", f'Nr,Wortlaut,Blatt,text\n7,"{BODY}",Gazette,short\n')
    article = only(path, columns={"Wortlaut": "text", "blatt": "outlet"})
    assert (article["text"], article["outlet"], article["Nr"]) == (BODY, "Gazette", "7")
    assert article["text_input"] == "short"


@pytest.mark.parametrize(
    ("header", "columns", "reason"),
    [
        (
            "Kopf,Wortlaut",
            {"Wortlat": "text"},
            "has no column 'Wortlat', which columns= makes 'text'. Did you mean 'Wort",
        ),
        ("Stand,text", {"Stnd": "published"}, "Did you mean 'Stand'? Found: Stand, text."),
        ("Kopf,Inhalte", {"Body": "text"}, "no column for 'text'"),
    ],
)
def test_a_slip_in_columns_is_told(tmp_path, header, columns, reason):
    assert reason in reasons(read(tmp_path, f"{header}\nx,y\n", columns=columns))[0][1]


@pytest.mark.parametrize(
    ("columns", "warnings"),
    [
        ({"Ressort": "outlet"}, ("no column 'Ressort' for 'outlet'",)),
        ({"Kopfzeile": "title"}, ()),  # the title is found by its name
    ],
)
def test_columns_that_a_file_of_another_kind_lacks_are_a_warning(tmp_path, columns, warnings):
    assert read(tmp_path, "title,text\nOne,Two\n", columns=columns)[0].warnings == warnings


def test_unknown_columns_are_kept_and_never_overwrite_ours(tmp_path):
    article = only(write(tmp_path / "a.csv", f'text,words,desk\n"{BODY}",9999,City\n'))
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
        ("Short", "The row has 1 fields; the header has 2 (line 2)."),
        ("a,b,c", "The row has 3 fields"),
        ("Title only,", "'text' is empty"),
        ("T,NA", "'text' is empty"),
    ],
)
def test_a_bad_row_costs_that_row(tmp_path, row, reason):
    corpus = read_corpus(write(tmp_path / "a.csv", f'title,text\n{row}\nGood,"{BODY}"\n'))
    assert corpus.articles["title"].tolist() == ["Good"]
    assert corpus.rejected["record"].tolist() == [1]
    assert reason in corpus.rejected["reason"].iloc[0]


@pytest.mark.parametrize(
    "table",
    [
        'title,text\r\nOne,"Said ""no"", then left"\r\nTwo,x\r\n',
        'title;text\nOne;Said "no", then left\nTwo;x\n',
        'title,text\rOne,"Said ""no"", then left"\rTwo,x\r',  # an old Macintosh
        'sep=;\ntitle;text\nOne;"Said ""no"", then left"\nTwo;x\n',
        '"sep=,"\ntitle,text\nOne,"Said ""no"", then left"\nTwo,x\n',
        'Results for: bridge\n3 December 2025\n\ntitle,text\nOne,"Said ""no"", then left"\nTwo,x\n',
        '\n\n\ufefftitle,text\nOne,"Said ""no"", then left"\nTwo,x\n',
        '"title, short"|title|text\na|One|Said "no", then left\nb|Two|x\n',  # commas only fool who counts them
        'title,text\nOne,"Said \\"no\\", then left"\nTwo,x\n',  # MySQL, Spark
        'title,text\nOne,"Said ""no"", then left"\ntitle,text\nTwo,x\n',  # joined tables
        'title,text,\nOne,"Said ""no"", then left",\nTwo,x,\n',
        'title,text\nOne,"Said ""no"", then left",,\nTwo,x\n',
        '"title"\t"text"\n"One"\t"Said ""no"", then left"\n"Two"\t"x"\n',
    ],
)
def test_ways_to_write_a_table(tmp_path, table):
    found = records(read(tmp_path, table))
    assert [(item.record, item.fields["title"], item.raw) for item in found] == [
        (1, "One", 'Said "no", then left'),
        (2, "Two", "x"),
    ]


@pytest.mark.parametrize(
    ("table", "raws", "lines"),
    [
        ('A,"never closed\nB,"the next row"\nC,"fine"\n', ["the next row", "fine"], [2]),
        ('A,"never closed\nB,the next row\nC,fine\n', ["the next row", "fine"], [2]),
        ('A,first\nB,"two\nlines"\nC,"said "no" twice"\nD,last\n', ["first", "two\nlines", "last"], [5]),
        ('A,first\nB,"at the end\n', ["first"], [3]),
        ('A,"one\nB,"two\nC,"three\n', [], [2, 3, 4]),
    ],
)
def test_broken_quotation_marks_cost_their_row_only(tmp_path, table, raws, lines):
    found = read(tmp_path, f"title,text\n{table}")
    assert [item.raw for item in records(found)] == raws
    assert [reason for _, reason in reasons(found)] == [
        f"The quotation marks of the row do not match (line {line})." for line in lines
    ]


def test_what_is_read_again_after_broken_rows_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(csv_table, "_READ_AGAIN", 60)
    found = read(tmp_path, "title,text\n" + 'A,"never closed and never ends\n' * 5 + "B,fine\n")
    assert len(reasons(found)) >= 1
    assert len(found) < 6


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("title,text\n", "The table has a header and no rows."),
        ("title,text", "The table has a header and no rows."),
        ("title,text\n\n\n", "The table has a header and no rows."),
        (
            "id,name\n1,x\n",
            "a.csv has no column for 'text'. Found: id, name. If one of them holds the texts, pass columns",
        ),
        ("\n\n", "only white space"),
        (f'One,"{BODY}"\nTwo,"{BODY}"\n', "its first row does not name the columns. Found: One, The council met"),
        (b"PK\x03\x04" + bytes(range(32)) * 9, "a ZIP container"),
        (b"PAR1" + bytes(range(32)) * 9, "Parquet"),
        (bytes(range(256)) * 9, "binary"),
        ('"', "header of the table cannot be read"),
    ],
)
def test_files_that_are_no_table(tmp_path, content, reason):
    assert reason in reasons(read(tmp_path, content))[0][1]


@pytest.mark.parametrize("cell", ["text", "note"])
def test_a_cell_that_is_too_long_costs_its_row(tmp_path, monkeypatch, cell):
    monkeypatch.setattr(rows, "MAX_CHARACTERS", 50)
    long = {"text": "x", "note": "y", cell: "z" * 51}
    found = read(tmp_path, f"text,note\n{long['text']},{long['note']}\na,b\n")
    assert "51 characters; one article has at most 50" in reasons(found)[0][1]
    assert [item.raw for item in records(found)] == ["a"]


def test_a_line_that_never_ends_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(csv_table, "LONGEST", 1000)
    with pytest.raises(NotText, match="more than 1,000 characters"):
        list(read_csv(write(tmp_path / "a.csv", "text\n" + "x" * 2000), "a.csv", {}))


def test_nul_and_control_characters_can_be_stored(tmp_path):
    record = read(tmp_path, f'title,text\nA\x00B,"{BODY} \x00\x0b"\n' + f'C,"{BODY}"\n' * 9)[0]
    assert record.fields["title"] == "A\ufffdB"
    assert record.warnings == ("NUL bytes replaced",)


def test_a_text_cut_by_a_spreadsheet_is_told(tmp_path):
    found = records(read(tmp_path, f"text\n{'x' * 32767}\n{'x' * 32766}\n"))
    assert [len(item.warnings) for item in found] == [1, 0]
    assert "may be cut" in found[0].warnings[0]


def test_the_first_of_two_columns_with_one_name_counts(tmp_path):
    record = read(tmp_path, "title,text,title,\nfirst,body,second,x\n")[0]
    assert record.fields["title"] == "first"
    assert record.extra == {"title.2": "second", "column_4": "x"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252", "utf-8"])
def test_encodings_of_tables(tmp_path, encoding):
    found = read(tmp_path, "title,text\nÜber “alles”,El niño llegó — tarde\n".encode(encoding))
    assert (found[0].fields["title"], found[0].raw) == ("Über “alles”", "El niño llegó — tarde")
    assert bool(found[0].warnings) == (encoding == "cp1252")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1764756900", "2025-12-03T10:15:00+00:00"),
        (1764756900.0, "2025-12-03T10:15:00+00:00"),
        (1764756900123, "2025-12-03T10:15:00+00:00"),
        ("1764756900123456", "2025-12-03T10:15:00+00:00"),
        (1764720000, "2025-12-03"),
        ({"$date": "2025-12-03T10:15:00Z"}, "2025-12-03T10:15:00Z"),
        ({"$date": 1764756900123}, "2025-12-03T10:15:00+00:00"),
        ("20251203T101500Z", "2025-12-03T10:15:00Z"),
        ("20251203101500", "2025-12-03T10:15:00Z"),
        ("45994", "2025-12-03"),
        (45994.5, "2025-12-03T12:00:00+00:00"),
        ("20251203", "20251203"),
        ("2025", "2025"),
        ("03/12/2025", "03/12/2025"),
        ("12345", "12345"),
        (pd.Timestamp("2025-12-03"), "2025-12-03"),
        (pd.Timestamp("2025-12-03 10:15:00.5", tz="UTC"), "2025-12-03T10:15:00+00:00"),
        (pd.NaT, None),
        ("NULL", None),
        (" Dec 3, 2025 ", "Dec 3, 2025"),
    ],
)
def test_dates_as_machines_write_them(value, expected):
    assert as_published(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1, "1"), (1.5, "1.5"), (float("nan"), None), (None, None), ("  ", None), (" a ", " a "), (True, "True"),
        ([], None), ([None, "a", ["b"]], "a, b"), ({}, None), ({"name": "", "url": "u"}, "u"),
        ({"a": {"b": None}}, '{"a": {"b": null}}'), ((1, 2), "1, 2"), (b"caf\xe9", "caf\ufffd"),
    ],
)  # fmt: skip
def test_cells_as_strings(value, expected):
    assert as_string(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("[]", None), ("['Jane Doe', \"Ann O'Hara\"]", "Jane Doe, Ann O'Hara"), ("[Reuters]", "[Reuters]"),
        ("{'id': 'x', 'name': 'Gazette'}", "Gazette"), ('{"id": null, "name": "Gazette"}', "Gazette"), ("None", None),
        ("Nan Goldin", "Nan Goldin"), ("{set}", "{set}"), (" x ", "x"),
    ],
)  # fmt: skip
def test_cells_that_are_fields(value, expected):
    assert as_field(value) == expected


def test_parquet(tmp_path):
    table = pd.DataFrame({"text": [BODY, None], "date": pd.to_datetime(["2025-11-03", None]), "n": [None, 1]})
    table = table.astype({"n": "Int64"}).assign(words=[["a", "b"], []])
    table.to_parquet(tmp_path / "a.parquet")
    corpus = read_corpus(tmp_path)
    assert str(corpus.articles["published"].iloc[0].date()) == "2025-11-03"
    assert corpus.rejected["record"].tolist() == [2]
    table.assign(text=BODY).to_parquet(tmp_path / "a.parquet")
    assert [item.extra["n"] for item in read_layout(tmp_path / "a.parquet", "a.parquet", {})] == [None, "1"]


@pytest.mark.parametrize(("content", "reason"), [(b"", "Parquet"), (b"PAR1 no more", "Parquet"), (None, "no rows")])
def test_parquet_that_cannot_be_read(tmp_path, content, reason):
    path = tmp_path / "a.parquet"
    if content is None:
        pd.DataFrame({"text": pd.Series(dtype="str")}).to_parquet(path)
    else:
        path.write_bytes(content)
    assert reason in reasons(list(read_layout(path, "a.parquet", {})))[0][1]


def test_parquet_with_bytes_that_are_no_text(tmp_path):
    import pyarrow as pa
    from pyarrow import parquet

    broken = pa.Array.from_buffers(pa.string(), 1, pa.array([b"caf\xe9"], pa.binary()).buffers())
    parquet.write_table(pa.table({"text": broken, "source": pa.array([b"Gazette"])}), tmp_path / "a.parquet")
    record = next(read_layout(tmp_path / "a.parquet", "a.parquet", {}))
    assert (record.raw, record.fields["outlet"]) == ("caf\ufffd", "Gazette")


# A cell that begins with "=" is a formula to those who write workbooks.
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="=\ufeff\ufffe\uffff"), min_size=1)
ARTICLES = st.lists(
    st.fixed_dictionaries(
        {
            "title": WORDS,
            "text": st.lists(WORDS, min_size=1, max_size=3).map("\n\n".join),
            "date": st.dates(pd.Timestamp("1990-01-01").date(), pd.Timestamp("2099-01-01").date()).map(str),
            "note": st.sampled_from(["a;b", "c,d", 'e "f" g', "h|i", "tab\there", "-"]),
        }
    ).filter(
        lambda row: all(
            cell.strip() and cell.strip("= ") and cell.strip() == cell.lstrip("=") == cell and as_field(cell)
            for cell in row.values()
        )
    ),
    min_size=1,
    max_size=5,
)
WRITERS = {
    "csv": lambda table, path: table.to_csv(path, index=False),
    "tsv": lambda table, path: table.to_csv(path, index=False, sep="\t"),
    "json": lambda table, path: table.to_json(path, orient="records"),
    "jsonl": lambda table, path: table.to_json(path, orient="records", lines=True, force_ascii=False),
    "parquet": lambda table, path: table.to_parquet(path),
    "xlsx": lambda table, path: table.to_excel(path, index=False),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", WRITERS)
@settings(max_examples=60, deadline=None)
@given(articles=ARTICLES)
def test_what_is_written_is_read(tmp_path_factory, kind, articles):
    path = tmp_path_factory.mktemp("tables") / f"a.{kind}"
    WRITERS[kind](pd.DataFrame(articles), path)
    found = list(read_layout(path, path.name, {}))
    assert [type(item) for item in found] == [Record] * len(articles)
    for record, article in zip(found, articles, strict=True):
        assert record.raw == article["text"]
        assert record.fields == {"title": as_field(article["title"]), "published": article["date"]}
        assert record.extra == {"note": article["note"]}


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["csv", "tsv", "json", "jsonl", "xls"])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_mutated_tables_have_reasons_and_raise_nothing(tmp_path_factory, kind, data):
    table = pd.DataFrame(
        {"title": ["One", "Two"], "text": [BODY, f'{BODY} "no"'], "date": ["2025-12-03", "2025-12-04"]}
    )
    path = tmp_path_factory.mktemp("tables") / f"a.{kind}"
    WRITERS["tsv" if kind == "xls" else kind](table, path)
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content)))
        content[place : place + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=8))
    path.write_bytes(content)
    found = list(read_layout(path, path.name, {}))
    assert found
    assert not any("cannot be parsed" in item.reason for item in found if isinstance(item, Rejected))


# Not ru_maxrss: it goes on from the process that started this one.
MEASURE = """
import re, sys
from pathlib import Path
from workbench.articles.formats import read_layout
from workbench.articles.record import Record
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
before = peak()
path = Path(sys.argv[1])
found = sum(isinstance(item, Record) for item in read_layout(path, path.name, {}))
print(found, (peak() - before) // 1024)
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc, which Linux has")
@pytest.mark.parametrize("kind", ["csv", "jsonl", "json", "parquet"])
def test_memory_is_bounded_by_a_record(tmp_path, kind):
    """60 MB of text in each form; arrow itself takes the most."""
    path = tmp_path / f"a.{kind}"
    row = {"title": "One", "text": f"{BODY} " * 60, "date": "2025-12-03"}
    if kind == "parquet":
        texts = [f"{number} {row['text']}" for number in range(12_000)]
        pd.DataFrame({"text": texts}).to_parquet(path)
    else:
        line = (
            f'One,"{row["text"]}",2025-12-03\n'
            if kind == "csv"
            else json.dumps(row) + ("," if kind == "json" else "\n")
        )
        begin, end = {"csv": ("title,text,date\n", ""), "json": ('{"articles": [', "]}")}.get(kind, ("", ""))
        with path.open("w", encoding="utf-8") as file:
            file.write(begin)
            file.writelines(line for _ in range(12_000))
            file.write(end)
        assert path.stat().st_size > 60_000_000
    done = subprocess.run([sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=True)
    found, megabytes = map(int, done.stdout.split())
    assert found == 12_000
    assert megabytes < (100 if kind == "parquet" else 25)


def test_excel_tables_named_by_databases_are_read(tmp_path):
    path = write(tmp_path / "a.xls", "Title\tText\nOne\tTwo\n")
    assert next(read_workbook(path, "a.xls", {}, layout="xls")).raw == "Two"
