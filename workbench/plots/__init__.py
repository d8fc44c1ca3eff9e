"""Figures and tables: a table goes in, a plotly figure or a piece of HTML comes out; no analysis happens here."""

from workbench.plots.corpus import plot_kinds, plot_lengths, plot_outlets
from workbench.plots.dates import plot_dates
from workbench.plots.frames import plot_shares
from workbench.plots.phrases import safe
from workbench.plots.tables import ShownTable, show_table, write_table
from workbench.plots.theme import colours_of, finish, new_figure, symbols_of
from workbench.plots.timeline import plot_articles_over_time, plot_frames_over_time
from workbench.plots.topics import plot_topic_shares, plot_topics
from workbench.plots.words import plot_words

__all__ = [
    "ShownTable",
    "colours_of",
    "finish",
    "new_figure",
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
    "safe",
    "show_table",
    "symbols_of",
    "write_table",
]
