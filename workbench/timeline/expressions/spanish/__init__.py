"""The Spanish grammar of time."""

from workbench.timeline.expressions.english import ENGLISH

SPANISH = ENGLISH
