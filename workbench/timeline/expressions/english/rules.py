"""The English rules: the calendar first, then what leans on another time, then durations and what repeats."""

from workbench.timeline.expressions.grammar import BRACKET, JOINED, LINE, MOD, Rule

# May is also a name and is trusted after these alone: not "a plan by May", "after May left".
_MONTH_LEADS = frozenset(
    [JOINED, "in", "since", "ever since", "until", "till", "during", "throughout", "through", "as of", "of", MOD]
)
_MORE_MONTH_LEADS = _MONTH_LEADS | {"by", "before", "after", "from", "between", "for", "prior to", "over", JOINED}
_YEAR_LEADS = frozenset(
    ["in", "since", "ever since", "until", "till", "during", "throughout", "as of", "the year", MOD]
)
_MORE_YEAR_LEADS = frozenset(
    ["by", "before", "after", "from", "through", "into", "for", "of", "prior to", "to", JOINED]
)
_OWNERS = frozenset(["the", "a", "its", "his", "her", "their", "this", "our"])
_SEASON_LEADS = frozenset(["in", "since", "until", "during", "throughout", "by", "over", "of", "the", "before", MOD])
_LASTING_LEADS = frozenset(["for", "within", "in", "after", "over", "during", "than", "lasting", "lasted", "took", MOD])
_TOLD_LEADS = frozenset(
    ["of", "in", "for", "during", "through", "throughout", "over", "by", "later in", "earlier in", MOD]
)

