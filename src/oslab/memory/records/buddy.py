"""Memory in blocks of powers of two, and the requests that split and merge them."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_whole


@dataclass(frozen=True, slots=True)
class Block:
    """Units `start` to `start + 2**order`, which `owner` has; nobody where it is empty."""

    start: int
    order: int
    owner: str = ""

    def __post_init__(self) -> None:
        require_whole("start", self.start, low=0)
        require_whole("order", self.order, low=0, high=40)
        require(isinstance(self.owner, str), "owner", self.owner, "a text")


@dataclass(frozen=True, slots=True)
class Step:
    """One request, and memory after it.

    Args:
        words: the request, such as `"A 70"` or `"-A"`.
        start: where the block of the request lies; None if it was refused.
        order: of that block.
        splits: the orders of the blocks that were halved, the largest first.
        merges: the orders of the pairs that became one, the smallest first.
        blocks: all of memory, in order of addresses.
        free: for each order, the starts of free blocks as the list has them: the
            first is the next to be given out.

    Raises:
        InvalidInput: if a field is of another kind.
    """

    words: str
    start: int | None
    order: int
    splits: tuple[int, ...]
    merges: tuple[int, ...]
    blocks: tuple[Block, ...]
    free: tuple[tuple[int, ...], ...]

    def __post_init__(self) -> None:
        require(isinstance(self.words, str), "words", self.words, "a text")
        if self.start is not None:
            require_whole("start", self.start, low=0)
        require_whole("order", self.order, low=0, high=40)
        for name in ("splits", "merges", "blocks", "free"):
            value = getattr(self, name)
            require(isinstance(value, tuple), name, value, "a tuple")
        ok = all(isinstance(block, Block) for block in self.blocks)
        require(ok, "blocks", self.blocks, "Blocks")


@dataclass(frozen=True, slots=True)
class Buddy:
    """Every step of a row of requests.

    Args:
        order: of the whole memory.
        unit: how much the smallest block holds, as a number of `name`.
        name: such as `"KB"`.
        wanted: what each owner still there asked for at the end, in `name`.
        steps: the first shows memory before any request.

    Raises:
        InvalidInput: if a field is of another kind.
    """

    order: int
    unit: int
    name: str
    wanted: tuple[tuple[str, int], ...]
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        require_whole("order", self.order, low=0, high=40)
        require_whole("unit", self.unit, low=1)
        require(isinstance(self.name, str), "name", self.name, "a text")
        require(isinstance(self.wanted, tuple), "wanted", self.wanted, "pairs")
        ok = isinstance(self.steps, tuple) and len(self.steps) > 0
        ok = ok and all(isinstance(step, Step) for step in self.steps)
        require(ok, "steps", self.steps, "at least one Step")

    def __str__(self) -> str:
        return " | ".join(
            f"{step.words or 'start'}: "
            + " ".join(f"{block.owner or '.'}{self.unit << block.order}" for block in step.blocks)
            for step in self.steps
        )

    __repr__ = __str__


@dataclass(frozen=True, slots=True)
class FreeCounts:
    """How many free blocks of each order somebody has: a model or /proc/buddyinfo.

    Args:
        counts: `counts[k]` blocks of 2**k pages.
        pages: of the memory, used or free.

    Raises:
        InvalidInput: if a count is negative or there is none.
    """

    counts: tuple[int, ...]
    pages: int

    def __post_init__(self) -> None:
        ok = isinstance(self.counts, tuple) and 0 < len(self.counts) <= 41
        require(ok, "counts", self.counts, "1 to 41 counts")
        for count in self.counts:
            require_whole("counts", count, low=0)
        require_whole("pages", self.pages, low=0)

    @property
    def free(self) -> int:
        """Free pages in all blocks together."""
        return sum(count << order for order, count in enumerate(self.counts))

    def __str__(self) -> str:
        return f"{self.free} of {self.pages} pages free, blocks by order: {self.counts}"

    __repr__ = __str__
