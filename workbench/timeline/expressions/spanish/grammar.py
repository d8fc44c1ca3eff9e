"""Spanish: what surrounds an expression of time, and what tells the tense."""

from workbench.timeline.expressions.grammar import Grammar
from workbench.timeline.expressions.spanish.lexicon import TOKENS
from workbench.timeline.expressions.spanish.numbers import NUMBER_IN_WORDS, NUMBERS
from workbench.timeline.expressions.spanish.rules import CALENDAR, LASTING, PREFIXES, RELATIVE, SUFFIXES

# A number before one of these is a number of something, whatever stands before it.
_UNITS = (
    "por ciento|efectivos|km|kilómetros|metros|horas|minutos|segundos|millones|mil|kg|km2|ha|GMT|UTC|hs|hrs|puntos|"
    "euros|dólares|pesos|bolívares|toneladas|barriles|personas|muertos|páginas"
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
    "not_joined": "(?!-[a-z])",
    "not_linked": r"(?! bien\b)",
    "not_numbered": (
        r"(?! (?:y )?\d{1,2}(?![\d:.h])(?! (?:de|horas)\b))"
        r"(?! de (?:la|esa|esta|aquella) (?:semana|pasada|próxima))"
    ),
    "not_of": r"(?! (?:de|del|que)\b)",
    "not_thing": r"(?! (?:de|del|que|árabe|democrátic[ao]|fiscal|escolar|nuevo|santo)\b)(?! \d)",
    "not_unit": _NOT_UNIT,
    "not_weekend": r"(?!semana\b)",
    "this_one": r"(?! (?:\d|pasado|próximo|anterior|siguiente|que viene|fiscal))",
    "numbered": rf"(?=\d|{NUMBER_IN_WORDS}|un |una |medi[ao] )",
    "of_which_year": (
        r"(?= (?:del año (?:pasado|próximo|anterior|siguiente|en curso)|de (?:este|ese|aquel) (?:mismo )?año)\b)"
    ),
}

# Words of which "el" or "las" may be a part, with what they tell.
_LEADS: dict[str, str | None] = {
    "en": "in",
    "desde": "since",
    "hasta": "until",
    "durante": "during",
    "entre": "between",
    "el": "on",
    "para": "by",
    "tras": "after",
    "todo el": "during",
    "todo el año": "during",
    "en pleno": "in",
    "este": None,
}
_BEFORE_AN_ARTICLE = {"antes de": "before", "previo a": "before", "después de": "after", "luego de": "after"}
_BEFORE_AN_ARTICLE |= {"dentro de": "within", "a partir de": "from", "a lo largo de": "during", "despues de": "after"}
_LEADS |= _BEFORE_AN_ARTICLE | {f"{lead}l": signal for lead, signal in _BEFORE_AN_ARTICLE.items()}
_LEADS |= {"desde las": "since", "hasta las": "until", "antes de las": "before", "a partir de las": "from"}
_LEADS |= {"después de las": "after", "pasadas las": "after"}
_LEADS |= dict.fromkeys(["a la", "a las", "de las", "entre las", "hacia las", "sobre las", "alrededor de las"])
_LEADS |= dict.fromkeys(["de", "del", "a", "al", "por", "la", "año", "el año", "del año", "los años", "el mes de"])
_LEADS |= dict.fromkeys(["mes de", "del mes de", "curso", "temporada", "ejercicio", "período", "periodo"])
_LEADS |= dict.fromkeys(["en lo que va de", "en lo que va del", "cuestión de", "plazo de", "período de", "periodo de"])
_LEADS |= dict.fromkeys(["lapso de", "duración de", "tregua de", "condena de", "pena de", "prórroga de"])
# After these a number is an amount.
_LEADS |= dict.fromkeys(
    ["total de", "número de", "más de", "menos de", "cerca de", "unos", "unas", "suma de", "cifra de"]
)
_LEADS |= dict.fromkeys(["grupo de", "flota de", "máximo de", "mínimo de", "promedio de", "precio de", "valor de"])
_LEADS |= dict.fromkeys(["salario de", "altura de", "altitud de", "récord de", "plaza de", "cruz de", "flor de"])

