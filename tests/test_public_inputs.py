"""Nonsense for any argument of any public function gets InvalidInput, and nothing else.

Every module of oslab is walked; every public function and class is called with
one argument replaced by nonsense, the arguments without a default as well. An
answer is fine (0 may be a fair argument), so is InvalidInput or Unavailable. A
function that measures is asked only what can never be fair, and must refuse
before it starts a process, a thread or a compiler. Where nothing else was wrong and
the nonsense has no parts, the refusal must name the argument. What is left out
stands in EXEMPT, with the reason.
"""

from __future__ import annotations

import contextlib
import importlib
import inspect
import itertools
import math
import os
import pkgutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase

import pytest

import oslab
from oslab import timing
from oslab.errors import InvalidInput, Unavailable
from oslab.linux import native

NEVER_FAIR = (object(), math.nan, "nonsense \0", b"x", [None], {"a": None})
NO_MEASURE = (*NEVER_FAIR, -1, "", math.inf, 10**400)
NONSENSE = (*NEVER_FAIR, None, True, -1, 0, 1.5, math.inf, 10**400, "", "nonsense", ())

EXEMPT = {
    "oslab.cli.main": "argparse ends the process for words it does not know; see test_cli.py",
    "oslab.cli.*.add_*": "called by main with argparse's own object",
    "oslab.course.channel.Worker": "lent by worker(), never made by a caller",
    "oslab.course.channel.parse": "bytes that are no answer are a fair question, and Lost a reply",
    "oslab.errors.require_choice": "what refuses nonsense is called by us",
    "oslab.explore.controls.parse": "inside explore(), which checks the names",
    "oslab.explore.controls.started": "inside explore(); takes a Control it has made",
    "oslab.explore.frames.draw": "takes a Figure, which only explore() makes",
    "oslab.explore.page.*": "takes a Figure, which only explore() makes",
    "oslab.explore.widgets.*": "takes a Figure, which only explore() makes",
    "oslab.linux.sandbox.Box": "lent by box(), never made by a caller",
    "oslab.linux.memory.Area": "lent by area(), never made by a caller",
    "oslab.memory.model.read_ahead.ReadAhead": "the machinery inside residency(), which checks",
    "oslab.processes.measure.context_switch.choices": "refuses for others, like oslab.errors",
    "oslab.processes.measure.life_cycle.specimen": "runs a program that process_states() compiled",
    "oslab.processes.model.interpreter_lock.Interpreter": "inside gil(), which checks",
    "oslab.processes.model.run_queues.RunQueues": "inside serve(), which checks",
    "oslab.replacement.policies.*Resident": "opened by a policy, inside simulate(), which checks",
    "oslab.replacement.traces.arithmetic.lot": "asked by a Trace for every place, which checks",
    "oslab.scheduling.measure.choices.*": "refuses for others, like oslab.errors",
    "oslab.scheduling.model.engine.*": "the machinery inside simulate(), which checks",
    "oslab.scheduling.model.locks.Locks": "the machinery inside simulate(), which checks",
    "oslab.scheduling.model.placement.*": "the machinery inside simulate(), which checks",
    "oslab.scheduling.model.timers.Timers": "the machinery inside simulate(), which checks",
    "oslab.scheduling.policies.*Queue": "opened by a policy, which has checked its parameters",
    "oslab.scheduling.policies.entities.*": "the machinery inside the fair queues",
    "oslab.scheduling.policies.red_black_tree.*": "the machinery inside the fair queues",
    "oslab.scheduling.policies.weights.*ratio": "asked by the fair queues at every event",
    "oslab.scheduling.run_queue.*": "protocols: the engine speaks them, readers make policies",
    "oslab.sync.fast.native.*": "compiled, inside explore_all(), which checks",
    "oslab.sync.fast.search.*": "the machinery inside explore_all(), which checks",
    "oslab.sync.model.automaton.*": "the machinery inside explore_all(), which checks",
    "oslab.sync.model.endings.*": "the machinery inside explore_all(), which checks",
    "oslab.sync.model.judge.*": "the machinery inside the classic problems, which check",
    "oslab.sync.model.outcomes.*": "the machinery inside explore_all(), which checks",
    "oslab.sync.model.parts.*": "the machinery inside explore_all(), which checks",
    "oslab.sync.model.races.*": "the machinery inside explore_all(), which checks",
    "oslab.sync.model.reading.*": "the machinery inside explore_all(), which checks",
    "oslab.sync.model.search.*": "the machinery inside explore_all(), which checks",
    "oslab.sync.model.space.*": "the machinery inside explore_all(), which checks",
    "oslab.sync.model.starvation.*": "the machinery inside explore_all(), which checks",
    "oslab.sync.model.symmetry.*": "the machinery inside explore_all(), which checks",
    "oslab.sync.model.tables.*": "the machinery inside explore_all(), which checks",
}

