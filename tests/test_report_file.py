"""Report files: what is typed by hand at night is either what was meant, or one sentence with its line."""

import json
import re
import tomllib
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT

from workbench.cli import main
from workbench.errors import OutputError, ParameterError
from workbench.reports.notebooks import demo_folder, list_notebooks
from workbench.reports.settings import (
    Gate,
    Limits,
    Notify,
    Selection,
    Settings,
    build_settings,
    describe_settings,
    is_report_file,
    read_report_file,
    write_report_file,
)
from workbench.reports.settings.fields import CHECKS

SHIPPED = ("1-corpus", "2-framing", "3-topics", "4-timeline")
DOCS = (ROOT / "docs" / "report-file.md").read_text(encoding="utf-8")


@pytest.fixture
def read(tmp_path):
    """Write a report file below tmp_path/conf and read it."""
    folder = tmp_path / "conf"
    folder.mkdir()

    def write_and_read(text, overrides=None, *, articles='articles = "articles"\n', encoding="utf-8"):
        path = folder / "talks.toml"
        path.write_bytes((articles + text).encode(encoding))
        return read_report_file(path, overrides)

    write_and_read.folder = folder
    return write_and_read


def test_a_file_that_says_little_gives_the_defaults(read):
    (settings,) = read("")
    folder = read.folder
    assert settings == Settings("talks", (folder / "articles",), folder / "reports", notebooks=SHIPPED)


def test_a_file_can_say_everything(read):
    (settings,) = read(
        """
        name = "night"
        out = "/srv/reports"
        codes = "../codes"
        notebooks = ["3-topics", "own/voices.ipynb"]
        strict = false
        texts = "none"
        keep = 5
        max_age_hours = 26
        jobs = 2
        pdf = true
        kernels = "started"
        [parameters.3-topics]
        n_topics = 6
        [parameters]
        voices.rate = 0.5
        [columns]
        "Datum.1" = "published"
        [select]
        outlets = "The Post"
        languages = ["en", "es"]
        since = 2025-01-01
        until = "2025-12-31"
        [gate]
        articles = 50
        undated = 0.1
        [limits]
        run = 60
        memory = 2000
        [notify]
        urls = ["env:TELL"]
        on = ["refusal"]
        """,
        articles='articles = ["a", "~/b", "/c"]\n',
    )
    folder = read.folder
    assert settings == Settings(
        name="night",
        articles=(folder / "a", Path.home() / "b", Path("/c")),
        out=Path("/srv/reports"),
        codes=folder / "../codes",
        notebooks=("3-topics", str(folder / "own/voices.ipynb")),
        parameters={"3-topics": {"n_topics": 6}, "voices": {"rate": 0.5}},
        columns={"Datum.1": "published"},
        strict=False,
        select=Selection(("The Post",), ("en", "es"), date(2025, 1, 1), date(2025, 12, 31)),
        gate=Gate(articles=50, undated=0.1),
        limits=Limits(run=60.0, memory=2000),
        notify=Notify(("env:TELL",), ("refusal",)),
        texts="none",
        keep=5,
        max_age_hours=26.0,
        jobs=2,
        pdf=True,
        kernels="started",
    )


