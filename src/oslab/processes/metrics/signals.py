"""What became of the signals that were sent."""

from __future__ import annotations

from oslab.errors import require, require_choice
from oslab.processes.records.signals import NUMBERS, SignalHistory, SignalStep


def signals_sent(record: SignalHistory, signal: str) -> int:
    """Return how often `signal` was sent in the steps the process lived to take.

    Raises:
        InvalidInput: if `record` is no SignalHistory or `signal` unknown.
    """
    return sum(step.times for step in _steps(record, signal) if step.verb == "send")


def signals_delivered(record: SignalHistory, signal: str) -> int:
    """Return how often the handler of `signal` ran.

    Raises:
        InvalidInput: if `record` is no SignalHistory or `signal` unknown.
    """
    return sum(step.delivered for step in _steps(record, signal))


def _steps(record: SignalHistory, signal: str) -> list[SignalStep]:
    require(isinstance(record, SignalHistory), "record", record, "a SignalHistory")
    require_choice("signal", signal, NUMBERS)
    return [step for step in record.steps if step.signal == signal]
