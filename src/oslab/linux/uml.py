"""A second kernel on this machine: user-mode Linux, an ordinary process that is a kernel.

Debian's `user-mode-linux` is a Linux 6.1, whose scheduler is CFS, built for one CPU and
a tick of 10 ms. It boots in two seconds on this machine's own files, which it may read
and not change, runs one command as its only work, and is gone.
"""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from oslab.errors import Unavailable, require, require_number, require_whole

REMEDY = "apt-get install user-mode-linux (Debian; x86-64 only)."
_INIT = """#!/bin/sh
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t tmpfs tmp {scratch}
mkdir {scratch}/result {scratch}/tmp
mount -t hostfs -o {private} none {scratch}/result
export HOME={scratch}/tmp TMPDIR={scratch}/tmp PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin
cd {scratch}/tmp
uname -r > {scratch}/result/kernel
{command} > {scratch}/result/output 2> {scratch}/result/errors < /dev/null
echo $? > {scratch}/result/status
sync
echo o > /proc/sysrq-trigger
sleep 60
"""


@dataclass(frozen=True, slots=True)
class Guest:
    """What a command did under the guest's kernel.

    Args:
        kernel: release of the guest, as `uname -r`.
        status: exit status of the command.
        output: what it wrote to its standard output.
        errors: and to its standard error.
    """

    kernel: str
    status: int
    output: str
    errors: str


def run(command: Sequence[str], *, memory_mib: int = 256, timeout_s: float = 120) -> Guest:
    """Boot the guest, run one command in it as root, and end it.

    Do not pin it: its kernel and its tasks are different processes here, and on one CPU
    the kernel would wait for this machine's scheduler before it could preempt a task.

    The guest sees this machine's files, read-only; `$HOME` and `$TMPDIR` are folders
    of its own. Its /proc and /sys tell of the guest. It has no network.

    Args:
        command: a program and its arguments.
        memory_mib: what the guest gets, 64 to 4096.
        timeout_s: after so many seconds it is killed, 1 to 3600.

    Raises:
        InvalidInput: if an argument is malformed or out of range.
        Unavailable: where there is no user-mode Linux, it does not boot, or the command
            does not end in time.

    Source: Documentation/virt/uml/user_mode_linux_howto_v2.rst.
    """
    ok = isinstance(command, list | tuple) and len(command) > 0
    ok = ok and all(isinstance(word, str) and word and "\0" not in word for word in command)
    require(ok, "command", command, "a program and its arguments, as texts")
    require_whole("memory_mib", memory_mib, 64, 4096)
    require_number("timeout_s", timeout_s, 1, 3600)
    program = shutil.which("linux.uml")
    if program is None:
        raise Unavailable("user-mode Linux", REMEDY)
    with tempfile.TemporaryDirectory(prefix="oslab-uml-") as folder:
        private = Path(folder)
        init = private / "init"
        words = _INIT.format(
            scratch=_scratch(private, command), private=folder, command=shlex.join(command)
        )
        init.write_text(words)
        init.chmod(0o755)
        console = _boot(program, private, memory_mib, timeout_s)
        return _answer(private, console, timeout_s)


def _scratch(private: Path, command: Sequence[str]) -> Path:
    """Return a folder that the guest may cover: nothing that it needs lies below it."""
    needed = [private, Path(__file__), Path(sys.executable), Path(sys.prefix), Path.cwd()]
    needed += [Path(word) for word in command if word.startswith("/")]
    for folder in map(Path, ("/mnt", "/media", "/srv", "/opt")):
        if folder.is_dir() and not any(one.is_relative_to(folder) for one in needed):
            return folder
    raise Unavailable("a folder that a guest may cover", "Make an empty /mnt.")


def _boot(program: str, private: Path, memory_mib: int, timeout_s: float) -> str:
    """Run the guest to its end, or end it: all of it is one process group of ours."""
    command = [
        program, f"mem={memory_mib}M", "rootfstype=hostfs", "hostfs=/", "ro",
        f"init={private}/init", f"uml_dir={private}/", "con=null", "con0=null,fd:1", "ssl=null",
        "quiet",
    ]  # fmt: skip
    # The guest is one session: where privilege allows, others may not slow its clock down.
    command = ["sh", "-c", 'echo -20 > /proc/self/autogroup; exec "$@"', "sh", *command]
    guest = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, errors="replace", start_new_session=True,
    )  # fmt: skip
    try:
        console, _ = guest.communicate(timeout=timeout_s)
    except subprocess.TimeoutExpired:
        console = ""
    finally:
        with suppress(ProcessLookupError):  # the group is gone if the guest ended by itself
            os.killpg(guest.pid, signal.SIGKILL)
        guest.communicate()
    return console


def _answer(private: Path, console: str, timeout_s: float) -> Guest:
    def text(name: str) -> str:
        file = private / name
        return file.read_text(errors="replace") if file.exists() else ""

    if not text("kernel"):
        said = " ".join(console.split())[-200:]
        raise Unavailable("user-mode Linux", f"It does not boot here: {said or 'no answer'}.")
    if not text("status"):
        raise Unavailable(
            f"an answer of the guest within {timeout_s:g} s",
            "Allow it more time, or try again when the machine is less busy.",
        )
    return Guest(text("kernel").strip(), int(text("status")), text("output"), text("errors"))
