"""Kernels for a report: forked from a warm process where the system can fork safely, started afresh elsewhere."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from workbench.reports.execution.warm import (
    ENVIRONMENT,
    MEMORY_LIMIT,
    OUTPUT_LIMIT,
    REASON,
    ForkedProcess,
    Launcher,
    Nursery,
    can_fork,
)
from workbench.reports.execution.watch import Attempt
from workbench.reports.settings import Limits

LONGEST = 80  # bytes of the folder of a socket; the system allows 107 for the whole path
KERNEL = "workbench.reports.execution.kernel"


class ForkProvisioner(LocalProvisioner):
    """A Jupyter kernel provisioner that forks the kernel from the nursery of its kernel manager."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:  # noqa: ANN401 - signature of jupyter_client
        """Fork a kernel; `cmd` is what would be run, of which only the arguments after the module are used."""
        manager: Any = self.parent
        nursery: Nursery = manager.launcher.nursery
        argv = cmd[cmd.index(KERNEL) + 1 :]
        pid = nursery.fork(argv, cwd=str(kwargs.get("cwd") or Path.cwd()), env=manager.environment)
        self.process = ForkedProcess(pid)  # type: ignore[assignment] # as much of a Popen as is used
        self.pid = self.pgid = pid
        return self.connection_info


def kernel_manager(launcher: Launcher, attempt: Attempt, limits: Limits) -> type[AsyncKernelManager]:
    """Return the class of kernel managers for one attempt: this interpreter's kernel, forked when there is a nursery.

    The kernel is always the running interpreter's: a kernel spec named "python3" in somebody's home may be another's.
    Where the system has sockets in files, nobody else on the machine can listen in, as they could on a TCP port.

    Args:
        launcher: what starts the kernels of the run.
        attempt: is told the number of the process.
        limits: what the kernel may send and hold.
    """
    environment_ = ENVIRONMENT | {
        OUTPUT_LIMIT: str(int(limits.output * 1e6)),
        MEMORY_LIMIT: str(int((limits.memory or 0) * 1e6)),
        REASON: str(attempt.reason_file),
    }
    forked = launcher.kind == "forked"
    spec = KernelSpec(
        argv=[sys.executable, "-m", KERNEL, "-f", "{connection_file}", "--HistoryManager.enabled=False"],
        display_name="Python 3",
        language="python",
        env={} if forked else environment_,
        metadata={"kernel_provisioner": {"provisioner_name": "workbench-fork" if forked else "local-provisioner"}},
    )

    class ReportKernelManager(AsyncKernelManager):
        """The kernel manager of one attempt."""

        environment = environment_

        def __init__(self, **traits: Any) -> None:  # noqa: ANN401 - traitlets
            super().__init__(**traits)
            self.launcher = launcher
            if can_fork() and len(os.fsencode(launcher.sockets)) < LONGEST:
                self.transport, self.ip = "ipc", str(launcher.sockets / uuid4().hex[:8])

        @property
        def kernel_spec(self) -> KernelSpec:
            return spec

        async def _async_post_start_kernel(self, **options: Any) -> None:  # noqa: ANN401 - signature of jupyter_client
            attempt.pid = getattr(self.provisioner, "pid", None)
            await super()._async_post_start_kernel(**options)

        post_start_kernel = _async_post_start_kernel

    return ReportKernelManager
