"""clone(2) as a table: each flag shares one structure, and without it there is a copy.

fork is clone with no sharing flag, and pthread_create is clone with nearly all
of them. Two kinds of thing follow no flag: what is one object however many
tasks point to it (an open file description, a shared page) and what every
thread has for itself (its signal mask, and on Linux its nice value).
"""

from __future__ import annotations

from oslab.errors import InvalidInput, require
from oslab.processes.records.inheritance import Change, Inheritance

VM, FS, FILES, SIGHAND, THREAD = (
    "CLONE_VM", "CLONE_FS", "CLONE_FILES", "CLONE_SIGHAND", "CLONE_THREAD",
)  # fmt: skip
_ALWAYS, _NEVER = "always", "never"

RULES = (
    ("variable", "counter += 1", "mm_struct", VM),
    ("environment", "putenv", "mm_struct (it is memory)", VM),
    ("shared page", "writes into a MAP_SHARED page", "the page", _ALWAYS),
    ("descriptor", "close(fd)", "files_struct", FILES),
    ("file offset", "lseek(fd)", "struct file (open file description)", _ALWAYS),
    ("working directory", "chdir", "fs_struct", FS),
    ("umask", "umask", "fs_struct", FS),
    ("signal handler", "sigaction", "sighand_struct", SIGHAND),
    ("resource limit", "setrlimit", "signal_struct", THREAD),
    ("signal mask", "sigprocmask", "task_struct.blocked", _NEVER),
    ("nice value", "nice(1)", "task_struct.static_prio", _NEVER),
)
"""Thing, act, where the kernel holds it, and the flag that shares it."""


def inheritance(
    *, memory: bool = False, files: bool = False, directory: bool = False,
    handlers: bool = False, thread: bool = False,
) -> Inheritance:  # fmt: skip
    """Return what a task made by clone can change for its maker.

    The defaults are fork; all True is a thread. The kernel refuses handlers
    without memory and a thread without handlers (EINVAL), and so does this.

    Args:
        memory: CLONE_VM, one address space.
        files: CLONE_FILES, one table of descriptors.
        directory: CLONE_FS, one working directory, root and umask.
        handlers: CLONE_SIGHAND, one table of signal handlers.
        thread: CLONE_THREAD, one process: same pid, limits and exit.

    Raises:
        InvalidInput: if a flag is no bool, or the kernel would refuse the set.

    Source: clone(2), fork(2), nice(2) under C library/kernel differences;
    kernel/fork.c, copy_process and the copy_ functions that it calls.
    """
    flags = {VM: memory, FILES: files, FS: directory, SIGHAND: handlers, THREAD: thread}
    for name, value in zip(
        ("memory", "files", "directory", "handlers", "thread"), flags.values(), strict=True
    ):
        require(isinstance(value, bool), name, value, "True or False")
    if handlers and not memory:
        raise InvalidInput("handlers", handlers, "False without memory: the kernel says EINVAL")
    if thread and not handlers:
        raise InvalidInput("thread", thread, "False without handlers: the kernel says EINVAL")
    shared = {**flags, _ALWAYS: True, _NEVER: False}
    changes = tuple(Change(thing, act, held, shared[rule]) for thing, act, held, rule in RULES)
    return Inheritance(_name(flags), changes)


def sharing(*, share: str = "nothing", files: bool = False, directory: bool = False) -> Inheritance:
    """Return `inheritance` for a chain of flags of which each needs the one before it.

    Args:
        share: `"nothing"`, `"memory"`, `"memory and handlers"` or `"all of a thread"`.
        files: CLONE_FILES.
        directory: CLONE_FS.

    Raises:
        InvalidInput: if `share` is no such text or a flag no bool.
    """
    chain = ("nothing", "memory", "memory and handlers", "all of a thread")
    if not isinstance(share, str) or share not in chain:
        raise InvalidInput("share", share, "one of " + ", ".join(map(repr, chain)))
    step = chain.index(share)
    return inheritance(
        memory=step >= 1, handlers=step >= 2, thread=step >= 3, files=files, directory=directory
    )


def _name(flags: dict[str, bool]) -> str:
    chosen = [flag for flag, on in flags.items() if on]
    if not chosen:
        return "fork"
    if len(chosen) == len(flags):
        return "pthread_create"
    return "clone(" + " | ".join(chosen) + ")"
