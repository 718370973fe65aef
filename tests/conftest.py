"""What every test shares: nothing may be skipped that tests/expected_skips.txt does not name."""

from __future__ import annotations

import fnmatch
from pathlib import Path

import pytest
from hypothesis import settings

EXPECTED = Path(__file__).parent / "expected_skips.txt"

# The same cases in every run: no test may depend on luck.
settings.register_profile("oslab", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("oslab")


def expected_skips() -> list[str]:
    """Return the patterns of reasons for which a test may be skipped."""
    lines = EXPECTED.read_text().splitlines()
    return [line.split("  #")[0].strip() for line in lines if line and not line.startswith("#")]


class _Skips:
    def __init__(self) -> None:
        self.unexpected: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if not report.skipped or hasattr(report, "wasxfail"):
            return
        reason = str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else ""
        reason = reason.removeprefix("Skipped: ")
        if not any(fnmatch.fnmatchcase(reason, pattern) for pattern in expected_skips()):
            self.unexpected.append(f"{report.nodeid}: {reason}")

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.unexpected and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for skip in self.unexpected:
            terminalreporter.write_line(f"SKIP NOT ALLOWED by {EXPECTED.name}: {skip}", red=True)


def pytest_configure(config: pytest.Config) -> None:
    """Watch the skips of the whole run."""
    config.pluginmanager.register(_Skips(), "oslab-skips")
