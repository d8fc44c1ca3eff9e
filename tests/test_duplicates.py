import pandas as pd
import pytest

from workbench.articles import find_duplicates
from workbench.errors import DataError

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
    }


def test_a_table_that_holds_no_articles():
    with pytest.raises(DataError, match="'text'"):
        find_duplicates(pd.DataFrame({"article_id": ["a"]}))
