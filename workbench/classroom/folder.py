"""The shared folder of a class: what students need stands in it, and nothing that would tell them what to code.

FOLDER/ holds class.json, codebook.toml, sample.csv, code.ipynb, README.txt and codes/NAME.jsonl. The teacher's page,
the machine's scores, the numbers of the coders and the results stand in reports/class-FOLDER/, unseen by students.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path

import pandas as pd

from workbench.articles.read import read_corpus
from workbench.articles.sources import MARK
from workbench.classroom.student import write_shared_notebook
from workbench.errors import DataError, OutputError, ParameterError
from workbench.framing.codebook.codebook import Codebook, read_codebook, read_codebook_source
from workbench.framing.coding.gold import read_sample, write_sample
from workbench.framing.coding.sampling import draw_sample
from workbench.framing.dictionary.dictionary import score_frames
from workbench.reports.notebooks import demo_folder
from workbench.reports.publishing.files import write_whole
from workbench.reports.publishing.publish import check_name, name_after

SETTINGS, SAMPLE, CODEBOOK, NOTEBOOK, README, CODES = (
    "class.json", "sample.csv", "codebook.toml", "code.ipynb", "README.txt", "codes",
)  # fmt: skip
OUT = "reports"
_HITS = {"article": 2}  # so many make the machine see a frame; one in smaller units
_TEMPLATES = Path(__file__).resolve().parent / "templates"


@dataclass(frozen=True)
class Settings:
    """How the passages were chosen; written once, so that a class goes on as it began."""

    id: str  # of codebook and passages: the scores of one class are never taken for those of another
    unit: str
    passages: int
    seed: int
    codebook: str  # its hash when the class began


@dataclass(frozen=True)
class SharedClass:
    """A class that has begun.

    Attributes:
        folder: the shared folder.
        home: the teacher's own folder, where page and results stand.
        settings: how it began.
        codebook: the codebook as it stands in the folder now.
        sample: the passages, as `draw_sample` makes them.
        scores: what the machine says of all units of the articles; None where it is not known on this machine.
    """

    folder: Path
    home: Path
    settings: Settings
    codebook: Codebook
    sample: pd.DataFrame
    scores: pd.DataFrame | None

    @property
    def name(self) -> str:
        """The name of the shared folder."""
        return name_after(self.folder)

    @property
    def codes(self) -> Path:
        """The folder that the codes are written to."""
        return self.folder / CODES


def start_class(
    folder: str | Path,
    *,
    articles: str | Path | None = None,
    codebook: str | None = None,
    passages: int | None = None,
    unit: str | None = None,
    seed: int | None = None,
    out: str | Path = OUT,
) -> SharedClass:
    """Make the shared folder of a class, or go on with the one that is there.

    The passages are a simple random sample, frozen, so that what the class finds can be told of all articles. What the
    machine says of them stands in the teacher's folder, not in the shared one: coding is blind.

    Args:
        folder: seen by all students: a share, a USB stick, a folder that any program keeps in step.
        articles: file or folder of articles; None is the demo.
        codebook: name of a shipped codebook or path of a `.toml` file; None is "generic".
        passages: how many all students code; None is 20.
        unit: "article", "paragraph" or "sentence"; None is what the codebook is written for.
        seed: another number draws other passages; None is 0.
        out: folder of reports; the teacher's page stands in `out/class-NAME/`.

    Raises:
        ParameterError: an option is not allowed, differs from what the class began with, or `out` lies in the shared
            folder.
        DataError: there are too few articles, or the folder is of another kind.
        OutputError: something of another class stands there, or the folder cannot be written.

    Example:
        >>> import tempfile
        >>> place = Path(tempfile.mkdtemp())
        >>> started = start_class(place / "monday", unit="paragraph", passages=5, out=place / "reports")
        >>> sorted(path.name for path in started.folder.iterdir() if not path.name.startswith("."))
        ['README.txt', 'class.json', 'code.ipynb', 'codebook.toml', 'codes', 'sample.csv']
    """
    place = Path(folder)
    _check_apart(place, Path(out))
    table = None
    if (place / SETTINGS).exists():
        shared = open_class(place, out=out)
        _check_unchanged(shared, {"passages": passages, "unit": unit, "seed": seed}, codebook)
    else:
        _check_free(place)
        frames = read_codebook(codebook or "generic")
        table, chosen = _read_articles(articles), unit or frames.unit
        sample = draw_sample(table, 20 if passages is None else passages, unit=chosen, seed=seed or 0)
        settings = Settings(_identity(sample, frames), chosen, len(sample), seed or 0, frames.hash)
        _write_folder(place, settings, sample, codebook or "generic")
        shared = open_class(place, out=out)
    if articles is None and shared.scores is not None:
        return shared
    return replace(shared, scores=_write_scores(shared, _read_articles(articles) if table is None else table, articles))


def open_class(folder: str | Path, *, out: str | Path = OUT) -> SharedClass:
    """Return the class of a shared folder.

    Raises:
        ParameterError: no class was started there.
        DataError: its sample, codebook or settings were damaged or edited.

    Example:
        >>> open_class("no-such-folder")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        workbench.errors.ParameterError: no-such-folder holds no class: there is no class.json in it. Check the path ...
    """
    place = check_class(folder)
    settings, codebook, sample = _read(place)
    home = Path(out) / check_name(f"class-{name_after(place)}"[:80])
    scores = _read_scores(_scores_path(home, settings))
    return SharedClass(place, home, settings, codebook, sample, scores)


def check_class(folder: str | Path) -> Path:
    """Return the shared folder when a class was started there.

    Raises:
        ParameterError: none was.
    """
    place = Path(folder)
    if not (place / SETTINGS).is_file():
        raise ParameterError(
            f"{folder} holds no class: there is no {SETTINGS} in it. Check the path of the shared folder. A teacher "
            f"starts a class with: workbench class start {folder}"
        )
    return place


def _check_apart(place: Path, out: Path) -> None:
    if out.resolve().is_relative_to(place.resolve()):
        raise ParameterError(
            f"The teacher's page would stand in {out}, inside the shared folder, and students could see the codes of "
            "others. Start the class from another folder, or choose one with --out."
        )


def _check_unchanged(shared: SharedClass, asked: dict[str, object], codebook: str | None) -> None:
    """Raise where an option was typed that differs from how the class began."""
    place, began = shared.folder, asdict(shared.settings)
    for name, value in asked.items():
        if value is not None and value != began[name]:
            raise ParameterError(
                f"The class in {place} began with --{name} {began[name]}; --{name} {value} cannot change that. Leave "
                "it out to go on, or start another class in a new folder."
            )
    if codebook is not None and read_codebook(codebook).hash != shared.settings.codebook:
        raise ParameterError(
            f"The class in {place} began with another codebook than {codebook}. Leave --codebook out to go on, or "
            "start another class in a new folder."
        )


def _check_free(place: Path) -> None:
    if place.exists() and not place.is_dir():
        raise ParameterError(f"{place} is a file. Name a folder that all students can open; it is made if need be.")
    taken = [name for name in (SAMPLE, CODEBOOK, NOTEBOOK, README) if (place / name).exists()]
    logs = sorted((place / CODES).glob("*.jsonl")) if (place / CODES).is_dir() else []
    if taken or logs:
        first = taken[0] if taken else f"{CODES}/{logs[0].name}"
        raise OutputError(f"{place} has a {first} already, of something else. Choose a new folder for the class.")


def _read_articles(source: str | Path | None) -> pd.DataFrame:
    return read_corpus(demo_folder() if source is None else source).articles


def _identity(sample: pd.DataFrame, codebook: Codebook) -> str:
    return sha256("\n".join([codebook.hash, *sorted(sample["unit_id"])]).encode()).hexdigest()[:12]


def _write_folder(place: Path, settings: Settings, sample: pd.DataFrame, codebook: str) -> None:
    """Write the folder; `class.json` last, so that a start that was cut off is no class."""
    try:
        (place / CODES).mkdir(parents=True, exist_ok=True)
        (place / MARK).touch()  # so that nobody takes its files for articles
        (place / CODEBOOK).write_text(read_codebook_source(codebook)[0], encoding="utf-8", newline="\n")
        write_sample(sample, place / SAMPLE)
        write_shared_notebook(place / NOTEBOOK)
        readme = (_TEMPLATES / README).read_text(encoding="utf-8")
        (place / README).write_text(readme.replace("{passages}", str(settings.passages)), encoding="utf-8")
        write_whole(place / SETTINGS, json.dumps(asdict(settings), indent=1) + "\n")
    except OSError as error:
        raise OutputError(f"{place} cannot be written: {error}. Choose a folder that you may write to.") from error


def _read(place: Path) -> tuple[Settings, Codebook, pd.DataFrame]:
    try:
        settings = _checked(Settings(**json.loads((place / SETTINGS).read_text(encoding="utf-8"))))
    except (OSError, ValueError, TypeError) as error:
        raise DataError(
            f"{place / SETTINGS} cannot be read: {error}. Wait until it is there, or restore it."
        ) from error
    return settings, read_codebook(place / CODEBOOK), read_sample(place / SAMPLE)


def _checked(settings: Settings) -> Settings:
    """Return the settings if they are such as we write: the file lies where students can edit it."""
    texts, numbers = (settings.id, settings.unit, settings.codebook), (settings.passages, settings.seed)
    if not all(isinstance(text, str) for text in texts) or not all(type(number) is int for number in numbers):
        raise ValueError("a value is of another kind")
    if not re.fullmatch(r"[0-9a-f]{12}", settings.id):  # names of files are made of it
        raise ValueError(f"id {settings.id!r} is none")
    return settings


def _read_scores(path: Path) -> pd.DataFrame | None:
    try:
        return pd.read_parquet(path) if path.is_file() else None
    except (OSError, ValueError) as error:
        raise DataError(
            f"{path} is damaged: {error}. Delete it, then start the class again, with --articles."
        ) from error


def _scores_path(home: Path, settings: Settings) -> Path:
    return home / f"scores-{settings.id}.parquet"


def _write_scores(shared: SharedClass, table: pd.DataFrame, articles: str | Path | None) -> pd.DataFrame | None:
    """Write and return what the machine says of all units of the articles, which the hand codes will correct.

    Where no articles were named the passages may be of others than the demo's; then there are no scores, and the page
    says so.
    """
    home, unit = shared.home, shared.settings.unit
    scores = score_frames(table, shared.codebook, unit=unit, min_hits=_HITS.get(unit, 1))
    if not shared.sample["unit_id"].isin(scores["unit_id"]).all():
        if articles is None:
            return None
        raise DataError(f"{articles} does not hold the articles of this class. Pass those it was started with.")
    try:
        home.mkdir(parents=True, exist_ok=True)
        (home / MARK).touch()
        scores.to_parquet(_scores_path(home, shared.settings), index=False)
    except OSError as error:
        raise OutputError(f"{home} cannot be written: {error}. Choose another --out.") from error
    return scores
