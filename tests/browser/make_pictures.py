"""Pictures of the documentation, from a real JupyterLab on the demo: `python tests/browser/make_pictures.py [FOLDER]`.

Without a folder they go to docs/images, light ones only. Each is under 150 kB.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from class_coders import NAMES, code_all
from lab import find_errors, find_serious, open_notebook, run_all, show_cell, start_lab, take_picture, write_notebook
from PIL import Image
from playwright.sync_api import sync_playwright

from workbench.classroom import start_class
from workbench.classroom.watch import refresh_page

ROOT = Path(__file__).resolve().parents[2]
LARGEST = 150_000  # bytes
READ = """
import workbench as wb
corpus = wb.read_corpus("data/raw/demo")
articles = wb.join_text(corpus, kinds=["paragraph", "list_item"])
frames = wb.read_codebook("generic")
sample = wb.draw_sample(articles, 20, unit="paragraph")
"""
WIDGETS = {
    "coding": 'wb.code_units(sample, frames, coder="ana", context=corpus.blocks)',
    "explorer": "wb.explore(articles, [wb.find_hits(articles, frames), wb.find_dates(articles)], blocks=corpus.blocks)",
}
KEYS = {"coding": ".wb-text p", "explorer": "tbody button"}  # where a click starts the work


LESSON = {
    "open": "import workbench as wb\nlesson = wb.open_lesson(2)",
    "answer": "alpha = 0.9",
    "check": 'lesson.check("alpha", alpha)',
    "hint": 'lesson.hint("alpha")',
}


def make_class(browser, place, to) -> None:
    """The teacher's page when five have coded."""
    shared = start_class(place / "monday", out=place / "reports", passages=10)
    code_all(shared, NAMES)
    written = refresh_page(shared)
    page = browser.new_page(viewport={"width": 1200, "height": 1000})
    page.goto(written.resolve().as_uri())
    page.wait_for_function("() => document.querySelector('#made').textContent")
    page.screenshot(path=to / "class.png")
    shrink(to / "class.png")


def make(browser, lab, to, look) -> None:
    """The widgets, a check of a lesson, the form of a notebook, in one look."""
    write_notebook(lab.folder / "lesson.ipynb", LESSON)
    opened = open_notebook(browser, lab, "lesson.ipynb", size=(1200, 1000))
    assert find_errors(run_all(opened)) == []
    keep(opened, show_cell(opened, "check").locator(".jp-OutputArea-output").first, to / f"lesson-{look}.png")
    for name, cell in WIDGETS.items():
        write_notebook(lab.folder / f"{name}.ipynb", {"imports": READ, "widget": cell})
        opened = open_notebook(browser, lab, f"{name}.ipynb", size=(1200, 1000))
        assert find_errors(run_all(opened)) == []
        shown = show_cell(opened, "widget").locator(".jp-OutputArea-output").last
        shown.locator(KEYS[name]).first.click()
        if name == "coding":
            opened.page.keyboard.press("1")
        opened.page.wait_for_timeout(1500)
        keep(opened, shown, to / f"{name}-{look}.png")
    opened = open_notebook(browser, lab, "notebooks/2-framing.ipynb", size=(1200, 1000))
    run_all(opened)
    shown = show_cell(opened, "form").locator(".jp-OutputArea-output").first
    opened.page.wait_for_timeout(1500)
    keep(opened, shown, to / f"notebook-form-{look}.png")


def keep(opened, shown, path) -> None:
    """One picture of at most 256 colours, and what axe finds in it."""
    take_picture(shown, path)
    size = shrink(path)
    findings = find_serious(opened, ".jp-OutputArea-output")
    sys.stdout.write(f"{path.name}: {size} bytes, serious {findings}, noise {opened.noise.ours()}\n")


def shrink(path) -> int:
    Image.open(path).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    assert size < LARGEST, f"{path.name}: {size} bytes"
    return size


def main() -> None:
    to = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images"
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        shutil.copytree(ROOT / "notebooks", Path(place, "notebooks"))
        shutil.copytree(ROOT / "data", Path(place, "data"))
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        make_class(browser, Path(place, "class"), to)
        for look in ("light", "dark") if len(sys.argv) > 1 else ("light",):
            with start_lab(Path(place), theme=look) as lab:
                make(browser, lab, to, look)
        browser.close()


if __name__ == "__main__":
    main()
