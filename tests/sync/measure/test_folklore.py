"""What people say about threads that share memory, and what this machine says."""

from __future__ import annotations

import platform

import pytest

from oslab import claim
from oslab.errors import Unavailable
from oslab.sync.claims import CLAIMS
from oslab.sync.measure import folklore
from oslab.sync.recorded import RECORDED

BY_NAME = {one.name.removeprefix("sync."): one for one in CLAIMS}


@pytest.mark.kernel
@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("the_gil_keeps_a_bare_increment", "holds"),
        ("a_signal_after_unlock_is_a_bug", "does not hold"),
    ],
)
def test_what_the_model_proves_has_its_verdict(name: str, outcome: str) -> None:
    """Of the interpreter its source says it: neither can go the other way on a busy machine."""
    verdict = claim.judge(BY_NAME[name])

    assert verdict.outcome in (outcome, "unavailable"), verdict.why


@pytest.mark.kernel
@pytest.mark.parametrize(
    "name",
    [
        "a_lost_update_takes_rare_luck", "the_gil_keeps_every_update",
        "x86_runs_in_program_order", "an_if_is_enough", "a_waiting_writer_comes_next",
        "one_gate_makes_a_barrier", "linux_detects_no_deadlock",
    ],
)  # fmt: skip
def test_what_the_model_allows_shows_after_a_few_turns(name: str) -> None:
    for _ in range(10):
        verdict = claim.judge(BY_NAME[name])
        if verdict.outcome != "holds":
            return
    raise AssertionError(verdict.why)


@pytest.mark.kernel
@pytest.mark.skipif(platform.machine() != "x86_64", reason="other processors allow more")
def test_a_fence_forbids_it() -> None:
    verdict = claim.judge(BY_NAME["a_fence_forbids_store_buffering"])

    assert verdict.outcome in ("holds", "unavailable"), verdict.why


def test_a_claim_about_x86_is_not_asked_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "aarch64")

    with pytest.raises(Unavailable, match="x86"):
        folklore.loads_before_stores()


def test_every_recording_has_a_name_of_its_room() -> None:
    assert all(name.startswith("sync.") and callable(take) for name, take in RECORDED.items())
