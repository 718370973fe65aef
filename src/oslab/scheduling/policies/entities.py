"""What competes for time, and the queues they compete in: `sched_entity` and `cfs_rq`.

An entity is a task or a group of tasks. Every group has a `Timeline` of its own, and an entity
that competes in its parent's. A running entity competes, but is not in the tree: its key
changes all the time.

Virtual time is kept in whole nanoseconds.

Source: include/linux/sched.h, struct sched_entity; kernel/sched/sched.h, struct cfs_rq;
Linux 5.13 to 6.18.
"""

from __future__ import annotations

from typing import Any

from oslab.errors import InvalidInput
from oslab.scheduling.policies.red_black_tree import Node
from oslab.scheduling.policies.weights import fair_ratio
from oslab.scheduling.run_queue import Task


class Entity(Node):
    """What competes for time in one queue: `struct sched_entity`."""

    __slots__ = (
        "deadline",
        "delayed",
        "factor",
        "lag",
        "mine",
        "off",
        "protected",
        "queue",
        "queued",
        "ran",
        "request",
        "running",
        "shift",
        "slice",
        "task",
        "weight",
    )  # fmt: skip

    def __init__(self, task: Task | None, weight: int, queue: Timeline) -> None:
        super().__init__()
        self.task = task
        self.weight = weight
        self.factor, self.shift = fair_ratio(weight)
        self.queue = queue
        """Where it competes."""
        self.mine: Timeline | None = None
        """The queue it stands for, if it is a group."""
        self.queued = self.running = False
        """Whether it competes at all (`on_rq`), and whether it is on a CPU now."""
        self.ran = 0
        """Nanoseconds since it came onto the CPU."""
        self.off = -1
        """The tick in which it last left a CPU."""
        self.deadline = self.lag = self.slice = self.protected = 0
        self.request: int | None = None
        """The slice it asked for itself."""
        self.delayed = False


class Timeline:
    """The entities that compete with each other: `struct cfs_rq`."""

    __slots__ = (
        "count",
        "entity",
        "load",
        "low",
        "members",
        "previous",
        "running",
        "slices",
        "tree",
        "weighted",
    )  # fmt: skip

    def __init__(self, tree: Any, entity: Entity | None) -> None:
        self.tree = tree
        self.entity = entity
        """The group's entity in its parent's queue; None at the root."""
        self.running: list[Entity] = []
        self.count = self.load = 0
        """How many compete here, running or not, and what they weigh together."""
        self.low = 0
        """`min_vruntime`: follows the least vruntime, and never goes back."""
        self.weighted = 0
        """The sum of `vruntime * weight` over the tree."""
        self.slices: dict[int, int] = {}
        """How many ask for each length of slice (EEVDF)."""
        self.previous: Entity | None = None
        """Who was put back last."""
        self.members: dict[str, Timeline] = {}

    def add(self, entity: Entity) -> None:
        """Let `entity` compete (`account_entity_enqueue`)."""
        entity.queued = True
        self.count += 1
        self.load += entity.weight
        self.slices[entity.slice] = self.slices.get(entity.slice, 0) + 1

    def drop(self, entity: Entity) -> None:
        """Let it compete no more."""
        entity.queued = False
        self.count -= 1
        self.load -= entity.weight
        left = self.slices[entity.slice] - 1
        if left:
            self.slices[entity.slice] = left
        else:
            del self.slices[entity.slice]


def matching(one: Entity, other: Entity) -> tuple[Entity, Entity]:
    """Return the two entities, or the groups they are in, that compete in one queue.

    Source: kernel/sched/fair.c, find_matching_se, Linux 5.13 to 6.18.
    """
    if one.queue is other.queue:
        return one, other
    path = []
    above: Entity | None = one
    while above is not None:
        path.append(above)
        above = above.queue.entity
    below: Entity | None = other
    while below is not None:
        for entity in path:
            if entity.queue is below.queue:
                return entity, below
        below = below.queue.entity
    raise InvalidInput("task", one, "in the same hierarchy as the other")
