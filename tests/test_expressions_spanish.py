"""Spanish times: invented sentences, each with what is to be found in it, by what it leans on."""

import pandas as pd
import pytest

from workbench.timeline import find_dates

WEDNESDAY = "2025-11-26"


def table_of(text, reference="auto", published=None, language="es"):
    articles = pd.DataFrame({"article_id": ["a"], "text": [text], "language": [language]})
    return find_dates(articles.assign(published=pd.to_datetime([published], utc=True)), reference=reference)


def told(text, reference="auto", published=None):
    table = table_of(text, reference, published)
    return [
        " | ".join("-" if pd.isna(cell) else str(cell) for cell in row)
        for row in table[["text", "value", "mod", "signal"]].itertuples(index=False)
    ]


# Without a reference: the sentence; the expression | value | mod | signal; further expressions after a semicolon.
STATED = """
El 21 de noviembre de 2025 hablaron. => 21 de noviembre de 2025 | 2025-11-21 | - | on
Fue el viernes, 21 de noviembre de 2025. => viernes, 21 de noviembre de 2025 | 2025-11-21 | - | on
Atacan desde el 2 de septiembre. => 2 de septiembre | XXXX-09-02 | - | since
DESDE EL 2 DE SEPTIEMBRE => 2 DE SEPTIEMBRE | XXXX-09-02 | - | since
el 1º de mayo => 1º de mayo | XXXX-05-01 | - | on
el 1ro de mayo => 1ro de mayo | XXXX-05-01 | - | on
primero de mayo de 2025 => primero de mayo de 2025 | 2025-05-01 | - | -
el treinta y uno de diciembre => treinta y uno de diciembre | XXXX-12-31 | - | on
el 03/04/2025 => 03/04/2025 | 2025-04-03 | - | on
Firmado 12-nov-2025. => 12-nov-2025 | 2025-11-12 | - | -
Madrid, 12 nov (Agencia) => 12 nov | XXXX-11-12 | - | -
el día 5 de mayo => día 5 de mayo | XXXX-05-05 | - | on
antes del 15 de julio => 15 de julio | XXXX-07-15 | - | before
después del 3 de abril => 3 de abril | XXXX-04-03 | - | after
a partir del 1 de enero de 2026 => 1 de enero de 2026 | 2026-01-01 | - | from
del 2 al 5 de mayo de 2025 => 2 | 2025-05-02 | - | from; 5 de mayo de 2025 | 2025-05-05 | - | to
entre el 5 y el 10 de mayo => 5 | XXXX-05-05 | - | from; 10 de mayo | XXXX-05-10 | - | to
los días 2 y 3 de junio => 2 | XXXX-06-02 | - | -; 3 de junio | XXXX-06-03 | - | -
28 de mayo al 3 de abril de 2026 => 28 de mayo | XXXX-05-28 | - | from; 3 de abril de 2026 | 2026-04-03 | - | to
en noviembre de 2025 => noviembre de 2025 | 2025-11 | - | in
noviembre del año 2025 => noviembre del año 2025 | 2025-11 | - | -
en el mes de mayo => mayo | XXXX-05 | - | in
hasta Noviembre => Noviembre | XXXX-11 | - | until
a mediados de noviembre => mediados de noviembre | XXXX-11 | MID | -
de enero a marzo => enero | XXXX-01 | - | from; marzo | XXXX-03 | - | to
enero-marzo de 2025 => enero | 2025-01 | - | from; marzo de 2025 | 2025-03 | - | to
durante el año 2019 => 2019 | 2019 | - | during
este 2025 => 2025 | 2025 | - | -
en el 2020 y en 2021 => 2020 | 2020 | - | in; 2021 | 2021 | - | in
las elecciones de 2024 dejaron dudas => 2024 | 2024 | - | -
entre 2019 y 2021 => 2019 | 2019 | - | from; 2021 | 2021 | - | to
el curso 2024-2025 => 2024 | 2024 | - | from; 2025 | 2025 | - | to
su gobierno (1999-2003) => 1999 | 1999 | - | from; 2003 | 2003 | - | to
hacia 2019 => hacia 2019 | 2019 | APPROX | -
a finales del año 2019 => finales del año 2019 | 2019 | END | -
al inicio de 2023 => al inicio de 2023 | 2023 | START | -
en mil novecientos noventa y seis => mil novecientos noventa y seis | 1996 | - | in
en dos mil veintitrés => dos mil veintitrés | 2023 | - | in
los años noventa => los años noventa | 199X | - | -
Ocurrió en los 90. => los 90 | 199X | - | in
la década de 1990 => la década de 1990 | 199X | - | -
a principios de la década de los ochenta => principios de la década de los ochenta | 198X | START | -
en el siglo XIX => el siglo XIX | 18XX | - | in
en los siglos XVI y XVII => siglos XVI | 15XX | - | in; XVII | 16XX | - | -
el siglo V a. C. => el siglo V a. C. | BC04XX | - | -
el año 476 d. C. => 476 d. C. | 0476 | - | -
el verano de 2020 => el verano de 2020 | 2020-SU | - | -
en primavera => primavera | XXXX-SP | - | in
el tercer trimestre de 2025 => el tercer trimestre de 2025 | 2025-Q3 | - | -
el último trimestre de 2024 => el último trimestre de 2024 | 2024-Q4 | - | -
en el primer semestre del año 2024 => el primer semestre del año 2024 | 2024-H1 | - | in
la segunda mitad de 2024 => la segunda mitad de 2024 | 2024-H2 | - | -
en Navidad => Navidad | XXXX-12-25 | - | in
la Nochebuena de 2024 => Nochebuena de 2024 | 2024-12-24 | - | -
la Semana Santa de 2025 => Semana Santa de 2025 | 2025-W16 | - | -
el Viernes Santo de 2025 => Viernes Santo de 2025 | 2025-04-18 | - | on
el Domingo de Ramos => Domingo de Ramos | XXXX-XX-XX | - | on
el Día de Reyes => Día de Reyes | XXXX-01-06 | - | on
el viernes => viernes | XXXX-WXX-5 | - | on
del lunes al viernes => lunes | XXXX-WXX-1 | - | from; viernes | XXXX-WXX-5 | - | to
el miercoles por la noche => miercoles por la noche | XXXX-WXX-3TNI | - | on
ayer => ayer | XXXX-XX-XX | - | -
hace tres días => hace tres días | XXXX-XX-XX | - | -
la semana pasada => la semana pasada | XXXX-WXX | - | -
el 5 de marzo del año pasado => 5 de marzo del año pasado | XXXX-03-05 | - | on
una ventana de siete días => siete días | P7D | - | -
El plazo, de 15 días, venció. => 15 días | P15D | - | -
quince días y 15 minutos => quince días | P15D | - | -; 15 minutos | PT15M | - | -
treinta y cinco horas => treinta y cinco horas | PT35H | - | -
noventa y nueve semanas => noventa y nueve semanas | P99W | - | -
dos años y medio => dos años y medio | P2Y6M | - | -
tras un año y medio => un año y medio | P1Y6M | - | after
media hora => media hora | PT30M | - | -
1.500 días o 2,5 años => 1.500 días | P1500D | - | -; 2,5 años | P2Y6M | - | -
al menos tres meses => al menos tres meses | P3M | EQUAL_OR_MORE | -
más de un año => más de un año | P1Y | EQUAL_OR_MORE | -
casi dos horas => casi dos horas | PT2H | EQUAL_OR_LESS | -
unos dos años => unos dos años | P2Y | APPROX | -
alrededor de seis semanas => alrededor de seis semanas | P6W | APPROX | -
hasta seis meses => hasta seis meses | P6M | EQUAL_OR_LESS | -
varios meses => varios meses | PXM | - | -
un par de semanas => un par de semanas | P2W | - | -
una tregua de un mes => un mes | P1M | - | -
durante los últimos cinco años => los últimos cinco años | P5Y | - | during
dentro de las próximas 48 horas => las próximas 48 horas | PT48H | - | within
los tres primeros meses => los tres primeros meses | P3M | - | -
cada semana => cada semana | P1W | - | -
cada dos años => cada dos años | P2Y | - | -
todos los lunes => todos los lunes | XXXX-WXX-1 | - | -
los viernes => los viernes | XXXX-WXX-5 | - | -
diariamente => diariamente | P1D | - | -
cada verano => cada verano | XXXX-SU | - | -
actualmente => actualmente | PRESENT_REF | - | -
hoy en día => hoy en día | PRESENT_REF | - | -
últimamente => últimamente | PAST_REF | - | -
hace años => hace años | PAST_REF | - | -
en el futuro => el futuro | FUTURE_REF | - | in
en los próximos meses => los próximos meses | FUTURE_REF | - | in
a las 9:30 => 9:30 | XXXX-XX-XXT09:30 | - | -
a las 15 horas => 15 horas | XXXX-XX-XXT15:00 | - | -
a las 20h => 20h | XXXX-XX-XXT20:00 | - | -
a las 21.00 horas => 21.00 horas | XXXX-XX-XXT21:00 | - | -
a las tres de la tarde => tres de la tarde | XXXX-XX-XXT15:00 | - | -
a las 12 de la noche => las 12 de la noche | XXXX-XX-XXT24:00 | - | -
las 8 p. m. => 8 p. m. | XXXX-XX-XXT20:00 | - | -
al mediodía => mediodía | XXXX-XX-XXT12:00 | - | -
desde las once => once | XXXX-XX-XXT11:00 | - | since
a las 9 de la mañana del 5 de mayo => 9 de la mañana del 5 de mayo | XXXX-05-05T09:00 | - | -
la noche del viernes => la noche del viernes | XXXX-WXX-5TNI | - | -
el 31 de noviembre => 31 de noviembre | XXXX-11 | - | on
"""


