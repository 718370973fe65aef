"""Lab 3, a scheduling policy: what is asked, and how an answer is judged.

The student's function only decides. Here, on the trusted side, the book's engine keeps time,
so that no answer can know a length that it was not told, or run a tick that it did not have.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from oslab.course import (
    Dialogue,
    Evidence,
    Lab,
    Limits,
    Measured,
    Prediction,
    Pure,
    Retry,
    Seen,
    Value,
)
from oslab.errors import Unavailable
from oslab.scheduling import (
    Fifo,
    Job,
    RoundRobin,
    Schedule,
    ShortestRemainingFirst,
    Slice,
    metrics,
    model,
    simulate,
)

TURN, COST = 10, 1
PATIENCE, FACTOR = 400, 0.85
HORIZON, LOAD, TRACES = 2500, 0.85, 5
SHORT = 10
COLUMNS = ("turnaround", "response", "waited", "longest")
ROUNDS, WORK_MS, SLEEP_MS = 8, 20, 10
RUNS = ("alone", "equal", "nice")
COUNTS = ("ran", "waited", "wall", "voluntary", "involuntary", "hog_ran")
MS = 1_000_000
SLACK = 10 * MS
"""The kernel brings a running task's numbers up to date at its tick, of 10 ms at most."""

Ready = list[dict[str, Any]]


class _Wrong(Exception):
    """A choice that ends the run; its words are for the student."""


# ---- q1: what a schedule does to a job -------------------------------------------------

FIXED = (
    ("A 0 3", RoundRobin(quantum=4), 0),
    ("A 2 3", RoundRobin(quantum=4), 0),
    ("A 0 4, B 1 2", Fifo(), 0),
    ("A 0 4, B 1 2", RoundRobin(quantum=2), 0),
    ("A 0 1, B 4 3, C 5 1", RoundRobin(quantum=1), 0),
    ("A 1 9, B 2 2, C 3 2, D 4 2", ShortestRemainingFirst(), 0),
    ("A 0 5, B 0 5, C 0 5", RoundRobin(quantum=2), 1),
)


def times_cases(rng: random.Random) -> list[dict[str, Any]]:
    """Return schedules of several policies: the jobs, and who was on the CPU when."""
    cases = [
        _case(simulate(model.workload(jobs), policy, switch_cost=cost))
        for jobs, policy, cost in FIXED
    ]
    for _ in range(20):
        jobs = [
            Job("ABCDEF"[n], rng.randint(0, 20), rng.randint(1, 9))
            for n in range(rng.randint(1, 6))
        ]
        policy = rng.choice((RoundRobin(quantum=rng.randint(1, 5)), ShortestRemainingFirst()))
        cases.append(_case(simulate(jobs, policy, switch_cost=rng.randint(0, 1))))
    return cases


def _case(schedule: Schedule) -> dict[str, Any]:
    jobs = [{"name": job.name, "arrived": job.arrival} for job in schedule.jobs]
    runs = [[one.job, one.start, one.end] for one in schedule.slices if one.kind == "running"]
    return {"jobs": jobs, "runs": runs}


def judge_times(case: dict[str, Any], got: Any, want: Any) -> str | None:
    """Compare four numbers a job, and name the first that is wrong by what it is instead."""
    if not isinstance(got, dict) or set(got) != set(want):
        return "Return a dict with a list for every job, by its name."
    for name, numbers in want.items():
        if not isinstance(got[name], list) or len(got[name]) != len(COLUMNS):
            return f"{name} should have a list of four: {', '.join(COLUMNS)}."
        for column, mine, right in zip(COLUMNS, got[name], numbers, strict=True):
            if mine != right:
                said = f"{name}: {column} is {right}, and yours is {mine!r}."
                return f"{said} {_instead(case, name, column, mine)}".rstrip()
    return None


