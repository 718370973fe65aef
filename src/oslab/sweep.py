"""The same question for every combination of values, here or on many machines.

    sweep(faults_of, ["Lru", "Sieve"], range(100, 1000, 100))
    sweep(faults_of, ..., executor=concurrent.futures.ProcessPoolExecutor())
    sweep(faults_of, ..., executor=dask_client.get_executor())

Any `concurrent.futures.Executor` will do, so no engine is imported here. What travels to
another process is pickled: pass a trace's recipe or a path, never the array.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future, as_completed
from typing import Any

from oslab.errors import InvalidInput, require

MOST = 1_000_000
_UNORDERED = (str, bytes, set, frozenset, type)
Progress = Callable[[int, int], None]
"""Called with (points done, points in all), as `oslab.timing.Progress` is."""


def sweep(
    function: Callable[..., Any], *axes: Iterable[Any],
    executor: Executor | None = None, progress: Progress | None = None,
) -> tuple[Any, ...]:  # fmt: skip
    """Return `function(*point)` for every point of the axes, the last axis running fastest.

    >>> sweep(pow, [2, 3], [1, 2, 3])
    (2, 4, 8, 3, 9, 27)

    The order of the results is that of `itertools.product`, whoever ends first: inline, on
    threads, processes or a cluster they are the same. An exception of `function` comes out as
    it is, and what has not begun by then is cancelled; so it is after Ctrl-C.

    Args:
        function: takes one value of each axis. Another process must be able to import it: it
            stands at the top of a module, and draws no chance that a seed among the axes
            does not decide.
        *axes: at least one, each a finite collection of values in an order, so no set; a
            million points at most.
        executor: where to run; None runs here, one after the other. It is not shut down.
        progress: told after every point.

    Raises:
        InvalidInput: if an argument has no meaning.
    """
    require(callable(function), "function", function, "a function of one value of each axis")
    ok = executor is None or isinstance(executor, Executor)
    require(ok, "executor", executor, "a concurrent.futures.Executor, or None")
    require(progress is None or callable(progress), "progress", progress, "a function, or None")
    points = _points(axes)
    told = progress or _nothing
    if executor is None:
        results = []
        for point in points:
            results.append(function(*point))
            told(len(results), len(points))
        return tuple(results)
    return _submitted(function, points, executor, told)


def _submitted(
    function: Callable[..., Any], points: list[tuple[Any, ...]], executor: Executor, told: Progress
) -> tuple[Any, ...]:  # fmt: skip
    futures: list[Future[Any]] = []
    try:
        futures += (executor.submit(function, *point) for point in points)
        for done, future in enumerate(as_completed(futures), 1):
            future.result()
            told(done, len(points))
    finally:
        for future in futures:
            future.cancel()
    return tuple(future.result() for future in futures)


def _points(axes: tuple[Iterable[Any], ...]) -> list[tuple[Any, ...]]:
    allowed = "at least one, each a finite collection of values in an order"
    require(len(axes) > 0, "axes", axes, allowed)
    count, listed = 1, []
    for axis in axes:
        usable = isinstance(axis, Iterable) and not isinstance(axis, _UNORDERED)
        require(usable, "axes", axis, allowed)
        try:
            values = list(itertools.islice(axis, MOST + 1))
        except Exception as error:
            raise InvalidInput("axes", axis, allowed) from error
        count *= len(values)
        require(len(values) <= MOST and count <= MOST, "axes", axis, f"at most {MOST} points")
        listed.append(values)
    return list(itertools.product(*listed))


def _nothing(done: int, all_: int) -> None:
    """Be told, and do nothing."""
