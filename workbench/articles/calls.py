"""Calls to action: sentences that speak to the reader of the page, not about the news."""

from workbench.articles.phrases import pattern, plain_quotes
from workbench.text import split_sentences


def call_start(text: str) -> int | None:
    """Return the offset where the calls to action at the end of `text` begin, or None when it ends in none.

    Walks back from the last sentence: a sentence that is a call by itself counts, and so does a question to
    the reader or an order to read on directly before one.

    Example:
        >>> call_start("The talks go on. What do you think? Share your thoughts in the comments below!")
        17
        >>> call_start("Share prices fell after the talks.")
    """
    start = None
    for begin, end in reversed(split_sentences(text)):
        sentence = plain_quotes(text[begin:end])
        if is_call(sentence) or (start is not None and _leads(sentence)):
            start = begin
        else:
            break
    return start


def is_call(sentence: str) -> bool:
    """Whether one sentence is a call to action by itself.

    Example:
        >>> is_call("Subscribe to our newsletter."), is_call("Investors subscribe to the bond.")
        (True, False)
    """
    return len(sentence) < 400 and bool(pattern("call", "sentences").search(sentence.strip().strip("\"'*_ ")))


def _leads(sentence: str) -> bool:
    return len(sentence) < 300 and bool(pattern("call", "leading").search(sentence.strip()))
