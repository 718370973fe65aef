import contextlib

from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.table import Table

nonsense = st.one_of(
    st.none(), st.integers(), st.floats(), st.text(), st.lists(st.text()), st.lists(st.integers())
)


def test_a_table_reads_the_same_in_a_terminal_and_in_a_page(monkeypatch):
    table = Table("Two letters", ("letter", "state"), (("R", "running & ready"),))
    monkeypatch.setenv("OSLAB_OUTPUT", "page")

    assert str(table).splitlines()[1:] == ["letter  state", "R       running & ready"]
    page = table._repr_mimebundle_()["text/html"]
    assert '<th scope="row">R</th><td>running &amp; ready</td>' in page


def test_under_nbval_a_table_is_its_text_alone(monkeypatch):
    monkeypatch.setenv("OSLAB_OUTPUT", "text")

    assert list(Table("c", ("a",), ())._repr_mimebundle_()) == ["text/plain"]


@given(nonsense, nonsense, nonsense)
def test_nonsense_is_refused_by_name(caption, columns, rows):
    with contextlib.suppress(InvalidInput):
        Table(caption, columns, rows)


def test_a_column_without_a_name_has_no_header():
    html = Table("Costs.", ("", "ns"), (("fork", "1"),))._repr_mimebundle_()["text/html"]

    assert '<tr><td></td><th scope="col">ns</th></tr>' in html
