"""Priority inversion: its length is that of other people's work, and both cures end it."""

from __future__ import annotations

import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import trace_events, tracepoints
from oslab.scheduling import measure
from oslab.scheduling.measure.inversion import Inversion, parse

OUTPUT = """event low asks 5
event low locked 10
run low 12 3999000
event high asks 4001000
event middle released 6000100
event low unlocked 30000000
event high locked 30001000
begin 77
"""


def run(protocol: str, **arguments: int) -> Inversion:
    try:
        return measure.inversion_run(protocol, **arguments)
    except Unavailable as cannot:
        pytest.skip(f"no real-time scheduling: {cannot}")


def test_the_wait_counts_from_the_release_of_the_high_thread() -> None:
    one = parse(OUTPUT, "none")

    assert one.waited_ns == 26_001_000
    assert one.stretches == {"low": ((12, 3_999_000),), "middle": (), "high": ()}
    assert one.events[-1] == ("high", "locked", 30_001_000)
    assert one.begin_ns == 77


@pytest.mark.parametrize("text", ["", "event low asks x\n", OUTPUT.replace("high locked", "x y")])
def test_damaged_output_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        parse(text, "none")


def test_a_thread_that_may_not_be_real_time_makes_it_unavailable() -> None:
    with pytest.raises(Unavailable, match="RTPRIO"):
        parse("error 1\n", "none")


@pytest.mark.kernel
@pytest.mark.parametrize(
    ("protocol", "expected_ms"), [("none", 76), ("inherit", 16), ("protect", 16)]
)
def test_the_wait_is_the_rest_of_the_section_and_without_a_cure_the_middles_work(
    protocol: str, expected_ms: int
) -> None:
    one = run(protocol, section_ms=20, middle_ms=60)

    # Real-time tasks of others, and a hypervisor, may take the CPU; nobody shortens the wait.
    assert one.waited_ns / 1e6 >= expected_ms - 1
    assert one.waited_ns / 1e6 < expected_ms + 30


@pytest.mark.kernel
def test_without_middle_work_no_protocol_is_better() -> None:
    waits = [run(protocol, middle_ms=0).waited_ns / 1e6 for protocol in ("none", "inherit")]

    assert waits == pytest.approx([16, 16], abs=12)


@pytest.mark.kernel
def test_only_inheritance_makes_the_kernel_lend_a_priority() -> None:
    from oslab.linux import affinity, c_program

    program = str(c_program.compile(c_program.find("scheduling", "inversion")))
    event = "sched:sched_pi_setprio"
    lent = {}
    for protocol in ("none", "inherit"):
        run(protocol)  # skips where it must
        command = [program, protocol, "20", "10", str(affinity.allowed()[-1])]
        try:
            lent[protocol] = tracepoints.count([event], command)[event]
        except Unavailable as cannot:
            pytest.skip(f"no trace of the scheduler: {cannot}")

    assert lent["none"] == 0
    assert lent["inherit"] >= 1
    assert trace_events.FOLDER.is_dir()


@pytest.mark.kernel
def test_measurements_say_what_was_held_fixed() -> None:
    try:
        taken = measure.inversion(protocols=("inherit",), middle_ms=10, repeats=2)
    except Unavailable as cannot:
        pytest.skip(f"no real-time scheduling: {cannot}")

    assert len(taken) == 1
    assert dict(taken[0].conditions) == {"protocol": "inherit", "section_ms": 20, "middle_ms": 10}
    assert len(taken[0].samples) == 2


@pytest.mark.kernel
def test_the_schedule_of_an_inversion_has_the_middle_run_while_the_high_waits() -> None:
    run("none", middle_ms=0)
    taken = measure.inversion_schedule("none", section_ms=20, middle_ms=40)

    (wait,) = taken.blocked
    assert (wait.job, wait.kind) == ("high", "lock")
    middle = [one for one in taken.slices if one.job == "middle"]
    assert all(wait.start <= one.start and one.end <= wait.end for one in middle)
    assert [job.name for job in taken.jobs] == ["high", "middle", "low"]


@pytest.mark.parametrize(
    "arguments",
    [{"protocols": ("ceiling",)}, {"section_ms": 1}, {"middle_ms": 401}, {"repeats": 0}],
)
def test_nonsense_starts_no_thread(arguments: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        measure.inversion(**arguments)  # type: ignore[arg-type]
