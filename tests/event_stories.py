"""Small stories told by several invented articles, with what a reader finds in them: events and contradictions.

A story: name, articles as (published or None, title, text), the number of events of some kinds, the contradictions
as (trigger, kind), and the values of dated events as (trigger, value).
"""

from dataclasses import dataclass, field

import pandas as pd


@dataclass(frozen=True)
class Story:
    name: str
    articles: list[tuple[str | None, str | None, str]]
    counts: dict[str, int]
    conflicts: list[tuple[str, str]] = field(default_factory=list)
    values: list[tuple[str, str]] = field(default_factory=list)


def articles_of(story):
    published = pd.to_datetime([when for when, _, _ in story.articles], utc=True).as_unit("us")
    return pd.DataFrame(
        {
            "article_id": [f"a{number}" for number in range(len(story.articles))],
            "title": pd.Series([title for _, title, _ in story.articles], dtype="str"),
            "text": [text for _, _, text in story.articles],
            "published": published,
            "outlet": [f"Outlet {number}" for number in range(len(story.articles))],
            "language": "en",
        }
    )


STORIES = [
    Story(
        "a mayor's resignation dated differently",
        [
            (None, None, "Mayor Elena Brandt resigned on 3 May 2024 after weeks of pressure over the harbour budget."),
            (None, None, "The council met. Brandt resigned on 7 May 2024, citing the harbour budget, her office said."),
        ],
        {"resignation": 1},
        [("resignation", "dating")],
    ),
    Story(
        "one day and its month agree",
        [
            (None, None, "Mayor Elena Brandt resigned on 3 May 2024 after weeks of pressure."),
            (None, None, "Elena Brandt, who resigned in May 2024, has written a book about the harbour."),
        ],
        {"resignation": 1},
        values=[("resignation", "2024-05-03")],
    ),
    Story(
        "a plan and then the deed is a development",
        [
            (
                "2024-03-01",
                "Summit planned in Oslo",
                "Norway will host a summit in Oslo with Finland on 12 March 2024.",
            ),
            (
                "2024-03-13",
                "Summit ends in Oslo",
                "The summit in Oslo, hosted by Norway with Finland, ended on 12 March 2024.",
            ),
        ],
        {"summit": 1},
    ),
    Story(
        "two calls of the same people, both known to both articles",
        [
            (
                None,
                None,
                (
                    "President Okoye and Chancellor Weber spoke by phone on 3 June 2023. A "
                    "second phone call between Okoye "
                    "and Weber took place on 19 June 2023."
                ),
            ),
            (
                None,
                None,
                (
                    "After a phone call on 3 June 2023, Okoye and Weber held another phone "
                    "call on 19 June 2023 about grain."
                ),
            ),
        ],
        {},
    ),
    Story(
        "two offers of two parties",
        [
            (None, None, "The union's offer of a two-year wage deal came on 4 April 2022. Verrano rejected it."),
            (None, None, "Verrano offered its drivers a wage deal with a bonus on 9 April 2022."),
        ],
        {"offer": 2},
    ),
    Story(
        "a truce that one side denies",
        [
            (None, None, "Aria and Belmont agreed a ceasefire on 2 August 2021, commanders of Belmont said."),
            (None, None, "Officials in Aria denied any ceasefire with Belmont."),
        ],
        {"ceasefire": 1},
        [("ceasefire", "status")],
    ),
    Story(
        "a call by other people",
        [
            (None, None, "President Okoye held a phone call with Chancellor Weber on 3 June 2023."),
            (None, None, "President Okoye held a phone call with Premier Tanaka on 9 June 2023."),
        ],
        {"call": 2},
    ),
    Story(
        "an anniversary is not the attack",
        [
            (None, None, "The attack on the Lisbon ferry by the Red Dawn group happened on 14 July 1998."),
            (
                None,
                None,
                "Portugal marked the anniversary of the attack on the Lisbon ferry by Red Dawn on 20 July 2018.",
            ),
        ],
        {},
    ),
    Story(
        "weighed by one, done by the other, no dates of publication",
        [
            (
                None,
                "Norvik Weighs Merger With Harlow",
                "Norvik is weighing a merger with Harlow. Norvik and Harlow make pumps.",
            ),
            (None, None, "The merger of Norvik with Harlow was completed on 1 October 2020."),
        ],
        {"merger": 1},
        [("merger", "status")],
    ),
    Story(
        "an office that had ended, or not",
        [
            (None, None, "The meeting between Salas and Duarte took place as Salas was leaving office."),
            (
                None,
                None,
                (
                    "President Salas held a meeting with Duarte on 11 January 2019. The "
                    "Salas administration called it useful."
                ),
            ),
        ],
        {"meeting": 1},
        [("meeting", "possible dating")],
    ),
    Story(
        "each article tells the news of its own day",
        [
            (
                "2022-06-04",
                None,
                "Rebels led by Kato attacked Port Mira on 3 June 2022, killing 12 soldiers of Zembla.",
            ),
            (
                "2022-06-15",
                None,
                "Rebels led by Kato attacked Port Mira on 14 June 2022, killing 3 soldiers of Zembla.",
            ),
        ],
        {"attack": 2},
    ),
    Story(
        "a deadline counted from a vote",
        [
            (
                None,
                None,
                (
                    "Parliament held the vote in Ravna on 10 March 2023. A deadline of 30 "
                    "days after the vote was set by Ravna."
                ),
            ),
        ],
        {},
        values=[("deadline", "2023-04-09")],
    ),
]
MORE = [
    Story(
        "a verdict on two days",
        [
            (None, None, "A court in Graz convicted the banker Ludo Ferrand of fraud on 8 February 2017."),
            (None, None, "Ludo Ferrand, the banker, was convicted of fraud in Graz on 15 February 2017."),
        ],
        {"verdict": 1},
        [("verdict", "dating")],
    ),
    Story(
        "a storm that lasts",
        [
            (None, None, "Storm Petra struck the coast of Ireland on 4 January 2014."),
            (None, None, "Storm Petra battered Ireland on 5 January 2014, cutting power to about 20,000 homes."),
        ],
        {"storm": 1},
    ),
    Story(
        "a match and the return match",
        [
            (
                None,
                None,
                (
                    "Altona defeated Rovereto in the match on 5 April 2015. The second "
                    "match against Rovereto is on 12 April 2015."
                ),
            ),
            (None, None, "In the match on 5 April 2015 Altona beat Rovereto by three goals."),
        ],
        {},
    ),
    Story(
        "a strike of workers, begun on two days",
        [
            (None, None, "Nurses at the Kestrel hospital began a strike on 2 May 2016, their union said."),
            (
                None,
                None,
                "The strike of nurses at Kestrel started on 9 May 2016, after the union broke off wage talks.",
            ),
        ],
        {"walkout": 1},
        [("walkout", "dating")],
    ),
    Story(
        "an old summit as background",
        [
            (None, None, "Leaders of Chile and Peru met for a summit in Lima on 9 September 2019."),
            (None, None, "The summit of Chile and Peru in Lima in 1998 ended without result."),
        ],
        {"summit": 2},
    ),
    Story(
        "an arrest denied",
        [
            (None, None, "Police arrested the journalist Mira Solano on 6 November 2018 in Tarsk."),
            (None, None, "The ministry denied the arrest of the journalist Mira Solano in Tarsk."),
        ],
        {"arrest": 1},
        [("arrest", "status")],
    ),
    Story(
        "a merger called off later is a development, planned before",
        [
            ("2020-05-01", None, "Norvik plans a merger with Harlow this year."),
            ("2020-10-02", None, "Norvik and Harlow completed their merger on 1 October 2020."),
        ],
        {"merger": 1},
    ),
    Story(
        "a quake at two granularities",
        [
            (None, None, "The earthquake in Japan on 16 March 2022 damaged a bridge near Soma."),
            (None, None, "The March 2022 earthquake in Japan damaged a bridge near Soma, engineers said."),
        ],
        {"earthquake": 1},
        values=[("earthquake", "2022-03-16")],
    ),
    Story(
        "a former minister in a later book",
        [
            ("2015-03-02", None, "Prime Minister Lund held a meeting with Aalto on 1 March 2015."),
            ("2019-06-01", None, "Former Prime Minister Lund held a meeting with Aalto in March 2015, a book says."),
        ],
        {"meeting": 1},
    ),
    Story(
        "a day without a year, told twice alike and once otherwise",
        [
            (None, None, "The explosion at the Denholm refinery in Texas on June 7th killed 11 people."),
            (
                None,
                None,
                (
                    "At least 11 people died. The explosion at the Denholm refinery "
                    "happened on 7 June, Texas officials said."
                ),
            ),
            (None, None, "The explosion at the Denholm refinery in Texas on June 9 killed 11 workers."),
        ],
        {"explosion": 1},
        [("explosion", "dating")],
        [("explosion", "XXXX-06-07")],
    ),
    Story(
        "two elections of one country",
        [
            (None, None, "Kenya held its presidential election on 8 August 2017."),
            (None, None, "Kenya held its presidential election on 9 August 2022."),
        ],
        {"election": 2},
    ),
    Story(
        "a call planned after another was held",
        [
            (None, None, "President Okoye held a phone call with Chancellor Weber on 3 June 2023."),
            (None, None, "President Okoye will hold another phone call with Chancellor Weber next week."),
        ],
        {},
    ),
]
LAST = [
    Story(
        "a hearing put off, told by two",
        [
            (
                "2023-02-01",
                None,
                "The tribunal in Morvan will hold a hearing of the case against Pavel Renko on 14 February 2023.",
            ),
            ("2023-02-20", None, "The hearing of the case against Pavel Renko in Morvan was held on 14 February 2023."),
        ],
        {"hearing": 1},
    ),
    Story(
        "a coup on two days",
        [
            (None, None, "General Dossa led the coup in Karaba on 11 April 1987 and closed the borders."),
            (None, None, "The coup of General Dossa in Karaba took place on 17 April 1987."),
        ],
        {"coup": 1},
        [("coup", "dating")],
    ),
    Story(
        "a crash in one, a crash elsewhere in the other",
        [
            (None, None, "A train crash near Odell in Canada killed 9 people on 2 July 2013."),
            (None, None, "A train crash near Torres in Spain killed 20 people on 4 July 2013."),
        ],
        {"crash": 2},
    ),
    Story(
        "a treaty that may come and one that came",
        [
            (None, None, "Leaders of Aria and Belmont might sign a treaty on fishing rights."),
            (None, None, "Aria and Belmont signed the treaty on fishing rights on 5 May 2010."),
        ],
        {},
    ),
    Story(
        "a visit denied",
        [
            (None, None, "Governor Halloran visited the mine at Coldwater on 9 October 2011."),
            (None, None, "A spokesman denied the visit of Governor Halloran to the mine at Coldwater."),
        ],
        {"visit": 1},
        [("visit", "status")],
    ),
    Story(
        "since the same day, counted differently",
        [
            (None, None, "Zembla has attacked at least 21 ships of Aria since 2 September 2024."),
            (None, None, "Since 2 September 2024 Zembla attacked more than 19 ships of Aria, the navy said."),
        ],
        {"attack": 1},
    ),
    Story(
        "the former mayor",
        [
            (None, None, "Former Mayor Brandt held a phone call with Governor Halloran about the flood."),
            (None, None, "Mayor Brandt spoke by phone with Governor Halloran about the flood."),
        ],
        {"call": 1},
        [("call", "possible dating")],
    ),
    Story(
        "weighed and then done, by the papers' own days",
        [
            ("2021-03-01", None, "Harlow considers the acquisition of Pinewell, a maker of boats."),
            ("2021-05-02", None, "Harlow completed the acquisition of Pinewell, the maker of boats, on 30 April 2021."),
        ],
        {"merger": 1},
    ),
    Story(
        "a resignation in two time zones of telling",
        [
            (None, None, "Minister Oduya resigned on Friday 6 March 2020, the cabinet said."),
            (None, None, "In early March 2020 Minister Oduya resigned over the port contract."),
        ],
        {"resignation": 1},
    ),
    Story(
        "a storm named beside another storm",
        [
            (None, None, "Hurricane Della made landfall in Cuba on 3 September 2008."),
            (None, None, "Hurricane Rufus made landfall in Cuba on 9 September 2008."),
        ],
        {"storm": 2},
    ),
]