CALENDAR = (
    Rule("name", "<name>", "name"),
    Rule("iso_time", "<iso> +<iso_time>", "stated"),
    Rule("iso_day", "<iso>", "stated"),
    Rule("numeric_day", "<numeric>", "numeric"),
    # "In November 21 vessels were hit": the day of a month is never "in".
    Rule("month", "<month:full_month> {counting_day}", "calendar", frozenset(["in"])),
    Rule("days", "<weekday>? ,<month> <day> -<day_to:day> ,<year>?", "calendar"),
    Rule("days", "<weekday>? ,<month> <day> to|through|and|or|– the? <day_to:day> ,<year>", "calendar"),
    Rule("days", "<weekday>? ,<month> <day> to|through|and|or|– the? <day_to:day> {not_counting}", "calendar"),
    Rule("day", "<weekday>? ,<month> the? <day> ,<year>", "calendar"),
    Rule("day", "<weekday>? ,<month> the? <day> ,<year:any_year> {ends}", "calendar"),
    Rule("day", "<weekday>? ,<month> the? <day> {not_unit}", "calendar"),
    Rule("day", "<weekday>? ,<month:full_month> <day:day_word> ,<year>?", "calendar"),
    Rule("days", "<weekday>? ,the? <day> -<day_to:day> of? <month> ,<year>?", "calendar"),
    Rule("days", "<weekday>? ,the? <day> to|until|through|and|or|– the? <day_to:day> of? <month> ,<year>?", "calendar"),
    Rule("days", "<day> <month> -<day_to:day> <month_to:month> ,<year>?", "calendar"),
    Rule("day", "<weekday>? ,the <day:marked_day> of? <month> ,<year>?", "calendar"),
    Rule("day", "<weekday>? ,<day> of? <month> ,<year:any_year> {ends}", "calendar"),
    Rule("day", "<weekday>? ,<day> of? <month> ,<year>?", "calendar"),
    Rule("nth_day", "the? <nth> <weekday:full_weekday> of|in <month:full_month> ,<year>?", "nth_day"),
    Rule("nth_day", "the? <nth> day of|in <month:full_month> ,<year>?", "nth_day"),
    Rule("nth_week", "the? <nth> week|weekend of|in <month:full_month> ,<year>?", "nth_week"),
    Rule("day", "the <day:day_word> of <month> ,<year>?", "calendar"),
    Rule("weekday_day", "<weekday> the <day:marked_day>", "day_of_month"),
    Rule(
        "day_of_month",
        "the <day:marked_day> {function_word}",
        "day_of_month",
        frozenset(["on", "by", "until", "since"]),
    ),
    Rule("month", "<month> of? ,<year> {not_unit}", "calendar"),
    Rule("month", "<month:small_month> ,<year> {not_unit}", "calendar", _MONTH_LEADS),
    Rule("month", "<month> ,<year:year_in_words>", "calendar"),
    Rule("months", "<month> -<month_to:month> ,<year>?", "calendar"),
    Rule("months", "<month> to|through|until|– <month_to:month> ,<year>?", "calendar"),
    Rule("month", "<month:full_month> {of_a_year}", "calendar"),
    Rule("month", "<month:full_month>", "calendar", _MONTH_LEADS),
    Rule("day", "<day:bare_day> -<month> -<year>", "calendar"),
    Rule("which_month", "<which> <month:full_month>", "month_of"),
    Rule("month", "<month:sure_month> {after_month}", "calendar", _MORE_MONTH_LEADS),
    Rule("month", "<month:sure_month> {plain_word}", "calendar", frozenset(["the", "a", "an"])),
    Rule("quarter", "the? <ordinal:small_ordinal> ~<period:period_word> of_the_year|of? <year>", "quarter"),
    Rule("quarter", "the? <year> <ordinal:small_ordinal> ~<period:period_word>", "quarter"),
    Rule("quarter", "<ordinal:small_ordinal> -<period:period_word>", "quarter"),
    Rule("quarter", "the? fiscal? <ordinal:small_ordinal> quarter {not_share}", "quarter", means={"period": "Q"}),
    Rule("one", "the fiscal? <unit:long_unit> {ended}", "one"),
    Rule("fiscal_year", "the? fiscal|financial|academic|school|calendar year? <year>", "fiscal"),
    Rule("quarter", "the? last|final ~quarter of <year>", "quarter", means={"ordinal": 4, "period": "Q"}),
    Rule("quarter", "<quarter_code> ,<year>?", "quarter_code"),
    Rule("quarter", "the? <ordinal:small_ordinal> half {of_the_year}", "quarter", means={"period": "H"}),
    Rule("fiscal_year", "<year:fiscal_code>", "fiscal"),
    Rule("fiscal_year", "the? <year> fiscal|financial|academic year", "fiscal"),
    Rule("fiscal_year", "the? <which>? fiscal|financial|academic|school year", "fiscal"),
    Rule("season", "the? <season> {of_a_year}", "season"),
    Rule("season", "the? <season> of? ,<year>", "season"),
    Rule("which_season", "<which> <season> {not_verb}", "season"),
    Rule("season", "the? <season:sure_season> {not_thing}", "season", _SEASON_LEADS),
    Rule(
        "season",
        "the? <season> {not_thing}",
        "season",
        frozenset(["in", "since", "until", "by", "during", "throughout"]),
    ),
    Rule("holiday", "<which>? <holiday> ,<year>?", "holiday"),
    Rule("decade", "the? <decade>", "decade"),
    Rule("decade", "the <decade:decade_word>", "decade"),
    Rule("era", "the? <season> ,of? <era_year> <era>", "era"),
    Rule("era", "<day>? <month:full_month> ,of? <era_year> <era>", "era"),
    Rule("century", "the? <ordinal> ~century <era>", "century"),
    Rule("century", "the? <ordinal> ~century", "century"),
    Rule("era", "<era_year> <era>", "era"),
    Rule("era", "<era_year> {era_follows}", "era", means={"era": "BC"}),
    Rule("era", "AD|A.D. <era_year>", "era", means={"era": "AD"}),
    Rule("year", "the_year <year>", "calendar"),
    Rule("year", "the_year? <year:year_in_words>", "calendar"),
    Rule("year_period", "the <year> period|quarter", "year_period"),
    Rule("year_end", "year-end|year_end", "calendar", means={"month": 12, "day": 31}),
    Rule("years", "<year:past> -<year_to:past> {not_joined_unit}", "calendar"),
    Rule("years", "<year:past> -<year_to:short>", "calendar", _YEAR_LEADS | _MORE_YEAR_LEADS | {BRACKET, "the"}),
    Rule("year", "<year:past> {not_joined_unit}", "calendar", _YEAR_LEADS),
    Rule("year", "<year:past> {not_between}", "calendar", frozenset(["between"])),
    Rule("year", "<year:past> {not_counting}", "calendar", _MORE_YEAR_LEADS),
    Rule("year", "<year:past> {closing}", "calendar", frozenset([BRACKET])),
    Rule("heading_year", "<year:past> {line_end}", "heading_year", frozenset([LINE])),
    Rule("year", "<year:recent> {of_event}", "calendar"),
    Rule("year", "<year:recent> {not_unit} {word}", "calendar", _OWNERS),
    Rule("short_year", "<short_year>", "short_year", _YEAR_LEADS | _MORE_YEAR_LEADS),
    Rule("weekday", "<which>? <weekday:full_weekday>", "weekday"),
    Rule("weekday", "<weekday:sure_weekday>", "weekday", frozenset(["on", "since", "until", "by"])),
)

