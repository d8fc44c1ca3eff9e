"""The three shipped codebooks: complete for coders, and patterns that find what they mean and little else."""

from __future__ import annotations

import dataclasses
from importlib.resources import files

import pandas as pd
import pytest

from workbench.framing import Codebook, find_hits, read_codebook
from workbench.framing.codebook.patterns import parse_pattern

SHIPPED = ["generic", "policy", "negotiation"]
ONLY_FOR_PEOPLE = {("policy", "other")}


def hit_frames(texts: list[str], codebook: Codebook) -> list[set[str]]:
    articles = pd.DataFrame({"article_id": [f"a{number}" for number in range(len(texts))], "text": texts})
    hits = find_hits(articles, codebook, unit="article")
    found = hits.groupby("article_id")["frame"].agg(set)
    return [found.get(article_id, set()) for article_id in articles["article_id"]]


def shortest_text(pattern: str) -> str:
    """The shortest words a pattern stands for: nothing for a star, as few words as a gap allows."""
    parsed = parse_pattern(pattern)
    words = [parsed.words[0].replace("*", "")]
    for word, (least, _) in zip(parsed.words[1:], parsed.gaps, strict=True):
        words += ["quite"] * least + [word.replace("*", "")]
    return " ".join(words)


@pytest.fixture(params=SHIPPED)
def codebook(request: pytest.FixtureRequest) -> Codebook:
    return read_codebook(request.param)


def test_units_are_those_the_descriptions_give_reasons_for(codebook: Codebook) -> None:
    assert codebook.unit == ("paragraph" if codebook.name == "policy" else "article")
    assert not codebook.exclusive
    assert f"How to code {'a' if codebook.unit == 'paragraph' else 'an'} {codebook.unit}" in codebook.description


@pytest.mark.parametrize(
    ("name", "questions"),
    [
        (
            "generic",
            {
                "conflict": 4,
                "human interest": 5,
                "economic consequences": 3,
                "morality": 3,
                "responsibility": 5,
            },
        ),
        (
            "negotiation",
            dict.fromkeys(
                ["deal-making", "pressure", "law", "humanitarian", "legitimacy", "drugs", "oil", "regional"], 3
            ),
        ),
    ],
)
def test_frames_have_the_questions_their_source_asks(name: str, questions: dict[str, int]) -> None:
    table = read_codebook(name).questions
    assert table.groupby("frame", sort=False).size().to_dict() == questions
    assert table["text"].str.endswith("?").all()
    assert table["text"].is_unique


def test_policy_has_the_fourteen_dimensions_and_other_in_the_order_of_their_source() -> None:
    frames = read_codebook("policy").frames
    assert frames["frame"].iloc[[0, 1, 13, 14]].tolist() == [
        "economic",
        "capacity and resources",
        "external regulation",
        "other",
    ]
    numbers = frames["source"].str.extract(r"dimension (\d+)\.$")[0].astype(int)
    assert numbers.tolist() == list(range(1, 16))


def test_every_frame_is_complete_for_a_coder(codebook: Codebook) -> None:
    assert codebook.frames[["label", "definition", "source"]].notna().all(axis=None)
    for frame in codebook.frames["frame"]:
        rules = codebook.rules.loc[codebook.rules["frame"] == frame, "kind"]
        assert {"include", "exclude"} == set(rules), frame
        assert frame in set(codebook.questions["frame"])
        why = codebook.examples.loc[codebook.examples["frame"] == frame, "why"]
        assert [reason.split(":")[0] for reason in why] == ["Counts", "Does not count"], frame


def test_every_frame_has_patterns_in_both_languages(codebook: Codebook) -> None:
    looked_for = codebook.patterns[~codebook.patterns["exclude"]]
    languages = looked_for.groupby("frame")["language"].agg(set).to_dict()
    assert languages == {
        frame: {"en", "es"} for frame in codebook.frames["frame"] if (codebook.name, frame) not in ONLY_FOR_PEOPLE
    }


