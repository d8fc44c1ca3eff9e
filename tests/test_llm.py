"""The language-model coder against a server on loopback: good answers, bad ones, none; kept answers; budgets; keys."""

import dataclasses
import json
import random
import sys

import pandas as pd
import pytest
from llm_server import FRAMES, codes, completion, error, serving, slowly

from workbench.errors import DataError, OutputError, ParameterError
from workbench.framing import estimate_shares, read_codebook
from workbench.framing.agreement.agreement import score_agreement
from workbench.framing.coding.codes import CODE_COLUMNS, binary_codes
from workbench.framing.coding.coding import select_predictions
from workbench.framing.llm.llm import LlmEndpoint, build_llm_codes

GENERIC = read_codebook("generic")
TEXTS = [f"Story {number} is told." for number in range(8)]
CODE_TYPES = ["str", "str", "str", "float64", "str", "Int64", "datetime64[us, UTC]", "str"]
SECRET = "sk-secret-0123456789"


def articles(texts=TEXTS):
    return pd.DataFrame({"article_id": [f"a{number}" for number in range(len(texts))], "text": texts})


def code(server, tmp_path, table=None, *, codebook=GENERIC, options=None, **given):
    """Code with settings that make a test quick; `options` are those of the endpoint."""
    endpoint = LlmEndpoint("pretend", base_url=server.url, **({"retries": 0, "timeout": 5} | (options or {})))
    return build_llm_codes(
        articles() if table is None else table, codebook, endpoint=endpoint, cache=tmp_path / "cache", **given
    )


def account(result):
    return dict(zip(result.account["what"], result.account["number"], strict=True))


def kept(tmp_path):
    return sorted((tmp_path / "cache").rglob("*.json"))


def by_story(body, _):
    """See "conflict" in stories with an even number."""
    even = int(body["messages"][1]["content"].split("Story ")[1].split()[0]) % 2 == 0
    return codes("conflict") if even else codes("morality")


def test_the_table_is_one_of_codes(tmp_path):
    with serving(by_story) as server:
        result = code(server, tmp_path)
    table = result.codes
    assert table.columns.tolist() == CODE_COLUMNS
    assert table.dtypes.astype(str).tolist() == CODE_TYPES
    assert table["unit_id"].tolist() == [f"a{number}" for number in range(8) for _ in FRAMES]
    assert table["frame"].tolist() == FRAMES * 8
    assert table["coder"].unique().tolist() == ["llm:pretend"]
    assert table["codebook"].unique().tolist() == [GENERIC.hash]
    assert table[["coded_at", "comment"]].isna().all(axis=None)
    seen = table[table["value"] == 1].set_index("unit_id")["frame"]
    assert seen.to_dict() == {f"a{number}": "morality" if number % 2 else "conflict" for number in range(8)}
    assert result.stopped is None
    assert account(result) == {
        "units": 8, "coded": 8, "refused": 0, "malformed": 0, "failed": 0, "not asked": 0, "no text": 0,
        "answered from the cache": 0, "requests": 8, "prompt tokens": 800, "answer tokens": 80,
    }  # fmt: skip


def test_what_the_endpoint_is_asked(tmp_path):
    with serving(by_story) as server:
        result = code(server, tmp_path, options={"seed": 7, "answer_tokens": 300})
    body = server.asked[0]
    assert {name: body[name] for name in ("model", "temperature", "seed", "max_tokens", "response_format")} == {
        "model": "pretend", "temperature": 0, "seed": 7, "max_tokens": 300, "response_format": {"type": "json_object"},
    }  # fmt: skip
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    assert body["messages"][0]["content"] == result.prompt
    assert sorted(server.texts) == sorted(TEXTS)


def test_a_second_run_needs_no_server_and_gives_the_same_tables(tmp_path):
    def mixed(body, number):
        if "Story 3" in body["messages"][1]["content"]:
            return completion("no JSON")
        return (
            completion(None, refusal="No.") if "Story 4" in body["messages"][1]["content"] else by_story(body, number)
        )

    with serving(mixed) as server:
        first = code(server, tmp_path)
    files = {path: path.read_bytes() for path in kept(tmp_path)}
    second = code(server, tmp_path)  # the server has gone
    assert first.codes.to_csv() == second.codes.to_csv()
    pd.testing.assert_frame_equal(first.codes, second.codes, check_exact=True)
    assert {path: path.read_bytes() for path in kept(tmp_path)} == files
    assert account(second) | {"requests": 8} == account(first) | {
        "answered from the cache": 8, "prompt tokens": 0, "answer tokens": 0,
    }  # fmt: skip


