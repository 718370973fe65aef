"""The answers that the page on classic problems shows are right where a reader would put them."""

import ast
import inspect
import json
import re
import textwrap
from pathlib import Path

import pytest

from oslab.sync.model import attempts

PAGE = Path(__file__).parents[2] / "chapters" / "classics.ipynb"
CASES = {
    "dining-box": (attempts.seat_philosophers, {}),
    "room-box": (attempts.admit_readers, {"rule": "fair"}),
    "shop-box": (attempts.open_shop, {}),
    "smokers-box": (attempts.call_smokers, {}),
    "gate-box": (attempts.meet_again, {}),
}


def source(cell):
    """What stands in a cell of the page."""
    cells = json.loads(PAGE.read_text())["cells"]
    return next("".join(one["source"]) for one in cells if one["id"] == cell)


def answer(cell):
    """The Python that a cell of the page shows in its box."""
    text = source(cell)
    (shown,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    return shown


def name(statement):
    """What a statement binds; a return binds the end of the function."""
    if isinstance(statement, ast.Assign):
        return ast.unparse(statement.targets[0])
    return getattr(statement, "name", type(statement).__name__)


def changed(attempt, shown):
    """The attempt with the statements of the answer in place of its own."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(attempt)))
    (function,) = tree.body
    new = {name(one): one for one in ast.parse(textwrap.dedent(shown)).body}
    body = [new.pop(name(one), one) for one in function.body]
    function.body = [*body[:-1], *new.values(), body[-1]]
    space = dict(vars(attempts))
    exec(compile(ast.unparse(tree), "<answer>", "exec"), space)
    return space[attempt.__name__]


@pytest.mark.parametrize("cell", CASES)
def test_the_answer_in_the_box_is_right_and_the_attempt_it_replaces_is_wrong(cell):
    attempt, values = CASES[cell]
    solved = changed(attempt, answer(cell))(**values)

    assert not attempt(**values).right
    assert solved.right, solved.wrong


@pytest.mark.parametrize("cell", CASES)
def test_the_hints_in_the_box_are_those_that_the_figure_gives(cell):
    attempt, values = CASES[cell]
    given = [attempt(**values, hint=number).hint for number in (1, 2, 3)]
    shown = [f"```{{dropdown}} Hint {n}\n{hint}\n```" for n, hint in enumerate(given, 1)]

    assert "\n".join(shown) in source(cell)
