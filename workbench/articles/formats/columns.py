"""Which column of a table is which field: by its name, by the platform it comes from, or as the user says."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import NamedTuple

from workbench.articles.decode import NotText

# The names databases, scrapers, programs and people give their columns, most telling first, as `key` writes them:
# English, Spanish, Portuguese, French, German, Chinese.
NAMES = {
    "text": "text articletext articlebody bodytext fulltext maintext maincontent texttext body content contents "
    "articlecontent newstext storytext rawtext article story texto textocompleto textointegro cuerpo contenido nota "
    "articulo corpo conteudo artigo materia texte texteintegral textecomplet corps corpsdutexte contenu volltext "
    "artikeltext artikel inhalt haupttext beitrag 正文 全文 内容 內容 文章内容 文章內容 新闻内容 新聞內容 文本",
    "title": "title headline headlines articletitle newstitle webtitle titulo titular encabezado manchete titre "
    "titredelarticle titel uberschrift schlagzeile artikeltitel 标题 標題 题目 題目 新闻标题 新聞標題",
    "published": "published publishedat publishedon publisheddate publishdate publishtime publicationdate "
    "publicationdatetime datepublished datepublish dateofpublication dateissued pubdate webpublicationdate "
    "articledate newsdate date datetime fecha fechadepublicacion fechapublicacion datadepublicacao datapublicacao "
    "datedepublication datedeparution datum erscheinungsdatum publikationsdatum veroffentlichungsdatum "
    "veroffentlicht 发布时间 發布時間 发布日期 發布日期 发表时间 发表日期 出版日期 日期 时间 時間 data",
    "outlet": "outlet outletname medianame mediatitle newspaper newspapername publicationname publicationtitle "
    "pubtitle sourcename publishername publisher publication metasitename sitename sitetitle source mediasource "
    "medium media journal sourcedomain domain medio mediodecomunicacion periodico diario fuente veiculo jornal fonte "
    "journaltitle zeitung medienname quelle publikation 媒体 媒體 媒体名称 来源 來源 报纸 報紙 报刊 报纸名称 文章来源",
    "author": "author authors authorname authornames byline writer journalist reporter creator autor autores autora "
    "periodista auteur auteurs verfasser autoren autorin 作者 记者 記者",
    "url": "url articleurl weburl canonicallink canonicalurl documenturl sourceurl link links permalink enlace lien "
    "adresse 链接 鏈接 連結 网址 網址",
    "language": "language lang languagecode metalang idioma lingua langue sprache 语言 語言",
}
# Columns that can be long and still hold no article.
_SHORT_FORMS = frozenset(
    "abstract summary description excerpt snippet lead leadparagraph standfirst trailtext teaser subtitle keywords "
    "subjects subjectterms tags metadescription html resumen resumo resume zusammenfassung 摘要".split()
)
ONLY_TITLE = "no full text in the export: title only"
_NAME = 60  # characters; longer ones name no column
_LONG = 400  # characters of a cell that is likely the text of an article


class Platform(NamedTuple):
    """A layout of columns that says other things than the names alone would, known by columns that it has.

    Attributes:
        marks: keys that are all there.
        fields: field -> keys that may hold it, most telling first.
        repeated: keys whose columns say nothing that others do not.
        warning: what each of its articles is warned of.
    """

    marks: frozenset[str]
    fields: Mapping[str, str]
    repeated: frozenset[str] = frozenset()
    warning: str | None = None


_SEEN = "published is when GDELT first saw the article"
PLATFORMS = (
    # Trafilatura's JSON: `source` is the address, and the text stands there a second time without paragraphs.
    Platform(
        frozenset(("hostname", "fingerprint", "text")),
        {"url": "source url", "outlet": "sourcehostname sitename hostname"},
        frozenset(("rawtext",)),
    ),
    # 4CAT's items: a thread, a post, and when it was written.
    Platform(frozenset(("threadid", "body", "timestamp")), {"published": "timestamp", "title": "subject title"}),
    # GDELT's list of articles, as JSON and as CSV.
    Platform(frozenset(("seendate", "domain", "url")), {"published": "seendate"}, warning=_SEEN),
    Platform(frozenset(("url", "mobileurl", "date", "title")), {"published": "date"}, warning=_SEEN),
    # New York Times: no text but its beginning.
    Platform(
        frozenset(("leadparagraph", "pubdate", "weburl")),
        {"text": "leadparagraph", "title": "headline"},
        warning="no full text in the export: lead paragraph only",
    ),
)


class Chosen(NamedTuple):
    """The input column of each field that a table has, columns to leave out, and warnings about the choice."""

    fields: Mapping[str, str]
    repeated: frozenset[str] = frozenset()
    warnings: tuple[str, ...] = ()


def key(column: str) -> str:
    """Return what two spellings of a column name share: its letters and digits, without case and accents.

    Example:
        >>> key("Full Text"), key("publishedAt"), key("Título (es)")
        ('fulltext', 'publishedat', 'titulo')
    """
    plain = unicodedata.normalize("NFKD", re.sub(r"\(.*?\)|\[.*?\]", "", column).casefold())
    return "".join(character for character in plain if character.isalnum())


def choose_fields(found: Iterable[str], columns: Mapping[str, str]) -> Chosen:
    """Return the column of each field: what `columns` says, else what the platform or the name says."""
    by_key: dict[str, str] = {}
    for column in found:
        by_key.setdefault(key(column), column)
    exact = set(by_key.values())
    fields = {field: column for column, field in columns.items() if column in exact}
    for column, field in columns.items():
        if field not in fields and key(column) in by_key:
            fields[field] = by_key[key(column)]
    platform = next((platform for platform in PLATFORMS if platform.marks <= by_key.keys()), None)
    taken = set(fields.values())
    for options in (platform.fields if platform else {}, NAMES):
        for field, names in options.items():
            match = next((by_key[name] for name in names.split() if name in by_key and by_key[name] not in taken), None)
            if field not in fields and match is not None:
                fields[field] = match
                taken.add(match)
    if platform is None:
        return Chosen(fields)
    repeated = frozenset(by_key[name] for name in platform.repeated if name in by_key) - taken
    return Chosen(fields, repeated, (platform.warning,) if platform.warning else ())


def choose_columns(rows: list[Mapping[str, object]], columns: Mapping[str, str], name: str) -> Chosen:
    """Return the fields of a table from its first rows, or refuse it.

    A table without texts, but with titles and dates or addresses, is a list of articles by design.

    Raises:
        NotText: there is no column for the text and none for titles; or a column given by the user is missing.
    """
    found = list(dict.fromkeys(column for row in rows for column in row))
    chosen = choose_fields(found, columns)
    missing = _missing(found, columns, chosen, name)
    if "text" not in chosen.fields:
        unnamed = _unnamed_text(rows, chosen)
        if unnamed:
            raise NotText(f"{name} has no column for 'text', but '{unnamed}' holds long texts: {_advice(unnamed)}")
        if "title" not in chosen.fields or not chosen.fields.keys() & {"published", "url"}:
            raise NotText(no_text(found, name))
    chosen, doubled = _settle(rows, found, columns, chosen)
    return chosen._replace(warnings=(*chosen.warnings, *missing, *doubled))


def _settle(
    rows: list[Mapping[str, object]], found: list[str], columns: Mapping[str, str], chosen: Chosen
) -> tuple[Chosen, list[str]]:
    """Return the choice with the column of the longest texts, and what to warn of where several columns fit a field."""
    fields, warnings = dict(chosen.fields), []
    given = set(columns.values())
    for field in ("text", "title", "outlet", "published"):
        names = NAMES[field].split()
        rivals = [column for column in found if key(column) in names and column not in fields.values()]
        if not rivals or field not in fields or field in given or chosen.repeated:
            continue
        if field == "text":
            every = [fields["text"], *rivals]
            fields["text"] = max(every, key=lambda column: sum(len(str(row.get(column) or "")) for row in rows))
            rivals = [column for column in every if column != fields["text"]]
        warnings.append(f"several columns for '{field}': '{fields[field]}' was taken, not {_listed(rivals)}")
    return chosen._replace(fields=fields), warnings


def no_text(found: list[str], name: str) -> str:
    """Return the sentence for a table or record without a text."""
    listed = _listed(found)
    if any(len(column) > _NAME for column in found):
        return (
            f"{name} has no column for 'text': its first row does not name the columns. Found: {listed}. Add a header."
        )
    return f"{name} has no column for 'text'. Found: {listed}. If one of them holds the texts, {_advice('COLUMN')}"


def _advice(column: str) -> str:
    return f'pass columns={{"{column}": "text"}} (--column "{column}=text").'


def _listed(found: list[str]) -> str:
    return ", ".join(column if len(column) <= _NAME else f"{column[:_NAME]}…" for column in found[:12]) or "none"


def _missing(found: list[str], columns: Mapping[str, str], chosen: Chosen, name: str) -> list[str]:
    """Return warnings for columns the user names that are not there; refuse a table where that is a slip of the pen."""
    keys = {key(column): column for column in found}
    warnings = []
    for column, field in columns.items():
        if field in chosen.fields or key(column) in keys:
            continue
        near = get_close_matches(key(column), keys, n=1, cutoff=0.75)
        if near:
            raise NotText(
                f"{name} has no column '{column}', which columns= makes '{field}'. Did you mean '{keys[near[0]]}'? "
                f"Found: {_listed(found)}."
            )
        warnings.append(f"no column '{column}' for '{field}'")
    return warnings


def _unnamed_text(rows: list[Mapping[str, object]], chosen: Chosen) -> str | None:
    """Return the column whose cells are as long as articles, though its name says nothing."""
    lengths: dict[str, int] = {}
    for row in rows:
        for column, value in row.items():
            if isinstance(value, str):
                lengths[column] = lengths.get(column, 0) + len(value)
    others = {
        column: length
        for column, length in lengths.items()
        if column not in chosen.fields.values() and key(column) not in _SHORT_FORMS
    }
    longest = max(others, key=lambda column: others[column], default=None)
    return longest if longest is not None and others[longest] > _LONG * len(rows) else None
