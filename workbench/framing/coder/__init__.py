"""The trained coder, and how often any coder is right."""
