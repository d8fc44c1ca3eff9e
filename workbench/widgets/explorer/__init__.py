"""The explorer: many articles to search and filter, and one to read with all that is known of it."""

from workbench.widgets.explorer.explore import explore

__all__ = ["explore"]
