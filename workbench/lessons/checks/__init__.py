"""The checks of each lesson: a module `lesson_N` with `EXERCISES`, a list of `Exercise`."""
