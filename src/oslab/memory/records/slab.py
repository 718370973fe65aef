"""Kernel objects of one size in slabs of pages."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_whole

PAGE_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Layout:
    """How a cache cuts its slabs.

    Args:
        object_bytes: of one place, alignment included.
        order: a slab has 2**order pages.

    Raises:
        InvalidInput: if an object does not fit into a slab.
    """

    object_bytes: int
    order: int

    def __post_init__(self) -> None:
        require_whole("order", self.order, low=0, high=20)
        require_whole("object_bytes", self.object_bytes, low=1, high=PAGE_BYTES << self.order)

    @property
    def objects(self) -> int:
        """Places in one slab."""
        return (PAGE_BYTES << self.order) // self.object_bytes

    @property
    def left_over(self) -> int:
        """Bytes of a slab in which no place fits."""
        return (PAGE_BYTES << self.order) % self.object_bytes

    def __str__(self) -> str:
        return (
            f"{self.objects} objects of {self.object_bytes} bytes in {_pages(self.order)}, "
            f"{self.left_over} bytes left over"
        )

    __repr__ = __str__


@dataclass(frozen=True, slots=True)
class SlabCache:
    """A cache after many objects came and some went.

    Args:
        layout: of its slabs.
        slabs: those still there, each a text with one character a place: `#` an
            object, `.` none. The kernel has given back those without objects.
        given_back: slabs that became empty.

    Raises:
        InvalidInput: if a slab has another number of places, or no object.
    """

    layout: Layout
    slabs: tuple[str, ...]
    given_back: int

    def __post_init__(self) -> None:
        require(isinstance(self.layout, Layout), "layout", self.layout, "a Layout")
        require_whole("given_back", self.given_back, low=0)
        ok = isinstance(self.slabs, tuple) and all(isinstance(one, str) for one in self.slabs)
        ok = ok and all(
            len(one) == self.layout.objects and set(one) <= {"#", "."} and "#" in one
            for one in self.slabs
        )
        require(ok, "slabs", self.slabs, "texts of # and . with an object each")

    def __str__(self) -> str:
        objects = sum(one.count("#") for one in self.slabs)
        return (
            f"{objects} objects of {self.layout.object_bytes} bytes in {len(self.slabs)} slabs, "
            f"{self.given_back} slabs given back"
        )

    __repr__ = __str__


def _pages(order: int) -> str:
    return "one page" if order == 0 else f"{1 << order} pages"
