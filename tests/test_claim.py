"""A claim holds here if the median of its measurement lies within its bounds."""

from __future__ import annotations

import importlib
import json

import pytest

from oslab import claim, cli
from oslab.claim import Claim, Verdict
from oslab.errors import InvalidInput, Unavailable
from oslab.measurement import Machine, Measurement

MACHINE = Machine("Imaginary 9000", 2, 1 << 30, "6.8.0", "x86_64", "bare metal", "3.12.1")


def measured(*samples: float, unit: str = "us") -> Measurement:
    return Measurement("switch", samples, unit, "by imagination", MACHINE)


def claimed(
    low: float | None, high: float | None, *samples: float, unit: str = "us", name: str = "a.b"
) -> Claim:
    return Claim(
        name, "A switch costs < 5 us.", "folklore", "a pipe", "us", low, high,
        lambda: measured(*samples, unit=unit),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("low", "high", "median", "outcome"),
    [
        (1, 5, 3, "holds"),
        (1, 5, 1, "holds"),
        (1, 5, 5, "holds"),
        (1, 5, 0.99, "does not hold"),
        (1, 5, 5.01, "does not hold"),
        (None, 5, -9, "holds"),
        (None, 5, 6, "does not hold"),
        (1, None, 1e9, "holds"),
        (1, None, 0, "does not hold"),
        (0, 0, 0, "holds"),
    ],
)
def test_the_median_is_compared_with_both_bounds(
    low: float | None, high: float | None, median: float, outcome: str
) -> None:
    verdict = claim.judge(claimed(low, high, median - 100, median, median + 1))
    assert verdict.outcome == outcome
    assert verdict.measurement is not None


def test_a_verdict_says_what_was_found_against_what() -> None:
    assert str(claim.judge(claimed(1, 5, 7.0))) == (
        "does not hold: A switch costs < 5 us. (median 7.00 us, claimed 1 to 5 us)"
    )


def test_what_cannot_be_measured_says_why() -> None:
    def cannot() -> Measurement:
        raise Unavailable("A second CPU", "Run on two.")

    verdict = claim.judge(Claim("a.b", "s", "so", "p", "us", 1, None, cannot))
    assert (verdict.outcome, verdict.measurement) == ("unavailable", None)
    assert verdict.why == "A second CPU is not available here. Run on two."


def test_a_measurement_in_another_unit_is_no_evidence() -> None:
    with pytest.raises(InvalidInput, match="in us"):
        claim.judge(claimed(1, 5, 3.0, unit="ms"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("sentence", " "), ("source", None), ("protocol", 3), ("unit", ""),
        ("low", "1"), ("low", float("nan")), ("high", float("inf")), ("high", 0), ("low", True),
        ("measure", "no function"),
    ],
)  # fmt: skip
def test_a_malformed_claim_is_refused(field: str, value: object) -> None:
    fields: dict[str, object] = {
        "name": "a.b", "sentence": "s", "source": "so", "protocol": "p", "unit": "us",
        "low": 1, "high": 2, "measure": measured,
    }  # fmt: skip
    with pytest.raises(InvalidInput):
        Claim(**(fields | {field: value}))  # type: ignore[arg-type]


def test_a_claim_without_any_bound_claims_nothing() -> None:
    with pytest.raises(InvalidInput, match="low=None"):
        claimed(None, None, 1.0)


def test_a_ledger_counts_and_keeps_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OSLAB_OUTPUT", raising=False)
    told: list[tuple[int, int]] = []
    claims = (claimed(1, 5, 3.0), claimed(1, 5, 9.0, name="a.c"))
    made = claim.ledger(claims, progress=lambda done, whole: told.append((done, whole)))
    assert [verdict.claim.name for verdict in made.verdicts] == ["a.b", "a.c"]
    assert made.summary == "1 of 2 claims hold here, 1 do not, 0 cannot be measured here"
    assert str(made).splitlines()[-1] == made.summary
    assert told == [(0, 2), (1, 2), (2, 2)]
    page = made._repr_mimebundle_()["text/html"]
    assert "A switch costs &lt; 5 us." in page
    assert page.count('<th scope="row">') == 2
    read = json.loads(made.to_json())
    assert [row["outcome"] for row in read["verdicts"]] == ["holds", "does not hold"]
    assert read["verdicts"][0]["measurement"]["samples"] == [3.0]
    monkeypatch.setenv("OSLAB_OUTPUT", "text")
    assert set(made._repr_mimebundle_()) == {"text/plain"}


def test_a_ledger_holds_verdicts_only() -> None:
    with pytest.raises(InvalidInput, match="verdicts"):
        claim.Ledger((1,))  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="claims"):
        claim.ledger([claimed(1, 2, 1.0), "folklore"])  # type: ignore[list-item]
    assert claim.Ledger(()).count("holds") == 0


def test_a_verdict_without_evidence_is_shown_with_its_reason() -> None:
    verdict = Verdict(claimed(1, 2, 1.0), "unavailable", "no CPU", None)
    assert "no CPU" in str(claim.Ledger((verdict,)))


def test_the_claims_of_the_book_have_names_of_their_room_and_no_doubles() -> None:
    for room in cli.ROOMS:
        claims = importlib.import_module(f"oslab.{room}.claims").CLAIMS
        names = [one.name for one in claims]
        assert len(set(names)) == len(names)
        assert all(name.startswith(f"{room}.") for name in names)