RELATIVE = (
    Rule("deictic", "<deictic>", "deictic"),
    Rule("year_before", "the? year-ago|year-earlier quarter|period?", "year_before"),
    Rule(
        "year_before",
        "the_same|the_corresponding|the_comparable|the_like period|quarter last_year|a_year_earlier|a_year_ago",
        "year_before",
    ),
    Rule("latest_quarter", "the latest|most_recent quarter|period", "latest"),
    Rule("around", "<around> <number> ~<unit>", "lasting_around"),
    Rule("around", "<around> <few> <unit:units>", "lasting_around"),
    Rule("recent", "recent|past <unit:some_units>", "vague", means={"vague": "PAST_REF"}),
    Rule("coming", "the? coming|ensuing <unit:some_units>", "vague", means={"vague": "FUTURE_REF"}),
    Rule("around", "<around> <unit:some_units>", "lasting_around", means={"few": "X"}),
    Rule("past_year", "the past|last <unit:long_unit>", "which_unit", means={"which": -1}),
    Rule("past_year", "the past|last <unit:one_unit>", "lasting_around"),
    Rule("which", "this weekend", "which_unit", means={"unit": "WE", "which": 0, "this": True}),
    Rule("which", "<which> <unit:large_unit>", "which_unit"),
    Rule("around", "the next|coming <unit:long_span>", "lasting_around"),
    Rule("story", "<story> <unit:large_unit>", "which_unit"),
    Rule("that", "<that> <unit:large_unit>", "told"),
    Rule("part_of_story", "<story> <part_of_day>", "which_unit", means={"unit": "D"}),
    Rule("part_of_that", "<that> <part_of_day>", "told", means={"unit": "D"}),
    Rule("part_of_which", "this <part_of_day>", "which_unit", means={"unit": "D", "which": 0}),
    Rule("day_after", "the_day after {ends}", "which_unit", means={"unit": "D", "story": 1}),
    Rule("day_before", "the_day before {ends}", "which_unit", means={"unit": "D", "story": -1}),
    Rule("weekend", "the weekend", "which_unit", means={"unit": "WE", "which": 0}),
    Rule("told", "the full? <unit:large_unit> {not_thing}", "told", _TOLD_LEADS),
    Rule("vague", "<vague>", "vague"),
    Rule("vague", "current {thing}", "vague", means={"vague": "PRESENT_REF"}),
)