FAIR = {
    ("oslab.processes.measure.server.server", "seed"): 10**400,
    ("oslab.scheduling.measure.autogroup.autogroup", "crowd_nice"): -1,
}


class Started(BaseException):
    """A measurement began although its arguments were nonsense."""


def modules() -> list[str]:
    found = [module.name for module in pkgutil.walk_packages(oslab.__path__, "oslab.")]
    return [name for name in found if not name.endswith("__main__")]


def exempt(name: str) -> str | None:
    """Return the pattern that leaves this function or class out, or None."""
    return next((pattern for pattern in EXEMPT if fnmatchcase(name, pattern)), None)


def doors(module: str) -> Iterator[tuple[str, Callable[..., object], inspect.Signature]]:
    """Yield the public functions and classes that this module itself defines."""
    for name, thing in sorted(vars(importlib.import_module(module)).items()):
        if name.startswith("_") or getattr(thing, "__module__", None) != module:
            continue
        full = f"{module}.{name}"
        if not callable(thing) or getattr(thing, "_is_protocol", False):
            continue  # nothing is made from a protocol
        if inspect.isclass(thing) and issubclass(thing, BaseException):
            continue
        signature = inspect.signature(thing)
        if signature.parameters:
            yield full, thing, signature


def ask(
    door: Callable[..., object], signature: inspect.Signature, chosen: str, value: object
) -> None:
    """Call `door` with nonsense for `chosen` and for all that has no default."""
    positional: list[object] = []
    named: dict[str, object] = {}
    for name, parameter in signature.parameters.items():
        variable = parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
        optional = variable or parameter.default is not inspect.Parameter.empty
        if name != chosen and optional:
            continue
        if parameter.kind is parameter.VAR_KEYWORD:
            named["nonsense"] = value
        elif parameter.kind is parameter.VAR_POSITIONAL or (
            not optional and parameter.kind is not parameter.KEYWORD_ONLY
        ):
            positional.append(value)
        else:
            named[name] = value
    answer = door(*positional, **named)
    if isinstance(answer, contextlib.AbstractContextManager):
        with answer:
            pass


def alone(signature: inspect.Signature, chosen: str) -> bool:
    """Say whether nonsense for `chosen` is all that is wrong with the call."""
    others = [one for name, one in signature.parameters.items() if name != chosen]
    return all(
        one.kind is not one.VAR_POSITIONAL and one.default is not inspect.Parameter.empty
        for one in others
    )


@pytest.fixture
def nothing_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(*_: object, **__: object) -> None:
        raise Started

    monkeypatch.setattr(os, "fork", start)
    monkeypatch.setattr(os, "posix_spawn", start)
    monkeypatch.setattr(subprocess, "Popen", start)
    monkeypatch.setattr(threading.Thread, "start", start)
    monkeypatch.setattr(native, "loops", start)
    monkeypatch.setattr(timing, "interleaved", start)
    monkeypatch.setattr(timing, "sample", start)


def complaint(
    door: Callable[..., object], signature: inspect.Signature, chosen: str, value: object
) -> str | None:
    """Return what is wrong with the answer to nonsense, or None."""
    try:
        ask(door, signature, chosen, value)
    except InvalidInput as error:
        whole = not isinstance(value, str | bytes | list | dict | tuple)
        if whole and alone(signature, chosen) and error.argument != chosen:
            return f"blamed on {error.argument}"
    except Unavailable:
        pass
    except (Exception, Started, SystemExit) as error:
        return f"{type(error).__name__}: {error}"
    return None


def complaints(module: str, left_out: bool) -> Iterator[tuple[str, str]]:
    """Yield the name and the fault of every wrong answer, of doors left out or of the rest."""
    values = NO_MEASURE if ".measure" in module or ".linux" in module else NONSENSE
    for name, door, signature in doors(module):
        if left_out != (exempt(name) is not None):
            continue
        for chosen, value in itertools.product(signature.parameters, values):
            if FAIR.get((name, chosen)) != value:
                why = complaint(door, signature, chosen, value)
                if why:
                    yield name, f"{chosen}={value!r:.30}: {why}"


@pytest.mark.usefixtures("nothing_starts")
@pytest.mark.parametrize("module", modules())
def test_nonsense_is_refused_by_its_name(module: str) -> None:
    assert [] == list(complaints(module, left_out=False))


@pytest.mark.usefixtures("nothing_starts")
def test_every_exemption_is_needed() -> None:
    needed = {exempt(name) for module in modules() for name, _ in complaints(module, left_out=True)}

    assert set(EXEMPT) == needed
