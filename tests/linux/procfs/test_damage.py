"""Whatever a parser is given, it answers or raises InvalidInput."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.linux.procfs import arm, interrupts, numa_maps, status, threads, words

ALPHABET = st.characters(codec="utf-8") | st.sampled_from("\udc80\x00\x0b\x85\u2028٣²")
KERNEL_LIKE = st.sampled_from(
    ["0", "-1", "18446744073709551615", "9" * 21, "1_0", "٣", "kB", "KB", ":", " ", "\t", "\n",
     "cpu", "cpu0", "CPU0", "Name", "State", "R", "some", "full", "avg10=0.00", "total=1", "0x1f",
     "(a)", ") ", " (", "7f00-7f01", "rw-p", "00:00", "processor", "version 15", "timestamp 1",
     "N0=1", "default", "=", ",", "/", "0-1", "[rollup]", "running", "MemTotal:", "pgfault"]
)  # fmt: skip


def _answers(module, text):
    try:
        return module.parse(text) is not False
    except InvalidInput:
        return False


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(ALPHABET) | st.lists(KERNEL_LIKE, max_size=40).map("".join))
def test_random_text_is_read_or_invalid_input(parsers, text):
    for module in parsers.values():
        _answers(module, text)


@pytest.mark.parametrize("nonsense", [None, 7, b"0", [], {}, object(), float("nan")])
def test_what_is_no_text_is_invalid_input(parsers, nonsense):
    for module in parsers.values():
        with pytest.raises(InvalidInput):
            module.parse(nonsense)


def test_a_cut_text_is_read_or_invalid_input(parser, saved):
    text = saved.read_text(errors="surrogateescape")
    for cut in random.Random(1).sample(range(len(text)), min(len(text), 40)):
        _answers(parser, text[:cut])
        _answers(parser, text[cut:])


def test_a_text_with_a_changed_character_or_line_is_read_or_invalid_input(parser, saved):
    text = saved.read_text(errors="surrogateescape")
    lines = text.split("\n")
    chance = random.Random(2)
    for _ in range(40):
        at, line = chance.randrange(len(text) or 1), chance.randrange(len(lines))
        _answers(parser, text[:at] + chance.choice("٣-:\0 \nx9") + text[at + 1 :])
        _answers(parser, "\n".join(lines[:line] + lines[line + 1 :]))
        _answers(parser, "\n".join([*lines[:line], lines[line], *lines[line:]]))


@pytest.mark.parametrize(
    ("name", "path", "line"),
    [
        ("status", "memory/status", "State:"),
        ("status", "memory/status", "voluntary_ctxt_switches:"),
        ("smaps_rollup", "memory/smaps_rollup", "Private_Dirty:"),
        ("io", "memory/io", "rchar:"),
        ("sched", "memory/sched", "nr_switches "),
        ("system stat", "stat", "ctxt "),
        ("system meminfo", "meminfo", "MemTotal:"),
        ("system vmstat", "vmstat", "pgfault "),
    ],
)
def test_a_line_that_every_kernel_writes_may_not_be_missing(text, parsers, name, path, line):
    whole = text(f"linux-6.1-arm64/proc/{path}")
    without = "".join(part for part in whole.splitlines(True) if not part.startswith(line))

    assert _answers(parsers[name], whole)
    assert len(without) < len(whole)
    assert not _answers(parsers[name], without)


def test_half_a_stat_is_invalid_input(text, parsers):
    whole = text("linux-6.1-arm64/proc/odd/stat").split(" ")

    assert not _answers(parsers["stat"], " ".join(whole[:-1]))


@pytest.mark.parametrize("word", ["1_0", " 1", "٣", "1.0", "", "--1", "1" * 21, None, 3, "1\n"])
def test_a_number_that_no_kernel_writes_is_invalid_input(word):
    with pytest.raises(InvalidInput):
        words.whole(word)


@pytest.mark.parametrize("damaged", ["3-1", "0-99999999999", "a", "1-", "-1", "0,,1", None, 3])
def test_a_damaged_list_of_cpus_is_invalid_input_and_fills_no_memory(damaged):
    with pytest.raises(InvalidInput):
        words.cpus(damaged)


@given(cpus=st.frozensets(st.integers(0, 300)))
def test_a_list_and_a_mask_say_the_same(cpus):
    bits = sum(1 << cpu for cpu in cpus)
    mask = ",".join(f"{bits >> 32 * i & 0xFFFFFFFF:08x}" for i in reversed(range(10)))

    assert words.mask(mask) == words.cpus(",".join(map(str, sorted(cpus)))) == cpus


@pytest.mark.parametrize(
    "call",
    [
        words.lines, words.count, words.hexadecimal, words.size, words.mask, words.choice,
        words.named, words.parser, words.parser("a file"), status.signals,
        lambda x: arm.core_name(x, 1), lambda x: arm.core_name(1, x), interrupts.cpu_columns,
        threads.parse, numa_maps.bytes_on_nodes,
    ],
)  # fmt: skip
@pytest.mark.parametrize("nonsense", [None, -1, float("inf"), b"1", ["x"], {"x": 1}, object()])
def test_nonsense_is_invalid_input(call, nonsense):
    with pytest.raises(InvalidInput):
        call(nonsense)
