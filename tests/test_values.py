from datetime import UTC, datetime

import pytest

from workbench.errors import ParameterError
from workbench.timeline.expressions.moments import Moment, enclosing, is_calendar_day, move, span_of
from workbench.timeline.expressions.values import Interval, read_value, resolve_value

INTERVALS = [
    ("2025-11-21", None, "2025-11-21", "2025-11-21", "day"),
    ("2024-02", None, "2024-02-01", "2024-02-29", "month"),
    ("2025-12", None, "2025-12-01", "2025-12-31", "month"),
    ("2023", None, "2023-01-01", "2023-12-31", "year"),
    ("199X", None, "1990-01-01", "1999-12-31", "decade"),
    ("2025-XX-XX", None, "2025-01-01", "2025-12-31", "day"),
    ("2025-XX", None, "2025-01-01", "2025-12-31", "month"),
    # thirds: ten days of a month, four months of a year, forty months of a decade
    ("2025-11", "START", "2025-11-01", "2025-11-10", "month"),
    ("2025-11", "MID", "2025-11-11", "2025-11-20", "month"),
    ("2025-02", "END", "2025-02-21", "2025-02-28", "month"),
    ("2024", "START", "2024-01-01", "2024-04-30", "year"),
    ("2024", "MID", "2024-05-01", "2024-08-31", "year"),
    ("2023", "END", "2023-09-01", "2023-12-31", "year"),
    ("199X", "START", "1990-01-01", "1993-04-30", "decade"),
    ("199X", "MID", "1993-05-01", "1996-08-31", "decade"),
    ("199X", "END", "1996-09-01", "1999-12-31", "decade"),
    # a day has no thirds; "around" has no stated reach
    ("2025-11-21", "END", "2025-11-21", "2025-11-21", "day"),
    ("2025-11", "APPROX", "2025-11-01", "2025-11-30", "month"),
    ("0001", None, "0001-01-01", "0001-12-31", "year"),
]


@pytest.mark.parametrize(("value", "mod", "earliest", "latest", "granularity"), INTERVALS)
def test_intervals(value, mod, earliest, latest, granularity):
    interval = resolve_value(value, mod)
    assert [instant.date().isoformat() for instant in interval[:2]] == [earliest, latest]
    assert interval.granularity == granularity
    assert all(instant.tzinfo is UTC and instant.hour == 0 for instant in interval[:2])


@pytest.mark.parametrize(
    ("value", "granularity"), [("XXXX-11-21", "day"), ("XXXX-11", "month"), ("XXXX", "year"), ("XXXX-02-29", "day")]
)
@pytest.mark.parametrize("mod", [None, "START", "END"])
def test_no_year_no_interval(value, mod, granularity):
    assert resolve_value(value, mod) == Interval(None, None, granularity)


@pytest.mark.parametrize("value", ["2024", "2025-02", "2025-11", "198X"])
def test_thirds_tile_the_whole(value):
    start, middle, end = (resolve_value(value, mod) for mod in ("START", "MID", "END"))
    whole = resolve_value(value)
    assert (start.earliest, end.latest) == (whole.earliest, whole.latest)
    assert (middle.earliest - start.latest).days == (end.earliest - middle.latest).days == 1


@pytest.mark.parametrize("value", ["", "21 November", "2025-1-2", "99999", "PRESENT_REF", "2025-13", "2025-00"])
def test_other_values_are_refused(value):
    with pytest.raises(ParameterError, match="not a date value"):
        resolve_value(value)


@pytest.mark.parametrize("value", ["2025-02-30", "2025-11-31", "0000", "2025-11-00"])
def test_days_that_do_not_exist_are_refused(value):
    with pytest.raises(ParameterError, match="does not exist"):
        resolve_value(value)


def test_unknown_mod_is_refused():
    with pytest.raises(ParameterError, match="LATE"):
        resolve_value("2025", "LATE")


