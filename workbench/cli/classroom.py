"""`workbench class start`, `code`, `watch` and `end`."""

from __future__ import annotations

import argparse
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.cli.lab import start_lab
from workbench.cli.options import shown_path

if TYPE_CHECKING:
    from workbench.classroom import SharedClass

_MINUTE = 150  # words that a student reads and codes in one


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `class` with its four steps."""
    about = "a class that codes the same passages, and a page that shows live how far it agrees"
    steps = commands.add_parser("class", help=about).add_subparsers(required=True, metavar="STEP")
    start = steps.add_parser("start", help="make the shared folder of a class and show the teacher's page")
    _add_start_options(start)
    code = steps.add_parser("code", help="for students: open JupyterLab with the passages to code")
    code.add_argument("folder", metavar="FOLDER", help="the shared folder")
    code.add_argument(
        "--coder", required=True, metavar="NAME", help="your name; the same name goes on where it stopped"
    )
    code.set_defaults(act=_code)
    watch = steps.add_parser("watch", help="show the teacher's page of a class that was started")
    _add_page_options(watch)
    watch.set_defaults(act=_watch)
    end = steps.add_parser("end", help="write all codes into one table, with agreement and shares")
    _add_teacher_options(end)
    end.set_defaults(act=_end)


def _add_teacher_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="FOLDER", help="a folder that all students can open and write to")
    parser.add_argument("--out", default="reports", metavar="DIR", help="your own folder of reports (default: reports)")


def _add_page_options(parser: argparse.ArgumentParser) -> None:
    _add_teacher_options(parser)
    parser.add_argument("--no-browser", action="store_true", help="do not open the page in a browser")


def _add_start_options(parser: argparse.ArgumentParser) -> None:
    _add_page_options(parser)
    parser.add_argument("--articles", metavar="PATH", help="file or folder of articles (default: the demo)")
    parser.add_argument("--codebook", metavar="NAME", help="shipped codebook or .toml file (default: generic)")
    parser.add_argument("--passages", type=int, metavar="N", help="how many everybody codes (default: 20)")
    parser.add_argument("--unit", metavar="UNIT", help="article, paragraph or sentence (default: as the codebook says)")
    parser.add_argument("--seed", type=int, metavar="N", help="another number draws other passages (default: 0)")
    parser.set_defaults(act=_start)


def _start(options: argparse.Namespace) -> None:
    from workbench.classroom import start_class

    asked = {name: getattr(options, name) for name in ("articles", "codebook", "passages", "unit", "seed", "out")}
    shared = start_class(options.folder, **asked)
    words = sum(len(text.split()) for text in shared.sample["text"])
    shorter = " Shorter passages: --unit paragraph, in a new folder." if shared.settings.unit == "article" else ""
    print(
        f"{len(shared.sample)} passages ({shared.settings.unit}s, {words:,} words): about {_minutes(words)} minutes "
        f"for one student.{shorter}"
    )
    print(f"Students type: workbench class code {shown_path(shared.folder.resolve())} --coder NAME")
    _show(shared, options)


def _minutes(words: int) -> int:
    return max(5, 5 * round(words / _MINUTE / 5))


def _watch(options: argparse.Namespace) -> None:
    from workbench.classroom import open_class

    _show(open_class(options.folder, out=options.out), options)


def _show(shared: SharedClass, options: argparse.Namespace) -> None:
    """Keep the page new until the keyboard stops it."""
    from workbench.classroom import watch_class
    from workbench.classroom.watch import refresh_page

    page = refresh_page(shared).resolve()
    print(f"Open {shown_path(page)}")
    print("It follows the class until you press Ctrl+C here.", flush=True)
    if not options.no_browser:
        webbrowser.open(page.as_uri())
    try:
        watch_class(shared, tell=_tell)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(
            f"Stopped watching; the codes are safe. Go on: workbench class watch {options.folder}. "
            f"Write the results: workbench class end {options.folder}"
        ) from None


def _tell(state: dict[str, Any]) -> None:
    print(state["summary"] or state["finished"], flush=True)


def _code(options: argparse.Namespace) -> None:
    from workbench.classroom import write_student_notebook
    from workbench.classroom.folder import check_class

    path = write_student_notebook(check_class(options.folder), options.coder)
    print(
        f"Your notebook: {shown_path(path.resolve())}. Run it from top to bottom: menu Run, Run All Cells.", flush=True
    )
    start_lab(str(path))


def _end(options: argparse.Namespace) -> None:
    from workbench.classroom import end_class, open_class

    shared = open_class(options.folder, out=options.out)
    for path in end_class(shared):
        print(f"Wrote {shown_path(Path(path).resolve())}")
    page = (shared.home / "index.html").resolve()
    print(f"Open {shown_path(page)}")
    codes, unit = shown_path((shared.home / "codes").resolve()), shared.settings.unit
    if unit == "article":
        print(f"A report with these codes: workbench report PATH --codes {codes}")
    else:
        print(f"A report counts articles and cannot use codes of {unit}s; the shares of {unit}s are on the page.")
