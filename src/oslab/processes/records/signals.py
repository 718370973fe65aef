"""What one process does with its signals, step by step, and what the kernel makes of it."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import InvalidInput, require, require_choice, require_whole

NUMBERS = {
    "INT": 2, "KILL": 9, "USR1": 10, "USR2": 12, "TERM": 15, "CHLD": 17, "STOP": 19,
    "RTMIN": 34, "RTMIN+1": 35,
}  # fmt: skip
"""The signals of a script, with their numbers on x86 and arm (signal(7))."""

STEPS, TIMES = 60, 20
"""The longest script, and the most sends in one step."""

Step = tuple[str, str, int]
"""Verb, signal, times."""

VERBS = ("handle", "ignore", "default", "block", "unblock", "send")


@dataclass(frozen=True, slots=True)
class SignalStep:
    """One step of a script and what held after it.

    Args:
        verb: one of `VERBS`.
        signal: one of `NUMBERS`.
        times: how often it was sent; 1 for the other verbs.
        refused: `"EINVAL"` where the kernel said so; else empty.
        blocked: signals in the mask afterwards, by rising number.
        pending: signals that wait for delivery afterwards, by rising number.
        delivered: how often the handler of `signal` ran in this step.
    """

    verb: str
    signal: str
    times: int = 1
    refused: str = ""
    blocked: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    delivered: int = 0

    def __post_init__(self) -> None:
        require(self.verb in VERBS, "verb", self.verb, "one of " + ", ".join(VERBS))
        require(self.signal in NUMBERS, "signal", self.signal, "one of " + ", ".join(NUMBERS))
        require_whole("times", self.times, 1)
        require_whole("delivered", self.delivered, 0)


@dataclass(frozen=True, slots=True)
class SignalHistory:
    """The steps a process lived to take.

    Args:
        steps: the last one is the one that ended it, if it was ended.
        ended_by: the signal that ended it; empty if it lived to the end of its script.
    """

    steps: tuple[SignalStep, ...]
    ended_by: str = ""

    def __post_init__(self) -> None:
        ok = isinstance(self.steps, tuple) and len(self.steps) > 0
        require(ok, "steps", self.steps, "at least one SignalStep")
        for step in self.steps:
            require(isinstance(step, SignalStep), "steps", step, "SignalSteps only")
        ok = self.ended_by == "" or self.ended_by in NUMBERS
        require(ok, "ended_by", self.ended_by, "a signal, or an empty text")


def script_steps(script: object) -> tuple[Step, ...]:
    """Return the steps of a script as (verb, signal, times).

    Raises:
        InvalidInput: if a step is not of the form that `model.signals` describes.
    """
    allowed = "steps such as 'block USR1; send USR1 3; unblock USR1', from 1 to 60"
    require(isinstance(script, str), "script", script, allowed)
    steps = [words.split() for words in str(script).split(";") if words.strip()]
    require(1 <= len(steps) <= STEPS, "script", script, allowed)
    return tuple(_step(words) for words in steps)


def _step(words: list[str]) -> Step:
    shown = " ".join(words)
    if len(words) not in (2, 3) or (len(words) == 3 and words[0] != "send"):
        raise InvalidInput("step", shown, "a verb and a signal; after send also a number")
    verb = require_choice("verb", words[0].lower(), VERBS)
    signal = require_choice("signal", words[1].upper().removeprefix("SIG"), NUMBERS)
    # A stopped process takes no further step, so nobody would be there to tell.
    require((verb, signal) != ("send", "STOP"), "step", shown, "anything but sending STOP")
    if len(words) == 2:
        return verb, signal, 1
    ok = words[2].isascii() and words[2].isdigit() and len(words[2]) <= 2
    times = int(words[2]) if ok else 0
    require(1 <= times <= TIMES, "times", words[2], f"a whole number from 1 to {TIMES}")
    return verb, signal, times