# Clauses that tie a time to another event or to an office; they begin with what ties them.
_OFFICE = (
    "(?:(?:el|su|al) (?:cargo|poder|puesto|gobierno|mandato|ministerio)|(?:la|su) (?:presidencia|jefatura|alcaldía)|"
    "la Casa Blanca|(?:el|la) (?:parlamento|congreso|Congreso|Parlamento|Presidencia))"
)
_GOING = (
    "deja|dejaba|dejó|dejara|dejase|abandona|abandonaba|abandonó|abandonara|asume|asumía|asumió|asumiera|asuma|"
    "ocupa|ocupaba|ocupó|toma|tomaba|tomó|entregaba|entregó|llega|llegaba|llegó|llegara|se preparaba para dejar|"
    "estaba por dejar|estaba a punto de dejar|salía de|salió de|dejaría|asumirá"
)
_IN_OFFICE = (
    r"(?P<clause>(?i:cuando|mientras|antes de que|después de que|desde que|hasta que|luego de que|al tiempo que) "
    rf"(?:(?:el|la) [a-zñáéíóú]{{1,20}} )?(?:[A-ZÁÉÍÓÚÑ][\w’'.-]{{0,30}} ){{1,3}}(?:ya )?(?:{_GOING}) {_OFFICE})\b"
)
_LEAVING = (
    r"(?P<clause>(?i:al|tras|antes de|después de|luego de) "
    rf"(?:dejar|abandonar|asumir|ocupar|tomar|entregar|llegar|volver|regresar) {_OFFICE})\b"
)
_EVENT = (
    "elección|elecciones|comicios|votación|referéndum|plebiscito|investidura|invasión|golpe|apagón|guerra|cumbre|huelga|"
    "paro|ataque|ataques|bombardeo|bombardeos|llamada|conversación|reunión|encuentro|negociaciones|diálogo|plazo|cierre|"
    "arresto|detención|captura|accidente|terremoto|sismo|huracán|tormenta|juicio|fallo|veredicto|sentencia|renuncia|"
    "dimisión|anuncio|acuerdo|protestas|pandemia|alto el fuego|tregua|visita"
)
_TIED_BY = "tras|durante|desde|hasta|luego de|antes de|después de|previo a|a raíz de"
_AROUND_EVENT = (
    rf"(?P<clause>(?i:(?:{_TIED_BY}) (?:la|el|las|los|su|sus|esta|esa|aquella|este|ese)|"
    r"(?:antes|después|luego) del|previo al|a raíz del) "
    rf"(?:[\wáéíóúñ]{{1,20}} ){{0,2}}(?:{_EVENT}))\b"
)
_FUTURE = (
    r"(?i:\w{2,}(?:rá|rán|ré|remos)|(?:va|van|vamos|iba|iban) a|(?:podría|debería|sería|habría|tendría)n?|"
    r"prevén?|previstos?|previstas?|programad[oa]s?|planean?|esperan?|se espera|pretenden?|piensan?|a celebrarse)"
)
_PAST = (
    r"(?i:\w{2,}(?:ó|aron|ieron|jeron|aba|aban|asteis)|fue|fueron|era|eran|había|habían|tenía|tenían|estuvo|hubo|hizo|"
    r"hicieron|dijo|tuvo|tuvieron|vino|puso|dio|dieron|vio|quiso|pudo|supo|ha|han|he|hemos)"
)

SPANISH = Grammar(
    tokens=TOKENS,
    guards=GUARDS,
    rules=CALENDAR + RELATIVE + LASTING,
    prefixes=PREFIXES,
    suffixes=SUFFIXES,
    numbers=NUMBERS,
    leads=_LEADS,
    articles=("el", "la", "los", "las", "el año", "los años", "el mes de", "un", "una", "su", "sus"),
    range_words=("a", "al", "hasta"),
    list_words=("y", "e", "o", "u"),
    future=_FUTURE,
    past=_PAST,
    future_leads=frozenset(["para", "hasta", "a más tardar"]),
    past_leads=frozenset(["desde", "desde las"]),
    clauses=(_IN_OFFICE, _LEAVING, _AROUND_EVENT),
    hyphened=("pre", "post"),
    day_first=True,
)
