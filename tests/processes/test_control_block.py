"""The control block: fields of a live process, checked against psutil and the child itself."""

import contextlib
import os
import subprocess
import sys

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.processes import measure, view
from oslab.processes.measure.control_block import _member
from oslab.processes.records.control_block import GROUPS, ControlBlock, Entry

nonsense = st.one_of(
    st.none(), st.booleans(), st.floats(), st.text(max_size=9), st.integers(max_value=0)
)


@pytest.fixture
def sleeper():
    child = subprocess.Popen(
        [sys.executable, "-c", "import os; os.umask(0o027); print(flush=True); input()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    child.stdout.readline()
    yield child.pid
    child.communicate()


@pytest.mark.kernel
def test_the_control_block_says_what_psutil_says(sleeper):
    block, process = measure.control_block(sleeper), psutil.Process(sleeper)

    assert str(process.ppid()) == block.value("real_parent->tgid") == str(os.getpid())
    assert str(process.num_threads()) == block.value("signal->nr_threads")
    assert str(process.uids().real) == block.value("cred->uid")
    assert f"nice {process.nice()}" == block.value("static_prio")
    assert ",".join(map(str, process.cpu_affinity())) == block.value("cpus_mask")
    assert f"{process.memory_info().vms / 2**20:.2f} MiB" == block.value("mm->total_vm")
    assert "0027" == block.value("fs->umask")
    assert process.name() == block.command


@pytest.mark.kernel
def test_every_group_of_fields_is_there_and_most_can_be_read(sleeper):
    block = measure.control_block(sleeper)
    hidden = {one.member for one in block.entries if not one.value}

    assert list(GROUPS) == list(dict.fromkeys(one.group for one in block.entries))
    assert len(block.entries) >= 30
    assert hidden <= {"thread", "stack (pt_regs)", "ioac.rchar", "seccomp.mode"}
    assert len(str(view.control_block(block)).splitlines()) == len(block.entries) + 2
    assert "umask" in str(view.control_block(block, group="files"))


@pytest.mark.kernel
def test_this_process_is_the_default():
    assert os.getpid() == measure.control_block().pid


@pytest.mark.parametrize(
    ("member", "release", "name"),
    [
        ("__state", "5.13.0-generic", "state"), ("__state", "5.14.0", "__state"),
        ("cpus_mask", "4.19.0", "cpus_allowed"), ("tgid", "4.19.0", "tgid"),
        ("__state", "unknown", "__state"),
    ],
)  # fmt: skip
def test_members_have_the_name_of_their_kernel(member, release, name):
    """sched.h before and after 2f064a59a11f (5.14) and 3bd3706251ee (5.3)."""
    assert name == _member(member, release)


@given(nonsense)
def test_nonsense_is_refused_by_name(value):
    if value is not None:
        with pytest.raises(InvalidInput):
            measure.control_block(value)
    with pytest.raises(InvalidInput):
        view.control_block(value)
    block = ControlBlock(1, "init", "6.18", (Entry("state", "__state", "stat 3", "S", "state"),))
    with pytest.raises(InvalidInput):
        block.value(value)
    if value != "":
        with pytest.raises(InvalidInput):
            view.control_block(block, group=value)
    with contextlib.suppress(InvalidInput):
        Entry(value, value, value, value, value)


def test_a_process_that_does_not_exist_is_refused():
    with pytest.raises(InvalidInput):
        measure.control_block(2**31 - 1)
