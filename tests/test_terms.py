"""Terms: words and two-word terms, what parts them, and that they are counted as the words of a text are read."""

import numpy as np
import pytest

from workbench.terms import count_terms, read_stop_words
from workbench.text import split_words

STOP = read_stop_words("en")


def pairs(text: str) -> list[str]:
    return count_terms([text], stop_words=STOP, size=2).terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Human rights", ["human rights"]),
        ("human rights court", ["human rights", "rights court"]),
        ("“Human” rights’ court", ["human rights", "rights court"]),
        ("Caracas’s port", ["caracas port"]),
        ("Mr. Ruiz and Gov. Alba", ["gov alba", "mr ruiz"]),
        ("the U.S. envoy", ["u.s. envoy"]),
        ("U.S.-Venezuela talks", ["u.s. venezuela", "venezuela talks"]),
        ("the five-year plan", ["five-year plan"]),
        ("oil oil oil", ["oil oil"]),
    ],
)
def test_pairs(text: str, expected: list[str]) -> None:
    assert pairs(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "rights of states",  # a stop word between them
        "oil, gas",
        "oil; gas",
        "oil (gas)",
        "oil/gas",
        "oil – gas",
        "oil. Gas",
        "oil: gas",
        "oil\ngas",
        "oil\n\ngas",
        "oil 12 gas",
        "oil & gas",
        "oil… Gas",
        "the oil",
        "",
    ],
)
def test_what_parts_a_pair(text: str) -> None:
    assert pairs(text) == []


def test_words_are_counted_as_they_are_read() -> None:
    text = "The court’s U.S.-made oil, oil-rich 5.6 million; a x-ray's no. 3 “court” of law/oil\nLaw"
    found = count_terms([text, "", "oil"], stop_words=STOP)
    plain = [word.removesuffix("'s") for word in split_words(text)]
    kept = [word for word in plain if len(word) > 1 and not word[0].isdigit() and word not in STOP]
    assert dict(zip(found.terms, found.counts.toarray()[0], strict=True)) == {
        word: kept.count(word) for word in set(kept) | {"oil"}
    }
    assert found.terms == sorted(set(kept))
    assert found.counts.toarray()[1].sum() == 0


def test_no_text_no_term() -> None:
    for texts in ([], [""], ["12 the"]):
        found = count_terms(texts, stop_words=STOP, size=2)
        assert found.terms == []
        assert found.counts.shape == (len(texts), 0)


def test_counts_of_pairs_and_the_least_number_of_texts() -> None:
    found = count_terms(["human rights. Human rights, human court", "human rights"], min_texts=2, size=2)
    assert found.terms == ["human rights"]
    assert np.array_equal(found.counts.toarray(), [[2], [1]])