def cases(block):
    return [tuple(line.split(" => ")) for line in block.strip().splitlines()]


@pytest.mark.parametrize(("text", "expected"), cases(STATED))
def test_what_a_text_states(text, expected):
    assert told(text) == expected.split("; ")


# Wednesday 26 November 2025, the day of publication: the sentence and the values in it.
PUBLISHED = """
Hoy y ayer y anteayer. => 2025-11-26 2025-11-25 2025-11-24
Mañana habrá paro; pasado mañana, no. => 2025-11-27 2025-11-28
Vendrá mañana por la tarde. => 2025-11-27TAF
anoche, esta noche y esta mañana => 2025-11-25TNI 2025-11-26TNI 2025-11-26TMO
El viernes dijo que no. => 2025-11-21
El viernes dirá que no. => 2025-11-28
para el viernes => 2025-11-28
el próximo lunes, el lunes que viene => 2025-12-01 2025-12-01
el pasado jueves; el jueves pasado => 2025-11-20 2025-11-20
EL PROXIMO MIERCOLES => 2025-12-03
este lunes anunció => 2025-11-24
el pasado 5 de marzo => 2025-03-05
el próximo 6 de diciembre => 2025-12-06
el 5 de enero próximo => 2026-01-05
en mayo pasado; el pasado mes de mayo => 2025-05 2025-05
en mayo de este año => 2025-05
el 5 de marzo del año pasado => 2024-03-05
la semana pasada, la próxima semana, la semana que viene => 2025-W47 2025-W49 2025-W49
esta semana, este mes, el presente año => 2025-W48 2025-11 2025
el mes pasado, el año que viene => 2025-10 2026
el último año => 2024
el siglo pasado => 19XX
el jueves de la semana pasada => 2025-W47
el fin de semana pasado => 2025-W47-WE
el verano pasado => 2025-SU
el tercer trimestre del año pasado => 2024-Q3
a finales del año pasado; a principios de este mes => 2024 2025-11
hace tres días; hace un año; hace más de dos años => 2025-11-23 2024 2023
hace un año y medio => 2024-05
desde hace dos años => 2023
dos días atrás => 2025-11-24
dentro de dos semanas; dentro de 15 días => 2025-W50 2025-12-11
El 2 de mayo votó. Tres días después, al día siguiente. => 2025-05-02 2025-05-05 2025-05-06
El 2 de mayo votó. Ese mismo día cayó; dos semanas antes, no. => 2025-05-02 2025-05-02 2025-W16
En 2020 subió; un año antes, no. Ese año, tampoco. => 2020 2019 2019
a las 9:30 del lunes => 2025-11-24T09:30
Nos vimos el lunes a las 9:30. => 2025-11-24 2025-11-24T09:30
la Semana Santa pasada => 2025-W16
"""


