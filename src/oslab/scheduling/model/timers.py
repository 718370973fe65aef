"""When something happens that no task brings about: balancing, boosts, ageing, budgets."""

from __future__ import annotations

from collections.abc import Sequence

from oslab.scheduling.model.cpu import NEVER
from oslab.scheduling.model.placement import Placement
from oslab.scheduling.run_queue import RunQueue


class Timers:
    """What the queues asked for, and the next round of balancing."""

    def __init__(self, queues: Sequence[RunQueue], place: Placement) -> None:
        self.queues = queues
        self.place = place
        kind = type(queues[0])
        self.asks = kind.next_event is not RunQueue.next_event
        self.fickle = self.asks and not kind.steady
        """Whether the answers change with what happens, so that they are renewed in each tick."""
        self.dues = [NEVER] * len(queues)

    def after(self, now: int) -> int:
        """Ask every queue anew; return the tick of the first timer after `now`."""
        first = self.place.due
        if self.asks:
            for place, queue in enumerate(self.queues):
                due = queue.next_event(now)
                self.dues[place] = due = NEVER if due is None else max(due, now + 1)
                if due < first:  # noqa: PLR1730 - min() takes three times as long
                    first = due
        return first

    def due(self, now: int) -> list[RunQueue]:
        """Balance if it is time; return the queues that asked for this tick."""
        if self.place.due == now:
            self.place.balance(now)
        return [queue for queue, due in zip(self.queues, self.dues, strict=True) if due == now]
