"""Inference requests, and what a server that answers them in batches did."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_choice, require_whole
from oslab.scheduling.records.job import LONGEST
from oslab.scheduling.records.schedule import Schedule

BATCHINGS = ("static", "continuous")
ORDERS = ("first come", "shortest")
MOST_TOKENS = 1_000_000


@dataclass(frozen=True, slots=True)
class Request:
    """A prompt to read, and tokens to write one after the other.

    Args:
        name: differs from every other request's.
        arrival: tick, at least 0.
        prompt: tokens to read, at least 0; they are read together (prefill).
        output: tokens to write, at least 2. Reading the prompt gives the first, and each
            later step one more (decode).
        predicted: the output length somebody guessed, at least 1; None: it is known.

    Raises:
        InvalidInput: if a value is out of range.
    """

    name: str
    arrival: int
    prompt: int
    output: int
    predicted: int | None = None

    def __post_init__(self) -> None:
        ok = isinstance(self.name, str) and 0 < len(self.name) <= 100 and self.name.strip() != ""
        require(ok, "name", self.name, "a name of 1 to 100 characters")
        require_whole("arrival", self.arrival, 0, LONGEST)
        require_whole("prompt", self.prompt, 0, MOST_TOKENS)
        require_whole("output", self.output, 2, MOST_TOKENS)
        if self.predicted is not None:
            require_whole("predicted", self.predicted, 1, MOST_TOKENS)

    @property
    def length(self) -> int:
        """The output length that a scheduler believes."""
        return self.output if self.predicted is None else self.predicted


@dataclass(frozen=True, slots=True)
class Served:
    """A schedule whose CPUs are the slots of a batch.

    While a request's prompt is read its slot is `SWITCHING` to it, while tokens come it is
    `RUNNING`. So the nouns of `metrics` hold: `response` is the time to the first token,
    `turnaround` the time to the last, and a slot without a request idles.

    Args:
        requests: everyone.
        schedule: of one job a request, by the same names.
        batching: one of `BATCHINGS`.
        order: one of `ORDERS`.

    Raises:
        InvalidInput: if names differ or a word is unknown.
    """

    requests: tuple[Request, ...]
    schedule: Schedule
    batching: str
    order: str

    def __post_init__(self) -> None:
        ok = isinstance(self.requests, tuple | list) and len(self.requests) > 0
        ok = ok and all(isinstance(one, Request) for one in self.requests)
        require(ok, "requests", self.requests, "at least one Request")
        object.__setattr__(self, "requests", tuple(self.requests))
        ok = isinstance(self.schedule, Schedule)
        require(ok, "schedule", self.schedule, "a Schedule")
        names = [one.name for one in self.requests]
        same = names == [job.name for job in self.schedule.jobs]
        require(same, "schedule", self.schedule, "one of the same names as the requests")
        require_choice("batching", self.batching, BATCHINGS)
        require_choice("order", self.order, ORDERS)
