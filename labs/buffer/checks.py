"""Lab 7, the bounded buffer: what is asked, and how an answer is judged.

Schedules and thread programs go to the book's explorer, on the trusted side. The buffer on real
threads is judged by its log, against numbers that were drawn here, and by the kernel's counters.
"""

from __future__ import annotations

import random
import re
from collections import Counter, deque
from collections.abc import Callable, Generator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from oslab.course import (
    Evidence,
    Explored,
    Lab,
    Limits,
    Measured,
    Prediction,
    Retry,
    Seen,
    Value,
)
from oslab.errors import InvalidInput
from oslab.sync import (
    Condition,
    Exploration,
    Finding,
    History,
    Mutex,
    Program,
    check,
    explore_all,
    load,
    lock,
    replay,
    signal,
    store,
    unlock,
    wait,
)
from oslab.sync.records import Step

MS = 1_000_000
MOST_STEPS = 200
MOST_STATES = 100_000
EPOCHS = ("slow_loaders", "slow_trainers")
PARTS = ("taken", "log", "switches")
PAUSE_MS = 20
Steps = Generator[Any, Any, Any]


# ---- q1, q2: a schedule that breaks a given buffer -------------------------------------


def _program(looks_again: bool) -> Program:
    """Return the broken buffer of one slot, as the notebook shows it; names in its order."""

    def asleep_if(wrong: int, queue: Any) -> Steps:
        first = True
        while len(queue) == wrong and (first or looks_again):
            yield wait("changed", "m")
            queue = yield load("queue")
            first = False
        return queue

    def consumer() -> Steps:
        yield lock("m")
        queue = yield from asleep_if(0, (yield load("queue")))
        yield check(len(queue) > 0, "takes from an empty buffer")
        yield store("queue", queue[1:])
        yield signal("changed")
        yield unlock("m")

    def producer() -> Steps:
        yield lock("m")
        queue = yield from asleep_if(1, (yield load("queue")))
        yield check(len(queue) < 1, "puts into a full buffer")
        yield store("queue", (*queue, "batch"))
        yield signal("changed")
        yield unlock("m")

    threads = [consumer, consumer, producer, producer]
    return Program(threads, queue=(), m=Mutex(), changed=Condition())


def judge_theft(stated: Any, _evidence: Evidence) -> str | None:
    """Want a history in which consumer 2 takes what is not there."""
    told = _played(_program(False), stated)
    if isinstance(told, str):
        return told
    if told.ended != "failed":
        return _nothing_yet(told) + _next_theft(told)
    return _swapped(told.steps[-1].turn.thread, "consumer 2", "takes from the empty buffer")


def judge_silence(stated: Any, _evidence: Evidence) -> str | None:
    """Want a history after which producer 1 sleeps for ever."""
    told = _played(_program(True), stated)
    if isinstance(told, str):
        return told
    if told.ended != "deadlock":
        return _nothing_yet(told) + _next_silence(told)
    left = next(n for n in _sleepers(told) if n.startswith("producer"))
    return _swapped(left, "producer 1", "sleeps for ever beside a free slot")


def _swapped(name: str, wanted: str, does: str) -> str | None:
    if name == wanted:
        return None
    return f"It goes wrong, but it is {name} that {does}; {wanted} is asked. Exchange the names."


def _played(program: Program, stated: Any) -> History | str:
    """Return the history of a schedule, or what is wrong with the schedule."""
    names = [thread.name for thread in program.threads]
    if not isinstance(stated, list) or not all(_is_turn(one, names) for one in stated):
        return (
            f"write a list of pairs, a thread and how many steps it takes: ('{names[0]}', 2). The "
            f"threads are {', '.join(names)}."
        )
    turns = [name for name, steps in stated for _ in range(steps)]
    if len(turns) > MOST_STEPS:
        return f"that is {len(turns)} steps; some twenty are enough."
    told = replay(program, [])
    for done, name in enumerate(turns):
        try:
            told = replay(program, turns[: done + 1])
        except InvalidInput:
            if told.ended != "open":
                return f"the history is over after {done} steps ({told.ended}); leave the rest out."
            return f"after {done} steps {name} cannot go: it {_stands(told, name)}. {_able(told)}"
    return told


