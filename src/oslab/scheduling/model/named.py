"""The simulator for live figures: jobs and policy as plain words and numbers."""

from __future__ import annotations

from dataclasses import fields, replace

from oslab.errors import InvalidInput, require, require_choice, require_whole
from oslab.scheduling.model.simulation import simulate
from oslab.scheduling.policies import POLICIES
from oslab.scheduling.records.job import Cpus, Job
from oslab.scheduling.records.schedule import Schedule
from oslab.scheduling.run_queue import Policy

EXAMPLE = "A 0 8, B 1 4, C 2 9, D 3 5"
_MOST_JOBS, _LONGEST = 24, 10_000
_CLAIMS = ("priority", "nice", "tickets", "deadline", "period", "budget", "slice", "group")


def schedule(
    *, jobs: str = EXAMPLE, policy: str = "RoundRobin", quantum: int = 4, tie: str = "",
    cpus: int = 1, queues: str = "shared", switch_cost: int = 0, until: int | None = None,
) -> Schedule:  # fmt: skip
    """Return `simulate` of jobs and a policy given by name.

    >>> print(schedule(jobs="A 0 3, B 1 1+2+1", quantum=1))
    A 0-1, B 1-2, A 2-4, B 4-5

    Args:
        jobs: as `workload` reads them.
        policy: a key of `POLICIES`.
        quantum: ticks of a turn; a policy without turns ignores it, and the levels of
            `MultiLevelFeedback` get it once, twice and four times.
        tie: `"arrival_first"`, `"preempted_first"`, or `""` for the policy's own.
        cpus: 1 to 16.
        queues: `"shared"` or `"per_cpu"`.
        switch_cost: ticks, 0 to 10,000.
        until: the tick at which to stop, at most 10,000; needed for periodic jobs.

    Raises:
        InvalidInput: if a value is out of range.
    """
    chosen = configured(policy, quantum, tie)
    require_whole("cpus", cpus, 1, 16)
    require_whole("switch_cost", switch_cost, 0, _LONGEST)
    if until is not None:
        require_whole("until", until, 1, _LONGEST)
    return simulate(workload(jobs), chosen, Cpus(cpus, queues), switch_cost, until)


def workload(jobs: str = EXAMPLE) -> tuple[Job, ...]:
    """Return the jobs that a line of words describes, such as `"A 0 8, B 1 2+5+2 nice=5"`.

    Each job: name, arrival, bursts (CPU+I/O+CPU...), then claims: priority, nice, tickets,
    deadline, period, budget, slice, group.

    Raises:
        InvalidInput: if the words make no jobs, more than 24, or longer than 10,000 ticks in all.
    """
    require(isinstance(jobs, str), "jobs", jobs, f'words such as "{EXAMPLE}"')
    pieces = [piece.split() for piece in jobs.split(",") if piece.strip()]
    ok = 1 <= len(pieces) <= _MOST_JOBS
    require(ok, "jobs", jobs, f"1 to {_MOST_JOBS} jobs, separated by commas")
    made = tuple(_job(words) for words in pieces)
    ok = max(job.arrival for job in made) + sum(sum(job.bursts) for job in made) <= _LONGEST
    require(ok, "jobs", jobs, f"done within {_LONGEST:,} ticks")
    return made


def _job(words: list[str]) -> Job:
    allowed = "name, arrival, bursts such as 2+5+2, and claims such as nice=5"
    shown = " ".join(words)
    require(len(words) >= 3, "jobs", shown, allowed)
    claims: dict[str, int | str | None] = {}
    for claim in words[3:]:
        name, _, value = claim.partition("=")
        require(name in _CLAIMS and value != "", "jobs", claim, "one of " + ", ".join(_CLAIMS))
        claims[name] = value if name == "group" else _whole(value)
    bursts = tuple(map(_whole, words[2].split("+")))
    try:
        return Job(words[0], _whole(words[1]), bursts=bursts, **claims)  # type: ignore[arg-type]
    except TypeError as error:
        raise InvalidInput("jobs", shown, allowed) from error


def _whole(word: str) -> int:
    try:
        if len(word) > 12:
            raise ValueError
        return int(word)
    except ValueError as error:
        raise InvalidInput("jobs", word, "a whole number of at most 12 digits") from error


def configured(policy: str, quantum: int = 4, tie: str = "") -> Policy:
    """Return a policy by name, with the quantum and the tie where it has such parameters.

    Raises:
        InvalidInput: if a value is out of range.
    """
    require_choice("policy", policy, POLICIES)
    require_whole("quantum", quantum, 1)
    require(isinstance(tie, str), "tie", tie, "a rule, or empty")
    plain = POLICIES[policy]()
    known = {field.name for field in fields(plain)}  # type: ignore[arg-type]  # all are dataclasses
    given: dict[str, object] = {}
    if getattr(plain, "quantum", None) is not None:
        given["quantum"] = quantum
    if "quanta" in known:
        given["quanta"] = (quantum, 2 * quantum, 4 * quantum)
    if tie and "tie" in known:
        given["tie"] = tie
    return replace(plain, **given)  # type: ignore[type-var]
