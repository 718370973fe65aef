"""Each mistake in the bounded buffer shows on real threads, and what is right shows none."""

from __future__ import annotations

import functools
import importlib

import pytest

from oslab.errors import InvalidInput
from oslab.measurement import by_condition
from oslab.sync import measure
from oslab.sync.measure.bounded_buffer import OUTCOMES, VARIANTS, parse_bounded_buffer
from oslab.sync.model.buffer import HARMLESS
from oslab.sync.model.buffer import VARIANTS as MODELS

SHOWS = {
    "if for while": "takes from an empty buffer",
    "one condition for two roles": "hangs",
    "changed without the lock": "hangs",
    "signal for broadcast": "hangs",
}


@functools.cache
def counts(language: str, variant: str, trials: int, seed: int = 1) -> dict[str, float]:
    taken = measure.bounded_buffer(
        variants=(variant,), languages=(language,), trials=trials, seed=seed
    )
    outcomes = by_condition([one for one in taken if "outcome" in one.conditions], "outcome")
    items = by_condition([one for one in taken if "items" in one.conditions], "items")
    return {name: one.median for name, one in {**outcomes, **items}.items()}


def shown(language: str, variant: str, outcome: str, trials: int) -> dict[str, float]:
    """Try with other delays until the outcome shows, or for ten times as many trials."""
    for seed in range(1, 11):
        found = counts(language, variant, trials, seed)
        if found[outcome] > 0:
            return found
    raise AssertionError(f"{variant} in {language} never showed: {found}")


def test_the_variants_are_the_models() -> None:
    assert VARIANTS == MODELS


def test_an_answer_is_read_by_name() -> None:
    found = parse_bounded_buffer("3 1 0 2 1 4\n", "C")

    assert found == {
        "right": 3, "takes from an empty buffer": 1, "puts into a full buffer": 0, "hangs": 2,
        "lost": 1, "taken twice": 4,
    }  # fmt: skip


@pytest.mark.parametrize(("text", "language"), [("1 2 3", "C"), ("", "Python"), ("x " * 6, "C")])
def test_what_is_no_answer_is_refused(text: str, language: str) -> None:
    with pytest.raises(InvalidInput):
        parse_bounded_buffer(text, language)


@pytest.mark.kernel
@pytest.mark.parametrize("language", ["C", "Python"])
@pytest.mark.parametrize("variant", VARIANTS)
def test_every_trial_has_one_outcome(language: str, variant: str) -> None:
    found = counts(language, variant, 100)

    assert sum(found[outcome] for outcome in OUTCOMES[language]) == 100


@pytest.mark.kernel
@pytest.mark.parametrize("language", ["C", "Python"])
@pytest.mark.parametrize("variant", ["right", "broadcast to two"])
def test_what_is_right_in_the_model_is_right_on_threads(language: str, variant: str) -> None:
    assert variant in HARMLESS
    found = counts(language, variant, 100)

    assert {"right": 100} == {name: count for name, count in found.items() if count}


@pytest.mark.kernel
def test_signalling_after_unlock_is_harmless_in_c() -> None:
    found = counts("C", "signal after unlock", 100)

    assert {"right": 100} == {name: count for name, count in found.items() if count}


@pytest.mark.kernel
@pytest.mark.parametrize("variant", SHOWS)
def test_each_mistake_shows_in_c_as_the_model_says(variant: str) -> None:
    found = shown("C", variant, SHOWS[variant], 200)
    others = set(OUTCOMES["C"]) - {"right", SHOWS[variant]}

    assert all(found[outcome] == 0 for outcome in others)
    assert (found["taken twice"] > 0) == (variant == "if for while")


@pytest.mark.kernel
@pytest.mark.parametrize(
    "variant", ["if for while", "one condition for two roles", "signal for broadcast"]
)
def test_each_mistake_that_python_allows_shows(variant: str) -> None:
    found = shown("Python", variant, SHOWS[variant], 100)
    others = set(OUTCOMES["Python"]) - {"right", SHOWS[variant]}

    assert all(found[outcome] == 0 for outcome in others)


@pytest.mark.kernel
@pytest.mark.parametrize("variant", ["changed without the lock", "signal after unlock"])
def test_python_refuses_to_tell_without_the_lock(variant: str) -> None:
    assert shown("Python", variant, "refused", 100)["takes from an empty buffer"] == 0


def test_progress_counts_the_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int]] = []
    module = importlib.import_module("oslab.sync.measure.bounded_buffer")
    monkeypatch.setattr(module, "_in_c", lambda *_: "1 0 0 0 0 0")
    measure.bounded_buffer(
        variants=("right", "if for while"), languages=("C",), trials=1,
        progress=lambda done, of: told.append((done, of)),
    )  # fmt: skip

    assert told == [(1, 2), (2, 2)]
