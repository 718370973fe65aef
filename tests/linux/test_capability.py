"""Every probe tries its mechanism, says what it saw, and leaves nothing behind."""

from __future__ import annotations

import errno
import mmap
import os
import threading
from pathlib import Path

import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import capability, system_call
from oslab.linux.capability import hardware, kernel, memory, tools
from oslab.linux.capability.outcome import Capability


@pytest.mark.kernel
def test_every_probe_answers_with_evidence_or_with_a_reason_and_a_remedy() -> None:
    made = capability.all_capabilities()
    assert len({one.name for one in made}) == len(made)
    assert {"perf software events", "io_uring", "pagemap frames", "C compiler"} <= {
        one.name for one in made
    }
    for one in made:
        assert one.reason
        assert bool(one.remedy) != one.available


@pytest.mark.kernel
@pytest.mark.parametrize("probe", capability.PROBES, ids=lambda probe: probe.__name__)
def test_a_probe_leaves_no_descriptor_thread_or_group(probe: object) -> None:
    assert callable(probe)
    probe()  # what is loaded once stays loaded
    before = len(list(Path("/proc/self/fd").iterdir())), threading.active_count()
    probe()
    assert (len(list(Path("/proc/self/fd").iterdir())), threading.active_count()) == before
    assert os.sched_getscheduler(0) == os.SCHED_OTHER


@pytest.mark.parametrize(
    ("number", "word"),
    [(errno.ENOSYS, "CONFIG_PERF_EVENTS"), (errno.EACCES, "paranoid"), (errno.EPERM, "seccomp")],
)
def test_a_refused_perf_event_names_what_would_help(
    monkeypatch: pytest.MonkeyPatch, number: int, word: str
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(kernel, "call", refuse)
    (one,) = kernel.perf_software()
    assert not one.available
    assert os.strerror(number) in one.reason
    assert word in one.remedy


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EOPNOTSUPP, errno.ENODEV])
def test_hardware_without_counters_is_told_from_a_refusal(
    monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(kernel, "call", refuse)
    (one,) = kernel.perf_hardware()
    assert one.reason == "no performance counters are visible"


def test_a_counter_that_stays_at_zero_counts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "_count", lambda *_: 0)
    (one,) = kernel.perf_hardware()
    assert not one.available


@pytest.mark.parametrize(("user", "word"), [(0, "rt_runtime_us"), (1000, "RLIMIT_RTPRIO")])
def test_the_remedy_for_real_time_depends_on_who_asks(
    monkeypatch: pytest.MonkeyPatch, user: int, word: str
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "no")

    monkeypatch.setattr(os, "sched_setscheduler", refuse)
    monkeypatch.setattr(os, "geteuid", lambda: user)
    (one,) = kernel.real_time()
    assert not one.available
    assert word in one.remedy


def test_frames_that_read_as_zero_are_hidden(tmp_path: Path) -> None:
    assert not memory.pagemap_frames(tmp_path)[0].available
    (tmp_path / "self").mkdir()
    with (tmp_path / "self" / "pagemap").open("wb") as file:
        file.truncate(2**47 // mmap.PAGESIZE * 8)  # sparse: every entry reads as 0
    (one,) = memory.pagemap_frames(tmp_path)
    assert one.reason == "the kernel shows 0 for every frame"
    assert "root" in one.remedy


@pytest.mark.parametrize(
    ("mode", "reason"),
    [
        ("always madvise [never]\n", "the setting is: always madvise [never]"),
        (None, "No such file"),
    ],
)
def test_huge_pages_that_are_off_say_so(tmp_path: Path, mode: str | None, reason: str) -> None:
    folder = tmp_path / "kernel/mm/transparent_hugepage"
    if mode is not None:
        folder.mkdir(parents=True)
        (folder / "enabled").write_text(mode)
        (folder / "hpage_pmd_size").write_text("2097152\n")
    (one,) = memory.transparent_huge_pages(sys=tmp_path)
    assert not one.available
    assert reason in one.reason


@pytest.mark.parametrize(
    ("text", "numbers"), [("0\n", (0,)), ("0-3,8\n", (0, 1, 2, 3, 8)), ("\n", ())]
)
def test_a_kernel_list_is_read(text: str, numbers: tuple[int, ...]) -> None:
    assert hardware.parse_list(text) == numbers


@pytest.mark.parametrize("text", ["a", "1-", "-1", "1--2", "1;2", None])
def test_what_is_no_kernel_list_is_refused(text: object) -> None:
    with pytest.raises(InvalidInput):
        hardware.parse_list(text)  # type: ignore[arg-type]


def test_nodes_are_counted_and_one_is_assumed(tmp_path: Path) -> None:
    assert hardware.nodes(tmp_path) == 1
    file = tmp_path / "devices/system/node/online"
    file.parent.mkdir(parents=True)
    file.write_text("0-1\n")
    assert hardware.nodes(tmp_path) == 2
    assert hardware.numa_nodes(tmp_path)[0].available


def test_a_device_without_a_driver_is_not_a_usable_gpu(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hardware, "_nvml_count", lambda: 0)
    assert "no /dev/nvidia*" in hardware.gpu(tmp_path)[0].reason
    (tmp_path / "nvidia0").touch()
    (one,) = hardware.gpu(tmp_path)
    assert "nvidia0 is there" in one.reason
    monkeypatch.setattr(hardware, "_nvml_count", lambda: 2)
    assert hardware.gpu(tmp_path)[0].reason == "the driver counts 2"


def test_missing_tools_name_how_to_install_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CC", raising=False)
    assert "apt-get" in tools.c_compiler()[0].remedy
    assert "apt-get" in tools.perf_tool()[0].remedy


def test_a_wrapper_that_does_not_start_is_no_perf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    perf = tmp_path / "perf"
    perf.write_text("#!/bin/sh\nexit 2\n")
    perf.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert tools.perf_tool()[0].reason == "perf is there and does not start"


def test_pressure_is_read_or_its_absence_named(tmp_path: Path) -> None:
    assert "psi=1" in kernel.pressure(tmp_path)[0].remedy
    (tmp_path / "pressure").mkdir()
    (tmp_path / "pressure" / "cpu").write_text("some avg10=0.00 total=1\nfull avg10=0.00\n")
    assert kernel.pressure(tmp_path)[0].reason == "some avg10=0.00 total=1"


def test_tracefs_that_is_not_mounted_says_how_to_mount_it(tmp_path: Path) -> None:
    assert "mount -t tracefs" in kernel.tracefs(tmp_path)[0].remedy


def test_a_remedy_is_given_exactly_where_it_is_needed() -> None:
    with pytest.raises(InvalidInput, match="remedy"):
        Capability("x", True, "seen", "do this")
    with pytest.raises(InvalidInput, match="remedy"):
        Capability("x", False, "refused")


def test_an_unknown_architecture_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    class Vax:
        machine = "vax"

    monkeypatch.setattr(os, "uname", Vax)
    with pytest.raises(Unavailable, match="userfaultfd"):
        system_call.call("userfaultfd", 0)
