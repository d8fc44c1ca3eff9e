"""What a report says for a paper: methods paragraph, reporting checklist, tables for Word and LaTeX, one PDF."""
