"""The folklore about processes and threads that this book repeats or refutes."""

from __future__ import annotations

from oslab.claim import Claim
from oslab.processes import measure

CLAIMS: tuple[Claim, ...] = (
    Claim(
        name="processes.switch_takes_microseconds",
        sentence="A context switch costs a few microseconds.",
        source="Li, Ding and Shen, Quantifying the Cost of Context Switch (2007): 3.8 µs direct",
        protocol="Ping-pong of two processes on one CPU, less the same calls without a switch.",
        unit="ns", low=1_000, high=10_000,
        measure=lambda: measure.working_set(pages=(0,), kinds=("process",))[0],
    ),
    Claim(
        name="processes.thread_switch_is_much_cheaper",
        sentence="Switching between threads is much cheaper than between processes.",
        source="A staple of interviews and slides; here 'much' is read as at least 1.5 times",
        protocol="The same ping-pong with a thread and with a process at the far end; ratio.",
        unit="times", low=1.5, high=None,
        measure=measure.process_over_thread,
    ),
    Claim(
        name="processes.system_call_takes_100_ns_to_1_us",
        sentence="A system call costs about 100 ns to 1 µs.",
        source="A rule of thumb; Soares and Stumm, FlexSC (2010), take its direct part to bits",
        protocol="getppid in a compiled loop, pinned to one CPU.",
        unit="ns", low=50, high=1_000,
        measure=lambda: measure.system_call(ways=("getppid, native",))[0],
    ),
    Claim(
        name="processes.vdso_is_ten_times_cheaper",
        sentence="Reading the clock through the vDSO is ten times cheaper than a system call.",
        source="vdso(7) gives the reason; 'about ten' is read as 5 to 20 times",
        protocol="clock_gettime through the vDSO and by its number, in compiled loops; ratio.",
        unit="times", low=5, high=20,
        measure=measure.vdso_saving,
    ),
)  # fmt: skip
