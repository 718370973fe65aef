"""CPUs that threads share: one queue for all of them, or one a CPU as Linux keeps them.

Invariant: a thread with work runs on one CPU or waits on one queue, and a CPU idles only while
its own queue is empty. With one queue nobody waits while a CPU idles. With one a CPU somebody can:
a woken thread goes to its last CPU, and if that is busy to the CPU of whoever woke it, even if
another one idles; and an idle CPU looks at the other queues only every `balance_ns`.

Who wakes is the receiver, the thread that hands over requests. It takes no CPU time here; it
moves to a CPU that takes a waiting thread, for it waits there too.

Ties: arrivals before events, events in the order in which they were set, CPUs by number.

Source: kernel/sched/fair.c, Linux 6.18: `select_task_rq_fair` with `wake_affine` and
`select_idle_sibling`; `select_idle_cpu` does not search where `update_idle_cpu_scan` found the
CPUs busy, nor `sched_balance_newidle` where that takes longer than a CPU usually idles;
`nohz_balancer_kick` comes with a tick.
"""

from __future__ import annotations

import heapq
from collections import deque
from dataclasses import dataclass, field

from oslab.errors import InvalidInput, require, require_choice, require_whole

WAKES = ("an idle CPU", "its last CPU", "the waker's CPU")
_BALANCE = -1


@dataclass(frozen=True, slots=True)
class Queues:
    """How threads wait for CPUs; times in nanoseconds, 0 or 1,000 to 1e10.

    Args:
        one_a_cpu: whether each CPU has a queue of its own; else one feeds them all.
        balance_ns: an idle CPU takes a thread that waits for another CPU only at
            multiples of this; 0: at once.
        wake: where a woken thread goes if its last CPU is busy: to an idle one if there
            is any, on the queue of the last one, or on that of the waker's.
        tick_ns: slices end only at multiples of this; 0: when they are over.

    Raises:
        InvalidInput: if a value is none of those.
    """

    one_a_cpu: bool = False
    balance_ns: int = 0
    wake: str = WAKES[0]
    tick_ns: int = 0

    def __post_init__(self) -> None:
        require(isinstance(self.one_a_cpu, bool), "one_a_cpu", self.one_a_cpu, "true or false")
        require_choice("wake", self.wake, WAKES)
        for argument, period in (("balance_ns", self.balance_ns), ("tick_ns", self.tick_ns)):
            if require_whole(argument, period, 0, 10**10) in range(1, 1_000):
                raise InvalidInput(argument, period, "0, or 1,000 to 1e10")


