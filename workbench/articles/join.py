"""The text of articles from any choice of their blocks, so that an analysis can be run with and without some."""

from collections.abc import Sequence

import pandas as pd

from workbench.articles.corpus import Corpus
from workbench.articles.furniture import LIST_MARK
from workbench.articles.kinds import KINDS, PROSE, Block
from workbench.errors import ParameterError, nearest
from workbench.text import NO_BLOCK, PARAGRAPH_BREAK, count_words


def prose_text(blocks: Sequence[Block]) -> tuple[str, str]:
    """Return the body prose of an article, paragraphs divided by an empty line, and the numbers of its blocks.

    List marks and line breaks inside a paragraph are dropped.
    """
    kept = [(number, plain_text(block.kind, block.text)) for number, block in enumerate(blocks) if block.kind in PROSE]
    return PARAGRAPH_BREAK.join(text for _, text in kept), " ".join(str(number) for number, _ in kept)


def plain_text(kind: str, text: str) -> str:
    """Return the text of a block as a line of prose: no list mark, no line break, single spaces."""
    bare = LIST_MARK.sub("", text) if kind == "list_item" else text.lstrip("> ")
    if bare.isascii() and not ("  " in bare or "\n" in bare or "\t" in bare):  # most lines of news
        return bare or text
    return " ".join(bare.split()) or text


def join_text(corpus: Corpus, *, kinds: Sequence[str] = PROSE) -> pd.DataFrame:
    """Return the articles of a corpus with their text made of blocks of the kinds given, in reading order.

    Args:
        corpus: as `read_corpus` returns it.
        kinds: of the blocks to take: title, kicker, byline, headline, heading, paragraph, list_item, faq_question,
            faq_answer, callout, table_row, caption, call_to_action, boilerplate. The default gives the text that
            `read_corpus` gives. With "title", an article whose title stands in its metadata alone (a column of a
            table) begins with that.

    Returns:
        The columns of `corpus.articles`; `text` (blocks divided by an empty line), `words` and `text_blocks` (their
        numbers, "-" for a title that is no block) are made anew. An article without such a block has an empty text.

    Raises:
        ParameterError: a kind is unknown, or none is given.

    Example:
        >>> corpus = read_corpus("data/raw/demo")  # doctest: +SKIP
        >>> join_text(corpus, kinds=["title", "heading", "paragraph"])["words"].sum()  # doctest: +SKIP
    """
    chosen = [kinds] if isinstance(kinds, str) else list(kinds)
    unknown = [kind for kind in chosen if kind not in KINDS]
    if unknown:
        raise ParameterError(f"kinds={chosen!r} has an unknown kind of block. {nearest(str(unknown[0]), KINDS)}")
    if not chosen:
        raise ParameterError(f"kinds=[] leaves no text. Give one or more of {', '.join(KINDS)}.")
    pieces = _pieces(corpus, chosen)
    by_article = pieces.groupby("article_id", sort=False)
    identifiers = corpus.articles["article_id"]
    joined = identifiers.map(by_article["text"].agg(PARAGRAPH_BREAK.join)).astype("str").fillna("")
    numbers = identifiers.map(by_article["block"].agg(" ".join)).astype("str").fillna("")
    return corpus.articles.assign(text=joined, words=joined.map(count_words).astype("int64"), text_blocks=numbers)


def _pieces(corpus: Corpus, kinds: Sequence[str]) -> pd.DataFrame:
    """Return article_id, text and block (its number) of what is joined: titles that are no block, then the blocks."""
    blocks = corpus.blocks[corpus.blocks["kind"].isin(kinds)]
    texts = [plain_text(kind, text) for kind, text in zip(blocks["kind"], blocks["text"], strict=True)]
    pieces = pd.DataFrame({"article_id": blocks["article_id"], "text": texts, "block": blocks["block"].astype("str")})
    if "title" not in kinds:
        return pieces
    headed = blocks.loc[blocks["kind"] == "title", "article_id"]
    titles = corpus.articles.loc[corpus.articles["title"].notna(), ["article_id", "title"]]
    titles = titles[~titles["article_id"].isin(headed)].rename(columns={"title": "text"})
    stated = titles.assign(text=[plain_text("title", text) for text in titles["text"]], block=NO_BLOCK)
    return pd.concat([stated, pieces], ignore_index=True)
