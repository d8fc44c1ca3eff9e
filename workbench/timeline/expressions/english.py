"""English dates, as data. Case is kept where it tells: "may" and "march" are verbs, "May" may be a month."""

from workbench.timeline.expressions.grammar import BRACKET, JOINED, MOD, Grammar, Rule

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SHORT = {"Jan": 1, "Feb": 2, "Mar": 3, "Apr": 4, "Jun": 6, "Jul": 7, "Aug": 8, "Sep": 9, "Sept": 9, "Oct": 10}
_SHORT |= {"Nov": 11, "Dec": 12}


def _either_case(names: list[str]) -> str:
    return "|".join([*names, *(name.upper() for name in names)])


_FULL_MONTH = _either_case(list(_MONTHS))
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\b\.?),?"
_PART = (
    r"(?:the )?(?:start|beginning|middle|end) of(?: the)? |(?:early|late)(?: in(?: the)?)? |mid |(?:early|mid|late)-"
)
_APPROX = "(?:around|about|approximately|roughly|circa|c\\.) "

# A number before one of these is a number of something, whatever stands before it.
_UNITS = (
    "percent|per cent|people|men|women|children|troops|soldiers|vessels|boats|ships|barrels|dollars|euros|pounds|pesos|"
    "bolivars|tons|tonnes|miles|kilometers|kilometres|km|meters|metres|feet|hours|minutes|seconds|points|jobs|votes|"
    "words|copies|shares|units|deaths|members|million|billion|thousand|hundred|GMT|UTC|EST|EDT|hrs"
)
# After a bare number, a word that is none of these may be what the number counts.
_FUNCTION_WORDS = (
    "in|at|on|for|to|and|or|with|by|during|when|as|after|before|while|that|who|which|was|were|is|are|has|had|have|will|"
    "would|could|until|since|through|from|but|if|because|than|then|the|a|an|he|she|it|they|his|her|its|their|our|we|"
    "this|these|those|not|no|also|where|under|over|into|between|amid|against|said|says|alone"
)
# A year straight before one of these dates it: "the disputed 2024 election".
_EVENTS = (
    "presidential|parliamentary|legislative|regional|general|election|elections|vote|referendum|campaign|coup|summit|"
    "invasion|war|crisis|uprising|revolution|constitution|treaty|accord|agreement|deal|talks|budget|census|season|"
    "Olympics|World Cup"
)
_NOT_UNIT = rf"(?! ?%)(?! (?:(?:to|or) [\d.,]{{1,12}} )?(?:{_UNITS})\b)"
_NOT_COUNTING = rf"{_NOT_UNIT}(?! (?!(?:{_FUNCTION_WORDS})\b)[a-z])"
_WITH_YEAR = r"(?:(?:,| |, )<year>)"
_OPTIONAL_THE = r"(?:(?i:the) (?=\d{1,2}[a-z]))?"  # "the 21st of November", but not "the 21 November call"

# May is also a name and is trusted after these alone: not "a plan by May", "after May left".
_MONTH_LEADS = frozenset(["in", "since", "until", "till", "during", "throughout", "through", "as of", MOD])
_MORE_MONTH_LEADS = _MONTH_LEADS | {"by", "before", "after", "from", "between", "for", "of", "prior to", JOINED}
_YEAR_LEADS = frozenset(["in", "since", "until", "till", "during", "throughout", "as of", "between", "the year", MOD])
_MORE_YEAR_LEADS = frozenset(["by", "before", "after", "from", "through", "into", "for", "of", "prior to", JOINED])

