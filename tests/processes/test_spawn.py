"""Four ways to start a program agree on how it ended; the status word is the kernel's own."""

import errno
import importlib
import os
import signal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput, Unavailable
from oslab.processes import measure, model, view
from oslab.processes.records.spawn import EXEC_FAILED, EXITED, KILLED, Outcome

door = importlib.import_module("oslab.processes.measure.spawn")
WAYS = sorted(door.WAYS)

COMMANDS = [
    (["true"], Outcome(EXITED, 0)),
    (["sh", "-c", "exit 3"], Outcome(EXITED, 3)),
    (["sh", "-c", "exit 127"], Outcome(EXITED, 127)),
    (["sh", "-c", "exit 256"], Outcome(EXITED, 0)),
    (["sh", "-c", "kill -KILL $$"], Outcome(KILLED, signal.SIGKILL)),
    (["sh", "-c", "kill -SEGV $$"], Outcome(KILLED, signal.SIGSEGV)),
    (["no-such-program-of-oslab"], Outcome(EXEC_FAILED, errno.ENOENT)),
    (["/etc/passwd"], Outcome(EXEC_FAILED, errno.EACCES)),
]


@pytest.mark.kernel
@pytest.mark.parametrize("by", WAYS)
@pytest.mark.parametrize(("command", "expected"), COMMANDS, ids=str)
def test_every_way_tells_the_same_end(command: list[str], expected: Outcome, by: str) -> None:
    assert expected == measure.spawn(command, by)


@pytest.mark.kernel
@pytest.mark.parametrize("by", [way for way in WAYS if way != "C program"])  # it asks /bin/sh
def test_a_file_that_is_no_program_fails_in_exec(by: str, tmp_path: Path) -> None:
    script = tmp_path / "no-program"
    script.write_bytes(b"\x7fnot an ELF file")
    script.chmod(0o755)
    assert Outcome(EXEC_FAILED, errno.ENOEXEC) == measure.spawn([str(script)], by)


@pytest.mark.kernel
@pytest.mark.parametrize("by", ["fork and exec", "posix_spawn", "subprocess"])
def test_a_command_that_never_ends_is_killed(by: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "_PATIENCE_S", 0.2)
    with pytest.raises(Unavailable, match="within"):
        measure.spawn(["sleep", "1000"], by)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@given(st.integers(0, 0xFFFF).filter(lambda word: word & 0x7F != 0x7F))
def test_the_word_reads_as_the_c_library_reads_it(word: int) -> None:
    outcome = model.decoded(word).outcome
    if os.WIFEXITED(word):
        assert Outcome(EXITED, os.WEXITSTATUS(word)) == outcome
    else:
        assert Outcome(KILLED, os.WTERMSIG(word)) == outcome
        assert os.WCOREDUMP(word) == model.decoded(word).core


@pytest.mark.kernel
@pytest.mark.parametrize("code", [0, 1, 255, 256, 300, -1])
def test_the_kernel_keeps_the_low_eight_bits_of_exit(code: int) -> None:
    child = os.posix_spawnp(
        "python3", ["python3", "-c", f"import os; os._exit({code})"], os.environ
    )
    assert model.wait_status(code).word == os.waitpid(child, 0)[1]


@pytest.mark.parametrize(
    ("code", "number", "shell"),
    [(0, 0, 0), (3, 0, 3), (256, 0, 0), (-1, 0, 255), (0, 9, 137), (0, 15, 143), (5, 11, 139)],
)
def test_the_shell_adds_128_to_a_signal(code: int, number: int, shell: int) -> None:
    assert shell == model.wait_status(code, number).shell  # POSIX 2.8.2; bash(1), EXIT STATUS


def test_the_picture_says_what_the_word_means() -> None:
    picture = view.wait_status(model.wait_status(signal=11, core=True))
    expected = "Wait status 0x008b: killed by signal 11, core dumped; the shell's $? is 139."
    assert expected == picture.alt
    assert len(picture.svg) < 6_000


nonsense = st.one_of(st.none(), st.floats(), st.text(), st.binary(), st.lists(st.integers()))


@given(nonsense)
def test_nonsense_is_named(value: object) -> None:
    for ask in (
        lambda: model.decoded(value),  # type: ignore[arg-type]
        lambda: model.wait_status(code=value),  # type: ignore[arg-type]
        lambda: model.wait_status(signal=value),  # type: ignore[arg-type]
        lambda: model.wait_status(core=value),  # type: ignore[arg-type]
        lambda: measure.spawn(value),  # type: ignore[arg-type]
        lambda: measure.spawn(["true"], value),  # type: ignore[arg-type]
        lambda: measure.spawn(["\ud800"]),  # type: ignore[arg-type]
        lambda: view.wait_status(value),  # type: ignore[arg-type]
        lambda: Outcome(value, 1),  # type: ignore[arg-type]
        lambda: Outcome(EXITED, value),  # type: ignore[arg-type]
    ):
        with pytest.raises(InvalidInput):
            ask()
    for word in (-1, 0x7F, 0x137F, 2**16):
        with pytest.raises(InvalidInput):
            model.decoded(word)