def _instead(case: dict[str, Any], name: str, column: str, mine: Any) -> str:
    """Say what the wrong number is the right answer to."""
    jobs = [Job(one["name"], one["arrived"], _work(case, one["name"])) for one in case["jobs"]]
    runs = tuple(Slice(job, 0, start, end, "running") for job, start, end in case["runs"])
    schedule = Schedule(jobs=tuple(jobs), slices=runs)
    waits = [b - a for a, b in metrics.ready(schedule)[name]]
    arrived = next(job.arrival for job in jobs if job.name == name)
    ended = metrics.completion(schedule)[name]
    response = metrics.response(schedule)[name]
    work = _work(case, name)
    kin = {
        "turnaround": (
            (ended, "That is the tick at which it ended; a turnaround begins with the arrival."),
            (ended - arrived - response, "That counts from its first turn, not its arrival."),
            (work, "That is how long it ran; a turnaround counts the waiting too."),
        ),
        "response": (
            (arrived + response, "That is the tick of its first turn; count from the arrival."),
            (sum(waits), "That is all its waiting; the response ends with the first turn."),
        ),
        "waited": (
            (response, "That is the wait before its first turn; it waits between turns too."),
            (ended - arrived, "That is its turnaround: take off the ticks in which it ran."),
            (max(waits, default=0), "That is its longest wait; all of them together are asked."),
        ),
        "longest": (
            (sum(waits), "That is all its waiting together; one stretch is asked, the longest."),
            (max(waits[response > 0 :], default=0), "The wait before its first turn is one too."),
            (response, "That is the wait before its first turn; a later one was longer."),
        ),
    }
    return next((words for number, words in kin[column] if number == mine), "")


def _work(case: dict[str, Any], name: str) -> int:
    return sum(int(end - start) for job, start, end in case["runs"] if job == name)


# ---- q2: round robin, by a function ----------------------------------------------------


def judge_round_robin(ask: Callable[..., Any], rng: random.Random) -> str | None:
    """Hold every single choice against the rule; of equals, any will do."""

    def choose(now: int, ready: Ready) -> Any:
        answer = ask(now=now, ready=ready)
        name, ticks = _pair(answer, now, ready)
        first = min(row["since"] for row in ready)
        chosen = next(row for row in ready if row["name"] == name)
        if chosen["since"] != first:
            raise _Wrong(_not_first(now, ready, chosen, first))
        if ticks != TURN:
            raise _Wrong(f"Everyone gets {TURN} ticks; {name} got {ticks} at tick {now}.")
        return answer

    small = "A 0 3, B 1 2", "A 0 25, B 3 25, C 30 4", "A 0 12, B 2 40, C 4 7, D 9 30, E 33 1"
    for jobs in (*map(model.workload, small), _trace(rng, 400)):
        try:
            model.chosen(choose, jobs=jobs, switch_cost=COST)
        except _Wrong as wrong:
            return str(wrong)
    return None


def _not_first(now: int, ready: Ready, chosen: dict[str, Any], first: int) -> str:
    """Say who should have come, and what the choice looks like instead."""
    due = next(row for row in ready if row["since"] == first)
    words = (
        f"At tick {now}, {due['name']} has been ready since {first} and {chosen['name']} only "
        f"since {chosen['since']}; you chose {chosen['name']}."
    )
    if chosen["waited"] == max(row["waited"] for row in ready) > due["waited"]:
        words += " waited adds up all its waits so far; the line goes by the present one."
    elif chosen is ready[0]:
        words += " The list is in order of arrival: its first would be first come, first served."
    elif chosen["turns"] == min(row["turns"] for row in ready):
        words += " Who had fewer turns is not who stands first in the line."
    return words


# ---- q3: beat it -----------------------------------------------------------------------


