import io
import json

import pytest

from workbench.articles.decode import NotText
from workbench.articles.formats import json_stream, read_layout
from workbench.articles.formats.json_stream import Broken, read_values
from workbench.articles.formats.json_table import read_json, read_jsonl
from workbench.articles.record import Record, Rejected

BODY = "The council met on Tuesday to speak about the bridge, which was closed in the spring."
ONE, TWO = {"title": "One", "text": BODY}, {"title": "Two", "text": BODY}


def read(tmp_path, content, name="a.json"):
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return list(read_layout(path, name, {}))


def titles(found):
    return [item.fields["title"] for item in found if isinstance(item, Record)]


def reason(found):
    rejected = [item for item in found if isinstance(item, Rejected)]
    assert len(rejected) == 1, found
    return rejected[0].reason


@pytest.mark.parametrize(
    "content",
    [
        [ONE, TWO],
        *({name: [ONE, TWO]} for name in ("articles", "data", "results", "value", "docs", "items", "stories")),
        {"meta": {"n": 2}, "Articles": [ONE, TWO], "next": None},
        {"response": {"status": "ok", "results": [ONE, TWO]}},
        {"data": {"items": [ONE, TWO]}},
        {"https://a.example/1": ONE, "https://a.example/2": TWO},  # pandas orient="index", scrapers' caches
        {"title": {"0": "One", "1": "Two"}, "text": {"0": BODY, "1": BODY}},  # pandas orient="columns"
        "\ufeff" + json.dumps([ONE, TWO], indent=2),
        f"{json.dumps(ONE)}\n{json.dumps(TWO)}\n",  # JSON lines under another name
        f"{json.dumps(ONE, indent=1)}\n\n{json.dumps(TWO, indent=1)}",
        f"[{json.dumps(ONE)}, {json.dumps(TWO)},]",
    ],
)
def test_records_are_found_wherever_they_stand(tmp_path, content):
    found = read(tmp_path, content)
    assert titles(found) == ["One", "Two"]
    assert [item.record for item in found] == [1, 2]
    assert {item.source_format for item in found} == {"json"}


@pytest.mark.parametrize("content", [ONE, ONE | {"items": [{"caption": "A bridge"}]}, ONE | {"images": [{"url": "x"}]}])
def test_a_file_that_is_one_article(tmp_path, content):
    found = read(tmp_path, content)
    assert titles(found) == ["One"]
    assert found[0].record == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[]", "no articles"),
        ('{"status": "ok", "articles": []}', "no articles"),
        ("{}", "Found: none"),
        ("[1, 2, 3]", "a JSON list of int"),
        ('["a", "b", null]', "a JSON list of NoneType and str"),
        ("12", "no list and no object"),
        ('"words"', "no list and no object"),
        ("nonsense", "no list and no object"),
        ("[" * 100_000, "nested too deep"),
        ('{"a":' * 100_000, "nested too deep"),
        ('{"data":' * 100_000, "nested too deep"),
        ('{"text": "x", "a": ' + "[" * 100_000, "nested too deep"),
        ('{"text" "x"}', "a name and a colon are missing"),
        ('{"text": "cut', "the file ends within a record"),
        ('{"text": ' + "9" * 5000 + "}", "Exceeds the limit"),
        ("[", "the file ends before its list does"),
        ("", "empty (0 bytes)"),
        ("  \n ", "only white space"),
    ],
)
def test_what_is_no_json_of_articles_has_a_reason(tmp_path, content, words):
    assert words in reason(read(tmp_path, content))


def test_a_broken_record_costs_itself(tmp_path):
    three = [json.dumps({"title": str(n), "text": BODY}) for n in range(3)]
    found = read(tmp_path, f'{{"articles": [{three[0]}, {three[1][:-12]}, {three[2]}]}}')
    assert titles(found) == ["0", "2"]
    assert reason(found).startswith("The record is not valid JSON")


def test_a_file_that_was_cut_keeps_what_is_whole(tmp_path):
    text = json.dumps({"articles": [ONE, TWO]})
    found = read(tmp_path, text[:-30])
    assert titles(found) == ["One"]
    assert reason(found) == "The JSON is broken: the file ends within a record."


def test_members_that_are_no_objects_cost_themselves(tmp_path):
    found = read(tmp_path, [ONE, 3, "x", TWO])
    assert titles(found) == ["One", "Two"]
    assert next(item.reason for item in found if isinstance(item, Rejected)) == (
        "It is a JSON int, not an object with fields."
    )


@pytest.mark.parametrize("size", [1, 7, 64, 1000])
def test_the_size_of_the_pieces_changes_nothing(monkeypatch, size):
    monkeypatch.setattr(json_stream, "_CHUNK", size)
    rows = [{"text": f"Zoë said “{n}” \\ \n", "n": n, "more": [{"a": [n]}], "e": 1.5e3} for n in range(20)]
    for content in (rows, {"status": 200, "articles": rows, "total": 12345}):
        text = json.dumps(content, ensure_ascii=False, indent=1)
        assert [value for _, value in read_values(io.StringIO(text).read)] == rows
    broken = json.dumps(rows)[:-40]
    found = [value for _, value in read_values(io.StringIO(broken).read)]
    assert found[:-1] == rows[:-1]
    assert isinstance(found[-1], Broken)


