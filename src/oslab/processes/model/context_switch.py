"""What a context switch does, step by step, with Linux's own rule for address-space tags.

The rule: a CPU keeps a few tags. If the address space that comes on still owns
one, its old translations are good and nothing is flushed; otherwise it takes the
next tag in turn and the entries under that tag are thrown away. Threads of one
process share an address space, so nothing is loaded at all.

The TLB keeps the most recently used translations. Tasks in turn, each touching
the same pages every time, either all fit or, once they do not, all miss.

Source: arch/x86/mm/tlb.c, switch_mm_irqs_off and choose_new_asid, TLB_NR_DYN_ASIDS = 6;
kernel/sched/core.c, __schedule and context_switch.
"""

from __future__ import annotations

from oslab.errors import require_choice, require_number, require_whole
from oslab.processes.records.context_switch import KINDS, THREAD, ContextSwitch, Switch

LINUX_TAGS = 6
"""TLB_NR_DYN_ASIDS: tags a CPU hands out on x86, of the 4,096 that the hardware has."""


def context_switch(
    *, kind: str = "process", tasks: int = 2, pages: int = 64, tags: int = LINUX_TAGS,
    tlb_entries: int = 2048, switch_ns: float = 1000, cr3_ns: float = 200, refill_ns: float = 5,
) -> ContextSwitch:  # fmt: skip
    """Return one round of switches among `tasks` that have taken turns for long.

    The times are inputs, not findings: the defaults are round figures of the right
    order, to be replaced by what `measure.context_switch` and `measure.tlb_refill`
    say of a machine.

    Args:
        kind: `"process"` or `"thread"`.
        tasks: 2 to 64.
        pages: pages each task touches in a turn, 0 to 1,000,000.
        tags: address-space tags the kernel uses, 0 (none) to 4,096.
        tlb_entries: 1 to 1,000,000; a second-level TLB of today has 1,024 to 4,096.
        switch_ns: saving registers, queues and accounting, choosing the next task,
            restoring registers: what a switch between threads costs.
        cr3_ns: writing the page-table register, and what follows from it.
        refill_ns: walking the page tables for one page; walks overlap, so less than
            the latency of one.

    Raises:
        InvalidInput: if a value is out of range; times are 0 to 1e9.

    Source: Intel SDM vol. 3A, section 4.10 (process-context identifiers).
    """
    require_choice("kind", kind, KINDS)
    require_whole("tasks", tasks, 2, 64)
    require_whole("pages", pages, 0, 1_000_000)
    require_whole("tags", tags, 0, 4096)
    require_whole("tlb_entries", tlb_entries, 1, 1_000_000)
    require_number("switch_ns", switch_ns, 0, 1e9)
    require_number("cr3_ns", cr3_ns, 0, 1e9)
    require_number("refill_ns", refill_ns, 0, 1e9)
    # Each task has pages of its own, threads too; with one TLB all must fit.
    fits = tasks * pages <= tlb_entries
    switches = []
    for task, (tag, loads, flushes) in enumerate(_last_round(kind, tasks, tags)):
        refills = 0 if fits and not flushes else pages
        steps = (switch_ns, cr3_ns if loads else 0, refills * refill_ns)
        switches.append(Switch(task, tag, loads, flushes, refills, steps))
    return ContextSwitch(kind, tasks, pages, tags, tlb_entries, tuple(switches))


def _last_round(kind: str, tasks: int, tags: int) -> list[tuple[int, bool, bool]]:
    """Play rounds until the tags repeat; return (tag, loads CR3, flushes) of each switch."""
    if kind == THREAD:
        return [(0, False, False)] * tasks
    if tags == 0:
        return [(0, True, True)] * tasks
    owner: list[int | None] = [None] * tags
    following = 0
    played: list[tuple[int, bool, bool]] = []
    for turn in range(3 * tasks):
        space = turn % tasks
        flushes = space not in owner
        if flushes:
            owner[following] = space
            tag, following = following, (following + 1) % tags
        else:
            tag = owner.index(space)
        played.append((tag, True, flushes))
    return played[-tasks:]