WRONG = [
    # of another type
    ('keep = "30"', 2, 'keep = "30" is not allowed. Give a whole number'),
    ("keep = true", 2, "Give a whole number"),
    ("keep = 3.0", 2, "Give a whole number"),
    ("keep = [3]", 2, "Give a whole number"),
    ("keep = 2025-01-01", 2, "keep = 2025-01-01 is not allowed"),
    ("strict = 1", 2, "true or false"),
    ('pdf = "yes"', 2, "true or false"),
    ("name = 3", 2, "text in quotes"),
    ("codes = []", 2, "text in quotes"),
    ("notebooks = [1]", 2, "text in quotes"),
    ("notebooks = {a = 1}", 2, "text in quotes"),
    ("[limits]\nrun = true", 3, "Give a number"),
    ('[limits]\nrun = "1h"', 3, "Give a number"),
    ("[select]\nsince = 2025-01-01T00:00:00Z", 3, "a day alone"),
    ('[select]\nsince = "1.2.2025"', 3, "a day alone"),
    ('[select]\nsince = "2025-02-30"', 3, "no such day"),
    ("columns = 3", 2, "write [columns] on a line of its own"),
    ("[[gate]]\narticles = 3", 2, "write [gate] on a line of its own"),
    ("[columns]\nDatum = 1", 3, "text in quotes"),
    # out of range
    ("keep = 0", 2, "from 1"),
    ("keep = -3", 2, "from 1"),
    ("keep = 99999999999999999999", 2, "from 1"),
    ("jobs = 0", 2, "from 1"),
    ("[limits]\nrun = nan", 3, "Give a number from 1"),
    ("[limits]\nrun = inf", 3, "Give a number from 1"),
    ("[limits]\nrun = -inf", 3, "Give a number from 1"),
    ("[limits]\nwait = -1", 3, "Give a number from 0"),
    ("[limits]\nretries = 99", 3, "from 0 to 10"),
    ("[gate]\nundated = 5", 3, "0.05 for 5%"),
    ("[gate]\nundated = nan", 3, "from 0 to 1"),
    ("[gate]\narticles = 0", 3, "from 1"),
    ("[select]\nsince = 2025-02-01\nuntil = 2025-01-01", 4, "lies before the first"),
    # words
    ('texts = "excerpt"', 2, "Did you mean 'excerpts'"),
    ('kernels = "fork"', 2, "Did you mean 'forked'"),
    ('[notify]\non = ["failed"]', 3, "Did you mean 'failure'"),
    ('[columns]\nDatum = "publishd"', 3, "Did you mean 'published'"),
    ('notebooks = ["3-topic"]', 2, "Did you mean '3-topics'"),
    ('notebooks = ["own/a.ipynb", "other/A.ipynb"]', 2, "Two notebooks are named"),
    ('notebooks = ["own/index.ipynb"]', 2, "cannot name a page"),
    # empty, twice, unseen
    ('name = ""', 2, "The name is empty"),
    ('out = "  "', 2, "The out is empty"),
    ("notebooks = []", 2, "The list is empty"),
    ("[select]\noutlets = []", 3, "The list is empty"),
    ('[select]\noutlets = ["A", ""]', 3, "is empty"),
    ('[select]\noutlets = ["A", "A"]', 3, "twice"),
    ("[notify]\nurls = []", 3, "The list is empty"),
    ('codes = "a\\u0000b"', 2, "control character"),
    # names
    ('name = ".."', 2, "folder's name"),
    ('name = "../up"', 2, "folder's name"),
    ('name = "a/b"', 2, "folder's name"),
    ('name = "latest"', 2, "folder's name"),
    ('name = "dot."', 2, "no dot at the end"),
    (f'name = "{"ü" * 79}漢漢漢"', 2, "folder's name"),
    (f'name = "{"漢" * 79}"', 2, "at most 200 bytes"),
    # keys
    ('nmae = "x"', 2, "Did you mean 'name'"),
    ("[gates]\narticles = 3", 2, "Did you mean 'gate'"),
    ("[gate]\narticle = 3", 3, "Did you mean 'articles'"),
    ("[limits]\nrun = 9\nkeep = 5", 4, "at the top of the file"),
    ("run = 9", 2, "belongs under [limits]"),
    ("[gate]\nmatrix = 3", 3, "Write [matrix] on a line of its own"),
    ("force = true", 2, "--force"),
    ('"a\\nb" = 3', 2, "There is no key"),
    ('[columns]\n"a\\nb" = 3', 3, "columns.a b = 3"),
    # parameters
    ("[parameters]\nn_topics = 3", 3, "[parameters.3-topics]"),
    ("[parameters.3-topic]\nseed = 3", 3, "Did you mean '3-topics'"),
    ('[parameters.3-topics]\n"a b" = 3', 3, "letters, digits and _"),
    ("[parameters.3-topics]\n\"__import__('os')\" = 3", 3, "letters, digits and _"),
    ("[parameters.3-topics]\nimport = 3", 3, "letters, digits and _"),
    ("[parameters.3-topics]\nseed = nan", 3, "inf and nan"),
    ("[parameters.3-topics]\nseed = [1, 2]", 3, "a text, a number"),
    ("[parameters.3-topics]\nseed = {a = 1}", 3, "a text, a number"),
    ("[parameters.3-topics]\nseed = 2025-01-01", 3, 'into quotes: "2025-01-01"'),
]


