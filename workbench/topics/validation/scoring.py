"""What people found in a test of topics: how often they were right, how sure that is, and whether they agreed."""

from __future__ import annotations

from math import lgamma

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.errors import DataError, ParameterError, require_columns
from workbench.statistics import wilson_interval
from workbench.topics.validation.intrusion import IntrusionTest

ALL = "all"
LEAST_WEIGHT = 0.01  # in log odds: NMF gives exact zeros, which have no logarithm
_QUESTION = ["coder", "question"]
_LUCK = 0.05
_PRIOR = 4  # questions' worth of belief that coders are right or wrong together


def score_intrusion_test(test: IntrusionTest, answers: pd.DataFrame, *, partial: bool = False) -> pd.DataFrame:
    """Return how often coders were right, by topic and over all, with an interval and their agreement.

    Nothing is scored, and so nothing is revealed, before every question is answered: someone who has seen the result
    for one topic cannot answer the next question blindly. Docs: `docs/methods/topic-validation.md`.

    Args:
        test: from `draw_intrusion_test`.
        answers: coder, question, answer (number of an option): `test.questions` filled in, or the table that
            `read_intrusion_answers` gives. With a column `sheet` it is checked that the sheets are of this test.
        partial: True ends the test: answers that are open stay so, are counted, and are left out.

    Returns:
        kind, topic ("1", "2", …, and "all"), precision (share of right answers: model precision of Chang and others
        2009), low, high (its 95 % interval; questions are the units, not answers), chance (what guessing gives),
        questions, answers, open, agreement (share of pairs of coders who chose the same option), alpha
        (Krippendorff's, of all questions), log_odds (topic log odds of Chang and others 2009, 0 at best; kind "topic"
        alone), log_odds_chance (what guessing gives), note. Missing where there is nothing to compute from.

    Raises:
        ParameterError: answers are open and `partial` is not set.
        DataError: an answer that is no option, to a question that is not in the test, there twice, or of another test.

    Example:
        >>> key = pd.DataFrame({"coder": "Ana", "question": 1, "option": [1, 2], "choice": [2, 1], "kind": "word"})
        >>> key = key.assign(item=1, topic=1, weight=[0.0, 0.3], right=[True, False])
        >>> answers = pd.DataFrame({"coder": ["Ana"], "question": [1], "answer": [1]})
        >>> table = score_intrusion_test(IntrusionTest(answers, key), answers)
        >>> table[["topic", "precision", "low", "high"]].round(2).values.tolist()
        [['1', 1.0, 0.21, 1.0], ['all', 1.0, 0.21, 1.0]]
    """
    asked = _asked(test.key)
    table = asked.merge(_checked(answers, test, asked), on=_QUESTION, how="left", validate="one_to_one")
    unanswered = table["answer"].isna()
    if unanswered.all() or (unanswered.any() and not partial):
        raise ParameterError(_still_open(table))
    options = test.key[[*_QUESTION, "option", "choice", "weight", "right"]].rename(columns={"option": "answer"})
    table = table.merge(options.astype({"answer": "Int64"}), on=[*_QUESTION, "answer"], how="left")
    kind = str(test.key["kind"].iloc[0])
    rows = [_score(kind, str(topic), own) for topic, own in table.groupby("topic")]
    return pd.DataFrame([*rows, _score(kind, ALL, table)])


