"""Executed notebooks -> pages that are safe to open and easy to read."""
