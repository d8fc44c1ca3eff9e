"""Calls to action: sentences that speak to the reader of the page, not about the news."""

import re

from workbench.articles.phrases import pattern, plain_quotes
from workbench.text import split_sentences

_LEAD = re.compile(r"^[^\w¿¡]+")  # marks and emoji before the first word


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
    """Whether one sentence, its quotes made plain, is a call to action by itself.

    Example:
        >>> is_call("Subscribe to our newsletter."), is_call("Investors subscribe to the bond.")
        (True, False)
    """
    if len(sentence) >= 400 or '"' in sentence:  # what is quoted is said to somebody else
        return False
    text = _LEAD.sub("", sentence.rstrip("'*_ "))
    called = pattern("call", "openers").match(text) or pattern("call", "within", r"\b{}").search(text)
    return called is not None and not pattern("call", "reported").search(text)


def _leads(sentence: str) -> bool:
    if len(sentence) >= 300 or '"' in sentence:
        return False
    return bool(pattern("call", "leading").search(_LEAD.sub("", sentence.rstrip())))
