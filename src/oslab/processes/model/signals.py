"""Sets of signals: blocked, pending, caught; standard ones merge and real-time ones queue.

A pending standard signal is one bit, so sending it again before it is delivered
adds nothing. A real-time signal (34 and above) is queued once for every send.
A blocked signal waits even if it is ignored, for it may be caught by the time
it is unblocked. Nothing blocks, catches or ignores SIGKILL and SIGSTOP: the mask
silently drops them, and sigaction refuses.
"""

from __future__ import annotations

from oslab.errors import require, require_choice, require_whole
from oslab.processes.records.signals import (
    NUMBERS,
    TIMES,
    SignalHistory,
    SignalStep,
    script_steps,
)

_UNSTOPPABLE = ("KILL", "STOP")
_IGNORED_BY_DEFAULT = ("CHLD",)


def signals(script: str) -> SignalHistory:
    """Return what happens to a process that takes the steps of a script.

    Args:
        script: steps such as `"handle USR1; block USR1; send USR1 3; unblock USR1"`,
            at most 60. The verbs are handle, ignore, default, block, unblock and send; the
            process sends to itself, up to 20 times a step. Handlers start as default.

    Raises:
        InvalidInput: if a step is not of that form.

    Source: signal(7); kernel/signal.c, legacy_queue, sig_ignored, do_sigaction.
    """
    process = _Process()
    taken: list[SignalStep] = []
    for step in script_steps(script):
        taken.append(process.take(*step))
        if process.ended_by:
            break
    return SignalHistory(tuple(taken), process.ended_by)


def sent_while_blocked(
    *, signal: str = "USR1", sends: int = 3, blocked: bool = True, action: str = "handle"
) -> SignalHistory:
    """Return `signals` for the commonest script: send some, perhaps behind a mask.

    Args:
        signal: one of `NUMBERS` but STOP.
        sends: 1 to 20.
        blocked: whether the signal is blocked while it is sent, then unblocked.
        action: `"handle"`, `"ignore"` or `"default"`.

    Raises:
        InvalidInput: if an argument is out of range.
    """
    return signals(script(signal=signal, sends=sends, blocked=blocked, action=action))


def script(
    *, signal: str = "USR1", sends: int = 3, blocked: bool = True, action: str = "handle"
) -> str:
    """Return the script that `sent_while_blocked` runs.

    Raises:
        InvalidInput: if an argument is out of range.
    """
    require_choice("signal", signal, [name for name in NUMBERS if name != "STOP"])
    require_whole("sends", sends, 1, TIMES)
    require(isinstance(blocked, bool), "blocked", blocked, "True or False")
    require_choice("action", action, ("handle", "ignore", "default"))
    mask = (f"block {signal}; ", f"; unblock {signal}") if blocked else ("", "")
    return f"{action} {signal}; {mask[0]}send {signal} {sends}{mask[1]}"


class _Process:
    """The kernel's books on one process."""

    def __init__(self) -> None:
        self.action = dict.fromkeys(NUMBERS, "default")
        self.blocked: set[str] = set()
        self.queue = dict.fromkeys(NUMBERS, 0)
        self.ended_by = ""

    def take(self, verb: str, signal: str, times: int) -> SignalStep:
        """Take one step and return it with what holds afterwards."""
        refused, delivered = "", 0
        if verb == "send":
            delivered = sum(self._send(signal) for _ in range(times))
        elif verb == "block":
            self.blocked |= {signal} - set(_UNSTOPPABLE)
        elif verb == "unblock":
            self.blocked -= {signal}
            delivered = self._deliver(signal)
        elif signal in _UNSTOPPABLE:
            refused = "EINVAL"
        else:
            self.action[signal] = verb
            if self._is_ignored(signal):
                self.queue[signal] = 0  # POSIX: pending signals that are now ignored are discarded
        if self.ended_by:
            return SignalStep(verb, signal, times)
        waiting = tuple(name for name in NUMBERS if self.queue[name])
        return SignalStep(verb, signal, times, refused, _ordered(self.blocked), waiting, delivered)

    def _send(self, signal: str) -> int:
        if self.ended_by or (self._is_ignored(signal) and signal not in self.blocked):
            return 0
        real_time = NUMBERS[signal] >= NUMBERS["RTMIN"]
        self.queue[signal] = self.queue[signal] + 1 if real_time else 1
        return 0 if signal in self.blocked else self._deliver(signal)

    def _deliver(self, signal: str) -> int:
        waiting, self.queue[signal] = self.queue[signal], 0
        if not waiting or self._is_ignored(signal):
            return 0
        if self.action[signal] == "default":
            self.ended_by = signal
            return 0
        return waiting

    def _is_ignored(self, signal: str) -> bool:
        action = self.action[signal]
        return action == "ignore" or (action == "default" and signal in _IGNORED_BY_DEFAULT)


def _ordered(names: set[str]) -> tuple[str, ...]:
    return tuple(name for name in NUMBERS if name in names)
