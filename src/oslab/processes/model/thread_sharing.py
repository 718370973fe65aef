"""What a worker shares with its maker, worked out from where the kernel keeps it.

`pthread_create` calls clone with five flags, and each lets the new task point to
its maker's structure; fork passes none of them and gets copies. Only an open file
is shared without a flag: both tables of descriptors point to the same one.
"""

from __future__ import annotations

from oslab.processes.records.sharing import Sharing, SharingRow

_SHARED_BY_FLAG = ("mm_struct", "files_struct", "fs_struct", "sighand_struct", "signal_struct")
_SHARED_ALWAYS = ("file",)

KEPT_IN = {
    "an object on the heap": "mm_struct",
    "memory it maps": "mm_struct",
    "its stack, by address": "mm_struct",
    "the table of descriptors": "files_struct",
    "the offset of an open file": "file",
    "the working directory": "fs_struct",
    "the umask": "fs_struct",
    "signal handlers": "sighand_struct",
    "resource limits": "signal_struct",
    "the process number": "signal_struct (tgid)",
    "the thread number": "task_struct",
    "a thread-local variable": "thread_struct (fs base)",
    "the signal mask": "task_struct",
    "the nice value": "task_struct",
    "CPU affinity": "task_struct",
    "renounced privileges": "task_struct",
}
"""Each thing that a worker can change, and the kernel's structure that holds it."""


def thread_sharing() -> Sharing:
    """Return who sees a worker's change, by the flags of clone alone.

    >>> [row.what for row in thread_sharing().rows if row.by_process]
    ['the offset of an open file']

    Source: clone(2); kernel/fork.c, `copy_process` and the copy_ functions that it calls.
    """
    return Sharing(
        tuple(
            SharingRow(
                what,
                kept_in,
                by_thread=kept_in.split()[0] in (*_SHARED_BY_FLAG, *_SHARED_ALWAYS),
                by_process=kept_in in _SHARED_ALWAYS,
            )
            for what, kept_in in KEPT_IN.items()
        )
    )
