"""Other interpreters: one is found if it runs, and told what becomes of its lock."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import interpreter


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "program.py"
    path.write_text("import os, sys; print(sys.argv[1:], os.environ.get('PYTHON_GIL'))")
    return path


def test_a_program_gets_its_arguments(program: Path) -> None:
    assert interpreter.run(program, "a b", 3).stdout.startswith("['a b', '3']")


def test_the_lock_is_told_to_stay(program: Path) -> None:
    assert interpreter.run(program, gil=True).stdout == "[] 1\n"


def test_a_program_that_does_not_end_is_said_to_be_one(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text("while True: pass")

    with pytest.raises(Unavailable):
        interpreter.run(path, timeout_s=1)


def test_no_such_interpreter_is_refused(program: Path) -> None:
    with pytest.raises(InvalidInput):
        interpreter.run(program, interpreter="/nonexistent/python")


def test_a_stand_in_that_does_not_run_is_not_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in = tmp_path / interpreter.NAMES[0]
    stand_in.write_text("#!/bin/sh\nexit 127\n")
    stand_in.chmod(0o755)
    monkeypatch.setattr(sys, "_is_gil_enabled", lambda: True, raising=False)
    monkeypatch.setattr(
        shutil, "which", lambda name: str(stand_in) if name == stand_in.name else None
    )

    with pytest.raises(Unavailable):
        interpreter.free_threaded()
    stand_in.write_text("#!/bin/sh\nexit 0\n")
    assert interpreter.free_threaded() == str(stand_in)


def test_an_interpreter_without_the_lock_is_its_own_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "_is_gil_enabled", lambda: False, raising=False)

    assert interpreter.free_threaded() == sys.executable
