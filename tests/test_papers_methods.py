"""The methods paragraph says what record and tables say, and nothing else."""

import re

import pandas as pd
import pytest
from paper_reports import AGREEMENT, CODEBOOK, DATES, HAND, MACHINE, OUTLETS, TOPICS, corpus_tables, evidence_of, shares
from paper_reports import framing_tables as framing

from workbench.reports.papers.methods import build_methods
from workbench.reports.papers.references import REFERENCES, cite
from workbench.reports.papers.wording import between_ends, coefficient, counted, listed, plain

EVALUATION = {"name": "evaluation", "sentence": "The machine errs rarely: F1 0.81 (95 % interval 0.60 to 0.92)."}


def text_of(folder, notebooks, **options):
    paragraphs = build_methods(evidence_of(folder, notebooks, **options))
    return {statement.about: statement.text for part in paragraphs for _, statement in part.statements}


def whole(said):
    return " ".join(said.values())


def test_a_full_report_is_told_in_the_order_of_a_paper(tmp_path):
    notebooks = {"1-corpus": corpus_tables(), "2-framing": framing(), "3-topics": {"topics": TOPICS}}
    said = text_of(tmp_path, notebooks, figures=[EVALUATION])
    assert list(said) == [
        "articles", "outlets", "dates", "undated", "excluded", "copies", "codebook", "origin", "units of shares",
        "copies counted", "hand codes", "settled", "agreement", "verdicts", "coder", "coder limit", "performance",
        "shares", "topics", "units of topics", "topic quality", "topics judged", "software", "run",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ("articles", "The corpus comprised 12 articles, read from 1 file."),
        ("outlets", "2 outlets (articles in brackets): Quay Post (5) and Pier Mail (4); 3 articles did not state"),
        ("dates", "appeared between 2 March 2025 and 9 April 2025"),
        ("dates", "where they are stated: column (10 articles)."),
        ("undated", "The remaining 2 articles state no date and stay in the corpus."),
        ("copies", "found 1 article that repeats an earlier one"),
        ("codebook", "the codebook “harbour” (version 2.1.0, hash 0123456789abcdef) with 2 frames: Quarrel and Cost."),
        ("origin", "names Rivers (2001), On quarrels."),
        ("units of shares", "labelled “paragraph” and “list item”."),
        ("copies counted", "only the earliest was counted."),
        ("hand codes", "By hand, 2 coders coded 11 units and gave 44 codes."),
        ("settled", "3 were settled by decision."),
        ("agreement", "on 11 units"),
        ("agreement", "Quarrel, α = .76, 95% CI [.34, .96]; and Cost, α = 1.00, 95% CI [.79, 1.00]."),
        ("agreement", "(Rubin, 1981)"),
        ("verdicts", "tentative for Quarrel; and reliable for Cost; the interval reaches below .667 for Quarrel."),
        (
            "coder",
            "by a classifier trained on the hand codes for Quarrel; and by the codebook's word patterns for Cost.",
        ),
        ("coder limit", "from 2 hits on."),
        ("performance", "the machine errs rarely: F1 0.81 (95% interval 0.60 to 0.92)."),
        ("shares", "A group held 4 to 7 units coded by hand; groups are the values of “outlet”."),
        ("shares", "(Angelopoulos et al., 2023)"),
        ("topics", "found 2 topics by non-negative matrix factorisation (Lee & Seung, 1999) (seed 7)."),
        ("topic quality", "in 10 random subsamples of the articles, a topic came back in 4 to 9 of them."),
        (
            "topic quality",
            "In all topics, coherence (NPMI) was −.25 to .50, exclusivity .91 to .97 and stability .30 to .62.",
        ),
        ("run", "fedcba9876543210"),
    ],
)
def test_each_statement_reads_its_numbers(tmp_path, about, words):
    notebooks = {"1-corpus": corpus_tables(), "2-framing": framing(), "3-topics": {"topics": TOPICS}}
    assert words in text_of(tmp_path, notebooks, figures=[EVALUATION])[about]


