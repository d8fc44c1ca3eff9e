"""The wheel carries everything: what it runs outside the checkout equals what the checkout runs."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, ROOT]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def run(wheel, tmp_path_factory):
    """Run a program with the workbench of the wheel, in a folder far from the checkout."""
    site, folder = tmp_path_factory.mktemp("site"), tmp_path_factory.mktemp("elsewhere")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", site, wheel]
    subprocess.run(command, check=True, capture_output=True)

    def act(*words, where=folder):
        environment = os.environ | {"PYTHONPATH": str(site), "JUPYTER_PATH": str(site / "share/jupyter")}
        done = subprocess.run(
            [sys.executable, *words], cwd=where, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert str(site) in act("-c", "import workbench; print(workbench.__file__)")
    return act


def shipped(folder, *suffixes):
    paths = (path for path in (ROOT / folder).rglob("*") if path.suffix in suffixes)
    return sorted(path.relative_to(ROOT / folder).as_posix() for path in paths if "__pycache__" not in path.parts)


@pytest.mark.parametrize(
    ("source", "target", "suffixes"),
    [
        ("workbench", "workbench", (".py", ".toml", ".js", ".css", ".j2", ".md", ".html", ".txt", ".json")),
        ("notebooks", "workbench/_notebooks", (".ipynb",)),
        ("data/raw/demo", "workbench/_demo", (".txt", ".html", ".csv", ".jsonl")),
        ("data/codes/demo", "workbench/_demo_codes", (".csv",)),
    ],
)
def test_nothing_of_the_checkout_is_missing(wheel, source, target, suffixes):
    inside = set(zipfile.ZipFile(wheel).namelist())
    found = shipped(source, *suffixes)
    assert found
    assert [name for name in found if f"{target}/{name}" not in inside] == []


def test_it_is_small_enough_for_a_slow_line(wheel):
    assert wheel.stat().st_size < 3_000_000


def test_a_study_made_by_it_gives_the_numbers_of_the_checkout(run, demo_report, tmp_path):
    run("-m", "workbench.cli", "new", "talks", "--demo", where=tmp_path)
    run("-m", "workbench.cli", "report", "--name", "demo", where=tmp_path)
    made = tmp_path / "reports/demo/latest/tables"
    tables = sorted(path.relative_to(made).as_posix() for path in made.rglob("*.csv"))
    assert tables == sorted(
        path.relative_to(demo_report.folder / "tables").as_posix()
        for path in Path(demo_report.folder / "tables").rglob("*.csv")
    )
    different = [
        name for name in tables if (made / name).read_bytes() != (demo_report.folder / "tables" / name).read_bytes()
    ]
    assert different == []