def test_raw_line_ends_in_strings_are_read(tmp_path):
    assert read(tmp_path, '{"title": "One", "text": "First.\n\nSecond."}')[0].raw == "First.\n\nSecond."


def test_paragraphs_in_a_list_are_a_text(tmp_path):
    assert read(tmp_path, {"content": ["First.", "Second."]})[0].raw == "First.\n\nSecond."


@pytest.mark.parametrize("text", [{"a": "deep"}, [{"p": "x"}], 12, True, [1]])
def test_a_text_that_is_no_text_is_refused(tmp_path, text):
    assert "is no text" in reason(read(tmp_path, {"text": text}))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{broken", "not valid JSON"),
        ("[1]", "JSON list"),
        ('{"title": "T"}', "no column for 'text'"),
        ('{"text": " "}', "empty"),
        ('"words"', "JSON str"),
        ('{"text": null}', "empty"),
        ("[" * 100_000, "nested too deep"),
    ],
)
def test_a_bad_line_costs_that_line(tmp_path, line, words):
    found = read(tmp_path, f"{line}\n{json.dumps(ONE)}\n\n", "a.jsonl")
    assert words in reason(found)
    assert [item.record for item in found if isinstance(item, Record)] == [2]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_json_lines(tmp_path, end):
    path = tmp_path / "a.ndjson"
    path.write_bytes((end.join(map(json.dumps, [ONE, TWO])) + end).encode())
    assert titles(list(read_jsonl(path, "a.ndjson", {}))) == ["One", "Two"]


@pytest.mark.parametrize(
    "content", [json.dumps([ONE, TWO]), json.dumps([ONE, TWO], indent=1), json.dumps(ONE, indent=1)]
)
def test_ordinary_json_named_as_json_lines_is_read(tmp_path, content):
    found = read(tmp_path, content, "a.jsonl")
    assert titles(found)[0] == "One"
    assert found[0].source_format == "jsonl"


def test_half_characters_and_nul_do_not_reach_the_table(tmp_path):
    for name, content in (
        ("a.json", '[{"text": "A \\ud800 b", "k": "\\u0000"}]'),
        ("a.jsonl", '{"text": "A \\ud800 b\\u0000"}'),
    ):
        record = read(tmp_path, content, name)[0]
        record.raw.encode()
        assert "\x00" not in record.raw + (record.extra.get("k") or "")
        assert "NUL bytes replaced" in record.warnings


@pytest.mark.parametrize(
    "text",
    [
        "<p>One.</p> two \x01 three",
        "<p>One.</p>\x0btwo<br>\x0c three",
        "<p>One \x00</p> two &#1; three",
        "<p>One.</p>two \ufffe three",
    ],
)
def test_control_characters_in_markup_cost_no_file(tmp_path, text):
    rows = [ONE, {"title": "Two", "text": text, "k\x00": "v"}, ONE]
    first, record, last = read(tmp_path, "\n".join(map(json.dumps, rows)), "a.jsonl")
    assert first.raw == last.raw == ONE["text"]
    assert record.raw.split() == ["One", "\ufffd", "two", "three"] if "\x00" in text else ["One.", "two", "three"]
    assert not any("\x00" in column for column in record.extra)


def test_nested_values_are_read_by_their_names(tmp_path):
    row = ONE | {"source": {"id": None, "name": "Gazette"}, "authors": [{"name": "Jane Doe"}, "John Roe"], "n": 3}
    row |= {"title": {"rendered": "One"}, "tags": [], "about": {"b": 1, "a": None}}
    record = read(tmp_path, row)[0]
    assert record.fields == {"title": "One", "outlet": "Gazette", "author": "Jane Doe, John Roe"}
    assert record.extra == {"n": "3", "tags": None, "about": '{"a": null, "b": 1}'}


def test_a_text_in_html_becomes_paragraphs(tmp_path):
    page = "<p>First&nbsp;one.</p>\n<script>x()</script><ul><li>Second</li></ul><br/>Third."
    record = read(tmp_path, {"title": {"rendered": "One"}, "content": {"rendered": page}, "date": "2025-12-03"})[0]
    assert record.raw == "First one.\n\nSecond\n\nThird."
    assert record.warnings == ("markup removed from the text",)


def test_markup_around_nothing_is_no_text(tmp_path):
    assert "empty but for markup" in reason(read(tmp_path, {"text": "<p> </p><br/>"}))


@pytest.mark.parametrize("text", ["a <b and c> d", "if x < 3 then y > 2", "<p"])
def test_signs_that_are_no_markup_stay(tmp_path, text):
    assert read(tmp_path, {"text": text})[0].raw == text


def test_a_line_without_end_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("workbench.articles.formats.json_table._LONGEST", 50)
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(ONE))
    with pytest.raises(NotText, match="more than 50 characters"):
        list(read_jsonl(path, "a.jsonl", {}))


def test_the_encoding_is_told(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes('[{"text": "Die Brücke bleibt geschlossen."}]'.encode("cp1252"))
    record = next(iter(read_json(path, "a.json", {})))
    assert record.raw == "Die Brücke bleibt geschlossen."
    assert record.warnings == ("not UTF-8: decoded as Windows-1252",)
