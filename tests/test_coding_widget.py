"""The coding widget without a browser: what a coder is shown, what the page is told, what reports make of it."""

import inspect
import re
from pathlib import Path

import pandas as pd
import pytest

from workbench.errors import DataError, ParameterError
from workbench.framing import draw_sample, read_codebook, read_codes
from workbench.reports.pages.outputs import output_html
from workbench.text import find_units
from workbench.widgets import coding
from workbench.widgets.coding import code_units
from workbench.widgets.coding.passages import Passage, build_passages

CODEBOOK = read_codebook("generic")
TEXT = "One came. Two went.\n\nThree stayed behind.\n\nFour left."
ARTICLES = pd.DataFrame(
    {"article_id": ["a"], "text": [TEXT], "title": ["Secret"], "outlet": ["The Secret"], "author": ["S. Ecret"]}
)
SAMPLE = find_units(ARTICLES, unit="paragraph")
BLOCKS = pd.DataFrame(
    [
        ("a", 0, "title", "Secret"),
        ("a", 1, "byline", "By S. Ecret"),
        ("a", 2, "paragraph", "One came. Two went."),
        ("a", 3, "list_item", "Three stayed behind."),
        ("a", 4, "boilerplate", "Secret subscription"),
        ("a", 5, "paragraph", "Four left."),
    ],
    columns=["article_id", "block", "kind", "text"],
)
FOLDER = Path(inspect.getfile(coding)).parent


class Page:
    """What the page is told: the widget's messages, kept."""

    def __init__(self, monkeypatch, folder, **more):
        self.told = []
        self.widget = code_units(SAMPLE, CODEBOOK, **({"coder": "ana", "folder": folder} | more))
        monkeypatch.setattr(self.widget, "send", self.told.append)

    def ask(self, **message):
        self.widget._received(self.widget, message, [])
        return self.told[-1]

    def answer(self, number, **more):
        state = self.ask(ask="open")["state"]
        said = {"did": "code", "id": f"answer-{number}", "unit_id": state["unit_id"], "codes": ["conflict"]}
        return self.ask(ask="record", answer=said | more)


@pytest.fixture
def page(monkeypatch, tmp_path):
    return Page(monkeypatch, tmp_path)


# what a coder is shown


def test_without_context_only_the_text_is_shown():
    assert build_passages(SAMPLE)["a-p0"] == Passage("One came. Two went.")


def test_articles_give_what_stands_before_and_after():
    passages = build_passages(SAMPLE, ARTICLES)
    assert passages["a-p1"] == Passage("Three stayed behind.", "One came. Two went.", "Four left.")
    assert passages["a-p0"].before == ""
    assert passages["a-p2"].after == ""


def test_blocks_give_the_kind_too_and_never_who_wrote_it():
    passages = build_passages(SAMPLE, BLOCKS.sample(frac=1, random_state=1))
    assert passages["a-p1"] == Passage("Three stayed behind.", "One came. Two went.", "Four left.", "list item")
    assert "Secret" not in str(passages)
    assert "Ecret" not in str(passages)


def test_a_passage_of_several_blocks_has_no_kind_and_a_whole_article_no_surroundings():
    whole = build_passages(find_units(ARTICLES), BLOCKS)["a"]
    assert (whole.before, whole.after, whole.kind) == ("", "", None)


@pytest.mark.parametrize("context", [ARTICLES.assign(article_id="b"), ARTICLES.assign(text=None), BLOCKS.iloc[:0]])
def test_a_context_about_other_articles_adds_nothing(context):
    assert build_passages(SAMPLE, context)["a-p1"] == Passage("Three stayed behind.")


def test_of_two_equal_sentences_the_right_one_is_taken():
    articles = pd.DataFrame({"article_id": ["a"], "text": ["Some left. Two came. Some left. Nobody cared."]})
    passages = build_passages(find_units(articles, unit="sentence"), articles)
    assert [passage.after for passage in passages.values()] == [
        "Two came. Some left. Nobody cared.",
        "Some left. Nobody cared.",
        "Nobody cared.",
        "",
    ]