def _asked(key: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each coder and question: number of options, log weight of the answer, mean over the options."""
    logs = np.log(key["weight"].clip(lower=LEAST_WEIGHT))
    grouped = key.assign(log=logs, best=logs.where(key["right"])).groupby([*_QUESTION, "item", "topic"], as_index=False)
    return grouped.agg(options=("option", "size"), best=("best", "max"), guessed=("log", "mean"))


def _checked(answers: pd.DataFrame, test: IntrusionTest, asked: pd.DataFrame) -> pd.DataFrame:
    """Return coder, question, answer (Int64), one row each; raise where one cannot be."""
    require_columns(answers.columns, [*_QUESTION, "answer"], table="answers")
    table = answers.assign(coder=answers["coder"].astype("str"), question=_numbers(answers, "question"))
    _check_sheets(table, test)
    known = table.merge(asked, on=_QUESTION, how="left", validate="many_to_one")
    table["answer"] = _numbers(answers, "answer")
    problems = {
        "is not in this test": known["item"].isna().to_numpy(),
        "is answered twice": table.duplicated(_QUESTION).to_numpy(),
        "has an answer that is no option": _is_no_option(table["answer"], known["options"]),
    }
    for problem, wrong in problems.items():
        if wrong.any():
            row = answers[wrong].iloc[0]
            raise DataError(
                f"Question {row['question']} of {row['coder']} {problem} (answer {row['answer']!r}; {wrong.sum()} such "
                f"rows). Pass the answers to this test, each once, as a number from 1 to {asked['options'].max()}."
            )
    return table[[*_QUESTION, "answer"]]


def _numbers(answers: pd.DataFrame, column: str) -> pd.Series[int]:
    """Return whole numbers, missing where nothing is written and 0 (which is no option) for anything else."""
    written = answers[column].astype("str").str.strip()
    filled = written.notna() & written.ne("")
    values = pd.to_numeric(written.where(filled), errors="coerce")
    whole: pd.Series[int] = values.where(values.mod(1).eq(0), 0).where(filled).astype("Int64")
    return whole


def _is_no_option(answers: pd.Series[int], options: pd.Series[int]) -> NDArray[np.bool_]:
    wrong = answers.lt(1) | answers.gt(options.set_axis(answers.index).astype("Int64"))
    return wrong.fillna(value=False).to_numpy(dtype=np.bool_)


def _check_sheets(answers: pd.DataFrame, test: IntrusionTest) -> None:
    if "sheet" not in answers.columns or "sheet" not in test.questions.columns:
        return
    marks = test.questions.groupby("coder")["sheet"].first()
    other = answers["sheet"].ne(answers["coder"].map(marks)) & answers["coder"].isin(marks.index)
    if other.any():
        raise DataError(
            f"The sheet of {answers.loc[other, 'coder'].iloc[0]} is of another test. Draw the test with the topics, "
            "kind, n and seed that the sheet was written from."
        )


def _still_open(table: pd.DataFrame) -> str:
    by_coder = table["answer"].isna().groupby(table["coder"]).sum()
    who = ", ".join(f"{coder} {count}" for coder, count in by_coder[by_coder > 0].items())
    step = "Answer some first" if table["answer"].isna().all() else "Answer them, or end the test with partial=True"
    return f"{by_coder.sum()} of {len(table)} answers are open ({who}). {step}; nothing is revealed before the end."


def _score(kind: str, topic: str, asked: pd.DataFrame) -> dict[str, object]:
    answered = asked[asked["answer"].notna()].astype({"right": "float64"})
    by_item = answered.groupby("item")["right"].agg(["sum", "count"])
    share, low, high = _interval(by_item["sum"].to_numpy(np.float64), by_item["count"].to_numpy(np.float64))
    chance = float((1 / asked["options"]).mean())
    choices = _count_choices(answered)
    alpha, undefined = _alpha(choices) if topic == ALL else (np.nan, "")
    log_odds, guessed = _log_odds(answered) if kind == "topic" else (np.nan, np.nan)
    missing = len(asked) - len(answered)
    unanswered = f"{missing} of {len(asked)} answers open" if missing else ""
    lucky = _probability_of_luck(int(by_item["sum"].sum()), len(answered), chance)
    guessing = "guessing is not ruled out" if lucky > _LUCK else ""
    return {
        "kind": kind, "topic": topic, "precision": share, "low": low, "high": high, "chance": chance,
        "questions": len(by_item), "answers": len(answered), "open": missing,
        "agreement": _agreement(choices), "alpha": alpha, "log_odds": log_odds, "log_odds_chance": guessed,
        "note": "; ".join(filter(None, [unanswered, guessing, undefined])),
    }  # fmt: skip


def _count_choices(answered: pd.DataFrame) -> NDArray[np.int64]:
    """Return a row for each question, a column for each choice: how many chose it."""
    items, asked = pd.factorize(answered["item"])
    chosen, choices = pd.factorize(answered["choice"])
    counts = np.zeros((len(asked), len(choices)), dtype=np.int64)
    np.add.at(counts, (items, chosen), 1)
    return counts


def _probability_of_luck(right: int, answers: int, chance: float) -> float:
    """Return how often guessing gives as many right answers or more; those who guess do so independently."""
    if not answers:
        return np.nan
    ways = [lgamma(answers + 1) - lgamma(hits + 1) - lgamma(answers - hits + 1) for hits in range(right, answers + 1)]
    hits = np.arange(right, answers + 1)
    return float(np.exp(np.array(ways) + hits * np.log(chance) + (answers - hits) * np.log1p(-chance)).sum())


def _log_odds(answered: pd.DataFrame) -> tuple[float, float]:
    """Return the mean log weight of the intruder less that of the topic chosen; and what guessing would give."""
    chosen = np.log(answered["weight"].clip(lower=LEAST_WEIGHT))
    return float((answered["best"] - chosen).mean()), float((answered["best"] - answered["guessed"]).mean())


def _interval(right: NDArray[np.float64], answers: NDArray[np.float64]) -> tuple[float, float, float]:
    """Return the share of right answers and its interval, with questions as clusters.

    Wilson's interval for as many independent answers as these are worth: the number of answers over the design effect
    1 + (answers a question - 1) * dependence (Kish 1965). The dependence is estimated, and drawn towards 1 as if four
    more questions had shown full dependence, because few questions say little about it.
    """
    n, questions = answers.sum(), len(answers)
    if n == 0:
        return np.nan, np.nan, np.nan
    share = right.sum() / n
    each = n / questions
    dependence = 1.0
    if questions > 1 and each > 1 and 0 < share < 1:
        variance = ((right - share * answers) ** 2).sum() * questions / (questions - 1) / n**2
        effect = variance * n / (share * (1 - share))
        estimate = np.clip((effect - 1) / (each - 1), 0, 1)
        dependence = (estimate * (questions - 1) + _PRIOR) / (questions - 1 + _PRIOR)
    worth = n / (1 + (each - 1) * dependence)
    low, high = wilson_interval(share * worth, worth)
    return float(share), float(low), float(high)


def _agreement(choices: NDArray[np.int64]) -> float:
    """Return the share of pairs of coders who chose the same, the mean over questions with two or more answers."""
    answers = choices.sum(axis=1)
    same = (choices * (choices - 1)).sum(axis=1)[answers > 1] / (answers * (answers - 1))[answers > 1]
    return float(same.mean()) if len(same) else np.nan


def _alpha(choices: NDArray[np.int64]) -> tuple[float, str]:
    """Return Krippendorff's alpha of the options chosen, and why there is none.

    Options are numbered at random within each question, so that what is expected by chance is what guessing gives.
    """
    pairable = choices[choices.sum(axis=1) > 1]
    used = pairable[:, pairable.sum(axis=0) > 0]
    if not len(used):
        return np.nan, "alpha is undefined: no question was answered by two coders"
    if used.shape[1] < 2:
        return np.nan, "alpha is undefined: too few questions"
    from krippendorff import alpha

    return float(alpha(value_counts=used, level_of_measurement="nominal")), ""
