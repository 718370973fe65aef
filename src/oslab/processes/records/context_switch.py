"""Rounds of context switches on one CPU: which tags were used, what each switch cost."""

from __future__ import annotations

from dataclasses import dataclass

PROCESS, THREAD = "process", "thread"
KINDS = (PROCESS, THREAD)

MECHANISM, MEMORY, REFILL = (
    "save, pick, restore", "change the address space", "refill the TLB",
)  # fmt: skip
STEPS = (MECHANISM, MEMORY, REFILL)
"""The parts that can be told apart by measuring from outside the kernel."""


@dataclass(frozen=True, slots=True)
class Switch:
    """One switch of the last round.

    Args:
        task: which task comes on, from 0.
        tag: its address-space tag (PCID on x86, ASID on ARM) after the switch.
        loads_cr3: whether the register that names the page tables was written.
        flushes: whether the entries under this tag were thrown away.
        refills: pages whose translation must be walked again before the task is warm.
        step_ns: nanoseconds for each of `STEPS`.
    """

    task: int
    tag: int
    loads_cr3: bool
    flushes: bool
    refills: int
    step_ns: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ContextSwitch:
    """Tasks that hand one CPU around, in steady state.

    Args:
        kind: `"process"` (each task has its own address space) or `"thread"` (one for all).
        tasks: how many take turns.
        pages: pages each touches in a turn.
        tags: address-space tags of this CPU that the kernel uses; 0 if it has none.
        tlb_entries: translations the TLB holds.
        switches: one round: task 0 comes on, then task 1, and so on.
    """

    kind: str
    tasks: int
    pages: int
    tags: int
    tlb_entries: int
    switches: tuple[Switch, ...]


@dataclass(frozen=True, slots=True)
class PingPong:
    """Two tasks that passed a word back and forth, as the kernel counted it.

    Args:
        kind: `"process"` or `"thread"`: what the other end was.
        round_trips: exchanges; each is two hops.
        wall_ns: time of all of them.
        cpu_ns: CPU time of both ends.
        voluntary: switches of both ends because one had to wait.
        involuntary: switches of both ends because the kernel preferred the other.
    """

    kind: str
    round_trips: int
    wall_ns: int
    cpu_ns: int
    voluntary: int
    involuntary: int

    @property
    def hop_ns(self) -> float:
        """Nanoseconds from one end to the other: a write, a switch, a read."""
        return self.wall_ns / (2 * self.round_trips)
