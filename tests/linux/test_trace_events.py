"""A trace of the scheduler is read as the kernel prints it, and leaves nothing behind."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import c_program, trace_events, tracepoints
from oslab.linux.trace_events import SchedulerEvent

TRACE = """# tracer: nop
#
#           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION
#              | |         |   |||||     |         |
          python-15301   [000] d..2. 12466.518058: sched_wakeup_new: comm=python pid=15309 prio=120 target_cpu=001
          <idle>-0       [001] d..2. 12466.518104: sched_switch: prev_comm=swapper/1 prev_pid=0 prev_prio=120 prev_state=R ==> next_comm=a b c next_pid=15309 next_prio=-1
           a b c-15309   [001] dN.4. 12466.518180: sched_switch: prev_comm=a b c prev_pid=15309 prev_prio=-1 prev_state=R+ ==> next_comm=migration/1 next_pid=21 next_prio=0
     migration/1-21      [001] d..2. 12466.518190: sched_migrate_task: comm=a b c pid=15309 prio=120 orig_cpu=1 dest_cpu=0
     migration/1-21      [001] d..2. 12466.518191: irq_handler_entry: irq=1 name=x
"""  # noqa: E501 - as the kernel wrote it


NAPS = """#include <unistd.h>
int main(void) { for (int i = 0; i < 20; i++) usleep(1000); }
"""


def test_events_as_linux_6_18_prints_them() -> None:
    second = 12_466 * 10**9
    assert trace_events.parse(TRACE) == (
        SchedulerEvent(second + 518_058_000, "wakeup", 1, 15309, "python"),
        SchedulerEvent(
            second + 518_104_000, "switch", 1, 15309, "a b c", 0, "R", previous_name="swapper/1"
        ),
        SchedulerEvent(
            second + 518_180_000, "switch", 1, 21, "migration/1", 15309, "R", previous_name="a b c"
        ),
        SchedulerEvent(second + 518_190_000, "migrate", 0, 15309, "a b c", origin=1),
    )


@pytest.mark.parametrize(
    "text",
    ["nonsense", TRACE.replace("next_pid=21", "next_pid=x"), "CPU:1 [LOST 5 EVENTS]\n",
     TRACE.replace("dest_cpu=0", "")],
)  # fmt: skip
def test_a_damaged_or_shortened_trace_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        trace_events.parse(text)


@pytest.mark.kernel
def test_perf_counts_the_same_switches_and_nothing_is_left_behind(tmp_path: Path) -> None:
    source = tmp_path / "nap.c"
    source.write_text(NAPS)
    nap = c_program.compile(source)
    event = "sched:sched_switch"
    try:
        with trace_events.tracing() as trace:
            counted = tracepoints.count([event], [str(nap)])[event]
            events = trace.stop()
    except Unavailable as cannot:
        pytest.skip(f"no trace of the scheduler: {cannot}")
    finally:
        nap.unlink()

    name = nap.name[:15]
    left = [one for one in events if one.previous_name == name]
    slept = sum(one.state == "S" for one in left)
    # perf begins at the exec and ends before the last switch; preemptions are in between.
    assert slept == 20
    assert slept <= counted <= len(left)
    woken = [one for one in events if one.kind == "wakeup" and one.name == name]
    assert len(woken) == 20
    assert {one.task for one in woken} == {one.previous for one in left}
    assert not list((trace_events.FOLDER / "instances").glob(f"oslab-{os.getpid()}-*"))


def test_without_the_right_to_trace_the_remedy_says_root(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(trace_events, "FOLDER", tmp_path / "nowhere")

    with pytest.raises(Unavailable, match="as root"), trace_events.tracing():
        pass


@pytest.mark.parametrize("arguments", [{"buffer_kib": 1}, {"buffer_kib": "8"}])
def test_nonsense_starts_no_trace(arguments: dict[str, object]) -> None:
    with pytest.raises(InvalidInput), trace_events.tracing(**arguments):  # type: ignore[arg-type]
        pass
