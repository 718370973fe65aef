"""Words in which a thread asks the machine for one atomic step, by `yield`.

A thread is a generator function. Each `yield` is one step that no other thread can
divide, and its value is the step's answer:

    def increment():
        n = yield load("n")
        yield store("n", n + 1)

Between two steps a thread touches only its own local variables.
"""

from __future__ import annotations

from typing import NamedTuple

from oslab.errors import InvalidInput, require, require_whole

Value = object
"""What a variable may hold: whole numbers, texts, bools, None, and tuples of them."""

LOAD, STORE, EXCHANGE = "load", "store", "exchange"
COMPARE_AND_SWAP, FETCH_ADD = "compare_and_swap", "fetch_add"
LOCK, UNLOCK, TRY_LOCK = "lock", "unlock", "try_lock"
ACQUIRE, TRY_ACQUIRE, RELEASE = "acquire", "try_acquire", "release"
WAIT, WAKE, SIGNAL, BROADCAST = "wait", "wake", "signal", "broadcast"
READ_LOCK, READ_UNLOCK = "read_lock", "read_unlock"
WRITE_LOCK, WRITE_UNLOCK = "write_lock", "write_unlock"
ARRIVE, LEAVE_BARRIER = "arrive", "leave_barrier"
SEND, RECEIVE = "send", "receive"
FENCE, PAUSE, CHOOSE, CHECK = "fence", "pause", "choose", "check"
ENTER, LEAVE = "enter", "leave"


class Operation(NamedTuple):
    """One atomic step that a thread asks for.

    Args:
        kind: the name of the function that made it.
        names: the shared things it touches.
        values: what it brings along.
    """

    kind: str
    names: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()

    def __str__(self) -> str:
        words = ", ".join((*self.names, *map(repr, self.values)))
        return f"{self.kind}({words})" if words else self.kind


def load(name: str) -> Operation:
    """Read a variable; the answer is its value."""
    return Operation(LOAD, (_name("name", name),))


def store(name: str, value: Value) -> Operation:
    """Write a variable."""
    return Operation(STORE, (_name("name", name),), (plain("value", value),))


def exchange(name: str, value: Value) -> Operation:
    """Write a variable and answer with what it held, in one step."""
    return Operation(EXCHANGE, (_name("name", name),), (plain("value", value),))


def compare_and_swap(name: str, expected: Value, value: Value) -> Operation:
    """Write `value` if the variable holds `expected`; the answer says whether it did."""
    pair = (plain("expected", expected), plain("value", value))
    return Operation(COMPARE_AND_SWAP, (_name("name", name),), pair)


def fetch_add(name: str, amount: int = 1) -> Operation:
    """Add to a variable and answer with what it held before, in one step."""
    return Operation(FETCH_ADD, (_name("name", name),), (require_whole("amount", amount),))


def lock(name: str) -> Operation:
    """Take a mutex; not enabled while anyone holds it."""
    return Operation(LOCK, (_name("name", name),))


def unlock(name: str) -> Operation:
    """Let go of a mutex; only its owner may."""
    return Operation(UNLOCK, (_name("name", name),))


def try_lock(name: str) -> Operation:
    """Take a mutex if nobody holds it; the answer says whether it did."""
    return Operation(TRY_LOCK, (_name("name", name),))


def acquire(name: str) -> Operation:
    """Take one from a semaphore; not enabled while it stands at 0."""
    return Operation(ACQUIRE, (_name("name", name),))


def try_acquire(name: str) -> Operation:
    """Take one from a semaphore unless it stands at 0; the answer says whether it did."""
    return Operation(TRY_ACQUIRE, (_name("name", name),))


def release(name: str) -> Operation:
    """Put one back into a semaphore."""
    return Operation(RELEASE, (_name("name", name),))


def wait(condition: str, mutex: str) -> Operation:
    """Let go of the mutex and sleep, in one step; awake, take the mutex again, in another.

    As POSIX has it, the thread may wake although the predicate does not hold: another
    thread may have come first, and with `spurious=True` nobody need have signalled.
    """
    return Operation(WAIT, (_name("condition", condition), _name("mutex", mutex)))


def signal(condition: str) -> Operation:
    """Wake one thread that sleeps there, any one of them; nobody hears it if none does."""
    return Operation(SIGNAL, (_name("condition", condition),))


def broadcast(condition: str) -> Operation:
    """Wake every thread that sleeps there."""
    return Operation(BROADCAST, (_name("condition", condition),))


def read_lock(name: str) -> Operation:
    """Enter a read-write lock beside other readers; not enabled while a writer is in."""
    return Operation(READ_LOCK, (_name("name", name),))


def read_unlock(name: str) -> Operation:
    """Leave a read-write lock as a reader."""
    return Operation(READ_UNLOCK, (_name("name", name),))


def write_lock(name: str) -> Operation:
    """Enter a read-write lock alone; not enabled while anyone is in."""
    return Operation(WRITE_LOCK, (_name("name", name),))


def write_unlock(name: str) -> Operation:
    """Leave a read-write lock as the writer."""
    return Operation(WRITE_UNLOCK, (_name("name", name),))


def arrive(barrier: str) -> Operation:
    """Arrive at a barrier and, in a second step, leave it once all have arrived.

    The answer is True for the one who came last.
    """
    return Operation(ARRIVE, (_name("barrier", barrier),))


def send(channel: str, value: Value) -> Operation:
    """Put a value into a channel; not enabled while it is full."""
    return Operation(SEND, (_name("channel", channel),), (plain("value", value),))


def receive(channel: str) -> Operation:
    """Take the oldest value out of a channel; not enabled while it is empty."""
    return Operation(RECEIVE, (_name("channel", channel),))


def fence() -> Operation:
    """Wait until every store of this thread has reached memory."""
    return Operation(FENCE)


def pause() -> Operation:
    """Do nothing, in one step."""
    return Operation(PAUSE)


def choose(*values: Value) -> Operation:
    """Answer with any one of `values`: the world decides, and the explorer tries them all."""
    require(len(values) > 0, "values", values, "at least one value")
    return Operation(CHOOSE, (), tuple(plain("values", value) for value in values))


def check(holds: bool, message: str = "the check failed") -> Operation:
    """Fail here unless `holds`; an `assert` in the thread does the same without a step."""
    require(isinstance(holds, bool), "holds", holds, "True or False")
    require(isinstance(message, str) and message != "", "message", message, "a sentence")
    return Operation(CHECK, (), (holds, message))


def enter(region: str) -> Operation:
    """Say that this thread is now in a region; touches no memory and counts as progress."""
    return Operation(ENTER, (_name("region", region),))


def leave(region: str) -> Operation:
    """Say that this thread has left a region."""
    return Operation(LEAVE, (_name("region", region),))


def plain(argument: str, value: Value) -> Value:
    """Return `value` if a variable may hold it.

    Raises:
        InvalidInput: otherwise.
    """
    if value is None or isinstance(value, int | str):
        return value
    if isinstance(value, tuple):
        for part in value:
            plain(argument, part)
        return value
    allowed = "whole numbers, texts, bools, None, or tuples of them"
    raise InvalidInput(argument, value, allowed)


def _name(argument: str, value: object) -> str:
    if isinstance(value, str) and value != "":
        return value
    raise InvalidInput(argument, value, "the name of something shared")
