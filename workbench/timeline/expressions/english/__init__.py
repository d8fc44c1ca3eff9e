"""The English grammar of time."""

from workbench.timeline.expressions.english.grammar import ENGLISH

__all__ = ["ENGLISH"]
