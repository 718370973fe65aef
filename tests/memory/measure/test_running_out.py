"""Promises, limits and swap: what a kernel does when memory runs out."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import cgroup, swap
from oslab.linux.procfs import sysctl
from oslab.measurement import Measurement
from oslab.memory import measure


def quantities(measurements: tuple[Measurement, ...], **says: object) -> dict[str, Measurement]:
    return {
        str(one.conditions["quantity"]): one for one in measurements
        if all(one.conditions.get(name) == value for name, value in says.items())
    }  # fmt: skip


@pytest.mark.kernel
@pytest.mark.needs("gcc")
def test_this_kernel_promises_as_its_mode_says() -> None:
    mode = sysctl.read("vm.overcommit_memory")
    taken = measure.overcommit(shares=(0.3, 4.0), requests=2)
    little, much = (quantities(taken, share=share) for share in (0.3, 4.0))

    assert mode == little["granted"].conditions["mode"]
    if mode == 0:
        assert (1.0, 1.0) == little["granted"].samples
        assert (0.0, 0.0) == much["granted"].samples
        size = float(little["granted"].conditions["request_bytes"])
        # Others promise and drop meanwhile; a quarter of the machine stands out.
        assert all(abs(grown - size) < size / 4 for grown in little["committed"].samples)
    if mode in (0, 1):
        assert sum(much["granted"].samples) == much["granted"].conditions["predicted"]


@pytest.mark.kernel
@pytest.mark.needs("gcc", "linux.uml")
def test_a_guest_kernel_promises_as_each_mode_says() -> None:
    try:
        taken = measure.overcommit_modes()
    except Unavailable as cannot:
        pytest.skip(str(cannot))
    granted = {
        one.conditions["mode"]: (sum(one.samples), one.conditions["predicted"])
        for one in taken
        if one.conditions["quantity"] == "granted"
    }
    assert (6, 6) == granted[0] == granted[1]
    assert granted[2][0] == granted[2][1] < 6


@pytest.mark.kernel
@pytest.mark.parametrize("hot", [True, False])
def test_a_process_that_outgrows_its_group_is_killed_and_counted(hot: bool) -> None:
    told: list[int] = []
    try:
        taken = measure.memory_limit(
            limit_mib=32, grow_mib=64, file_mib=8, hot=hot,
            progress=lambda done, _: told.append(done),
        )  # fmt: skip
    except Unavailable as cannot:
        pytest.skip(f"no cgroup writes: {cannot}")
    seen = quantities(taken)

    assert (signal.SIGKILL,) == seen["signal"].samples
    assert (1,) == seen["oom kills"].samples
    assert 28 <= seen["killed at"].median <= 34
    assert abs(seen["killed at"].median - float(seen["killed at"].conditions["predicted"])) <= 3
    assert seen["limit hits"].median > 0
    assert seen["peak"].median <= 32 << 20
    assert told[-1] == len(seen["step"].samples)
    # The file gave way before the process did.
    assert max(seen["file"].samples) > seen["file"].samples[-1]
    assert seen["anonymous"].samples[-1] > 20 << 20
    assert not [name for name in _groups() if str(os.getpid()) in name]


@pytest.mark.kernel
def test_a_process_that_stays_inside_its_group_lives() -> None:
    try:
        taken = measure.memory_limit(limit_mib=32, grow_mib=4, file_mib=4)
    except Unavailable as cannot:
        pytest.skip(f"no cgroup writes: {cannot}")
    seen = quantities(taken)

    assert (0,) == seen["signal"].samples
    assert (-1,) == seen["killed at"].samples
    assert (0,) == seen["oom kills"].samples
    assert 4 == len(seen["step"].samples)


def _groups() -> list[str]:
    return [path.name for place in Path("/sys/fs/cgroup").glob("*/oslab*") for path in [place]]


@pytest.mark.kernel
@pytest.mark.needs("root")
@pytest.mark.parametrize("kind", swap.KINDS)
def test_pages_go_to_swap_and_come_back_one_by_one(kind: str) -> None:
    before = swap.read()
    try:
        taken = measure.swap(pages=512, kinds=(kind,))
    except Unavailable as cannot:
        pytest.skip(str(cannot))
    for order in ("in order", "at random"):
        seen = quantities(taken, order=order)
        # A busy kernel may leave a few where they are, and take some of the interpreter's.
        assert 256 <= seen["swapped out"].median <= 512
        faults = seen["minor"].median + seen["major"].median
        assert seen["swapped out"].median <= faults < 512 + 256
        if kind == swap.ZRAM:
            assert seen["major"].median > seen["minor"].median
    assert [one.path for one in before] == [one.path for one in swap.read()]


@pytest.mark.kernel
@pytest.mark.needs("root")
def test_swap_is_taken_away_whatever_happens_inside() -> None:
    paths: list[Path] = []

    def fail() -> None:
        with swap.lent(1 << 20) as path:
            paths.append(path)
            assert str(path) in [one.path for one in swap.read()]
            raise KeyboardInterrupt

    try:
        with pytest.raises(KeyboardInterrupt):
            fail()
    except Unavailable as cannot:
        pytest.skip(str(cannot))
    assert not paths[0].exists()
    assert str(paths[0]) not in [one.path for one in swap.read()]


def test_others_than_root_get_no_swap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Unavailable, match="root"), swap.lent():
        pass


SWAPS = """\
Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority
/swap\\040file                           file\t\t65532\t\t8192\t\t-2
/dev/zram0                              partition\t1020\t\t0\t\t100
"""


def test_the_list_of_swap_spaces_is_read() -> None:
    expected = (
        swap.Space("/swap file", "file", 65532 << 10, 8192 << 10, -2),
        swap.Space("/dev/zram0", "partition", 1020 << 10, 0, 100),
    )
    assert expected == swap.parse(SWAPS)
    with pytest.raises(InvalidInput):
        swap.parse("Filename\n/swap file 1\n")
    assert () == swap.read(Path("/nowhere"))


def test_a_setting_is_one_whole_number(tmp_path: Path) -> None:
    (tmp_path / "sys" / "vm").mkdir(parents=True)
    (tmp_path / "sys" / "vm" / "swappiness").write_text("60\n")

    assert 60 == sysctl.read("vm.swappiness", tmp_path)
    for wrong in ("swappiness", "vm/swappiness", "vm..swappiness", "", None):
        with pytest.raises(InvalidInput):
            sysctl.read(wrong, tmp_path)  # type: ignore[arg-type]
    with pytest.raises(Unavailable):
        sysctl.read("vm.nothing", tmp_path)


@pytest.mark.kernel
def test_a_group_gives_back_what_it_does_not_need(tmp_path: Path) -> None:
    try:
        with cgroup.make("cpu") as other, pytest.raises(InvalidInput):
            other.reclaim()
        with cgroup.make("memory") as group:
            group.join()
            (tmp_path / "file").write_bytes(bytes(4 << 20))
            with (tmp_path / "file").open("rb") as file:
                os.fsync(file.fileno())
            used = group.statistics().memory_bytes or 0
            group.reclaim()
            assert (group.statistics().memory_bytes or 0) < max(1, used)
    except Unavailable as cannot:
        pytest.skip(f"no cgroup writes: {cannot}")


@pytest.mark.parametrize(
    "ask",
    [
        lambda: measure.overcommit(shares=()), lambda: measure.overcommit(shares=(0,)),
        lambda: measure.overcommit(requests=0), lambda: measure.overcommit_modes(modes=(3,)),
        lambda: measure.overcommit_modes(modes=()), lambda: measure.memory_limit(limit_mib=1),
        lambda: measure.memory_limit(hot=1),  # type: ignore[arg-type]
        lambda: measure.memory_limit(progress=1),  # type: ignore[arg-type]
        lambda: measure.swap(pages=1), lambda: measure.swap(kinds=("tape",)),
        lambda: measure.swap(orders=()),
    ],
)  # fmt: skip
def test_nonsense_is_refused(ask: object) -> None:
    with pytest.raises(InvalidInput):
        ask()  # type: ignore[operator]
