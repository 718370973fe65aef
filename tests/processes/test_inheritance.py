"""What a child and a thread can change: clone's flags against this kernel, and kcmp."""

import contextlib
import os
import signal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import kcmp
from oslab.processes import measure, metrics, model, view
from oslab.processes.records.inheritance import Change, Inheritance

nonsense = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=9), st.tuples(st.text())
)
THREAD = {"memory": True, "files": True, "directory": True, "handlers": True, "thread": True}


def test_fork_shares_only_what_is_one_object():
    """fork(2) and its list of what the child does not inherit."""
    assert ("shared page", "file offset") == metrics.shared_things(model.inheritance())


def test_a_thread_keeps_only_its_mask_and_nice_value():
    """pthreads(7), "distinct attributes"; nice(2), "C library/kernel differences"."""
    record = model.inheritance(**THREAD)
    own = {one.thing for one in record.changes} - set(metrics.shared_things(record))

    assert {"signal mask", "nice value"} == own


@pytest.mark.kernel
def test_the_kernel_does_what_the_flags_say():
    assert (model.inheritance(), model.inheritance(**THREAD)) == measure.inheritance()


@pytest.mark.kernel
def test_nothing_of_the_caller_is_changed():
    before = _mine()
    measure.inheritance()

    assert before == _mine()


def _mine():
    mask = os.umask(0o022)
    os.umask(mask)
    return (
        Path.cwd(), mask, os.nice(0), signal.getsignal(signal.SIGUSR2), dict(os.environ),
        signal.pthread_sigmask(signal.SIG_BLOCK, set()), len(list(Path("/proc/self/fd").iterdir())),
    )  # fmt: skip


@pytest.mark.kernel
def test_kcmp_sees_the_same_structures_shared():
    fork, thread = measure.shared_structures()

    assert (0, 4) == (fork.median, thread.median)
    assert not any(fork.conditions[name] for name in kcmp.STRUCTURES)
    assert all(thread.conditions[name] for name in kcmp.STRUCTURES)


@pytest.mark.kernel
def test_kcmp_refuses_tasks_that_do_not_exist():
    with pytest.raises(InvalidInput):
        kcmp.same("mm", os.getpid(), 2**31 - 1)


@given(nonsense, nonsense, nonsense)
def test_kcmp_refuses_nonsense(structure, one, other):
    with contextlib.suppress(InvalidInput, Unavailable):
        kcmp.same(structure, one, other)


@given(st.fixed_dictionaries({name: st.booleans() for name in THREAD}))
def test_more_flags_share_more(flags):
    if flags["handlers"] > flags["memory"] or flags["thread"] > flags["handlers"]:
        with pytest.raises(InvalidInput, match="EINVAL"):
            model.inheritance(**flags)
        return
    shared = set(metrics.shared_things(model.inheritance(**flags)))
    assert set(metrics.shared_things(model.inheritance())) <= shared
    assert shared <= set(metrics.shared_things(model.inheritance(**THREAD)))


@pytest.mark.parametrize("share", ["nothing", "memory", "memory and handlers", "all of a thread"])
def test_the_chain_of_flags_is_the_same_model(share):
    step = ["nothing", "memory", "memory and handlers", "all of a thread"].index(share)
    expected = model.inheritance(memory=step > 0, handlers=step > 1, thread=step > 2)

    assert expected == model.sharing(share=share)


def test_the_view_names_what_the_maker_sees():
    picture = view.inheritance(model.inheritance())

    assert "After fork the maker sees 2 of 11 changes: shared page, file offset." == picture.alt


def test_a_wrong_prediction_is_shown_as_one():
    changed = Inheritance("fork", (Change("umask", "umask", "fs_struct", True),))
    wrong = Inheritance("fork", (Change("umask", "umask", "fs_struct", False),))

    assert "yes (predicted otherwise)" in str(view.compared_inheritance((wrong,), (changed,)))
    assert "0 of 1 predictions agree" in view.compared_inheritance((wrong,), (changed,)).caption


@given(st.data())
def test_nonsense_is_refused_by_name(data):
    chosen = {name: data.draw(nonsense) for name in data.draw(st.sets(st.sampled_from([*THREAD])))}
    with contextlib.suppress(InvalidInput):
        assert isinstance(model.inheritance(**chosen), Inheritance)
    a, b, c = (data.draw(nonsense) for _ in range(3))
    with contextlib.suppress(InvalidInput):
        model.sharing(share=a, files=b, directory=c)
    for noun in (metrics.shared_things, view.inheritance):
        with pytest.raises(InvalidInput):
            noun(a)
    with pytest.raises(InvalidInput):
        view.compared_inheritance(a, b)
    with pytest.raises(InvalidInput):
        model.inheritance().sees(a if a != "umask" else 1)
