"""The dictionary coder: patterns in texts, hits, scores."""
