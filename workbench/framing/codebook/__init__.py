"""Codebooks: what a study looks for, read from TOML, checked, printed."""
