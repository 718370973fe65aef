"""The running kernel limits what our groups say, and nothing of them is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import cgroup, cgroup_files, cgroup_names
from oslab.linux.cgroup_tree import places

pytestmark = pytest.mark.kernel

SPIN = "import time\nend = time.process_time() + {seconds}\nwhile time.process_time() < end: pass"


def group(*controllers: str) -> cgroup.Group:
    try:
        return cgroup.make(*controllers)
    except Unavailable as error:
        pytest.skip(f"no cgroup writes: {error}")


@contextmanager
def program(source: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start Python on `source`, stopped until it is told to go on by a byte."""
    gated = f"import sys\nsys.stdin.buffer.read(1)\n{source}"
    command = [sys.executable, "-S", "-c", gated]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        yield child
    finally:
        child.kill()
        child.wait()
        if child.stdin:
            child.stdin.close()


def go(child: subprocess.Popen[bytes]) -> int:
    assert child.stdin is not None
    child.stdin.write(b"g")
    child.stdin.flush()
    return child.wait()


def leftovers() -> list[Path]:
    mine = f"oslab-{os.getpid()}-*"
    return [path for place in places().values() for path in place.point.rglob(mine)]


def test_a_quarter_of_a_cpu_throttles_a_spinner_in_most_periods() -> None:
    with group("cpu") as small, program(SPIN.format(seconds=0.2)) as child:
        small.limit(cpus=0.25, period_us=20_000)
        small.join(child.pid)
        assert go(child) == 0
        seen = small.statistics()
    assert seen.periods is not None
    assert seen.throttled is not None
    # 200 ms of work, 5 ms a period: some forty periods, all but the last used up.
    assert seen.throttled >= 20
    assert seen.throttled <= seen.periods
    assert (seen.throttled_ns or 0) > 0
    assert (seen.cpu_ns or 0) >= 150_000_000


def test_without_a_quota_nothing_is_throttled() -> None:
    with group("cpu") as free, program(SPIN.format(seconds=0.05)) as child:
        free.join(child.pid)
        assert go(child) == 0
        assert free.statistics().throttled in (0, None)


def test_a_child_that_takes_more_than_its_memory_limit_is_killed() -> None:
    hungry = "b = bytearray(1)\nwhile True: b.extend(bytes(1 << 20))"
    with group("memory") as small, program(hungry) as child:
        small.limit(memory_bytes=32 << 20)
        small.join(child.pid)
        assert go(child) == -signal.SIGKILL
        seen = small.statistics()
    assert (seen.memory_limit_hits or 0) > 0
    assert (seen.oom_kills or 0) == 1
    assert (seen.memory_peak_bytes or 0) <= 32 << 20


def test_a_memory_limit_can_be_raised_and_lowered_again() -> None:
    with group("memory") as changing:
        for size in (32 << 20, 64 << 20, 16 << 20):
            changing.limit(memory_bytes=size)
            directory, version = changing.directories["memory"]
            name = "memory.max" if version == 2 else "memory.limit_in_bytes"
            assert int((directory / name).read_text()) == size


def test_the_fork_above_the_limit_is_refused() -> None:
    forks = "import os\ntry:\n  for _ in range(8):\n    if os.fork() == 0: sys.stdin.read()\n" + (
        "except BlockingIOError: os._exit(7)"
    )
    with group("pids") as small, program(forks) as child:
        small.limit(pids=3)
        small.join(child.pid)
        assert go(child) == 7
        assert (small.statistics().pids_refused or 0) >= 1


def test_a_cpuset_holds_a_child_on_its_cpu() -> None:
    first = min(os.sched_getaffinity(0))
    where = "import os\nos._exit(len(os.sched_getaffinity(0)))"
    with group("cpuset") as one, program(where) as child:
        one.limit(cpuset=str(first))
        one.join(child.pid)
        assert go(child) == 1


def test_a_heavier_weight_is_written_for_this_version() -> None:
    with group("cpu") as heavy:
        heavy.limit(weight=200)
        directory, version = heavy.directories["cpu"]
        file, value = ("cpu.weight", 200) if version == 2 else ("cpu.shares", 2048)
        assert int((directory / file).read_text()) == value


def test_several_controllers_make_one_group_in_several_trees() -> None:
    with group("cpu", "memory", "pids") as both, program("sys.stdin.read()") as child:
        both.join(child.pid)
        assert both.members() == (child.pid,)
        assert both.statistics().pids == 1
    assert leftovers() == []