@pytest.mark.parametrize(("text", "line", "message"), WRONG)
def test_what_is_wrong_is_said_with_its_line(read, text, line, message):
    with pytest.raises(ParameterError, match=re.escape(message)) as caught:
        read(text)
    assert str(caught.value).startswith(f"talks.toml, line {line}: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("keep = thirty", 2, "A text stands in quotes"),
        ("strict = True", 2, "true and false are small"),
        ("name = “talks”", 2, "Typographic quotation marks"),
        ('codes = "C:\\data"', 2, "single quotes"),
        ("keep = 3\nkeep = 4", 3, "stands there twice"),
        ("[gate]\n[gate]", 3, "stands there twice"),
        ("my key = 3", 2, "A line is: key = value"),
        ("keep", 2, "A line is: key = value"),
        ('notebooks = ["1-corpus",', 2, "not closed with ]"),
        ('name = "talks', 2, "quotes are not closed"),
        ('name = "talks\nkeep = 3', 2, "quotes are not closed"),
        ('notebooks = ["1-corpus"', 2, "write ] after"),
        ("keep =", 2, "Nothing stands after ="),
        ("keep = 3 jobs = 4", 2, "One key a line"),
        ("keep = 030", 2, "no number"),
        ("= 3", 2, "A line is key = value"),
        ("keep = " + "9" * 5000, 2, "too long"),
        ("name = \x00", 2, "talks.toml, line 2"),
    ],
)
def test_what_is_no_toml_is_said_with_its_line_and_the_likeliest_cause(read, text, line, message):
    with pytest.raises(ParameterError, match=re.escape(message)) as caught:
        read(text + "\n")
    assert f"talks.toml, line {line}" in str(caught.value)


def test_lists_without_end_are_refused(read):
    with pytest.raises(ParameterError, match="too deeply"):
        read("keep = " + "[" * 5000 + "]" * 5000)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_line_ends_and_byte_order_marks_change_nothing(read, newline, encoding):
    (settings,) = read(f'name = "Über"{newline}keep = 4{newline}', encoding=encoding)
    assert (settings.name, settings.keep) == ("Über", 4)
    with pytest.raises(ParameterError, match="line 3: keep"):
        read(f'name = "Über"{newline}keep = 0{newline}', encoding=encoding)


@pytest.mark.parametrize(("encoding", "message"), [("utf-16", "UTF-16"), ("latin-1", "line 2: not in UTF-8")])
def test_other_encodings_are_named(read, encoding, message):
    with pytest.raises(ParameterError, match=message):
        read('name = "Über"', encoding=encoding)


def test_letters_written_in_two_ways_make_one_name(read):
    assert read('name = "U\\u0308ber"')[0].name == "Über"


def test_a_file_that_is_none_is_named(tmp_path):
    with pytest.raises(ParameterError, match=r"no report file.*--init talks\.toml"):
        read_report_file(tmp_path / "talks.toml")
    with pytest.raises(ParameterError, match="no report file"):
        read_report_file(tmp_path)
    (tmp_path / "big.toml").write_text("#" * 1_000_001)
    with pytest.raises(ParameterError, match="no report file"):
        read_report_file(tmp_path / "big.toml")


