"""What the parsers read of processes on six kernels, checked number by number."""

import pytest

from oslab.errors import InvalidInput
from oslab.linux.procfs import (
    cgroup,
    io,
    maps,
    numa_maps,
    sched,
    schedstat,
    smaps_rollup,
    stat,
    status,
    syscall,
    wchan,
)

KERNELS = ("linux-6.18-x86_64", "linux-5.10-x86_64", "linux-5.10-arm64", "linux-6.1-arm64")


def test_every_saved_text_is_read(parser, saved):
    assert parser.parse(saved.read_text(errors="surrogateescape")) is not False


def test_the_text_that_its_collectors_broke_is_invalid_input(text):
    with pytest.raises(InvalidInput):
        schedstat.parse(text("prometheus-procfs/proc/26233/schedstat"))


def test_every_parser_sees_our_kernel_an_older_5_x_and_an_arm64_one(text, parsers):
    lacking = {
        (kernel, name)
        for kernel in KERNELS
        for name, module in parsers.items()
        if not _is_saved(text, kernel, name)
    }

    # Of the allocators there are two kernels' texts, this one's and one of a collection.
    allocators = {
        (kernel, f"system {name}") for kernel in KERNELS[1:] for name in ("buddyinfo", "slabinfo")
    }
    # Kernel stacks were saved of the waiting process of this kernel alone.
    stacks = {(kernel, "stack") for kernel in KERNELS}
    assert lacking == {("linux-6.18-x86_64", "system schedstat"), *allocators, *stacks}


def _is_saved(text, kernel, name):
    path = name.removeprefix("system ") if name.startswith("system ") else f"memory/{name}"
    try:
        text(f"{kernel}/proc/{path}")
    except FileNotFoundError:
        return False
    return True


def test_status_reads_who_it_is_in_bytes(text):
    task = status.parse(text("linux-5.10-arm64/proc/memory/status"))

    assert (task.name, task.state, task.pid, task.ppid, task.threads) == ("dd", "T", 111, 1, 1)
    assert task.rss_anon == 614452 * 1024
    assert task.vm_rss == task.rss_anon + task.rss_file + task.rss_shmem
    assert task.vm_pte == 1240 * 1024
    assert task.cpus_allowed == {0, 1, 2, 3}
    assert task.mems_allowed == {0, 1}
    assert status.signals(task.sig_cgt) == (10,)
    assert task.fields["VmRSS"].endswith("kB")


def test_status_of_prometheus_has_real_uids_and_swap(text):
    task = status.parse(text("prometheus-procfs/proc/26231/status"))

    assert task.uid == (1000, 1000, 1000, 0)
    assert task.vm_swap == 660 * 1024
    assert task.voluntary_ctxt_switches == 4_742_839
    assert task.sig_ign == 1 << 12


@pytest.mark.parametrize("kernel", KERNELS)
def test_a_kernel_thread_and_a_zombie_have_no_memory(text, kernel):
    for name, state in (("kthread", "S"), ("zombie", "Z")):
        task = status.parse(text(f"{kernel}/proc/{name}/status"))

        assert (task.state, task.vm_size, task.vm_rss, task.vm_pte) == (state, 0, 0, 0)
        assert stat.parse(text(f"{kernel}/proc/{name}/stat")).rss_pages == 0
        assert maps.parse(text(f"{kernel}/proc/{name}/maps")) == ()
        assert numa_maps.parse(text(f"{kernel}/proc/{name}/numa_maps")) == ()
    assert stat.parse(text(f"{kernel}/proc/kthread/stat")).is_kernel_thread
    assert not stat.parse(text(f"{kernel}/proc/zombie/stat")).is_kernel_thread
    assert smaps_rollup.parse("") == smaps_rollup.SmapsRollup()


@pytest.mark.parametrize("kernel", KERNELS)
def test_a_name_with_a_parenthesis_fools_no_parser(text, kernel):
    numbers = stat.parse(text(f"{kernel}/proc/odd/stat"))

    assert (numbers.comm, numbers.state) == ("a) R 1 (b", "S")
    assert status.parse(text(f"{kernel}/proc/odd/status")).name == numbers.comm
    assert sched.parse(text(f"{kernel}/proc/odd/sched")).comm == numbers.comm
    assert sched.parse(text(f"{kernel}/proc/odd/sched")).pid == numbers.pid


