from datetime import UTC, datetime

import pytest

from workbench.errors import ParameterError
from workbench.timeline.expressions.values import Interval, is_calendar_day, resolve_value, write_value

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


@pytest.mark.parametrize(
    "value", ["", "21 November", "2025-W47", "2025-1-2", "99999", "PRESENT_REF", "2025-13", "2025-00"]
)
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
    ("parts", "value"),
    [((2025, 11, 21), "2025-11-21"), ((None, 9, 2), "XXXX-09-02"), ((None, 5), "XXXX-05"), ((476,), "0476")],
)
def test_written_values(parts, value):
    assert write_value(*parts) == value


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
        assert resolve_value(write_value(day.year, day.month, day.day)) == Interval(day, day, "day")
