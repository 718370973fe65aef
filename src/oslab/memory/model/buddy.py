"""The buddy allocator at work: a row of requests step by step, and a zone grown old."""

from __future__ import annotations

import random

from oslab.errors import InvalidInput, require, require_whole
from oslab.memory.model.zone import KERNEL, Zone
from oslab.memory.records.buddy import Block, Buddy, FreeCounts, Step

STALLINGS = "A 100, B 240, C 64, D 256, -B, -A, E 75, -C, -E, -D"
"""Requests on 1 MB, in KB: W. Stallings, Operating Systems, figure 7.6."""
_MOST_REQUESTS = 200


def buddy(
    requests: str = STALLINGS, size: int = 1024, unit: int = 64, name: str = "KB",
    choice: str = KERNEL,
) -> Buddy:  # fmt: skip
    """Return memory after each of a row of requests.

    Args:
        requests: `"A 100"` gives A a block of at least 100, `"-A"` takes it back;
            with commas between them, at most 200.
        size: of the memory, `unit` times a power of two.
        unit: the smallest block, a power of two.
        name: of what is counted.
        choice: which of equal blocks is given out, `"kernel"` or `"lowest address"`.

    Raises:
        InvalidInput: if an argument is none of these, an owner comes twice, or one
            that has nothing gives it back.
    """
    require_whole("unit", unit, low=1, high=1 << 30)
    require(unit & (unit - 1) == 0, "unit", unit, "a power of two")
    require_whole("size", size, low=unit, high=unit << 16)
    parts = size // unit
    require(unit * parts == size and parts & (parts - 1) == 0, "size", size, f"{unit} * 2**n")
    require(isinstance(name, str), "name", name, "a text")
    asked = _read(requests)
    zone = Zone(parts.bit_length() - 1, choice)
    owners: dict[str, int] = {}
    wanted: dict[str, int] = {}
    steps = [_step(zone, "", 0, zone.order, (), (), owners)]
    for owner, many in asked:
        if many is None:
            if owner not in wanted:
                raise InvalidInput("requests", requests, f"without -{owner}, who has nothing")
            start = owners.pop(owner, None)
            del wanted[owner]
            order = zone.used[start] if start is not None else 0
            merges = zone.release(start) if start is not None else ()
            steps.append(_step(zone, f"-{owner}", start, order, (), merges, owners))
            continue
        if owner in wanted:
            raise InvalidInput("requests", requests, f"with one block of {owner} at a time")
        wanted[owner] = many
        order = max(0, (-(-many // unit) - 1).bit_length())
        place, splits = zone.allocate(order)
        if place is not None:
            owners[owner] = place
        steps.append(_step(zone, f"{owner} {many}", place, order, splits, (), owners))
    left = tuple((owner, many) for owner, many in wanted.items() if owner in owners)
    return Buddy(zone.order, unit, name, left, tuple(steps))


def buddy_step(
    step: int = 1, requests: str = STALLINGS, size: int = 1024, unit: int = 64,
    choice: str = KERNEL,
) -> Buddy:  # fmt: skip
    """Return `buddy` up to request number `step`, or to the last where there are fewer.

    Raises:
        InvalidInput: as `buddy` does, or if `step` is negative.
    """
    require_whole("step", step, low=0)
    asked = _read(requests)
    shown = ", ".join(f"-{who}" if many is None else f"{who} {many}" for who, many in asked[:step])
    return buddy(shown, size, unit, choice=choice)


def aged_zone(
    order: int = 12, filled: int = 75, large: int = 10, seed: int = 1, rounds: int = 4,
    largest: int = 10,
) -> FreeCounts:  # fmt: skip
    """Return the free blocks of a zone that was full several times, and emptied by chance.

    In each round requests fill the zone until one is refused; then blocks leave
    by chance, until `filled` percent are in use. Everything may lie anywhere:
    the kernel's grouping by mobility and its compaction, both made against
    fragmentation, are left out.

    Args:
        order: of the zone, which has 2**order pages; 4 to 16.
        filled: percent of the pages in use at the end, 0 to 99.
        large: percent of the requests for two to eight pages, the others for one.
        seed: of the requests.
        rounds: 1 to 64.
        largest: highest order of a free list, as MAX_PAGE_ORDER; 0 to 20.

    Raises:
        InvalidInput: if an argument is none of these.
    """
    require_whole("order", order, low=4, high=16)
    require_whole("filled", filled, low=0, high=99)
    require_whole("large", large, low=0, high=100)
    require_whole("seed", seed)
    require_whole("rounds", rounds, low=1, high=64)
    require_whole("largest", largest, low=0, high=20)
    chance = random.Random(seed)
    zone = Zone(order)
    blocks: list[tuple[int, int]] = []
    used, goal = 0, (filled << order) // 100
    for _ in range(rounds):
        while True:
            many = chance.randint(1, 3) if chance.randrange(100) < large else 0
            start, _splits = zone.allocate(many)
            if start is None:
                break
            blocks.append((start, many))
            used += 1 << many
        while used > goal:
            place = chance.randrange(len(blocks))
            blocks[place], blocks[-1] = blocks[-1], blocks[place]
            gone, had = blocks.pop()
            zone.release(gone)
            used -= 1 << had
    return FreeCounts(_cut(zone.counts, largest), 1 << order)


def _cut(counts: tuple[int, ...], largest: int) -> tuple[int, ...]:
    """Write blocks above the highest order as blocks of that order."""
    above = sum(count << (k - largest) for k, count in enumerate(counts) if k > largest)
    kept = (*counts, *[0] * (largest + 1))[: largest + 1]
    return (*kept[:-1], kept[-1] + above)


def _read(requests: str) -> list[tuple[str, int | None]]:
    allowed = "as 'A 100, B 50, -A', at most 200"
    require(isinstance(requests, str), "requests", requests, allowed)
    asked: list[tuple[str, int | None]] = []
    for words in filter(None, (part.strip() for part in requests.split(","))):
        owner, _, many = words.partition(" ")
        number = many.strip()
        if owner.startswith("-") and owner[1:].isalnum() and not number:
            asked.append((owner[1:], None))
        elif owner.isalnum() and number.isascii() and number.isdigit() and len(number) < 10:
            asked.append((owner, require_whole("requests", int(number), low=1)))
        else:
            raise InvalidInput("requests", requests, allowed)
    require(len(asked) <= _MOST_REQUESTS, "requests", requests, allowed)
    return asked


def _step(
    zone: Zone, words: str, start: int | None, order: int, splits: tuple[int, ...],
    merges: tuple[int, ...], owners: dict[str, int],
) -> Step:  # fmt: skip
    names = {place: owner for owner, place in owners.items()}
    blocks = [Block(place, size, names[place]) for place, size in zone.used.items()]
    blocks += [Block(place, k) for k, free in enumerate(zone.free) for place in free]
    blocks.sort(key=lambda block: block.start)
    return Step(words, start, order, splits, merges, tuple(blocks), zone.free)