def _trace(rng: random.Random, horizon: int = HORIZON) -> list[Job]:
    """Return a training job and requests: most short, some long, few very long."""
    jobs, now = [Job("train", 0, horizon // 4)], 0
    mean = 0.7 * 6 + 0.22 * 30 + 0.08 * 120
    while True:
        now += max(1, round(rng.expovariate(LOAD / mean)))
        if now > horizon:
            return jobs
        kind = rng.random()
        low, high = (2, SHORT) if kind < 0.7 else (20, 40) if kind < 0.92 else (80, 160)
        jobs.append(Job(f"r{len(jobs)}", now, rng.randint(low, high)))


def judge_choose(ask: Callable[..., Any], rng: random.Random) -> str | None:
    """Play the traces; first nobody may starve, then the mean turnaround counts."""

    def choose(now: int, ready: Ready) -> Any:
        answer = ask(now=now, ready=ready)
        _pair(answer, now, ready)
        return answer

    try:
        model.chosen(choose, jobs="A 0 3, B 1 2", switch_cost=COST)
        pairs = []
        for number in range(1, TRACES + 1):
            jobs = _trace(rng)
            mine = model.chosen(choose, jobs=jobs, switch_cost=COST)
            starved = _starved(mine, number)
            if starved:
                return starved
            pairs.append((mine, simulate(jobs, RoundRobin(quantum=TURN), switch_cost=COST)))
    except _Wrong as wrong:
        return str(wrong)
    ratio = _mean(pairs, 0) / _mean(pairs, 1)
    return None if ratio <= FACTOR else _too_slow(pairs, ratio)


def _starved(mine: Schedule, number: int) -> str | None:
    waits = metrics.ready(mine)
    stretch, name, (start, end) = max(
        (b - a, name, (a, b)) for name, gaps in waits.items() for a, b in gaps
    )
    if stretch <= PATIENCE:
        return None
    before = [one for one in mine.slices if one.job == name and one.end <= start]
    ran = sum(one.end - one.start for one in before if one.kind == "running")
    others = {one.job for one in mine.slices if start <= one.start < end and one.job != name}
    hint = (
        "It had never run: whom did it stand behind?" if ran == 0 else
        "Who ran long is always behind who comes new, unless a wait itself makes urgent: "
        "a row's now - since says how long this one has lasted."
    )  # fmt: skip
    return (
        f"Trace {number}: {name} ({ran} ticks run by then) stood ready from tick {start} to {end}, "
        f"{stretch} ticks, while {len(others)} others ran; {PATIENCE} are allowed. {hint}"
    )


def _mean(pairs: list[tuple[Schedule, Schedule]], side: int) -> float:
    return sum(metrics.mean(metrics.turnaround(pair[side])) for pair in pairs) / len(pairs)


def _too_slow(pairs: list[tuple[Schedule, Schedule]], ratio: float) -> str:
    """Say where the ticks go: to switches, to long turns before short requests, or elsewhere."""
    switches = [sum(_switches(pair[side]) for pair in pairs) for side in (0, 1)]
    short = [_short(pairs, side) for side in (0, 1)]
    said = (
        f"Mean turnaround {_mean(pairs, 0):.0f} ticks, round robin's {_mean(pairs, 1):.0f}: "
        f"{100 * ratio:.1f} %, and {100 * FACTOR:.0f} % are wanted. "
    )
    if switches[0] > 1.5 * switches[1]:
        return said + (
            f"You switch {switches[0]} times where round robin does {switches[1]}, and each "
            f"switch costs a tick: are your turns too short?"
        )
    longest = max(one.end - one.start for mine, _ in pairs for one in mine.slices)
    if short[0] > 0.6 * short[1]:
        return said + (
            f"Requests of at most {SHORT} ticks took {short[0]:.0f} on average, under round robin "
            f"{short[1]:.0f}; your longest turn was {longest}. Most requests are short. Which "
            "number in a row says that a job may well be one of them, and for how long may the "
            "others run before you look again?"
        )
    return said + "The short requests are quick now. Who among the others is nearly done?"


def _switches(schedule: Schedule) -> int:
    return sum(one.kind == "switching" for one in schedule.slices)


def _short(pairs: list[tuple[Schedule, Schedule]], side: int) -> float:
    every = [
        metrics.turnaround(pair[side])[job.name]
        for pair in pairs for job in pair[side].jobs if job.burst <= SHORT
    ]  # fmt: skip
    return sum(every) / len(every)


def _pair(answer: Any, now: int, ready: Ready) -> tuple[str, int]:
    """Return the choice, or raise with the words for the student."""
    names = [row["name"] for row in ready]
    if not isinstance(answer, list) or len(answer) != 2:
        words = f"At tick {now}: return a pair, the name of a ready job and ticks; not {answer!r}."
    elif isinstance(answer[0], dict):
        words = f"At tick {now}: you chose a row; return the name that stands in it."
    elif answer[0] not in names:
        words = f"At tick {now} these are ready: {', '.join(names)}. You chose {answer[0]!r}."
    elif not _whole(answer[1]) or not 1 <= answer[1] <= 10**6:
        words = f"At tick {now}: {answer[1]!r} ticks; a turn has a whole number of them, 1 or more."
    else:
        return answer[0], answer[1]
    raise _Wrong(words)


# ---- q4: beside a hog, on the kernel ---------------------------------------------------


def prepare_hog(rng: random.Random, folder: Path) -> tuple[dict[str, Any], Any]:
    """Return how many requests, and how long each computes and sleeps."""
    nice = os.getpriority(os.PRIO_PROCESS, 0)
    if nice > 12:
        what = f"A fair start (this process has nice {nice})"
        raise Unavailable(what, "It made itself nice, or was started so: restart the kernel.")
    rounds = ROUNDS + rng.randint(0, 2)
    case = {"rounds": rounds, "work_ms": WORK_MS, "sleep_ms": SLEEP_MS}
    return case, {**case, "cpus": len(os.sched_getaffinity(0))}


def judge_hog(got: Any, truth: Any, seen: Seen) -> str | None:
    """Judge shape, then what must add up on one CPU, then who counted, then the relations."""
    return (
        _shape(got)
        or next(filter(None, (_adds_up(name, got[name], truth) for name in RUNS)), None)
        or _counted(got, seen)
        or _related(got)
    )


def _shape(got: Any) -> str | None:
    if not isinstance(got, dict) or set(got) != set(RUNS):
        return "Return a dict with alone, equal and nice."
    for name in RUNS:
        one = got[name]
        if not isinstance(one, dict) or set(one) != {*COUNTS, "cpus"}:
            return f"{name} should be a dict with {', '.join(COUNTS)} and cpus."
        for count in COUNTS:
            if not _whole(one[count]) or one[count] < 0:
                return f"{count} of {name} should be a whole number, and is {one[count]!r}."
        if not isinstance(one["cpus"], list) or len(one["cpus"]) != 1:
            return (
                f"cpus of {name} is {one['cpus']!r}: server and hog must share one CPU, or they do "
                "not compete. Pin yourself before you start the hog; a child inherits it."
            )
    return None


def _adds_up(name: str, one: Any, truth: Any) -> str | None:
    """Hold one run against what holds for every task, and for two on one CPU."""
    asleep, work = (truth["rounds"] * truth[key] * MS for key in ("sleep_ms", "work_ms"))
    ms = {count: one[count] / MS for count in COUNTS}
    if one["ran"] < 0.9 * work:
        return f"{name}: ran says {ms['ran']:.1f} ms, and the rounds compute {work / MS:.0f} ms."
    if one["ran"] > work + 0.5 * asleep:
        return (
            f"{name}: ran says {ms['ran']:.1f} ms, and the rounds compute {work / MS:.0f} ms. Does "
            "something compute in the pauses? time.sleep gives the CPU up."
        )
    if one["voluntary"] < truth["rounds"] // 2:  # preempted on the way to sleep is another kind
        return (
            f"{name}: {one['voluntary']} voluntary switches in {truth['rounds']} rounds. A sleep "
            "gives the CPU up, and is one. Do the rounds sleep, and are both looks around them?"
        )
    return _one_at_a_time(name, one, asleep) or _two_on_one(name, one)


def _one_at_a_time(name: str, one: Any, asleep: int) -> str | None:
    """Hold that a task runs, waits or sleeps; a sleep may end while it waits for the CPU."""
    whole = one["ran"] + one["waited"]
    ms = {count: one[count] / MS for count in COUNTS}
    if whole + 0.3 * asleep > one["wall"] + SLACK:
        return (
            f"{name}: ran {ms['ran']:.1f} and waited {ms['waited']:.1f} of {ms['wall']:.1f} ms; "
            f"the sleeps take some {asleep / MS:.0f} ms more. That is too much: a "
            "task does one at a time. waited is the second number of /proc/self/schedstat, in ns."
        )
    if whole + asleep < 0.8 * one["wall"] - SLACK:
        return Retry(
            f"{name}: ran {ms['ran']:.1f}, waited {ms['waited']:.1f} and asleep for some "
            f"{asleep / MS:.0f} ms make far less than the {ms['wall']:.1f} ms of the run. Is "
            "waited the second number of /proc/self/schedstat, in ns?"
        )
    return None


def _two_on_one(name: str, one: Any) -> str | None:
    if one["ran"] + one["hog_ran"] > 1.02 * one["wall"] + SLACK:
        return (
            f"{name}: you ran {one['ran'] / MS:.1f} ms and the hog {one['hog_ran'] / MS:.1f}, of "
            f"{one['wall'] / MS:.1f} ms on one CPU. Take both between the same two looks: what the "
            "hog ran before the rounds began is not part of them."
        )
    return None


def _counted(got: Any, seen: Seen) -> str | None:
    """Hold the sums against what was counted from outside."""
    total = {count: sum(got[name][count] for name in RUNS) for count in COUNTS}
    for count, kernel in (
        ("voluntary", seen.voluntary_switches),
        ("involuntary", seen.involuntary_switches),
    ):
        if total[count] > kernel:
            return (
                f"You report {total[count]} {count} switches, and the kernel counted {kernel} "
                "during the call. Its counters run since the process began: take differences."
            )
    if seen.children_left:
        return "A hog still runs, or nobody waited for its end: kill it, then wait, in finally."
    for count, what, kernel in (
        ("ran", "yourself", seen.cpu_ns),
        ("hog_ran", "the hogs", seen.children_cpu_ns),
        ("wall", "the clock", seen.wall_ns),
    ):
        if total[count] > 1.05 * kernel + 40 * MS:
            return (
                f"{count}: you report {total[count] / MS:.0f} ms for {what} in all, and "
                f"{kernel / MS:.0f} ms were counted from outside."
            )
    return None


def _related(got: Any) -> str | None:
    alone, equal, nice = (got[name] for name in RUNS)
    if alone["hog_ran"] > 0:
        return "alone: there should be no hog yet."
    ms = {name: got[name]["hog_ran"] / MS for name in RUNS}
    if equal["hog_ran"] < 0.4 * equal["ran"]:
        return Retry(
            f"equal: the hog ran {ms['equal']:.1f} ms beside your {equal['ran'] / MS:.1f}. Equals "
            "share: does it compute from the first round to the last?"
        )
    if equal["hog_ran"] > 2 * equal["ran"] + 100 * MS:
        return Retry(
            f"equal: the hog ran {ms['equal']:.1f} ms beside your {equal['ran'] / MS:.1f}; equals "
            "share. Are all its ticks from between the two looks?"
        )
    if nice["hog_ran"] > 0.6 * equal["hog_ran"]:
        return Retry(
            f"The hog ran {ms['nice']:.1f} ms with nice 19 and {ms['equal']:.1f} ms without, "
            "beside the same work. Is it the hog that was made nice? os.setpriority wants its pid."
        )
    return None


# ---- q5: what the numbers say ----------------------------------------------------------


def judge_findings(value: Any, evidence: Evidence) -> str | None:
    """Hold each finding against the three runs."""
    ran = evidence.get("q4")
    if ran is None:
        return "There is no evidence yet: q4 comes first."
    names = ("hog_got_less_in", "a_sleep_is", "schedstat_waited_is")
    if not isinstance(value, dict) or set(value) != set(names):
        return f"Fill in {', '.join(names)}, and nothing else."
    equal, nice = ran["answer"]["equal"], ran["answer"]["nice"]
    if value["hog_got_less_in"] != "nice":
        return (
            f"hog_got_less_in: it ran {equal['hog_ran'] / MS:.0f} ms in equal and "
            f"{nice['hog_ran'] / MS:.0f} ms in nice."
        )
    if value["a_sleep_is"] != "voluntary":
        return (
            f"a_sleep_is: equal has {equal['voluntary']} voluntary and {equal['involuntary']} "
            "involuntary switches. Which of them is about the number of rounds?"
        )
    if value["schedstat_waited_is"] != "waited":
        return (
            "schedstat_waited_is: the kernel adds up every stretch in which a task was ready and "
            f"had no CPU, here {equal['waited'] / MS:.0f} ms. Which of the four numbers of times() "
            "adds up, and leaves out what it ran?"
        )
    return None


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _waited(name: str) -> Callable[[Evidence], float | None]:
    """Return the answer of a prediction: ms waited for every 100 ms of own work."""

    def answer(evidence: Evidence) -> float | None:
        if "q4" not in evidence:
            return None
        one = evidence["q4"]["answer"][name]
        return float(round(100 * one["waited"] / one["ran"], 1))

    return answer


def _equal_jobs(evidence: Evidence) -> float:
    jobs = model.workload("A 0 20, B 0 20, C 0 20")
    return metrics.mean(metrics.turnaround(simulate(jobs, RoundRobin(quantum=1))))


def _best(evidence: Evidence) -> float:
    jobs = _trace(random.Random(3))
    policies = RoundRobin(quantum=TURN), ShortestRemainingFirst()
    runs = [simulate(jobs, policy, switch_cost=COST, notes=False) for policy in policies]
    slow, best = (metrics.mean(metrics.turnaround(one)) for one in runs)
    return round(slow / best, 1)


LAB = Lab(
    title="Beat round robin",
    chapter="policies",
    minutes=(70, 120),
    why="Requests and a training job share a device; you write the policy that answers the "
    "requests first and lets nobody starve.",
    questions={
        "q1": Pure("times", 3, times_cases, judge_times),
        "q2": Dialogue("round_robin", 2, judge_round_robin),
        "q3": Dialogue("choose", 5, judge_choose, last=False),
        "q4": Measured("beside_hog", 4, prepare_hog, judge_hog, limits=Limits(seconds=20)),
        "q5": Value("findings", 1, judge_findings),
    },
    predictions={
        "equal_jobs": Prediction("q2", "ticks", _equal_jobs),
        "best_factor": Prediction("q3", "times", _best),
        "equal_wait": Prediction("q4", "ms", _waited("equal")),
        "nice_wait": Prediction("q4", "ms", _waited("nice")),
    },
    limits=Limits(seconds=5, cpu_seconds=5),
    needs="Linux with /proc/PID/schedstat; no privilege, one CPU is enough.",
    stretch="Come nearer to the policy that knows every length: learn the lengths.",
)
