"""Signals: every script ends alike in the model and in a real process."""

import contextlib
import random
import signal as posix

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.processes import measure, metrics, model, plots, view
from oslab.processes.model.signals import script
from oslab.processes.records.signals import NUMBERS, SignalHistory, script_steps

nonsense = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30), st.binary(),
    st.lists(st.text(max_size=4), max_size=3),
)  # fmt: skip
SENDABLE = [name for name in NUMBERS if name != "STOP"]

PRINTED = {
    # signal(7), "Queueing and delivery semantics for standard signals": pending once.
    "standard signals merge": ("handle USR1; block USR1; send USR1 3; unblock USR1", "USR1", 1),
    # signal(7), "Real-time signals": "Multiple instances of real-time signals can be queued."
    "real-time signals queue": (
        "handle RTMIN; block RTMIN; send RTMIN 3; unblock RTMIN", "RTMIN", 3,
    ),
    "unblocked signals arrive one by one": ("handle USR1; send USR1 3", "USR1", 3),
    # sigaction(2): setting SIG_IGN for a pending signal discards it, blocked or not.
    "ignoring discards": (
        "handle USR1; block USR1; send USR1; ignore USR1; handle USR1; unblock USR1", "USR1", 0,
    ),
    # signal(7): SIGKILL and SIGSTOP cannot be caught, blocked or ignored.
    "nothing blocks SIGKILL": ("block KILL; handle KILL; ignore KILL", "KILL", 0),
    # kernel/signal.c, sig_ignored: a blocked signal is kept even where it is ignored.
    "a blocked signal is kept for a later handler": (
        "block CHLD; send CHLD; handle CHLD; unblock CHLD", "CHLD", 1,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "signal", "delivered"), PRINTED.values(), ids=PRINTED)
def test_the_manual_is_followed(text, signal, delivered):
    assert delivered == metrics.signals_delivered(model.signals(text), signal)


@pytest.mark.kernel
@pytest.mark.parametrize(("text", "signal", "delivered"), PRINTED.values(), ids=PRINTED)
def test_the_kernel_follows_the_manual(text, signal, delivered):
    assert delivered == metrics.signals_delivered(measure.signals(text), signal)


def random_script(rng):
    verbs = ["handle", "ignore", "default", "block", "unblock", "send", "send", "send"]
    steps = []
    for _ in range(rng.randint(1, 15)):
        verb, signal = rng.choice(verbs), rng.choice(["USR1", "RTMIN", *NUMBERS])
        if (verb, signal) != ("send", "STOP"):
            steps.append(f"{verb} {signal}" + f" {rng.randint(1, 5)}" * (verb == "send"))
    return "; ".join(steps) or "send USR1"


@pytest.mark.kernel
def test_model_and_kernel_agree_on_every_step_of_random_scripts():
    rng = random.Random(1)
    for _ in range(120):
        text = random_script(rng)

        assert model.signals(text) == measure.signals(text), text


@pytest.mark.kernel
def test_the_numbers_are_this_machines():
    expected = {name: posix.SIGRTMIN + 1 if name == "RTMIN+1" else getattr(posix, f"SIG{name}")
                for name in NUMBERS}  # fmt: skip

    assert expected == NUMBERS


@pytest.mark.kernel
def test_python_calls_its_handler_once_for_many_queued_signals():
    delivered, called = measure.handler_calls(signal="RTMIN", sends=7, repeats=2)

    assert (7, 7) == delivered.samples
    assert (1, 1) == called.samples


@given(st.sampled_from(SENDABLE), st.integers(1, 20), st.booleans())
def test_no_handler_runs_more_often_than_its_signal_was_sent(signal, sends, blocked):
    record = model.sent_while_blocked(signal=signal, sends=sends, blocked=blocked)
    delivered = metrics.signals_delivered(record, signal)

    assert delivered <= metrics.signals_sent(record, signal)
    if signal == "KILL":
        assert record.ended_by == "KILL"
    elif not blocked or NUMBERS[signal] >= NUMBERS["RTMIN"]:
        assert delivered == sends
    else:
        assert delivered == 1


@given(st.integers(0, 10**6))
def test_blocked_and_pending_are_ordered_and_consistent(seed):
    record = model.signals(random_script(random.Random(seed)))

    for step in record.steps:
        assert set(step.pending) <= set(step.blocked)
        assert list(step.blocked) == sorted(step.blocked, key=NUMBERS.get)
        assert not {"KILL", "STOP"} & set(step.blocked)


def test_the_view_tells_what_was_lost():
    picture = view.signals(model.sent_while_blocked(sends=3))

    assert "USR1 is sent 3 times and its handler runs once; the process lives on." == picture.alt
    assert "SIGTERM ends the process" in view.signals(model.signals("send TERM")).alt
    assert "Handle KILL is refused" in view.signals(model.signals("handle KILL")).alt


def test_a_long_script_is_drawn_in_part_and_counted_in_full():
    picture = view.signals(model.signals("handle USR1; " + "send USR1; " * 40))

    assert "USR1 is sent 40 times and its handler runs 40 times" in picture.alt
    assert len(picture.svg) < 6000


@pytest.mark.parametrize(
    "text", ["", ";", "dance USR1", "send", "send USR1 0", "send USR1 21", "send STOP", "block 10",
             "block USR1 2", "send USR1 ²", "send USR1; " * 61],
)  # fmt: skip
def test_a_malformed_script_is_refused(text):
    for noun in (model.signals, measure.signals, script_steps):
        with pytest.raises(InvalidInput):
            noun(text)


@given(nonsense, nonsense, nonsense, nonsense)
def test_nonsense_is_refused_by_name(a, b, c, d):
    for noun in (model.signals, script_steps):
        with contextlib.suppress(InvalidInput):
            noun(a)
    for noun in (model.sent_while_blocked, script):
        with contextlib.suppress(InvalidInput):
            noun(signal=a, sends=b, blocked=c, action=d)
    with pytest.raises(InvalidInput):
        view.signals(a)
    record = model.sent_while_blocked()
    for noun in (metrics.signals_sent, metrics.signals_delivered):
        with pytest.raises(InvalidInput):
            noun(a, "USR1")
        with contextlib.suppress(InvalidInput):
            noun(record, a)
    if not isinstance(b, int) or isinstance(b, bool) or not 1 <= b <= 100:
        for name in ("sends", "repeats"):
            with pytest.raises(InvalidInput):
                measure.handler_calls(**{name: b})


def test_a_history_needs_steps():
    with pytest.raises(InvalidInput):
        SignalHistory(())


def test_the_chart_counts_where_model_and_kernel_are_equal():
    picture = plots.counts(
        {"USR1": {1: 1, 2: 1}}, {"USR1": {1: 1, 2: 2}, "calls": {1: 1, 2: 5}},
        xlabel="sent", ylabel="handler runs",
    )  # fmt: skip

    assert (
        "Handler runs. USR1: model and kernel are equal at 1 of 2 points; calls: from 1 to 5."
        == picture.alt
    )


@given(nonsense, nonsense, nonsense, nonsense)
def test_the_chart_refuses_nonsense(a, b, c, d):
    with pytest.raises(InvalidInput):
        plots.counts(a, b, xlabel=c, ylabel=d)
