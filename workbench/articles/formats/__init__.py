"""One reader a layout, all giving the same flat records. A new layout is one file and one line here."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from workbench.articles.decode import NotText
from workbench.articles.formats.archive import LAYOUTS as ARCHIVES
from workbench.articles.formats.docx import LAYOUT as DOCX
from workbench.articles.formats.europresse import LAYOUT as EUROPRESSE
from workbench.articles.formats.factiva_html import LAYOUT as FACTIVA_HTML
from workbench.articles.formats.factiva_xml import LAYOUT as FACTIVA_XML
from workbench.articles.formats.html import LAYOUT as HTML
from workbench.articles.formats.layout import Layout
from workbench.articles.formats.lexis_docx import LAYOUT as LEXIS_DOCX
from workbench.articles.formats.lexis_html import LAYOUT as LEXIS_HTML
from workbench.articles.formats.lexis_txt import LAYOUT as LEXIS_TXT
from workbench.articles.formats.markdown import LAYOUT as MARKDOWN
from workbench.articles.formats.pdf import LAYOUT as PDF
from workbench.articles.formats.plain import LAYOUT as PLAIN
from workbench.articles.formats.proquest import LAYOUT as PROQUEST
from workbench.articles.formats.tabular import LAYOUTS as TABLES
from workbench.articles.formats.trafilatura_xml import LAYOUT as TRAFILATURA
from workbench.articles.formats.warc import LAYOUT as WARC
from workbench.articles.record import Record, Rejected, Stated, well_formed

# The first layout that recognises a file reads it: exports of databases before pages and texts in general, web archives
# before what else is compressed.
LAYOUTS: tuple[Layout, ...] = (
    LEXIS_DOCX,
    LEXIS_HTML,
    LEXIS_TXT,
    FACTIVA_HTML,
    FACTIVA_XML,
    EUROPRESSE,
    PROQUEST,
    TRAFILATURA,
    PLAIN,
    MARKDOWN,
    HTML,
    DOCX,
    PDF,
    *TABLES,
    WARC,
    *ARCHIVES,
)
SUFFIXES = tuple(dict.fromkeys(suffix for layout in LAYOUTS for suffix in layout.suffixes))
_HEAD = 65536


def find_layout(path: Path) -> Layout | None:
    """Return the layout of a file, judged by its suffix and its first 64 kB; None when its type is not read."""
    layouts = _layouts_of("".join(path.suffixes[-2:]).lower())
    if len(layouts) < 2:
        return layouts[0] if layouts else None
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return next((layout for layout in layouts if layout.matches(path, head)), None)


@lru_cache(maxsize=1000)
def _layouts_of(suffixes: str) -> tuple[Layout, ...]:
    """Return the layouts of files whose names end on some suffixes (".html", ".warc.gz")."""
    return tuple(layout for layout in LAYOUTS if suffixes.endswith(layout.suffixes))


def read_layout(path: Path, name: str, columns: Mapping[str, str]) -> Iterator[Record | Rejected | Stated]:
    """Yield what a file holds, read by its layout. What is wrong with it becomes a `Rejected`, never an error."""
    yield from map(well_formed, _read(path, name, columns))


def _read(path: Path, name: str, columns: Mapping[str, str]) -> Iterator[Record | Rejected | Stated]:
    try:
        layout = find_layout(path)
        if layout is None:
            yield _whole_file(path, name, _why_unknown(path))
        else:
            yield from layout.read(path, name, columns)
    except NotText as reason:
        yield _whole_file(path, name, str(reason))
    except (OSError, UnicodeError) as error:
        yield _whole_file(path, name, f"The file cannot be read: {getattr(error, 'strerror', None) or error}.")
    except ImportError:
        raise  # our installation is broken, not the file
    except Exception as error:
        yield _whole_file(path, name, f"The file cannot be parsed: {type(error).__name__}: {error}.")


def _why_unknown(path: Path) -> str:
    possible = [layout.name for layout in _layouts_of("".join(path.suffixes[-2:]).lower())]
    told = path.suffix or path.name
    if possible:
        return f"The file has none of the layouts of '{told}' files that are read: {', '.join(possible)}."
    return f"Files of type '{told}' are not read. Read are: {', '.join(SUFFIXES)}."


def _whole_file(path: Path, name: str, reason: str) -> Rejected:
    """Return the rejection of a file; where it lies on this machine is no part of the reason."""
    return Rejected(name, 0, reason.replace(str(path), name))
