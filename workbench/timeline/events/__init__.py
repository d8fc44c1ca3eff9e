"""Events the articles speak of: grouped, dated, and set against each other."""
