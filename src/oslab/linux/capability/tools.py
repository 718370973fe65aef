"""Programs and packages that measurements use where they are installed."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
from importlib import metadata
from pathlib import Path

from oslab.errors import Unavailable
from oslab.linux import c_program
from oslab.linux.capability.outcome import Capability, found, missing


def c_compiler() -> tuple[Capability, ...]:
    """Compile and link the shortest program; it is thrown away at once."""
    name = "C compiler"
    try:
        compiler = c_program.compiler()
    except Unavailable as error:
        return missing(name, "no cc, gcc or clang is on the path", error.remedy)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "empty"
        done = _run([compiler, "-x", "c", "-o", str(made), "-"], "int main(void) { return 0; }\n")
        if done is None or not made.exists():
            reason = f"{Path(compiler).name} cannot make a program"
            return missing(name, reason, c_program.REMEDY)
    return found(name, f"{Path(compiler).name} made a program")


def perf_tool() -> tuple[Capability, ...]:
    """Ask `perf` for its version: it is the peer of several measurements."""
    name = "perf tool"
    remedy = "apt-get install linux-perf (Debian) or linux-tools-generic (Ubuntu)"
    path = shutil.which("perf")
    if path is None:
        return missing(name, "no perf is on the path", remedy)
    # A distribution's wrapper may be there without a perf for this kernel.
    answer = _run([path, "--version"], "")
    if answer is None:
        return missing(name, "perf is there and does not start", remedy)
    return found(name, answer.strip() or "it starts")


def numba() -> tuple[Capability, ...]:
    """Find numba without importing it, which takes about a second."""
    return _package("numba", "loops at native speed")


def psutil() -> tuple[Capability, ...]:
    """Find psutil without importing it."""
    return _package("psutil", "the second tool that checks our own numbers")


def _package(name: str, purpose: str) -> tuple[Capability, ...]:
    try:
        there = importlib.util.find_spec(name) is not None
        version = metadata.version(name) if there else ""
    except (metadata.PackageNotFoundError, ImportError, ValueError):
        there, version = False, ""
    if not there:
        return missing(name, "it is not installed", "pip install 'oslab[measure]'")
    return found(name, f"version {version}: {purpose}")


def _run(command: list[str], text: str) -> str | None:
    """Return what a short program printed, or None if it failed or hung."""
    environment = {**os.environ, "LC_ALL": "C"}
    try:
        done = subprocess.run(
            command, input=text, capture_output=True, text=True,
            check=True, timeout=20, env=environment,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout
