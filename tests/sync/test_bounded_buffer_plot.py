"""The picture of the bounded buffer says what the model allows and what was seen."""

from __future__ import annotations

import pytest

from oslab.errors import InvalidInput
from oslab.measurement import Machine, Measurement
from oslab.sync import plots
from oslab.sync.model import buffer
from oslab.sync.model.buffer import IF, ONE, RIGHT, VARIANTS
from oslab.sync.plots.bounded_buffer import allowed

MACHINE = Machine("a CPU", 2, 2**30, "6.18", "x86_64", "bare metal", "3.11")
MODEL = {name: buffer(name) for name in VARIANTS}


def taken(variant, language, **outcomes):
    return [
        Measurement(
            "trials", (count,), "trials", "by hand", MACHINE,
            {"variant": variant, "language": language, "trials": 100,
             "outcome": name.replace("_", " ")},
        ) for name, count in outcomes.items()
    ]  # fmt: skip


def test_the_model_allows_what_the_explorer_found():
    assert ("right",) == allowed(MODEL[RIGHT])
    assert ("right", "takes from an empty buffer") == allowed(MODEL[IF])
    assert ("right", "hangs") == allowed(MODEL[ONE])


def test_shares_of_schedules_stand_beside_shares_of_trials():
    seen = taken(ONE, "C", right=75, hangs=25) + taken(ONE, "Python", right=96, hangs=4)
    picture = plots.bounded_buffer(seen, MODEL)

    assert "model 10.0 % of schedules, C 25.0 %, Python 4.00 % (hangs)" in picture.alt
    assert "hangs" in picture.svg


def test_what_python_refuses_is_no_failure_of_the_program():
    seen = taken("signal after unlock", "Python", right=0, refused=100)

    assert "Python 0 % (never; Python refuses)" in plots.bounded_buffer(seen, MODEL).alt


def test_the_table_has_a_row_a_variant_and_a_column_a_language():
    seen = taken(IF, "C", right=90, takes_from_an_empty_buffer=10)
    table = plots.bounded_buffer_table(seen, MODEL)

    assert ("variant", "the model allows", "seen in C") == table.columns
    assert (
        (IF, "right, takes from an empty buffer", "right 90, takes from an empty buffer 10"),
    ) == table.rows


def test_a_variant_that_nobody_explored_is_refused():
    with pytest.raises(InvalidInput, match="predictions"):
        plots.bounded_buffer(taken(IF, "C", right=1), {})