def test_no_pattern_of_negotiation_stands_in_two_frames() -> None:
    patterns = read_codebook("negotiation").patterns
    assert patterns.loc[~patterns["exclude"], "pattern"].is_unique
    assert (~patterns["exclude"]).sum() >= 180


def test_every_pattern_can_be_found(codebook: Codebook) -> None:
    # A pattern that an exclusion of its own frame always swallows would never count.
    looked_for = codebook.patterns[~codebook.patterns["exclude"]]
    found = hit_frames([shortest_text(pattern) for pattern in looked_for["pattern"]], codebook)
    lost = [
        pattern
        for pattern, frame, frames in zip(looked_for["pattern"], looked_for["frame"], found, strict=True)
        if frame not in frames
    ]
    assert not lost


def test_every_exclusion_excludes_something(codebook: Codebook) -> None:
    exclusions = codebook.patterns[codebook.patterns["exclude"]]
    without = dataclasses.replace(codebook, patterns=codebook.patterns[~codebook.patterns["exclude"]])
    found = hit_frames([shortest_text(pattern) for pattern in exclusions["pattern"]], without)
    idle = [
        (frame, pattern)
        for pattern, frame, frames in zip(exclusions["pattern"], exclusions["frame"], found, strict=True)
        if frame not in frames
    ]
    assert not idle


def test_patterns_find_the_example_that_counts_and_not_the_near_miss(codebook: Codebook) -> None:
    examples = codebook.examples
    found = hit_frames(examples["text"].tolist(), codebook)
    for frame, why, frames in zip(examples["frame"], examples["why"], found, strict=True):
        if (codebook.name, frame) not in ONLY_FOR_PEOPLE:
            assert (frame in frames) == why.startswith("Counts"), (frame, why)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_files_are_readable(name: str) -> None:
    lines = (files("workbench") / "codebooks" / f"{name}.toml").read_text(encoding="utf-8").split("\n")
    assert max(map(len, lines)) <= 120
    assert not any(line != line.rstrip() or "\t" in line for line in lines)


GENERIC = [
    ("The governor lashed out at her opponents in parliament, who rejected the plan.", {"conflict"}),
    ("Los manifestantes rechazan el plan y hay tensiones con la policía.", {"conflict"}),
    ("“My husband wept,” said the mother of three, whose childhood home burned.", {"human interest"}),
    ("Perdió su casa y cuida sola a sus hijos.", {"human interest"}),
    ("Layoffs followed, revenue fell and consumers pay more.", {"economic consequences"}),
    ("La bancarrota costó empleos y encareció el pan.", {"economic consequences"}),
    ("It is shameful and cruel, a matter of human dignity.", {"morality"}),
    ("Fue una crueldad y una traición.", {"morality"}),
    ("Through negligence the council let it happen; it must act now to solve the crisis.", {"responsibility"}),
    ("Culpan al ministerio y piden medidas urgentes.", {"responsibility"}),
    # What must not be found.
    ("Protestant churches in Taunton became accustomed to the ridiculously early frost.", set()),
    ("She plays badminton, as opposed to her brother, who had a heart attack.", set()),
    ("The royal family met the founding fathers of the family business.", set()),
    ("He wanted an amnesty for himself and his family at any cost.", set()),
    ("The subsidence of Barbara's house was, by virtue of its age, expected.", set()),
    ("Sin embargo, la costera carretera sigue abierta a toda costa.", set()),
    ("The group claimed responsibility; the minister responsible for roads was away.", set()),
]

