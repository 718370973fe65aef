"""A progress bar: in Jupyter only, from the first report to the last."""

import ipywidgets
import pytest

from oslab.errors import InvalidInput
from oslab.explore import progress, progress_bar


@pytest.mark.parametrize("where", ["page", "text", ""])
def test_nothing_is_shown_outside_jupyter(where, monkeypatch, capsys):
    monkeypatch.setenv("OSLAB_OUTPUT", where)
    report = progress_bar("fork")

    assert [report(done, 3) for done in range(4)] == [None] * 4
    assert capsys.readouterr() == ("", "")


def test_the_bar_follows_the_reports_and_goes_with_the_last(jupyter_home, monkeypatch):
    shown = []

    def show(label, total):
        shown.append(ipywidgets.IntProgress(max=total, description=label))
        return shown[-1]

    monkeypatch.setattr(progress, "_shown", show)
    report = progress_bar("fork")
    report(1, 4)
    half_way = (shown[0].description, shown[0].value, shown[0].max, shown[0].comm is not None)
    report(4, 4)

    assert half_way == ("fork", 1, 4, True)
    assert (len(shown), shown[0].comm) == (1, None)


@pytest.mark.parametrize("label", ["", " ", None, 3])
def test_a_bar_says_what_it_is_for(label):
    with pytest.raises(InvalidInput, match="label"):
        progress_bar(label)
