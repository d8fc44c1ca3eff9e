"""Files -> articles, blocks, rejected; and what to know about them."""

from workbench.articles.check import check_articles
from workbench.articles.corpus import Corpus, write_corpus
from workbench.articles.duplicates import find_duplicates
from workbench.articles.read import read_articles, read_corpus

__all__ = ["Corpus", "check_articles", "find_duplicates", "read_articles", "read_corpus", "write_corpus"]
