"""A live figure in Jupyter and under nbval, and what it asks of its simulator."""

import sys

import pytest

from oslab import svg
from oslab.errors import InvalidInput
from oslab.explore import explore, reference, widgets
from oslab.picture import Picture


def _figure(room, **changes):
    written = {"quantum": (1, 3), "policy": ["fifo", "lifo"], "preempt": False, "jobs": "A"}
    return explore(room.simulate, room.view, caption="Move it.", **(written | changes))


def test_under_nbval_a_figure_is_its_caption_and_the_alt_text_of_the_start(room, text_home):
    figure = _figure(room, share=(0.0, 1.0, 0.5))
    alt = room.view(room.simulate(1, 0.0, "fifo", False, "A")).alt

    assert figure._repr_mimebundle_() == {"text/plain": f"Move it.\n{alt}"}


def test_jupyter_shows_widgets_and_a_still_picture_for_those_without(room, jupyter_home):
    bundle = _figure(room)._repr_mimebundle_()

    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert room.view(room.simulate(1, 0.5, "fifo", False, "A")).svg in bundle["text/html"]
    assert "<form" not in bundle["text/html"]


def test_without_ipywidgets_jupyter_shows_the_still_picture(room, jupyter_home, monkeypatch):
    monkeypatch.setitem(sys.modules, "ipywidgets", None)

    assert set(_figure(room)._repr_mimebundle_()) == {"text/plain", "text/html"}


@pytest.mark.parametrize(
    ("moved", "value", "drawn"),
    [(0, 3, (3, 0.5, "fifo", False, "A")), (1, "lifo", (1, 0.5, "lifo", False, "A")),
     (2, True, (1, 0.5, "fifo", True, "A")), (3, "Z", (1, 0.5, "fifo", False, "Z"))],
)  # fmt: skip
def test_moving_a_widget_draws_what_a_direct_call_draws(room, moved, value, drawn):
    controls, picture, _ = widgets.box(_figure(room)).children

    controls.children[moved].value = value

    assert picture.value == room.view(room.simulate(*drawn)).svg


def test_a_widget_shows_why_a_simulator_refuses_and_recovers(room):
    controls, picture, _ = widgets.box(_figure(room, quantum=(12, 14))).children

    controls.children[0].value = 13
    refused = picture.value
    controls.children[0].value = 14

    assert "quantum=13: must be any number but 13" in refused
    assert picture.value == room.view(room.simulate(14, 0.5, "fifo", False, "A")).svg


def test_a_widget_shows_an_error_that_nobody_expected(room):
    def broken(record):
        if record[0] == 2:
            raise ZeroDivisionError("<one>")
        return room.view(record)

    controls, picture, _ = widgets.box(
        explore(room.simulate, broken, caption="c", quantum=(1, 3))
    ).children
    controls.children[0].value = 2

    assert picture.value == '<p role="alert">ZeroDivisionError: &lt;one&gt;</p>'


@pytest.mark.parametrize("caption", ["", "  ", None, 3])
def test_a_figure_has_a_caption(room, caption):
    with pytest.raises(InvalidInput, match="caption"):
        explore(room.simulate, room.view, caption=caption, quantum=(1, 3))


def test_a_control_is_a_parameter_of_the_simulator(room):
    with pytest.raises(InvalidInput, match=r"frames=.*a parameter of simulate \(jobs, policy"):
        explore(room.simulate, room.view, caption="c", frames=(1, 3))


def test_a_parameter_without_a_default_needs_a_control(room):
    with pytest.raises(InvalidInput, match="given for jobs"):
        explore(lambda jobs, quantum=1: None, room.view, caption="c", quantum=(1, 3))


def test_any_keyword_goes_where_the_simulator_takes_any(room):
    def simulate(**values):
        return room.simulate(**values)

    figure = explore(simulate, room.view, caption="c", quantum=(1, 3))

    assert figure.draw({"quantum": 2}).alt.startswith("quantum 2")


@pytest.mark.parametrize(("simulate", "view"), [(None, str), (str.join, 3), ("x", None)])
def test_simulate_and_view_are_functions(simulate, view):
    with pytest.raises(InvalidInput, match="a function"):
        explore(simulate, view, caption="c")


def test_a_view_returns_a_picture(room):
    with pytest.raises(InvalidInput, match="a function that returns a Picture"):
        explore(room.simulate, lambda record: "<svg></svg>", caption="c", quantum=(1, 3))


def test_a_start_that_the_simulator_refuses_is_told_to_the_author(room):
    with pytest.raises(InvalidInput, match="quantum=13"):
        explore(room.simulate, room.view, caption="c", quantum=(13, 20))


def test_a_figure_needs_no_control(room, text_home):
    assert repr(explore(room.simulate, room.view, caption="Still.")).startswith("Still.\nquantum 2")


def test_only_a_public_function_of_a_module_can_be_found_by_name():
    assert reference.reference(svg.number) == {"module": "oslab.svg", "name": "number"}
    assert reference.reference(svg._pen) is None
    assert reference.reference(lambda: None) is None
    assert reference.reference(Picture.__repr__) is None
    assert reference.reference(3) is None
