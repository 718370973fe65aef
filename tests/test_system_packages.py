"""What a machine lacks is said in one message, with the command that installs it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent / ".ci/system-packages"
ALL = ("cc", "perf", "strace", "spin", "cyclictest", "fio", "chromium", "pdftotext", "linux.uml")


def asked(tmp_path: Path, parts: list[str], here: tuple[str, ...]) -> tuple[int, str]:
    """Run the script as somebody who is not root, on a machine with these programs alone."""
    for name in ("bash", "python3"):
        (tmp_path / name).symlink_to(str(shutil.which(name)))
    for name, body in {"id": "echo 1000", **dict.fromkeys(here, ":")}.items():
        (tmp_path / name).write_text(f"#!{shutil.which('bash')}\n{body}\n")
        (tmp_path / name).chmod(0o755)
    done = subprocess.run(
        [str(shutil.which("bash")), str(SCRIPT), *parts],
        env={**os.environ, "PATH": str(tmp_path), "PYTHON": "false", "BROWSER": ""},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("parts", [["build"], ["build", "measure"]])
def test_one_message_lists_all_that_a_book_wants(tmp_path: Path, parts: list[str]) -> None:
    status, said = asked(tmp_path, parts, ())

    assert status == 1
    (line,) = said.splitlines()
    command, packages = line.split("apt-get install ")
    assert command == "Please install what is missing: sudo "
    assert {"gcc", "python3-venv", "strace", "rt-tests", "fio"} <= set(packages.split())
    assert "perf" in packages or "linux-tools" in packages
    assert len(packages.split()) == 7


def test_without_the_tools_of_comparison_the_book_goes_on(tmp_path: Path) -> None:
    status, said = asked(tmp_path, ["measure"], ("cc",))

    assert status == 0
    assert said.count("sudo apt-get install") == 1


def test_nothing_missing_says_nothing(tmp_path: Path) -> None:
    assert asked(tmp_path, ["measure", "browser", "kernel"], ALL) == (0, "")
