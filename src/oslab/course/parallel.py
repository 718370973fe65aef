"""Work through a list with several processes, and leave none behind.

Each item gets a process of its own, so one that dies, grows or hangs is only its
own loss. An interruption reaches the parent alone; it asks the children once to
end, waits until they have cleaned up, and kills only who does not.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

from oslab.errors import InvalidInput, Unavailable, require, require_number, require_whole
from oslab.linux.undisturbed import SIGNALS, close_all, undisturbed

_GRACE_S = 30


@dataclass(slots=True)
class _Child:
    place: int
    pid: int
    deadline: float
    said: bytearray = field(default_factory=bytearray)


def each(
    work: Callable[[Any], Any], items: Sequence[Any], *, jobs: int, timeout_s: float,
    progress: Callable[[int, int], None] | None = None,
    lost: Callable[[Unavailable], Any] | None = None,
) -> Iterator[tuple[int, Any]]:  # fmt: skip
    """Yield the place of an item and what `work` made of it, in the order they are done.

    Args:
        work: returns plain data; runs in a child of its own.
        items: what there is to do.
        jobs: how many at once.
        timeout_s: seconds after which a child is ended.
        progress: is told how many are done, of how many.
        lost: makes a result for an item that has none; None raises the reason.

    Raises:
        InvalidInput: if an argument is not what it says, or `work` raised it.
        Unavailable: if `work` raised it, or a child died or took too long.
    """
    require(callable(work), "work", work, "a function of one item")
    require(isinstance(items, list | tuple), "items", items, "a list")
    require_whole("jobs", jobs, low=1, high=1024)
    require_number("timeout_s", timeout_s, low=0.1)
    require(progress is None or callable(progress), "progress", progress, "a function, or None")
    require(lost is None or callable(lost), "lost", lost, "a function, or None")
    tell = progress or (lambda done, whole: None)
    return _each(work, items, jobs, timeout_s, tell, lost or _raise)


def _each(
    work: Callable[[Any], Any], items: Sequence[Any], jobs: int, timeout_s: float,
    progress: Callable[[int, int], None],
    lost: Callable[[Unavailable], Any],
) -> Iterator[tuple[int, Any]]:  # fmt: skip
    running: dict[int, _Child] = {}
    waiting = iter(enumerate(items))
    done = 0
    with _ends_like_an_interruption():
        try:
            while True:
                while len(running) < jobs:
                    place, item = next(waiting, (-1, None))
                    if place < 0:
                        break
                    _begin(work, item, running, _Child(place, 0, time.monotonic() + timeout_s))
                if not running:
                    return
                progress(done, len(items))
                for told in _finished(running):
                    child = running[told]
                    with undisturbed():
                        del running[told]
                        os.close(told)
                        _, status = os.waitpid(child.pid, 0)
                    try:
                        made = _result(child, status)
                    except Unavailable as error:
                        made = lost(error)
                    done += 1
                    yield child.place, made
        finally:
            with undisturbed():
                _end(running)


def _begin(
    work: Callable[[Any], Any], item: Any, running: dict[int, _Child], child: _Child
) -> None:
    told, telling = os.pipe()
    # Nothing may come between a child's birth and its being known.
    with undisturbed(), warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child.pid = os.fork()
        if child.pid:
            running[told] = child
            os.close(telling)
            return
        _be_child(work, item, telling, (told, *running))


def _be_child(work: Callable[[Any], Any], item: Any, telling: int, others: tuple[int, ...]) -> None:
    try:
        _interruptible()
        # The terminal's Ctrl-C is for the parent.
        os.setpgid(0, 0)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        for other in others:
            os.close(other)
        line = json.dumps(_worked(work, item)).encode()
        while line:
            line = line[os.write(telling, line) :]
    finally:
        with contextlib.suppress(BaseException):
            close_all()
        os._exit(0)


def _worked(work: Callable[[Any], Any], item: Any) -> dict[str, Any]:
    try:
        return {"made": work(item)}
    except InvalidInput as error:
        return {"invalid": [error.argument, str(error.value)[:200], error.allowed]}
    except Unavailable as error:
        return {"unavailable": [error.what, error.remedy]}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"[:2000]}


def _finished(running: dict[int, _Child]) -> list[int]:
    over = []
    ready, _, _ = select.select(list(running), [], [], 0.2)
    for told in ready:
        piece = os.read(told, 1 << 16)
        running[told].said += piece
        if not piece:
            over.append(told)
    now = time.monotonic()
    for child in running.values():
        if now > child.deadline:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child.pid, signal.SIGTERM)
        if now > child.deadline + _GRACE_S:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child.pid, signal.SIGKILL)
    return over


def _result(child: _Child, status: int) -> Any:
    try:
        made = json.loads(bytes(child.said))
    except ValueError:
        late = time.monotonic() > child.deadline
        why = "took too long and was stopped" if late else f"died (wait status {status})"
        raise Unavailable(f"the result of a process that {why}", "Try it alone.") from None
    if "invalid" in made:
        raise InvalidInput(*made["invalid"])
    if "unavailable" in made:
        raise Unavailable(*made["unavailable"])
    if "error" in made:
        raise Unavailable("the result of a process", f"It raised {made['error']}.")
    return made["made"]


def _raise(error: Unavailable) -> Any:
    raise error


def _end(running: dict[int, _Child]) -> None:
    if not running:
        return
    for child in running.values():
        with contextlib.suppress(ProcessLookupError):
            os.kill(child.pid, signal.SIGTERM)
    patient_until = time.monotonic() + _GRACE_S
    for told, child in running.items():
        while os.waitpid(child.pid, os.WNOHANG) == (0, 0):
            if time.monotonic() > patient_until:
                os.kill(child.pid, signal.SIGKILL)
            time.sleep(0.02)
        os.close(told)


def _interruptible() -> dict[int, Any]:
    """Make a closed terminal and a polite kill do what Ctrl-C does, and all of them once.

    The second would come into the cleaning up. Who ignores one of them goes on doing so.
    """

    def interrupt(number: int, frame: FrameType | None) -> None:
        for one in before:
            signal.signal(one, signal.SIG_IGN)
        raise KeyboardInterrupt

    before: dict[int, Any] = {}
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            before[number] = signal.signal(number, interrupt)
    return before


@contextlib.contextmanager
def _ends_like_an_interruption() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = _interruptible()
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
