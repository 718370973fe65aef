"""Solutions stay where instructors are: not in the wheel, not on a Binder machine."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
BUILD = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
IN_A_WHEEL = ("pyproject.toml", "README.md", "LICENSE")


def test_the_wheel_holds_the_engine_and_no_lab(tmp_path):
    tree, out = tmp_path / "tree", tmp_path / "out"
    ignore = shutil.ignore_patterns("__pycache__", "*.egg-info", "recorded")
    shutil.copytree(ROOT / "src", tree / "src", ignore=ignore)
    shutil.copytree(ROOT / "labs", tree / "labs", ignore=ignore)
    for name in IN_A_WHEEL:
        shutil.copy(ROOT / name, tree)

    subprocess.run(
        [sys.executable, "-c", BUILD, str(out)],
        cwd=tree, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = out.glob("*.whl")
    with zipfile.ZipFile(wheel) as held:
        names = held.namelist()

    assert "oslab/course/lab.py" in names
    assert not [name for name in names if "_instructor" in name or "solution" in name]
    assert not [name for name in names if name.startswith(("labs/", "tests/"))]


def test_binder_removes_what_is_for_instructors(tmp_path):
    secret = tmp_path / "labs/one/_instructor/solution.py"
    secret.parent.mkdir(parents=True)
    secret.write_text("answer = 42")
    (tmp_path / "labs/one/lab.ipynb").write_text("{}")
    last = (ROOT / "binder/postBuild").read_text().rstrip().splitlines()[-1]

    subprocess.run(["bash", "-euc", last], cwd=tmp_path, check=True)

    assert [path.name for path in (tmp_path / "labs").rglob("*") if path.is_file()] == ["lab.ipynb"]
