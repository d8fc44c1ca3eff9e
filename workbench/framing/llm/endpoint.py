"""Where a language model answers: any endpoint that speaks the OpenAI protocol, on the network or on this machine."""

from __future__ import annotations

import json
import os
import re
import threading
from dataclasses import dataclass
from types import ModuleType, TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from workbench.errors import ParameterError
from workbench.framing.llm.prompt import write_schema

TEMPERATURE = 0

_OPENAI_KEY = "OPENAI_API_KEY"
_NO_KEY = "none"  # servers on this machine ask for no key, but the client must send one
# Older endpoints know the first name alone, newer models the second alone.
_LIMIT, _NEW_LIMIT = "max_tokens", "max_completion_tokens"
_SAID = 160  # characters of an error of the endpoint that a reason repeats
# A text that the endpoint's filter rejects before the model reads it comes back as an error with one of these codes.
_FILTERED = frozenset(["content_filter", "content_policy_violation", "moderation_blocked"])


@dataclass(frozen=True)
class LlmEndpoint:
    """A language model and how to reach it.

    The key is read from an environment variable when a request is made; it is never stored, printed or kept. It is only
    sent to the address it belongs to: with a `base_url` of your own no key is sent unless `key_variable` names one.

    Attributes:
        model: the model's name, as the endpoint knows it. Name the exact version, not an alias that moves.
        base_url: address of the endpoint, such as "http://localhost:11434/v1"; None for that of OpenAI.
        key_variable: name of the environment variable that holds the key; None for OPENAI_API_KEY with OpenAI's
            address, and for no key with another.
        seed: sent with every request; endpoints that know it answer more alike.
        answer_tokens: an answer that is longer is cut off, and malformed. Models that think aloud need more.
        timeout: seconds to wait for an answer.
        retries: how often a request is tried again after 408, 409, 429, an error of the server or of the line; waits
            grow from half a second to eight, or are as long as the endpoint says (Retry-After, up to two minutes).
        at_once: requests under way at the same time.

    Example:
        >>> LlmEndpoint("qwen2.5:7b-instruct", base_url="http://localhost:11434/v1").host
        'localhost:11434'
    """

    model: str
    base_url: str | None = None
    key_variable: str | None = None
    seed: int = 0
    answer_tokens: int = 2000
    timeout: float = 60.0
    retries: int = 4
    at_once: int = 4

    def __post_init__(self) -> None:
        """Refuse what cannot be an endpoint."""
        if not isinstance(self.model, str) or not self.model.strip():
            raise ParameterError(f"model={self.model!r} is not the name of a model. Write it as the endpoint knows it.")
        if self.base_url is not None:
            _check_url(self.base_url)
        # The value is not repeated: somebody may have written the key itself.
        if self.key_variable is not None and not re.fullmatch(r"[A-Z_][A-Z0-9_]{0,63}", self.key_variable):
            raise ParameterError(
                "key_variable is the name of an environment variable in capitals, such as 'OPENAI_API_KEY', never the "
                "key itself. If a key stands in a notebook or a script, withdraw it and make a new one."
            )
        for name, least in (("answer_tokens", 1), ("timeout", 0.001), ("retries", 0), ("at_once", 1)):
            if not getattr(self, name) >= least:
                raise ParameterError(f"{name}={getattr(self, name)!r} is too small. Allowed: {least} or more.")

    @property
    def coder(self) -> str:
        """Return the name under which this model codes."""
        return f"llm:{self.model}"

    @property
    def host(self) -> str:
        """Return the machine that answers, for messages."""
        parts = urlsplit(self.base_url or "https://api.openai.com/v1")
        return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)

    @property
    def parameters(self) -> dict[str, Any]:
        """Return what is sent with every question beside model and messages, and so makes it another question."""
        return {"temperature": TEMPERATURE, "seed": self.seed, "answer_tokens": self.answer_tokens}

    def read_key(self) -> str:
        """Return the key.

        Raises:
            ParameterError: the variable is not set.
        """
        variable = self.key_variable or (_OPENAI_KEY if self.base_url is None else None)
        if variable is None:
            return _NO_KEY
        key = os.environ.get(variable, "").strip()
        if not key:
            raise ParameterError(f"The environment variable {variable} is not set. Put the key for {self.host} there.")
        return key


@dataclass(frozen=True)
class Reply:
    """What came of a question: what the endpoint replied, or why nothing came.

    Attributes:
        reply: content, refusal, finish_reason, prompt_tokens, answer_tokens, model, fingerprint; None when none came.
        failure: why not.
        requests: how many requests it took, repeated ones among them.
    """

    reply: dict[str, Any] | None
    failure: str | None
    requests: int