def _is_turn(one: Any, names: list[str]) -> bool:
    return (
        isinstance(one, list) and len(one) == 2 and one[0] in names
        and type(one[1]) is int and 1 <= one[1] <= MOST_STEPS
    )  # fmt: skip


def _stands(told: History, name: str) -> str:
    """Say in words why a thread cannot go."""
    ask = next(one for one in told.states[-1].asks if one.thread == name)
    if not ask.operation:
        return "has returned"
    if name in _sleepers(told):
        return "sleeps, and nobody has signalled it"
    held = f", and {' and '.join(ask.waits_for)} has it" if ask.waits_for else ""
    return f"asks for {ask.operation}{held}"


def _sleepers(told: History) -> list[str]:
    asks = told.states[-1].asks
    return [one.thread for one in asks if one.operation.startswith("asleep") and not one.enabled]


def _able(told: History) -> str:
    able = [f"{one.thread}: {one.operation}" for one in told.states[-1].asks if one.enabled]
    return f"Who can go, and to what: {'; '.join(able) or 'nobody'}."


def _nothing_yet(told: History) -> str:
    steps = len(told.steps)
    if told.ended == "finished":
        return f"all four returned after {steps} steps, and nothing went wrong. "
    return f"after {steps} steps nothing has gone wrong yet. {_able(told)} "


def _next_theft(told: History) -> str:
    """Say what the story still lacks."""
    kinds = [s.operation.kind for s in told.steps if s.turn.thread == "consumer 2"]
    if "wait" not in kinds:
        return "The one who is robbed has slept: let consumer 2 look before anything was put."
    if "consumer 2" in _sleepers(told):
        return (
            "Consumer 2 sleeps and was not told: a signal that finds nobody asleep is gone. Now "
            "somebody must put a batch and signal."
        )
    if kinds[-1] == "wait" and told.ended == "open":
        return "Consumer 2 was told and has not run since. Who could be first at the mutex?"
    return "Consumer 2 took its batch itself. Between its signal and its wake, who else could go?"


def _next_silence(told: History) -> str:
    asleep = {s.turn.thread for s in told.steps if s.operation.kind == "wait"}
    consumers, producers = ({n for n in asleep if n.startswith(r)} for r in ("con", "pro"))
    if len(consumers) < 2:
        return "For a signal to reach the wrong one, both consumers must have gone to sleep."
    if not producers:
        return "A producer must sleep too: let one find the slot full before anybody empties it."
    return "Let a consumer's signal wake the other consumer: what does that one find?"


# ---- q3: mend it ------------------------------------------------------------------------

Size = tuple[tuple[int, ...], tuple[int, ...], int]
"""Items of every producer, items of every consumer, slots."""

SIZES: tuple[Size, ...] = (
    ((2,), (2,), 1), ((3,), (3,), 2), ((1, 1), (2,), 1), ((1, 1), (1, 1), 1), ((2,), (1, 1), 2),
    ((3,), (1, 1, 1), 2), ((1, 1, 1), (3,), 1), ((2, 2), (2, 2), 1), ((2, 2), (2, 2), 2),
)  # fmt: skip


def judge_mended(functions: dict[str, Callable[..., Any]], rng: random.Random) -> str | None:
    """Explore every size, the smallest first, and tell the shortest history that goes wrong."""
    right = ""
    for size in (*SIZES, *_drawn(rng)):
        program = _driven(functions["put"], functions["get"], size)
        slots, made = size[2], _items(size)
        result = explore_all(
            program,
            partial(_fits, slots),
            at_end=partial(_ends_well, made),
            analyses=("races", "outcomes", "starvation") if sum(size[0]) <= 2 else ("races",),
            most_states=MOST_STATES,
        )
        amiss = _told(result, size)
        if amiss:
            return f"{right}{_named(size)}: {amiss}"
        if result.schedules is not None:
            right = f"{_named(size)}: right in all {result.schedules:,} schedules. "
    return None


