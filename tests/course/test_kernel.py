"""The same in a real Jupyter kernel: cells, signals and the source of functions are its own."""

from __future__ import annotations

import json

import nbformat
import pytest
from nbclient import NotebookClient

pytestmark = pytest.mark.kernel

CELLS = {
    "setup": 'from oslab import course\n\nlab = course.open("tiny")',
    "predict": 'lab.predict("faults", 100)',
    "solved": "def total(numbers):\n    return sum(numbers)",
    "q1": 'lab.check("q1", total)',
    "touch": """
import mmap
from pathlib import Path

def touch(path):
    count = int(Path(path).read_text())
    area = mmap.mmap(-1, count * mmap.PAGESIZE)
    area.madvise(mmap.MADV_NOHUGEPAGE)
    for place in range(0, len(area), mmap.PAGESIZE):
        area[place] = 1
    return {"pages": count}
""",
    "q2": 'lab.check("q2", touch)',
    "claim": 'claim = {"grows": "minor"}',
    "q3": 'lab.check("q3", claim)',
    "count": """
from oslab.sync import load, lock, store, unlock

def count():
    yield lock("m")
    n = yield load("n")
    yield store("n", n + 1)
    yield unlock("m")
""",
    "q5": 'lab.check("q5", count)',
    "spins": "def total(numbers):\n    while True:\n        pass",
    "stopped": 'lab.check("q1", total)',
    "divides": "def total(numbers):\n    number = 1\n    return number / len(numbers)",
    "raised": 'lab.check("q1", total)',
    "forks": """
import os

def total(numbers):
    if os.fork() == 0:
        return 1
    os.wait()
""",
    "back": 'lab.check("q1", total)',
    "talks": "def total(numbers):\n    print('seen', numbers)\n    os.system('echo below')",
    "said": 'lab.check("q1", total)',
    "loud": "print('heard')",
    "report": "lab.report()",
}  # fmt: skip


@pytest.fixture
def shown(tiny):
    """Run the cells as Jupyter does; return what each showed, as text and as HTML."""
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [
        nbformat.v4.new_code_cell(source.strip(), id=name) for name, source in CELLS.items()
    ]
    NotebookClient(
        notebook, kernel_name="python3", resources={"metadata": {"path": str(tiny)}}
    ).execute()
    return {cell.id: cell.outputs for cell in notebook.cells}


def test_a_notebook_is_answered_cell_by_cell(shown, tiny):
    data = {name: outputs[0].get("data", {}) for name, outputs in shown.items() if outputs}
    text = {name: held.get("text/plain", "") for name, held in data.items()}

    assert text["predict"] == "faults · noted: you predict 100 minor faults; q2 will tell."
    assert text["q1"] == "q1 ✓ pass: all 5 public cases; hidden cases remain."
    assert text["q2"].startswith("q2 ✓ pass: on this machine; the grader measures again.")
    assert text["q3"].startswith("q3 ✓ pass")
    assert text["q5"].startswith("q5 ✓ pass")
    assert "did not come back and was stopped after 0.5 s" in text["stopped"]
    assert "raised ZeroDivisionError: division by zero (line 3 of its cell)." in text["raised"]
    assert "os._exit" in text["back"]
    assert text["said"].endswith("It printed:\nseen []\nbelow")
    assert shown["loud"][0]["text"] == "heard\n"
    assert "6 of 10 points" in text["report"]  # q1 does not pass any more
    assert 'role="status"' in data["q1"]["text/html"]
    assert json.loads((tiny / "evidence_tiny.json").read_text())["results"]["q5"]["points"] == 2
