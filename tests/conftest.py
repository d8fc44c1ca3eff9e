"""What several test files share: places, the demo corpus, one published report, a browser."""

import os
import shutil
import signal
from pathlib import Path

import pytest
from hypothesis import settings

from workbench.reports.imports import import_nbformat

import_nbformat()  # the quick way, before any test imports it: each worker has to
# The same examples in every run; no time limit for one, because machines differ.
settings.register_profile("workbench", derandomize=True, deadline=None)
settings.load_profile("workbench")
ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "data" / "raw" / "demo"
SEEDS = ROOT.parent / "shared" / "seeds"

# Shells have what they start in the background ignore the keyboard's signals, and children inherit that: tests that
# send a signal would wait for nothing.
for _name in ("SIGINT", "SIGHUP"):
    if getattr(signal, _name, None) and signal.getsignal(getattr(signal, _name)) == signal.SIG_IGN:
        signal.signal(getattr(signal, _name), signal.default_int_handler)


def pytest_xdist_auto_num_workers():
    """One worker more than there are cores: many tests wait, for a browser, a kernel or a disk."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session")
def demo_corpus():
    from workbench import read_corpus

    return read_corpus(DEMO)


@pytest.fixture(scope="session")
def demo_report(tmp_path_factory):
    """The demo report, made once by the real thing for all tests that read it.

    The workers ask for the same one: the first makes it, the others wait and find that nothing has changed.
    """
    from workbench import run_report

    base = tmp_path_factory.getbasetemp()
    place = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    return run_report(DEMO, out=place / "reports", wait=300)


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium of the system; tests that need it are skipped where there is none."""
    path = (
        os.environ.get("CHROMIUM")
        or shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    if path is None:
        pytest.skip("no Chromium found: install Debian's chromium, or set CHROMIUM to its path")
    from playwright.sync_api import sync_playwright

    flags = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=flags)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def good_scene(tmp_path_factory):
    """A scene of the tests of faults with one good report in it, published by a real run."""
    from scene import Scene  # stands beside those tests

    scene = Scene(tmp_path_factory.mktemp("good"))
    scene.add_notebook("1 + 1")
    code, said = scene.run()
    assert code == 0, said
    return scene


@pytest.fixture
def scene(good_scene, tmp_path):
    """The good report, and one new article: a run has something to do."""
    from scene import Scene

    shutil.copytree(good_scene.folder, tmp_path / "scene", symlinks=True)
    scene = Scene(tmp_path / "scene")
    scene.add_article(1)
    return scene
