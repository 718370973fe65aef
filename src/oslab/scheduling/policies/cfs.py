"""CFS, the Completely Fair Scheduler: Linux 2.6.23 to 6.5; the rules here are those of 5.13 to 6.5.

Whoever has had the least virtual time runs next. Virtual time runs slower for heavy tasks,
so that equal virtual time is CPU time in proportion to weight. How long a turn lasts follows
from how soon everyone shall have had one.
"""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_whole
from oslab.scheduling.policies.entities import Entity, Timeline, matching
from oslab.scheduling.policies.fair import FairQueue
from oslab.scheduling.policies.red_black_tree import RedBlackTree, successor
from oslab.scheduling.policies.tunables import SECOND, check_clock, checked_shares, scale
from oslab.scheduling.policies.weights import ratio
from oslab.scheduling.records import Cpus
from oslab.scheduling.run_queue import ARRIVED, WOKEN, Task


@dataclass(frozen=True, slots=True)
class Cfs:
    """Run whoever has had the least virtual time, for a share of the latency target.

    Left out of the model: SCHED_IDLE and SCHED_BATCH, buddies other than the one that yields
    (LAST_BUDDY acts from eight tasks on), the parent's vruntime of a newcomer, the exception
    of 6.3 for sleeps over a minute, and PELT: on several CPUs a group weighs its full shares
    on each (`calc_group_shares` would divide them).

    Args:
        latency: nanoseconds in which everyone shall run once (`sched_latency_ns`);
            None: 6 ms, longer on more CPUs.
        min_granularity: the least slice, nanoseconds; None: 0.75 ms, longer on more CPUs.
            With more than `latency / min_granularity` tasks the latency stretches.
        wakeup_granularity: how far behind one who wakes must be to take the CPU, in virtual
            nanoseconds of his own weight; None: 1 ms, longer on more CPUs.
        start_debit: a newcomer starts a slice behind (START_DEBIT).
        gentle_sleepers: who slept gets half a latency at most, not a whole one
            (GENTLE_FAIR_SLEEPERS).
        wakeup_preemption: who wakes may take the CPU (WAKEUP_PREEMPTION).
        shares: weights of groups by path; 1024, a nice 0 task's, for those not named.
        unit: nanoseconds in a tick of the engine.
        tick: engine ticks between two ticks of the scheduler, at which alone a slice can end
            (4 ms at HZ=250). None: an exact timer, as with the feature HRTICK.

    Raises:
        InvalidInput: if a value is out of range.

    Source: kernel/sched/fair.c, Linux 5.13 to 6.5; each rule names its function.
    """

    latency: int | None = None
    min_granularity: int | None = None
    wakeup_granularity: int | None = None
    start_debit: bool = True
    gentle_sleepers: bool = True
    wakeup_preemption: bool = True
    shares: tuple[tuple[str, int], ...] = ()
    unit: int = 1_000_000
    tick: int | None = None

    def __post_init__(self) -> None:
        for name in ("latency", "min_granularity", "wakeup_granularity"):
            if getattr(self, name) is not None:
                require_whole(name, getattr(self, name), 1, SECOND)
        for name in ("start_debit", "gentle_sleepers", "wakeup_preemption"):
            value = getattr(self, name)
            require(isinstance(value, bool), name, value, "True or False")
        object.__setattr__(self, "shares", checked_shares(self.shares))
        check_clock(self.unit, self.tick)

    def open(self, cpus: Cpus, cpu: int) -> CfsQueue:
        """Open an empty queue; unless given, the times follow the number of CPUs."""
        return CfsQueue(
            self,
            self.latency or scale(6_000_000, cpus.count),
            self.min_granularity or scale(750_000, cpus.count),
            self.wakeup_granularity or scale(1_000_000, cpus.count),
            cpus.count == 1 or cpus.queues == "per_cpu",
        )


