"""What people say, judged where the answer does not depend on the machine."""

from __future__ import annotations

import pytest

from oslab import claim
from oslab.linux.procfs import sched
from oslab.scheduling.claims import CLAIMS
from oslab.scheduling.recorded import RECORDED

BY_NAME = {one.name.removeprefix("scheduling."): one for one in CLAIMS}


@pytest.mark.kernel
@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("a_time_slice_is_100_ms", "does not hold"),
        ("a_nice_step_is_ten_percent", "holds"),
        ("nice_19_gets_nothing", "does not hold"),
    ],
)
def test_a_claim_has_the_verdict_of_the_kernels_source(name: str, outcome: str) -> None:
    verdict = claim.judge(BY_NAME[name])

    assert verdict.outcome == outcome, verdict.why


@pytest.mark.kernel
def test_linux_runs_cfs_is_false_since_eevdf() -> None:
    if sched.read().slice_ns is None:
        pytest.skip("this kernel has no slices of EEVDF")

    assert claim.judge(BY_NAME["linux_runs_cfs"]).outcome == "does not hold"


@pytest.mark.kernel
def test_inheritance_bounds_the_wait_wherever_it_can_be_tried() -> None:
    verdict = claim.judge(BY_NAME["inheritance_bounds_the_wait"])

    assert verdict.outcome in ("holds", "unavailable"), verdict.why


def test_every_recording_has_a_name_of_its_room() -> None:
    assert all(name.startswith("scheduling.") and callable(take) for name, take in RECORDED.items())
