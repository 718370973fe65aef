"""Worked examples whose fault counts are printed in textbooks, and where.

Facts only: references, numbers, places. Where a book leaves a rule open and the answer hangs
on it, both readings stand here, each with the rule it follows. Of policies that no textbook
works through, libCacheSim prints the misses, of references that `mixed` makes.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from oslab.errors import require_whole


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed number of page faults.

    Args:
        source: book, section, figure or exercise; or the program that printed it.
        references: the pages in order of touch.
        frames: how many fit.
        policy: a key of `POLICIES`.
        faults: as printed.
        parameters: of the policy, by name.
        filling: the faults that fill empty frames, where the book leaves them out of its count.
        disputed: what another reader could hold against it; `""` if nothing.
        rival: the parameters of that other reading.
        rival_faults: what it gives, all faults counted.
    """

    source: str
    references: tuple[int, ...]
    frames: int
    policy: str
    faults: int
    parameters: dict[str, object] = field(default_factory=dict)
    filling: int = 0
    disputed: str = ""
    rival: dict[str, object] = field(default_factory=dict)
    rival_faults: int = 0


def mixed(length: int = 4_000) -> tuple[int, ...]:
    """Return references of which a third loops over 180 pages and the rest favours few of 250.

    Args:
        length: 1 to 1,000,000 references.

    Raises:
        InvalidInput: if it is out of range.
    """
    require_whole("length", length, 1, 1_000_000)
    state, pages = 1, []
    for place in range(length):
        state = (state * 1_103_515_245 + 12_345) % (1 << 31)
        skewed = (state >> 8) % 1_000
        pages.append(1 + (skewed * skewed // 4_000 if place % 3 else 300 + place // 3 % 180))
    return tuple(pages)


def _pages(digits: str) -> tuple[int, ...]:
    return tuple(map(int, digits))


_OSC = "Silberschatz, Galvin and Gagne, Operating System Concepts, 10th ed., "
_MOS = "Tanenbaum and Bos, Modern Operating Systems, 4th ed., "
_STALLINGS = "Stallings, Operating Systems, 9th ed., figure 8.14, "
_OSTEP = "Arpaci-Dusseau, Operating Systems: Three Easy Pieces, "
_PEER = "libCacheSim 0.3.5, "

CLASSIC = _pages("70120304230321201701")
BELADY = _pages("123412512345")
_EXERCISE = _pages("72312534677105462301")
_SEVEN = _pages("12342156212376321236")
_STREAM = _pages("232152453252")
_TANENBAUM = _pages("0172327103")
_SHORT = _pages("01201303121")
_MIXED = mixed()
_FIRST = "whether the reference that brings a page in sets its bit"


def _by_frames(policy: str, faults: tuple[int, ...]) -> tuple[Printed, ...]:
    return tuple(
        Printed(f"{_OSC}solutions, 1 to 7 frames", _SEVEN, frames, policy, count)
        for frames, count in enumerate(faults, 1)
    )


def _peer(policy: str, faults: tuple[int, ...], **parameters: object) -> tuple[Printed, ...]:
    return tuple(
        Printed(f"{_PEER}{frames} objects", _MIXED, frames, policy, count, parameters)
        for frames, count in zip((20, 50, 120), faults, strict=True)
    )


TEXTBOOK: tuple[Printed, ...] = (
    Printed(_OSC + "10.4.2, figure 10.12", CLASSIC, 3, "Fifo", 15),
    Printed(_OSC + "10.4.2, figure 10.13", BELADY, 3, "Fifo", 9),
    Printed(_OSC + "10.4.2, figure 10.13", BELADY, 4, "Fifo", 10),
    Printed(_OSC + "10.4.3, figure 10.14", CLASSIC, 3, "Optimal", 9),
    Printed(_OSC + "10.4.4, figure 10.15", CLASSIC, 3, "Lru", 12),
    Printed(_OSC + "practice exercises", _EXERCISE, 3, "Lru", 18),
    Printed(_OSC + "practice exercises", _EXERCISE, 3, "Fifo", 17),
    Printed(_OSC + "practice exercises", _EXERCISE, 3, "Optimal", 13),
    *_by_frames("Lru", (20, 18, 15, 10, 8, 7, 7)),
    *_by_frames("Fifo", (20, 18, 16, 14, 10, 10, 7)),
    *_by_frames("Optimal", (20, 15, 11, 8, 7, 7, 7)),
    Printed(_MOS + "chapter 3, exercise on 0172327103", _TANENBAUM, 4, "Fifo", 6),
    Printed(_MOS + "chapter 3, exercise on 0172327103", _TANENBAUM, 4, "Lru", 7),
    Printed(_STALLINGS + "OPT", _STREAM, 3, "Optimal", 3, filling=3),
    Printed(_STALLINGS + "LRU", _STREAM, 3, "Lru", 4, filling=3),
    Printed(_STALLINGS + "FIFO", _STREAM, 3, "Fifo", 6, filling=3),
    Printed(_STALLINGS + "CLOCK", _STREAM, 3, "Clock", 5, filling=3, disputed=_FIRST,
            rival={"bit_on_load": False}, rival_faults=6),
    Printed(_OSTEP + "22.2, figure 22.1", _SHORT, 3, "Optimal", 5),
    Printed(_OSTEP + "22.3, figure 22.2", _SHORT, 3, "Fifo", 7),
    Printed(_OSTEP + "22.5, figure 22.5", _SHORT, 3, "Lru", 5),
    *_peer("Fifo", (3754, 3507, 3057)),
    *_peer("Lru", (3736, 3439, 2927)),
    *_peer("Clock", (3709, 3414, 2855), bit_on_load=False),
    *_peer("SecondChance", (3709, 3414, 2855), bit_on_load=False),
    *_peer("Sieve", (3520, 3134, 2489)),
    *_peer("S3Fifo", (3437, 3027, 2436)),
    *_peer("Arc", (3491, 3080, 2458)),
    *_peer("TwoQ", (3494, 3148, 2605)),
    *_peer("Lfu", (3519, 3135, 2489)),
    *_peer("Optimal", (2917, 2411, 1840)),
)  # fmt: skip
"""Every row is replayed by the tests."""
