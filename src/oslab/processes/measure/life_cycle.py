"""Real processes in every state, and real processes that compute and wait in turn."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

from oslab import machine, timing
from oslab.errors import InvalidInput, OslabError, Unavailable, require, require_whole
from oslab.linux import affinity, c_program
from oslab.linux.procfs import fetch, stat, status, system_stat
from oslab.measurement import Measurement
from oslab.processes.measure import child
from oslab.processes.records.life_cycle import ProcessStates, Specimen

_POLLS, _POLL_S = 20_000, 0.0005
_PLACE_POLLS = 200
_GATE = 0.05  # /proc/stat counts in ticks of a hundredth of a second, so 1 % is below its grain

_MADE = {
    ("running", "R"): "a loop without a system call; ready to run looks the same",
    ("sleeping", "S"): "pause(): waits for any signal",
    ("uninterruptible", "D"): "vfork(): the parent waits until its child has let go of its memory",
    ("stopped", "T"): "SIGSTOP, sent to itself",
    ("traced", "t"): "PTRACE_TRACEME, then SIGSTOP: its tracer holds it",
    ("zombie", "Z"): "it has exited, and its parent has not called wait",
}
NAMES = {letter: name for name, letter in _MADE}
"""What `programs/states.c` calls the state of each letter."""

_KERNEL_THREAD = "a kernel thread with nothing to do: like D, but not counted as load"
_DEAD = "the last step of release_task: it leaves /proc at once, so nobody reads it"


def process_states() -> ProcessStates:
    """Put a real process into each state and return what /proc says of it.

    The specimens come from `programs/states.c` and are ended and reaped before
    this returns. The state I is read of a kernel thread of this machine, where
    one can be seen; X is listed and cannot be seen.

    Raises:
        Unavailable: if this machine has no C compiler.

    Source: fs/proc/array.c, task_state_array; kernel/fork.c, wait_for_vfork_done.
    """
    program = c_program.compile(c_program.find("processes", "states"))
    made = [_made(str(program), name, letter, how) for (name, letter), how in _MADE.items()]
    dead = Specimen("dead", "X", "", "", "", _DEAD)
    return ProcessStates((*made, _idle_kernel_thread(), dead))


def _made(program: str, name: str, letter: str, how: str) -> Specimen:
    with specimen(program, name) as pid:
        wait_for(pid, letter)
        return _look(pid, name, letter, how)


def wait_for(pid: int, letter: str) -> None:
    """Look at a process until it shows `letter`, for ten seconds at most."""
    for _ in range(_POLLS):
        if stat.read(pid).state == letter:
            return
        time.sleep(_POLL_S)  # it is on its way: compiled C between fork and pause


def _look(pid: int, name: str, letter: str, how: str) -> Specimen:
    shown = status.read(pid).fields["State"]
    place = ""
    # A task that has its new state but is still on its CPU sleeps in no function yet.
    for _ in range(_PLACE_POLLS if letter in "SDTtI" else 0):
        place = _place(pid)
        if place:
            break
        time.sleep(_POLL_S)
    return Specimen(name, letter, stat.read(pid).state, shown, place, how)


def _place(pid: int) -> str:
    try:
        place = fetch.task_text(pid, "wchan").strip()
    except Unavailable:  # hidden here, as from a user who may not trace the process
        return ""
    return "" if place == "0" else place


@contextmanager
def specimen(program: str, *arguments: str) -> Iterator[int]:
    """Run `programs/states.c` for as long as the block lasts; the process is its specimen."""
    keeper = subprocess.Popen(
        [program, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
    try:
        assert keeper.stdout is not None  # noqa: S101  (mypy cannot know)
        yield int(keeper.stdout.readline())
    finally:
        # The keeper ends its specimen and fetches its status when its input closes.
        with suppress(subprocess.TimeoutExpired):
            keeper.communicate(timeout=child.PATIENCE_S)
        with suppress(ProcessLookupError):
            os.killpg(keeper.pid, signal.SIGKILL)
        keeper.wait()


def _idle_kernel_thread() -> Specimen:
    nobody = Specimen("idle", "I", "", "", "", "no kernel thread is visible from here")
    try:
        import psutil
    except ImportError:
        return nobody
    for pid in psutil.pids():
        with suppress(OslabError):  # it may be gone by now
            task = stat.read(pid)
            if task.is_kernel_thread and task.state == "I":
                return _look(pid, "idle", "I", f"{_KERNEL_THREAD} ({task.comm})")
    return nobody


def cpu_utilisation(
    *, processes: tuple[int, ...] = (1, 2, 3, 4), cpu_burst: int = 4, io_burst: int = 6,
    rounds: int = 25, repeats: int = 3, progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Measure how busy one CPU is with real processes that compute and sleep in turn.

    All are held on one CPU, and a repeat in which other processes took more than a
    twentieth of it is thrown away while repeats last. Computing is counted in CPU
    time, so a process that stands ready does not compute less. `model.life_cycle`
    with the same numbers and a tick of one millisecond is the prediction.

    Args:
        processes: how many at a time, each 1 to 16; one measurement for each.
        cpu_burst: milliseconds of computing in a round, 1 to 100.
        io_burst: milliseconds of sleep between rounds, 0 to 100.
        rounds: 1 to 200.
        repeats: samples of each, 1 to 100.
        progress: told after every repeat.

    Returns:
        One measurement for each number of processes, as a share from 0 to 1.

    Raises:
        InvalidInput: if a number is out of range.
    """
    timing.require_progress(progress)
    ok = isinstance(processes, tuple | list) and 1 <= len(processes) <= 16
    require(ok, "processes", processes, "from 1 to 16 numbers of processes")
    for count in processes:
        require_whole("processes", count, 1, 16)
    if len(set(processes)) != len(processes):
        raise InvalidInput("processes", processes, "numbers of processes, each named once")
    require_whole("cpu_burst", cpu_burst, 1, 100)
    require_whole("io_burst", io_burst, 0, 100)
    require_whole("rounds", rounds, 1, 200)
    require_whole("repeats", repeats, 1, 100)
    cpu = affinity.allowed()[0]
    tasks = {
        str(count): lambda count=count: _utilisation(count, cpu_burst, io_burst, rounds, cpu)
        for count in processes
    }
    taken = timing.interleaved(
        tasks, repeats=repeats, gate=_GATE, progress=progress, delay=lambda: _others_ns(cpu)
    )
    return tuple(
        Measurement(
            "CPU utilisation", taken.samples[str(count)], "share",
            "CPU time of all processes over the time from the first start to the last exit",
            machine.this_machine(),
            {"processes": count, "cpu_burst_ms": cpu_burst, "io_burst_ms": io_burst,
             "rounds": rounds},
        )
        for count in processes
    )  # fmt: skip


