"""Score `find_dates` on TimeBank, AQUAINT and WikiWars as TempEval-3 did, and show where it errs.

    python benchmarks/timeline.py [--data FOLDER] [--part dev|held|all] [--errors | --rules]

The folder holds timebank, aquaint and wikiwars with TimeML files. Grammar is made on the part "dev"; "held" is a third
of the documents, chosen by a hash of their text, whose errors nobody has looked at. WikiWars is read in the narrative
mode, the others by their publication dates.
"""

from __future__ import annotations

import argparse
import inspect
import re
import time
from pathlib import Path

import pandas as pd
from timeline_scorer import CORPORA, PARTS, Score, match, read_timeml, score

from workbench import find_dates

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "timeml"
REFERENCES = {"timebank": "published", "aquaint": "published", "wikiwars": "narrative"}
GOALS = {"timebank": 79.5, "aquaint": 74.6, "wikiwars": 83.1}  # value F1
KINDS = {  # of errors, and what makes two of them alike
    "missed": ["text"],
    "spurious": ["found_text", "rule"],
    "extent": ["text", "found_text", "rule"],
    "value": ["text", "value", "found_value", "rule"],
}
_SHOWN = {"missed": ["text", "value"], "value": ["text", "found_text", "value", "found_value", "rule"]}


def find_with(articles: pd.DataFrame, reference: str) -> pd.DataFrame:
    """Return the dates of articles, read with that reference where `find_dates` knows of references."""
    if "reference" in inspect.signature(find_dates).parameters:
        return find_dates(articles, reference=reference)
    return find_dates(articles)


def print_score(name: str, found: Score, seconds: float | None = None) -> None:
    """Print one line of scores in per cent."""
    strict, relaxed = (
        f"{100 * found.precision(count):6.1f}{100 * found.recall(count):6.1f}{100 * found.f1(count):6.1f}"
        for count in ("strict", "relaxed")
    )
    attributes = f"{100 * found.f1('value'):7.1f}{100 * found.f1('type'):7.1f}{100 * found.accuracy:9.1f}"
    cpu = "" if seconds is None else f"{seconds:7.2f}"
    goal = f"{GOALS[name]:7.1f}" if name in GOALS else " " * 7
    print(f"{name:<20}{found.gold:>6}{found.found:>6} |{strict} |{relaxed} |{attributes}{goal}{cpu}")


def print_heading() -> None:
    """Print the names of the columns of `print_score`."""
    spans = f"{'P':>6}{'R':>6}{'F1':>6}"
    print(f"{'':<32} |{'strict':^18} |{'relaxed':^18} |{'value':>7}{'type':>7}{'value of':>9}{'goal':>7}{'CPU':>7}")
    attributes = f"{'F1':>7}{'F1':>7}{'matched':>9}{'value':>7}{'s':>7}"
    print(f"{'':<20}{'gold':>6}{'found':>6} |{spans} |{spans} |{attributes}")


def print_errors(pairs: pd.DataFrame, texts: dict[str, str], kinds: list[str], top: int) -> None:
    """Print the most frequent errors of each kind, numbers taken as alike, each with one place where it stands."""
    for kind in kinds:
        rows = pairs[pairs["kind"].eq(kind)]
        print(f"\n  {kind}: {len(rows)}  ({' | '.join(_SHOWN.get(kind, KINDS[kind]))})")
        alike = _joined(rows, KINDS[kind]).str.lower().str.replace(r"\d+", "9", regex=True)
        rows = rows.assign(alike=alike, number=alike.map(alike.value_counts()))
        rows["shown"] = _joined(rows, _SHOWN.get(kind, KINDS[kind]))
        rows = rows.drop_duplicates("alike").sort_values(["number", "alike"], ascending=[False, True])
        for row in rows.head(top).itertuples():
            print(f"  {row.number:>4}  {_one_line(row.shown)}\n          {_context(texts[row.article_id], row)}")


def _joined(rows: pd.DataFrame, columns: list[str]) -> pd.Series:
    first, *others = (rows[column].fillna("-") for column in columns)
    return first.str.cat(others, sep=" | ") if others else first


def _context(text: str, row: object) -> str:
    start, end = (row.start, row.end) if pd.notna(row.start) else (row.found_start, row.found_end)
    before, after = text[max(0, start - 60) : start], text[end : end + 50]
    return _one_line(f"{row.article_id}: …{before}[{text[start:end]}]{after}…")


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def count_rules(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return how often each rule was right, erred in the extent or the value, or found what is no gold expression."""
    found = pairs[pairs["rule"].notna()]
    counts = found.pivot_table(index="rule", columns="kind", values="article_id", aggfunc="count", fill_value=0)
    counts = counts.reindex(columns=["right", "extent", "value", "spurious"], fill_value=0)
    total = counts.sum(axis=1)
    counts.insert(0, "found", total)
    value_right = counts["right"] + counts["extent"]
    return counts.assign(value_precision=(100 * value_right / total).round(1)).sort_values(
        ["found", "right"], ascending=False
    )


def read_options() -> argparse.Namespace:
    """Return what was typed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])

    def names(text: str) -> list[str]:
        return text.split(",")

    parser.add_argument("--data", type=Path, default=DATA, help="folder of timebank, aquaint and wikiwars")
    parser.add_argument("--corpora", type=names, default=list(CORPORA))
    parser.add_argument("--part", choices=PARTS, default="dev")
    parser.add_argument("--errors", action="store_true", help="print the most frequent errors of each kind")
    parser.add_argument("--kinds", type=names, default=list(KINDS), help="of errors: " + ", ".join(KINDS))
    parser.add_argument("--top", type=int, default=30, help="how many errors of each kind")
    parser.add_argument("--rules", action="store_true", help="print how often each rule is right")
    return parser.parse_args()


def main() -> None:
    """Score each corpus and print."""
    options = read_options()
    all_pairs = []
    print(f"part: {options.part}")
    print_heading()
    details = []
    for name in options.corpora:
        articles, gold = read_timeml(options.data / name, options.part)
        started = time.process_time()
        found = find_with(articles, REFERENCES[name])
        seconds = time.process_time() - started
        print_score(name, score(gold, found), seconds)
        if gold["value"].eq("null").any():
            print_score(f"{name} but null", score(gold, found, without_null=True))
        pairs = match(gold, found)
        details.append((name, pairs, dict(zip(articles["article_id"], articles["text"], strict=True))))
        all_pairs.append(pairs)
    if options.errors:
        for name, pairs, texts in details:
            print(f"\n{name}")
            print_errors(pairs, texts, options.kinds, options.top)
    if options.rules:
        print("\n" + count_rules(pd.concat(all_pairs)).to_string())


if __name__ == "__main__":
    main()
