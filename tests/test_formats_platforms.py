"""Exports of platforms, by their documented columns; texts are invented."""

import csv
import io
import json

import pytest

from workbench.articles.assemble import assemble
from workbench.articles.formats import read_layout
from workbench.articles.formats.columns import ONLY_TITLE
from workbench.articles.read import read_corpus
from workbench.articles.record import Rejected

BODY = "The council met on Tuesday to speak about the bridge, which was closed in the spring."


def read(tmp_path, name, content):
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return list(read_layout(path, name, {}))


def table(*rows):
    file = io.StringIO()
    writer = csv.DictWriter(file, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


MEDIA_CLOUD = {
    "id": "4f2a",
    "indexed_date": "2025-12-09 08:00:00",
    "language": "en",
    "media_name": "gazette.example",
    "media_url": "gazette.example",
    "publish_date": "2025-12-03",
    "title": "Bridge stays closed",
    "url": "https://gazette.example/bridge",
}
GDELT = {
    "url": "https://gazette.example/bridge",
    "url_mobile": "",
    "title": "Bridge stays closed",
    "seendate": "20251203T101500Z",
    "socialimage": "",
    "domain": "gazette.example",
    "language": "English",
    "sourcecountry": "United States",
}
NYT = {
    "abstract": "A bridge stays closed.",
    "web_url": "https://times.example/bridge",
    "snippet": "A bridge stays closed.",
    "lead_paragraph": BODY,
    "source": "The Times",
    "headline": {"main": "Bridge stays closed", "kicker": None},
    "pub_date": "2025-12-03T10:15:00+0000",
    "byline": {"original": "By Jane Doe", "person": []},
}
NEWSAPI = {
    "source": {"id": None, "name": "Gazette"},
    "author": "Jane Doe",
    "title": "Bridge stays closed",
    "description": "A bridge.",
    "url": "https://gazette.example/bridge",
    "urlToImage": None,
    "publishedAt": "2025-12-03T10:15:00Z",
    "content": f"{BODY[:59]}… [+1234 chars]",
}
GUARDIAN = {
    "id": "city/2025/dec/03/bridge",
    "type": "article",
    "sectionName": "City",
    "webPublicationDate": "2025-12-03T10:15:00Z",
    "webTitle": "Bridge stays closed",
    "webUrl": "https://gazette.example/bridge",
    "fields": {"headline": "Bridge stays closed", "byline": "Jane Doe", "bodyText": BODY, "publication": "Gazette"},
}
TRAFILATURA = {
    "title": "Bridge stays closed",
    "author": "Jane Doe",
    "hostname": "gazette.example",
    "date": "2025-12-03",
    "fingerprint": "6d9f254e68f4c4a6",
    "id": None,
    "comments": "",
    "raw_text": BODY,
    "text": BODY,
    "language": None,
    "filedate": "2026-01-01",
    "source": "https://gazette.example/bridge",
    "source-hostname": "Gazette",
    "excerpt": "A bridge.",
}
NEWS_PLEASE = {
    "authors": ["Jane Doe"],
    "date_download": "2026-01-01 10:00:00",
    "date_modify": None,
    "date_publish": "2025-12-03 10:15:00",
    "description": "A bridge.",
    "language": "en",
    "maintext": BODY,
    "source_domain": "gazette.example",
    "title": "Bridge stays closed",
    "url": "https://gazette.example/bridge",
}
AMCAT = {
    "_id": "ab12",
    "date": "2025-12-03T10:15:00",
    "title": "Bridge stays closed",
    "text": BODY,
    "publisher": "Gazette",
    "author": "Jane Doe",
    "section": "City",
    "url": "https://gazette.example/bridge",
}
PROQUEST = {
    "Title": "Bridge stays closed",
    "Abstract": "A bridge is closed. " * 40,
    "StoreId": "123",
    "ArticleType": "Newspaper",
    "Authors": "Doe, Jane",
    "documentType": "News",
    "entryDate": "2025-12-05",
    "language": "English",
    "pubdate": "Dec 3, 2025",
    "pubtitle": "Gazette",
    "year": "2025",
    "DocumentURL": "https://search.example/123",
}
FOUR_CAT = {
    "id": "77",
    "thread_id": "70",
    "timestamp": "2025-12-03 10:15:00",
    "author": "Jane Doe",
    "subject": "Bridge stays closed",
    "body": BODY,
}
NEXIS_LIST = {"Headline": "Bridge stays closed", "Publication": "Gazette", "Published date": "December 3, 2025"}


@pytest.mark.parametrize(
    ("name", "content", "outlet", "text"),
    [
        ("mediacloud.csv", table(MEDIA_CLOUD), "gazette.example", None),
        ("gdelt.json", {"articles": [GDELT]}, "gazette.example", None),
        ("nexis.csv", table(NEXIS_LIST), "Gazette", None),
        ("proquest.csv", table(PROQUEST), "Gazette", None),
        ("nyt.json", {"copyright": "©", "response": {"docs": [NYT], "meta": {"hits": 1}}}, "The Times", BODY),
        ("newsapi.json", {"status": "ok", "totalResults": 70, "articles": [NEWSAPI]}, "Gazette", BODY[:59]),
        ("newsapi.csv", table(NEWSAPI), "Gazette", BODY[:59]),
        ("guardian.json", {"response": {"status": "ok", "total": 9, "results": [GUARDIAN]}}, "Gazette", BODY),
        ("trafilatura.json", TRAFILATURA, "Gazette", BODY),
        ("newsplease.json", NEWS_PLEASE, "gazette.example", BODY),
        ("amcat.csv", table(AMCAT), "Gazette", BODY),
        ("amcat.json", {"results": [AMCAT], "meta": {"total_count": 1}}, "Gazette", BODY),
        ("elastic.json", {"hits": {"total": 1, "hits": [{"_id": "ab12", "_source": AMCAT}]}}, "Gazette", BODY),
        ("4cat.csv", table(FOUR_CAT), None, BODY),
    ],
)
def test_exports_of_platforms(tmp_path, name, content, outlet, text):
    records = read(tmp_path, name, content)
    assert [type(record).__name__ for record in records] == ["Record"], records
    record = records[0]
    assert record.raw == (text or "Bridge stays closed")
    assert (ONLY_TITLE in record.warnings) == (text is None)
    article = assemble(records).articles.iloc[0]
    assert article["title"] == "Bridge stays closed"
    assert article["text"] == (text or "")
    assert str(article["published"].date()) == "2025-12-03"
    assert article["outlet"] == outlet or (outlet is None and article.isna()["outlet"])


def test_the_address_and_further_columns_of_platforms_stay(tmp_path):
    record = read(tmp_path, "a.json", TRAFILATURA)[0]
    assert record.record == 0
    assert record.fields["url"] == "https://gazette.example/bridge"
    assert "raw_text" not in record.extra
    assert record.extra["filedate"] == "2026-01-01"
    record = read(tmp_path, "b.json", {"response": {"results": [GUARDIAN]}})[0]
    assert record.fields["url"] == "https://gazette.example/bridge"
    assert record.extra["sectionName"] == "City"
    assert record.fields["author"] == "Jane Doe"


def test_when_gdelt_saw_an_article_is_told(tmp_path):
    csv_row = {"URL": "https://a.example/1", "MobileURL": "", "Date": "2025-12-03 10:15:00", "Title": "Bridge"}
    for name, content in (("a.json", {"articles": [GDELT]}), ("a.csv", table(csv_row))):
        assert "published is when GDELT first saw the article" in read(tmp_path, name, content)[0].warnings


def test_newsapi_tells_what_it_cut(tmp_path):
    record = read(tmp_path, "a.json", {"articles": [NEWSAPI]})[0]
    assert record.warnings == ("the text was cut by the source (NewsAPI): 1234 more characters",)
    whole = NEWSAPI | {"content": "They counted [+3 chars] in it."}
    assert read(tmp_path, "b.json", {"articles": [whole]})[0].warnings == ()


def test_the_lead_paragraph_is_told(tmp_path):
    assert "lead paragraph only" in read(tmp_path, "a.json", {"docs": [NYT]})[0].warnings[0]


def test_an_answer_that_is_an_error_is_no_article(tmp_path):
    found = read(tmp_path, "a.json", {"status": "error", "code": "rateLimited", "message": "Too many requests."})
    assert isinstance(found[0], Rejected)
    assert "Found: status, code, message" in found[0].reason


def test_counts_of_hits_are_no_counts_of_content(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps({"totalResults": 70, "articles": [NEWSAPI]}))
    assert read_corpus(tmp_path).rejected.empty


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        ({"title": "Bridge", "date": "2025-12-03"}, True),
        ({"title": "Bridge", "url": "https://a.example"}, True),
        ({"title": "Bridge", "desk": "City"}, False),
        ({"url": "https://a.example", "date": "2025-12-03"}, False),
    ],
)
def test_a_list_of_titles_needs_dates_or_addresses(tmp_path, row, kept):
    found = read(tmp_path, "a.csv", table(row))
    assert isinstance(found[0], Rejected) != kept
    assert kept or "no column for 'text'" in found[0].reason


def test_texts_in_a_column_of_unknown_name_are_not_taken_for_a_list_of_titles(tmp_path):
    found = read(tmp_path, "a.csv", table({"title": "Bridge", "date": "2025-12-03", "Wortlaut": BODY * 10}))
    assert found[0].reason.endswith(
        '\'Wortlaut\' holds long texts: pass columns={"Wortlaut": "text"} (--column "Wortlaut=text").'
    )


def test_a_row_without_text_in_a_table_with_texts_is_told(tmp_path):
    found = read(tmp_path, "a.jsonl", "\n".join(json.dumps(row) for row in ({"title": "A", "text": BODY}, NEXIS_LIST)))
    assert "no column for 'text'" in found[1].reason
    assert found[1].record == 2
