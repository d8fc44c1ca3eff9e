"""Spanish words of time and what they mean. Months are written small; with a capital some are names."""

import re
from collections.abc import Mapping

from workbench.timeline.expressions.english.lexicon import TOKENS as ENGLISH_TOKENS
from workbench.timeline.expressions.spanish.numbers import (
    DAY_WORDS,
    HOLIDAYS,
    NUMBER_IN_WORDS,
    NUMBER_STARTS,
    ORDINALS,
    ROMAN,
    TENS,
    YEAR_IN_WORDS,
    accents_optional,
)
from workbench.timeline.expressions.tokens import Digits, Phrases, Token

_MONTHS: dict[str, object] = {
    "enero": 1,
    "febrero": 2,
    "marzo": 3,
    "abril": 4,
    "mayo": 5,
    "junio": 6,
    "julio": 7,
    "agosto": 8,
    "septiembre": 9,
    "setiembre": 9,
    "octubre": 10,
    "noviembre": 11,
    "diciembre": 12,
}
_SHORT: dict[str, object] = {"ene": 1, "feb": 2, "abr": 4, "jun": 6, "jul": 7, "ago": 8, "sept": 9, "sep": 9, "oct": 10}
_SHORT |= {"nov": 11, "dic": 12}
_SHORT |= {f"{name}.": number for name, number in (_SHORT | {"mar": 3, "may": 5, "set": 9}).items()}
_SHORT_BY_YEAR: dict[str, object] = {"mar": 3, "may": 5, "set": 9}  # elsewhere the sea and other words
_NAMES = ("abril", "mayo", "julio")  # with a capital they are names of people and squares
_CAPITAL_MONTHS = {name.capitalize(): number for name, number in _MONTHS.items() if name not in _NAMES}

_WEEKDAYS: dict[str, object] = {"lunes": 1, "martes": 2, "miércoles": 3, "jueves": 4, "viernes": 5}
_WEEKDAYS_PLURAL = _WEEKDAYS | {"sábados": 6, "domingos": 7}
_WEEKDAYS |= {"sábado": 6, "domingo": 7}

# A single "segundo" is an ordinal.
_UNIT = {"día": "D", "semana": "W", "fin de semana": "WE", "mes": "M", "trimestre": "Q", "año": "Y", "década": "DE"}
_UNIT |= {"siglo": "CE", "milenio": "ML", "hora": "TH", "minuto": "TM"}
_UNITS = {f"{name}s": unit for name, unit in _UNIT.items() if unit not in ("M", "WE")}
_UNITS |= {"meses": "M", "fines de semana": "WE", "segundos": "TS"}
_ALL_UNITS = _UNIT | _UNITS | {"h": "TH", "hrs": "TH", "min": "TM", "seg": "TS"}
_LARGE = {name: unit for name, unit in _UNIT.items() if not unit.startswith("T")} | {"semestre": "H"}

_SEVERAL = "varios|varias|algunos|algunas|pocos|pocas|unos|unas|unos pocos|unas pocas|unos cuantos|unas cuantas|muchos"
_SEVERAL += "|muchas|numerosos|numerosas|un puñado de|decenas de|docenas de|cientos de"
_FEW: dict[str, object] = dict.fromkeys(_SEVERAL.split("|"), "X")
_FEW |= {"un par de": 2}

# "Una mujer de 45 años": an age. "La avenida 9 de Julio": a place. "La mañana": not tomorrow.
_AGED = "hombre|mujer|joven|niño|niña|menor|adolescente|anciano|anciana|persona|hijo|hija|hermano|hermana|bebé|chico"
_AGED += "|chica|señor|señora|hombres|mujeres|jóvenes|niños|niñas|menor|mayor|menores|mayores|personas|edad|estudiante"
_AGED_BEFORE = [f"{noun} de " for noun in _AGED.split("|")]
_AGED_BEFORE += [", de ", "tiene ", "tenía ", "tienen ", "cumple ", "cumplió ", "cumplir ", "a los ", "a sus "]
_PLACES = "avenida |av. |calle |plaza |estadio |hospital |barrio |puente |autopista |parque |escuela |parroquia "
_PLACES += "|movimiento |universidad |batallón |club |estación |aeropuerto |colegio "
_MORNINGS = "la |las |una |esta |esa |aquella |cada |media |otra |misma |toda |primera |el |un |buena |su |del "

