"""The Spanish rules: the calendar first, then what leans on another time, then durations and what repeats.

The article "el" is a lead of days and weekdays; it belongs to longer stretches ("la semana pasada", "los años noventa").
"""

from workbench.timeline.expressions.grammar import BRACKET, JOINED, LINE, MOD, Rule

# Months are written small; these tell that a word is one.
_MONTH_LEADS = frozenset(
    [
        "en",
        "desde",
        "hasta",
        "durante",
        "antes de",
        "después de",
        "luego de",
        "a partir de",
        "entre",
        "para",
        "tras",
        "el mes de",
        "del mes de",
        "mes de",
        "de",
        JOINED,
        MOD,
    ]
)
_YEAR_LEADS = frozenset(
    [
        "en",
        "desde",
        "hasta",
        "durante",
        "entre",
        "año",
        "el año",
        "del año",
        "los años",
        "antes de",
        "después de",
        "a partir de",
        "a partir del",
        "antes del",
        "después del",
        "todo el año",
        MOD,
    ]
)
_MORE_YEAR_LEADS = frozenset(["de", "del", "para", "tras", "el", "todo el", "luego de", JOINED])
_SPAN_LEADS = _YEAR_LEADS | _MORE_YEAR_LEADS | {BRACKET, "curso", "temporada", "ejercicio", "período", "periodo"}
_WEEKDAY_LEADS = frozenset(["el", "del", "al", "a partir del", "antes del", "después del", JOINED, MOD])
_SEASON_LEADS = frozenset(["en", "desde", "hasta", "durante", "el", "la", "del", "antes del", "después del", MOD])
_DECADE_LEADS = frozenset(["en", "desde", "durante", MOD])
_LASTING_LEADS = frozenset(
    [
        "durante",
        "en",
        "dentro de",
        "por",
        "tras",
        "después de",
        "luego de",
        "plazo de",
        "período de",
        "periodo de",
        "lapso de",
        "duración de",
        "tregua de",
        "condena de",
        "pena de",
        "prórroga de",
        "cabo de",
        "largo de",
        MOD,
    ]
)
_SOME_LEADS = frozenset(["durante", "tras", "después de", "cuestión de", "por", MOD])
_TOLD_LEADS = frozenset(["durante", "en lo que va de", "en lo que va del", MOD])
_HOUR_LEADS = frozenset(
    [
        "a la",
        "a las",
        "desde las",
        "hasta las",
        "antes de las",
        "después de las",
        "a partir de las",
        "hacia las",
        "sobre las",
        "alrededor de las",
        "de las",
        "entre las",
        "pasadas las",
    ]
)
_SURE_HOUR_LEADS = frozenset(lead for lead in _HOUR_LEADS if lead.startswith(("desde", "hasta", "a partir")))
_TO = "a|al|y|e|o|hasta|–"

