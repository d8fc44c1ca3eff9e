import gzip
import io
import zlib

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from workbench.articles.read import read_corpus

PARAGRAPH = (
    "The council met on Tuesday to speak about the bridge, which was closed in the spring after a lorry struck it. "
    "It was the longest meeting of the year, for nobody would speak about the café first."
)
URL = "https://gazette.example/city/bridge"


def html(number=0, head="", paragraphs=4):
    body = "".join(f"<p>{number} {part} {PARAGRAPH}</p>" for part in range(paragraphs))
    return f"<html><head><title>Bridge {number}</title>{head}</head><body><article>{body}</article></body></html>"


def record(payload, *, url=URL, kind="response", status="200 OK", headers=None, warc=None):
    """Describe one record: what `write_warc` writes."""
    stated = headers if headers is not None else [("Content-Type", "text/html; charset=utf-8")]
    return url, kind, payload, status, stated, {"WARC-Date": "2026-01-02T03:04:05Z", **(warc or {})}


def make_warc(*records, packed=False):
    """Return the bytes of a web archive, its records packed one by one as crawlers do."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("made", {"software": "a test"}))
    for url, kind, payload, status, stated, warc in records:
        http = StatusAndHeaders(status, stated, protocol="HTTP/1.1") if kind == "response" else None
        options = {"warc_content_type": dict(stated).get("Content-Type", "")} if http is None else {}
        made = writer.create_warc_record(
            url, kind, payload=io.BytesIO(payload), http_headers=http, warc_headers_dict=warc, **options
        )
        writer.write_record(made)
    return out.getvalue()


def read(tmp_path, content, name="a.warc"):
    (tmp_path / name).write_bytes(content)
    return read_corpus(tmp_path)


def reasons(corpus):
    return corpus.rejected["reason"].tolist()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.warc", make_warc(record(html(1).encode()), record(html(2).encode()))),
        ("a.warc.gz", make_warc(record(html(1).encode()), record(html(2).encode()), packed=True)),
        ("a.WARC.GZ", gzip.compress(make_warc(record(html(1).encode()), record(html(2).encode())))),
        ("plain.warc.gz", make_warc(record(html(1).encode()), record(html(2).encode()))),
    ],
)
def test_every_page_is_an_article(tmp_path, name, content):
    articles = read(tmp_path, content, name).articles
    assert articles["record"].tolist() == [2, 3]  # the first record is about the archive itself
    assert articles["title"].tolist() == ["Bridge 1", "Bridge 2"]
    assert set(articles["source_format"]) == {"warc"}


def test_the_crawl_is_no_publication(tmp_path):
    head = '<link rel="canonical" href="https://gazette.example/other">'
    article = read(tmp_path, make_warc(record(html(head=head).encode()))).articles.iloc[0]
    assert (article["published_source"], article["retrieved"]) == ("none", "2026-01-02T03:04:05Z")
    dated = record(html().encode(), url="https://gazette.example/2025/11/03/bridge")
    article = read(tmp_path, make_warc(dated)).articles.iloc[0]
    assert (str(article["published"].date()), article["published_source"]) == ("2025-11-03", "url")


def chunked(data, size=100):
    parts = [data[start : start + size] for start in range(0, len(data), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


PAGE = html().encode()
HTML = ("Content-Type", "text/html")


@pytest.mark.parametrize(
    ("payload", "headers"),
    [
        (PAGE, [HTML]),
        (html().encode("latin-1"), [("Content-Type", "text/html; charset=ISO-8859-1")]),
        (html(head='<meta charset="utf-8">').encode(), [("content-type", 'TEXT/HTML;charset="iso-8859-1"')]),
        (html(head='<meta charset="iso-8859-1">').encode("latin-1"), [HTML]),
        (html().encode("utf-16"), [HTML]),
        (html().encode("latin-1"), [("Content-Type", "text/html; charset=no-such-thing")]),
        (gzip.compress(PAGE), [HTML, ("Content-Encoding", "gzip")]),
        (zlib.compress(PAGE), [HTML, ("Content-Encoding", "deflate")]),
        (zlib.compress(PAGE)[2:-4], [HTML, ("Content-Encoding", "deflate")]),
        (PAGE, [HTML, ("Content-Encoding", "gzip")]),  # the crawler has unpacked it
        (PAGE, [HTML, ("Content-Encoding", "br")]),
        (chunked(PAGE), [HTML, ("Transfer-Encoding", "chunked")]),
        (chunked(gzip.compress(PAGE)), [HTML, ("Transfer-Encoding", "Chunked"), ("Content-Encoding", "gzip")]),
        (PAGE, [HTML, ("Transfer-Encoding", "chunked")]),
        (PAGE, [("Content-Type", "application/xhtml+xml")]),
    ],
)
def test_pages_in_any_coding(tmp_path, payload, headers):
    corpus = read(tmp_path, make_warc(record(payload, headers=headers)))
    assert corpus.articles["text"].iloc[0].count("speak about the café first") == 4


def test_a_resource_is_a_page_too(tmp_path):
    corpus = read(tmp_path, make_warc(record(PAGE, kind="resource", headers=[HTML])))
    assert corpus.articles["url"].tolist() == [URL]


def test_what_is_no_page_is_counted_by_reason(tmp_path):
    picture = record(b"x", headers=[("Content-Type", "image/png")])
    records = [
        *[picture] * 3,
        record(b"x", headers=[]),
        record(PAGE, status="404 Not Found"),
        record(b"", status="301 Moved"),
        record(b"x", kind="metadata"),
        record(PAGE),
    ]
    corpus = read(tmp_path, make_warc(*records))
    assert len(corpus.articles) == 1
    assert reasons(corpus) == [
        "Records that hold no fetched page: 2 (warcinfo: 1, metadata: 1).",
        "Files that are no HTML pages: 4 (image/png: 3, no type stated: 1).",
        "Pages that were not delivered: 2 (status 404: 1, status 301: 1).",
    ]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (record(b"<html><body><img></body></html>"), "no visible text"),
        (record(b""), "empty"),
        (record(b" " * 5_000_001), "more than 5,000,000 bytes"),
        (record(b" " * 10_000_100), "more than 5,000,000 bytes"),
        (record(gzip.compress(b" " * 9_000_000)), "more than 5,000,000 bytes"),
        (record(gzip.compress(PAGE)[:-20]), "cut off"),
        (record(b"\x1f\x8b broken"), "cannot be unpacked"),
        (record(b"\x0b\x02\x80" * 50, headers=[HTML, ("Content-Encoding", "br")]), "compressed with 'br'"),
        (record(bytes(range(32)) * 99), "binary"),
    ],
)
def test_a_bad_page_costs_itself_only(tmp_path, bad, reason):
    corpus = read(tmp_path, make_warc(record(PAGE), bad, record(PAGE)))
    assert corpus.articles["record"].tolist() == [2, 4]
    failed = corpus.rejected[corpus.rejected["record"] == 3]["reason"].tolist()
    assert len(failed) == 1
    assert reason in failed[0]


def test_after_a_broken_record_the_next_is_found(tmp_path):
    content = make_warc(record(PAGE), record(PAGE), record(PAGE))
    length = b"Content-Length: "
    second = content.index(length, content.index(b"WARC-Type: response", content.index(b"WARC-Type: response") + 9))
    assert len(read(tmp_path, content[:second] + b"X-" + content[second:]).articles) == 2


def test_what_was_whole_before_a_break_is_read(tmp_path):
    content = make_warc(record(html(1).encode()), record(html(2).encode()), packed=True)
    corpus = read(tmp_path, content[:-200], "a.warc.gz")
    assert corpus.articles["title"].tolist() == ["Bridge 1"]
    assert "break off after record" in reasons(corpus)[-1]
    whole = make_warc(record(html(1).encode()), record(html(2).encode()))
    corpus = read(tmp_path, whole[:-200], "a.warc.gz")
    assert corpus.articles["title"].tolist() == ["Bridge 1"]
    assert "cut off" in reasons(corpus)[0]


def test_a_page_the_crawler_cut_is_marked(tmp_path):
    corpus = read(tmp_path, make_warc(record(PAGE, warc={"WARC-Truncated": "length"})))
    assert "cut the page off" in corpus.articles["warnings"].iloc[0]


@pytest.mark.parametrize("content", [b"", b"no archive at all\n", b"\x1f\x8b\x08 broken", b"\x00" * 999])
def test_what_is_no_web_archive_is_rejected(tmp_path, content, capfd):
    corpus = read(tmp_path, content, "a.warc.gz")
    assert corpus.articles.empty
    assert len(corpus.rejected) == 1
    assert capfd.readouterr().err == ""
