"""Hand coding: samples, sheets, codes from every tool, gold."""
