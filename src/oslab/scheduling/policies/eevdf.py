"""EEVDF, earliest eligible virtual deadline first: what Linux runs since 6.6.

The average vruntime V, weighted, is what everyone should have had. Who has had no more than
that is eligible; of these, the one whose request would be served first in virtual time runs.
The lag `V - vruntime` is what one is owed; weighted, the lags of all who compete sum to zero.

`kernel` says whose rules hold, because EEVDF has changed since:

    6.6    base slice 0.75 ms; a request is always the base slice; lag is kept over sleep
    6.12   tasks may ask for slices; who sleeps in debt stays until the debt is worked off
           (DELAY_DEQUEUE, DELAY_ZERO); a shorter request may break in (PREEMPT_SHORT)
    6.18   base slice 0.70 ms (since 6.15); who runs is protected for the shortest request
           in the queue only (since 6.17); a yield gives up the rest of the request
           (6.19, and 6.18.y)

The stable series of 6.12 has since taken over the base slice and the yield of later ones.
"""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_choice, require_whole
from oslab.scheduling.policies.eevdf_queue import EevdfQueue
from oslab.scheduling.policies.tunables import SECOND, Rules, check_clock, checked_shares, scale
from oslab.scheduling.records import Cpus

KERNELS = ("6.6", "6.12", "6.18")


@dataclass(frozen=True, slots=True)
class Eevdf:
    """Run the eligible task with the earliest virtual deadline.

    Left out of the model: SCHED_IDLE and SCHED_BATCH, NEXT_BUDDY, PELT (on several CPUs a
    group weighs its full shares on each).

    Args:
        kernel: `"6.6"`, `"6.12"` or `"6.18"`: whose rules.
        base_slice: nanoseconds of a request by one who asks for nothing; None: the kernel's,
            longer on more CPUs.
        run_to_parity: who runs is not preempted before its request is served or it ceases
            to be eligible (RUN_TO_PARITY).
        preempt_short: one who asks for less may break this; None: since 6.12 (PREEMPT_SHORT).
        delay_dequeue: who blocks in debt stays in the competition; None: since 6.12
            (DELAY_DEQUEUE with DELAY_ZERO).
        place_lag: who comes back stands as far from V as when it left (PLACE_LAG).
        half_first: a newcomer's first request is half a slice (PLACE_DEADLINE_INITIAL).
        wakeup_preemption: who wakes or arrives may take the CPU (WAKEUP_PREEMPTION).
        shares: weights of groups by path; 1024, a nice 0 task's, for those not named.
        unit: nanoseconds in a tick of the engine.
        tick: engine ticks between two ticks of the scheduler, at which alone a slice can end
            (4 ms at HZ=250). None: an exact timer, as with the feature HRTICK.
        timeline: `"tree"`, the kernel's, or `"heaps"`, which pick the same and are faster here.

    Raises:
        InvalidInput: if a value is out of range.

    Source: Stoica and Abdel-Wahab, Earliest Eligible Virtual Deadline First (1995);
    kernel/sched/fair.c, Linux 6.6 to 6.18; each rule names its function.
    """

    kernel: str = "6.18"
    base_slice: int | None = None
    run_to_parity: bool = True
    preempt_short: bool | None = None
    delay_dequeue: bool | None = None
    place_lag: bool = True
    half_first: bool = True
    wakeup_preemption: bool = True
    shares: tuple[tuple[str, int], ...] = ()
    unit: int = 1_000_000
    tick: int | None = None
    timeline: str = "tree"

    def __post_init__(self) -> None:
        require_choice("kernel", self.kernel, KERNELS)
        require_choice("timeline", self.timeline, ("tree", "heaps"))
        if self.base_slice is not None:
            require_whole("base_slice", self.base_slice, 1, SECOND)
        for name in ("run_to_parity", "place_lag", "half_first", "wakeup_preemption"):
            value = getattr(self, name)
            require(isinstance(value, bool), name, value, "True or False")
        for name in ("preempt_short", "delay_dequeue"):
            value = getattr(self, name)
            require(value is None or isinstance(value, bool), name, value, "True, False or None")
        object.__setattr__(self, "shares", checked_shares(self.shares))
        check_clock(self.unit, self.tick)

    def open(self, cpus: Cpus, cpu: int) -> EevdfQueue:
        """Open an empty queue; unless given, the base slice follows the number of CPUs."""
        # sysctl_sched_base_slice: 0.75 ms in 6.6, 0.70 ms since 6.15
        normal = self.base_slice or (700_000 if self.kernel == "6.18" else 750_000)
        new = self.kernel != "6.6"
        rules = Rules(
            base=self.base_slice or scale(normal, cpus.count),
            normal=normal,
            requests=new,
            limited=self.kernel == "6.18",
            parity=self.run_to_parity,
            short=new if self.preempt_short is None else self.preempt_short,
            delays=new if self.delay_dequeue is None else self.delay_dequeue,
            lag=self.place_lag,
            half_first=self.half_first,
            wakeup=self.wakeup_preemption,
            heaps=self.timeline == "heaps",
        )
        alone = cpus.count == 1 or cpus.queues == "per_cpu"
        return EevdfQueue(rules, self.unit, self.tick, dict(self.shares), alone)
