"""`workbench new`: a folder for one's own study."""

from __future__ import annotations

import argparse
import shlex

from workbench.cli.options import shown_path


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `new`."""
    new = commands.add_parser("new", help="make a folder for a study: articles, codebook, notebooks, report file")
    new.add_argument("folder", metavar="STUDY", help="the folder to make")
    new.add_argument(
        "--codebook",
        default="generic",
        metavar="NAME",
        help="to begin with: generic, negotiation, policy, or your own .toml",
    )
    new.add_argument("--demo", action="store_true", help="with the demo articles and their hand codes, to try it")
    new.set_defaults(act=_new)


def _new(options: argparse.Namespace) -> None:
    from workbench.study import write_study

    study = write_study(options.folder, codebook=options.codebook, demo=options.demo)
    place = shlex.quote(shown_path(study.resolve()))
    print(f"Made {place}; its README.md says what is where.")
    print(f"Next: {'' if options.demo else f'put articles into {place}/data/raw, then '}cd {place}", end="")
    print(" && workbench report report.toml")
