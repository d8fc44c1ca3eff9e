"""Hold what we read of web pages against gold text and gold dates, beside trafilatura and newspaper4k.

    python benchmarks/pages.py FOLDER [--half held] [--peer PYTHON] [--dates FILE FOLDER]

FOLDER has the layout of Zyte's article-extraction-benchmark: `ground-truth.json` (name -> articleBody, and here also
datePublished where known) and `html/NAME.html.gz`. FILE has the layout of htmldate's `tests/eval_*.json` (address ->
file, date), its FOLDER the pages. Neither set is part of this project: take a checkout of those projects. PYTHON is an
interpreter that has newspaper4k, in an environment of its own.

The measure is that of the article-extraction-benchmark: shares of four-word sequences, averaged over pages. Halves are
drawn by a hash of the page's name; rules are made on "dev" alone. Intervals are 95 % bootstrap intervals over pages.
CPU seconds are of one process each, after a first run over all pages that is not counted: ours from the file to the
tables of a corpus, newspaper4k from the text of the page, without download.
"""

import argparse
import gzip
import hashlib
import json
import logging
import os
import platform
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

PEER = """
import json, logging, sys, time, warnings
warnings.filterwarnings("ignore"); logging.disable(logging.CRITICAL)
import newspaper
def read(page):
    article = newspaper.Article("https://example.com/story.html")
    try:
        article.download(input_html=page)
        article.parse()
    except Exception:
        return "", None
    return article.text, str(article.publish_date)[:10] if article.publish_date else None
pages = json.load(sys.stdin)
for page in pages.values():
    read(page)
started = time.process_time()
found = {name: read(page) for name, page in pages.items()}
json.dump([time.process_time() - started, found], sys.stdout)
"""
KEPT = ("paragraph", "list_item", "heading", "headline", "faq_question", "faq_answer", "callout")
Found = Mapping[str, tuple[str, str | None]]
Counts = tuple[int, int, int]


def main() -> None:
    """Print the table of texts, and that of dates."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", choices=("all", "dev", "held"), default="all")
    parser.add_argument("--peer", help="an interpreter that has newspaper4k")
    parser.add_argument("--dates", nargs=2, type=Path, metavar=("FILE", "FOLDER"))
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)
    machine = f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{time.strftime('%Y-%m-%d')}, {machine}")
    truth = json.loads((given.folder / "ground-truth.json").read_text(encoding="utf-8"))
    pages = {name: _page(given.folder, name) for name in sorted(truth) if _is_in(name, given.half)}
    results = run(pages, given.peer)
    print_texts({name: truth[name]["articleBody"] for name in pages}, results)
    dated = {name: truth[name].get("datePublished") for name in pages if "datePublished" in truth[name]}
    if dated:
        print_dates(dated, {**results, "htmldate, extensive": _htmldate(pages)})
    if given.dates:
        run_dates(*given.dates, half=given.half)


def run(pages: Mapping[str, bytes], peer: str | None) -> dict[str, tuple[float, Found]]:
    """Return CPU seconds and what each way found, by its name."""
    results = {
        "ours, articles.text": _ours(pages, ("paragraph", "list_item")),
        "ours, with headings": _ours(pages, KEPT),
        "trafilatura, precision": _trafilatura(pages),
    }
    if peer:
        decoded = json.dumps({name: page.decode("utf-8", "replace") for name, page in pages.items()})
        done = subprocess.run([peer, "-c", PEER], input=decoded, capture_output=True, text=True, check=True)
        seconds, found = json.loads(done.stdout.splitlines()[-1])
        results["newspaper4k"] = (seconds, found)
    return results


def run_dates(file: Path, folder: Path, *, half: str) -> None:
    """Print the table of dates for a set of htmldate's."""
    truth = {entry["file"]: entry["date"] for entry in json.loads(file.read_text(encoding="utf-8")).values()}
    names = sorted(name for name in truth if (folder / name).exists() and _is_in(name, half))
    pages = {name: (folder / name).read_bytes() for name in names}
    dated = {name: truth[name] if isinstance(truth[name], str) else None for name in names}
    print_dates(dated, {"ours": _ours(pages, KEPT), "htmldate, extensive": _htmldate(pages)})