CALENDAR = (
    Rule("holiday", "<holiday> de|del|del_año? <year>", "holiday"),
    Rule("holiday", "<which>? <holiday>", "holiday"),
    Rule("holiday", "<holiday> <which:which_after>", "holiday"),
    Rule("iso_time", "<iso> +<iso_time>", "stated"),
    Rule("iso_day", "<iso>", "stated"),
    Rule("numeric_day", "<numeric>", "numeric"),
    Rule("days", "<weekday>? ,<day> -<day_to> de? <month:month_by_year> de|del|del_año? ,<year>", "calendar"),
    Rule("days", f"<weekday>? ,<day> {_TO} el? <day_to> de? <month:month_by_year> de|del|del_año? ,<year>", "calendar"),
    Rule("days", "<weekday>? ,<day> -<day_to> de? <month>", "calendar"),
    Rule("days", f"<weekday>? ,<day> {_TO} el? <day_to> de? <month>", "calendar"),
    Rule("day", "día? <weekday>? ,<day> de|del_mes_de? <month:month_by_year> de|del|del_año? ,<year>", "calendar"),
    Rule("day", "<day> -<month:month_by_year> -<year>", "calendar"),
    Rule("day", "<which>? día? <weekday>? ,<day> de|del_mes_de? <month>", "calendar"),
    Rule("day", "<weekday>? ,<day:day_word> de <month> de|del|del_año? ,<year>", "calendar"),
    Rule("day", "<which>? día? <weekday>? ,<day:day_word> de <month>", "calendar"),
    Rule("month", "<month:month_by_year> de|del|del_año|de_el_año? ,<year> {not_unit}", "calendar"),
    Rule("month", "<month:full_month> de <year:year_in_words>", "calendar"),
    Rule("months", "<month:full_month> -<month_to:full_month> de|del|del_año? ,<year>", "calendar"),
    Rule("months", f"<month:full_month> {_TO} <month_to:full_month> de|del|del_año? ,<year>", "calendar"),
    Rule("months", "<month:full_month> -<month_to:full_month>", "calendar", _MONTH_LEADS),
    Rule("which_month", "el? <which> mes_de? <month:full_month>", "month_of"),
    Rule("which_month", "este|este_mes_de <month:full_month>", "month_of", means={"which": 0}),
    Rule("which_month", "<month:full_month> <which:which_after>", "month_of"),
    Rule("month", "<month:full_month> {of_which_year}", "calendar"),
    Rule("month", "<month:sure_month>", "calendar", _MONTH_LEADS),
    Rule("quarter", "el|la? <ordinal> <period:period_word> de|del|del_año ,<year>", "quarter"),
    Rule("quarter", "el|la? <ordinal> <period:period_word> del_año {not_digit}", "quarter"),
    Rule("quarter", "el? <ordinal> trimestre", "quarter", means={"period": "Q"}),
    Rule("quarter", "el? <ordinal> semestre", "quarter", means={"period": "H"}),
    Rule("fiscal_year", "el? año_fiscal|año_escolar|año_académico|año_lectivo|ejercicio_fiscal <year>", "fiscal"),
    Rule("season", "el|la? <season> de|del|del_año? ,<year>", "season"),
    Rule("which_season", "el|la? <which> <season>", "season"),
    Rule("which_season", "el|la? <season> <which:which_after>", "season"),
    Rule("which_season", "este|esta <season>", "season", means={"which": 0}),
    Rule("season", "<season> {not_thing}", "season", _SEASON_LEADS),
    Rule("decade", "la|las? década|décadas de|del|de_los|de_los_años? <decade>", "decade"),
    Rule("decade", "la? década de|de_los|de_los_años? <decade:decade_word>", "decade"),
    Rule("decade", "los? años <decade:decade_word>", "decade"),
    Rule("decade", "los? años <decade:full_decade>", "decade"),
    Rule("decade", "los años <decade:short_decade>", "decade"),
    Rule("decade", "los <decade:decade_word> {not_counting}", "decade", _DECADE_LEADS),
    Rule("decade", "los <decade:short_decade> {not_counting}", "decade", _DECADE_LEADS),
    Rule("century", "el? siglo|siglos <ordinal:roman> <era>", "century"),
    Rule("century", "el? siglo|siglos <ordinal:roman>", "century"),
    Rule("century", "<ordinal:sure_roman> {ends}", "century", frozenset([JOINED])),
    Rule("era", "<era_year> <era>", "era"),
    Rule("year", "<year:year_in_words> {not_counting}", "calendar", _YEAR_LEADS),
    Rule("years", "<year:past> -<year_to:past> {not_joined_unit}", "calendar"),
    Rule("years", "<year:past> -<year_to:short>", "calendar", _SPAN_LEADS),
    Rule("year", "<year:past> {not_joined_unit}", "calendar", _YEAR_LEADS),
    Rule("year", "<year:past> {not_counting}", "calendar", _MORE_YEAR_LEADS),
    Rule("year", "<year:past> {closing}", "calendar", frozenset([BRACKET])),
    Rule("heading_year", "<year:past> {line_end}", "heading_year", frozenset([LINE])),
    Rule("short_year", "<short_year>", "short_year", _YEAR_LEADS | _MORE_YEAR_LEADS),
    Rule("weekday", "<which> <weekday> {not_numbered}", "weekday"),
    Rule("weekday", "<weekday> <which:which_after>", "weekday"),
    Rule("weekday", "este <weekday> {not_numbered}", "weekday"),
    Rule("weekday", "<weekday> {not_numbered}", "weekday", _WEEKDAY_LEADS),
)

