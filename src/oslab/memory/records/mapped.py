"""What reading a file cost, and which of its pages are in memory afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_choice, require_number, require_whole

MAPPED, READ, DIRECT = "mapped", "read", "direct"
WAYS = (MAPPED, READ, DIRECT)
NORMAL, RANDOM, SEQUENTIAL, WILLNEED = "normal", "random", "sequential", "willneed"
ADVICE = (NORMAL, RANDOM, SEQUENTIAL, WILLNEED)
ORDERS = ("sequential", "shuffled", "blocks")
MOST_PAGES = 1 << 22


@dataclass(frozen=True, slots=True)
class Reading:
    """A cold file, some of its pages asked for, and what the kernel did for it.

    Args:
        way: `"mapped"`, `"read"` (through the page cache) or `"direct"` (around it).
        wanted: one byte a page, 1 where the program asked for it.
        resident: one byte a page, 1 where the page cache holds it at the end.
        major: faults that found their page missing from the page cache.
        minor: faults that found it there.
        device_pages: pages that the device delivered.
        calls: system calls that read.
        source: `"model"`, or the machine that was watched.

    Raises:
        InvalidInput: if it contradicts itself.
    """

    way: str
    wanted: bytes
    resident: bytes
    major: int
    minor: int
    device_pages: int
    calls: int
    source: str = "model"

    def __post_init__(self) -> None:
        require_choice("way", self.way, WAYS)
        for name in ("wanted", "resident"):
            marks = getattr(self, name)
            ok = isinstance(marks, bytes) and 0 < len(marks) <= MOST_PAGES and max(marks) <= 1
            require(ok, name, marks, f"1 to {MOST_PAGES} bytes of 0 or 1")
        ok = len(self.wanted) == len(self.resident)
        require(ok, "resident", self.resident, "as long as wanted")
        for name in ("major", "minor", "device_pages", "calls"):
            require_whole(name, getattr(self, name), 0)
        require(isinstance(self.source, str), "source", self.source, "a text")

    @property
    def pages(self) -> int:
        """Of the file."""
        return len(self.wanted)

    @property
    def wanted_pages(self) -> int:
        """How many different pages the program asked for."""
        return sum(self.wanted)

    @property
    def amplification(self) -> float:
        """Pages that the device delivered for each page wanted."""
        return self.device_pages / max(1, self.wanted_pages)

    def __str__(self) -> str:
        return (
            f"{self.way}: {self.wanted_pages:,} of {self.pages:,} pages wanted, "
            f"{self.device_pages:,} read from the device, {sum(self.resident):,} resident; "
            f"{self.major:,} major and {self.minor:,} minor faults, {self.calls:,} calls"
        )

    __repr__ = __str__


@dataclass(frozen=True, slots=True)
class HeaderTrap:
    """One array in a `.npy` file, read as what it is and as if it had no header.

    Args:
        header_bytes: before the first number.
        right: the first numbers, by `np.load(mmap_mode="r")`.
        wrong: what `np.memmap` shows in their place.
        shifted: places by which the true numbers come late.
        extra: numbers too many at the end.

    Raises:
        InvalidInput: if a value has no meaning.
    """

    header_bytes: int
    right: tuple[float, ...]
    wrong: tuple[float, ...]
    shifted: int
    extra: int

    def __post_init__(self) -> None:
        for name in ("header_bytes", "shifted", "extra"):
            require_whole(name, getattr(self, name), 0)
        for name in ("right", "wrong"):
            value = getattr(self, name)
            ok = isinstance(value, tuple) and all(isinstance(one, float) for one in value)
            require(ok, name, value, "a tuple of floats")

    def __str__(self) -> str:
        right = ", ".join(f"{one:.4g}" for one in self.right)
        wrong = ", ".join(f"{one:.4g}" for one in self.wrong)
        return (
            f"np.load:   {right}, ...\nnp.memmap: {wrong}, ...\n"
            f"{self.header_bytes} bytes of header read as {self.shifted} numbers"
        )

    __repr__ = __str__


@dataclass(frozen=True, slots=True)
class Requests:
    """What share of its time a device moves bytes, by the bytes of a request.

    Args:
        latency_us: of the smallest request.
        bandwidth_mib: of the largest, in MiB a second.
        points: (bytes, share from 0 to 1), bytes rising.

    Raises:
        InvalidInput: if a value has no meaning.
    """

    latency_us: float
    bandwidth_mib: float
    points: tuple[tuple[int, float], ...]

    def __post_init__(self) -> None:
        require_number("latency_us", self.latency_us, 1e-3, 1e9)
        require_number("bandwidth_mib", self.bandwidth_mib, 1e-3, 1e9)
        ok = isinstance(self.points, tuple) and len(self.points) > 1
        require(ok, "points", self.points, "pairs of bytes and share")
        for point in self.points:
            ok = isinstance(point, tuple) and len(point) == 2
            require(ok, "points", point, "bytes and share")
            require_whole("points", point[0], 1)
            require_number("points", point[1], 0, 1)

    @property
    def half_bytes(self) -> float:
        """The request that moves bytes half of its time: bandwidth times latency."""
        return self.latency_us * self.bandwidth_mib * 2**20 / 1e6

    def __str__(self) -> str:
        return (
            f"{self.latency_us:g} us and {self.bandwidth_mib:g} MiB/s: half of the bandwidth "
            f"with {self.half_bytes / 1024:,.0f} KiB a request"
        )

    __repr__ = __str__
