"""Spanish: what surrounds an expression of time, and what tells the tense."""

from workbench.timeline.expressions.grammar import Grammar
from workbench.timeline.expressions.spanish.lexicon import TOKENS
from workbench.timeline.expressions.spanish.numbers import NUMBERS, NUMBER_IN_WORDS
from workbench.timeline.expressions.spanish.rules import CALENDAR, LASTING, PREFIXES, RELATIVE, SUFFIXES

# A number before one of these is a number of something, whatever stands before it.
_UNITS = (
    "por ciento|efectivos|km|kilómetros|metros|horas|minutos|segundos|millones|mil|kg|km2|ha|GMT|UTC|hs|hrs|puntos|euros|"
    "dólares|pesos|bolívares|toneladas|barriles|personas|muertos|páginas"
)
# After a bare number, a plural that is none of these may be what the number counts.
_NO_PLURALS = "es|tras|más|además|después|antes|entonces|mientras|pues|las|los|les|sus|quienes|nos|ellos|ellas|hemos"
_NOT_UNIT = rf"(?! ?%)(?! (?:(?:a|o) [\d.,]{{1,12}} )?(?:{_UNITS})\b)"
_NOT_COUNTING = rf"{_NOT_UNIT}(?! (?!(?:{_NO_PLURALS})\b)[a-záéíóúñü]{{1,30}}s\b)"

GUARDS = {
    "away": r"(?= (?:antes|después|atrás|más tarde|y medio|y media)\b)",
    "closing": "(?=[);,]| ?[–—-])",
    "counts": r"(?=[\d]|mil|dos mil)",
    "ends": r"(?=[.,;:)!?”\"»]|$| [a-záéíóúñ])",
    "ends_hour": r"(?=[.,;)!?”\"»]|$| (?:de|del|hasta|y|en|a|por|se|la|el|los|hora)\b)(?! de (?!hoy|ayer|este|mañana))",
    "line_end": r"(?=[^\S\n]*(?:\n|$|[:–—-] ))",
    "not_age": r"(?! de edad)(?![- ]luz)",
    "not_counting": _NOT_COUNTING,
    "not_digit": r"(?! ?\d)",
    "not_joined_unit": f"(?!-[a-z]){_NOT_UNIT}",
    "not_linked": r"(?! bien\b)",
    "not_numbered": r"(?! (?:y )?\d{1,2}(?![\d:.h])(?! (?:de|horas)\b))",
    "not_of": r"(?! (?:de|del|que)\b)",
    "not_thing": r"(?! (?:de|del|que|árabe|democrátic[ao]|fiscal|escolar|nuevo|santo|\d)\b)",
    "not_unit": _NOT_UNIT,
    "not_weekend": r"(?!semana\b)",
    "numbered": rf"(?=\d|{NUMBER_IN_WORDS}|un |una |medi[ao] )",
    "of_which_year": r"(?= (?:del año (?:pasado|próximo|anterior|siguiente|en curso)|de (?:este|ese|aquel) (?:mismo )?año)\b)",
}

_LEADS: dict[str, str | None] = {
    **{"en": "in", "desde": "since", "hasta": "until", "durante": "during", "entre": "between", "el": "on", "tras": "after"},
    **{"para": "by", "por": "for", "a lo largo de": "during", "todo el": "during"},
}
for _word, _signal in {
    **{"antes de": "before", "previo a": "before", "después de": "after", "luego de": "after", "dentro de": "within"},
    **{"a partir de": "from", "posterior a": "after", "con anterioridad a": "before", "a lo largo de": "during"},
}.items():
    _LEADS |= {_word: _signal, f"{_word}l": _signal}