RELATIVE = (
    Rule("vague", "<vague> {not_linked}", "vague"),
    Rule("vague", "<vague:vague_in> {not_of}", "vague", frozenset(["en"])),
    Rule("deictic", "<deictic>", "deictic"),
    Rule("deictic", "<tomorrow>", "deictic", means={"deictic": (1, "")}),
    Rule("around", "los|las próximos|próximas|últimos|últimas|primeros|primeras <number> <unit>", "lasting_around"),
    Rule("around", "los|las siguientes|pasados|pasadas|anteriores|restantes <number> <unit>", "lasting_around"),
    Rule("around", "los|las <number> próximos|próximas|últimos|últimas|primeros|primeras <unit>", "lasting_around"),
    Rule("around", "los|las <number> <unit:units> siguientes|anteriores|previos|previas", "lasting_around"),
    Rule("recent", "los|las últimos|últimas|recientes <unit:some_units>", "vague", means={"vague": "PAST_REF"}),
    Rule("coming", "los|las próximos|próximas <unit:some_units>", "vague", means={"vague": "FUTURE_REF"}),
    Rule("coming", "los|las <unit:some_units> venideros|venideras", "vague", means={"vague": "FUTURE_REF"}),
    Rule("around", "los|las primeros|primeras <unit:some_units>", "lasting_around", means={"few": "X"}),
    Rule("past_year", "el|la? último|última <unit:large_unit>", "which_unit", means={"which": -1}),
    Rule("which", "el|la? <which> <unit:large_unit>", "which_unit"),
    Rule("which", "<which:this> <unit:large_unit>", "which_unit"),
    Rule("which", "el|la? <unit:large_unit> <which:which_after>", "which_unit"),
    Rule("which", "el|la? <unit:large_unit> <which:which_now>", "which_unit"),
    Rule("story", "el|la|al? <unit:large_unit> <story>", "which_unit"),
    Rule("story", "el|la <story> <unit:large_unit>", "which_unit"),
    Rule("that", "<that> <unit:large_unit>", "told"),
    Rule("part_of_story", "la? <part_of_day> <story>", "which_unit", means={"unit": "D"}),
    Rule("part_of_that", "<that> <part_of_day>", "told", means={"unit": "D"}),
    Rule("weekend", "el|este fin_de_semana", "which_unit", means={"unit": "WE", "which": 0}),
    Rule("told", "el|la? <unit:told_unit> {not_thing}", "told", _TOLD_LEADS),
)

