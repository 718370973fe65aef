"""This machine's /sys, with psutil and the C library as second opinions."""

import os
import subprocess

import psutil
import pytest

from oslab.errors import Unavailable
from oslab.linux.sysfs import (
    block,
    cache,
    cpus,
    governor,
    hugepages,
    nodes,
    topology,
    transparent_hugepage,
)

pytestmark = pytest.mark.kernel


def test_psutil_counts_the_same_cpus_and_cores():
    assert len(cpus.read().online) == psutil.cpu_count()
    assert os.sched_getaffinity(0) <= cpus.read().online
    assert len({place.thread_siblings for place in topology.read().values()}) in (
        psutil.cpu_count(logical=False),
        len(topology.read()),  # psutil knows cores only where the kernel tells it
    )


def test_the_c_library_knows_the_same_first_cache():
    found = [one for one in cache.read() if (one.level, one.kind) == (1, "Data")]

    known = subprocess.run(
        ["getconf", "LEVEL1_DCACHE_SIZE"], capture_output=True, text=True, check=True
    ).stdout.strip()

    # Where a machine hides its caches, the C library says 0 or nothing.
    assert [str(one.size_bytes) for one in found] == [known] * len(found)


def test_psutil_sees_the_same_disks():
    counted = set(psutil.disk_io_counters(perdisk=True))

    for device in block.devices():
        assert block.read(device).logical_block_bytes >= 512
        assert device in counted or device.startswith(("loop", "ram"))


def test_every_tree_of_this_machine_is_read_or_unavailable():
    for read in (topology.read, nodes.read, hugepages.read, transparent_hugepage.read):
        assert _or_remedy(read) is not None
    assert _or_remedy(governor.read)


def _or_remedy(read):
    try:
        return read()
    except Unavailable as reason:
        return reason.remedy
