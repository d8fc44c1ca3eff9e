"""One folder of hand codes: who coded, what was settled, which units were drawn; and the demo's own."""

import pandas as pd
import pytest
from conftest import ROOT

from workbench.articles import join_text, read_corpus
from workbench.errors import DataError, ParameterError
from workbench.framing import draw_sample, read_codebook, read_hand_codes, score_agreement, write_sample

CODEBOOK = read_codebook("generic")


def write(folder, name, rows):
    table = pd.DataFrame(rows, columns=["unit_id", "coder", "frame", "value"])
    table.to_csv(folder / name, index=False)


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, "ana.csv", [["a", "ana", "conflict", 1], ["b", "ana", "conflict", 0]])
    write(tmp_path, "ben.csv", [["a", "ben", "conflict", 1], ["b", "ben", "conflict", 1]])
    return tmp_path


def test_coders_come_together_and_their_ties_stay_open(folder):
    hand = read_hand_codes(folder, codebook=CODEBOOK)
    assert hand.codes["coder"].unique().tolist() == ["ana", "ben"]
    assert hand.gold.set_index("unit_id")["value"].isna().to_dict() == {"a": False, "b": True}
    assert hand.sample is None


def test_decisions_settle_what_was_open(folder):
    write(folder, "decisions.csv", [["b", "decision", "conflict", 0]])
    hand = read_hand_codes(folder, codebook=CODEBOOK)
    assert hand.gold.set_index("unit_id")["value"].to_dict() == {"a": 1, "b": 0}
    assert "decision" not in set(hand.codes["coder"])


def test_the_sample_is_read_and_an_edited_one_refused(folder):
    articles = pd.DataFrame({"article_id": ["a", "b", "c"], "text": ["One.", "Two.", "Three."]})
    path = write_sample(draw_sample(articles, 2), folder / "sample.csv")
    assert len(read_hand_codes(folder, codebook=CODEBOOK).sample) == 2
    path.write_text(path.read_text(encoding="utf-8-sig").replace("One.", "None.").replace("Two.", "None."), "utf-8")
    with pytest.raises(DataError, match=r"sample\.csv"):
        read_hand_codes(folder, codebook=CODEBOOK)


def test_codes_of_other_articles_are_left_out_and_counted(folder):
    hand = read_hand_codes(folder, codebook=CODEBOOK, articles=pd.DataFrame({"article_id": ["a"], "text": ["One."]}))
    assert hand.codes["unit_id"].unique().tolist() == ["a"]
    assert hand.left_out == 1


@pytest.mark.parametrize("name", ["negotiation", "policy"])
def test_codes_of_another_codebook_are_left_aside(name):
    hand = read_hand_codes(ROOT / "data/codes/demo", codebook=read_codebook(name))
    assert hand.other_codebook
    assert hand.codes.empty


def test_one_wrong_frame_among_right_ones_is_an_error(folder):
    write(folder, "cy.csv", [["a", "cy", "conflict", 1], ["a", "cy", "conflcit", 0]])
    with pytest.raises(DataError, match="conflcit"):
        read_hand_codes(folder, codebook=CODEBOOK)


def test_a_folder_that_does_not_exist_is_said(tmp_path):
    with pytest.raises(ParameterError, match="codes"):
        read_hand_codes(tmp_path / "nowhere", codebook=CODEBOOK)


def test_before_anybody_has_coded_there_is_the_sample_alone(tmp_path):
    assert read_hand_codes(tmp_path, codebook=CODEBOOK).codes.empty
    articles = join_text(read_corpus(ROOT / "data/raw/demo"))
    write_sample(draw_sample(articles, 3, seed=1), tmp_path / "sample.csv")
    hand = read_hand_codes(tmp_path, codebook=CODEBOOK)
    assert hand.codes.empty
    assert list(hand.account["number"]) == [3]


def test_the_demo_is_coded_whole_under_the_present_codebook():
    articles = join_text(read_corpus(ROOT / "data/raw/demo"))
    hand = read_hand_codes(ROOT / "data/codes/demo", codebook=CODEBOOK, articles=articles)
    assert (len(hand.codes), len(hand.gold), hand.left_out) == (270, 135, 0)
    assert set(hand.codes["codebook"].str[:8]) == {CODEBOOK.hash[:8]}
    assert hand.gold["value"].notna().all()
    assert hand.sample["unit_id"].isin(articles["article_id"]).all()
    agreement = score_agreement(hand.codes).set_index("frame")["alpha"]
    assert agreement.round(3).to_dict() == {
        "conflict": 0.759, "human interest": 1.0,
        "economic consequences": 1.0, "morality": 1.0, "responsibility": 0.836,
    }  # fmt: skip
