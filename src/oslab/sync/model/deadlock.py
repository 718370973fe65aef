"""Deadlock: its four conditions as four switches, and who waits for whom.

Source: E. G. Coffman, M. J. Elphick and A. Shoshani, System Deadlocks, ACM Computing
Surveys 3(2), 1971.
"""

from __future__ import annotations

from typing import Any

from oslab.errors import require
from oslab.sync.model.explorer import explore_all
from oslab.sync.records.exploration import Exploration
from oslab.sync.records.history import History
from oslab.sync.records.operations import (
    broadcast,
    load,
    lock,
    read_lock,
    read_unlock,
    store,
    try_lock,
    unlock,
    wait,
)
from oslab.sync.records.program import Program
from oslab.sync.records.shared import Condition, Mutex, ReadWriteLock
from oslab.sync.records.wait_for import Wait, WaitForGraph


def conditions(
    mutual_exclusion: bool = True,
    hold_and_wait: bool = True,
    no_preemption: bool = True,
    circular_wait: bool = True,
) -> Exploration:
    """Return what can happen to two threads that need two resources each.

    Args:
        mutual_exclusion: a resource is for one thread at a time; otherwise they share it.
        hold_and_wait: a thread takes them one by one; otherwise both at once or neither.
        no_preemption: a thread keeps what it has; otherwise it gives it back when the second
            is taken, and begins again.
        circular_wait: the threads take them in opposite orders; otherwise in the same.

    Raises:
        InvalidInput: if a switch is neither True nor False.
    """
    program = conditions_program(mutual_exclusion, hold_and_wait, no_preemption, circular_wait)
    return explore_all(program)


def conditions_program(
    mutual_exclusion: bool = True,
    hold_and_wait: bool = True,
    no_preemption: bool = True,
    circular_wait: bool = True,
) -> Program:
    """Return the program that `conditions` explores.

    Raises:
        InvalidInput: if a switch is neither True nor False.
    """
    switches = {
        "mutual_exclusion": mutual_exclusion, "hold_and_wait": hold_and_wait,
        "no_preemption": no_preemption, "circular_wait": circular_wait,
    }  # fmt: skip
    for name, value in switches.items():
        require(isinstance(value, bool), name, value, "True or False")
    second = ("b", "a") if circular_wait else ("a", "b")
    if not mutual_exclusion:
        shared: dict[str, Any] = {"a": ReadWriteLock(), "b": ReadWriteLock()}
        return Program([(_sharer, "a", "b"), (_sharer, *second)], **shared)
    if not hold_and_wait:
        shared = {"desk": Mutex(), "back": Condition(), "a": 0, "b": 0}
        return Program([(_taker_of_both, "a", "b"), (_taker_of_both, *second)], **shared)
    body = _taker if no_preemption else _returner
    return Program([(body, "a", "b"), (body, *second)], a=Mutex(), b=Mutex())


def _taker(first: str, second: str) -> Any:
    yield lock(first)
    yield lock(second)
    yield unlock(second)
    yield unlock(first)


def _sharer(first: str, second: str) -> Any:
    yield read_lock(first)
    yield read_lock(second)
    yield read_unlock(second)
    yield read_unlock(first)


def _taker_of_both(first: str, second: str) -> Any:
    yield lock("desk")
    while (yield load(first)) or (yield load(second)):
        yield wait("back", "desk")
    yield store(first, 1)
    yield store(second, 1)
    yield unlock("desk")
    yield lock("desk")
    yield store(second, 0)
    yield store(first, 0)
    yield broadcast("back")
    yield unlock("desk")


def _returner(first: str, second: str) -> Any:
    yield lock(first)
    while not (yield try_lock(second)):
        yield unlock(first)
        yield lock(first)
    yield unlock(second)
    yield unlock(first)


def wait_for(history: History) -> WaitForGraph:
    """Return who waits for whom after the last step of a history.

    Raises:
        InvalidInput: if `history` is no History.
    """
    require(isinstance(history, History), "history", history, "a History")
    waits = tuple(
        Wait(one.thread, one.operation, one.waits_for, "" if one.waits_for else "nobody holds it")
        for one in history.states[-1].asks
        if one.operation and not one.enabled
    )
    return WaitForGraph(history.threads, waits)
