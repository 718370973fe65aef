"""What copy-on-write cost, and how far two answers are apart."""

from __future__ import annotations

from oslab.errors import require
from oslab.processes.records.copy_on_write import CopyOnWrite

_PAGE_BYTES = 4096


def copied_bytes(record: CopyOnWrite) -> int:
    """Return how much memory the writers have made of their own, in bytes."""
    return sum(writing.copied for writing in _record(record).writings) * _PAGE_BYTES


def faults(record: CopyOnWrite) -> int:
    """Return the minor faults of all writers together."""
    return sum(writing.faults for writing in _record(record).writings)


def disagreement(model: CopyOnWrite, kernel: CopyOnWrite) -> float:
    """Return the largest gap between two answers, in faults or pages, as a share of all pages.

    Raises:
        InvalidInput: if they answer different questions.
    """
    same = (_record(model).pages, model.written, model.huge, len(model.writings)) == (
        _record(kernel).pages, kernel.written, kernel.huge, len(kernel.writings),
    )  # fmt: skip
    require(same, "kernel", kernel, "an answer to the question of model")
    gaps = [
        max(abs(one.faults - other.faults), abs(one.copied - other.copied))
        for one, other in zip(model.writings, kernel.writings, strict=True)
    ]
    return max(gaps) / model.pages


def _record(record: CopyOnWrite) -> CopyOnWrite:
    require(isinstance(record, CopyOnWrite), "record", record, "a CopyOnWrite")
    return record
