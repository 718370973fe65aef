"""A tiny room for the figures of these tests: plain values are the record."""

from types import SimpleNamespace

import pytest

from oslab.errors import require
from oslab.svg import Drawing


def simulate(quantum=2, share=0.5, policy="fifo", preempt=False, jobs="A B"):
    """Return what it was given, and refuse a quantum of 13."""
    require(quantum != 13, "quantum", quantum, "any number but 13")
    return quantum, share, policy, preempt, jobs


def view(record):
    """Draw the record as a bar and its words."""
    sheet = Drawing(640, 80)
    sheet.rect(10, 30, record[0] * 20, 20)
    sheet.text(10, 20, record)
    return sheet.picture(f"quantum {record[0]}, share {record[1]}, {record[2:]}")


@pytest.fixture(scope="session")
def room():
    """Return the simulator and the view."""
    return SimpleNamespace(simulate=simulate, view=view)


@pytest.fixture
def page_home(monkeypatch):
    """Show outputs as the published page does."""
    monkeypatch.setenv("OSLAB_OUTPUT", "page")


@pytest.fixture
def text_home(monkeypatch):
    """Show outputs as nbval compares them."""
    monkeypatch.setenv("OSLAB_OUTPUT", "text")


@pytest.fixture
def jupyter_home(monkeypatch):
    """Show outputs as Jupyter does."""
    monkeypatch.delenv("OSLAB_OUTPUT", raising=False)
