"""What the columns of code tables are called, here and elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from workbench.errors import ParameterError, nearest

# Names as `plain_name` writes them, the surest first.
ALIASES = {
    "unit_id": "unitid unit articleid textid docid documentid itemid caseid article document doc text_id item case "
    "einheit unidad unite id".split(),
    "text": "text data unittext content volltext texto texte".split(),
    "coder": "coder coderid codername codedby annotator annotatorid annotatorname rater user username kodierer "
    "codierer coderin codificador codificadora codeur codeuse juez".split(),
    "frame": "frame frames label labels category categories choice choices code codes class variable rahmen kategorie "
    "encuadre marco categoria cadre categorie".split(),
    "value": "value wert valor valeur present score rating".split(),
    "comment": "comment comments note notes remark remarks kommentar anmerkung comentario commentaire".split(),
    "round": "round pass wave runde ronda tour".split(),
    "codebook": "codebook codebookhash".split(),
    "coded_at": "codedat timestamp updatedat createdat codiertam".split(),
}
# Columns that tell about the unit and are no frames, also where their values could be codes.
ABOUT = frozenset(
    "question articleid title headline outlet author authorrole published date day year month url link language "
    "section sourcefile sourceformat words kicker probability stratum start end weight row rowhash samplehash no nr "
    "index annotationid leadtime wascancelled agreement meta id".split()
)


def plain_name(name: str) -> str:
    """Return a name as names are compared: lower case, letters and digits only.

    Example:
        >>> plain_name("Unit-ID "), plain_name("coded_at")
        ('unitid', 'codedat')
    """
    return re.sub(r"[\W_]+", "", name.casefold())


def count_columns(columns: Mapping[str, str]) -> Callable[[Sequence[str]], int]:
    """Return what counts the names of columns of ours among the cells of a row."""
    return lambda names: len(choose_columns(names, columns))


def choose_columns(header: Iterable[str], columns: Mapping[str, str]) -> dict[str, str]:
    """Return which column of a table is which of ours: our name -> name in the file.

    Args:
        header: names of the columns in the file.
        columns: what the user says: name in the file -> ours. It goes before any guess.
    """
    names = [name for name in header if name not in columns]
    chosen = {ours: name for name, ours in columns.items() if ours in ALIASES and name in header}
    for ours, aliases in ALIASES.items():
        ranked = [(aliases.index(plain_name(name)), name) for name in names if plain_name(name) in aliases]
        if ours not in chosen and ranked:
            chosen[ours] = min(ranked, key=lambda pair: pair[0])[1]
    return chosen


def check_columns(columns: Mapping[str, str], headers: Iterable[str]) -> None:
    """Raise `ParameterError` when a column the user names is in none of the files."""
    found = list(dict.fromkeys(headers))
    for name in columns:
        if name not in found:
            raise ParameterError(f"columns={dict(columns)!r}: no file has a column {name!r}. {nearest(name, found)}")
