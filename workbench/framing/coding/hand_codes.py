"""All that people coded for one study, from one folder: every coder, the settled codes, the sample they come from."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from workbench.errors import ParameterError
from workbench.framing.agreement.disagreement import join_codes
from workbench.framing.codebook.codebook import HAND_DIGITS, Codebook
from workbench.framing.coding.answers import is_log
from workbench.framing.coding.codes import CODE_COLUMNS, CODE_TYPES
from workbench.framing.coding.coding import read_code_files
from workbench.framing.coding.gold import read_sample
from workbench.text import find_units

_TABLES = {".csv", ".tsv", ".xlsx", ".jsonl", ".json"}


@dataclass(frozen=True)
class HandCodes:
    """What people coded.

    Attributes:
        codes: the codes of all coders, as `read_codes` returns them.
        gold: one code a unit and frame, as `join_codes` makes it, with the decisions on disagreements.
        sample: the units that were drawn, with their inclusion probability; None when no sample is stated.
        left_out: how many coded units are not among the articles.
        other_codebook: the codes are of other frames, and were all left aside.
    """

    codes: pd.DataFrame
    gold: pd.DataFrame
    sample: pd.DataFrame | None
    left_out: int = 0
    other_codebook: bool = False

    @property
    def account(self) -> pd.DataFrame:
        """What was read and what was not used: what, number."""
        rows = [
            ("coders", self.codes["coder"].nunique()),
            ("coded units", self.codes["unit_id"].nunique()),
            ("codes", int(self.codes["value"].notna().sum())),
            ("codes left open in the sheets", int(self.codes["value"].isna().sum())),
            ("disagreements settled by decision", int((self.gold["how"] == "decided").sum())),
            ("disagreements left open", int(self.gold["value"].isna().sum())),
            ("units drawn into the sample", 0 if self.sample is None else len(self.sample)),
            ("coded units that are not among the articles, not used", self.left_out),
        ]
        if self.other_codebook:
            rows = [("files of codes under another codebook, not used", 1)]
        return pd.DataFrame([row for row in rows if row[1]], columns=["what", "number"])


def read_hand_codes(folder: str | Path, *, codebook: Codebook, articles: pd.DataFrame | None = None) -> HandCodes:
    """Return the hand codes in a folder; empty tables when none is named (""), none is coded, or with another codebook.

    A file named `sample` (as `write_sample` writes it) holds the units drawn, one named `decisions` what was settled
    after disagreement; every other table holds the codes of one coder or several.

    Args:
        folder: a folder, or a single file of codes.
        codebook: the frames that may be named.
        articles: keep only codes of these articles, in units of the codebook; None keeps all.

    Raises:
        ParameterError: there is no such file or folder.
        DataError: as for `read_codes` and `read_sample`.

    Example:
        >>> from workbench.framing import read_codebook
        >>> read_hand_codes("", codebook=read_codebook("generic")).codes.empty
        True
    """
    if str(folder) == "":
        return HandCodes(_no_codes(), join_codes(_no_codes()), None)
    files = _files(Path(folder))
    drawn = [file for file in files if file.stem == "sample"]
    settled = [file for file in files if file.stem == "decisions"]
    coded = [file for file in files if file not in drawn + settled]
    sample = read_sample(drawn[0]) if drawn else None
    if not coded:  # nobody has begun
        return replace(read_hand_codes("", codebook=codebook), sample=sample)
    if _of_another_codebook(coded, codebook):
        return replace(read_hand_codes("", codebook=codebook), other_codebook=True)
    codes = _read(coded, codebook)
    gold = join_codes(codes, decisions=_read(settled, codebook) if settled else None)
    if articles is None:
        return HandCodes(codes, gold, sample)
    # Whole articles may be coded under a codebook of smaller units, too.
    units = pd.concat([find_units(articles, unit=codebook.unit)["unit_id"], articles["article_id"].astype("str")])
    known = pd.Index(units.unique())
    kept, settled_codes = (_of(table, known) for table in (codes, gold))
    return HandCodes(kept, settled_codes, sample, codes["unit_id"].nunique() - kept["unit_id"].nunique())


def _of(codes: pd.DataFrame, units: pd.Index) -> pd.DataFrame:
    return codes[units.get_indexer(pd.Index(codes["unit_id"])) >= 0].reset_index(drop=True)


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise ParameterError(f"There is no file or folder of codes at {path}. Check the path, or leave it empty.")
    return sorted(file for file in path.iterdir() if file.suffix.lower() in _TABLES and not file.name.startswith("."))


def _of_another_codebook(files: list[Path], codebook: Codebook) -> bool:
    """Whether the codes name none of its frames, or say that they are another's; else a wrong name is an error."""
    known = {name.casefold() for name in [*codebook.frames["frame"], *codebook.frames["label"]]}
    with warnings.catch_warnings(action="ignore"):
        codes = _read(files, None)
    unknown = ~codes["frame"].str.casefold().isin(known)
    stamped_otherwise = codes["codebook"].notna() & (codes["codebook"].str[:HAND_DIGITS] != codebook.hash[:HAND_DIGITS])
    return bool(unknown.all() or (unknown.any() and stamped_otherwise.all()))


def _read(files: list[Path], codebook: Codebook | None) -> pd.DataFrame:
    """Return the codes file by file, but the logs of the widget together: a coder may have two."""
    logs = [file for file in files if is_log(file)]
    groups = [[file] for file in files if file not in logs] + ([logs] if logs else [])
    return pd.concat([read_code_files(group, codebook=codebook) for group in groups], ignore_index=True)


def _no_codes() -> pd.DataFrame:
    return pd.DataFrame(columns=CODE_COLUMNS).astype(CODE_TYPES)
