"""Hostile text everywhere a page shows text, in a real browser: with the policy, and without it for the cleaning."""

from __future__ import annotations

import json
import re

import nbformat
import pandas as pd
import pytest
from payloads import PAYLOADS

from workbench import read_corpus
from workbench.plots import show_table
from workbench.reports.pages.index import render_index
from workbench.reports.pages.render import PLOTLY, render_notebook
from workbench.reports.pages.site import write_assets
from workbench.reports.record import NotebookRun, Record

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ALL = list(PAYLOADS.values())
META = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
PAGES = ["9-hostile", "index", "article"]
# Everything that could still act: handlers, addresses that are no links, elements that run or fetch.
LEFT = """() => [...document.querySelectorAll('*')].flatMap(node => {
  const found = [...node.attributes].filter(a => /^on/i.test(a.name)).map(a => a.name);
  for (const name of ['href', 'xlink:href', 'src', 'action', 'formaction', 'srcset', 'data', 'srcdoc']) {
    const said = node.getAttribute(name);
    const scheme = said ? said.replace(/[\\0-\\x20]/g, '') : '';
    if (/^(javascript|vbscript|data(?!:image\\/|:,))/i.test(scheme)) { found.push(name + '=' + said); }
  }
  const ours = document.head.contains(node) || node.closest('svg.main-svg, #js-plotly-tester')
    || node.matches('figure > script, body > script');
  if (!ours && node.matches('script,iframe,object,embed,form,base,link,meta,style,svg,math,template')) {
    found.push(node.tagName);
  }
  return found;
})"""


def output(**bundle):
    return nbformat.v4.new_output("display_data", data={key.replace("__", "/"): value for key, value in bundle.items()})


def make_figure(**words):
    """A figure of anybody's, with a payload wherever plotly shows a text."""
    texts = {"x": ALL, "y": list(range(1, len(ALL) + 1)), "hovertext": ALL, "text": ALL, "customdata": ALL}
    layout = {
        "title": {"text": ALL[0]},
        "height": 500,
        "xaxis": {"title": {"text": ALL[8]}},
        "annotations": [{"text": text, "x": 0, "y": 0} for text in ALL],
        "images": [{"source": "https://example.org/x.png", "xref": "paper", "yref": "paper", "sizex": 1, "sizey": 1}],
        "shapes": [{"type": "path", "path": "M0,0L1,1", "label": {"text": text}} for text in ALL[::9]],
        "font": {"family": "x;src:url(https://example.org/x), @import 'https://example.org/x.css'"},
        "hoverlabel": {"font": {"family": "url(https://example.org/x)"}},
        "template": {"layout": {"images": [{"source": "https://example.org/y.png"}]}},
        "__proto__": {"hit": 1},
        **words,
    }
    series = [{"type": "scatter", "y": [1], "name": text, "hovertemplate": text} for text in ALL]
    return {"data": [{"type": "bar", **texts}, *series], "layout": layout}


def make_outputs():
    table = pd.DataFrame({"label": ALL, "text": ALL} | dict.fromkeys(ALL, 1))
    meta = dict.fromkeys(("title", "sentence", "alt", "note", "name"), " ".join(ALL)) | {"headline": True}
    return [
        output(text__html=show_table(table, "hostile", caption=ALL[0], fold="label").html),
        output(**{PLOTLY: make_figure(meta=meta)}),
        output(**{PLOTLY: make_figure()}),
        *(output(text__html=text) for text in ALL),
        *(output(text__markdown=text) for text in ALL),
        output(text__html="".join(ALL)),
        nbformat.v4.new_output("stream", name="stdout", text="\n".join(ALL)),
        nbformat.v4.new_output("error", ename=ALL[0], evalue=ALL[8], traceback=ALL),
        output(text__latex=" ".join(ALL), text__plain="no"),
        output(**{"application/json": {text: text for text in ALL}}),
        output(**{"image/svg+xml": f"<svg width='9' height='9'><title>{ALL[0]}</title>{''.join(ALL[:40])}</svg>"}),
        output(**{"application/javascript": "window.hit=1", "text/plain": ALL[0]}),
        output(**{"application/vnd.jupyter.widget-view+json": {"model_id": ALL[0]}, "text/plain": ALL[0]}),
        output(text__plain=" ".join(ALL)),
    ]


