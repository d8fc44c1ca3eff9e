"""Pictures of the documentation, from a real JupyterLab on the demo: `python tests/browser/make_pictures.py [FOLDER]`.

Without a folder they go to docs/images. Each is under 150 kB; light and dark of each widget.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from lab import find_errors, find_serious, open_notebook, run_all, show_cell, start_lab, take_picture, write_notebook
from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
LARGEST = 150_000  # bytes
READ = """
import workbench as wb
from workbench.widgets.coding import code_units
from workbench.widgets.explorer import explore
corpus = wb.read_corpus("data/raw/demo")
articles = wb.join_text(corpus, kinds=["paragraph", "list_item"])
frames = wb.read_codebook("generic")
"""
WIDGETS = {
    "coding": 'code_units(wb.draw_sample(articles, 20, unit="paragraph"), frames, coder="ana", context=corpus.blocks)',
    "explorer": "explore(articles, [wb.find_hits(articles, frames), wb.find_dates(articles)], blocks=corpus.blocks)",
}
KEYS = {"coding": ".wb-text p", "explorer": "tbody button"}  # where a click starts the work


def make(browser, lab, to, look) -> None:
    """The widgets, the form of a notebook and one of its figures, in one look."""
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
    for name in ("form", "overall"):
        shown = show_cell(opened, name).locator(".jp-OutputArea-output").first
        opened.page.wait_for_timeout(1500)
        keep(opened, shown, to / f"notebook-{name}-{look}.png")


def keep(opened, shown, path) -> None:
    """One picture of at most 256 colours, and what axe finds in it."""
    take_picture(shown, path)
    Image.open(path).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    assert size < LARGEST, f"{path.name}: {size} bytes"
    findings = find_serious(opened, ".jp-OutputArea-output")
    sys.stdout.write(f"{path.name}: {size} bytes, serious {findings}, noise {opened.noise.ours()}\n")


def main() -> None:
    to = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images"
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        shutil.copytree(ROOT / "notebooks", Path(place, "notebooks"))
        shutil.copytree(ROOT / "data", Path(place, "data"))
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for look in ("light", "dark"):
            with start_lab(Path(place), theme=look) as lab:
                make(browser, lab, to, look)
        browser.close()


if __name__ == "__main__":
    main()
