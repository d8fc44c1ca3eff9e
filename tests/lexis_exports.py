"""Invented exports of LexisNexis in each of its layouts, for the tests of their readers."""

import html
import textwrap
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

WIDTH = 79
LABELS = {
    "en": {
        "author": "BYLINE",
        "section": "SECTION",
        "length": "LENGTH",
        "dateline": "DATELINE",
        "highlight": "HIGHLIGHT",
        "load_date": "LOAD-DATE",
        "language": "LANGUAGE",
        "publication_type": "PUBLICATION-TYPE",
        "subject": "SUBJECT",
        "graphic": "GRAPHIC",
    },
    "de": {
        "author": "AUTOR",
        "section": "RUBRIK",
        "length": "LÄNGE",
        "highlight": "HIGHLIGHT",
        "load_date": "UPDATE",
        "language": "SPRACHE",
        "publication_type": "PUBLICATION-TYPE",
        "newspaper_code": "ZEITUNGS-CODE",
        "graphic": "GRAFIK",
    },
    "fr": {
        "author": "AUTEUR",
        "section": "RUBRIQUE",
        "length": "LONGUEUR",
        "highlight": "ENCART",
        "load_date": "DATE-CHARGEMENT",
        "language": "LANGUE",
        "publication_type": "TYPE-PUBLICATION",
        "subject": "SUJET",
        "company": "SOCIETE",
    },
}
HEAD = ("author", "section", "length", "dateline", "highlight")


@dataclass
class Article:
    """An invented article: what it states, and its paragraphs; labels follow the language of the interface."""

    title: str = "Harbour talks resume"
    outlet: str = "The Example Post"
    date: str = "May 2, 2012 Wednesday"
    edition: str = ""
    body: tuple[str, ...] = ("The talks resumed on Monday.", "Nobody said why they had stopped.")
    fields: dict[str, str] = field(default_factory=lambda: {"length": "12 words", "load_date": "May 3, 2012"})
    copyright: str = "Copyright 2012 Example Media All Rights Reserved"
    language: str = "en"

    def labelled(self, *, head: bool):
        """Return (label, value) of the fields over or under the text, in the order they were given."""
        labels = LABELS[self.language]
        return [(labels[key], value) for key, value in self.fields.items() if (key in HEAD) == head]


def write_txt(
    path, articles, *, first=1, total=None, number="{n} of {m} DOCUMENTS", cover="", breaks="\n", encoding="utf-8"
):
    total = total or first + len(articles) - 1
    documents = [
        f"{number.format(n=n, m=total):^{WIDTH}}".rstrip() + "\n\n\n" + _txt(article)
        for n, article in enumerate(articles, start=first)
    ]
    text = f"{cover}\n\n" + "\n\n".join(documents)
    path.write_bytes(text.replace("\n", breaks).encode(encoding))
    return path


def _txt(article):
    centred = [article.outlet, f"{article.date}\n{article.edition}" if article.edition else article.date]
    blocks = ["\n".join(f"{line:^{WIDTH}}".rstrip() for line in block.split("\n")) for block in centred]
    blocks += [textwrap.fill(article.title, WIDTH)] if article.title else []
    blocks += [_wrapped(f"{label}: {value}") for label, value in article.labelled(head=True)]
    blocks += ["\n" + _wrapped(paragraph) for paragraph in article.body[:1]]
    blocks += [_wrapped(paragraph) for paragraph in article.body[1:]]
    blocks += [_wrapped(f"{label}: {value}") for label, value in article.labelled(head=False)]
    blocks += [f"\n{article.copyright:^{WIDTH}}".rstrip()] if article.copyright else []
    return "\n\n".join(block for block in blocks if block) + "\n"


def _wrapped(text):
    return textwrap.fill(text, WIDTH, break_on_hyphens=False, break_long_words=False)


