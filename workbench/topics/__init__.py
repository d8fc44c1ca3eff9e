"""Topics: what articles are about, found without a codebook. Topics are not frames."""

from workbench.topics.compare import compare_topics
from workbench.topics.fit import Topics, fit_topics

__all__ = ["Topics", "compare_topics", "fit_topics"]