@pytest.mark.parametrize(("text", "values"), cases(PUBLISHED))
def test_beside_the_publication_date(text, values):
    table = table_of(text, published=WEDNESDAY)
    assert " ".join(table["value"]) == values
    assert set(table["basis"]) <= {"published", "explicit", "carried"}


NARRATIVE = """
La guerra empezó en 1936. El 18 de julio cayó la ciudad. => 1936 1936-07-18
En 1936 empezó. En marzo de ese año hubo votación. => 1936 1936-03
El 3 de abril de 1982 fue. Al día siguiente atacaron; tres semanas después, no. => 1982-04-03 1982-04-04 1982-W16
En 1990 ganó. Dos años más tarde perdió; al año siguiente volvió. => 1990 1992 1993
"""


@pytest.mark.parametrize(("text", "values"), cases(NARRATIVE))
def test_a_narrative_carries_the_year(text, values):
    assert " ".join(table_of(text, "narrative")["value"]) == values


NOTHING = """
mayo es largo|marzo fue frío|Plaza de Mayo|las Madres de la Plaza de Mayo|la casa de Julio|entre Julio y Marta
para Abril|la avenida 9 de Julio|el barrio 23 de Enero|Abril García|Mar del Plata|el 3 de mar|un segundo turno
en segundo lugar|el cuarto de baño|un cuarto de los votos|llegó tarde|más tarde|por la mañana|la mañana fue fría
el mañana|una mañana de sol|la Primavera Árabe|la primavera de Praga|don Alfonso Reyes|Plácido Domingo
en Santo Domingo|El martes 13 no te cases|martes y 13|lunes|2019 buques|un total de 2019|de 2019 personas
en 1500 casos|hasta 2000 dólares|1998 votos|2.019 millones|el artículo 2019|la novela 1984|la calle 1810
una mujer de 45 años|Pérez, de 45 años, dijo|a los 20 años|tiene 30 años|un mayor de 18 años|a sus 70 años
a 4 años luz|hace calor|hace falta|dentro de poco|el futuro del país|ahora bien|a las 15 personas
a las 9 provincias|Lo dijo a las dos.|uno de cada tres|5 de cada 10|un 20% menos|la final de la Copa|el 60%
$2024|ley 23.456|15-M|el 11-S|un día cualquiera|el mes|un año|la madrugada|primero de todo|días|tarde o temprano
el pasado
"""


