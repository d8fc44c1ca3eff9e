"""Codes from files: our own sheets and logs, and what doccano, Label Studio and INCEpTION export."""
