import gzip
import json

import pandas as pd
import pytest
from conftest import DEMO

from workbench.articles import formats, read_articles, read_corpus
from workbench.articles.formats.layout import Layout
from workbench.articles.kinds import KINDS, PROSE
from workbench.articles.sources import source_files
from workbench.errors import DataError, ParameterError

GOOD = "The council met on Tuesday to speak about the bridge, which was closed in the spring after a lorry struck it."
TYPES = {
    "article_id": "str",
    "title": "str",
    "text": "str",
    "outlet": "str",
    "author": "str",
    "author_role": "str",
    "published": "datetime64[us, UTC]",
    "published_earliest": "datetime64[us, UTC]",
    "published_latest": "datetime64[us, UTC]",
    "published_source": "str",
    "published_confidence": "float64",
    "language": "str",
    "url": "str",
    "kicker": "str",
    "source_file": "str",
    "source_format": "str",
    "words": "int64",
    "warnings": "str",
    "record": "int64",
    "text_blocks": "str",
}
BLOCK_TYPES = {
    "article_id": "str",
    "block": "Int64",
    "kind": "str",
    "section": "str",
    "text": "str",
    "start": "Int64",
    "end": "Int64",
    "rule": "str",
}


def types(table):
    return table.dtypes.astype(str).to_dict()


def test_tables_of_the_demo_have_their_types(demo_corpus):
    found = types(demo_corpus.articles)
    assert {column: found[column] for column in TYPES} == TYPES
    assert types(demo_corpus.blocks) == BLOCK_TYPES
    assert types(demo_corpus.rejected) == {"source_file": "str", "record": "Int64", "reason": "str"}
    assert set(demo_corpus.blocks["kind"]) <= set(KINDS)


def test_missing_is_missing_and_never_empty(demo_corpus):
    texts = demo_corpus.articles[[column for column, kind in TYPES.items() if kind == "str"]].drop(columns="text")
    assert not texts.eq("").any().any()
    assert not demo_corpus.blocks.drop(columns="section").isna().any().any()


def test_an_empty_folder_has_the_same_types(tmp_path):
    corpus = read_corpus(tmp_path)
    assert types(corpus.articles) == TYPES
    assert types(corpus.blocks) == BLOCK_TYPES


def test_blocks_are_in_order_and_do_not_overlap(demo_corpus):
    for _, blocks in demo_corpus.blocks.groupby("article_id"):
        assert blocks["block"].tolist() == list(range(len(blocks)))
        assert (blocks["start"].iloc[1:].to_numpy() >= blocks["end"].iloc[:-1].to_numpy()).all()
        assert (blocks["end"] > blocks["start"]).all()


def test_every_character_of_a_source_is_in_one_block(demo_corpus):
    articles = demo_corpus.articles
    seen = 0
    for article in articles[articles["source_format"] == "txt"].itertuples():
        raw = (DEMO / article.source_file).read_bytes().decode("utf-8")
        blocks = demo_corpus.blocks[demo_corpus.blocks["article_id"] == article.article_id]
        position = 0
        for block in blocks.itertuples():
            assert not raw[position : block.start].strip()
            if article.warnings is None or pd.isna(article.warnings):
                assert raw[block.start : block.end] == block.text
            position = block.end
        assert not raw[position:].strip()
        seen += 1
    assert seen >= 10


def test_text_is_the_prose_blocks(demo_corpus):
    for article in demo_corpus.articles.itertuples():
        blocks = demo_corpus.blocks[demo_corpus.blocks["article_id"] == article.article_id].set_index("block")
        numbers = [int(number) for number in article.text_blocks.split()]
        assert len(article.text.split("\n\n")) == len(numbers)
        assert blocks.index[blocks["kind"].isin(PROSE)].tolist() == numbers
        first = blocks.loc[numbers[0], "text"]
        assert article.text.startswith(" ".join(first.split())[:20])


def test_files_seen_are_articles_or_rejected(demo_corpus):
    seen = {name for _, name in source_files(DEMO)}
    assert seen == set(demo_corpus.articles["source_file"]) | set(demo_corpus.rejected["source_file"])


def test_reading_twice_gives_the_same(demo_corpus):
    again = read_corpus(DEMO)
    pd.testing.assert_frame_equal(again.articles, demo_corpus.articles)
    pd.testing.assert_frame_equal(again.blocks, demo_corpus.blocks)


