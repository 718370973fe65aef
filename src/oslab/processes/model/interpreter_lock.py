"""Threads under one interpreter lock: who holds it, who waits, and what they gain.

A thread needs the lock to run Python and gives it back to run compiled code or
to block. One that wants a taken lock waits; after the switch interval without a
change of holder it asks, and the holder gives the lock up at once. The lock goes
to the thread that has waited longest. CPUs are shared in slices, as by a
scheduler that knows nothing of the lock: a holder without a CPU keeps the lock.

Ties at one microsecond are settled in the order of the threads, and a section
that ends is seen before a waiter that asks. Waking a thread takes no time here:
a real one needs some microseconds, which is the part of the gap that is left.

Source: CPython 3.11, Python/ceval_gil.h, `take_gil` and `drop_gil`.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from oslab.processes.records.gil import (
    BLOCKED,
    HOLDS,
    OUTSIDE,
    READY,
    WAITS,
    LockTimeline,
    Span,
)

SLICE_US = 3_000
"""How long a CPU stays with one of several threads: about EEVDF's slice on two CPUs."""

DONE = "done"
ENDLESS = 10**12


@dataclass(slots=True)
class PlannedThread:
    """What one thread has left to do, and where it stands.

    Args:
        name: shown beside its lane.
        hold_us: Python in each round; `ENDLESS` for a thread that never ends.
        outside_us: time without the lock in each round, after the Python.
        rounds: how many are left.
        blocks: whether the time outside needs no CPU.
        state: one of the record's states, or `DONE`.
        left_us: what is left of the section it is in.
        since_us: when it began to wait.
        slice_us: what is left of its turn on a CPU.
        on_cpu: whether it has a CPU.
    """

    name: str
    hold_us: int
    outside_us: int
    rounds: int
    blocks: bool = False
    state: str = WAITS
    left_us: int = 0
    since_us: int = 0
    slice_us: int = SLICE_US
    on_cpu: bool = False


class Interpreter:
    """The lock, its queue, and the CPUs; `run` steps from event to event."""

    def __init__(self, threads: list[PlannedThread], cpus: int, interval_us: int) -> None:
        self.threads, self.cpus, self.interval_us = threads, cpus, interval_us
        self.now, self.forced, self.changed_us = 0, 0, 0
        self.holder: PlannedThread | None = None
        self.waiting: deque[PlannedThread] = deque()
        self.ready: deque[PlannedThread] = deque()
        self.spans: list[Span] = []
        for thread in threads:
            self._begin_round(thread)

    def run(self) -> LockTimeline:
        """Run until every thread with an end of its own has reached it."""
        ends = [t for t in self.threads if t.hold_us < ENDLESS]
        self._settle()
        while any(thread.state != DONE for thread in ends):
            self._advance(self._next_event_us())
            self._settle()
        return LockTimeline(
            threads=tuple(thread.name for thread in self.threads),
            cpus=self.cpus,
            switch_interval_us=self.interval_us,
            spans=tuple(sorted(_joined(self.spans), key=lambda s: (s.start_us, s.thread))),
            end_us=self.now,
            forced=self.forced,
        )

    def _begin_round(self, thread: PlannedThread) -> None:
        if thread.rounds == 0:
            thread.state = DONE
            return
        thread.rounds -= 1
        if thread.hold_us:
            thread.left_us = thread.hold_us
            self._wait(thread)
        else:
            self._leave_lock(thread)

    def _wait(self, thread: PlannedThread) -> None:
        thread.state, thread.since_us = WAITS, self.now
        self.waiting.append(thread)

    def _leave_lock(self, thread: PlannedThread) -> None:
        if thread.outside_us == 0:
            self._begin_round(thread)
            return
        thread.left_us = thread.outside_us
        thread.state = BLOCKED if thread.blocks else OUTSIDE
        if not thread.blocks:
            self._want_cpu(thread)

    def _want_cpu(self, thread: PlannedThread) -> None:
        if not thread.on_cpu and thread not in self.ready:
            self.ready.append(thread)

    def _settle(self) -> None:
        """Let everything happen that is due now."""
        for thread in self.threads:
            if thread.left_us == 0 and thread.state in (HOLDS, OUTSIDE, BLOCKED):
                self._end_section(thread)
        if self._asked_us() == self.now and self.holder and self.holder.on_cpu:
            self.forced += 1
            holder, self.holder = self.holder, None
            holder.on_cpu = False
            self._wait(holder)
        if self.holder is None and self.waiting:
            self.holder = self.waiting.popleft()
            self.holder.state, self.changed_us = HOLDS, self.now
            self._want_cpu(self.holder)
        self._give_cpus()

    def _end_section(self, thread: PlannedThread) -> None:
        held = thread.state == HOLDS
        if held:
            self.holder = None
            self._leave_lock(thread)
        else:
            self._begin_round(thread)
        if thread.state not in (HOLDS, OUTSIDE):
            thread.on_cpu = False

    def _give_cpus(self) -> None:
        for thread in self.threads:
            if thread.on_cpu and thread.slice_us == 0:
                thread.slice_us = SLICE_US
                if self.ready:
                    thread.on_cpu = False
                    self.ready.append(thread)
        while self.ready and sum(t.on_cpu for t in self.threads) < self.cpus:
            thread = self.ready.popleft()
            thread.on_cpu, thread.slice_us = True, SLICE_US

    def _asked_us(self) -> int | None:
        """When the longest waiter asks for the lock; None if nobody waits for a holder."""
        if self.holder is None or not self.waiting:
            return None
        due = max(self.changed_us, self.waiting[0].since_us) + self.interval_us
        return max(due, self.now)

    def _next_event_us(self) -> int:
        times = [self.now + t.left_us for t in self.threads if t.on_cpu or t.state == BLOCKED]
        times += [self.now + t.slice_us for t in self.threads if t.on_cpu]
        asked = self._asked_us()
        if asked is not None and self.holder and self.holder.on_cpu:
            times.append(asked)
        return min(times)

    def _advance(self, until_us: int) -> None:
        spent = until_us - self.now
        for number, thread in enumerate(self.threads):
            state = thread.state
            if state in (HOLDS, OUTSIDE) and not thread.on_cpu:
                state = READY
            if state != DONE and spent:
                self.spans.append(Span(number, state, self.now, until_us))
            if thread.on_cpu or thread.state == BLOCKED:
                thread.left_us -= spent
            if thread.on_cpu:
                thread.slice_us -= spent
        self.now = until_us


def _joined(spans: list[Span]) -> list[Span]:
    """Merge neighbours of one thread in one state: an event elsewhere is no change."""
    last: dict[int, Span] = {}
    joined: list[Span] = []
    for span in spans:
        before = last.get(span.thread)
        if before and before.state == span.state and before.end_us == span.start_us:
            last[span.thread] = Span(span.thread, span.state, before.start_us, span.end_us)
            continue
        if before:
            joined.append(before)
        last[span.thread] = span
    return joined + list(last.values())
