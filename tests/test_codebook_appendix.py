"""The printed codebook: all of it stands there, and no text of a codebook can be more than text."""

import re
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workbench.errors import OutputError, ParameterError
from workbench.framing.codebook.appendix import write_codebook
from workbench.framing.codebook.codebook import Codebook, read_codebook
from workbench.framing.codebook.markup import HTML, LATEX, MARKDOWN

SOURCE = """
name = "floods"
version = "1.0"
unit = "sentence"
exclusive = true
description = "News on floods."
[[frames]]
frame = "water"
label = "High water"
definition = "The water itself, 50 % & more: C:\\\\dams_[old]."
source = "Source <https://example.org>."
include = ["Rivers.", "[Old] dams."]
exclude = ["Rain without a flood."]
questions = ["Is water where it should not be?"]
examples = [{ text = "The river *rose*.", why = "Counts." }]
[frames.patterns]
en = ["flood*", "river's {0,2} edge"]
xx = ["agua"]
[frames.exclude_patterns]
en = ["watered down"]
[[frames]]
frame = "relief"
label = "Relief"
definition = "Help."
"""


@pytest.fixture(scope="module")
def codebook(tmp_path_factory) -> Codebook:
    path = tmp_path_factory.mktemp("book") / "floods.toml"
    path.write_text(SOURCE, encoding="utf-8")
    return read_codebook(path)


def printed(codebook: Codebook, folder: Path, suffix: str) -> str:
    return write_codebook(codebook, folder / f"page{suffix}").read_text(encoding="utf-8")


