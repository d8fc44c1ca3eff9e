"""A DAG for Airflow 2 and 3."""

from __future__ import annotations

import re

from workbench.reports.schedule.job import Job
from workbench.reports.schedule.quote import quote_jinja_shell


def render_airflow(job: Job) -> str:
    """Return the Python file of a DAG with one BashOperator, whose task fails after any exit code but 0."""
    # A name in other letters than ASCII is allowed, but Airflow 3.3's own server cannot read it back.
    dag_id = "report-" + re.sub(r"[^A-Za-z0-9_.-]", lambda odd: f"_{ord(odd[0]):x}", job.name)
    command = "exec " + " ".join(quote_jinja_shell(word) for word in job.command)
    return f'''"""Report {job.name}. Place this file in the folder of DAGs of Airflow (2.4 or newer, or 3)."""

from datetime import datetime, timedelta, timezone

try:  # Airflow 3
    from airflow.sdk import DAG
except ImportError:  # Airflow 2
    from airflow import DAG
try:  # Airflow 3, and 2 with the provider "standard"
    from airflow.providers.standard.operators.bash import BashOperator
except ImportError:  # Airflow 2
    from airflow.operators.bash import BashOperator

with DAG(
    dag_id={dag_id!r},
    schedule={job.cron!r},
    start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),  # its time zone is that of the schedule
    catchup=False,
    max_active_runs=1,
) as dag:
    # The worker needs the interpreter and the file named here. The report retries what a retry can help;
    # a second try of Airflow's would not change a refusal of the data gate (exit code 3).
    BashOperator(
        task_id="report",
        bash_command={command!r},
        retries=0,
        execution_timeout=timedelta(minutes={job.minutes}),
    )
'''
