"""Codebook, hand codes and agreement of coders, in the words of a paper."""

from __future__ import annotations

import re

import pandas as pd

from workbench.reports.papers.evidence import Evidence, Source, Statement, from_table, names
from workbench.reports.papers.references import cite
from workbench.reports.papers.wording import between_ends, coefficient, counted, listed, plain

_LEAST = 0.667  # of alpha, for tentative conclusions
MANY = 8  # frames with a coefficient each in the text; of more the range is told
_ACCOUNT = {"coders": "coder", "coded units": "unit", "codes": "code"}
_SETTLED = "disagreements settled by decision"
_COPIES = {
    "keep": "Articles that repeat another were counted like all others.",
    "first": "Of articles that repeat each other only the earliest was counted.",
    "weight": "Articles that repeat each other were weighted so that each group counts once.",
}


def describe_frames(evidence: Evidence) -> list[Statement]:
    """Return what was looked for, and how people coded it."""
    made = (_codebook, _origin, _units, _copies, _hand_codes, _settled, _agreement, _verdicts, _cautions)
    return [statement for make in made if (statement := make(evidence)) is not None]


def _codebook(evidence: Evidence) -> Statement | None:
    table = evidence.table("codebook", texts=["frame", "label", "definition"])
    if table.empty:
        return None
    told = evidence.told("codebook", "codebook")
    found = re.fullmatch(r"(.+) (\S+) \(([0-9a-f]+)\)", told[0]) if told else None
    called = f"the codebook “{plain(found[1])}” (version {found[2]}, hash {found[3]})" if found else "a codebook"
    named = f": {listed(names(table))}" if len(table) <= MANY else ""
    text = f"Frames were defined by {called} with {counted(len(table), 'frame')}{named}."
    places = (from_table("codebook", "label; rows, counted"), *([told[1]] if told and found else []))
    return Statement("codebook", text, places)


def _origin(evidence: Evidence) -> Statement | None:
    table = evidence.table("codebook", texts=["frame", "source"])
    sources = names(table, "source") if len(table) else []
    if not sources:
        return None
    text = f"As their source, the codebook names {listed((item.rstrip('.') for item in sources), mark=';')}."
    return Statement("origin", text, (from_table("codebook", "source"),))


def describe_units(evidence: Evidence, table: str) -> Statement | None:
    """Return which kinds of lines of an article the notebook that shows a table read."""
    given = evidence.parameter(table, "kinds")
    if given is None:
        return None
    kinds = [f"“{kind.strip().replace('_', ' ')}”" for kind in str(given[0]).split(",") if kind.strip()]
    if not kinds:
        return None
    text = f"The text analysed was that of the blocks of an article labelled {listed(kinds)}."
    return Statement(f"units of {table}", text, (given[1],))


def _units(evidence: Evidence) -> Statement | None:
    return describe_units(evidence, "shares") or describe_units(evidence, "machine")


def _copies(evidence: Evidence) -> Statement | None:
    given = evidence.parameter("shares", "duplicates")
    text = _COPIES.get(str(given[0])) if given else None
    return Statement("copies counted", text, (given[1],)) if text and given else None


def read_account(evidence: Evidence) -> dict[str, int]:
    """Return what was coded by hand: how many of what."""
    table = evidence.table("hand-codes", texts=["what"], numbers=["number"])
    if table.empty:
        return {}
    known = table.dropna(subset=["what", "number"])
    return dict(zip(known["what"].map(plain), known["number"].astype("int64").tolist(), strict=True))


def _hand_codes(evidence: Evidence) -> Statement | None:
    if evidence.notebook("hand-codes") is None:
        return None
    account, place = read_account(evidence), (from_table("hand-codes", "number"),)
    if not account.get("codes"):
        return Statement("hand codes", "No article was coded by hand.", place, lacking=True)
    coders, units, codes = (counted(account.get(what, 0), one) for what, one in _ACCOUNT.items())
    rest = [f"{what}: {number:,}" for what, number in account.items() if what not in (*_ACCOUNT, _SETTLED)]
    more = f" ({'; '.join(rest)})" if rest else ""
    return Statement("hand codes", f"By hand, {coders} coded {units} and gave {codes}{more}.", place)


