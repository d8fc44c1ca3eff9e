"""The text for each scheduler: read by its own rules, and its command run for real in awkward folders."""

import ast
import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import types
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from conftest import ROOT
from schedule_cases import (
    FOLDERS,
    as_cron_reads,
    as_systemd_reads,
    as_windows_reads,
    make_job,
    stand_in,
    words_seen,
)

from workbench.errors import ParameterError
from workbench.reports.schedule import SCHEDULERS

posix = pytest.mark.skipif(os.name == "nt", reason="a shell of POSIX, and names Windows does not allow")
pytestmark = posix
everywhere = pytest.mark.parametrize("folder", FOLDERS)
codes = pytest.mark.parametrize("code", [0, 1, 3])


@everywhere
@codes
def test_the_line_of_cron_is_silent_when_done_and_prints_the_log_when_not(tmp_path, folder, code):
    job = make_job(tmp_path / folder)
    lines = SCHEDULERS["cron"](job).splitlines()
    assert all(line.startswith("#") for line in lines[:-1])
    assert lines[-1].startswith("30 2 * * 1-5 ")
    environment = stand_in(tmp_path, code=code)
    done = subprocess.run(
        ["/bin/sh", "-c", as_cron_reads(lines[-1].split(" ", 5)[5])],
        capture_output=True, text=True, env=environment, check=False,
    )  # fmt: skip
    assert words_seen(environment) == ["report", str(job.file)]
    assert (done.returncode, done.stderr) == (code, "")
    said = job.log.read_text(encoding="utf-8")
    assert said == "what the run said: é\n"
    assert done.stdout == (f"The report was not made: exit code {code}.\n{said}" if code else "")


