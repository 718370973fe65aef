"""A key-value cache with contiguous runs of slots, or with blocks and a table."""

from __future__ import annotations

import random
from collections import deque

from oslab.errors import InvalidInput, require, require_choice, require_whole
from oslab.memory.records.kv_cache import (
    EXACT,
    LONGEST,
    PAGED,
    SCHEMES,
    Extent,
    KvCache,
    KvMoment,
    Request,
)

_MOST_STEPS = 100_000


def requests(
    count: int = 60, gap: int = 8, longest: int = 512, seed: int = 1
) -> tuple[Request, ...]:
    """Return prompts of 16 to 128 tokens; one answer in eight is long, the others are short.

    Args:
        count: 1 to 10,000.
        gap: steps from one arrival to the next, 0 to 1000.
        longest: that an answer may be, 16 to 65,536: what a server must expect of all.
        seed: of the lengths.

    Raises:
        InvalidInput: if an argument is none of these.
    """
    require_whole("count", count, low=1, high=10_000)
    require_whole("gap", gap, low=0, high=1000)
    require_whole("longest", longest, low=16, high=1 << 16)
    require_whole("seed", seed)
    chance = random.Random(seed)
    made = []
    for number in range(count):
        long = chance.randrange(8) == 0
        low, high = (longest // 2, longest) if long else (longest // 32 or 1, longest // 4)
        made.append(Request(number * gap, chance.randint(16, 128), chance.randint(low, high)))
    return tuple(made)


def kv_cache(
    scheme: str = PAGED, slots: int = 2048, block: int = 16, count: int = 60, gap: int = 8,
    longest: int = 512, seed: int = 1, steps: int | None = None,
) -> KvCache:  # fmt: skip
    """Return how a cache serves a row of `requests`, first come, first served.

    In every step the first in the queue are let in while their slots are to be
    had, and each request that is in writes a token. One run of slots is taken
    where it first fits. With blocks a request takes another when its last is
    full; if there is none, the one that was let in last gives all of its own
    back, and must have its tokens computed again when it returns.

    Args:
        scheme: one of `SCHEMES`.
        slots: of the cache, a token each; 128 to 2**20.
        block: slots in a block, 1 to 1024; `"paged"` only.
        count: of the requests, as the next three.
        gap: steps from one arrival to the next.
        longest: that an answer may be.
        seed: of the lengths.
        steps: how many to show, all until the last answer if None.

    Raises:
        InvalidInput: if an argument is none of these, or a request can never fit.

    Source: W. Kwon and others, Efficient Memory Management for Large Language Model
    Serving with PagedAttention, SOSP 2023, sections 3, 4.3 and 4.5; the contiguous
    schemes are those that it compares with (Max, Pow2 and Oracle).
    """
    require_choice("scheme", scheme, SCHEMES)
    require_whole("slots", slots, low=128, high=1 << 20)
    require_whole("block", block, low=1, high=1024)
    require(steps is None or isinstance(steps, int), "steps", steps, "a whole number or None")
    last = _MOST_STEPS if steps is None else require_whole("steps", steps, 1, _MOST_STEPS)
    asked = requests(count, gap, longest, seed)
    server = _Server(asked, scheme, slots, block, longest)
    largest = max(map(server.needs, range(count)))
    if largest > slots:
        raise InvalidInput("slots", slots, f"at least {largest}, which one request needs")
    while len(server.moments) < last and server.finished < count:
        server.step()
    return KvCache(
        scheme, slots, block if scheme == PAGED else 1, asked, tuple(server.moments),
        server.extents(), server.admitted, server.finished, server.preempted,
    )  # fmt: skip


def kv_schemes(
    slots: int = 2048, block: int = 16, count: int = 60, gap: int = 8, longest: int = 512,
    seed: int = 1,
) -> tuple[KvCache, ...]:  # fmt: skip
    """Return `kv_cache` under each of `SCHEMES`, for the same requests.

    Raises:
        InvalidInput: as `kv_cache` does.
    """
    return tuple(kv_cache(one, slots, block, count, gap, longest, seed) for one in SCHEMES)


class _Server:
    """Requests by number; what each holds."""

    def __init__(
        self, asked: tuple[Request, ...], scheme: str, slots: int, block: int, longest: int
    ) -> None:
        self.asked, self.scheme, self.longest = asked, scheme, longest
        self.paged = scheme == PAGED
        self.block = block if self.paged else 1
        self.slots = slots
        self.queue: deque[int] = deque()
        self.running: list[int] = []
        self.tokens = [one.prompt for one in asked]
        self.runs: dict[int, list[tuple[int, int]]] = {}
        self.spare = list(range(slots // self.block - 1, -1, -1)) if self.paged else []
        self.moments: list[KvMoment] = []
        self.admitted = self.finished = self.preempted = self._come = 0

    def needs(self, number: int) -> int:
        """Return the slots that a request holds at its largest."""
        one = self.asked[number]
        if self.scheme == LONGEST:
            return one.prompt + self.longest
        if self.paged:
            return -(-(one.prompt + one.answer) // self.block) * self.block
        if self.scheme == EXACT:
            return one.prompt + one.answer
        return one.prompt + (1 << (one.answer - 1).bit_length())

    def step(self) -> None:
        now = len(self.moments)
        while self._come < len(self.asked) and self.asked[self._come].arrival <= now:
            self.queue.append(self._come)
            self._come += 1
        while self.queue and self._admit(self.queue[0]):
            self.running.append(self.queue.popleft())
            self.admitted += 1
        for number in list(self.running):
            if number in self.runs and self._grow(number):
                self.tokens[number] += 1
        held = sum(self.tokens[number] for number in self.running)
        reserved = sum(length for runs in self.runs.values() for _, length in runs)
        self.moments.append(KvMoment(held, reserved, len(self.running), len(self.queue)))
        for number in list(self.running):
            one = self.asked[number]
            if self.tokens[number] == one.prompt + one.answer:
                self._leave(number)
                self.finished += 1

    def extents(self) -> tuple[Extent, ...]:
        found = []
        for number, runs in self.runs.items():
            left = self.tokens[number]
            for start, length in runs:
                found.append(Extent(number, start, length, min(left, length)))
                left -= min(left, length)
        return tuple(sorted(found, key=lambda one: one.start))

    def _admit(self, number: int) -> bool:
        if self.paged:
            many = -(-(self.tokens[number] + 1) // self.block)
            if many > len(self.spare):
                return False
            self.runs[number] = [self._take() for _ in range(many)]
            return True
        place = self._first_fit(self.needs(number))
        if place is None:
            return False
        self.runs[number] = [(place, self.needs(number))]
        return True

    def _first_fit(self, length: int) -> int | None:
        end = 0
        for start, held in sorted(runs[0] for runs in self.runs.values()):
            if start - end >= length:
                return end
            end = start + held
        return end if self.slots - end >= length else None

    def _grow(self, number: int) -> bool:
        """Make room for a token; say whether the request is still in."""
        if not self.paged or self.tokens[number] < len(self.runs[number]) * self.block:
            return True
        while not self.spare:
            victim = self.running[-1]
            self._leave(victim)
            self.queue.appendleft(victim)
            self.preempted += 1
            if victim == number:
                return False
        self.runs[number].append(self._take())
        return True

    def _take(self) -> tuple[int, int]:
        return self.spare.pop() * self.block, self.block

    def _leave(self, number: int) -> None:
        self.running.remove(number)
        runs = self.runs.pop(number)
        if self.paged:
            self.spare += [start // self.block for start, _ in runs]
