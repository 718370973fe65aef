"""Two small programs, call by call, as strace sees them."""

from __future__ import annotations

import sys

from oslab.errors import Unavailable, require_choice
from oslab.linux import strace
from oslab.processes.records.system_call import Trace, TracedCall

_FILE = "/proc/self/comm"
PROGRAMS = {
    "run a program": (("sh", "-c", "/bin/true; :"), "%process"),
    "read a file": ((sys.executable, "-I", "-S", "-c", f"open('{_FILE}').read()"), "%desc"),
}
"""Name to the command and the filter that leaves out what is not the subject."""


def trace(program: str = "run a program") -> Trace:
    """Return the calls of a program of `PROGRAMS` on this machine.

    Where strace is missing or forbidden the record holds no calls and says why: a
    page shows that in its place.

    Args:
        program: `"run a program"` (a shell that forks, executes and waits) or
            `"read a file"` (from the opening of the file to the end of Python).

    Raises:
        InvalidInput: if the program is unknown.

    Source: strace(1).
    """
    require_choice("program", program, PROGRAMS)
    command, only = PROGRAMS[program]
    typed = " ".join(["python" if word == sys.executable else word for word in command])
    try:
        calls = strace.trace(command, only=only)
    except Unavailable as cannot:
        return Trace(typed, (), str(cannot))
    if program == "read a file":
        opened = [n for n, call in enumerate(calls) if _FILE in call.arguments]
        calls = calls[opened[-1] :] if opened else calls
    tasks = {task: n for n, task in enumerate(dict.fromkeys(call.task for call in calls), start=1)}
    return Trace(
        typed,
        tuple(TracedCall(tasks[one.task], one.name, one.arguments, one.result) for one in calls),
    )
