"""Every switch, wake-up and migration of all tasks, as the kernel's own tracepoints saw them.

`tracepoints` counts such events through perf; this door keeps each one with its time. It
works in an instance of tracefs made for the purpose, so that no one else's trace is
touched, and removes it in the end.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from oslab.errors import InvalidInput, Unavailable, require, require_whole

FOLDER = Path("/sys/kernel/tracing")
REMEDY = "Run as root on the host itself; if need be: mount -t tracefs nodev /sys/kernel/tracing"
SWITCH, WAKEUP, MIGRATE = "switch", "wakeup", "migrate"
_EVENTS = {
    "sched_switch": SWITCH,
    "sched_wakeup": WAKEUP,
    "sched_wakeup_new": WAKEUP,
    "sched_migrate_task": MIGRATE,
}
_LINE = re.compile(r".{16,}-[0-9]+ +\[([0-9]+)\] \S+ +([0-9]+)\.([0-9]{6}): (\w+): (.*)")
_FIELDS = {
    SWITCH: re.compile(
        r"prev_comm=(?P<previous_name>.*) prev_pid=(?P<previous>[0-9]+) prev_prio=-?[0-9]+ "
        r"prev_state=(?P<state>[A-Z+|a-z]+) ==> "
        r"next_comm=(?P<name>.*) next_pid=(?P<task>[0-9]+) next_prio=-?[0-9]+"
    ),
    WAKEUP: re.compile(
        r"comm=(?P<name>.*) pid=(?P<task>[0-9]+) prio=-?[0-9]+ target_cpu=(?P<cpu>[0-9]+)"
    ),
    MIGRATE: re.compile(
        r"comm=(?P<name>.*) pid=(?P<task>[0-9]+) prio=-?[0-9]+ "
        r"orig_cpu=(?P<origin>[0-9]+) dest_cpu=(?P<cpu>[0-9]+)"
    ),
}


@dataclass(frozen=True, slots=True)
class SchedulerEvent:
    """One thing that the scheduler did.

    Args:
        time_ns: since boot, on the monotonic clock, to the microsecond.
        kind: `"switch"`, `"wakeup"` or `"migrate"`.
        cpu: where the task was switched in, was woken to, or went.
        task: the thread that was switched in, woken or moved; 0 is the idle task.
        name: of that thread.
        previous: for a switch, the thread that left the CPU; else -1.
        state: for a switch, what became of it: `R` it could have gone on, `S` it sleeps,
            `D` it waits for a device, ...; else empty.
        origin: for a migration, the CPU it came from; else -1.
        previous_name: for a switch, the name of the thread that left; else empty.
    """

    time_ns: int
    kind: str
    cpu: int
    task: int
    name: str
    previous: int = -1
    state: str = ""
    origin: int = -1
    previous_name: str = ""


def parse(text: str) -> tuple[SchedulerEvent, ...]:
    r"""Return the scheduler's events of a trace, in the order of the file; skip all others.

    >>> parse("           <...>-42      [001] d..2.    12.000345: sched_switch: prev_comm=a "
    ...       "prev_pid=42 prev_prio=120 prev_state=S ==> next_comm=b next_pid=7 next_prio=120\n")
    ... # doctest: +ELLIPSIS
    (SchedulerEvent(time_ns=12000345000, kind='switch', cpu=1, task=7, name='b', previous=42, ...

    Raises:
        InvalidInput: if a line of the scheduler's is damaged, or the buffer overflowed.

    Source: Documentation/trace/ftrace.rst; include/trace/events/sched.h.
    """
    require(isinstance(text, str), "text", text, "the text of a trace file")
    found = []
    for line in text.split("\n"):
        if "LOST" in line and "EVENTS" in line:
            raise InvalidInput("text", line, "a whole trace; ask for a larger buffer")
        if not line or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise InvalidInput("text", line, "a line of a trace file")
        kind = _EVENTS.get(match[4])
        if kind is not None:
            found.append(_event(kind, match, line))
    return tuple(found)


def _event(kind: str, match: re.Match[str], line: str) -> SchedulerEvent:
    fields = _FIELDS[kind].match(match[5])
    if fields is None:
        raise InvalidInput("text", line, f"a {kind} as sched.h prints it")
    parts = fields.groupdict()
    return SchedulerEvent(
        time_ns=int(match[2]) * 10**9 + int(match[3]) * 1000,
        kind=kind,
        cpu=int(parts.get("cpu") or match[1]),
        task=int(parts["task"]),
        name=parts["name"],
        previous=int(parts["previous"]) if kind == SWITCH else -1,
        state=(parts.get("state") or "")[:1],
        origin=int(parts["origin"]) if kind == MIGRATE else -1,
        previous_name=parts.get("previous_name") or "",
    )


class Trace:
    """A trace that is being taken: `stop` ends it and returns what happened."""

    def __init__(self, place: Path) -> None:
        require(isinstance(place, Path), "place", place, "the folder of an instance")
        self._place = place

    def stop(self) -> tuple[SchedulerEvent, ...]:
        """End the recording and return its events in the order of time.

        Raises:
            Unavailable: if more happened than the buffer holds.
        """
        try:
            (self._place / "tracing_on").write_text("0")
            events = parse((self._place / "trace").read_text(errors="replace"))
        except InvalidInput as error:
            raise Unavailable("a whole trace", "Trace for a shorter time.") from error
        except OSError as error:
            raise Unavailable("the trace", f"The kernel answered: {error.strerror}.") from error
        return tuple(sorted(events, key=lambda one: one.time_ns))


@contextmanager
def tracing(*, buffer_kib: int = 8192) -> Iterator[Trace]:
    """Record what the scheduler does on every CPU until the block ends or `stop` is called.

    All tasks are recorded, for the kernel's filter by thread loses children now and then;
    choose those you want from what `stop` returns.

    Args:
        buffer_kib: for each CPU, 64 to 65536; an event takes 40 to 80 bytes.

    Raises:
        InvalidInput: if the number is out of range.
        Unavailable: without tracefs, or the right to use it.

    Source: Documentation/trace/ftrace.rst, "Instances".
    """
    require_whole("buffer_kib", buffer_kib, 64, 65536)
    place = FOLDER / "instances" / f"oslab-{os.getpid()}-{threading.get_native_id()}"
    try:
        place.mkdir()
    except OSError as error:
        raise Unavailable("a trace of the scheduler", REMEDY) from error
    try:
        _switch_on(place, buffer_kib)
        yield Trace(place)
    finally:
        with suppress(OSError):
            (place / "tracing_on").write_text("0")
        place.rmdir()


def _switch_on(place: Path, buffer_kib: int) -> None:
    settings = [
        ("trace_clock", "mono"),
        ("buffer_size_kb", str(buffer_kib)),
        *((f"events/sched/{name}/enable", "1") for name in _EVENTS),
        ("tracing_on", "1"),
    ]
    try:
        for name, value in settings:
            (place / name).write_text(value)
    except OSError as error:
        raise Unavailable("a trace of the scheduler", REMEDY) from error
