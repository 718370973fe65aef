"""Change one thing in a worker, look for the change in its maker: thread, then process."""

from __future__ import annotations

import functools
import mmap
import os
import resource
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from oslab.linux import thread as door
from oslab.linux.procfs import maps, status
from oslab.processes.measure.sandbox import beside, in_a_child
from oslab.processes.records.sharing import Sharing, SharingRow

_NICER, _FILES, _LARGE = 7, 100, 2**30


def thread_sharing() -> Sharing:
    """Try, for each row, whether the maker sees what a worker changed.

    Everything happens in a process made for it, and a fresh one for every trial,
    so the caller's own working directory, handlers and limits stay as they are.

    Raises:
        Unavailable: if a trial failed on this machine.

    Source: clone(2) for the flags; pthreads(7), setpriority(2) and prctl(2) for
    what Linux keeps for each thread although POSIX asks otherwise.
    """
    return Sharing(
        tuple(
            SharingRow(
                what,
                kept_in,
                by_thread=in_a_child(functools.partial(_tried, what, _in_a_thread)),
                by_process=in_a_child(functools.partial(_tried, what, _in_a_process)),
            )
            for what, kept_in in in_a_child(_places).items()
        )
    )


def _places() -> dict[str, str]:
    return {what: trial.kept_in for what, trial in _trials().items()}


def _tried(what: str, run: Callable[[Callable[[], object]], None]) -> bool:
    # Opened anew: an offset moved by one trial would be seen by the next.
    return _trials()[what].seen(run)


def _in_a_thread(work: Callable[[], object]) -> None:
    worker = threading.Thread(target=work)
    worker.start()
    worker.join()


def _in_a_process(work: Callable[[], object]) -> None:
    os.waitpid(beside(work), 0)


@dataclass(frozen=True, slots=True)
class _Trial:
    """`change` runs in the worker, `look` in the maker before and after it."""

    kept_in: str
    change: Callable[[], object]
    look: Callable[[], object]

    def seen(self, run: Callable[[Callable[[], object]], None]) -> bool:
        before = self.look()
        run(self.change)
        return self.look() != before


def _trials() -> dict[str, _Trial]:
    """Every row: where the kernel keeps it, what the worker does, what its maker looks at."""
    return _memory_trials() | _open_file_trials() | _process_trials() | _own_trials()


def _memory_trials() -> dict[str, _Trial]:
    heap: list[str] = []
    areas: list[mmap.mmap] = []

    def map_some() -> None:
        areas.append(mmap.mmap(-1, _LARGE, prot=mmap.PROT_READ))  # addresses only, never touched

    return {
        "an object on the heap": _Trial("mm_struct", lambda: heap.append("changed"), heap.copy),
        "memory it maps": _Trial(
            "mm_struct", map_some, lambda: sum(a.size for a in maps.read() if a.size >= _LARGE)
        ),
        "its stack, by address": _told_trial("mm_struct", lambda: door.stack().low, _elsewhere),
    }


def _open_file_trials() -> dict[str, _Trial]:
    reading, _ = os.pipe()
    file = os.open(__file__, os.O_RDONLY)
    return {
        "the table of descriptors": _Trial(
            "files_struct", lambda: os.close(reading), lambda: _is_open(reading)
        ),
        "the offset of an open file": _Trial(
            "file", lambda: os.lseek(file, 10, os.SEEK_SET), lambda: os.lseek(file, 0, os.SEEK_CUR)
        ),
        "the working directory": _Trial("fs_struct", lambda: os.chdir("/"), _directory),
        "the umask": _Trial(
            "fs_struct", lambda: os.umask(0o707), lambda: status.read().fields["Umask"]
        ),
    }


def _process_trials() -> dict[str, _Trial]:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return {
        "signal handlers": _Trial(
            "sighand_struct",
            lambda: door.ignore_signal(signal.SIGUSR1),
            lambda: signal.SIGUSR1 in status.signals(status.read().sig_ign),
        ),
        "resource limits": _Trial(
            "signal_struct",
            lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (_FILES, hard)),
            lambda: resource.getrlimit(resource.RLIMIT_NOFILE)[0],
        ),
        "the process number": _told_trial(
            "signal_struct (tgid)", os.getpid, lambda told: told == os.getpid()
        ),
    }


def _own_trials() -> dict[str, _Trial]:
    cpus = sorted(os.sched_getaffinity(0))
    local = threading.local()
    return {
        "the thread number": _told_trial(
            "task_struct", threading.get_native_id, lambda told: told == threading.get_native_id()
        ),
        "a thread-local variable": _Trial(
            "thread_struct (fs base)",
            lambda: setattr(local, "value", 1),
            lambda: hasattr(local, "value"),
        ),
        "the signal mask": _Trial(
            "task_struct",
            lambda: signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR2}),
            lambda: sorted(signal.pthread_sigmask(signal.SIG_BLOCK, ())),
        ),
        "the nice value": _Trial(
            "task_struct",
            lambda: os.setpriority(os.PRIO_PROCESS, 0, _NICER),
            lambda: os.getpriority(os.PRIO_PROCESS, 0) == _NICER,
        ),
        "CPU affinity": _Trial(
            "task_struct",
            lambda: os.sched_setaffinity(0, {cpus[-1]}),
            lambda: len(os.sched_getaffinity(0)) == 1 < len(cpus),
        ),
        "renounced privileges": _Trial(
            "task_struct",
            door.renounce_privileges,
            lambda: status.read(_here()).fields["NoNewPrivs"],
        ),
    }


def _told_trial(kept_in: str, number: Callable[[], int], ours: Callable[[int], bool]) -> _Trial:
    """The worker tells a number through a pipe; the maker says whether it is its own too."""
    reading, writing = os.pipe()
    os.set_blocking(reading, False)

    def look() -> bool:
        try:
            return ours(int(os.read(reading, 20)))
        except BlockingIOError:  # nothing told yet
            return False

    return _Trial(kept_in, lambda: os.write(writing, str(number()).encode()), look)


def _elsewhere(low: int) -> bool:
    """Whether `low` is mapped here but is not this thread's own stack."""
    mapped = any(area.start <= low < area.end for area in maps.read())
    return mapped and low != door.stack().low


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def _directory() -> str:
    return str(Path.cwd())


def _here() -> str:
    return f"self/task/{threading.get_native_id()}"
