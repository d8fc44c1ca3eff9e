"""The command line: parses, calls, prints. The only room that prints."""

from workbench.cli.main import main

__all__ = ["main"]
