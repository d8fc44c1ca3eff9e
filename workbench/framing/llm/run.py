"""Asking many questions within a budget: what is kept is not asked again, and the order of answers changes nothing."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from workbench.errors import DataError, ParameterError
from workbench.framing.llm.cache import AnswerCache
from workbench.framing.llm.endpoint import Caller, LlmEndpoint, Reply
from workbench.framing.llm.prompt import write_messages

MOST_FAILURES = 5  # in a row: the endpoint is down, and a thousand more would fail as well


@dataclass(frozen=True)
class Budget:
    """How many requests and tokens a run may spend; None for no limit."""

    requests: int | None
    tokens: int | None

    def __post_init__(self) -> None:
        """Refuse what cannot be a budget."""
        for name, most in (("max_requests", self.requests), ("max_tokens", self.tokens)):
            if most is not None and most < 0:
                raise ParameterError(f"{name}={most!r} is no budget. Allowed: 0 or more, or None for no limit.")


@dataclass
class Run:
    """What is known of each question, and what this run spent.

    Attributes:
        replies: key of a question -> what the endpoint replied, now or in an earlier run.
        failures: key -> why no reply came.
        kept: the keys whose replies were in the cache when the run began.
        requests: requests sent, repeated ones among them.
        prompt_tokens: as the endpoint counted them; None where it did not count all.
        answer_tokens: the same.
        stopped: why not every question was asked; None when every one was.
        in_a_row: how many of the last questions failed.
    """

    replies: dict[str, dict[str, Any]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()
    requests: int = 0
    prompt_tokens: int | None = 0
    answer_tokens: int | None = 0
    stopped: str | None = None
    in_a_row: int = 0


def ask_questions(
    texts: Mapping[str, str],
    prompt: str,
    frames: list[str],
    endpoint: LlmEndpoint,
    cache: AnswerCache,
    budget: Budget,
) -> Run:
    """Return the replies to all questions, those in the cache first, the others from the endpoint.

    Args:
        texts: key of each question -> the text it is about.
        prompt: what the model is told before each text.
        frames: what an answer has to name.
        endpoint: who is asked.
        cache: where replies are kept as soon as they come.
        budget: what may be spent.

    Raises:
        DataError: not one question got a reply.
    """
    run = Run()
    for key in texts:
        if kept := cache.read(key):
            run.replies[key] = kept["reply"]
    run.kept = frozenset(run.replies)
    waiting = [key for key in texts if key not in run.kept]
    run.stopped = _find_end(run, budget, under_way=0) if waiting else None
    if waiting and not run.stopped:
        with Caller(endpoint, frames) as caller:

            def ask(key: str) -> Reply:
                reply = caller.ask(write_messages(prompt, texts[key]))
                if reply.reply is not None:
                    cache.write(key, {"asked": _describe(endpoint, prompt, texts[key]), "reply": reply.reply})
                return reply

            _ask_waiting(waiting, ask, run, budget, endpoint.at_once)
    if run.failures and not run.replies:
        raise DataError(
            f"Not one unit got an answer from {endpoint.host}: {next(iter(run.failures.values()))}. Check that the "
            "endpoint runs and takes these requests, then run again."
        )
    return run


def _ask_waiting(waiting: list[str], ask: Callable[[str], Reply], run: Run, budget: Budget, at_once: int) -> None:
    under_way: deque[tuple[str, Future[Reply]]] = deque()
    with ThreadPoolExecutor(at_once) as pool:
        for key in waiting:
            # Until a first reply has come one question is asked at a time: it finds out which form the endpoint takes.
            while len(under_way) >= (at_once if len(run.replies) > len(run.kept) else 1):
                _finish(run, *under_way.popleft())
            # What was spent is counted in the order of the questions, so that a run stops at the same one every time.
            run.stopped = _find_end(run, budget, under_way=len(under_way))
            if run.stopped:
                break
            under_way.append((key, pool.submit(ask, key)))
        for key, future in under_way:
            _finish(run, key, future)


def _finish(run: Run, key: str, future: Future[Reply]) -> None:
    reply = future.result()
    run.requests += reply.requests
    if reply.reply is None:
        run.failures[key] = reply.failure or "no answer"
        run.in_a_row += 1
        return
    run.replies[key] = reply.reply
    run.in_a_row = 0
    run.prompt_tokens = _add(run.prompt_tokens, reply.reply.get("prompt_tokens"))
    run.answer_tokens = _add(run.answer_tokens, reply.reply.get("answer_tokens"))


def _find_end(run: Run, budget: Budget, *, under_way: int) -> str | None:
    if run.in_a_row >= MOST_FAILURES:
        return f"{run.in_a_row} units in a row got no answer"
    if budget.requests is not None and run.requests + under_way >= budget.requests:
        return f"the budget of {budget.requests} requests is used up"
    if budget.tokens is None:
        return None
    if run.prompt_tokens is None or run.answer_tokens is None:
        return "the endpoint does not count tokens, so that max_tokens cannot be kept"
    if run.prompt_tokens + run.answer_tokens >= budget.tokens:
        return f"the budget of {budget.tokens} tokens is used up"
    return None


def _add(total: int | None, more: int | None) -> int | None:
    return None if total is None or more is None else total + more


def _describe(endpoint: LlmEndpoint, prompt: str, text: str) -> dict[str, Any]:
    hashes = {
        name: sha256(said.encode("utf-8", "replace")).hexdigest() for name, said in (("prompt", prompt), ("text", text))
    }
    return {"model": endpoint.model, "parameters": endpoint.parameters} | hashes
