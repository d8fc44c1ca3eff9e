"""What the tests of export layouts share: bytes read as a file, random titles, names and marked-up paragraphs."""

import html
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st

from workbench.articles.formats import find_layout, read_layout
from workbench.articles.record import Record, Rejected, Stated

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "data" / "exports"
bounded = settings(derandomize=True, max_examples=60, deadline=None)

_LETTERS = st.text(st.characters(categories=["Lu", "Ll", "Lo"], exclude_characters="\ue000"), min_size=1, max_size=9)
_WORDS = st.one_of(
    _LETTERS, st.sampled_from(["bridge", "Brücke", "über", "l’été", "año", "桥梁", "3,5", "AT&T", "<5", "“so”"])
)
phrases = st.lists(_WORDS, min_size=1, max_size=8).map(" ".join)
# Names begin with a letter of their own, so that none is a number, a date or a code.
names = st.lists(_LETTERS, min_size=1, max_size=3).map(lambda words: "The " + " ".join(words))
authors = st.lists(st.sampled_from(["Jane Doe", "Otto Rahn", "José Ortega y Gasset", "陈 明"]), unique=True, max_size=3)
bodies = st.lists(phrases, min_size=1, max_size=5)


def read(data, name="export.html"):
    """Return what the reader that recognises a file yields for it: records, rejections, stated counts."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        items = list(read_layout(path, name, {}))
    return [[item for item in items if isinstance(item, kind)] for kind in (Record, Rejected, Stated)]


def layout_of(data, name):
    """Return the name of the layout a file is recognised as."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        layout = find_layout(path)
    return layout and layout.name


def mark_up(text, number):
    """Return a text as HTML, one word of it inside inline markup that may begin or end within the word."""
    words = text.split(" ")
    word = words[number % len(words)]
    first, rest = html.escape(word[:1]), html.escape(word[1:])
    forms = (
        first + rest,
        f"<b>{first}</b>{rest}",
        f'<span class="companylink">{first}{rest}</span>',
        f'{first}<span class="enHighlight">{rest}</span>',
        f'<a href="http://example.org/?a=1&amp;b=2">{first}<i>{rest}</i></a>',
    )
    marked = [html.escape(word) for word in words]
    marked[number % len(words)] = forms[number % len(forms)]
    return " ".join(marked)
