"""The life cycle: printed tables, laws, and real processes in every state."""

import contextlib
import itertools
import math

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.linux import c_program
from oslab.linux.procfs import stat
from oslab.processes import measure, metrics, model, plots, view
from oslab.processes.measure.life_cycle import specimen
from oslab.processes.records.life_cycle import (
    LINUX_LETTERS,
    MOVES,
    NEW,
    READY,
    RUNNING,
    STATES,
    TERMINATED,
    WAITING,
    LifeCycle,
)

nonsense = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5),
    st.lists(st.integers(-2, 5), max_size=3), st.lists(st.lists(st.integers(-2, 5), max_size=4)),
)  # fmt: skip
programs = st.lists(
    st.integers(0, 3).flatmap(
        lambda waits: st.tuples(
            st.integers(1, 9), *[st.integers(0, 9), st.integers(1, 9)] * waits
        )
    ),
    min_size=1, max_size=5,
)  # fmt: skip
machines = st.builds(
    model.life_cycle, processes=programs, quantum=st.integers(1, 6), cpus=st.integers(1, 3),
    creation=st.integers(0, 3), reap_delay=st.integers(0, 3),
)  # fmt: skip

OSTEP = {
    # Arpaci-Dusseau, Operating Systems: Three Easy Pieces, chapter 4. One letter a tick,
    # R running, r ready, B blocked, as the columns of the printed tables.
    "figure 4.3": ([(4,), (4,)], ["RRRR", "rrrrRRRR"]),
    "figure 4.4": ([(3, 3, 2), (5,)], ["RRRBBBrrRR", "rrrRRRRR"]),
}


@pytest.mark.parametrize(("bursts", "columns"), OSTEP.values(), ids=OSTEP)
def test_the_printed_traces_come_out(bursts, columns):
    record = model.life_cycle(processes=bursts, quantum=1000, creation=0, reap_delay=0)
    letters = {RUNNING: "R", READY: "r", WAITING: "B"}

    assert columns == [
        "".join(letters[one.state] * (one.end - one.start) for one in life.stretches)
        for life in record.lives
    ]


def test_the_moves_are_those_of_the_printed_diagram():
    """Silberschatz, Galvin and Gagne, Operating System Concepts, 10th ed., figure 3.2."""
    assert set(MOVES.values()) == {
        "admitted", "interrupt", "exit", "scheduler dispatch",
        "I/O or event wait", "I/O or event completion",
    }  # fmt: skip
    assert set(STATES) == {state for move in MOVES for state in move}


@given(machines)
def test_only_legal_moves_happen_and_no_tick_is_missing(record):
    for life in record.lives:
        assert life.stretches[0].start == 0
        assert life.stretches[0].state in (NEW, READY, RUNNING)
        for before, after in zip(life.stretches, life.stretches[1:], strict=False):
            assert before.end == after.start
            legal = (before.state, after.state) in MOVES
            # A stay of no ticks is no stretch: ready is passed at once on a free CPU.
            through = (before.state, READY) in MOVES and (READY, after.state) in MOVES
            assert legal or through or (before.state, after.state) == (RUNNING, RUNNING)


@given(machines)
def test_a_cpu_runs_one_process_at_a_time(record):
    busy = [
        (one.cpu, tick)
        for life in record.lives
        for one in life.stretches
        if one.state == RUNNING
        for tick in range(one.start, one.end)
    ]

    assert len(busy) == len(set(busy))
    assert all(cpu in range(record.cpus) for cpu, _ in busy)


@given(programs, st.integers(1, 6), st.integers(1, 3))
def test_work_is_conserved_and_no_cpu_idles_while_somebody_is_ready(bursts, quantum, cpus):
    record = model.life_cycle(processes=bursts, quantum=quantum, cpus=cpus, creation=0)

    assert [sum(one[::2]) for one in bursts] == [life.ticks_in(RUNNING) for life in record.lives]
    assert [sum(one[1::2]) for one in bursts] == list(metrics.waiting_ticks(record))
    for tick in range(max(metrics.turnaround(record))):
        now = [_state_at(life, tick) for life in record.lives]
        assert now.count(RUNNING) == cpus or READY not in now


def _state_at(life, tick):
    return next((one.state for one in life.stretches if one.start <= tick < one.end), None)


@given(machines)
def test_numbers_add_up(record):
    for life, whole, ready, waiting in zip(
        record.lives, metrics.turnaround(record), metrics.ready_ticks(record),
        metrics.waiting_ticks(record), strict=True,
    ):  # fmt: skip
        assert whole == life.ticks_in(NEW) + life.ticks_in(RUNNING) + ready + waiting
    assert 0 < metrics.cpu_utilisation(record) <= 1


def test_a_quantum_ends_a_turn_when_somebody_else_is_ready():
    record = model.life_cycle(processes=[(4,), (4,)], quantum=2, creation=0, reap_delay=0)

    assert [(0, 2), (4, 6)] == _runs(record.lives[0])
    assert [(2, 4), (6, 8)] == _runs(record.lives[1])


def test_a_free_cpu_spares_the_one_whose_quantum_is_over():
    record = model.life_cycle(
        processes=[(4,), (1, 1, 1)], quantum=2, cpus=2, creation=0, reap_delay=0
    )

    assert [(0, 4)] == _runs(record.lives[0])
    assert [(0, 1), (2, 3)] == _runs(record.lives[1])