_PARTS = dict.fromkeys(["principios", "principio", "comienzos", "comienzo", "inicios", "inicio"], "START")
_PARTS |= {"mediados": "MID"} | dict.fromkeys(["finales", "fines", "final"], "END")
_MANY_PARTS = {name: mod for name, mod in _PARTS.items() if name.endswith("s")}
_DAY_PARTS = {"madrugada": "MO", "mañana": "MO", "tarde": "AF", "noche": "NI"}
_BOUNDS = dict.fromkeys(["al menos", "por lo menos", "cuando menos", "más de", "no menos de"], "EQUAL_OR_MORE")
_BOUNDS |= dict.fromkeys(["como mínimo", "un mínimo de"], "EQUAL_OR_MORE")
_BOUNDS |= dict.fromkeys(["menos de", "no más de", "como máximo", "a lo sumo", "casi", "un máximo de"], "EQUAL_OR_LESS")
_BOUNDS |= dict.fromkeys(["alrededor de", "aproximadamente", "cerca de", "en torno a"], "APPROX")
_APPROX = dict.fromkeys(["hacia", "alrededor de", "alrededor del", "cerca de", "cerca del", "en torno a"], "APPROX")
_APPROX |= dict.fromkeys(["en torno al", "aproximadamente en", "circa"], "APPROX")

_DEICTICS: dict[str, object] = {
    "hoy": (0, ""),
    "hoy mismo": (0, ""),
    "ayer": (-1, ""),
    "ayer mismo": (-1, ""),
    **dict.fromkeys(["anteayer", "antes de ayer", "antier", "antes de anoche"], (-2, "")),
    "pasado mañana": (2, ""),
    **dict.fromkeys(["anoche", "ayer noche"], (-1, "NI")),
    **dict.fromkeys(["anteanoche", "antenoche"], (-2, "NI")),
    **{f"esta {part}": (0, time) for part, time in _DAY_PARTS.items()},
    **{f"esta misma {part}": (0, time) for part, time in _DAY_PARTS.items()},
}
_WHICH = dict.fromkeys(["pasado", "pasada", "último", "última"], -1) | dict.fromkeys(["próximo", "próxima"], 1)
_THIS = dict.fromkeys(["este", "esta", "este mismo", "esta misma", "el presente", "la presente", "el corriente"], 0)
_THIS |= dict.fromkeys(["el actual", "la actual", "presente", "corriente"], 0)
_WHICH_AFTER = dict.fromkeys(["pasado", "pasada"], -1)
_WHICH_AFTER |= dict.fromkeys(["próximo", "próxima", "que viene", "entrante", "que entra"], 1)
_WHICH_NOW = dict.fromkeys(["en curso", "actual", "corriente", "presente"], 0)
_STORY = {"siguiente": 1} | dict.fromkeys(["anterior", "previo", "previa"], -1)
_THAT = ["ese", "ese mismo", "aquel", "aquel mismo", "esa", "esa misma", "aquella", "aquella misma"]
_THAT += ["el mismo", "la misma", "dicho", "dicha"]