STYLE = """<style type="text/css"><!--
.c0 { text-align: center; }
.c1 { text-align: center; margin-top: 0em; }
.c2 { font-size: 10pt; font-weight: normal; }
.c3 { text-align: center; margin-left: 13%; }
.c4 { font-size: 10pt; font-weight: bold; color: #CC0033; }
.c5 { text-align: left; }
.c6 { text-align: left; margin-top: 0em; }
.c7 { font-size: 14pt; font-weight: bold; }
.c8 { font-size: 10pt; font-weight: bold; }
.c9 { text-align: left; margin-top: 1em; }
--></style>"""


def write_html(path, articles, *, first=1, total=None, marks="comment", cover="", meta="", upper=True):
    total = total or first + len(articles) - 1
    documents = [_html(article, n, total, marks) for n, article in enumerate(articles, start=first)]
    page = f"<HTML><HEAD>{STYLE}{meta}</HEAD><BODY>{cover}{''.join(documents)}</BODY></HTML>"
    path.write_text(page if upper else page.replace("<DIV", "<div").replace("</DIV", "</div"), encoding="utf-8")
    return path


def _html(article, n, total, marks):
    parts = [_div("c0", "c1", _span("c2", f"{n} of {total} DOCUMENTS"))] if n else []
    parts.append(_div("c0", "c1", _span("c2", article.outlet)))
    word, _, rest = article.date.partition(" ")
    edition = f"<BR>{html.escape(article.edition)}" if article.edition else ""
    parts.append(_div("c3", "c1", _span("c4", word), f'<SPAN CLASS="c2"> {html.escape(rest)}{edition}</SPAN>'))
    parts += [_div("c5", "c6", _span("c7", article.title))] if article.title else []
    parts += [_field(label, value) for label, value in article.labelled(head=True)]
    body = "".join(f'<P CLASS="c9">{_marked(paragraph)}</P>\n' for paragraph in article.body)
    parts.append(f'<BR><DIV CLASS="c5">{body}</DIV>\n')
    parts += [_field(label, value) for label, value in article.labelled(head=False)]
    parts += [_div("c0", "c1", _span("c2", article.copyright))] if article.copyright else []
    opened = "<!-- Hide XML section from browser\n<DOC NUMBER=1>\n<DOCFULL> -->" if marks == "comment" else ""
    closed = "<!-- Hide XML section from browser\n</DOCFULL>\n</DOC> -->" if marks == "comment" else ""
    anchor = "" if marks == "number" else f'<A NAME="DOC_ID_0_{n}"></A>'
    return f"{anchor}{opened}\n{''.join(parts)}{closed}\n"


def _div(outer, inner, *spans):
    return f'<BR><DIV CLASS="{outer}"><P CLASS="{inner}">{"".join(spans)}</P>\n</DIV>\n'


def _span(kind, text):
    return f'<SPAN CLASS="{kind}">{html.escape(text)}</SPAN>'


def _field(label, value):
    return _div("c5", "c6", _span("c8", f"{label}: "), _span("c2", value))


def _marked(paragraph):
    """Return a paragraph as downloads set it: a word that was searched for has a run of its own."""
    first, _, rest = paragraph.partition(" ")
    return _span("c4", first) + _span("c2", f" {rest}") if rest else _span("c2", first)


DOCX_LABELS = {
    "en": {key: label.title() for key, label in LABELS["en"].items()},
    "de": {key: label.title() for key, label in LABELS["de"].items()} | {"load_date": "Ladedatum"},
    "fr": {key: label.title() for key, label in LABELS["fr"].items()},
}
HEADINGS = {
    "en": ("Body", "Classification", "Graphic", "End of Document", "Documents"),
    "de": ("Textkörper", "Klassifizierung", "Grafik", "Ende des Dokuments", "Dokumente"),
    "fr": ("Corps", "Classification", "Illustration", "Fin du document", "Documents"),
}
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'
)
RULE = '<w:r><w:pict><v:line from="0,2pt" to="512pt,2pt"/></w:pict></w:r>'


