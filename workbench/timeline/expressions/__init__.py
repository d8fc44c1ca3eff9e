"""Expressions of time in texts: found, and given their values."""
