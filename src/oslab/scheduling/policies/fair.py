"""What Linux's two fair schedulers share: the walk through groups within groups.

Picking descends from the root of the groups until it meets a task; running time is charged at
every level of that path. Virtual time is in whole nanoseconds; a tick of the engine is `unit`
of them.

Source: kernel/sched/fair.c, for_each_sched_entity, set_next_entity, put_prev_entity,
update_curr, Linux 5.13 to 6.18.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from oslab.errors import InvalidInput
from oslab.scheduling.policies.entities import Entity, Timeline
from oslab.scheduling.policies.weights import NICE_0_WEIGHT, WEIGHTS
from oslab.scheduling.run_queue import (
    ARRIVED,
    BLOCKED,
    CHANGED,
    MOVED,
    WOKEN,
    YIELDED,
    RunQueue,
    Task,
)

_JOINING = (ARRIVED, WOKEN, MOVED, CHANGED)
SETTLED = "settled"
"""Why an entity goes that was kept after it blocked: its time is up."""


class FairQueue(RunQueue):
    """A hierarchy of timelines; subclasses say who is next and where a newcomer stands."""

    reslices = True

    def __init__(self, unit: int, tick: int | None, shares: Mapping[str, int], alone: bool) -> None:
        super().__init__()
        self._unit, self._tick = unit, tick
        self._shares = shares
        self._alone = alone
        self.root = self._timeline(None)
        self._now = 0
        self._asked: Task | None = None
        self._answer: int | None = None
        self._marked = -1
        self._ready: dict[Task, None] = {}
        self.watch: Callable[[int, FairQueue], None] | None = None
        """Called before every pick, by whoever wants to draw the trees."""

    # ------------------------------------------------------------------ what subclasses say
    def _timeline(self, entity: Entity | None) -> Timeline:
        raise NotImplementedError

    def _place(self, entity: Entity, why: str) -> None:
        """Set where an entity that joins stands (`place_entity`)."""
        raise NotImplementedError

    def best(self, queue: Timeline) -> Entity | None:
        """Return who is next in one queue (`pick_next_entity`)."""
        raise NotImplementedError

    def _put(self, entity: Entity) -> None:
        """Put an entity into its tree (`__enqueue_entity`)."""
        raise NotImplementedError

    def _take(self, entity: Entity) -> None:
        """Take it out (`__dequeue_entity`)."""
        raise NotImplementedError

    def _after(self, entity: Entity) -> None:
        """Hear that a running entity's vruntime has grown (`update_curr`)."""

    def _yield(self, entity: Entity) -> None:
        """Hear that a running task yields (`yield_task_fair`)."""

    def _leaves(self, entity: Entity, why: str) -> bool:
        """Hear that a running or queued entity goes; False keeps it (`dequeue_entity`)."""
        return True

    def _returns(self, entity: Entity) -> None:
        """Hear that an entity that was kept is wanted again (`requeue_delayed_entity`)."""

    def _chosen(self, entity: Entity) -> None:
        """Hear that an entity goes onto the CPU (`set_next_entity`)."""

    def _moves(self, entity: Entity, queue: Timeline) -> None:
        """Hear that an entity comes from another CPU's queue (`migrate_task_rq_fair`)."""

    # ------------------------------------------------------------------ verbs
    def __len__(self) -> int:
        return len(self._ready)

    def __iter__(self) -> Iterator[Task]:
        return iter(sorted(self._ready, key=lambda task: (task.entity.vruntime, task.index)))

    def enqueue(self, task: Task, now: int, why: str) -> None:
        """Make a task ready: newly, or put back from the CPU."""
        self._ready[task] = None
        self._now = now
        self._asked = None
        entity = task.entity
        if why in _JOINING or entity is None:
            self._join(self._entity(task), now, why)
            return
        if why == YIELDED:
            self._yield(entity)
            self._write(now, task)
        self._put_back(entity)

    def _join(self, entity: Entity, now: int, why: str) -> None:
        """Let an entity compete, and its groups where they did not (`enqueue_task_fair`)."""
        one: Entity | None = entity
        while one is not None:
            if one.queued:
                if one.delayed:
                    self._returns(one)
                break
            self._place(one, why)
            one.queue.add(one)
            self._put(one)
            self._settle(one.queue)
            one, why = one.queue.entity, WOKEN
        if entity.task is not None:
            self._write(now, entity.task)

    def _put_back(self, entity: Entity) -> None:
        """Take a running entity and its groups off the CPU (`put_prev_entity`)."""
        one: Entity | None = entity
        while one is not None and one.running:
            one.running, one.off = False, self._now
            one.queue.running.remove(one)
            one.queue.previous = one
            if one.queued:
                self._put(one)
            one = one.queue.entity

    def pick_next(self, now: int) -> Task | None:
        """Descend from the root to a task, and take that path out of its trees."""
        self._now = now
        self._asked = None
        if self.watch is not None:
            self.watch(now, self)
        queue = self.root
        path: list[Entity] = []
        while True:
            one = self.best(queue)
            if one is None:
                return None
            if one.delayed:  # it only waited for this (`pick_task_fair`: goto again)
                one.delayed = False
                self._gone(one, SETTLED)
                queue, path = self.root, []
                continue
            path.append(one)
            task = one.task
            if task is not None:
                break
            queue = one.mine  # type: ignore[assignment]  # what is no task is a group
        for one in path:
            self._take(one)
            one.running = True
            one.queue.running.append(one)
            if one.off != now or self._tick is None:  # else it never left (`prev == p`)
                one.ran = 0
                self._chosen(one)
        del self._ready[task]
        return task

    def charge(self, task: Task, ran: int, now: int) -> None:
        """Charge the whole path for what its task ran (`update_curr`)."""
        spent = ran * self._unit
        self._now = now
        self._asked = None
        one: Entity | None = task.entity
        while one is not None:
            one.ran += spent
            one.vruntime += spent * one.factor >> one.shift
            self._after(one)
            one = one.queue.entity
        if self.notes is not None:
            self._write(now, task)

    def slice(self, task: Task, now: int) -> int | None:
        """Return the ticks until the CPU is taken away; the engine asks after every event."""
        if self._asked is not task or self._now != now:
            self._asked, self._now = task, now
            self._answer = self._stretch(task, now)
        return self._answer

    def _stretch(self, task: Task, now: int) -> int | None:
        """Return the ticks until the scheduler looks for another, as things stand."""
        raise NotImplementedError

    def _write(self, now: int, task: Task) -> None:
        """Write down where a task stands, in ticks."""
        if self.notes is not None:
            self.note(now, task, "vruntime", task.entity.vruntime / self._unit)
            name, value = self._mark()
            if value != self._marked:
                self._marked = value
                self.note(now, None, name, value / self._unit)

    def _mark(self) -> tuple[str, int]:
        """Return where the root's queue stands, and what that is called."""
        return "min_vruntime", self.root.low

    def dequeue(self, task: Task, now: int, why: str) -> None:
        """Let a task go: from the CPU, or from its tree."""
        self._now = now
        self._asked = None
        if why in (MOVED, CHANGED):
            self.remove(task)
            return
        self._gone(task.entity, why)

    def remove(self, task: Task) -> None:
        """Take a queued task out, for another queue."""
        del self._ready[task]
        self._gone(task.entity, MOVED)

    def _gone(self, entity: Entity, why: str) -> None:
        """Let an entity compete no more, nor the groups it leaves empty (`dequeue_entities`)."""
        one: Entity | None = entity
        ran = entity.running
        while one is not None:
            queue = one.queue
            if not self._leaves(one, why):
                break
            queue.drop(one)
            if one.running:
                one.running = False
                queue.running.remove(one)
            else:
                self._take(one)
            self._settle(queue)
            one, why = queue.entity, BLOCKED
            if queue.count:
                break
        if ran and one is not None:
            self._put_back(one)

    def outranks(self, one: Task, other: Task, now: int) -> bool:
        """Return False: of ordinary tasks, who waits the longest gets the lock."""
        return False

    # ------------------------------------------------------------------ within
    def _settle(self, queue: Timeline) -> None:
        """Let `low` follow the least vruntime (`update_min_vruntime`)."""

    def _until(self, now: int, entity: Entity, left: int) -> int:
        """Return after how many ticks a timer looks that waits for `left` nanoseconds to run.

        With an exact timer that is as soon as they are over; the scheduler's tick comes at
        its own times, and looks at what it finds.
        """
        ticks = -(-left // self._unit)
        if self._tick is None:
            return max(ticks, entity.ran == 0)
        return -(-max(now + ticks, now + 1) // self._tick) * self._tick - now

    def _entity(self, task: Task) -> Entity:
        """Return the task's entity; make it, and its groups, at the first enqueue."""
        entity = task.entity
        queue = self._group(task.job.group)
        if entity is None:
            entity = task.entity = Entity(task, WEIGHTS[task.job.nice + 20], queue)
            if task.job.slice is not None:
                entity.request = task.job.slice * self._unit
        elif entity.queue is not queue:
            self._moves(entity, queue)
            entity.queue = queue
        return entity  # type: ignore[no-any-return]  # Task.entity is Any

    def _group(self, path: str) -> Timeline:
        """Return the queue of the group at `path`."""
        if path and not self._alone:
            raise InvalidInput("group", path, 'left out, or used with Cpus(queues="per_cpu")')
        queue, here = self.root, ""
        for name in filter(None, path.split("/")):
            here = f"{here}/{name}" if here else name
            if name not in queue.members:
                entity = Entity(None, self._shares.get(here, NICE_0_WEIGHT), queue)
                entity.mine = queue.members[name] = self._timeline(entity)
            queue = queue.members[name]
        return queue
