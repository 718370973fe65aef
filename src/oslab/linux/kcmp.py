"""Do two tasks share a structure of the kernel? The one question kcmp answers.

It compares the pointers in two `task_struct`s without showing them, so it is
direct evidence of what clone shared and what it copied.
"""

from __future__ import annotations

import errno

from oslab.errors import InvalidInput, Unavailable, require_choice, require_whole
from oslab.linux import system_call

STRUCTURES = {"mm": 1, "files": 2, "fs": 3, "sighand": 4}
"""Members of task_struct, with their numbers in include/uapi/linux/kcmp.h."""


def same(structure: str, one: int, other: int) -> bool:
    """Return whether two tasks point to the same structure.

    Args:
        structure: a key of `STRUCTURES`.
        one: id of a thread or process.
        other: id of another.

    Raises:
        InvalidInput: if the structure is unknown or there is no such task.
        Unavailable: if the kernel has no kcmp, or a sandbox forbids it.

    Source: kcmp(2); kernel/kcmp.c.
    """
    require_choice("structure", structure, STRUCTURES)
    require_whole("one", one, 1, 2**31 - 1)
    require_whole("other", other, 1, 2**31 - 1)
    try:
        return system_call.call("kcmp", one, other, STRUCTURES[structure], 0, 0) == 0
    except OSError as error:
        if error.errno == errno.ESRCH:
            raise InvalidInput("other", (one, other), "two tasks that exist") from error
        remedy = "Containers forbid it unless started with --cap-add SYS_PTRACE."
        raise Unavailable("kcmp", remedy) from error