_DAYS = (
    Rule("iso_day", "(?<!-)<iso>"),
    Rule("numeric_day", "(?<!-)<numeric>"),
    # "In November 21 vessels were hit": the day of a month is never "in".
    Rule("month", r"<month:full_month>(?= \d{1,2} [a-z])", frozenset(["in"])),
    Rule("days", rf"(?:<weekday> )?<month> <day>(?:[-–—]| [-–—] )<day_to:day>{_WITH_YEAR}?"),
    Rule(
        "days",
        rf"(?:<weekday> )?<month> <day> (?:to|through|and|or) (?:the )?<day_to:day>(?:{_WITH_YEAR}|{_NOT_COUNTING})",
    ),
    Rule("day", rf"<mod:approx>?(?:<weekday> )?<month> (?:the )?<day>(?:{_WITH_YEAR}|{_NOT_UNIT})"),
    Rule(
        "days",
        rf"(?:<weekday> )?{_OPTIONAL_THE}<day>(?:[-–—]| [-–—] | (?:to|until|through|and|or) (?:the )?)<day_to:day>"
        rf"(?: of)? <month>{_WITH_YEAR}?",
    ),
    Rule("days", rf"<day> <month>-<day_to:day> <month_to:month>{_WITH_YEAR}?"),
    Rule("day", rf"<mod:approx>?(?:<weekday> )?{_OPTIONAL_THE}<day>(?: of)? <month>{_WITH_YEAR}?"),
)
_COARSER = (
    Rule("month", rf"<mod:part_or_approx>?<month>(?:,| of)? <year>{_NOT_UNIT}"),
    Rule("months", rf"<mod:part>?<month>(?:[-–—/]| [-–—] | (?:to|through|until) )<month_to:month>{_WITH_YEAR}?"),
    Rule("month", "<mod:part>?<month:full_month>", _MONTH_LEADS),
    Rule("month", "<mod:approx>?<month:sure_month>(?! [A-Z]| on | for )", _MORE_MONTH_LEADS),
    Rule("month", "<month:sure_month>(?= (?!on |for |of |to )[a-z])", frozenset(["the"])),
    Rule("decade", "<mod:part>?<decade>"),
    Rule("years", "<year:past>[-–—/]<year_to:short>", _YEAR_LEADS | _MORE_YEAR_LEADS | {BRACKET, "the"}),
    Rule("year", rf"<mod:part>?<year:past>(?!-[a-z]){_NOT_UNIT}", _YEAR_LEADS),
    Rule("year", rf"<mod:approx><year:past>{_NOT_COUNTING}", _YEAR_LEADS),
    Rule("year", rf"<year:past>{_NOT_COUNTING}", _MORE_YEAR_LEADS),
    Rule("year", r"<year:past>(?=[);,]| ?[–—-])", frozenset([BRACKET])),
    Rule("year", rf"<year:recent>(?= (?:{_EVENTS})\b)"),
    Rule(
        "year", rf"<year:recent>{_NOT_UNIT}(?= [A-Za-z])", frozenset(["the", "a", "its", "his", "her", "their", "this"])
    ),
)

ENGLISH = Grammar(
    tokens={
        "iso": r"[12]\d{3}(?:-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])|/(?:0[1-9]|1[0-2])/(?:0[1-9]|[12]\d|3[01]))",
        "numeric": r"\d{1,2}(?:/\d{1,2}/|\.\d{1,2}\.|-\d{1,2}-)[12]\d{3}",
        "weekday": _WEEKDAY,
        "day": r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?",
        "month": rf"(?:{_FULL_MONTH}|(?:{_either_case(list(_SHORT))})\b\.?)",
        "full_month": _FULL_MONTH,
        "sure_month": _either_case([month for month in _MONTHS if month != "May"]),
        "year": r"[12]\d{3}",
        "past": r"(?:1[5-9]|20)\d\d",
        "recent": r"(?:19|20)\d\d",
        "short": r"(?:1[5-9]|20)\d\d|\d\d",
        "decade": r"(?:1[5-9]|20)\d0['’]?s",
        "part": f"(?i:{_PART})",
        "approx": f"(?i:{_APPROX})",
        "part_or_approx": f"(?i:{_PART}|{_APPROX})",
    },
    rules=_DAYS + _COARSER,
    numbers={name.lower(): number for number, name in enumerate(_MONTHS, start=1)}
    | {name.lower(): number for name, number in _SHORT.items()},
    mods=dict.fromkeys(["early", "start", "beginning"], "START")
    | dict.fromkeys(["mid", "middle"], "MID")
    | dict.fromkeys(["late", "end"], "END")
    | dict.fromkeys(["around", "about", "approximately", "roughly", "circa", "c"], "APPROX"),
    leads={signal: signal for signal in ("since", "until", "by", "before", "after", "during", "from", "to", "in", "on")}
    | {"between": "between", "into": "to", "till": "until", "through": "until", "throughout": "during", "as of": "on"}
    | {"prior to": "before", "ahead of": "before", "following": "after", "starting": "from"}
    | dict.fromkeys(["of", "for", "total of", "number of", "some of", "fleet of", "group of"]),
    articles=("the", "the year", "a", "its", "his", "her", "their", "this"),
    range_words=("to", "until", "till", "through", "into"),
    list_words=("and", "or"),
    day_first=False,
)