def _drawn(rng: random.Random) -> list[Size]:
    """Return sizes that nobody was told."""
    made = []
    for _ in range(3):
        puts = tuple(rng.randint(1, 2) for _ in range(rng.randint(1, 3)))
        takers = rng.randint(1, min(5 - len(puts), 3, sum(puts)))
        takes = [1] * takers
        for _ in range(sum(puts) - takers):
            takes[rng.randrange(takers)] += 1
        made.append((puts, tuple(takes), rng.randint(1, 3)))
    return sorted((one for one in made if sum(one[0]) <= 4), key=lambda one: sum(one[0]))


def _items(size: Size) -> list[list[str]]:
    return [["abc"[p] + str(n + 1) for n in range(count)] for p, count in enumerate(size[0])]


def _driven(put: Callable[..., Any], get: Callable[..., Any], size: Size) -> Program:
    """Return threads that put and get, and write down what they took."""
    slots = size[2]

    def producer(*items: str) -> Steps:
        for item in items:
            yield from put(item, slots)

    def consumer(name: str, count: int) -> Steps:
        took: tuple[Any, ...] = ()
        for _ in range(count):
            took = (*took, (yield from get()))
        yield store(name, took)

    takes = [(consumer, f"took {n}", count) for n, count in enumerate(size[1], 1)]
    conditions = {name: Condition() for name in ("changed", "items", "room")}
    took: dict[str, Any] = {name: () for _, name, _ in takes}
    puts = [(producer, *items) for items in _items(size)]
    return Program([*takes, *puts], queue=(), m=Mutex(), **conditions, **took)


def _named(size: Size) -> str:
    producers, consumers, slots = len(size[0]), len(size[1]), size[2]
    return (
        f"{producers} producer{'s' * (producers > 1)}, {consumers} consumer{'s' * (consumers > 1)}"
        f", {slots} slot{'s' * (slots > 1)}"
    )


def _fits(slots: int, at: Any) -> bool:
    return isinstance(at["queue"], tuple) and len(at["queue"]) <= slots


def _ends_well(made: list[list[str]], at: Any) -> bool:
    return not _amiss(at, made)


def _amiss(at: Any, made: list[list[str]]) -> str:
    """Say what is wrong with what was taken, once all have returned."""
    taken = [at[name] for name in sorted(at) if name.startswith("took ")]
    out = Counter(one for took in taken for one in took)
    every = [item for items in made for item in items]
    odd = [one for one in out if one not in every]
    lost = [one for one in every if not out[one]]
    twice = [one for one in every if out[one] > 1]
    if odd:
        return f"get returned {odd[0]!r}, which nobody put. It returns the item."
    if lost or twice:
        told = [f"{', '.join(lost)} never came out"] if lost else []
        told += [f"{', '.join(twice)} came out twice"] if twice else []
        return f"{' and '.join(told)}."
    for took in taken:
        for items in made:
            mine = [one for one in took if one in items]
            if mine != sorted(mine):
                return (
                    f"{mine[1]} was put before {mine[0]}, and came out after it. What is put at "
                    "one end must leave at the other, or what was loaded first may never be used."
                )
    return "the queue is not empty at the end." if at["queue"] != () else ""


def _told(result: Exploration, size: Size) -> str:
    """Say the worst thing that an exploration found, with its history and a hint."""
    grave = [one for one in result.findings if one.kind not in ("data race", "starvation")]
    if grave:
        worst = min(grave, key=lambda one: len(one.history.steps))
        return f"{_what(worst, size)} {_hint(worst)}".rstrip() + _story(worst.history)
    if result.starvation or any(one.schedules is None for one in result.outcomes):
        return (
            "nothing goes wrong, but a thread may go round without end and without sleep: that "
            "burns a CPU to learn nothing. Let it wait at a condition until it is told."
        )
    if result.races:
        return (
            f"two threads touch the queue at once ({result.races[0].what}). Only who holds the "
            f"mutex may look at it or change it.{_story(result.races[0].history)}"
        )
    if not result.complete and sum(size[0]) <= 3:
        return "there are too many states to look at. Does a thread count without end?"
    return ""


