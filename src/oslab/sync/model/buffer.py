"""The bounded buffer with condition variables, right and with each of its classic mistakes."""

from __future__ import annotations

from typing import Any

from oslab.errors import require_choice
from oslab.sync.model.explorer import explore_all
from oslab.sync.records.exploration import Exploration
from oslab.sync.records.operations import (
    broadcast,
    check,
    fetch_add,
    load,
    lock,
    signal,
    store,
    unlock,
    wait,
)
from oslab.sync.records.program import Program
from oslab.sync.records.shared import Condition, Mutex

RIGHT = "right"
IF = "if for while"
ONE = "one condition for two roles"
UNLOCKED = "changed without the lock"
SIGNAL = "signal for broadcast"
AFTER = "signal after unlock"
BROADCAST = "broadcast to two"
VARIANTS = (RIGHT, IF, ONE, UNLOCKED, SIGNAL, BROADCAST, AFTER)
HARMLESS = (RIGHT, BROADCAST, AFTER)
"""To signal after unlocking is no mistake, whatever is said of it."""


def buffer(variant: str = RIGHT) -> Exploration:
    """Return what can happen to two producers and two consumers of a buffer with one slot.

    Args:
        variant: one of `VARIANTS`.

    Raises:
        InvalidInput: if it is none of them.
    """
    return explore_all(buffer_program(variant))


def buffer_program(variant: str = RIGHT) -> Program:
    """Return the program that `buffer` explores.

    Raises:
        InvalidInput: if the variant is none of `VARIANTS`.
    """
    require_choice("variant", variant, VARIANTS)
    shared = {"count": 0, "m": Mutex(), "room": Condition(), "items": Condition()}
    if variant == UNLOCKED:
        return Program([_careless_producer, _consumer_of(1)], **shared)
    if variant == SIGNAL:
        return Program([_producer_of_two(signal), *[_consumer_of(2)] * 2], **shared)
    if variant == BROADCAST:
        return Program([_producer_of_two(broadcast), *[_consumer_of(2)] * 2], **shared)
    producer, consumer = _pair(variant)
    return Program([producer, producer, consumer, consumer], **shared)


def _pair(variant: str) -> Any:
    """Return a producer and a consumer of one item each."""
    room = "items" if variant == ONE else "room"

    def producer() -> Any:
        yield lock("m")
        full = (yield load("count")) == 1
        while full:
            yield wait(room, "m")
            full = variant != IF and (yield load("count")) == 1
        count = yield load("count")
        yield check(count < 1, "puts into a full buffer")
        yield store("count", count + 1)
        yield from _tell("items", variant)

    def consumer() -> Any:
        yield lock("m")
        empty = (yield load("count")) == 0
        while empty:
            yield wait("items", "m")
            empty = variant != IF and (yield load("count")) == 0
        count = yield load("count")
        yield check(count > 0, "takes from an empty buffer")
        yield store("count", count - 1)
        yield from _tell(room, variant)

    return producer, consumer


def _tell(condition: str, variant: str) -> Any:
    first, second = signal(condition), unlock("m")
    if variant == AFTER:
        first, second = second, first
    yield first
    yield second


def _consumer_of(slots: int) -> Any:
    """Return a consumer that nobody waits for: its buffer never fills up."""

    def consumer() -> Any:
        yield lock("m")
        while (yield load("count")) == 0:
            yield wait("items", "m")
        count = yield load("count")
        yield check(0 < count <= slots, "takes from an empty buffer")
        yield store("count", count - 1)
        yield unlock("m")

    return consumer


def _careless_producer() -> Any:
    yield fetch_add("count", 1)
    yield signal("items")


def _producer_of_two(word: Any) -> Any:
    """Return a producer that fills an empty buffer and tells it by `word`."""

    def producer() -> Any:
        yield lock("m")
        yield store("count", 2)
        yield word("items")
        yield unlock("m")

    return producer