def changed(**columns):
    """Return the generic codebook with another definition of its first frame, or other patterns."""
    tables = {name: getattr(GENERIC, name).copy() for name in columns}
    for name, (column, value) in columns.items():
        tables[name].loc[0, column] = value
    return dataclasses.replace(GENERIC, hash="0" * 16, **tables)


@pytest.mark.parametrize(
    ("change", "asked_again"),
    [
        ({"codebook": changed(frames=("definition", "Another definition."))}, True),
        ({"codebook": changed(questions=("text", "Is it so?"))}, True),
        ({"codebook": changed(patterns=("pattern", "quarrel*"))}, False),  # the model reads no patterns
        ({"options": {"seed": 1}}, True),
        ({"options": {"answer_tokens": 99}}, True),
        ({"options": {"at_once": 1, "retries": 1, "timeout": 9}}, False),
        ({"table": articles([f"{text} More." for text in TEXTS])}, True),
        ({"table": articles()[::-1]}, False),
    ],
)
def test_only_another_question_is_asked_again(tmp_path, change, asked_again):
    with serving(by_story) as server:
        code(server, tmp_path)
        again = code(server, tmp_path, **change)
    assert len(server.asked) == (16 if asked_again else 8)
    assert again.codes["codebook"].unique().tolist() == [change.get("codebook", GENERIC).hash]


def test_another_model_is_asked_for_itself(tmp_path):
    with serving(by_story) as server:
        for model in ("one", "two", "one"):
            endpoint = LlmEndpoint(model, base_url=server.url)
            build_llm_codes(articles(), GENERIC, endpoint=endpoint, cache=tmp_path)
    assert [body["model"] for body in server.asked] == ["one"] * 8 + ["two"] * 8


@pytest.mark.parametrize(
    ("reply", "outcome", "comment"),
    [
        (completion("Sure! It is conflict."), "malformed", "malformed: the answer is no JSON object"),
        (completion('{"conflict": 1}'), "malformed", "malformed: the frame 'human interest' is not answered"),
        (
            codes("conflict", frames=[*FRAMES, "sport"]),
            "malformed",
            "malformed: 'sport' is not a frame of the codebook",
        ),
        (codes(finish="length"), "malformed", "malformed: the answer was cut off: it used all the tokens allowed"),
        (completion(None), "malformed", "malformed: the answer is empty"),
        (completion(None, refusal="I am sorry."), "refused", "refused: the model declined to answer"),
        (codes(finish="content_filter"), "refused", "refused: the endpoint's content filter stopped it"),
        (error(400, "filtered", code="content_filter"), "refused", "refused: the endpoint's content filter stopped it"),
        (error(400, "this text is too long"), "failed", "failed: error 400: this text is too long"),
        (error(418, f"I am a teapot {SECRET}\nand more"), "failed", "failed: error 418: I am a teapot ... and more"),
        (error(500), "failed", "failed: error 500: no"),
        (error(429), "failed", "failed: error 429: no"),
        ((200, {}, "<html>busy</html>"), "failed", "failed: what came back is no chat completion"),
        ((200, {"Content-Type": "text/html"}, "busy"), "failed", "failed: what came back is no chat completion"),
        ((200, {}, '{"choices": []}'), "failed", "failed: what came back is no chat completion"),
        ("hang", "failed", "failed: no answer within 0.3 seconds"),
        ("break", "failed", "failed: no connection to 127.0.0.1"),
    ],
)
def test_what_gives_no_codes_is_counted_with_its_reason(tmp_path, monkeypatch, reply, outcome, comment):
    monkeypatch.setenv("LOCAL_KEY", SECRET)

    def one_bad(body, number):
        return reply if "Story 5" in body["messages"][1]["content"] else by_story(body, number)

    with serving(one_bad) as server:
        result = code(server, tmp_path, options={"timeout": 0.3, "key_variable": "LOCAL_KEY"})
    bad = result.codes[result.codes["unit_id"] == "a5"]
    assert bad["value"].isna().all()
    assert bad["comment"].str.replace(r":\d+$", "", regex=True).tolist() == [comment] * 5
    assert result.codes[result.codes["unit_id"] != "a5"]["value"].notna().all()
    assert account(result) | {"coded": 7, outcome: 1} == account(result)
    # An answer is kept, whatever it says; that there was none is not.
    assert len(kept(tmp_path)) == (7 if outcome == "failed" else 8)