def test_long_surroundings_are_cut_between_words():
    articles = pd.DataFrame({"article_id": ["a"], "text": [f"{'before ' * 200}Here. {'after ' * 200}"]})
    sample = pd.DataFrame({"unit_id": ["a-s0"], "article_id": ["a"], "text": ["Here."]})
    shown = build_passages(sample, articles)["a-s0"]
    assert re.fullmatch(r"… (before )+before", shown.before)
    assert re.fullmatch(r"(after )+…", shown.after)
    assert max(len(shown.before), len(shown.after)) <= 402


@pytest.mark.parametrize("missing", ["article_id", "text"])
def test_a_context_without_a_column_is_said(missing):
    with pytest.raises(DataError, match=f"'context' has no column '{missing}'"):
        build_passages(SAMPLE, ARTICLES.drop(columns=missing))


# what the page is told


def test_opened_it_tells_who_codes_the_codebook_and_the_first_passage(page):
    told = page.ask(ask="open")
    about, state = told["about"], told["state"]
    assert (about["coder"], about["file"], about["exclusive"]) == ("ana", "ana.jsonl", False)
    assert [frame["frame"] for frame in about["frames"]] == CODEBOOK.frames["frame"].tolist()
    assert about["frames"][0]["questions"]
    assert state["passage"]["text"] in set(SAMPLE["text"])
    assert state["progress"] == {
        "passages": 3,
        "coded": 0,
        "skipped": 0,
        "flagged": 0,
        "seconds": None,
        "older": 0,
    }
    assert state["undo"] is None


def test_saved_is_said_when_the_answer_is_on_the_disk(page, tmp_path):
    told = page.answer(10)
    assert (told["saved"], told["counted"], told["state"]["place"]) == ("answer-10", True, 2)
    assert len(read_codes(tmp_path)) == 5
    assert page.widget.progress.coded == 1


def test_what_was_taken_back_comes_as_a_draft(page):
    page.answer(10, comment="hm", flag=True)
    undo = page.ask(ask="open")["state"]["undo"]
    told = page.ask(ask="record", answer={"did": "undo", "id": "answer-11", **undo})
    assert told["state"]["draft"] == {"codes": ["conflict"], "none": False, "flag": True, "comment": "hm"}


def test_all_coded_there_is_no_passage(page):
    for number in (10, 11, 12):
        told = page.answer(number, codes=[])
    assert told["state"]["unit_id"] is None
    assert "passage" not in told["state"]


def test_skipped_ones_are_gone_back_to(page):
    first = page.answer(10, did="skip")["state"]["unit_id"]
    assert page.ask(ask="skipped")["state"]["unit_id"] != first


def test_what_cannot_be_saved_is_told_with_the_reason(page, tmp_path):
    (tmp_path / "ana.jsonl").mkdir()
    told = page.answer(10)
    assert told["refused"] == "answer-10"
    assert "cannot be written" in told["why"]
    assert "state" not in told


@pytest.mark.parametrize("answer", [None, {}, {"id": "answer-10"}, {"id": "answer-10", "did": "x", "unit_id": "a"}])
def test_what_is_no_answer_is_refused(answer, page):
    assert "came from the browser" in page.ask(ask="record", answer=answer)["why"]


@pytest.mark.parametrize("answer", ["x", 5, ["did"], {"did": []}, {"did": {}}])
def test_a_message_of_any_kind_is_answered(answer, page, tmp_path):
    assert "came from the browser" in page.ask(ask="record", answer=answer)["why"]
    assert not list(tmp_path.iterdir())


def test_a_page_that_is_opened_when_the_log_is_gone_is_told(page, tmp_path):
    page.answer(1_000_000)
    (tmp_path / "ana.jsonl").unlink()
    for ask in ("open", "skipped"):
        assert "no longer in" in page.ask(ask=ask)["trouble"]


def test_a_coder_goes_on_however_the_accent_is_written(monkeypatch, tmp_path):
    Page(monkeypatch, tmp_path, coder="Jose\u0301").answer(1_000_000)
    assert Page(monkeypatch, tmp_path, coder="Jos\u00e9").widget.progress.coded == 1


