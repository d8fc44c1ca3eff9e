"""Kernels for a report: forked from a warm process where the system can fork safely, started afresh elsewhere."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from workbench.reports.execution.warm import ENVIRONMENT, ForkedProcess, Nursery, can_fork


class ForkProvisioner(LocalProvisioner):
    """A Jupyter kernel provisioner that forks the kernel from the nursery of its kernel manager."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:  # noqa: ANN401 - signature of jupyter_client
        """Fork a kernel; `cmd` is what would be run, of which only the arguments after the module are used."""
        manager: Any = self.parent
        nursery: Nursery = manager.nursery
        argv = cmd[cmd.index("ipykernel_launcher") + 1 :]
        pid = nursery.fork(argv, cwd=str(kwargs.get("cwd") or Path.cwd()), env=ENVIRONMENT)
        self.process = ForkedProcess(pid)  # type: ignore[assignment] # as much of a Popen as is used
        self.pid = self.pgid = pid
        return self.connection_info


def kernel_manager(nursery: Nursery | None, sockets: Path) -> type[AsyncKernelManager]:
    """Return the class of kernel managers for a run: this interpreter's kernel, forked when there is a nursery.

    The kernel is always the running interpreter's: a kernel spec named "python3" in somebody's home may be another's.

    Args:
        nursery: the warm process, or None to start every kernel afresh.
        sockets: a private folder with a short path; where the system has such sockets, nobody else on the machine
            can listen in, as they could on a TCP port.
    """
    spec = KernelSpec(
        argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", "--HistoryManager.enabled=False"],
        display_name="Python 3",
        language="python",
        env={} if nursery else ENVIRONMENT,
        metadata={"kernel_provisioner": {"provisioner_name": "workbench-fork" if nursery else "local-provisioner"}},
    )

    class ReportKernelManager(AsyncKernelManager):
        """The kernel manager of one run."""

        def __init__(self, **traits: Any) -> None:  # noqa: ANN401 - traitlets
            super().__init__(**traits)
            self.nursery = nursery
            if can_fork():
                self.transport, self.ip = "ipc", str(sockets / uuid4().hex[:8])

        @property
        def kernel_spec(self) -> KernelSpec:
            return spec

    return ReportKernelManager
