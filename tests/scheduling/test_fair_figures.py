"""What the figures of the fair schedulers show, and that they stay small."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.scheduling import Fifo, Job, metrics, model, simulate, view
from oslab.scheduling.model.fair import FAIR
from oslab.scheduling.records.tree import Tree, TreeNode

moves = st.lists(st.integers(0, 60), min_size=1, max_size=20, unique=True)


@given(moves, st.data())
def test_the_last_step_of_a_tree_is_its_numbers_in_order(numbers, data):
    gone = data.draw(st.lists(st.sampled_from(numbers), max_size=4, unique=True))
    words = " ".join(map(str, [*numbers, *(f"-{key}" for key in gone)]))

    last = model.red_black_tree(numbers=words, step=10**6)
    assert sorted(set(numbers) - set(gone)) == [node.key for node in last.nodes]
    assert last.step == last.steps - 1
    assert 2 ** last.blacks() - 1 <= len(last.nodes)


@given(moves, st.integers(0, 80))
def test_every_step_is_a_search_tree_whose_reds_are_named(numbers, step):
    record = model.red_black_tree(numbers=" ".join(map(str, numbers)), step=step)
    picture = view.tree(record)

    assert record.happened in picture.alt
    assert all(f"{node.key} {'red' if node.red else 'black'}" in picture.alt
               for node in record.nodes)  # fmt: skip


def test_a_rotation_mends_two_reds_in_a_row():
    said = [model.red_black_tree(numbers="1 2 3", step=step).happened for step in range(7)]

    assert said == [
        "an empty tree",
        "1 goes in as the root",
        "1 turns black",
        "2 goes in as a red leaf below 1",
        "3 goes in as a red leaf below 2, red too: two reds in a row",
        "2 turns black, 1 turns red",
        "rotate left at 1: 2 rises",
    ]


@pytest.mark.parametrize("numbers", ["", "x", "1 -2", "1000", "1 " * 30, "--1", "²"])
def test_numbers_that_make_no_tree_are_refused(numbers):
    with pytest.raises(InvalidInput, match="numbers"):
        model.red_black_tree(numbers=numbers)


@pytest.mark.parametrize(
    ("nodes", "root"),
    [
        ((TreeNode(1, left=0),), 0),
        ((TreeNode(1), TreeNode(2)), 0),
        ((TreeNode(2), TreeNode(1, left=0)), 1),
        ((TreeNode(1, right=1), TreeNode(2, left=0)), 0),
        ((TreeNode(1, left=40),), 0),
    ],
)
def test_what_is_no_search_tree_is_refused(nodes, root):
    with pytest.raises(InvalidInput, match="nodes"):
        Tree(nodes, root)


@pytest.mark.parametrize("policy", FAIR)
def test_the_marked_node_of_a_queue_is_who_runs_next(policy):
    schedule = model.fair(policy=policy, until=40)
    starts = {one.start: one.job for one in schedule.slices}
    steps = model.run_queue(policy=policy, until=40).steps
    for step in range(steps):
        record = model.run_queue(step=step, policy=policy, until=40)
        now = int(record.happened.split()[1].rstrip(":"))
        picked = record.nodes[record.marked[0]].name
        if now in starts and "leaves" not in record.happened:
            assert picked == starts[now]
        if policy == "Cfs":
            assert record.marked == (0,)
        else:
            assert not record.nodes[record.marked[0]].faint


@pytest.mark.parametrize("policy", FAIR[1:])
def test_weighted_lags_sum_to_zero(policy):
    """At every tick in which V was noted and the same tasks had been there before."""
    schedule = model.fair(jobs="A 0 90, B 0 90 nice=5, C 0 90 nice=-3", policy=policy)
    weights = {"A": 1024, "B": 335, "C": 1991}
    lines = {name: dict(stays[0]) for name, stays in metrics.lag(schedule).items()}
    for tick in lines["A"]:
        total = sum(weight * lines[name][tick] for name, weight in weights.items())
        assert abs(total / sum(weights.values())) < 1e-5


def test_vruntime_rises_by_what_a_task_ran_times_1024_by_its_weight():
    schedule = model.fair(jobs="A 0 40, B 0 40 nice=5", policy="Eevdf 6.18", until=50)
    line = metrics.vruntime(schedule)["B"]

    rise = line[-1][1] - line[0][1]
    assert metrics.ran(schedule)["B"] * 1024 / 335 == pytest.approx(rise, rel=1e-5)


def test_pictures_are_small_and_say_the_finding():
    schedule = model.fair(jobs="A 0 90, B 0 90 nice=5, C 0 90, D 3 5+9+5+9+5", until=120)
    for picture in (view.vruntime(schedule), view.lag(schedule)):
        assert len(picture.svg) < 8_000
        assert "under Eevdf of Linux 6.18: A" in picture.alt
    assert len(view.tree(model.red_black_tree(step=20)).svg) < 6_000


def test_other_schedulers_have_no_virtual_time():
    schedule = simulate([Job("A", 0, 4)], Fifo())

    for door in (metrics.vruntime, metrics.lag, view.vruntime, view.lag):
        with pytest.raises(InvalidInput, match="schedule"):
            door(schedule)


def test_shares_are_weights_alone():
    assert [0.7535, 0.2465] == [round(part, 4) for part in model.nice_shares()]
    assert 0.9030 == round(model.nice_shares(nices=(0, 10))[0], 4)
