"""The dictionary coder against a compiled alternation of regular expressions a frame, and a large corpus on disk.

    python benchmarks/framing_dictionary.py [--data ../shared/data] [--only speed,scale] [--articles 20000]

Speed: 180 patterns of the shipped negotiation codebook on articles made of shuffled paragraphs of BBC news (of the demo
where these are absent), with invented names and with words of the patterns strewn in. Both sides are run in turn in one
process; CPU seconds. The regular expressions find the same words; what is denied, the blocks and the tables are extra
work of the coder alone. Scale: a corpus in parts of 5,000 articles, scored by `write_scores` in a process of its own.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

import pandas as pd

from workbench import Codebook, find_hits, read_articles, read_codebook, score_frames
from workbench.articles.corpus import PART_ARTICLES
from workbench.articles.store import commit, open_store, write_part
from workbench.framing.dictionary.batches import matcher_for
from workbench.framing.dictionary.scoring import write_scores
from workbench.text import WORD

ROOT = Path(__file__).resolve().parents[1]
PATTERNS = 180
SYLLABLES = "ba che do fi gar hen is jo ka lu men no or pe qui ra sol tu var wen xi yor zan".split()


def main() -> None:
    """Run the parts asked for and print their figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder with topics/")
    parser.add_argument("--articles", type=int, default=20_000, help="for speed")
    parser.add_argument("--scale", type=int, default=1_000_000, help="articles of the corpus on disk")
    parser.add_argument("--words", type=int, default=200, help="about so many words each of these has")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="speed,scale")
    parser.add_argument("--score", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.score:
        score(options.score)
        return
    machine = f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{machine}; load {os.getloadavg()[0]:.1f}")
    for name in options.only.split(","):
        {"speed": speed, "scale": scale}[name](options)


def speed(options: argparse.Namespace) -> None:
    """Compare with regular expressions, side by side, and with what only looking at the words costs."""
    codebook = choose_patterns(read_codebook("negotiation"), PATTERNS)
    texts = list(make_texts(options.data, codebook, options.articles))
    articles = pd.DataFrame({"article_id": [f"a{number}" for number in range(len(texts))], "text": texts})
    words = sum(len(WORD.findall(text)) for text in texts)
    tokens = len({token for text in texts for token in text.split()})
    print(f"{len(texts):,} articles, {words:,} words, {tokens:,} different tokens, {len(codebook.patterns)} patterns")
    sides: list[Callable[[], object]] = [
        lambda: find_hits(articles, codebook),
        lambda: score_frames(articles, codebook),
        lambda: [ignoring.find(text) for text in texts],
        lambda: [lower.find(text.lower()) for text in texts],
    ]
    ignoring, lower = Alternations(codebook, re.IGNORECASE), Alternations(codebook)
    print(
        "round   find_hits   score_frames   regex, IGNORECASE   regex, lower case   ratios of find_hits, score_frames"
    )
    ratios = []
    for number in range(1, options.rounds + 1):
        (ours, hits), (scoring, _), (theirs, spans), (small, _) = map(cpu, sides)
        ratios.append((theirs / ours, small / ours, theirs / scoring, small / scoring))
        print(
            f"{number:>5}   {ours:>7.2f} s   {scoring:>10.2f} s   {theirs:>15.2f} s   {small:>15.2f} s   "
            f"{ratios[-1][0]:.1f} and {ratios[-1][1]:.1f}, {ratios[-1][2]:.1f} and {ratios[-1][3]:.1f}"
        )
    print("median ratios: " + ", ".join(f"{median(column):.1f}" for column in zip(*ratios, strict=True)))
    report_differences(hits, spans, texts)
    for label, floor in (("WORD.findall", find_words), ("split and look up", look_up)):
        seconds, _ = cpu(lambda floor=floor: floor(texts))
        print(f"floor: {label} {seconds:.2f} s; score_frames is {scoring / seconds:.2f} x")


def report_differences(hits: pd.DataFrame, spans: Sequence[list[tuple[str, int, int]]], texts: Sequence[str]) -> None:
    """Say whether both sides found the same."""
    columns = zip(hits["article_id"], hits["frame"], hits["start"], hits["end"], strict=True)
    ours = {(int(article[1:]), frame, start, end) for article, frame, start, end in columns}
    theirs = {(number, *span) for number, found in enumerate(spans) for span in found}
    print(f"hits: {len(ours):,}; only ours {len(ours - theirs)}, only of the regular expressions {len(theirs - ours)}")
    for number, frame, start, end in sorted(ours ^ theirs)[:5]:
        print("   ", frame, repr(texts[number][max(0, start - 30) : end + 30]))


class Alternations:
    """One alternation a frame for its patterns and one for its exclusions, and the same rule for overlaps."""

    def __init__(self, codebook: Codebook, flags: int = 0) -> None:
        self._frames = []
        for frame, patterns in codebook.patterns.groupby("frame", sort=False):
            wanted = alternation(patterns.loc[~patterns["exclude"], "pattern"], flags)
            excluded = alternation(patterns.loc[patterns["exclude"], "pattern"], flags)
            self._frames.append((frame, wanted, excluded))

    def find(self, text: str) -> list[tuple[str, int, int]]:
        """Return frame, start and end of every match that counts."""
        found = []
        for frame, wanted, excluded in self._frames:
            spans = [match.span(1) for match in wanted.finditer(text)]
            if spans:
                shut = [match.span(1) for match in excluded.finditer(text)] if excluded else []
                found += [(frame, *span) for span in longest(spans, shut)]
        return found


def alternation(patterns: Sequence[str], flags: int) -> re.Pattern[str] | None:
    """Return an expression that stands before each match, which is its first group; longer phrases come first."""
    blank = r"(?:[^\S\n]|[-‐‑–'\"‘’“”«»])+"
    between = r"[^\w\n.!?…]+"
    parts = []
    for pattern in sorted(patterns, key=lambda pattern: -len(pattern.split())):
        expression, glue, before = "", "", ""
        for word in pattern.split(" "):
            if word.startswith("{"):  # the shortest match: the word before the gap does not come again within it
                glue = rf"(?:{between}(?!{before}(?!\w))\w+(?:[-'’]\w+)*){word}?{between}"
                continue
            before = re.escape(word).replace(r"\*", r"\w*(?:[-'’]\w+)*").replace("'", "['’]")
            expression += glue + before
            glue = rf"(?:['’]s)?{blank}"
        parts.append(expression)
    if not parts:
        return None
    return re.compile(rf"(?<!\w)(?<!\w[-'’])(?=((?:{'|'.join(parts)})(?:['’]s)?)(?!\w|[-'’]\w))", flags)


def longest(spans: list[tuple[int, int]], shut: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans left when longer ones take those they overlap, and exclusions what they cover."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        covered = any(first <= start and end <= last for first, last in shut)
        if not covered and all(end <= first or last <= start for first, last in kept):
            kept.append((start, end))
    return kept


def choose_patterns(codebook: Codebook, count: int) -> Codebook:
    """Return a codebook with so many of its patterns, evenly from all frames, exclusions among them."""
    places = [number * len(codebook.patterns) // count for number in range(count)]
    return replace(codebook, patterns=codebook.patterns.iloc[places].reset_index(drop=True))


def make_texts(data: Path, codebook: Codebook, count: int, words: int = 380) -> Iterator[str]:
    """Yield articles of shuffled paragraphs with invented names and words of the patterns."""
    chance = random.Random(0)
    paragraphs = [part for text in sources(data) for part in text.split("\n\n") if part.strip()]
    for _ in range(count):
        chosen: list[list[str]] = []
        while sum(map(len, chosen)) < words:
            chosen.append(chance.choice(paragraphs).split(" "))
        for _ in range(words // 60):
            for strewn in (name(chance), write_out(chance.choice(codebook.patterns["pattern"].array), chance)):
                paragraph = chance.choice(chosen)
                paragraph.insert(chance.randrange(len(paragraph) + 1), strewn)
        yield "\n\n".join(" ".join(paragraph) for paragraph in chosen)


def sources(data: Path) -> Iterator[str]:
    """Yield the texts that articles are made of."""
    news = data / "topics" / "bbc_news_raw.jsonl.gz"
    if news.is_file():
        with gzip.open(news, "rt", encoding="utf-8") as file:
            yield from (json.loads(line)["text"] for line in file)
    else:
        yield from read_articles(ROOT / "data" / "raw" / "demo")["text"]


def name(chance: random.Random) -> str:
    """Return an invented name: the vocabulary of news grows with every article."""
    return "".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))).capitalize()


def write_out(pattern: str, chance: random.Random) -> str:
    """Return words that a pattern finds."""
    words = []
    for word in pattern.split(" "):
        if word.startswith("{"):
            words += chance.choices(["new", "more", "these", "old"], k=int(word[1:-1].split(",")[0]) or 1)
        else:
            words.append(word.replace("*", chance.choice(["", "s", "ed"])))
    return " ".join(words)


def find_words(texts: Sequence[str]) -> None:
    """Find all words, and nothing more."""
    for text in texts:
        WORD.findall(text)


def look_up(texts: Sequence[str]) -> None:
    """Cut texts at white space and look every token up: what a matcher cannot do without."""
    numbers: dict[str, int] = {}
    for text in texts:
        for token in text.split():
            numbers.setdefault(token, len(numbers))


def scale(options: argparse.Namespace) -> None:
    """Score corpora of a tenth and of the whole size, and print articles a second and the largest process."""
    import psutil

    codebook = choose_patterns(read_codebook("negotiation"), PATTERNS)
    base = list(make_texts(options.data, codebook, 10_000, words=options.words))
    for count in (options.scale // 10, options.scale):
        with tempfile.TemporaryDirectory() as folder:
            write_base(Path(folder, "corpus"), base, count)
            command = [sys.executable, __file__, "--score", folder]
            process, started, peak = psutil.Popen(command), time.monotonic(), 0
            while process.poll() is None:
                try:
                    family = (process, *process.children(recursive=True))
                    peak = max(peak, *(one.memory_info().rss for one in family))
                except psutil.NoSuchProcess:
                    continue
                time.sleep(0.05)
            seconds = time.monotonic() - started
            size = sum(path.stat().st_size for path in Path(folder, "scores").glob("*.parquet"))
        print(
            f"write_scores, {count:,} articles of some {options.words} words: {seconds:.0f} s, {count / seconds:,.0f} "
            f"articles a second, largest process {peak / 1e9:.2f} GB, {size / 1e6:.0f} MB of scores"
        )


def score(folder: Path) -> None:
    """Score the corpus that `scale` wrote."""
    write_scores(folder / "corpus", choose_patterns(read_codebook("negotiation"), PATTERNS), folder / "scores")


def write_base(folder: Path, base: Sequence[str], count: int) -> None:
    """Write a corpus of so many articles, which repeat the texts with other names at their ends."""
    chance = random.Random(1)
    blocks, rejected = pd.DataFrame({"article_id": []}, dtype="str"), pd.DataFrame({"source_file": []}, dtype="str")
    with open_store(folder) as contents:
        parts = []
        for first in range(0, count, PART_ARTICLES):
            numbers = range(first, min(count, first + PART_ARTICLES))
            texts = [f"{base[number % len(base)]} {name(chance)} {name(chance)} {number}." for number in numbers]
            articles = pd.DataFrame({"article_id": [f"{number:016x}" for number in numbers], "text": texts})
            tables = {"articles": articles, "blocks": blocks, "rejected": rejected}
            parts.append(write_part(folder, f"{first:016x}", tables))
        commit(folder, contents, parts)


def cpu(call: Callable[[], object]) -> tuple[float, object]:
    """Return the CPU seconds of a call and its result; no word is known before."""
    matcher_for.cache_clear()
    started = time.process_time()
    result = call()
    return time.process_time() - started, result


if __name__ == "__main__":
    main()