def make_corpus(place):
    """Articles with payloads in titles, outlets, authors, texts and names of files; and files that are refused."""
    place.mkdir()
    rows = [
        {
            "title": text,
            "source": text,
            "author": text,
            "text": f"{text} The talks went on. {name}\n\n{text}",
            name: text,
        }
        for name, text in PAYLOADS.items()
    ]
    (place / "hostile.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    for number, text in enumerate(ALL):
        name = re.sub(r"[/\0]", "\N{FRACTION SLASH}", text)[:60]
        (place / f"{number}{name}.pdf").write_bytes(b"no")
    return read_corpus(place, strict=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Pages of a hostile notebook on hostile articles."""
    place = tmp_path_factory.mktemp("hostile") / "report"
    for name in ("notebooks", "tables"):
        (place / name).mkdir(parents=True)
    corpus = make_corpus(place.parent / "articles")
    values = {f"{number} {text}": text for number, text in enumerate(ALL)}
    runs = [NotebookRun("9-hostile", " ".join(ALL), values, made_in="".join(ALL))]
    names = [{"name": text, "bytes": 1, "sha256": text} for text in ALL]
    record = Record(
        " ".join(ALL), "".join(ALL), ALL[0], {}, names, names, {"articles": 1}, ALL[0], 0, "forked", 1, runs
    )
    read = "".join(f'<a href="articles/{name}.html#b0">read</a>' for name in corpus.articles["article_id"])
    cells = [nbformat.v4.new_markdown_cell(f"{text}\n\n## {text}\n") for text in ALL]
    code = nbformat.v4.new_code_cell("\n".join(ALL), outputs=[*make_outputs(), output(text__html=read)])
    nbformat.write(nbformat.v4.new_notebook(cells=[*cells, code]), place / "notebooks" / "9-hostile.ipynb")
    page = render_notebook(place, "9-hostile", record)
    write_assets(place)
    render_index(place, corpus, record, [page])
    assert len(page.articles) == len(corpus.articles) > 60
    (place / "article.html").write_text(_together(place), encoding="utf-8")
    for path in list(place.glob("*.html")):
        bare = META.sub("", path.read_text(encoding="utf-8"))
        assert bare != path.read_text(encoding="utf-8")
        path.with_stem(f"{path.stem}-bare").write_text(bare, encoding="utf-8")
    return place


def _together(place):
    """The pages of all articles as one, which a browser opens in a second instead of a minute."""
    pages = [path.read_text(encoding="utf-8") for path in sorted((place / "articles").glob("*.html"))]
    inner = [page.split('<main id="main">', 1)[1].split("</main>\n</div>", 1)[0] for page in pages]
    head, rest = pages[0].split('<main id="main">', 1)
    return f'{head}<main id="main">{"".join(inner)}</main>\n</div>{rest.split("</main>", 1)[1]}'


def watched(context, path):
    page = context.new_page()
    page.noise = []
    page.on("console", lambda said: page.noise.append(said.text))
    page.on("pageerror", lambda error: page.noise.append(str(error)))
    page.on("dialog", lambda dialog: (page.noise.append(dialog.message), dialog.dismiss()))
    page.on("popup", lambda popup: page.noise.append(popup.url))
    page.on(
        "request",
        lambda asked: (
            page.noise.append(asked.url) if not asked.url.startswith(("file:", "data:image", "blob:")) else None
        ),
    )
    page.goto(path.as_uri())
    page.wait_for_function(
        "document.querySelectorAll('.plot').length === document.querySelectorAll('.plot[data-drawn]').length"
    )
    return page


@pytest.fixture
def context(browser):
    made = browser.new_context(viewport={"width": 1100, "height": 900}, offline=True)
    yield made
    made.close()


def touch(page):
    """Open, point at and focus what a reader could."""
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    page.evaluate(
        "document.querySelectorAll('main *').forEach(node => { for (const kind of ['mouseover', 'focus', 'toggle'])"
        " { node.dispatchEvent(new Event(kind)); } })"
    )
    for box in page.locator(".plot").all():
        points = box.evaluate("box => box.data[0].x.length")
        for point in range(0, points, 8):
            box.evaluate("(box, n) => { Plotly.Fx.hover(box, [{curveNumber: 0, pointNumber: n}]); }", point)
            page.wait_for_timeout(5)
    page.wait_for_timeout(150)


@pytest.mark.parametrize("policy", ["", "-bare"], ids=["policy", "no policy"])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_runs_nothing_is_fetched_and_all_reads_as_written(name, policy, folder, context):
    page = watched(context, folder / f"{name}{policy}.html")
    touch(page)
    assert page.evaluate("window.hit") is None
    assert page.evaluate(LEFT) == []
    assert page.noise == []
    text = page.locator("body").inner_text()
    for written in ("<script>window.hit=1</script>", "<img src=x onerror=window.hit=1>", "{{ 7*7 }}"):
        assert written in text


def test_names_of_files_cannot_become_formulas(folder):
    rejected = pd.read_csv(folder / "tables" / "rejected.csv", dtype="str")
    assert len(rejected) > 100
    assert not rejected["source_file"].str.match(r"\s*[=+@-]").any()


@pytest.mark.parametrize(
    ("html", "policy", "runs"),
    [
        ("<script>window.hit=1</script>", True, False),
        ("<img src=x onerror=window.hit=1>", True, False),
        ("<a href='javascript:window.hit=1' id=x>x</a>", True, False),
        ("<script>window.hit=1</script>", False, True),
        ("<img src=x onerror=window.hit=1>", False, True),
    ],
)
def test_the_policy_stops_what_cleaning_would_miss(html, policy, runs, folder, context):
    """The test of the tests: the same page with a hole in it."""
    source = (folder / f"article{'' if policy else '-bare'}.html").read_text(encoding="utf-8")
    holed = folder / "holed.html"
    holed.write_text(source.replace("<!--notice-->", html, 1), encoding="utf-8")
    page = context.new_page()
    page.goto(holed.as_uri())
    page.wait_for_timeout(200)
    if "id=x" in html:
        page.evaluate("document.getElementById('x').click()")
        page.wait_for_timeout(100)
    assert page.evaluate("window.hit") == (1 if runs else None)
