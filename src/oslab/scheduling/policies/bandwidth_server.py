"""The constant-bandwidth server: so many ticks in every period, and never more.

Linux calls it SCHED_DEADLINE. A job with a `budget` has a server of its own: `budget` ticks,
due `deadline` ticks after they were granted, again after each `period`. Releases of one
periodic job share one server, one after the other. Servers are ordered by deadline (EDF).

    wake-up     keep what is left if left / (due - now) <= budget / deadline; else a fresh grant
                (`dl_entity_overflow`); where the deadline is shorter than the period and not
                past, what is left is cut to fit instead (`update_dl_revised_wakeup`); woken
                between deadline and period, wait for the next one (`dl_check_constrained_dl`)
    used up     Linux throttles: nothing until the next period begins, then `budget` more, due
                a period later (`replenish_dl_entity`). The paper grants at once and lets the
                deadline pay (`postpone`): whoever overruns only becomes less urgent
    yield       the rest of the budget is given up until the next period (`yield_task_dl`)

Source: kernel/sched/deadline.c, Linux 6.12; Abeni and Buttazzo, Integrating Multimedia
Applications in Hard Real-Time Systems (RTSS, 1998).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from oslab.errors import InvalidInput, require_choice
from oslab.scheduling.records import Cpus, Job
from oslab.scheduling.run_queue import (
    ARRIVED,
    BLOCKED,
    CHANGED,
    FINISHED,
    MOVED,
    PREEMPTED,
    WOKEN,
    YIELDED,
    RunQueue,
    Task,
)

EXHAUSTED = ("throttle", "postpone")


@dataclass(frozen=True, slots=True)
class BandwidthServer:
    """Give each job with a `budget` that much CPU in every period; the rest share what is left.

    Jobs without a budget run when no server wants to, first come, first served. A job with a
    budget needs a deadline or a period; the one it lacks equals the other. The server is exact
    on one CPU or one shared queue.

    Args:
        exhausted: `"throttle"` as Linux does, or `"postpone"` as the paper does: what becomes
            of a server that has used up its budget.

    Raises:
        InvalidInput: if `exhausted` is neither.

    Source: kernel/sched/deadline.c, Linux 6.12; Abeni and Buttazzo (RTSS, 1998).
    """

    exhausted: str = "throttle"

    def __post_init__(self) -> None:
        require_choice("exhausted", self.exhausted, EXHAUSTED)

    def open(self, cpus: Cpus, cpu: int) -> BandwidthServerQueue:
        """Open an empty queue."""
        return BandwidthServerQueue(self.exhausted == "throttle")


class _Server:
    """What is left of one job's budget, and when it is due."""

    __slots__ = ("budget", "deadline", "due", "left", "period", "running", "tasks", "until")

    def __init__(self, job: Job) -> None:
        assert job.budget is not None  # noqa: S101 - asked by `_server`
        period = job.period or job.deadline
        if period is None:
            raise InvalidInput("budget", job.budget, f"with a deadline or a period ({job.name})")
        self.budget, self.period = job.budget, period
        self.deadline = min(job.deadline or period, period)
        if self.budget > self.deadline:
            raise InvalidInput("budget", job.budget, f"no more than the deadline of {job.name}")
        self.left = self.due = 0
        self.until = 0
        """The tick at which a throttled server gets its next budget; 0 if it is not throttled."""
        self.running: Task | None = None
        self.tasks: deque[Task] = deque()

    def grant(self, now: int) -> None:
        """Begin a new period now (`replenish_dl_new_period`)."""
        self.left, self.due, self.until = self.budget, now + self.deadline, 0

    def replenish(self, now: int) -> None:
        """Add budgets, each due a period later, until there is something left."""
        self.until = 0
        while self.left <= 0:
            self.due += self.period
            self.left += self.budget
        if self.due < now:
            self.grant(now)

    def throttle(self, now: int) -> None:
        """Wait for the next period, or take its budget if that has begun."""
        self.until = self.due - self.deadline + self.period
        if self.until <= now:
            self.replenish(now)

    def wake(self, now: int) -> None:
        """Settle what a server that was idle may still use."""
        if self.until:
            if self.until > now:
                return
            self.replenish(self.until)
        constrained = self.deadline < self.period
        if self.due <= now:
            begins = self.due - self.deadline + self.period
            if self.due and constrained and now < begins:
                self.left, self.until = 0, begins
            else:
                self.grant(now)
        elif self.left * self.deadline > (self.due - now) * self.budget:
            if constrained:
                self.left = self.budget * (self.due - now) // self.deadline
                if self.left == 0:
                    self.throttle(now)
            else:
                self.grant(now)


