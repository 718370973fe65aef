"""Only harmless thread programs run; what is refused is named, with its line."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.course import vetting
from oslab.course.vetting import Refused, Unstarted
from oslab.errors import InvalidInput
from oslab.sync import Mutex, Program, explore_all, records

RIGHT = '''
def count(times=2):
    """Add one, in turn."""
    for _ in range(times):
        yield lock("m")
        n = yield load("n")
        yield store("n", n + 1 if n is not None else 0)
        yield unlock("m")
'''


def body(*lines):
    return "def count():\n" + "".join(f"    {line}\n" for line in lines)


def test_a_program_that_passes_can_be_explored():
    count = vetting.vet(RIGHT, ["count"])["count"]
    program = Program([count, count], n=0, m=Mutex())

    found = explore_all(program, at_end=lambda shared: shared["n"] == 4)

    assert found.states > 10
    assert not found.findings


def test_a_function_may_be_helped_by_another():
    source = "def turn():\n    yield lock('m')\n" + body("yield from turn()", "yield unlock('m')")

    assert set(vetting.vet(source, ["count"])) == {"count"}


def test_indented_source_is_read_as_well():
    assert vetting.vet("    def count():\n        yield pause()\n", ["count"])


def test_the_operations_are_those_of_sync():
    assert {"lock", "wait", "compare_and_swap", "check"} <= set(vetting.OPERATIONS)
    assert all(callable(getattr(records.operations, name)) for name in vetting.OPERATIONS)
    assert "plain" not in vetting.OPERATIONS


@pytest.mark.parametrize(
    "blank",
    [
        "def count():\n    raise NotImplementedError",
        'def count():\n    """Count."""\n    raise NotImplementedError("do it")',
    ],
)
def test_the_blank_is_told_from_a_bad_word(blank):
    with pytest.raises(Unstarted):
        vetting.vet(blank, ["count"])


HOSTILE = {
    "import os": "import",
    "from os import system": "import",
    "x = (1).__class__": "dot",
    "yield lock.__globals__": "dot",
    "exec('1')": "exec",
    "open('/etc/passwd')": "open",
    "__import__('os')": "__import__",
    "getattr(1, 'real')": "getattr",
    "print(1)": "print",
    "x = globals()": "globals",
    "x = [n for n in range(3)]": "comprehension",
    "x = lambda: 0": "lambda",
    "def inner(): yield 1": "inside",
    "global n": "global",
    "raise ValueError": "raise",
    "assert True": "check",
    "try:\n        pass\n    except ValueError:\n        pass": "try",
    "with lock('m'): pass": "with",
    "x = 9 ** 9 ** 9": r"\*\*",
    "x = 1 << 99999": "<<",
    "x = 9999999999": "number",
    "x = 0.5": "0.5",
    "x = b'x'": "b'x'",
    "x = f'{1}'": "f-string",
    "x = {1: 2}": "dict",
    "x = {1, 2}": "set",
    "x: int = 1": "annotation",
    "__x = 1": "__x",
    "x = (y := 3)": ":=",
    "del x": "del",
    "lock(**{})": r"\*\*",
    "x = lock('m')()": "call",
    "x = other": "other",
    "yield from count.gi_frame": "dot",
    "class A: pass": "class",
    "while True: await x": "await",
}


@pytest.mark.parametrize("statement", HOSTILE)
def test_a_word_that_is_not_harmless_is_named_with_its_line(statement):
    source = "\n" + body("yield pause()", statement)

    with pytest.raises(Refused, match=HOSTILE[statement]) as refused:
        vetting.vet(source, ["count"])
    assert "line " in refused.value.words


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("", "no function count"),
        ("x = 1", "only functions"),
        ("import os\n" + RIGHT, "only functions"),
        ("def count(:\n", "line 1"),
        ("def count():\n    return 1\n", "never yields"),
        ("@print\n" + RIGHT.strip(), "decorator"),
        ("def count(x: print(1)):\n    yield pause()\n", "annotation"),
        ("def count(x=print(1)):\n    yield pause()\n", "print"),
        ("def count() -> print(1):\n    yield pause()\n", "annotation"),
        (RIGHT + "\ndef lock():\n    yield pause()\n", "taken"),
        ("def count():\n    yield " + "(" * 500 + ")" * 500, "line|read"),
        ("def count():\n    yield 0" + " + 1" * 4_990, "read|deep|compiled"),
        ("#" * 30_000, "characters"),
        ("def count():\n    yield 'x\0y'", "line|read"),
        ("async def count():\n    yield 1\n", "only functions"),
    ],
)
def test_a_source_that_is_no_program_is_refused(source, words):
    with pytest.raises(Refused, match=words):
        vetting.vet(source, ["count"])


def test_a_look_alike_letter_makes_no_other_name():
    # Python itself reads these letters as `exec`.
    with pytest.raises(Refused, match="exec"):
        vetting.vet(body("yield pause()", "\uff45\uff58\uff45\uff43('1')"), ["count"])


def test_a_program_sees_nothing_but_its_words():
    count = vetting.vet(RIGHT, ["count"])["count"]

    assert set(count.__globals__["__builtins__"]) == {"range", "len", "min", "max"}
    assert set(count.__globals__) == {*vetting.OPERATIONS, "__builtins__", "count"}


@given(st.text())
def test_any_text_is_refused_or_made_of_functions(text):
    with contextlib.suppress(Refused):
        vetting.vet(text, ["count"])


@pytest.mark.parametrize(("source", "entries"), [(None, ["f"]), ("", "f"), ("", []), ("", [3])])
def test_what_is_no_source_is_a_wrong_question(source, entries):
    with pytest.raises(InvalidInput):
        vetting.vet(source, entries)
