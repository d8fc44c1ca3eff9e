"""What all pages of a report share: the layout, and the one script that is fetched."""

from __future__ import annotations

import re
import shutil
from functools import lru_cache
from pathlib import Path
from typing import Any

from workbench.reports.pages.contents import list_headings
from workbench.reports.pages.policy import code_style, content_security_policy, inline, plotly_script

TEMPLATES = Path(__file__).resolve().parent / "templates"
_RUN = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z")


def render(template: str, **values: Any) -> str:  # noqa: ANN401 - whatever a template needs
    """Return a page; every value is escaped unless it was marked safe."""
    return str(_environment().get_template(template).render(**values))


def write_assets(folder: Path) -> Path:
    """Copy one plotly.js for all pages into `folder/assets` and return that folder."""
    target = folder / "assets"
    target.mkdir(exist_ok=True)
    shutil.copyfile(plotly_script(), target / "plotly.min.js")
    return target


def safe(html: str) -> Any:  # noqa: ANN401 - markupsafe comes with jinja2
    """Mark HTML as safe to print: our own, or cleaned or escaped before."""
    from markupsafe import Markup

    return Markup(html)  # noqa: S704


def run_time(run: str) -> Any:  # noqa: ANN401
    """Return the start of a run as a time that readers see in the form they are used to; another text as it is.

    Example:
        >>> print(run_time("2026-01-22T21-38-32Z"))
        <time datetime="2026-01-22T21:38:32Z">2026-01-22 21:38 UTC</time>
    """
    found = _RUN.fullmatch(run)
    if not found:
        return run
    day, hours, minutes, seconds = found.groups()
    stamp = f"{day}T{hours}:{minutes}:{seconds}Z"
    return safe(f'<time datetime="{stamp}">{day} {hours}:{minutes} UTC</time>')


@lru_cache(maxsize=1)
def _environment() -> Any:  # noqa: ANN401 - jinja2 comes with nbconvert
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    made.filters.update(headings=list_headings, run_time=run_time)
    made.globals.update(
        policy=content_security_policy,
        code_style=lambda: safe(code_style()),
        inline=lambda name: safe(inline(name)),
    )
    return made
