"""Controls: plain values in, positions out, and nothing meaningless gets through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.explore import controls, explore

PLAIN = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.binary(max_size=3)
)
NONSENSE = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=4) | st.lists(inner, max_size=4).map(tuple)
)


@pytest.mark.parametrize(
    ("written", "kind", "values"),
    [
        ((1, 4), "range", (1, 2, 3, 4)),
        ((0, 10, 4), "range", (0, 4, 8)),
        ((-2, 2, 2), "range", (-2, 0, 2)),
        ((0.0, 0.3, 0.1), "range", (0.0, 0.1, 0.2, 0.3)),
        ((0, 1.0, 0.5), "range", (0.0, 0.5, 1.0)),
        (["b", "a"], "choice", ("b", "a")),
        ([64, 4], "choice", (64, 4)),
        (True, "switch", (False, True)),
        ("7 0 1", "text", ()),
    ],
)
def test_a_plain_value_says_what_the_reader_may_change(written, kind, values):
    control = controls.parse("name", written)

    assert (control.kind, control.values) == (kind, values)
    assert [type(value) for value in control.values] == [type(value) for value in values]


def test_a_float_range_without_a_step_has_twenty_steps():
    values = controls.parse("share", (0.0, 1.0)).values

    assert len(values) == 21
    assert values[3] == 0.15


@pytest.mark.parametrize(
    ("written", "allowed"),
    [
        ((3, 3), "low is below its high"),
        ((4, 1), "low is below its high"),
        ((1, 4, 0), "step is above 0"),
        ((1, 4, -1), "step is above 0"),
        ((1, 2, 5), "at least two values"),
        ((0, 1_000_000), "at most 1000 values"),
        ((1,), "low, high"),
        ((1, "4"), "numbers"),
        ((True, 4), "numbers"),
        ((0, float("nan")), "numbers"),
        ((0, float("inf")), "numbers"),
        ((0, 10**400), "numbers"),
        ([], "1 to 1000 choices"),
        (["a", "a"], "all differ"),
        ([1, 1.0], "all differ"),
        (["a", ""], "some text"),
        ([None], "some text"),
        ([[1]], "some text"),
        ("x" * 1001, "at most 1000 characters"),
        (None, "a list of choices"),
        (3, "a list of choices"),
        ({"low": 1}, "a list of choices"),
    ],
)
def test_a_control_without_meaning_is_refused(written, allowed):
    with pytest.raises(InvalidInput, match=allowed):
        controls.parse("name", written)


def test_labels_say_units_and_names_lose_their_underscores(room):
    figure = explore(
        room.simulate, room.view, caption="c", labels={"quantum": "quantum (ms)"},
        quantum=(1, 3), preempt=False,
    )  # fmt: skip

    assert [c.label for c in figure.controls] == ["quantum (ms)", "preempt"]
    assert controls.parse("page_faults", (1, 2)).label == "page faults"


def test_a_starting_value_is_one_the_control_can_take(room):
    figure = explore(
        room.simulate, room.view, caption="c",
        initial={"quantum": 2.0, "policy": "lifo", "preempt": True, "jobs": "Z"},
        quantum=(1, 3), policy=["fifo", "lifo"], preempt=False, jobs="A",
    )  # fmt: skip

    assert figure.start() == {"quantum": 2, "policy": "lifo", "preempt": True, "jobs": "Z"}
    assert isinstance(figure.start()["quantum"], int)


@pytest.mark.parametrize(
    ("initial", "complaint"),
    [
        ({"quantum": 9}, r"initial\['quantum'\]=9: must be one of 1, 2, 3"),
        ({"quantum": True}, "must be one of 1, 2, 3"),
        ({"preempt": 1}, "must be one of False, True"),
        ({"jobs": 3}, "must be text"),
        ({"other": 1}, "initial='other'"),
        ([1], "a mapping"),
    ],
)
def test_an_unknown_starting_value_is_refused(room, initial, complaint):
    with pytest.raises(InvalidInput, match=complaint):
        explore(
            room.simulate, room.view, caption="c", initial=initial,
            quantum=(1, 3), preempt=False, jobs="A",
        )  # fmt: skip


@pytest.mark.parametrize("labels", [{"other": "x"}, {"quantum": ""}, {"quantum": 3}, "quantum"])
def test_a_label_without_meaning_is_refused(room, labels):
    with pytest.raises(InvalidInput, match="labels"):
        explore(room.simulate, room.view, caption="c", labels=labels, quantum=(1, 3))


@given(written=NONSENSE, initial=NONSENSE, labels=NONSENSE, caption=NONSENSE)
def test_nonsense_is_invalid_input_and_nothing_else(room, written, initial, labels, caption):
    try:
        explore(
            room.simulate, room.view, caption=caption, initial=initial, labels=labels, jobs=written
        )
    except InvalidInput:
        return


@given(written=NONSENSE, value=NONSENSE)
def test_a_nonsense_control_or_start_is_invalid_input(written, value):
    try:
        controls.started(controls.parse("name", written), value)
    except InvalidInput:
        return
