"""ProQuest documents saved as text: records between lines of underscores, fields by label at the beginning of a line.

Source of the labels in other languages than English: the field names of ProQuest's interface.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from workbench.articles.decode import NotText, read_text
from workbench.articles.formats.export import build_record, join_values, squeeze
from workbench.articles.formats.language_names import language_code
from workbench.articles.formats.layout import Layout
from workbench.articles.record import Record, Rejected, Stated

NAME = "proquest_txt"
ABSTRACT_ONLY = "no full text in the export: the abstract stands for it"
# column: its labels in English, German, French, Spanish and Chinese.
_LABELS = {
    "text": "Full text|Volltext|Texte intégral|Texto completo|全文文献|全文文獻|全文",
    "abstract": "Abstract|Zusammenfassung|Résumé|Resumen|摘要",
    "title": "Title|Titel|Titre|Título|标题|標題",
    "author": "Author|Autor|Auteur|作者",
    "outlet": "Publication title|Titel der Publikation|Titre de la publication|"
    "Título de (?:la )?publicación|出版物名称|出版物名稱",
    "published": "Publication ?date|Publikationsdatum|Date de publication|Date du diplôme|Fecha de publicación|"
    "Fecha de titulación|出版日期",
    "language": "Language(?: of publication)?|(?:Publikationss|S)prache|Langue(?: de publication)?|"
    "Idioma(?: de la publicación)?|(?:出版物)?语言|(?:出版物)?語言",
    "url": "Document URL|Dokument-?URL|URL du document|URL del documento|文档 ?URL|文件 ?URL",
    "accession_no": "ProQuest document ID|ProQuest[- ]Dokument-?ID|ID (?:du|de) document ProQuest|"
    "(?:ID|Identificador) del? documento (?:de )?ProQuest|ProQuest ?文档 ?ID|ProQuest ?文件 ?ID",
    "publication_info": "Publication info|Publikationsinformationen|Informations sur la publication|"
    "Información de publicación|出版信息",
    "subject": "Subject|Thema|Sujet|Materia|主题|主題",
    "location": "Location|Standort|Lieu|Lugar|位置",
    "company": "Company / organization|Unternehmen / Organisation|Société / organisation|Empresa / organización",
    "identifier_keyword": "Identifier / keyword|Identifikator ?/ ?Schlüsselwort|Identificateur / mot-clé|"
    "Identificador / palabra clave|标识符 ?/ ?关键字|識別碼 ?/ ?關鍵字",
    "section": "Section|Bereich|Sección|章节|區段",
    "volume": "Volume|Band|Tomo|卷|卷期",
    "issue": "Issue|Ausgabe|Numéro|Número|期",
    "pages": "Pages|Seiten|Páginas|页|頁面",
    "publication_year": "Publication year|Erscheinungsjahr|Année de publication|Año de publicación|出版年份",
    "year": "Year|Jahr|Année|Año|出版年|年",
    "publisher": "Publisher|Herausgeber|Éditeur|Editorial|出版商|出版者",
    "place_of_publication": "Place of publication|Verlagsort|Lieu de publication|Lugar de publicación|"
    "出版物地点|出版地",
    "country_of_publication": "Country of publication|Publikationsland|Pays de publication|País de publicación|"
    "出版物国家/地区|出版國家/地區",
    "source_type": "Source type|Quellentyp|Type de source|Tipo de fuente|来源类型|來源類型",
    "document_type": "Document type|Dokumententyp|Type de document|Tipo de documento|文档类型|文件類型",
    "database": "Database|Datenbank|Base de données|Base de datos|数据库|資料庫",
    "copyright": "Copyright|版权|著作權",
    "last_updated": "Last updated|Zuletzt aktualisiert|Dernière mise à jour|Última actualización|上次更新时间",
}
_MORE = (
    "Broad subject|Narrow subject|Publication subject|Journal subject|People|Links|URL|First page|Number of pages|"
    "Supplement|Edition|Column|Dateline|Document feature|Classification|ISSN|e-ISSN|ISBN|DOI|CODEN|NAICS|Ticker symbol|"
    "Product name|Credit|Correspondence author|Translated title|Place|Alternate title|Publication history|Sponsor"
)
_COLUMNS = {re.compile(rf"(?:{labels})", re.IGNORECASE): column for column, labels in _LABELS.items()}
_KNOWN = re.compile(rf"(?P<label>{'|'.join([*_LABELS.values(), _MORE])})\s*[:：]\s*(?P<value>.*)", re.IGNORECASE)
_ANY = re.compile(r"(?P<label>[^\W\d][^:：.!?]{1,40}?)\s*[:：]\s+(?P<value>.*)")

_RULE = re.compile(r"^_{20,}[ \t]*$", re.MULTILINE)
_NUMBER_MARK = re.compile(rb"^[^\r\n:]{0,40}ProQuest[^\r\n:]{0,40}(?::|\xef\xbc\x9a)", re.MULTILINE | re.IGNORECASE)
_FIELD_MARK = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*_{20,}\s(?s:.*?)^[^\r\n:]{3,40}:[^\r\n]*ProQuest", re.MULTILINE | re.IGNORECASE
)
_RULE_MARK = re.compile(rb"^_{20,}[ \t]*\r?$", re.MULTILINE)
_COUNT = re.compile(
    r"^\W*(?:Document|Dokument|Documento|文档|文件)\s+\d+\s+(?:of|von|de|sur|/)\s+(\d+)\W*$", re.IGNORECASE
)
_NOT_AVAILABLE = re.compile(
    r"(?:Full text )?(?:not available|unavailable)|nicht verfügbar|non disponible|no disponible|不可用", re.IGNORECASE
)
_RECORD_FIELDS = frozenset({"text", "abstract", "accession_no", "url", "outlet", "published"})
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV|MD|PhD)\.?", re.IGNORECASE)
_INFO_DATE = re.compile(r"\b\d{1,2} [^\W\d]{3,10}\.? \d{4}\b")


def read_proquest(path: Path, name: str, columns: Mapping[str, str]) -> Iterator[Record | Rejected | Stated]:  # noqa: ARG001 - one signature for all readers
    """Yield a record a document, and how many documents the file says it holds ("Document 1 of 25")."""
    text, warnings = read_text(path, limit=None)
    number, stated = 0, None
    for block in filter(str.strip, _split(text)):
        lines = [line.strip() for line in block.strip().split("\n")]
        stated = stated or next(filter(None, map(_COUNT.match, lines[:3])), None)
        fields = _fields([line for line in lines if not _COUNT.match(line)])
        if _RECORD_FIELDS & fields.keys():
            number += 1
            yield _record((name, number, NAME), fields, warnings)
        elif not re.search("ProQuest", block, re.IGNORECASE):  # its own lines end the file
            yield Rejected(name, 0, f"A part of the file is no document: {squeeze(block)[:60]!r}.")
    if not number:
        raise NotText("The ProQuest file holds no document.")
    if stated:
        yield Stated(name, int(stated[1]), f'"{squeeze(stated[0])}"')


def _split(text: str) -> list[str]:
    """Return what stands between the rules; rules of another length than the first are part of a text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    first = _RULE.search(text)
    return re.split(rf"(?m)^{first[0].strip()}[ \t]*$", text) if first else [text]


