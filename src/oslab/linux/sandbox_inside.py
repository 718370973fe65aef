"""What a box shows to the program inside it, as bubblewrap's own words.

Everything is named: a box starts with nothing and gets the system's programs,
the Python that runs us with its packages, oslab itself and what the caller names,
all read-only.

Source: bwrap(1).
"""

from __future__ import annotations

import functools
import os
import stat
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from oslab.errors import InvalidInput, require, require_whole

NOBODY = "65534"
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
_SETTINGS = ("/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime")
_ENVIRONMENT = {
    "HOME": "/box",
    "LANG": "C.UTF-8",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    # Sets come in the same order for the reference and for every student.
    "PYTHONHASHSEED": "0",
    "TMPDIR": "/tmp",  # noqa: S108 - the box's own
}


def command_line(
    bwrap: str, *, readable: Sequence[Path], hidden: Sequence[Path], folder: Path | None,
    memory_files: int,
) -> list[str]:  # fmt: skip
    """Return bubblewrap with its words; the program to run follows them.

    Args:
        bwrap: its path.
        readable: shown at their own place.
        hidden: empty folders take their place.
        folder: shown as `/box`, to be written; None for one in memory.
        memory_files: bytes of each file system in memory.

    Raises:
        InvalidInput: if an argument has no meaning.
    """
    _require_program(bwrap)
    require_whole("memory_files", memory_files, low=1)
    for argument, paths in (("readable", readable), ("hidden", hidden)):
        ok = isinstance(paths, list | tuple) and all(isinstance(path, Path) for path in paths)
        require(ok, argument, paths, "a list of Paths")
    require(folder is None or isinstance(folder, Path), "folder", folder, "a Path, or None")
    known = options(bwrap)
    size = ["--size", str(memory_files)] if "--size" in known else []
    words = [
        bwrap, "--unshare-all", "--unshare-user", "--die-with-parent", "--new-session",
        "--cap-drop", "ALL", "--uid", NOBODY, "--gid", NOBODY, "--clearenv",
        *(["--disable-userns"] if "--disable-userns" in known else []),
    ]  # fmt: skip
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    for name, value in {**_ENVIRONMENT, "PATH": path}.items():
        words += ["--setenv", name, value]
    words += ["--proc", "/proc", "--dev", "/dev", *size, "--tmpfs", "/tmp"]  # noqa: S108
    for shown in _guarded():
        words += shown
    words += [*size, "--tmpfs", "/dev/shm"]  # noqa: S108
    for shown in _shown(readable):
        words += shown
    for place in hidden:
        if any(place.is_relative_to(one) for one in (*readable, Path("/usr"))):
            words += ["--tmpfs", str(place)]
    words += [*size, "--tmpfs", "/box"] if folder is None else ["--bind", str(folder), "/box"]
    return [*words, "--remount-ro", "/", "--chdir", "/box", "--"]


def python_folders() -> list[Path]:
    """Return where this Python, its packages and oslab lie, outside of `/usr`."""
    package = Path(__file__).resolve().parents[1]
    found = [Path(sys.prefix), Path(sys.base_prefix), Path(sys.executable).resolve().parents[1]]
    if not any(package.is_relative_to(place) for place in found):
        found.append(package)
    return [place for place in dict.fromkeys(found) if not place.is_relative_to("/usr")]


def options(bwrap: str) -> frozenset[str]:
    """Return the options that this bubblewrap knows.

    Raises:
        InvalidInput: if `bwrap` is no program that runs.
    """
    _require_program(bwrap)
    return _options(bwrap)


@functools.cache
def _options(bwrap: str) -> frozenset[str]:
    try:
        text = subprocess.run([bwrap, "--help"], capture_output=True, text=True, check=False)
    except (OSError, ValueError) as error:
        raise InvalidInput("bwrap", bwrap, "a program that runs") from error
    return frozenset(word for word in text.stdout.split() if word.startswith("--"))


def _guarded() -> Iterator[list[str]]:
    """Yield what keeps a box from writing to files of /proc that are not its processes'.

    The user of root's box is nobody inside and root outside, and the owner of /proc/sys
    may write there without any capability: core_pattern is a way out of the box.

    Source: fs/proc/proc_sysctl.c, `test_perm`.
    """
    for entry in sorted(os.scandir("/proc"), key=lambda one: one.name):
        if entry.name.isdecimal() or entry.is_symlink():
            continue
        mode = entry.stat(follow_symlinks=False).st_mode
        if not mode & stat.S_IROTH or entry.name in ("keys", "key-users"):
            yield ["--ro-bind", "/dev/null", entry.path]
        elif entry.is_dir() or mode & 0o222:
            yield ["--ro-bind", entry.path, entry.path]


def _require_program(bwrap: object) -> None:
    ok = isinstance(bwrap, str) and Path(bwrap.replace("\0", "")).name.startswith("bwrap")
    require(ok, "bwrap", bwrap, "the path of bubblewrap")


def _shown(readable: Sequence[Path]) -> Iterator[list[str]]:
    for name in _SYSTEM:
        place = Path(name)
        if place.is_symlink():
            yield ["--symlink", str(place.readlink()), name]
        elif place.exists():
            yield ["--ro-bind", name, name]
    for name in _SETTINGS:
        yield ["--ro-bind-try", name, name]
    for place in readable:
        yield ["--ro-bind", str(place), str(place)]