def test_leaving_the_context_kills_what_is_inside() -> None:
    with program("sys.stdin.read()") as child:
        with group("cpu") as doomed:
            doomed.join(child.pid)
        assert child.wait() == -signal.SIGKILL
    assert leftovers() == []


def test_this_process_joins_and_is_put_back_unharmed() -> None:
    before = Path("/proc/self/cgroup").read_text()
    with group("cpu", "memory") as own:
        own.join()
        assert own.name in Path("/proc/self/cgroup").read_text()
        assert os.getpid() in own.members()
    assert Path("/proc/self/cgroup").read_text() == before


def test_an_interrupt_removes_the_group() -> None:
    def interrupted() -> None:
        with group("cpu", "pids") as own:
            own.join()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert leftovers() == []


def test_an_interrupt_while_the_group_is_made_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    group("cpu", "memory").remove()
    made: list[Path] = []

    def mkdir(directory: Path) -> None:
        if made:
            raise KeyboardInterrupt
        directory.mkdir()
        made.append(directory)

    monkeypatch.setattr(cgroup_files, "mkdir", mkdir)
    with pytest.raises(KeyboardInterrupt):
        cgroup.make("memory", "cpu")
    assert [path.exists() for path in made] == [False]


def test_a_forked_child_that_leaves_the_context_removes_nothing() -> None:
    with group("cpu") as own:
        child = os.fork()
        if child == 0:
            try:
                own.remove()
            except BaseException:
                os._exit(1)
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0
        assert own.directories["cpu"][0].is_dir()
    assert leftovers() == []


def test_removing_twice_is_removing_once() -> None:
    own = group("cpu")
    own.remove()
    own.remove()
    assert leftovers() == []


def test_a_group_whose_maker_was_killed_is_swept_with_what_is_inside() -> None:
    group("cpu").remove()
    source = (
        "import os, subprocess, sys\nfrom oslab.linux import cgroup\n"
        "group = cgroup.make('cpu', 'pids')\n"
        "child = subprocess.Popen(['sleep', '600'], stdin=subprocess.DEVNULL)\n"
        "group.join(child.pid)\nprint(group.name, child.pid, flush=True)\nsys.stdin.read()\n"
    )
    maker = subprocess.Popen(
        [sys.executable, "-c", source], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with maker:
        assert maker.stdout is not None
        name, orphan = maker.stdout.readline().split()
        maker.kill()
    assert name in cgroup.sweep()
    assert not [path for place in places().values() for path in place.point.rglob(name)]
    assert not Path(f"/proc/{orphan}").exists() or "Z" in Path(f"/proc/{orphan}/stat").read_text()


def test_the_group_of_a_living_maker_is_not_swept() -> None:
    with group("cpu") as own:
        assert own.name not in cgroup.sweep()
        assert own.directories["cpu"][0].is_dir()


@pytest.mark.parametrize("name", ["", "docker", "oslab", "oslab-1", "user.slice", ".."])
def test_no_other_directory_is_touched(tmp_path: Path, name: str) -> None:
    for verb in (cgroup_files.mkdir, cgroup_files.rmdir, cgroup_files.remove):
        with pytest.raises(InvalidInput, match="a group that oslab made"):
            verb(tmp_path / name)
    with pytest.raises(InvalidInput):
        cgroup_files.kill([tmp_path / name])


def test_the_group_of_another_living_process_is_refused(tmp_path: Path) -> None:
    with program("sys.stdin.read()") as child:
        start = Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2].split()[19]
        mine = cgroup_names.parse(cgroup_names.new(Path("/proc")))
        theirs = tmp_path / f"oslab-{child.pid}-{start}-{mine.namespace}-0"
        theirs.mkdir()
        with pytest.raises(InvalidInput, match="of this process, or of one that is dead"):
            cgroup_files.remove(theirs)
        assert theirs.is_dir()


def test_a_stranger_cannot_be_put_inside() -> None:
    with group("cpu") as own, pytest.raises(InvalidInput, match="pid=1"):
        own.join(1)


def test_a_limit_without_its_controller_is_refused() -> None:
    with group("cpu") as own, pytest.raises(InvalidInput, match="made with 'memory'"):
        own.limit(memory_bytes=1 << 20)


def test_the_name_says_who_made_it() -> None:
    maker = cgroup_names.parse(cgroup_names.new(Path("/proc")))
    assert maker.pid == os.getpid()
    start = Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19]
    assert maker.start_ticks == int(start)
