"""What people say about threads that share memory, each as one count of this machine."""

from __future__ import annotations

import platform
from dataclasses import replace

from oslab.errors import Unavailable
from oslab.measurement import Measurement, by_condition
from oslab.sync.measure.bounded_buffer import bounded_buffer
from oslab.sync.measure.litmus import WEAK, litmus
from oslab.sync.measure.lost_update import lost_update
from oslab.sync.measure.lost_update_in_python import updates_lost


def races_lost() -> Measurement:
    """Return how many of a million races of two plain increments lose one.

    Raises:
        Unavailable: without a C compiler or a second CPU.
    """
    lost, _ = lost_update(kinds=("plain",))
    return replace(lost, name="races that lost an update")


def bare_updates_lost() -> Measurement:
    """Return how many of a million `n += 1` are lost under the global lock of this Python.

    Raises:
        Unavailable: if this Python cannot be told to use its lock.
    """
    (lost,) = updates_lost(kinds=("plain",), switches_us=(1,))
    return replace(lost, name="n += 1 that were lost")


def calling_updates_lost() -> Measurement:
    """Return how many of a million `n += one()` are lost under the global lock of this Python.

    Raises:
        Unavailable: if this Python cannot be told to use its lock.
    """
    (lost,) = updates_lost(kinds=("call",), switches_us=(1,), repeats=9)
    return replace(lost, name="n += one() that were lost")


def loads_before_stores() -> Measurement:
    """Return in how many of a million runs both threads load before either's store is seen.

    Raises:
        Unavailable: without a C compiler or a second CPU, or on another processor than x86.
    """
    return _weak(fenced=False)


def loads_before_fenced_stores() -> Measurement:
    """Return the same with a fence between store and load.

    Raises:
        Unavailable: without a C compiler or a second CPU, or on another processor than x86.
    """
    return _weak(fenced=True)


def wrong_after_unlock() -> Measurement:
    """Return how many of 1,000 trials of a buffer go wrong that signals after it unlocks.

    Raises:
        Unavailable: without a C compiler.
    """
    return _wrong("signal after unlock")


def wrong_with_if() -> Measurement:
    """Return how many of 1,000 trials of a buffer go wrong that asks once, by `if`.

    Raises:
        Unavailable: without a C compiler.
    """
    return _wrong("if for while")


def _weak(fenced: bool) -> Measurement:
    if platform.machine() not in ("x86_64", "i686"):
        raise Unavailable("an x86 processor", "The claim is about x86; run it on one.")
    taken = litmus(tests=("store buffering",))
    found: Measurement = by_condition(taken, "fenced", "outcome")[fenced, WEAK["store buffering"]]
    return found


def _wrong(variant: str) -> Measurement:
    taken = bounded_buffer(variants=(variant,), languages=("C",), trials=1_000)
    right = next(one for one in taken if one.conditions.get("outcome") == "right")
    return replace(
        right, name=f"{variant}: trials that went wrong", samples=(1_000 - right.samples[0],)
    )