@pytest.mark.parametrize("call", [read_report_file, write_report_file])
@pytest.mark.parametrize("path", ["", "a\n.toml", "a\0.toml", "~nobody-of-that-name/a.toml", "no/a.toml"])
def test_paths_that_cannot_be_are_refused(call, path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises((ParameterError, OutputError)):
        call(path)
    assert list(tmp_path.iterdir()) == []


def test_articles_must_be_given_lest_a_schedule_reports_on_the_demo(read):
    with pytest.raises(ParameterError, match="does not say where the articles are"):
        read("keep = 3", articles="")


def test_addresses_of_those_who_are_told_are_never_shown(read):
    secret = "hunter2"
    (settings,) = read(f'[notify]\nurls = ["json://user:{secret}@host/"]')
    assert secret not in repr(settings)
    assert secret not in json.dumps(describe_settings(settings))
    for wrong in (f'urls = ["{secret}"]', f'urls = ["env:{secret}-x"]', f'urls = "json://u:{secret}@host'):
        with pytest.raises(ParameterError) as caught:
            read(f"[notify]\n{wrong}")
        assert secret not in str(caught.value)


def test_files_that_parameters_name_are_found_from_the_file(read, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (read.folder / "mine.toml").write_text("")
    (read.folder / "outlet").write_text("")
    (settings,) = read('[parameters.2-framing]\ncodebook = "mine.toml"\ngroup = "outlet"\nkinds = "no/such.toml"')
    assert settings.parameters["2-framing"] == {
        "codebook": str(read.folder / "mine.toml"),
        "group": "outlet",
        "kinds": "no/such.toml",
    }
    (settings,) = read(f'[parameters.2-framing]\nkinds = "{"a, " * 3000}/"')  # longer than a path can be
    assert len(settings.parameters["2-framing"]["kinds"]) > 9000


# What was typed stands above the file.


def test_what_was_typed_overrides_the_file(read, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    typed = {
        "name": "other",
        "out": "here",
        "keep": 2,
        "time_limit": 9.0,
        "wait": 5.0,
        "force": True,
        "strict": None,
        "columns": {"Datum": "published"},
        "parameters": ["3-topics.n_topics=4"],
    }
    (settings,) = read(
        "keep = 9\nstrict = false\n[limits]\nrun = 60\ncell = 3\n[parameters.3-topics]\nn_topics = 6\nseed = 1", typed
    )
    assert (settings.name, settings.out, settings.keep, settings.force) == ("other", tmp_path / "here", 2, True)
    assert settings.limits == Limits(run=9.0, cell=3.0, wait=5.0)
    assert settings.strict is False
    assert settings.columns == {"Datum": "published"}
    assert settings.parameters == {"3-topics": {"n_topics": 4, "seed": 1}}


def test_fewer_notebooks_than_the_file_names_can_be_run(read):
    text = 'notebooks = ["own/voices.ipynb", "3-topics"]\n[parameters]\nvoices.loud = true\n3-topics.seed = 1'
    own = str(read.folder / "own/voices.ipynb")
    assert read(text, {"only": ["voices"]})[0].notebooks == (own,)
    assert read(text, {"only": ["voices"]})[0].parameters == {"voices": {"loud": True}}
    assert read(text, {"only": ["1-corpus"]})[0].notebooks == ("1-corpus",)
    assert read(text, {"only": []})[0].notebooks == (own, "3-topics")
    with pytest.raises(ParameterError, match="Did you mean 'voices'"):
        read(text, {"only": ["voice"]})


@pytest.mark.parametrize(
    ("overrides", "message"),
    [
        ({"keep": 0}, r"--keep 0 is not allowed"),
        ({"time_limit": float("nan")}, r"--time-limit NaN is not allowed"),
        ({"name": "a/b"}, r"--name 'a/b'"),
        ({"out": ""}, r"The out is empty"),
        ({"texts": "some"}, r'--texts "some" is not allowed'),
        ({"parameters": ["3-topics.n_topics=many"]}, r"-p '3-topics.n_topics=many'.*whole number"),
        ({"only": ["1-corpus"], "parameters": ["3-topics.seed=1"]}, r"no notebook '3-topics' in this run"),
        ({"columns": {"Datum": "x"}}, r"unknown field"),
        ({"nme": "x"}, r"Did you mean 'name'"),
    ],
)
def test_what_was_typed_wrong_is_named_as_it_was_typed(read, overrides, message):
    for call in (lambda: read("", overrides), lambda: build_settings("articles", **overrides)):
        with pytest.raises(ParameterError, match=message) as caught:
            call()
        assert "talks.toml" not in str(caught.value)


def test_settings_without_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    demo = build_settings()
    assert demo == Settings("demo", (demo_folder(),), tmp_path / "reports", notebooks=SHIPPED)
    assert build_settings(tmp_path / "My articles.csv").name == "My-articles"
    assert build_settings(["a", "b"]).articles == (tmp_path / "a", tmp_path / "b")
    assert build_settings("a", only="1-corpus").notebooks == ("1-corpus",)
    with pytest.raises(ParameterError, match="The path is empty"):
        build_settings("")


# Several reports from one file.


def test_a_matrix_makes_one_report_a_combination(read):
    found = read('[matrix]\noutlets = [["The Post"], ["The Herald", "B"]]\n2-framing.codebook = ["generic", "policy"]')
    assert [settings.name for settings in found] == [
        "talks-The-Post-generic",
        "talks-The-Post-policy",
        "talks-The-Herald-B-generic",
        "talks-The-Herald-B-policy",
    ]
    assert found[3].select.outlets == ("The Herald", "B")
    assert found[3].parameters == {"2-framing": {"codebook": "policy"}}
    assert found[3].matrix == "talks"
    assert found[3].variant == {"outlets": ["The Herald", "B"], "2-framing.codebook": "policy"}
    assert json.dumps(describe_settings(found[3]))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('outlets = ["A", "B"]', ["A", "B"]),
        ('texts = ["none"]', ["none"]),
        ('since = [2025-01-01, "2025-02-01"]', ["since-2025-01-01", "since-2025-02-01"]),
        ("3-topics.n_topics = [5, 6]", ["n_topics-5", "n_topics-6"]),
        ('"3-topics.without_copies" = [true, false]', ["without_copies-true", "without_copies-false"]),
        ('3-topics.language = ["", "en"]', ["language-none", "en"]),
        ('2-framing.codebook = ["books/mine.toml", "policy"]', ["mine", "policy"]),
        ('outlets = ["../../etc", "Æther / news"]', ["etc", "news"]),
    ],
)
def test_a_variant_is_named_by_what_sets_it_apart(read, text, names):
    assert [settings.name for settings in read(f"[matrix]\n{text}")] == [f"talks-{name}" for name in names]


@pytest.mark.parametrize(
    "outlets",
    [["A B", "A-B"], ["post", "Post"], ["日" * 60, "月"], ["x" * 90, "x" * 91], ["?!", "…"], ["a/x.y", "b/x.y"]],
)
def test_names_of_variants_differ_on_every_system_and_stay(read, outlets):
    text = f"[matrix]\noutlets = {json.dumps(outlets, ensure_ascii=False)}"
    names = [settings.name for settings in read(text)]
    assert len({name.casefold() for name in names}) == len(outlets)
    assert all(len(name) <= 80 and len(name.encode()) <= 200 for name in names)
    assert [settings.name for settings in read(text)] == names


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[matrix]\noutlets = []", "one item a report"),
        ('[matrix]\noutlets = "A"', "one item a report"),
        ('[matrix]\noutlets = ["A", ["A"]]', "twice"),
        ('[matrix]\noutlets = [["A", "B"], ["B", "A"]]', "twice"),
        ('[matrix]\n2-framing.codebook = ["policy", "policy"]', "twice"),
        ("[matrix]\n3-topics.seed = [1, 1.0]", "twice"),
        ("[matrix]\noutlets = [[]]", "The list is empty"),
        ("[matrix]\noutlets = [1]", "text in quotes"),
        ("[matrix]\n3-topics.seed = [[1], [2]]", "a text, a number"),
        ('[matrix]\ntexts = ["nothing"]', "Allowed: excerpts, full, none"),
        ("[matrix]\nkeep = [1, 2]", "cannot be varied"),
        ("[matrix]\n5-voices.seed = [1]", "none of the notebooks that are run"),
        ('[select]\noutlets = "A"\n[matrix]\noutlets = ["B"]', "also stands in talks.toml, line 3"),
        ("matrix = 3", "[matrix] on a line of its own"),
        (f"[matrix]\n3-topics.seed = {list(range(11))}\n3-topics.n_topics = {list(range(10))}", "makes 110 reports"),
        ("[matrix]\n" + "\n".join(f"3-topics.p{n} = {list(range(9))}" for n in range(40)), "100 are allowed"),
    ],
)
def test_a_matrix_that_makes_no_sense_is_refused(read, text, message):
    with pytest.raises(ParameterError, match=re.escape(message)) as caught:
        read(text)
    assert str(caught.value).startswith("talks.toml, line ")


