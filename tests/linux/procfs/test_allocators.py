"""What the parsers read of the kernel's allocators, number by number, and live."""

import os

import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.linux.procfs import buddyinfo, meminfo, slabinfo


def test_buddyinfo_counts_blocks_by_order(text):
    zones = buddyinfo.parse(text("prometheus-procfs/proc/buddyinfo"))

    assert [(0, "DMA"), (0, "DMA32"), (0, "Normal")] == [(z.node, z.zone) for z in zones]
    assert (1, 0, 1, 0, 2, 1, 1, 0, 1, 1, 3) == zones[0].counts
    assert (4381, 1093, 185, 1530, 567, 102, 4, 0, 0, 0, 0) == zones[2].counts


def test_buddyinfo_of_several_nodes_is_one_record_a_zone():
    zones = buddyinfo.parse("Node 0, zone Normal 1 2 \nNode 1, zone Normal 3 4 \n")

    assert [(0, (1, 2)), (1, (3, 4))] == [(zone.node, zone.counts) for zone in zones]


@pytest.mark.parametrize(
    "damaged",
    ["", "Node 0, zone Normal\n", "Node 0 zone Normal 1 2\n", "Node 0, zone Normal 1 x\n",
     "Node 0, zone Normal 1\nNode 0, zone Normal 1\n", "Node 0, zone A 1\nNode 0, zone B 1 2\n"],
)  # fmt: skip
def test_damaged_buddyinfo_is_invalid_input(damaged):
    with pytest.raises(InvalidInput):
        buddyinfo.parse(damaged)


def test_slabinfo_names_sizes_and_counts(text):
    caches = slabinfo.parse(text("prometheus-procfs/proc/slabinfo"))
    pid = caches["pid_3"]

    assert len(caches) == 300
    assert (375, 532, 576, 28, 4, 19) == (
        pid.active_objects, pid.objects, pid.object_bytes, pid.objects_per_slab,
        pid.pages_per_slab, pid.slabs,
    )  # fmt: skip


def test_slabinfo_of_this_kernel_adds_up(text):
    caches = slabinfo.parse(text("linux-6.18-x86_64/proc/slabinfo"))

    assert (192, 21, 1) == (
        caches["vm_area_struct"].object_bytes, caches["vm_area_struct"].objects_per_slab,
        caches["vm_area_struct"].pages_per_slab,
    )  # fmt: skip
    for cache in caches.values():
        assert cache.objects == cache.slabs * cache.objects_per_slab
        assert cache.active_objects <= cache.objects
        assert cache.objects_per_slab * cache.object_bytes <= 4096 * cache.pages_per_slab


LINE = "a b 1 2 8 512 1 : tunables 0 0 0 : slabdata 3 4 0\n"


def test_a_cache_may_have_a_blank_in_its_name():
    [cache] = slabinfo.parse("slabinfo - version: 2.1\n" + LINE).values()

    assert ("a b", 4) == (cache.name, cache.slabs)


@pytest.mark.parametrize(
    "damaged",
    ["", "slabinfo - version: 1.1\n", "slabinfo - version: 2.1\n" + LINE + LINE,
     "slabinfo - version: 2.1\n" + LINE.replace("tunables", "x"),
     "slabinfo - version: 2.1\n" + LINE.replace("512", "-1"), "slabinfo - version: 2.1\na b\n"],
)  # fmt: skip
def test_damaged_slabinfo_is_invalid_input(damaged):
    with pytest.raises(InvalidInput):
        slabinfo.parse(damaged)


@pytest.mark.kernel
def test_buddyinfo_holds_most_of_what_meminfo_calls_free():
    zones = buddyinfo.read()
    free = sum(4096 * (count << k) for zone in zones for k, count in enumerate(zone.counts))

    # Pages in the lists of single CPUs are free too, and neighbours allocate meanwhile.
    assert 0.5 < free / meminfo.read()["MemFree"] < 1.5


@pytest.mark.kernel
def test_slabinfo_is_read_or_is_not_for_this_user():
    if os.geteuid():
        with pytest.raises(Unavailable, match="root"):
            slabinfo.read()
    else:
        caches = slabinfo.read()
        assert sum(cache.objects for cache in caches.values()) > 1000


def test_a_kernel_without_them_says_so(tmp_path):
    for module in (buddyinfo, slabinfo):
        with pytest.raises(Unavailable):
            module.read(tmp_path)
