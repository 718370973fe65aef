"""The promises of CONTRIBUTING.md that a machine can keep."""

import ast
import io
import tokenize
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "src").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
IDS = [str(path.relative_to(ROOT)) for path in SOURCES]


@pytest.mark.parametrize("path", SOURCES, ids=IDS)
def test_files_and_functions_stay_small(path):
    """A file fits in 300 lines, a function in 40 (its docstring not counted)."""
    text = path.read_text()

    assert text.count("\n") <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            doc = (ast.get_docstring(node, clean=False) or "").count("\n") + 1
            assert node.end_lineno - node.lineno + 1 - doc <= 40, node.name


def _doors_opened(text):
    """Strings that name /proc or /sys, docstrings and text for readers left out."""
    tree = ast.parse(text)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    opened = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in (
            "open",
            "Path",
            "pathlib.Path",
        ):
            opened += [
                word.value
                for argument in node.args
                for word in ast.walk(argument)
                if isinstance(word, ast.Constant)
                and isinstance(word.value, str)
                and id(word) not in docstrings
                and word.value.startswith(("/proc", "/sys"))
            ]
    return opened


@pytest.mark.parametrize(
    "path", [path for path in SOURCES if "linux" not in path.relative_to(ROOT / "src/oslab").parts]
)
def test_only_linux_opens_proc_and_sys(path):
    assert _doors_opened(path.read_text()) == []


def test_a_planted_open_of_proc_is_found():
    assert _doors_opened('open("/proc/self/stat")') == ["/proc/self/stat"]
    assert _doors_opened('open(f"/proc/{pid}/stat")') == ["/proc/"]
    assert _doors_opened('"""open("/proc/self/stat")"""') == []


@pytest.mark.parametrize("path", SOURCES, ids=IDS)
def test_names_are_the_fields_terms(path):
    assert not {"utils", "helpers", "common", "core", "manager", "misc"} & set(
        path.relative_to(ROOT / "src").with_suffix("").parts
    )


@pytest.mark.parametrize("path", TESTS, ids=[str(path.relative_to(ROOT)) for path in TESTS])
def test_no_test_trusts_the_wall_clock(path):
    """A limit in seconds fails on a busy machine; a test compares counters and orders."""
    words = {
        token.string
        for token in tokenize.generate_tokens(io.StringIO(path.read_text()).readline)
        if token.type == tokenize.NAME
    }

    assert not words & {"perf_counter", "perf_counter_ns", "monotonic", "timeit"} or (
        "progress" in words  # a test of the stopwatch itself
    )
