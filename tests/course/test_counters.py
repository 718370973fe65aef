"""The kernel's counters agree with a known workload, for this process and for another."""

import mmap
import os
import signal
import subprocess
import sys

import pytest

from oslab.course import capabilities, counters
from oslab.course.counters import Counters
from oslab.course.questions import CAPABILITIES
from oslab.errors import InvalidInput
from oslab.linux.procfs import children

PAGES = 2_000
TOUCH = f"""
import mmap, sys
area = mmap.mmap(-1, {PAGES} * mmap.PAGESIZE)
if hasattr(mmap, "MADV_NOHUGEPAGE"):
    area.madvise(mmap.MADV_NOHUGEPAGE)
print("ready", flush=True)
sys.stdin.readline()
for place in range(0, len(area), mmap.PAGESIZE):
    area[place] = 1
print("done", flush=True)
sys.stdin.readline()
"""


@pytest.mark.kernel
def test_touched_pages_are_counted_in_this_process():
    area = mmap.mmap(-1, PAGES * mmap.PAGESIZE)
    area.madvise(mmap.MADV_NOHUGEPAGE)

    before = counters.read()
    for place in range(0, len(area), mmap.PAGESIZE):
        area[place] = 1
    seen = before.until(counters.read())

    area.close()
    assert PAGES <= seen.minor_faults < 2 * PAGES
    assert seen.wall_ns > 0
    assert seen.cpu_ns > 0


@pytest.mark.kernel
def test_touched_pages_are_counted_in_another_process():
    with subprocess.Popen(
        [sys.executable, "-c", TOUCH], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        other.stdout.readline()
        before = counters.read(other.pid)
        other.stdin.write("go\n")
        other.stdin.flush()
        other.stdout.readline()
        seen = before.until(counters.read(other.pid), peak_children=3)
        other.stdin.close()

    assert PAGES <= seen.minor_faults < 2 * PAGES
    assert 0 < seen.cpu_ns <= 10**12
    assert seen.peak_children == 3


@pytest.mark.kernel
def test_a_child_counts_once_it_is_reaped_and_a_zombie_is_still_a_child():
    before = counters.read()
    pid = os.fork()
    if pid == 0:
        bytearray(PAGES * mmap.PAGESIZE)
        os._exit(0)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    assert pid in children.read()
    os.waitpid(pid, 0)
    assert pid not in children.read()

    assert before.until(counters.read()).children_minor_faults > 0


@pytest.mark.kernel
def test_counters_only_grow():
    with subprocess.Popen([sys.executable, "-c", TOUCH], stdin=subprocess.PIPE) as other:
        first, second = counters.read(other.pid), counters.read(other.pid)
        other.send_signal(signal.SIGKILL)

    assert second.at_ns >= first.at_ns
    assert second.cpu_ns >= first.cpu_ns


def test_what_was_counted_is_the_difference_and_never_below_zero():
    early, late = Counters(*[5] * 11), Counters(*[9, 2, *[5] * 8, 105])

    seen = early.until(late, children_left=1)

    assert (seen.minor_faults, seen.major_faults, seen.wall_ns) == (4, 0, 100)
    assert seen.children_left == 1
    assert early.until(late, wall_ns=7).wall_ns == 7


def test_a_process_that_is_gone_is_a_wrong_question():
    with pytest.raises(InvalidInput):
        counters.read(2**31 - 1)


@pytest.mark.kernel
@pytest.mark.parametrize("name", CAPABILITIES)
def test_a_capability_is_there_or_says_what_would_help(name):
    reason = capabilities.missing(name)

    assert reason is None or reason.endswith((".", ")", "'"))


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    reason = capabilities.missing("disk_backed_folder", tmp_path / "nowhere")

    assert "nowhere" in reason
    assert list(tmp_path.iterdir()) == []
