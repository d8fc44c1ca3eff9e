"""Find planted copies of real texts: quality a kind of copy, CPU against datasketch, growth and memory.

    python benchmarks/duplicates.py TEXTS.jsonl.gz

The file holds one text a line (`text`). Texts that repeat each other by nature are left out first, by comparing all
shingles of all texts as plain Python sets, so that the truth is what was planted. CPU seconds are those of the process
and all its threads; both sides run one after the other on the same table.
"""

import argparse
import gzip
import json
import os
import platform
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from workbench import find_duplicates

KINDS = ("full", "cut", "edited 3 %", "edited 8 %", "reordered", "wrapped")
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n\s*\n")


def read_sources(path: Path, least: int) -> tuple[list[str], int]:
    """Return the texts of at least so many words that share less than a tenth with an earlier one, and how many did."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    owners: dict[tuple[str, ...], int] = {}
    kept, sizes, repeated = [], [], 0
    for text in texts:
        words = re.findall(r"\w+", text.lower())
        own = {tuple(words[i : i + 5]) for i in range(len(words) - 4)}
        shared = Counter(owners[shingle] for shingle in own if shingle in owners)
        if len(words) < least:
            continue
        if any(count >= 0.1 * min(len(own), sizes[other]) for other, count in shared.items()):
            repeated += 1
            continue
        owners.update((shingle, len(kept)) for shingle in own if shingle not in owners)
        kept.append(text)
        sizes.append(len(own))
    return kept, repeated


class Copier:
    """Makes copies of each kind, and texts that are no copies."""

    def __init__(self, texts: list[str], seed: int) -> None:
        self.random = random.Random(seed)
        self.words = sorted({word for text in texts[:2000] for word in text.split() if word.isalpha()})
        self.frames = [(self.invent(self.random.randint(15, 40)), self.invent(60)) for _ in range(40)]

    def invent(self, words: int) -> str:
        """Return so many words in no order."""
        return " ".join(self.random.choices(self.words, k=words))

    def copy(self, text: str, kind: str) -> str:
        """Return a copy of a text."""
        if kind == "cut":
            sentences = SENTENCE.split(text)
            keep = max(1, round(self.random.uniform(0.3, 0.6) * len(sentences)))
            return " ".join(sentences[i] for i in sorted(self.random.sample(range(len(sentences)), keep)))
        if kind.startswith("edited"):
            words = text.split()
            for place in self.random.sample(range(len(words)), round(int(kind[7]) / 100 * len(words))):
                words[place] = self.random.choice(self.words)
            return " ".join(words)
        if kind == "reordered":
            paragraphs = [part for part in re.split(r"\n\s*\n", text) if part.strip()]
            parts = paragraphs if len(paragraphs) > 3 else SENTENCE.split(text)
            return "\n".join(self.random.sample(parts, len(parts)))
        if kind == "wrapped":
            before, after = self.random.choice(self.frames)
            return f"{before}\n\n{text}\n\n{after}"
        return text

    def shuffle(self, text: str) -> str:
        """Return a text of the same words that repeats nothing."""
        words = text.split()
        return " ".join(self.random.sample(words, len(words)))


def plant(texts: list[str], copies: int, singles: int, seed: int, *, dated: bool) -> pd.DataFrame:
    """Return a table of texts, so many copies of each (kinds in turn), and texts that stand alone."""
    copier, rows = Copier(texts, seed), []
    for origin, text in enumerate(texts):
        rows.append((origin, "source", text))
        for number in range(copies):
            kind = KINDS[(origin + number) % len(KINDS)]
            rows.append((origin, kind, copier.copy(text, kind)))
    alone = ((len(texts) + number, "single", texts[number % len(texts)]) for number in range(singles))
    rows += [(origin, kind, copier.shuffle(text)) for origin, kind, text in alone]
    table = pd.DataFrame(rows, columns=["origin", "planted", "text"])
    table["article_id"] = [f"{number:07d}" for number in copier.random.sample(range(len(table)), len(table))]
    if dated:
        days = [copier.random.randrange(3650) for _ in range(len(table))]
        table["published"] = pd.Timestamp("2015-01-01", tz="UTC") + pd.to_timedelta(days, unit="D")
    return table.sort_values("article_id", ignore_index=True)


def score(table: pd.DataFrame, pairs: pd.DataFrame) -> dict[str, float]:
    """Return the share of copies found with their source, by kind and over all, and the share of pairs that are true.

    A copy is found when it stands in one group with its source; a pair is true when both have the same origin.
    """
    origin = table.set_index("article_id")["origin"]
    true = origin.loc[pairs["article_id"]].to_numpy() == origin.loc[pairs["duplicate_of"]].to_numpy()
    ends = pd.concat([pairs["article_id"], pairs["duplicate_of"]])
    group = pd.Series(np.tile(pairs["group"], 2), index=ends).groupby(level=0).first()
    own = table["article_id"].map(group)
    source = table["origin"].map(
        own[table["planted"] == "source"].set_axis(table["origin"][table["planted"] == "source"])
    )
    found = (own == source) & own.notna()
    copies = table["planted"].isin(KINDS)
    recall = found[copies].groupby(table["planted"][copies]).mean()
    return {**recall.to_dict(), "recall": found[copies].mean(), "precision": true.mean()}


def datasketch_pairs(table: pd.DataFrame) -> pd.DataFrame:
    """Return what MinHash-LSH finds: 128 permutations, threshold 0.5, five-word shingles hashed in one batch a text."""
    from datasketch import MinHash, MinHashLSH

    index, pairs, root = MinHashLSH(threshold=0.5, num_perm=128), [], {}
    for article_id, text in zip(table["article_id"], table["text"], strict=True):
        words = text.lower().split()
        sketch = MinHash(num_perm=128)
        sketch.update_batch([" ".join(words[i : i + 5]).encode() for i in range(len(words) - 4)])
        found = sorted(index.query(sketch))
        root[article_id] = root[found[0]] if found else article_id
        pairs += [(article_id, other, root[article_id]) for other in found[:1]]
        index.insert(article_id, sketch)
    return pd.DataFrame(pairs, columns=["article_id", "duplicate_of", "group"])


def timed(function: Callable[[pd.DataFrame], pd.DataFrame], table: pd.DataFrame) -> tuple[pd.DataFrame, float]:
    """Return what a function makes of a table, and its CPU seconds."""
    started = time.process_time()
    return function(table), time.process_time() - started


def show(name: str, scores: dict[str, float], seconds: float, articles: int) -> None:
    """Print a row of the table."""
    figures = "".join(f"{scores[column]:>12.3f}" for column in (*KINDS, "recall", "precision"))
    print(f"{name:<34}{figures}{seconds:>9.2f}{1e6 * seconds / articles:>9.0f}")


def measure(path: Path) -> None:
    """Print what one table in a fresh process takes: CPU, and the process's peak memory."""
    table = pd.read_parquet(path)
    found, seconds = timed(find_duplicates, table)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(json.dumps({**score(table, found), "seconds": seconds, "peak": peak}))


