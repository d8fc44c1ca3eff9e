"""What a notebook was run with, as a table at its end."""

import platform
from importlib.metadata import version

import pandas as pd

from workbench.reports.record import PACKAGES


def describe_run(**parameters: object) -> pd.DataFrame:
    """Return what the notebook was run with: its parameters and the versions of what made the numbers.

    Args:
        parameters: names and values, as in `describe_run(codebook=codebook, seed=seed)`.

    Returns:
        what, value: one row a parameter, then Python and the packages.

    Example:
        >>> describe_run(n_topics=6)["value"].iloc[0]
        '6'
    """
    packages = {name: version(name) for name in PACKAGES}
    rows = {**parameters, "Python": platform.python_version(), **packages}
    return pd.DataFrame({"what": list(rows), "value": [str(value) for value in rows.values()]}).astype("str")