_VAGUE = {
    **dict.fromkeys(["ahora", "ahora mismo", "actualmente", "hoy en día", "hoy por hoy", "hoy día"], "PRESENT_REF"),
    **dict.fromkeys(["recientemente", "últimamente", "hace poco", "hace poco tiempo", "hace tiempo"], "PAST_REF"),
    **dict.fromkeys(["hace mucho", "hace mucho tiempo", "hace un tiempo", "hace rato", "tiempo atrás"], "PAST_REF"),
    **dict.fromkeys(["días atrás", "semanas atrás", "meses atrás", "años atrás", "antaño"], "PAST_REF"),
    **dict.fromkeys(["próximamente", "algún día", "el futuro próximo", "el futuro cercano"], "FUTURE_REF"),
    **dict.fromkeys(["un futuro próximo", "un futuro cercano", "un futuro no muy lejano"], "FUTURE_REF"),
}
# These tell a time after "en" alone: "the past", not "a past".
_VAGUE_IN = {
    **dict.fromkeys(["la actualidad", "este momento", "estos momentos", "el presente", "estos días"], "PRESENT_REF"),
    **dict.fromkeys(["el pasado", "los últimos tiempos", "aquel entonces", "aquellos tiempos"], "PAST_REF"),
    **dict.fromkeys(["el futuro", "un futuro", "lo sucesivo"], "FUTURE_REF"),
}

_HOURS = "una dos tres cuatro cinco seis siete ocho nueve diez once doce".split()


def _hours_in_words() -> dict[str, object]:
    """Return "tres", "tres y media", "tres menos cuarto" ... as they stand on a clock."""
    phrases: dict[str, object] = {}
    for hour, name in enumerate(_HOURS, start=1):
        phrases |= {name: f"{hour}", f"{name} en punto": f"{hour}", f"{name} y media": f"{hour}:30"}
        phrases |= {f"{name} y cuarto": f"{hour}:15", f"{name} menos cuarto": f"{(hour - 2) % 12 + 1}:45"}
    return phrases


_HALF_DAYS = dict.fromkeys(["de la mañana", "de la madrugada", "a. m.", "a.m.", "am"], "am")
_HALF_DAYS |= dict.fromkeys(["de la tarde", "de la noche", "del mediodía", "p. m.", "p.m.", "pm"], "pm")
_NOON: dict[str, object] = {"mediodía": "12:00", "medianoche": "24:00", "media noche": "24:00"}
_NOON |= dict.fromkeys(["las 12 de la noche", "las doce de la noche"], "24:00")

_EVERY: dict[str, object] = {"diariamente": "D", "a diario": "D", "semanalmente": "W", "mensualmente": "M"}
_EVERY |= {
    "trimestralmente": "Q",
    "anualmente": "Y",
    "semanal": "W",
    "semanales": "W",
    "mensual": "M",
    "mensuales": "M",
}


def _not_after(*phrases: str) -> str:
    """Return a condition on the words before; each is of a fixed length, as `re` asks for."""
    return "".join(f"(?<!(?i:{re.escape(phrase)}))" for phrase in phrases)


_NUMBER = rf"(?:\d{{1,3}}(?:\.\d{{3}})+|\d{{1,4}}(?:,\d+)?|{NUMBER_IN_WORDS})"


def _phrases(meanings: Mapping[str, object]) -> Phrases:
    """Return a token of the phrases, in which accents may be missing."""
    return Phrases(accents_optional(meanings))