@pytest.mark.parametrize(
    "trouble",
    [
        error(429, headers={"Retry-After": "0.05"}),
        error(500, headers={"retry-after-ms": "20"}),
        error(503, headers={"retry-after-ms": "20"}),
        error(408, headers={"retry-after-ms": "20"}),
        "break",
    ],
)
def test_passing_trouble_is_tried_again(tmp_path, trouble):
    with serving(lambda body, number: trouble if number in (2, 3) else by_story(body, number)) as server:
        result = code(server, tmp_path, options={"retries": 3, "at_once": 1})
    assert account(result)["coded"] == 8
    assert account(result)["requests"] == len(server.asked) == 10


def test_a_wait_that_the_endpoint_asks_for_is_kept(tmp_path):
    import time

    times = []

    def busy(body, number):
        times.append(time.monotonic())
        return error(429, headers={"Retry-After": "1"}) if number == 1 else by_story(body, number)

    with serving(busy) as server:
        code(server, tmp_path, articles(TEXTS[:1]), options={"retries": 1})
    assert times[1] - times[0] >= 1  # the client's own first wait is half a second at most


@pytest.mark.parametrize(
    ("refused", "forms"),
    [
        (set(), ["json_object"] * 8),
        ({"json_object"}, ["json_object"] + ["json_schema"] * 8),
        ({"json_object", "json_schema"}, ["json_object", "json_schema"] + ["text"] * 8),
    ],
)
def test_the_form_of_json_that_an_endpoint_takes_is_found_out_once(tmp_path, refused, forms):
    def picky(body, number):
        form = body.get("response_format", {"type": "text"})["type"]
        return error(400, f"response_format {form} is unknown") if form in refused else by_story(body, number)

    with serving(picky) as server:
        result = code(server, tmp_path)
        again = code(server, tmp_path)
    assert [body.get("response_format", {"type": "text"})["type"] for body in server.asked] == forms
    assert account(result)["coded"] == 8
    assert account(again)["answered from the cache"] == 8
    schemas = [body["response_format"]["json_schema"]["schema"] for body in server.asked if "json_schema" in str(body)]
    assert all(schema["required"] == FRAMES for schema in schemas)


