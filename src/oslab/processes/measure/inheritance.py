"""A child and a thread change everything they can; then their maker looks."""

from __future__ import annotations

import faulthandler
import mmap
import os
import resource
import signal
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from oslab.linux.procfs import status
from oslab.processes.measure import child
from oslab.processes.records.inheritance import Change, Inheritance

_PROBE = signal.SIGUSR2
_VARIABLE = "OSLAB_INHERITANCE"


@dataclass(frozen=True, slots=True)
class _Trial:
    """Something a task has: make it new, change it, look whether it is changed."""

    thing: str
    act: str
    held_in: str
    change: Callable[[_Belongings], object]
    changed: Callable[[_Belongings], bool]


class _Belongings:
    """What the maker has before it makes the new task."""

    def __init__(self) -> None:
        self.counter = 0
        self.page = mmap.mmap(-1, mmap.PAGESIZE)  # Python maps it MAP_SHARED
        self.nameless = tempfile.TemporaryFile()  # noqa: SIM115  (nameless: nothing remains)
        self.file = self.nameless.fileno()
        self.descriptor = os.dup(self.file)
        self.thread = threading.get_native_id()
        os.environ.pop(_VARIABLE, None)
        os.chdir("/")
        os.umask(0o022)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {_PROBE})
        signal.signal(_PROBE, signal.SIG_DFL)
        self.nice = os.getpriority(os.PRIO_PROCESS, self.thread)
        self.cores = resource.getrlimit(resource.RLIMIT_NOFILE)

    def add_one(self) -> None:
        self.counter += 1

    def descriptor_is_closed(self) -> bool:
        try:
            os.fstat(self.descriptor)
        except OSError:
            return True
        return False


def _lower_limit(own: _Belongings) -> None:
    soft, hard = own.cores
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft - 1, hard))


def _write_page(own: _Belongings) -> None:
    own.page[0] = 1


_TRIALS = (
    _Trial("variable", "counter += 1", "mm_struct",
           lambda own: own.add_one(), lambda own: own.counter == 1),
    _Trial("environment", "putenv", "mm_struct (it is memory)",
           lambda _: os.environ.update({_VARIABLE: "1"}), lambda _: _VARIABLE in os.environ),
    _Trial("shared page", "writes into a MAP_SHARED page", "the page",
           _write_page, lambda own: own.page[0] == 1),
    _Trial("descriptor", "close(fd)", "files_struct",
           lambda own: os.close(own.descriptor), _Belongings.descriptor_is_closed),
    _Trial("file offset", "lseek(fd)", "struct file (open file description)",
           lambda own: os.lseek(own.file, 7, os.SEEK_SET),
           lambda own: os.lseek(own.file, 0, os.SEEK_CUR) == 7),
    _Trial("working directory", "chdir", "fs_struct",
           lambda _: os.chdir(tempfile.gettempdir()), lambda _: Path.cwd() != Path("/")),
    _Trial("umask", "umask", "fs_struct",
           lambda _: os.umask(0o077), lambda _: os.umask(0o022) == 0o077),
    # signal.signal works in a main thread only; faulthandler calls sigaction from any.
    _Trial("signal handler", "sigaction", "sighand_struct",
           lambda own: faulthandler.register(_PROBE, own.file),
           lambda _: _PROBE in status.signals(status.read().sig_cgt)),
    _Trial("resource limit", "setrlimit", "signal_struct",
           _lower_limit, lambda own: resource.getrlimit(resource.RLIMIT_NOFILE) != own.cores),
    _Trial("signal mask", "sigprocmask", "task_struct.blocked",
           lambda _: signal.pthread_sigmask(signal.SIG_BLOCK, {_PROBE}),
           lambda _: _PROBE in signal.pthread_sigmask(signal.SIG_BLOCK, set())),
    _Trial("nice value", "nice(1)", "task_struct.static_prio",
           lambda _: os.nice(1),
           lambda own: os.getpriority(os.PRIO_PROCESS, own.thread) != own.nice),
)  # fmt: skip


def inheritance() -> tuple[Inheritance, Inheritance]:
    """Return what a forked child, and what a thread, could change for its maker.

    Every trial has a maker of its own, a fresh child of this process, so nothing
    of yours is changed. The maker makes the new task, lets it do one thing and
    end, and then looks at its own belongings.

    Returns:
        fork first, then pthread_create, in the form `model.inheritance` predicts.

    Raises:
        Unavailable: if a child does not answer.

    Source: fork(2), clone(2).
    """
    return (
        Inheritance("fork", tuple(_tried(trial, _fork) for trial in _TRIALS)),
        Inheritance("pthread_create", tuple(_tried(trial, _thread) for trial in _TRIALS)),
    )


def _tried(trial: _Trial, make: Callable[[_Trial, _Belongings], None]) -> Change:
    def maker(_: int, answers: int) -> None:
        own = _Belongings()
        make(trial, own)
        os.write(answers, b"1" if trial.changed(own) else b"0")

    with child.forked(maker) as one:
        seen = one.answers()
    return Change(trial.thing, trial.act, trial.held_in, seen == b"1")


def _fork(trial: _Trial, own: _Belongings) -> None:
    pid = os.fork()
    if pid == 0:
        # os._exit: the grandchild must not run anything of the maker's.
        with suppress(BaseException):
            trial.change(own)
        os._exit(0)
    os.waitpid(pid, 0)


def _thread(trial: _Trial, own: _Belongings) -> None:
    thread = threading.Thread(target=trial.change, args=(own,))
    thread.start()
    thread.join()
