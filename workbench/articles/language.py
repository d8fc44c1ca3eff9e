"""The language of a text: a vote of stop words, and py3langid where the vote is close."""

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from workbench.terms import read_stop_words

SAMPLE = 900  # characters that vote
VOTERS = ("de", "en", "es", "fr", "pt")
_NAMES: Mapping[str, str] = {
    "english": "en",
    "spanish": "es",
    "español": "es",
    "french": "fr",
    "français": "fr",
    "german": "de",
    "deutsch": "de",
    "portuguese": "pt",
    "português": "pt",
}


def find_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of `text`, or None when it has too few words to tell.

    Stop words of five languages vote on the first 900 characters; when the winner is not clear, py3langid
    (Lui & Baldwin 2012) decides.

    Example:
        >>> find_language("The talks between the two governments have not ended, the envoy said on Friday.")
        'en'
        >>> find_language("12 34")
    """
    words = text[:SAMPLE].lower().split()
    if len(words) < 8:
        return None
    (first, code), (second, _) = _votes(words)
    if first >= 0.2 * len(words) and first >= 1.5 * second:
        return code
    language, confidence = _identifier().classify(text[:3000])
    # "zxx" is its name for text in no language.
    return str(language) if confidence >= 0.7 and language != "zxx" else None


def clean_language(stated: str | None) -> str | None:
    """Return the ISO 639-1 code of a stated language ("en-US", "Spanish"), or None.

    Example:
        >>> clean_language("en-US"), clean_language("Spanish"), clean_language("?")
        ('en', 'es', None)
    """
    name = (stated or "").strip().lower()
    code = name.replace("_", "-").split("-")[0]
    return _NAMES.get(name) or (code if len(code) == 2 and code.isalpha() else None)


def _votes(words: list[str]) -> list[tuple[int, str]]:
    """Return the two languages with most stop words among `words`, each with their number."""
    votes = dict.fromkeys(VOTERS, 0)
    for codes, number in Counter(map(_voters().get, words)).items():
        for code in codes or ():
            votes[code] += number
    return sorted(((number, code) for code, number in votes.items()), reverse=True)[:2]


@lru_cache(maxsize=1)
def _voters() -> dict[str, tuple[str, ...]]:
    """Return the languages of each stop word."""
    voters: dict[str, tuple[str, ...]] = {}
    for code in VOTERS:
        voters |= {word: (*voters.get(word, ()), code) for word in read_stop_words(code)}
    return voters


@lru_cache(maxsize=1)
def _identifier():  # type: ignore[no-untyped-def]  # noqa: ANN202 - the library has no types
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