LINUX_QUEUES = Queues(one_a_cpu=True, balance_ns=4_000_000, wake=WAKES[2], tick_ns=4_000_000)
"""Two busy CPUs under Linux with 250 ticks a second (CONFIG_HZ)."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """What `RunQueues` is told of the CPUs and threads; times in nanoseconds."""

    threads: int
    cpus: int
    quantum: int
    switch: int
    queues: Queues


@dataclass(slots=True)
class _Cpu:
    """One CPU: the queue that feeds it, whether it idles, and how long it runs what it runs."""

    queue: deque[int] = field(default_factory=deque)
    idle: bool = True
    runs: int = 0


class RunQueues:
    """The state of one run; `play` plays it to the end."""

    def __init__(self, due: tuple[int, ...], work: tuple[int, ...], rules: Sharing) -> None:
        self.due, self.left, self.rules = due, list(work), rules
        self.queues, one = rules.queues, deque[int]()
        own = rules.queues.one_a_cpu
        self.cpus = [_Cpu(deque() if own else one) for _ in range(rules.cpus)]
        self.backlog: deque[int] = deque()
        self.asleep = deque(range(rules.threads))
        self.last = [thread % rules.cpus for thread in range(rules.threads)]
        self.serves = [-1] * rules.threads
        self.events: list[tuple[int, int, int, int]] = []
        self.set_so_far = 0
        self.balance_is_set = False
        self.receiver = 0
        self.starts, self.finishes = [-1] * len(due), [-1] * len(due)
        self.voluntary = self.involuntary = 0

    def play(self) -> None:
        """Take arrivals and events in time order until nothing is left."""
        coming = 0
        while coming < len(self.due) or self.events:
            if coming < len(self.due) and (
                not self.events or self.due[coming] <= self.events[0][0]
            ):
                now = self.due[coming]
                self.backlog.append(coming)
                coming += 1
            else:
                now, _, number, thread = heapq.heappop(self.events)
                if number == _BALANCE:
                    self.balance_is_set = False
                    self.pull(now)
                else:
                    self.end(now, number, thread)
            self.fill(now)

    def fill(self, now: int) -> None:
        """Give sleeping threads a request, idle CPUs a thread, and see to those who wait."""
        while self.asleep and self.backlog:
            thread = self.asleep.popleft()
            self.serve(now, thread)
            self.place(thread).queue.append(thread)
        for number, cpu in enumerate(self.cpus):
            if cpu.idle and cpu.queue:
                self.bring(now, number, cpu.queue.popleft())
        period = self.queues.balance_ns
        if self.stranded() and period == 0:
            self.pull(now)
        elif self.stranded() and not self.balance_is_set:
            self.balance_is_set = True
            self.set(now + period - now % period, _BALANCE)

    def serve(self, now: int, thread: int) -> None:
        """Let a thread take the request that has waited longest."""
        request = self.backlog.popleft()
        self.starts[request], self.serves[thread] = now, request

    def place(self, thread: int) -> _Cpu:
        """Return the CPU whose queue a woken thread joins."""
        last = self.cpus[self.last[thread]]
        idle = [cpu for cpu in self.cpus if cpu.idle and not cpu.queue]
        if last in idle or self.queues.wake == WAKES[1]:
            return last
        if self.queues.wake == WAKES[2]:
            return self.cpus[self.receiver]
        return idle[0] if idle else last

    def stranded(self) -> bool:
        """Tell whether a thread waits on one queue while another's CPU idles."""
        return any(cpu.idle for cpu in self.cpus) and any(cpu.queue for cpu in self.cpus)

    def pull(self, now: int) -> None:
        """Let each idle CPU take the first thread of the longest queue."""
        for number, cpu in enumerate(self.cpus):
            longest = max(self.cpus, key=lambda one: len(one.queue)).queue
            if cpu.idle and longest:
                self.receiver = number
                self.bring(now, number, longest.popleft())

    def bring(self, now: int, number: int, thread: int) -> None:
        """Bring a thread on a CPU, which costs a switch."""
        self.cpus[number].idle, self.last[thread] = False, number
        self.run(now + self.rules.switch, number, thread)

    def run(self, now: int, number: int, thread: int) -> None:
        """Let a thread run from `now` until its slice or its work ends."""
        stop = now + self.rules.quantum
        if self.queues.tick_ns:
            stop += -stop % self.queues.tick_ns
        cpu = self.cpus[number]
        cpu.runs = min(stop - now, self.left[self.serves[thread]])
        self.set(now + cpu.runs, number, thread)

    def end(self, now: int, number: int, thread: int) -> None:
        """Settle a slice: the request is done, or its thread goes on or makes room."""
        cpu = self.cpus[number]
        request = self.serves[thread]
        self.left[request] -= cpu.runs
        if self.left[request] == 0:
            self.finishes[request], cpu.idle = now, True
            if self.backlog:  # a free thread takes a waiting request without going to sleep
                self.serve(now, thread)
                cpu.queue.append(thread)
            else:
                self.asleep.append(thread)
                self.voluntary += 1
        elif cpu.queue:
            self.involuntary += 1
            cpu.queue.append(thread)
            cpu.idle = True
        else:
            self.run(now, number, thread)

    def set(self, when: int, number: int, thread: int = -1) -> None:
        """Set an event: the end of a thread's slice on a CPU, or a balance."""
        self.set_so_far += 1
        heapq.heappush(self.events, (when, self.set_so_far, number, thread))
