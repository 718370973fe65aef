"""The children of a process, as the kernel lists them."""

import pytest

from oslab.errors import InvalidInput
from oslab.linux.procfs import children


def test_the_list_of_every_thread_is_joined(tmp_path):
    for thread, text in ((7, "12 9 "), (8, ""), (9, "10 ")):
        folder = tmp_path / "7" / "task" / str(thread)
        folder.mkdir(parents=True)
        (folder / "children").write_text(text)

    assert children.read(7, tmp_path) == (9, 10, 12)


@pytest.mark.parametrize("text", ["x", "1 -2", "1.5"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(InvalidInput):
        children.parse(text)
