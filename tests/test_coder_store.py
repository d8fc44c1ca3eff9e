"""Trained coders come back from disk as they were, and a file from a stranger runs nothing."""

import pickle

import numpy as np
import pandas as pd
import pytest

from workbench.errors import DataError, ParameterError
from workbench.framing.coder.classifier import fit_coder
from workbench.framing.coder.coder_store import read_coder, write_coder

TEXTS = [f"Oil prices rose {n} % as tankers sailed." for n in range(10)] + [
    f"Envoys met on day {n}." for n in range(10)
]
ARTICLES = pd.DataFrame({"article_id": [f"a{n:02}" for n in range(20)], "text": TEXTS})
CODES = pd.DataFrame(
    {"unit_id": ARTICLES["article_id"], "coder": "joined", "frame": "oil", "value": [1] * 10 + [0] * 10}
)
NEW = pd.DataFrame({"article_id": ["n", "m"], "text": ["Tankers left as oil fell.", "Envoys talked."]})


@pytest.fixture(scope="module")
def coder():
    return fit_coder(ARTICLES, CODES)


def test_a_coder_comes_back_as_it_was(coder, tmp_path):
    back = read_coder(write_coder(coder, tmp_path / "frames"))
    pd.testing.assert_frame_equal(back.predict(NEW), coder.predict(NEW))
    pd.testing.assert_frame_equal(back.predict(ARTICLES), coder.predict(ARTICLES))
    pd.testing.assert_frame_equal(back.explain(NEW, n=3), coder.explain(NEW, n=3))
    for name in ("frames", "evaluation", "predictions", "calibration", "confusion"):
        pd.testing.assert_frame_equal(getattr(back, name), getattr(coder, name))
    assert back == coder


def test_the_same_coder_gives_the_same_bytes(coder, tmp_path):
    first, second = (write_coder(coder, tmp_path / name).read_bytes() for name in ("a.npz", "b.npz"))
    assert first == second


class _Bomb:
    def __reduce__(self):
        return (exec, ("raise SystemExit('ran')",))


@pytest.mark.parametrize("kind", ["pickle", "pickle in npz", "text", "empty", "other npz", "cut"])
def test_a_file_that_is_no_coder_is_refused_and_runs_nothing(coder, tmp_path, kind):
    path = tmp_path / "x.npz"
    if kind == "pickle":
        path.write_bytes(pickle.dumps(_Bomb()))
    elif kind == "pickle in npz":
        np.savez(path, meta=np.array([_Bomb()], dtype=object))
    elif kind == "other npz":
        np.savez(path, a=np.zeros(3))
    elif kind == "cut":
        path.write_bytes(write_coder(coder, tmp_path / "whole.npz").read_bytes()[:-200])
    else:
        path.write_text("" if kind == "empty" else "no archive")
    with pytest.raises(DataError, match=r"x\.npz"):
        read_coder(path)


def test_what_cannot_be_written_or_found_is_said(tmp_path):
    own = fit_coder(ARTICLES, CODES, features=lambda texts: np.array([[len(text), "oil" in text] for text in texts]))
    with pytest.raises(ParameterError, match="function of your own"):
        write_coder(own, tmp_path / "own")
    with pytest.raises(ParameterError, match="no file"):
        read_coder(tmp_path / "nowhere.npz")
