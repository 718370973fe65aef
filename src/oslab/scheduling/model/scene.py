"""Step through a story about locks, from one instant at which something happens to the next."""

from __future__ import annotations

from collections.abc import Callable

from oslab.errors import require_choice, require_whole
from oslab.scheduling.metrics import completion
from oslab.scheduling.model.inversion import inversion, pathfinder
from oslab.scheduling.records.scene import Scene
from oslab.scheduling.records.schedule import LOCK, RUNNING, Schedule

STORIES: dict[str, Callable[..., Schedule]] = {
    "three tasks": inversion,
    "Mars Pathfinder": pathfinder,
}
_TOLD = {
    "lock": "{0} has {1}", "unlock": "{0} lets go of {1}", "inherit": "{0} acts as {1}",
    "restore": "{0} is itself again", "reset": "{0} resets the computer",
}  # fmt: skip


def scene(*, story: str = "three tasks", protocol: str = "none", step: int = 0) -> Scene:
    """Return one instant of `inversion` or of `pathfinder`, and say what happens in it.

    >>> scene(step=1).happened
    ('high comes', 'low is put back', 'high waits for lock', 'low runs')

    Args:
        story: `"three tasks"` or `"Mars Pathfinder"`.
        protocol: of the lock, as `inversion`.
        step: 0 is the first tick at which something happens; past the last one, the last.

    Raises:
        InvalidInput: if a value is out of range.
    """
    require_choice("story", story, STORIES)
    require_whole("step", step, 0)
    whole = STORIES[story](protocol=protocol)
    instants = _instants(whole)
    place = min(step, len(instants) - 1)
    now = instants[place]
    return Scene(whole, now, place, len(instants), _told(whole, now))


def _instants(whole: Schedule) -> tuple[int, ...]:
    found = {job.arrival for job in whole.jobs} | {event.time for event in whole.events}
    found |= {edge for one in (*whole.slices, *whole.blocked) for edge in (one.start, one.end)}
    return tuple(sorted(tick for tick in found if tick <= whole.end))


def _told(whole: Schedule, now: int) -> tuple[str, ...]:
    """Say who comes, stops, asks, takes, lends and runs in one tick, in this order."""
    runs = [one for one in whole.slices if one.kind == RUNNING]
    done = {job for job, tick in completion(whole).items() if tick == now}
    waits = {one.job for one in whole.blocked if one.kind == LOCK and one.start == now}
    stops = {one.job for one in runs if one.end == now}
    said = [f"{job.name} comes" for job in whole.jobs if job.arrival == now]
    said += [f"{job} is done" for job in sorted(stops & done)]
    if now < whole.end:
        said += [f"{job} is put back" for job in sorted(stops - done - waits)]
    said += [
        f"{job.name} waits for {job.sections[0].lock}" for job in whole.jobs if job.name in waits
    ]
    said += [
        _TOLD[event.kind].format(event.job, event.detail)
        for event in whole.events
        if event.time == now and event.kind in _TOLD
    ]
    return (*said, *(f"{one.job} runs" for one in runs if one.start == now))
