"""A list is worked through by processes that each lose only themselves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from oslab.course.parallel import each
from oslab.errors import InvalidInput, Unavailable


def run(work, items, **how):
    return dict(each(work, items, **{"jobs": 3, "timeout_s": 600, **how}))


def test_every_item_is_worked_on_once_in_a_process_of_its_own():
    made = run(lambda item: [item * 2, os.getpid()], list(range(7)))

    assert {place: place * 2 for place in range(7)} == {n: one[0] for n, one in made.items()}
    assert 7 == len({one[1] for one in made.values()} - {os.getpid()})


def test_nothing_to_do_is_done():
    assert {} == run(lambda item: item, [])


def test_no_more_run_at_once_than_were_asked_for(tmp_path):
    def work(item):
        (tmp_path / f"{item}").touch()
        most = len(list(tmp_path.iterdir()))
        (tmp_path / f"{item}").unlink()
        return most

    assert {1} == set(run(work, list(range(5)), jobs=1).values())


def test_progress_is_told():
    told = []
    run(lambda item: item, [1, 2, 3], progress=lambda done, whole: told.append((done, whole)))

    assert {3} == {whole for _, whole in told}
    assert sorted(told) == told


@pytest.mark.parametrize("end", ["os._exit(0)", "os.kill(os.getpid(), 9)", "raise ValueError"])
def test_a_process_that_dies_is_lost_alone(end):
    def work(item):
        if item == 1:
            exec(end)
        return item

    made = run(work, [0, 1, 2], lost=lambda error: f"lost: {error}")

    assert (0, 2) == (made[0], made[2])
    assert made[1].startswith("lost: ")
    with pytest.raises(Unavailable):
        run(work, [0, 1, 2])


def test_one_that_takes_too_long_is_ended_and_may_clean_up(tmp_path):
    def work(item):
        try:
            while True:
                time.sleep(1000)
        finally:
            (tmp_path / "cleaned").touch()

    made = run(work, [0], timeout_s=0.1, lost=str)

    assert "took too long" in made[0]
    assert (tmp_path / "cleaned").exists()


def test_what_work_refuses_comes_out_as_it_was():
    def work(item):
        raise InvalidInput("item", item, "another")

    with pytest.raises(InvalidInput, match="item='5': must be another"):
        run(work, [5])


def test_who_stops_listening_leaves_no_process():
    pids = []
    for _, pid in each(lambda item: os.getpid(), list(range(20)), jobs=4, timeout_s=600):
        pids.append(pid)
        break

    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_handlers_of_signals_are_put_back():
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGHUP)
    run(lambda item: item, [1])

    assert before == (signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGHUP))


PROGRAM = """
import os, signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)
for number in (signal.SIGTERM, signal.SIGHUP):  # nohup hands it on ignored
    signal.signal(number, signal.SIG_DFL)
from oslab.course.parallel import each
def work(item):
    try:
        os.write(1, b"up\\n")
        time.sleep(60)
    finally:
        os.write(1, b"cleaned\\n")
list(each(work, [1, 2], jobs=2, timeout_s=600))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interruption_lets_every_child_clean_up(number):
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert ["up\n", "up\n"] == [process.stdout.readline() for _ in range(2)]
        process.send_signal(number)
        process.send_signal(number)
        said, complaint = process.communicate()
    finally:
        process.kill()
        process.communicate()

    assert "cleaned\ncleaned\n" == said
    assert "KeyboardInterrupt" in complaint
