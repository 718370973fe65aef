"""What the kernel keeps of one process: fields of its task_struct, as /proc shows them."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_whole

GROUPS = (
    "identity", "state", "scheduling", "memory", "files", "signals", "credentials", "accounting",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of the control block.

    Args:
        group: one of `GROUPS`.
        member: its place in the kernel's structures, seen from task_struct.
        shown_in: the file under /proc/PID and the field's name there.
        value: what that file says now; empty where it cannot be read.
        meaning: one sentence.
    """

    group: str
    member: str
    shown_in: str
    value: str
    meaning: str

    def __post_init__(self) -> None:
        require(self.group in GROUPS, "group", self.group, "one of " + ", ".join(GROUPS))
        for name in ("member", "shown_in", "value", "meaning"):
            value = getattr(self, name)
            require(isinstance(value, str), name, value, "a text")


@dataclass(frozen=True, slots=True)
class ControlBlock:
    """The control block of a live process.

    Args:
        pid: the process.
        command: its name, at most 15 bytes of it.
        kernel: the release whose names are used.
        entries: by group.
    """

    pid: int
    command: str
    kernel: str
    entries: tuple[Entry, ...]

    def __post_init__(self) -> None:
        require_whole("pid", self.pid, 1)
        require(isinstance(self.command, str), "command", self.command, "a text")
        require(isinstance(self.kernel, str), "kernel", self.kernel, "a release")
        ok = isinstance(self.entries, tuple) and len(self.entries) > 0
        require(ok, "entries", self.entries, "at least one Entry")
        for one in self.entries:
            require(isinstance(one, Entry), "entries", one, "Entries only")

    def value(self, member: str) -> str:
        """Return the value of `member`.

        Raises:
            InvalidInput: if it is not in this control block.
        """
        known = {one.member: one.value for one in self.entries}
        ok = isinstance(member, str) and member in known
        require(ok, "member", member, "one of " + ", ".join(known))
        return known[member]
