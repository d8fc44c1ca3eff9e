"""One row an event, from its mentions: label, date, status, how many articles and outlets."""

from __future__ import annotations

import pandas as pd

from workbench.timeline.events.result import EVENT_COLUMNS, build_table


def summarise(
    mentions: pd.DataFrame, articles: pd.DataFrame, *, conflicts: pd.DataFrame, edges: pd.DataFrame
) -> pd.DataFrame:
    """Return one row per event_id of the mentions, dated events first, in order of their dates.

    Args:
        mentions: as `Events.mentions`; `event_id` may have been edited: everything is worked out again from it.
        articles: the articles; `outlet` is used when present.
        conflicts: as `Events.conflicts`.
        edges: as `Events.edges`; they place undated events in `rank`.

    Returns:
        The columns of `Events.events`.
    """
    return build_table([], EVENT_COLUMNS)