def write_docx(path, articles, *, listed=None, delivered=None, bookmarks=True, styled=True, ends=True):
    language = articles[0].language if articles else "en"
    pages = [_cover(articles, listed, language)] if listed is not None else []
    pages += [
        _docx(article, n, bookmarks=bookmarks, styled=styled, end=ends and (ends is True or n <= ends))
        for n, article in enumerate(articles, start=1)
    ]
    body = "".join(pages)
    return write_package(path, f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>", delivered=delivered)


def write_package(path, markup, *, delivered=None):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", f'<?xml version="1.0" encoding="UTF-8"?>{markup}'.encode())
        if delivered is not None:
            count = f'<property name="LADocCount"><vt:i4>{delivered}</vt:i4></property>'
            package.writestr("docProps/custom.xml", f"<Properties>{count}</Properties>")
    return path


def _cover(articles, listed, language):
    rows = "".join(
        _p(_run(f"{n}. ") + _run(article.title)) + _p(_run("Client/Matter: ", bold=True) + _run("-None-")) + _TABLE
        for n, article in enumerate(articles, start=1)
    )
    return _p(_run(f"{HEADINGS[language][4]} ({listed})", bold=True)) + rows + "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>"


def _docx(article, n, *, bookmarks, styled, end):
    body, classification, graphic, closing, _ = HEADINGS[article.language]
    labels = DOCX_LABELS[article.language]
    suffix = f"_{n - 2}" if n > 1 else ""
    pages = [_p("", bookmark=f"Bookmark_{n}" if bookmarks else "")]
    pages += [_p(_run(article.title, bold=styled, size=28), centre=True, level=True)] if article.title else []
    dated = f"{article.date}, {article.edition}" if article.edition else article.date
    pages += [_p(_run(article.outlet), centre=True), _p(_run(dated), centre=True), _p("")]
    pages += [_p("<w:r><w:br/></w:r>" + _run(article.copyright))] if article.copyright else []
    pages += [_labelled(labels[key], value, styled) for key, value in article.fields.items() if key in HEAD]
    pages += _heading(body, styled, f"Body{suffix}" if bookmarks else "") if article.body else []
    pages += [_p(_cut_runs(paragraph)) for paragraph in article.body]
    if "graphic" in article.fields:
        pages += [*_heading(graphic, styled, ""), _p(_run(article.fields["graphic"]))]
    tail = {key: value for key, value in article.fields.items() if key not in {*HEAD, "graphic"}}
    if len(tail) > 1:
        pages += _heading(classification, styled, f"Classification{suffix}" if bookmarks else "")
    pages += [_labelled(labels[key], value, styled) for key, value in tail.items()]
    mark = (
        "<w:r><w:br/></w:r>"
        + (RULE if styled else "")
        + _run(closing[:5], bold=styled)
        + _run(closing[5:], bold=styled)
    )
    return "".join(pages) + (_p(mark) if end else "")


def _heading(text, styled, bookmark):
    return [_p(_run(text, bold=styled, size=28), bookmark=bookmark), *([_p(RULE)] if styled else []), _p("")]


def _labelled(label, value, styled):
    return _p("<w:r><w:br/></w:r>" + _run(f"{label}:", bold=styled) + _run(f"\u00a0{value}"))


def _cut_runs(paragraph):
    """Return a paragraph as Word saves it: cut into runs in the middle of words."""
    middle = len(paragraph) // 2
    return _run(paragraph[:middle]) + _run(paragraph[middle:])


_TABLE = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Content Type</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"


def _p(runs, *, bookmark="", centre=False, level=False):
    settings = ('<w:jc w:val="center"/>' if centre else "") + ('<w:outlineLvl w:val="0"/>' if level else "")
    mark = f'<w:bookmarkStart w:id="1" w:name="{bookmark}"/><w:bookmarkEnd w:id="1"/>' if bookmark else ""
    return f"<w:p><w:pPr>{settings}</w:pPr>{mark}{runs}</w:p>"


def _run(text, *, bold=False, size=20):
    style = f'<w:rPr>{"<w:b/>" if bold else ""}<w:sz w:val="{size}"/></w:rPr>'
    return f'<w:r>{style}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