def _runs(life):
    return [(one.start, one.end) for one in life.stretches if one.state == RUNNING]


def test_a_zombie_lasts_until_it_is_reaped():
    (life,) = model.life_cycle(processes=1, reap_delay=7).lives

    assert (TERMINATED, 7) == (life.stretches[-1].state, life.ticks_in(TERMINATED))
    assert LINUX_LETTERS[TERMINATED] == "Z"


def test_adding_processes_fills_the_cpu():
    used = [
        metrics.cpu_utilisation(
            model.life_cycle(processes=n, cpu_burst=4, io_burst=6, rounds=25, quantum=4, creation=0)
        )
        for n in (1, 2, 3)
    ]

    assert [0.41, 0.806, 1.0] == [round(share, 3) for share in used]


def test_the_view_says_what_the_metrics_say():
    picture = view.life_cycle(model.life_cycle(processes=[(3, 3, 2), (5,)], creation=0))

    assert "2 processes on 1 CPU" in picture.alt
    assert "100% of the CPU" in picture.alt
    assert "waited for 3" in picture.alt
    assert picture.svg.count("<rect") >= 8


@given(st.data())
def test_nonsense_is_refused_by_name(data):
    names = (
        "processes", "cpu_burst", "io_burst", "rounds", "quantum", "cpus", "creation", "reap_delay",
    )  # fmt: skip
    chosen = {
        name: data.draw(nonsense, label=name) for name in data.draw(st.sets(st.sampled_from(names)))
    }
    with contextlib.suppress(InvalidInput):
        assert isinstance(model.life_cycle(**chosen), LifeCycle)
    value = data.draw(nonsense)
    for noun in (
        metrics.cpu_utilisation, metrics.turnaround, metrics.ready_ticks, metrics.waiting_ticks,
        view.life_cycle, view.process_states, view.endings,
    ):  # fmt: skip
        with pytest.raises(InvalidInput):
            noun(value)
    if not isinstance(value, bool):
        with pytest.raises(InvalidInput):
            model.endings(killable=value)
    with pytest.raises(InvalidInput):
        model.endings().of(value if value not in tuple("RSDTtZ") else "")
    with contextlib.suppress(InvalidInput):
        plots.cpu_utilisation(value, data.draw(nonsense))


@given(st.sampled_from(["processes", "cpu_burst", "io_burst", "rounds", "repeats"]), nonsense)
def test_nonsense_is_refused_before_anything_is_measured(name, value):
    allowed = isinstance(value, int) and not isinstance(value, bool) and name != "processes"
    if (allowed and 0 <= value <= 200) or (isinstance(value, list) and value):
        return
    with pytest.raises(InvalidInput):
        measure.cpu_utilisation(**{name: value})


@pytest.mark.kernel
def test_every_state_is_made_and_read_back():
    record = measure.process_states()

    assert {one.letter for one in record.specimens} == set("RSDTtZIX")
    for letter in "RSDTtZ":
        assert record.seen(letter), letter
    assert not record.seen("X")
    assert "not seen" in str(view.process_states(record))


@pytest.mark.kernel
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("running", psutil.STATUS_RUNNING), ("sleeping", psutil.STATUS_SLEEPING),
        ("uninterruptible", psutil.STATUS_DISK_SLEEP), ("stopped", psutil.STATUS_STOPPED),
        ("traced", psutil.STATUS_TRACING_STOP), ("zombie", psutil.STATUS_ZOMBIE),
    ],
)  # fmt: skip
def test_psutil_reads_the_same_state_and_nothing_is_left_behind(name, expected):
    program = str(c_program.compile(c_program.find("processes", "states")))
    with specimen(program, name) as pid:
        # It may still be on its way: look until it has arrived.
        looks = itertools.islice(iter(psutil.Process(pid).status, None), 100_000)
        seen = next((state for state in looks if state == expected), "never")
    assert expected == seen
    with pytest.raises(InvalidInput):
        stat.read(pid)


@pytest.mark.kernel
def test_signals_end_the_states_that_the_rules_say():
    assert model.endings() == measure.endings()


def test_an_old_kind_of_wait_hears_nothing():
    row = model.endings(killable=False).of("D")

    assert ("D", "D", "D") == (row.term, row.handled, row.kill)
    assert "SIGKILL ends 5 of 6 states" in view.endings(model.endings()).caption
    table = view.endings(model.endings(killable=False), model.endings())
    assert "16 of 18 predictions agree" in table.caption
    assert "goes on in D (predicted: ends)" == table.rows[2][1]


def test_an_unknown_state_is_refused_by_the_program():
    done = c_program.run(c_program.find("processes", "states"), "dancing")

    assert (done.returncode, "dancing" in done.stderr) == (2, True)


@pytest.mark.kernel
def test_more_processes_use_more_of_a_real_cpu():
    before = psutil.Process().children(recursive=True)
    one, three = measure.cpu_utilisation(processes=(1, 3), cpu_burst=2, io_burst=8, rounds=10)

    assert one.minimum < three.median
    assert all(0 < share <= 1.02 for share in (*one.samples, *three.samples))
    assert before == psutil.Process().children(recursive=True)


def test_the_chart_names_model_and_kernel():
    taken = measure.cpu_utilisation(processes=(1,), rounds=1, repeats=1)
    picture = plots.cpu_utilisation(taken, {1: 0.5})

    assert "1: model 50 %, kernel" in picture.alt
    assert math.isfinite(taken[0].median)
