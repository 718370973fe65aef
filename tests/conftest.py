"""What every test shares: nothing may be skipped that tests/expected_skips.txt does not name.

A test marked `needs("strace")` is skipped where that tool is missing; "root" may stand for
a tool. A skip for want of a tool that is there fails the run like any other.
"""

from __future__ import annotations

import fnmatch
import os
import re
import shutil
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


def is_here(tool: str) -> bool:
    """Say whether a program is on the path; "root" is here if we are root."""
    return os.geteuid() == 0 if tool == "root" else shutil.which(tool) is not None


def may_be_skipped(reason: str) -> bool:
    """Say whether the list has this reason, and a tool said to be missing is missing."""
    tool = re.fullmatch(r"(\S+) is needed and not here", reason)
    if tool is not None and is_here(tool[1]):
        return False
    return any(fnmatch.fnmatchcase(reason, pattern) for pattern in expected_skips())


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose tool is missing."""
    for mark in item.iter_markers("needs"):
        for tool in mark.args:
            if not is_here(tool):
                pytest.skip(f"{tool} is needed and not here")


class _Skips:
    def __init__(self) -> None:
        self.unexpected: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if not report.skipped or hasattr(report, "wasxfail"):
            return
        reason = str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else ""
        reason = reason.removeprefix("Skipped: ")
        if not may_be_skipped(reason):
            self.unexpected.append(f"{report.nodeid}: {reason}")

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.unexpected and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for skip in self.unexpected:
            terminalreporter.write_line(f"SKIP NOT ALLOWED by {EXPECTED.name}: {skip}", red=True)


def pytest_configure(config: pytest.Config) -> None:
    """Watch the skips of the whole run, and make the mark known."""
    config.addinivalue_line(
        "markers", "needs(tool, ...): programs, or root, without which it skips"
    )
    config.pluginmanager.register(_Skips(), "oslab-skips")
