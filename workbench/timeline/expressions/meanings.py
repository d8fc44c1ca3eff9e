"""The functions that give expressions their sense, by the names the grammars use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from workbench.timeline.expressions import calendar_senses, durations, holidays, relative_senses
from workbench.timeline.expressions.clock import Clock, Sense

MEANINGS: Mapping[str, Callable[[Mapping[str, Any], Clock], Sense | None]] = {
    "calendar": calendar_senses.calendar,
    "century": calendar_senses.century,
    "clock_time": calendar_senses.clock_time,
    "day_of_month": calendar_senses.day_of_month,
    "decade": calendar_senses.decade,
    "era": calendar_senses.era,
    "fiscal": calendar_senses.fiscal,
    "heading_year": calendar_senses.heading_year,
    "holiday": holidays.holiday,
    "month_of": calendar_senses.month_of,
    "name": calendar_senses.name,
    "nth_day": holidays.nth_day,
    "nth_week": holidays.nth_week,
    "numeric": calendar_senses.numeric,
    "quarter": calendar_senses.quarter,
    "quarter_code": calendar_senses.quarter_code,
    "season": calendar_senses.season,
    "short_year": calendar_senses.short_year,
    "stated": calendar_senses.stated,
    "year_period": calendar_senses.year_period,
    "weekday": calendar_senses.weekday,
    "deictic": relative_senses.deictic,
    "latest": relative_senses.latest,
    "lasting_around": relative_senses.lasting_around,
    "that_part": relative_senses.that_part,
    "told": relative_senses.told,
    "vague": relative_senses.vague,
    "which_unit": relative_senses.which_unit,
    "year_before": relative_senses.year_before,
    "duration": durations.duration,
    "one": durations.one,
    "repeated": durations.repeated,
    "some": durations.some,
}
