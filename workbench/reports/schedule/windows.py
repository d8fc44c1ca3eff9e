"""A task for the Task Scheduler of Windows."""

from __future__ import annotations

from xml.sax.saxutils import escape

from workbench.errors import ParameterError
from workbench.reports.schedule.job import Job
from workbench.reports.schedule.quote import quote_windows

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def render_windows(job: Job) -> str:
    """Return the XML of a task, for `schtasks /Create /TN NAME /XML FILE`; ASCII, so that no redirection spoils it.

    Raises:
        ParameterError: the path of Python holds two percent signs: what is between them is taken for a variable.
    """
    if job.python.count("%") > 1:
        raise ParameterError(
            f"The Task Scheduler reads what is between two % of {job.python!r} as the name of a variable. "
            "Make the environment of Python in a folder without %."
        )
    # The schema fixes the order of what stands in a trigger. Without a user it is the one who registers the task.
    text = f"""<?xml version="1.0"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>Report {escape(job.name)}. Result 0x0: done. 0x3: the data gate refused. Log: {escape(str(job.log))}</Description>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>2026-01-01T{job.hour:02}:{job.minute:02}:00</StartBoundary>
      <ScheduleByWeek>
        <DaysOfWeek>{"".join(f"<{_DAYS[day - 1]} />" for day in job.days)}</DaysOfWeek>
        <WeeksInterval>1</WeeksInterval>
      </ScheduleByWeek>
    </CalendarTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT{job.minutes}M</ExecutionTimeLimit>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{escape(job.python)}</Command>
      <Arguments>{escape(_arguments(job))}</Arguments>
    </Exec>
  </Actions>
</Task>
"""  # noqa: E501 - one element a line
    return text.encode("ascii", "xmlcharrefreplace").decode()


def _arguments(job: Job) -> str:
    """A task has no log: Python opens one before anything else, without `cmd`, which has no safe quoting of %."""
    code = (
        f"import os, sys; os.makedirs({_literal(job.log.parent)}, exist_ok=True); "
        f"sys.stdout = sys.stderr = open({_literal(job.log)}, 'w', buffering=1); "
        f"from workbench.cli import main; sys.exit(main(['report', {_literal(job.file)}]))"
    )
    return " ".join(quote_windows(word) for word in ("-P", "-X", "utf8", "-c", code))


def _literal(path: object) -> str:
    """A string of Python in ASCII, without a % that could name a variable."""
    return ascii(str(path)).replace("%", "\\x25")
