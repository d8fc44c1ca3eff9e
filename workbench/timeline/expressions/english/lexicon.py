"""English words of time and what they mean. Case is kept where it tells: "may" and "march" are verbs."""

from workbench.timeline.expressions.english.numbers import HOLIDAYS, NAMES, NUMBER_IN_WORDS, NUMBERS, ORDINALS
from workbench.timeline.expressions.tokens import Digits, Phrases, Token

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_FULL = {name: number for number, name in enumerate(MONTHS, start=1)}
_SHORT = {"Jan": 1, "Feb": 2, "Mar": 3, "Apr": 4, "Jun": 6, "Jul": 7, "Aug": 8, "Sep": 9, "Sept": 9, "Oct": 10}
_SHORT |= {"Nov": 11, "Dec": 12}
_ABBREVIATED = {f"{name}.": number for name, number in _SHORT.items()} | _SHORT

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_FULL_WEEKDAYS = {name: number for number, name in enumerate(_WEEKDAYS, start=1)}
_SHORT_WEEKDAYS = {
    "Mon": 1,
    "Tue": 2,
    "Tues": 2,
    "Wed": 3,
    "Thu": 4,
    "Thur": 4,
    "Thurs": 4,
    "Fri": 5,
    "Sat": 6,
    "Sun": 7,
}
_SHORT_WEEKDAYS |= {f"{name}.": number for name, number in _SHORT_WEEKDAYS.items()}

_UNIT = {"day": "D", "week": "W", "weekend": "WE", "month": "M", "quarter": "Q", "year": "Y", "decade": "DE"}
_UNIT |= {"century": "CE", "millennium": "ML", "hour": "TH", "minute": "TM", "second": "TS", "fortnight": "FN"}
_IRREGULAR = {"century": "centuries", "millennium": "millennia"}
_UNITS = {_IRREGULAR.get(name, f"{name}s"): unit for name, unit in _UNIT.items()}

_FEW: dict[str, object] = dict.fromkeys(
    ["a few", "several", "few", "many", "a number of", "dozens of", "a handful of", "numerous", "countless"],
    "X",
)
_FEW |= {"a couple of": 2, "a couple": 2, "couple of": 2, "a pair of": 2}

_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_YEAR_WORDS = (
    rf"(?i:(?:nineteen(?: hundred)?|twenty|eighteen)[ -](?:(?:{_TENS})(?:[ -](?:{_ONES}))?|{_TEENS}|"
    rf"(?:oh|hundred and)[ -](?:{_ONES}))|two thousand(?:(?: and)? (?:{_ONES}|{_TEENS}))?)"
)

_PARTS = {"early": "START", "beginning": "START", "start": "START", "mid": "MID", "middle": "MID", "late": "END"}
_PARTS |= {"end": "END", "close": "END", "opening": "START", "latter part": "END", "early part": "START"}
_PARTS |= {"first part": "START", "last part": "END", "later part": "END"}
_DAY_PARTS = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "midday": "MI", "mid-day": "MI"}
_DAY_PARTS |= {"dawn": "MO", "daybreak": "MO", "dusk": "EV", "nightfall": "NI"}
_BOUNDS = dict.fromkeys(["at least", "more than", "no less than", "no fewer than", "not less than"], "EQUAL_OR_MORE")
_BOUNDS |= dict.fromkeys(
    ["at most", "up to", "no more than", "not more than", "less than", "fewer than", "under", "nearly", "almost"],
    "EQUAL_OR_LESS",
)
_BOUNDS |= dict.fromkeys(["about", "around", "approximately", "roughly", "some", "an estimated", "close to"], "APPROX")
_APPROX = dict.fromkeys(
    ["around", "about", "approximately", "roughly", "circa", "c.", "ca.", "sometime around"], "APPROX"
)

