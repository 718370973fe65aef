"""Control groups: may we make our own, controller by controller?"""

from __future__ import annotations

from oslab.errors import Unavailable
from oslab.linux import cgroup
from oslab.linux.capability.outcome import Capability, found, missing


def control_groups() -> tuple[Capability, ...]:
    """Make a group for each controller and remove it at once."""
    return tuple(one for controller in cgroup.CONTROLLERS for one in _try(controller))


def _try(controller: str) -> tuple[Capability, ...]:
    name = f"cgroup writes: {controller}"
    try:
        with cgroup.make(controller) as group:
            version = group.directories[controller][1]
    except Unavailable as error:
        return missing(name, f"{error.what} is not to be had", error.remedy)
    return found(name, f"made and removed a group of v{version}")
