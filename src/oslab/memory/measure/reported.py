"""What the kernel tells of the caches, and the CPU of its TLBs."""

from __future__ import annotations

from oslab.errors import Unavailable, require_choice
from oslab.linux import affinity, c_program, cpuid, memory
from oslab.linux.sysfs import cache
from oslab.memory.records.ladder import Level

_PAGES = {memory.ANONYMOUS: cpuid.SMALL_PAGE, memory.HUGE: cpuid.HUGE_PAGE}


def reported_caches() -> tuple[Level, ...]:
    """Return the data caches that the CPU we may use last has, nearest first, in bytes.

    In a virtual machine these are the hypervisor's words: a last level that it shows
    whole may be shared with other machines, or given to this one in part.

    Raises:
        Unavailable: if the machine hides them.

    Source: /sys/devices/system/cpu/cpuN/cache; drivers/base/cacheinfo.c.
    """
    found = cache.read(affinity.allowed()[-1])
    levels = tuple(
        Level(f"L{one.level}", one.size_bytes)
        for one in sorted(found, key=lambda one: one.level)
        if one.kind != "Instruction" and one.size_bytes
    )
    if not levels:
        raise Unavailable("the sizes of the caches", "Ask on a machine that shows them in /sys.")
    return levels


def reported_tlbs(kind: str = memory.ANONYMOUS) -> tuple[Level, ...]:
    """Return the levels of the TLB for data, in entries for pages of one kind.

    Where both page sizes share a second level (Intel's) each is told the whole of it.

    Args:
        kind: `"anonymous"` for pages of 4 KiB, `"huge"` for 2 MiB.

    Raises:
        InvalidInput: if the kind is another.
        Unavailable: on other CPUs than x86, without a C compiler, or where the
            hypervisor hides them.

    Source: CPUID; see `oslab.linux.cpuid.data_tlbs`.
    """
    require_choice("kind", kind, _PAGES)
    done = c_program.run(c_program.find("memory", "cpuid"))
    if done.returncode != 0:
        raise Unavailable("the CPU's own word on its TLBs", "Ask an x86 CPU.")
    found = [x for x in cpuid.data_tlbs(cpuid.parse(done.stdout)) if x.page_bytes == _PAGES[kind]]
    if not found:
        raise Unavailable("the CPU's own word on its TLBs", "Ask outside of this hypervisor.")
    most: dict[int, int] = {}
    for one in found:
        most[one.level] = max(most.get(one.level, 0), one.entries)
    return tuple(Level(f"L{level} TLB", entries) for level, entries in sorted(most.items()))