def test_what_a_matrix_varies_cannot_be_typed_or_left_out(read):
    text = '[matrix]\n2-framing.codebook = ["generic", "policy"]'
    with pytest.raises(ParameterError, match="the matrix varies it"):
        read(text, {"parameters": ["2-framing.codebook=policy"]})
    with pytest.raises(ParameterError, match="none of the notebooks that are run"):
        read(text, {"only": ["1-corpus"]})
    assert [settings.name for settings in read(text, {"name": "n"})] == ["n-generic", "n-policy"]


# The file that --init writes, and the page that explains it.


def test_the_file_to_begin_with_holds_the_defaults(tmp_path):
    path = write_report_file(tmp_path / "talks.toml")
    plain = read_report_file(path)
    assert plain == (Settings("talks", (tmp_path / "articles",), tmp_path / "reports", notebooks=SHIPPED),)
    path.write_text(re.sub(r"^#(?=[\w-]+ = )", "", path.read_text(encoding="utf-8"), flags=re.M), encoding="utf-8")
    (said,) = read_report_file(path)
    declared = {item.name: item.parameters for item in list_notebooks()}
    assert said.parameters["3-topics"]["n_topics"] == declared["3-topics"]["n_topics"].default
    assert {name: len(values) for name, values in said.parameters.items()} == {
        name: len(set(parameters) - {"corpus", "codes", "tables"})
        for name, parameters in declared.items()
        if name in said.parameters
    }
    assert Settings(**{item.name: getattr(said, item.name) for item in fields(said)} | {"parameters": {}}) == plain[0]


