"""Textbook exercises without end, each with its worked answer."""

from __future__ import annotations

import random
from collections.abc import Sequence

from oslab.errors import require_choice, require_whole
from oslab.scheduling.model.walk import PREEMPTIVE, RULES, Tie, Walk
from oslab.scheduling.records.job import Job
from oslab.scheduling.records.problem import Choice, Problem
from oslab.svg import number

ANY = "any"


def problem(seed: int = 1, policy: str = ANY) -> Problem:
    """Return exercise number `seed` on a policy: three to five jobs on one CPU.

    No answer hangs on a tie, unless the question says how it is broken. The same seed and
    policy give the same exercise everywhere.

    >>> print(problem(3, "Fifo").gantt)
    A 1-3, B 3-6, C 6-7

    Args:
        seed: 0 to a million million.
        policy: a key of `POLICIES` that `model.walk.RULES` has, or `"any"`, which takes them
            in turn.

    Raises:
        InvalidInput: if a value is out of range.
    """
    require_whole("seed", seed, 0, 10**12)
    names = sorted(RULES)
    require_choice("policy", policy, (ANY, *names))
    if policy == ANY:
        policy = names[seed % len(names)]
    rng = random.Random(f"oslab {policy} {seed}")
    while True:
        jobs, quantum = _drawn(rng), rng.randrange(2, 5)
        walk = Walk(jobs, policy, quantum)
        try:
            walk.run()
        except Tie:
            continue
        if _teaches(walk):
            break
    answer = _answer(walk)
    return Problem(
        seed=seed, policy=policy, rule=RULES[policy].format(quantum=quantum), jobs=tuple(jobs),
        steps=tuple(walk.steps), slices=tuple(walk.slices), answer=answer,
        choices=_choices(rng, walk, answer),
    )  # fmt: skip


def _drawn(rng: random.Random) -> list[Job]:
    count = rng.randrange(3, 6)
    arrivals = sorted(rng.sample(range(9), count))
    priorities = rng.sample(range(1, 10), count)
    return [
        Job(name, arrival, rng.randrange(1, 10), priority=priority)
        for name, arrival, priority in zip("ABCDE", arrivals, priorities, strict=False)
    ]


def _teaches(walk: Walk) -> bool:
    """Return whether the policy shows: not the chart of first come, first served; a preemption."""
    if walk.policy == "Fifo":
        return True
    if walk.policy in PREEMPTIVE and len(walk.slices) == len(walk.jobs):
        return False
    plain = Walk(walk.jobs, "Fifo", walk.quantum)
    plain.run()
    return plain.slices != walk.slices


def _answer(walk: Walk) -> dict[str, tuple[int, ...]]:
    first: dict[str, int] = {}
    ended: dict[str, int] = {}
    for one in walk.slices:
        first.setdefault(one.job, one.start)
        ended[one.job] = one.end
    return {
        job.name: (
            ended[job.name],
            ended[job.name] - job.arrival,
            ended[job.name] - job.arrival - job.burst,
            first[job.name] - job.arrival,
        )
        for job in walk.jobs
    }


def _choices(
    rng: random.Random, walk: Walk, answer: dict[str, tuple[int, ...]]
) -> tuple[Choice, ...]:
    """Return the right mean waiting time among what usual mistakes give."""
    rows = list(answer.values())
    right = _mean([row[2] for row in rows])
    plain = Walk(walk.jobs, "Fifo", walk.quantum)
    plain.run()
    mistakes = [
        ([row[1] for row in rows], "That is the mean turnaround: take each burst off."),
        ([row[0] - job.burst for row, job in zip(rows, walk.jobs, strict=True)],
         "That counts from tick 0, not from each job's arrival."),
        ([row[2] for row in _answer(plain).values()], "First come, first served gives that."),
        ([row[3] for row in rows], "That is the mean response time: jobs may wait again later."),
        ([row[2] + 1 for row in rows], "Each job waits one tick less: count from the tick of its "
         "arrival to the tick in which it runs."),
        ([row[2] + 2 for row in rows], "Each job waits two ticks less."),
    ]  # fmt: skip
    steps = " + ".join(str(row[2]) for row in rows)
    found = {right: Choice(right, True, f"({steps}) / {len(rows)} = {right}.")}
    for values, because in mistakes:
        text = _mean(values)
        if text not in found and len(found) < 4:
            found[text] = Choice(text, False, because)
    shown = list(found.values())
    rng.shuffle(shown)
    return tuple(shown)


def _mean(values: Sequence[int]) -> str:
    return number(sum(values) / len(values))
