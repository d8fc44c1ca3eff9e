"""A language model as one more coder: asked with the codebook, held to it, and never asked the same twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from workbench.errors import DataError, ParameterError, require_columns
from workbench.framing.codebook.codebook import Codebook
from workbench.framing.coding.codes import CODE_COLUMNS
from workbench.framing.llm.answers import CODED, MALFORMED, REFUSED, Answer, read_answer
from workbench.framing.llm.cache import AnswerCache, name_question
from workbench.framing.llm.endpoint import LlmEndpoint
from workbench.framing.llm.prompt import write_messages, write_prompt
from workbench.framing.llm.run import Budget, Run, ask_questions
from workbench.text import find_units, typed

FAILED, NOT_ASKED, NO_TEXT = "failed", "not asked", "no text"
OUTCOMES = (CODED, REFUSED, MALFORMED, FAILED, NOT_ASKED, NO_TEXT)


@dataclass(frozen=True, eq=False)
class LlmCodes:
    """What a language model coded.

    Attributes:
        codes: unit_id, coder (`endpoint.coder`), frame, value (1.0 seen, 0.0 not seen; missing where there is no sound
            answer), codebook, round, coded_at, comment (why the value is missing); units in the order given, frames in
            that of the codebook. With the codes of people it goes into `score_agreement`; through
            `select_predictions` into `score_predictions` and `estimate_shares`.
        account: what, number: units by outcome (coded, refused, malformed, failed, not asked, no text), how many
            were answered from the cache, requests sent in this run (repeated ones among them), and the tokens that the
            endpoint counted for them.
        prompt: what the model was told before every text.
        stopped: why the run stopped before all units were asked about; None when it did not.
    """

    codes: pd.DataFrame
    account: pd.DataFrame
    prompt: str = field(repr=False)
    stopped: str | None


def build_llm_codes(
    articles: pd.DataFrame,
    codebook: Codebook,
    *,
    endpoint: LlmEndpoint,
    cache: str | Path,
    unit: str | None = None,
    max_requests: int | None = None,
    max_tokens: int | None = None,
) -> LlmCodes:
    """Return the codes a language model gives to each unit, from the codebook's definitions, rules and questions.

    Every answer is kept in `cache` under the hash of model, prompt, text and parameters: a second run asks nothing and
    gives the same tables. Refusals and answers that are not exactly what was asked for are counted and leave the value
    missing; nothing is guessed. The text of the articles is sent to the endpoint: ask whether you may. Docs:
    `docs/methods/llm-coder.md`.

    Args:
        articles: a table with `article_id` and `text`; or units with `unit_id` and `text`, such as `draw_sample` makes.
        codebook: what the model is told; patterns are not.
        endpoint: the model and how to reach it.
        cache: a folder; it is made when it is not there. It holds no key, and no text but what a model repeats.
        unit: "article", "paragraph" or "sentence"; None for the unit of the codebook. Not with a table of units.
        max_requests: no further unit is asked about after so many requests; 0 uses the cache alone.
        max_tokens: no further unit is asked about once the endpoint counted so many tokens. Units under way are
            finished, so that the sum can lie a few answers above.

    Returns:
        The codes and an account. After a stop (budget used up, or five units in a row
        without an answer) what is coded so far is there, and the rest is left open.

    Raises:
        ParameterError: the package openai is missing, the key is missing or refused, the model is unknown, or a budget
            is below 0.
        DataError: a column is missing, a unit stands twice, a kept answer is damaged, or no unit at all got an answer.
        OutputError: an answer cannot be kept.

    Example:
        >>> from workbench.framing import read_codebook
        >>> articles = pd.DataFrame({"article_id": ["a"], "text": ["Oil rose."]})
        >>> local = LlmEndpoint("qwen2.5:7b-instruct", base_url="http://localhost:11434/v1")
        >>> generic = read_codebook("generic")
        >>> build_llm_codes(articles, generic, endpoint=local, cache="llm-answers", max_requests=0).stopped
        'the budget of 0 requests is used up'
    """
    budget = Budget(max_requests, max_tokens)
    units = _read_units(articles, codebook, unit)
    prompt = write_prompt(codebook)
    keys = _name_questions(units["text"], prompt, endpoint)
    texts = dict(
        zip(keys[keys.notna()], units["text"][keys.notna()], strict=True)
    )  # texts that are alike: one question
    run = ask_questions(texts, prompt, codebook.frames["frame"].tolist(), endpoint, AnswerCache(cache), budget)
    answers = [_judge(key, run, codebook) for key in keys]
    codes = _codes(units, answers, codebook, endpoint.coder)
    return LlmCodes(codes, _account(keys, answers, run), prompt, run.stopped)


def _read_units(articles: pd.DataFrame, codebook: Codebook, unit: str | None) -> pd.DataFrame:
    if "unit_id" not in articles.columns:
        units = find_units(articles, unit=unit or codebook.unit)
    elif unit is not None:
        raise ParameterError(f"unit={unit!r} was passed with a table that has units already. Leave it out.")
    else:
        require_columns(articles.columns, ["text"], table="units")
        units = articles.reset_index(drop=True)
    twice = units["unit_id"][units["unit_id"].duplicated()]
    if len(twice):
        raise DataError(f"The unit {twice.iloc[0]!r} stands twice in the table. Keep one row a unit.")
    return units


def _name_questions(texts: pd.Series[str], prompt: str, endpoint: LlmEndpoint) -> pd.Series[str]:
    """Return the key of the question about each text, missing where there is no text."""
    names = [
        name_question(endpoint.model, write_messages(prompt, text), endpoint.parameters)
        if isinstance(text, str) and text.strip()
        else None
        for text in texts
    ]
    return pd.Series(names, index=texts.index, dtype="str")


def _judge(key: object, run: Run, codebook: Codebook) -> Answer:
    if not isinstance(key, str):
        return Answer(NO_TEXT, reason="the unit has no words")
    if key in run.replies:
        return read_answer(run.replies[key], codebook.frames["frame"].tolist(), exclusive=codebook.exclusive)
    if key in run.failures:
        return Answer(FAILED, reason=run.failures[key])
    return Answer(NOT_ASKED, reason=run.stopped)


def _codes(units: pd.DataFrame, answers: list[Answer], codebook: Codebook, coder: str) -> pd.DataFrame:
    rows = [
        (
            unit_id,
            coder,
            frame,
            np.nan if answer.codes is None else float(answer.codes[frame]),
            codebook.hash,
            None if answer.codes else f"{answer.outcome}: {answer.reason}",
        )
        for unit_id, answer in zip(units["unit_id"], answers, strict=True)
        for frame in codebook.frames["frame"]
    ]
    table = typed(rows, ["unit_id", "coder", "frame", "value", "codebook", "comment"])
    table["round"] = pd.array([1] * len(table), dtype="Int64")
    table["coded_at"] = pd.Series(pd.NaT, index=table.index, dtype="datetime64[us, UTC]")  # no clock in a table
    return table[CODE_COLUMNS].astype({"value": np.float64, "comment": "str"})


def _account(keys: pd.Series[str], answers: list[Answer], run: Run) -> pd.DataFrame:
    outcomes = [answer.outcome for answer in answers]
    rows = [
        ("units", len(answers)),
        *((outcome, outcomes.count(outcome)) for outcome in OUTCOMES),
        ("answered from the cache", int(keys.isin(run.kept).sum())),
        ("requests", run.requests),
        ("prompt tokens", run.prompt_tokens),
        ("answer tokens", run.answer_tokens),
    ]
    return typed(rows, ["what", "number"], integers=["number"])
