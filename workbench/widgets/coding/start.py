"""How a coder starts, and goes on: one call in a cell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.errors import ParameterError
from workbench.framing.codebook.codebook import Codebook
from workbench.framing.coding.sheets import checked_units
from workbench.widgets.coding.log import log_path, plain_coder
from workbench.widgets.coding.passages import build_passages
from workbench.widgets.coding.session import Session

if TYPE_CHECKING:
    from workbench.widgets.coding.widget import CodingWidget


def code_units(
    sample: pd.DataFrame,
    codebook: Codebook,
    *,
    coder: str,
    folder: str | Path = "codes",
    round: int = 1,  # noqa: A002 - the name of the column
    seed: int = 0,
    context: pd.DataFrame | None = None,
) -> CodingWidget:
    """Return a widget that shows one passage after the other, to be coded by keyboard; it stands under the cell.

    Every answer is on the disk before the next passage shows: in `folder`, in a file named after the coder, which
    `read_codes(folder)` reads. The same call goes on where the coder stopped. Coding is blind: no outlet, author,
    title, date, score or code of anybody else is shown, and each coder has an order of their own, that of
    `write_coding_sheet`. Works in JupyterLab 4 and Notebook 7. Docs: `docs/methods/coding.md`.

    Args:
        sample: unit_id and text of the passages, from `draw_sample`, `read_sample` or `find_units`.
        codebook: the frames, as `read_codebook` returns them.
        coder: who codes; the same name goes on with the same log.
        folder: where the logs are; it is made with the first answer.
        round: 2 codes the sample again, in another order, without what was said before.
        seed: another number orders the passages otherwise.
        context: articles or blocks (`corpus.articles`, `corpus.blocks`): what stands before and after a passage, and,
            with blocks, what kind of text it is, is shown, too.

    Raises:
        ParameterError: `coder` names nobody or is too like another coder, `round` is no number, or `codebook` none.
        DataError: the sample has no unit, a unit twice or one without text; a column is missing; the coder's file is
            none of the widget's.

    Example:
        >>> import tempfile
        >>> from workbench.framing import read_codebook
        >>> sample = pd.DataFrame({"unit_id": ["a", "b"], "text": ["One.", "Two."]})
        >>> code_units(sample, read_codebook("generic"), coder="ana", folder=tempfile.mkdtemp())
        ana has coded 0 of 2 passages.
    """
    if not isinstance(codebook, Codebook):
        raise ParameterError(f"codebook={codebook!r} is no codebook. Pass read_codebook('generic'), or your own file.")
    if isinstance(round, bool) or not isinstance(round, int | np.integer) or round < 1:
        raise ParameterError(f"round={round!r} is no round of coding. Allowed: whole numbers from 1.")
    units = checked_units(sample)["unit_id"].astype(str).tolist()
    passages = build_passages(sample, context)
    path = log_path(folder, coder)
    session = Session(units, codebook, coder=plain_coder(coder), path=path, in_round=int(round), seed=seed)

    from workbench.widgets.coding.widget import CodingWidget

    return CodingWidget(session, passages)