def test_every_number_stands_in_the_record_or_a_table(tmp_path):
    notebooks = {"1-corpus": corpus_tables(), "2-framing": framing(), "3-topics": {"topics": TOPICS}}
    evidence = evidence_of(tmp_path, notebooks)
    text = " ".join(s.text for part in build_methods(evidence) for _, s in part.statements)
    for entry in REFERENCES.values():
        text = text.replace(entry.cited, "")
    known = repr(evidence.record) + " ".join(map(plain, _cells(notebooks)))
    allowed = {"95", ".800", ".667", "1"}  # the level of intervals, the customary limits, one file
    stray = [number for number in re.findall(r"(?<![\w.])\.?\d[\d.]*(?<!\.)", text) if number not in known]
    assert set(stray) <= allowed


def _cells(notebooks):
    for tables in notebooks.values():
        for table in tables.values():
            for value in [len(table), *table.to_numpy().ravel()]:
                yield value
                if isinstance(value, float):
                    yield coefficient(value)
                if isinstance(value, pd.Timestamp) and not pd.isna(value):
                    yield f"{value.day} {value.year}"


def test_every_statement_says_where_it_comes_from(tmp_path):
    evidence = evidence_of(tmp_path, {"1-corpus": corpus_tables(), "2-framing": framing()})
    statements = [statement for part in build_methods(evidence) for _, statement in part.statements]
    assert all(statement.sources for statement in statements)
    tables = {s.place for statement in statements for s in statement.sources if s.place.startswith("tables/")}
    assert all((tmp_path / place).is_file() for place in tables - {"tables/rejected.csv"})
    assert all(name in REFERENCES for statement in statements for name in statement.cites)
    numbers = [number for part in build_methods(evidence) for number, _ in part.statements]
    assert numbers == list(range(1, len(numbers) + 1))


def test_what_was_not_run_is_not_told(tmp_path):
    said = text_of(tmp_path, {"1-corpus": corpus_tables()})
    assert set(said) == {"articles", "outlets", "dates", "undated", "excluded", "copies", "software", "run"}
    assert not re.search("frame|topic|coder|alpha", whole(said))


def test_without_the_notebook_on_the_corpus_the_record_speaks(tmp_path):
    said = text_of(tmp_path, {"2-framing": framing()})
    assert said["outlets"] == "The articles came from 2 outlets; 3 articles did not state their outlet."
    assert "dates" not in said
    assert "copies" not in said


@pytest.mark.parametrize(
    ("counts", "tables", "about", "words"),
    [
        ({"outlets": 0, "without outlet": 12}, {}, "outlets", "None of the articles stated its outlet."),
        ({"undated": 12}, {"date-sources": DATES.iloc[1:]}, "dates", "None of the articles stated a date"),
        ({"undated": 1}, {}, "undated", "The remaining 1 article states no date and stays in the corpus."),
        ({"rejected": 1}, {}, "excluded", "Set aside as unusable, each with the reason, was 1 file or record."),
        ({"rejected": 3}, {}, "excluded", "were 3 files or records."),
        ({"outlets": 1, "without outlet": 0}, {"outlets": OUTLETS.iloc[:1]}, "outlets", "from 1 outlet (articles in "),
        ({"without outlet": 1}, {}, "outlets", "; 1 article did not state its outlet."),
        ({}, {"date-sources": DATES.assign(max=DATES["min"])}, "dates", "appeared on 2 March 2025."),
        ({}, {"copies": pd.DataFrame({"duplicate_of": pd.Series(dtype="str")})}, "copies", "found none."),
    ],
)  # fmt: skip
def test_any_corpus(tmp_path, counts, tables, about, words):
    assert words in text_of(tmp_path, {"1-corpus": corpus_tables(**tables)}, counts=counts)[about]


