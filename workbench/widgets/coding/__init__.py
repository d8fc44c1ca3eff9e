"""Coding by keyboard in a notebook, every answer on the disk before the next passage shows."""

from workbench.widgets.coding.start import code_units

__all__ = ["code_units"]
