"""Figures and tables: a table goes in, a plotly figure or a piece of HTML comes out; no analysis happens here."""

from workbench.plots.agreement import plot_agreement
from workbench.plots.coder import plot_evaluation
from workbench.plots.confusion import plot_confusion
from workbench.plots.corpus import plot_kinds, plot_lengths, plot_outlets
from workbench.plots.curves import plot_calibration, plot_learning
from workbench.plots.date_ranks import plot_date_ranks
from workbench.plots.dates import plot_dates
from workbench.plots.events import plot_events
from workbench.plots.frames import plot_shares
from workbench.plots.frames_over_time import plot_frames_over_time
from workbench.plots.occurrence import plot_co_occurrence, plot_hits_by_kind
from workbench.plots.phrases import safe
from workbench.plots.tables import ShownTable, show_table, write_table
from workbench.plots.theme import colours_of, finish, new_figure, symbols_of
from workbench.plots.timeline import plot_articles_over_time
from workbench.plots.topic_choice import plot_topic_choice
from workbench.plots.topic_frames import plot_topics_and_frames
from workbench.plots.topic_heatmap import plot_topic_heatmap
from workbench.plots.topic_map import plot_topic_map
from workbench.plots.topic_periods import plot_topics_over_time
from workbench.plots.topic_stability import plot_topic_stability
from workbench.plots.topic_words import plot_topic_words
from workbench.plots.topics import plot_topic_shares, plot_topics
from workbench.plots.words import plot_words

__all__ = [
    "ShownTable",
    "colours_of",
    "finish",
    "new_figure",
    "plot_agreement",
    "plot_articles_over_time",
    "plot_calibration",
    "plot_co_occurrence",
    "plot_confusion",
    "plot_date_ranks",
    "plot_dates",
    "plot_evaluation",
    "plot_events",
    "plot_frames_over_time",
    "plot_hits_by_kind",
    "plot_kinds",
    "plot_learning",
    "plot_lengths",
    "plot_outlets",
    "plot_shares",
    "plot_topic_choice",
    "plot_topic_heatmap",
    "plot_topic_map",
    "plot_topic_shares",
    "plot_topic_stability",
    "plot_topic_words",
    "plot_topics",
    "plot_topics_and_frames",
    "plot_topics_over_time",
    "plot_words",
    "safe",
    "show_table",
    "symbols_of",
    "write_table",
]
