"""Containers and hypervisors are told by the traces each of them leaves."""

from __future__ import annotations

from pathlib import Path

import pytest

from oslab.errors import InvalidInput
from oslab.linux import virtualization
from oslab.linux.virtualization import Traces

HIDDEN = "processor\t: 0\nflags\t\t: fpu vme hypervisor lahf_lm\n"
METAL = "processor\t: 0\nflags\t\t: fpu vme lahf_lm\n"
OVERLAY = "612 480 0:53 / / rw,relatime - overlay overlay rw,lowerdir=/l/A:/l/B\n"
DISK = "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard\n"
DOCKER_FILES = "630 612 8:1 /var/lib/docker/containers/5a/hosts /etc/hosts rw - ext4 /dev/sda1 rw\n"
KUBELET_FILES = "640 612 8:1 /var/lib/kubelet/pods/9c/etc-hosts /etc/hosts rw - ext4 /dev/sda1 rw\n"
PODMAN_FILES = (
    "650 612 0:24 /containers/overlay-containers/7b/userdata/hosts /etc/hosts rw - tmpfs tmpfs rw\n"
)


@pytest.mark.parametrize(
    ("traces", "environment"),
    [
        (Traces(cpuinfo=METAL, mountinfo=DISK), "bare metal"),
        (Traces(), "bare metal"),
        (
            Traces(cpuinfo=HIDDEN, mountinfo=DISK, clocks="tsc kvm-clock"),
            "virtual machine (kvm)",
        ),
        (
            # A container's image booted as a machine: the marker is a left-over.
            Traces(cpuinfo=HIDDEN, mountinfo=DISK, markers=(".dockerenv",), clocks="kvm-clock"),
            "virtual machine (kvm)",
        ),
        (Traces(cpuinfo=METAL, mountinfo=OVERLAY, markers=(".dockerenv",)), "container (docker)"),
        (Traces(cpuinfo=METAL, mountinfo=OVERLAY + DOCKER_FILES), "container (docker)"),
        (Traces(cpuinfo=METAL, cgroup="4:memory:/docker/5a\n"), "container (docker)"),
        (
            Traces(cpuinfo=METAL, cgroup="0::/system.slice/docker-5a.scope\n"),
            "container (docker)",
        ),
        (
            Traces(cpuinfo=METAL, mountinfo=OVERLAY + KUBELET_FILES, markers=(".dockerenv",)),
            "container (kubernetes)",
        ),
        (
            Traces(cpuinfo=METAL, cgroup="0::/kubepods/burstable/pod9c/7b\n"),
            "container (kubernetes)",
        ),
        (Traces(cpuinfo=METAL, mountinfo=OVERLAY + PODMAN_FILES), "container (podman)"),
        (Traces(cpuinfo=METAL, manager="podman"), "container (podman)"),
        (
            Traces(cpuinfo=METAL, manager="oci", markers=(".containerenv",)),
            "container (podman)",
        ),
        (Traces(cpuinfo=METAL, manager="lxc\n"), "container (lxc)"),
        (Traces(cpuinfo=METAL, cgroup="0::/lxc.payload.web/init.scope\n"), "container (lxc)"),
        (Traces(cpuinfo=METAL, manager="systemd-nspawn"), "container (systemd-nspawn)"),
        (
            Traces(cpuinfo=HIDDEN, osrelease="5.15.153.1-microsoft-standard-WSL2\n"),
            "container (wsl) on a virtual machine (unknown)",
        ),
        (
            Traces(cpuinfo=HIDDEN, mountinfo=OVERLAY + DOCKER_FILES, vendor="QEMU\n"),
            "container (docker) on a virtual machine (kvm or qemu)",
        ),
        (
            Traces(cpuinfo=HIDDEN, vendor="Amazon EC2\n", product="c5.large\n"),
            "virtual machine (kvm (amazon ec2))",
        ),
        (Traces(cpuinfo=METAL, vendor="Amazon EC2\n", product="c5.metal\n"), "bare metal"),
        (
            Traces(cpuinfo=HIDDEN, vendor="Google", product="Google Compute Engine"),
            "virtual machine (kvm (google))",
        ),
        (
            Traces(cpuinfo=HIDDEN, vendor="VMware, Inc.", product="VMware Virtual Platform"),
            "virtual machine (vmware)",
        ),
        (
            Traces(cpuinfo=HIDDEN, vendor="innotek GmbH", product="VirtualBox"),
            "virtual machine (virtualbox)",
        ),
        (
            Traces(cpuinfo=HIDDEN, vendor="Microsoft Corporation", product="Virtual Machine"),
            "virtual machine (hyper-v)",
        ),
        (Traces(cpuinfo=METAL, vendor="Microsoft Corporation", product="Surface"), "bare metal"),
        (Traces(cpuinfo=HIDDEN, hypervisor="xen\n"), "virtual machine (xen)"),
        (Traces(cpuinfo=HIDDEN), "virtual machine (unknown)"),
        (Traces(tree="linux,dummy-virt\0"), "virtual machine (kvm or qemu)"),
        (Traces(cpuinfo="model name\t: UML\nvendor_id\t: User Mode Linux\n"),
         "virtual machine (uml)"),
    ],
)  # fmt: skip
def test_the_environment_is_told_by_its_traces(traces: Traces, environment: str) -> None:
    assert virtualization.describe(traces) == environment


def test_traces_are_read_from_below_a_root(tmp_path: Path) -> None:
    files = {
        "proc/cpuinfo": HIDDEN,
        "proc/self/mountinfo": OVERLAY,
        "proc/1/environ": "PATH=/bin\0container=lxc\0",
        "sys/class/dmi/id/sys_vendor": "QEMU\n",
        ".dockerenv": "",
    }
    for name, text in files.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    traces = virtualization.read(tmp_path)
    assert (traces.manager, traces.vendor, traces.markers) == ("lxc", "QEMU\n", (".dockerenv",))
    assert virtualization.describe(traces) == "container (lxc) on a virtual machine (kvm or qemu)"


def test_where_nothing_can_be_read_nothing_is_claimed(tmp_path: Path) -> None:
    assert virtualization.read(tmp_path) == Traces()


def test_a_trace_that_is_no_text_is_refused() -> None:
    with pytest.raises(InvalidInput, match="cpuinfo"):
        Traces(cpuinfo=3)  # type: ignore[arg-type]
