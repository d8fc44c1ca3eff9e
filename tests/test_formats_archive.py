import gzip
import io
import stat
import zipfile

import pytest

from workbench.articles.formats import archive
from workbench.articles.read import read_corpus
from workbench.errors import DataError

TEXT = "The Bridge Opens\n\nThe council met on Tuesday to speak about the bridge, closed since the spring.\n"
ROWS = "title,text\n" + "".join(f"Bridge {number},The bridge number {number**7} was open.\n" for number in range(400))


def pack(*members, method=zipfile.ZIP_DEFLATED):
    """Return a ZIP file of (name or ZipInfo, content)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as made:
        for name, content in members:
            made.writestr(name, content)
    return buffer.getvalue()


def read(tmp_path, content, name="a.zip", **options):
    (tmp_path / name).write_bytes(content)
    return read_corpus(tmp_path, **options)


def reasons(corpus):
    return dict(zip(corpus.rejected["source_file"], corpus.rejected["reason"], strict=True))


def test_members_are_read_by_their_own_layouts_in_the_order_of_names(tmp_path):
    content = pack(("news/b.csv", ROWS[:200]), ("news/a.txt", TEXT), ("news\\c.txt", TEXT), ("d/", ""))
    articles = read(tmp_path, content).articles
    assert articles["source_file"].drop_duplicates().tolist() == [
        "a.zip/news/a.txt",
        "a.zip/news/b.csv",
        "a.zip/news/c.txt",
    ]
    assert articles["article_id"].is_unique
    assert set(articles["source_format"]) == {"txt", "csv"}


def test_dates_in_names_of_members_count_as_in_names_of_files(tmp_path):
    article = read(tmp_path, pack(("2025-11-03-bridge.txt", TEXT))).articles.iloc[0]
    assert (str(article["published"].date()), article["published_source"]) == ("2025-11-03", "filename")


def test_what_systems_add_makes_no_noise(tmp_path):
    junk = ["__MACOSX/._a.txt", "x/.DS_Store", "._a.txt", "Thumbs.db", "x/desktop.ini"]
    corpus = read(tmp_path, pack(("a.txt", TEXT), *((name, "x") for name in junk)))
    assert (len(corpus.articles), len(corpus.rejected)) == (1, 0)


def link(name):
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


@pytest.mark.parametrize(
    ("member", "content", "reason"),
    [
        ("../b.txt", TEXT, "leads out"),
        ("/etc/b.txt", TEXT, "leads out"),
        ("x/../../b.txt", TEXT, "leads out"),
        ("C:\\b.txt", TEXT, "leads out"),
        (link("b.txt"), "/etc/passwd", "Links are not followed"),
        (".hidden.txt", TEXT, "Hidden"),
        ("x/.git/b.txt", TEXT, "Hidden"),
        ("b.zip", pack(("c.txt", TEXT)), "archive inside an archive"),
        ("b.txt.gz", gzip.compress(TEXT.encode(), mtime=0), "archive inside an archive"),
        ("b.tar", "x", "archive inside an archive"),
        ("b.txt", "x" * 30_000_000, "more than 200 times"),
        ("b.mp3", "x", "'.mp3' are not read"),
        ("README", "x", "'README' are not read"),
        ("b.txt", "", "0 bytes"),
        ("b.docx", "x", "not a whole ZIP archive, as a '.docx' file is"),
    ],
)
def test_a_bad_member_costs_itself_only(tmp_path, member, content, reason):
    name = getattr(member, "filename", member).replace("\\", "/")
    corpus = read(tmp_path, pack((member, content), ("good.txt", TEXT)))
    assert corpus.articles["source_file"].tolist() == ["a.zip/good.txt"]
    assert list(reasons(corpus)) == [f"a.zip/{name}"]
    assert reason in reasons(corpus)[f"a.zip/{name}"]


def test_of_two_members_of_one_name_the_later_counts(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = pack(("a.txt", TEXT), ("a.txt", TEXT.replace("Tuesday", "Monday")))
    corpus = read(tmp_path, content)
    assert corpus.articles["text"].str.contains("Monday").tolist() == [True]
    assert "replaces this one" in reasons(corpus)["a.zip/a.txt"]


def test_a_damaged_member_is_named(tmp_path):
    content = bytearray(pack(("a.txt", TEXT), ("b.txt", TEXT), method=zipfile.ZIP_STORED))
    content[content.index(b"Tuesday")] = 0x58
    corpus = read(tmp_path, bytes(content))
    assert corpus.articles["source_file"].tolist() == ["a.zip/b.txt"]
    assert "CRC" in reasons(corpus)["a.zip/a.txt"]


@pytest.mark.parametrize(("flag", "method", "reason"), [(1, 8, "password"), (0, 14, "method that is not read")])
def test_protected_and_unusual_members_are_refused(flag, method, reason):
    info = zipfile.ZipInfo("a.txt")
    info.flag_bits, info.compress_type = flag, method
    assert reason in archive._why_not("a.txt", info)


@pytest.mark.parametrize(
    ("bound", "value", "file", "reason"),
    [
        ("MOST_BYTES", 50, "a.zip/a.txt", "more than 50 bytes"),
        ("MOST_BYTES_TOGETHER", 150, "a.zip", "unpacks to more than 150 bytes; 2 files from 'b.txt' on were not read"),
        ("MOST_MEMBERS", 2, "a.zip", "more than 2 members"),
    ],
)
def test_bounds(tmp_path, monkeypatch, bound, value, file, reason):
    monkeypatch.setattr(archive, bound, value)
    corpus = read(tmp_path, pack(("a.txt", TEXT), ("b.txt", TEXT), ("c.txt", TEXT)))
    assert reason in reasons(corpus)[file]


def test_a_size_that_was_lied_about_is_not_believed(tmp_path):
    content = pack(("a.txt", "x" * 30_000_000))
    lied = content.replace((30_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    corpus = read(tmp_path, lied)
    assert corpus.articles.empty
    assert "a.zip/a.txt" in reasons(corpus)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no archive", pack(("a.txt", TEXT))[:-30], pack()])
def test_what_is_no_archive_is_rejected(tmp_path, content):
    corpus = read(tmp_path, content)
    assert list(reasons(corpus)) == ["a.zip"]


@pytest.mark.parametrize(
    ("name", "content", "articles"),
    [
        ("a.csv.gz", ROWS, 400),
        ("a.txt.gz", TEXT, 1),
        ("A.TXT.GZ", TEXT, 1),
        ("2025.a.jsonl.gz", '{"text": "One."}\n', 1),
    ],
)
def test_compressed_files_keep_their_name(tmp_path, name, content, articles):
    corpus = read(tmp_path, gzip.compress(content.encode()), name)
    assert corpus.articles["source_file"].tolist() == [name] * articles


def test_a_table_that_breaks_off_gives_its_whole_rows(tmp_path):
    corpus = read(tmp_path, gzip.compress(ROWS.encode())[:-1500], "a.csv.gz")
    assert 0 < len(corpus.articles) < 400
    assert corpus.articles["text"].str.endswith("was open.").all()
    assert "broken after" in reasons(corpus)["a.csv.gz"]


def test_an_article_that_breaks_off_is_none(tmp_path):
    corpus = read(tmp_path, gzip.compress((TEXT * 3).encode())[:-12], "a.txt.gz")
    assert corpus.articles.empty
    assert len(corpus.rejected) == 1


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.zip.gz", gzip.compress(pack(("a.txt", TEXT)), mtime=0), "archive inside an archive"),
        ("a.txt.gz.gz", gzip.compress(gzip.compress(b"x", mtime=0), mtime=0), "archive inside an archive"),
        ("a.mp3.gz", gzip.compress(b"x", mtime=0), "'.mp3' are not read"),
        ("a.txt.gz", b"no gzip", "broken after 0 bytes"),
        ("a.txt.gz", gzip.compress(b"x" * 30_000_000), "more than 200 times"),
        ("a.txt.gz", b"", "0 bytes"),
    ],
)
def test_bad_compressed_files(tmp_path, name, content, reason):
    corpus = read(tmp_path, content, name)
    assert corpus.articles.empty
    assert reason in reasons(corpus)[name]


def test_counts_are_held_against_each_member(tmp_path, monkeypatch):
    from workbench.articles import formats
    from workbench.articles.formats.layout import Layout
    from workbench.articles.record import Record, Stated

    def read_counted(path, name, columns):  # noqa: ARG001
        yield Record(name, 1, "counted", path.read_text())
        yield Stated(name, 2, "2 of 2")

    monkeypatch.setattr(formats, "LAYOUTS", (*formats.LAYOUTS, Layout("counted", (".counted",), read_counted)))
    content = pack(("a.counted", TEXT), ("b.txt", TEXT))
    with pytest.raises(DataError, match=r"a.zip/a.counted: The file states 2 articles"):
        read(tmp_path, content)
    corpus = read(tmp_path, content, strict=False)
    assert (len(corpus.articles), list(reasons(corpus))) == (2, ["a.zip/a.counted"])


def test_nothing_is_left_behind(tmp_path, monkeypatch):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    (tmp_path / "in").mkdir()
    read(tmp_path / "in", pack(("a.txt", TEXT), ("../b.txt", TEXT), ("c.csv", ROWS)))
    assert list(scratch.iterdir()) == []