def test_the_name_that_a_model_knows_for_the_length_of_an_answer_is_found_out_once(tmp_path):
    def newer(body, number):
        wrong = error(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")
        return wrong if "max_tokens" in body else by_story(body, number)

    with serving(newer) as server:
        result = code(server, tmp_path)
    assert [body.get("max_completion_tokens") for body in server.asked] == [None] + [2000] * 8
    assert {body["response_format"]["type"] for body in server.asked} == {"json_object"}
    assert account(result)["coded"] == 8


def test_an_endpoint_that_takes_no_way_at_all_says_why(tmp_path):
    with serving(lambda *_: error(400, "'temperature' must be 1")) as server, pytest.raises(DataError) as caught:
        code(server, tmp_path)
    assert "error 400: 'temperature' must be 1" in str(caught.value)
    assert len(server.asked) == 5 * 3


def test_a_budget_of_requests_leaves_the_rest_open_and_is_taken_up_again(tmp_path):
    with serving(by_story) as server:
        first = code(server, tmp_path, max_requests=3)
        asked = list(server.texts)
        second = code(server, tmp_path, max_requests=3)
        third = code(server, tmp_path)
    assert sorted(asked) == TEXTS[:3]
    assert sorted(server.texts) == TEXTS
    assert first.stopped == second.stopped == "the budget of 3 requests is used up"
    assert third.stopped is None
    open_rows = first.codes[first.codes["value"].isna()]
    assert set(open_rows["unit_id"]) == {"a3", "a4", "a5", "a6", "a7"}
    assert set(open_rows["comment"]) == {"not asked: the budget of 3 requests is used up"}
    assert [account(run)["not asked"] for run in (first, second, third)] == [5, 2, 0]
    assert [account(run)["requests"] for run in (first, second, third)] == [3, 3, 2]


@pytest.mark.parametrize(("at_once", "asked"), [(1, 3), (4, 6)])
def test_a_budget_of_tokens_ends_at_the_same_unit_every_time(tmp_path, at_once, asked):
    # 110 tokens a unit: after the third the budget is used up, and those under way are finished.
    for run in range(3):
        slow = slowly(by_story, lambda _: random.random() / 50)
        with serving(slow) as server:
            result = code(server, tmp_path / str(run), max_tokens=330, options={"at_once": at_once})
        assert result.stopped == "the budget of 330 tokens is used up"
        assert len(server.asked) == account(result)["coded"] == asked


def test_tokens_that_nobody_counts_cannot_be_a_budget(tmp_path):
    with serving(lambda *_: codes("conflict", usage=None)) as server:
        limited = code(server, tmp_path, max_tokens=1000)
        free = code(server, tmp_path)
    assert limited.stopped == "the endpoint does not count tokens, so that max_tokens cannot be kept"
    assert account(limited)["coded"] == 1
    assert pd.isna(account(free)["prompt tokens"])
    assert account(free)["coded"] == 8


def test_an_endpoint_that_goes_down_is_left_alone(tmp_path):
    with serving(lambda body, number: by_story(body, number) if number <= 2 else error(503)) as server:
        result = code(server, tmp_path, articles([f"Story {n} is told." for n in range(40)]), options={"at_once": 2})
    assert result.stopped == "5 units in a row got no answer"
    assert len(server.asked) <= 2 + 5 + 2
    assert account(result)["coded"] == 2
    assert account(result)["failed"] + account(result)["not asked"] == 38


def test_where_nobody_answers_there_are_no_codes(tmp_path):
    with serving(by_story) as server:
        pass
    with pytest.raises(DataError, match=r"Not one unit got an answer from 127.0.0.1:\d+: no connection"):
        code(server, tmp_path)
    assert kept(tmp_path) == []


@pytest.mark.parametrize(
    ("status", "said"), [(401, "refuses the key"), (403, "refuses the key"), (404, "no model 'pretend'")]
)
def test_a_wrong_key_or_model_stops_at_once_and_shows_no_key(tmp_path, monkeypatch, status, said):
    monkeypatch.setenv("LOCAL_KEY", SECRET)
    with (
        serving(lambda *_: error(status, f"Incorrect key {SECRET}")) as server,
        pytest.raises(ParameterError) as caught,
    ):
        code(server, tmp_path, options={"key_variable": "LOCAL_KEY"})
    assert said in str(caught.value)
    assert SECRET not in str(caught.value)
    assert caught.value.__suppress_context__
    assert len(server.asked) == 1


def test_a_key_goes_only_where_it_belongs(tmp_path, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    monkeypatch.setenv("LOCAL_KEY", "sk-local")
    with serving(by_story) as server:
        code(server, tmp_path, articles(TEXTS[:1]))
        code(server, tmp_path, articles(TEXTS[1:2]), options={"key_variable": "LOCAL_KEY"})
    assert [headers["authorization"] for headers in server.headers] == ["Bearer none", "Bearer sk-local"]
    assert SECRET not in json.dumps([server.headers, server.asked])
    everything = "".join(path.read_text() for path in kept(tmp_path)) + repr(LlmEndpoint("m", key_variable="LOCAL_KEY"))
    assert "sk-local" not in everything
    assert "Story" not in everything  # what is kept holds no text of an article


def test_without_its_key_nothing_is_sent(tmp_path, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ParameterError, match="OPENAI_API_KEY is not set"):
        build_llm_codes(articles(), GENERIC, endpoint=LlmEndpoint("gpt"), cache=tmp_path)


def test_texts_that_are_alike_are_asked_about_once_and_those_without_words_never(tmp_path):
    table = pd.DataFrame(
        {"unit_id": ["u1", "u2", "u3", "u4"], "text": ["Story 2 is told.", " \n", "Story 2 is told.", None]}
    )
    with serving(by_story) as server:
        result = code(server, tmp_path, table)
    assert len(server.asked) == 1
    values = result.codes.pivot(index="unit_id", columns="frame", values="value")
    assert values.loc["u1"].equals(values.loc["u3"].rename("u1"))
    assert values.loc[["u2", "u4"]].isna().all(axis=None)
    assert account(result)["no text"] == 2


def test_answers_that_come_in_another_order_stand_in_that_of_the_units(tmp_path):
    slow = slowly(by_story, lambda number: 0.15 if number in (2, 5) else 0.01)
    with serving(slow) as server:
        result = code(server, tmp_path / "slow", options={"at_once": 3})
    with serving(by_story) as plain:
        expected = code(plain, tmp_path / "plain", options={"at_once": 1})
    pd.testing.assert_frame_equal(result.codes, expected.codes, check_exact=True)
    assert server.most_at_once <= 3
    assert plain.most_at_once == 1


def test_the_units_of_the_codebook_and_others(tmp_path):
    table = articles(["Story 1 is told. Story 2 is told.\n\nStory 3 is told."])
    with serving(by_story) as server:
        assert code(server, tmp_path, table).codes["unit_id"].unique().tolist() == ["a0"]
        sentences = code(server, tmp_path, table, unit="sentence")
    assert sentences.codes["unit_id"].unique().tolist() == ["a0-s0", "a0-s1", "a0-s2"]


def test_the_codes_enter_agreement_and_shares_as_those_of_any_coder(tmp_path):
    with serving(lambda body, number: completion("?") if "Story 7" in str(body) else by_story(body, number)) as server:
        machine = code(server, tmp_path).codes
    person = machine[machine["unit_id"] != "a7"].assign(coder="Ana")
    person.loc[person.index[:5], "value"] = [0.0, 0, 0, 0, 1]
    assert len(binary_codes(machine, frames=FRAMES)) == 35
    agreement = score_agreement(pd.concat([person, machine], ignore_index=True)).set_index("frame")
    assert agreement.loc["conflict", "units"] == 7
    assert 0 < agreement.loc["conflict", "alpha"] < 1
    predictions = select_predictions(machine, coder=LlmEndpoint("pretend").coder)
    assert set(predictions["unit_id"]) == {f"a{number}" for number in range(7)}
    shares = estimate_shares(predictions).set_index("frame")
    assert shares.loc["conflict", "raw"] == pytest.approx(4 / 7)
    assert shares.loc["economic consequences", "raw"] == 0


def test_no_units_no_requests(tmp_path):
    with serving(by_story) as server:
        result = code(server, tmp_path, articles([]))
    assert server.asked == []
    assert len(result.codes) == 0
    assert result.codes.dtypes.astype(str).tolist() == CODE_TYPES


def test_without_the_package_the_way_to_install_it_is_said(tmp_path, monkeypatch):
    with serving(by_story) as server:
        code(server, tmp_path, articles(TEXTS[:2]))
        monkeypatch.setitem(sys.modules, "openai", None)
        with pytest.raises(ParameterError, match=r"pip install 'framing-workbench\[llm\]'"):
            code(server, tmp_path)
        assert account(code(server, tmp_path, articles(TEXTS[:2])))["coded"] == 2  # what is kept needs no package


@pytest.mark.parametrize("content", ["", "{", "[]", '{"key": "other", "reply": {}}', "\x00"])
def test_a_damaged_answer_is_named(tmp_path, content):
    with serving(by_story) as server:
        code(server, tmp_path)
        kept(tmp_path)[3].write_text(content)
        with pytest.raises(DataError, match=kept(tmp_path)[3].name):
            code(server, tmp_path)


def test_answers_that_cannot_be_kept_stop_the_run(tmp_path):
    (tmp_path / "cache").write_text("a file where the folder should be")
    with serving(by_story) as server, pytest.raises((OutputError, DataError), match="cache"):
        code(server, tmp_path)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"model": " "}, "not the name of a model"),
        ({"base_url": "localhost:8000"}, "must begin with http"),
        ({"base_url": f"http://user:{SECRET}@host/v1"}, "name or password"),
        ({"key_variable": SECRET}, "never the key itself"),
        ({"retries": -1}, "retries=-1"),
        ({"at_once": 0}, "at_once=0"),
        ({"timeout": 0}, "timeout=0"),
        ({"timeout": float("nan")}, "timeout=nan"),
        ({"answer_tokens": 0}, "answer_tokens=0"),
    ],
)
def test_what_is_no_endpoint(given, said):
    with pytest.raises(ParameterError, match=said) as caught:
        LlmEndpoint(**({"model": "m"} | given))
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    ("table", "given", "raised", "said"),
    [
        (articles(), {"max_requests": -1}, ParameterError, "max_requests=-1"),
        (articles(), {"max_tokens": -1}, ParameterError, "max_tokens=-1"),
        (articles(), {"unit": "chapter"}, ParameterError, "unit='chapter'"),
        (articles().assign(unit_id="u"), {}, DataError, "'u' stands twice"),
        (articles().assign(unit_id=list("abcdefgh")), {"unit": "article"}, ParameterError, "has units already"),
        (articles().drop(columns="text"), {}, DataError, "no column 'text'"),
    ],
)
def test_what_cannot_be_coded(tmp_path, table, given, raised, said):
    with serving(by_story) as server, pytest.raises(raised, match=said):
        code(server, tmp_path, table, **given)
    assert server.asked == []