def scale(texts: list[str], sizes: tuple[int, ...]) -> None:
    """Print quality, CPU and memory of growing tables: half of each in groups of 61, half standing alone."""
    times = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            path = Path(folder) / f"{size}.parquet"
            chosen = random.Random(size).sample(texts, min(len(texts), size // 122))
            copies = size // 2 // len(chosen) - 1
            plant(chosen, copies, size - len(chosen) * (copies + 1), size, dated=True).to_parquet(path)
            run = subprocess.run(
                [sys.executable, __file__, str(path), "--one"], capture_output=True, text=True, check=True
            )
            result = json.loads(run.stdout)
            times.append(result["seconds"])
            show(f"{size:,}, groups of {copies + 1}, peak {result['peak']:.2f} GB", result, times[-1], size)
    exponent = np.polyfit(np.log(sizes), np.log(times), 1)[0]
    print(f"CPU grows with the number of articles to the power of {exponent:.2f}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts", type=Path)
    parser.add_argument("--sizes", type=int, nargs="*", default=[12_500, 25_000, 50_000, 100_000])
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        measure(given.texts)
        return
    texts, repeated = read_sources(given.texts, least=60)
    words = np.mean([len(text.split()) for text in texts])
    machine = f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{machine}, {datetime.now(UTC):%d %B %Y}; load at the start {os.getloadavg()[0]:.1f}")
    print(f"{given.texts.name}: {len(texts)} sources of {words:.0f} words; {repeated} that repeat another left out")
    print(f"{'':<34}{''.join(f'{column:>12}' for column in (*KINDS, 'recall', 'precision'))}{'CPU s':>9}{'us each':>9}")
    find_duplicates(pd.DataFrame({"article_id": ["a"], "text": ["warm"]}))
    for dated in (True, False):
        table = plant(texts[:2000], copies=2, singles=1000, seed=1, dated=dated)
        found, ours = timed(find_duplicates, table)
        show(f"workbench, {'dated' if dated else 'undated'}", score(table, found), ours, len(table))
    pairs, theirs = timed(datasketch_pairs, table)
    show("datasketch MinHash-LSH", score(table, pairs), theirs, len(table))
    print(f"datasketch takes {theirs / ours:.1f} times the CPU seconds")
    scale(texts, tuple(given.sizes))


if __name__ == "__main__":
    main()
