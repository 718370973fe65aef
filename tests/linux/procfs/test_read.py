"""Live processes: stopped, ended, strangely named; psutil as the second opinion."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.linux.procfs import (
    cpuinfo,
    fetch,
    io,
    maps,
    meminfo,
    numa_maps,
    pressure,
    sched,
    smaps_rollup,
    stat,
    status,
    syscall,
    system_schedstat,
    system_stat,
    threads,
)

pytestmark = pytest.mark.kernel


def _pressure(resource):
    return lambda: pressure.read(resource)


def _undisturbed(ours, theirs):
    """Ask both, again until our answer is the same before and after theirs.

    A page of a library is private until some other process on the machine
    maps it, so even a stopped child's numbers may move between two looks.
    """
    for _ in range(50):
        before, second_opinion, after = ours(), theirs(), ours()
        if before == after:
            break
    return after, second_opinion


@pytest.fixture
def stopped():
    """Return a child that touched 8 MiB, did some reading, and stands still."""
    program = (
        "import os, signal; data = bytearray(8 << 20); open('/proc/self/stat').read(); "
        "print(len(data), flush=True); os.kill(os.getpid(), signal.SIGSTOP)"
    )
    child = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    try:
        os.waitid(os.P_PID, child.pid, os.WSTOPPED | os.WNOWAIT)
        yield child.pid
    finally:
        child.kill()
        child.communicate()


@pytest.fixture
def zombie():
    """Return a child that has ended and is not yet reaped."""
    child = subprocess.Popen([sys.executable, "-S", "-c", "pass"])
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    yield child.pid
    child.wait()


def test_psutil_reads_the_same_numbers_of_a_stopped_child(stopped):
    other = psutil.Process(stopped)
    task, numbers, counters = status.read(stopped), stat.read(stopped), io.read(stopped)
    ours, theirs = _undisturbed(lambda: smaps_rollup.read(stopped), other.memory_full_info)
    cpu, switches = other.cpu_times(), other.num_ctx_switches()

    assert (task.pid, task.ppid, task.threads) == (other.pid, other.ppid(), other.num_threads())
    assert (task.name, task.state) == (other.name(), "T")
    assert other.status() == psutil.STATUS_STOPPED
    assert (task.uid[:3], task.gid[:3]) == (tuple(other.uids()), tuple(other.gids()))
    assert task.cpus_allowed == set(other.cpu_affinity())
    assert task.vm_size == numbers.vsize == theirs.vms
    assert (ours.private, ours.swap) == (theirs.uss, theirs.swap)
    assert (numbers.utime_ticks, numbers.stime_ticks) == (
        round(cpu.user * os.sysconf("SC_CLK_TCK")),
        round(cpu.system * os.sysconf("SC_CLK_TCK")),
    )
    assert task.voluntary_ctxt_switches == switches.voluntary
    assert task.nonvoluntary_ctxt_switches == switches.involuntary
    assert (counters.rchar, counters.wchar) == other.io_counters()[4:6]
    assert (counters.read_bytes, counters.syscr) == other.io_counters()[2::-2][:2]


def test_psutil_sees_the_same_areas(stopped):
    theirs = psutil.Process(stopped).memory_maps(grouped=False)

    assert [f"{area.start:08x}-{area.end:08x}" for area in maps.read(stopped)] == [
        area.addr for area in theirs
    ]


def test_psutil_agrees_about_the_machine():
    ours, theirs = _undisturbed(
        lambda: meminfo.read()["MemTotal"], lambda: psutil.virtual_memory().total
    )
    assert ours == theirs
    assert len(cpuinfo.read()) == psutil.cpu_count() == len(system_stat.read().cpus)
    assert system_stat.read().boot_time_s == psutil.boot_time()
    before = psutil.cpu_stats().ctx_switches
    ours = system_stat.read().context_switches
    assert before <= ours <= psutil.cpu_stats().ctx_switches


def test_what_was_touched_is_resident_in_every_file_that_tells(stopped):
    eight_mib = 8 << 20
    page = os.sysconf("SC_PAGE_SIZE")

    assert status.read(stopped).rss_anon >= eight_mib
    assert smaps_rollup.read(stopped).anonymous >= eight_mib
    assert sum(numa_maps.bytes_on_nodes(numa_maps.read(stopped)).values()) >= eight_mib
    assert stat.read(stopped).minflt >= eight_mib // max(
        page, meminfo.read().get("Hugepagesize", page)
    )
    assert syscall.read(stopped).is_running is False


def test_a_zombie_is_read_by_every_parser(zombie, of_a_task):
    for module in of_a_task:
        module.read(zombie)

    assert status.read(zombie).state == stat.read(zombie).state == "Z"
    assert maps.read(zombie) == ()
    assert smaps_rollup.read(zombie).rss == 0


def test_a_process_that_is_gone_is_invalid_input(zombie, of_a_task):
    gone = subprocess.Popen([sys.executable, "-S", "-c", "pass"])
    gone.wait()

    for module in of_a_task:
        with pytest.raises(InvalidInput, match="exists"):
            module.read(gone.pid)
    with pytest.raises(InvalidInput, match="exists"):
        threads.read(gone.pid)


def test_kernel_threads_are_read_by_every_parser():
    kernel = [task for task in psutil.pids() if _is_kernel_thread(task)][:20]

    for task in kernel:
        assert status.read(task).vm_size == 0
        assert stat.read(task).rss_pages == 0
    if not kernel:
        pytest.skip("no kernel thread is visible here")


def _is_kernel_thread(task):
    try:
        return stat.read(task).is_kernel_thread
    except InvalidInput:
        return False  # it ended meanwhile


@pytest.mark.parametrize(
    "name", [b"a) R 1 (b", b"x\ny\\z", b"\xff\xfe", b"a\x0cb\x1c", b"(((", b" "]
)
def test_a_process_may_have_any_name(name, of_a_task):
    program = (
        "import ctypes, os, signal, sys; "
        f"ctypes.CDLL(None).prctl(15, ctypes.c_char_p({name!r}), 0, 0, 0); "
        "os.kill(os.getpid(), signal.SIGSTOP)"
    )
    child = subprocess.Popen([sys.executable, "-c", program])
    try:
        os.waitid(os.P_PID, child.pid, os.WSTOPPED | os.WNOWAIT)
        shown = name.decode(errors="surrogateescape")

        assert stat.read(child.pid).comm == sched.read(child.pid).comm == shown
        assert status.read(child.pid).name.strip() == shown.strip()
        for module in of_a_task:
            module.read(child.pid)
    finally:
        child.kill()
        child.wait()


def test_every_thread_is_a_task():
    ready, done = threading.Barrier(4), threading.Event()

    def wait():
        ready.wait()
        done.wait()

    workers = [threading.Thread(target=wait) for _ in range(3)]
    for worker in workers:
        worker.start()
    ready.wait()
    try:
        mine = threads.read()
        assert {os.getpid(), *(worker.native_id for worker in workers)} <= set(mine)
        assert status.read("self").threads >= 4
        thread = status.read(f"{os.getpid()}/task/{workers[0].native_id}")
        assert (thread.pid, thread.tgid) == (workers[0].native_id, os.getpid())
        assert status.read("thread-self").pid == threading.get_native_id()
    finally:
        done.set()
        for worker in workers:
            worker.join()


def test_every_process_here_is_read_by_every_parser_that_may(of_a_task):
    damaged = []
    for task in psutil.pids():
        for module in of_a_task:
            try:
                module.read(task)
            except Unavailable:
                continue  # not ours
            except InvalidInput as error:
                if error.argument != "task":  # it ended meanwhile
                    damaged.append(f"{module.__name__}: {error}")

    assert damaged == []


def test_this_machine_is_read_by_every_parser(of_the_machine):
    for module in of_the_machine:
        assert module.read()


@pytest.mark.parametrize("read", [system_schedstat.read, *map(_pressure, pressure.RESOURCES)])
def test_what_a_kernel_may_lack_is_read_or_unavailable(read):
    try:
        record = read()
    except Unavailable as reason:
        record = reason.remedy

    assert record


@pytest.mark.parametrize(
    "task", [0, -1, 2**31, True, 1.0, None, "", "1/../2", "self/", "a", "1\n", "٣", [], b"1"]
)
def test_what_names_no_task_is_invalid_input(task, of_a_task):
    for module in [*of_a_task, threads]:
        with pytest.raises(InvalidInput, match="task="):
            module.read(task)


@pytest.mark.parametrize("proc", [None, 7, "", "a\0b", "\ud800", b"/proc", []])
def test_what_is_no_path_is_invalid_input(proc, of_a_task, of_the_machine):
    for module in [*of_a_task, threads]:
        with pytest.raises(InvalidInput, match="proc="):
            module.read("self", proc)
    for module in [*of_the_machine, system_schedstat]:
        with pytest.raises(InvalidInput, match="proc="):
            module.read(proc)


def test_a_folder_that_is_no_proc_gives_a_reason(tmp_path, of_a_task, of_the_machine):
    for place in (tmp_path, "/" + "x" * 5000):
        for module in of_a_task:
            with pytest.raises(InvalidInput, match="exists"):
                module.read(1, place)
        for module in of_the_machine:
            with pytest.raises(Unavailable):
                module.read(place)


def test_a_file_that_the_kernel_lacks_is_unavailable_with_a_remedy(tmp_path):
    (tmp_path / "1").mkdir()

    with pytest.raises(Unavailable, match="built or booted without"):
        sched.read(1, tmp_path)
    with pytest.raises(Unavailable):
        threads.read(1, tmp_path)


@pytest.mark.parametrize("name", ["", "../stat", "a/b", None, 7])
def test_only_names_of_files_are_fetched(name):
    with pytest.raises(InvalidInput):
        fetch.task_text("self", name)
    with pytest.raises(InvalidInput):
        fetch.task_names("self", name)


def test_pressure_knows_its_resources():
    with pytest.raises(InvalidInput):
        pressure.read("gpu")


def test_the_folder_may_be_given_as_text_or_path(stopped):
    os.kill(stopped, signal.SIGSTOP)

    assert stat.read(stopped, "/proc") == stat.read(stopped, Path("/proc"))
