"""The trained coder: learns, never predicts what it saw, says what it could not learn, refuses bad codes."""

import numpy as np
import pandas as pd
import pytest

from workbench.errors import DataError, ParameterError
from workbench.framing import read_codebook
from workbench.framing.coder.classifier import fit_coder
from workbench.framing.coder.learner import _precision
from workbench.framing.coder.learning import continue_learning, score_learning

OIL = ["Oil prices rose as tankers sailed", "Crude exports fell at the terminal", "The refinery cut its barrels"]
TALKS = ["Envoys met for talks in the capital", "The ministers signed a treaty", "Diplomats spoke of a summit"]


def study(size: int = 60, *, seed: int = 0) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return articles on oil or on talks, and codes of both frames."""
    generator = np.random.default_rng(seed)
    oil = generator.random(size) < 0.5
    texts = [
        f"{generator.choice(OIL if own else TALKS)} on day {n}, {generator.integers(99)} people said."
        for n, own in enumerate(oil)
    ]
    ids = [f"a{number:03d}" for number in range(size)]
    articles = pd.DataFrame({"article_id": ids, "text": texts, "outlet": ["Post", "Herald", "Ledger"] * (size // 3)})
    parts = [
        pd.DataFrame({"unit_id": ids, "coder": "joined", "frame": frame, "value": values.astype(int)})
        for frame, values in (("oil", oil), ("talks", ~oil))
    ]
    return articles, pd.concat(parts, ignore_index=True)


ARTICLES, CODES = study()


@pytest.fixture(scope="module")
def coder():
    return fit_coder(ARTICLES, CODES)


def test_it_learns_what_words_tell(coder):
    scores = coder.evaluation.set_index(["frame", "measure"])["value"]
    assert scores["all frames", "micro f1"] > 0.9
    new = pd.DataFrame({"article_id": ["n", "m"], "text": ["Tankers left with crude.", "Diplomats met at the summit."]})
    present = coder.predict(new).pivot(index="article_id", columns="frame", values="present")
    assert present.loc["n"].to_dict() == {"oil": True, "talks": False}
    assert present.loc["m"].to_dict() == {"oil": False, "talks": True}


def test_what_it_saw_is_predicted_by_models_that_did_not(coder):
    known = coder.predict(ARTICLES)
    assert set(known["training"]) == {"cross-fitted"}
    pd.testing.assert_frame_equal(
        known.sort_values(["unit_id", "frame"], ignore_index=True),
        coder.predictions.sort_values(["unit_id", "frame"], ignore_index=True),
    )
    new = ARTICLES.head(2).assign(article_id=["x", "y"], text=["Something else.", "Nothing."])
    assert set(coder.predict(new)["training"]) == {"none"}


def test_noise_is_not_learned():
    generator = np.random.default_rng(5)
    codes = CODES.assign(value=generator.integers(0, 2, len(CODES)))
    scores = fit_coder(ARTICLES, codes).evaluation.set_index(["frame", "measure"])["value"]
    assert scores["oil", "precision"] < 0.75  # a coder that saw its own test would be near 1


def test_a_copy_of_a_coded_text_counts_as_seen(coder):
    copy = ARTICLES.head(1).assign(article_id="copy")
    first = coder.predict(ARTICLES.head(1))["probability"].to_numpy()
    assert np.allclose(coder.predict(copy)["probability"].to_numpy(), first)


def test_the_same_seed_gives_the_same_coder_in_any_order(coder):
    again = fit_coder(ARTICLES[::-1], CODES.sample(frac=1, random_state=1))
    pd.testing.assert_frame_equal(again.predict(ARTICLES), coder.predict(ARTICLES))
    pd.testing.assert_frame_equal(again.evaluation, coder.evaluation)


def test_whole_outlets_can_be_left_out():
    found = fit_coder(ARTICLES, CODES, groups="outlet", folds=3)
    assert found.groups == "outlet"
    with pytest.raises(ParameterError, match="outlet"):
        found.predict(ARTICLES.drop(columns="outlet"))


def test_words_that_moved_a_prediction_are_named(coder):
    new = pd.DataFrame({"article_id": ["n"], "text": ["Tankers left with crude."]})
    words = coder.explain(new, n=3)
    strongest = words[words["frame"] == "oil"].iloc[0]
    assert strongest["word"] in {"tankers", "crude"}
    assert strongest["weight"] > 0


def test_a_rare_frame_is_not_learned_and_said_so():
    rare = CODES[CODES["frame"] == "oil"].assign(frame="law", value=[1] + [0] * 59)
    found = fit_coder(ARTICLES, pd.concat([CODES, rare], ignore_index=True))
    assert "law" not in set(found.predict(ARTICLES)["frame"])
    assert "law" in found.note


def test_exclusive_codes_give_one_frame_a_unit():
    found = fit_coder(ARTICLES, CODES)
    assert found.exclusive
    assert (found.predict(ARTICLES).groupby("unit_id")["present"].sum() == 1).all()


def test_features_of_ones_own():
    found = fit_coder(
        ARTICLES, CODES, features=lambda texts: np.array([["oil" in text.lower(), len(text)] for text in texts])
    )
    assert found.features == "callable"
    assert len(found.predict(ARTICLES.head(3))) == 6


@pytest.mark.parametrize(
    ("codes", "error", "message"),
    [
        (CODES.head(5), DataError, "few"),
        (CODES.assign(value=2), DataError, "Allowed"),
        (CODES.assign(unit_id="z" + CODES["unit_id"]), DataError, "za000"),
        (pd.concat([CODES, CODES.assign(coder="B")]), DataError, "join_codes|twice"),
    ],
)
def test_bad_codes_are_named(codes, error, message):
    with pytest.raises(error, match=message):
        fit_coder(ARTICLES, codes)


@pytest.mark.parametrize("options", [{"features": "tfdif"}, {"unit": "page"}, {"groups": "paper"}])
def test_wrong_options_name_those_allowed(options):
    with pytest.raises(ParameterError):
        fit_coder(ARTICLES, CODES, **options)


def test_codes_of_frames_the_codebook_does_not_have():
    with pytest.raises(DataError, match="oil"):
        fit_coder(ARTICLES, CODES, codebook=read_codebook("generic"))


def test_learning_grows_with_codes():
    curve = score_learning(ARTICLES, CODES, sizes=[20, 60])
    macro = curve[curve["measure"] == "macro f1"].set_index("units")["value"]
    width = curve[curve["measure"] == "interval width"].set_index("units")["value"]
    assert macro[60] >= macro[20]
    assert width[60] < width[20]
    assert curve.attrs["more"] > 0


def test_models_of_a_coder_taken_over_change_no_learning_curve():
    fitted = fit_coder(ARTICLES, CODES).fitted
    curve = continue_learning(ARTICLES, CODES, fitted, codebook=None, unit="article")
    pd.testing.assert_frame_equal(curve, score_learning(ARTICLES, CODES))


@pytest.mark.parametrize("digits", [0, 1, 8])  # with few digits many units share a decision
def test_average_precision_is_that_of_scikit_learn(digits):
    from sklearn.metrics import average_precision_score

    random = np.random.default_rng(digits)
    for units in range(2, 60):
        seen, decisions = random.random(units) < 0.3, random.normal(size=units).round(digits)
        seen[0] = True
        assert _precision(seen, decisions) == pytest.approx(average_precision_score(seen, decisions), abs=1e-12)
