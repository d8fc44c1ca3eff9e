"""Other finders of dates on the corpora of `timeline.py`, same scorer, same run: spans, values, CPU seconds.

    python benchmarks/timeline_peers.py [--peers ours,dateparser,heideltime] [--heideltime FOLDER]

`pip install dateparser parsedatetime datefinder timefhuman timexy recognizers-text-suite "emoji<2"` gives them all but
HeidelTime, which is never installed by us: FOLDER is the reader's own copy of its standalone jar with a `config.props`.
It runs in one JVM without part-of-speech tagging. Peers that are missing are named with the reason and left out. Most
of them give an instant and not a value: it is cut to the unit that the words name, in their favour. `ctparse` reads one
expression and does not search a text.
"""

from __future__ import annotations

import argparse
import base64
import re
import subprocess
import time
import warnings
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd
from timeline import DATA, REFERENCES, find_with, print_heading, print_score
from timeline_scorer import read_timeml, score

from workbench.text import split_sentences

Date = tuple[int, int, str, str]  # start, end, type, value
Finder = Callable[[str, datetime], Iterator[Date]]
_CLOCK = re.compile(r"\d:\d\d|\d ?[ap]\.?m\b|\bnoon\b|\bmidnight\b|o'clock|\bhour|\bminute", re.IGNORECASE)
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)
_TAG = re.compile(r"(<TIMEX3 [^>]*>|</TIMEX3>)")


def value_of(words: str, instant: datetime) -> tuple[str, str]:
    """Return the type and TIMEX3 value of an instant, as fine as the words that name it."""
    if _CLOCK.search(words):
        return "TIME", instant.strftime("%Y-%m-%dT%H:%M")
    numbers = re.findall(r"\d+", words)
    days = [number for number in numbers if len(number) < 3]
    if not days and (_MONTH.search(words) or re.search(r"\bmonth", words)):
        return "DATE", instant.strftime("%Y-%m")
    if re.search(r"\bweeks?\b", words):
        return "DATE", instant.strftime("%G-W%V")
    if re.search(r"\byears?\b", words) or (numbers and not days and not re.search(r"[a-z]{4}", words)):
        return "DATE", instant.strftime("%Y")
    return "DATE", instant.strftime("%Y-%m-%d")


def use_dateparser() -> Finder:
    """Return the finder of dateparser, which gives words without their places."""
    from dateparser.search import search_dates

    def find(text: str, published: datetime) -> Iterator[Date]:
        place = 0
        for words, instant in search_dates(text, languages=["en"], settings={"RELATIVE_BASE": published}) or []:
            start = text.find(words, place)
            if start >= 0:
                place = start + len(words)
                yield start, place, *value_of(words, instant)

    return find


def use_parsedatetime() -> Finder:
    """Return the finder of parsedatetime."""
    from parsedatetime import Calendar

    calendar = Calendar()

    def find(text: str, published: datetime) -> Iterator[Date]:
        for instant, _, start, end, words in calendar.nlp(text, sourceTime=published) or ():
            yield start, end, *value_of(words, instant)

    return find


def use_datefinder() -> Finder:
    """Return the finder of datefinder."""
    from datefinder import find_dates

    def find(text: str, published: datetime) -> Iterator[Date]:
        for instant, words, (start, end) in find_dates(text, source=True, index=True, base_date=published):
            yield start, end, *value_of(words, instant)

    return find


def use_timefhuman() -> Finder:
    """Return the finder of timefhuman; its lists and ranges count as their first instant."""
    from timefhuman import tfhConfig, timefhuman

    def find(text: str, published: datetime) -> Iterator[Date]:
        for words, (start, end), found in timefhuman(text, config=tfhConfig(now=published, return_matched_text=True)):
            first = found
            while isinstance(first, list | tuple) and first:
                first = first[0]
            if isinstance(first, timedelta):
                yield start, end, "DURATION", f"P{first.days}D"
            elif isinstance(first, datetime):
                yield start, end, *value_of(words, first)

    return find


def use_timexy() -> Finder:
    """Return the finder of timexy, on a blank spaCy pipeline."""
    import spacy
    import timexy  # noqa: F401 - adds the pipe

    nlp = spacy.blank("en")
    nlp.add_pipe("timexy", config={"kb_id_type": "timex3", "label": "timexy", "overwrite": False})

    def find(text: str, _: datetime) -> Iterator[Date]:
        for span in nlp(text).ents:
            kind, value = re.findall(r'"([^"]*)"', span.kb_id_)
            if kind == "DATE":
                kind, value = value_of(span.text, datetime.fromisoformat(value))
            yield span.start_char, span.end_char, kind, value

    return find


def use_recognizers() -> Finder:
    """Return the finder of Microsoft's recognizers, which know values.

    Where a date has two readings the latest that is not after the publication date counts, as news is mostly read.
    """
    from recognizers_date_time import Culture, recognize_datetime

    kinds = {"set": "SET", "duration": "DURATION", "time": "TIME", "datetime": "TIME"}

    def find(text: str, published: datetime) -> Iterator[Date]:
        for found in recognize_datetime(text, Culture.English, reference=published):
            readings = (found.resolution or {"values": [{}]})["values"]
            past = [one for one in readings if _instant_of(one)[:10] <= f"{published:%Y-%m-%d}"]
            reading = max(past, key=_instant_of) if past else readings[0]
            kind = kinds.get(found.type_name.removeprefix("datetimeV2."), "DATE")
            yield found.start, found.end + 1, kind, _timex_of(reading, published)

    return find


def _instant_of(reading: dict[str, str]) -> str:
    return reading.get("value", reading.get("start", ""))


