"""One access to one page, and whatever may go wrong with it."""

from __future__ import annotations

from oslab.errors import require, require_choice, require_whole
from oslab.memory.model.page_table import PageTable
from oslab.memory.records.address import PAGE_4K, PAGE_NAMES, PAGE_SHIFT, width
from oslab.memory.records.page_table import FETCH, READ, WRITE, Walk

ADDRESS = 0x7F5A_3C40_12F8
FRAME = 0x9_0000
FINE, ABSENT, READ_ONLY, KERNELS, NO_EXECUTE, DAMAGED = (
    "user, all rights", "absent", "read-only", "the kernel's", "not executable", "damaged",
)  # fmt: skip
PAGES = (FINE, ABSENT, READ_ONLY, KERNELS, NO_EXECUTE, DAMAGED)
"""What the entry that maps the page says of it."""


def access(
    access: str = READ, mapped: str = FINE, page: str = "4 KiB", user: bool = True, levels: int = 4,
    address: int = ADDRESS,
) -> Walk:  # fmt: skip
    """Return the walk for one access to one page of a fresh address space.

    Args:
        access: `"read"`, `"write"` or `"fetch"`.
        mapped: one of `PAGES`: what the entry says of the page.
        page: `"4 KiB"`, `"2 MiB"` or `"1 GiB"`.
        user: whether a program asks; else the kernel.
        levels: 4 or 5.
        address: any that is canonical; the page that holds it is the one mapped.

    Raises:
        InvalidInput: if an argument is none of these.
    """
    require_choice("mapped", mapped, PAGES)
    size = PAGE_NAMES[require_choice("page", page, PAGE_NAMES)]
    require(isinstance(user, bool), "user", user, "True or False")
    width(levels)
    start = require_whole("address", address, 0, 2**64 - 1) // size * size
    tables = PageTable(levels)
    tables.map(
        start, FRAME - FRAME % (size // PAGE_4K), size,
        writable=mapped != READ_ONLY, user=mapped != KERNELS, no_execute=mapped == NO_EXECUTE,
        present=mapped != ABSENT, reserved=mapped == DAMAGED,
    )  # fmt: skip
    return tables.translate(address, access, user)


def real_walk(address: int, frame: int, page: str = "4 KiB", levels: int = 4) -> Walk:
    """Return the walk to a page whose frame is known, such as one of a live process.

    The numbers of the tables are the model's; only the kernel knows its own.

    Args:
        address: canonical.
        frame: of the 4 KiB piece that holds the address.
        page: the size of the page that maps it.
        levels: 4 or 5.

    Raises:
        InvalidInput: if the frame and the address do not lie alike in a page of this size.
    """
    size = PAGE_NAMES[require_choice("page", page, PAGE_NAMES)]
    width(levels)
    require_whole("address", address, 0, 2**64 - 1)
    require_whole("frame", frame, 0, (1 << 39) - 1)
    inside = address % size >> PAGE_SHIFT
    alike = frame % (size // PAGE_4K) == inside
    require(alike, "frame", frame, f"{inside} past a multiple of {size // PAGE_4K}")
    tables = PageTable(levels)
    tables.map(address // size * size, frame - inside, size)
    return tables.translate(address)


BREACHES = {
    "read_unmapped": (READ, ABSENT), "write_unmapped": (WRITE, ABSENT),
    "write_untouched": (WRITE, ABSENT), "write_read_only": (WRITE, READ_ONLY),
    "fetch_data": (FETCH, NO_EXECUTE), "read_kernel": (READ, KERNELS),
}  # fmt: skip
"""What `measure.page_faults` tries, as an access and what the page says of itself."""


def error_codes() -> dict[str, int]:
    """Return the error code of each page fault that `measure.page_faults` provokes."""
    walks = {name: access(*case) for name, case in BREACHES.items()}
    return {name: walk.fault.error_code for name, walk in walks.items() if walk.fault}
