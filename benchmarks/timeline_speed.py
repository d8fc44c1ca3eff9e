"""Speed, growth and scale of `find_dates`.

    python benchmarks/timeline_speed.py [--only speed,growth,scale] [--heideltime FOLDER] [--articles 1000000]

Speed: CPU seconds on BBC news read by publication dates, against HeidelTime in one JVM without part-of-speech tagging
where the reader has it (see `timeline_peers.py`), else against the 48 sentences a CPU second it read on the reference
machine. Sentences are those of `split_sentences`, for both. Growth: one paragraph of hostile content, doubled and
doubled again; an exponent near 1 is linear. Scale: a corpus on disk, in parts of 5,000 articles, through `write_dates`
in a process of its own.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from timeline import find_with
from timeline_peers import run_heideltime

from workbench.articles.corpus import PART_ARTICLES
from workbench.articles.store import commit, open_store, write_part
from workbench.text import split_sentences
from workbench.timeline.expressions.stream import write_dates

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = 48.0  # sentences HeidelTime reads a CPU second without part-of-speech tagging, on the reference machine
HEIDELTIME_TEXTS = 200  # of the news, for HeidelTime
HOSTILE = {  # pieces of one paragraph
    "days": "on 3 May 2021, ",
    "days without a year": "on May 3 and ",
    "weekdays": "last Monday ",
    "durations": "two and a half years ",
    "years in a list": "1990, ",
    "years in a range": "1990-",
    "slashes": "03/04/",
    "digits": "12345",
    "ordinals": "the twenty-first ",
    "numbers in words": "twenty one hundred and ",
    "the start of": "the beginning of the ",
    "vague": "recently and now ",
    "clock": "10:30 p.m. ",
    "months alone": "May ",
    "before and after": "two days before ",
    "clauses": "as the minister was leaving ",
    "capitals": "MARCH ",
    "blanks": " ",
    "line ends": "\n",
    "hyphens": "-",
    "right to left": "يوم 3 May ",
    "letters": "a",
}


def read_news(data: Path) -> list[str]:
    """Return the texts of BBC news."""
    with gzip.open(data / "topics" / "bbc_news_raw.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def table_of(texts: list[str]) -> pd.DataFrame:
    """Return articles of 2004 and 2005, a day after the other."""
    days = pd.to_datetime("2004-07-01", utc=True) + pd.to_timedelta(np.arange(len(texts)) % 365, unit="D")
    names = [f"{number:016x}" for number in range(len(texts))]
    return pd.DataFrame({"article_id": names, "text": texts, "published": days.as_unit("us"), "language": "en"})


def cpu(call: Callable[[], pd.DataFrame]) -> tuple[float, pd.DataFrame]:
    """Return the CPU seconds of a call and its result."""
    started = time.process_time()
    result = call()
    return time.process_time() - started, result


def measure_speed(options: argparse.Namespace) -> None:
    """Print sentences a CPU second of three rounds, and the ratio to HeidelTime."""
    articles = table_of(read_news(options.data))
    sentences = articles["text"].map(lambda text: len(split_sentences(text)))
    characters = articles["text"].str.len().sum()
    print(f"{len(articles):,} texts, {sentences.sum():,} sentences, {characters / 1e6:.1f} million characters")
    find_with(articles.head(50), "published")
    rate = 0.0
    for number in range(options.rounds):
        seconds, found = cpu(lambda: find_with(articles, "published"))
        rate = max(rate, sentences.sum() / seconds)
        print(
            f"round {number + 1}: {seconds:.2f} CPU s, {sentences.sum() / seconds:,.0f} sentences and "
            f"{characters / seconds / 1e6:.2f} million characters a CPU second, {len(found):,} rows"
        )
    print(f"best round against {REFERENCE:.0f} sentences a CPU second: {rate / REFERENCE:.0f} x")
    if options.heideltime:
        few = articles.head(HEIDELTIME_TEXTS)
        _, seconds = run_heideltime(few, options.heideltime, "NEWS")
        theirs = sentences.head(HEIDELTIME_TEXTS).sum() / seconds
        ours = sentences.head(HEIDELTIME_TEXTS).sum() / cpu(lambda: find_with(few, "published"))[0]
        print(f"first {len(few)} texts: HeidelTime {theirs:,.0f} sentences a CPU second, ours {ours:,.0f}: ", end="")
        print(f"{ours / theirs:.0f} x")


def measure_growth(options: argparse.Namespace) -> None:
    """Print CPU seconds of hostile paragraphs of growing length, and the exponent of the last doublings."""
    sizes = [options.pieces * 2**step for step in range(4)]
    print(f"{'pieces in one paragraph':<24}" + "".join(f"{size:>10,}" for size in sizes) + "   rows   exponent")
    for name, piece in HOSTILE.items():
        seconds = []
        for size in sizes:
            articles = table_of([piece * size])
            rounds = [cpu(partial(find_with, articles, "published")) for _ in range(2)]
            seconds.append(min(taken for taken, _ in rounds))
        exponent = np.polyfit(np.log(sizes[1:]), np.log(seconds[1:]), 1)[0]
        marks = " <- not linear" if exponent > 1.3 and seconds[-1] > 0.2 else ""
        times = "".join(f"{one:>10.3f}" for one in seconds)
        print(f"{name:<24}{times}{len(rounds[0][1]):>8,}   {exponent:.2f}{marks}", flush=True)


def measure_scale(options: argparse.Namespace) -> None:
    """Print CPU and wall seconds, rows and the largest process, for a tenth of the articles and for all."""
    for count in (options.articles // 10, options.articles):
        with tempfile.TemporaryDirectory(dir=options.scratch) as folder:
            write_corpus_of(Path(folder, "corpus"), read_news(options.data), count, options.words)
            command = [sys.executable, __file__, "--write-dates", folder, "--jobs", str(options.jobs)]
            run = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        print(f"write_dates, {count:,} articles of some {options.words} words: {run.stdout.strip()}", flush=True)


def write_corpus_of(folder: Path, texts: list[str], count: int, words: int) -> None:
    """Write a corpus of so many articles: paragraphs of the texts, shuffled again for every article."""
    chance = random.Random(1)
    paragraphs = [part for text in texts for part in text.split("\n") if part.strip()]
    each = max(1, round(words * len(paragraphs) / sum(len(part.split()) for part in paragraphs)))
    empty = pd.DataFrame({"article_id": pd.Series(dtype="str"), "source_file": pd.Series(dtype="str")})
    with open_store(folder) as contents:
        parts = []
        for first in range(0, count, PART_ARTICLES):
            size = min(PART_ARTICLES, count - first)
            articles = table_of(["\n\n".join(chance.choices(paragraphs, k=each)) for _ in range(size)])
            articles["article_id"] = [f"{first + number:016x}" for number in range(size)]
            tables = {"articles": articles.assign(source_file="composed"), "blocks": empty, "rejected": empty}
            parts.append(write_part(folder, f"{first:016x}", tables))
        commit(folder, contents, parts)


def write_and_print(folder: Path, jobs: int) -> None:
    """Write the dates of the corpus that `measure_scale` made, and print what it took."""
    import resource

    from pyarrow import parquet

    started = time.monotonic()
    out = write_dates(folder / "corpus", folder / "dates", jobs=jobs)
    wall = time.monotonic() - started
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    seconds = sum(usage.ru_utime + usage.ru_stime for usage in usages)
    peak = max(usage.ru_maxrss for usage in usages) / 1024**2
    files = sorted(out.glob("part-*.parquet"))
    rows = sum(parquet.read_metadata(path).num_rows for path in files)
    size = sum(path.stat().st_size for path in files) / 1e6
    print(
        f"{seconds:,.0f} CPU s, {wall:,.0f} s wall with {jobs} process(es), {rows:,} rows in {len(files)} files "
        f"({size:,.0f} MB), largest process {peak:.2f} GB"
    )


def read_options() -> argparse.Namespace:
    """Return what was typed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder with topics/")
    parser.add_argument("--only", default="speed,growth,scale")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pieces", type=int, default=2_500, help="of a hostile paragraph, before it is doubled")
    parser.add_argument("--articles", type=int, default=1_000_000, help="of the corpus on disk")
    parser.add_argument("--words", type=int, default=200, help="about so many each of these has")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--scratch", type=Path, help="folder for the corpus on disk")
    parser.add_argument("--heideltime", type=Path, help="folder with the jar of HeidelTime and config.props")
    parser.add_argument("--write-dates", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> None:
    """Run what was asked for."""
    options = read_options()
    if options.write_dates:
        write_and_print(options.write_dates, options.jobs)
        return
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}; ", end="")
    print(f"load {os.getloadavg()[0]:.1f}")
    for name in options.only.split(","):
        {"speed": measure_speed, "growth": measure_growth, "scale": measure_scale}[name](options)


if __name__ == "__main__":
    main()
