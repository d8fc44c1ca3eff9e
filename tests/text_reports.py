"""Invented articles and outputs for the tests of how much text a report carries, and a second look at what is left."""

import html
import re
import unicodedata

import pandas as pd

from workbench.articles import Corpus
from workbench.text import count_words, split_words

PARAGRAPHS = (
    "The harbour’s oldest ferry, café included, left the quay on Tuesday with 214 passengers & a brass band on deck.",
    "Nobody on the upper bridge had been told that the well-known pilot would retire after this one last crossing.",
    "“We saw him wave twice,” said the cook, who keeps a diary; the diary is now the only record of that evening.",
)
TITLE = "Old ferry makes its last crossing with a band and very few regrets"
LONG = " ".join(f"plank {number} of the pier" for number in range(60)) + "."  # 300 words
OWN = "How to read it: each mark is one article, and the line shows how many were published in each week."


def corpus_of(*articles, title=TITLE, kinds=None):
    """A corpus of articles given as paragraphs; each article begins with its title."""
    blocks, rows = [], []
    for number, paragraphs in enumerate(articles):
        article_id = f"{number:016x}"
        given = [("title", title), *zip(kinds or ["paragraph"] * len(paragraphs), paragraphs, strict=True)]
        blocks += [(article_id, place, kind, text) for place, (kind, text) in enumerate(given)]
        prose = "\n\n".join(text for kind, text in given if kind == "paragraph")
        rows.append((article_id, title, prose, "Harbour Post", None, None, pd.NaT, count_words(prose), "f.txt", None))
    columns = "article_id title text outlet author author_role published words source_file url".split()
    table = pd.DataFrame(blocks, columns=["article_id", "block", "kind", "text"]).astype({"block": "Int64"})
    rejected = pd.DataFrame(columns=["source_file", "record", "reason"])
    return Corpus(pd.DataFrame(rows, columns=columns), table, rejected)


def read_plain(text):
    """The words that a reader sees, by other means than those under test."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", text)
    text = re.sub(r"</?(?:mark|b|span|a)\b[^<>]*>", "", text)
    text = html.unescape(re.sub(r"<[^<>]*>", " ", text))
    return split_words(unicodedata.normalize("NFC", text))


def longest_shared_run(text, corpus):
    """The most words in a row that a text shares with the prose of an article, titles aside."""
    words = read_plain(text)
    blocks = corpus.blocks[corpus.blocks["kind"] != "title"]
    articles = [" " + " ".join(read_plain("\n".join(part))) + " " for _, part in blocks.groupby("article_id")["text"]]
    longest = 0
    for start in range(len(words)):
        size = longest + 1
        while start + size <= len(words):
            run = f" {' '.join(words[start : start + size])} "
            if not any(run in article for article in articles) or run in f" {' '.join(read_plain(TITLE))} ":
                break
            longest, size = size, size + 1
    return longest
