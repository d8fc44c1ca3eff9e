"""Reading articles: quality on clean news and exports, speed against pandas, memory, and Dask against serial.

    python benchmarks/articles.py --data ../shared/data [--articles 100000] [--only speed,dask]

Texts come from the BBC set (topics/bbc_news_raw.jsonl.gz), joined and cut to about 860 words an article. Ratios are
measured side by side in one run; CPU seconds are those of the process and its children.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import itertools
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

WORDS = 860
LAYOUTS = {  # articles that each export holds, counted by hand
    "europresse_test1.html": 3, "factiva_test.html": 2, "factiva_test.xml": 3, "factivia.htm": 9,
    "irish-independence_1_2017-11-14.html": 44, "nyt_1_1993-01-03.html": 27, "reut21578-factiva.xml": 19,
    "guardian1.docx": 2, "lexisnexis_test_copyright_error.html": 1, "lexisnexis_test_en.html": 2,
    "lexisnexis_test_fr.html": 3, "nyt1.docx": 50, "sample.DOCX": 10, "sample.TXT": 10, "test2.txt": 1,
    "usa-today.docx": 7, "spiegel_2012-02-01_0001.html": 49,
}  # fmt: skip


def main() -> None:
    """Run the parts asked for and print their figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with topics/ and exports/")
    parser.add_argument("--articles", type=int, default=100_000, help="for Dask; twice as many for memory")
    parser.add_argument("--only", default="exports,clean,normalise,speed,memory,dask")
    options = parser.parse_args()
    machine = f"{platform.platform()}, CPython {platform.python_version()}, {os.cpu_count()} cores"
    print(f"{machine}, {datetime.now(UTC).date()}")
    parts: dict[str, Callable[[argparse.Namespace], None]] = {
        "exports": exports, "clean": clean, "normalise": normalise, "speed": speed, "memory": memory, "dask": dask,
    }  # fmt: skip
    for name in options.only.split(","):
        parts[name](options)


def exports(options: argparse.Namespace) -> None:
    """Count the articles of each export."""
    from workbench import read_articles

    wrong = {}
    for path in sorted((options.data / "exports").rglob("*.*")):
        found = len(read_articles(path, strict=False))
        if found != LAYOUTS.get(path.name):
            wrong[path.name] = found
    print(f"exports: {len(LAYOUTS) - len(wrong)} of {len(LAYOUTS)} files with the exact count {wrong or ''}")


def clean(options: argparse.Namespace) -> None:
    """Measure what is lost of clean news, and how often its lines are taken for page furniture."""
    from workbench import read_corpus

    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(_bbc(options.data)):
            Path(folder, f"{number:05d}.txt").write_text(text, encoding="utf-8")
        corpus = read_corpus(folder)
    words = corpus.blocks.assign(words=corpus.blocks["text"].str.split().str.len())
    prose = words[words["kind"].isin(["paragraph", "list_item", "heading", "title", "headline"])]["words"].sum()
    alarms = corpus.blocks[corpus.blocks["kind"].isin(["boilerplate", "callout", "faq_question", "faq_answer"])]
    articles = alarms["article_id"].nunique()
    print(
        f"clean news: {len(corpus.articles)} articles, {prose / words['words'].sum():.5f} of words kept as text, title "
        f"or heading; {articles} articles with a false alarm"
    )


def normalise(options: argparse.Namespace) -> None:
    """Compare the cleaning of white space with a chain of pandas' string methods."""
    from workbench.articles.join import plain_text
    from workbench.articles.lines import split_lines

    def cleaned(text: str) -> str:
        return "\n\n".join([plain_text("paragraph", line.text) for line in split_lines(text)])

    texts = list(_bbc(options.data)) * 3
    for kind in ("str", "object"):
        column = pd.Series(texts, dtype=kind)
        ratios = []
        for _ in range(3):
            ours, same = _cpu(
                lambda: [
                    "\n\n".join(plain_text("paragraph", line.text) for line in split_lines(text)) for text in texts
                ]
            )
            theirs, other = _cpu(lambda column=column: _chain(column))
            ratios.append(theirs / ours)
        equal = sum(a == b for a, b in zip(same, other, strict=True)) / len(texts)
        print(f"normalising: {sorted(ratios)[1]:.1f} x chained pandas .str.replace ({kind}); {equal:.3f} the same text")


def _chain(column: pd.Series) -> pd.Series:
    column = column.str.replace("\r\n", "\n", regex=False).str.replace("\u00a0", " ", regex=False)
    column = column.str.replace(r"[ \t]+", " ", regex=True).str.replace(r" ?\n ?", "\n", regex=True)
    return column.str.replace(r"\n{2,}", "\n\n", regex=True).str.strip()