class Caller:
    """Asks an endpoint; may be used by several threads."""

    def __init__(self, endpoint: LlmEndpoint, frames: list[str]) -> None:
        openai = _import_client()
        self._openai = openai
        self._endpoint = endpoint
        self._key = endpoint.read_key()
        self._sent = threading.local()
        self._client = openai.OpenAI(
            api_key=self._key,
            base_url=endpoint.base_url,
            timeout=endpoint.timeout,
            max_retries=endpoint.retries,
            http_client=openai.DefaultHttpxClient(event_hooks={"request": [self._count]}),
        )
        self._ways = _ways(frames, endpoint.answer_tokens)
        self._taken = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()

    def ask(self, messages: list[dict[str, str]]) -> Reply:
        """Return the reply to the messages.

        Raises:
            ParameterError: the endpoint refuses the key, or knows no such model or address.
        """
        self._sent.number = 0
        reply, failure = self._try_ways(messages)
        return Reply(reply, failure, self._sent.number)

    def _try_ways(self, messages: list[dict[str, str]]) -> tuple[dict[str, Any] | None, str | None]:
        ways, failure = self._ways, None
        while ways:
            try:
                reply = self._send(messages, ways[0])
            except (self._openai.BadRequestError, self._openai.UnprocessableEntityError) as error:
                if error.code in _FILTERED:
                    return {"finish_reason": "content_filter"}, None
                failure = self._say(error)
                # Once a way was taken, it is the text that is at fault.
                ways = [] if self._taken else _other_ways(ways, str(error))
            except self._openai.OpenAIError as error:
                self._refuse_setup(error)
                return None, self._say(error)
            else:
                if reply is None:
                    return None, "what came back is no chat completion"
                self._ways, self._taken = ways, True
                return reply, None
        return None, failure

    def _send(self, messages: list[dict[str, str]], way: dict[str, Any]) -> dict[str, Any] | None:
        endpoint = self._endpoint
        create = self._client.chat.completions.with_raw_response.create
        return read_completion(
            create(model=endpoint.model, messages=messages, temperature=TEMPERATURE, seed=endpoint.seed, **way).text
        )

    def _count(self, _: object) -> None:
        self._sent.number += 1

    def _refuse_setup(self, error: Exception) -> None:
        """Stop at once where every further request would fail for the same reason."""
        status = getattr(error, "status_code", None)
        if status in (401, 403):
            raise ParameterError(
                f"{self._endpoint.host} refuses the key (error {status}). Put a valid key in an environment variable "
                "and name it with key_variable=."
            ) from None
        if status == 404:
            raise ParameterError(
                f"{self._endpoint.host} knows no model {self._endpoint.model!r}, or nothing answers at that address "
                "(error 404). Check model and base_url; most addresses end in /v1."
            ) from None

    def _say(self, error: Exception) -> str:
        if isinstance(error, self._openai.APITimeoutError):
            return f"no answer within {self._endpoint.timeout:g} seconds"
        if isinstance(error, self._openai.APIConnectionError):
            return f"no connection to {self._endpoint.host}"
        body = getattr(error, "body", None)
        said = body.get("message") if isinstance(body, dict) else body
        words = " ".join(str(said or "").split())
        if self._key != _NO_KEY:
            words = words.replace(self._key, "...")
        return f"error {getattr(error, 'status_code', 'unknown')}" + (f": {words[:_SAID]}" if words else "")


def read_completion(text: str) -> dict[str, Any] | None:
    """Return what counts of a chat completion, or None when the text is none.

    Example:
        >>> read_completion('{"choices": [{"message": {"content": "{}"}, "finish_reason": "stop"}]}')["content"]
        '{}'
    """
    try:
        body = json.loads(text)
        choice = body["choices"][0]
        message = choice["message"]
        usage = body.get("usage") or {}
        return {
            "content": _text(message.get("content")),
            "refusal": _text(message.get("refusal")),
            "finish_reason": _text(choice.get("finish_reason")),
            "prompt_tokens": _number(usage.get("prompt_tokens")),
            "answer_tokens": _number(usage.get("completion_tokens")),
            "model": _text(body.get("model")),
            "fingerprint": _text(body.get("system_fingerprint")),
        }
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def _ways(frames: list[str], answer_tokens: int) -> list[dict[str, Any]]:
    """Return how to ask for JSON: not every endpoint can promise it, and those that can are asked in different ways."""
    schema = {"name": "codes", "strict": True, "schema": write_schema(frames)}
    limit = {_LIMIT: answer_tokens}
    return [
        {"response_format": {"type": "json_object"}, **limit},
        {"response_format": {"type": "json_schema", "json_schema": schema}, **limit},
        limit,
    ]


def _other_ways(ways: list[dict[str, Any]], error: str) -> list[dict[str, Any]]:
    """Return what to try after the first of some ways was refused."""
    if _NEW_LIMIT in error and _LIMIT in ways[0]:
        return [{_NEW_LIMIT if name == _LIMIT else name: value for name, value in way.items()} for way in ways]
    return ways[1:]


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: object) -> int | None:
    return value if type(value) is int and value >= 0 else None


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ParameterError(
            "base_url must begin with http:// or https:// and name a machine, as http://localhost:8000/v1."
        )
    if parts.username or parts.password:
        raise ParameterError("base_url holds a name or password. Leave them out; keys go in an environment variable.")


def _import_client() -> ModuleType:
    try:
        import openai
    except ImportError:
        raise ParameterError(
            "Coding with a language model needs the package openai, which is not installed. Install it with: "
            "pip install 'framing-workbench[llm]'"
        ) from None
    return openai
