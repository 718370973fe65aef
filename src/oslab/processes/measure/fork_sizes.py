"""How large the parents may be, on a machine of one's own and on a lent one."""

from __future__ import annotations

from oslab.errors import require, require_number, require_whole
from oslab.linux import cgroup_limits
from oslab.linux.procfs import meminfo

_MIB = 1 << 20
_LARGEST = 1 << 30
_FEWEST = 3  # doublings, from 2 to 16 MiB
_STEPS = 4  # between the smallest and the largest: five sizes
LENT_BYTES = 2 << 30
"""A group with no more than this is taken for a lent machine, such as Binder's."""
IN_USE_BYTES = 400_000_000
"""What everything together may hold on a lent machine, notebook server included."""
_INTERPRETER = 8 * _MIB  # of a parent before it has touched anything


def fork_sizes(spendable: int, parents: int = 4) -> tuple[int, ...]:
    """Return up to five sizes from 2 MiB to 1 GiB that `parents` processes can have at a time.

    They are powers of two, as evenly spaced as these allow; none if not even
    16 MiB fit, for then what fork copies drowns in what it costs anyway.

    Args:
        spendable: bytes for all of them together, 0 to 2**60.
        parents: 1 to 100.

    Raises:
        InvalidInput: if a number is out of range.
    """
    require_whole("spendable", spendable, low=0, high=1 << 60)
    require_whole("parents", parents, low=1, high=100)
    most = min(_LARGEST, spendable // parents - _INTERPRETER) // (2 * _MIB)
    doublings = max(0, most).bit_length() - 1
    if doublings < _FEWEST:
        return ()
    chosen = {round(step * doublings / _STEPS) for step in range(_STEPS + 1)}
    return tuple((2 * _MIB) << doubling for doubling in sorted(chosen))


def spendable_bytes(available: int, limit: float, used: int) -> int:
    """Return what a measurement may take of the memory that is there.

    On a machine of one's own 60 % of what is free, so that nothing else has to
    go. On a lent machine (a limit of at most `LENT_BYTES`) so much that all
    processes of the group together stay below `IN_USE_BYTES`.

    Args:
        available: bytes the machine could give, `MemAvailable`.
        limit: bytes the control group may hold; infinity where there is no limit.
        used: bytes it holds now.

    Raises:
        InvalidInput: if a number is negative or no number.
    """
    require_whole("available", available, low=0)
    ok = isinstance(limit, int | float) and not isinstance(limit, bool) and limit >= 0
    require(ok, "limit", limit, "bytes, or infinity")
    require_whole("used", used, low=0)
    free = max(0, min(available, limit - used))
    lent = max(0, IN_USE_BYTES - used) if limit <= LENT_BYTES else free
    return int(min(require_number("free", 0.6 * free, low=0), lent))


def spendable_here() -> int:
    """Return `spendable_bytes` of this machine and this process's control group.

    Raises:
        Unavailable: if /proc is not mounted.
    """
    available = meminfo.read().get("MemAvailable", 0)
    return spendable_bytes(available, cgroup_limits.memory_bytes(), cgroup_limits.memory_used())
