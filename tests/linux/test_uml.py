"""The guest kernel runs one command, changes nothing of ours, and never outlives its time."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pytest

from oslab.errors import InvalidInput, OslabError, Unavailable
from oslab.linux import uml
from oslab.linux.procfs import stat

pytestmark = pytest.mark.kernel


def run(*command: str, **arguments: float) -> uml.Guest:
    try:
        return uml.run(command, **arguments)
    except Unavailable as cannot:
        if "user-mode Linux" in cannot.what:
            pytest.skip(str(cannot))
        raise


def test_a_command_runs_under_another_kernel_and_its_status_comes_back() -> None:
    guest = run("sh", "-c", "uname -r; echo no >&2; exit 7")

    assert guest.kernel == guest.output.strip()
    assert guest.kernel != os.uname().release
    assert (guest.status, guest.errors) == (7, "no\n")


def test_the_guest_sees_these_files_and_cannot_change_them(tmp_path: Path) -> None:
    inside = tmp_path / "file"
    inside.write_text("ours")

    guest = run("sh", "-c", f"cat {inside} {__file__} | head -c 4; echo x > {inside}")

    assert guest.output == "ours"
    assert guest.status != 0
    assert inside.read_text() == "ours"


@pytest.mark.needs("linux.uml")
def test_a_guest_that_hangs_is_ended_with_all_its_processes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    groups = []
    end = os.killpg
    monkeypatch.setattr(
        os, "killpg", lambda group, number: groups.append(group) or end(group, number)
    )

    with pytest.raises(Unavailable, match=r"within 6 s|user-mode Linux"):
        uml.run(["sleep", "1000"], timeout_s=6)

    assert len(groups) == 1
    assert [one for one in states(groups[0]) if one != "Z"] == []


def states(group: int) -> list[str]:
    """Return the state of every process of a group; one that nobody fetched yet is a Z."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OslabError):
                one = stat.read(int(folder.name))
                found += [one.state] if one.pgrp == group else []
    return found


def test_where_it_is_missing_the_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uml.shutil, "which", lambda _: None)

    with pytest.raises(Unavailable, match="apt-get install user-mode-linux"):
        uml.run(["true"])


@pytest.mark.parametrize(
    "arguments",
    [{"command": "true"}, {"command": []}, {"command": ["a\0"]}, {"timeout_s": 0},
     {"memory_mib": 1}],
)  # fmt: skip
def test_nonsense_boots_nothing(arguments: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        uml.run(**{"command": ["true"], **arguments})
