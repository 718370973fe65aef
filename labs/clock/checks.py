"""Lab 5, clock replacement and mapped reads: what is asked, and how an answer is judged.

The judges name the mistake by its kin: where an answer is wrong and equals what a queue or
LRU would give, they say so. They run in the trusted process and never see student code.
"""

from __future__ import annotations

import itertools
import mmap
import os
import random
from pathlib import Path
from typing import Any

from oslab import replacement
from oslab.course import Evidence, Lab, Limits, Measured, Prediction, Pure, Retry, Seen, Value
from oslab.errors import Unavailable
from oslab.linux import page_cache
from oslab.replacement import model
from oslab.replacement.policies import Policy

ANOMALY = [1, 2, 3, 4, 2, 1, 2, 5, 1, 2]
"""The shortest references for which the clock faults more in four frames than in three."""

RECORD_BYTES = mmap.PAGESIZE
RECORDS = max(1024, (16 << 20) // RECORD_BYTES)
POPULAR = 32
BATCHES, BATCH = 8, 48
PASSES = ("cold", "warm", "unadvised")
COUNTS = ("major", "minor", "device_pages")

# ---- q1: the hand ----------------------------------------------------------------------

FIXED = (
    ([5, 5, 5], 1),
    ([1, 2, 1, 2], 1),
    ([1, 2, 3, 1, 4], 3),
    ([0, 1, 0, 2, 0, 3], 2),
    ([1, 2, 3, 4, 1, 5], 3),
    ([4, 3, 2, 1, 4, 3, 5, 4, 3, 2, 1, 5], 3),
    (ANOMALY, 4),
    ([n % 6 for n in range(20)], 5),
)


def clock_cases(rng: random.Random) -> list[dict[str, Any]]:
    """Return the fixed references, random ones, and one long run over popular pages."""
    cases = [{"references": pages, "frames": frames} for pages, frames in FIXED]
    for _ in range(30):
        frames = rng.randint(1, 5)
        most = frames + rng.randint(0, 3)
        pages = [rng.randint(0, most) for _ in range(rng.randint(1, 24))]
        cases.append({"references": pages, "frames": frames})
    popular = [min(rng.randint(0, 30), rng.randint(0, 30)) for _ in range(120)]
    return [*cases, {"references": popular, "frames": 12}]


def judge_clock(case: dict[str, Any], got: Any, want: Any) -> str | None:
    """Compare the count of faults and the pages that left, in their order."""
    pair = isinstance(got, list) and len(got) == 2
    if not pair or not _whole(got[0]) or not isinstance(got[1], list):
        return (
            "Return two things: how many references faulted, and the list of the pages that "
            "left, in their order."
        )
    if got == want:
        return None
    distinct = len(set(case["references"]))
    if got[0] < distinct:
        return (
            f"You count {_said(got[0], 'fault')}, but {_said(distinct, 'different page')} had to "
            "come into memory, each with a fault. To come into a free frame is one too; and a free "
            "frame must not look like one that holds page 0."
        )
    if got[0] != want[0]:
        first = f"You count {_said(got[0], 'fault')}, and there are {want[0]}."
    else:
        first = "The number of faults is right, but other pages leave, or in another order."
    return f"{first} {_kin(case, got) or _scene(case, got[1], want[1])}"


def _kin(case: dict[str, Any], got: list[Any]) -> str:
    """Name the other policy that gives this very answer."""
    kin: dict[str, Policy] = {
        "this is right if a page comes in with its bit clear; here the fault sets it, because "
        "the processor repeats the access": replacement.Clock(bit_on_load=False),
        "this is right if the hand waits on the page that it brought in; here it goes on to "
        "the next frame": replacement.Clock(advance=False),
        "a queue (FIFO) would give this, so look whether a hit sets the page's bit":
            replacement.Fifo(),
        "LRU would give this; the clock keeps one bit a page and no order of use, and a hit "
        "does not move a page": replacement.Lru(),
    }  # fmt: skip
    said = []
    for words, policy in kin.items():
        record = replacement.simulate(case["references"], case["frames"], policy, notes=False)
        if got == [record.fault_count, list(record.evictions)]:
            said.append(words)
    return f"Look closer: {'; or '.join(said)}." if said else ""


def _scene(case: dict[str, Any], got: list[Any], want: list[Any]) -> str:
    """Tell what the hand saw when the first wrong page left."""
    equal = (a == b for a, b in zip(got, want, strict=False))
    place = next((n for n, same in enumerate(equal) if not same), min(len(got), len(want)))
    if place >= len(want):
        return f"{_said(len(want), 'page')} has to leave; yours sends out {len(got)}."
    record = replacement.simulate(case["references"], case["frames"], replacement.Clock())
    when = [n for n, page in enumerate(record.evicted) if page is not None][place]
    note = record.notes[when - 1]
    bits = dict(note.marks)
    ring = ", ".join(f"{page} (bit {bits[page]})" for page in note.lists[0][1])
    yours = f"yours is {got[place]}" if place < len(got) else "with yours nobody left"
    return (
        f"When page {case['references'][when]} came (reference {when + 1}), the ring was, from "
        f"the hand on: {ring}. So page {want[place]} leaves; {yours}. Go round by hand."
    )


# ---- q2: enough memory -----------------------------------------------------------------


def frames_cases(rng: random.Random) -> list[dict[str, Any]]:
    """Return references whose counts rise somewhere among others, with several allowances."""
    strings = [[3, 3, 3], [1, 2, 1, 2, 1], ANOMALY, [n % 5 for n in range(15)]]
    names = rng.sample(range(10), 6)
    strings.append([names[page] for page in ANOMALY])
    strings += [_rising(rng) for _ in range(6)]
    for _ in range(8):
        most = rng.randint(2, 6)
        strings.append([rng.randint(0, most) for _ in range(rng.randint(3, 18))])
    cases = []
    for pages in strings:
        counts = _counts(pages)
        for allowed in sorted({*counts, counts[-1] - 1, counts[0] + 1}):
            cases.append({"references": pages, "allowed": allowed})
    return cases


def judge_frames(case: dict[str, Any], got: Any, want: Any) -> str | None:
    """Compare the number of frames, and show the counts that decide it."""
    if not (got is None or _whole(got)):
        return f"Return a whole number of frames, or None; yours is {got!r}."
    return None if got == want else _why_not(case, got, want)


def _why_not(case: dict[str, Any], got: int | None, want: int | None) -> str:
    counts = _counts(case["references"])
    table = ", ".join(f"{count} in {n}" for n, count in enumerate(counts, 1))
    seen = f"The clock faults, by number of frames: {table}, and no fewer in more."
    if want is None:
        return f"{seen} No memory keeps it to {case['allowed']}: every page has to come once."
    if got is None:
        return f"{seen} {case['allowed']} at most are allowed, so {want} would do; yours is None."
    if got < 1 or counts[min(got, len(counts)) - 1] > case["allowed"]:
        return f"{seen} At most {case['allowed']} are allowed; yours is {_said(got, 'frame')}."
    if got < want:
        return (
            f"{seen} In {got} it keeps to {case['allowed']}, but with more memory it breaks the "
            "limit again: the clock is no stack algorithm. Which sizes have you tried?"
        )
    return f"{seen} {_said(got, 'frame')} would be safe, but so is {want}: find the smallest."


def _counts(pages: list[int]) -> list[int]:
    """Return the clock's faults in 1, 2, ... frames, up to one for every page."""
    sizes = range(1, len(set(pages)) + 1)
    return [model.count(pages, frames, replacement.Clock()) for frames in sizes]


def _rising(rng: random.Random) -> list[int]:
    """Return random references for which some larger memory faults more."""
    while True:
        pages = [rng.randint(1, 6) for _ in range(rng.randint(12, 18))]
        counts = _counts(pages)
        if any(b > a for a, b in itertools.pairwise(counts)):
            return pages


# ---- q3: three passes over a mapped file -----------------------------------------------


def prepare_faults(rng: random.Random, folder: Path) -> tuple[dict[str, Any], Any]:
    """Write a file of records, and draw batches of them in which some records are popular."""
    path = folder / "records.bin"
    with path.open("wb") as file:
        file.write(rng.randbytes(RECORDS * RECORD_BYTES))
        file.flush()
        os.fsync(file.fileno())
    popular = rng.sample(range(RECORDS), POPULAR)
    batches = [[_drawn(rng, popular) for _ in range(BATCH)] for _ in range(BATCHES)]
    data = path.read_bytes()
    at = {n: sum(data[n * RECORD_BYTES : (n + 1) * RECORD_BYTES]) for b in batches for n in b}
    truth = {
        "sum": sum(at[record] for batch in batches for record in batch),
        "wanted": len(at),
        "window": _window(path),
    }
    return {"path": path, "batches": batches, "record_bytes": RECORD_BYTES}, truth


def _drawn(rng: random.Random, popular: list[int]) -> int:
    return rng.choice(popular) if rng.random() < 0.25 else rng.randrange(RECORDS)


def judge_faults(got: Any, truth: Any, seen: Seen) -> str | None:
    """Judge what was read, then who counted it, then what the counters say of each pass."""
    return (
        _read_all(got, truth)
        or _counted(got, seen)
        or _units(got["cold"], truth["wanted"])
        or _cold(got["cold"], truth["wanted"])
        or _warm(got["warm"], truth["wanted"])
        or _unadvised(got["unadvised"], got["cold"], truth)
    )


def _read_all(got: Any, truth: Any) -> str | None:
    if not isinstance(got, dict) or set(got) != {"wanted", *PASSES}:
        return "Return a dict with wanted, cold, warm and unadvised."
    if got["wanted"] != truth["wanted"]:
        return (
            f"wanted is {got['wanted']!r}, and the batches ask for {truth['wanted']} different "
            "records. A record that is drawn again is not wanted twice."
        )
    for name in PASSES:
        one = got[name]
        if not isinstance(one, dict) or set(one) != {"sum", *COUNTS}:
            return f"{name} should be a dict with sum, major, minor and device_pages."
        for count in ("sum", *COUNTS):
            if not _whole(one[count]) or one[count] < 0:
                return (
                    f"{count} of the {name} pass should be a whole number, and is {one[count]!r}."
                )
        if one["sum"] != truth["sum"]:
            return (
                f"{name} pass: your sum is {one['sum']}, and all bytes of all records drawn sum to "
                f"{truth['sum']}. Record n begins at byte n * record_bytes; every byte counts, and "
                "a record that is drawn twice counts twice."
            )
    return None


def _counted(got: Any, seen: Seen) -> str | None:
    """Hold the sum of what is reported against the kernel's count of the whole call."""
    major, minor = (sum(got[name][count] for name in PASSES) for count in COUNTS[:2])
    kernel = f"The kernel counted {seen.major_faults} major and {seen.minor_faults} minor faults"
    if major > seen.major_faults >= 0.9 * minor > 0.1 * seen.major_faults:
        return (
            f"{kernel} for your process during this call; you report {major} and {minor}. Are the "
            "two exchanged? ru_majflt are the faults that waited for the disk."
        )
    # A notebook's other threads fault too, while the two looks from outside are taken.
    if major > 1.05 * seen.major_faults + 8 or minor > 1.1 * seen.minor_faults + 40:
        return (
            f"{kernel} for your process during this call; you report {major} and {minor}. Its "
            "counters run since the process began: a pass is the difference of two looks."
        )
    if seen.major_faults > 1.1 * major + 16:
        return Retry(
            f"{kernel} for your process during this call; you report {major} and {minor}. Look "
            "just before a pass touches its first record and just after its last, at RUSAGE_SELF."
        )
    return None


def _units(one: Any, wanted: int) -> str | None:
    """Tell the wrong line of /proc/self/io, and bytes that were taken for pages."""
    major, device = one["major"], one["device_pages"]
    if device < 0.5 * wanted and major >= 0.5 * wanted:
        return (
            f"{major} major faults, but {device} pages from the device: a major fault reads at "
            "least one. Of /proc/self/io, rchar counts what read() copied; take read_bytes."
        )
    if device > 0.5 * RECORD_BYTES * wanted:
        return f"device_pages of the cold pass is {device}: bytes? Divide by record_bytes."
    return None


def _cold(one: Any, wanted: int) -> str | None:
    major, device = one["major"], one["device_pages"]
    if device < 0.5 * wanted:
        return Retry(
            f"cold pass: {device} pages came from the device, and {wanted} were wanted. The others "
            "lay in the page cache. Advise POSIX_FADV_DONTNEED before you map the file."
        )
    if device > 1.5 * wanted + 16:
        return Retry(
            f"cold pass: the device delivered {device} pages, and {wanted} were wanted. The kernel "
            "guessed: give MADV_RANDOM before the first record is touched."
        )
    if major < 0.9 * wanted:
        return Retry(
            f"cold pass: {device} pages came from the device, but only {major} faults waited for "
            f"one; {wanted} pages were wanted. Were the records read() instead of mapped?"
        )
    if major > 1.1 * wanted + 16:
        return Retry(f"cold pass: {major} major faults for {wanted} pages. What else was touched?")
    return None


def _warm(one: Any, wanted: int) -> str | None:
    if one["major"] > 0.05 * wanted + 4 or one["device_pages"] > 0.1 * wanted + 16:
        return Retry(
            f"warm pass: {one['major']} faults waited for the disk, {one['device_pages']} pages "
            "came from it. The cold pass left them in memory: who sent them out?"
        )
    if one["minor"] < 1:
        return (
            "warm pass: no minor fault. The page table of a new mapping is empty, so that even "
            "records in memory fault: map the file anew for every pass."
        )
    return None


def _unadvised(one: Any, cold: Any, truth: Any) -> str | None:
    if one["device_pages"] < 0.5 * truth["wanted"]:
        return Retry(
            f"unadvised pass: only {one['device_pages']} pages came from the device. Drop the file "
            "before this pass too; what somebody has mapped is kept, so close each mapping first."
        )
    guesses = truth["window"] >= 8
    if guesses and (
        one["major"] > 0.8 * cold["major"] or one["device_pages"] < cold["device_pages"]
    ):
        return Retry(
            f"unadvised pass: {one['major']} major faults and {one['device_pages']} pages, hardly "
            "other than with MADV_RANDOM. Advice lasts as long as its mapping: give none here."
        )
    return None


def _window(path: Path) -> int:
    """Return how far the kernel reads ahead in this file; 0 where it does not say."""
    try:
        return page_cache.read_ahead_pages(path)
    except Unavailable:
        return 0


# ---- q4: what her numbers say ----------------------------------------------------------


def judge_findings(value: Any, evidence: Evidence) -> str | None:
    """Hold each finding against the counters of the three passes."""
    ran = evidence.get("q3")
    if ran is None:
        return "There is no evidence yet: q3 comes first."
    passes = ran["answer"]
    cold, warm, unadvised = (passes[name] for name in PASSES)
    names = ("a_wait_is", "foretold_by_the_clock", "fewest_waits", "fewest_pages")
    if not isinstance(value, dict) or set(value) != set(names):
        return f"Fill in {', '.join(names)}, and nothing else."
    if value["a_wait_is"] != "major":
        return (
            f"a_wait_is: of cold and warm, one waited for the disk. Major faults: {cold['major']} "
            f"and {warm['major']}; minor: {cold['minor']} and {warm['minor']}. Which tells it?"
        )
    if value["foretold_by_the_clock"] != "cold":
        return (
            "foretold_by_the_clock: run clock_faults over the records of all batches with a frame "
            f"for each. It counts every page that has to come once, {passes['wanted']} here. Which "
            "pass took as many major faults?"
        )
    for name, count in (("fewest_waits", "major"), ("fewest_pages", "device_pages")):
        both = {"cold": cold[count], "unadvised": unadvised[count]}
        if value[name] not in both or both[value[name]] > min(both.values()):
            return (
                f"{name}: look at {count} of the two passes that began with nothing in memory: "
                f"{both['cold']} in cold, {both['unadvised']} in unadvised."
            )
    return None


def _said(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _reported(name: str, count: str) -> Any:
    """Return the answer of a prediction: one counter of one pass."""
    return lambda evidence: evidence["q3"]["answer"][name][count] if "q3" in evidence else None


LAB = Lab(
    title="The hand and the fault",
    chapter="replacement",
    minutes=(60, 110),
    why="A shuffled loader over a mapped file waits for single pages; you say how many, and "
    "how much memory ends it.",
    questions={
        "q1": Pure("clock_faults", 4, clock_cases, judge_clock),
        "q2": Pure("enough_frames", 3, frames_cases, judge_frames),
        "q3": Measured(
            "count_faults", 5, prepare_faults, judge_faults,
            requires=("disk_backed_folder",), limits=Limits(seconds=10, cpu_seconds=10),
        ),
        "q4": Value("findings", 2, judge_findings),
    },
    predictions={
        "loop_faults": Prediction(
            "q1", "faults",
            lambda evidence: model.count([n % 10 for n in range(100)], 9, replacement.Clock()),
        ),
        "four_frames": Prediction(
            "q2", "faults", lambda evidence: model.count(ANOMALY, 4, replacement.Clock())
        ),
        "cold_faults": Prediction("q3", "major faults", _reported("cold", "major")),
        "unadvised_faults": Prediction("q3", "major faults", _reported("unadvised", "major")),
        "unadvised_pages": Prediction("q3", "pages", _reported("unadvised", "device_pages")),
    },
    limits=Limits(seconds=3, cpu_seconds=3),
    needs="Linux and a folder on a disk; no privilege, one CPU is enough.",
    stretch="Find the shortest references for which the clock faults more than FIFO.",
)  # fmt: skip
