"""What stands between this process and the metal: a container, a hypervisor, both or nothing.

Each kind leaves its own traces; none is proof alone. A `/.dockerenv` is left in
every image, also one that was later booted as a machine, so it counts only where
the root file system is not a disk of its own.

Source: the order of the questions follows systemd's src/basic/virt.c.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

from oslab.errors import require

ROOT = Path("/")


@dataclass(frozen=True, slots=True)
class Traces:
    """Everything that is asked, as text; empty where the file is missing.

    Args:
        cpuinfo: `/proc/cpuinfo`.
        osrelease: `/proc/sys/kernel/osrelease`; WSL writes its name there.
        mountinfo: `/proc/self/mountinfo`.
        cgroup: `/proc/1/cgroup`.
        manager: `/run/systemd/container`, or the variable `container` of process 1.
        markers: names of marker files found, such as `".dockerenv"`.
        vendor: of the board, from `/sys/class/dmi/id/sys_vendor`.
        product: from `/sys/class/dmi/id/product_name`.
        hypervisor: `/sys/hypervisor/type`.
        tree: the device tree's `compatible`, on machines without DMI.
        clocks: the clock sources the kernel could use; some belong to one hypervisor.
    """

    cpuinfo: str = ""
    osrelease: str = ""
    mountinfo: str = ""
    cgroup: str = ""
    manager: str = ""
    markers: tuple[str, ...] = ()
    vendor: str = ""
    product: str = ""
    hypervisor: str = ""
    tree: str = ""
    clocks: str = ""

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            kind = tuple if field.name == "markers" else str
            require(isinstance(value, kind), field.name, value, f"a {kind.__name__}")


def container(traces: Traces) -> str:
    """Return `"docker"`, `"podman"`, `"kubernetes"`, ... or `""` outside any container.

    Raises:
        InvalidInput: if `traces` are none.
    """
    _require_traces(traces)
    release = traces.osrelease.lower()
    if "microsoft" in release or "wsl" in release:
        return "wsl"
    places = _root_sources(traces.mountinfo) + "\n" + traces.cgroup
    named = _first(_CONTAINER_WORDS, places)
    if named:
        return named
    manager = traces.manager.strip()
    if manager:
        return "podman" if manager == "oci" and ".containerenv" in traces.markers else manager
    if _boots_from_disk(traces.mountinfo):
        return ""
    for marker, kind in ((".dockerenv", "docker"), (".containerenv", "podman")):
        if marker in traces.markers:
            return kind
    return ""


def hypervisor(traces: Traces) -> str:
    """Return `"kvm"`, `"xen"`, `"vmware"`, ..., `"unknown"` if it hides its name, or `""`.

    Raises:
        InvalidInput: if `traces` are none.
    """
    _require_traces(traces)
    if "User Mode Linux" in traces.cpuinfo:
        return "uml"
    below = _has_flag(traces.cpuinfo, "hypervisor")
    board = _first(_BOARD_WORDS, f"{traces.vendor} {traces.product}".lower())
    # Clouds put their name also on machines they rent out whole.
    board = "" if board in _RENTED_WHOLE and not below else board
    clock = (_first(_CLOCK_WORDS, traces.clocks) or "unknown") if below else ""
    return traces.hypervisor.strip() or board or _first(_TREE_WORDS, traces.tree.lower()) or clock


def describe(traces: Traces) -> str:
    """Return the two answers as one phrase.

    >>> describe(Traces(cpuinfo="flags : fpu hypervisor", clocks="tsc kvm-clock"))
    'virtual machine (kvm)'

    Raises:
        InvalidInput: if `traces` are none.
    """
    inside, below = container(traces), hypervisor(traces)
    if inside and below:
        return f"container ({inside}) on a virtual machine ({below})"
    if inside:
        return f"container ({inside})"
    return f"virtual machine ({below})" if below else "bare metal"


def read(root: Path = ROOT) -> Traces:
    """Return the traces this machine shows; what cannot be read is empty.

    Args:
        root: stands for `/`.

    Raises:
        InvalidInput: if `root` is no Path.
    """
    require(isinstance(root, Path), "root", root, "a directory, as a Path")
    # Only root may read the first; a container's programs inherit the variable.
    environment = (_text(root / "proc/1/environ") + "\0" + _text(root / "proc/self/environ")).split(
        "\0"
    )
    named = [one.partition("=")[2] for one in environment if one.startswith("container=")]
    markers = {".dockerenv": ".dockerenv", ".containerenv": "run/.containerenv"}
    found = [name for name, path in markers.items() if _exists(root / path)]
    return Traces(
        cpuinfo=_text(root / "proc/cpuinfo"),
        osrelease=_text(root / "proc/sys/kernel/osrelease"),
        mountinfo=_text(root / "proc/self/mountinfo"),
        cgroup=_text(root / "proc/1/cgroup"),
        manager=_text(root / "run/systemd/container") or "".join(named[:1]),
        markers=tuple(found),
        vendor=_text(root / "sys/class/dmi/id/sys_vendor"),
        product=_text(root / "sys/class/dmi/id/product_name"),
        hypervisor=_text(root / "sys/hypervisor/type"),
        tree=_text(root / "proc/device-tree/compatible")
        + _text(root / "proc/device-tree/hypervisor/compatible"),
        clocks=_text(root / "sys/devices/system/clocksource/clocksource0/available_clocksource"),
    )


# A runtime mounts its own files over /etc/hosts and names the group of process 1.
# Kubernetes comes first: its containers are made by one of the others.
_CONTAINER_WORDS = (
    ("/kubelet/pods/", "kubernetes"),
    ("/kubepods", "kubernetes"),
    ("kubelet.slice", "kubernetes"),
    ("/libpod", "podman"),
    ("/overlay-containers/", "podman"),
    ("/docker/", "docker"),
    ("docker-", "docker"),
    ("/lxc/", "lxc"),
    ("lxc.payload", "lxc"),
    ("systemd-nspawn@", "systemd-nspawn"),
)
_BOARD_WORDS = (
    ("firecracker", "kvm (firecracker)"),
    ("kvm", "kvm"),
    ("qemu", "kvm or qemu"),
    ("amazon ec2", "kvm (amazon ec2)"),
    ("google", "kvm (google)"),
    ("vmware", "vmware"),
    ("virtualbox", "virtualbox"),
    ("innotek", "virtualbox"),
    ("xen", "xen"),
    ("bochs", "bochs"),
    ("parallels", "parallels"),
    ("microsoft corporation virtual machine", "hyper-v"),
    ("bhyve", "bhyve"),
    ("apple virtualization", "apple virtualization"),
)
_RENTED_WHOLE = ("kvm (amazon ec2)", "kvm (google)")
_CLOCK_WORDS = (("kvm-clock", "kvm"), ("hyperv", "hyper-v"), ("xen", "xen"))
_TREE_WORDS = (("linux,dummy-virt", "kvm or qemu"), ("kvm", "kvm"), ("xen", "xen"))


def _first(table: tuple[tuple[str, str], ...], text: str) -> str:
    """Return the name of the first row whose word is in `text`, or nothing."""
    return next((name for word, name in table if word in text), "")


def _root_sources(mountinfo: str) -> str:
    """Return, of the files a runtime mounts, where they come from."""
    watched = ("/", "/etc/hosts", "/etc/hostname", "/etc/resolv.conf", "/dev/termination-log")
    lines = []
    for line in mountinfo.splitlines():
        words = line.split()
        if len(words) > 4 and words[4] in watched:
            lines.append(line)
    return "\n".join(lines)


def _boots_from_disk(mountinfo: str) -> bool:
    for line in mountinfo.splitlines():
        before, _, after = line.partition(" - ")
        words, kind = before.split(), after.split()
        if len(words) > 4 and words[4] == "/" and len(kind) > 1:
            return words[3] == "/" and kind[1].startswith("/dev/")
    return False


def _has_flag(cpuinfo: str, flag: str) -> bool:
    return any(
        flag in line.partition(":")[2].split()
        for line in cpuinfo.splitlines()
        if line.startswith("flags")
    )


def _require_traces(traces: object) -> None:
    require(isinstance(traces, Traces), "traces", traces, "Traces")


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _text(path: Path) -> str:
    # Device-tree files end their strings with a zero byte, and DMI may hold any byte.
    try:
        return path.read_bytes().decode(errors="replace")
    except (OSError, ValueError):
        return ""