_DEICTICS: dict[str, object] = {
    "today": (0, ""),
    "yesterday": (-1, ""),
    "tomorrow": (1, ""),
    "the day before yesterday": (-2, ""),
    "the day after tomorrow": (2, ""),
    "tonight": (0, "NI"),
    "last night": (-1, "NI"),
    "overnight": (-1, "NI"),
    "this morning": (0, "MO"),
    "this afternoon": (0, "AF"),
    "this evening": (0, "EV"),
    "yesterday morning": (-1, "MO"),
    "yesterday afternoon": (-1, "AF"),
    "yesterday evening": (-1, "EV"),
    "tomorrow morning": (1, "MO"),
    "tomorrow afternoon": (1, "AF"),
    "tomorrow evening": (1, "EV"),
    "tomorrow night": (1, "NI"),
}
_WHICH = dict.fromkeys(["last", "past", "this past"], -1) | dict.fromkeys(["this", "current", "the current"], 0)
_WHICH |= dict.fromkeys(["next", "coming", "this coming", "the coming", "upcoming"], 1)
_STORY = dict.fromkeys(["the next", "the following", "following"], 1)
_STORY |= dict.fromkeys(["the previous", "the preceding", "the prior", "previous", "preceding"], -1)
_THAT = dict.fromkeys(["that", "that same", "the same", "the very same", "that very"], 0)
_AROUND = dict.fromkeys(
    [
        "the past",
        "the last",
        "the next",
        "the coming",
        "the first",
        "the previous",
        "past",
        "last",
        "next",
        "the following",
        "coming",
        "recent",
        "the final",
        "the preceding",
        "another",
        "the ensuing",
        "the latest",
        "the opening",
        "this past",
        "each of the past",
        "each of the last",
    ],
    0,
)

_VAGUE = {
    **dict.fromkeys(
        [
            "now",
            "right now",
            "currently",
            "at present",
            "at the moment",
            "at this moment",
            "nowadays",
            "these days",
            "at this time",
            "the present",
            "presently",
            "at the present time",
        ],
        "PRESENT_REF",
    ),
    **dict.fromkeys(
        [
            "recently",
            "more recently",
            "most recently",
            "lately",
            "the past",
            "the recent past",
            "in recent times",
            "not long ago",
            "not so long ago",
            "years past",
            "a while ago",
            "some time ago",
            "of late",
        ],
        "PAST_REF",
    ),
    **dict.fromkeys(
        [
            "the future",
            "the near future",
            "the foreseeable future",
            "someday",
            "some day",
            "the not-too-distant future",
            "the years ahead",
            "the months ahead",
            "the weeks ahead",
            "the days ahead",
        ],
        "FUTURE_REF",
    ),
}

