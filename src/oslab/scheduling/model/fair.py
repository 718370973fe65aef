"""Linux's two fair schedulers for live figures: plain words and numbers in, a record out."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_choice, require_whole
from oslab.scheduling.model.named import workload
from oslab.scheduling.model.simulation import simulate
from oslab.scheduling.model.tree import snapshot
from oslab.scheduling.policies import Cfs, Eevdf
from oslab.scheduling.policies.entities import Entity
from oslab.scheduling.policies.fair import FairQueue
from oslab.scheduling.policies.weights import weight
from oslab.scheduling.records.job import Cpus
from oslab.scheduling.records.schedule import Schedule
from oslab.scheduling.records.tree import Tree, TreeNode

FAIR = ("Cfs", "Eevdf 6.6", "Eevdf 6.12", "Eevdf 6.18")
EXAMPLE = "A 0 40, B 0 40 nice=5, C 12 2+9+2+9+2"
_LONGEST = 400
_MS = 1_000_000


def fair(
    *, jobs: str = EXAMPLE, policy: str = "Eevdf 6.18", request: int = 3, latency: int = 6,
    start_debit: bool = True, wakeup_preemption: bool = True, tick: int = 0, until: int = 60,
) -> Schedule:  # fmt: skip
    """Return what a fair scheduler makes of some jobs on one CPU, in ticks of a millisecond.

    >>> print(fair(jobs="A 0 9, B 0 9", policy="Cfs", until=12))
    A 0-3, B 3-6, A 6-9, B 9-12

    Args:
        jobs: as `workload` reads them, with claims such as nice=5, slice=2 or group=a/b.
        policy: `"Cfs"`, `"Eevdf 6.6"`, `"Eevdf 6.12"` or `"Eevdf 6.18"`.
        request: EEVDF's base slice, 1 to 100 ms; the kernel's own is 0.7.
        latency: in which CFS lets everyone run once, 1 to 100 ms; a turn lasts an eighth of
            it at least.
        start_debit: whether a newcomer starts a slice late (CFS) or with half a request (EEVDF).
        wakeup_preemption: whether one who wakes or arrives may take the CPU.
        tick: ms between ticks of the scheduler, at which alone a turn can end; 0: exact.
        until: the tick at which to stop, 1 to 400.

    Raises:
        InvalidInput: if a value is out of range.
    """
    chosen = _policy(policy, request, latency, start_debit, wakeup_preemption, tick)
    return simulate(workload(jobs), chosen, until=require_whole("until", until, 1, _LONGEST))


def run_queue(
    *, step: int = 0, jobs: str = EXAMPLE, policy: str = "Eevdf 6.18", request: int = 3,
    latency: int = 6, start_debit: bool = True, wakeup_preemption: bool = True, until: int = 60,
) -> Tree:  # fmt: skip
    """Return the tree of a fair scheduler's queue just before one of its picks.

    CFS sorts by vruntime; EEVDF by deadline, and keeps the least vruntime below each node.

    Args:
        step: which pick, from 0; past the last, the last.
        jobs: as `fair`.
        policy: as `fair`.
        request: as `fair`.
        latency: as `fair`.
        start_debit: as `fair`.
        wakeup_preemption: as `fair`.
        until: as `fair`.

    Raises:
        InvalidInput: if a value is out of range.
    """
    require_whole("step", step, 0)
    chosen = _policy(policy, request, latency, start_debit, wakeup_preemption, 0)
    watched = _Watched(chosen, [])
    simulate(workload(jobs), watched, until=require_whole("until", until, 1, _LONGEST))
    pictures = watched.pictures
    place = min(step, len(pictures) - 1)
    nodes, root, marked, happened = pictures[place]
    return Tree(nodes, root, marked, place, len(pictures), happened)


def nice_shares(*, nices: tuple[int, ...] = (0, 5)) -> tuple[float, ...]:
    """Return the part of a CPU that each of some spinners gets, by the weights alone.

    >>> [round(part, 4) for part in nice_shares(nices=(0, 5))]
    [0.7535, 0.2465]

    Args:
        nices: 1 to 100 nice values.

    Raises:
        InvalidInput: if there are none, or one is out of range.
    """
    ok = isinstance(nices, tuple | list) and 1 <= len(nices) <= 100
    require(ok, "nices", nices, "1 to 100 nice values")
    weights = [weight(require_whole("nices", nice, -20, 19)) for nice in nices]
    return tuple(one / sum(weights) for one in weights)


def _policy(
    policy: str, request: int, latency: int, debit: bool, preemption: bool, tick: int
) -> Cfs | Eevdf:
    require_choice("policy", policy, FAIR)
    require_whole("request", request, 1, 100)
    require_whole("latency", latency, 1, 100)
    for name, value in (("start_debit", debit), ("wakeup_preemption", preemption)):
        require(isinstance(value, bool), name, value, "True or False")
    every = require_whole("tick", tick, 0, _LONGEST) or None
    if policy == "Cfs":
        return Cfs(
            latency * _MS, latency * _MS // 8, start_debit=debit, wakeup_preemption=preemption,
            tick=every,
        )  # fmt: skip
    return Eevdf(
        policy.removeprefix("Eevdf "), request * _MS, half_first=debit,
        wakeup_preemption=preemption, tick=every,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Watched:
    """A policy whose queue leaves a picture of its tree before every pick."""

    policy: Cfs | Eevdf
    pictures: list[tuple[tuple[TreeNode, ...], int, tuple[int, ...], str]]

    def open(self, cpus: Cpus, cpu: int) -> FairQueue:
        """Open the policy's own queue, with a watcher."""
        queue = self.policy.open(cpus, cpu)
        queue.watch = self._look
        return queue

    def _look(self, now: int, queue: FairQueue) -> None:
        line = queue.root
        if line.tree.count == 0:
            return
        order = list(line.tree)
        average = sum(one.vruntime * one.weight for one in order) / line.load
        fair = isinstance(self.policy, Eevdf)
        best = queue.best(line)

        def label(one: Entity) -> tuple[float, str, str, bool]:
            key, own = one.key / _MS, one.vruntime / _MS
            if not fair:
                return key, _name(one), f"{own:.1f}", False
            return key, _name(one), f"d {key:.1f} v {own:.1f}", one.vruntime > average

        nodes, root = snapshot(line.tree, label)
        marked = (order.index(best),) if best is not None else ()
        self.pictures.append((nodes, root, marked, _told(now, best, nodes, average / _MS, fair)))


def _told(
    now: int, best: Entity | None, nodes: tuple[TreeNode, ...], average: float, fair: bool
) -> str:
    name = "nobody" if best is None else _name(best)
    if not fair:
        return f"tick {now}: {name} is leftmost, it has had the least"
    fit = [one.name for one in nodes if not one.faint]
    said = f"tick {now}: V is {average:.1f}; eligible: {', '.join(fit)}"
    if best is not None and best.delayed:
        return f"{said}; {name} sleeps, its debt is paid: it leaves"
    return f"{said}; {name} has the earliest deadline"


def _name(entity: Entity) -> str:
    if entity.task is not None:
        return entity.task.job.name
    groups = entity.queue.members.items()
    return next(name for name, queue in groups if queue is entity.mine)