def _fields(lines: list[str]) -> dict[str, list[str]]:
    """Return what each field states, a string a label; the lines before the first label, a heading, are "head"."""
    parts: list[tuple[str, list[str]]] = [("head", [])]
    for place, line in enumerate(lines):
        column = parts[-1][0]
        match = _KNOWN.fullmatch(line)
        if match and column == "text" and not _is_followed_by_field(lines, place):
            match = None
        elif match is None and column not in {"head", "text", "abstract"} and not lines[place - 1]:
            match = _ANY.fullmatch(line)
        if match:
            parts.append((_column(match["label"]), []))
        parts[-1][1].append(match["value"] if match else line)
    found: dict[str, list[str]] = {}
    for column, texts in parts:
        found.setdefault(column, []).append("\n".join(texts).strip())
    return found


def _is_followed_by_field(lines: list[str], place: int) -> bool:
    """Whether a label in the full text ends it: fields come in a row, a text goes on after a line like "Place: X"."""
    following = list(islice(filter(None, lines[place + 1 :]), 2))
    known = [bool(_KNOWN.fullmatch(line)) for line in following]
    return not following or known[0] or (any(known) and bool(_ANY.fullmatch(following[0])))


def _column(label: str) -> str:
    known = next((column for pattern, column in _COLUMNS.items() if pattern.fullmatch(label)), None)
    return known or re.sub(r"\W+", "_", label.lower()).strip("_")


def _record(place: tuple[str, int, str], found: dict[str, list[str]], warnings: tuple[str, ...]) -> Record | Rejected:
    text, abstract = _body(found.pop("text", [])), _body(found.pop("abstract", []))
    if _NOT_AVAILABLE.fullmatch(text.rstrip(".")):
        text = ""
    if not text and not abstract:
        return Rejected(*place[:2], "No full text in the export.")
    head = [line for line in found.pop("head")[0].split("\n") if line]
    values = {column: join_values(texts) for column, texts in found.items()}
    stated, info = values.pop("language", None), values.get("publication_info") or ""
    language, date = language_code(stated), _INFO_DATE.search(info)
    title = values.pop("title", None) or join_values(head[:1])
    fields = {
        "title": title,
        "outlet": values.pop("outlet", None) or re.split(r"\s+,|[;\[]", info)[0].strip(),
        "author": join_values(map(_in_order, (values.pop("author", None) or "").split(";")), ", "),
        "published": values.pop("published", None) or (date[0] if date else None),
        "language": language,
        "url": values.pop("url", None),
    }
    extra = values | {
        "heading": join_values(line for line in head if line != title),
        "abstract": abstract if text else None,
        "language_stated": None if language else stated,
    }
    return build_record(place, [text or abstract], fields, extra, warnings if text else (*warnings, ABSTRACT_ONLY))


def _body(texts: list[str]) -> str:
    """Return a text as it stands, with one blank line at most between two paragraphs."""
    return re.sub(r"\n{3,}", "\n\n", "\n\n".join(texts)).strip()


def _in_order(name: str) -> str:
    """Return "Smith, John" as "John Smith".

    Example:
        >>> _in_order("King, Martin Luther, Jr"), _in_order("Smith, staff writer")
        ('Martin Luther King Jr', 'Smith, staff writer')
    """
    name = re.sub(r"^by\s+|(?<=[^\W\d_]{3})\.$", "", squeeze(name), flags=re.IGNORECASE)
    last, *others = [part.strip() for part in name.split(",")]
    swapped = len(others) == 1 or (len(others) == 2 and _SUFFIX.fullmatch(others[1]))
    return " ".join([others[0], last, *others[1:]]) if swapped and not others[0][:1].islower() else name


def _matches(path: Path, head: bytes) -> bool:  # noqa: ARG001 - one signature for all layouts
    return bool((_RULE_MARK.search(head) and _NUMBER_MARK.search(head)) or _FIELD_MARK.match(head))


LAYOUT = Layout(NAME, (".txt",), read_proquest, _matches)
