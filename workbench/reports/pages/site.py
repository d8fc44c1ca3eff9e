"""What all pages of a report share: the layout, the safe HTML, the assets."""

from __future__ import annotations

import shutil
from functools import lru_cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE / "templates"
_TAGS = set(
    "a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 "
    "hr i kbd li mark ol p pre s small span strong sub summary sup table tbody td tfoot th thead tr ul".split()
)
_ATTRIBUTES = {
    "*": {"class", "id", "title", "role", "aria-label", "lang"},
    "a": {"href"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "div": {"tabindex"},
    "ol": {"start"},
}


def clean_html(html: str) -> str:
    """Return `html` with only tags and attributes of an allow-list; scripts, styles and event handlers are gone.

    Example:
        >>> clean_html('<td onclick="x()">a<script>b</script></td>')
        'a'
    """
    import nh3

    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, link_rel=None, url_schemes={"http", "https"})


def render(template: str, **values: Any) -> str:  # noqa: ANN401 - whatever a template needs
    """Return a page; every value is escaped unless it was marked safe."""
    return str(_environment().get_template(template).render(**values))


def write_assets(folder: Path) -> Path:
    """Copy style sheet, script and one plotly.js into `folder/assets` and return that folder."""
    import plotly
    from pygments.formatters import HtmlFormatter

    target = folder / "assets"
    target.mkdir(exist_ok=True)
    shutil.copyfile(Path(plotly.__file__).parent / "package_data" / "plotly.min.js", target / "plotly.min.js")
    shutil.copyfile(HERE / "assets" / "report.js", target / "report.js")
    light = HtmlFormatter(style="default").get_style_defs(".highlight")
    dark = HtmlFormatter(style="github-dark").get_style_defs(".highlight")
    style = (HERE / "assets" / "report.css").read_text(encoding="utf-8")
    code = f"{light}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}\n.highlight {{ background: none; }}\n"
    (target / "report.css").write_text(style + code, encoding="utf-8")
    return target


@lru_cache(maxsize=1)
def _environment() -> Any:  # noqa: ANN401 - jinja2 comes with nbconvert
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
