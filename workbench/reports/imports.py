"""One slow import that neither driver nor kernels need."""

import importlib
import sys

_GRAMMAR = "rfc3987_syntax"


def import_nbformat() -> None:
    """Import nbformat without the grammar of internationalised addresses, which takes longer than all the rest.

    jsonschema compiles that grammar on import where the package is installed (JupyterLab brings it) and does
    without it where it is not; the schema of notebooks has no such address. Afterwards it can be imported as ever.
    """
    hidden = _GRAMMAR not in sys.modules
    if hidden:
        sys.modules[_GRAMMAR] = None  # type: ignore[assignment] # the documented way to make an import fail
    try:
        importlib.import_module("nbformat")
    finally:
        if hidden:
            del sys.modules[_GRAMMAR]
