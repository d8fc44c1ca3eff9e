"""Agreement of coders, disagreement, how many units to code."""
