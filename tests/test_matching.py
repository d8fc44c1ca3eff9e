"""The fast matcher against one that is slow and plain, on random texts and patterns."""

import re
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workbench.errors import ParameterError
from workbench.framing import Codebook, find_hits, read_codebook, score_frames
from workbench.framing.codebook.patterns import compile_word, parse_pattern
from workbench.framing.dictionary.matching import Matcher
from workbench.framing.dictionary.negation import is_denied
from workbench.text import count_words, find_units, iterate_words, split_sentences

TEXT_WORDS = (
    "oil Oil OIL oils oil's Oil’s oilfield crude the The a deal deals no not without only or and neither nor sin "
    "sanctions Sanción lift lifted U.S. Mr. e.g. İstanbul STRASSE Straße ﬁeld ΟΔΟΣ 5 5.6 co-op x-ray oil-rich _ — »"
)
BETWEEN = [" "] * 12 + [
    ", ",
    ". ",
    "! ",
    "\n",
    "\n\n",
    "; ",
    "  ",
    "-",
    " “",
    "” ",
    "…",
    ".",
    "\t",
    "\u00a0",
    "\u2028",
    "",
]
PATTERN_WORDS = (
    "oil oil* *il o*l oils the a deal* sanction* sanción lift* u.s. istanbul straße ﬁeld οδος 5.6 co-op no x*y"
)


def plain_matches(text: str, pattern: str) -> list[tuple[int, int]]:
    """Try every pattern at every word; of matches inside each other keep the shortest."""
    parsed = parse_pattern(pattern)
    words = list(iterate_words(text))
    expected = [compile_word(word) for word in parsed.words]

    def ends(place: int, number: int) -> set[int]:
        if not expected[number].fullmatch(words[place][0]):
            return set()
        if number == len(expected) - 1:
            return {place}
        least, most = parsed.gaps[number]
        found = set()
        for following in range(place + 1 + least, min(place + 2 + most, len(words))):
            joint = text[words[place][2] : words[following][1]]
            if most or re.fullmatch(r"(?:[^\S\n]|[-‐‑–'\"‘’“”«»])*", joint):
                found |= ends(following, number + 1)
        return found

    pairs = [(first, last) for first in range(len(words)) for last in ends(first, 0)]
    if any(most for _, most in parsed.gaps):
        sentences = split_sentences(text)
        pairs = [
            (first, last)
            for first, last in pairs
            if any(start <= words[first][1] and words[last][1] < stop for start, stop in sentences)
        ]
    return [pair for pair in pairs if not any(pair[0] <= a and b <= pair[1] and (a, b) != pair for a, b in pairs)]


def plain_hits(text: str, patterns: pd.DataFrame) -> list[tuple[str, str, int, int, bool]]:
    words = list(iterate_words(text))
    hits = []
    for frame in patterns["frame"].unique():
        found, excluded = [], set()
        for number, row in enumerate(patterns.itertuples()):
            if row.frame == frame:
                for first, last in plain_matches(text, row.pattern):
                    if row.exclude:
                        excluded |= set(range(first, last + 1))
                    else:
                        start, end = words[first][1], words[last][2]
                        found.append((start - end, start, number, end, set(range(first, last + 1))))
        taken: set[int] = set()
        for _, start, number, end, places in sorted(found, key=lambda match: match[:3]):
            if not places & taken and not places <= excluded:
                taken |= places
                hits.append((start, end, number, frame, min(places), max(places)))
    return [
        (frame, patterns["pattern"].iloc[number], start, end, plainly_denied(text, words, first, last))
        for start, end, number, frame, first, last in sorted(hits)
    ]


def plainly_denied(text: str, words: list[tuple[str, int, int]], first: int, last: int) -> bool:
    start, stop = next(span for span in split_sentences(text) if span[0] <= words[first][1] < span[1])
    before = sum(word[1] < start for word in words)
    sentence = [word for word in words if start <= word[1] < stop]
    return is_denied(text, sentence, first - before, last - before)


