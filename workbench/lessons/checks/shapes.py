"""What students hand over, in the shapes they may choose: a number, rows of articles, a value for each name.

And what every lesson says of another shape, or of a number that is nearly right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from workbench.lessons.exercise import Mark

CLOSE = 0.006  # a number rounded to two digits is right
IN_PER_CENT = "The right number in per cent. A share goes from 0 to 1."
NO_FUNCTION = "A function is asked for: hand over its name alone, without brackets."


def find_number(answer: object) -> float | None:
    """Return a number that stands alone, also one in an array or column of length 1; None where there is none.

    Example:
        >>> find_number(3), find_number([3, 4]), find_number(True)
        (3.0, None, None)
    """
    if isinstance(answer, pd.DataFrame | pd.Series | np.ndarray) and answer.size == 1:
        answer = answer.iloc[0, 0] if isinstance(answer, pd.DataFrame) else np.asarray(answer).item()
    if isinstance(answer, bool | np.bool_) or not isinstance(answer, int | float | np.number):
        return None
    return float(answer)


def find_ids(answer: object) -> set[str]:
    """Return the article ids of a table with `article_id`, of a column or list of ids, or of one id.

    Example:
        >>> sorted(find_ids(["b", "a"])), find_ids("a")
        (['a', 'b'], {'a'})
    """
    if isinstance(answer, str):
        return {answer}
    if isinstance(answer, pd.DataFrame):
        return set(answer["article_id"].astype("str"))
    if isinstance(answer, pd.Series) and "article_id" in answer.index:  # one row of a table
        return {str(answer["article_id"])}
    return {str(value) for value in answer} if isinstance(answer, Iterable) else set()


def find_values(answer: object) -> dict[str, float]:
    """Return a number for each name: of a column indexed by names, a table of names and numbers, or a dictionary.

    Nothing in any other object.

    Example:
        >>> find_values(pd.Series([2, 1], index=["Herald", None]))
        {'Herald': 2.0, 'nan': 1.0}
    """
    column = _column_of(answer) if isinstance(answer, pd.DataFrame) else answer
    if not isinstance(column, pd.Series | Mapping):
        return {}
    return {str(name): float(value) for name, value in column.items()}


def _column_of(table: pd.DataFrame) -> pd.Series:
    """The first column of numbers, by the first column of names, or by the index."""
    numbers = table.select_dtypes("number").columns
    names = table.select_dtypes(exclude="number").columns
    indexed = table.set_index(names[0]) if len(names) else table
    return indexed[numbers[0]]


def are_close(found: object, right: float, within: float = CLOSE) -> bool:
    """Whether what was found is a number, and the right one, as far as two digits tell (or as far as `within`).

    Example:
        >>> are_close(0.17, 0.1741), are_close(17.4, 0.1741), are_close("0.17", 0.1741)
        (True, False, False)
    """
    number = find_number(found)
    return number is not None and bool(abs(number - right) < within)


def find_close(found: pd.Series, right: pd.Series) -> pd.Series:
    """Return for each number of a column whether it is the right one, as far as two digits tell; a missing one is not.

    Example:
        >>> find_close(pd.Series([0.17, None]), pd.Series([0.1741, 0.5])).tolist()
        [True, False]
    """
    return (found - right).abs().lt(CLOSE)


def ask_for_number(answer: object) -> Mark:
    """Return the mark of an answer that is no number.

    Example:
        >>> ask_for_number("many").reason
        'A single number is asked for; this is a str.'
    """
    return Mark(0, f"A single number is asked for; this is a {type(answer).__name__}.")
