"""`workbench new`: a folder that works from wherever it is, and replaces nothing."""

from __future__ import annotations

import json
import shutil
import tomllib

import nbformat
import pytest

from workbench.articles import join_text, read_corpus
from workbench.cli import main
from workbench.errors import DataError, OutputError, ParameterError
from workbench.framing import read_codebook, read_hand_codes
from workbench.framing.codebook.codebook import read_codebook_source
from workbench.reports import run_reports
from workbench.reports.notebooks import demo_folder, list_names
from workbench.reports.settings import read_report_file
from workbench.study import write_study


def test_it_holds_what_a_study_needs(tmp_path):
    study = write_study(tmp_path / "talks")
    assert sorted(path.name for path in study.iterdir()) == [
        ".gitignore", "README.md", "codebook.toml", "codes", "data", "notebooks", "report.toml",
    ]  # fmt: skip
    assert sorted(path.stem for path in (study / "notebooks").glob("*.ipynb")) == list_names()
    assert list((study / "data/raw").iterdir()) == []
    assert "reports/talks/latest/index.html" in (study / "README.md").read_text(encoding="utf-8")


def test_nothing_in_it_names_the_place_it_was_made_in(tmp_path):
    study = write_study(tmp_path / "talks", demo=True)
    made = [*study.glob("*.*"), *study.glob("notebooks/*")]
    assert [path for path in made if path.is_file() and str(tmp_path) in path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("name", ["generic", "negotiation", "policy"])
def test_its_codebook_is_the_shipped_one_to_begin_with(tmp_path, name):
    study = write_study(tmp_path / "talks", codebook=name)
    assert read_codebook(study / "codebook.toml").hash == read_codebook(name).hash


def test_its_report_file_says_where_things_are(tmp_path):
    study = write_study(tmp_path / "My talks", demo=True)
    (settings,) = read_report_file(study / "report.toml", {})
    assert settings.name == "My-talks"
    assert settings.articles == (study / "data/raw",)
    assert settings.codes == study / "codes"
    given = tomllib.loads((study / "report.toml").read_text(encoding="utf-8"))["parameters"]
    named = [values["codebook"] for values in given.values() if "codebook" in values]
    assert named == ["codebook.toml"] * len(named)
    assert named


def test_its_notebooks_name_its_own_folders(tmp_path):
    study = write_study(tmp_path / "talks")
    for path in (study / "notebooks").glob("*.ipynb"):
        source = next(cell.source for cell in nbformat.read(path, as_version=4).cells if cell.id == "parameters")
        assert 'corpus: str = "../data/raw"' in source
        assert "data/raw/demo" not in source


def test_the_demo_comes_with_its_codes(tmp_path):
    study = write_study(tmp_path / "talks", demo=True)
    articles = join_text(read_corpus(study / "data/raw"))
    hand = read_hand_codes(study / "codes", codebook=read_codebook(study / "codebook.toml"), articles=articles)
    assert (len(articles), hand.left_out, len(hand.sample)) == (27, 0, 18)


def test_what_is_there_is_never_replaced(tmp_path):
    study = write_study(tmp_path / "talks")
    (study / "codebook.toml").write_text("mine", encoding="utf-8")
    with pytest.raises(ParameterError, match="already"):
        write_study(study)
    assert (study / "codebook.toml").read_text(encoding="utf-8") == "mine"
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(ParameterError, match="already"):
        write_study(tmp_path / "file")


def test_a_name_that_no_folder_can_have(tmp_path):
    with pytest.raises(OutputError, match="cannot be written"):
        write_study(tmp_path / ("x" * 300))


def test_an_empty_folder_may_become_one(tmp_path):
    (tmp_path / "talks").mkdir()
    assert write_study(tmp_path / "talks").is_dir()


def test_a_codebook_that_does_not_exist_is_named_before_anything_is_made(tmp_path):
    with pytest.raises(ParameterError, match="Did you mean 'policy'"):
        write_study(tmp_path / "talks", codebook="polic")
    assert not (tmp_path / "talks").exists()


def test_a_codebook_of_ones_own_is_copied_as_it_stands(tmp_path):
    own = tmp_path / "ours\nversion = 9.toml"
    own.write_bytes(b"\xef\xbb\xbf" + read_codebook_source("policy")[0].replace("\n", "\r\n").encode())
    study = write_study(tmp_path / "talks", codebook=str(own))
    assert read_codebook(study / "codebook.toml").hash == read_codebook("policy").hash


def test_a_faulty_codebook_is_told_before_anything_is_made(tmp_path):
    (tmp_path / "own.toml").write_text("name = 'own'\nversion = 1\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"own\.toml"):
        write_study(tmp_path / "talks", codebook=str(tmp_path / "own.toml"))
    assert not (tmp_path / "talks").exists()


def test_a_place_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be written"):
        write_study(tmp_path / "file" / "talks")


def test_the_command_says_what_comes_next(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["new", "My talks"]) == 0
    told = capsys.readouterr().out
    assert "put articles into 'My talks'/data/raw" in told
    assert "cd 'My talks' && workbench report report.toml" in told


def test_a_folder_for_codes_may_be_empty_at_first(tmp_path):
    hand = read_hand_codes(write_study(tmp_path / "talks") / "codes", codebook=read_codebook("generic"))
    assert hand.codes.empty
    assert hand.sample is None


@pytest.mark.slow
def test_its_report_is_made_where_it_was_moved(tmp_path, monkeypatch):
    made = write_study(tmp_path / "talks")
    shutil.copy(sorted(demo_folder().glob("*.txt"))[0], made / "data/raw")
    moved = made.rename(tmp_path / "elsewhere")
    monkeypatch.chdir(moved)
    (report,) = run_reports(moved / "report.toml", only=["2-framing"])
    assert report.folder.parent.parent == moved / "reports"
    assert [note for note in report.notes if "no hand codes yet" in note]
    assert json.loads((report.folder / "record.json").read_text(encoding="utf-8"))["counts"]["articles"] == 1