def _others_ns(cpu: int) -> int:
    """Return how long processes that are not our children have had this CPU, since boot."""
    now = system_stat.read().cpus[cpu]
    busy = now.user + now.nice + now.system + now.irq + now.softirq + now.steal
    ours = resource.getrusage(resource.RUSAGE_CHILDREN)
    return round(1e9 * (busy / os.sysconf("SC_CLK_TCK") - ours.ru_utime - ours.ru_stime))


def _utilisation(count: int, cpu_burst: int, io_burst: int, rounds: int, cpu: int) -> float:
    def work(orders: int, answers: int) -> None:
        os.sched_setaffinity(0, {cpu})
        os.read(orders, 1)
        start = time.monotonic_ns()
        before = time.thread_time_ns()
        for turn in range(rounds):
            until = time.thread_time_ns() + cpu_burst * 1_000_000
            while time.thread_time_ns() < until:
                pass
            if turn < rounds - 1:
                time.sleep(io_burst / 1_000)
        used = time.thread_time_ns() - before
        os.write(answers, f"{start} {time.monotonic_ns()} {used}".encode())

    with ExitStack() as stack:
        children = [stack.enter_context(child.forked(work)) for _ in range(count)]
        for one in children:
            one.order(b"g")
        reports = [tuple(map(int, one.answers().split())) for one in children]
    starts, ends, used = zip(*reports, strict=True)
    return float(sum(used) / (max(ends) - min(starts)))
