"""Multi-level feedback queue: who gives the CPU back early stays urgent, who does not sinks."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from oslab.errors import InvalidInput, require, require_choice, require_whole
from oslab.scheduling.records import Cpus
from oslab.scheduling.records.job import LONGEST
from oslab.scheduling.run_queue import (
    BLOCKED,
    CHANGED,
    EXPIRED,
    FINISHED,
    MOVED,
    PREEMPTED,
    PREEMPTED_FIRST,
    TIES,
    WOKEN,
    RunQueue,
    Task,
)


@dataclass(frozen=True, slots=True)
class MultiLevelFeedback:
    """Round robin within the highest level that has a ready task.

    A task starts at the top; when it has used up its allotment at a level, however often it
    gave the CPU back in between, it moves one level down. A task that comes ready at a higher
    level takes the CPU; who is preempted so goes on later with what was left of its turn.

    Args:
        quanta: ticks of a turn, a number a level, the top level first.
        allotments: turns a task may use at a level, a number a level (a single one: for all).
        boost: every so many ticks all tasks go back to the top; None for never.
        io_resets: the old rule 4: giving the CPU back for I/O renews the allotment, which
            invites a task to game the scheduler.
        io_front: a task that comes back from I/O goes to the front of its level, before
            whoever runs there.
        tie: as `RoundRobin`.

    Raises:
        InvalidInput: if a value is out of range or the two lists differ in length.

    Source: OSTEP chapter 8, rules 1 to 5, and its program mlfq.py, whose schedules this equals.
    """

    quanta: tuple[int, ...] = (10, 10, 10)
    allotments: tuple[int, ...] = (1,)
    boost: int | None = None
    io_resets: bool = False
    io_front: bool = False
    tie: str = PREEMPTED_FIRST

    def __post_init__(self) -> None:
        for field in ("quanta", "allotments"):
            values = getattr(self, field)
            if not isinstance(values, tuple | list) or not 1 <= len(values) <= 1_000:
                raise InvalidInput(field, values, "1 to 1000 whole numbers, the top level first")
            for value in values:
                require_whole(field, value, 1, LONGEST)
            object.__setattr__(self, field, tuple(values))
        if len(self.allotments) == 1:
            object.__setattr__(self, "allotments", self.allotments * len(self.quanta))
        ok = len(self.allotments) == len(self.quanta)
        require(ok, "allotments", self.allotments, f"one number, or {len(self.quanta)}")
        if self.boost is not None:
            require_whole("boost", self.boost, 1, LONGEST)
        for field in ("io_resets", "io_front"):
            ok = isinstance(getattr(self, field), bool)
            require(ok, field, getattr(self, field), "True or False")
        require_choice("tie", self.tie, TIES)

    def open(self, cpus: Cpus, cpu: int) -> FeedbackQueue:
        """Open empty levels."""
        return FeedbackQueue(self)


class _Standing:
    """Where a task stands: its level, and what is left of its turn and of its turns."""

    __slots__ = ("bumped", "level", "ticks", "turns")

    def __init__(self, policy: MultiLevelFeedback) -> None:
        self.bumped = False
        self.enter(policy, 0)

    def enter(self, policy: MultiLevelFeedback, level: int) -> None:
        """Begin at a level with everything before it."""
        self.level = level
        self.ticks = policy.quanta[level]
        self.turns = policy.allotments[level]


class FeedbackQueue(RunQueue):
    """A line a level."""

    steady = True

    def __init__(self, policy: MultiLevelFeedback) -> None:
        super().__init__()
        self.tie = policy.tie
        self._policy = policy
        self._levels: list[deque[Task]] = [deque() for _ in policy.quanta]
        self._known: dict[Task, None] = {}

    def __len__(self) -> int:
        return sum(map(len, self._levels))

    def __iter__(self) -> Iterator[Task]:
        return (task for level in self._levels for task in tuple(level))

    def enqueue(self, task: Task, now: int, why: str) -> None:
        """Join the level it has earned: at the back, or the front if it was preempted."""
        standing: _Standing | None = task.entity
        if standing is None:
            standing = task.entity = _Standing(self._policy)
            self.note(now, task, "level", 0)
        if standing.ticks == 0:
            self._end_turn(task, now)
        if why == EXPIRED:  # nearly always
            self._levels[standing.level].append(task)
            return
        self._known[task] = None
        line = self._levels[standing.level]
        standing.bumped = why == WOKEN and self._policy.io_front
        if standing.bumped:
            line.appendleft(task)
        elif why == PREEMPTED:
            place = 0
            while place < len(line) and line[place].entity.bumped:
                place += 1
            line.insert(place, task)
        else:
            line.append(task)

    def pick_next(self, now: int) -> Task | None:
        """Take the front of the highest level that has one."""
        for line in self._levels:
            if line:
                task = line.popleft()
                task.entity.bumped = False
                return task
        return None

    def remove(self, task: Task) -> None:
        """Take a task out of its level."""
        self._levels[task.entity.level].remove(task)

    def dequeue(self, task: Task, now: int, why: str) -> None:
        """Let a task go; under the old rule 4, I/O renews its allotment."""
        if why == BLOCKED:
            over = task.entity.ticks == 0
            if self._policy.io_resets:
                task.entity.enter(self._policy, task.entity.level)
            if over:  # the turn that ends with the I/O counts, as in mlfq.py
                self._end_turn(task, now)
        if why in (MOVED, CHANGED):
            self.remove(task)
        if why in (MOVED, FINISHED):
            self._known.pop(task, None)

    def slice(self, task: Task, now: int) -> int:
        """Return what is left of its turn."""
        left: int = task.entity.ticks
        return left

    def charge(self, task: Task, ran: int, now: int) -> None:
        """Take off the turn what was run."""
        task.entity.ticks -= ran

    def _end_turn(self, task: Task, now: int) -> None:
        """Begin the next turn: at this level, or one lower when the allotment is gone."""
        standing: _Standing = task.entity
        standing.turns -= 1
        if standing.turns > 0:
            standing.ticks = self._policy.quanta[standing.level]
            return
        if standing.level + 1 < len(self._levels):
            standing.level += 1
            self.note(now, task, "level", standing.level)
        standing.enter(self._policy, standing.level)

    def preempts(self, new: Task, task: Task, now: int) -> bool:
        """Return whether `new` stands at a higher level, or was bumped to the front of this."""
        level: int = task.entity.level
        return bool(new.entity.level < level + new.entity.bumped)

    def next_event(self, now: int) -> int | None:
        """Return when the next boost is due: at every multiple of `boost`."""
        every = self._policy.boost
        return None if every is None else (now // every + 1) * every

    def on_event(self, now: int) -> None:
        """Boost: queued tasks join the top level, those of the lowest level first."""
        top = self._levels[0]
        for line in reversed(self._levels[1:]):
            top.extend(line)
            line.clear()
        for task in self._known:
            if task.entity.level > 0:
                self.note(now, task, "level", 0)
            task.entity.enter(self._policy, 0)
