"""Whole records, byte for byte: a change of any tie shows here first."""

import importlib.util
from pathlib import Path

import pytest

HERE = Path(__file__).parent
_SPEC = importlib.util.spec_from_file_location("renew", HERE / "renew.py")
renew = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(renew)
TEXTS = renew.texts()


@pytest.mark.parametrize("file", sorted(TEXTS))
def test_records_are_what_they_were(file):
    assert (HERE / "golden" / file).read_text().splitlines() == TEXTS[file].splitlines()


def test_no_golden_record_is_left_over():
    assert sorted(TEXTS) == sorted(path.name for path in (HERE / "golden").iterdir())