class BandwidthServerQueue(RunQueue):
    """Servers in order of deadline; behind them, a line of those who have none."""

    def __init__(self, throttles: bool) -> None:
        super().__init__()
        self._throttles = throttles
        self._servers: dict[str, _Server] = {}
        self._line: deque[Task] = deque()

    def _server(self, task: Task) -> _Server | None:
        job = task.job
        if job.budget is None:
            return None
        name = job.task or job.name
        if name not in self._servers:
            self._servers[name] = _Server(job)
        return self._servers[name]

    def __len__(self) -> int:
        return len(self._line) + sum(len(server.tasks) for server in self._servers.values())

    def __iter__(self) -> Iterator[Task]:
        for server in sorted(self._servers.values(), key=lambda one: one.due):
            yield from server.tasks
        yield from self._line

    def enqueue(self, task: Task, now: int, why: str) -> None:
        """Join one's server, which may wake by it; or the line of those without."""
        server = self._server(task)
        if server is None:
            (self._line.appendleft if why == PREEMPTED else self._line.append)(task)
            return
        ran = server.running is task
        if ran:
            # Preempted or out of budget, it has not lost its place among its server's tasks.
            server.running = None
            server.tasks.appendleft(task)
        else:
            server.tasks.append(task)
        alone = server.running is None and len(server.tasks) == 1
        if alone and why in (ARRIVED, WOKEN, MOVED):
            server.wake(now)
            self._tell(task, server, now)
        elif why == YIELDED and self._throttles and not server.until:
            server.left = 0
            server.throttle(now)
            self._tell(task, server, now)

    def pick_next(self, now: int) -> Task | None:
        """Take the first of the server that is due soonest, or of the line."""
        best: _Server | None = None
        for server in self._servers.values():
            able = server.tasks and not server.until and server.running is None
            if able and (best is None or server.due < best.due):
                best = server
        if best is not None:
            best.running = best.tasks.popleft()
            return best.running
        return self._line.popleft() if self._line else None

    def remove(self, task: Task) -> None:
        """Take a task out, wherever it stands."""
        server = self._server(task)
        (self._line if server is None else server.tasks).remove(task)

    def dequeue(self, task: Task, now: int, why: str) -> None:
        """Let a task go; its server keeps what is left."""
        if why in (MOVED, CHANGED):
            self.remove(task)
        server = self._server(task)
        if server is not None and why in (BLOCKED, FINISHED):
            server.running = None

    def slice(self, task: Task, now: int) -> int | None:
        """Return what is left of the budget."""
        server = self._server(task)
        return None if server is None else server.left

    def charge(self, task: Task, ran: int, now: int) -> None:
        """Take off the budget what was run; used up, wait or pay with the deadline."""
        server = self._server(task)
        if server is None:
            return
        server.left -= ran
        if server.left <= 0:
            if self._throttles:
                server.throttle(now)
            else:
                server.replenish(now)
            self._tell(task, server, now)

    def preempts(self, new: Task, task: Task, now: int) -> bool:
        """Return whether `new` has a server that may run and is due strictly sooner."""
        mine, its = self._server(new), self._server(task)
        if mine is None or mine.until or mine.running is not None:
            return False
        return its is None or mine.due < its.due

    def next_event(self, now: int) -> int | None:
        """Return when the next throttled server that is wanted gets its budget."""
        return min(
            (one.until for one in self._servers.values() if one.until and one.tasks), default=None
        )

    def on_event(self, now: int) -> None:
        """Replenish who has waited for it."""
        for server in self._servers.values():
            if server.tasks and 0 < server.until <= now:
                server.replenish(now)
                self._tell(server.tasks[0], server, now)

    def _tell(self, task: Task, server: _Server, now: int) -> None:
        self.note(now, task, "budget", server.left)
        self.note(now, task, "due", server.due)
