"""The command answers on one page, and says in one line why it cannot."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from oslab import __version__, cli, machine, recording
from oslab.claim import Claim
from oslab.errors import InvalidInput, Unavailable
from oslab.measurement import Machine, Measurement
from oslab.processes import claims, recorded

MACHINE = Machine("Imaginary 9000", 2, 1 << 30, "6.8.0", "x86_64", "bare metal", "3.12.1")


def measured() -> Measurement:
    return Measurement("switch", (3.0,), "us", "by imagination", MACHINE)


def cannot() -> Measurement:
    raise Unavailable("A second CPU", "Run on two.")


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    def row(name: str, measure: object) -> Claim:
        return Claim(name, f"Sentence of {name}.", "folklore", "p", "us", 1, 5, measure)  # type: ignore[arg-type]

    monkeypatch.setattr(
        cli.terminal, "ROOMS", ("processes",)
    )  # no other room measures in earnest here
    made = (row("processes.a", measured), row("processes.b", cannot))
    monkeypatch.setattr(claims, "CLAIMS", made)
    table = {"processes.a": lambda: (measured(),), "processes.b": cannot}
    monkeypatch.setattr(recorded, "RECORDED", table)
    record = recording.record
    monkeypatch.setattr(
        recording, "record", lambda name, measure: record(name, measure, where=tmp_path)
    )
    return tmp_path


@pytest.mark.usefixtures("rows")
def test_claims_are_judged_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["claims"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "holds: Sentence of processes.a. (median 3.00 us, claimed 1 to 5 us)",
        "unavailable: Sentence of processes.b. (A second CPU is not available here. Run on two.)",
        "1 of 2 claims hold here, 0 do not, 1 cannot be measured here",
    ]


@pytest.mark.usefixtures("rows")
def test_one_claim_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["claims", "--json", "processes.a"]) == 0
    (verdict,) = json.loads(capsys.readouterr().out)["verdicts"]
    assert verdict["name"] == "processes.a"


def test_record_writes_what_it_can_and_names_what_it_cannot(
    rows: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["record"]) == 3
    out, err = capsys.readouterr()
    assert out.startswith("processes.a: 1 measurements on Imaginary 9000")
    assert err.splitlines() == [
        "oslab: processes.b: A second CPU is not available here. Run on two."
    ]
    assert [file.name for file in rows.iterdir()] == ["processes.a.json"]


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("command", ["claims", "record"])
def test_an_unknown_name_is_a_wrong_question(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([command, "processes.z"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "oslab: name='processes.z': must be one of processes.a, processes.b"
    ]


@pytest.mark.parametrize(
    ("error", "status", "line"),
    [
        (InvalidInput("quantum", 0, "at least 1"), 2, "oslab: quantum=0: must be at least 1"),
        (Unavailable("/proc", "Mount it."), 3, "oslab: /proc is not available here. Mount it."),
        (KeyboardInterrupt(), 130, "oslab: interrupted"),
    ],
)
def test_an_error_is_one_line_and_a_status(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    status: int,
    line: str,
) -> None:
    def fail() -> machine.Report:
        raise error

    monkeypatch.setattr(machine, "report", fail)
    assert cli.main(["machine"]) == status
    assert capsys.readouterr() == ("", line + "\n")


@pytest.mark.parametrize("words", [[], ["teapot"], ["machine", "--yaml"]])
def test_words_it_does_not_know_are_a_wrong_question(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    assert ended.value.code == 2
    assert "usage: oslab" in capsys.readouterr().err


@pytest.mark.parametrize("words", ["machine", 3, [1], b"machine"])
def test_arguments_are_texts(words: object) -> None:
    with pytest.raises(InvalidInput, match="arguments"):
        cli.main(words)  # type: ignore[arg-type]


def test_python_m_oslab_is_the_command() -> None:
    command = [sys.executable, "-m", "oslab", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == f"oslab {__version__}\n"


def test_a_reader_that_goes_away_is_no_traceback() -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as nobody:
        done = subprocess.run(
            [sys.executable, "-m", "oslab", "machine"],
            stdout=nobody, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (141, "")


def clock(*seconds: float) -> Iterator[float]:
    yield from seconds


def test_a_bar_is_drawn_after_two_seconds_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    times = clock(0, 1.9, 2.0)
    bar = cli.Bar("judging", lambda: next(times))
    bar(1, 4)
    assert capsys.readouterr().err == ""
    bar(2, 4)
    assert capsys.readouterr().err == "\rjudging [############............] 2 of 4"
    bar.close()
    assert capsys.readouterr().err == "\r\033[K"
    monkeypatch.setattr(sys.stderr, "isatty", lambda: False)
    times = clock(0, 9)
    bar = cli.Bar("judging", lambda: next(times))
    bar(1, 4)
    bar.close()
    assert capsys.readouterr().err == ""


# ------------------------------------------------------------------ a question bank

QUIZ = """title = "One"
[[question]]
name = "q"
stem = "Is `a < b`?"
[[question.option]]
text = "Yes"
right = true
because = "It is."
[[question.option]]
text = "No"
because = "It is not so."
"""


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    path = tmp_path / "one.toml"
    path.write_text(QUIZ, encoding="utf-8")
    return path


def test_a_quiz_prints_its_questions(bank: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["quiz", str(bank)]) == 0
    assert capsys.readouterr().out == "Quiz: One\n1. Is `a < b`?\n"


def test_a_quiz_becomes_a_bank_in_json(bank: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["quiz", str(bank), "--json"]) == 0
    (question,) = json.loads(capsys.readouterr().out)["questions"]
    assert ["It is.", "It is not so."] == [o["because"] for o in question["options"]]


def test_a_quiz_becomes_a_bank_for_moodle(bank: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["quiz", "--moodle", str(bank)]) == 0
    (question,) = ElementTree.fromstring(capsys.readouterr().out)
    assert ["100", "0"] == [answer.get("fraction") for answer in question.iter("answer")]
    assert "Is <code>a &lt; b</code>?" == question.findtext("questiontext/text")


def test_a_quiz_has_one_form_at_a_time(bank: Path) -> None:
    with pytest.raises(SystemExit, match="2"):
        cli.main(["quiz", str(bank), "--json", "--moodle"])


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (None, "path="),
        ("title =", "must be TOML"),
        ('title = "One"', "questions=(): must be at least one question"),
        (QUIZ.replace("right = true\n", ""), "such that one is right (0 are)"),
        (QUIZ.replace('because = "It is."\n', ""), "must be given for an option of 'q'"),
    ],
)
def test_what_is_no_quiz_is_a_wrong_question(
    text: str | None, complaint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "wrong.toml"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    assert cli.main(["quiz", str(path), "--json"]) == 2
    out, err = capsys.readouterr()
    assert ("", True) == (out, err.startswith("oslab: ") and complaint in err)


def test_a_trace_says_what_less_memory_would_cost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, output = tmp_path / "data.bin", tmp_path / "pages.txt"
    data.write_bytes(bytes(32 * 4096))
    read = (
        "import os, sys; fd = os.open(sys.argv[1], 0)\n"
        "for page in 2 * list(range(32)): os.pread(fd, 1, 4096 * page)"
    )
    words = ["trace", str(data), "--output", str(output), "--", sys.executable, "-c", read]

    assert cli.main([*words, str(data)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "64 references to 32 of 32 pages of data.bin"
    assert lines[-1].split() == ["0.1", "32", "32", "50.0%"]
    assert lines[-2].split() == ["0.1", "24", "64", "100.0%"]
    assert output.read_text().split() == [str(page) for page in (*range(32), *range(32))]


def test_a_trace_of_nothing_is_a_wrong_question(tmp_path: Path) -> None:
    assert cli.main(["trace", str(tmp_path / "none"), "--", "true"]) == 2
