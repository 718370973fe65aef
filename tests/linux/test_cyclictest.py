"""cyclictest's JSON is read as it is written."""

from __future__ import annotations

import json

import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import affinity, cyclictest

ANSWER = json.dumps(
    {"file_version": 1, "thread": {"0": {
        "histogram": {"16": 2, "17": 3, "200": 1}, "cycles": 7, "min": 16, "max": 90000,
        "avg": 21.5, "cpu": 1}}}
)  # fmt: skip


def test_the_histogram_and_what_lies_beyond_it() -> None:
    late = cyclictest.parse(ANSWER)

    assert (late.cycles, late.maximum_us) == (7, 90_000)
    assert [late.quantile(share) for share in (0.01, 2 / 7, 0.5, 6 / 7, 1)] == [
        16, 16, 17, 200, 90_000,
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "{}", ANSWER.replace("16", "x"), '{"thread": []}'])
def test_damaged_text_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        cyclictest.parse(text)


@pytest.mark.parametrize(
    "arguments",
    [{"policy": "idle"}, {"priority": 0}, {"cpu": -1}, {"interval_us": 1}, {"cycles": 0}],
)
def test_nonsense_starts_nothing(arguments: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        cyclictest.run(**arguments)  # type: ignore[arg-type]


def test_where_it_is_missing_the_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cyclictest.shutil, "which", lambda _: None)

    with pytest.raises(Unavailable, match="apt-get install rt-tests"):
        cyclictest.run()


@pytest.mark.kernel
def test_every_cycle_is_in_the_histogram_or_beyond_it() -> None:
    try:
        late = cyclictest.run(cpu=affinity.allowed()[-1], cycles=100)
    except Unavailable as cannot:
        pytest.skip(str(cannot))

    assert late.cycles == 100
    assert sum(late.histogram.values()) <= 100
    assert late.quantile(0.5) <= late.maximum_us
