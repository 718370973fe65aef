"""What a crash takes down: the process it happens in, with every thread of it.

Source: signal(7): the default action of SIGSEGV ends the process, and a process
is all of its threads.
"""

from __future__ import annotations

from oslab.errors import require_whole
from oslab.processes.records.crash import Blast


def crash(*, workers: int = 8, threads_per_process: int = 4) -> Blast:
    """Crash the first worker and say which others go with it.

    >>> crash(workers=8, threads_per_process=4).survivors
    4

    Args:
        workers: 1 to 256.
        threads_per_process: how many of them share a process, 1 to 256; the last
            process may have fewer.

    Raises:
        InvalidInput: if a number is out of range.
    """
    require_whole("workers", workers, low=1, high=256)
    require_whole("threads_per_process", threads_per_process, low=1, high=256)
    whole, rest = divmod(workers, threads_per_process)
    processes = (threads_per_process,) * whole + ((rest,) if rest else ())
    return Blast(processes, workers - processes[0])