def test_all_dated_and_many_outlets(tmp_path):
    many = pd.DataFrame({"outlet": [f"Paper {number}" for number in range(40)], "size": [1] * 40})
    said = text_of(tmp_path, {"1-corpus": corpus_tables(outlets=many)}, counts={"undated": 0, "outlets": 40})
    assert "undated" not in said
    assert said["outlets"].startswith("The articles came from 40 outlets; ")


def test_without_hand_codes_it_says_not_validated(tmp_path):
    none = {"hand-codes": HAND.head(0), "agreement": AGREEMENT.head(0)}
    raw = shares((False, False), ("uncorrected, Wilson 1927",) * 2).assign(coded=0)
    dictionary = MACHINE.assign(counted_by="dictionary")
    said = text_of(tmp_path, {"2-framing": framing(**none, shares=raw, machine=dictionary)})
    assert said["hand codes"] == "No article was coded by hand."
    assert said["coder"] == "In all articles, frames were counted by the codebook's word patterns."
    assert "were not validated" in said["not validated"]
    assert "(Wilson, 1927) cover chance alone" in said["not validated"]
    assert not {"agreement", "verdicts", "shares", "performance"} & set(said)


def test_groups_without_hand_codes_are_told_beside_the_corrected(tmp_path):
    mixed = shares((True, False), ("hand codes alone (Hájek 1971)", "uncorrected, Wilson 1927"))
    said = text_of(tmp_path, {"2-framing": framing(shares=mixed)})
    assert "In 1 of 2 groups some or all shares were not validated" in said["not validated"]
    assert "“hand codes alone (Hájek 1971)”" in said["shares"]
    assert "Angelopoulos" not in said["shares"]


def test_alpha_that_does_not_exist_is_no_number(tmp_path):
    some = AGREEMENT.assign(alpha=[None, 0.5], verdict=["undefined", "unreliable"]).astype({"alpha": "float64"})
    said = text_of(tmp_path / "some", {"2-framing": framing(agreement=some)})
    assert "It could not be computed for Quarrel." in said["agreement"]
    assert "unreliable for Cost" in said["verdicts"]
    none = some.assign(alpha=float("nan"), verdict="undefined")
    said = text_of(tmp_path / "none", {"2-framing": framing(agreement=none)})
    assert "α =" not in said["agreement"]
    assert "verdicts" not in said


def test_cautions_of_the_table_are_told(tmp_path):
    noted = AGREEMENT.assign(note=["few units (11)", None])
    assert text_of(tmp_path, {"2-framing": framing(agreement=noted)})["cautions"].endswith("a caution for Quarrel.")


def test_dates_and_events_are_told_as_unchecked(tmp_path):
    days = pd.DataFrame({"type": ["DATE"] * 2, "value": ["2025", "2026"], "basis": ["stated"] * 2})
    mentions = pd.DataFrame({"event_id": ["e", "e", "f"], "relation": [None, None, "on"]})
    conflicts = pd.DataFrame({"conflict": [1], "event_id": ["e"]})
    code = {"4-timeline": "wb.find_dates(a)\nwb.build_events(b)"}
    tables = {"dates": days, "mentions": mentions}
    said = text_of(tmp_path / "a", {"4-timeline": tables}, code=code)
    assert "2 mentions name a day" in said["dates in texts"]
    assert said["events"] == "Mentions of one event were joined by rules (the report lists 2 events with 3 sentences)."
    assert "not checked by hand" in said["dates checked"]
    for number, words in ((1, "; 1 contradiction between articles)"), (0, "; no contradiction between articles)")):
        tables |= {"conflicts": conflicts.head(number)}
        assert words in text_of(tmp_path / str(number), {"4-timeline": tables}, code=code)["events"]


def test_of_many_frames_the_range_is_told(tmp_path):
    rows = [AGREEMENT.iloc[[0]].assign(frame=f"f{n}", label=f"Frame {n}", alpha=n / 10) for n in range(1, 10)]
    said = text_of(tmp_path, {"2-framing": framing(agreement=pd.concat(rows))})
    assert "from .10 (Frame 1) to .90 (Frame 9)." in said["agreement"]