@pytest.mark.parametrize("text", NOTHING.strip().replace("\n", "|").split("|"))
@pytest.mark.parametrize(("reference", "published"), [("none", None), ("narrative", None), ("published", WEDNESDAY)])
def test_what_is_no_time(text, reference, published):
    assert told(text, reference, published) == []


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("Cuando Prado dejaba el cargo, habló.", "Cuando Prado dejaba el cargo"),
        ("Huyó antes de que Ana Ruiz asumiera la presidencia.", "antes de que Ana Ruiz asumiera la presidencia"),
        ("Fue acusada al dejar el cargo.", "al dejar el cargo"),
        ("Tras las elecciones hubo paz.", "Tras las elecciones"),
        ("antes de la llamada", "antes de la llamada"),
        ("después del golpe", "después del golpe"),
        ("durante la larga guerra", "durante la larga guerra"),
    ],
)
def test_clauses_tied_to_events_are_listed_without_a_value(text, clause):
    table = table_of(text)
    assert table[["text", "type"]].to_numpy().tolist() == [[clause, "EVENT_REF"]]
    assert table["value"].isna().all()


@pytest.mark.parametrize("text", ["tras la mesa", "cuando Prado cerró la puerta", "antes de la cena", "al dejar todo"])
def test_what_is_no_clause(text):
    assert table_of(text).empty


@pytest.mark.parametrize("text", [text for text, _ in cases(STATED) + cases(PUBLISHED) + cases(NARRATIVE)])
def test_without_a_reference_no_year_is_invented(text):
    table = table_of(text, "none")
    resolved = table["value"].str.match(r"\d") & table["type"].isin(["DATE", "TIME"])
    assert (table.loc[resolved, "basis"] == "explicit").all()
    assert table.loc[table["basis"] == "none", ["earliest", "latest"]].isna().all(axis=None)
    assert [text[start:end] for start, end in zip(table["start"], table["end"], strict=True)] == table["text"].tolist()


@pytest.mark.parametrize("text", ["el 2 de\nmayo", "mayo\nde 2025", "hace tres\ndías", "siete\ndías"])
def test_an_expression_stays_in_its_line(text):
    assert not table_of(text)["text"].str.contains("\n").any()
    assert "P7D" not in table_of(text)["value"].tolist()
