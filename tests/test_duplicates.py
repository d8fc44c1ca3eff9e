import random
import unicodedata

import numpy as np
import pandas as pd
import pytest

from workbench.articles import candidates, copies, find_duplicates, shingles
from workbench.errors import DataError, ParameterError

WORDS = [f"w{''.join(chr(97 + int(digit)) for digit in str(number))}" for number in range(400)]
WHOLE = " ".join(WORDS[:200])
CUT = " ".join(WORDS[:80])
EDITED = " ".join([*WORDS[:120], "new", *WORDS[121:190], *WORDS[390:]])
HALF = " ".join([*WORDS[:110], *WORDS[200:290]])
QUOTED = " ".join([*WORDS[300:390], *WORDS[:40]])


def articles(**texts):
    days = pd.to_datetime([f"2025-11-{number + 1:02d}" for number in range(len(texts))], utc=True)
    return pd.DataFrame({"article_id": list(texts), "text": list(texts.values()), "published": days})


@pytest.mark.parametrize(
    ("text", "kind"),
    [(WHOLE, "identical"), (WHOLE.upper(), "identical"), (EDITED, "wire copy"), (CUT, "cut"), (HALF, "partial")],
)
def test_kinds_of_copies(text, kind):
    found = find_duplicates(articles(first=WHOLE, second=text)).iloc[0]
    assert (found["article_id"], found["duplicate_of"], found["kind"], found["days_apart"]) == (
        "second",
        "first",
        kind,
        1.0,
    )
    assert 0.5 <= found["containment"] <= 1


@pytest.mark.parametrize("text", [QUOTED, " ".join(WORDS[200:]), " ".join(reversed(WORDS[:200])), "w", "", None])
def test_no_copies(text):
    assert find_duplicates(articles(first=WHOLE, second=text)).empty


def test_the_earliest_then_the_longest_is_repeated():
    table = articles(cut=CUT, whole=WHOLE)
    assert find_duplicates(table)["duplicate_of"].tolist() == ["cut"]
    undated = find_duplicates(table.drop(columns="published"))
    assert undated["duplicate_of"].tolist() == ["whole"]
    assert undated["days_apart"].isna().all()


def test_groups_are_numbered_and_order_does_not_matter():
    table = articles(a=WHOLE, b=CUT, c=" ".join(WORDS[200:]), d=" ".join(WORDS[200:]), e=EDITED)
    found = find_duplicates(table)
    assert dict(zip(found["article_id"], found["group"], strict=True)) == {"b": 0, "e": 0, "d": 1}
    pd.testing.assert_frame_equal(find_duplicates(table.sample(frac=1, random_state=1)), found)


def test_empty_tables_have_their_types():
    found = find_duplicates(articles())
    assert found.empty
    assert found.dtypes.astype(str).to_dict() == {
        "article_id": "str",
        "duplicate_of": "str",
        "group": "Int64",
        "kind": "str",
        "containment": "float64",
        "days_apart": "float64",
        "outlets": "Int64",
    }


def test_a_table_that_holds_no_articles():
    with pytest.raises(DataError, match="'text'"):
        find_duplicates(pd.DataFrame({"article_id": ["a"]}))


# ---- many texts at once: invented words, so that nothing is shared by chance

RANDOM = random.Random(0)
VOCABULARY = ["".join(RANDOM.choices("abcdefghijklmnopqrst", k=6)) for _ in range(5000)]


def invent(words):
    return " ".join(RANDOM.choices(VOCABULARY, k=words))


def edit(text, share):
    words = text.split()
    for place in RANDOM.sample(range(len(words)), round(share * len(words))):
        words[place] = "edited"
    return " ".join(words)


def table(texts, **columns):
    return pd.DataFrame({"article_id": [f"{n:04d}" for n in range(len(texts))], "text": texts, **columns})


def found_in(texts, **given):
    """Return the copies found, as places in the list of texts."""
    found = find_duplicates(table(texts), **given)
    return found.assign(article_id=found["article_id"].astype(int), duplicate_of=found["duplicate_of"].astype(int))


def naive_containment(one, other):
    sets = [{tuple(words[i : i + 5]) for i in range(len(words) - 4)} for words in (one.split(), other.split())]
    return len(sets[0] & sets[1]) / min(map(len, sets))


def test_containment_is_exact():
    texts = [invent(RANDOM.randint(20, 300)) for _ in range(60)]
    texts += [edit(text, RANDOM.uniform(0, 0.1)) for text in texts]
    found = found_in(texts)
    pairs = zip(found["duplicate_of"], found["article_id"], strict=True)
    expected = [naive_containment(texts[one], texts[other]) for one, other in pairs]
    np.testing.assert_allclose(found["containment"], expected)
    missed = [n for n in range(60) if naive_containment(texts[n], texts[n + 60]) >= 0.5]
    assert len(found) == len(missed)


@pytest.mark.parametrize("batch", [50, 1000])
def test_batches_do_not_change_the_result(monkeypatch, batch):
    texts = [invent(40) for _ in range(30)] + ["", None]
    texts += [None if text is None else edit(text, 0.04) for text in texts]
    whole = found_in(texts)
    for module, name in ((shingles, "BATCH"), (copies, "BATCH"), (candidates, "SLICE")):
        monkeypatch.setattr(module, name, batch)
    pd.testing.assert_frame_equal(found_in(texts), whole)
    assert len(whole) == 30