def test_the_file_to_begin_with_names_every_key(tmp_path):
    text = write_report_file(tmp_path / "talks.toml").read_text(encoding="utf-8")
    uncommented = re.sub(r"^# ?(?=(\[matrix\]|[\w.-]+ = ))", "", text, flags=re.M)
    content = tomllib.loads(uncommented)
    assert {"parameters", "columns", "matrix"} < set(content)
    for key in CHECKS:
        if key != ("force",):
            place = content[key[0]] if len(key) == 2 else content
            assert key[-1] in place, key


def test_nothing_is_written_over(tmp_path):
    (tmp_path / "talks.toml").write_text("mine")
    with pytest.raises(ParameterError, match="already"):
        write_report_file(tmp_path / "talks.toml")
    assert (tmp_path / "talks.toml").read_text() == "mine"
    with pytest.raises(ParameterError, match=r"ends in \.toml"):
        write_report_file(tmp_path / "talks.txt")
    with pytest.raises(OutputError, match="cannot be written"):
        write_report_file(tmp_path / "no" / "talks.toml")


def test_the_page_on_report_files_names_every_key_and_its_examples_hold(tmp_path):
    for key in CHECKS:
        assert f"`{key[-1]}`" in DOCS or key == ("force",), key
    for number, example in enumerate(re.findall(r"```toml\n(.*?)```", DOCS, flags=re.S)):
        path = tmp_path / f"{number}.toml"
        path.write_text(example)
        assert read_report_file(path)


@pytest.mark.parametrize(
    ("path", "expected"), [("a.toml", True), (Path("A.TOML"), True), ("a.csv", False), ("toml", False), (None, False)]
)
def test_a_report_file_is_known_by_its_ending(path, expected):
    assert is_report_file(path) is expected


# The command line.


@pytest.fixture
def typed(monkeypatch):
    """What the command line hands on, instead of a report."""
    calls = []

    def stop(path=None, **options):
        assert options.pop("progress")
        calls.append((path, options))
        raise ParameterError("stopped here")

    monkeypatch.setattr("workbench.reports.run_report", stop)
    monkeypatch.setattr("workbench.reports.run_reports", stop)
    return calls


NOTHING = {"only": [], "parameters": [], "columns": {}}


@pytest.mark.parametrize(
    ("arguments", "path", "options"),
    [
        (["report"], None, {}),
        (["report", "a.toml"], "a.toml", {}),
        (["report", "a", "--keep", "3", "--pdf", "--no-strict"], "a", {"keep": 3, "pdf": True, "strict": False}),
        (["report", "a.toml", "--no-pdf", "--force"], "a.toml", {"pdf": False, "force": True}),
        (["report", "--only", "1-corpus, x.ipynb"], None, {"only": ["1-corpus", "x.ipynb"]}),
        (
            ["report", "--cell-limit", "1", "--notebook-limit", "2", "--time-limit", "3", "--memory-limit", "400"],
            None,
            {"cell_limit": 1.0, "notebook_limit": 2.0, "time_limit": 3.0, "memory_limit": 400},
        ),
        (["report", "--wait", "5", "--kernels", "started"], None, {"wait": 5.0, "kernels": "started"}),
        (["report", "--texts", "none", "--out", "o"], None, {"texts": "none", "out": "o"}),
        (
            ["run", "3-topics.ipynb", "a.toml", "-p", "seed=1"],
            "a.toml",
            {"name": "a-3-topics", "only": ["3-topics"], "parameters": ["3-topics.seed=1"]},
        ),
        (
            ["run", "own/voices.ipynb", "-p", "voices.loud=yes"],
            None,
            {"name": "demo-voices", "only": ["own/voices.ipynb"], "parameters": ["voices.loud=yes"]},
        ),
    ],
)
def test_the_command_line_hands_on_what_was_typed_and_no_more(typed, arguments, path, options):
    assert main(arguments) == 2
    assert typed == [(path, NOTHING | options)]


def test_init_writes_a_file_and_runs_nothing(typed, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["report", "--init"]) == 0
    assert "workbench report report.toml" in capsys.readouterr().out
    assert read_report_file("report.toml")[0].name == "report"
    assert main(["report", "--init"]) == 2
    assert main(["report", "articles", "--init", "x.toml"]) == 2
    assert main(["report", "--init", "x.toml"]) == 0
    assert typed == []
