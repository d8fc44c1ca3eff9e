"""Where reports stand: staging, one rename, what is kept, states of runs."""