TOKENS: dict[str, Token] = {
    "iso": Digits(
        r"[12]\d{3}(?:-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])|/(?:0[1-9]|1[0-2])/(?:0[1-9]|[12]\d|3[01]))"
    ),
    "iso_time": Digits(r"T[0-2]\d:[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?(?:Z|[+-][01]\d:?[0-5]\d)?"),
    "numeric": Digits(r"\d{1,2}(?:/\d{1,2}/|\.\d{1,2}\.|-\d{1,2}-)(?:[12]\d{3}|(?<=/)\d\d)"),
    "name": Phrases(NAMES, cased=True),
    "nth": Phrases({"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1, "final": -1}),
    "weekday": Phrases(_FULL_WEEKDAYS | _SHORT_WEEKDAYS, cased=True),
    "full_weekday": Phrases(_FULL_WEEKDAYS, cased=True),
    "sure_weekday": Phrases(
        {name: n for name, n in _SHORT_WEEKDAYS.items() if name not in ("Sun", "Sat", "Wed")}, cased=True
    ),
    "weekdays": Phrases({f"{name}s": number for name, number in _FULL_WEEKDAYS.items()}, cased=True),
    "day": Digits(r"(?:(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?)", "integer"),
    "bare_day": Digits(r"(?:0?[1-9]|[12]\d|3[01])", "integer"),
    "marked_day": Digits(r"(?:[1-9]|[12]\d|3[01])(?:st|nd|rd|th)", "integer"),
    "day_word": Phrases({name: number for name, number in ORDINALS.items() if name[0].isalpha()}),
    "month": Phrases(_FULL | _ABBREVIATED, cased=True),
    "small_month": Phrases({name.lower(): number for name, number in _FULL.items()}, cased=True),
    "full_month": Phrases(_FULL, cased=True),
    "sure_month": Phrases({name: number for name, number in _FULL.items() if name != "May"}, cased=True),
    "year": Digits(r"[12]\d{3}", "integer"),
    "any_year": Digits(r"\d{4}", "integer"),
    "past": Digits(r"(?:1[4-9]|20)\d\d", "integer"),
    "recent": Digits(r"(?:1[89]|20)\d\d", "integer"),
    "short": Digits(r"(?:1[4-9]|20)\d\d|\d\d"),
    "quarter_code": Digits(r"(?:Q[1-4]|[1-4]Q|H[12])", starts=frozenset(["q", "h", "0"])),
    "fiscal_code": Digits(r"FY ?(?:19|20)\d\d", "integer", frozenset(["fy"])),
    "short_year": Digits(r"['’]\d\d", starts=frozenset("'")),
    "year_in_words": Digits(_YEAR_WORDS, "year", starts=frozenset(["nineteen", "twenty", "eighteen", "two"])),
    "decade": Digits(r"(?:1[4-9]|20)\d0['’]?s|['’]\d0['’]?s", starts=frozenset("0'")),
    "decade_word": Phrases(
        {
            f"{name[:-1]}ies": 10 * number
            for number, name in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
        }
    ),
    "era_year": Digits(r"\d{1,4}", "integer"),
    "era": Phrases(
        {"BC": "BC", "B.C.": "BC", "BCE": "BC", "B.C.E.": "BC", "AD": "AD", "A.D.": "AD", "CE": "AD"}, cased=True
    ),
    "number": Digits(
        rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,4}}(?:\.\d+)?(?:[- ]1/2| ?[½¼¾])?|{NUMBER_IN_WORDS})",
        "number",
        starts=frozenset({"0", "a"} | set(NUMBERS) - {"half"}),
    ),
    "few": Phrases(_FEW),
    "unit": Phrases(
        _UNIT | _UNITS | {"hr": "TH", "hrs": "TH", "min": "TM", "mins": "TM", "yr": "Y", "yrs": "Y"}, cased=True
    ),
    "one_unit": Phrases(_UNIT, cased=True),
    "long_span": Phrases({"decade": "DE", "century": "CE", "millennium": "ML"}, cased=True),
    "long_unit": Phrases({"week": "W", "month": "M", "year": "Y"}, cased=True),
    "span": Phrases({name: unit for name, unit in _UNIT.items() if unit not in ("Q", "TS")}, cased=True),
    "units": Phrases(_UNITS, cased=True),
    "large_unit": Phrases(
        {name: unit for name, unit in _UNIT.items() if unit in ("D", "W", "WE", "M", "Q", "Y", "DE", "CE")}, cased=True
    ),
    "some_units": Phrases(
        {name: unit for name, unit in _UNITS.items() if unit in ("D", "W", "M", "Y", "DE", "CE", "TH")}, cased=True
    ),
    "period_word": Phrases({"quarter": "Q", "half": "H"}),
    "ordinal": Phrases(ORDINALS),
    "small_ordinal": Phrases({"first": 1, "second": 2, "third": 3, "fourth": 4}),
    "season": Phrases({"spring": 0, "summer": 1, "autumn": 2, "fall": 2, "winter": 3}),
    "sure_season": Phrases({"summer": 1, "autumn": 2, "winter": 3}),
    "part": Phrases(_PARTS),
    "short_part": Phrases(
        {"early": "START", "mid": "MID", "late": "END", "mid to late": "END", "early to mid": "START"}
    ),
    "part_of_day": Phrases(_DAY_PARTS),
    "bound": Phrases(_BOUNDS),
    "approx": Phrases(_APPROX),
    "deictic": Phrases(_DEICTICS),
    "which": Phrases(_WHICH),
    "story": Phrases(_STORY),
    "that": Phrases(_THAT),
    "around": Phrases(_AROUND),
    "vague": Phrases(_VAGUE),
    "holiday": Phrases(HOLIDAYS, cased=True),
    "clock": Digits(r"(?:[01]?\d|2[0-4]):[0-5]\d"),
    "hour": Digits(r"(?:1[0-2]|0?[1-9])(?:[:.][0-5]\d)?"),
    "military": Digits(r"(?:[01]\d|2[0-4])[0-5]\d"),
    "half_day": Digits(r"(?i:[ap]\.m\.|[ap]m\b|[ap]\.m\b)", starts=frozenset("ap")),
    "zone": Digits(r"(?:GMT|UTC|BST|CE?S?T|E[SD]?T|C[SD]T|M[SD]T|P[SD]T|CEST|Z)\b", starts=frozenset()),
    "noon": Phrases({"noon": "12:00", "midnight": "24:00"}),
    "repeated": Phrases(
        {
            "daily": "D",
            "weekly": "W",
            "monthly": "M",
            "yearly": "Y",
            "annually": "Y",
            "hourly": "TH",
            "nightly": "D",
            "biweekly": "2W",
            "everyday": "D",
        },
        cased=True,
    ),
}
