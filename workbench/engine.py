"""Where partitions run: in this process, in processes of this machine, or on a Dask cluster.

The function is the same in all three places and gets nothing but its partition, so that what it writes is the same,
byte for byte, wherever it ran. Texts are read and written where the function runs; what comes back is small.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from workbench.errors import ParameterError, StoppedError

Partition = TypeVar("Partition")
Result = TypeVar("Result")


def run_partitions(
    function: Callable[[Partition], Result],
    partitions: Sequence[Partition],
    *,
    jobs: int | None = None,
    scheduler: str | None = None,
) -> Iterator[Result]:
    """Yield the result of `function` for every partition, in the order they end.

    Args:
        function: importable, and pure but for the files it writes.
        partitions: what it is called with, each picklable.
        jobs: processes on this machine; by default one a core, and never more than partitions. With one, all runs in
            this process.
        scheduler: address of a Dask scheduler ("tcp://host:8786"), whose workers have this package installed and see
            the same files; `jobs` then has no meaning.

    Raises:
        ParameterError: `jobs` is under 1, the scheduler cannot be reached, or `dask` is not installed.
        StoppedError: a process or worker was killed, mostly because memory ran out, or the scheduler ended.

    Example:
        >>> sorted(run_partitions(len, ["a", "bc"], jobs=1))
        [1, 2]
    """
    if jobs is not None and jobs < 1:
        raise ParameterError(f"jobs={jobs} is no number of processes. Give 1 or more.")
    if scheduler is not None:
        yield from _on_dask(function, partitions, scheduler)
        return
    wanted = min(jobs or cores(), len(partitions))
    if wanted < 2:
        yield from map(function, partitions)
    else:
        yield from _in_processes(function, partitions, wanted)


def cores() -> int:
    """Return the number of processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _in_processes(
    function: Callable[[Partition], Result], partitions: Sequence[Partition], jobs: int
) -> Iterator[Result]:
    from joblib import Parallel, delayed
    from joblib.externals.loky.process_executor import TerminatedWorkerError

    pool = Parallel(n_jobs=jobs, backend="loky", return_as="generator_unordered", batch_size=1, pre_dispatch="2*n_jobs")
    try:
        yield from pool(delayed(function)(partition) for partition in partitions)
    except TerminatedWorkerError as error:
        raise StoppedError(
            "A process was killed, mostly because memory ran out. Run again with fewer --jobs; what was done is kept."
        ) from error


def _on_dask(
    function: Callable[[Partition], Result], partitions: Sequence[Partition], scheduler: str
) -> Iterator[Result]:
    try:
        from distributed import CancelledError, Client, KilledWorker, as_completed
        from distributed.comm.addressing import resolve_address
    except ImportError as error:
        raise ParameterError(
            "scheduler= needs Dask. Install it with: pip install 'framing-workbench[dask]'."
        ) from error
    try:
        resolve_address(scheduler)  # a client given no address at all would hang when it is collected
        client: Any = Client(scheduler, timeout=10, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ParameterError(
            f"scheduler={scheduler!r} cannot be reached: {error}. Start one with `dask scheduler` and "
            "give the address it prints, as in tcp://127.0.0.1:8786."
        ) from error
    with client:
        # Not "pure": a task that ran in an earlier session must run again, because its files may be gone.
        futures = client.map(function, partitions, pure=False)
        try:
            for finished in as_completed(futures, loop=client.loop):
                yield finished.result()
        except (KilledWorker, CancelledError) as error:
            raise StoppedError(
                f"Workers of {scheduler} were killed, mostly because memory ran out, or the scheduler has ended "
                f"({type(error).__name__}). Run again; what was done is kept."
            ) from error
