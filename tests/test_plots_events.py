"""The timeline of events: no year is invented, every mention is drawn once, and what contradicts is outlined."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from event_story import ARTICLES, NO_DATE, OWN, PAIRS, SAID, day, longer, make_story, yearless

from workbench.errors import DataError
from workbench.plots import colours_of, plot_events
from workbench.plots.event_drawing import RED
from workbench.plots.event_marks import DRAWN, OTHERS, WHOLE
from workbench.plots.event_words import bold_date

WHETHER = "The articles disagree about whether, and maybe when, “the call” took place"
CALL = ("call", 0, "They spoke on [21 November 2025].", *day("2025-11-21"))


def draw(said=SAID, pairs=(), **options):
    return plot_events(*make_story(said, pairs), **options)


def headings(figure):
    return [note.text[3:-4] for note in figure.layout.annotations if note.text and note.text.startswith("<b>")]


def hovers(figure, event):
    """Return the hover texts of the marks of an event."""
    texts = [text for trace in figure.data for text in (trace.hovertext if trace.hovertext is not None else [])]
    return [text for text in texts if text.startswith(f"<b>{event}</b>")]


def rows(figure, axis=""):
    return [text.replace("<br>", " ") for text in figure.layout[f"yaxis{axis}"].ticktext]


def connectors(figure):
    return [shape for shape in figure.layout.shapes if shape.name == "conflict"]


def arrows(figure):
    return [note for note in figure.layout.annotations if note.showarrow]


def test_every_mention_is_drawn_once():
    figure = draw(pairs=PAIRS)
    for trace in figure.data:
        assert trace.x is None or len(trace.x) == len(trace.y)
    points = [trace for trace in figure.data if trace.type == "scatter" and trace.customdata is not None]
    assert sum(len(trace.y) for trace in points) == len(SAID)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([CALL], ["with a year"]),
        ([("strike", 0, "On [2 September].", *yearless("XXXX-09-02"))], ["year not stated"]),
        ([("quarrel", 0, "A quarrel.", *NO_DATE)], ["no date, order not known"]),
        ([("quarrel", 0, "A quarrel.", *NO_DATE), ("letter", 0, "A letter.", *NO_DATE)], ["no date: earlier on top"]),
        (SAID, ["with a year", "year not stated", "no date: earlier on top"]),
    ],
)
def test_panels_are_those_that_are_needed(said, expected):
    assert headings(draw(said)) == expected


def test_a_date_without_a_year_never_comes_onto_the_time_axis():
    figure = draw([CALL, ("call", 1, "It was [November 21].", *yearless("XXXX-11-21"))])
    days = {trace.xaxis: str(trace.x[0])[:10] for trace in figure.data if trace.customdata is not None}
    assert days == {"x": "2025-11-21", "x3": "2000-11-21"}
    assert figure.layout.xaxis3.ticktext == ("Jan", "Apr", "Jul", "Oct")


def test_rows_stand_in_order_of_time_and_then_of_rank():
    figure = draw()
    dated = ["talks on wages", "the call", "end of the seven days", "closure of the ferry line"]
    assert rows(figure) == [*dated, "hearing of the harbour board", "published"]
    assert rows(figure, 2) == ["sinking of the pilot boat", "strikes of the crews"]
    assert rows(figure, 3) == ["first quarrel over fares", "letters of the mayors"]
    assert "↓" in [note.text for note in figure.layout.annotations]


def test_events_whose_order_is_not_known_have_no_arrow():
    events, *rest = make_story([("quarrel", 0, "A quarrel.", *NO_DATE), ("letter", 0, "A letter.", *NO_DATE)])
    figure = plot_events(events.assign(rank=1), *rest)
    assert "↓" not in [note.text for note in figure.layout.annotations]
    assert headings(figure) == ["no date, order not known"]


def test_mentions_without_a_date_stand_beside_those_with_one():
    figure = draw([CALL, ("call", 1, "They spoke.", *NO_DATE)])
    assert [trace.xaxis for trace in figure.data if trace.customdata is not None] == ["x", "x2"]
    assert figure.layout.xaxis2.ticktext == ("no date",)
    assert "At the right: mentions without a date." in figure.layout.meta["note"]


def test_conflicts_are_outlined_and_joined():
    figure = draw(pairs=PAIRS)
    rings = [trace for trace in figure.data if trace.marker.color == RED and trace.hoverinfo == "skip"]
    assert sorted(len(trace.y) for trace in rings) == [2, 2, 3]
    assert [line.line.dash for line in connectors(figure)] == ["solid", "solid", "solid", "dot"]
    assert "contradict each other" in [trace.name for trace in figure.data]


def test_nothing_is_outlined_without_conflicts():
    figure = draw()
    assert not connectors(figure)
    assert RED not in figure.to_json()


def test_bars_in_conflict_are_outlined():
    spring = ("talks", 1, "In [May 2025].", *longer("2025-05", "2025-05-01", "2025-05-31", "month"))
    other = ("talks", 2, "In [July 2025].", *longer("2025-07", "2025-07-01", "2025-07-31", "month"))
    figure = draw([spring, other], [(0, 1, "dating")])
    assert [trace.marker.line.color for trace in figure.data if trace.type == "bar"] == [(RED,), (RED,)]
    assert len(connectors(figure)) == 1


def test_coarser_dates_are_paler():
    figure = draw(
        [
            ("talks", 1, "In [May 2025].", *longer("2025-05", "2025-05-01", "2025-05-31", "month")),
            ("talks", 2, "In [2025].", *longer("2025", "2025-01-01", "2025-12-31", "year")),
        ]
    )
    month, year = (float(trace.marker.color[0].split(",")[-1][:-1]) for trace in figure.data if trace.type == "bar")
    assert month > year


@pytest.mark.parametrize(
    ("signal", "expected"),
    [("since", "right"), ("after", "right"), ("until", "left"), ("by", "left"), ("on", ""), ("in", ""), (None, "")],
)
def test_an_open_end_is_an_arrow(signal, expected):
    figure = draw([("closure", 0, "[29 November 2025].", *day("2025-11-29", signal))])
    assert ["right" if arrow.xshift > 0 else "left" for arrow in arrows(figure)] == ([expected] if expected else [])


@pytest.mark.parametrize(("basis", "dashes"), [("derived", 1), ("published", 0), ("explicit", 0)])
def test_what_is_worked_out_from_another_date_is_dashed(basis, dashes):
    figure = draw([("window", 0, "Seven days.", *day("2025-11-28", basis=basis))])
    assert sum(shape.line.dash == "dot" for shape in figure.layout.shapes) == dashes
    assert ("Dashed" in figure.layout.meta["note"]) == bool(dashes)


@pytest.mark.parametrize(("status", "symbol"), [("happened", "circle"), ("planned", "circle-open")])
def test_what_is_not_said_to_have_happened_is_hollow(status, symbol):
    figure = draw([("hearing", 0, "[15 December 2025].", *day("2025-12-15", status=status))])
    assert figure.data[0].marker.symbol == (symbol,)
    assert ("Hollow" in figure.layout.meta["note"]) == (status == "planned")


def test_outlets_look_as_in_other_figures():
    figure = draw([("call", 3, "They spoke on [21 November 2025].", *day("2025-11-21"))])
    colours = colours_of(ARTICLES["outlet"].fillna("not stated"))
    assert figure.data[0].marker.color == colours["Northern Post"]


def test_mentions_that_say_the_same_are_one_mark():
    figure = draw([CALL, ("call", 5, "It was on [21 November 2025].", *day("2025-11-21"))])
    assert len(figure.data[0].y) == 1
    assert "and 1 more mention" in figure.data[0].hovertext[0]


def test_at_most_eight_outlets_are_told_apart():
    outlets = [f"outlet {number}" for number in range(10)]
    said = [("call", number, "On [21 November 2025].", *day("2025-11-21")) for number in range(10)]
    *tables, articles = make_story(said)
    figure = plot_events(*tables, articles.assign(outlet=outlets))
    assert sum(trace.name is not None for trace in figure.data) == 9
    assert OTHERS in [trace.name for trace in figure.data]


@pytest.mark.parametrize(
    ("sentence", "date", "expected"),
    [
        ("On 2 May they met.", "2 May", "On <b>2 May</b> they met."),
        ("On 12 May, not 2 May.", "2 May", "On 12 May, not <b>2 May</b>."),
        ("They met.", "2 May", "They met."),
        ("They met.", None, "They met."),
        ("On 2\n May <b>they</b> met.", "2 May", "On <b>2 May</b> &lt;b&gt;they&lt;/b&gt; met."),
        ("On <i>2 May</i> they met.", "<i>2 May</i>", "On <b>&lt;i&gt;2 May&lt;/i&gt;</b> they met."),
        ("\ue0002 May\ue001 for $5", "2 May", "<b>2 May</b> for &#36;5"),
        ("On (2 May", "(2 May", "On <b>(2 May</b>"),
    ],
)
def test_the_date_is_bold_and_the_rest_as_written(sentence, date, expected):
    assert bold_date(sentence, date) == expected


def test_a_long_sentence_is_cut_around_its_date():
    told = bold_date("word " * 200 + "on 2 May " + "word " * 200, "2 May")
    assert "<b>2 May</b>" in told.replace("<br>", " ")
    assert told.startswith("…")
    assert told.endswith("…")
    assert len(told) < 300


def test_the_hover_tells_source_date_and_doubt():
    figure = draw(pairs=PAIRS)
    text = next(text for text in hovers(figure, "the call") if "Isthmus" in text).replace("<br>", " ")
    assert "Isthmus Daily, “Ferry dispute, part 2” 24 November 2025 In conflict: One says 21 November 2025" in text
    considered = next(text for text in hovers(figure, "the call") if "considers" in text)
    assert considered.endswith("In conflict: One says that it took place, the<br>other that it was considered.")
    assert "the title of the article<br>Said to be considered" in considered
    assert "2 September (year not stated)" in hovers(figure, "strikes of the crews")[0].replace("<br>", " ")


@pytest.mark.parametrize(
    ("pairs", "title"),
    [
        ([], "When the events in the texts took place"),
        ([(0, 2, "dating")], "The articles disagree about when “the call” took place"),
        ([(3, 4, "status")], "The articles disagree about whether “the call” took place"),
        ([(0, 2, "dating"), (3, 4, "status")], "The articles disagree about when and whether “the call” took place"),
        ([(0, 2, "possible dating"), (3, 4, "status")], WHETHER),
        ([(16, 17, "possible dating")], "The articles may disagree about when “sinking of the pilot boat” took place"),
        (PAIRS, "The articles disagree about 2 of 9 events"),
    ],
)
def test_the_title(pairs, title):
    assert draw(pairs=pairs).layout.meta["title"] == title


def test_the_sentence_counts_the_events():
    assert draw(pairs=PAIRS).layout.meta["sentence"] == (
        "The texts speak of 9 events: 5 with a year, 2 with a day or month but no year, 2 without a date; most spoken "
        "of is “the call” (5 articles). The articles contradict each other about “the call”; “sinking of the pilot "
        "boat”."
    )


def test_publication_dates_stand_under_the_rows_and_the_undated_are_counted():
    figure = draw([CALL])
    rug = next(trace for trace in figure.data if trace.marker.symbol == "line-ns-open")
    assert len(rug.x) == 8
    assert rug.hovertext[0].startswith("published 2 December 2025")
    assert [trace.text for trace in figure.data if trace.xaxis == "x2"] == [("2",)]
    assert figure.layout.meta["note"].startswith("10 articles, 8 with a publication date (small strokes).")


def test_articles_need_nothing_but_their_id():
    *tables, articles = make_story()
    figure = plot_events(*tables, articles[["article_id"]])
    assert "untitled" in figure.data[0].hovertext[0] + figure.data[1].hovertext[0]
    assert figure.layout.meta["note"].startswith("10 articles, 0 with a publication date.")


def test_own_events_are_lines_and_bands_behind():
    figure = draw(own=OWN)
    labels = [note for note in figure.layout.annotations if note.name == "own"]
    assert [note.text.replace("&nbsp;", " ").strip("▾ ") for note in labels] == [
        "Election of the cou…",
        "Christmas holidays",
    ]
    assert labels[1].hovertext == "Christmas holidays<br>22 December 2025 to 6 January 2026<br>holiday"
    note = figure.layout.meta["note"]
    assert note.endswith("Grey behind: 2 events of your own. 1 event of your own outside the axis.")


def test_own_events_without_a_time_axis_are_counted():
    figure = draw([("quarrel", 0, "A quarrel.", *NO_DATE)], own=OWN)
    assert figure.layout.meta["note"].endswith("3 events of your own outside the axis.")


def test_a_far_date_is_told_at_the_edge_where_it_would_squeeze_the_others():
    figure = draw([("treaty", 1, "On [3 May 1823].", *day("1823-05-03")), *SAID])
    assert figure.layout.xaxis.range[0].year == 2025
    edge = next(trace for trace in figure.data if trace.text is not None and "1823" in trace.text)
    assert edge.marker.symbol[0] == "triangle-left"
    assert rows(figure)[0] == "treaty"
    assert "1 mark at the edge of the axis: outside it." in figure.layout.meta["note"]


def test_many_events_are_cut_to_those_in_conflict_and_most_spoken_of():
    said = [(f"event {n:02}", 0, f"On [{n} May 2025].", *day(f"2025-05-{n:02}")) for n in range(1, 31)]
    said += [("event 29", 1, "On [9 May 2025].", *day("2025-05-09")), ("event 30", 1, "Long ago.", *NO_DATE)]
    figure = draw(said, [(28, 30, "dating")])
    assert len(rows(figure)) == DRAWN + 1
    assert {"event 29", "event 30"} <= set(rows(figure))
    assert "20 of 30 events drawn: first those in conflict, then those with a date" in figure.layout.meta["note"]
    assert figure.layout.meta["sentence"].startswith("The texts speak of 30 events, 20 of them drawn: 20 with a year;")


def test_events_without_date_or_order_are_few_and_apart():
    said = [(f"quarrel {number}", 0, f"Quarrel {number}.", *NO_DATE) for number in range(12)]
    events, *rest = make_story([*said, CALL])
    figure = plot_events(events.assign(rank=events["rank"].where(events["rank"] < 3)), *rest)
    assert headings(figure) == ["with a year", "no date: earlier on top", "no date, order not known"]
    assert rows(figure, 2) == ["quarrel 0", "quarrel 1"]
    assert len(rows(figure, 3)) == 6


def test_what_an_event_is_said_to_be_after_stands_in_its_row():
    events, *rest = make_story([CALL, ("closure", 1, "The closure came after the call.", *NO_DATE)])
    edges = pd.DataFrame({"event_id": [2, 1, 2], "relation": ["after", "before", "after"], "other_id": [1, 2, 7]})
    figure = plot_events(events, *rest, edges=edges)
    assert headings(figure) == ["with a year", "no date"]
    assert [note.text for note in figure.layout.annotations if note.name == "order"] == ["after “call”"]


def test_articles_without_an_outlet_are_not_one_outlet():
    said = [("call", number, "On [21 November 2025].", *day("2025-11-21")) for number in (4, 9)]
    figure = draw(said)
    assert sum(len(trace.y) for trace in figure.data if trace.customdata is not None) == 2


def test_one_outlet_is_told_by_no_colour():
    *tables, articles = make_story([CALL])
    figure = plot_events(*tables, articles.assign(outlet=None))
    assert (figure.data[0].marker.color, figure.data[0].marker.symbol) == ("#0072B2", ("circle",))
    assert figure.layout.showlegend is False


def test_a_date_given_to_the_event_itself_is_drawn():
    events, *rest = make_story([("quarrel", 0, "A quarrel.", *NO_DATE)])
    given = pd.Timestamp("2025-08-01", tz="UTC")
    dated = events.assign(value="2025-08-01", earliest=given, latest=given, granularity="day")
    figure = plot_events(dated, *rest)
    assert headings(figure) == ["with a year"]
    assert WHOLE in [trace.name for trace in figure.data]


def test_a_conflict_of_mentions_that_are_not_there_is_left_out():
    events, mentions, conflicts, articles = make_story(pairs=PAIRS)
    figure = plot_events(events, mentions, conflicts.assign(sentence="Another."), articles)
    assert not connectors(figure)


def test_marks_lead_to_their_event_and_outlet():
    figure = draw([CALL, ("strike", 3, "[2 May 2025].", *day("2025-05-02"))])
    opens = figure.layout.meta["opens"]
    assert [fold["label"] for fold in opens["folds"]] == ["call", "strike"]
    assert sorted(list(trace.customdata[0]) for trace in figure.data if trace.customdata is not None) == [
        [0, 0],
        [1, 1],
    ]


@pytest.mark.parametrize("table", [0, 1, 2, 3])
def test_a_table_without_its_columns_is_named(table):
    tables = list(make_story())
    tables[table] = tables[table][[]]
    with pytest.raises(DataError, match=["events", "mentions", "conflicts", "articles"][table]):
        plot_events(*tables)


def test_hostile_words_are_shown_as_written():
    hostile = "<img src=x onerror=alert(1)> $x$"
    said = [(hostile, 0, f"{hostile} on [21 November 2025] {hostile}", *day("2025-11-21"))]
    *tables, articles = make_story(said)
    figure = plot_events(*tables, articles.assign(title=hostile, outlet=hostile), own=OWN.assign(label=hostile))
    drawn = json.loads(figure.to_json())
    drawn["layout"].pop("meta")
    assert "<img" not in json.dumps(drawn)
    assert "$" not in json.dumps(drawn["data"])
