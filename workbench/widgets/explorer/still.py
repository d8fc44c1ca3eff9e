"""What stands for the explorer where no scripts run: in reports and exported notebooks."""

from __future__ import annotations

from workbench.plots import show_table
from workbench.widgets.explorer.catalogue import Catalogue

_ROWS = 20
_HEADINGS = {"title": "article", "outlet": "outlet", "published": "published", "words": "words"}


def still_html(catalogue: Catalogue) -> str:
    """Return a table of the first articles; none of their text."""
    headings = {name: heading for name, heading in _HEADINGS.items() if name in catalogue.articles.columns}
    columns = headings or {"article_id": "article"}
    by = ", ".join(name.lower() for name in catalogue.facets) or "words"
    caption = f"Articles. In a running notebook they can be searched, filtered by {by}, and read here"
    return show_table(catalogue.articles, "explorer", caption=caption, columns=columns, rows=_ROWS).html
