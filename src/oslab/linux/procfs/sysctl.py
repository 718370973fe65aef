"""/proc/sys: settings of the kernel that are one whole number each."""

from __future__ import annotations

import re
from pathlib import Path

from oslab.errors import InvalidInput
from oslab.linux.procfs.fetch import PROC, folder, system_text
from oslab.linux.procfs.words import parser

_NAME = re.compile(r"[a-z0-9_]{1,40}(\.[a-z0-9_]{1,60}){1,4}")
_NUMBER = re.compile(r"-?[0-9]{1,19}")


@parser("/proc/sys/NAME")
def parse(text: str) -> int:
    r"""Return the number.

    >>> parse("0\n")
    0

    Raises:
        InvalidInput: if it is not one whole number.

    Source: proc_sys_vm(5).
    """
    if _NUMBER.fullmatch(text.strip()) is None:
        raise InvalidInput("text", text, "one whole number")
    return int(text)


def read(name: str, proc: Path | str = PROC) -> int:
    """Return one setting, named as sysctl(8) does: `"vm.overcommit_memory"`.

    Raises:
        InvalidInput: if this is no name of a setting, or it is not one whole number.
        Unavailable: if this kernel does not have it, or not for us.
    """
    if not isinstance(name, str) or _NAME.fullmatch(name) is None:
        raise InvalidInput("name", name, "the name of a setting, such as 'vm.swappiness'")
    return parse(system_text(folder("proc", proc).joinpath("sys", *name.split("."))))