def _what(found: Finding, size: Size) -> str:
    steps, last = len(found.history.steps), dict(found.history.states[-1].shared)
    after = f"after {steps} step{'s' * (steps != 1)}"
    if found.kind == "invariant":
        if not _plain_items(found.history.steps[-1].operation.values[-1]):
            return f"{after} the queue holds {last['queue']}. Did a request miss its yield?"
        return f"{after} the queue holds {last['queue']}, and there {_slots(size[2])}."
    if found.kind == "wrong end":
        at = {n: v for n, v in found.history.outcome if n == "queue" or n.startswith("took ")}
        return f"all return after {steps} steps, and {_amiss(at, _items(size))}"
    return f"{found.kind} {after}: {_short(found.what)}."


def _plain_items(queue: Any) -> bool:
    return isinstance(queue, tuple) and all(isinstance(one, str) for one in queue)


def _slots(count: int) -> str:
    return "is one slot" if count == 1 else f"are {count} slots"


def _short(words: str) -> str:
    """Call "consumer took 1, 2" consumer 1, and "producer a1, a2" producer a."""
    words = re.sub(r"consumer took (\d+), \d+", r"consumer \1", words)
    return re.sub(r"producer ([abc])\d(?:, [abc]\d)*", r"producer \1", words)


def _hint(found: Finding) -> str:
    """Say what to look at, from what the steps of the history were."""
    steps = found.history.steps
    if found.kind == "deadlock":
        return "A mutex is held for ever: follow its holder, does every way out unlock it?"
    finders: tuple[Callable[[Sequence[Step]], str], ...]
    finders = _OF_SLEEP if found.kind == "lost wake-up" else _OF_FAILURE
    if found.kind == "wrong end":
        finders = (_torn,)
    return next(filter(None, (finder(steps) for finder in finders)), "")


def _torn(steps: Sequence[Step]) -> str:
    """Find a look at the queue without the mutex."""
    holds: set[str] = set()
    for number, step in enumerate(steps, 1):
        kind, me = step.operation.kind, step.turn.thread
        if kind in ("lock", "wake"):
            holds.add(me)
        elif kind in ("unlock", "wait"):
            holds.discard(me)
        elif "queue" in step.operation.names and me not in holds:
            return (
                f"{_short(me)} did not hold the mutex at step {number}. Between a look at the "
                "queue and what rests on it nobody may come between."
            )
    return ""


def _stale(steps: Sequence[Step]) -> str:
    """Find who woke and slept again without a look."""
    for number, step in enumerate(steps):
        after = _kinds(steps[number + 1 :], step.turn.thread)
        if step.operation.kind == "wake" and after[:1] == ["wait"]:
            return (
                f"{_short(step.turn.thread)} wakes at step {number + 1} and sleeps again without "
                "a load: its queue is a copy, taken before it slept."
            )
    return ""


def _idle(steps: Sequence[Step]) -> str:
    """Find who left without having changed anything."""
    changed: set[str] = set()
    for number, step in enumerate(steps, 1):
        kind, me = step.operation.kind, step.turn.thread
        if kind == "store":
            changed.add(me)
        elif kind == "unlock" and me not in changed:
            return (
                f"{_short(me)} leaves at step {number} and has changed nothing. Must it not wait?"
            )
        elif kind == "unlock":
            changed.discard(me)
    return ""


def _elsewhere(steps: Sequence[Step]) -> str:
    """Find a word that was spoken where only the speaker's own kind sleeps."""
    for number, step in enumerate(steps, 1):
        role = _role(step.turn.thread)
        slept = {
            one.operation.names[0]
            for one in steps
            if one.operation.kind == "wait" and _role(one.turn.thread) != role
        }
        if step.operation.kind in _WORDS and slept and step.operation.names[0] not in slept:
            return (
                f"Step {number}, by {_short(step.turn.thread)}, speaks at "
                f"{step.operation.names[0]}, and the others sleep at {' and '.join(sorted(slept))}"
                ". Who waits for what has just changed?"
            )
    return ""


