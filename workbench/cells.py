"""Texts in cells of spreadsheets: kept from being read as formulas, numbers or dates, and cut where they must be."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd

MOST = 32_000  # UTF-16 units in a cell; Excel holds 32,767 and loses the rest without a word

# Programs drop a mark of byte order, white space and what is invisible before a formula (OWASP, "CSV injection").
_FORMULA = re.compile(r"[\t\r\n']|[\s\x00-\x1f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\-@＝＋－＠]")
# What a spreadsheet program turns into something else as it opens a CSV file: long numbers, 007, 12e5, 3-4, TRUE.
_CHANGED = re.compile(
    r"\d{16,}|0\d+|\d*[.,]?\d+e\d+|\d+[.,]\d*|\d{1,4}[-/.:]\d{1,4}([-/.:]\d{1,4})?|true|false|"
    r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-. ]?\d+|\d+[-. ]?(jan|feb|mar|apr|may|jun|jul|aug|sep|"
    r"oct|nov|dec)[a-z]*",
    re.IGNORECASE,
)


def guard(text: str) -> str:
    """Return a text for a cell of a CSV file, with an apostrophe before what a spreadsheet program would change.

    Example:
        >>> guard("=2+2"), guard("4821905377120934"), guard("Talks resumed."), guard("'Yes'")
        ("'=2+2", "'4821905377120934", 'Talks resumed.', "''Yes'")
    """
    return f"'{text}" if _CHANGED.fullmatch(text.strip()) else guard_formula(text)


def guard_formula(text: str) -> str:
    """Return a text with an apostrophe before what would run as a formula; dates and long numbers as they are.

    For files that programs read too. A text that begins with an apostrophe gets another, so that `unguard` gives
    every text back.

    Example:
        >>> guard_formula("=2+2"), guard_formula("2026-01-05"), guard_formula("'Yes'")
        ("'=2+2", '2026-01-05', "''Yes'")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def guard_texts(table: pd.DataFrame, guarding: Callable[[str], str] = guard) -> pd.DataFrame:
    """Return a table for a CSV file: every text guarded, with plain line ends, numbers and missing values as they are.

    A lone CR would stand without quotes, and what follows it would be a row of its own.

    Example:
        >>> guard_texts(pd.DataFrame({"word": ["=2+2", None], "weight": [-1.0, 0.5]})).values.tolist()
        [["'=2+2", -1.0], [nan, 0.5]]
    """
    texts = [column for column in table.columns if not pd.api.types.is_numeric_dtype(table[column])]

    def guarded(cell: object) -> object:
        return _with_line_feeds(guarding(cell)) if isinstance(cell, str) else cell

    return table.assign(**{column: table[column].map(guarded, na_action="ignore") for column in texts})


def unguard(text: str) -> str:
    """Return a text as it was before `guard`.

    Example:
        >>> unguard("'=2+2"), unguard("''Yes'"), unguard("Talks resumed.")
        ('=2+2', "'Yes'", 'Talks resumed.')
    """
    return text.removeprefix("'")


def plain_lines(text: str) -> str:
    r"""Return a text with the line ends that all programs agree on.

    Example:
        >>> plain_lines("One.\r\nTwo.\rThree._x000D_")
        'One.\nTwo.\nThree.'
    """
    return _with_line_feeds(text.replace("_x000D_", ""))


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def pieces(text: str) -> list[str]:
    """Return a text in pieces that each fit a cell, cut between words where there is a space; short texts whole."""
    cut = []
    while len(text.encode("utf-16-le")) // 2 > MOST:
        end = MOST // 2 if any(ord(letter) > 0xFFFF for letter in text[:MOST]) else MOST
        space = text.rfind(" ", end - 200, end)
        end = space + 1 if space > 0 else end
        cut.append(text[:end])
        text = text[end:]
    return [*cut, text]


def safe_name(name: str) -> str:
    """Return a name that can be a file's: letters, digits and - _ . of any script, the rest as "-".

    Example:
        >>> safe_name("Ana María / 2"), safe_name("../x")
        ('Ana-María-2', 'x')
    """
    return Path(re.sub(r"[^\w.]+", "-", name).strip("-._ ")).name
