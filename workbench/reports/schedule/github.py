"""A workflow for GitHub Actions."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from workbench.errors import ParameterError
from workbench.reports.schedule.job import Job
from workbench.reports.schedule.quote import quote_yaml

_PATTERNS = set("*?[]!#~\\")  # of a path that actions read as a pattern


def render_github(job: Job) -> str:
    """Return a workflow for `.github/workflows/`: the runs so far are kept in a cache, the report is an artifact.

    Raises:
        ParameterError: articles or reports lie outside the repository, or a folder's name is a pattern to GitHub.
    """
    root = _repository(job.file)
    report = _inside(job.file, root)
    out = _inside(job.out, root)
    for place in job.articles:
        _inside(place, root)
    if _PATTERNS & set(out):
        raise ParameterError(f"GitHub reads the folder of reports {out!r} as a pattern. Set `out` to a plainer name.")
    return f"""# Report {job.name}. Place this file in .github/workflows/ on the default branch.
# A red run is a report that was not made; GitHub mails it to whoever changed the schedule last. 3: the gate refused.
name: {quote_yaml(f"report {job.name}")}
on:
  schedule:
    - cron: {quote_yaml(job.cron)}  # UTC; for another time add a line, as in  timezone: Europe/Madrid
  workflow_dispatch:
permissions:
  contents: read
concurrency:
  group: {quote_yaml(f"workbench/{job.name}")}
  cancel-in-progress: false
jobs:
  report:
    runs-on: ubuntu-latest
    timeout-minutes: {job.minutes + 20}
    env:
      REPORT: {quote_yaml(report)}
      WORKBENCH: {quote_yaml(f"framing-workbench=={version('framing-workbench')}")}  # or a path or wheel of your own
{_secrets(job.variables)}    steps:
{_steps(job, [f"{out}/{name}" for name in dict.fromkeys((job.name, *job.reports))])}"""


def _steps(job: Job, homes: list[str]) -> str:
    """A cache cannot be changed, so each run keeps a new one and fetches the newest that begins like it."""
    kept = f"'workbench/{job.name}/${{{{ github.run_id }}}}-${{{{ github.run_attempt }}}}'"
    # `latest` is handed out and not the runs it points to. A pattern that begins at the link would find nothing
    # (actions/upload-artifact #92), so the folders around it are named, less what begins like a year.
    parts = [f"{mark}{home}{end}" for home in homes for mark, end in (("", ""), ("!", "/2*"))]
    return f"""      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: '3.11'
      - name: Fetch the runs so far
        uses: actions/cache/restore@v4
        with:
          path: |
{_block(homes)}
          key: {kept}
          restore-keys: {quote_yaml(f"workbench/{job.name}/")}
      - name: Install
        run: python -m pip install "$WORKBENCH"
      - name: Make the report
        timeout-minutes: {job.minutes}
        run: python -P -X utf8 -m workbench.cli report "$REPORT"
      - name: Keep the runs, failed ones too
        if: always()
        uses: actions/cache/save@v4
        with:
          path: |
{_block(homes)}
          key: {kept}
      - name: Hand out the report
        if: always()
        uses: actions/upload-artifact@v4
        with:
          name: {quote_yaml(job.name)}
          path: |
{_block(parts)}
          retention-days: 30
"""


def _secrets(names: tuple[str, ...]) -> str:
    """Addresses to notify come from the secrets of the repository, under the names the report file gives them."""
    return "".join(f"      {name}: ${{{{ secrets.{name} }}}}\n" for name in names)


def _block(lines: list[str]) -> str:
    quoted = [line.replace("${{", "${{ '${{' }}") for line in lines]
    return "\n".join(f"            {line}" for line in quoted)


def _repository(file: Path) -> Path:
    """The folder around the report file that is a repository; without one, that of the file."""
    return next((folder for folder in file.parents if (folder / ".git").exists()), file.parent)


def _inside(path: Path, root: Path) -> str:
    if not path.is_relative_to(root):
        raise ParameterError(
            f"{path} lies outside the repository {root}, so GitHub does not have it. "
            "Move it into the repository, or use another scheduler."
        )
    return path.relative_to(root).as_posix()