def speed(options: argparse.Namespace) -> None:
    """Measure files to Parquet in one process, and what of it is reading the disk."""
    from workbench import ingest

    count = 5000
    for suffix in ("txt", "jsonl"):
        with tempfile.TemporaryDirectory() as folder:
            _write(options.data, Path(folder, "in"), count, suffix)
            reading, size = _cpu(
                lambda folder=folder: sum(len(path.read_bytes()) for path in Path(folder, "in").iterdir())
            )
            best = 0.0
            for _ in range(3):
                shutil.rmtree(Path(folder, "out"), ignore_errors=True)
                seconds, _ = _cpu(lambda folder=folder: ingest(Path(folder, "in"), Path(folder, "out"), jobs=1))
                best = max(best, count / seconds)
        print(
            f"files to Parquet ({suffix}): {best:.0f} articles of {WORDS} words a CPU second, "
            f"{size / count / 1000:.1f} kB each; reading the bytes alone {100 * reading * best / count:.1f} % of it"
        )


def memory(options: argparse.Namespace) -> None:
    """Ingest twice the articles, and watch the largest process."""
    count = 2 * options.articles
    with tempfile.TemporaryDirectory() as folder:
        size = _write(options.data, Path(folder, "in"), count, "jsonl")
        command = [sys.executable, "-m", "workbench.cli", "ingest", f"{folder}/in", f"{folder}/out", "--jobs", "2"]
        started = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        peak = [0]
        watcher = threading.Thread(target=_watch, args=(process, peak))
        watcher.start()
        process.wait()
        watcher.join()
        print(
            f"memory: {count:,} articles, {size / 1e9:.2f} GB, two processes, {time.monotonic() - started:.0f} s; "
            f"largest process {peak[0] / 1e9:.2f} GB"
        )


def dask(options: argparse.Namespace) -> None:
    """Compare a Dask cluster of two workers on loopback with one process."""
    from distributed import LocalCluster

    from workbench import ingest

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "in")
        _write(options.data, source, options.articles, "jsonl")
        started = time.monotonic()
        ingest(source, Path(folder, "serial"), jobs=1)
        serial = time.monotonic() - started
        with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
            started = time.monotonic()
            ingest(source, Path(folder, "dask"), scheduler=cluster.scheduler_address)
            parallel = time.monotonic() - started
        same = _hashes(Path(folder, "serial")) == _hashes(Path(folder, "dask"))
        print(
            f"Dask, two workers, {options.articles:,} articles: serial {serial:.0f} s, Dask {parallel:.0f} s, "
            f"{serial / parallel:.2f} x; tables {'byte-equal' if same else 'DIFFER'}"
        )


def _bbc(data: Path) -> Iterator[str]:
    with gzip.open(data / "topics" / "bbc_news_raw.jsonl.gz", "rt", encoding="utf-8") as file:
        yield from (json.loads(line)["text"] for line in file)


def _long_articles(data: Path) -> list[str]:
    """Return articles of about 860 words, made of whole paragraphs of news."""
    paragraphs = [part for text in _bbc(data) for part in text.split("\n\n")[1:] if part.strip()]
    articles, current, words = [], ["A title for the measured article"], 0
    for paragraph in paragraphs:
        current.append(paragraph)
        words += len(paragraph.split())
        if words >= WORDS - 40:
            articles.append("\n\n".join(current))
            current, words = [f"A title for article {len(articles)}"], 0
    return articles


def _write(data: Path, folder: Path, count: int, suffix: str) -> int:
    """Write so many articles as files of their own, or 2,500 a file as JSON lines; return the bytes."""
    folder.mkdir()
    texts = itertools.islice(itertools.cycle(_long_articles(data)), count)
    if suffix == "txt":
        for number, text in enumerate(texts):
            Path(folder, f"{number:06d}.txt").write_text(f"{text}\n\nEnd {number}.", encoding="utf-8")
    else:
        for number in range(0, count, 2500):
            rows = (
                json.dumps({"id": number + place, "title": text[:33], "text": f"{text[33:]} {number + place}."})
                for place, text in enumerate(itertools.islice(texts, 2500))
            )
            Path(folder, f"{number:06d}.jsonl").write_text("\n".join(rows), encoding="utf-8")
    return sum(path.stat().st_size for path in folder.iterdir())


def _cpu(call: Callable[[], object]) -> tuple[float, object]:
    before = time.process_time() + resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    result = call()
    return time.process_time() + resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before, result


def _watch(process: subprocess.Popen, peak: list[int]) -> None:
    """Keep the largest resident memory of a process and its children."""
    import psutil

    root = psutil.Process(process.pid)
    while process.poll() is None:
        try:
            sizes = [one.memory_info().rss for one in (root, *root.children(recursive=True))]
        except psutil.NoSuchProcess:
            continue
        peak[0] = max(peak[0], *sizes)
        time.sleep(0.1)


def _hashes(folder: Path) -> dict[str, str]:
    tables = ("articles", "blocks", "rejected")
    paths = [path for name in tables for path in sorted((folder / name).iterdir())]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


if __name__ == "__main__":
    main()
