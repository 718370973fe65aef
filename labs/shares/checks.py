"""Lab 4, shares by nice values: what is asked, and how an answer is judged.

The judges look at pairs of neighbours: what one has for each unit of the other, beside what
their weights say. From that they tell which rule a wrong answer follows.
"""

from __future__ import annotations

import itertools
import math
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from oslab.course import Evidence, Lab, Limits, Measured, Prediction, Pure, Retry, Seen, Value
from oslab.errors import Unavailable
from oslab.scheduling import model
from oslab.scheduling.policies.weights import NICE_0_WEIGHT, WEIGHTS, weight

Member = dict[str, Any]

LEAST_NS = 40_000_000
BAND = 0.07
MS = 1_000_000
RACES = ("pair", "shifted", "crowd")
COUNTS = ("nices", "cpus", "ran", "waited", "foretold")

# ---- q1: shares in a tree of groups ----------------------------------------------------


def _task(name: str, nice: int = 0, ready: bool = True) -> Member:
    return {"name": name, "nice": nice, "ready": ready}


def _group(name: str, weighs: int, *members: Member) -> Member:
    return {"name": name, "weight": weighs, "members": list(members)}


def share_cases(rng: random.Random) -> list[dict[str, Any]]:
    """Return small trees, each planted for one mistake, and random ones three levels deep."""
    a, b = _task("A"), _task("B", 5)
    trees = [
        [a],
        [_task("A", ready=False)],
        [a, b],
        [_task("A", -3), _task("B", 19)],
        [a, _task("B", 0, ready=False)],
        [a, _task("B", 5), _task("C", 10, ready=False), _task("D", 10)],
        [a, _group("g", 1024, _task("B"), _task("C"))],
        [a, _group("g", 512, _task("B", 19))],
        [a, _group("g", 1024, _task("B", 0, ready=False))],
        [_group("f", 2048, _task("A", 19), _task("B", 19)), _group("g", 1024, _task("C", -20))],
        [a, _group("g", 1024, _group("h", 300, _task("B", ready=False)), _task("C", 7))],
        [_group("f", 1024, _group("g", 200, a, b), _task("C", 3)), _task("D", 1)],
    ]
    for _ in range(25):
        count = iter("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        trees.append(_tree(rng, count, depth=2))
    return [{"members": tree} for tree in trees]


def _tree(rng: random.Random, names: Iterator[str], depth: int) -> list[Member]:
    members = []
    for _ in range(rng.randint(1, 3)):
        if depth and rng.random() < 0.4:
            inside = _tree(rng, names, depth - 1)
            members.append(_group(f"group{next(names)}", rng.choice((100, 512, 2048)), *inside))
        else:
            members.append(_task(next(names), rng.randint(-20, 19), rng.random() < 0.8))
    return members


def judge_shares(case: dict[str, Any], got: Any, want: Any) -> str | None:
    """Compare every share; then say by which rule two neighbours were divided."""
    if not isinstance(got, dict):
        return "Return a dict: the name of every task, and its share."
    strange = sorted(set(got) ^ set(want))
    if strange:
        missing = strange[0] in want
        return (
            f"{strange[0]} is a task and has no share. Whoever does not compute has 0."
            if missing
            else f"{strange[0]} is no task: a share goes to tasks, in whatever group they are."
        )
    for name in want:
        if not _number(got[name]):
            return f"The share of {name} should be a number, and is {got[name]!r}."
    wrong = [name for name in want if not math.isclose(got[name], want[name], abs_tol=1e-9)]
    if not wrong:
        return None
    name = wrong[0]
    said = f"{name} has {want[name]:.4f} of the CPU, and yours says {got[name]:.4f}."
    return f"{said} {_kin(case['members'], got, want)}".rstrip()


def _kin(members: list[Member], got: dict[str, float], want: dict[str, float]) -> str:
    for one in _tasks(members):
        if not one["ready"] and got[one["name"]] > 0:
            return f"{one['name']} is not ready: it does not compete, and weighs nothing now."
    total, whole = sum(got.values()), sum(want.values())
    if whole and math.isclose(total, 100, rel_tol=1e-6):
        return "That is per cent; a share is a part of 1."
    if total > whole + 1e-9:
        return (
            f"Your shares add up to {total:.4f}, and there is one CPU. The members of a group "
            "divide what the group won."
        )
    words = next((found for found in _pairs(members, got) if found), "")
    if not words and total < whole - 1e-9:
        return (
            f"Your shares add up to {total:.4f}. A CPU that somebody wants is never idle: who "
            "does not compete leaves the whole to the others. Is there a group with nobody ready?"
        )
    return words


def _pairs(members: list[Member], got: dict[str, float]) -> Iterator[str]:
    """Hold each two neighbours with a share against each other, the outermost first."""
    rivals = [one for one in members if _part(one, got) > 0]
    for first, second in itertools.pairwise(rivals):
        yield _divided(first, second, _part(first, got) / _part(second, got))
    for one in members:
        if "members" in one:
            yield from _pairs(one["members"], got)


def _divided(first: Member, second: Member, ratio: float) -> str:
    heavy, light = _weighs(first), _weighs(second)
    if math.isclose(ratio, heavy / light, rel_tol=1e-6):
        return ""
    names = f"{first['name']} and {second['name']}"
    said = (
        f"Between {names} you divide as {ratio:.4g} to 1; their weights are {heavy} and "
        f"{light}, which is {heavy / light:.4g} to 1."
    )
    found = [
        words for rule, words in _rules(first, second) if math.isclose(ratio, rule, rel_tol=1e-6)
    ]
    return f"{said} {' Or else: '.join(found[:2])}".rstrip()


def _rules(first: Member, second: Member) -> Iterator[tuple[float, str]]:
    """Give the ratios of wrong rules, each with what is to be said."""
    if "nice" in first and "nice" in second:
        one, two = first["nice"], second["nice"]
        yield (
            WEIGHTS[one] / WEIGHTS[two],
            "WEIGHT begins with nice -20, so nice 0 is its place 20; a place below 0 counts "
            "from the end, and raises nothing.",
        )
        yield 1.25 ** (two - one), "1.25 a step is the rule of thumb; the kernel has the table."
        yield weight(two) / weight(one), "That is upside down: who is nicer weighs less."
        yield (20 - one) / (20 - two), "Nice is no weight itself; look it up in WEIGHT."
        return
    yield (
        _sum(first) / _sum(second),
        "That is as if the tasks in a group added up to its weight. A group weighs what its "
        "own weight says, however many there are in it, and whatever they weigh.",
    )
    yield (
        _count(first) / _count(second),
        "That goes by heads. A group is one competitor, with its own weight.",
    )
    yield (
        _level(first) / _level(second),
        "That is as if every group weighed as much as a task with nice 0.",
    )


def _tasks(members: list[Member]) -> Iterator[Member]:
    for one in members:
        yield from _tasks(one["members"]) if "members" in one else [one]


def _part(one: Member, got: dict[str, float]) -> float:
    return sum(got[task["name"]] for task in _tasks([one]))


def _weighs(one: Member) -> int:
    return int(one["weight"]) if "members" in one else weight(one["nice"])


def _level(one: Member) -> int:
    return NICE_0_WEIGHT if "members" in one else weight(one["nice"])


def _sum(one: Member) -> int:
    return sum(weight(task["nice"]) for task in _tasks([one]) if task["ready"])


def _count(one: Member) -> int:
    return sum(1 for task in _tasks([one]) if task["ready"])


# ---- q2: how nice is nice enough -------------------------------------------------------


def nice_cases(rng: random.Random) -> list[dict[str, Any]]:
    """Return cases at both ends of the table, on an exact half, and random ones."""
    rows = [
        (1, 0.5, False),
        (1, 0.75, False),
        (8, 0.75, False),
        (1, 0.985, False),
        (1, 0.99, False),
        (8, 0.5, True),
        (8, 0.51, True),
        (2, 0.5001, True),
        (1, 0.25, True),
    ]
    for _ in range(25):
        rows.append((rng.randint(1, 16), rng.randint(10, 99) / 100, rng.random() < 0.2))
    return [
        {"workers": workers, "keep": keep, "own_session": own}
        for workers, keep, own in rows
        if keep == 0.5 or all(abs(_kept(workers, nice) - keep) > 1e-6 for nice in range(20))
    ]


def judge_nice(case: dict[str, Any], got: Any, want: Any) -> str | None:
    """Compare one number, and say what the loop would keep there."""
    if got == want and type(got) is type(want):
        return None
    if got is not None and not _whole(got):
        return f"Return a nice value from 0 to 19, or None; not {got!r}."
    if got is not None and not 0 <= got <= 19:
        return f"{got} is no nice value from 0 to 19. Where 19 is not enough, the answer is None."
    if case["own_session"]:
        return _own_session(case["keep"], got, want)
    return _same_session(case["workers"], case["keep"], got, want)


def _same_session(workers: int, keep: float, got: Any, want: Any) -> str:
    if got is None:
        return f"At nice {want} the loop keeps {_kept(workers, want):.4f}, and {keep} are asked."
    mine = f"At nice {got} the loop keeps {_kept(workers, got):.4f} beside {workers}"
    if _kept(workers, got) >= keep:
        return (
            f"{mine}, which is at least {keep}; so it is already at nice {want}, "
            f"{_kept(workers, want):.4f}, and the smallest is asked."
        )
    if workers > 1 and (_kept(1, got) >= keep or 1 - _kept(workers, got) >= keep):
        return (
            f"{mine}; at least {keep} is asked. Do you count all {workers} workers, and is it the "
            "loop's own share that you look at?"
        )
    return f"{mine}; at least {keep} is asked."


def _own_session(keep: float, got: Any, want: Any) -> str:
    said = (
        "Workers in a session of their own are a group, and the kernel divides between the "
        "two groups first: the loop has one half, however nice they are."
    )
    if want is None:
        return f"{said} That is less than {keep}, and no nice value helps: None."
    if got is None:
        return f"{said} That is at least {keep}, at nice 0 already."
    return f"{said} It is the same at every nice value, and the smallest is asked."


def _kept(workers: int, nice: int) -> float:
    return model.nice_shares(nices=(0, *[nice] * workers))[0]


# ---- q3: the queue that makes it so ----------------------------------------------------


def queue_cases(rng: random.Random) -> list[dict[str, Any]]:
    """Return queues of equals, of weights, of newcomers, with ticks that fit and that do not."""
    rows = [
        ([("A", 0, 0)], 4000, 4000, 8001),
        ([("A", 0, 0)], 4000, 4000, 8000),
        ([("A", 5, 0)], 3000, 1000, 6000),
        ([("A", 0, 0)], 3000, 4000, 6000),
        ([("A", 0, 0)], 5000, 4000, 9000),
        ([("A", 0, 0), ("B", 0, 0)], 1000, 1000, 4000),
        ([("A", 0, 0), ("B", 5, 0)], 3000, 1000, 20000),
        ([("B", 0, 1000), ("A", 0, 0)], 1000, 1000, 4000),
        ([("A", 0, 0), ("B", 0, 3000)], 1000, 1000, 7000),
        ([("A", 0, 0), ("B", 0, 0), ("C", 0, 2500)], 1000, 1000, 8000),
        ([("A", 0, 0), ("B", 10, 0), ("C", 0, 5000)], 2000, 1000, 20000),
    ]
    for _ in range(20):
        tick, slices = rng.choice((1000, 4000)), rng.choice((2800, 3000, 4000))
        turn = math.ceil(slices / tick) * tick
        count = rng.randint(6, 24)
        latest = (count - 1) * turn
        tasks = [("ABCDE"[n], rng.randint(-5, 12), 0) for n in range(rng.randint(1, 3))]
        tasks += [
            ("VWX"[n], rng.randint(-5, 12), rng.randint(1, latest))
            for n in range(rng.randint(0, 2))
        ]
        rng.shuffle(tasks)
        rows.append((tasks, slices, tick, count * turn - rng.randint(0, turn - 1)))
    return [
        {
            "tasks": [
                {"name": name, "weight": weight(nice), "arrives": at} for name, nice, at in tasks
            ],
            "slice_us": slices,
            "tick_us": tick,
            "until_us": until,
        }
        for tasks, slices, tick, until in rows
    ]


def judge_queue(case: dict[str, Any], got: Any, want: Any) -> str | None:
    """Go along both lists of turns to the first difference."""
    ok = isinstance(got, list) and all(isinstance(one, list) and len(one) == 2 for one in got)
    if not ok:
        return "Return a list with a pair for every turn: the name, and its vruntime after it."
    for place, (mine, due) in enumerate(zip(got, want, strict=False)):
        if mine != due:
            return _turn(case, want[:place], mine, due)
    if len(got) == len(want):
        return None
    return (
        f"You have {len(got)} turns, and {len(want)} begin before {case['until_us']}. "
        f"{_length(case, len(got))}"
    )


def _length(case: dict[str, Any], turns: int) -> str:
    if turns == math.ceil(case["until_us"] / case["slice_us"]):
        return "A turn goes on to the tick at which its slice is used up, so it can be longer."
    return "A turn that begins before the end counts whole; one that would begin at it does not."


def _turn(case: dict[str, Any], before: list[Any], mine: list[Any], due: list[Any]) -> str:
    """Say what was known at this turn, and which rule the answer broke."""
    known = dict(before)
    seen = ", ".join(f"{name} at {virtual}" for name, virtual in known.items()) or "nobody ran yet"
    head = f"Turn {len(before) + 1} ({seen}): "
    if mine[0] != due[0]:
        return head + _who(case, len(before), known, mine, due)
    name, right = due
    said = f"{name} comes to {right}, and yours to {mine[1]!r}. "
    if not _number(mine[1]):
        return head + said + "A vruntime is a whole number of microseconds."
    return head + said + _charge(case, known, name, mine[1], right)


def _who(
    case: dict[str, Any], turns: int, known: dict[str, Any], mine: list[Any], due: list[Any]
) -> str:
    names = [task["name"] for task in case["tasks"]]
    said = f"{due[0]} comes, and yours is {mine[0]!r}. "
    if mine[0] not in names:
        return said + "The first of a pair is the name of a task."
    if mine[0] in known and due[0] in known:
        if known[mine[0]] == known[due[0]]:
            return said + "They are level; of equals, who stands first in the list comes."
        return said + "The smallest vruntime comes."
    arrives = {task["name"]: task["arrives"] for task in case["tasks"]}
    now = turns * _turn_us(case)
    if arrives[mine[0]] > now:
        return said + f"{mine[0]} arrives at {arrives[mine[0]]}, and this turn begins at {now}."
    if not known:
        return (
            said + "Those who come first begin with 0; of equals, who is first in the list comes."
        )
    new = mine[0] if mine[0] not in known else due[0]
    return said + (
        f"{new} did not run before. It is there from the first turn that begins at or after its "
        "arrival, with the smallest vruntime of those who were there already; of equals, who "
        "stands first in the list comes."
    )


def _turn_us(case: dict[str, Any]) -> int:
    tick, slices = int(case["tick_us"]), int(case["slice_us"])
    return math.ceil(slices / tick) * tick


def _charge(case: dict[str, Any], known: dict[str, Any], name: str, mine: Any, right: int) -> str:
    weighs = next(task["weight"] for task in case["tasks"] if task["name"] == name)
    turn = _turn_us(case)
    # What it had before, found by going back: the table of turns only holds what came after.
    old = known.get(name, right - turn * NICE_0_WEIGHT // weighs)
    kin = (
        (old + turn, "That is the plain length of the turn; virtual time is that by weight."),
        (old + turn * weighs // NICE_0_WEIGHT, "Upside down: a light task's clock runs fast."),
        (
            old + case["slice_us"] * NICE_0_WEIGHT // weighs,
            "That charges the slice. The turn went on to the tick at which it was used up.",
        ),
        (
            old + case["slice_us"] // case["tick_us"] * case["tick_us"] * NICE_0_WEIGHT // weighs,
            "That ends at the tick before the slice is used up; it ends at the tick after.",
        ),
        (
            turn * NICE_0_WEIGHT // weighs,
            "That is one turn from 0. It does not begin at 0: a newcomer begins with the smallest "
            "vruntime of those who are there, and goes on from its own later.",
        ),
    )
    if mine == right - 1 or mine == right + 1 or (mine != right and abs(mine - right) < 2):
        return "Every charge is a whole number, rounded down: turn * 1024 // weight."
    return next((words for number, words in kin if number == mine), "")


# ---- q4: on the kernel -----------------------------------------------------------------


def prepare_races(rng: random.Random, folder: Path) -> tuple[dict[str, Any], Any]:
    """Return the nice values of three races, from the one that this process has upward."""
    mine = os.getpriority(os.PRIO_PROCESS, 0)
    apart, shift = rng.choice((4, 5)), rng.choice((3, 4, 5))
    if not 0 <= mine <= 19 - apart - shift:
        what = f"A fair start (this process has nice {mine})"
        raise Unavailable(what, "It made itself nice, or was started so: restart the kernel.")
    plan = {
        "pair": [mine, mine + apart],
        "shifted": [mine + shift, mine + shift + apart],
        "crowd": [mine, *[mine + apart] * 3],
    }
    cpu = rng.choice(sorted(os.sched_getaffinity(0)))
    return {"plan": plan, "cpu": cpu, "least_ns": LEAST_NS}, {"plan": plan, "cpu": cpu}


def judge_races(got: Any, truth: Any, seen: Seen) -> str | None:
    """Judge shape, then who ran where, then what was counted from outside, then the shares."""
    return (
        _shape(got, truth)
        or next(filter(None, (_set(name, got[name], truth) for name in RACES)), None)
        or _counted(got, seen)
        or next(filter(None, (_related(name, got[name]) for name in RACES)), None)
    )


def _shape(got: Any, truth: Any) -> str | None:
    if not isinstance(got, dict) or set(got) != set(RACES):
        return f"Return a dict with {', '.join(RACES)}."
    for name in RACES:
        one, count = got[name], len(truth["plan"][name])
        if not isinstance(one, dict) or set(one) != set(COUNTS):
            return f"{name} should be a dict with {', '.join(COUNTS)}."
        for key in COUNTS:
            fits = _number if key == "foretold" else _whole
            if not isinstance(one[key], list) or not all(map(fits, one[key])):
                return f"{key} of {name} should be a list of numbers, and is {one[key]!r}."
            if key != "cpus" and len(one[key]) != count:
                return f"{key} of {name} should have {count} numbers, one for each spinner."
    return None


def _set(name: str, one: Any, truth: Any) -> str | None:
    """Hold one race against the plan: nice values, the CPU, the end, the model."""
    plan = truth["plan"][name]
    if one["nices"] != plan:
        return (
            f"{name}: the spinners have nice {one['nices']}, and the plan says {plan}. "
            "os.setpriority(os.PRIO_PROCESS, pid, nice) sets it, and it is not added to the old."
        )
    if one["cpus"] != [truth["cpu"]]:
        return (
            f"{name}: the spinners may run on CPUs {one['cpus']}, and the plan says "
            f"[{truth['cpu']}]. With a CPU each nobody competes, and nice does nothing."
        )
    for place, share in enumerate(model.nice_shares(nices=tuple(plan))):
        if not math.isclose(one["foretold"][place], share, abs_tol=1e-6):
            return (
                f"{name}: foretold says {one['foretold'][place]:.4f} for nice {plan[place]}, and "
                f"the weights {share:.4f}. It is what your cpu_shares says, in the plan's order."
            )
    return _finished(name, one)


def _finished(name: str, one: Any) -> str | None:
    slowest, fastest = min(one["ran"]), max(one["ran"])
    if slowest >= LEAST_NS:
        return None
    if slowest * MS >= LEAST_NS and fastest < 5_000:
        return f"{name}: ran is {one['ran']}. Is that nanoseconds, as schedstat has them?"
    said = f"{name}: the slowest ran {slowest / MS:.1f} ms, and least_ns is {LEAST_NS / MS:.0f} ms"
    if fastest >= LEAST_NS:
        return f"{said}. The fastest has it; the race goes on until the slowest has, too."
    return f"{said}. The race goes on until the slowest has it."


def _counted(got: Any, seen: Seen) -> str | None:
    """Hold the sums against what was counted from outside."""
    if seen.children_left:
        return (
            f"{seen.children_left} spinners are still there. Kill each of them, stopped or not, "
            "and wait for it with os.waitpid(pid, 0), in finally."
        )
    ran = sum(sum(got[name]["ran"]) for name in RACES)
    if ran > 1.05 * seen.children_cpu_ns + 60 * MS:
        return (
            f"You report {ran / MS:.0f} ms for all spinners, and the kernel counted "
            f"{seen.children_cpu_ns / MS:.0f} ms for the children of this call. Is ran the first "
            "number of schedstat?"
        )
    if seen.children_cpu_ns > 2 * ran + 500 * MS:
        return (
            f"You report {ran / MS:.0f} ms for all spinners, and they used "
            f"{seen.children_cpu_ns / MS:.0f} ms: they ran on. Kill them when the race is over."
        )
    if seen.cpu_ns > 0.2 * ran + 0.05 * seen.wall_ns + 80 * MS:
        words = (
            f"You used {seen.cpu_ns / MS:.0f} ms of CPU yourself while the spinners ran "
            f"{ran / MS:.0f}. Who only watches should sleep: time.sleep(0.005) between two looks."
        )
        return words if seen.cpu_ns > ran else Retry(words)
    return None


def _related(name: str, one: Any) -> str | None:
    walls = [ran + waited for ran, waited in zip(one["ran"], one["waited"], strict=True)]
    if max(one["waited"]) * 1000 < min(one["ran"]):
        return (
            f"{name}: they ran {_ms(one['ran'])} ms and waited {_ms(one['waited'])} ms. Nobody "
            "waits who is alone on a CPU. Do they run at the same time?"
        )
    if min(walls) < 0.6 * max(walls) - 50 * MS:
        return Retry(
            f"{name}: ran and waited make {_ms(walls)} ms. All were there for the same time, so "
            "these should be about equal. Are they of the same look, the first and the second "
            "number of schedstat? Did all start together, and run at the same time?"
        )
    for place, due in enumerate(one["foretold"]):
        share = one["ran"][place] / sum(one["ran"])
        if abs(share - due) > BAND:
            return Retry(_astray(name, one, place, share, due))
    return None


def _astray(name: str, one: Any, place: int, share: float, due: float) -> str:
    said = (
        f"{name}: of {sum(one['ran']) / MS:.0f} ms the spinner with nice {one['nices'][place]} ran "
        f"{share:.1%}, and the weights say {due:.1%}."
    )
    even = 1 / len(one["ran"])
    if abs(share - even) < min(0.04, abs(due - even) / 2):
        return (
            f"{said} Those are equal parts. Were the nice values set before the start, on the "
            "spinners themselves, and do all run at the same time, on one CPU?"
        )
    if all(
        abs(wait / sum(one["waited"]) - part) < BAND
        for wait, part in zip(one["waited"], one["foretold"], strict=True)
    ):
        return f"{said} What they waited would fit: ran is the first number of schedstat."
    return f"{said} Did all start together, and were all read at the end of the race?"


def _ms(numbers: list[int]) -> str:
    return ", ".join(f"{number / MS:.1f}" for number in numbers)


# ---- q5: what the numbers say ----------------------------------------------------------

ABOUT = ("ran", "waited", "ran + waited", "ran / weight", "ran * weight")


def judge_findings(value: Any, evidence: Evidence) -> str | None:
    """Hold each finding against the three races."""
    held = evidence.get("q4")
    if held is None:
        return "There is no evidence yet: q4 comes first."
    names = ("shifted_keeps", "crowd_leaves", "equal_in_a_race")
    if not isinstance(value, dict) or set(value) != set(names):
        return f"Fill in {', '.join(names)}, and nothing else."
    return _shares_said(value, held["answer"]) or _equals_said(
        value["equal_in_a_race"], held["answer"]["pair"]
    )


def _shares_said(value: Any, races: Any) -> str | None:
    first = {name: _first(races[name]) for name in RACES}
    if value["shifted_keeps"] != "the same":
        return (
            f"shifted_keeps: the heavier one has {first['pair']:.1%} in pair and "
            f"{first['shifted']:.1%} in shifted. A turn more or less is some points."
        )
    if value["crowd_leaves"] != "half":
        return (
            f"crowd_leaves: the first spinner has {first['crowd']:.1%} in crowd. Which of the "
            "three is that nearest to?"
        )
    return None


def _equals_said(said: Any, pair: Any) -> str | None:
    if not isinstance(said, list) or len(set(map(str, said))) != 2 or not set(said) <= set(ABOUT):
        return f"equal_in_a_race: a list of two of these: {', '.join(ABOUT)}."
    for one in said:
        if one not in ABOUT[2:4]:
            numbers = [_quantity(one, pair, place) for place in (0, 1)]
            return (
                f"equal_in_a_race: {one} is {numbers[0] / MS:,.1f} and {numbers[1] / MS:,.1f} "
                "million in pair. Work out all five."
            )
    return None


def _quantity(name: str, one: Any, place: int) -> float:
    ran, waited = one["ran"][place], one["waited"][place]
    if name in ("ran", "waited"):
        return float(ran if name == "ran" else waited)
    return float(ran * weight(one["nices"][place]))


def _first(one: Any) -> float:
    return float(one["ran"][0] / sum(one["ran"]))


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _eight(evidence: Evidence) -> float:
    return round(100 * sum(model.nice_shares(nices=(0, *[10] * 8))[1:]), 1)


def _raced(name: str) -> Any:
    def answer(evidence: Evidence) -> float | None:
        if "q4" not in evidence:
            return None
        return round(100 * _first(evidence["q4"]["answer"][name]), 1)

    return answer


LAB = Lab(
    title="Nice workers take half",
    chapter="fair_share",
    minutes=(60, 110),
    why="Preprocessing that was made nice still takes half of the CPU from the training loop; "
    "you foretell how much, and the kernel confirms it.",
    questions={
        "q1": Pure("cpu_shares", 4, share_cases, judge_shares),
        "q2": Pure("nice_for", 2, nice_cases, judge_nice),
        "q3": Pure("fair_queue", 4, queue_cases, judge_queue),
        "q4": Measured("races", 5, prepare_races, judge_races, limits=Limits(seconds=20)),
        "q5": Value("findings", 1, judge_findings),
    },
    predictions={
        "eight_workers": Prediction("q1", "%", _eight),
        "other_terminal": Prediction("q1", "%", lambda evidence: 50.0),
        "from_zero": Prediction("q3", "seconds", lambda evidence: 300.0),
        "shifted_share": Prediction("q4", "%", _raced("shifted")),
        "crowd_share": Prediction("q4", "%", _raced("crowd")),
    },
    limits=Limits(seconds=3, cpu_seconds=3),
    needs="Linux with /proc/PID/schedstat; no privilege, one CPU is enough.",
    stretch="Two groups on the kernel: give the crowd a session of its own.",
)
