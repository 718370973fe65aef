"""Shortest first: the burst that needs least wins, judged once (SJF) or at every arrival (SRTF).

Real schedulers cannot know the next burst. With `alpha` these two guess it, by the
exponential average of the bursts a task had before.
"""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require_number
from oslab.scheduling.policies.queues import SmallestFirst
from oslab.scheduling.records import Cpus
from oslab.scheduling.run_queue import WOKEN, YIELDED, Task


@dataclass(frozen=True, slots=True)
class ShortestJobFirst:
    """Pick the shortest next CPU burst and run it to its end; ties first come, first served.

    Args:
        alpha: weight of the last burst in the guess of the next, 0 to 1; None: bursts are known.
        guess: ticks guessed for the first burst, at least 0.

    Raises:
        InvalidInput: if a value is out of range.

    Source: Silberschatz et al., 10th ed., 5.3.2.
    """

    alpha: float | None = None
    guess: float = 10

    def __post_init__(self) -> None:
        _check(self.alpha, self.guess)

    def open(self, cpus: Cpus, cpu: int) -> ShortestQueue:
        """Open an empty queue."""
        return ShortestQueue(self.alpha, self.guess)


@dataclass(frozen=True, slots=True)
class ShortestRemainingFirst:
    """As `ShortestJobFirst`, but a task with strictly less left takes the CPU at once.

    Args:
        alpha: as `ShortestJobFirst`.
        guess: as `ShortestJobFirst`.

    Raises:
        InvalidInput: if a value is out of range.

    Source: OSTEP 7.5 (STCF); Silberschatz et al., 10th ed., 5.3.2.
    """

    alpha: float | None = None
    guess: float = 10

    def __post_init__(self) -> None:
        _check(self.alpha, self.guess)

    def open(self, cpus: Cpus, cpu: int) -> ShortestRemainingQueue:
        """Open an empty queue."""
        return ShortestRemainingQueue(self.alpha, self.guess)


def predicted(guess: float, burst: float, alpha: float) -> float:
    """Return the next guess: `alpha * burst + (1 - alpha) * guess`.

    Raises:
        InvalidInput: if a value is negative, or `alpha` is not from 0 to 1.
    """
    require_number("guess", guess, 0)
    require_number("burst", burst, 0)
    require_number("alpha", alpha, 0, 1)
    return alpha * burst + (1 - alpha) * guess


class ShortestQueue(SmallestFirst):
    """Orders by what is left of the burst, known or guessed."""

    def __init__(self, alpha: float | None, guess: float) -> None:
        super().__init__()
        self._alpha, self._guess = alpha, guess

    def enqueue(self, task: Task, now: int, why: str) -> None:
        """Join; who comes back from a burst is guessed anew."""
        if self._alpha is not None:
            if task.entity is None:
                task.entity = self._guess
                self.note(now, task, "guess", task.entity)
            elif why in (WOKEN, YIELDED):
                last = task.job.bursts[task.turn - 2]
                task.entity = predicted(task.entity, last, self._alpha)
                self.note(now, task, "guess", task.entity)
        super().enqueue(task, now, why)

    def key(self, task: Task, now: int) -> float:
        """Return what is left of the burst; below 0 when it outlasts its guess."""
        if self._alpha is None:
            return task.remaining
        spent = task.job.bursts[task.turn] - task.remaining
        return float(task.entity - spent)


class ShortestRemainingQueue(ShortestQueue):
    """As the above, and the shorter one takes the CPU."""

    def preempts(self, new: Task, task: Task, now: int) -> bool:
        """Return whether `new` has strictly less left."""
        return self.key(new, now) < self.key(task, now)


def _check(alpha: float | None, guess: float) -> None:
    if alpha is not None:
        require_number("alpha", alpha, 0, 1)
    require_number("guess", guess, 0, 1e18)