def _untold(steps: Sequence[Step]) -> str:
    """Find a change that nobody was told of."""
    for number, step in enumerate(steps):
        after = _kinds(steps[number + 1 :], step.turn.thread)
        upto = after[: after.index("lock")] if "lock" in after else after
        if _changes(step) and not set(_WORDS) & set(upto):
            return (
                f"Step {number + 1} changed the queue and told nobody, while somebody slept who "
                "could have gone on. Who can be sure that nobody else sleeps?"
            )
    return ""


def _wrong_one(steps: Sequence[Step]) -> str:
    """Find the last word that went to one of the speaker's own kind."""
    for number in range(len(steps) - 1, -1, -1):
        told, me = steps[number], _short(steps[number].turn.thread)
        woken = next((s for s in steps[number + 1 :] if s.operation.kind == "wake"), None)
        if told.operation.kind not in _WORDS or woken is None:
            continue
        if _role(woken.turn.thread) == _role(me):
            return (
                f"The signal of step {number + 1}, by {me}, woke {_short(woken.turn.thread)}, who "
                "could do nothing with it and slept again: the word is used up. Where do the two "
                "roles sleep, and how many are told?"
            )
    return ""


def _last_word(_steps: Sequence[Step]) -> str:
    return "Look at the last signal: who heard it, and was it one who could go on?"


def _robbed(steps: Sequence[Step]) -> str:
    """Find who failed after it had been woken."""
    kinds = _kinds(steps, steps[-1].turn.thread)
    since = kinds[len(kinds) - kinds[::-1].index("wake") :] if "wake" in kinds else ["lock"]
    if "lock" in since:
        return ""
    return "It was woken, and somebody else was first. What must who wakes do?"


def _blind(steps: Sequence[Step]) -> str:
    if "IndexError" in steps[-1].failure:
        return "It took from an empty queue. When must it wait?"
    if not _changes(steps[-1]) or not _plain_items(steps[-1].operation.values[-1]):
        return ""
    return "When is the queue full? Nobody may put then."


_WORDS = ("signal", "broadcast")
_OF_SLEEP = (_torn, _stale, _idle, _elsewhere, _untold, _wrong_one, _last_word)
_OF_FAILURE = (_torn, _robbed, _blind)


def _kinds(steps: Sequence[Step], thread: str) -> list[str]:
    return [one.operation.kind for one in steps if one.turn.thread == thread]


def _changes(step: Step) -> bool:
    return step.operation.kind == "store" and "queue" in step.operation.names


def _role(name: str) -> str:
    return name.partition(" ")[0]


def _story(told: History) -> str:
    """Return the history in words, one line for every stretch of one thread."""
    lines: list[list[str]] = []
    for number, step in enumerate(told.steps, 1):
        operation = str(step.operation)
        answer = "" if step.answer is None else f" -> {step.answer!r}"
        words = f"{operation}{answer}{' FAILS' if step.failure else ''}"
        who = _short(step.turn.thread)
        if not lines or lines[-1][0] != who:
            lines.append([who, f"{number:3} {who}: {words}"])
        else:
            lines[-1][1] += f", {words}"
    text = "\n".join(line for _, line in lines)
    return f"\n{text}"


# ---- q4: on real threads ----------------------------------------------------------------


def prepare_epochs(rng: random.Random, folder: Path) -> tuple[dict[str, Any], Any]:
    """Write a file for every loader; what is in them is known here and nowhere else."""
    loaders, trainers = rng.choice(((2, 3), (3, 2)))
    count = {2: 23, 3: 15}[loaders]  # no multiple of the trainers
    numbers = rng.sample(range(1_000, 10_000), loaders * count)
    place = folder / "batches"
    place.mkdir()
    files = [numbers[n::loaders] for n in range(loaders)]
    for number, mine in enumerate(files):
        (place / f"loader_{number}.txt").write_text(" ".join(map(str, mine)) + "\n")
    case = {"folder": place, "trainers": trainers, "slots": rng.randint(2, 4), "pause_ms": PAUSE_MS}
    return case, {"files": files, "trainers": trainers, "slots": case["slots"]}


def judge_epochs(got: Any, truth: Any, seen: Seen) -> str | None:
    """Judge shape, what came out, and who counted; then what the machine may disturb."""
    return (
        _shape(got, truth)
        or next(filter(None, (_logged(name, got[name], truth) for name in EPOCHS)), None)
        or _counted(got, seen)
        or _related(got, truth, seen)
    )


