r"""Tables for LaTeX: booktabs, captions above, everything in a cell escaped; compiles by itself.

Letters that pdfLaTeX's common fonts lack are kept as they are. With pdfLaTeX they print as their number, as in
[U+4E2D]; with XeLaTeX or LuaLaTeX and a font that has them, as themselves.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

from workbench.reports.papers.shown import Part, ShownTable

_ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", '"': r"\textquotedbl{}", "'": r"\textquotesingle{}",
    "`": r"\textasciigrave{}", "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}",
    "-": "-{}", "[": "{[}", "]": "{]}", "*": "{*}", ",": ",{}", "?": "?{}", "!": "!{}",
}  # fmt: skip
_JOINING, _JOINED = set("-,?!"), set("-,'`")  # "--" and "?`" become other letters, "-" and "?" alone do not
# What the T1 and TS1 fonts of every LaTeX have: letters of Latin scripts, dashes, quotes, currencies, arrows.
_COMMON = (
    (0x20, 0x7E), (0xA0, 0x125), (0x128, 0x137), (0x139, 0x13E), (0x141, 0x148), (0x14C, 0x165), (0x168, 0x17E),
    (0x218, 0x21B), (0x2013, 0x2014), (0x2018, 0x201A), (0x201C, 0x201E), (0x2020, 0x2022), (0x2026, 0x2026),
    (0x2030, 0x2030), (0x2039, 0x203A), (0x20AC, 0x20AC), (0x2122, 0x2122),
)  # fmt: skip
_MATHS = {"\u2212": r"\ensuremath{-}", "\u2264": r"\ensuremath{\le}", "\u2265": r"\ensuremath{\ge}",
          "\u03b1": r"\ensuremath{\alpha}", "\u2192": r"\ensuremath{\rightarrow}"}  # fmt: skip
_WIDE = 36  # letters from which on a column breaks its lines
_TEXT = 0.98  # of the line that all columns share
_LETTERS = 140  # of the small type in a line of a landscape page


def write_latex(tables: tuple[ShownTable, ...], title: str, path: Path) -> Path:
    """Write a document with all tables, each a longtable, and return its path."""
    body = "\n\n".join(_table(table) for table in tables) or "No table of this report is short enough for a paper."
    text = f"{_preamble(title, body)}\n\\begin{{document}}\n{body}\n\\end{{document}}\n"
    path.write_text(text, encoding="utf-8")
    return path


def escape(text: str) -> str:
    r"""Return a text that LaTeX prints as it is.

    Example:
        >>> escape("50 % & x_1")
        '50 \\% \\& x\\_1'
    """
    return "".join(
        letter if letter in _JOINING and after not in _JOINED else _ESCAPES.get(letter, letter)
        for letter, after in zip(text, [*text[1:], ""], strict=False)
    )


def _preamble(title: str, body: str) -> str:
    rare = sorted({letter for letter in body if not any(low <= ord(letter) <= high for low, high in _COMMON)} - {"\n"})
    lines = [_declared(letter) for letter in rare]
    return "\n".join(
        [
            f"% Tables of the report {_comment(title)}. Copy one, with what it needs of the lines up to its document.",
            r"\documentclass[11pt]{article}",
            r"\usepackage[a4paper,landscape,margin=20mm]{geometry}",
            r"\usepackage{booktabs,longtable,array,caption,iftex}",
            r"\captionsetup{justification=raggedright,singlelinecheck=false,skip=4pt}",
            r"\ifPDFTeX",
            r"\usepackage[utf8]{inputenc}",
            r"\usepackage[T1]{fontenc}",
            r"\usepackage{textcomp}",
            *lines,
            r"\else",
            r"\usepackage{fontspec}",
            r"\fi",
            r"\setlength{\tabcolsep}{4pt}",
        ]
    )


def _comment(text: str) -> str:
    return "".join(letter for letter in text if 0x20 <= ord(letter) < 0x7F)


def _declared(letter: str) -> str:
    number = f"{ord(letter):04X}"
    if letter in _MATHS:
        return f"\\DeclareUnicodeCharacter{{{number}}}{{{_MATHS[letter]}}}"
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):  # a mark on the letter before, or invisible
        return f"\\DeclareUnicodeCharacter{{{number}}}{{}}"
    return f"\\DeclareUnicodeCharacter{{{number}}}{{{{[}}U+{number}{{]}}}}"


def _table(table: ShownTable) -> str:
    heads = " & ".join(escape(heading) for heading in table.headings)
    rows = [line for part in table.parts for line in _part(part, len(table.headings))]
    said = table.note()
    note = [rf"\multicolumn{{{len(table.headings)}}}{{@{{}}l}}{{\footnotesize {escape(said)}}} \\"] if said else []
    return "\n".join(
        [
            r"\begingroup\small",
            rf"\begin{{longtable}}[l]{{@{{}}{_columns(table)}@{{}}}}",
            rf"\caption{{{escape(table.caption)}}}\label{{tab:{escape(table.name)}}}\\",
            rf"\toprule {heads} \\ \midrule \endfirsthead",
            rf"\toprule {heads} \\ \midrule \endhead",
            r"\bottomrule \endfoot",
            *rows,
            *note,
            r"\end{longtable}",
            r"\endgroup",
        ]
    )


def _part(part: Part, columns: int) -> list[str]:
    head = [rf"\multicolumn{{{columns}}}{{@{{}}l}}{{\textit{{{escape(part.label)}}}}} \\*"] if part.label else []
    rows = [" & ".join(escape(cell) for cell in row) + r" \\" for row in part.rows]
    return [*head, *rows, *([r"\addlinespace"] if part.label else [])]


def _columns(table: ShownTable) -> str:
    """Return the columns: numbers to the right; long texts share what short ones leave of the line."""
    widths = [max(len(row[place]) for row in [table.headings, *table.rows()]) for place in range(len(table.headings))]
    wide = [width > _WIDE for width in widths]
    short = sum(width for width, broken in zip(widths, wide, strict=True) if not broken)
    left = max(_TEXT - short / _LETTERS - len(widths) * 0.012, 0.3)
    weights = [min(width, 200) ** 0.5 if broken else 0.0 for width, broken in zip(widths, wide, strict=True)]
    shares = [left * weight / (sum(weights) or 1) for weight in weights]
    return "".join(
        rf">{{\raggedright\arraybackslash}}p{{{share:.3f}\linewidth}}" if broken else "r" if number else "l"
        for share, broken, number in zip(shares, wide, table.numbers, strict=True)
    )
