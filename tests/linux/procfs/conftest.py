"""Saved texts of several kernels, found once and handed to every parser's tests."""

from pathlib import Path

import pytest

from oslab.linux.procfs import (
    buddyinfo,
    cgroup,
    cpuinfo,
    interrupts,
    io,
    maps,
    meminfo,
    numa_maps,
    pressure,
    sched,
    schedstat,
    slabinfo,
    smaps_rollup,
    softirqs,
    stack,
    stat,
    status,
    syscall,
    system_schedstat,
    system_stat,
    vmstat,
    wchan,
)

SAVED = Path(__file__).parent.parent / "saved"

DAMAGED = {Path("prometheus-procfs/proc/26233/schedstat")}
"""Its collectors broke it on purpose."""

OF_A_TASK = {
    "cgroup": cgroup, "io": io, "maps": maps, "numa_maps": numa_maps, "sched": sched,
    "schedstat": schedstat, "smaps_rollup": smaps_rollup, "stack": stack, "stat": stat,
    "status": status, "syscall": syscall, "wchan": wchan,
}  # fmt: skip
OF_THE_MACHINE = {
    "buddyinfo": buddyinfo, "slabinfo": slabinfo,
    "cpuinfo": cpuinfo, "interrupts": interrupts, "meminfo": meminfo, "softirqs": softirqs,
    "stat": system_stat, "schedstat": system_schedstat, "vmstat": vmstat,
    "pressure/cpu": pressure, "pressure/memory": pressure, "pressure/io": pressure,
}  # fmt: skip


def _cases():
    for place in sorted(SAVED.rglob("*")):
        if place.is_dir() or "proc" not in place.parts or place.name == "version":
            continue
        if place.relative_to(SAVED) in DAMAGED:
            continue
        below = "/".join(place.parts[place.parts.index("proc") + 1 :])
        parser = OF_THE_MACHINE.get(below) or OF_A_TASK[place.name]
        yield pytest.param(parser, place, id=str(place.relative_to(SAVED)))


CASES = list(_cases())


def pytest_generate_tests(metafunc):
    """Give a test that takes a `saved` text every text and its parser."""
    if "saved" in metafunc.fixturenames:
        metafunc.parametrize(("parser", "saved"), CASES)


@pytest.fixture
def text():
    """Return a function from a path below tests/linux/saved to its text."""
    return lambda path: (SAVED / path).read_text(errors="surrogateescape")


@pytest.fixture
def parsers():
    """Return every parser module, by the name of its file."""
    of_the_machine = {f"system {name}": module for name, module in OF_THE_MACHINE.items()}
    return {**OF_A_TASK, **of_the_machine}


@pytest.fixture
def of_a_task():
    """Return the parser modules that read one task, for whoever owns it."""
    return tuple(module for module in OF_A_TASK.values() if module is not stack)


@pytest.fixture
def of_the_machine():
    """Return the parser modules of files that every kernel has, of the whole machine."""
    return tuple(
        module
        for module in OF_THE_MACHINE.values()
        if module not in (pressure, slabinfo, system_schedstat)
    )