def print_texts(truth: Mapping[str, str], results: Mapping[str, tuple[float, Found]]) -> None:
    """Print precision, recall and F1 with its interval, CPU time a page and its ratio to ours."""
    print(f"\n{len(truth)} pages{'precision':>26}{'recall':>9}{'F1':>8}{'interval':>18}{'ms a page':>12}{'ratio':>8}")
    own = results["ours, articles.text"][0]
    for way, (seconds, found) in results.items():
        counts = [count(gold, found.get(name, ("", None))[0]) for name, gold in truth.items()]
        precision, recall, f1 = score(counts)
        low, high = interval(counts, lambda sample: score(sample)[2])
        speed = f"{1000 * seconds / len(truth):>12.1f}{seconds / own:>8.2f}"
        print(f"{way:<24}{precision:>11.3f}{recall:>9.3f}{f1:>8.3f}    {low:.3f} to {high:.3f}{speed}")


def print_dates(truth: Mapping[str, str | None], results: Mapping[str, tuple[float, Found]]) -> None:
    """Print recall and precision of the day of publication."""
    dated = sum(day is not None for day in truth.values())
    print(f"\n{dated} dated pages of {len(truth):<6}{'recall':>9}{'precision':>11}")
    for way, (_, found) in results.items():
        days = {name: found.get(name, ("", None))[1] for name in truth}
        right = sum(gold is not None and days[name] == gold for name, gold in truth.items())
        given = sum(day is not None for day in days.values())
        if given:
            print(f"{way:<27}{right / dated if dated else 0:>9.3f}{right / given:>11.3f}")


def count(gold: str, found: str) -> Counts:
    """Return the four-word sequences of both texts, of the found one alone, of the gold one alone."""
    true, own = _sequences(gold), _sequences(found)
    return (true & own).total(), (own - true).total(), (true - own).total()


def score(counts: Iterable[Counts]) -> tuple[float, float, float]:
    """Return precision and recall, averaged over pages, and their harmonic mean."""
    rows = list(counts)
    precision = statistics.mean(both / (both + extra) for both, extra, _ in rows if both + extra) if rows else 0.0
    recall = statistics.mean(both / (both + missing) for both, _, missing in rows if both + missing) if rows else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def interval(rows: Sequence[Counts], measure: Callable[[Sequence[Counts]], float]) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of a measure over rows."""
    random_rows = random.Random(0)
    values = sorted(measure(random_rows.choices(rows, k=len(rows))) for _ in range(1000))
    return values[24], values[974]


def _ours(pages: Mapping[str, bytes], kinds: Sequence[str]) -> tuple[float, Found]:
    """Read the pages as files of a corpus; text of the given kinds of blocks, and the day as the table has it."""
    from workbench.articles.read import read_corpus

    with tempfile.TemporaryDirectory() as folder:
        names = {f"{number:05}.html": name for number, name in enumerate(pages)}
        for file, name in names.items():
            (Path(folder) / file).write_bytes(pages[name])
        read_corpus(folder)
        started = time.process_time()
        corpus = read_corpus(folder)
        seconds = time.process_time() - started
    kept = corpus.blocks[corpus.blocks["kind"].isin(kinds)]
    texts = kept.groupby("article_id")["text"].agg("\n".join).to_dict()
    days = corpus.articles["published"].dt.strftime("%Y-%m-%d")
    rows = zip(corpus.articles["source_file"], corpus.articles["article_id"], days, strict=True)
    return seconds, {
        names[file]: (texts.get(identifier, ""), day if isinstance(day, str) else None)
        for file, identifier, day in rows
    }


def _trafilatura(pages: Mapping[str, bytes]) -> tuple[float, Found]:
    from trafilatura import extract

    for page in pages.values():
        extract(page, favor_precision=True, include_comments=False)
    started = time.process_time()
    found = {
        name: (extract(page, favor_precision=True, include_comments=False) or "", None) for name, page in pages.items()
    }
    return time.process_time() - started, found


def _htmldate(pages: Mapping[str, bytes]) -> tuple[float, Found]:
    from htmldate import find_date

    started = time.process_time()
    found = {name: ("", find_date(page.decode("utf-8", "replace"), original_date=True)) for name, page in pages.items()}
    return time.process_time() - started, found


def _page(folder: Path, name: str) -> bytes:
    return gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())


def _is_in(name: str, half: str) -> bool:
    odd = int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2
    return half == "all" or odd == (half == "dev")


def _sequences(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[start : start + 4]) for start in range(max(1, len(words) - 3)) if words)


if __name__ == "__main__":
    sys.exit(main())
