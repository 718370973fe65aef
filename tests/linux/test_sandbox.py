"""A box holds what is in it, and is gone at the end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import cgroup, sandbox, sandbox_inside, undisturbed
from oslab.linux.procfs import stat
from oslab.linux.sandbox import Bounds

pytestmark = [pytest.mark.kernel, pytest.mark.needs("bwrap")]


@pytest.fixture(autouse=True)
def boxes() -> None:
    try:
        sandbox.probe()
    except Unavailable as error:
        pytest.skip(f"no sandbox: {error}")


def said(box: sandbox.Box) -> str:
    return b"".join(iter(lambda: os.read(box.stdout, 65536), b"")).decode()


def shell(script: str, bounds: Bounds | None = None, **how: object) -> str:
    with sandbox.box(["/bin/sh", "-c", script], bounds, **how) as box:  # type: ignore[arg-type]
        return said(box)


def test_a_box_shows_programs_and_python_and_nothing_of_the_users() -> None:
    seen = set(shell("ls /; ls -A /box /tmp").split())

    assert {"usr", "proc", "dev", "box", "tmp"} <= seen
    assert not {"home", "var", "opt", "srv", "boot", "mnt", "sys"} & seen
    program = "import sys, oslab; print(sys.prefix)"
    assert f"{sys.prefix}\n" == shell(f"{sys.executable} -I -c '{program}'")


def test_a_box_has_its_own_processes_host_name_user_and_no_environment() -> None:
    os.environ["OSLAB_TEST_SECRET"] = "secret"
    try:
        text = shell("id -u; echo $$; cat /proc/*/environ; env; ls /proc | grep -c '^[0-9]'")
    finally:
        del os.environ["OSLAB_TEST_SECRET"]

    assert ["65534", "2"] == text.split()[:2]
    assert "secret" not in text


def test_a_folder_lent_is_written_and_nothing_else_lasts(tmp_path: Path) -> None:
    shell("echo hello > /box/file; echo bye > /tmp/file; echo no > /file", folder=tmp_path)

    assert ["file"] == [path.name for path in tmp_path.iterdir()]
    assert "hello\n" == (tmp_path / "file").read_text()


def test_what_is_readable_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    place = tmp_path / "file"
    text = shell(f"cat {place}; echo yours > {place}; rm {place}", readable=[tmp_path])

    assert "mine" == text
    assert "mine" == place.read_text()


def test_processes_memory_and_files_are_bounded() -> None:
    bounds = Bounds(processes=8, memory_bytes=64 << 20, file_bytes=1 << 20)
    forks = "i=0; while [ $i -lt 40 ]; do sleep 1000 & i=$((i+1)); done; echo all"
    eats = f"{sys.executable} -I -c 'held = bytearray(1 << 28); print(len(held))'"

    assert "all" not in shell(forks, bounds)
    assert "" == shell(eats, bounds)
    assert 1 << 20 >= int(shell("head -c 9999999 /dev/zero > big; stat -c %s big", bounds))


def test_the_statistics_of_a_box_are_read_from_outside() -> None:
    with sandbox.box(["/bin/sh", "-c", "echo up; read x; while :; do :; done"]) as box:
        assert b"up\n" == os.read(box.stdout, 9)
        assert {os.getpid()} & set(ancestors(box.pid))
        assert 3 == len(box.members())
        os.write(box.stdin, b"go\n")
        if box.cpu_ns():  # where control groups count
            before = box.cpu_ns()
            while box.cpu_ns() < before + 10**7:
                assert box.status(0) is None


def ancestors(pid: int) -> Iterator[int]:
    while pid > 1:
        text = Path(f"/proc/{pid}/stat").read_text()
        pid = int(text.rpartition(") ")[2].split()[1])
        yield pid


def test_what_runs_in_a_box_ends_with_it() -> None:
    with sandbox.box(["/bin/sh", "-c", "setsid sleep 1000 & echo up; sleep 1000"]) as box:
        assert b"up\n" == os.read(box.stdout, 9)
        inside = box.members()

    assert [] == [pid for pid in inside if runs(pid)]
    assert () == cgroup.sweep()


def runs(pid: int) -> bool:
    """Say whether a process is there; whose parent has not looked at its end yet is not."""
    try:
        return stat.read(pid).state not in "ZX"
    except InvalidInput:
        return False


def test_an_interruption_before_the_box_is_up_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = []
    real = sandbox._limit

    def interrupted(box: sandbox.Box, bounds: Bounds) -> None:
        real(box, bounds)
        made.append(box)
        raise KeyboardInterrupt

    monkeypatch.setattr(sandbox, "_limit", interrupted)
    with pytest.raises(KeyboardInterrupt), sandbox.box(["/bin/true"]):
        pass

    assert made[0].status(0) is not None
    assert () == cgroup.sweep()


def test_what_an_interruption_has_passed_by_is_cleaned_up_at_the_end() -> None:
    """As if Ctrl-C came between the end of `__enter__` and the first line of the block."""
    lent = sandbox.box(["/bin/sh", "-c", "sleep 1000"])
    box = lent.__enter__()
    undisturbed.close_all()

    assert {} == cgroup._mine
    assert box.status(60) is not None
    undisturbed.close_all()


def test_a_box_that_nobody_starts_ends_by_itself() -> None:
    process = sandbox._waiting(["/bin/echo", "started"])
    assert process.stdin is not None
    process.stdin.close()

    assert b"" == (process.stdout.read() if process.stdout else b"")
    process.wait()
    if process.stdout:
        process.stdout.close()


@pytest.mark.needs("root")
def test_a_user_without_groups_is_bounded_by_rlimits() -> None:
    """In a child that gives root up: its processes are counted in the box's own namespace."""
    told, telling = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        try:
            sandbox_inside.python_folders = list  # type: ignore[assignment]
            sandbox.python_folders = list  # type: ignore[assignment]
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
            forks = "i=0; while [ $i -lt 40 ]; do sleep 1000 & i=$((i+1)); done; echo all"
            bounds = Bounds(processes=8, memory_bytes=64 << 20)
            text = "up " + shell("ulimit -v; ulimit -n", bounds) + shell(forks, bounds)
        except BaseException as error:
            text = f"{type(error).__name__}: {error}"
        os.write(telling, text.encode())
        os._exit(0)
    os.close(telling)
    text = os.read(told, 9999).decode()
    os.close(told)
    os.waitpid(child, 0)
    if text.startswith("Unavailable"):
        pytest.skip(f"no sandbox: {text}")

    assert ["up", str(64 << 10), "256"] == text.split()