@st.composite
def texts(draw: st.DrawFn) -> str:
    words = draw(st.lists(st.sampled_from(TEXT_WORDS.split()), max_size=30))
    return "".join(word + draw(st.sampled_from(BETWEEN)) for word in words)


@st.composite
def written_patterns(draw: st.DrawFn) -> str:
    words = draw(st.lists(st.sampled_from(PATTERN_WORDS.split()), min_size=1, max_size=3))
    gaps = [draw(st.sampled_from(["", "", " {0,1}", " {1,2}", " {0,3}", " {2,5}"])) for _ in words[1:]]
    return "".join(word + gap + " " for word, gap in zip(words, [*gaps, ""], strict=True)).strip()


@st.composite
def codebooks(draw: st.DrawFn) -> Codebook:
    rows = draw(
        st.lists(st.tuples(st.sampled_from(["one", "two"]), written_patterns(), st.sampled_from([False, False, True])),
                 min_size=1, max_size=8, unique_by=lambda row: row[:2])
    )  # fmt: skip
    table = pd.DataFrame(sorted(rows, key=lambda row: row[0]), columns=["frame", "pattern", "exclude"])
    plain = [parse_pattern(pattern).text for pattern in table["pattern"]]
    return replace(EMPTY, patterns=table.assign(pattern=plain, language="en"))


_SHIPPED = read_codebook("generic")
_TABLES = ("frames", "rules", "questions", "examples", "patterns")
EMPTY = replace(_SHIPPED, description="", **{name: getattr(_SHIPPED, name).head(0) for name in _TABLES})


def book(*patterns: tuple[str, str, bool]) -> Codebook:
    return replace(EMPTY, patterns=pd.DataFrame(patterns, columns=["frame", "pattern", "exclude"]))


@given(st.lists(texts(), min_size=1, max_size=4), codebooks())
@example(["Lift oil. Lift the oil, the U.S. oil"], book(("one", "lift* {0,3} oil", False), ("one", "oil", False)))
@example(["no oil", "oil"], book(("one", "oil", False), ("two", "no {0,1} oil", True)))
def test_hits_are_those_of_the_plain_matcher(written: list[str], codebook: Codebook) -> None:
    articles = pd.DataFrame({"article_id": [str(number) for number in range(len(written))], "text": written})
    hits = find_hits(articles, codebook)
    for article_id, text in zip(articles["article_id"], written, strict=True):
        mine = hits[hits["article_id"] == article_id]
        columns = [mine[name].tolist() for name in ("frame", "pattern", "start", "end", "negated")]
        assert list(zip(*columns, strict=True)) == plain_hits(text, codebook.patterns)
        assert mine["match"].tolist() == [text[a:b] for a, b in zip(mine["start"], mine["end"], strict=True)]


@given(
    st.lists(st.sampled_from("oil lift the no U.S. oil, lift. lift; the\nUp oil-lift".split(" ")), max_size=40),
    st.sampled_from([(0, 1), (0, 3), (1, 1), (1, 3), (2, 10)]),
    st.sampled_from([(0, 0), (0, 2), (1, 4)]),
)
def test_words_between_are_those_of_the_plain_matcher(
    words: list[str], gap: tuple[int, int], other: tuple[int, int]
) -> None:
    text = " ".join(words)
    first, second = (f"{{{least},{most}}} " if most else "" for least, most in (gap, other))
    codebook = book(
        ("one", f"lift* {first}oil*", False),
        ("two", parse_pattern(f"the {first}lift {second}*o*").text, False),
        ("two", f"lift {first}the", False),
        ("two", f"no {first}u.s.", True),
    )
    hits = find_hits(pd.DataFrame({"article_id": ["a"], "text": [text]}), codebook)
    columns = [hits[name].tolist() for name in ("frame", "pattern", "start", "end", "negated")]
    assert list(zip(*columns, strict=True)) == plain_hits(text, codebook.patterns)


