import codecs
import gzip

import pytest

from workbench.articles.decode import NotText, read_text

TEXT = "El enviado llegó a “Caracas” el martes — y se fue.\n" * 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_files(tmp_path, encoding):
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode(encoding))
    assert read_text(path) == (TEXT, ())


def test_utf_16_big_endian(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"))
    assert read_text(path) == (TEXT, ())


def test_other_bytes_are_windows_1252_with_a_warning(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode("cp1252"))
    assert read_text(path) == (TEXT, ("not UTF-8: decoded as Windows-1252",))


def test_a_page_states_its_character_set(tmp_path):
    path = tmp_path / "a.html"
    path.write_bytes('<meta charset="iso-8859-15"><p>10 € – ¿sí?'.replace("–", "-").encode("iso-8859-15"))
    assert "10 €" in read_text(path, html=True)[0]


def test_an_unknown_character_set_is_passed_over(tmp_path):
    path = tmp_path / "a.html"
    path.write_bytes(b'<meta charset="martian"><p>caf\xe9')
    assert read_text(path, html=True)[0].endswith("café")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t ", "white space"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary"),
        (gzip.compress(TEXT.encode(), mtime=0), "binary"),
        (b"abc\x01\x02\x03" * 50, "binary"),
        (b"x" * 101, "at most 100"),
    ],
)
def test_files_that_are_no_text(tmp_path, data, reason):
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(NotText, match=reason):
        read_text(path, limit=100 if data == b"x" * 101 else None)


def test_the_limit_is_looked_at_before_reading(tmp_path):
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(NotText, match="50,000,000 bytes"):
        read_text(path)