def test_stat_keeps_parentheses_and_trailing_blanks_of_a_name(text):
    assert stat.parse(text("prometheus-procfs/proc/584/stat")).comm == "(a b ) ( c d) "


def test_stat_reads_the_fields_in_their_order(text):
    task = stat.parse(text("prometheus-procfs/proc/26231/stat"))

    assert (task.pid, task.comm, task.state, task.ppid) == (26231, "vim", "R", 5392)
    assert (task.minflt, task.cminflt, task.majflt, task.cmajflt) == (32533, 309516, 26, 82)
    assert (task.utime_ticks, task.stime_ticks) == (1677, 44)
    assert (task.priority, task.nice, task.num_threads) == (20, 0, 1)
    assert (task.vsize, task.rss_pages, task.rsslim) == (56274944, 1981, 2**64 - 1)
    assert (task.processor, task.delayacct_blkio_ticks, task.exit_code) == (0, 31, 0)


def test_stat_and_status_agree_about_one_process(text):
    for kernel in KERNELS:
        numbers = stat.parse(text(f"{kernel}/proc/memory/stat"))
        words = status.parse(text(f"{kernel}/proc/memory/status"))

        assert (numbers.pid, numbers.comm, numbers.state) == (words.pid, words.name, words.state)
        assert numbers.vsize == words.vm_size


def test_smaps_rollup_is_exact_and_says_what_a_kernel_does_not_tell(text):
    old = smaps_rollup.parse(text("prometheus-procfs/proc/26231/smaps_rollup"))
    newer = smaps_rollup.parse(text("linux-5.10-x86_64/proc/memory/smaps_rollup"))
    newest = smaps_rollup.parse(text("linux-6.18-x86_64/proc/memory/smaps_rollup"))

    assert (old.rss, old.private, old.shared) == (29948 * 1024, 29944 * 1024, 4 * 1024)
    assert (old.pss_anon, old.ksm, old.file_pmd_mapped) == (None, None, None)
    assert (newer.pss_anon, newer.pss_dirty) == (614452 * 1024, None)
    assert newer.anon_huge_pages == 471040 * 1024
    assert newest.ksm == 0
    assert newest.pss_dirty == newest.private_dirty
    for sums in (old, newer, newest):
        assert sums.rss == sums.private + sums.shared


def test_io_counts_bytes_asked_for_and_bytes_read(text):
    task = io.parse(text("prometheus-procfs/proc/26231/io"))

    assert (task.rchar, task.wchar, task.syscr) == (750339, 818609, 7405)
    assert (task.read_bytes, task.write_bytes, task.cancelled_write_bytes) == (1024, 2048, -1024)


def test_maps_reads_areas_files_and_kernel_names(text):
    areas = maps.parse(text("linux-6.18-x86_64/proc/odd/maps"))
    names = [area.pathname for area in areas]

    assert names.count("/usr/bin/dash") == 5
    assert {"[heap]", "[stack]", "[vdso]", "[vsyscall]"} <= set(names)
    assert sum(area.size for area in areas) == 2_658_304
    assert [area.is_anonymous for area in areas[:6]] == [False] * 5 + [True]
    assert (areas[1].perms, areas[1].offset, areas[1].dev) == ("r-xp", 0x4000, (0xFE, 0))


def test_maps_of_32_bits_and_names_with_anything_in_them():
    area, odd = maps.parse(
        "08048000-08089000 r-xp 00000000 03:01 104219 /bin/tcsh\n"
        "08089000-0808c000 rw-s 00041000 03:01 104219                    /a b\\012c (deleted)\n"
    )

    assert (area.size, area.pathname, area.is_shared) == (0x41000, "/bin/tcsh", False)
    assert (odd.pathname, odd.is_shared, odd.is_deleted) == ("/a b\nc (deleted)", True, True)


