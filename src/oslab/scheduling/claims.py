"""The folklore about scheduling that this book repeats or refutes."""

from __future__ import annotations

from oslab.claim import Claim
from oslab.scheduling import measure
from oslab.scheduling.measure import folklore

CLAIMS: tuple[Claim, ...] = (
    Claim(
        name="scheduling.a_nice_step_is_ten_percent",
        sentence="One step of nice is worth 10 % of the CPU.",
        source="kernel/sched/core.c, above sched_prio_to_weight: relative, of what one has; "
        "read as 8 to 13 %",
        protocol="Tasks of nice 0 and 1 on one CPU; what the nicer loses of its half.",
        unit="%", low=8, high=13,
        measure=folklore.nice_step_loss,
    ),
    Claim(
        name="scheduling.nice_19_gets_nothing",
        sentence="At nice 19 a task runs only when nobody else wants the CPU.",
        source="How nice(1) is often taught; sched(7) says that of SCHED_IDLE alone",
        protocol="Tasks of nice 0 and 19 on one CPU; the share of the latter, read as under 0.5 %.",
        unit="%", low=None, high=0.5,
        measure=folklore.nicest_share,
    ),
    Claim(
        name="scheduling.round_robin_has_100_ms",
        sentence="SCHED_RR's quantum is 100 ms.",
        source="include/linux/sched/rt.h, RR_TIMESLICE; sched_rr_timeslice_ms",
        protocol="Two SCHED_RR tasks of one priority on one CPU; their stretches.",
        unit="ms", low=98, high=102,
        measure=measure.quantum,
    ),
    Claim(
        name="scheduling.a_time_slice_is_100_ms",
        sentence="Linux gives an ordinary task a time slice of 100 ms.",
        source="True of the O(1) scheduler (R. Love, Linux Kernel Development, 2nd ed., 2005, "
        "chapter 4), and still on slides",
        protocol="Two tasks of nice 0 on one CPU; CPU time over turns.",
        unit="ms", low=80, high=120,
        measure=folklore.ordinary_turn,
    ),
    Claim(
        name="scheduling.linux_runs_cfs",
        sentence="Linux schedules with CFS.",
        source="Most courses; true from 2.6.23 to 6.5. CFS puts a newcomer after the smallest "
        "virtual runtime, EEVDF on the average (kernel/sched/fair.c, place_entity)",
        protocol="A child forked beside four tasks; its distance from the average, read as at "
        "least 0.1 virtual ms under CFS.",
        unit="ms", low=0.1, high=None,
        measure=folklore.newcomer_off_average,
    ),
    Claim(
        name="scheduling.four_tasks_wait_three_quarters",
        sentence="Of four busy tasks on one CPU, each waits three quarters of its time.",
        source="Arithmetic: work-conserving and fair; no policy can do otherwise",
        protocol="Four tasks of nice 0 on one CPU; run delay over run delay and run time.",
        unit="%", low=73, high=77,
        measure=folklore.fourth_wait,
    ),
    Claim(
        name="scheduling.nice_helps_other_terminals",
        sentence="A build run under nice leaves the CPU to your other terminals.",
        source="Common advice; with autogroup (sched(7)) nice counts within a session only; read "
        "as at least 80 % against one task of nice 10",
        protocol="One task of nice 0, and one of nice 10 in another session, on one CPU.",
        unit="%", low=80, high=None,
        measure=folklore.share_beside_nice_crowd,
    ),
    Claim(
        name="scheduling.inheritance_bounds_the_wait",
        sentence="With priority inheritance a task waits for the critical section and no more.",
        source="Sha, Rajkumar and Lehoczky, Priority Inheritance Protocols (1990); 'no more' is "
        "read as at most 2 ms more",
        protocol="Three SCHED_FIFO threads, a mutex with PTHREAD_PRIO_INHERIT, 150 ms of middle "
        "work; the high thread's wait less the rest of the section.",
        unit="ms", low=-1, high=2,
        measure=folklore.inheritance_excess,
    ),
    Claim(
        name="scheduling.a_runaway_fifo_task_takes_all",
        sentence="A SCHED_FIFO task in an endless loop locks up its CPU.",
        source="Most introductions; sched(7) limits it to 95 %; since 6.12 a fair server leaves "
        "ordinary tasks 50 ms in every second",
        protocol="It and an ordinary task on one CPU for two seconds; its share.",
        unit="%", low=99.5, high=None,
        measure=folklore.runaway_share,
    ),
    Claim(
        name="scheduling.a_deadline_task_gets_its_budget",
        sentence="A SCHED_DEADLINE task gets its budget and no more, however much it wants.",
        source="Documentation/scheduler/sched-deadline.rst; read as within a fifth of it",
        protocol="A task with 10 ms in every 100 ms that never sleeps; its share of a CPU.",
        unit="%", low=8, high=12,
        measure=lambda: measure.bandwidth(budgets=((10, 100),), duration_ms=1_000)[0],
    ),
    Claim(
        name="scheduling.a_woken_task_preempts_at_once",
        sentence="A task that slept preempts one that only computes as soon as it wakes.",
        source="Documentation/scheduler/sched-design-CFS.rst; 'at once' is read as 0.1 ms",
        protocol="A task wakes every millisecond beside one that computes, both of nice 0.",
        unit="us", low=None, high=100,
        measure=lambda: measure.wakeup(loads=(1,), policies=("other",), programs=("tasks",))[0],
    ),
    Claim(
        name="scheduling.three_tasks_share_two_cpus",
        sentence="The load balancer gives three busy tasks two thirds of a CPU each.",
        source="How balancing is often told; kernel/sched/fair.c moves a task only where queues "
        "differ by two; read as at least 60 %",
        protocol="Three tasks, free to move on two CPUs, 1.5 s; the least share.",
        unit="%", low=60, high=None,
        measure=folklore.smallest_of_three,
    ),
)  # fmt: skip
