"""What threads and processes share: the table in clone(2), tried on this kernel."""

import os
import signal
import threading
from dataclasses import replace

import psutil
import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import thread
from oslab.linux.procfs import maps, status
from oslab.processes import measure, metrics, model, plots
from oslab.processes.measure.sandbox import in_a_child
from oslab.processes.records.sharing import Sharing


@pytest.mark.kernel
def test_a_thread_shares_what_clone_says_and_a_process_only_open_files():
    shared = measure.thread_sharing()

    assert {
        "an object on the heap", "memory it maps", "its stack, by address",  # CLONE_VM
        "the table of descriptors", "the offset of an open file",  # CLONE_FILES
        "the working directory", "the umask",  # CLONE_FS
        "signal handlers",  # CLONE_SIGHAND
        "resource limits", "the process number",  # CLONE_THREAD
    } == set(metrics.shared_by(shared, "thread"))  # fmt: skip
    assert ("the offset of an open file",) == metrics.shared_by(shared, "process")


@pytest.mark.kernel
def test_the_caller_is_left_as_it_was():
    def state():
        here = status.read()
        return (
            os.getpriority(os.PRIO_PROCESS, 0), os.sched_getaffinity(0), here.sig_ign,
            here.fields["Umask"], here.fields.get("NoNewPrivs"), psutil.Process().num_fds(),
        )  # fmt: skip

    before = state()
    measure.thread_sharing()

    assert before == state()


@pytest.mark.kernel
def test_each_thread_has_a_stack_of_its_own_in_the_same_address_space():
    found = []
    worker = threading.Thread(target=lambda: found.append(thread.stack()))
    worker.start()
    worker.join()
    (there,) = found
    here = thread.stack()

    assert there.low != here.low
    assert any(area.start <= there.low < area.end for area in maps.read())


@pytest.mark.kernel
def test_a_signal_is_ignored_by_the_whole_process():
    def ignored():
        thread.ignore_signal(signal.SIGUSR1)
        return signal.SIGUSR1 in status.signals(status.read().sig_ign)

    assert in_a_child(ignored)


@pytest.mark.parametrize("wrong", [0, -1, 9, 19, 65, "1", None, True, 1.0])
def test_a_signal_that_cannot_be_ignored_is_refused(wrong):
    with pytest.raises(InvalidInput, match="number"):
        thread.ignore_signal(wrong)


def test_this_process_does_not_crash_itself():
    with pytest.raises(Unavailable):
        thread.read_address_zero()


@pytest.mark.kernel
def test_the_table_says_shared_and_its_own():
    table = plots.thread_sharing(measure.thread_sharing())

    assert ("the nice value", "task_struct", "its own", "its own") in table.rows


@pytest.mark.kernel
def test_who_sees_a_change_follows_from_the_structure_that_holds_it():
    shared = measure.thread_sharing()

    assert model.thread_sharing() == shared
    assert (
        "32 of 32 predictions agree" in plots.thread_sharing(shared, model.thread_sharing()).caption
    )


def test_a_wrong_prediction_is_named_in_its_cell():
    foreseen = model.thread_sharing()
    found = Sharing((replace(foreseen.rows[0], by_process=True), *foreseen.rows[1:]))
    table = plots.thread_sharing(found, foreseen)

    assert "shared (predicted otherwise)" == table.rows[0][3]
    assert "31 of 32 predictions agree" in table.caption
    with pytest.raises(InvalidInput, match="predicted"):
        plots.thread_sharing(found, Sharing(foreseen.rows[1:]))


@pytest.mark.kernel
def test_the_table_of_structures_says_what_kcmp_said():
    table = plots.shared_structures(measure.shared_structures(), label="this machine")

    assert "fork 0, pthread_create 4 (this machine)" in table.caption
    assert {("its own", "shared")} == {row[2:] for row in table.rows}


@pytest.mark.kernel
def test_a_failure_in_the_sandbox_is_told_and_leaves_no_child():
    def fails():
        raise RuntimeError("as planned")

    before = psutil.Process().children(recursive=True)
    with pytest.raises(Unavailable, match="as planned"):
        in_a_child(fails)
    with pytest.raises(Unavailable):
        in_a_child(lambda: os._exit(3))
    with pytest.raises(Unavailable):
        in_a_child(lambda: threading.Event().wait(), timeout_s=0.05)
    assert before == psutil.Process().children(recursive=True)
