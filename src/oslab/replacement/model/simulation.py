"""The simulator: references, frames and a policy in; what became of every reference out."""

from __future__ import annotations

from oslab.errors import require, require_whole
from oslab.replacement.policies import Policy
from oslab.replacement.records import Note, Replacement
from oslab.replacement.records.references import MOST_FRAMES, listed


def simulate(
    references: object, frames: int, policy: Policy, *, notes: bool = True
) -> Replacement:  # fmt: skip
    """Return what becomes of every reference when `policy` chooses who leaves.

    >>> from oslab.replacement import Fifo
    >>> record = simulate([1, 2, 3, 1, 4, 1], 3, Fifo())
    >>> print(record, record.fault_count)
    1* 2* 3* 1 4*-1 1*-2 5

    Args:
        references: page numbers in order of touch: a sequence of whole numbers, or an array.
        frames: how many pages fit, at least 1.
        policy: an instance, such as `Clock(bit_on_load=False)`.
        notes: whether to keep the policy's lists, bits and hand after each reference. That
            takes as much memory as references times frames: False for long traces.

    Raises:
        InvalidInput: if an argument has no meaning.
    """
    pages = _checked(references, frames, policy)
    require(isinstance(notes, bool), "notes", notes, "True or False")
    state = policy.open(frames, pages)
    resident: set[int] = set()
    faults: list[bool] = []
    evicted: list[int | None] = []
    kept: list[Note] = []
    for page in pages:
        gone = None
        fault = page not in resident
        if fault:
            if len(resident) == frames:
                gone = state.evict(page)
                resident.remove(gone)
            resident.add(page)
            state.insert(page)
        else:
            state.touch(page)
        faults.append(fault)
        evicted.append(gone)
        if notes:
            kept.append(state.note())
    return Replacement(
        tuple(pages), frames, tuple(faults), tuple(evicted), tuple(kept), repr(policy)
    )


def count(references: object, frames: int, policy: Policy) -> int:
    """Return `simulate(...).fault_count` without the record: millions of references a second.

    Args:
        references: page numbers in order of touch: a sequence of whole numbers, or an array.
        frames: how many pages fit, at least 1.
        policy: an instance.

    Raises:
        InvalidInput: if an argument has no meaning.
    """
    pages = _checked(references, frames, policy)
    state = policy.open(frames, pages)
    touch, evict, insert = state.touch, state.evict, state.insert
    resident: set[int] = set()
    faults = 0
    for page in pages:
        if page in resident:
            touch(page)
            continue
        if faults >= frames:
            resident.remove(evict(page))
        faults += 1
        resident.add(page)
        insert(page)
    return faults


def _checked(references: object, frames: int, policy: Policy) -> list[int]:
    require_whole("frames", frames, 1, MOST_FRAMES)
    ok = hasattr(policy, "open") and not isinstance(policy, type)
    require(ok, "policy", policy, "an instance of a policy, such as Lru()")
    return listed(references)