POLICY = [
    ("Wages fell and exports shrank.", {"economic"}),
    ("Los salarios y las exportaciones caen.", {"economic"}),
    ("Wards are understaffed and the backlog grows.", {"capacity and resources"}),
    ("Hay escasez y listas de espera.", {"capacity and resources"}),
    ("It would be immoral, a betrayal.", {"morality"}),
    ("Es una inmoralidad y un pecado.", {"morality"}),
    ("Sexism and racism keep pay unequal.", {"fairness and equality"}),
    ("La desigualdad y el racismo persisten.", {"fairness and equality"}),
    ("The decree is unconstitutional, the high court held.", {"legality"}),
    ("El decreto es inconstitucional.", {"legality"}),
    ("The new regulations have loopholes.", {"policy prescription"}),
    ("La reforma y los proyectos de ley siguen.", {"policy prescription"}),
    ("He was convicted of burglary and jailed.", {"crime and punishment"}),
    ("Robos y homicidios suben.", {"crime and punishment"}),
    ("Troops and warships guard the strait.", {"security and defense"}),
    ("Tropas y misiles en la frontera.", {"security and defense"}),
    ("Asthma and other diseases spread.", {"health and safety"}),
    ("Las vacunas evitan contagios.", {"health and safety"}),
    ("Commuters want green spaces and playgrounds.", {"quality of life"}),
    ("Mejora la calidad de vida y el bienestar.", {"quality of life"}),
    ("Folklore and ancestral customs and songs.", {"cultural identity"}),
    ("Costumbres y tradiciones de los antepasados.", {"cultural identity"}),
    ("A poll finds the plan unpopular.", {"public opinion"}),
    ("Un sondeo mide el descontento.", {"public opinion"}),
    ("Both candidates court swing states.", {"political"}),
    ("Los candidatos buscan escaños.", {"political"}),
    ("The embassy recalled its ambassador over the treaty.", {"external regulation"}),
    ("La embajada y la cumbre bilateral.", {"external regulation"}),
    # What must not be found.
    ("The Patriot Act was ruled that out by nobody, thank god, on the market square.", set()),
    ("He earned a diploma in cell culture and had to be patient.", set()),
    ("It was no accident that the box office bomb became a guilty pleasure.", set()),
    ("A la derecha del escenario, una bomba de agua.", set()),
]

NEGOTIATION = [
    ("Through a go-between he offered to step down in return for a house abroad.", {"deal-making"}),
    ("Ofreció su renuncia a cambio de un salvoconducto.", {"deal-making"}),
    ("Washington closed the country's airspace and froze the general's accounts.", {"pressure"}),
    ("Venció el plazo y desplegaron portaaviones.", {"pressure"}),
    ("Those who gave the order must answer for the crime; impunity breeds more.", {"law"}),
    ("Sin debido proceso hay ejecuciones extrajudiciales.", {"law"}),
    ("Families fled the country for lack of basic medicines.", {"humanitarian"}),
    ("La falta de medicinas y el hambre empujan a los refugiados.", {"humanitarian"}),
    ("The strongman rigged it; they want an interim government.", {"legitimacy"}),
    ("Exigen las actas electorales y un gobierno de transición.", {"legitimacy"}),
    ("A speedboat with cocaine was chased by the coast guard.", {"drugs"}),
    ("Capturan a un capo con cocaína en una lancha rápida.", {"drugs"}),
    ("Diesel and gasoline left the refinery by tanker.", {"oil"}),
    ("La refinería espera el crudo del arco minero.", {"oil"}),
    ("The bloc fears a precedent in its own backyard.", {"regional"}),
    ("Los países limítrofes temen el precedente.", {"regional"}),
    # What must not be found.
    ("She deals with grief, talks about music and eats at the food court.", set()),
    ("In quick succession the club signed a record deal and sold olive oil.", set()),
    ("Inflationary pressures rose as the price pressure on the escalator maker eased.", set()),
    ("The herd immunity study was led by the national security adviser's aunt.", set()),
    ("Wells of ink; a neighbourhood fair; a civilian airline; a succession of rainy days.", set()),
    ("Sin embargo, su presión arterial subió en el partido democrático de exhibición.", set()),
]


@pytest.mark.parametrize(
    ("name", "text", "frames"),
    [
        *(("generic", *case) for case in GENERIC),
        *(("policy", *case) for case in POLICY),
        *(("negotiation", *case) for case in NEGOTIATION),
    ],
)
def test_invented_sentences_show_their_frame_and_no_other(name: str, text: str, frames: set[str]) -> None:
    assert hit_frames([text], read_codebook(name)) == [frames]