TOKENS: dict[str, Token] = {
    **{name: ENGLISH_TOKENS[name] for name in ("iso", "iso_time", "numeric", "year", "past", "short", "short_year")},
    "weekday": _phrases(_WEEKDAYS),
    "weekdays": _phrases(_WEEKDAYS_PLURAL),
    "day": Digits(rf"{_not_after(*_PLACES.split('|'))}(?:0?[1-9]|[12]\d|3[01])(?:\.?[º°]|ro\b|er\b)?", "integer"),
    "day_to": Digits(r"(?:0?[1-9]|[12]\d|3[01])", "integer"),
    "day_word": _phrases(DAY_WORDS),
    "month": _phrases(_MONTHS | _SHORT),
    "month_by_year": _phrases(_MONTHS | _SHORT | _SHORT_BY_YEAR),
    "full_month": _phrases(_MONTHS),
    "sure_month": Phrases(_MONTHS, cased=True),
    "capital_month": Phrases(_CAPITAL_MONTHS, cased=True),
    "year_in_words": Digits(YEAR_IN_WORDS, "number", starts=frozenset(["mil", "dos"])),
    "decade": Digits(r"(?:(?:1[4-9]|20)\d|[2-9])0"),
    "full_decade": Digits(r"(?:1[4-9]|20)\d0"),
    "short_decade": Digits(r"[2-9]0"),
    "decade_word": _phrases(TENS),
    "roman": _phrases({**ROMAN, **{str(number): number for number in range(1, 23)}}),
    "sure_roman": Phrases({name: number for name, number in ROMAN.items() if number >= 14}, cased=True),
    "era_year": Digits(r"\d{1,4}", "integer"),
    "era": Phrases(
        dict.fromkeys(["a.C.", "a. C.", "a.e.c.", "a. e. c."], "BC") | dict.fromkeys(["d.C.", "d. C."], "AD")
    ),
    "number": Digits(_NUMBER, "number", starts=NUMBER_STARTS),
    "no_age": Digits(_not_after(*_AGED_BEFORE) + _NUMBER, "number", starts=NUMBER_STARTS),
    "few": _phrases(_FEW),
    "unit": _phrases(_ALL_UNITS),
    "no_years": _phrases({name: unit for name, unit in _ALL_UNITS.items() if unit != "Y"}),
    "years": _phrases({"año": "Y", "años": "Y"}),
    "one_unit": _phrases({name: unit for name, unit in _UNIT.items() if unit != "Q"}),
    "half_unit": _phrases({"año": "Y", "hora": "TH", "siglo": "CE", "década": "DE"}),
    "units": _phrases(_UNITS),
    "large_unit": _phrases(_LARGE),
    "told_unit": _phrases({"año": "Y", "mes": "M", "semana": "W", "trimestre": "Q", "década": "DE", "siglo": "CE"}),
    "some_units": _phrases(
        {name: unit for name, unit in _UNITS.items() if unit in ("D", "W", "M", "Y", "DE", "CE", "TH")}
    ),
    "period_word": _phrases({"trimestre": "Q", "semestre": "H", "mitad": "H"}),
    "ordinal": Phrases(ORDINALS),
    "season": _phrases({"primavera": 0, "verano": 1, "otoño": 2, "invierno": 3}),
    "sure_season": Phrases({"primavera": 0, "verano": 1, "otoño": 2, "invierno": 3}, cased=True),
    "part": _phrases(_PARTS),
    "many_part": _phrases(_MANY_PARTS),
    "part_of_day": _phrases(_DAY_PARTS),
    "bound": _phrases(_BOUNDS),
    "approx": _phrases(_APPROX),
    "deictic": _phrases(_DEICTICS),
    "tomorrow": Digits(rf"{_not_after(*_MORNINGS.split('|'))}(?i:mañana)", starts=frozenset(["mañana"])),
    "which": _phrases(_WHICH),
    "this": _phrases(_THIS),
    "which_after": _phrases(_WHICH_AFTER),
    "which_now": _phrases(_WHICH_NOW),
    "story": _phrases(_STORY),
    "that": Phrases(dict.fromkeys(_THAT, 0)),
    "vague": _phrases(_VAGUE),
    "vague_in": _phrases(_VAGUE_IN),
    "holiday": Phrases(HOLIDAYS, cased=True),
    "clock": Digits(r"(?:[01]?\d|2[0-4])(?::[0-5]\d){1,2}"),
    "dotted": Digits(r"(?:[01]?\d|2[0-4])[.:h][0-5]\d"),
    "hour": Digits(r"(?:2[0-4]|1\d|0?\d)"),
    "half_hour": Digits(r"(?:1[0-2]|0?[1-9])(?:[:.][0-5]\d)?"),
    "hour_word": _phrases(_hours_in_words()),
    "half_day": _phrases(_HALF_DAYS),
    "zone": Phrases(dict.fromkeys(["GMT", "UTC", "CET", "CEST", "hora local"], "")),
    "noon": _phrases(_NOON),
    "repeated": _phrases(_EVERY),
}
