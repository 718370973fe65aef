"""Inference requests in batches: the same questions as for jobs on CPUs, at another door.

A step of the device serves a whole batch: every request in it gets one token. `static`
batching fills the batch, and fills it again when its last request is done; `continuous`
batching lets requests leave and join between any two steps. Reading a prompt lengthens the
step in which it happens, for everyone in the batch. Neither memory for keys and values nor
chunked prefill is modelled.

Where a step takes one tick whatever is in it, continuous batching *is* `simulate` with a CPU
a slot: first come is `Fifo`, shortest is `ShortestJobFirst` (a law in the tests).

Source: Yu et al., Orca (OSDI, 2022), section 3; Kwon et al., PagedAttention, vLLM (SOSP, 2023).
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from oslab.errors import InvalidInput, require, require_choice, require_whole
from oslab.scheduling.records.job import Job
from oslab.scheduling.records.schedule import RUNNING, SWITCHING, Schedule, Slice
from oslab.scheduling.records.serving import BATCHINGS, ORDERS, Request, Served
from oslab.scheduling.records.sweep import Sweep

_LENGTHS = (4, 6, 6, 8, 8, 10, 12, 16, 24, 60)
"""A long tail: one request in ten writes a third of all tokens."""


@dataclass(frozen=True, slots=True)
class Device:
    """What a step costs, in ticks.

    Args:
        step: of any step, 1 to 10,000: reading the weights.
        each: more for each request in the batch, 0 to 1,000.
        prefill: prompt tokens read per tick, at least 1; None: prompts cost nothing.

    Raises:
        InvalidInput: if a value is out of range.
    """

    step: int = 10
    each: int = 1
    prefill: int | None = 10

    def __post_init__(self) -> None:
        require_whole("step", self.step, 1, 10_000)
        require_whole("each", self.each, 0, 1_000)
        if self.prefill is not None:
            require_whole("prefill", self.prefill, 1, 10**6)

    def ticks(self, batch: int, joined: Sequence[Request]) -> int:
        """Return how long a step takes with `batch` requests, of which some just joined."""
        tokens = sum(one.prompt for one in joined)
        read = 0 if self.prefill is None else -(-tokens // self.prefill)
        return self.step + self.each * batch + read


def serve(
    requests: Iterable[Request], *, slots: int = 4, batching: str = "continuous",
    order: str = "first come", device: Device | None = None,
) -> Served:  # fmt: skip
    """Answer `requests` in batches of at most `slots`.

    Ties go to the request that arrived first, then to the one listed first. In a static batch
    a finished request has its answer, but its slot is computed on to the end of the batch.

    Args:
        requests: at least one, each with a name of its own, 1,000,000 tokens in all at most.
        slots: 1 to 256.
        batching: `"static"` or `"continuous"`.
        order: `"first come"`, or `"shortest"` (predicted) output first.
        device: what a step costs.

    Raises:
        InvalidInput: if a value is out of range.
    """
    work = _listed(requests)
    require_whole("slots", slots, 1, 256)
    require_choice("batching", batching, BATCHINGS)
    require_choice("order", order, ORDERS)
    device = Device() if device is None else device
    require(isinstance(device, Device), "device", device, "a Device")
    server = _Server(work, slots, order, device)
    server.run(static=batching == "static")
    schedule = Schedule(
        jobs=tuple(Job(one.name, one.arrival, server.burst[one.name]) for one in work),
        slices=tuple(sorted(server.rows, key=lambda row: (row.start, row.cpu))), cpus=slots,
        policy=f"{batching} batching, {order}", unit="ms",
    )  # fmt: skip
    return Served(work, schedule, batching, order)


class _Server:
    """One run: the batch, the line, and the rows of the record."""

    def __init__(self, work: tuple[Request, ...], slots: int, order: str, device: Device) -> None:
        self.coming = sorted(work, key=lambda one: one.arrival)
        self.shortest = order == "shortest"
        self.device = device
        self.batch: list[Request | None] = [None] * slots
        self.left = {one.name: one.output for one in work}
        self.since: dict[str, int] = {}
        self.burst: dict[str, int] = {}
        self.rows: list[Slice] = []

    def run(self, *, static: bool) -> None:
        """Play step after step until everyone is served."""
        now, size = 0, 0
        while self.coming or any(self.batch):
            live = any(self.batch)
            if not live and self.coming[0].arrival > now:
                now = self.coming[0].arrival
            joined = self._join(now) if not (static and live) else []
            size = sum(one is not None for one in self.batch) if joined or not static else size
            ends = now + self.device.ticks(size, joined)
            self._step(now, ends, joined)
            now = ends

    def _join(self, now: int) -> list[Request]:
        """Let those that wait take the free slots."""
        waiting = [one for one in self.coming if one.arrival <= now]
        if self.shortest:
            waiting.sort(key=lambda one: one.length)
        free = [place for place, one in enumerate(self.batch) if one is None]
        joined = waiting[: len(free)]
        for place, one in zip(free, joined, strict=False):
            self.batch[place] = one
        taken = {one.name for one in joined}
        self.coming = [one for one in self.coming if one.name not in taken]
        return joined

    def _step(self, now: int, ends: int, joined: list[Request]) -> None:
        """Give everyone in the batch a token."""
        for place, one in enumerate(self.batch):
            if one is None:
                continue
            if one in joined:
                self.rows.append(Slice(one.name, place, now, ends, SWITCHING))
                self.since[one.name] = ends
            self.left[one.name] -= 1
            if self.left[one.name] == 0:
                began = self.since[one.name]
                self.rows.append(Slice(one.name, place, began, ends, RUNNING))
                self.burst[one.name] = ends - began
                self.batch[place] = None


def _listed(requests: Iterable[Request]) -> tuple[Request, ...]:
    allowed = "at least one Request, each with a name of its own, of a million tokens in all"
    try:
        work = tuple(requests)
    except TypeError as error:
        raise InvalidInput("requests", requests, allowed) from error
    ok = len(work) > 0 and all(isinstance(one, Request) for one in work)
    ok = ok and len({one.name for one in work}) == len(work)
    ok = ok and sum(one.output for one in work) <= 10**6
    require(ok, "requests", requests, allowed)
    return work


def serving(
    *, batching: str = "continuous", order: str = "first come", slots: int = 4, gap_ms: int = 30,
    prompt: int = 100, error: int = 0, requests: int = 16, seed: int = 1,
) -> Served:  # fmt: skip
    """Serve a seeded stream of requests with outputs of 4 to 60 tokens, long ones being rare.

    A step takes 10 ms, 1 ms more for each request in the batch, and 1 ms more for every 10
    prompt tokens read in it: the order of magnitude of a small model on a large GPU.

    Args:
        batching: `"static"` or `"continuous"`.
        order: `"first come"` or `"shortest"`.
        slots: the largest batch, 1 to 64.
        gap_ms: between arrivals, on average, 0 to 10,000.
        prompt: tokens of every prompt, 0 to 10,000.
        error: per cent by which a predicted length may be off, 0 to 100.
        requests: 1 to 200.
        seed: of arrivals, lengths and errors, 0 to a million.

    Returns:
        What happened, in ms.

    Raises:
        InvalidInput: if a value is out of range.
    """
    require_whole("slots", slots, 1, 64)
    require_whole("gap_ms", gap_ms, 0, 10_000)
    require_whole("prompt", prompt, 0, 10_000)
    require_whole("error", error, 0, 100)
    require_whole("requests", requests, 1, 200)
    require_whole("seed", seed, 0, 1_000_000)
    work = _stream(gap_ms, prompt, error, requests, seed)
    return serve(work, slots=slots, batching=batching, order=order)


def serving_sweep(
    *, gap_ms: int = 30, slots: int = 4, error: int = 0, prompt: int = 100, requests: int = 200,
    seed: int = 1,
) -> Sweep:  # fmt: skip
    """Return the schedules of one stream under both batchings in both orders.

    Args:
        gap_ms: as `serving`, and so are the others.
        slots: 1 to 64.
        error: 0 to 100.
        prompt: 0 to 10,000.
        requests: 1 to 200.
        seed: 0 to a million.

    Raises:
        InvalidInput: if a value is out of range.
    """
    made = {
        f"{batching}, {order}": serving(
            batching=batching, order=order, slots=slots, gap_ms=gap_ms, prompt=prompt,
            error=error, requests=requests, seed=seed,
        ).schedule
        for batching in BATCHINGS
        for order in ORDERS
    }  # fmt: skip
    return Sweep("batching", tuple(made), tuple(made.values()))


def _stream(gap_ms: int, prompt: int, error: int, requests: int, seed: int) -> list[Request]:
    rng = random.Random(seed)
    work, now = [], 0
    for place in range(requests):
        output = rng.choice(_LENGTHS)
        # Drawn in any case, so that another error changes guesses alone.
        off = rng.randrange(-100, 101) * error // 100
        work.append(
            Request(f"R{place + 1}", now, prompt, output, max(1, output * (100 + off) // 100))
        )
        now += rng.randrange(0, 2 * gap_ms + 1)
    return work