def test_ids_are_unique_and_follow_text_and_place(demo_corpus, tmp_path):
    assert demo_corpus.articles["article_id"].is_unique
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.txt").write_text(GOOD, encoding="utf-8")
    first, second = read_articles(tmp_path)["article_id"]
    assert first != second
    assert len(first) == 16
    assert read_articles(tmp_path / "a.txt")["article_id"].tolist() == [first]


@pytest.fixture
def bad_folder(tmp_path):
    """One good article among everything that can stand in a folder."""
    body = f"{GOOD} " * 3
    (tmp_path / "good").mkdir()
    (tmp_path / "good" / "año nuevo – 1.txt").write_text(body, encoding="utf-8")
    files = {
        "empty.txt": b"",
        "space.txt": b" \n ",
        "image.txt": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 20,
        "packed.txt": gzip.compress(body.encode(), mtime=0),
        "no_text.csv": b"id,name\n1,x\n",
        "short_row.csv": f'title,text\nAlone\nThe Short Row,"{body}"\n'.encode(),
        "lines.jsonl": b'{"text": broken\n' + json.dumps({"text": body, "title": "The Good Line"}).encode(),
        "utf16.txt": f"“{body}”".encode("utf-16"),
        "western.txt": f"El niño — {body}".encode("cp1252"),
        ".hidden.txt": body.encode(),
        "slides.pptx": b"PK",
        "no_suffix": b"text",
        "broken.parquet": b"PAR? no",
        "image_only.html": b"<html><body><img src='a.png'></body></html>",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    with (tmp_path / "one_line.txt").open("wb") as file:
        file.truncate(50_000_000)
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    return tmp_path


REASONS = {
    "empty.txt": "empty (0 bytes)",
    "space.txt": "only white space",
    "image.txt": "binary",
    "packed.txt": "binary",
    "no_text.csv": "no column for 'text'",
    "short_row.csv": "1 fields; the header has 2",
    "lines.jsonl": "not valid JSON",
    ".hidden.txt": "Hidden file.",
    "slides.pptx": "type '.pptx' are not read",
    "no_suffix": "'no_suffix' are not read",
    "broken.parquet": "cannot be read as Parquet",
    "image_only.html": "no visible text",
    "one_line.txt": "at most 5,000,000",
    "loop": "Links are not followed",
}


def test_a_folder_of_bad_input_costs_only_the_bad(bad_folder):
    corpus = read_corpus(bad_folder)
    read = ["good/año nuevo – 1.txt", "lines.jsonl", "short_row.csv", "utf16.txt", "western.txt"]
    assert sorted(corpus.articles["source_file"]) == read
    assert set(corpus.rejected["source_file"]) == set(REASONS)
    for file, reason in zip(corpus.rejected["source_file"], corpus.rejected["reason"], strict=True):
        assert REASONS[file] in reason
    warnings = corpus.articles.set_index("source_file")["warnings"]
    assert warnings["western.txt"] == "not UTF-8: decoded as Windows-1252"
    assert pd.isna(warnings["utf16.txt"])
    assert corpus.articles["words"].gt(50).all()


def test_a_parser_that_fails_costs_that_file(tmp_path, monkeypatch):
    def fail(*_):
        raise RecursionError("too deep")

    monkeypatch.setattr(formats, "find_layout", lambda _: Layout("html", (".html",), fail))
    (tmp_path / "a.html").write_text("<p>x", encoding="utf-8")
    assert read_corpus(tmp_path).rejected["reason"].tolist() == ["The file cannot be parsed: RecursionError: too deep."]


def test_a_missing_library_stops_the_run(tmp_path, monkeypatch):
    def fail(*_):
        raise ImportError("lxml")

    monkeypatch.setattr(formats, "find_layout", lambda _: Layout("html", (".html",), fail))
    (tmp_path / "a.html").write_text("<p>x", encoding="utf-8")
    with pytest.raises(ImportError):
        read_corpus(tmp_path)


def test_what_was_typed_is_checked(tmp_path):
    with pytest.raises(DataError, match="There is no file or folder"):
        read_corpus(tmp_path / "nowhere")
    with pytest.raises(ParameterError, match="Did you mean 'published'"):
        read_corpus(tmp_path, columns={"Datum": "publishd"})


@pytest.mark.parametrize(
    ("stated", "author", "role"),
    [
        ("By Jane Doe", "Jane Doe", None),
        ("Jane Doe, Staff Writer", "Jane Doe", "Staff Writer"),
        ("Newsroom", None, "Newsroom"),
        ("jdoe", "jdoe", None),
    ],
)
def test_stated_authors(tmp_path, stated, author, role):
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": GOOD, "author": stated}), encoding="utf-8")
    article = read_articles(tmp_path).iloc[0]
    assert (article["author"] if author else None, article["author_role"] if role else None) == (author, role)


@pytest.mark.parametrize(
    ("name", "text", "source"),
    [
        ("2025-11-03.txt", GOOD, "filename"),
        ("a.txt", f"The Bridge Opens Again Today\nBy Jane Doe | November 3, 2025\n{GOOD}", "byline"),
        ("a.txt", f"The Bridge Opens Again Today\nURL: https://a.example/2025/11/03/bridge\n{GOOD}", "url"),
        ("a.txt", f"It happened on November 3, 2025, they say, and nobody saw it. {GOOD}", "none"),
    ],
)
def test_the_source_of_the_date(tmp_path, name, text, source):
    (tmp_path / name).write_text(text, encoding="utf-8")
    article = read_articles(tmp_path).iloc[0]
    assert article["published_source"] == source
    assert pd.isna(article["published"]) if source == "none" else str(article["published"].date()) == "2025-11-03"


def test_markup_in_an_article_is_kept_as_written(tmp_path):
    text = f"<script>alert(1)</script> cost $5 and **more** {{{{x}}}} on the day, they say. {GOOD}"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert read_articles(tmp_path)["text"].tolist() == [text]


def test_folders_of_the_workbench_and_hidden_ones_are_not_read(tmp_path):
    (tmp_path / "one.txt").write_text("The talks went on. " * 20)
    for name in ("reports/demo", ".venv"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "two.txt").write_text("The talks went on. " * 20)
    (tmp_path / "reports" / "demo" / ".workbench").touch()
    corpus = read_corpus(tmp_path)
    assert corpus.articles["source_file"].tolist() == ["one.txt"]
    assert corpus.rejected["source_file"].tolist() == [".venv", "reports/demo"]


def test_a_date_that_is_stated_but_not_understood_is_told(tmp_path):
    (tmp_path / "a.csv").write_text("title,text,date\nA,The talks went on.,2025-W48\nB,The talks ended.,2025-12-03\n")
    articles = read_corpus(tmp_path).articles
    assert articles["published"].isna().tolist() == [True, False]
    assert articles["warnings"].tolist()[0] == "date stated but not understood: 2025-W48"
    assert pd.isna(articles["warnings"].tolist()[1])


@pytest.mark.parametrize(
    ("others", "day"),
    [(["13/04/2025"], "2025-04-03"), (["04/13/2025"], "2025-03-04"), (["13/04/2025", "04/13/2025"], None), ([], None)],
)
def test_the_whole_file_says_which_figure_is_the_day(tmp_path, monkeypatch, others, day):
    from workbench.articles import assemble

    monkeypatch.setattr(assemble, "_BATCH", 3)  # the telling date stands beyond the first batch
    dates = ["03/04/2025"] * 5 + others
    pd.DataFrame({"text": GOOD, "date": dates}).to_csv(tmp_path / "a.csv", index=False)
    article = read_corpus(tmp_path).articles.iloc[0]
    assert pd.isna(article["published"]) == (day is None)
    assert article["published_earliest"].strftime("%Y-%m-%d") == (day or "2025-03-04")


def test_an_address_given_for_an_outlet_is_an_address(tmp_path):
    address = "https://www.harbour-gazette.example/2025/12/03/bridge"
    pd.DataFrame({"text": GOOD, "source": [address], "author": "-"}).to_csv(tmp_path / "a.csv", index=False)
    article = read_corpus(tmp_path).articles.iloc[0]
    assert (article["outlet"], article["url"]) == ("harbour-gazette.example", address)
    assert pd.isna(article["author"])
    assert article["published"].strftime("%Y-%m-%d") == "2025-12-03"


def test_of_several_columns_for_a_field_the_choice_is_told(tmp_path):
    table = pd.DataFrame(
        {"text": "Short lead.", "content": GOOD * 3, "Zeitung": "Kurier", "Medium": "Print"}, index=[0]
    )
    table.to_csv(tmp_path / "a.csv", index=False)
    article = read_corpus(tmp_path).articles.iloc[0]
    assert article["text"].startswith("The council")
    assert "several columns for 'text': 'content' was taken, not text" in article["warnings"]
    assert "several columns for 'outlet'" in article["warnings"]


def test_one_field_has_one_column(tmp_path):
    with pytest.raises(ParameterError, match="gives the field 'text' to 'a' and 'b'"):
        read_corpus(tmp_path, columns={"a": "text", "b": "text"})
