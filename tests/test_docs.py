"""The documentation holds what it says: names, commands and links exist, examples print what stands under them."""

import argparse
import ast
import contextlib
import importlib.util
import io
import os
import re
import shlex
import subprocess
import sys
from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from conftest import ROOT

import workbench as wb
from workbench.cli.main import _parser

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
TOLD = sorted([DOCS / "tour.md", *(DOCS / "how-to").glob("*.md")])  # pages whose code is followed step by step
BLOCK = re.compile(r"^(?P<fence>```)(?P<language>\w*)[^\n]*\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
RUN = re.compile(r"<!-- run(?:: (?P<file>[\w.]+))? -->\n```python\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)
PRINTED = re.compile(r"\s*```text\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"^(?: {4}|\t)(\S.*)$", re.MULTILINE)
COMMAND = re.compile(r"^(?:[\w./\\~-]*[/\\])?workbench(?:\.exe)? +(?P<rest>[^|;&>)]*)")
SPOKEN = re.compile(r"`workbench (?P<rest>[^`\n]+)`")


def name_of(path):
    return path.relative_to(DOCS).as_posix()


def read(path):
    return path.read_text(encoding="utf-8")


def blocks_of(path, language):
    return [match["text"] for match in BLOCK.finditer(read(path)) if match["language"] == language]


# Reference


def test_every_public_name_stands_in_the_reference_once_and_nothing_else_does():
    stated = re.findall(r"^::: (\S+)$", "\n".join(map(read, (DOCS / "reference").glob("*.md"))), re.MULTILINE)
    assert Counter(stated) == Counter(f"workbench.{name}" for name in wb.__all__)


# Python


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_python_parses_and_names_what_there_is(path):
    for code in blocks_of(path, "python"):
        if ">>>" in code:
            continue
        used = {
            node.attr
            for node in ast.walk(ast.parse(code))
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "wb"
        }
        assert used <= set(wb.__all__)


def test_some_examples_are_marked_to_be_run():
    assert sum(len(RUN.findall(read(path))) for path in TOLD) >= 5


@pytest.fixture
def study(tmp_path, monkeypatch):
    """A new study with the demo, which the examples stand in."""
    from workbench.study import write_study

    monkeypatch.chdir(write_study(tmp_path / "my-study", demo=True))


@pytest.mark.slow
@pytest.mark.parametrize("path", [path for path in TOLD if RUN.search(read(path))], ids=name_of)
@pytest.mark.usefixtures("study")
def test_examples_print_what_stands_under_them(path):
    text, names = read(path), {}
    for example in RUN.finditer(text):
        if example["file"]:
            Path(example["file"]).write_text(blocks_of(path, "toml")[0], encoding="utf-8")
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(example["code"], names)
        printed = PRINTED.match(text, example.end())
        assert said.getvalue() == (printed["text"] if printed else "")


# Commands


def commands_of(path):
    """Whole commands: lines of blocks that begin with workbench, without comments and what they are piped into."""
    text = read(path)
    lines = INDENTED.findall(text) + [line for match in BLOCK.finditer(text) for line in match["text"].splitlines()]
    for line in lines:
        found = COMMAND.match(line.strip().removeprefix("$ "))
        if found and not line.strip().startswith("workbench:"):
            yield shlex.split(found["rest"], comments=True)


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_commands_in_blocks_can_be_typed(path):
    parser = _parser()
    for words in commands_of(path):
        parser.parse_args(words)  # raises what the command line would say


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_commands_in_sentences_have_their_words(path):
    for rest in SPOKEN.findall(read(path)):
        unknown, parser = [], _parser()
        for word in re.findall(r"[^][.,=\s][^],=\s]*", rest):
            steps = _steps(parser)
            if steps and not word.startswith("-"):
                unknown += [] if word in steps or word == "COMMAND" else [word]
                parser = steps.get(word, parser)
            elif word.startswith("-") and word not in parser._option_string_actions:
                unknown.append(word)
        assert unknown == [], f"workbench {rest}"


def _steps(parser):
    actions = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    return actions[0].choices if actions else {}


# The site


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The documentation as pages, built strictly; whoever asks the network finds a closed door."""
    lacking = [name for name in ("mkdocs", "material", "mkdocstrings") if importlib.util.find_spec(name) is None]
    if lacking:
        pytest.skip(f"not installed: {', '.join(lacking)} (the extra [docs])")
    to = tmp_path_factory.mktemp("site")
    closed = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(to)]
    environment = os.environ | closed | {"NO_MKDOCS_2_WARNING": "1"}
    built = subprocess.run(command, check=False, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    return to


@pytest.fixture(scope="module")
def trees(site):
    from lxml import html

    return {path: html.parse(str(path), html.HTMLParser(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}


@pytest.mark.slow
def test_pages_load_nothing_from_outside(trees):
    outside = [
        f"{path.name}: {address}"
        for path, tree in trees.items()
        for address in tree.xpath("//*[not(self::a)]/@src | //link/@href | //object/@data | //source/@srcset")
        if urlsplit(address).netloc
    ]
    styles = [style for tree in trees.values() for style in tree.xpath("//style/text() | //@style")]
    assert outside == []
    assert [style for style in styles if re.search(r"(url\(|@import)\s*['\"]?(https?:)?//", style)] == []


@pytest.mark.slow
def test_styles_load_nothing_from_outside(site):
    asked = re.compile(r"(?:url\(|@import)\s*['\"]?(?:https?:)?//")
    assert [path.name for path in site.rglob("*.css") if asked.search(read(path))] == []


@pytest.mark.slow
def test_links_between_pages_and_their_anchors_exist(trees):
    places = {path.resolve(): set(tree.xpath("//@id | //a/@name")) for path, tree in trees.items()}
    broken = []
    for path, tree in trees.items():
        if path.name == "404.html":  # its links begin at the root of a server
            continue
        for address in tree.xpath("//a/@href"):
            file, anchor = urldefrag(address)
            if urlsplit(address).scheme or urlsplit(address).netloc:
                continue
            target = (path.parent / unquote(file)).resolve() if file else path.resolve()
            known = places.get(target, set()) | {"", "__top"}
            if not target.exists() or (target.suffix == ".html" and unquote(anchor) not in known):
                broken.append(f"{path.name}: {address}")
    assert broken == []


@pytest.mark.slow
def test_pictures_exist_have_words_and_are_small(trees):
    wrong = []
    for path, tree in trees.items():
        for image in tree.xpath("//article//img"):
            file = (path.parent / unquote(image.get("src"))).resolve()
            if not (image.get("alt") or "").strip() or not file.exists() or file.stat().st_size > 150_000:
                wrong.append(f"{path.name}: {image.get('src')}")
    assert wrong == []


@pytest.mark.slow
def test_examples_of_docstrings_are_code(trees):
    """A heading that griffe does not know would make them quotations within quotations."""
    pages = {path.stem: tree for path, tree in trees.items() if path.parent.name == "reference"}
    assert [name for name, tree in pages.items() if tree.xpath("//article//blockquote")] == []
    assert any("&gt;" in code or ">>>" in code for code in pages["framing"].xpath("//article//pre//text()"))


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index", "tour", "reference/errors"])
def test_pages_are_quiet_fit_a_phone_and_can_be_read_by_all(name, scheme, site, browser):
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": 390, "height": 800}, color_scheme=scheme, offline=True)
    page, noise = context.new_page(), []
    page.on("console", lambda message: noise.append(message.text) if message.type == "error" else None)
    page.on("requestfailed", lambda request: noise.append(request.url))
    page.goto((site / f"{name}.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.wait_for_timeout(300)
    assert noise == []  # before axe asks for the style sheets as files
    found = Axe().run(page).response["violations"]
    assert [item["id"] for item in found if item["impact"] in {"serious", "critical"}] == []
    context.close()
