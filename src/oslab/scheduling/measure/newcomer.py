"""Where a newly forked task is put on the scheduler's virtual clock, and when it first runs."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from oslab import timing
from oslab.errors import InvalidInput, Unavailable, require, require_choice, require_whole
from oslab.linux import affinity, c_program, uml
from oslab.measurement import Measurement
from oslab.scheduling.measure.choices import counts
from oslab.scheduling.measure.task import HOST, KERNELS, machine_of

QUANTITIES = {
    "above minimum": "the child's virtual runtime less the smallest of the hogs'",
    "above average": "the child's virtual runtime less the average of all others queued",
    "wait": "from just before the fork until the child's first instruction",
}


@dataclass(frozen=True, slots=True)
class Placement:
    """Virtual runtimes at the birth of one child, in ns, as /proc/PID/sched has them.

    Args:
        parent: of the task that forked, which had just woken; -1 if it was no ordinary task.
        child: of the child, before it ran.
        hogs: of those who compute on the same CPU.
    """

    parent: int
    child: int
    hogs: tuple[int, ...]

    def above(self, origin: str) -> float:
        """Return how far the child is above the `"minimum"` or the `"average"`, in ms.

        Raises:
            InvalidInput: if there is no such origin.
        """
        require_choice("origin", origin, ("minimum", "average"))
        queued = self.hogs if self.parent < 0 else (self.parent, *self.hogs)
        start = min(self.hogs) if origin == "minimum" else sum(queued) / len(queued)
        return (self.child - start) / 1e6


@dataclass(frozen=True, slots=True)
class Newcomers:
    """Children forked beside hogs.

    Args:
        placements: of those that could be read before they ran.
        waits: of others, ns from just before the fork until their first instruction.
        kernel: release.
    """

    placements: tuple[Placement, ...]
    waits: tuple[int, ...]
    kernel: str


def newcomer(
    *, hogs: Sequence[int] = (1, 2, 4, 8), children: int = 20, kernel: str = HOST,
    progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Fork a child beside tasks that only compute, and read where the kernel has put it.

    The parent sleeps, wakes, forks on the hogs' own CPU and reads everybody's virtual
    runtime before the child can have run; a child that did is left out. For the wait it
    forks others, and sleeps at once. (In the guest, where a read is slow, the parent is
    SCHED_FIFO, so not in the queue that it reads.) CFS puts a
    newcomer one virtual slice *after* `min_vruntime` (`place_entity`, START_DEBIT); EEVDF
    puts it exactly on the weighted average, owed nothing, with half a slice for its first
    deadline (PLACE_DEADLINE_INITIAL). What follows is how long it waits.

    Known workload: with hogs of equal weight both origins can be worked out by hand.
    Cross-check: the arithmetic of `place_entity`, to the microsecond (tests). Overhead: a read
    of /proc takes 50 us, in which the parent's own clock goes on; its value is that of
    the fork. On CFS, a kernel thread in the queue at that moment moves single samples:
    look at the median.

    Args:
        hogs: how many compute, each 1 to 32.
        children: forked beside each, 1 to 500.
        kernel: `"host"`, or `"cfs"` for the guest kernel.
        progress: told after every number of hogs.

    Returns:
        Milliseconds (virtual ones but for `"wait"`), one sample a child; conditions
        `hogs`, `quantity`, `kernel`.

    Raises:
        InvalidInput: if a value is out of range.
        Unavailable: without a C compiler, the guest, or /proc/PID/sched.

    Source: kernel/sched/fair.c, `place_entity`, of 6.1 and of 6.12; sched_child_runs_first.
    """
    several = counts("hogs", hogs, 1, 32)
    require_whole("children", children, 1, 500)
    require_choice("kernel", kernel, KERNELS)
    timing.require_progress(progress)
    taken: list[Measurement] = []
    for done, count in enumerate(several):
        born = newcomers(hogs=count, children=children, kernel=kernel)
        taken += [_measurement(name, count, born) for name in QUANTITIES]
        if progress:
            progress(done + 1, len(several))
    return tuple(taken)


def newcomers(*, hogs: int = 2, children: int = 20, kernel: str = HOST) -> Newcomers:
    """Return the children of one run of `newcomer`.

    Args:
        hogs: 1 to 32.
        children: 1 to 500 for each question; some placements may be missing.
        kernel: `"host"` or `"cfs"`.

    Raises:
        InvalidInput: if a value is out of range.
        Unavailable: as `newcomer`.
    """
    require_whole("hogs", hogs, 1, 32)
    require_whole("children", children, 1, 500)
    require_choice("kernel", kernel, KERNELS)
    program = str(c_program.compile(c_program.find("scheduling", "newcomer")))
    cpu = affinity.allowed()[-1]
    if kernel == HOST:
        # -20 is the autogroup's: other sessions stay off that CPU, where privilege allows.
        command = [program, str(hogs), str(children), str(cpu), "monotonic", "ordinary", "-20"]
        try:
            text = subprocess.run(
                command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
                timeout=60 + children,
            ).stdout  # fmt: skip
        except subprocess.TimeoutExpired:
            raise Unavailable("the newcomers' answer", "Try again on a quieter machine.") from None
        return parse(text, os.uname().release)
    command = [program, str(hogs), str(children), "-1", "tsc", "fifo"]
    guest = uml.run(command, timeout_s=90 + children)
    return parse(guest.output, guest.kernel)


def parse(text: str, kernel: str) -> Newcomers:
    """Return what the program printed.

    Args:
        text: its output.
        kernel: release of the kernel that ran it.

    Raises:
        InvalidInput: if `text` is not its output.
        Unavailable: if no child could be read before it ran.
    """
    require(isinstance(text, str), "text", text, "the output of newcomer.c")
    require(isinstance(kernel, str), "kernel", kernel, "a kernel's release")
    placements: list[Placement] = []
    waits: list[int] = []
    try:
        for kind, *words in (line.split() for line in text.splitlines()):
            numbers = [int(word) for word in words]
            if kind == "place":
                parent, child, first, *rest = numbers
                placements.append(Placement(parent, child, (first, *rest)))
            else:
                waits.append(numbers[("wait",).index(kind)])
    except (ValueError, LookupError) as error:
        raise InvalidInput("text", text, f"the output of newcomer.c ({error})") from error
    if not placements or any(min(o.child, *o.hogs) < 0 for o in placements):
        raise Unavailable("virtual runtimes", "Use a kernel with /proc/PID/sched (SCHED_DEBUG).")
    return Newcomers(tuple(placements), tuple(waits), kernel)


def _measurement(name: str, hogs: int, born: Newcomers) -> Measurement:
    if name == "wait":
        samples = tuple(ns / 1e6 for ns in born.waits)
    else:
        samples = tuple(one.above(name.removeprefix("above ")) for one in born.placements)
    return Measurement(
        name=f"newcomer beside {hogs}, {name}",
        samples=samples,
        unit="ms",
        method=f"A forked child, pinned beside {hogs} tasks: {QUANTITIES[name]}.",
        machine=machine_of(born.kernel),
        conditions={"hogs": hogs, "quantity": name, "kernel": born.kernel},
    )