@pytest.mark.parametrize(
    ("moment", "value"),
    [
        (Moment("D", 2025, 11, 21), "2025-11-21"),
        (Moment("D", None, 9, 2), "XXXX-09-02"),
        (Moment("M", None, 5), "XXXX-05"),
        (Moment("Y", 476), "0476"),
        (Moment("Y", -490), "BC0490"),
        (Moment("DE", 1990), "199X"),
        (Moment("CE", 1900), "19XX"),
        (Moment("W", 2025, 47), "2025-W47"),
        (Moment("W"), "XXXX-WXX"),
        (Moment("WE", 2025, 47), "2025-W47-WE"),
        (Moment("Q", 2025, 3), "2025-Q3"),
        (Moment("H", 2025, 1), "2025-H1"),
        (Moment("S", 2025, 3), "2025-WI"),
        (Moment("D", None, None, 5), "XXXX-WXX-5"),
        (Moment("D", 2025, 11, 21, "EV"), "2025-11-21TEV"),
        (Moment("D", None, None, None, "09:30"), "XXXX-XX-XXT09:30"),
    ],
)
def test_written_values_are_read_back(moment, value):
    assert moment.value == value
    assert read_value(value) == moment


@pytest.mark.parametrize(
    ("moment", "first", "last"),
    [
        (Moment("Q", 2024, 1), "2024-01-01", "2024-03-31"),
        (Moment("H", 2024, 2), "2024-07-01", "2024-12-31"),
        (Moment("S", 2024, 3), "2024-12-01", "2025-02-28"),
        (Moment("W", 2025, 1), "2024-12-30", "2025-01-05"),
        (Moment("WE", 2025, 47), "2025-11-22", "2025-11-23"),
        (Moment("DE", 1990), "1990-01-01", "1999-12-31"),
        (Moment("CE", 1900), "1900-01-01", "1999-12-31"),
        (Moment("D", 2025), "2025-01-01", "2025-12-31"),
    ],
)
def test_spans(moment, first, last):
    assert [str(day) for day in span_of(moment)] == [first, last]


@pytest.mark.parametrize("moment", [Moment("Y", -490), Moment("M", None, 5), Moment("W", 2025, 53), Moment("Y", 9999)])
def test_no_span_without_a_calendar(moment):
    assert span_of(moment) is None


@pytest.mark.parametrize(
    ("moment", "unit", "steps", "value"),
    [
        (Moment("D", 2025, 11, 21), "D", 7, "2025-11-28"),
        (Moment("D", 2025, 11, 21), "W", -1, "2025-W46"),
        (Moment("D", 2025, 11, 21), "M", 2, "2026-01"),
        (Moment("M", 2025, 1), "M", -1, "2024-12"),
        (Moment("Q", 1989, 3), "Y", -1, "1988-Q3"),
        (Moment("Q", 1989, 1), "Q", -1, "1988-Q4"),
        (Moment("S", 1989, 3), "S", 1, "1990-SP"),
        (Moment("D", 2025, 11, 21), "Y", -5, "2020"),
        (Moment("Y", 2025), "DE", -1, "201X"),
        (Moment("Y", -1), "Y", 1, "0001"),
        (Moment("Y", 1), "Y", -1, "BC0001"),
        (Moment("M", None, 5), "M", 1, "XXXX-XX"),
        (Moment("D", 2025, 11, 21), "D", 10**9, "XXXX-XX-XX"),
    ],
)
def test_moves(moment, unit, steps, value):
    assert move(moment, unit, steps).value == value


def test_enclosing_keeps_what_is_known():
    day = Moment("D", 2025, 11, 21, "EV")
    assert [enclosing(day, unit).value for unit in ("D", "W", "M", "S", "Q", "H", "Y", "DE", "CE")] == [
        *("2025-11-21", "2025-W47", "2025-11", "2025-FA", "2025-Q4", "2025-H2", "2025", "202X", "20XX"),
    ]


@pytest.mark.parametrize(
    ("day", "exists"),
    [
        ((2024, 2, 29), True),
        ((1900, 2, 29), False),
        ((None, 2, 29), True),
        ((None, 2, 30), False),
        ((2025, 11, 31), False),
        ((2025, 13, 1), False),
        ((2025, 0, 1), False),
        ((2025, 1, 0), False),
    ],
)
def test_calendar_days(day, exists):
    assert is_calendar_day(*day) is exists


def test_written_days_are_read_back():
    days = [datetime(2023, 11, 30, tzinfo=UTC), datetime(2024, 2, 29, tzinfo=UTC)]
    for day in days:
        assert resolve_value(f"{day:%Y-%m-%d}") == Interval(day, day, "day")
