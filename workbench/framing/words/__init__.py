"""Words that set groups apart, and words in context."""