def _settled(evidence: Evidence) -> Statement | None:
    settled = read_account(evidence).get(_SETTLED)
    if not settled:
        return None
    verb = "was" if settled == 1 else "were"
    text = f"Of the disagreements between coders, {settled:,} {verb} settled by decision."
    return Statement("settled", text, (from_table("hand-codes", "number"),))


def _agreement(evidence: Evidence) -> Statement | None:
    numbers = ["alpha", "alpha_low", "alpha_high", "units"]
    table = evidence.table("agreement", texts=["frame", "label"], numbers=numbers)
    if table.empty:
        return None
    known = evidence.calls("agreement", "score_agreement")
    cites = ("krippendorff", "hayes", "rubin") if known else ("krippendorff", "hayes")
    interval = f" with 95% intervals from a Bayesian bootstrap {cite('rubin')}" if known else ""
    units = between_ends(table["units"])
    scored, open_ = table.dropna(subset="alpha"), table[table["alpha"].isna()]
    values = _alphas(scored)
    start = f"Agreement of the coders was measured{f' on {units} units' if units else ''} by Krippendorff's alpha "
    start += f"{cite('krippendorff', 'hayes')}{interval}"
    undefined = f" It could not be computed for {listed(names(open_))}." if len(open_) else ""
    text = f"{start}: {listed(values, mark=';')}.{undefined}" if values else f"{start}.{undefined}"
    place = (from_table("agreement", "units, label, alpha, alpha_low, alpha_high"),)
    return Statement("agreement", text, place, cites, lacking=not values)


def _alphas(scored: pd.DataFrame) -> list[str]:
    """Return alpha with its interval for each frame, as in .76, 95% CI [.34, .96]; of many frames the range."""
    if len(scored) > MANY:
        ends = scored.sort_values(["alpha", "frame"]).iloc[[0, -1]]
        said = [f"{coefficient(a)} ({plain(b)})" for a, b in zip(ends["alpha"], ends["label"], strict=True)]
        return [f"from {said[0]} to {said[1]}"]
    columns = (scored[name] for name in ("label", "alpha", "alpha_low", "alpha_high"))
    return [
        f"{plain(label)}, α = {coefficient(alpha)}{_interval(low, high)}"
        for label, alpha, low, high in zip(*columns, strict=True)
    ]


def _interval(low: float, high: float) -> str:
    return f", 95% CI [{coefficient(low)}, {coefficient(high)}]" if pd.notna(low) and pd.notna(high) else ""


def _verdicts(evidence: Evidence) -> Statement | None:
    table = evidence.table("agreement", texts=["label", "verdict"], numbers=["alpha_low"])
    if table.empty:
        return None
    said = [(verdict, names(part)) for verdict, part in table.groupby("verdict", sort=False) if verdict != "undefined"]
    if not said:
        return None
    judged = [f"{plain(verdict)} for {listed(frames)}" for verdict, frames in said]
    below = names(table[table["alpha_low"] < _LEAST])
    unsure = f"; the interval reaches below .667 for {listed(below)}" if below else ""
    limits = f"the customary limits of .800 and .667 {cite('krippendorff')}"
    text = f"By {limits}, codes are {listed(judged, mark=';')}{unsure}."
    place: tuple[Source, ...] = (from_table("agreement", "verdict, alpha_low"),)
    return Statement("verdicts", text, place, ("krippendorff",))


def _cautions(evidence: Evidence) -> Statement | None:
    """Return which coefficients the table warns of, such as those of few units."""
    table = evidence.table("agreement", texts=["label", "note"])
    warned = names(table[table["note"].fillna("") != ""]) if len(table) else []
    if not warned:
        return None
    which = "all frames" if len(warned) == len(table) else listed(warned)
    place = from_table("agreement", "note")
    return Statement("cautions", f"The table of agreement notes a caution for {which}.", (place,))
