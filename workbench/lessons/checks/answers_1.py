"""What answers of lesson 1 are worth. What is right is worked out from the articles each time."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pandas as pd

from workbench.articles import find_duplicates
from workbench.articles.kinds import PROSE
from workbench.lessons.checks.demo import demo_corpus
from workbench.lessons.checks.shapes import IN_PER_CENT, are_close, ask_for_number, find_ids, find_number, find_values
from workbench.lessons.exercise import Mark, worth

AGENCY = "Transatlantic Wire Service"
PHRASES = ["reportedly", "according to reports", "is said to", "accounts say", "reports suggest", "unnamed sources"]


@cache
def _copies() -> pd.DataFrame:
    return find_duplicates(demo_corpus().articles)


# --- 1 outlets


@worth(1)
def counts_stated_outlets(answer: object) -> Mark:
    """Each outlet that is named has its number of articles."""
    right = demo_corpus().articles["outlet"].value_counts()
    given = find_values(answer)
    wrong = [str(name) for name, number in right.items() if given.get(str(name)) != number]
    if not wrong:
        return Mark(1, "Each outlet has its number of articles.")
    return Mark(0, f"The number of articles by {wrong[0]} is missing or not right.")


@worth(1)
def counts_articles_without_outlet(answer: object) -> Mark:
    """The numbers add up to all articles."""
    articles = demo_corpus().articles
    total = sum(find_values(answer).values())
    if total == len(articles):
        return Mark(1, f"They add up to all {total:g} articles: those that name no outlet are counted too.")
    if total == articles["outlet"].notna().sum():
        left = len(articles) - int(total)
        return Mark(0, f"They add up to {total:g} of {len(articles)}: {left} that name no outlet have left silently.")
    return Mark(0, f"They add up to {total:g}, but there are {len(articles)} articles.")


# --- 2 unsigned


@worth(2)
def lists_unsigned_articles(answer: object) -> Mark:
    """The rows of the articles that name no author, and no others."""
    articles = demo_corpus().articles
    right = set(articles.loc[articles["author"].isna(), "article_id"])
    number = find_number(answer)
    if number is not None:
        if number == len(right):
            return Mark(1, f"The number, {number:g}, is right, but which are they? Keep their rows, not only how many.")
        return Mark(0, f"{number:g} is not how many there are, and the rows themselves are asked for.")
    if isinstance(answer, pd.Series) and answer.dtype == bool:
        return Mark(1, "This says yes or no for each article. Now use it to choose the rows: articles[...].")
    return _mark_unsigned(find_ids(answer), right)


def _mark_unsigned(given: set[str], right: set[str]) -> Mark:
    articles = demo_corpus().articles
    if given == right:
        return Mark(2, f"These {len(right)} articles name no author.")
    if given == set(articles["article_id"]) - right:
        return Mark(0, "These are the articles that do name an author: you want the others.")
    if given == set(articles.loc[articles["author_role"].isna(), "article_id"]):
        return Mark(0, "These state no role. Many of them name their author: look at the column author.")
    if given and given < right:
        return Mark(1, f"These name no author, but only {len(given)} of {len(right)} are here. A role is not a name.")
    return Mark(0, f"{len(given - right)} of your {len(given)} rows do name an author. Ask where author is missing.")


# --- 3 set_aside


@worth(3)
def shares_words_set_aside(answer: object) -> Mark:
    """The share of words, between 0 and 1, in lines that are not running text."""
    blocks = demo_corpus().blocks
    aside = ~blocks["kind"].isin(PROSE)
    words = blocks["text"].str.count(r"\S+")
    right = words[aside].sum() / words.sum()
    number = find_number(answer)
    if number is None:
        return ask_for_number(answer)
    if are_close(number, right):
        return Mark(3, f"{right:.0%} of the words on these pages are not running text.")
    if are_close(number, right * 100, 0.5):
        return Mark(2, IN_PER_CENT)
    if are_close(number, 1 - right):
        return Mark(2, "This is the share that is kept. What share is set aside?")
    if are_close(number, words[aside].sum(), 0.5):
        return Mark(1, "These are the words set aside. Of how many? Divide by all words.")
    return _mark_other_share(number, blocks, words, aside)


def _mark_other_share(number: float, blocks: pd.DataFrame, words: pd.Series, aside: pd.Series) -> Mark:
    if are_close(number, aside.mean()):
        return Mark(1, "This is the share of lines. Furniture comes in many short lines: count their words.")
    one = words[blocks["kind"] == "boilerplate"].sum() / words.sum()
    if are_close(number, one):
        return Mark(1, "This is boilerplate alone. All kinds but paragraph and list_item are set aside.")
    if are_close(number, words[blocks["kind"] != "paragraph"].sum() / words.sum()):
        return Mark(2, "Nearly: lines of a list (list_item) are text too, and you have set them aside.")
    return Mark(0, f"{number:g} is not that share. Divide the words of the lines set aside by all words.")


# --- 4 voices


@worth(2)
def counts_voices(answer: object) -> Mark:
    """The number of articles that repeat no earlier one."""
    copies, articles = _copies(), len(demo_corpus().articles)
    right = articles - copies["article_id"].nunique()
    number = float(len(answer)) if isinstance(answer, pd.DataFrame) else find_number(answer)
    if number is None:
        return ask_for_number(answer)
    if number == right:
        return Mark(2, f"{right} of {articles} articles repeat no earlier one.")
    if number == articles:
        return Mark(0, "This is all articles: the copies are still among them.")
    if number == articles - (copies["kind"] != "partial").sum():
        return Mark(1, "You have taken out the copy that stands whole in another. The partial one repeats it too.")
    if number == right - copies["duplicate_of"].nunique():
        return Mark(1, "You have taken out the earlier article as well. It is a voice; only its repetitions are not.")
    return Mark(0, f"{number:g} is not it: take from {articles} articles those that stand in `copies` as `article_id`.")


# --- 5 unmarked


@worth(3)
def finds_the_unmarked_copy(answer: object) -> Mark:
    """The copies that are not signed by the agency."""
    copies, articles = _copies(), demo_corpus().articles
    repeats = articles[articles["article_id"].isin(copies["article_id"])]
    right = set(repeats.loc[repeats["author"] != AGENCY, "article_id"])
    given = find_ids(answer)
    if not given:
        return Mark(0, "There is no row in it. Choose from articles those whose article_id stands in copies.")
    if given == right:
        return Mark(3, "Right: this one repeats the agency and is signed by somebody else.")
    if given == set(repeats["article_id"]):
        return Mark(1, "These are all the copies. One of them says where it comes from: leave it out.")
    if given == set(repeats["article_id"]) - right:
        return Mark(1, "This copy does name the agency. You want the one that does not.")
    if given <= set(copies["duplicate_of"]):
        return Mark(0, "This is the article that came first. Who repeats it?")
    if given > right:
        return Mark(1, f"It is among your {len(given)} rows, but the others repeat nothing, or say so.")
    return Mark(0, "These do not repeat an earlier article. Look at the column article_id of copies.")


# --- 6 regime


@worth(3)
def shares_articles_with_the_word(answer: object) -> Mark:
    """For each outlet the share of its articles that use the word."""
    articles = demo_corpus().articles
    uses = articles["text"].str.count(r"(?i)\bregime").groupby(articles["outlet"])
    shares = uses.apply(lambda counts: (counts > 0).mean())
    given = {name: value for name, value in find_values(answer).items() if name in shares.index}
    if not given:
        return Mark(0, "One share for each outlet is asked for, with the names of the outlets.")
    if _match(given, shares) and len(given) == len(shares):
        return Mark(3, f"{(shares > 0).sum()} of {len(shares)} outlets: the word is chosen, not given by the story.")
    if _match(given, shares[shares > 0]) and set(given) == set(shares.index[shares > 0]):
        return Mark(2, "The shares are right, but the outlets that never use the word are missing. Their share is 0.")
    if _match(given, shares * 100):
        return Mark(2, "The right numbers in per cent. A share goes from 0 to 1.")
    if _match(given, uses.apply(lambda counts: (counts > 0).sum())):
        return Mark(2, "These are numbers of articles. Of how many? Divide by the articles of each outlet.")
    if _match(given, uses.sum()):
        return Mark(1, "These are uses of the word: one article can hold many. Count articles, then divide.")
    return Mark(0, "These are not the shares. For each article: is the word there? For each outlet: the mean of that.")


def _match(given: dict[str, float], right: pd.Series) -> bool:
    return all(name in right.index and are_close(value, right[name]) for name, value in given.items())


# --- 7 names_nobody

_NOBODY = [
    "The two men reportedly spoke for ten minutes.",
    "The minister is said to have left.",
    "The offer was refused, according to accounts from unnamed sources.",
]
_SOMEBODY = ["“We never met,” said the harbour master.", "According to the port authority, two ships turned back."]


@worth(2)
def tells_sentences_apart(answer: Callable[[str], object]) -> Mark:
    """True for sentences with a phrase, False for those without, whatever the capitals."""
    if not callable(answer):
        return Mark(0, "A function is asked for: write `def names_nobody(sentence):` and hand over its name alone.")
    nobody: list[object] = [answer(sentence) for sentence in _NOBODY]
    somebody: list[object] = [answer(sentence) for sentence in _SOMEBODY]
    if any(value is None for value in [*nobody, *somebody]):
        good = all(nobody) and not any(somebody)
        return Mark(1 if good else 0, "For some sentences the function returns nothing. Say `return False` at its end.")
    if all(nobody) and not any(somebody):
        capitals = bool(answer("Reportedly, nobody came."))
        said = "" if capitals else " But “Reportedly” at the beginning is not seen: capitals make a difference."
        return Mark(2 if capitals else 1, f"The sentences are told apart.{said}")
    if all(nobody):
        return Mark(0, f"It says True of a sentence without any of the phrases: {_first(_SOMEBODY, somebody)}")
    if nobody[0] and not any(somebody):
        return Mark(1, "It sees the first phrase alone. Does `return False` stand in the loop? It must come after it.")
    return Mark(0, f"It does not say True of: {_first(_NOBODY, [not value for value in nobody])}")


def _first(sentences: list[str], answers: list[object]) -> str:
    """The first sentence to which the answer is yes."""
    return next(sentence for sentence, answer in zip(sentences, answers, strict=True) if answer)


@worth(1)
def knows_every_phrase(answer: Callable[[str], object]) -> Mark:
    """Each of the phrases is seen, and a sentence with parts of them is not."""
    missed = [phrase for phrase in PHRASES if not _says(answer, f"Later, {phrase.upper()} something was agreed.")]
    if missed:
        return Mark(0, f"{len(missed)} of {len(PHRASES)} phrases are not seen in other sentences.")
    if _says(answer, "She reports that sources of the river are named.") or _says(answer, ""):
        return Mark(0, "A sentence that holds none of the phrases is taken for one that does.")
    return Mark(1, "All phrases are seen in other sentences, and only they.")


@worth(1)
def reads_over_lines(answer: Callable[[str], object]) -> Mark:
    """A phrase that is broken over two lines is seen."""
    broken = ["The envoy is said\nto have agreed.", "All this\naccounts  say\nnow."]
    if all(_says(answer, sentence) for sentence in broken) and not _says(answer, "She said\nto him: go."):
        return Mark(1, "Phrases over two lines are seen.")
    return Mark(0, "A phrase that runs over two lines is not seen.")


def _says(answer: Callable[[str], object], sentence: str) -> bool:
    return bool(answer(sentence))