class Page(HTMLParser):
    """The tags and the text of a page, its style left out."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.words: list[str] = []
        self._style = False
        self.feed(source)
        self.close()
        self.text = " ".join("".join(self.words).split())

    def handle_starttag(self, tag, attributes):
        self.tags[tag] += 1
        self.attributes |= {name for name, _ in attributes}
        self._style = tag == "style"

    def handle_endtag(self, _tag):
        self._style = False

    def handle_data(self, data):
        if not self._style:
            self.words.append(data)

    def handle_comment(self, _data):
        self.tags["comment"] += 1


@pytest.mark.parametrize("suffix", [".html", ".md", ".tex"])
def test_everything_of_the_codebook_stands_there(codebook: Codebook, tmp_path: Path, suffix: str) -> None:
    page = printed(codebook, tmp_path, suffix)
    for said in [
        "floods", "Version 1.0", codebook.hash, "sentence", "at most one frame", "News on floods.", "High water",
        "water", "Rivers.", "Rain without a flood.", "water-1", "Is water where", "Counts.", "flood*", "English: ",
        "xx: ", "agua", "watered down", "Relief", "Help.", "Frames: High water, Relief",
    ]:  # fmt: skip
        assert said in page, said
    headings = ["Include", "Exclude", "Questions", "Examples", "Patterns", "Exclusion patterns", "Source", "Help."]
    assert [page.index(heading) for heading in headings] == sorted(page.index(heading) for heading in headings)
    assert page.count("Include") == 1


@pytest.mark.parametrize(
    ("suffix", "said"),
    [
        (".html", ["50 % &amp; more: C:\\dams_[old].", "&lt;https://example.org&gt;", "river&#x27;s {0,2} edge"]),
        (".md", [r"50 % &amp; more: C:\\dams\_\[old\].", "&lt;https://example.org&gt;", "`river's {0,2} edge`"]),
        (
            ".tex",
            [r"50 \% \& more: C:\textbackslash{}dams\_[old].", r"\textless{}https://", r"\item{} [Old]", r"\{0,2\}"],
        ),
    ],
)
def test_signs_are_escaped_as_each_form_wants_it(codebook: Codebook, tmp_path: Path, suffix: str, said: list) -> None:
    page = printed(codebook, tmp_path, suffix)
    assert all(part in page for part in said)


def test_a_page_loads_nothing_and_works_in_the_dark_and_on_paper(codebook: Codebook, tmp_path: Path) -> None:
    source = printed(codebook, tmp_path, ".html")
    page = Page(source)
    assert page.tags["script"] == page.tags["link"] == page.tags["img"] == 0
    assert page.attributes <= {"lang", "charset", "name", "content", "http-equiv"}
    assert "prefers-color-scheme: dark" in source
    assert "@media print" in source


def test_the_same_codebook_is_printed_in_the_same_bytes(codebook: Codebook, tmp_path: Path) -> None:
    assert printed(codebook, tmp_path / "a", ".tex") == printed(codebook, tmp_path / "b", ".tex")


@pytest.mark.parametrize("name", ["appendix.pdf", "appendix", "appendix.htm"])
def test_other_endings_are_refused(codebook: Codebook, tmp_path: Path, name: str) -> None:
    with pytest.raises(ParameterError, match=r"Allowed: \.html, \.md, \.tex"):
        write_codebook(codebook, tmp_path / name)


def test_a_place_that_cannot_be_written_is_said(codebook: Codebook, tmp_path: Path) -> None:
    (tmp_path / "taken.md").mkdir()
    with pytest.raises(OutputError, match="cannot be written"):
        write_codebook(codebook, tmp_path / "taken.md")


def filled(codebook: Codebook, text: str) -> Codebook:
    """The codebook with one text in every place of it."""
    return replace(
        codebook,
        name=text,
        version=text,
        description=text,
        frames=codebook.frames.assign(label=text, definition=text, source=text),
        rules=codebook.rules.assign(rule=text),
        questions=codebook.questions.assign(question=text, text=text),
        examples=codebook.examples.assign(text=text, why=text),
        patterns=codebook.patterns.assign(pattern=text, language=text),
    )


HOSTILE = [
    "</p></body><script>alert(1)</script><!-- ",
    "{body} {title} {{x}} %s \\g<0>",
    "`code` ``two`` *a* _b_ **c** [x](javascript:a) ![i](u) <b>",
    "# a\n\n## b\n---\n===\n> c\n1. d\n- e\n+ f\n| g | h |\n|---|---|\n~~~\n```\n    i",
    "[^1]: a\n[x]: http://e.org\n- [ ] task\n: def\n$x^2$ ~~s~~ :smile:",
    "\\end{document} \\input{/etc/passwd} $x$ %c ^^M #1 {a} ~ _b_ \\",
    "-- --- '' ,, << >> ?` !` \"q\" \\newline[2] *[3]",
    "a\x00b\x1bc\ufffed\u2028e\u202ef 中文 \U0001f600 \u0301 \ufeff",
    "]]> &lt; &amp; &#60; &copy",
]
SIGNS = st.text(st.sampled_from("\\`*_{}[]()<>#+-.!|~&$%^:=@'\"/\n 1ax\t,;?é中\u00ad"), max_size=40)
TEXTS = st.one_of(SIGNS, st.text(max_size=30)).filter(lambda text: "x" in text or text.strip())


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("suffix", [".html", ".md"])
def test_a_hostile_text_adds_no_element_to_a_page(codebook: Codebook, tmp_path: Path, suffix: str, text: str) -> None:
    calm, wild = (page_of(printed(filled(codebook, one), tmp_path, suffix), suffix) for one in ("calm", text))
    assert without_breaks(wild.tags) == without_breaks(calm.tags)
    assert wild.attributes == calm.attributes


def page_of(source: str, suffix: str) -> Page:
    return Page(source if suffix == ".html" else rendered(source))


def rendered(source: str) -> str:
    mistune = pytest.importorskip("mistune")
    plugins = ["table", "strikethrough", "footnotes", "task_lists", "def_list", "math", "superscript"]
    return str(mistune.create_markdown(escape=False, plugins=plugins)(source))


def without_breaks(tags: Counter) -> dict:
    # A text of several paragraphs has more paragraphs and line breaks than one of one line; nothing else may differ.
    return {tag: number for tag, number in tags.items() if tag not in {"br", "p"}}


def plain(text: str) -> str:
    return " ".join(text.split())


@given(TEXTS)
@example("1. a")
@example("a\n- b")
def test_html_gives_the_text_back(text: str) -> None:
    page = Page(HTML.prose(HTML.text(text)).replace("<br>", "<br> "))
    assert page.text == plain(text)
    assert set(page.tags) <= {"p", "br"}
    assert Page(HTML.code(text)).tags == {"code": 1}


@given(TEXTS)
@example("1. a")
@example("12) b")
@example("a *b* [c](d) <e>")
def test_markdown_gives_the_text_back(text: str) -> None:
    text = plain(text)
    page = Page(rendered(MARKDOWN.prose(MARKDOWN.text(text))))
    assert page.text == text
    assert set(page.tags) <= {"p"}
    code = Page(rendered(f"x {MARKDOWN.code(text)}"))
    assert code.tags == {"p": 1, "code": 1}


PLAIN_OF = {
    **{f"\\{sign}": sign for sign in "{}#$%&_"},
    "\\textbackslash{}": "\\",
    "\\textasciicircum{}": "^",
    "\\textasciitilde{}": "~",
    "\\textless{}": "<",
    "\\textgreater{}": ">",
    "\\textbar{}": "|",
    "\\textasciigrave{}": "`",
    "\\textquotedbl{}": '"',
    "\\-": "\u00ad",
    "\\newline": "",
    "{}": "",
    "~": "\u00a0",
}
TOKEN = re.compile("|".join([r"\\codebooksign\{[0-9A-F]+\}\{(.)\}", *map(re.escape, sorted(PLAIN_OF, key=len)[::-1])]))


@given(TEXTS)
@example("\\end{document}%$#&_^~{}")
@example("--- '' ,,")
def test_latex_gives_the_text_back_and_leaves_no_special_sign(text: str) -> None:
    written = LATEX.text(text)
    back = TOKEN.sub(lambda match: match[1] or PLAIN_OF.get(match[0], ""), written)
    assert plain(back) == plain(text).replace("\ufffd", "[U+FFFD]")
    rest = TOKEN.sub("", written)
    assert not set(rest) & set('\\{}$&#^_~%"<>|`')
    assert not re.search("--|''|,,", written)
    assert all(sign.isascii() or sign in "–—‘’“”…€ȘșȚț‚„†‡•‰‹›™" or ord(sign) < 0x17F for sign in rest)


@pytest.mark.slow
@pytest.mark.parametrize("program", ["pdflatex", "xelatex", "lualatex"])
def test_latex_compiles_alone_and_in_a_paper(codebook: Codebook, tmp_path: Path, program: str) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    write_codebook(filled(codebook, "\n\n".join(HOSTILE)), tmp_path / "codebook.tex")
    fonts = r"\usepackage[T1]{fontenc}\usepackage{textcomp}"
    paper = rf"\documentclass{{article}}{fonts}\begin{{document}}\input{{codebook}}\end{{document}}"
    (tmp_path / "paper.tex").write_text(paper, encoding="utf-8")
    for name in ("codebook", "paper"):
        command = [program, "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", f"{name}.tex"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
        assert done.returncode == 0, done.stdout[-2000:]