def test_an_older_bubblewrap_gets_only_words_that_it_knows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sandbox_inside, "_options", lambda bwrap: frozenset())
    words = sandbox_inside.command_line(
        "bwrap", readable=[], hidden=[], folder=None, memory_files=9999
    )

    assert not {"--size", "--disable-userns"} & set(words)


@pytest.mark.parametrize(
    "bad", [{"processes": 0}, {"memory_bytes": 1}, {"cpu_seconds": 0}, {"file_bytes": 0}]
)
def test_bounds_without_meaning_are_refused(bad: dict[str, int]) -> None:
    with pytest.raises(InvalidInput):
        Bounds(**bad)


def test_a_signal_to_the_group_of_the_caller_is_no_signal_to_the_box() -> None:
    with sandbox.box(["/bin/sh", "-c", "echo up; sleep 1000"]) as box:
        assert b"up\n" == os.read(box.stdout, 9)
        (group,) = {os.getpgid(pid) for pid in (box.members()[0],)}

        assert os.getpgid(0) != group
        os.killpg(group, signal.SIGKILL)
        assert box.status(60) is not None


def test_bubblewrap_is_what_is_asked() -> None:
    known = sandbox_inside.options(sandbox._bwrap())
    text = subprocess.run(["bwrap", "--help"], capture_output=True, text=True, check=True).stdout

    assert {"--unshare-all", "--ro-bind", "--die-with-parent"} <= known
    assert all(word in text for word in known)
