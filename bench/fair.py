"""The fair schedulers' queues beside simpler ones: EEVDF beside a scan, a tree beside a heap.

Everything runs in the same engine, in turn, and only CPU time counts. What it costs to let
the tasks arrive is timed alone and taken off.
"""

from __future__ import annotations

import heapq
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from oslab.scheduling import Cpus, Eevdf, Job, simulate
from oslab.scheduling.policies.eevdf_queue import EevdfQueue
from oslab.scheduling.policies.entities import Entity, Timeline
from oslab.scheduling.policies.red_black_tree import Node, RedBlackTree
from oslab.scheduling.run_queue import RunQueue, Task

REPEATS = 7
TASKS = 1_000
BASE = Eevdf("6.12")


@dataclass(frozen=True)
class Opens:
    """A policy that opens whatever queue it is given."""

    make: Callable[[Cpus, int], RunQueue]

    def open(self, cpus: Cpus, cpu: int) -> RunQueue:
        """Open it."""
        return self.make(cpus, cpu)


class Line(list[Entity]):
    """A plain list in place of the tree."""

    insert = list.append  # type: ignore[assignment]
    erase = list.remove

    @property
    def count(self) -> int:  # type: ignore[override]
        """How many there are."""
        return len(self)


class ScanQueue(EevdfQueue):
    """EEVDF as one would write it first: sum everyone up, keep the eligible, take the least."""

    def _timeline(self, entity: Entity | None) -> Timeline:
        return Timeline(Line(), entity)

    def _sum(self, queue: Timeline) -> int:
        everyone = [*queue.tree, *queue.running]
        return sum(one.vruntime * one.weight for one in everyone)

    def best(self, queue: Timeline) -> Entity | None:
        """Look at everyone."""
        total = self._sum(queue)
        fit = [one for one in queue.tree if one.vruntime * queue.load <= total]
        return min(fit, key=lambda one: one.deadline, default=None)


class LeastFirst(RunQueue):
    """Who ran least goes first, for a tick at a time, from a heap or from a tree."""

    def __init__(self, tree: bool) -> None:
        super().__init__()
        self.tree = RedBlackTree() if tree else None
        self.heap: list[tuple[int, int, Task]] = []
        self.joined = 0

    def __len__(self) -> int:
        return len(self.heap) if self.tree is None else self.tree.count

    def __iter__(self) -> Iterator[Task]:
        raise NotImplementedError

    def enqueue(self, task: Task, now: int, why: str) -> None:
        """Join by what it ran."""
        if self.tree is None:
            self.joined += 1
            heapq.heappush(self.heap, (task.ran, self.joined, task))
            return
        if task.entity is None:
            task.entity = Node()
            task.entity.vruntime = task
        task.entity.key = task.ran
        self.tree.insert(task.entity)

    def pick_next(self, now: int) -> Task | None:
        """Take the least."""
        if self.tree is None:
            return heapq.heappop(self.heap)[2] if self.heap else None
        node = self.tree.leftmost
        if node is None:
            return None
        self.tree.erase(node)
        return node.vruntime  # type: ignore[no-any-return]

    def slice(self, task: Task, now: int) -> int:
        """Return one tick."""
        return 1


def main() -> None:
    """Print a line a comparison."""
    sys.stdout.write(f"\n{'us a turn, 1000 tasks':34} {'ours':>8} {'peer':>8} {'ratio':>6}\n")
    jobs = [Job(f"J{i}", 0, 10**6, nice=i % 5, slice=1 + i % 3) for i in range(TASKS)]
    rules = BASE.open(Cpus(), 0)._rules
    scan = Opens(lambda *_: ScanQueue(rules, BASE.unit, None, {}, True))
    heaps = Eevdf("6.12", timeline="heaps")
    _compare("EEVDF, two heaps beside a scan", jobs, heaps, scan, (20_000, 600), 15)
    _compare("EEVDF, the tree beside a scan", jobs, BASE, scan, (20_000, 600), None)
    tree, heap = Opens(lambda *_: LeastFirst(True)), Opens(lambda *_: LeastFirst(False))
    for count in (10, 100, TASKS):
        what = f"a tree beside heapq, {count} tasks"
        _compare(what, jobs[:count], tree, heap, (20_000, 20_000), 0.4)


def _compare(
    what: str, jobs: list[Job], ours: object, peer: object, until: tuple[int, int],
    bound: float | None,
) -> None:  # fmt: skip
    pairs = [(_turn(jobs, ours, until[0]), _turn(jobs, peer, until[1])) for _ in range(REPEATS)]
    mine, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(peer / own for own, peer in pairs)
    flag = "" if bound is None else f"{bound:6.1f} " + ("pass" if ratio >= bound else "UNDER")
    sys.stdout.write(f"{what:34} {mine:8.2f} {theirs:8.2f} {ratio:6.2f} {flag}\n")
    sys.stdout.flush()


def _turn(jobs: list[Job], policy: object, until: int) -> float:
    """Return the CPU microseconds of one turn, without what arriving takes."""
    costs = []
    for end in (1, until):
        start = time.process_time()
        turns = len(simulate(jobs, policy, until=end, notes=False).slices)  # type: ignore[arg-type]
        costs.append(time.process_time() - start)
    return (costs[1] - costs[0]) / turns * 1e6


if __name__ == "__main__":
    main()