@pytest.mark.parametrize(
    ("kernel", "on_0", "on_1"),
    [("linux-5.10-x86_64", 36352, 117248), ("linux-5.10-arm64", 109447, 44153),
     ("linux-6.1-arm64", 110315, 43285)],
)  # fmt: skip
def test_numa_maps_counts_the_pages_of_each_node(text, kernel, on_0, on_1):
    areas = numa_maps.parse(text(f"{kernel}/proc/memory/numa_maps"))
    [buffer] = [area for area in areas if 1 in area.nodes]
    bytes_on = numa_maps.bytes_on_nodes(areas)

    assert buffer.nodes == {0: on_0, 1: on_1}
    assert buffer.anon == buffer.dirty == on_0 + on_1
    assert (buffer.policy, buffer.page_bytes) == ("default", 4096)
    assert bytes_on[1] == on_1 * 4096
    assert bytes_on[0] > on_0 * 4096
    assert [area.is_stack for area in areas].count(True) == 1


@pytest.mark.parametrize(
    "policy",
    ["bind:0-1", "interleave:0,2", "prefer:1", "prefer (many):0-1", "weighted interleave:0-3",
     "local", "bind=static:0", "interleave=relative|balancing:1"],
)  # fmt: skip
def test_numa_maps_reads_every_policy(policy):
    [area] = numa_maps.parse(
        f"7f00 {policy} file=/dev/shm/a\\040b huge dirty=2 mapmax=3 N0=1 N12=1 "
        "kernelpagesize_kB=2048\n"
    )

    assert (area.policy, area.pathname, area.is_huge) == (policy, "/dev/shm/a b", True)
    assert (area.nodes, area.mapmax, area.page_bytes) == ({0: 1, 12: 1}, 3, 2**21)


def test_sched_reads_names_old_and_new_in_nanoseconds(text):
    old = sched.parse(text("linux-5.10-x86_64/proc/memory/sched"))
    new = sched.parse(text("linux-6.18-x86_64/proc/memory/sched"))

    assert (old.comm, old.pid, old.threads) == ("dd", 110, 1)
    assert old.sum_exec_runtime_ns == 12_016_728_140
    assert (old.nr_switches, old.nr_voluntary_switches, old.nr_involuntary_switches) == (38, 1, 37)
    assert (old.nr_migrations, old.policy, old.prio, old.slice_ns) == (1, 0, 120, None)
    assert old.values["se.statistics.wait_sum"] == 13_500_847
    assert new.slice_ns == 1_400_000
    assert new.vruntime_ns > 0


def test_schedstat_and_sched_agree_about_the_time_on_a_cpu(text):
    for kernel in KERNELS:
        clocks = schedstat.parse(text(f"{kernel}/proc/memory/schedstat"))
        known = sched.parse(text(f"{kernel}/proc/memory/sched"))

        assert clocks.run_ns == known.sum_exec_runtime_ns


def test_wchan_and_syscall_say_where_a_task_waits(text):
    x86 = syscall.parse(text("linux-6.18-x86_64/proc/odd/syscall"))
    arm = syscall.parse(text("linux-6.1-arm64/proc/odd/syscall"))
    stopped = syscall.parse(text("linux-6.1-arm64/proc/memory/syscall"))

    assert (x86.number, arm.number, stopped.number) == (257, 56, None)  # openat, twice
    assert (len(arm.arguments), arm.stack_pointer, arm.program_counter) == (
        6,
        0xFFFFDB012E30,
        0x44A5C4,
    )
    assert stopped.arguments is None
    assert not stopped.is_running
    assert wchan.parse(text("linux-6.18-x86_64/proc/odd/wchan")) == "wait_for_partner"
    assert wchan.parse(text("linux-6.18-x86_64/proc/zombie/wchan")) is None


def test_cgroup_reads_hybrid_hosts(text):
    groups = cgroup.parse(text("linux-6.18-x86_64/proc/memory/cgroup"))

    assert [group.is_v2 for group in groups] == [False] * 9 + [True]
    assert groups[0].controllers == ("name=systemd",)
    assert {group.controllers: group.path for group in groups}[("memory",)] == "/group"


@pytest.mark.parametrize(
    "line",
    ["1:cpu", "x:cpu:/", "1:cpu:no-slash", "::", "-1::/"],
)
def test_a_damaged_line_of_cgroup_is_invalid_input(line):
    with pytest.raises(InvalidInput):
        cgroup.parse(line + "\n")
