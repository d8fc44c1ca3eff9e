"""A report as one PDF, printed by the Chromium that is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
TIME_LIMIT = 180.0  # seconds for all pages
_FLAGS = (
    "--headless=new",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # pages need nothing from outside, and get nothing
    "--no-pdf-header-footer",
    "--run-all-compositor-stages-before-draw",
    "--virtual-time-budget=10000",  # milliseconds that the page believes to pass while its figures are drawn
)


class Printed(NamedTuple):
    """A PDF, or why there is none."""

    path: Path | None
    reason: str = ""


def find_chromium() -> str | None:
    """Return the path of an installed Chromium, that of the variable CHROMIUM first; None when there is none."""
    return os.environ.get("CHROMIUM") or next((path for name in PROGRAMS if (path := shutil.which(name))), None)


def write_pdf(folder: Path, chromium: str | None = None, *, time_limit: float = TIME_LIMIT) -> Printed:
    """Print index, notebooks and methods of a report into `folder/report.pdf`, with a bookmark for each page.

    Args:
        folder: that of a report whose pages are written.
        chromium: path of the program; by default that of the variable CHROMIUM, or one that is installed.
        time_limit: seconds for all pages.

    Returns:
        The path and "", or None and a sentence that says why there is no PDF. A report is whole without it.
    """
    from pypdf.errors import PyPdfError

    program = chromium or find_chromium()
    if program is None:
        return Printed(None, "No PDF: no Chromium is installed. Install one, or set CHROMIUM to its path.")
    pages = _pages(folder)
    if not pages:
        return Printed(None, f"No PDF: the folder {str(folder)!r} has no pages.")
    end = time.monotonic() + time_limit
    with tempfile.TemporaryDirectory(prefix="wb-pdf-") as place:
        prints = []
        for number, page in enumerate(pages):
            printed = Path(place) / f"{number}.pdf"
            fault = _print(program, page, printed, Path(place) / "profile", end - time.monotonic())
            if fault:
                return Printed(None, f"No PDF: {page.name} was not printed: {fault}")
            prints.append(printed)
        try:
            return Printed(_join(pages, prints, folder / "report.pdf"))
        except PyPdfError as error:
            return Printed(None, f"No PDF: what {program!r} printed cannot be read: {error}")


def _pages(folder: Path) -> list[Path]:
    """Return the pages of a report in the order of its navigation."""
    notebooks = sorted(path.stem for path in (folder / "notebooks").glob("*.ipynb"))
    paths = [folder / f"{name}.html" for name in ("index", *notebooks, "methods")]
    return [path for path in paths if path.is_file()]


def _print(program: str, page: Path, target: Path, profile: Path, seconds: float) -> str:
    """Print one page; return what went wrong, or ""."""
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    command = [program, *_FLAGS, *sandbox, f"--user-data-dir={profile}", f"--print-to-pdf={target}"]
    try:
        running = subprocess.Popen(  # noqa: S603 - the program the user has or names, and our own arguments
            [*command, page.resolve().as_uri()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        return f"{program!r} cannot be started: {error.strerror}."
    try:
        running.wait(timeout=max(seconds, 0.0))
    except subprocess.TimeoutExpired:
        return "the time limit was reached."
    finally:
        _end(running)
    return "" if target.is_file() and target.stat().st_size else f"{program!r} ended with {running.returncode}."


def _end(running: subprocess.Popen[bytes]) -> None:
    """End a browser and its children: they are one session of their own."""
    if running.poll() is not None:
        return
    if hasattr(os, "killpg"):
        os.killpg(running.pid, signal.SIGKILL)
    else:
        running.kill()
    running.wait()


def _join(pages: list[Path], prints: list[Path], target: Path) -> Path:
    """Join printed pages; links between them lead within the PDF, and none names a folder of this machine."""
    from pypdf import PdfReader, PdfWriter

    writer, starts, name = PdfWriter(), dict[str, int](), ""
    for page, printed in zip(pages, prints, strict=True):
        reader = PdfReader(printed)
        starts[page.name] = len(writer.pages)
        said = reader.metadata.title if reader.metadata else None
        title, _, name = str(said or page.stem).partition(" · ")
        writer.append(reader, outline_item=title, import_outline=False)
    for sheet in writer.pages:
        _keep_links_inside(sheet, starts, writer)
    writer.metadata = {"/Title": name, "/Producer": "framing-workbench"}
    partial = target.with_suffix(".partial")
    with partial.open("wb") as handle:
        writer.write(handle)
    return partial.replace(target)


def _keep_links_inside(sheet: Any, starts: dict[str, int], writer: Any) -> None:  # noqa: ANN401 - pypdf's own kinds
    from pypdf.generic import ArrayObject, NameObject

    kept = ArrayObject()
    for note in sheet.get("/Annots", ()):
        link = note.get_object()
        action = link["/A"].get_object() if "/A" in link else {}
        address = str(action.get("/URI", ""))
        if not address.startswith("file:"):
            kept.append(note)
            continue
        name = address.partition("#")[0].rpartition("/")[2]
        if name in starts:
            del link["/A"]
            start = writer.pages[starts[name]].indirect_reference
            link[NameObject("/Dest")] = ArrayObject([start, NameObject("/Fit")])
            kept.append(note)
    if "/Annots" in sheet:
        sheet[NameObject("/Annots")] = kept
