"""Whether bytes that were read as Windows-1252 make sense as a West European language."""

import re

# The letters beyond a to z that the languages written in Windows-1252 use, in foreign names too.
_ALPHABETS = (
    "àâæçéèêëîïôœùûüÿ",  # French
    "äöüßéèê",  # German
    "áéíóúñüçàèòï",  # Spanish, Catalan, Galician
    "áâãàçéêíóôõúü",  # Portuguese
    "àèéìíîòóùú",  # Italian
    "áéíóúëïöüèê",  # Dutch
    "æøåéôóüö",  # Danish, Norwegian
    "äåöéüšž",  # Swedish, Finnish
    "áéíóúýþæöðø",  # Icelandic, Faroese
    "éèêëïöçñüáíóà",  # English with foreign names
)
_MOST = 0.9
_LETTER = re.compile(r"[^\W\d_]")
# Signs that stand inside a word only when another code page has a letter there, and what no byte of this one is.
_INSIDE = re.compile(r"(?<=[^\W\d_])[¡-§©«¬¯±-³¶¸¹»-¿×÷](?=[^\W\d_])|\ufffd")


def is_western(text: str) -> bool:
    """Whether one West European alphabet covers nearly all letters beyond ASCII, and they are not most letters.

    Example:
        >>> is_western("Frühjahr, größer"), is_western("zebra³a siê, ¿eby")
        (True, False)
    """
    letters = _LETTER.findall(text.lower())
    others = [letter for letter in letters if not letter.isascii() and letter not in "ªº"]
    strange = len(_INSIDE.findall(text))
    if not others:
        return strange <= 0.001 * len(letters)
    covered = max(sum(letter in alphabet for letter in others) for alphabet in _ALPHABETS)
    return covered >= _MOST * (len(others) + strange) and len(others) <= 0.3 * len(letters)
