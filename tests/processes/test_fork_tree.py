"""Families of processes: exam answers as oracles, the real kernel as judge."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.processes import measure, metrics, model, view
from oslab.processes.records.fork_tree import ForkTree

CSAPP = "Bryant and O'Hallaron, Computer Systems: A Programmer's Perspective, 3rd ed."
GALVIN = "Silberschatz, Galvin and Gagne, Operating System Concepts, 10th ed."

# program, processes, lines, where the answer is printed
ORACLE = [
    ("fork(); print;", 2, 2, f"{CSAPP}, figure 8.15: two lines"),
    ("fork(); fork(); print;", 4, 4, f"{CSAPP}, figure 8.16 family: two forks, four lines"),
    ("fork(); fork(); fork(); print;", 8, 8, f"{GALVIN}, exercise 3.2: eight processes"),
    ("repeat (4) fork();", 16, 0, f"{GALVIN}, exercise 3.12: sixteen processes"),
    (
        "if (fork() == 0) print; print;", 2, 3,
        f"{CSAPP}, practice problem 8.2: the child prints two lines, the parent one",
    ),
    (
        "if (fork() == 0) { fork(); print; exit(0); } fork(); print;", 4, 4,
        f"{CSAPP}, homework 8.18 family: a child that forks and exits",
    ),
    (
        "if (fork() == 0) { fork(); repeat (1) fork(); }", 5, 0,
        "derived by hand: the child and its two forks make four, and the parent",
    ),
    (
        "fork(); if (fork() == 0) fork();", 6, 0,
        f"{GALVIN}, exercise 3.13 family: two, then two children that fork once more",
    ),
    ("fork() && fork();", 3, 0, "C11 6.5.13: && skips its right side where the left is 0"),
    ("fork() || fork();", 3, 0, "C11 6.5.14: || skips its right side where the left is not 0"),
    (
        "fork(); fork() && fork() || fork(); fork(); print;", 20, 20,
        "the interview classic: 2 x 5 x 2",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("program", "processes", "lines", "source"), ORACLE)
def test_the_model_gives_the_textbook_s_answer(
    program: str, processes: int, lines: int, source: str
) -> None:
    tree = model.fork_tree(program)
    assert (processes, lines) == (metrics.processes(tree), metrics.lines(tree)), source


@pytest.mark.kernel
@pytest.mark.parametrize("program", [row[0] for row in ORACLE] + ["wait; fork(); wait; print", "1"])
def test_the_kernel_makes_the_very_same_family(program: str) -> None:
    assert model.fork_tree(program) == measure.fork_tree(program)


SIMPLE = st.sampled_from(["fork();", "print;", "wait;", "exit;", "fork() && fork();", "!fork();"])
PROGRAMS = st.recursive(
    SIMPLE,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(" ".join),
        inner.map(lambda body: f"if (fork() == 0) {{ {body} }}"),
        st.tuples(inner, inner).map(lambda two: f"if (fork()) {{{two[0]}}} else {{{two[1]}}}"),
        inner.map(lambda body: f"repeat (2) {{ {body} }}"),
    ),
    max_leaves=4,
)


@pytest.mark.kernel
@settings(max_examples=30, deadline=None)
@given(PROGRAMS)
def test_any_program_makes_the_same_family_in_model_and_kernel(program: str) -> None:
    try:
        tree = model.fork_tree(program)
    except InvalidInput:  # too many processes: the kernel must not be asked either
        with pytest.raises(InvalidInput):
            measure.fork_tree(program)
        return
    assert tree == measure.fork_tree(program)


@pytest.mark.kernel
def test_rounds_double_the_family_in_model_and_kernel() -> None:
    for rounds in (1, 2, 3):
        tree = model.fork_tree("fork();", rounds)
        assert 2**rounds == metrics.processes(tree)
        assert tree == measure.fork_tree("fork();", rounds)
    for rounds in (0, 65, None, 1.5, "2"):
        with pytest.raises(InvalidInput, match="rounds"):
            model.fork_tree("fork();", rounds)  # type: ignore[arg-type]


@pytest.mark.kernel
def test_no_process_and_no_descriptor_is_left_behind() -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    measure.fork_tree("repeat (3) fork();")
    assert before == len(list(Path("/proc/self/fd").iterdir()))
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_brackets_and_semicolons_may_be_left_out() -> None:
    loose = model.fork_tree("fork fork and fork\nif not fork { print } exit")
    strict = model.fork_tree('fork(); fork() && fork(); if (!fork()) { printf("x\\n"); } exit(0);')
    assert (strict.parents, strict.lines) == (loose.parents, loose.lines)


@pytest.mark.parametrize(
    "program",
    ["", " ", ";(", "fork(", "while (1) fork();", "if fork", "{ fork();", "fork(); }",
     "repeat fork", "repeat 7 fork", "repeat 65 print", "repeat 9 repeat 9 print", "import os",
     "(" * 300 + "1",
     "{" * 300, "!" * 300 + "1", "print(", "x" * 600],
)  # fmt: skip
def test_what_is_no_program_or_runs_away_is_refused(program: str) -> None:
    with pytest.raises(InvalidInput, match="program"):
        model.fork_tree(program)


@given(
    st.one_of(st.none(), st.integers(), st.floats(), st.binary(), st.text(), st.lists(st.text()))
)
def test_nonsense_is_named(value: object) -> None:
    for ask in (model.fork_tree, metrics.processes, metrics.lines, metrics.generations,
                view.fork_tree):  # fmt: skip
        with pytest.raises(InvalidInput):
            ask(value)  # type: ignore[operator]


@given(st.text(alphabet='fork()&|!{};= ifelsprntwa123"', max_size=60))
def test_any_text_is_a_program_or_is_refused(text: str) -> None:
    try:
        processes = metrics.processes(model.fork_tree(text))
    except InvalidInput as error:
        processes = {"program": 1}[error.argument]
    assert 1 <= processes <= 64


def test_printing_asks_everyone_who_comes_to_the_end_for_a_line() -> None:
    program = "fork(); if (fork() == 0) exit();"
    assert (4, 0) == _counts(model.fork_tree(program))
    assert (4, 2) == _counts(model.fork_tree(program, printing=True))
    with pytest.raises(InvalidInput, match="printing"):
        model.fork_tree(program, printing=1)  # type: ignore[arg-type]


def _counts(tree: ForkTree) -> tuple[int, int]:
    return metrics.processes(tree), metrics.lines(tree)


@pytest.mark.parametrize(
    ("parents", "lines"),
    [((), ()), ((0,), (0,)), ((None, None), (0, 0)), ((None, 1), (0, 0)), ((None, 0), (0,)),
     ((None,), (-1,)), ((None, 0, 0, 1), (0, 0, 0, 0)), ([None], [0]), ((None, True), (0, 0))],
)  # fmt: skip
def test_a_family_that_is_none_is_refused(parents: object, lines: object) -> None:
    with pytest.raises(InvalidInput):
        ForkTree("fork()", parents, lines)  # type: ignore[arg-type]


def test_the_picture_says_the_finding_and_stays_small() -> None:
    picture = view.fork_tree(model.fork_tree("repeat (3) fork(); print;"))
    expected = (
        "Family tree of “repeat (3) fork(); print;”: 8 processes, 8 lines printed; "
        "by generation 1, 3, 3, 1."
    )
    assert expected == picture.alt
    assert len(picture.svg) < 6_000
    assert len(view.fork_tree(model.fork_tree("repeat (6) fork();")).svg) < 13_000