def _timex_of(reading: dict[str, str], published: datetime) -> str:
    timex, instant = reading.get("timex", ""), _instant_of(reading)
    if timex.startswith("("):
        start, _, length = timex.strip("()").split(",")
        return f"{start[:4]}-Q{(int(start[5:7]) + 2) // 3}" if length == "P3M" and start[5:7].isdigit() else start
    if timex.startswith("T"):
        return f"{published:%Y-%m-%d}{timex}"
    if timex.startswith("XXXX"):
        return instant[: 7 if re.fullmatch(r"XXXX-\d\d", timex) else 10]
    return timex


FINDERS = {
    "dateparser": use_dateparser,
    "parsedatetime": use_parsedatetime,
    "datefinder": use_datefinder,
    "timefhuman": use_timefhuman,
    "timexy": use_timexy,
    "recognizers": use_recognizers,
}


def find_all(articles: pd.DataFrame, finder: Finder) -> tuple[pd.DataFrame, float]:
    """Return the dates a peer finds, as the scorer reads them, and CPU seconds; a text it fails on gives none."""
    rows, failed = [], 0
    started = time.process_time()
    for article_id, text, published in articles[["article_id", "text", "published"]].itertuples(index=False):
        try:
            dates = list(finder(text, published.to_pydatetime().replace(tzinfo=None)))
        except Exception:  # peers raise all sorts of errors on news
            dates, failed = [], failed + 1
        rows += [(article_id, start, end, text[start:end], kind, value) for start, end, kind, value in dates]
    seconds = time.process_time() - started
    if failed:
        print(f"    (failed on {failed} of {len(articles)} texts)")
    return _table(rows), seconds


def _table(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["article_id", "start", "end", "text", "type", "value"])
    return table.astype({"type": "str", "value": "str"}).assign(rule="peer")


def run_heideltime(articles: pd.DataFrame, folder: Path, kind: str) -> tuple[pd.DataFrame, float]:
    """Return what HeidelTime finds, and CPU seconds of its JVM after loading, all threads."""
    jar = next(folder.glob("*heideltime*.jar"))
    driver = Path(__file__).with_name("HeidelTimeLines.java")
    command = ["java", "-cp", str(jar), str(driver), str(folder / "config.props"), kind]
    lines = "".join(
        f"{published:%Y-%m-%d} {base64.b64encode(text.encode()).decode()}\n"
        for text, published in articles[["text", "published"]].itertuples(index=False)
    )
    run = subprocess.run(command, input=lines.encode(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    *marked, seconds = run.stdout.decode().split("\n")[:-1]
    rows: list[tuple[object, ...]] = []
    for article_id, text, line in zip(articles["article_id"], articles["text"], marked, strict=True):
        rows += [(article_id, *date) for date in _read_marks(text, base64.b64decode(line).decode())]
    return _table(rows), float(seconds)


def _read_marks(text: str, marked: str) -> Iterator[tuple[int, int, str, str, str]]:
    """Give start, end, words, type and value of each mark; the words between marks are those of the text."""
    place, mark, start = 0, "", 0
    for piece in _TAG.split(marked.split("<TimeML>\n", 1)[1]):
        if piece.startswith("<TIMEX3 "):
            mark, start = piece, place
        elif piece == "</TIMEX3>":
            kind, value = (re.search(rf'{name}="([^"]*)"', mark)[1] for name in ("type", "value"))
            yield start, place, text[start:place], kind, value
        else:
            place += len(piece)


def run_peer(name: str, articles: pd.DataFrame, corpus: str, heideltime: Path | None) -> tuple[pd.DataFrame, float]:
    """Return what a peer finds and its CPU seconds.

    Raises:
        ImportError: it is not installed here.
    """
    if name == "ours":
        find_with(articles.head(2), REFERENCES[corpus])
        started = time.process_time()
        return find_with(articles, REFERENCES[corpus]), time.process_time() - started
    if name == "heideltime":
        if heideltime is None:
            raise ImportError("name the folder of its jar with --heideltime")
        return run_heideltime(articles, heideltime, "NARRATIVES" if corpus == "wikiwars" else "NEWS")
    finder = FINDERS[name]()
    find_all(articles.head(2), finder)  # what is loaded or compiled at the first call
    return find_all(articles, finder)


def read_options() -> argparse.Namespace:
    """Return what was typed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])

    def names(text: str) -> list[str]:
        return text.split(",")

    everyone = ["ours", "heideltime", *FINDERS]
    parser.add_argument("--data", type=Path, default=DATA, help="folder of timebank, aquaint and wikiwars")
    parser.add_argument("--corpora", type=names, default=["timebank", "aquaint"])
    parser.add_argument("--part", default="all")
    parser.add_argument("--peers", type=names, default=everyone, help=", ".join(everyone))
    parser.add_argument("--heideltime", type=Path, help="folder with the jar of HeidelTime and config.props")
    options = parser.parse_args()
    unknown = {*options.peers} - {*everyone}
    if unknown:
        parser.error(f"no {', '.join(sorted(unknown))}; peers: {', '.join(everyone)}")
    return options


def main() -> None:
    """Score every peer on each corpus and print."""
    options = read_options()
    warnings.filterwarnings("ignore")  # of peers
    for corpus in options.corpora:
        articles, gold = read_timeml(options.data / corpus, options.part)
        sentences = sum(len(split_sentences(text)) for text in articles["text"])
        print(f"\n{corpus}, part {options.part}: {len(articles)} texts, {sentences:,} sentences")
        print_heading()
        for name in options.peers:
            try:
                found, seconds = run_peer(name, articles, corpus, options.heideltime)
            except ImportError as error:
                print(f"{name:<20}left out: {error}")
                continue
            print_score(name, score(gold, found), seconds)
            print(f"{'':<20}{sentences / max(seconds, 1e-9):,.0f} sentences a CPU second")


if __name__ == "__main__":
    main()
