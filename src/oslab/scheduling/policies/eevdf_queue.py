"""The run queue of EEVDF: averages, lags, deadlines, and who may break in.

Invariants, for the entities that compete in one queue, running or not, with weights w:

    V * sum(w) = sum(w * vruntime)         hence sum(w * (V - vruntime)) = 0
    eligible: vruntime <= V                so somebody always is
    deadline = vruntime + slice / w        at the start of every request

Source: kernel/sched/fair.c, Linux 6.6 to 6.18; each rule names its function.
"""

from __future__ import annotations

from collections.abc import Mapping

from oslab.scheduling.policies.eligible_heaps import EligibleHeaps
from oslab.scheduling.policies.entities import Entity, Timeline, matching
from oslab.scheduling.policies.fair import SETTLED, FairQueue
from oslab.scheduling.policies.red_black_tree import AugmentedTree
from oslab.scheduling.policies.tunables import Rules
from oslab.scheduling.run_queue import ARRIVED, BLOCKED, MOVED, Task


class EevdfQueue(FairQueue):
    """Trees in order of deadline, augmented by the least vruntime below each node."""

    def __init__(
        self, rules: Rules, unit: int, tick: int | None, shares: Mapping[str, int], alone: bool
    ) -> None:
        self._rules = rules
        super().__init__(unit, tick, shares, alone)
        # TICK_NSEC; with an exact timer nothing is coarser than the slice.
        self._grain = 0 if tick is None else tick * unit

    def _timeline(self, entity: Entity | None) -> Timeline:
        return Timeline(EligibleHeaps() if self._rules.heaps else AugmentedTree(), entity)

    # ------------------------------------------------------------------ the average
    def _sum(self, queue: Timeline) -> int:
        """Return the sum of vruntime times weight over all who compete.

        The kernel adds up distances from min_vruntime, to stay within 64 bits
        (avg_vruntime_add); whole numbers of any length give the same without.
        """
        total = queue.weighted
        for one in queue.running:
            total += one.vruntime * one.weight
        return total

    def _average(self, queue: Timeline) -> int:
        """Return V, rounded down: Source: avg_vruntime, Linux 6.6 to 6.18."""
        return self._sum(queue) // queue.load if queue.load else queue.low

    def _eligible(self, entity: Entity) -> bool:
        """Return whether it has had no more than its share, without a division.

        Source: entity_eligible, Linux 6.6; vruntime_eligible, 6.8 to 6.18.
        """
        queue = entity.queue
        return entity.vruntime * queue.load <= self._sum(queue)

    # ------------------------------------------------------------------ order
    def _put(self, entity: Entity) -> None:
        queue = entity.queue
        entity.key = entity.deadline
        queue.weighted += entity.vruntime * entity.weight
        queue.tree.insert(entity)

    def _take(self, entity: Entity) -> None:
        queue = entity.queue
        queue.tree.erase(entity)
        queue.weighted -= entity.vruntime * entity.weight

    def best(self, queue: Timeline) -> Entity | None:
        """Return the eligible one with the earliest deadline: Source: pick_eevdf, 6.6 to 6.18."""
        if queue.count == 1:
            return next(iter(queue.tree), None)
        last = queue.previous
        if last is not None and last.off == self._now and self._stays(last):
            return last
        first: Entity | None = queue.tree.earliest(self._sum(queue), queue.load)
        return first or self._nearest(queue)

    def _nearest(self, queue: Timeline) -> Entity | None:
        """Return the one nearest to being eligible, for a CPU that would idle beside it.

        A kernel has a queue for each CPU, and whoever runs elsewhere does not count. Where
        several CPUs share one, all who are eligible may be running already.
        """
        waiting = (one for one in queue.tree if not one.delayed)
        return min(waiting, key=lambda one: one.vruntime, default=None) if queue.running else None

    def _stays(self, entity: Entity) -> bool:
        """Return whether one who was put back just now runs on all the same."""
        queued = entity.queued and not entity.running and not entity.delayed
        return queued and self._protected(entity) and self._eligible(entity)

    def _mark(self) -> tuple[str, int]:
        return "V", self._average(self.root)

    # ------------------------------------------------------------------ where one stands
    def _place(self, entity: Entity, why: str) -> None:
        """Stand as far from V as before; that moves V, so the distance is stretched.

        Source: place_entity, Linux 6.6 to 6.18.
        """
        queue = entity.queue
        entity.slice = self._request(entity)
        lag = 0
        if self._rules.lag and queue.count and entity.lag:
            # With the lag `l` asked for, V' = V - l * w / (W + w): what is left of it is
            # l * W / (W + w), so it is made larger by the inverse. div_s64 cuts towards 0.
            lag = entity.lag * (queue.load + entity.weight)
            lag = lag // queue.load if lag >= 0 else -(-lag // queue.load)
        relative = entity.deadline - entity.vruntime
        entity.vruntime = self._average(queue) - lag
        if why == MOVED and self._rules.requests:  # PLACE_REL_DEADLINE, since 6.12
            entity.deadline = entity.vruntime + relative
            return
        request = entity.slice * entity.factor >> entity.shift
        if why == ARRIVED and self._rules.half_first:
            request //= 2
        entity.deadline = entity.vruntime + request

    def _request(self, entity: Entity) -> int:
        """Return the slice: its own since 6.12 (`custom_slice`), a group's shortest, or the base.

        Source: place_entity, enqueue_task_fair and cfs_rq_min_slice, Linux 6.12 to 6.18.
        """
        if not self._rules.requests:
            return self._rules.base
        if entity.mine is not None:
            return self._shortest(entity.mine)
        return entity.request or self._rules.base

    def _shortest(self, queue: Timeline) -> int:
        """Return the shortest request in a queue; the kernel augments its tree for this."""
        slices = queue.slices
        return min(slices) if slices else self._rules.base

    def _leaves(self, entity: Entity, why: str) -> bool:
        """Keep its lag, within bounds; who blocks in debt stays until that is worked off.

        Source: dequeue_entity and update_entity_lag, Linux 6.6 to 6.18.
        """
        if why == BLOCKED and self._rules.delays and not self._eligible(entity):
            entity.delayed = True
            return False
        entity.lag = self._lag(entity)
        entity.queue.low = max(entity.queue.low, entity.vruntime)  # for who finds nobody here
        if why == SETTLED:  # finish_delayed_dequeue_entity: DELAY_ZERO
            entity.lag = min(entity.lag, 0)
        return True

    def _lag(self, entity: Entity) -> int:
        """Return V - vruntime, of two slices at most: Source: update_entity_lag, 6.6 to 6.18."""
        limit = max(2 * entity.slice, self._grain) * entity.factor >> entity.shift
        return max(-limit, min(limit, self._average(entity.queue) - entity.vruntime))

    def _returns(self, entity: Entity) -> None:
        """Forgive the rest of a debt, but let no credit grow out of a sleep.

        Source: requeue_delayed_entity, with DELAY_ZERO, Linux 6.12 to 6.18.
        """
        entity.delayed = False
        entity.lag = self._lag(entity)
        if entity.lag > 0:
            self._take(entity)
            entity.queue.drop(entity)
            entity.lag = 0
            self._place(entity, SETTLED)
            entity.queue.add(entity)
            self._put(entity)

    def keeps(self, task: Task) -> bool:
        """Return whether a task that blocked is still in the competition."""
        return task.entity.delayed  # type: ignore[no-any-return]  # Task.entity is Any

    # ------------------------------------------------------------------ requests
    def _after(self, entity: Entity) -> None:
        """Make the next request when one is served: Source: update_deadline, 6.6 to 6.18.

        The kernel looks at every tick. While one runs alone no timer is set here, so the
        requests that ended meanwhile are counted afterwards.
        """
        if entity.vruntime < entity.deadline:
            return
        request = entity.slice * entity.factor >> entity.shift
        step = self._tick or 1
        late = self._now % step * self._unit * entity.factor >> entity.shift
        each = step * self._unit * entity.factor >> entity.shift
        seen = entity.vruntime - late - entity.deadline
        if seen >= 0 and each and request:
            looks = seen // each % -(-request // each)
            entity.deadline = entity.vruntime - late - looks * each + request
        if entity.vruntime >= entity.deadline:
            entity.deadline = entity.vruntime + request

    def _yield(self, entity: Entity) -> None:
        """Ask later; since 6.19 and 6.18.y, also give up what was left (`yield_task_fair`)."""
        if self._rules.limited:
            if not self._eligible(entity):
                return
            entity.vruntime = entity.deadline
        entity.deadline += entity.slice * entity.factor >> entity.shift

    # ------------------------------------------------------------------ protection
    def _chosen(self, entity: Entity) -> None:
        """Protect who was picked, for its request or the shortest one in the queue.

        Source: set_next_entity, Linux 6.6 to 6.16; set_protect_slice, as of Linux 6.17.
        """
        entity.protected = entity.deadline
        if self._rules.limited:
            least = self._shortest(entity.queue) if self._rules.parity else self._rules.normal
            self._limit(entity, least)

    def _limit(self, entity: Entity, least: int) -> None:
        """Let protection end when `least` nanoseconds more are run (`update_protect_slice`)."""
        if least < entity.slice:
            end = entity.vruntime + (least * entity.factor >> entity.shift)
            entity.protected = min(entity.protected, end)

    def _protected(self, entity: Entity) -> bool:
        """Return whether who runs may not be preempted: Source: protect_slice, 6.6 to 6.18."""
        if self._rules.limited:
            return entity.vruntime < entity.protected
        # Up to 6.16, a copy of the deadline at the time of the pick.
        return self._rules.parity and entity.protected == entity.deadline

    def _expose(self, entity: Entity) -> None:
        """End protection (`cancel_protect_slice`)."""
        if self._protected(entity):
            entity.protected = entity.vruntime if self._rules.limited else entity.deadline + 1

    # ------------------------------------------------------------------ who takes the CPU
    def preempts(self, new: Task, task: Task, now: int) -> bool:
        """Return whether one who woke or arrived would be picked now.

        Source: check_preempt_wakeup_fair, Linux 6.6 (there check_preempt_wakeup) to 6.18.
        """
        if not self._rules.wakeup or new.entity.running:
            return False
        self._asked = None  # what follows may change how long the other may run
        one, other = matching(new.entity, task.entity)
        shorter = self._rules.short and one.slice < other.slice
        if not self._rules.limited:
            if shorter and self._breaks(one, other):
                self._expose(other)
            return self._wins(one, other, True)
        wins = self._wins(one, other, not shorter)
        if shorter and wins:
            self._expose(other)
        elif shorter and self._rules.parity:
            self._limit(other, self._shortest(other.queue))
        return wins

    def _breaks(self, one: Entity, other: Entity) -> bool:
        """Return whether a shorter request breaks in (`do_preempt_short`, 6.12 to 6.16)."""
        return self._eligible(one) and (one.deadline < other.deadline or not self._eligible(other))

    def _wins(self, one: Entity, other: Entity, protect: bool) -> bool:
        """Return whether `one` is who pick_eevdf would return while `other` runs."""
        stays = self._eligible(other)
        if stays and protect and self._protected(other):
            return False
        return self.best(one.queue) is one and not (stays and other.deadline < one.deadline)

    # ------------------------------------------------------------------ how long
    def _stretch(self, task: Task, now: int) -> int | None:
        """Return the ticks until a request is served or protection ends, at any level.

        Source: update_curr, Linux 6.6 to 6.18.
        """
        one: Entity | None = task.entity
        if one is not None and one.queue.entity is None:  # in no group: as below, but sooner
            if one.queue.count < 2:
                return None
            return self._until(now, one, -(-(self._left(one) << one.shift) // one.factor))
        waits = []
        while one is not None:
            if one.queue.count > 1:
                left = self._left(one)
                waits.append(-(-(left << one.shift) // one.factor))
            one = one.queue.entity
        return self._until(now, task.entity, min(waits)) if waits else None

    def _left(self, entity: Entity) -> int:
        """Return after how much more virtual time the kernel looks for another."""
        left = max(0, entity.deadline - entity.vruntime)
        if self._rules.limited:
            return min(left, max(0, entity.protected - entity.vruntime))
        others = entity.queue.load - entity.weight
        if self._rules.short and not self._protected(entity) and others:
            # did_preempt_short, 6.12 to 6.16: until it ceases to be eligible. Running `d`
            # more moves it by d and V by d * w / W.
            credit = self._sum(entity.queue) - entity.vruntime * entity.queue.load
            return min(left, max(0, credit // others + 1))
        return left
