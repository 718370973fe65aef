"""The models of both fair schedulers beside what real kernels answered, CFS's and EEVDF's.

The answers are recordings of named machines, so every run compares the same numbers; in
`measure/test_against_the_model.py` and `test_newcomer.py` this machine answers live.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable

import pytest

from oslab import recording
from oslab.measurement import Measurement, by_condition
from oslab.scheduling import Cfs, Eevdf, Job, measure, metrics, model, simulate

HOGS = (1, 2, 4, 8)
GUEST = {"policy": "Cfs", "tick_us": 10_000}  # User-Mode Linux: HZ is 100


def recorded(name: str, *conditions: str) -> dict[object, Measurement]:
    return by_condition(recording.load(f"scheduling.{name}").measurements, *conditions)


@pytest.mark.parametrize("hogs", HOGS)
def test_cfs_puts_a_newcomer_where_the_model_does(hogs: int) -> None:
    seen = recorded("newcomer_cfs", "quantity", "hogs")["above minimum", hogs]

    assert model.newcomer(policy="Cfs", hogs=hogs) == pytest.approx(seen.median, abs=0.01)


@pytest.mark.parametrize("hogs", HOGS)
def test_eevdf_puts_a_newcomer_where_the_model_does(hogs: int) -> None:
    seen = recorded("newcomer", "quantity", "hogs")["above average", hogs]
    foreseen = model.newcomer(policy="Eevdf 6.18", hogs=hogs)

    assert foreseen == pytest.approx(seen.median, abs=0.02)
    # And the other scheduler's rule would not pass for it.
    assert abs(model.newcomer(policy="Cfs", hogs=hogs) - seen.median) > 0.5


def late(policy: Cfs | Eevdf, hogs: int, every_us: int) -> float:
    """Return which part of a sleeper's wake-ups waits over a millisecond in the model, in %."""
    crowd = [Job(f"t{place}", 0, 10**9) for place in range(hogs)]
    woken = Job("woken", every_us // 2, bursts=(1, every_us) * 100 + (1,))
    run = simulate([*crowd, woken], policy, until=400 * every_us, notes=False)
    answers = metrics.answers(run, "woken")
    return 100 * sum(ticks > 1_000 for ticks in answers) / len(answers)


@pytest.mark.parametrize("hogs", [1, 4])
@pytest.mark.parametrize(
    ("name", "policy", "every_us"),
    [
        ("wakeup_cfs", Cfs(unit=1_000, tick=10_000), 23_300),
        ("wakeup", Eevdf("6.18", 1_400_000, unit=1_000, tick=4_000), 1_003),
    ],
)
def test_who_wants_next_to_nothing_preempts_in_model_and_kernel(
    name: str, policy: Cfs | Eevdf, every_us: int, hogs: int
) -> None:
    kernel = recorded(name, "policy", "program", "load")["other", "tasks", hogs]
    (seen,) = measure.late([kernel])[0].samples

    assert late(policy, hogs, every_us) < 5
    assert seen < 15  # the rest of a machine comes between, too


@pytest.mark.parametrize("hogs", [1, 4])
def test_without_wake_up_preemption_the_model_is_not_what_the_kernel_does(hogs: int) -> None:
    kernel = recorded("wakeup_cfs", "policy", "program", "load")["other", "tasks", hogs]
    (seen,) = measure.late([kernel])[0].samples
    deaf = Cfs(unit=1_000, tick=10_000, wakeup_preemption=False)

    assert late(deaf, hogs, 23_300) > 50 > seen


RENICED = {"equal": {}, "nice -10": {"nice": -10}, "nice 10": {"nice": 10},
           "hogs nice 19": {"hogs_nice": 19}}  # fmt: skip


@pytest.mark.parametrize("setting", RENICED)
@pytest.mark.parametrize(
    ("name", "rules"),
    [
        ("interactive_cfs", GUEST),
        ("interactive", {"policy": "Eevdf 6.18", "tick_us": 4_000, "base_slice_ns": 1_400_000}),
    ],
)
def test_half_of_the_answers_come_as_soon_as_the_model_says(
    name: str, rules: dict[str, object], setting: str
) -> None:
    kernel = recorded(name, "setting")[setting]
    run = model.beside_hogs(**rules, **RENICED[setting])  # type: ignore[arg-type]
    foreseen = statistics.median(metrics.answers(run, "work")) / 1_000

    assert foreseen == pytest.approx(kernel.median, abs=2, rel=0.1)


def test_who_slept_is_served_at_once_by_cfs_and_not_by_eevdf() -> None:
    """The upgrade of the page *A fair share*, in the model and in both kernels."""
    kernels = [
        prompt(recorded(name, "setting")["equal"].samples)
        for name in ("interactive_cfs", "interactive")
    ]
    models = [
        prompt(ticks / 1_000 for ticks in metrics.answers(model.beside_hogs(**rules), "work"))
        for rules in (GUEST, {"policy": "Eevdf 6.18"})
    ]

    assert models[0] > 0.9 > models[1] + 0.2
    assert kernels[0] > kernels[1] + 0.05


def prompt(answers: Iterable[float]) -> float:
    """Return which part of a millisecond's answers takes that millisecond and little more."""
    each = list(answers)
    return sum(one < 1.5 for one in each) / len(each)
