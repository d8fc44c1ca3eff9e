"""Sentences that use the words of web pages as news does: none of them may leave the prose."""

from pathlib import Path

import pytest

from workbench.articles.blocks import find_blocks
from workbench.articles.lines import split_lines

FOLDER = Path(__file__).parent / "data" / "clean"
SENTENCES = [
    (path.stem, line.text) for path in sorted(FOLDER.glob("*.txt")) for line in split_lines(path.read_text("utf-8"))
]


def test_every_language_has_its_sentences():
    languages = [language for language, _ in SENTENCES]
    assert all(languages.count(language) >= 15 for language in ("de", "en", "es", "fr", "pt"))


@pytest.mark.parametrize(("language", "sentence"), SENTENCES)
def test_prose_stays_prose(language, sentence):
    others = [text for code, text in SENTENCES if code == language and text != sentence][:8]
    raw = "\n\n".join([*others[:4], sentence, *others[4:]])
    assert [block.kind for block in find_blocks(split_lines(raw), title="x")[0]] == ["paragraph"] * 9


@pytest.mark.parametrize("sentence", [sentence for _, sentence in SENTENCES])
def test_prose_under_a_title_stays_prose(sentence):
    title = "The Old Bridge Opens Again"
    assert find_blocks(split_lines(f"{title}\n\n{sentence}"), title=title)[0][1].kind == "paragraph"
