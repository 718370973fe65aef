"""What the parsers read of whole machines, checked number by number."""

import pytest

from oslab.errors import InvalidInput
from oslab.linux.procfs import (
    cpuinfo,
    interrupts,
    meminfo,
    pressure,
    softirqs,
    system_schedstat,
    system_stat,
    vmstat,
)


def test_meminfo_is_bytes_and_counts(text):
    memory = meminfo.parse(text("linux-5.10-x86_64/proc/meminfo"))

    assert memory["MemTotal"] == (473072 + 515228) * 1024
    assert (memory["HugePages_Total"], memory["Hugepagesize"]) == (4, 2**21)
    assert "MemAvailable" in memory
    assert meminfo.parse(text("prometheus-procfs/proc/meminfo"))["Buffers"] == 1_020_128 * 1024


def test_cpuinfo_of_x86_reads_the_name_the_kernel_prints(text):
    processors = cpuinfo.parse(text("prometheus-procfs/proc/cpuinfo"))

    assert [one.number for one in processors] == list(range(8))
    assert processors[0].model_name == "Intel(R) Core(TM) i7-8650U CPU @ 1.90GHz"
    assert (processors[0].vendor, processors[0].mhz) == ("GenuineIntel", 799.998)
    assert (processors[0].cache_bytes, processors[0].package) == (8192 * 1024, 0)
    assert len({(one.package, one.core) for one in processors}) == 4
    assert "avx2" in processors[0].flags


@pytest.mark.parametrize(
    ("path", "name", "numbers"),
    [
        ("linux-5.10-arm64", "Arm Cortex-A72", [0, 1, 3]),
        ("linux-6.1-arm64", "Arm Cortex-A72", [0, 1, 3]),
        ("hwloc/128arm-2pa2n8cluster4co", "HiSilicon TSV110", list(range(128))),
    ],
)
def test_cpuinfo_of_arm64_makes_a_name_from_two_numbers(text, path, name, numbers):
    processors = cpuinfo.parse(text(f"{path}/proc/cpuinfo"))

    assert [one.number for one in processors] == numbers
    assert {one.model_name for one in processors} == {name}
    assert "asimd" in processors[0].flags
    assert {(one.mhz, one.cache_bytes, one.package) for one in processors} == {(None, None, None)}


def test_cpuinfo_of_other_architectures_still_counts_the_cpus(text):
    power = cpuinfo.parse(text("hwloc/256ppc-8n8s4t/proc/cpuinfo"))
    arm32 = cpuinfo.parse(text("hwloc/2arm-2c/proc/cpuinfo"))

    assert len(power) == 256
    assert power[0].model_name is None
    assert power[0].fields["cpu"].startswith("POWER7")
    assert [one.model_name for one in arm32] == ["ARMv7 Processor rev 1 (v7l)"] * 2


def test_an_unknown_core_and_an_unknown_clock_are_told_apart_from_damage():
    [arm] = cpuinfo.parse("processor\t: 7\nCPU implementer\t: 0x99\nCPU part\t: 0x123\n\n")
    [x86] = cpuinfo.parse("processor\t: 0\nmodel name\t: X\ncpu MHz\t\t: Unknown\n\n")

    assert arm.model_name == "implementer 0x99 part 0x123"
    assert x86.mhz is None
    with pytest.raises(InvalidInput):
        cpuinfo.parse("processor\t: 0\ncpu MHz\t\t: fast\n\n")


def test_stat_leaves_out_cpus_that_are_offline(text):
    arm = system_stat.parse(text("linux-5.10-arm64/proc/stat"))
    intel = system_stat.parse(text("prometheus-procfs/proc/stat"))

    assert list(arm.cpus) == [0, 1, 3]
    assert (arm.total.user, arm.total.system, arm.total.idle) == (31, 1420, 3557)
    assert (arm.context_switches, arm.procs_running) == (2873, 1)
    assert (intel.interrupts, intel.softirqs) == (8_885_917, 5_057_579)
    assert (intel.boot_time_s, intel.cpus[7].iowait) == (1_418_183_276, 555)


def test_schedstat_reads_run_queues_and_skips_domains(text):
    arm = system_schedstat.parse(text("linux-6.1-arm64/proc/schedstat"))
    intel = system_schedstat.parse(text("prometheus-procfs/proc/schedstat"))

    assert (arm.version, list(arm.cpus)) == (15, [0, 1, 3])
    assert arm.cpus[0].schedules == 250
    assert arm.cpus[0].run_ns == 13_118_984_224
    assert arm.cpus[0].delay_ns == 171_113_040
    assert arm.cpus[0].slices == 599
    assert intel.cpus[1].wakeups == 10_466_382


def test_interrupts_keep_the_numbers_of_the_cpus_that_are_online(text):
    arm = interrupts.parse(text("linux-5.10-arm64/proc/interrupts"))
    x86 = interrupts.parse(text("linux-5.10-x86_64/proc/interrupts"))
    ours = interrupts.parse(text("linux-6.18-x86_64/proc/interrupts"))

    assert arm["11"].counts == {0: 3556, 1: 674, 3: 406}
    assert arm["IPI0"].total == 351 + 341 + 20
    assert arm["IPI0"].description == "Rescheduling interrupts"
    assert arm["53"].description == "MSI 16387 Edge virtio0-req.2"
    assert (arm["Err"].counts, arm["Err"].total) == ({}, 0)
    assert x86["LOC"].counts == {0: 775, 1: 670, 3: 3289}
    assert ours["24"].description == "IO-APIC 5-edge ACPI:Ged"


def test_softirqs_list_cpus_that_are_offline_too(text):
    kinds = softirqs.parse(text("linux-5.10-x86_64/proc/softirqs"))

    assert kinds["SCHED"] == {0: 617, 1: 383, 2: 342, 3: 526}
    assert softirqs.parse(text("prometheus-procfs/proc/softirqs"))["TIMER"][0] == 2_776_180


def test_pressure_does_without_the_line_that_a_kernel_lacks(text):
    old = pressure.parse(text("linux-5.10-arm64/proc/pressure/cpu"))
    new = pressure.parse(text("linux-6.1-arm64/proc/pressure/cpu"))
    irq = pressure.parse("full avg10=0.00 avg60=0.12 avg300=100.00 total=7\n")

    assert (old.some.total_us, old.full) == (158_849, None)
    assert (new.full.avg10, new.full.total_us) == (0.0, 0)
    assert (irq.some, irq.full.avg300, irq.full.total_us) == (None, 100.0, 7)


def test_vmstat_counts_faults_and_huge_pages(text):
    events = vmstat.parse(text("linux-5.10-arm64/proc/vmstat"))

    assert (events["pgfault"], events["pgmajfault"]) == (141_818, 0)
    assert (events["thp_fault_alloc"], events["numa_miss"]) == (213, 44_400)
