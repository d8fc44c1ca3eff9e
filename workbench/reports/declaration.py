"""What a parameters cell declares: `name: type = default  # help`, one line a parameter; read as text, never run."""

from __future__ import annotations

import ast
import io
import json
import math
import re
import tokenize
from contextlib import suppress
from dataclasses import dataclass

from workbench.errors import DataError, ParameterError

TYPES: dict[str, type[str | int | float | bool]] = {"str": str, "int": int, "float": float, "bool": bool}
NOUNS = {"str": "a text in quotes", "int": "a whole number", "float": "a number", "bool": "true or false"}
_MAGIC = re.compile(r"^[%!].*$", re.MULTILINE)
_TYPE_COMMENT = re.compile(r"type:\s*(\S+)\s*(.*)")

Value = str | int | float | bool


@dataclass(frozen=True)
class Parameter:
    """One line of a parameters cell: `name: type = default  # help`."""

    name: str
    type: str
    default: Value
    help: str


def read_declaration(source: str, *, shown: str) -> dict[str, Parameter]:
    """Return the parameters that the source of a cell declares, by name, in its order.

    Args:
        source: the source of the cell.
        shown: what an error calls the cell.

    Raises:
        DataError: the cell is no Python, or a parameter has no type or no literal default.

    Example:
        >>> read_declaration("seed: int = 0  # start of the random numbers", shown="cell")["seed"].help
        'start of the random numbers'
    """
    plain = _MAGIC.sub("", source)
    try:
        statements = ast.parse(plain).body
        comments = _read_comments(plain)
    except (SyntaxError, ValueError, tokenize.TokenError) as error:
        raise DataError(f"{shown}: the parameters cell is no Python: {error}. Correct it and save again.") from error
    found = (_read(statement, comments, shown) for statement in statements)
    return {parameter.name: parameter for parameter in found if parameter is not None}


def check_value(parameter: Parameter, value: Value, *, shown: str) -> Value:
    """Return a value of the declared type; a whole number may stand where any number may.

    Raises:
        ParameterError: it is of another type; `shown` names the parameter.
    """
    if parameter.type == "float" and type(value) is int:
        with suppress(OverflowError):
            value = float(value)
    if type(value) is not TYPES[parameter.type] or (isinstance(value, float) and not math.isfinite(value)):
        raise ParameterError(
            f"{shown} = {json.dumps(value, ensure_ascii=False, default=str)} is not allowed: it takes "
            f"{NOUNS[parameter.type]}. The default is {parameter.default!r}."
        )
    return value


def _read_comments(source: str) -> dict[int, str]:
    """Return the comment of each line that has one."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {token.start[0]: token.string.lstrip("# ").strip() for token in tokens if token.type == tokenize.COMMENT}


def _read(statement: ast.stmt, comments: dict[int, str], shown: str) -> Parameter | None:
    """Return the parameter that a statement declares; None for what assigns nothing to a name."""
    told = comments.get(statement.end_lineno or 0, "")
    if isinstance(statement, ast.AnnAssign):
        target: ast.expr = statement.target
        kind = ast.unparse(statement.annotation).strip("'\"")
    elif isinstance(statement, ast.Assign):
        target, kind = statement.targets[0], ""
        if stated := _TYPE_COMMENT.fullmatch(told):
            kind, told = stated.groups()
    else:
        return None
    if not isinstance(target, ast.Name) or statement.value is None:
        return None
    try:
        default = TYPES[kind](ast.literal_eval(statement.value))
    except (KeyError, TypeError, ValueError, SyntaxError):
        raise DataError(
            f"{shown}: the parameter {target.id!r} must be written as `{target.id}: type = default  # help` with a "
            f"type of {', '.join(TYPES)} and a literal default. Found: {kind or 'no type'} = "
            f"{ast.unparse(statement.value)}."
        ) from None
    return Parameter(target.id, kind, default, told)
