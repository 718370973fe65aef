"""What the kernel promises: requests for memory that nobody touches, and its answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from oslab import machine
from oslab.errors import InvalidInput, Unavailable, require_number, require_whole
from oslab.linux import c_program, uml
from oslab.linux.procfs import meminfo, sysctl
from oslab.measurement import Condition, Machine, Measurement
from oslab.memory import model

HERE, GUEST = "here", "guest"
MODES = (0, 1, 2)
_GUEST_MIB, _MIB = 256, 1 << 20
METHOD = (
    "A process of its own maps areas, private and writable, and touches none; 1 for each that is "
    "granted, and Committed_AS of /proc/meminfo after it"
)


@dataclass(frozen=True, slots=True)
class _Asked:
    mode: int
    ratio: int
    request_mib: int
    ram: int
    swap: int
    limit: int
    before: int
    root: bool
    granted: tuple[int, ...]
    after: tuple[int, ...]


def overcommit(
    *, shares: Sequence[float] = (0.5, 0.9, 1.1), requests: int = 4,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Ask this kernel for shares of RAM and swap, several times each, in the mode that it has.

    The system's settings stay as they are; what other modes do is for `overcommit_modes`.

    Known workload: in mode 0 a request is refused if it alone is larger than RAM and swap,
    and granted otherwise however often it comes; in mode 1 all are granted (tests).
    Cross-check: Committed_AS, which another part of the kernel keeps, grows by just what
    was granted. Overhead: none, nothing is touched. Caveat: in mode 2 the machine's own
    promises count, and others may make or drop some meanwhile.

    Args:
        shares: of MemTotal and SwapTotal together, above 0 to 1,000; at most 20.
        requests: of each, 1 to 100; they are kept until all were answered.

    Returns:
        For each share the `quantity` `"granted"` (1 or 0, one sample a request) and
        `"committed"` (bytes that Committed_AS grew by, one sample a request); conditions
        `share`, `request_bytes`, `mode`, `kernel`, `commit_limit_bytes`, and for granted
        `predicted`, how many the model says.

    Raises:
        InvalidInput: if an argument is none of these.
        Unavailable: without a C compiler.

    Source: mm/util.c, `__vm_enough_memory`; Documentation/mm/overcommit-accounting.rst.
    """
    if not isinstance(shares, tuple | list) or not 1 <= len(shares) <= 20:
        raise InvalidInput("shares", shares, "1 to 20 numbers")
    chosen = [require_number("shares", share, low=0.001, high=1000) for share in shares]
    require_whole("requests", requests, low=1, high=100)
    mode, ratio = _setting("overcommit_memory", 0), _setting("overcommit_ratio", 50)
    found = meminfo.read()
    most = found["MemTotal"] + found.get("SwapTotal", 0)
    made: list[Measurement] = []
    for share in chosen:
        mib = max(1, int(share * most) // _MIB)
        done = c_program.run(c_program.find("memory", "overcommit"), mib, requests)
        asked = _asked(done.stdout, mode, ratio, mib)
        made += _measurements(asked, share, HERE, machine.this_machine())
    return tuple(made)


def overcommit_modes(
    *, modes: Sequence[int] = MODES, share: float = 0.2, requests: int = 6
) -> tuple[Measurement, ...]:
    """Ask a guest kernel of our own in each mode: there vm.overcommit_memory may be changed.

    Args:
        modes: some of 0, 1 and 2.
        share: of the guest's memory, 0.01 to 1,000, for each request.
        requests: 1 to 100.

    Returns:
        As `overcommit`; the kernel in the conditions is the guest's.

    Raises:
        InvalidInput: if an argument is none of these.
        Unavailable: without user-mode Linux or a C compiler.

    Source: as `overcommit`.
    """
    if not isinstance(modes, tuple | list) or not modes:
        raise InvalidInput("modes", modes, "some of 0, 1 and 2")
    chosen = [require_whole("modes", mode, low=0, high=2) for mode in modes]
    require_number("share", share, low=0.01, high=1000)
    require_whole("requests", requests, low=1, high=100)
    program = c_program.compile(c_program.find("memory", "overcommit"))
    mib = max(1, int(share * _GUEST_MIB))
    made: list[Measurement] = []
    for mode in dict.fromkeys(chosen):
        command = [str(program), str(mib), str(requests), str(mode)]
        guest = uml.run(command, memory_mib=_GUEST_MIB)
        if guest.status != 0:
            raise Unavailable("an answer of the guest", f"It ended with {guest.status}.")
        asked = _asked(guest.output, mode, 50, mib)
        there = _guest_machine(guest.kernel)
        made += _measurements(asked, share, GUEST, there)
    return tuple(made)


def _asked(text: str, mode: int, ratio: int, mib: int) -> _Asked:
    lines = [tuple(map(int, line.split())) for line in text.splitlines()]
    ram, swap, limit, before, root = lines[0]
    return _Asked(
        mode, ratio, mib, ram, swap, limit, before, bool(root),
        tuple(line[0] for line in lines[1:]), tuple(line[1] for line in lines[1:]),
    )  # fmt: skip


def _predicted(asked: _Asked) -> int:
    record = model.overcommit(
        mode=asked.mode, ram_gib=asked.ram / 2**20, swap_gib=asked.swap / 2**20,
        ratio=asked.ratio, committed_gib=asked.before / 2**20,
        request_gib=asked.request_mib / 1024, requests=len(asked.granted), root=asked.root,
    )  # fmt: skip
    return sum(record.granted)


def _measurements(
    asked: _Asked, share: float, kernel: str, where: Machine
) -> tuple[Measurement, Measurement]:
    says: dict[str, Condition] = {
        "share": share, "request_bytes": asked.request_mib * _MIB, "mode": asked.mode,
        "kernel": kernel, "commit_limit_bytes": asked.limit * 1024,
    }  # fmt: skip
    before = (asked.before, *asked.after[:-1])
    grown = tuple((b - a) * 1024 for a, b in zip(before, asked.after, strict=True))
    name = f"requests of {asked.request_mib} MiB in mode {asked.mode}"
    granted = Measurement(
        f"{name}: granted", asked.granted, "requests", METHOD, where,
        {**says, "quantity": "granted", "predicted": _predicted(asked)},
    )  # fmt: skip
    committed = Measurement(
        f"{name}: promised more", grown, "bytes", METHOD, where,
        {**says, "quantity": "committed"},
    )  # fmt: skip
    return granted, committed


def _setting(name: str, default: int) -> int:
    try:
        return sysctl.read(f"vm.{name}")
    except Unavailable:
        return default


def _guest_machine(kernel: str) -> Machine:
    here = machine.this_machine()
    environment = f"user-mode Linux on {here.kernel}"
    return Machine(
        here.cpu, 1.0, _GUEST_MIB * _MIB, kernel, here.architecture, environment, here.python
    )
