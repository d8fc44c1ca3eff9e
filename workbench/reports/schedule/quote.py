"""One word of a command in the language of each scheduler, so that it arrives as it is.

A path may hold spaces, quotes, percent and dollar signs, braces and letters of any alphabet.
"""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[A-Za-z0-9_./:=@+-]+")  # means nothing to any of them


def quote_shell(word: str) -> str:
    r"""Return a word for a POSIX shell: nothing within single quotes means anything.

    Example:
        >>> print(quote_shell("it's"))
        'it'\''s'
    """
    return word if _PLAIN.fullmatch(word) else "'" + word.replace("'", "'\\''") + "'"


def quote_cron(word: str) -> str:
    r"""Return a word for the shell behind cron, which ends the command at a bare "%".

    Outside the quotes `\%` is a "%" to a cron that knows it and to a shell behind one that does not.

    Example:
        >>> print(quote_cron("50% of it"))
        '50'\%' of it'
    """
    return quote_shell(word).replace("%", "'\\%'")


def quote_jinja_shell(word: str) -> str:
    """Return a word for a shell behind a Jinja template: no two characters in it begin a tag.

    Example:
        >>> print(quote_jinja_shell("{{ x }}"))
        '{''{'' x }}'
    """
    return quote_shell(word).replace("{", "{''")


def quote_systemd(word: str) -> str:
    r"""Return an argument of ExecStart= : specifiers and variables doubled, quotes and backslashes escaped.

    Example:
        >>> print(quote_systemd('50% "of" $x'))
        "50%% \"of\" $$x"
    """
    if _PLAIN.fullmatch(word):
        return word
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$") + '"'


def quote_windows(word: str) -> str:
    r"""Return a word of a Windows command line, by the rules of CommandLineToArgvW.

    Backslashes are doubled where a quotation mark follows them, and nowhere else.

    Example:
        >>> print(quote_windows('say "hi" C:\\'))
        "say \"hi\" C:\\"
    """
    if _PLAIN.fullmatch(word):
        return word
    quoted = ['"']
    slashes = 0
    for letter in f"{word}\0":
        if letter == "\\":
            slashes += 1
            continue
        quoted.append("\\" * (slashes * 2 + (letter == '"') if letter in '"\0' else slashes))
        quoted.append('"' if letter == "\0" else letter)
        slashes = 0
    return "".join(quoted)


def quote_yaml(word: str) -> str:
    """Return a YAML scalar in single quotes, in which GitHub finds no expression.

    Example:
        >>> print(quote_yaml("it's ${{ x"))
        'it''s ${{ ''${{'' }} x'
    """
    plain = word.replace("${{", "${{ '${{' }}")
    return "'" + plain.replace("'", "''") + "'"
