"""Spanish numbers, ordinals and holidays."""

from collections.abc import Mapping
from typing import TypeVar

from workbench.timeline.expressions.tokens import words

_Meaning = TypeVar("_Meaning")
_BARE = str.maketrans("áéíóú", "aeiou")


def accents_optional(meanings: Mapping[str, _Meaning]) -> dict[str, _Meaning]:
    """Return the phrases as they are and without accents, as they are often typed; the tilde of ñ stays.

    Example:
        >>> accents_optional({"sábado": 6, "año": "Y"})
        {'sabado': 6, 'año': 'Y', 'sábado': 6}
    """
    return {phrase.translate(_BARE): meaning for phrase, meaning in meanings.items()} | dict(meanings)


def _counted_from(first: int, names: str, step: int = 1) -> dict[str, int]:
    return {name: number for number, name in zip(range(first, 1000, step), names.split(), strict=False)}


_ONES = _counted_from(1, "uno dos tres cuatro cinco seis siete ocho nueve") | {"un": 1, "una": 1}
_TEENS = _counted_from(10, "diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte")
_TEENS |= _counted_from(
    21, "veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve"
)
_TEENS |= {"veintiún": 21, "veintiuna": 21}
TENS = _counted_from(20, "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa", 10)
_HUNDREDS = {"cien": 100, "ciento": 100} | _counted_from(
    200, "doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos", 100
)
_HUNDREDS |= {f"{name[:-2]}as": number for name, number in _HUNDREDS.items() if number > 100}

NUMBERS: dict[str, float] = {**accents_optional(_ONES | _TEENS | TENS | _HUNDREDS | {"mil": 1000})}
_TENS_WORDS = words(name for name in TENS if name != "veinte")
_SMALL = words(word for word, number in NUMBERS.items() if 1 < number < 30)
_UP_TO_99 = rf"(?:{_TENS_WORDS}(?: (?i:y) {words(_ONES)})?|{_SMALL})"
NUMBER_IN_WORDS = rf"(?:{words(_HUNDREDS)}(?: {_UP_TO_99})?|{_UP_TO_99}(?: (?i:mil))?|(?i:mil))"
YEAR_IN_WORDS = rf"(?:(?i:mil) {words(_HUNDREDS)}|(?i:dos mil))(?: {_UP_TO_99}| (?i:uno))?"
NUMBER_STARTS = frozenset({"0"} | {word for word, number in NUMBERS.items() if number > 1})

DAY_WORDS = accents_optional(
    {name: number for name, number in (_ONES | _TEENS).items() if name not in ("un", "una")}
    | {"primero": 1, "treinta": 30, "treinta y uno": 31}
)
ORDINALS = accents_optional(_counted_from(1, "primer segundo tercer cuarto") | {"primera": 1, "segunda": 2})
ORDINALS |= {"1er": 1, "2do": 2, "3er": 3, "4to": 4, "1.er": 1, "2.º": 2, "3.er": 3, "4.º": 4}
ROMAN = _counted_from(1, "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX XXI XXII")

_FEASTS: dict[str, object] = {
    "Navidad": (12, 25),
    "Nochebuena": (12, 24),
    "Nochevieja": (12, 31),
    "Año Nuevo": (1, 1),
    "Semana Santa": ("easter", 0, "W"),
    "Domingo de Ramos": ("easter", -7),
    "Miércoles de Ceniza": ("easter", -46),
    "Lunes de Carnaval": ("easter", -48),
    "Martes de Carnaval": ("easter", -47),
    "Jueves Santo": ("easter", -3),
    "Viernes Santo": ("easter", -2),
    "Sábado Santo": ("easter", -1),
    "Sábado de Gloria": ("easter", -1),
    "Domingo de Resurrección": ("easter", 0),
    "Domingo de Pascua": ("easter", 0),
    "Lunes de Pascua": ("easter", 1),
    "Corpus Christi": ("easter", 60),
    "Viernes Negro": (11, 5, 4),
    "Black Friday": (11, 5, 4),
    "Halloween": (10, 31),
}
# Alone these are names and other things: they take "Día de" before them.
_DAYS_OF: dict[str, object] = {
    "Navidad": (12, 25),
    "Año Nuevo": (1, 1),
    **dict.fromkeys(["Reyes", "los Reyes Magos", "Reyes Magos"], (1, 6)),
    "San Valentín": (2, 14),
    "San José": (3, 19),
    **dict.fromkeys(["la Mujer", "Internacional de la Mujer"], (3, 8)),
    "la Tierra": (4, 22),
    **dict.fromkeys(["Trabajo", "Trabajador", "los Trabajadores", "Internacional de los Trabajadores"], (5, 1)),
    **dict.fromkeys(["la Hispanidad", "la Raza"], (10, 12)),
    **dict.fromkeys(["Todos los Santos", "los Santos"], (11, 1)),
    **dict.fromkeys(["Muertos", "los Muertos", "los Difuntos", "los Fieles Difuntos"], (11, 2)),
    "Acción de Gracias": (11, 4, 4),
    "la Inmaculada": (12, 8),
    "los Derechos Humanos": (12, 10),
    **dict.fromkeys(["los Inocentes", "los Santos Inocentes"], (12, 28)),
}


def _day_of(name: str) -> str:
    article = {"Trabajo": "del", "Trabajador": "del"}.get(name, "" if name.startswith("Internacional") else "de")
    return " ".join(["Día", article, name] if article else ["Día", name])


_AS_WRITTEN = accents_optional(_FEASTS | {_day_of(name): rule for name, rule in _DAYS_OF.items()})
HOLIDAYS = _AS_WRITTEN | {name.lower(): rule for name, rule in _AS_WRITTEN.items()}
HOLIDAYS |= {f"d{name[1:]}": rule for name, rule in _AS_WRITTEN.items() if name.startswith("D")}
