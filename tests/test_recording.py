"""A recorded answer is shown only where this machine has none, is labelled, and is never edited."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from oslab import cli, recording
from oslab.errors import InvalidInput, Unavailable
from oslab.measurement import Machine, Measurement
from oslab.recording import Answer, Recording

DAY = date(2026, 5, 1)
THERE = Machine("Imaginary 9000", 64, 1 << 37, "6.8.0", "x86_64", "bare metal", "3.12.1")


def measured(*samples: float, machine: Machine = THERE, **conditions: int) -> Measurement:
    method = "by imagination"
    return Measurement("fork", samples or (1.0, 2.0, 3.0), "ns", method, machine, conditions)


def cannot(**_: object) -> Measurement:
    raise Unavailable("A second CPU", "Run on a machine with two.")


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(recording, "RECORDED", tmp_path)
    monkeypatch.delenv("OSLAB_OUTPUT", raising=False)
    recording.record("processes.fork", lambda: (measured(pages=8),), where=tmp_path, today=DAY)
    return tmp_path


@pytest.mark.usefixtures("kept")
def test_a_machine_that_can_answer_is_asked() -> None:
    asked: list[object] = []

    def measure(**arguments: object) -> Measurement:
        asked.append(arguments)
        return measured(5.0)

    got = recording.answer("processes.fork", measure, size=3)
    assert asked == [{"size": 3}]
    assert (got.live, got.measurements) == (True, (measured(5.0),))
    assert got.label == f"This machine, {date.today().isoformat()}"


@pytest.mark.usefixtures("kept")
def test_a_machine_that_cannot_answer_shows_whose_answer_it_is_and_why() -> None:
    got = recording.answer("processes.fork", cannot)
    assert (got.live, got.measurements) == (False, (measured(pages=8),))
    assert got.label == (
        "Recorded on Imaginary 9000, Linux 6.8.0, 2026-05-01, because: "
        "A second CPU is not available here. Run on a machine with two."
    )


@pytest.mark.usefixtures("kept")
def test_where_nothing_is_recorded_the_reason_is_raised_again() -> None:
    with pytest.raises(Unavailable, match="A second CPU is not available here"):
        recording.answer("processes.other", cannot)


def test_an_edited_recording_is_not_a_silent_fallback(kept: Path) -> None:
    file = kept / "processes.fork.json"
    file.write_text(file.read_text().replace("2.0", "0.2"))
    with pytest.raises(InvalidInput, match="digest does not fit"):
        recording.answer("processes.fork", cannot)


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: text.replace("Imaginary 9000", "Real 1"),
        lambda text: text.replace("2026-05-01", "2026-05-02"),
        lambda text: text.replace("by imagination", "by measurement"),
        lambda text: text.replace('"digest"', '"digits"'),
        lambda text: text.replace("sha256:", "sha256:0"),
        lambda text: "{}",
        lambda text: "[]",
        lambda text: text[:-20],
    ],
)
def test_any_edit_is_noticed(kept: Path, edit: Callable[[str], str]) -> None:
    file = kept / "processes.fork.json"
    changed = edit(file.read_text())
    assert changed != file.read_text()
    file.write_text(changed)
    with pytest.raises(InvalidInput, match="unedited"):
        recording.load("processes.fork", kept)


def test_a_recording_comes_back_as_it_was_written(kept: Path) -> None:
    taken = (measured(1.5, 0.1, 1e300), measured(7.0, pages=1))
    made = recording.record("processes.more", lambda: taken, where=kept, today=DAY)
    assert recording.load("processes.more", kept) == made
    assert made == Recording("processes.more", "2026-05-01", "oslab record processes.more", taken)
    assert made.machine == THERE


def test_a_file_says_where_and_when_before_its_samples(kept: Path) -> None:
    content = json.loads((kept / "processes.fork.json").read_text())
    head = ["name", "date", "command", "machine", "kernel", "measurements", "digest"]
    assert list(content) == head
    assert content["kernel"] == "6.8.0"
    assert content["command"] == "oslab record processes.fork"


def test_nothing_is_written_where_the_machine_cannot(tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        recording.record("processes.none", cannot, where=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_measurements_of_two_machines_are_not_one_recording() -> None:
    here = Machine("Other", 1, 1, "6.1", "x86_64", "bare metal", "3.11.1")
    with pytest.raises(InvalidInput, match="one machine"):
        Recording("a.b", "2026-05-01", "oslab record a.b", (measured(), measured(machine=here)))


@pytest.mark.parametrize("name", ["", "fork", "../x.y", "a.b/c", "A.b", "a..b", "a.b\n", 3, None])
def test_a_name_is_a_room_and_a_function(name: object, tmp_path: Path) -> None:
    for ask in (
        lambda: recording.load(name, tmp_path),  # type: ignore[arg-type]
        lambda: recording.answer(name, cannot),  # type: ignore[arg-type]
        lambda: recording.record(name, cannot, where=tmp_path),  # type: ignore[arg-type]
    ):
        with pytest.raises(InvalidInput, match="name="):
            ask()


@pytest.mark.parametrize("taken", [(), None, "text", (1,), [measured(), 2]])
def test_an_answer_holds_measurements_only(taken: object) -> None:
    with pytest.raises(InvalidInput, match="measurements"):
        recording.answer("a.b", lambda: taken)  # type: ignore[arg-type,return-value]


def test_a_command_holds_no_path() -> None:
    with pytest.raises(InvalidInput, match="command"):
        Recording("a.b", "2026-05-01", "/usr/bin/oslab record a.b", (measured(),))


def test_an_answer_shows_a_labelled_line_for_each_measurement(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("OSLAB_OUTPUT", raising=False)
    got = Answer((measured(pages=8), measured(4.0)), live=False, label="Recorded on <that>")
    assert str(got).splitlines() == [
        "Recorded on <that>",
        "  fork: 2.00 ns (1.00 to 3.00, 3 samples) [pages=8]",
        "  fork: 4.00 ns (4.00 to 4.00, 1 samples)",
    ]
    page = got._repr_mimebundle_()["text/html"]
    assert 'data-answer="recorded"' in page
    assert "<strong>Recorded on &lt;that&gt;</strong>" in page
    assert page.count("<li>") == 2
    monkeypatch.setenv("OSLAB_OUTPUT", "text")
    assert set(got._repr_mimebundle_()) == {"text/plain"}


def files() -> list[Path]:
    return sorted((Path(recording.__file__).parent / "recorded").glob("*.json"))


def test_every_recording_of_the_book_is_unedited_and_free_of_paths() -> None:
    for file in files():
        made = recording.load(file.stem)
        assert made.name == file.stem
        assert made.to_json() == file.read_text(), f"{file.name} was not written by oslab record"
        for word in ("/home", "/root", "/tmp", "/work", "/usr"):
            assert word not in file.read_text(), f"{file.name} holds a path"


def test_every_recording_of_the_book_can_be_taken_again() -> None:
    rows = {
        name
        for room in cli.ROOMS
        for name in importlib.import_module(f"oslab.{room}.recorded").RECORDED
    }
    assert {file.stem for file in files()} <= rows
