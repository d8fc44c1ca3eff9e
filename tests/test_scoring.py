"""Scoring a corpus on disk: the same scores as in memory, the same bytes wherever they are made, on from a stop."""

import hashlib
from pathlib import Path

import pandas as pd
import pytest

from workbench.articles import Corpus, join_text, write_corpus
from workbench.errors import DataError, ParameterError
from workbench.framing import read_codebook, score_frames
from workbench.framing.dictionary import scoring as module
from workbench.framing.dictionary.scoring import write_scores


@pytest.fixture(scope="module")
def codebook():
    return read_codebook("negotiation")


@pytest.fixture
def corpus(monkeypatch: pytest.MonkeyPatch, demo_corpus: Corpus, tmp_path: Path) -> Path:
    monkeypatch.setattr("workbench.articles.corpus.PART_ARTICLES", 8)
    return write_corpus(demo_corpus, tmp_path / "corpus")


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.parquet"))}


def test_scores_on_disk_are_those_in_memory(corpus: Path, demo_corpus: Corpus, codebook, tmp_path: Path) -> None:
    out = write_scores(corpus, codebook, tmp_path / "scores", jobs=1)
    assert out == tmp_path / "scores"
    pd.testing.assert_frame_equal(pd.read_parquet(out), score_frames(demo_corpus.articles, codebook))
    assert len(list(out.glob("part-*.parquet"))) == -(-len(demo_corpus.articles) // 8)
    assert {path.name for path in out.iterdir() if path.name.startswith(".")} == {".workbench"}


def test_unit_min_hits_and_kinds_are_those_asked_for(
    corpus: Path, demo_corpus: Corpus, codebook, tmp_path: Path
) -> None:
    kinds = ("title", "heading")
    out = write_scores(corpus, codebook, tmp_path / "s", unit="sentence", min_hits=1, kinds=kinds, jobs=1)
    articles = join_text(demo_corpus, kinds=kinds)
    pd.testing.assert_frame_equal(pd.read_parquet(out), score_frames(articles, codebook, unit="sentence", min_hits=1))


@pytest.mark.slow
def test_processes_and_one_process_write_the_same_bytes(corpus: Path, codebook, tmp_path: Path) -> None:
    alone = write_scores(corpus, codebook, tmp_path / "alone", jobs=1)
    together = write_scores(corpus, codebook, tmp_path / "together", jobs=2)
    assert hashes(alone) == hashes(together)


@pytest.mark.slow
def test_a_dask_cluster_writes_the_same_bytes(corpus: Path, codebook, tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    alone = write_scores(corpus, codebook, tmp_path / "alone", jobs=1)
    with distributed.LocalCluster(n_workers=1, threads_per_worker=2, dashboard_address=None) as cluster:
        there = write_scores(corpus, codebook, tmp_path / "there", scheduler=cluster.scheduler_address)
    assert hashes(alone) == hashes(there)


def test_a_second_run_does_only_what_is_missing(corpus: Path, codebook, tmp_path: Path, monkeypatch) -> None:
    out = write_scores(corpus, codebook, tmp_path / "scores", jobs=1)
    before = hashes(out)
    lost = sorted(out.glob("*.parquet"))[1]
    lost.write_bytes(b"half a fi")
    scored = count_calls(monkeypatch)
    write_scores(corpus, codebook, out, jobs=1)
    assert len(scored) == 1
    assert hashes(out) == before
    write_scores(corpus, codebook, out, min_hits=1, jobs=1)
    assert len(scored) == 1 + len(before)


def test_a_run_that_stopped_goes_on_and_shows_the_old_state_meanwhile(
    corpus: Path, codebook, tmp_path: Path, monkeypatch
) -> None:
    out = write_scores(corpus, codebook, tmp_path / "scores", jobs=1)
    old = hashes(out)
    other = read_codebook("generic")
    scored = count_calls(monkeypatch, stop_after=2)
    with pytest.raises(KeyboardInterrupt):
        write_scores(corpus, other, out, jobs=1)
    assert hashes(out) == old
    pd.testing.assert_frame_equal(pd.read_parquet(out), pd.read_parquet(sorted(out.glob("*.parquet"))))
    monkeypatch.undo()
    again = count_calls(monkeypatch)
    write_scores(corpus, other, out, jobs=1)
    assert len(scored) == 3
    assert len(again) == len(old) - 2
    assert set(pd.read_parquet(out)["codebook"]) == {other.hash}


def test_parts_that_are_no_more_are_removed(corpus: Path, demo_corpus: Corpus, codebook, tmp_path: Path) -> None:
    out = write_scores(corpus, codebook, tmp_path / "scores", jobs=1)
    some = demo_corpus.articles.head(5)
    small = write_corpus(Corpus(some, demo_corpus.blocks, demo_corpus.rejected), tmp_path / "small")
    write_scores(small, codebook, out, jobs=1)
    assert pd.read_parquet(out)["article_id"].unique().tolist() == some["article_id"].tolist()


def test_an_empty_corpus_gives_an_empty_table(demo_corpus: Corpus, codebook, tmp_path: Path) -> None:
    nothing = Corpus(demo_corpus.articles.head(0), demo_corpus.blocks.head(0), demo_corpus.rejected)
    out = write_scores(write_corpus(nothing, tmp_path / "corpus"), codebook, tmp_path / "scores", jobs=1)
    scores = pd.read_parquet(out)
    assert scores.empty
    assert scores.columns.tolist()[:3] == ["unit_id", "article_id", "frame"]


@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        ({"unit": "articles"}, ParameterError, "Did you mean 'article'"),
        ({"min_hits": 0}, ParameterError, "min_hits=0"),
        ({"kinds": ["titel"]}, ParameterError, "Did you mean 'title'"),
        ({"kinds": []}, ParameterError, "leaves no text"),
        ({"jobs": 0}, ParameterError, "jobs=0"),
    ],
)
def test_wrong_settings_are_refused(corpus: Path, codebook, tmp_path: Path, wrong, error, message: str) -> None:
    with pytest.raises(error, match=message):
        write_scores(corpus, codebook, tmp_path / "scores", **wrong)


def test_wrong_folders_are_refused(corpus: Path, codebook, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is no corpus on disk"):
        write_scores(tmp_path / "nowhere", codebook, tmp_path / "scores")
    with pytest.raises(DataError, match="lies in the corpus itself"):
        write_scores(corpus, codebook, corpus / "scores")
    held = tmp_path / "held"
    held.mkdir()
    (held / "thesis.docx").touch()
    with pytest.raises(DataError, match="something else than scores"):
        write_scores(corpus, codebook, held)
    with pytest.raises(DataError, match="is a file"):
        write_scores(corpus, codebook, held / "thesis.docx")
    out = write_scores(corpus, codebook, tmp_path / "scores", jobs=1)
    (out / "notes.txt").touch()
    with pytest.raises(DataError, match=r"something else than scores \(notes.txt\)"):
        write_scores(corpus, codebook, out)


def count_calls(monkeypatch: pytest.MonkeyPatch, stop_after: int | None = None) -> list[int]:
    """Return a list that grows with each part that is scored; after so many the run is stopped."""
    calls: list[int] = []

    def counted(articles: pd.DataFrame, *arguments, **named) -> pd.DataFrame:
        if len(articles):
            calls.append(len(articles))
        if stop_after is not None and len(calls) > stop_after:
            raise KeyboardInterrupt
        return score_frames(articles, *arguments, **named)

    monkeypatch.setattr(module, "score_frames", counted)
    return calls
