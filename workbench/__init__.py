"""Who framed this story how, when, and how sure are we? News articles in, defensible reports out.

Functions take tables (pandas DataFrames) and return tables. The first word says what comes back:

- `read_*` a table, a `Corpus` or a `Codebook`; `write_*` the path written
- `check_*`, `find_*`, `score_*`, `count_*`, `compare_*`, `estimate_*`, `join_*`, `describe_*` a table
- `fit_*` a frozen result with several tables
- `plot_*` a plotly Figure; `show_*` a table as a reader sees it
- `run_*` a `Report`; `ingest` a corpus on disk
"""

from workbench.articles import (
    Corpus,
    check_articles,
    find_duplicates,
    ingest,
    join_text,
    read_articles,
    read_corpus,
    select_articles,
    write_corpus,
)
from workbench.errors import DataError, OutputError, ParameterError, RunError, StoppedError, WorkbenchError
from workbench.framing import (
    Codebook,
    compare_shares,
    compare_words,
    estimate_shares,
    find_hits,
    read_codebook,
    score_frames,
)
from workbench.plots import (
    plot_articles_over_time,
    plot_dates,
    plot_frames_over_time,
    plot_kinds,
    plot_lengths,
    plot_outlets,
    plot_shares,
    plot_topic_shares,
    plot_topics,
    plot_words,
    show_table,
)
from workbench.reports import Report, describe_run, run_report
from workbench.text import find_groups, find_units, join_sentences
from workbench.timeline import count_by_period, find_dates
from workbench.topics import Topics, compare_topics, fit_topics

__all__ = [
    "Codebook",
    "Corpus",
    "DataError",
    "OutputError",
    "ParameterError",
    "Report",
    "RunError",
    "StoppedError",
    "Topics",
    "WorkbenchError",
    "check_articles",
    "compare_shares",
    "compare_topics",
    "compare_words",
    "count_by_period",
    "describe_run",
    "estimate_shares",
    "find_dates",
    "find_duplicates",
    "find_groups",
    "find_hits",
    "find_units",
    "fit_topics",
    "ingest",
    "join_sentences",
    "join_text",
    "plot_articles_over_time",
    "plot_dates",
    "plot_frames_over_time",
    "plot_kinds",
    "plot_lengths",
    "plot_outlets",
    "plot_shares",
    "plot_topic_shares",
    "plot_topics",
    "plot_words",
    "read_articles",
    "read_codebook",
    "read_corpus",
    "run_report",
    "score_frames",
    "select_articles",
    "show_table",
    "write_corpus",
]
