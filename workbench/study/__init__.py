"""A folder for one's own study: articles, codebook, codes, notebooks and report file, ready to run."""

from workbench.study.study import write_study

__all__ = ["write_study"]
