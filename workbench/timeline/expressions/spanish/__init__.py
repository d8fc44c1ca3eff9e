"""The Spanish grammar of time."""

from workbench.timeline.expressions.spanish.grammar import SPANISH

__all__ = ["SPANISH"]
