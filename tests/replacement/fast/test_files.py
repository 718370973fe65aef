"""Files of libCacheSim are read as it reads them; damaged ones are refused."""

import struct

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.replacement import fast

NEVER = -1
# Objects 7, 9, 7, 2**64 - 1; the first comes again as the third, counted from 1.
ROWS = [(0, 7, 512, 3), (0, 9, 1, NEVER), (1, 7, 512, 2**63 - 1), (2, 2**64 - 1, 4096, -2)]
CSV = "version,time,op,size,lbn\n1,5633898,2a,512,42932745\n1,5633899,2a,512,18446744073709551615\n"


def _packed(rows):
    return b"".join(struct.pack("<IQIq", *row) for row in rows)


@pytest.fixture
def file(tmp_path):
    def written(content):
        path = tmp_path / "trace"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return written


def test_records_are_24_bytes_in_the_order_of_the_header_file(file):
    """oracleGeneralBin.h: u32 real_time, u64 obj_id, u32 obj_size, i64 next_access_vtime."""
    path = file(_packed(ROWS))

    assert [7, 9, 7, -1] == fast.read_oracle_general(path).tolist()
    assert [7, 9, 7, -1] == fast.read_oracle_general(str(path)).tolist()


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.integers(0, 9), st.integers(-(2**63), 2**63 - 1)), min_size=1))
def test_what_is_written_is_read(tmp_path, pages):
    path = tmp_path / "trace"

    fast.write_oracle_general(path, pages)

    assert pages == fast.read_oracle_general(path).tolist()


def test_next_uses_are_written_as_libcachesim_counts_them(tmp_path):
    fast.write_oracle_general(tmp_path / "trace", [5, 6, 5, 5])
    records = struct.iter_unpack("<IQIq", (tmp_path / "trace").read_bytes())

    assert [3, NEVER, 4, NEVER] == [coming for *_, coming in records]


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        _packed(ROWS)[:-1],
        _packed(ROWS)[1:] + b"\0",
        _packed([ROWS[1], (0, 7, 1, 2), *ROWS[2:]]),
        _packed([(0, 7, 1, 2), (0, 9, 1, NEVER)]),
        _packed([(0, 7, 1, 1)]),
        _packed([(0, 7, 1, 0)]),
        _packed([(0, 7, 1, -3)]),
    ],
    ids=["empty", "cut", "shifted", "moved", "another object", "itself", "zero", "negative"],
)
def test_damaged_records_are_refused(file, damaged):
    with pytest.raises(InvalidInput) as error:
        fast.read_oracle_general(file(damaged))

    assert "path" == error.value.argument


def test_a_csv_of_libcachesim_is_read_by_its_column(file):
    assert [42932745, -1] == fast.read_csv(file(CSV), 5).tolist()
    assert [5633898, 5633899] == fast.read_csv(file(CSV), 2).tolist()


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("1\t30\n2\t40\n3\t30\n", {}),
        ("1,30\n2,40\n3,30", {}),
        ("1|30\r\n2|40\r\n3|30\r\n", {}),
        ("time,object\n1,30\n2,40\n3,30\n", {}),
        ("1,30\n1,30\n2,40\n3,30\n", {"header": True}),
        ("1;30\n2;40\n3;30\n", {"delimiter": ";"}),
        ('1,"30"\n2, 40\n3,30\n', {}),
    ],
)
def test_delimiters_and_headers_are_found_or_told(file, text, options):
    assert [30, 40, 30] == fast.read_csv(file(text), 2, **options).tolist()


def test_names_become_numbers_in_order_of_first_touch(file):
    text = "9,/index\n9,/a\n9,/index\n9,7\n"

    assert [0, 1, 0, 2] == fast.read_csv(file(text), 2, header=False).tolist()


@pytest.mark.parametrize(
    ("text", "column"),
    [("", 1), ("time,object\n", 2), ("1,2\n1\n", 2), ("1,2\n1,\n", 2), ("1,2\n", 3),
     (b"1,\xff\xfe\n", 2), ('1,"2\n', 2)],
)  # fmt: skip
def test_damaged_csv_is_refused(file, text, column):
    with pytest.raises(InvalidInput) as error:
        fast.read_csv(file(text), column)

    assert "path" == error.value.argument


def test_a_file_that_is_not_there_is_refused(tmp_path):
    for read in (fast.read_oracle_general, lambda path: fast.read_csv(path, 1)):
        for path in (tmp_path / "none", tmp_path, ""):
            with pytest.raises(InvalidInput, match="path"):
                read(path)
    with pytest.raises(InvalidInput, match="path"):
        fast.write_oracle_general(tmp_path / "none" / "trace", [1])


def test_a_file_gives_an_array_for_the_fast_path(file):
    objects = fast.read_oracle_general(file(_packed(ROWS)))

    assert np.int64 == objects.dtype
    assert 3 == fast.fault_curve(objects)[-1]
