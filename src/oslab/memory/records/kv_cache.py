"""The key-value cache of an inference server: slots for tokens, and who holds them."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_choice, require_whole

LONGEST, ROUNDED, EXACT, PAGED = "longest possible", "rounded up", "known length", "paged"
SCHEMES = (LONGEST, ROUNDED, EXACT, PAGED)
"""How many slots a request gets: one run of them, for an answer as long as it may be,
rounded up to a power of two, or of the length that it will have; or blocks as it grows."""


@dataclass(frozen=True, slots=True)
class Request:
    """A prompt and its answer, in tokens.

    Args:
        arrival: step at which it comes.
        prompt: tokens, at least 1.
        answer: tokens, at least 1.

    Raises:
        InvalidInput: if a number is smaller.
    """

    arrival: int
    prompt: int
    answer: int

    def __post_init__(self) -> None:
        require_whole("arrival", self.arrival, low=0)
        require_whole("prompt", self.prompt, low=1)
        require_whole("answer", self.answer, low=1)


@dataclass(frozen=True, slots=True)
class KvMoment:
    """The cache after one step.

    Args:
        tokens: slots that hold a token.
        reserved: slots that belong to a request, with those.
        running: requests that hold slots.
        waiting: requests that have come and hold none.

    Raises:
        InvalidInput: if a number is negative, or more is held than reserved.
    """

    tokens: int
    reserved: int
    running: int
    waiting: int

    def __post_init__(self) -> None:
        require_whole("reserved", self.reserved, low=0)
        require_whole("tokens", self.tokens, low=0, high=self.reserved)
        require_whole("running", self.running, low=0)
        require_whole("waiting", self.waiting, low=0)


@dataclass(frozen=True, slots=True)
class Extent:
    """A run of slots of one request, the first `tokens` of them filled.

    Raises:
        InvalidInput: if a number is negative, or more is filled than there is.
    """

    request: int
    start: int
    slots: int
    tokens: int

    def __post_init__(self) -> None:
        require_whole("request", self.request, low=0)
        require_whole("start", self.start, low=0)
        require_whole("slots", self.slots, low=1)
        require_whole("tokens", self.tokens, low=0, high=self.slots)


@dataclass(frozen=True, slots=True)
class KvCache:
    """What became of the requests.

    Args:
        scheme: one of `SCHEMES`.
        slots: of the whole cache, one a token.
        block: slots of a block, where the scheme has blocks; else 1.
        requests: in order of arrival.
        moments: one a step.
        extents: who holds what after the last step, in order of slots.
        admitted: how often a request got slots, those that came back included.
        finished: requests whose answer is complete.
        preempted: how often a request lost its slots and had to come back.

    Raises:
        InvalidInput: if a field is of another kind.
    """

    scheme: str
    slots: int
    block: int
    requests: tuple[Request, ...]
    moments: tuple[KvMoment, ...]
    extents: tuple[Extent, ...]
    admitted: int
    finished: int
    preempted: int

    def __post_init__(self) -> None:
        require_choice("scheme", self.scheme, SCHEMES)
        for name in ("slots", "block"):
            require_whole(name, getattr(self, name), low=1)
        for name in ("admitted", "finished", "preempted"):
            require_whole(name, getattr(self, name), low=0)
        kinds = (("requests", Request), ("moments", KvMoment), ("extents", Extent))
        for name, kind in kinds:
            value = getattr(self, name)
            ok = isinstance(value, tuple) and all(isinstance(one, kind) for one in value)
            require(ok, name, value, f"{kind.__name__}s")

    def __str__(self) -> str:
        return (
            f"{self.scheme}, {self.slots} slots: {self.finished} of {len(self.requests)} "
            f"requests in {len(self.moments)} steps, {self.preempted} preempted"
        )

    __repr__ = __str__
