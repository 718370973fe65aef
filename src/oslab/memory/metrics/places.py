"""Where the parts of a process are."""

from __future__ import annotations

from oslab.errors import require
from oslab.memory.records.address_space import (
    ANONYMOUS,
    HEAP,
    PROGRAM,
    STACK,
    AddressSpace,
)


def places(record: AddressSpace) -> dict[str, int]:
    """Return by kind what `model.layout` predicts: program and heap start, mmap and stack top.

    The top of mmap's area is the end of the highest region below the stack.

    Raises:
        InvalidInput: if it is no AddressSpace.
    """
    require(isinstance(record, AddressSpace), "record", record, "an AddressSpace")
    found = {}
    for kind in (PROGRAM, HEAP):
        for region in record.find(kind)[:1]:
            found[kind] = region.start
    for stack in record.find(STACK)[-1:]:
        found[STACK] = stack.end
        below = [one for one in record.regions if one.end <= stack.start]
        for region in below[-1:]:
            if region.kind not in (PROGRAM, HEAP):
                found[ANONYMOUS] = region.end
    return found
