"""The sentences about fork that the ledger judges."""

import pytest

from oslab.claim import FAILS, HOLDS, UNAVAILABLE, judge
from oslab.errors import InvalidInput
from oslab.processes import measure
from oslab.processes.claims import CLAIMS

VERDICTS = {
    "processes.fork_is_cheap_whatever_the_size": FAILS,
    "processes.posix_spawn_does_not_grow": HOLDS,
    "processes.copy_on_write_copies_what_is_written": HOLDS,
    "processes.huge_pages_are_copied_whole": FAILS,
    "processes.reading_copies_python_objects": HOLDS,
}


@pytest.mark.kernel
@pytest.mark.parametrize("name", VERDICTS)
def test_the_ledger_s_verdict_on_fork_is_the_book_s(name: str) -> None:
    (claim,) = [claim for claim in CLAIMS if claim.name == name]
    verdict = judge(claim)
    assert verdict.outcome in (VERDICTS[name], UNAVAILABLE), verdict.why


@pytest.mark.parametrize("value", [None, "vfork", 1, b"fork", ["fork"]])
def test_nonsense_is_named(value: object) -> None:
    with pytest.raises(InvalidInput):
        measure.fork_growth(value)  # type: ignore[arg-type]
    if value != 1:
        with pytest.raises(InvalidInput):
            measure.copied_over_written(huge=value)  # type: ignore[arg-type]