def test_a_line_of_cron_says_when_the_interpreter_has_gone(tmp_path):
    job = make_job(tmp_path, python="/nowhere/python")
    line = SCHEDULERS["cron"](job).splitlines()[-1].split(" ", 5)[5]
    done = subprocess.run(["/bin/sh", "-c", line], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "/nowhere/python" in done.stdout


def test_a_line_longer_than_cron_reads_is_refused(tmp_path):
    long = tmp_path / ("ä" * 120)
    with pytest.raises(ParameterError, match="998 at most"):
        SCHEDULERS["cron"](make_job(long, python="/usr/bin/" + "p" * 300))


def test_cron_without_the_program_timeout(tmp_path, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert "timeout" not in SCHEDULERS["cron"](make_job(tmp_path))


def units_of(job, home):
    """The units that the printed script writes, by their ending."""
    tools = home / "tools"
    tools.mkdir()
    (tools / "systemctl").write_text(f'#!/bin/sh\necho "$@" >> {home}/asked\n')
    (tools / "systemctl").chmod(0o755)
    environment = {"HOME": str(home), "PATH": f"{tools}:/usr/bin:/bin"}
    subprocess.run(["/bin/sh"], input=SCHEDULERS["systemd"](job), text=True, env=environment, check=True)
    return sorted((home / ".config" / "systemd" / "user").iterdir())


@everywhere
def test_systemd_finds_no_fault_in_the_units(tmp_path, folder):
    units = units_of(make_job(tmp_path / folder, name="größe-daily"), tmp_path)
    assert [unit.name.rpartition("daily")[2] for unit in units] == ["-failed.service", ".service", ".timer"]
    assert (tmp_path / "asked").read_text().splitlines()[-1].startswith("--user enable --now workbench-gr")
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed here: the units were written, not verified")
    environment = os.environ | {"XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path)}
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", *map(str, units)],
        capture_output=True, text=True, env=environment, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


@everywhere
@codes
def test_the_command_of_the_service_by_the_rules_of_systemd(tmp_path, folder, code):
    job = make_job(tmp_path / folder)
    text = SCHEDULERS["systemd"](job)
    words = as_systemd_reads(re.search(r"^ExecStart=(.*)$", text, re.MULTILINE)[1])
    assert not set(words[0]) & set("\"'\\$"), "systemd itself starts no program with such a path"
    environment = stand_in(tmp_path, code=code)
    assert subprocess.run(words, env=environment, check=False, capture_output=True).returncode == code
    assert words_seen(environment) == ["report", str(job.file)]


def test_what_the_service_says_of_success_and_time(tmp_path):
    text = SCHEDULERS["systemd"](make_job(tmp_path))
    assert "Type=oneshot" in text
    assert "TimeoutStartSec=70min" in text
    assert "SuccessExitStatus" not in text, "exit code 3 is a failure"
    assert "OnFailure=workbench-daily-failed.service" in text
    assert re.search(r"^ExecStart=-.* status daily --out ", text, re.MULTILINE), "telling of a failure is none"
    assert "OnCalendar=Mon,Tue,Wed,Thu,Fri *-*-* 02:30:00" in text
    assert "OnCalendar=*-*-* 02:30:00" in SCHEDULERS["systemd"](make_job(tmp_path, days=tuple(range(1, 8))))


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed here")
def test_systemd_knows_the_times(tmp_path):
    when = re.search(r"OnCalendar=(.*)", SCHEDULERS["systemd"](make_job(tmp_path)))[1]
    done = subprocess.run(["systemd-analyze", "calendar", when], capture_output=True, text=True, check=True)
    assert "Mon..Fri *-*-* 02:30:00" in done.stdout


SCHEMA = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
CHILDREN = {  # of the schema of tasks, version 1.2, in its order
    "Task": ["RegistrationInfo", "Triggers", "Principals", "Settings", "Actions"],
    "CalendarTrigger": ["StartBoundary", "ScheduleByWeek"],
    "ScheduleByWeek": ["DaysOfWeek", "WeeksInterval"],
    "Principal": ["LogonType", "RunLevel"],
    "Exec": ["Command", "Arguments"],
}


@everywhere
@codes
def test_the_action_of_windows_keeps_a_log_and_the_exit_code(tmp_path, folder, code):
    if folder.count("%") > 1:
        with pytest.raises(ParameterError, match="name of a variable"):
            SCHEDULERS["windows"](make_job(tmp_path / folder))
    job = make_job(tmp_path / folder, python=sys.executable)
    text = SCHEDULERS["windows"](job)
    assert text.isascii()
    command, arguments = action_of(text)
    assert "%" not in arguments, "what stands between two of them would be taken for a variable"
    environment = stand_in(tmp_path, code=code)
    done = subprocess.run(
        [command, *as_windows_reads(arguments)], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (code, "", "")
    assert words_seen(environment) == ["report", str(job.file)]
    assert job.log.read_text(encoding="utf-8") == "what the run said: é\n"


def action_of(text):
    action = ET.fromstring(text).find(f".//{SCHEMA}Exec")
    return action.find(f"{SCHEMA}Command").text, action.find(f"{SCHEMA}Arguments").text


def test_a_fault_before_the_workbench_is_in_the_log_of_windows(tmp_path):
    job = make_job(tmp_path, python=sys.executable)
    environment = stand_in(tmp_path)
    shutil.rmtree(tmp_path / "stand-in" / "workbench" / "cli")
    command, arguments = action_of(SCHEDULERS["windows"](job))
    assert subprocess.run([command, *as_windows_reads(arguments)], env=environment, check=False).returncode == 1
    assert "No module named 'workbench.cli'" in job.log.read_text(encoding="utf-8")


def test_the_task_of_windows_is_shaped_as_its_schema_says(tmp_path):
    task = ET.fromstring(SCHEDULERS["windows"](make_job(tmp_path)))
    assert task.tag == f"{SCHEMA}Task"
    for name, children in CHILDREN.items():
        assert [child.tag for child in next(task.iter(f"{SCHEMA}{name}"))] == [f"{SCHEMA}{child}" for child in children]
    days = task.find(f".//{SCHEMA}DaysOfWeek")
    assert [day.tag.removeprefix(SCHEMA) for day in days] == ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    said = {element.tag.removeprefix(SCHEMA): element.text for element in task.iter()}
    assert said["StartBoundary"].endswith("T02:30:00")
    assert (said["MultipleInstancesPolicy"], said["ExecutionTimeLimit"]) == ("IgnoreNew", "PT70M")
    assert (said["StartWhenAvailable"], said["StopIfGoingOnBatteries"]) == ("true", "false")


@everywhere
@codes
def test_the_steps_of_the_workflow(tmp_path, folder, code):
    yaml = pytest.importorskip("yaml")
    root = tmp_path / "repository"
    (root / ".git").mkdir(parents=True)
    job = make_job(root / folder, python=sys.executable)
    if set(folder) & set("*?[]!#~\\"):
        with pytest.raises(ParameterError, match="as a pattern"):
            SCHEDULERS["github"](job)
        return
    workflow = yaml.safe_load(SCHEDULERS["github"](job))
    assert workflow[True]["schedule"] == [{"cron": "30 2 * * 1-5"}], "YAML 1.1 reads the key `on` as true"
    made = workflow["jobs"]["report"]
    report = made["env"]["REPORT"].replace("${{ '${{' }}", "${{")
    step = next(step for step in made["steps"] if step.get("name") == "Make the report")
    environment = stand_in(tmp_path, code=code) | {"REPORT": report}
    environment["PATH"] = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    done = subprocess.run(
        ["bash", "-e", "-c", step["run"]], env=environment, cwd=root, capture_output=True, check=False
    )
    assert done.returncode == code
    assert words_seen(environment) == ["report", f"{folder}/report.toml"]


def test_the_workflow_keeps_the_runs_of_failures_too_and_fetches_only_its_own(tmp_path):
    yaml = pytest.importorskip("yaml")
    (tmp_path / ".git").mkdir()
    workflow = yaml.safe_load(SCHEDULERS["github"](make_job(tmp_path)))
    assert workflow["permissions"] == {"contents": "read"}
    steps = {step["uses"].partition("@")[0]: step for step in workflow["jobs"]["report"]["steps"] if "uses" in step}
    fetched, kept = steps["actions/cache/restore"]["with"], steps["actions/cache/save"]["with"]
    assert fetched["path"] == kept["path"] == "reports/daily\n"
    assert fetched["key"] == kept["key"] == "workbench/daily/${{ github.run_id }}-${{ github.run_attempt }}"
    assert not "workbench/daily-2/1".startswith(fetched["restore-keys"])
    assert steps["actions/cache/save"]["if"] == steps["actions/upload-artifact"]["if"] == "always()"
    handed = steps["actions/upload-artifact"]["with"]["path"].splitlines()
    assert handed == ["reports/daily", "!reports/daily/2*"], "a pattern that begins at the link `latest` finds nothing"


def test_what_lies_outside_the_repository_is_not_on_github(tmp_path):
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    job = make_job(tmp_path / "repository", articles=("articles", "../texts/.."))
    with pytest.raises(ParameterError, match="outside the repository"):
        SCHEDULERS["github"](make_job(tmp_path / "repository", articles=("/srv/articles",)))
    assert job.file.name in SCHEDULERS["github"](make_job(tmp_path / "no repository"))


class Recorded:
    """Stands for DAG and BashOperator: keeps what it was called with."""

    def __init__(self, calls, **settings):
        calls.append(settings)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def __rshift__(self, after):
        return after


def airflow_modules(version, calls):
    """Modules under the import paths of Airflow 2 or 3."""
    paths = {
        2: {"airflow": "DAG", "airflow.operators": "", "airflow.operators.bash": "BashOperator"},
        3: {"airflow": "", "airflow.sdk": "DAG", "airflow.providers.standard.operators.bash": "BashOperator"},
    }[version]
    modules = {path: types.ModuleType(path) for path in paths}
    for path, name in paths.items():
        if name:
            setattr(modules[path], name, lambda **settings: Recorded(calls, **settings))
    modules["airflow.providers.papermill.operators.papermill"] = papermill = types.ModuleType("papermill")
    papermill.PapermillOperator = lambda **settings: Recorded(calls, **settings)
    for parent in (
        "airflow.providers.papermill",
        "airflow.providers.papermill.operators",
        "airflow.providers",
        "airflow.providers.standard",
        "airflow.providers.standard.operators",
    ):
        modules.setdefault(parent, types.ModuleType(parent))
    return modules


@pytest.mark.parametrize("version", [2, 3])
@everywhere
@codes
def test_the_dag_and_its_command(tmp_path, monkeypatch, version, folder, code):
    jinja2 = pytest.importorskip("jinja2")
    job = make_job(tmp_path / folder)
    calls = []
    for name, module in airflow_modules(version, calls).items():
        monkeypatch.setitem(sys.modules, name, module)
    exec(compile(SCHEDULERS["airflow"](job), "dag.py", "exec"), {})  # the text under test is ours
    dag, operator = calls
    assert (dag["dag_id"], dag["schedule"], dag["catchup"], dag["max_active_runs"]) == (
        "report-daily", "30 2 * * 1-5", False, 1,
    )  # fmt: skip
    assert operator["retries"] == 0
    assert operator["execution_timeout"].total_seconds() == 70 * 60
    command = jinja2.Template(operator["bash_command"]).render()
    assert command == operator["bash_command"], "Jinja finds nothing to fill in"
    environment = stand_in(tmp_path, code=code)
    done = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, check=False)
    assert done.returncode == code
    assert words_seen(environment) == ["report", str(job.file)]


@everywhere
@codes
def test_the_notebook_for_jupyter_scheduler(tmp_path, monkeypatch, capsys, folder, code):
    nbformat = pytest.importorskip("nbformat")
    job = make_job(tmp_path / folder)
    notebook = nbformat.reads(SCHEDULERS["jupyter"](job), as_version=4)
    nbformat.validate(notebook)
    environment = stand_in(tmp_path, code=code)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    failed = pytest.raises(RuntimeError, match=f"exit code {code}") if code else contextlib.nullcontext()
    with failed:
        exec(compile(ast.parse(notebook.cells[1].source), "cell", "exec"), {})  # the text under test is ours
    assert capsys.readouterr().out == "what the run said: é\n\n"
    assert words_seen(environment) == ["report", str(job.file)]
    assert "`30 2 * * 1-5`" in notebook.cells[0].source


def test_the_cell_asks_a_run_without_end_to_stop(tmp_path):
    job = make_job(tmp_path, python=sys.executable)
    cell = json.loads(SCHEDULERS["jupyter"](job))["cells"][1]["source"].replace("timeout=4200", "timeout=1")
    words = [sys.executable, "-c", "import time; print('begun', flush=True); time.sleep(60)"]
    cell = cell.replace(repr(list(job.command)), repr(words))
    done = subprocess.run([sys.executable, "-c", cell], capture_output=True, text=True, check=False, timeout=30)
    assert "begun" in done.stdout
    assert "exit code -15" in done.stderr


def test_the_command_in_earnest_refuses_an_empty_folder(tmp_path):
    job = make_job(tmp_path / "it's 50%", python=sys.executable)
    job.articles[0].mkdir()
    job.file.write_text('name = "daily"\narticles = ["articles"]\n', encoding="utf-8")
    line = SCHEDULERS["cron"](job).splitlines()[-1].split(" ", 5)[5]
    done = subprocess.run(["/bin/sh", "-c", as_cron_reads(line)], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert done.stdout.startswith("The report was not made: exit code 3.\nworkbench: ")


@pytest.mark.parametrize("version", [2, 3])
def test_the_dag_of_the_documentation(monkeypatch, version):
    text = (ROOT / "docs" / "scheduling" / "airflow.md").read_text(encoding="utf-8")
    calls = []
    for name, module in airflow_modules(version, calls).items():
        monkeypatch.setitem(sys.modules, name, module)
    exec(compile(re.search(r"```python\n(.*?)```", text, re.DOTALL)[1], "airflow.md", "exec"), {})
    assert [call.get("task_id") for call in calls] == [None, "report", "look"]
    assert calls[2]["parameters"] == {"tables": "/srv/press/reports/daily/latest/tables"}


def test_every_scheduler_has_a_page_that_the_overview_leads_to():
    folder = ROOT / "docs" / "scheduling"
    overview = (folder / "README.md").read_text(encoding="utf-8")
    pages = {page.name for page in folder.glob("*.md")} - {"README.md"}
    assert set(re.findall(r"\]\(([a-z-]+\.md)\)", overview)) == pages
    assert len(pages) == len(SCHEDULERS)
    assert all(f"workbench schedule {name}" in overview for name in SCHEDULERS)
