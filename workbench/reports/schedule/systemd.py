"""Units of systemd: a service, its timer, and what is run when it fails."""

from __future__ import annotations

import re

from workbench.reports.schedule.job import Job, tell_variables
from workbench.reports.schedule.quote import quote_shell, quote_systemd
from workbench.reports.schedule.when import name_days

_FOLDER = '"${XDG_CONFIG_HOME:-$HOME/.config}/systemd/user'


def render_systemd(job: Job) -> str:
    """Return a shell script that writes three units for this user and starts the timer."""
    unit = _unit_name(job.name)
    files = {
        f"{unit}.service": _service(job, unit),
        f"{unit}-failed.service": _failed(job),
        f"{unit}.timer": _timer(job),
    }
    written = "\n".join(f"cat > {_FOLDER}/\"{quote_shell(name)} <<'UNIT'\n{text}UNIT\n" for name, text in files.items())
    return (
        f"# Report {job.name}, in the time of this machine. `sh` run on this writes the units and starts the timer.\n"
        f"{tell_variables(job, 'in a file of ~/.config/environment.d')}"
        "# To have it run while nobody is logged in, once: loginctl enable-linger\n"
        f'set -e\nmkdir -p {_FOLDER}"\n\n{written}\n'
        f"systemctl --user daemon-reload\nsystemctl --user enable --now {quote_shell(f'{unit}.timer')}\n"
    )


def _service(job: Job, unit: str) -> str:
    # Of a oneshot unit only exit code 0 is a success, and no time limit is set unless one is said.
    return f"""[Unit]
Description=Report {job.name}
OnFailure={unit}-failed.service

[Service]
Type=oneshot
ExecStart={_words(job, job.command)}
TimeoutStartSec={job.minutes}min
TimeoutStopSec=1min
"""


def _failed(job: Job) -> str:
    # "-": `status` ends with the code of the run, which is no failure of telling it.
    status = (*job.workbench, "status", job.name, "--out", str(job.out))
    return f"""# Add a line ExecStart= here to be told in another way, as by mail.
[Unit]
Description=What became of report {job.name}

[Service]
Type=oneshot
SyslogLevel=err
ExecStart=-{_words(job, status)}
"""


def _timer(job: Job) -> str:
    days = "" if len(job.days) == 7 else f"{','.join(name_days(job.days))} "
    return f"""[Unit]
Description=When report {job.name} is made

[Timer]
OnCalendar={days}*-*-* {job.hour:02}:{job.minute:02}:00
Persistent=true

[Install]
WantedBy=timers.target
"""


def _words(job: Job, words: tuple[str, ...]) -> str:
    quoted = " ".join(quote_systemd(word) for word in words)
    # systemd itself starts no program whose path holds one of these; a shell does.
    return f'/bin/sh -c "exec \\"$$0\\" \\"$$@\\"" {quoted}' if set(job.python) & set("\"'\\$") else quoted


def _unit_name(name: str) -> str:
    """Letters that a unit's name may not hold are written as systemd-escape writes them."""
    return "workbench-" + re.sub(r"[^A-Za-z0-9_.-]", lambda odd: _escape(odd[0]), name)


def _escape(letter: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in letter.encode())
