"""`simulate`: the one door to the engine."""

from __future__ import annotations

from collections.abc import Iterable

from oslab.errors import InvalidInput, require, require_choice, require_whole
from oslab.scheduling.model.cpu import NEVER
from oslab.scheduling.model.engine import Engine
from oslab.scheduling.model.locks import PROTOCOLS
from oslab.scheduling.records.job import LONGEST, Cpus, Job, released
from oslab.scheduling.records.schedule import Event, Note, Schedule, Slice
from oslab.scheduling.run_queue import Policy


def simulate(
    jobs: Iterable[Job], policy: Policy, cpus: int | Cpus = 1, switch_cost: int = 0,
    until: int | None = None, *, locks: str = "none", notes: bool = True,
) -> Schedule:  # fmt: skip
    """Run `jobs` under `policy` and return who ran where and when.

    >>> from oslab.scheduling import Job, RoundRobin, simulate
    >>> print(simulate([Job("A", 0, 3), Job("B", 1, 1)], RoundRobin(quantum=1)))
    A 0-1, B 1-2, A 2-4

    Args:
        jobs: at least one, each with a name of its own.
        policy: an instance, such as `RoundRobin(quantum=4)`.
        cpus: how many, or a `Cpus` that also says how they share.
        switch_cost: ticks lost whenever a CPU goes from one job to another; the first
            job on a CPU, and one that comes back to where it was last, cost nothing.
        until: the tick at which to stop; needed for periodic jobs. None: when all is done.
        locks: `"none"`, `"inheritance"` or `"ceiling"`: what a critical section lends.
        notes: whether the policy writes down its numbers for the views.

    Raises:
        InvalidInput: if an argument has no meaning.
    """
    settings = Cpus(cpus) if not isinstance(cpus, Cpus) else cpus
    ok = hasattr(policy, "open") and not isinstance(policy, type)
    require(ok, "policy", policy, "an instance of a policy, such as RoundRobin(quantum=4)")
    require_whole("switch_cost", switch_cost, 0, LONGEST)
    require_choice("locks", locks, PROTOCOLS)
    require(isinstance(notes, bool), "notes", notes, "True or False")
    work = released(jobs, until)
    require(len(work) > 0, "until", until, "late enough for a job to arrive")
    _check_affinity(work, settings)
    engine = Engine(work, policy, settings, switch_cost, locks, notes)
    end = NEVER if until is None else until
    engine.run(end)
    if until is not None:
        engine.place.charge(until)
    return _record(engine, work, policy, end)


def _record(engine: Engine, work: tuple[Job, ...], policy: Policy, end: int) -> Schedule:
    slices = _slices(engine, end)
    last = max((cpu.left for cpu in engine.cpus), default=0) if end == NEVER else end
    waits = engine.blocked + engine.locks.close(max(last, 1))
    waits.sort(key=lambda row: (row[2], row[0]))
    notes = [note for queue in engine.queues for note in queue.notes or ()]
    if len(engine.queues) > 1:
        notes.sort(key=lambda note: note[0])
    return Schedule(
        jobs=work, slices=slices, blocked=_cut((row for row in waits if row[2] < row[3]), end),
        cpus=len(engine.cpus), end=last,
        events=tuple(map(Event._make, engine.events)), notes=tuple(map(Note._make, notes)),
        policy=repr(policy), switch_cost=engine.cpus[0].switch_cost,
    )  # fmt: skip


def _slices(engine: Engine, end: int) -> tuple[Slice, ...]:
    """Return what was on the CPUs before tick `end`, in order of start."""
    rows: list[Slice] = []
    for cpu in engine.cpus:
        cpu.close(end)
        rows += cpu.rows
    if len(engine.cpus) > 1:
        rows.sort(key=lambda row: (row[2], row[1]))
    return _cut(rows, end)


def _cut(rows: Iterable[Slice], end: int) -> tuple[Slice, ...]:
    """Return `rows` as slices that end by tick `end`."""
    if end == NEVER:
        return tuple(rows)
    return tuple(one if one[3] <= end else one._replace(end=end) for one in rows if one[2] < end)


def _check_affinity(work: tuple[Job, ...], settings: Cpus) -> None:
    for job in work:
        if job.affinity is None:
            continue
        fits = job.affinity[0] < settings.count
        require(fits, "affinity", job.affinity, f"at least one CPU below {settings.count}")
        if settings.count > 1 and settings.queues == "shared":
            raise InvalidInput("affinity", job.affinity, 'left out unless queues="per_cpu"')
