"""The reader's own program: its references are recorded exactly, and predict its faults."""

import os
import random
import sys

import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.replacement import ActiveInactive, measure
from oslab.replacement.fast import faults

PAGES = 400
ORDER = [5, 7, 5, 390, 7, 11, 5, 200, 201, 202, 5]
SKIP = "files here never leave memory"


@pytest.fixture
def data(tmp_path):
    path = tmp_path / "data.bin"
    path.write_bytes(os.urandom(PAGES * 4096))
    return path


def program(tmp_path, *lines):
    path = tmp_path / "program.py"
    path.write_text("\n".join(lines))
    return [sys.executable, str(path)]


MAPPED = (
    "import mmap, sys",
    "file = open({!r}, 'rb')",
    "area = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)",
    f"print(sum(area[4096 * page + 17] for page in {ORDER}))",
)
READ = (
    "import os",
    "fd = os.open({!r}, os.O_RDONLY)",
    f"for page in {ORDER}: os.pread(fd, 10, 4096 * page)",
)
WITH_READ = (
    "import os",
    "file = open({!r}, 'rb', buffering=0)",
    f"for page in {ORDER}: file.seek(4096 * page), file.read(4096)",
)
WITH_STDIO = (
    "import numpy as np",
    "for page in " + str(ORDER) + ": np.fromfile({!r}, np.uint8, 4096, offset=4096 * page)",
)


def filtered(order, window=2):
    """What a recorder sees that keeps the last pages open: returns to those are silent."""
    seen, last = [], []
    for page in order:
        if page not in last:
            seen.append(page)
            last = [*last, page][-window:]
    return seen


@pytest.mark.kernel
@pytest.mark.parametrize("lines", [READ, WITH_READ, WITH_STDIO])
def test_every_page_that_is_read_is_recorded(tmp_path, data, lines):
    command = program(tmp_path, *(line.format(str(data)) for line in lines))
    trace = measure.record_pages(command, [data])

    assert list(trace.references) == ORDER


@pytest.mark.kernel
@pytest.mark.parametrize("window", [2, 4])
def test_every_change_of_page_of_a_mapping_is_recorded(tmp_path, data, window):
    command = program(tmp_path, *(line.format(str(data)) for line in MAPPED))
    trace = measure.record_pages(command, [data], window=window)

    assert list(trace.references) == filtered(ORDER, window)
    assert (trace.files, trace.pages) == (("data.bin",), (PAGES,))
    assert trace.distinct == len(set(ORDER))


@pytest.mark.kernel
def test_pages_of_a_second_file_follow_those_of_the_first(tmp_path, data):
    other = tmp_path / "other.bin"
    other.write_bytes(bytes(8192))
    lines = (*READ, "os.pread(os.open({!r}, os.O_RDONLY), 8192, 0)")
    paths = [str(data)] * 3 + [str(other)]
    command = program(tmp_path, *(a.format(b) for a, b in zip(lines, paths, strict=True)))
    trace = measure.record_pages(command, [data, other])

    assert list(trace.references) == [*ORDER, PAGES, PAGES + 1]


@pytest.mark.kernel
def test_forked_workers_append_to_the_same_order(tmp_path, data):
    lines = (*MAPPED[:3], "import os", "if os.fork() == 0: area[0], os._exit(0)",
             "os.wait()", "area[4096]")  # fmt: skip
    command = program(tmp_path, *(line.format(str(data)) for line in lines))

    assert [0, 1] == list(measure.record_pages(command, [data]).references)


@pytest.mark.kernel
def test_what_the_log_has_no_room_for_is_counted(tmp_path, data):
    command = program(tmp_path, *(line.format(str(data)) for line in READ))
    trace = measure.record_pages(command, [data], most=4)

    assert (ORDER[:4], len(ORDER) - 4) == (list(trace.references), trace.lost)
    assert "lost" in str(trace)


@pytest.mark.kernel
def test_a_fault_that_is_not_ours_still_kills(tmp_path, data):
    command = program(tmp_path, "import ctypes", "ctypes.string_at(8)")

    with pytest.raises(Unavailable, match="status was -11"):
        measure.record_pages(command, [data])


@pytest.mark.kernel
def test_a_program_that_fails_shows_its_last_words(tmp_path, data):
    command = program(tmp_path, "raise SystemExit('no such dataset')")

    with pytest.raises(Unavailable, match="no such dataset"):
        measure.record_pages(command, [data])


@pytest.mark.kernel
def test_faults_under_a_limit_are_the_predicted_ones(tmp_path):
    data = tmp_path / "data.bin"
    data.write_bytes(os.urandom(3_001 * 4096))
    pages = random.Random(1).choices(range(3_001), k=6_000)
    lines = (*READ[:2], f"for page in {pages}: os.pread(fd, 10, 4096 * page)")
    command = program(tmp_path, *(line.format(str(data)) for line in lines))
    references = measure.record_pages(command, [data]).references
    try:
        (taken,) = measure.under_limit(command, [data], frames=(1_500,))
    except Unavailable as cannot:
        if "TMPDIR" in cannot.remedy:
            pytest.skip(SKIP)
        if "control group" in cannot.what or "controller" in cannot.what:
            pytest.skip(f"no cgroup writes: {cannot}")
        raise

    frames = taken.conditions["frames"]
    assert list(references) == pages
    assert 1_000 < frames < 2_000
    assert taken.median > len(set(pages))
    predicted = faults(references, frames, ActiveInactive("read"))
    assert predicted == pytest.approx(taken.median, rel=0.2)


def test_nonsense_is_refused_before_anything_runs(data):
    command = [sys.executable, "-c", "pass"]
    for work in (
        lambda: measure.record_pages([], [data]),
        lambda: measure.record_pages(command, ["no such file"]),
        lambda: measure.record_pages(command, [data], window=1),
        lambda: measure.under_limit(command, [data], frames=()),
        lambda: measure.under_limit(command, [data], advice="wishful"),
    ):
        with pytest.raises(InvalidInput):
            work()
