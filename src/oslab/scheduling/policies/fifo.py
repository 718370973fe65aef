"""First in, first out: each job runs its burst to the end, in order of arrival."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.scheduling.policies.queues import FifoQueue
from oslab.scheduling.records import Cpus


@dataclass(frozen=True, slots=True)
class Fifo:
    """No preemption at all, so short jobs wait behind long ones: the convoy effect.

    Source: OSTEP 7.3; Silberschatz et al., Operating System Concepts, 10th ed., 5.3.1.
    """

    def open(self, cpus: Cpus, cpu: int) -> FifoQueue:
        """Open an empty queue."""
        return FifoQueue()
