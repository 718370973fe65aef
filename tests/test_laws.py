"""Every import law fails when it is broken: a law that nothing can break protects nothing."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CONTRACTS = [
    contract["name"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
]
# For each law: a file, and the line that breaks it.
VIOLATIONS = {
    "The house stands on its foundations": ("errors.py", "import oslab.machine"),
    "Every room has the same doors": (
        "processes/records/__init__.py",
        "import oslab.processes.view",
    ),
    "Models and views are pure: the same source runs in the reader's browser": (
        "processes/model/__init__.py",
        "import time",
    ),
    "Views draw records, whatever made them": (
        "processes/view/__init__.py",
        "import oslab.processes.model",
    ),
    "Only plots and plotting know matplotlib": (
        "processes/measure/__init__.py",
        "import matplotlib",
    ),
    "Only explore knows ipywidgets": ("processes/plots/__init__.py", "import ipywidgets"),
    "Doors to the kernel stand alone": ("linux/__init__.py", "import oslab.timing"),
}

# And again where a room adds doors of its own.
MORE_VIOLATIONS = [
    ("The house stands on its foundations", "scheduling/records/job.py", "import oslab.processes"),
    (
        "Every room has the same doors",
        "scheduling/run_queue.py",
        "import oslab.scheduling.policies",
    ),
    (
        "Every room has the same doors",
        "scheduling/metrics/__init__.py",
        "import oslab.scheduling.model",
    ),
    (
        "Models and views are pure: the same source runs in the reader's browser",
        "scheduling/policies/fifo.py",
        "import time",
    ),
    (
        "Views draw records, whatever made them",
        "scheduling/view/__init__.py",
        "import oslab.scheduling.policies",
    ),
]


def _lint(tree):
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
    return subprocess.run(
        command, cwd=tree, env={"PYTHONPATH": str(tree / "src"), "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture
def house(tmp_path):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    ignore = shutil.ignore_patterns("__pycache__", "*.egg-info", "recorded")
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=ignore)
    return tmp_path


def test_every_law_has_a_planted_violation():
    assert sorted(VIOLATIONS) == sorted(CONTRACTS)


def test_the_house_as_it_stands_keeps_every_law(house):
    result = _lint(house)

    assert f"{len(CONTRACTS)} kept, 0 broken" in result.stdout, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("law", "file", "line"),
    [(law, *VIOLATIONS.get(law, ("", ""))) for law in CONTRACTS] + MORE_VIOLATIONS,
)
def test_a_planted_violation_breaks_its_law(house, law, file, line):
    broken = house / "src/oslab" / file
    broken.write_text(broken.read_text() + f"\n{line}\n")

    result = _lint(house)

    assert result.returncode == 1, result.stdout + result.stderr
    assert f"{law} BROKEN" in " ".join(result.stdout.split())


def test_only_cli_prints(tmp_path):
    planted = tmp_path / "planted.py"
    planted.write_text('"""Planted."""\n\nprint(1)\n')

    ruff = [Path(sys.executable).parent / "ruff", "check", "--config", ROOT / "pyproject.toml"]
    result = subprocess.run([*ruff, planted], capture_output=True, text=True, check=False)

    assert result.returncode == 1
    assert "T201" in result.stdout
