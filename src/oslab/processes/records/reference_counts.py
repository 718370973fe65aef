"""Memory that a child makes its own by only reading Python objects."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_choice, require_number, require_whole

LISTS, NONES, ARRAY = "lists", "None", "array"
DATA = (LISTS, NONES, ARRAY)
READ, COLLECT = "read", "collect"
ACTIONS = (READ, COLLECT)
FORK, SPAWN = "fork", "spawn"
STARTS = (FORK, SPAWN)
PYTHON, BUFFER, SHARED = "Python objects", "one array", "array in shared memory"
STORES = (PYTHON, BUFFER, SHARED)


@dataclass(frozen=True, slots=True)
class ReferenceCounts:
    """What a child copied by an action that stores nothing in the data.

    Args:
        objects: elements of the data.
        data: `"lists"` (small mutable objects), `"None"` (the same immortal object
            again and again) or `"array"` (numbers in one buffer).
        action: `"read"` (visit every element) or `"collect"` (the garbage collector runs).
        frozen: whether the parent called `gc.freeze` before it forked.
        held_pages: pages of 4 KiB that hold the objects or the buffer.
        copied_pages: pages the child has for itself afterwards and had not before.

    Raises:
        InvalidInput: if a field is none of these.
    """

    objects: int
    data: str
    action: str
    frozen: bool
    held_pages: int
    copied_pages: int

    def __post_init__(self) -> None:
        require_whole("objects", self.objects, low=1)
        require_choice("data", self.data, DATA)
        require_choice("action", self.action, ACTIONS)
        require(isinstance(self.frozen, bool), "frozen", self.frozen, "True or False")
        require_whole("held_pages", self.held_pages, low=0)
        require_whole("copied_pages", self.copied_pages, low=0)


@dataclass(frozen=True, slots=True)
class LoaderMemory:
    """Memory of a data loader with several workers.

    Args:
        workers: processes beside the main one.
        start: `"fork"` or `"spawn"`.
        store: `"Python objects"`, `"one array"` or `"array in shared memory"`.
        data_mib: what the main process loaded.
        worker_mib: what each worker has of its own.

    Raises:
        InvalidInput: if a field is none of these.
    """

    workers: int
    start: str
    store: str
    data_mib: float
    worker_mib: float

    def __post_init__(self) -> None:
        require_whole("workers", self.workers, low=0)
        require_choice("start", self.start, STARTS)
        require_choice("store", self.store, STORES)
        require_number("data_mib", self.data_mib, low=0)
        require_number("worker_mib", self.worker_mib, low=0)

    @property
    def total_mib(self) -> float:
        """The main process's data and all the workers' own."""
        return self.data_mib + self.workers * self.worker_mib
