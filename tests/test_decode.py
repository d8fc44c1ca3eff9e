import codecs
import gzip

import pytest

from workbench.articles.alphabets import is_western
from workbench.articles.decode import NotText, find_encoding, open_text, read_text

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
        (b"PK\x03\x04" + bytes(range(32)) * 20, "a ZIP container"),
        (b"%PDF-1.7" + bytes(range(32)) * 20, "a PDF document"),
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


# Invented sentences, each with the letters that tell its code page.
OTHERS = [
    ("cp1250", "Burmistrz powiedział, że prace potrwają dłużej, niż sądzono, a mieszkańcy są źli."),
    ("iso8859_2", "Burmistrz powiedział, że prace potrwają dłużej, niż sądzono, a mieszkańcy są źli."),
    ("cp1250", "Starosta řekl, že práce potrvají déle, než se čekalo, a náklady vzrostou o třetinu."),
    ("iso8859_2", "Starosta řekl, že práce potrvají déle, než se čekalo, a náklady vzrostou o třetinu."),
    ("cp1250", "A polgármester szerint a munka tovább tart, és a költségek egyharmaddal nőnek; dühösek."),
    ("cp1254", "Başkan, çalışmaların beklenenden uzun süreceğini söyledi; halk öfkeli, kış yakın."),
    ("cp1251", "Мэр сказал, что работы продлятся дольше, чем ожидалось, и расходы вырастут."),
    ("koi8_r", "Мэр сказал, что работы продлятся дольше, чем ожидалось, и расходы вырастут."),
    ("cp1253", "Ο δήμαρχος είπε ότι τα έργα θα διαρκέσουν περισσότερο από όσο αναμενόταν."),
    ("cp1256", "وقال رئيس البلدية إن العمل سيستغرق وقتا أطول مما كان متوقعا في الربيع."),
    ("gb18030", "市长说工程时间比预期的长，费用将增加三分之一。居民非常愤怒，要求政府解决问题。"),
    ("big5", "市長說工程時間比預期的長,費用將增加三分之一。居民非常憤怒,要求政府解決問題。"),
    ("cp932", "市議会は火曜日に橋について話し合うために集まりました。市長は述べました。"),
    ("euc_kr", "시장은 공사가 예상보다 오래 걸릴 것이라고 말했다. 주민들은 화가 났다."),
]
WESTERN = [
    "Le maire a déclaré que les coûts s’élèveraient d’un tiers. Où aller ? Ça dépend.",
    "Die Arbeiten dauern länger, größer als erwartet – „viel zu lange“, sagte er. Geht´s?",
    "¿Cuándo abrirá? El alcalde dijo que las obras durarán más; «ya veremos», añadió. 2º piso, 1ª planta.",
    "A câmara não vê solução nem previsões; as informações são más.",
    "Il sindaco ha detto che la città pagherà. Perché? Così non va.",
    "Borgmesteren sagde, at arbejdet vil vare længere, og at prisen øges på broen.",
    "Kostnaderna ökar på bron. Työt kestävät odotettua pidempään.",
    "Bæjarstjórinn sagði að verkið tæki lengri tíma; það þykir íbúum verra.",
    "It’s a café – it cost £5 million, ±10 %, said Zoë.",
]


@pytest.mark.parametrize(("encoding", "text"), OTHERS)
@pytest.mark.parametrize("times", [1, 40])
def test_other_code_pages_are_told(tmp_path, encoding, text, times):
    path = tmp_path / "a.csv"
    path.write_bytes((f"title,text\n{text}\n" * times).encode(encoding))
    file, warnings = open_text(path)
    with file:
        assert text in file.read()
    assert "not UTF-8: decoded as" in warnings[0]


@pytest.mark.parametrize("text", WESTERN)
def test_west_european_text_is_windows_1252(text):
    assert is_western(text)
    assert find_encoding([text.encode("cp1252")]).name == "cp1252"


@pytest.mark.parametrize("text", [text for _, text in OTHERS] + WESTERN)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_unicode_of_every_script_in_a_stream(tmp_path, encoding, text):
    path = tmp_path / "a.csv"
    content = f"title,text\r\nOne,{text}\r\n"
    path.write_bytes(content.encode(encoding))
    file, warnings = open_text(path)
    with file:
        assert (file.read(), warnings) == (content, ())


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_characters_cut_between_pieces_are_whole(size):
    data = (TEXT * 10).encode()
    assert find_encoding(data[place : place + size] for place in range(0, len(data), size)) == ("utf-8", "strict", ())


def test_a_few_broken_bytes_do_not_break_all_others(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes((TEXT * 10).encode() + b"caf\xe9\n" + TEXT.encode())
    text, warnings = read_text(path)
    assert text == TEXT * 10 + "caf\ufffd\n" + TEXT
    assert warnings == ("some bytes are not UTF-8: replaced",)


def test_a_file_cut_within_a_character(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode() + "é".encode()[:1])
    assert read_text(path) == (TEXT + "\ufffd", ("the file ends within a character",))
    path.write_bytes("caf\xe9".encode("cp1252"))
    assert read_text(path)[0] == "café"


def test_stray_nul_is_replaced_and_told(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"a plain text with a NUL\x00 in it. " * 3 + b"plain " * 100)
    text, warnings = read_text(path)
    assert text.count("\ufffd") == 3
    assert warnings == ("NUL bytes replaced",)


def test_a_declared_latin_1_means_windows_1252(tmp_path):
    path = tmp_path / "a.html"
    path.write_bytes('<meta charset="iso-8859-1"><p>“El niño”'.encode("cp1252"))
    assert read_text(path, html=True)[0].endswith("“El niño”")


def test_a_stream_begins_at_its_first_character(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(codecs.BOM_UTF8 + b"title\r\nOne\r")
    file, _ = open_text(path)
    with file:
        assert file.readlines() == ["title\r\n", "One\r"]
