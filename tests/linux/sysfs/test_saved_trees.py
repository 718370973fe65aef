"""What the parsers read of the saved machines' /sys."""

import pytest

from oslab.errors import InvalidInput, Unavailable
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


def test_every_saved_tree_is_read(tree, name):
    sys = tree(name)
    places = topology.read(sys)

    for cpu in places:
        for one in cache.read(cpu, sys):
            assert cpu in one.shared_cpus
            assert one.kind in ("Data", "Instruction", "Unified")
    for cpu, place in places.items():
        assert cpu in place.thread_siblings <= place.core_siblings
    for device in block.devices(sys):
        assert block.read(device, sys).logical_block_bytes in (512, 4096)
    assert set(hugepages.read(sys)) >= set()
    assert all(node.cpus >= set() for node in nodes.read(sys).values())


def test_topology_of_128_arm_cores_has_two_packages_and_clusters_of_four(tree):
    places = topology.read(tree("hwloc/128arm-2pa2n8cluster4co"))

    assert len(places) == 128
    assert len({place.package for place in places.values()}) == 2
    assert len({(place.package, place.cluster) for place in places.values()}) == 32
    assert {len(place.thread_siblings) for place in places.values()} == {1}
    assert {len(place.core_siblings) for place in places.values()} == {64}


def test_topology_finds_hardware_threads(tree):
    places = topology.read(tree("hwloc/nvidiagpunumanodes"))

    assert places[88].thread_siblings == {88, 89, 90, 91}
    assert len({place.thread_siblings for place in places.values()}) == 8


def test_topology_leaves_out_what_is_offline(tree):
    sys = tree("linux-5.10-x86_64")

    assert list(topology.read(sys)) == [0, 1, 3]
    assert cpus.read(sys).online == {0, 1, 3}
    assert cpus.read(sys).present == cpus.read(sys).possible == {0, 1, 2, 3}
    assert nodes.read(sys)[1].cpus == {3}


def test_cpus_with_gaps(tree):
    known = cpus.read(tree("hwloc/nvidiagpunumanodes"))

    assert known.online == {*range(16), *range(88, 104)}
    assert len(known.possible) == 176
    assert known.isolated == frozenset()


def test_caches_of_an_arm_server(tree):
    first, second, third, last = cache.read(5, tree("hwloc/128arm-2pa2n8cluster4co"))

    assert (first.level, first.kind, first.size_bytes) == (1, "Data", 64 * 1024)
    assert second.kind == "Instruction"
    assert (third.level, third.size_bytes, third.shared_cpus) == (2, 512 * 1024, {5})
    assert (last.level, last.size_bytes, last.line_bytes) == (3, 32 * 2**20, 128)
    assert last.shared_cpus == set(range(32))


def test_size_is_lines_times_ways_times_sets_where_all_are_known(tree):
    for one in cache.read(0, tree("linux-6.18-x86_64")):
        assert one.size_bytes == one.line_bytes * one.ways * one.sets


def test_a_machine_that_hides_its_caches_has_none(tree):
    assert cache.read(0, tree("linux-5.10-arm64")) == ()


def test_governor_is_read_where_the_kernel_chooses_the_clock(tree):
    assert governor.read(1, tree("prometheus-procfs")) == "powersave"
    assert governor.read(6, tree("hwloc/48amd64-4d2n6c-sparse")) == "performance"


def test_governor_of_a_virtual_machine_is_unavailable_with_a_reason(tree):
    with pytest.raises(Unavailable, match="does not offer it"):
        governor.read(0, tree("linux-6.18-x86_64"))


def test_nodes_with_gaps_in_their_numbers(tree):
    known = nodes.read(tree("hwloc/48amd64-4d2n6c-sparse"))
    far = nodes.distances(known)

    assert list(known) == [0, 1, 2, 33, 34, 45, 72, 73]
    assert (far[0, 0], far[0, 1], far[0, 33], far[73, 0]) == (10, 16, 22, 22)
    assert sum(len(node.cpus) for node in known.values()) == 48


def test_nodes_of_gpu_memory_have_no_cpus(tree):
    known = nodes.read(tree("hwloc/nvidiagpunumanodes"))

    assert [number for number, node in known.items() if not node.cpus] == list(range(250, 256))
    assert nodes.distances(known)[0, 255] == 80
    assert known[255].total_bytes > 0


def test_nodes_of_two_halves_of_a_virtual_machine(tree):
    known = nodes.read(tree("linux-6.1-arm64"))

    assert nodes.distances(known) == {(0, 0): 10, (0, 1): 21, (1, 0): 21, (1, 1): 10}
    assert known[0].free_bytes < known[0].total_bytes < 512 * 2**20


def test_distances_that_do_not_fit_the_nodes_are_invalid_input(tree):
    known = nodes.read(tree("hwloc/offline-cpu0-node0"))

    assert known[1].distances == (21, 10)
    with pytest.raises(InvalidInput, match="1 distances each"):
        nodes.distances(known)


def test_huge_page_pools_by_size(tree):
    arm = hugepages.read(tree("linux-5.10-arm64"))

    assert list(arm) == [64 * 2**10, 2**21, 32 * 2**20, 2**30]
    assert arm[2**21] == hugepages.Pool(nr=4, free=4, resv=0, surplus=0)


def test_transparent_huge_pages_old_and_new(files):
    def policy(name):
        folder = "kernel/mm/transparent_hugepage/"
        found = files(name).items()
        return transparent_hugepage.parse(
            {path.removeprefix(folder): text for path, text in found if path.startswith(folder)}
        )

    old, new = policy("linux-5.10-x86_64"), policy("linux-6.18-x86_64")

    assert (old.enabled, old.defrag, old.pmd_bytes, old.sizes) == ("always", "madvise", 2**21, {})
    assert (new.enabled, new.shmem_enabled) == ("madvise", "never")
    assert new.sizes[2**21] == "inherit"
    assert set(new.sizes.values()) <= {"always", "inherit", "madvise", "never"}


def test_block_queues_with_and_without_a_scheduler(tree):
    sys = tree("linux-6.18-x86_64")
    disk, memory = block.read("vda", sys), block.read("zram0", sys)

    assert (disk.scheduler, disk.write_cache, disk.nr_requests) == (
        "mq-deadline",
        "write back",
        256,
    )
    assert (disk.logical_block_bytes, disk.physical_block_bytes) == (512, 4096)
    assert disk.read_ahead_bytes == 8 * 2**20
    assert "none" in disk.schedulers
    assert (memory.scheduler, memory.nr_requests, memory.is_rotational) == (None, None, False)


def test_block_queue_of_an_old_disk(files):
    folder = "block/sda/queue/"
    found = files("prometheus-procfs").items()
    queue = block.parse(
        {path.removeprefix(folder): text for path, text in found if path.startswith(folder)}
    )

    assert (queue.scheduler, queue.is_rotational) == ("bfq", True)
    assert queue.schedulers == ("mq-deadline", "kyber", "bfq", "none")
