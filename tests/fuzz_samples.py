"""A small valid file of every layout, for the tests that damage files; invented, and made anew at each run."""

import gzip
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import pytest
from lexis_exports import Article, write_docx, write_html, write_txt
from test_formats_docx import document, saved
from test_formats_markdown import ARTICLE
from test_formats_pdf import FIRST, SECOND, make_pdf
from test_formats_trafilatura import DOC
from test_formats_warc import html, make_warc, record

BODY = "The council met on Tuesday to speak about the café, which was closed in the spring after a lorry struck it."
ROWS = [
    {"title": f"Bridge {number}", "text": f"{BODY} It was the {number}. time.", "date": "2025-11-03", "page": number}
    for number in range(4)
]
FACTIVA_HTML = "".join(
    f"<div id='article-GAZET0002012010{number}dp' class='article enArticle'><p>SE City<br/>HD <b>Bridge</b></p>"
    f"<table><tr><td><b>HD</b>&nbsp;</td><td>Bridge {number}</td></tr><tr><td><b>WC</b></td><td>120 words</td></tr>"
    "<tr><td><b>PD</b></td><td>9 January 1993</td></tr><tr><td><b>SN</b></td><td>The Gazette</td></tr>"
    f"<tr><td><b>LP</b></td><td><p>{BODY}</p></td></tr><tr><td><b>TD</b></td><td><p>{BODY}</p></td></tr>"
    f"<tr><td><b>AN</b></td><td>Document GAZET0002012010{number}dp</td></tr></table></div>"
    for number in (1, 2)
)
FACTIVA_XML = (
    '<?xml version="1.0" encoding="UTF-8"?><ppsArticleResponse><ppsarticle><docType>article</docType><article>'
    '<accessionNo value="GAZET00020120101"/><baseLanguage value="EN"/><headline><paragraph>Bridge</paragraph>'
    "</headline>"
    "<sourceName>The Gazette</sourceName><publicationDate><date>19930109</date></publicationDate>"
    f"<leadParagraph><paragraph>{BODY}</paragraph></leadParagraph><tailParagraphs><paragraph>{BODY}</paragraph>"
    "</tailParagraphs></article></ppsarticle></ppsArticleResponse>"
)
EUROPRESSE = "".join(
    '<article><header><div class="rdp__DocPublicationName"><span class="DocPublicationName">The Gazette</span></div>'
    '<span class="DocHeader">City, 3 novembre 2025, p. 4</span><div class="titreArticle"><p class="titreArticleVisu '
    f'rdp__articletitle">Bridge {number}</p></div></header><section><div class="docOcurrContainer"><p>{BODY}</p>'
    f'<p>{BODY}</p></div></section><footer><p class="publiC-lblNodoc">news·20251103·GAZ·{number}</p></footer></article>'
    for number in (1, 2)
)
PROQUEST = "\n".join(
    f"{'_' * 60}\n\nDocument {number} of 2\n\nBridge {number}\n\nAuthor: Doe, Jane\n\nPublication info: The Gazette; "
    f"Town [Town]03 Nov 2025: A.4.\n\nFull text: {BODY}\n\n{BODY}\n\nTitle: Bridge {number}\n\n"
    f"Publication title: The Gazette\n\nPublication date: Nov 3, 2025\n\nProQuest document ID: 12{number}\n"
    for number in (1, 2)
)


@dataclass(frozen=True)
class Sample:
    """A file: the end of its name, its bytes before they are packed (ZIP, gzip), so that both can be damaged."""

    suffix: str
    inside: bytes
    pack: Callable[[bytes], bytes] = bytes


def _written(write, suffix, *arguments):
    """Return the bytes of a file that a function writes."""

    def make(folder):
        path = folder / f"sample{suffix}"
        write(path, *arguments)
        return Sample(suffix, path.read_bytes())

    return make


def _repacked(make, member):
    """Return a sample whose one member is damaged inside its ZIP."""

    def packed(folder):
        whole = make(folder)
        with zipfile.ZipFile(io.BytesIO(whole.inside)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}

        def pack(content):
            buffer = io.BytesIO()
            with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, data in members.items():
                    archive.writestr(name, content if name == member else data)
            return buffer.getvalue()

        return Sample(whole.suffix, members[member], pack)

    return packed


def _plain(suffix, text, pack=bytes):
    return lambda _: Sample(suffix, text if isinstance(text, bytes) else text.encode(), pack)


def _write_xls(path):
    xlwt = pytest.importorskip("xlwt", reason="xlwt, which writes .xls, is not installed")
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("One")
    for place, row in enumerate([list(ROWS[0]), *(row.values() for row in ROWS)]):
        for column, value in enumerate(row):
            sheet.write(place, column, value)
    workbook.save(str(path))


def _write_zip(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("news/a.html", html())
        archive.writestr("news/b.txt", BODY)


TWO = (Article(), Article(title="Ferry stays in port", date="May 4, 2012 Friday"))
CSV = pd.DataFrame(ROWS).to_csv(index=False)
JSONL = pd.DataFrame(ROWS).to_json(orient="records", lines=True)
SAMPLES = {
    "lexis_docx": _repacked(_written(write_docx, ".docx", TWO), "word/document.xml"),
    "lexis_html": _written(write_html, ".html", TWO),
    "lexis_txt": _written(write_txt, ".txt", TWO),
    "factiva_html": _plain(".html", f"<html><body>{FACTIVA_HTML}</body></html>"),
    "factiva_xml": _plain(".xml", FACTIVA_XML),
    "europresse_html": _plain(".html", f"<html><body>{EUROPRESSE}</body></html>"),
    "proquest_txt": _plain(".txt", PROQUEST),
    "trafilatura": _plain(".xml", DOC * 2),
    "txt": _plain(".txt", f"The Bridge Opens\n\nBy Jane Doe\n\n{BODY}\n\n{BODY}"),
    "markdown": _plain(".md", ARTICLE),
    "html": _plain(".html", html()),
    "docx": _repacked(_plain(".docx", saved(document())), "word/document.xml"),
    "pdf": _written(make_pdf, ".pdf", [FIRST, SECOND]),
    "csv": _plain(".csv", CSV),
    "tsv": _plain(".tsv", CSV.replace(",", "\t")),
    "json": _plain(".json", pd.DataFrame(ROWS).to_json(orient="records", indent=1)),
    "jsonl": _plain(".jsonl", JSONL),
    "xlsx": _repacked(_written(pd.DataFrame(ROWS).to_excel, ".xlsx"), "xl/worksheets/sheet1.xml"),
    "xls": _written(_write_xls, ".xls"),
    "parquet": _written(pd.DataFrame(ROWS).to_parquet, ".parquet"),
    "warc": _plain(".warc", make_warc(record(html(1).encode()), record(html(2).encode()))),
    "zip": _written(_write_zip, ".zip"),
    "gzip": _plain(".csv.gz", CSV, gzip.compress),
}
