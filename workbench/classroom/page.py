"""The teacher's page: one file that loads two small ones beside it, again and again, from the disk or a server.

index.html is the page: its own style and script, allowed by their hashes; nothing else runs, nothing is fetched from
anywhere. state.js is what it shows, replaced when a log has grown. pulse.js tells that somebody is watching and which
state is the newest, and is replaced at every look.
"""

from __future__ import annotations

import json
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

from workbench.articles.sources import MARK
from workbench.errors import OutputError
from workbench.reports.pages.policy import hash_source
from workbench.reports.publishing.files import write_whole

PAGE, STATE, PULSE = "index.html", "state.js", "pulse.js"
_TEMPLATES = Path(__file__).resolve().parent / "templates"


def write_page(home: Path, name: str) -> Path:
    """Write the page and return its path.

    Raises:
        OutputError: it cannot be written.
    """
    style, script = ((_TEMPLATES / f"page.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    # Files beside the page are loaded by our own script alone; what they hold is data that we wrote.
    policy = (
        f"default-src 'none'; script-src {hash_source(script)} 'strict-dynamic'; style-src {hash_source(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'; object-src 'none'"
    )
    page = (_TEMPLATES / "page.html").read_text(encoding="utf-8")
    for mark, text in {"POLICY": escape(policy), "NAME": escape(name), "STYLE": style, "SCRIPT": script}.items():
        page = page.replace(f"{{{mark}}}", text)
    try:
        home.mkdir(parents=True, exist_ok=True)
        (home / MARK).touch()
    except OSError as error:
        raise OutputError(f"{home} cannot be written: {error}. Choose another --out.") from error
    return _write(home / PAGE, page)


def write_state(home: Path, state: dict[str, Any]) -> str:
    """Write what the page shows and return its version, which changes when it does.

    Raises:
        OutputError: it cannot be written.
    """
    text = json.dumps(state, allow_nan=False)  # plain ASCII, so that no sign ends the script or its strings
    version = sha256(text.encode()).hexdigest()[:12]
    _write(home / STATE, f'showState("{version}", {text});\n')
    return version


def write_pulse(home: Path, version: str, beat: int, *, trouble: str = "") -> None:
    """Tell the page that somebody is watching, what the newest state is, and what stands in the way.

    Raises:
        OutputError: it cannot be written.
    """
    _write(home / PULSE, f"showPulse({json.dumps([version, beat, trouble])});\n")


def _write(path: Path, text: str) -> Path:
    try:
        return write_whole(path, text)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error}. Make room, or choose another --out.") from error
