"""Files -> articles, blocks, rejected; and what to know about them."""

from workbench.articles.check import check_articles
from workbench.articles.corpus import Corpus, write_corpus
from workbench.articles.duplicates import find_duplicates
from workbench.articles.ingestion import ingest
from workbench.articles.join import join_text
from workbench.articles.read import read_articles, read_corpus
from workbench.articles.select import select_articles

__all__ = [
    "Corpus",
    "check_articles",
    "find_duplicates",
    "ingest",
    "join_text",
    "read_articles",
    "read_corpus",
    "select_articles",
    "write_corpus",
]