def test_two_coders_and_two_rounds_keep_their_answers_apart_in_the_browser(monkeypatch, tmp_path):
    pages = [Page(monkeypatch, tmp_path, **more) for more in ({}, {"coder": "ben"}, {"round": 2})]
    assert len({page.ask(ask="open")["about"]["key"] for page in pages}) == 3


# what stands in files


def test_no_text_is_part_of_the_state_or_of_the_output(page):
    page.answer(10)
    kept = f"{page.widget.get_state(drop_defaults=True)}{page.widget._repr_mimebundle_()}"
    assert not any(text in kept for text in SAMPLE["text"])


def test_reports_show_the_static_view(page):
    page.answer(10)
    page.answer(11, did="skip", flag=True)
    data, metadata = page.widget._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    html = output_html({"output_type": "display_data", "data": data, "metadata": metadata})
    words = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    assert "ana has coded 1 of 3 passages (1 skipped, 1 flagged)." in words
    assert "Conflict 1" in words
    assert "control of the notebook stood here" not in html
    assert "<script" not in html


def test_names_are_no_markup(monkeypatch, tmp_path):
    page = Page(monkeypatch, tmp_path, coder="<b>ana</b>")
    data, _ = page.widget._repr_mimebundle_()
    assert "<b>" not in data["text/html"]
    assert "&lt;b&gt;ana" in data["text/html"]


def test_the_page_s_part_sets_texts_as_text_and_asks_no_other_host():
    script = (FOLDER / "coding.js").read_text(encoding="utf-8")
    assert not re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|Function\(|https?:", script)
    assert "http" not in (FOLDER / "coding.css").read_text(encoding="utf-8")


# how it is called


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"coder": ""}, "names nobody"),
        ({"coder": None}, "names nobody"),
        ({"round": 0}, "no round of coding"),
        ({"round": True}, "no round of coding"),
        ({"round": 1.5}, "no round of coding"),
        ({"codebook": "generic"}, "is no codebook"),
    ],
)
def test_what_is_typed_wrongly_is_said(wrong, said, tmp_path):
    given = {"coder": "ana", "codebook": CODEBOOK, "folder": tmp_path} | wrong
    with pytest.raises(ParameterError, match=said):
        code_units(SAMPLE, **given)


@pytest.mark.parametrize(
    ("sample", "said"),
    [
        (SAMPLE.iloc[:0], "no unit to code"),
        (SAMPLE.drop(columns="text"), "no column 'text'"),
        (pd.concat([SAMPLE, SAMPLE]), "stands twice"),
        (SAMPLE.assign(text=" "), "has no id or no text"),
        (SAMPLE.assign(text=pd.Series(["a\ud800"] * len(SAMPLE), dtype=object)), "half a sign"),
        (pd.DataFrame({"unit_id": [1, "1"], "text": "One."}), "stands twice"),
    ],
)
def test_a_sample_that_cannot_be_coded_is_said(sample, said, tmp_path):
    with pytest.raises(DataError, match=said):
        code_units(sample, CODEBOOK, coder="ana", folder=tmp_path)


def test_a_drawn_sample_in_any_order_is_coded_in_one_order(tmp_path):
    sample = draw_sample(ARTICLES, 3, unit="paragraph")
    one = code_units(sample, CODEBOOK, coder="ana", folder=tmp_path)
    other = code_units(sample[::-1], CODEBOOK, coder=" ana ", folder=tmp_path, context=BLOCKS)
    assert one._session.order == other._session.order
    assert one.path == other.path
    assert other._passages["a-p1"].text == "Three stayed behind."
    assert not one.path.exists()


def test_everybody_who_codes_an_exclusive_codebook_is_told_so(monkeypatch, tmp_path):
    from dataclasses import replace

    page = Page(monkeypatch, tmp_path)
    page.widget._session.codebook = replace(CODEBOOK, exclusive=True)
    assert page.ask(ask="open")["about"]["exclusive"]
