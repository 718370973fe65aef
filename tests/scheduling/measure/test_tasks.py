"""Tasks run as described, and nothing of them is left."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import affinity
from oslab.scheduling.measure.repeats import undisturbed
from oslab.scheduling.measure.task import Ran, Task, machine_of, parse
from oslab.scheduling.measure.tasks import beside, run

OUTPUT = """span 1000000
begin 5
task a 0 41 700000 300000 9 1 8 0
run a 0 400000
run a 500000 800000
wake a 50
response a 1050
task b 0 42 300000 700000 7 0 7 2
"""


def living(name: str) -> list[int]:
    """Return the processes whose command is `name`, but for those that are dead already."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            text = (folder / "stat").read_text()
        except OSError:
            continue
        if f"({name})" in text and text.rsplit(") ", 1)[1][0] not in "ZX":
            found.append(int(folder.name))
    return found


def test_the_programs_output_is_read_task_by_task() -> None:
    outcome = parse(OUTPUT, "6.1", [Task("a"), Task("b")])

    assert outcome.tasks == (
        Ran(
            "a",
            41,
            700_000,
            300_000,
            9,
            1,
            8,
            0,
            ((0, 400_000), (500_000, 800_000)),
            (50,),
            (1050,),
        ),
        Ran("b", 42, 300_000, 700_000, 7, 0, 7, 2),
    )
    assert (outcome.span_ns, outcome.begin_ns, outcome.cpu_ns) == (1_000_000, 5, 1_000_000)
    assert outcome.others() == 0
    assert outcome.others(2) == 0.5


@pytest.mark.parametrize(
    "text", ["", "task a\n", OUTPUT.replace("span", "spam"), OUTPUT.replace("task b", "task c")]
)
def test_damaged_output_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        parse(text, "6.1", [Task("a"), Task("b")])


def test_what_the_kernel_refused_is_unavailable_with_its_reason() -> None:
    refused = OUTPUT.replace("task b 0", "task b 1")
    with pytest.raises(Unavailable, match="not permitted"):
        parse(refused, "6.1", [Task("a"), Task("b")])


@pytest.mark.parametrize(
    "arguments",
    [{"name": "a b"}, {"name": "a,b"}, {"name": "a" * 16}, {"nice": 20}, {"policy": "fifo"},
     {"policy": "x"}, {"slice_ns": 10**9}, {"cpu": -1}, {"session": 64}, {"start_ms": -1},
     {"every_us": 1.5}, {"group_nice": -21}],
)  # fmt: skip
def test_a_task_with_nonsense_is_refused(arguments: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        Task(**{"name": "a", **arguments})  # type: ignore[arg-type]


def test_two_tasks_need_two_names() -> None:
    with pytest.raises(InvalidInput, match="different names"):
        run([Task("a"), Task("a")])


def test_the_guests_machine_is_not_ours() -> None:
    assert machine_of(os.uname().release).kernel == os.uname().release
    guest = machine_of("6.1.0-guest")
    assert (guest.kernel, guest.cpus) == ("6.1.0-guest", 1.0)
    assert "user-mode Linux" in guest.environment


@pytest.mark.kernel
def test_cpu_clocks_agree_with_what_the_kernel_bills_for_all_children() -> None:
    cpu = affinity.allowed()[-1]
    beyond = []
    for _ in range(20):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        tasks = [Task("crossa", cpu=cpu), Task("crossb", cpu=cpu)]
        outcome = run(tasks, duration_ms=500, warmup_ms=1)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)

        billed = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        # The bill also has what ran before the first look and after the second. Whoever looks
        # shares the machine with others, and may come late: then another run tells.
        assert outcome.cpu_ns / 1e9 <= billed + 0.01
        beyond.append(billed - outcome.cpu_ns / 1e9 * 1.1)
        if beyond[-1] <= 0.05:
            break
    assert min(beyond) <= 0.05
    assert living("crossa") + living("crossb") == []


@pytest.mark.kernel
def test_gaps_in_a_tasks_own_clock_are_the_time_the_kernel_says_it_waited() -> None:
    cpu = affinity.allowed()[-1]
    outcome = run([Task(f"t{n}", cpu=cpu) for n in range(3)], duration_ms=600, warmup_ms=1)

    for one in outcome.tasks:
        inside = sum(end - start for start, end in one.stretches) / 1e6
        assert inside == pytest.approx(one.cpu_ns / 1e6, abs=60)
        waited = outcome.span_ns / 1e6 - one.cpu_ns / 1e6
        assert one.delay_ns / 1e6 == pytest.approx(waited, abs=60)
        assert one.migrations == 0


@pytest.mark.kernel
def test_tasks_beside_a_block_end_with_it() -> None:
    with beside([Task("besidea", cpu=affinity.allowed()[-1])], longest_ms=30_000):
        while not living("besidea"):
            os.sched_yield()
    while living("besidea"):  # killed already, and on its way out
        os.sched_yield()


def test_undisturbed_runs_are_kept_in_the_order_of_time() -> None:
    shares = iter([0.0, 0.5, 0.0, 0.0])
    numbers = iter(range(4))
    told = []

    taken = undisturbed(
        {"a": lambda: (next(shares), next(numbers))}, repeats=3, gate=0.1,
        progress=lambda done, whole: told.append((done, whole)),
    )  # fmt: skip

    assert taken == {"a": (0, 2, 3)}
    assert told[-1] == (3, 3)


def test_where_all_runs_are_disturbed_the_least_disturbed_are_kept() -> None:
    shares = iter([0.9, 0.2, 0.8, 0.3, 0.7, 0.6])
    numbers = iter(range(6))

    taken = undisturbed({"a": lambda: (next(shares), next(numbers))}, repeats=2, gate=0.1)

    assert taken == {"a": (1, 3)}


def test_only_the_case_that_was_disturbed_is_done_again() -> None:
    calls: list[str] = []
    first = iter([1.0, 0.0])

    def case(name: str, others: float) -> tuple[float, str]:
        calls.append(name)
        return others, name

    undisturbed(
        {"a": lambda: case("a", next(first)), "b": lambda: case("b", 0.0)}, repeats=1, gate=0.1
    )

    assert calls == ["a", "b", "a"]


@pytest.mark.parametrize(
    "arguments", [{"runs": {}}, {"runs": {"a": 1}}, {"repeats": 0}, {"gate": 2}, {"progress": 1}]
)
def test_nonsense_runs_nothing(arguments: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        undisturbed(**{"runs": {"a": lambda: (0, 1)}, "repeats": 1, **arguments})  # type: ignore[arg-type]
