"""The page cache of one file: two ways to ask agree, and what is dropped is gone."""

import os

import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import page_cache

PAGES = 300


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "data"
    made.write_bytes(os.urandom(PAGES * page_cache.PAGE_BYTES - 7))
    try:
        page_cache.drop(made)
    except Unavailable:
        pytest.skip("files here never leave memory")
    return made


@pytest.mark.kernel
def test_what_was_written_is_resident_until_it_is_dropped(path):
    path.write_bytes(os.urandom(PAGES * page_cache.PAGE_BYTES))
    assert sum(page_cache.residency(path)) == PAGES

    page_cache.drop(path)

    assert page_cache.residency(path) == bytes(PAGES)


@pytest.mark.kernel
def test_one_page_asked_for_at_random_is_one_page_resident(path):
    fd = os.open(path, os.O_RDONLY)
    try:
        os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_RANDOM)
        os.pread(fd, 1, 200 * page_cache.PAGE_BYTES)
    finally:
        os.close(fd)

    assert {200} == {n for n, here in enumerate(page_cache.residency(path)) if here}


@pytest.mark.kernel
def test_cachestat_and_mincore_agree(path):
    fd = os.open(path, os.O_RDONLY)
    try:
        os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_RANDOM)
        for page in (3, 77, 299):
            os.pread(fd, 1, page * page_cache.PAGE_BYTES)
    finally:
        os.close(fd)
    try:
        counted = page_cache.statistics(path).cached
    except Unavailable:
        pytest.skip("this kernel has no cachestat")

    assert counted == sum(page_cache.residency(path)) == 3


def test_a_folder_on_disk_is_looked_for_and_removed(monkeypatch):
    tried = []

    def refuse(path):
        tried.append(path.parent.parent)
        raise Unavailable("a file that leaves the page cache", "Set TMPDIR.")

    monkeypatch.setattr(page_cache, "drop", refuse)
    with pytest.raises(Unavailable, match="TMPDIR"), page_cache.folder_on_disk():
        pass
    assert len(tried) == 3

    monkeypatch.setattr(page_cache, "drop", lambda path: None)
    with page_cache.folder_on_disk() as folder:
        assert list(folder.iterdir()) == []
    assert not folder.exists()


def test_an_empty_file_has_no_pages(tmp_path):
    (tmp_path / "empty").touch()

    assert page_cache.residency(tmp_path / "empty") == b""


def test_a_file_that_lives_in_memory_says_so(tmp_path, monkeypatch):
    (tmp_path / "data").write_bytes(b"x")
    monkeypatch.setattr(page_cache, "residency", lambda path: b"\1")

    with pytest.raises(Unavailable, match="TMPDIR"):
        page_cache.drop(tmp_path / "data")


def test_the_read_ahead_is_the_device_s_or_its_disk_s(tmp_path):
    file = tmp_path / "data"
    file.write_bytes(b"x")
    device = file.stat().st_dev
    name = f"{os.major(device)}:{os.minor(device)}"
    with pytest.raises(Unavailable):
        page_cache.read_ahead_pages(file, tmp_path / "sys")

    queue = tmp_path / "sys" / "devices" / "disk" / "queue"
    queue.mkdir(parents=True)
    (queue / "read_ahead_kb").write_text("64\n")
    (tmp_path / "sys" / "dev" / "block").mkdir(parents=True)
    (tmp_path / "sys" / "devices" / "disk" / "part1").mkdir()
    (tmp_path / "sys" / "dev" / "block" / name).symlink_to("../../devices/disk/part1")
    assert 64 * 1024 // page_cache.PAGE_BYTES == page_cache.read_ahead_pages(file, tmp_path / "sys")

    own = tmp_path / "sys" / "class" / "bdi" / name
    own.mkdir(parents=True)
    (own / "read_ahead_kb").write_text("128\n")
    assert 128 * 1024 // page_cache.PAGE_BYTES == page_cache.read_ahead_pages(
        file, tmp_path / "sys"
    )


@pytest.mark.parametrize("ask", [page_cache.residency, page_cache.drop, page_cache.statistics])
@pytest.mark.parametrize("path", [None, 3, "", "no such file", "a\0b", "/"])
def test_what_is_no_file_is_refused(ask, path):
    with pytest.raises(InvalidInput):
        ask(path)
