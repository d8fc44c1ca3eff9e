"""For the reference pages: docstrings as griffe expects them, and the pages they name as links."""

import re

import griffe

PAGE = re.compile(r"`docs/(?P<page>[\w/-]+)\.md`")


class Docstrings(griffe.Extension):
    """Our heading "Example:" is griffe's "Examples:"; `docs/methods/shares.md` becomes a link to that page."""

    def on_object(self, *, obj: griffe.Object, **_: object) -> None:
        """Change what a docstring says before it is parsed."""
        if obj.docstring is not None:
            said = re.sub(r"^Example:$", "Examples:", obj.docstring.value, flags=re.MULTILINE)
            obj.docstring.value = PAGE.sub(r"[\g<page>](../\g<page>.html)", said)
