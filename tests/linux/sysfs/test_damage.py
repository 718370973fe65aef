"""Whatever a parser of /sys is given, it answers, or raises InvalidInput or Unavailable."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput, Unavailable
from oslab.linux.sysfs import (
    block,
    cache,
    cpus,
    files,
    governor,
    hugepages,
    nodes,
    topology,
    transparent_hugepage,
)

OF_A_FOLDER = [block, cache, cpus, hugepages, nodes, topology, transparent_hugepage]
NAMES = st.sampled_from(
    ["online", "present", "physical_package_id", "core_id", "die_id", "thread_siblings_list",
     "thread_siblings", "core_siblings_list", "level", "type", "size", "shared_cpu_list",
     "shared_cpu_map", "ways_of_associativity", "cpulist", "cpumap", "distance", "meminfo",
     "enabled", "defrag", "hpage_pmd_size", "hugepages-64kB/enabled", "hugepages-/enabled",
     "nr_hugepages", "free_hugepages", "surplus_hugepages", "logical_block_size",
     "physical_block_size", "rotational", "scheduler", "read_ahead_kb", "write_cache"]
)  # fmt: skip
VALUES = st.text(max_size=20) | st.sampled_from(
    ["0\n", "-1", "0-3", "3-0", "0-999999999", "ff,00000000", "32K", "9" * 30, "Data", "[a] b",
     "[a] [b]", "[]", "", "10 21", "Node 0 MemTotal: 1 kB\n", "Node 0 MemTotal: 1\n",
     "write back", "٣"]
)  # fmt: skip


@given(found=st.dictionaries(NAMES, VALUES))
def test_random_files_are_read_or_invalid_input(found):
    for module in OF_A_FOLDER:
        try:
            module.parse(found)
        except InvalidInput:
            continue


@pytest.mark.parametrize("nonsense", [None, 7, "0-1", b"0", [], {1: "x"}, {"online": 1}])
def test_what_are_no_files_is_invalid_input(nonsense):
    for module in OF_A_FOLDER:
        with pytest.raises(InvalidInput):
            module.parse(nonsense)


def test_a_tree_with_cut_and_changed_files_is_read_or_refused(tree, name):
    sys = tree(name)
    chance = random.Random(3)
    every = sorted(place for place in sys.rglob("*") if place.is_file())
    for place in chance.sample(every, min(len(every), 9)):
        whole = place.read_text()
        at = chance.randrange(len(whole) or 1)
        for damaged in ("", whole[:at], whole[:at] + chance.choice("x٣-,\n 9") + whole[at + 1 :]):
            place.write_text(damaged)
            _read_around(place, sys)
        place.write_text(whole)


def _read_around(place, sys):
    reads = {
        "topology": lambda: topology.read(sys),
        "cache": lambda: [cache.read(cpu, sys) for cpu in (0, 1)],
        "cpufreq": lambda: governor.read(1, sys),
        "node": lambda: nodes.distances(nodes.read(sys)),
        "hugepages": lambda: hugepages.read(sys),
        "transparent_hugepage": lambda: transparent_hugepage.read(sys),
        "block": lambda: [block.read(device, sys) for device in block.devices(sys)],
        "cpu": lambda: cpus.read(sys),
    }
    for folder, read in reads.items():
        if folder in place.parts:
            try:
                read()
            except (InvalidInput, Unavailable):
                continue


@pytest.mark.parametrize("text", ["", "two words", "9", "UPPER", None, 7, "a" * 40])
def test_a_damaged_governor_is_invalid_input(text):
    with pytest.raises(InvalidInput):
        governor.parse(text)


@pytest.mark.parametrize("cpu", [-1, True, 1.0, None, "0", 65_536, []])
def test_a_cpu_that_cannot_be_is_invalid_input(cpu):
    for module in (cache, governor):
        with pytest.raises(InvalidInput, match="cpu="):
            module.read(cpu)


@pytest.mark.parametrize("sys", [None, 7, "", "a\0b", "\ud800", b"/sys", []])
def test_what_is_no_path_is_invalid_input(sys):
    calls = [lambda module=module: module.read(sys=sys) for module in OF_A_FOLDER[1:]]
    for call in [*calls, lambda: block.devices(sys), lambda: governor.read(0, sys)]:
        with pytest.raises(InvalidInput, match="sys="):
            call()


@pytest.mark.parametrize("device", ["", "..", ".", "no such disk", "a/b", None, 7, b"vda", "\0"])
def test_a_device_that_is_not_there_is_invalid_input(device):
    with pytest.raises(InvalidInput, match="device="):
        block.read(device)


def test_a_folder_that_is_no_sys_is_empty_or_unavailable(tmp_path):
    for place in (tmp_path, "/" + "x" * 5000):
        assert topology.read(place) == nodes.read(place) == hugepages.read(place) == {}
        assert cache.read(0, place) == block.devices(place) == ()
        for read in (cpus.read, transparent_hugepage.read):
            with pytest.raises(Unavailable):
                read(place)


@pytest.mark.parametrize("nonsense", [None, 7, b"x", ["x"], object()])
def test_nonsense_is_invalid_input(nonsense, tmp_path):
    for call in (
        files.listed,
        files.value,
        files.parser,
        files.parser("a folder"),
        nodes.distances,
        lambda x: files.texts(x, ["a"]),
        lambda x: files.numbered(x, "cpu"),
        lambda x: files.numbered(tmp_path, x),
        lambda x: files.tree(x, "a"),
        lambda x: files.tree(tmp_path, x),
        lambda x: files.texts(tmp_path, [x]),
    ):
        with pytest.raises(InvalidInput):
            call(nonsense)
