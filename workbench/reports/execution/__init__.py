"""Notebooks -> executed notebooks: kernels, limits, records of cells."""
