"""One reader a layout, all giving the same flat records. A new layout is one file and one line here."""

from pathlib import Path

from workbench.articles.formats.html import LAYOUT as HTML
from workbench.articles.formats.layout import Layout
from workbench.articles.formats.plain import LAYOUT as PLAIN
from workbench.articles.formats.tabular import LAYOUTS as TABLES

# The first layout that recognises a file reads it: exports of databases before pages and texts in general.
LAYOUTS: tuple[Layout, ...] = (PLAIN, HTML, *TABLES)
SUFFIXES = tuple(dict.fromkeys(suffix for layout in LAYOUTS for suffix in layout.suffixes))
_HEAD = 65536


def find_layout(path: Path) -> Layout | None:
    """Return the layout of a file, judged by its suffix and its first 64 kB; None when its type is not read."""
    layouts = [layout for layout in LAYOUTS if path.suffix.lower() in layout.suffixes]
    if len(layouts) < 2:
        return layouts[0] if layouts else None
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return next((layout for layout in layouts if layout.matches(path, head)), None)
