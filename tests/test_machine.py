"""A machine is described by what this process may use of it, and says what it can measure."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from oslab import machine
from oslab.errors import InvalidInput
from oslab.linux import capability
from oslab.linux.capability import Capability
from oslab.measurement import Machine

CPUINFO = "processor\t: 0\nmodel name\t: Imaginary 9000\nflags\t\t: fpu hypervisor\n"
ARM = "processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd0c\n"
MEMINFO = "MemTotal:       8388608 kB\nMemFree:        1048576 kB\n"
V2 = "29 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n"
V1 = (
    "32 31 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n"
    "35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
)


def plant(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return root


PLAIN = {"proc/cpuinfo": CPUINFO, "proc/meminfo": MEMINFO}
LIMITED_V2 = {
    "proc/self/mountinfo": V2,
    "proc/self/cgroup": "0::/a\n",
    "sys/fs/cgroup/cgroup.controllers": "cpu memory\n",
    "sys/fs/cgroup/a/cpu.max": "150000 100000\n",
    "sys/fs/cgroup/a/memory.max": "1073741824\n",
}
LIMITED_V1 = {
    "proc/self/mountinfo": V1,
    "proc/self/cgroup": "2:cpu:/a\n1:memory:/a\n",
    "sys/fs/cgroup/cpu/a/cpu.cfs_quota_us": "50000\n",
    "sys/fs/cgroup/cpu/a/cpu.cfs_period_us": "100000\n",
    "sys/fs/cgroup/memory/a/memory.limit_in_bytes": "2147483648\n",
}
HYBRID = {
    "proc/self/mountinfo": V1 + "41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n",
    "proc/self/cgroup": "2:cpu:/a\n1:memory:/a\n0::/a\n",
    "sys/fs/cgroup/unified/cgroup.controllers": "hugetlb\n",
}


@pytest.mark.parametrize(
    ("files", "affinity", "cpus", "memory"),
    [
        pytest.param({}, 4, 4, 8 << 30, id="no groups: affinity and memory"),
        pytest.param({}, 1, 1, 8 << 30, id="pinned to one CPU"),
        pytest.param(LIMITED_V2, 4, 1.5, 1 << 30, id="v2 limits"),
        pytest.param(LIMITED_V2, 1, 1, 1 << 30, id="affinity is tighter than the quota"),
        pytest.param(LIMITED_V1, 4, 0.5, 2 << 30, id="v1 limits"),
        pytest.param(LIMITED_V1 | HYBRID, 4, 0.5, 2 << 30, id="hybrid limits"),
        pytest.param(
            LIMITED_V2 | {"sys/fs/cgroup/a/memory.max": "999999999999"}, 4, 1.5, 8 << 30,
            id="a limit above what is built in",
        ),
        pytest.param(
            LIMITED_V2 | {"sys/fs/cgroup/a/cpu.max": "damaged"}, 4, 4, 1 << 30,
            id="a damaged file limits nothing",
        ),
    ],
)  # fmt: skip
def test_usable_is_what_affinity_quota_and_limit_leave(
    tmp_path: Path, files: dict[str, str], affinity: int, cpus: float, memory: int
) -> None:
    seen = machine.describe(plant(tmp_path, PLAIN | files), affinity)
    assert (seen.cpus, seen.memory_bytes) == (cpus, memory)
    assert (seen.cpu, seen.environment) == ("Imaginary 9000", "virtual machine (unknown)")


def test_an_arm_core_is_named_from_its_numbers(tmp_path: Path) -> None:
    assert machine.describe(plant(tmp_path, {"proc/cpuinfo": ARM})).cpu == "Arm Neoverse-N1"


def test_without_proc_and_sys_there_is_still_a_machine(tmp_path: Path) -> None:
    seen = machine.describe(tmp_path)
    assert (seen.cpu, seen.environment) == ("unknown", "bare metal")
    assert seen.cpus >= 1
    assert seen.memory_bytes == os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.parametrize("affinity", [0, -1, 1.5, "2", True])
def test_a_machine_has_at_least_one_cpu(affinity: object) -> None:
    with pytest.raises(InvalidInput, match="affinity"):
        machine.describe(affinity=affinity)  # type: ignore[arg-type]


def test_the_governor_is_read_where_it_is_visible(tmp_path: Path) -> None:
    assert machine.governor(tmp_path) is None
    name = "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"
    assert machine.governor(plant(tmp_path, {name: "schedutil\n"})) == "schedutil"


@pytest.mark.kernel
def test_this_machine_agrees_with_psutil() -> None:
    here = machine.this_machine()
    assert here.memory_bytes <= psutil.virtual_memory().total
    assert here.cpus <= (psutil.cpu_count() or 1)
    assert here.kernel == os.uname().release


@pytest.mark.kernel
def test_pinning_later_does_not_change_the_machine() -> None:
    source = (
        "import os\nfrom oslab import machine\n"
        "os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})\n"
        "print(machine.this_machine().cpus)"
    )
    done = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, check=True
    )
    assert float(done.stdout) == machine.this_machine().cpus


MACHINE = Machine("A <b>CPU</b>", 1.5, 3 << 30, "6.1.0", "x86_64", "bare metal", "3.11.7")


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "this_machine", lambda: MACHINE)
    monkeypatch.setattr(machine, "governor", lambda: "performance")
    monkeypatch.setattr(machine, "nodes", lambda: 2)
    probes = (
        Capability("io_uring", True, "a ring could be set up"),
        Capability("GPU", False, "no /dev/nvidia*", "Use <another> machine."),
    )
    monkeypatch.setattr(machine, "all_capabilities", lambda: probes)
    monkeypatch.delenv("OSLAB_OUTPUT", raising=False)


@pytest.mark.usefixtures("elsewhere")
def test_a_card_is_a_table_with_row_headers_and_text(monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = machine.card()._repr_mimebundle_()
    page = bundle["text/html"]
    assert page.startswith('<table class="oslab-machine"><caption>')
    assert '<tr><th scope="row">CPU</th><td>A &lt;b&gt;CPU&lt;/b&gt;</td></tr>' in page
    for words in ("1.50", "3.0 GiB", "Linux 6.1.0 x86_64", "bare metal", "performance"):
        assert words in page
        assert words in bundle["text/plain"]
    monkeypatch.setenv("OSLAB_OUTPUT", "text")
    assert set(machine.card()._repr_mimebundle_()) == {"text/plain"}


@pytest.mark.usefixtures("elsewhere")
def test_a_report_says_what_is_missing_and_what_would_help() -> None:
    made = machine.report()
    lines = str(made).splitlines()
    assert "  yes  io_uring  a ring could be set up" in lines
    assert "  no   GPU       no /dev/nvidia*" in lines
    assert lines[-1].strip() == "-> Use <another> machine."
    assert made.available("io_uring")
    assert not made.available("GPU")
    with pytest.raises(InvalidInput, match="name='teapot'"):
        made.available("teapot")
    assert "Use &lt;another&gt; machine." in made._repr_mimebundle_()["text/html"]


@pytest.mark.usefixtures("elsewhere")
def test_a_report_is_one_json_object() -> None:
    read = json.loads(machine.report().to_json())
    assert read["machine"]["cpus"] == 1.5
    assert read["nodes"] == 2
    assert [one["available"] for one in read["capabilities"]] == [True, False]


@pytest.mark.kernel
def test_a_report_of_this_machine_covers_every_probe() -> None:
    names = [one.name for one in machine.report().capabilities]
    assert len(names) >= len(capability.PROBES)


def test_a_machine_is_known_without_the_heavy_packages() -> None:
    heavy = ("matplotlib", "numba", "numpy", "psutil", "torch", "ipywidgets", "IPython")
    source = (
        "import sys\nfrom oslab import cli\n"
        "assert cli.main(['machine', '--json']) == 0\n"
        f"print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == "[]"
    assert json.loads(done.stdout)["machine"]["kernel"] == os.uname().release


@pytest.mark.parametrize("rows", [None, [("a", "b")], (("a",),), (("a", 1),), ("ab",)])
def test_a_card_takes_pairs_of_texts(rows: object) -> None:
    with pytest.raises(InvalidInput, match="rows"):
        machine.Card(rows)  # type: ignore[arg-type]