@given(st.lists(texts(), min_size=1, max_size=4), codebooks(), st.sampled_from(["article", "paragraph", "sentence"]))
def test_scores_are_the_hits_and_words_of_each_unit(written: list[str], codebook: Codebook, unit: str) -> None:
    articles = pd.DataFrame({"article_id": [str(number) for number in range(len(written))], "text": written})
    hits, scores = find_hits(articles, codebook, unit=unit), score_frames(articles, codebook, unit=unit, min_hits=1)
    units = find_units(articles, unit=unit)
    frames = codebook.patterns.loc[~codebook.patterns["exclude"], "frame"].unique().tolist()
    assert scores["unit_id"].tolist() == [name for name in units["unit_id"] for _ in frames]
    assert scores["frame"].tolist() == frames * len(units)
    counted = [count_words(text) for text in units["text"]]
    assert scores["words"].tolist() == [words for words in counted for _ in frames]
    found = hits[~hits["negated"]].groupby(["unit_id", "frame"]).size().to_dict()
    assert scores["hits"].tolist() == [found.get((name, frame), 0) for name in units["unit_id"] for frame in frames]
    spans = units.set_index("unit_id")
    for hit in hits.itertuples():
        assert spans["start"][hit.unit_id] <= hit.start < spans["end"][hit.unit_id]


@given(st.lists(st.text(alphabet="oO il'’-.ıİßẞﬁΣσς\u0307\u200d5_\n\u2028é", max_size=20), min_size=1, max_size=5))
def test_any_letters_keep_words_and_offsets(written: list[str]) -> None:
    matcher = Matcher([parse_pattern(pattern) for pattern in ("*o*", "i", "οσ*")])
    for _ in range(2):  # with new tokens, then with known ones
        reading, matches = matcher.match(written)
        words = [word for text in written for word in iterate_words(text)]
        numbers = reading.numbers[matches.firsts].tolist()
        pieces = zip(reading.word_starts[matches.firsts], reading.word_ends[matches.lasts], strict=True)
        assert [reading.text[a:b].lower().replace("’", "'") for a, b in pieces] == [
            words[number][0] for number in numbers
        ]
        assert matches.patterns.tolist().count(0) == sum("o" in word.removesuffix("'s") for word, _, _ in words)


@pytest.mark.parametrize("count", [1, 300])
def test_any_number_of_patterns(count: int) -> None:
    patterns = [parse_pattern(f"word{letter}{'x' * (number % 7)}*".replace("word", "oil")) for number in range(count)
                for letter in "ab"]  # fmt: skip
    _, matches = Matcher(patterns).match(["Oila, oilb, oilax, oil.", "oilbxxxxxx"])
    assert len(matches.patterns) > 0
    assert matches.patterns.tolist() == sorted(matches.patterns.tolist())


def test_no_patterns_find_nothing() -> None:
    reading, matches = Matcher([]).match(["Oil, not gas."])
    assert [len(column) for column in matches] == [0, 0, 0]
    assert len(reading.negators) == 1


def test_a_pattern_that_is_none_is_refused() -> None:
    with pytest.raises(ParameterError, match="ends with a gap"):
        find_hits(pd.DataFrame({"article_id": ["a"], "text": ["Oil."]}), book(("one", "oil {0,3}", False)))


def test_what_was_learnt_halfway_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    matcher = Matcher([parse_pattern("oil")])
    with monkeypatch.context() as patched:
        patched.setattr(
            "workbench.framing.dictionary.reading.np.repeat", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt)
        )
        with pytest.raises(KeyboardInterrupt):
            matcher.match(["Oil and more oil"])
    assert len(matcher.match(["Oil and more oil"])[1].patterns) == 2


@pytest.mark.parametrize(
    "text", ["oil " * 30_000, "no oil " * 20_000, "oil, " * 20_000 + "field", "lift " * 20_000 + "oil"]
)
def test_long_texts_take_reasonable_steps(text: str) -> None:
    codebook = book(("one", "oil", False), ("one", "oil field", False), ("two", "lift {0,9} oil", False))
    hits = find_hits(pd.DataFrame({"article_id": ["a"], "text": [text]}), codebook)
    assert hits["frame"].value_counts()["one"] == text.count("oil")
