"""What the frames behind a parent's pages do to the price of its fork."""

from __future__ import annotations

from contextlib import ExitStack

from oslab import machine, timing
from oslab.errors import Unavailable, require, require_whole
from oslab.linux import affinity
from oslab.measurement import Measurement
from oslab.processes.measure import fork_parents
from oslab.processes.measure.fork_sizes import spendable_here
from oslab.processes.records.fork_cost import ANONYMOUS

_MIB = 1 << 20
_LARGEST, _SMALLEST = 1 << 30, 1 << 28
METHOD = (
    "least CPU time of three forks, parent and child together, over the parent's 4 KiB pages; "
    "two C programs of equal size on one CPU, one filled page after page, one in random order"
)


def fork_layout(*, size: int | None = None, repeats: int = 5) -> tuple[Measurement, ...]:
    """Return what fork takes for each entry: frames in a row, and frames strewn about.

    For each entry fork raises a count in the frame's `struct page` of 64 bytes,
    and the child's end lowers it. Where neighbouring pages lie in neighbouring
    frames the processor fetches the next one ahead; where they do not, each
    visit is a cache miss, if those structures are larger than the cache: a
    small parent shows no difference. Everything else is equal.

    Args:
        size: bytes, a multiple of 2 MiB, 2**28 to 2**34; 1 GiB, or the half or
            quarter of it that memory allows, if None.
        repeats: 1 to 100.

    Returns:
        Two measurements in nanoseconds an entry; the condition `filled` says
        `"in order"` or `"at random"`.

    Raises:
        InvalidInput: if an argument is none of these.
        Unavailable: if memory or a C compiler is missing.

    Source: mm/memory.c, `copy_present_ptes` and `zap_present_ptes`; include/linux/mm_types.h.
    """
    if size is not None:
        require_whole("size", size, low=_SMALLEST, high=1 << 34)
        require(size % (2 * _MIB) == 0, "size", size, "a multiple of 2 MiB")
    require_whole("repeats", repeats, low=1, high=100)
    chosen = _fitting(size)
    with ExitStack() as stack:
        stack.enter_context(affinity.pinned(affinity.allowed()[-1]))
        command = fork_parents.native(ANONYMOUS, chosen)
        random = stack.enter_context(fork_parents.made(command))
        random.ask(f"scatter {chosen}")
        order = stack.enter_context(fork_parents.made(command))
        # The first two to be filled take the strewn frames that were lying about.
        with fork_parents.made(command) as sponge:
            sponge.ask(f"touch {chosen}")
            order.ask(f"touch {chosen}")
        taken = timing.interleaved(
            {"in order": order.task("fork 3"), "at random": random.task("fork 3")},
            repeats=repeats, delay=fork_parents.delay_of([order, random]),
        )  # fmt: skip
    entries = chosen // 4096
    return tuple(
        Measurement(
            f"fork, an entry of a parent filled {filled}",
            tuple(sample / entries for sample in samples),
            "ns", METHOD, machine.this_machine(), {"filled": filled, "area_bytes": chosen},
        )
        for filled, samples in taken.samples.items()
    )  # fmt: skip


def _fitting(size: int | None) -> int:
    most = spendable_here() // 3
    wanted = (size,) if size else (_LARGEST, _LARGEST // 2, _SMALLEST)
    for one in wanted:
        if one <= most:
            return one
    what = f"{3 * wanted[-1] // _MIB} MiB of memory for three parents"
    raise Unavailable(what, "Free memory, or raise the limit of the control group.")
