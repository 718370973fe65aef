"""A real training loop, real signals, real files; only the clock is handed out.

The loop runs in a child that does one step, or writes one part of a checkpoint,
for every tick its parent grants. So SIGTERM arrives between two known steps and
SIGKILL an exact number of ticks later, and the counters can be compared with
the model's to the step, on a busy machine too.
"""

from __future__ import annotations

import json
import os
import signal
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from oslab.processes.measure import child
from oslab.processes.records.grace import SAVE, STEP, Grace, Notice, spans_of

Action = Callable[[int, FrameType | None], None] | signal.Handlers

_TICK, _LOOK = b"t", b"l"
_ASKS = b"?"
_DONE = {b"s": STEP, b"w": SAVE}


def grace(
    *, notice: int = 17, grace: int = 4, interval: int = 5, save: int = 3,
    on_term: str = "save", atomic: bool = True,
) -> Grace:  # fmt: skip
    """Preempt a training loop in a child process and return what it did and saved.

    `steps_saved` is what a second, fresh process found in the checkpoint; that
    process also trains on to the last step done and compares its weights with an
    uninterrupted run's.

    Args:
        notice: tick of SIGTERM, 0 to 500.
        grace: ticks until SIGKILL, 0 to 500.
        interval: steps between two checkpoints, 1 to 500.
        save: ticks, each a write and an fsync, that a checkpoint takes, 1 to 50.
        on_term: `"save"`, `"ignore"` or `"default"` (no handler: SIGTERM ends it).
        atomic: write beside the old checkpoint and rename; else over the old one.

    Raises:
        InvalidInput: if an argument is out of range.
        Unavailable: if the child does not answer.
        RuntimeError: if the resumed run's weights differ: the checkpoint was wrong.

    Source: signal(7), rename(2), fsync(2).
    """
    plan = Notice(notice, grace, interval, save, on_term, atomic)
    with tempfile.TemporaryDirectory(prefix="oslab-") as folder:
        place = Path(folder) / "checkpoint"
        kinds, status = _preempted(plan, place)
        done = kinds.count(STEP)
        saved = _resumed_at(place, done)
    ended_by = {0: "", -signal.SIGTERM: "TERM", -signal.SIGKILL: "KILL"}[status]
    return Grace(plan, spans_of(kinds), done, saved, ended_by)


def _preempted(plan: Notice, place: Path) -> tuple[tuple[str, ...], int]:
    """Be the cluster: grant ticks, give notice, and kill what is left after the grace."""

    def work(orders: int, answers: int) -> None:
        _Training(plan, place, orders, answers).run()

    kinds: list[str] = []
    with child.forked(work) as job:
        while job.answer() == _ASKS:
            tick = len(kinds)
            if tick == plan.at and not _notified(job):
                break
            if tick == plan.at + plan.grace:
                job.signal(signal.SIGKILL)
                break
            job.order(_TICK)
            kinds.append(_DONE[job.answer()])
        return tuple(kinds), job.wait()


def _notified(job: child.Child) -> bool:
    """Send SIGTERM and return whether the job still lives to ask for more."""
    job.signal(signal.SIGTERM)
    job.order(_LOOK)
    return job.answer() == _ASKS


class _Training:
    """The job: what a training script does, with its clock taken away."""

    def __init__(self, plan: Notice, place: Path, orders: int, answers: int) -> None:
        self.plan, self.place = plan, place
        self.orders, self.answers = orders, answers
        self.weights = _START
        self.done = self.saved = 0
        self.parts: list[bytes] = []
        self.file = -1
        self.told = False
        actions: dict[str, Action] = {
            "save": self._note,
            "ignore": signal.SIG_IGN,
            "default": signal.SIG_DFL,
        }
        signal.signal(signal.SIGTERM, actions[plan.on_term])
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})

    def _note(self, number: int, frame: FrameType | None) -> None:
        # A handler can run between any two byte codes: it only leaves a note.
        self.told = True

    def run(self) -> None:
        """Train until told to go, and then until everything is saved."""
        while not (self.told and not self.parts and self.saved == self.done):
            os.write(self.answers, _ASKS)
            if os.read(self.orders, 1) == _TICK:
                os.write(self.answers, self._tick())

    def _tick(self) -> bytes:
        due = self.saved < self.done and (self.told or self.done % self.plan.interval == 0)
        if not self.parts and not due:
            self.weights = _trained(self.weights)
            self.done += 1
            return b"s"
        if not self.parts:
            self._begin()
        os.write(self.file, self.parts.pop(0))
        os.fsync(self.file)
        if not self.parts:
            self._finish()
        return b"w"

    def _begin(self) -> None:
        text = json.dumps({"step": self.done, "weights": self.weights}).encode()
        size = -(-len(text) // self.plan.save)
        self.parts = [text[size * i : size * (i + 1)] for i in range(self.plan.save)]
        name = self.place.with_suffix(".new") if self.plan.atomic else self.place
        self.file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)

    def _finish(self) -> None:
        os.close(self.file)
        if self.plan.atomic:
            self.place.with_suffix(".new").replace(self.place)
        folder = os.open(self.place.parent, os.O_RDONLY)
        os.fsync(folder)  # the new name must outlive a power cut as well
        os.close(folder)
        self.saved = self.done


_START = tuple(float(i) for i in range(40))


def _trained(weights: tuple[float, ...]) -> tuple[float, ...]:
    """Return the weights after one step of gradient descent towards 1."""
    return tuple(w - 0.1 * (w - 1.0) for w in weights)


def _resumed_at(place: Path, done: int) -> int:
    """Return the step from which a fresh process goes on, after it has gone on."""

    def work(_: int, answers: int) -> None:
        step, weights = _loaded(place)
        for _step in range(step, done):
            weights = _trained(weights)
        os.write(answers, json.dumps([step, weights]).encode())

    with child.forked(work) as fresh:
        step, weights = json.loads(fresh.answers())
    expected = _START
    for _ in range(done):
        expected = _trained(expected)
    if tuple(weights) != expected:
        raise RuntimeError(f"resuming at step {step} did not lead to the same weights")
    return int(step)


def _loaded(place: Path) -> tuple[int, tuple[float, ...]]:
    try:
        state = json.loads(place.read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return 0, _START  # no checkpoint, or half of one: from the beginning
    return state["step"], tuple(state["weights"])
