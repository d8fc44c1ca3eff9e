"""A language model as one more coder."""