def test_a_group_of_200_copies_is_found_whole_among_texts_with_a_footer():
    story, footer = invent(300), invent(60)
    versions = [story, *(edit(story, share) for share in (0.03, 0.08) for _ in range(60))]
    versions += [" ".join(story.split()[: RANDOM.randint(90, 180)]) for _ in range(79)]
    texts = [f"{text}\n\n{footer}" for text in [*versions, *(invent(RANDOM.randint(70, 300)) for _ in range(300))]]
    found = found_in(texts)
    assert found["article_id"].max() < 200
    assert len(found) == 199
    assert set(found["group"]) == {0}


@pytest.mark.parametrize("size", [30, 400])
@pytest.mark.parametrize("words", [50, 70, 300])
def test_a_footer_makes_no_copies(size, words):
    footer = invent(60)
    assert found_in([f"{invent(words)} {footer}" for _ in range(size)]).empty


def test_a_long_quotation_makes_no_copies():
    statement = invent(100)
    assert found_in([f"{invent(400)} {statement} {invent(300)}" for _ in range(2)]).empty


def test_edited_versions_meet_in_the_original():
    original = invent(400)
    edited = [edit(original, 0.08) for _ in range(12)]
    assert naive_containment(edited[0], edited[1]) < 0.5
    dates = pd.date_range("2025-11-01", periods=13, tz="UTC")
    found = find_duplicates(table([*edited, original], published=dates))
    assert len(found) == 12
    assert set(found["group"]) == {0}
    assert (found["containment"] >= 0.5).all()


def test_unrelated_halves_are_not_chained():
    one, other = invent(200), invent(200)
    found = found_in([one, other, f"{one} {other}"])
    assert found[["article_id", "duplicate_of"]].to_numpy().tolist() in ([[0, 2]], [[2, 0]], [[0, 2], [1, 2]])
    dated = find_duplicates(table([one, other, f"{one} {other}"], published=pd.date_range("2025", periods=3)))
    assert dated[["article_id", "duplicate_of"]].to_numpy().tolist() == [["0002", "0000"]]


def test_a_brief_that_two_stories_hold_does_not_join_them():
    brief = invent(40)
    texts = [brief, f"{invent(500)} {brief}", f"{brief} {invent(600)}"]
    found = find_duplicates(table(texts, published=pd.date_range("2025", periods=3)))
    assert len(found) == 1
    assert found["kind"].tolist() == ["cut"]


@pytest.mark.parametrize(("words", "copies_found"), [(0, 0), (4, 0), (8, 0), (9, 1), (25, 1)])
def test_short_texts(words, copies_found):
    text = " ".join(WORDS[:words])
    assert len(found_in([text, text])) == copies_found


@pytest.mark.parametrize("text", [None, float("nan"), 5, "", "...", "\ud800 \x00"])
def test_what_is_no_text_is_no_copy(text):
    assert found_in(pd.Series([text, text, WHOLE], dtype="object")).empty


def test_one_article():
    assert found_in([WHOLE]).empty


@pytest.mark.parametrize(
    "change",
    [
        str.upper,
        lambda text: text.replace(" ", ", "),
        lambda text: f"“{text}”".replace(" ", "\n"),
        lambda text: unicodedata.normalize("NFD", text),
    ],
)
def test_case_punctuation_and_accents_do_not_matter(change):
    text = " ".join(f"é{word}ñ" for word in WORDS[:30])
    assert found_in([text, change(text)])["kind"].tolist() == ["identical"]


@pytest.mark.parametrize("start", [0x4E00, 0x30A1, 0x0E01])  # Chinese, Japanese, Thai
def test_scripts_without_spaces_are_read_by_character(start):
    text = "".join(chr(start + RANDOM.randrange(40)) for _ in range(200))
    other = "".join(chr(start + RANDOM.randrange(40)) for _ in range(200))
    found = found_in([text, f"{other[:20]}。{text[:90]}。{other[20:30]}", other])
    assert found[["article_id", "duplicate_of", "kind"]].to_numpy().tolist() == [[1, 0, "partial"]]


def test_outlets_are_counted_once_each_and_only_where_stated():
    texts = [WHOLE] * 4 + [invent(50)] * 2
    found = find_duplicates(table(texts, outlet=["Post", "Wire", "Post", None, None, None]))
    assert found.groupby("group")["outlets"].unique().map(list).to_dict() == {0: [2], 1: [0]}
    assert found_in(texts)["outlets"].unique().tolist() == [0]


def test_threshold():
    assert found_in([WHOLE, HALF], threshold=0.6).empty
    assert len(found_in([WHOLE, QUOTED], threshold=0.2)) == 1
    assert found_in([WHOLE, WHOLE], threshold=1)["kind"].tolist() == ["identical"]


@pytest.mark.parametrize("threshold", [0, -1, 1.1, "high", None, True, float("nan")])
def test_thresholds_that_are_none(threshold):
    with pytest.raises(ParameterError, match="threshold"):
        find_duplicates(table([WHOLE]), threshold=threshold)


def test_an_id_that_stands_twice():
    with pytest.raises(DataError, match="drop_duplicates"):
        find_duplicates(pd.DataFrame({"article_id": ["a", "a"], "text": [WHOLE, WHOLE]}))


def test_the_index_of_the_table_does_not_matter():
    indexed = table([WHOLE, CUT]).set_axis([7, 7])
    assert find_duplicates(indexed)["article_id"].tolist() == ["0001"]
