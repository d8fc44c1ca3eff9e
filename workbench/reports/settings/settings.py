"""Everything a report is made by, as values: what is read, what is run, within which limits, and who is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from workbench.reports.declaration import Value

TEXTS = ("excerpts", "none", "full")
KERNELS = ("auto", "forked", "started")
OCCASIONS = ("failure", "recovery", "refusal")
TIME_LIMIT = 3600.0  # seconds; without a limit one stuck cell would block a nightly schedule for ever


@dataclass(frozen=True)
class Selection:
    """Which of the articles read the report is about; empty or None: all of them."""

    outlets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Gate:
    """What the articles must be like for anything to run: three minima, then the shares (0 to 1) allowed at most."""

    articles: int = 1
    new: int = 0
    newest_within_days: float | None = None
    undated: float = 1.0
    rejected: float = 1.0
    duplicates: float = 1.0
    unknown_language: float = 1.0


@dataclass(frozen=True)
class Limits:
    """What a run may take.

    Attributes:
        cell: seconds of one cell.
        notebook: seconds of one notebook.
        run: seconds of the whole run.
        memory: MB of one kernel.
        output: MB that one notebook may print and show.
        retries: times a notebook is started again when its kernel was killed.
        wait: seconds to wait where another run of the same report is going.
    """

    cell: float | None = None
    notebook: float | None = None
    run: float = TIME_LIMIT
    memory: int | None = None
    output: int = 50
    retries: int = 1
    wait: float = 0.0


@dataclass(frozen=True)
class Notify:
    """Who is told of what. An address "env:NAME" stands in the environment variable NAME, so that no file holds it."""

    urls: tuple[str, ...] = field(default=(), repr=False)  # addresses hold passwords
    on: tuple[str, ...] = OCCASIONS


@dataclass(frozen=True)
class Settings:
    """The effective values of one report; the reference is docs/report-file.md.

    `matrix` is the name of the report file's matrix when this is one report of it, and `variant` what sets it apart.
    """

    name: str
    articles: tuple[Path, ...]
    out: Path
    codes: Path | None = None
    notebooks: tuple[str, ...] = ()
    parameters: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    strict: bool = True
    select: Selection = Selection()
    gate: Gate = Gate()
    limits: Limits = Limits()
    notify: Notify = Notify()
    texts: str = "excerpts"
    keep: int = 30
    max_age_hours: float | None = None
    jobs: int | None = None
    force: bool = False
    pdf: bool = False
    kernels: str = "auto"
    matrix: str | None = None
    variant: Mapping[str, Any] = field(default_factory=dict)


def describe_settings(settings: Settings) -> dict[str, Any]:
    """Return settings as plain JSON values for the record of a run.

    A record is published: of files and folders it has the names alone, and of those who are told only how many.

    Example:
        >>> settings = Settings("talks", (Path("ana/articles"),), Path("ana/reports"))
        >>> described = describe_settings(settings)
        >>> described["articles"], described["out"], described["notify"]["addresses"]
        (['articles'], 'reports', 0)
    """
    described = {item.name: _plain(getattr(settings, item.name)) for item in fields(settings)}
    described["notify"] = {"addresses": len(settings.notify.urls), "on": list(settings.notify.on)}
    return described


def _plain(value: object) -> object:
    if isinstance(value, Selection | Gate | Limits | Notify):
        return _plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path) or (isinstance(value, str) and _is_place(value)):
        return Path(value).name
    return value


def _is_place(text: str) -> bool:
    return Path(text).is_absolute()