@pytest.mark.parametrize(
    "other",
    [
        pd.DataFrame({"ship": ["Ada"], "mast": [2]}),
        AGREEMENT.assign(alpha="high"),
        AGREEMENT.drop(columns=["units", "verdict"]),
    ],
)
def test_a_table_of_the_same_name_but_another_kind_is_not_read(tmp_path, other):
    said = text_of(tmp_path, {"9-own": {"agreement": other}})
    assert "agreement" not in said


def test_methods_are_named_only_where_the_notebook_calls_them(tmp_path):
    said = text_of(tmp_path, {"9-own": {"topics": TOPICS, "copies": HAND}}, code={"9-own": "my_own_model(articles)"})
    assert "factorisation" not in said["topics"]
    assert "Broder" not in whole(said)


def test_notebooks_of_ones_own_are_named_as_not_described(tmp_path):
    said = text_of(tmp_path, {"1-corpus": corpus_tables(), "9-own": {"ships": pd.DataFrame({"ship": ["Ada"]})}})
    assert said["untold"] == "What the notebook 9-own did is not described here."


@pytest.mark.parametrize("name", ["agreement", "shares", "hand-codes", "outlets", "date-sources", "topics"])
def test_tables_of_missing_values_say_no_number(tmp_path, name):
    full = {**corpus_tables(), **framing(), "topics": TOPICS}
    numbers = full[name].select_dtypes("number").columns
    gone = full[name].assign(**{column: float("nan") for column in numbers})
    said = text_of(tmp_path, {"9-own": {**full, name: gone}})
    assert "nan" not in whole(said).lower()


def test_broken_tables_are_as_if_they_were_not_there(tmp_path):
    evidence = evidence_of(tmp_path, {"2-framing": framing()})
    (tmp_path / "tables" / "shares.parquet").write_bytes(b"PAR1 but not really")
    assert "shares" not in {s.about for part in build_methods(evidence) for _, s in part.statements}


def test_selection_and_kept_notebooks_are_told_where_the_record_has_them(tmp_path):
    evidence = evidence_of(tmp_path, {"1-corpus": corpus_tables()})
    evidence.record["settings"] = {"select": {"outlets": ["Quay Post"], "since": "2025-03-01", "languages": []}}
    evidence.record["notebooks"][0]["made_in"] = "2025-12-31T00-00-00Z"
    said = {s.about: s.text for part in build_methods(evidence) for _, s in part.statements}
    assert said["selection"] == "Only articles of the outlet Quay Post and published on or after 2025-03-01 were kept."
    assert "1-corpus (run 2025-12-31T00-00-00Z)" in said["kept"]


def test_words_of_the_codebook_stay_words(tmp_path):
    odd = CODEBOOK.assign(label=["=1+1\x00", "<b>Cost</b>\nand more"])
    assert "=1+1 and <b>Cost</b> and more" in text_of(tmp_path, {"2-framing": framing(codebook=odd)})["codebook"]


@pytest.mark.parametrize(
    ("value", "words"), [(0.5, ".50"), (0.0, ".00"), (-0.001, ".00"), (1.0, "1.00"), (-1, "−1.00")]
)
def test_coefficients_have_two_digits_and_no_zero_before_the_point(value, words):
    assert coefficient(value) == words


def test_lists_numbers_and_ranges_in_words():
    assert listed([]) == ""
    assert listed(["one"]) == "one"
    assert counted(1, "file or record", "files or records") == "1 file or record"
    assert between_ends(pd.Series([2, 2])) == "2"
    assert between_ends(pd.Series([None, None], dtype="float64")) == ""
    assert plain("a\u202eb\ud800c\u0000") == "abc"


def test_works_are_cited_in_the_order_of_their_names():
    assert cite("rubin", "gwet") == "(Gwet, 2008; Rubin, 1981)"
    assert [entry.entry.split(" (")[0].split(",")[0] for entry in REFERENCES.values()] == [
        entry.cited.split(" ")[0].rstrip(",") for entry in REFERENCES.values()
    ]
