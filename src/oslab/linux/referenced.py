"""/proc/PID/clear_refs: forget which pages a process has used, to see which it uses next."""

from __future__ import annotations

from oslab.errors import InvalidInput, Unavailable, require_whole
from oslab.linux.procfs.fetch import PROC

_ALL = "1"


def clear(pid: int) -> None:
    """Clear the accessed bit of every page of a process; what it uses sets them anew.

    Nothing that the process sees changes. The kernel's own choice of pages to reclaim looks at
    the same bits, so do not do it all the time.

    Raises:
        InvalidInput: if there is no such process.
        Unavailable: if it is not ours, or the kernel has no such file.

    Source: proc_pid_clear_refs(5); fs/proc/task_mmu.c (clear_refs_write).
    """
    require_whole("pid", pid, 1, 2**31 - 1)
    folder = PROC / str(pid)
    try:
        (folder / "clear_refs").write_text(_ALL)
    except PermissionError:
        raise Unavailable(
            f"the accessed bits of process {pid}", "Ask as the same user or as root."
        ) from None
    except (FileNotFoundError, ProcessLookupError):
        if folder.exists():
            raise Unavailable("clear_refs", "Use a kernel with CONFIG_PROC_PAGE_MONITOR.") from None
        raise InvalidInput("pid", pid, "a process that runs") from None
