"""Whole records, byte for byte: a change of any tie shows here first."""

import importlib.util
from pathlib import Path

import pytest

from oslab.replacement import POLICIES

HERE = Path(__file__).parent
_SPEC = importlib.util.spec_from_file_location("renew_replacement", HERE / "renew.py")
renew = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(renew)


@pytest.mark.parametrize("policy", sorted(POLICIES))
def test_records_are_what_they_were(policy):
    golden = HERE / "golden" / f"{policy}.txt"

    assert golden.read_text().splitlines() == renew.text(policy).splitlines()


def test_no_golden_record_is_left_over():
    assert sorted(POLICIES) == sorted(path.stem for path in (HERE / "golden").iterdir())