def _shape(got: Any, truth: Any) -> str | None:
    if not isinstance(got, dict) or set(got) != set(EPOCHS):
        return f"Return a dict with {' and '.join(EPOCHS)}."
    for name in EPOCHS:
        one = got[name]
        if not isinstance(one, dict) or set(one) != set(PARTS):
            return f"{name} should be a dict with {', '.join(PARTS)}."
        ok = isinstance(one["taken"], list) and len(one["taken"]) == truth["trainers"]
        if not ok or not all(isinstance(mine, list) for mine in one["taken"]):
            return f"taken of {name} should be a list of {truth['trainers']} lists, one a trainer."
        if not all(map(_whole, one["log"])) or not _whole(one["switches"]) or one["switches"] < 0:
            return f"{name}: the log holds whole numbers, and switches is one."
    return None


def _logged(name: str, one: Any, truth: Any) -> str | None:
    """Play the log over again: what came out, in which order, and how full it was."""
    drawn = Counter(number for mine in truth["files"] for number in mine)
    taken = Counter(number for mine in one["taken"] for number in mine)
    wrong = _conserved(name, drawn, taken)
    if wrong:
        return wrong
    inside: deque[int] = deque()
    for number, entry in enumerate(one["log"], 1):
        if entry > 0:
            inside.append(entry)
            if len(inside) > truth["slots"]:
                return (
                    f"{name}: entry {number} of the log puts batch {len(inside)} into "
                    f"{truth['slots']} slots. Whom does put let wait, and until when?"
                )
        elif -entry not in inside:
            return (
                f"{name}: entry {number} of the log takes {-entry}, which is not inside. Is the "
                "log written while the lock is held, together with the change?"
            )
        elif inside[0] != -entry:
            return (
                f"{name}: entry {number} takes {-entry}, and {inside[0]} has been inside for "
                "longer. This is a stack; a queue gives out at the other end."
            )
        else:
            inside.popleft()
    logged = Counter(-entry for entry in one["log"] if entry < 0)
    if logged != drawn or Counter(entry for entry in one["log"] if entry > 0) != drawn:
        return f"{name}: not every batch is in the log once as it came and once as it went."
    return None


def _conserved(name: str, drawn: Counter[int], taken: Counter[int]) -> str | None:
    if not taken:
        return f"{name}: the trainers took nothing at all."
    lost, more = sum((drawn - taken).values()), sum((taken - drawn).values())
    if lost:
        return (
            f"{name}: {lost} of {sum(drawn.values())} batches never reached a trainer. Did one "
            "stop while there were batches inside, or did you return before all were through?"
        )
    if more:
        return f"{name}: the trainers took {more} more than there were. Does a None count as one?"
    return None


def _counted(got: Any, seen: Seen) -> str | None:
    total = sum(got[name]["switches"] for name in EPOCHS)
    if total > seen.voluntary_switches + 5:
        return (
            f"You report {total} voluntary switches, and the kernel counted "
            f"{seen.voluntary_switches}. The counter runs since the thread began: take differences."
        )
    return None


def _related(got: Any, truth: Any, seen: Seen) -> str | None:
    hungry = got["slow_loaders"]
    gets, switches = len(hungry["taken"][0]), hungry["switches"]
    if gets < 3:
        return Retry(f"slow_loaders: the first trainer took {gets} batches. It is you, the caller.")
    rounds = max(map(len, truth["files"]))  # pauses of a loader, one after the other
    if switches < 0.7 * min(gets, rounds):
        return Retry(
            f"slow_loaders: trainer 0 took {gets} batches, nearly every one from an empty buffer, "
            f"and gave its CPU away {switches} times. Who waits asleep gives it away each time: "
            "is trainer 0 the thread that counts?"
        )
    asleep = rounds + sum(map(len, truth["files"])) / truth["trainers"]
    most = asleep * PAUSE_MS * MS / 12
    if seen.cpu_ns > most:
        return Retry(
            f"Your threads computed for {seen.cpu_ns / MS:.0f} ms, and had hardly anything to do "
            f"but to wait; {most / MS:.0f} ms are plenty. Who looks again and again burns what it "
            "waits for. Wait at a condition, with no timeout, until told."
        )
    if switches > 10 * gets + 80:  # one place and notify_all is right, and wakes everybody
        return Retry(
            f"slow_loaders: trainer 0 gave its CPU away {switches} times for {gets} batches: it "
            "wakes only to look. Wait at a condition, with no timeout, until told."
        )
    if _fill(got["slow_trainers"])[0] < truth["slots"]:
        return Retry(
            f"slow_trainers: never were more than {_fill(got['slow_trainers'])[0]} batches inside "
            f"of {truth['slots']} slots. Quick loaders fill the queue: when does put wait, and is "
            "the lock held in a pause?"
        )
    return None