LASTING = (
    Rule("clock", "<clock> ,<half_day> <zone>?", "clock_time"),
    Rule("clock", "<clock:half_hour> <half_day> <zone>?", "clock_time"),
    Rule("clock", "<clock:hour_word> <half_day>", "clock_time", _HOUR_LEADS | {"la", "las"}),
    Rule("clock", "<clock:dotted> horas|hrs|h? <zone>?", "clock_time", _HOUR_LEADS),
    Rule("clock", "<clock> horas|hrs|h? <zone>?", "clock_time", _HOUR_LEADS | {"las"}),
    Rule("clock", "<clock> horas|hrs|h <zone>?", "clock_time"),
    Rule("clock", "<clock:dotted> horas|hrs|h? <zone>", "clock_time"),
    Rule("clock", "<clock:hour> horas|hrs|h {not_of}", "clock_time", _HOUR_LEADS),
    Rule("clock", "<clock:hour> {ends_hour}", "clock_time", _HOUR_LEADS),
    Rule("clock", "<clock:hour_word> {ends_hour}", "clock_time", _SURE_HOUR_LEADS),
    Rule("noon", "<noon>", "clock_time"),
    Rule("each", "cada <number>? <unit>", "repeated"),
    Rule("each", "cada <weekday>", "repeated"),
    Rule("each", "cada <season>", "repeated"),
    Rule("each", "cada <month:full_month>", "repeated"),
    Rule("each", "cada <part_of_day>", "repeated"),
    Rule("each", "todos_los|todas_las <unit:units> {not_of}", "repeated"),
    Rule("each", "todos_los <weekday:weekdays>", "repeated"),
    Rule("each", "todas_las noches", "repeated", means={"part_of_day": "NI"}),
    Rule("each", "todas_las mañanas", "repeated", means={"part_of_day": "MO"}),
    Rule("each", "veces|vez al|a_la|por <unit:one_unit>", "repeated"),
    Rule("weekdays", "los <weekday:weekdays> {not_numbered}", "repeated"),
    Rule("repeated", "<unit:repeated>", "repeated"),
    Rule("duration", "un|una <unit:one_unit> y_medio|y_media", "duration", means={"number": 1, "half": True}),
    Rule("duration", "hora y_media", "duration", means={"number": 1, "half": True, "unit": "TH"}),
    Rule("duration", "<number> <unit> y_medio|y_media", "duration", means={"half": True}),
    Rule("duration", "<number> <unit> {not_age}", "duration"),
    Rule("duration", "<number> largos|largas|nuevos|nuevas|primeros <unit:units> {not_age}", "duration"),
    Rule("half", "medio|media <unit:half_unit>", "duration", means={"number": 0.5}),
    Rule("duration", "<few> <unit:units> {not_age}", "duration"),
    Rule("one", "un|una <unit:one_unit> {away}", "one"),
    Rule("one", "un|una solo|sola|entero|entera? <unit:one_unit> {not_age}", "one", _LASTING_LEADS),
    Rule("some", "<unit:some_units> {not_age}", "some", _SOME_LEADS),
)

PREFIXES = (
    Rule("part", "<part:many_part> del_año|de_año|del_mes_de|de_el_año", "mod"),
    Rule("part", "<part:many_part> de|del {not_weekend}", "mod"),
    Rule("part", "el|al <part> de|del {not_weekend}", "mod"),
    Rule("part_of_day_of", "la <part_of_day> de|del", "part_of_day"),
    Rule("bound", "<bound>", "mod"),
    Rule("bound", "hasta {numbered}", "mod", means={"bound": "EQUAL_OR_LESS"}),
    Rule("bound", "unos|unas {numbered}", "mod", means={"bound": "APPROX"}),
    Rule("approx", "<approx> el_año|los_años|el {counts}", "mod"),
    Rule("approx", "<approx> el?", "mod"),
    Rule("ago", "hace apenas|ya|solo|sólo|tan_solo|exactamente|justo?", "speech", means={"steps": -1}),
    Rule("earlier", "hacía", "story", means={"steps": -1}),
    Rule("from_now", "dentro_de {numbered}", "speech", means={"steps": 1}),
    Rule("later", "al_cabo_de", "story", means={"steps": 1}),
)

# What may follow an expression; those with the meanings of_year and on_day are followed by another one.
SUFFIXES = (
    Rule("part_of_day", "por_la|en_la|a_la <part_of_day>", "part_of_day"),
    Rule("ago", "atrás", "speech", means={"steps": -1}),
    Rule("earlier", "antes {not_of}", "story", means={"steps": -1}),
    Rule("later", "después|más_tarde|mas_tarde {not_of}", "story", means={"steps": 1}),
    Rule("of_year", "de|del", "of_year"),
    Rule("on_day", "de|del", "on_day"),
)
