"""Texts of articles in a report: their publishers' property, carried only as far as asked."""
