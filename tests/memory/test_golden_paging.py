"""Whole records of paging and allocators, byte for byte: a change of any rule shows here."""

import importlib.util
from pathlib import Path

HERE = Path(__file__).parent
_SPEC = importlib.util.spec_from_file_location("renew_paging", HERE / "renew_paging.py")
renew = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(renew)


def test_records_are_what_they_were():
    assert renew.GOLDEN.read_text().splitlines() == renew.text().splitlines()
