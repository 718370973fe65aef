"""Work in a child inside a memory group: it comes back with numbers, or says why not."""

import os

import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import cgroup, limited

MIB = 1 << 20


def in_group(work, memory_bytes):
    try:
        cgroup.make("memory").remove()
    except Unavailable as cannot:
        pytest.skip(f"no cgroup writes: {cannot}")
    return limited.run(work, memory_bytes)


@pytest.mark.kernel
def test_what_the_work_counts_comes_back_from_another_process():
    counted = in_group(lambda: {"pid": os.getpid(), "seven": 7}, 64 * MIB)

    assert counted["seven"] == 7
    assert counted["pid"] != os.getpid()


@pytest.mark.kernel
def test_pages_that_the_work_touches_are_charged_to_its_group():
    def touch():
        touch.kept = bytearray(8 * MIB)
        touch.kept[::4096] = b"\1" * 2048
        return {}

    idle = in_group(dict, 64 * MIB)[limited.OTHER]

    assert 2000 < in_group(touch, 64 * MIB)[limited.OTHER] - idle < 2800


@pytest.mark.kernel
def test_work_that_needs_more_than_the_limit_says_so():
    with pytest.raises(Unavailable, match="larger limit"):
        in_group(lambda: {"size": len(bytearray(b"\1" * (256 * MIB)))}, 16 * MIB)


@pytest.mark.kernel
def test_an_error_of_the_work_is_told():
    with pytest.raises(Unavailable, match="no such thing"):
        in_group(lambda: (_ for _ in ()).throw(ValueError("no such thing")), 16 * MIB)


@pytest.mark.kernel
def test_no_group_is_left_behind():
    in_group(dict, 16 * MIB)

    with cgroup.make("memory") as group:
        parent = group.directories["memory"][0].parent
        mine = [one.name for one in parent.glob(f"oslab-{os.getpid()}-*")]
        assert mine == [group.name]


def test_what_is_no_work_or_no_limit_is_refused():
    for work, limit in ((None, 16 * MIB), (dict, 0), (dict, 1.5), (dict, "much")):
        with pytest.raises(InvalidInput):
            limited.run(work, limit)


@pytest.mark.parametrize(("version", "usage", "cache"), [
    (1, "memory.usage_in_bytes", "cache"), (2, "memory.current", "file"),
])  # fmt: skip
def test_both_versions_tell_file_pages_from_the_rest(tmp_path, version, usage, cache):
    (tmp_path / "memory.stat").write_text(f"{cache} 40960\nanon 7\n")
    (tmp_path / usage).write_text("61440\n")

    assert limited.held(tmp_path, version) == {limited.FILE: 10, limited.OTHER: 5}
    with pytest.raises(Unavailable):
        limited.held(tmp_path / "gone", version)