class CfsQueue(FairQueue):
    """Trees in order of vruntime; the leftmost is next."""

    def __init__(
        self, policy: Cfs, latency: int, granularity: int, wakeup: int, alone: bool
    ) -> None:
        super().__init__(policy.unit, policy.tick, dict(policy.shares), alone)
        self._policy = policy
        self._latency, self._granularity, self._wakeup = latency, granularity, wakeup
        # sched_nr_latency: as many as have room for their least slice in one latency.
        self._room = -(-latency // granularity)
        self._skip: Entity | None = None

    def _timeline(self, entity: Entity | None) -> Timeline:
        return Timeline(RedBlackTree(), entity)

    # ------------------------------------------------------------------ order
    def _put(self, entity: Entity) -> None:
        entity.key = entity.vruntime
        entity.queue.tree.insert(entity)

    def _take(self, entity: Entity) -> None:
        entity.queue.tree.erase(entity)

    def best(self, queue: Timeline) -> Entity | None:
        """The leftmost; not one who just yielded, unless the next is far off.

        Source: pick_next_entity, with `cfs_rq->skip`, Linux 5.13 to 6.5.
        """
        best: Entity | None = queue.tree.leftmost
        if best is not None and best is self._skip:
            second: Entity | None = successor(best)
            if second is not None and not self._behind(best, second):
                best = second
        return best

    def pick_next(self, now: int) -> Task | None:
        """Take the leftmost; the skipped one is forgotten (`clear_buddies`)."""
        task = super().pick_next(now)
        self._skip = None
        return task

    def _yield(self, entity: Entity) -> None:
        self._skip = entity  # yield_task_fair, set_skip_buddy

    def _behind(self, one: Entity, other: Entity) -> bool:
        """Return whether `one` is behind by more than a wake-up granularity.

        Source: wakeup_preempt_entity and wakeup_gran, Linux 5.13 to 6.5.
        """
        return other.vruntime - one.vruntime > self._wakeup * one.factor >> one.shift

    # ------------------------------------------------------------------ where one stands
    def _place(self, entity: Entity, why: str) -> None:
        """Newcomers start a slice late; sleepers start half a latency early at most.

        Source: place_entity, Linux 5.13 to 6.5.
        """
        queue = entity.queue
        start = queue.low
        if why == ARRIVED:
            if self._policy.start_debit:  # sched_vslice
                start += self._share(entity) * entity.factor >> entity.shift
        elif why == WOKEN:
            start -= self._latency >> self._policy.gentle_sleepers
        else:  # moved: it keeps its distance
            return
        entity.vruntime = max(entity.vruntime, start)

    def _moves(self, entity: Entity, queue: Timeline) -> None:
        entity.vruntime += queue.low - entity.queue.low

    def _settle(self, queue: Timeline) -> None:
        """Source: update_min_vruntime, Linux 5.13 to 6.5.

        The kernel does this when someone runs. Here arrivals of one tick are simultaneous and
        the first of them has not run yet, so it is done when one joins as well.
        """
        least = None if queue.tree.leftmost is None else queue.tree.leftmost.key
        for one in queue.running:
            if least is None or one.vruntime < least:
                least = one.vruntime
        if least is not None and least > queue.low:
            queue.low = least

    def _after(self, entity: Entity) -> None:
        self._settle(entity.queue)

    # ------------------------------------------------------------------ how long
    def _share(self, entity: Entity) -> int:
        """Return the nanoseconds of a turn: a part of the period by weight, at every level.

        Source: sched_slice (with ALT_PERIOD and BASE_SLICE) and __sched_period, Linux 5.13
        to 6.5.
        """
        count = len(self._ready) + len(self.root.running)
        share = self._latency if count <= self._room else count * self._granularity
        one: Entity | None = entity
        while one is not None:
            load = one.queue.load + (0 if one.queued else one.weight)
            factor, shift = ratio(one.weight, load, False)
            share = share * factor >> shift
            one = one.queue.entity
        return max(share, self._granularity)

    def _stretch(self, task: Task, now: int) -> int | None:
        """Return the ticks until the scheduler's timer takes the CPU away."""
        entity: Entity = task.entity
        ideal = self._share(entity)
        if self._tick is None:  # hrtick_start_fair
            if len(self._ready) == 0:
                return None
            return self._until(now, entity, max(0, ideal - entity.ran))
        waits = []
        one: Entity | None = entity
        while one is not None:
            if one.queue.count > 1:
                waits.append(self._tolerated(one, min(self._share(one), self._latency)))
            one = one.queue.entity
        return self._until(now, entity, min(waits)) if waits else None

    def _tolerated(self, entity: Entity, ideal: int) -> int:
        """Return how long the tick lets an entity run on, in nanoseconds.

        Source: check_preempt_tick, Linux 5.13 to 6.5; the latency as a limit since 6.3.
        """
        left = max(0, ideal - entity.ran + 1)
        first: Entity | None = entity.queue.tree.leftmost
        if first is None:
            return left
        ahead = max(0, ideal - entity.vruntime + first.vruntime + 1)
        ahead = -(-(ahead << entity.shift) // entity.factor)
        return min(left, max(ahead, self._granularity - entity.ran))

    # ------------------------------------------------------------------ who takes the CPU
    def preempts(self, new: Task, task: Task, now: int) -> bool:
        """Return whether one who woke or arrived is far enough behind.

        Source: check_preempt_wakeup, find_matching_se, Linux 5.13 to 6.5.
        """
        if not self._policy.wakeup_preemption:
            return False
        one, other = matching(new.entity, task.entity)
        return self._behind(one, other)
