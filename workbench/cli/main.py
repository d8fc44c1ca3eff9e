"""`main`: one command and its exit code."""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Iterable, Sequence
from typing import NoReturn

from workbench.cli import articles, classroom, lesson, report, schedule, status, study
from workbench.errors import ParameterError, StoppedError, WorkbenchError, nearest
from workbench.reports.publishing.signals import stop_by_signals

ROOMS = (study, lesson, classroom, report, articles, status, schedule)  # each adds its commands


class _Parser(argparse.ArgumentParser):
    """An argument parser whose errors name the nearest right word."""

    commands: Iterable[str] = ()

    def error(self, message: str) -> NoReturn:
        """Raise what argparse would print, in our own words."""
        typed = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
        hint = f" {nearest(typed, self.commands)}" if "invalid choice" in message else ""
        said = message.partition(" (choose")[0]
        raise ParameterError(f"{said[0].upper()}{said[1:]}.{hint} See `workbench --help`.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 failed, 2 wrong usage, 3 data, 4 stopped, 5 output."""
    stop_by_signals()
    debug = "--debug" in (sys.argv[1:] if arguments is None else arguments)
    try:
        options = _parser().parse_args(arguments)
        options.act(options)
    except WorkbenchError as error:
        if debug:
            traceback.print_exc()
        print(f"workbench: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:  # whoever reads our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt as error:
        print(f"workbench: {str(error) or 'Stopped by the keyboard. Nothing was published.'}", file=sys.stderr)
        return StoppedError.exit_code
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="workbench", description="Who framed this story how, when, and how sure are we?")
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)
    for room in ROOMS:
        room.add_commands(commands)
    for command in commands.choices.values():
        command.add_argument("--debug", action="store_true", help=argparse.SUPPRESS)
    parser.commands = commands.choices
    return parser
