"""The three forms of an appendix, HTML, Markdown and LaTeX: what escapes a text, and what stands around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

# What pdfLaTeX prints with its T1 and TS1 fonts; other signs need XeLaTeX or LuaLaTeX.
_LATIN = frozenset(map(chr, range(0xA0, 0x17F))) - frozenset("ĦħĸĿŀŉŦŧ\u00ad")
_PRINTED = _LATIN | frozenset("ȘșȚț–—‘’‚“”„†‡•…‰‹›€™")
_LATEX_SIGNS = {
    **{sign: f"\\{sign}" for sign in "{}#$%&_"},
    "\\": "\\textbackslash{}",
    "^": "\\textasciicircum{}",
    "~": "\\textasciitilde{}",
    "<": "\\textless{}",
    ">": "\\textgreater{}",
    "|": "\\textbar{}",
    "`": "\\textasciigrave{}",
    '"': "\\textquotedbl{}",
    "\u00a0": "~",
    "\u00ad": "\\-",
    "\ufffd": "[U+FFFD]",  # LuaTeX stops at the sign itself
}

_PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ --ink: #1c1c1e; --soft: #5b5f66; --line: #d9dce1; --paper: #fff; --wash: #f5f6f8; }}
@media (prefers-color-scheme: dark) {{
  :root {{ --ink: #e4e4e7; --soft: #a5a9b2; --line: #3a3d44; --paper: #17181b; --wash: #222429; }}
}}
html {{ font: 17px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }}
body {{ color: var(--ink); background: var(--paper); max-width: 42rem; margin: 2.5rem auto; padding: 0 1.2rem; }}
h1, h2, h3 {{ line-height: 1.25; break-after: avoid; }}
h2 {{ margin-top: 2.6rem; padding-top: 1rem; border-top: 1px solid var(--line); }}
h3 {{ font-size: 1rem; margin: 1.3rem 0 .3rem; color: var(--soft); }}
p, ul, blockquote {{ margin: .5rem 0; overflow-wrap: anywhere; }}
ul {{ padding-left: 1.2rem; }}
li {{ margin: .25rem 0; }}
li, blockquote {{ break-inside: avoid; }}
blockquote {{ border-left: 3px solid var(--line); padding: .1rem 0 .1rem .9rem; }}
blockquote + p {{ color: var(--soft); font-size: .9rem; padding-left: 1.1rem; margin-top: 0; }}
code {{ font: .86em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; background: var(--wash); padding: 0 .25em;
  border-radius: 3px; box-decoration-break: clone; -webkit-box-decoration-break: clone; }}
@media print {{
  :root {{ --ink: #000; --soft: #444; --line: #bbb; --paper: #fff; --wash: #fff; }}
  html {{ font-size: 10.5pt; }}
  body {{ max-width: none; margin: 0; padding: 0; }}
  code {{ padding: 0; }}
}}
</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""

# Taken into a paper with \input, where a class was chosen already, the file leaves out what makes it a document.
_DOCUMENT = r"""% Compile this file by itself, or take it into a paper with \input{{...}}.
% Under pdfLaTeX the paper then needs \usepackage[T1]{{fontenc}} and \usepackage{{textcomp}}.
\makeatletter
\ifx\documentclass\@twoclasseserror\let\codebookend\relax\else\def\codebookend{{\end{{document}}}}\fi
\makeatother
\ifx\codebookend\relax\else
\documentclass[11pt]{{article}}
\ifdefined\XeTeXversion\else\ifdefined\directlua\else
\usepackage[T1]{{fontenc}}
\usepackage[utf8]{{inputenc}}
\usepackage{{textcomp}}
\IfFileExists{{lmodern.sty}}{{\usepackage{{lmodern}}}}{{}}
\fi\fi
\begin{{document}}
\fi
% A sign that the fonts of pdfLaTeX lack is printed as its number; XeLaTeX and LuaLaTeX print the sign.
\providecommand{{\codebooksign}}[2]{{\ifdefined\XeTeXversion#2\else\ifdefined\directlua#2\else[U+#1]\fi\fi}}
\begingroup\sloppy\raggedright\setlength{{\parskip}}{{.5\baselineskip}}

{body}

\par\endgroup
\codebookend
"""


@dataclass(frozen=True)
class Markup:
    """A form of an appendix. `text` and `code` escape what they are given; the others take what these return.

    Attributes:
        text: a plain text, so that nothing in it is markup; its lines and paragraphs stay.
        code: a plain text of one line in the type of a typewriter.
        prose: paragraphs.
        items: a list.
        quote: a cited passage.
        heading: a heading of level 1 (the codebook), 2 (a frame) or 3 (a part of it).
        page: the whole file, from its title and its body.
    """

    text: Callable[[str], str]
    code: Callable[[str], str]
    prose: Callable[[str], str]
    items: Callable[[Sequence[str]], str]
    quote: Callable[[str], str]
    heading: Callable[[int, str], str]
    page: Callable[[str, str], str]


def _html_text(plain: str) -> str:
    return escape(plain).replace("\n\n", "<br><br>").replace("\n", "<br>")


def _html_prose(text: str) -> str:
    return "\n".join(f"<p>{paragraph}</p>" for paragraph in text.split("<br><br>"))


HTML = Markup(
    text=_html_text,
    code=lambda plain: f"<code>{escape(plain)}</code>",
    prose=_html_prose,
    items=lambda items: "\n".join(["<ul>", *(f"<li>{item}</li>" for item in items), "</ul>"]),
    quote=lambda text: f"<blockquote>{_html_prose(text)}</blockquote>",
    heading=lambda level, text: f"<h{level}>{text}</h{level}>",
    page=lambda title, body: _PAGE.format(title=title, body=body),
)


def _markdown_line(plain: str) -> str:
    # Signs that mean something anywhere in a line, then those that do so where it begins.
    line = re.sub(r"[\\`*_\[\]{}~^$|#@]", r"\\\g<0>", escape(plain, quote=False))
    return re.sub(r"^(\d*)([-+=:.)])", r"\1\\\2", line)


def _markdown_text(plain: str) -> str:
    return "\n\n".join("  \n".join(map(_markdown_line, part.split("\n"))) for part in plain.split("\n\n"))


def _markdown_code(plain: str) -> str:
    fence = "`" * (max(map(len, re.findall("`+", plain)), default=0) + 1)
    space = " " if "`" in plain else ""
    return f"{fence}{space}{plain}{space}{fence}"


def _indent(text: str, margin: str) -> str:
    return text.replace("\n", f"\n{margin}")


MARKDOWN = Markup(
    text=_markdown_text,
    code=_markdown_code,
    prose=lambda text: text,
    items=lambda items: "\n".join(f"- {_indent(item, '  ')}" for item in items),
    quote=lambda text: f"> {_indent(text, '> ')}",
    heading=lambda level, text: f"{'#' * level} {text}",
    page=lambda _, body: f"{body}\n",
)


def _latex_sign(sign: str) -> str:
    if sign in _LATEX_SIGNS:
        return _LATEX_SIGNS[sign]
    return sign if sign.isascii() or sign in _PRINTED else f"\\codebooksign{{{ord(sign):04X}}}{{{sign}}}"


def _latex_line(plain: str) -> str:
    # Two of these side by side would be printed as one: an en dash, a quotation mark.
    return re.sub(r"([-',])(?=\1)", r"\1{}", "".join(map(_latex_sign, plain)))


def _latex_text(plain: str) -> str:
    return "\n\n".join("\\newline\n".join(map(_latex_line, part.split("\n"))) for part in plain.split("\n\n"))


def _latex_code(plain: str) -> str:
    return "\\texttt{" + _latex_line(plain).replace("'", r"\textquotesingle{}") + "}"


def _latex_items(items: Sequence[str]) -> str:
    # The braces keep a bracket at the start of an item from being read as its label.
    return "\n".join([r"\begin{itemize}", *(f"\\item{{}} {item}" for item in items), r"\end{itemize}"])


LATEX = Markup(
    text=_latex_text,
    code=_latex_code,
    prose=lambda text: text,
    items=_latex_items,
    quote=lambda text: f"\\begin{{quote}}\n{text}\n\\end{{quote}}",
    heading=lambda level, text: f"\\{'sub' * (level - 1)}section*{{{text}}}",
    page=lambda _, body: _DOCUMENT.format(body=body),
)
