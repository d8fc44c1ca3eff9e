"""The class reliability lab: many people code the same passages, and a page shows live how far they agree."""

from workbench.classroom.finish import end_class
from workbench.classroom.folder import SharedClass, open_class, start_class
from workbench.classroom.student import write_student_notebook
from workbench.classroom.watch import watch_class

__all__ = ["SharedClass", "end_class", "open_class", "start_class", "watch_class", "write_student_notebook"]
