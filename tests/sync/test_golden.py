"""What the explorer finds, byte for byte: a change of any tie shows here first."""

import importlib.util
from pathlib import Path

import pytest

HERE = Path(__file__).parent
_SPEC = importlib.util.spec_from_file_location("renew_sync", HERE / "renew.py")
renew = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(renew)


@pytest.mark.parametrize("lesson", sorted(renew.CASES))
def test_explorations_are_what_they_were(lesson):
    golden = HERE / "golden" / f"{lesson}.txt"

    assert golden.read_text(encoding="utf-8").splitlines() == renew.text(lesson).splitlines()


def test_no_golden_record_is_left_over():
    assert sorted(renew.CASES) == sorted(path.stem for path in (HERE / "golden").iterdir())
