"""This machine: CPU, kernel, limits, and what it lets us measure."""

from __future__ import annotations

import functools
import os
import platform
import sys
from dataclasses import dataclass
from datetime import date
from html import escape

from oslab.measurement import Machine
from oslab.picture import TEXT_ONLY, home


@functools.cache
def this_machine() -> Machine:
    """Return what every measurement says about where it was taken."""
    return Machine(
        cpu=platform.processor() or "unknown",
        cpus=float(len(os.sched_getaffinity(0))),
        memory_bytes=os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"),
        kernel=platform.release(),
        architecture=platform.machine(),
        environment="unknown",
        python=sys.version.split()[0],
    )


@dataclass(frozen=True, slots=True)
class Card:
    """A machine and a day, shown as a small table on every page that measures."""

    rows: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return "\n".join(f"{name}: {value}" for name, value in self.rows)

    __repr__ = __str__

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        text = {"text/plain": str(self)}
        if home() == TEXT_ONLY:
            return text
        rows = "".join(
            f'<tr><th scope="row">{escape(name)}</th><td>{escape(value)}</td></tr>'
            for name, value in self.rows
        )
        caption = "<caption>The machine that measured this page</caption>"
        return {**text, "text/html": f'<table class="oslab-machine">{caption}{rows}</table>'}


def card() -> Card:
    """Return this machine and today's date as a table for a page."""
    machine = this_machine()
    return Card(
        (
            ("CPU", machine.cpu),
            ("usable CPUs", f"{machine.cpus:g}"),
            ("memory", f"{machine.memory_bytes / 2**30:.1f} GiB"),
            ("kernel", f"Linux {machine.kernel} {machine.architecture}"),
            ("environment", machine.environment),
            ("date", date.today().isoformat()),
        )
    )