def _fill(one: Any) -> tuple[int, float]:
    """Return the most that were inside, and how many on average, after an entry of the log."""
    inside, levels = 0, []
    for entry in one["log"]:
        inside += 1 if entry > 0 else -1
        levels.append(inside)
    return max(levels), sum(levels) / len(levels)


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


# ---- q5: what it says -------------------------------------------------------------------


def judge_findings(stated: Any, evidence: Evidence) -> str | None:
    """Judge what follows from the two logs; what is true of every machine alone."""
    shown = evidence.get("q4", {}).get("answer")
    if shown is None:
        return "first let q4 pass; these questions are about its numbers."
    if not isinstance(stated, dict) or set(stated) != {
        "queue_if_loaders_are_slow",
        "asleep_if_trainers_are_slow",
        "more_slots_speed_up_slow_loaders",
    }:
        return "keep the three names as they came, and fill in their values."
    hungry, fed = (_fill(shown[name])[1] for name in EPOCHS)
    if stated["queue_if_loaders_are_slow"] != "empty":
        return (
            f"queue_if_loaders_are_slow: after an entry of the log {hungry:.1f} batches were "
            f'inside on average, and {fed:.1f} with slow trainers. Say "empty" or "full".'
        )
    if stated["asleep_if_trainers_are_slow"] != "loaders":
        return (
            "asleep_if_trainers_are_slow: the queue is full. Who has to wait there, and for whom? "
            "(A pause is work, not waiting.)"
        )
    if stated["more_slots_speed_up_slow_loaders"] is not False:
        return (
            "more_slots_speed_up_slow_loaders: the slots that there are stand empty. What would "
            "more empty ones change? Say True or False."
        )
    return None


def _thefts(_evidence: Evidence) -> float:
    ends = explore_all(_program(False)).outcomes
    counts = {one.ended: one.schedules or 0 for one in ends}
    return round(100 * counts["failed"] / sum(counts.values()))


def _sleeps(evidence: Evidence) -> float | None:
    if "q4" not in evidence:
        return None
    one = evidence["q4"]["answer"]["slow_loaders"]
    return float(round(one["switches"] / len(one["taken"][0]), 1))


def _computed(evidence: Evidence) -> float | None:
    if "q4" not in evidence:
        return None
    seen = evidence["q4"]["seen"]
    return float(round(1000 * seen["cpu_ns"] / seen["wall_ns"]))


LAB = Lab(
    title="Mend the bounded buffer",
    chapter="locks",
    minutes=(60, 105),
    why="A prefetch queue that hangs once a week passed every test that it was given.",
    questions={
        "q1": Value("theft", 2, judge_theft),
        "q2": Value("silence", 3, judge_silence),
        "q3": Explored(("put", "get"), 4, judge_mended),
        "q4": Measured("prefetch", 5, prepare_epochs, judge_epochs),
        "q5": Value("findings", 1, judge_findings),
    },
    predictions={
        "thefts": Prediction("q1", "of 100", _thefts),
        "sleeps": Prediction("q4", "switches a batch", _sleeps),
        "computed": Prediction("q4", "ms a second", _computed),
    },
    limits=Limits(seconds=4, cpu_seconds=6),
    needs="Linux; no privilege, one CPU is enough.",
    stretch="Say with the explorer which of the usual advice on condition variables is needed.",
)
