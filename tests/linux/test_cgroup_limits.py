"""A process may use what its tightest group allows, on v1, v2 and hybrid hosts."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import cgroup_limits, cgroup_tree

V2 = "29 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n"
V1 = (
    "31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755\n"
    "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n"
    "35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
)
HYBRID = V1 + "41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n"
# Docker on v1: the mount shows the container's own group and hides what is above.
DOCKER_V1 = (
    "32 31 0:29 /docker/5a /sys/fs/cgroup/cpu ro master:9 - cgroup cgroup rw,cpu,cpuacct\n"
    "35 31 0:32 /docker/5a /sys/fs/cgroup/memory ro master:12 - cgroup cgroup rw,memory\n"
)
HUGE = "9223372036854771712\n"


def host(root: Path, mountinfo: str, cgroup: str, files: dict[str, str]) -> tuple[Path, Path]:
    """Write a /proc and a /sys below `root`; keys of `files` start at /sys/fs/cgroup."""
    proc, sys = root / "proc", root / "sys"
    (proc / "self").mkdir(parents=True)
    (proc / "self" / "mountinfo").write_text(mountinfo)
    (proc / "self" / "cgroup").write_text(cgroup)
    (sys / "fs" / "cgroup").mkdir(parents=True)
    for name, text in files.items():
        file = sys / "fs" / "cgroup" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return proc, sys


def v1(*groups: tuple[str, str, str]) -> dict[str, str]:
    files = {}
    for path, quota, memory in groups:
        files |= {
            f"cpu,cpuacct/{path}/cpu.cfs_quota_us": quota,
            f"cpu,cpuacct/{path}/cpu.cfs_period_us": "100000\n",
            f"memory/{path}/memory.limit_in_bytes": memory,
        }
    return files


def v2(*groups: tuple[str, str, str]) -> dict[str, str]:
    files = {"cgroup.controllers": "cpu memory pids\n"}
    for path, cpu, memory in groups:
        files |= {f"{path}/cpu.max": cpu, f"{path}/memory.max": memory}
    return files


@pytest.mark.parametrize(
    ("mountinfo", "cgroup", "files", "cpus", "memory"),
    [
        pytest.param(
            V2, "0::/a\n", v2(("a", "max 100000\n", "max\n")), math.inf, math.inf, id="v2, no limit"
        ),
        pytest.param(
            V2, "0::/a\n", v2(("a", "50000 100000\n", "1048576\n")), 0.5, 1048576, id="v2, half"
        ),
        pytest.param(
            V2, "0::/a/b/c\n",
            v2(("a", "150000 100000", "4096"), ("a/b", "max 100000", "max"),
               ("a/b/c", "400000 100000", "8192")),
            1.5, 4096, id="v2, an ancestor is tighter",
        ),
        pytest.param(
            V2, "0::/a/b\n",
            {"cgroup.controllers": "cpu memory\n", "a/cpu.max": "20000 10000\n",
             "a/b/cgroup.controllers": "pids\n"},
            2.0, math.inf, id="v2, only the ancestor has the controller",
        ),
        pytest.param(V2, "0::/\n", {"cgroup.controllers": "cpu\n"}, math.inf, math.inf, id="root"),
        pytest.param(
            V1, "2:cpu,cpuacct:/a\n1:memory:/a\n", v1(("a", "-1\n", HUGE)),
            math.inf, math.inf, id="v1, no limit",
        ),
        pytest.param(
            V1, "2:cpu,cpuacct:/a\n1:memory:/a\n", v1(("a", "50000\n", "1048576\n")),
            0.5, 1048576, id="v1, half",
        ),
        pytest.param(
            V1, "2:cpu,cpuacct:/a/b\n1:memory:/a/b\n",
            v1(("", "-1", HUGE), ("a", "25000", "4096"), ("a/b", "-1", "8192")),
            0.25, 4096, id="v1, an ancestor is tighter",
        ),
        pytest.param(
            V1, "1:memory:/a\n",
            {"memory/a/memory.limit_in_bytes": HUGE,
             "memory/a/memory.stat": "cache 0\nhierarchical_memory_limit 65536\n"},
            math.inf, 65536, id="v1, an ancestor out of sight is tighter",
        ),
        pytest.param(
            HYBRID, "2:cpu,cpuacct:/a\n1:memory:/a\n0::/a\n",
            {**v1(("a", "50000", "4096")), "unified/cgroup.controllers": "hugetlb\n",
             "unified/a/cgroup.procs": ""},
            0.5, 4096, id="hybrid, limits in v1",
        ),
        pytest.param(
            HYBRID, "1:memory:/a\n0::/b\n",
            {"memory/a/memory.limit_in_bytes": "8192", "unified/cgroup.controllers": "cpu\n",
             "unified/b/cpu.max": "10000 100000"},
            0.1, 8192, id="hybrid, cpu in v2",
        ),
        pytest.param(
            DOCKER_V1, "2:cpu,cpuacct:/docker/5a\n1:memory:/docker/5a\n",
            {"cpu/cpu.cfs_quota_us": "200000", "cpu/cpu.cfs_period_us": "100000",
             "memory/memory.limit_in_bytes": "536870912"},
            2.0, 536870912, id="docker on v1",
        ),
        pytest.param(
            V2, "0::/\n", {"cgroup.controllers": "cpu memory\n", "cpu.max": "150000 100000\n",
                           "memory.max": "536870912\n"},
            1.5, 536870912, id="docker on v2, its own cgroup namespace",
        ),
        pytest.param(
            V2, "0::/../../system.slice\n", {"cgroup.controllers": "cpu\n", "cpu.max": "1000 1000"},
            1.0, math.inf, id="a group outside the namespace",
        ),
        pytest.param(
            V2, "0::/gone (deleted)\n", {"cgroup.controllers": "cpu\n", "cpu.max": "3000 1000"},
            3.0, math.inf, id="a group that was removed",
        ),
        pytest.param("", "", {}, math.inf, math.inf, id="no groups at all"),
        pytest.param(V2, "0::/a\n", {}, math.inf, math.inf, id="mounted and empty"),
    ],
)  # fmt: skip
def test_the_tightest_group_counts(
    tmp_path: Path, mountinfo: str, cgroup: str, files: dict[str, str], cpus: float, memory: float
) -> None:
    proc, sys = host(tmp_path, mountinfo, cgroup, files)
    assert cgroup_limits.cpus(proc, sys) == cpus
    assert cgroup_limits.memory_bytes(proc, sys) == memory


def test_without_proc_nothing_is_guessed(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="mountinfo"):
        cgroup_limits.cpus(tmp_path, tmp_path)


def test_places_name_the_group_of_each_controller(tmp_path: Path) -> None:
    files = v1(("a", "-1", HUGE)) | {
        "unified/cgroup.controllers": "hugetlb io",
        "unified/b/x": "",
    }
    proc, sys = host(tmp_path, HYBRID, "2:cpu,cpuacct:/a\n1:memory:/a\n0::/b\n", files)
    base = sys / "fs" / "cgroup"
    found = cgroup_tree.places(proc, sys)
    where = {
        name: (one.version, one.group.relative_to(base).as_posix()) for name, one in found.items()
    }
    assert where == {
        "cpu": (1, "cpu,cpuacct/a"),
        "cpuacct": (1, "cpu,cpuacct/a"),
        "memory": (1, "memory/a"),
        "hugetlb": (2, "unified/b"),
        "io": (2, "unified/b"),
    }
    assert [path.relative_to(base).as_posix() for path in found["memory"].upwards()] == [
        "memory/a",
        "memory",
    ]


def test_a_v2_tree_is_found_also_without_controllers(tmp_path: Path) -> None:
    proc, sys = host(tmp_path, V2, "0::/a\n", {"a/cgroup.procs": ""})
    place = cgroup_tree.unified(proc, sys)
    assert place is not None
    assert place.group == sys / "fs/cgroup/a"
    (tmp_path / "other").mkdir()
    proc, sys = host(tmp_path / "other", V1, "1:memory:/\n", {})
    assert cgroup_tree.unified(proc, sys) is None


def test_a_mount_point_with_a_blank_is_read() -> None:
    line = r"9 1 0:1 /a\040b /mnt/my\040groups rw shared:4 - cgroup2 none rw"
    (found,) = cgroup_tree.parse_hierarchies(line)
    assert (found.root, found.point) == ("/a b", "/mnt/my groups")


@pytest.mark.parametrize("text", ["nonsense", "1 2 3", "a b c d e f", 7, None, "1 1 0:1 / /x rw -"])
def test_what_is_no_mountinfo_is_refused(text: object) -> None:
    with pytest.raises(InvalidInput):
        cgroup_tree.parse_hierarchies(text)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["nonsense", "x:cpu:/", "1:cpu", "1:cpu:relative", b"0::/"])
def test_what_is_no_membership_is_refused(text: object) -> None:
    with pytest.raises(InvalidInput):
        cgroup_tree.parse_memberships(text)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "max", "max 100000 1", "0 100000", "1 0", "-1 100000", "a b"])
def test_what_is_no_cpu_max_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        cgroup_limits.parse_cpu_max(text)


@pytest.mark.parametrize(
    ("text", "limit"),
    [("4096\n", 4096), ("max\n", math.inf), (HUGE, math.inf), ("-1\n", math.inf), ("0", 0)],
)
def test_memory_limits_in_bytes(text: str, limit: float) -> None:
    assert cgroup_limits.parse_bytes(text) == limit


@pytest.mark.kernel
def test_this_kernel_answers() -> None:
    assert cgroup_limits.cpus() > 0
    assert cgroup_limits.memory_bytes() > 0


@pytest.mark.parametrize(
    ("mountinfo", "cgroup", "files", "used"),
    [
        pytest.param(
            V2, "0::/a/b\n",
            {**v2(("a", "max 100000", "1000"), ("a/b", "max 100000", "2000")),
             "a/memory.current": "900\n", "a/memory.stat": "anon 300\nfile 500\nshmem 200\n",
             "a/b/memory.current": "7\n"},
            600, id="v2, of the tightest group, without the page cache",
        ),
        pytest.param(
            V1, "3:memory:/a\n",
            {**v1(("a", "-1", "1000")), "memory/a/memory.usage_in_bytes": "900\n",
             "memory/a/memory.stat": "cache 1\nshmem 1\ntotal_cache 500\ntotal_shmem 200\n"},
            600, id="v1, with the groups below it",
        ),
        pytest.param(
            V2, "0::/a\n",
            {**v2(("a", "max 100000", "max")), "a/memory.current": "900\n"}, 0, id="no limit",
        ),
        pytest.param(
            V2, "0::/a\n", v2(("a", "max 100000", "1000")), 0, id="a limit, but no counter"
        ),
    ],
)  # fmt: skip
def test_what_the_limited_group_holds_counts_against_its_limit(
    tmp_path: Path, mountinfo: str, cgroup: str, files: dict[str, str], used: int
) -> None:
    assert used == cgroup_limits.memory_used(*host(tmp_path, mountinfo, cgroup, files))
