"""What a page may do, told to the browser: nothing but what our own scripts and styles do."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

ASSETS = Path(__file__).resolve().parent / "assets"
SCRIPTS = ("page.js", "figures.js")
# plotly.js brings the style of its maps as one string and puts it into the page as it loads.
_STYLE_OF_MAPS = re.compile(r"\.textContent='([^'\\]*)'")


@lru_cache(maxsize=1)
def content_security_policy() -> str:
    """Return the policy of every page: our scripts by their hashes, what these load, no other; no request to anywhere.

    Styles in elements are allowed by hash too. Styles in attributes are not forbidden, because plotly.js writes them;
    without requests they can give nothing away.
    """
    scripts = " ".join(hash_source(inline(name)) for name in SCRIPTS)
    styles = " ".join(hash_source(text) for text in (inline("report.css"), code_style(), "", _style_of_maps()))
    rules = [
        "default-src 'none'",
        f"script-src {scripts} 'strict-dynamic'",
        "style-src 'unsafe-inline'",  # for attributes, and for browsers that do not know the next rule
        f"style-src-elem {styles}",
        "img-src data: blob:",
        "base-uri 'none'",
        "form-action 'none'",
        "object-src 'none'",
    ]
    return "; ".join(rules)


@lru_cache
def inline(name: str) -> str:
    """Return a script or style sheet of ours as it stands in every page."""
    return (ASSETS / name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def code_style() -> str:
    """Return the style of code, light and dark."""
    from pygments.formatters import HtmlFormatter

    light = HtmlFormatter(style="default").get_style_defs(".highlight")
    dark = HtmlFormatter(style="github-dark").get_style_defs(".highlight")
    return (
        f"{light}\n@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}\n.highlight {{ background: none; }}\n"
    )


def plotly_script() -> Path:
    """Return the path of the plotly.js that comes with plotly."""
    import plotly

    return Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


def _style_of_maps() -> str:
    found = _STYLE_OF_MAPS.search(plotly_script().read_text(encoding="utf-8"))
    return found.group(1) if found else ""


def hash_source(text: str) -> str:
    """Return the source expression that allows one inline script or style: its hash (CSP level 2)."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