LASTING = (
    Rule(
        "clock",
        "<clock> ,<half_day>? <zone>?",
        "clock_time",
        frozenset(["at", "by", "until", "around", "about", "from", "before", "after", "since", MOD]),
    ),
    Rule("clock", "<clock> <half_day> <zone>?", "clock_time"),
    Rule("clock", "<clock> <zone>", "clock_time"),
    Rule("clock", "<clock:hour> ~<half_day> <zone>?", "clock_time"),
    Rule("clock", "<clock:hour> +<half_day> <zone>?", "clock_time"),
    Rule("clock", "<clock:hour> o'clock", "clock_time"),
    Rule("clock", "<clock:military> <zone>", "clock_time"),
    Rule("noon", "<noon>", "clock_time"),
    Rule("at_night", "<part_of_day>", "that_part", frozenset(["at"])),
    Rule("each", "each|every <number>? ~<unit>", "repeated"),
    Rule("each", "each|every <weekday:full_weekday>", "repeated"),
    Rule("each", "each|every <month:full_month>", "repeated"),
    Rule("each", "each|every <season>", "repeated"),
    Rule("each", "each|every <part_of_day>", "repeated"),
    Rule("times", "once|twice a|an|per|each|every <unit:one_unit>", "repeated"),
    Rule("times", "<times:number> times a|an|per|each|every <unit:one_unit>", "repeated"),
    Rule("weekdays", "<weekday:weekdays>", "repeated"),
    Rule("repeated", "<unit:repeated>", "repeated"),
    Rule("duration", "<number> and_a_half <unit>", "duration", means={"half": True}),
    Rule("duration", "a|an|one <unit:one_unit> and_a_half", "duration", means={"number": 1, "half": True}),
    Rule("duration", "<number> more|full|consecutive|straight|long|additional ~<unit> {not_age}", "duration"),
    Rule("duration", "the <number> <unit:units> {not_age}", "duration"),
    Rule("duration", "<number> ~<unit> {not_age}", "duration"),
    Rule("some", "<unit:some_units> {away}", "some"),
    Rule("half", "half_a|half_an|a_half ~<unit:one_unit>", "duration", means={"number": 0.5}),
    Rule("duration", "<few> <unit:units>", "duration"),
    Rule("one", "a|an full|whole|single? <unit:one_unit> {away}", "one"),
    Rule("one", "a|an full|whole|single? <unit:span> {not_age}", "one", _LASTING_LEADS),
    Rule("some", "<unit:some_units>", "some", frozenset(["for", "within", "in", "of", "after", "over", "during", MOD])),
)

PREFIXES = (
    Rule("part", "the? <part> of", "mod"),
    Rule("part", "the? <short_part> in?", "mod"),
    Rule("part_of_day_of", "the? <part_of_day> of|on", "part_of_day"),
    Rule("early_hours", "the? early|small hours of|on", "part_of_day", means={"part_of_day": "MO"}),
    Rule("week_of", "the? week of|beginning|ending", "week_of", means={"unit": "W"}),
    Rule("week_of", "the? weekend of", "week_of", means={"unit": "WE"}),
    Rule("bound", "<bound>", "mod"),
    Rule("bound", "over", "mod", means={"bound": "EQUAL_OR_MORE"}),
    Rule("approx", "<approx>", "mod"),
    Rule("earlier", "earlier|later in|on?", "nothing"),
    Rule("just", "just|only", "nothing"),
)

# What may follow an expression; those named in READS_ON are followed by another one.
SUFFIXES = (
    Rule("part_of_day", "<part_of_day>", "part_of_day"),
    Rule("ago", "ago", "speech", means={"steps": -1}),
    Rule("from_now", "from_now|hence", "speech", means={"steps": 1}),
    Rule("earlier", "earlier|previously|beforehand", "story", means={"steps": -1}),
    Rule("earlier", "before {ends}", "story", means={"steps": -1}),
    Rule("later", "later|afterwards|afterward|thereafter", "story", means={"steps": 1}),
    Rule("later", "after {ends}", "story", means={"steps": 1}),
    Rule("of_year", "of|in?", "of_year"),
    Rule("on_day", ",on?", "on_day"),
    Rule("owned", "+'s", "owned"),
)
