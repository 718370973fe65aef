"""v2's rules, kept by a small stand-in for the kernel; test_cgroup_uml.py asks a real one."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import cgroup, cgroup_files, cgroup_names

FILES = {
    "cpu": {"cpu.max": "max 100000\n", "cpu.weight": "100\n", "cpu.stat": "usage_usec 0\n"},
    "memory": {"memory.max": "max\n", "memory.current": "0\n", "memory.events": "max 0\n"},
    "pids": {"pids.max": "max\n", "pids.current": "0\n"},
}


class Kernel:
    """A v2 tree in ordinary files that refuses what the kernel refuses."""

    def __init__(self, base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.proc, self.sys = base / "proc", base / "sys"
        self.root = self.sys / "fs" / "cgroup"
        self.read_only: set[Path] = set()
        self.root.mkdir(parents=True)
        (self.proc / "self").mkdir(parents=True)
        mount = "29 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n"
        (self.proc / "self" / "mountinfo").write_text(mount)
        (self.proc / str(os.getpid())).symlink_to("/proc/self")
        self._fill(self.root, "cpu memory pids")
        (self.root / "cgroup.type").unlink()
        for verb in ("mkdir", "rmdir", "write"):
            monkeypatch.setattr(cgroup_files, verb, getattr(self, verb))

    def group(self, path: str, hand_down: str = "") -> Path:
        """Make the groups of `path`; the last hands `hand_down` to its children."""
        directory = self.root
        for part in Path(path).parts:
            directory = directory / part
            if not directory.exists():
                directory.mkdir()
                self._fill(directory, (directory.parent / "cgroup.subtree_control").read_text())
        (directory / "cgroup.subtree_control").write_text(hand_down)
        return directory

    def enter(self, path: str, *others: int) -> None:
        """Put this process, and others, into a group."""
        (self.proc / "self" / "cgroup").write_text(f"0::/{path}\n")
        procs = self.root / path / "cgroup.procs"
        procs.write_text("".join(f"{pid}\n" for pid in (os.getpid(), *others)))

    def mkdir(self, directory: Path) -> None:
        cgroup_files.require_ours(directory)
        self._may(directory.parent)
        directory.mkdir()
        self._fill(directory, (directory.parent / "cgroup.subtree_control").read_text())

    def rmdir(self, directory: Path) -> None:
        cgroup_files.require_ours(directory)
        if (directory / "cgroup.procs").read_text().split():
            raise OSError(errno.EBUSY, "busy")
        shutil.rmtree(directory)

    def write(self, file: Path, value: str | int) -> None:
        self._may(file.parent)
        if not file.exists():
            raise FileNotFoundError(errno.ENOENT, "no such file", str(file))
        if file.name == "cgroup.subtree_control":
            self._control(file.parent, str(value).split())
        elif file.name == "cgroup.procs":
            self._move(int(value), file)
        else:
            file.write_text(f"{value}\n")

    def _control(self, directory: Path, words: list[str]) -> None:
        if directory != self.root and (directory / "cgroup.procs").read_text().split():
            raise OSError(errno.EBUSY, "a group with processes hands nothing down")
        on = set((directory / "cgroup.subtree_control").read_text().split())
        for word in words:
            if word[1:] not in (directory / "cgroup.controllers").read_text().split():
                raise OSError(errno.ENOENT, "no such controller")
            on = on | {word[1:]} if word[0] == "+" else on - {word[1:]}
        (directory / "cgroup.subtree_control").write_text(" ".join(sorted(on)))

    def _move(self, pid: int, target: Path) -> None:
        if target.parent != self.root and (target.parent / "cgroup.subtree_control").read_text():
            raise OSError(errno.EBUSY, "not a leaf")
        for procs in self.root.rglob("cgroup.procs"):
            kept = [word for word in procs.read_text().split() if word != str(pid)]
            procs.write_text("".join(f"{word}\n" for word in kept))
        target.write_text(target.read_text() + f"{pid}\n")
        if pid == os.getpid():
            path = target.parent.relative_to(self.root)
            (self.proc / "self" / "cgroup").write_text(f"0::/{path}\n")

    def _may(self, directory: Path) -> None:
        if directory in self.read_only:
            raise PermissionError(errno.EACCES, "not yours")

    @staticmethod
    def _fill(directory: Path, controllers: str) -> None:
        files = {"cgroup.procs": "", "cgroup.subtree_control": "", "cgroup.type": "domain\n"}
        files["cgroup.controllers"] = controllers
        for name in controllers.split():
            files |= FILES[name]
        for name, text in files.items():
            (directory / name).write_text(text)


Make = Callable[..., cgroup.Group]


@pytest.fixture
def kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kernel:
    return Kernel(tmp_path, monkeypatch)


@pytest.fixture
def make(kernel: Kernel) -> Make:
    def made(*controllers: str) -> cgroup.Group:
        return cgroup.make(*controllers, proc=kernel.proc, sys=kernel.sys)

    return made


def tree(kernel: Kernel) -> set[str]:
    return {
        path.parent.relative_to(kernel.root).as_posix()
        for path in kernel.root.rglob("cgroup.procs")
    }


def test_the_root_of_the_machine_may_have_processes_and_children(
    kernel: Kernel, make: Make
) -> None:
    kernel.enter("")
    with make("cpu", "memory") as own:
        assert own.directories["cpu"] == (kernel.root / own.name, 2)
        assert (kernel.root / "cgroup.subtree_control").read_text() == "cpu memory"
    assert tree(kernel) == {"."}
    assert (kernel.root / "cgroup.subtree_control").read_text() == ""


def test_a_group_with_processes_is_passed_over_for_an_empty_one_above(
    kernel: Kernel, make: Make
) -> None:
    kernel.group("", "cpu memory pids")
    kernel.group("user", "cpu memory pids")
    kernel.group("user/session")
    kernel.enter("user/session")
    with make("cpu") as own:
        assert own.directories["cpu"][0].parent == kernel.root / "user"
    # It was on before we came, so it stays on.
    assert (kernel.root / "user/cgroup.subtree_control").read_text() == "cpu memory pids"


def test_a_controller_that_is_off_is_switched_on_and_off_again(kernel: Kernel, make: Make) -> None:
    kernel.group("", "cpu memory pids")
    kernel.group("user", "memory")
    kernel.group("user/session")
    kernel.enter("user/session")
    with make("cpu", "memory") as own:
        assert own.directories["cpu"][0].parent == kernel.root / "user"
        assert (kernel.root / "user/cgroup.subtree_control").read_text() == "cpu memory"
    assert (kernel.root / "user/cgroup.subtree_control").read_text() == "memory"


def test_a_controller_stays_on_while_another_group_of_ours_needs_it(
    kernel: Kernel, make: Make
) -> None:
    kernel.enter("")
    first, second = make("cpu"), make("cpu")
    first.remove()
    assert (kernel.root / "cgroup.subtree_control").read_text() == "cpu"
    second.remove()
    assert tree(kernel) == {"."}


def test_a_parent_that_is_not_ours_to_write_is_passed_over(kernel: Kernel, make: Make) -> None:
    kernel.group("", "cpu memory pids")
    kernel.group("mine", "cpu")
    locked = kernel.group("mine/locked", "cpu")
    kernel.group("mine/locked/leaf")
    kernel.enter("mine/locked/leaf")
    kernel.read_only.add(locked)
    with make("cpu") as own:
        assert own.directories["cpu"][0].parent == kernel.root / "mine"


def test_where_nothing_may_be_written_the_remedy_names_delegation(
    kernel: Kernel, make: Make
) -> None:
    kernel.group("", "cpu memory pids")
    kernel.group("user")
    kernel.enter("user")
    kernel.read_only.add(kernel.root)
    with pytest.raises(Unavailable, match="Delegate=yes"):
        make("memory")
    assert tree(kernel) == {".", "user"}


def test_a_container_whose_root_has_processes_is_unavailable(kernel: Kernel, make: Make) -> None:
    # Its own namespace root is not the machine's: it has a type, and it has processes.
    (kernel.root / "cgroup.type").write_text("domain\n")
    kernel.enter("")
    with pytest.raises(Unavailable, match="A v2 parent group for cpu"):
        make("cpu")
    assert tree(kernel) == {"."}


def test_a_controller_no_tree_has_is_unavailable(kernel: Kernel, make: Make) -> None:
    kernel.enter("")
    with pytest.raises(Unavailable, match="The controller cpuset"):
        make("cpu", "cpuset")


def test_limits_are_written_in_the_words_of_v2(kernel: Kernel, make: Make) -> None:
    kernel.enter("")
    with make("cpu", "memory", "pids") as own:
        own.limit(cpus=0.25, period_us=20_000, weight=300, memory_bytes=1 << 20, pids=9)
        where = kernel.root / own.name
        texts = {name: (where / name).read_text().strip() for name in WRITTEN}
    assert texts == WRITTEN


WRITTEN = {
    "cpu.max": "5000 20000",
    "cpu.weight": "300",
    "memory.max": "1048576",
    "pids.max": "9",
}


def test_this_process_goes_back_to_its_own_group(kernel: Kernel, make: Make) -> None:
    kernel.group("", "cpu memory pids")
    kernel.group("user", "cpu")
    kernel.group("user/session")
    kernel.enter("user/session")
    with make("cpu") as own:
        own.join()
        assert own.members() == (os.getpid(),)
    assert (kernel.root / "user/session/cgroup.procs").read_text().split() == [str(os.getpid())]
    assert tree(kernel) == {".", "user", "user/session"}


def test_counters_are_read_in_the_words_of_v2(kernel: Kernel, make: Make) -> None:
    kernel.enter("")
    with make("cpu", "memory", "pids") as own:
        where = kernel.root / own.name
        stat = "usage_usec 5\nnr_periods 42\nnr_throttled 41\nthrottled_usec 7\n"
        (where / "cpu.stat").write_text(stat)
        (where / "memory.events").write_text("low 0\nhigh 3\nmax 2\noom 1\noom_kill 1\n")
        (where / "pids.current").write_text("3\n")
        seen = own.statistics()
    assert (seen.cpu_ns, seen.periods, seen.throttled, seen.throttled_ns) == (5000, 42, 41, 7000)
    assert (seen.memory_limit_hits, seen.oom_kills, seen.pids) == (2, 1, 3)
    # This kernel has neither file: no number is better than a wrong one.
    assert (seen.memory_peak_bytes, seen.pids_refused) == (None, None)


def test_processes_inside_are_killed_and_zero_never_is(
    kernel: Kernel, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel.enter("")
    killed: list[int] = []

    def kill(pid: int, _: int) -> None:
        killed.append(pid)
        procs = kernel.root / own.name / "cgroup.procs"
        procs.write_text(procs.read_text().replace(f"{pid}\n", ""))

    own = make("cpu")
    (kernel.root / own.name / "cgroup.procs").write_text("0\n77777\n")
    monkeypatch.setattr(os, "kill", kill)
    own.kill()
    assert killed == [77777]
    (kernel.root / own.name / "cgroup.procs").write_text("")
    own.remove()


def test_the_group_of_a_dead_maker_is_swept(kernel: Kernel) -> None:
    kernel.enter("")
    dead = kernel.root / "oslab-99999-1-0-0"
    kernel.mkdir(dead)
    foreign = kernel.root / "oslab-99999-1-5-0"
    kernel.mkdir(foreign)
    assert cgroup.sweep(kernel.proc, kernel.sys) == (dead.name,)
    # Counted in another PID namespace, it may be well alive.
    assert foreign.is_dir()


def test_a_reused_number_does_not_save_the_group_of_a_dead_maker(kernel: Kernel) -> None:
    kernel.enter("")
    mine = cgroup_names.parse(cgroup_names.new(kernel.proc))
    older = kernel.root / f"oslab-{mine.pid}-{mine.start_ticks - 1}-0-0"
    kernel.mkdir(older)
    assert cgroup.sweep(kernel.proc, kernel.sys) == (older.name,)


@pytest.mark.parametrize("name", ["oslab", "oslab-1-2-3", "docker-5a", "oslab-0-1-2-3", ""])
def test_other_names_are_nobodys_of_ours(name: str) -> None:
    with pytest.raises(InvalidInput):
        cgroup_names.parse(name)
