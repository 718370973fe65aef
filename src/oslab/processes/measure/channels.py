"""Both ends of every channel of the comparison, behind the same two words.

An end is made before its peer is forked, so both processes have both ends and
each uses its own. None copies more than the channel itself must.
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import socket
from collections.abc import Callable
from multiprocessing import shared_memory
from multiprocessing.synchronize import Semaphore
from typing import Any, Protocol

from oslab.errors import require_choice

CHANNELS = {
    "pipe": "os.pipe, one each way, between two processes",
    "Unix socket": "socket.socketpair between two processes",
    "shared memory": (
        "multiprocessing.shared_memory between two processes, each copy handed over by a "
        "multiprocessing.Semaphore (a futex)"
    ),
    "multiprocessing.Queue": "two multiprocessing.Queues: pickle, feeder thread and pipe",
    "queue.Queue": "two queue.Queues between threads of one process: a reference is handed over",
}
"""Every channel, and how the hand-off is done."""

LARGEST = 2**22
"""Bytes of the largest message."""


Message = bytes | memoryview


class End(Protocol):
    """One end of a channel: `send` hands a message over, `receive` waits for one.

    What `receive` returns is good until the next `receive`: a buffer used again
    and again, because a fresh one of this size costs more page faults than the
    channel costs.
    """

    def send(self, message: Message) -> None: ...  # noqa: D102
    def receive(self, size: int) -> Message: ...  # noqa: D102


class _Descriptors:
    """A pipe or a socket: the bytes are copied into the kernel and out again."""

    def __init__(self, reading: int, writing: int) -> None:
        self._reading, self._writing = reading, writing
        self._buffer = memoryview(bytearray(LARGEST))

    def send(self, message: Message) -> None:
        left = memoryview(message)
        while left:
            left = left[os.write(self._writing, left) :]

    def receive(self, size: int) -> Message:
        left = self._buffer[:size]
        while left:
            left = left[os.readv(self._reading, [left]) :]
        return self._buffer[:size]


class _Shared:
    """Half of a shared memory each way; a semaphore says that it is full."""

    def __init__(self, out: memoryview, into: memoryview, full: Semaphore, come: Semaphore) -> None:
        self._out, self._into, self._full, self._come = out, into, full, come
        self._buffer = memoryview(bytearray(LARGEST))

    def send(self, message: Message) -> None:
        self._out[: len(message)] = message
        self._full.release()

    def receive(self, size: int) -> Message:
        self._come.acquire()
        self._buffer[:size] = self._into[:size]
        return self._buffer[:size]


class _Queues:
    """Two queues with `put` and `get`, of processes or of threads."""

    def __init__(self, out: Any, into: Any) -> None:
        self._out, self._into = out, into

    def send(self, message: Message) -> None:
        self._out.put(message)

    def receive(self, size: int) -> Message:
        message: Message = self._into.get()
        return message


def pair(channel: str) -> tuple[End, End]:
    """Return two new ends of a channel, a key of `CHANNELS`.

    They live as long as the process: call it in one that soon ends.

    Raises:
        InvalidInput: if there is no such channel.
    """
    require_choice("channel", channel, CHANNELS)
    return _PAIRS[channel]()


def _pipes() -> tuple[End, End]:
    (read_there, write_here), (read_here, write_there) = os.pipe(), os.pipe()
    return _Descriptors(read_here, write_here), _Descriptors(read_there, write_there)


def _sockets() -> tuple[End, End]:
    here, there = (end.detach() for end in socket.socketpair())
    return _Descriptors(here, here), _Descriptors(there, there)


def _shared() -> tuple[End, End]:
    memory = shared_memory.SharedMemory(create=True, size=2 * LARGEST)
    memory.unlink()  # the name goes now, the memory with its last user
    _kept.append(memory)
    context = multiprocessing.get_context("fork")
    there, here = context.Semaphore(0), context.Semaphore(0)
    whole: memoryview = memory.buf  # type: ignore[assignment, unused-ignore]
    low, high = whole[:LARGEST], whole[LARGEST:]
    return _Shared(low, high, there, here), _Shared(high, low, here, there)


def _process_queues() -> tuple[End, End]:
    context = multiprocessing.get_context("fork")
    there, here = context.Queue(), context.Queue()
    return _Queues(there, here), _Queues(here, there)


def _thread_queues() -> tuple[End, End]:
    there: queue.Queue[Message] = queue.Queue()
    here: queue.Queue[Message] = queue.Queue()
    return _Queues(there, here), _Queues(here, there)


_PAIRS: dict[str, Callable[[], tuple[End, End]]] = {
    "pipe": _pipes,
    "Unix socket": _sockets,
    "shared memory": _shared,
    "multiprocessing.Queue": _process_queues,
    "queue.Queue": _thread_queues,
}
_kept: list[shared_memory.SharedMemory] = []
