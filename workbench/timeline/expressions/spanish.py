"""Spanish dates, as data. Months are written small, so a bare one needs a word before it."""

from workbench.timeline.expressions.grammar import BRACKET, JOINED, MOD, Grammar, Rule

_MONTHS = {"enero": 1, "febrero": 2, "marzo": 3, "abril": 4, "mayo": 5, "junio": 6, "julio": 7, "agosto": 8}
_MONTHS |= {"septiembre": 9, "setiembre": 9, "octubre": 10, "noviembre": 11, "diciembre": 12}
_SHORT = {"ene": 1, "feb": 2, "mar": 3, "abr": 4, "jun": 6, "jul": 7, "ago": 8, "sept": 9, "sep": 9, "oct": 10}
_SHORT |= {"nov": 11, "dic": 12}

_FULL_MONTH = f"(?i:{'|'.join(_MONTHS)})"
_WEEKDAY = "(?i:lunes|martes|miércoles|jueves|viernes|sábado|domingo),?"
_PART = (
    "(?:principios|comienzos|inicios|mediados|finales|fines) del?(?: año| mes de)? |"
    "el (?:inicio|comienzo|final) del?(?: año| mes de)? "
)
_APPROX = "(?:alrededor del?|hacia|cerca del?|aproximadamente en) "

# A number before one of these is a number of something, whatever stands before it.
_UNITS = (
    "por ciento|personas|hombres|mujeres|niños|soldados|efectivos|buques|barcos|lanchas|embarcaciones|barriles|dólares|"
    "euros|pesos|bolívares|toneladas|kilómetros|km|metros|horas|minutos|segundos|puntos|empleos|votos|palabras|muertos|"
    "muertes|miembros|millones|mil"
)
# After a bare number, a word that is none of these may be what the number counts.
_FUNCTION_WORDS = (
    "en|a|al|de|del|desde|hasta|para|por|y|e|o|u|con|sin|sobre|contra|durante|tras|ante|cuando|como|que|quien|donde|"
    "mientras|aunque|pero|si|porque|se|fue|fueron|era|es|son|ha|han|había|el|la|los|las|un|una|su|sus|lo|le|les|no|ya|"
    "según|dijo|también"
)
_NOT_UNIT = rf"(?! ?%)(?! (?:(?:a|o) [\d.,]{{1,12}} )?(?:{_UNITS})\b)"
_NOT_COUNTING = rf"{_NOT_UNIT}(?! (?!(?:{_FUNCTION_WORDS})\b)[a-záéíóúñ])"
_WITH_YEAR = "(?:(?: del año| de| del|,)? <year>)"

_MONTH_LEADS = frozenset(["en", "desde", "hasta", "durante", "antes de", "después de", "a partir de", "entre", "para"])
_YEAR_LEADS = frozenset(
    ["en", "desde", "hasta", "durante", "entre", "el año", "año", "antes de", "después de", "a partir de", MOD]
)
_MORE_YEAR_LEADS = frozenset(["de", "del", "para", "tras", JOINED])

SPANISH = Grammar(
    tokens={
        "iso": r"[12]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])",
        "numeric": r"\d{1,2}(?:/\d{1,2}/|\.\d{1,2}\.|-\d{1,2}-)[12]\d{3}",
        "weekday": _WEEKDAY,
        "day": r"(?:(?:0?[1-9]|[12]\d|3[01])(?:\.?[º°]|ro)?|(?i:primero))",
        "month": rf"(?:{_FULL_MONTH}|(?i:{'|'.join(_SHORT)})\b\.?)",
        "full_month": _FULL_MONTH,
        "year": r"[12]\d{3}",
        "past": r"(?:1[5-9]|20)\d\d",
        "short": r"(?:1[5-9]|20)\d\d|\d\d",
        "decade": r"(?i:década de(?: los)?(?: años)?|años) (?:1[5-9]|20)\d0",
        "part": f"(?i:{_PART})",
        "part_of_decade": f"(?i:{_PART})(?i:la |los )",
        "approx": f"(?i:{_APPROX})",
        "part_or_approx": f"(?i:{_PART}|{_APPROX})",
    },
    rules=(
        Rule("iso_day", "(?<!-)<iso>"),
        Rule("numeric_day", "(?<!-)<numeric>"),
        Rule(
            "days",
            r"(?:<weekday> )?<day>(?:[-–—]| [-–—] | (?:y|e|o|a|al|hasta)(?: el)? )<day_to:day>"
            rf"(?: de)? <month>{_WITH_YEAR}?",
        ),
        Rule("day", rf"<mod:approx>?(?:<weekday> )?<day>(?: de)? <month>{_WITH_YEAR}?"),
        Rule("month", rf"<mod:part_or_approx>?<month>(?: del año| de| del|,)? <year>{_NOT_UNIT}"),
        Rule("months", rf"<mod:part>?<month>(?:[-–—/]| [-–—] | (?:a|hasta) )<month_to:month>{_WITH_YEAR}?"),
        Rule("month", "<mod:part_or_approx>?<month:full_month>", _MONTH_LEADS | {MOD, JOINED}),
        Rule("decade", "<mod:part_of_decade>?<decade>"),
        Rule("years", "<year:past>[-–—/]<year_to:short>", _YEAR_LEADS | _MORE_YEAR_LEADS | {BRACKET}),
        Rule("year", rf"<mod:part>?<year:past>(?!-[a-z]){_NOT_UNIT}", _YEAR_LEADS),
        Rule("year", rf"<mod:approx><year:past>{_NOT_COUNTING}", _YEAR_LEADS),
        Rule("year", rf"<year:past>{_NOT_COUNTING}", _MORE_YEAR_LEADS),
        Rule("year", r"<year:past>(?=[);,]| ?[–—-])", frozenset([BRACKET])),
    ),
    numbers=_MONTHS | _SHORT | {"primero": 1},
    mods=dict.fromkeys(["principios", "comienzos", "inicios", "inicio", "comienzo"], "START")
    | {"mediados": "MID"}
    | dict.fromkeys(["finales", "fines", "final"], "END")
    | dict.fromkeys(["alrededor", "hacia", "cerca", "aproximadamente"], "APPROX"),
    leads={"en": "in", "desde": "since", "hasta": "until", "durante": "during", "entre": "between", "el": "on"}
    | {"antes de": "before", "antes del": "before", "después de": "after", "después del": "after", "tras": "after"}
    | {"a partir de": "from", "a partir del": "from", "para": "by", "al": "to"}
    | dict.fromkeys(["de", "del", "año", "total de", "número de", "más de", "cerca de", "unos", "unas"]),
    articles=("el", "el año", "los", "la"),
    range_words=("a", "al", "hasta"),
    list_words=("y", "e", "o"),
    day_first=True,
)
