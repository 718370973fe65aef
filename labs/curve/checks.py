"""Lab 6, the miss-ratio curve of a loader: what is asked, and how an answer is judged.

The judges never see student code. They name a mistake by its kin, with the policies of
`oslab.replacement`, and hold misses against the faults that the kernel counted.
"""

from __future__ import annotations

import mmap
import random
from pathlib import Path
from typing import Any

from oslab import replacement
from oslab.course import Evidence, Lab, Limits, Measured, Prediction, Pure, Retry, Seen, Value
from oslab.replacement import model

PAGE = mmap.PAGESIZE
PAGES, EPOCHS = 512, 4
SIZES = (PAGES // 8, PAGES // 2, PAGES)
TRACES = ("in_order", "shuffled", "popular")
COUNTS = ("misses", "faults", "sums")

# ---- q1: from records to pages ---------------------------------------------------------


def pages_cases(rng: random.Random) -> list[dict[str, Any]]:
    """Return records that fit, that straddle, and that lie behind a header."""
    fixed = [
        ([0], 4096, 0),
        ([1], 4096, 0),
        ([0, 0], 4096, 0),
        ([0, 1], 1024, 0),
        ([0], 4097, 0),
        ([0], 4096, 128),
        ([2, 0], 6144, 0),
        ([3, 1], 2048, 128),
        ([0], 12_288, 64),
    ]
    cases = [
        {"records": records, "record_bytes": size, "header_bytes": header, "page_bytes": 4096}
        for records, size, header in fixed
    ]
    for _ in range(24):
        page = rng.choice((4096, 16_384))
        size = rng.choice((page, page // 2, page // 4, 3 * page // 2, rng.randint(1, 3 * page)))
        cases.append(
            {
                "records": [rng.randrange(9) for _ in range(rng.randint(1, 8))],
                "record_bytes": size,
                "header_bytes": rng.choice((0, 0, 64, 128, rng.randint(1, page))),
                "page_bytes": page,
            }
        )
    return cases


def judge_pages(case: dict[str, Any], got: Any, want: Any) -> str | None:
    """Compare the pages in their order, and show the bytes of the first record that differs."""
    if not isinstance(got, list) or not all(_whole(page) for page in got):
        return "Return a list of page numbers, in the order in which they are touched."
    if got == want:
        return None
    if sorted(set(got)) == sorted(set(want)) and len(got) < len(want):
        return (
            f"The pages are the right ones, but {len(want)} references touch them, and you give "
            f"{len(got)}. Each record touches each of its pages, in the order of the records, "
            "whatever was touched before."
        )
    if sorted(got) == sorted(want):
        return f"The pages are the right ones, but the records are asked for in this order: {want}."
    first = case["header_bytes"] + case["records"][0] * case["record_bytes"]
    last = first + case["record_bytes"] - 1
    return (
        f"Record {case['records'][0]} has the bytes {first} to {last}, the last included, and a "
        f"page has {case['page_bytes']}. On which pages are they? In all it is {want}."
    )


# ---- q2: one pass, every size ----------------------------------------------------------


def curve_cases(rng: random.Random) -> list[dict[str, Any]]:
    """Return references on which LRU differs from its kin, with more frames than pages too."""
    fixed = [
        ([7], 1),
        ([7, 7], 1),
        ([1, 2, 1], 2),
        ([1, 2, 3, 1, 2, 3], 4),
        ([1, 2, 2, 2, 1], 3),
        ([1, 2, 1, 3, 1], 2),
        ([0, 1, 2, 3] * 3, 5),
    ]
    cases = [{"references": pages, "largest": largest} for pages, largest in fixed]
    for _ in range(25):
        most = rng.randint(1, 7)
        pages = [min(rng.randint(0, most), rng.randint(0, most)) for _ in range(rng.randint(1, 24))]
        cases.append({"references": pages, "largest": rng.randint(1, most + 2)})
    long = [int(200 * rng.random() ** 2) for _ in range(1200)]
    return [*cases, {"references": long, "largest": 200}]


def judge_curve(case: dict[str, Any], got: Any, want: Any) -> str | None:
    """Compare the misses in 1, 2, ... frames; name the policy or the count that was meant."""
    many = case["largest"]
    if not isinstance(got, list) or not all(_whole(one) for one in got):
        return "Return a list of whole numbers: the misses in 1, 2, ... frames, not their share."
    if len(got) != many:
        return f"Return {many} numbers, the first for one frame; yours are {len(got)}."
    if got == want:
        return None
    references = case["references"]
    frames = next(n for n, (a, b) in enumerate(zip(got, want, strict=True), 1) if a != b)
    first = f"In {_said(frames, 'frame')} LRU misses {want[frames - 1]} times; you say "
    first += f"{got[frames - 1]}."
    return f"{first} {_kin(references, got, want, frames)}"


def _kin(references: list[int], got: list[int], want: list[int], frames: int) -> str:
    distinct, whole = len(set(references)), len(references)
    hints = []
    if got == [whole - one for one in want]:
        hints.append("Those are the hits.")
    if got == [one - distinct for one in want]:
        hints.append(f"A first touch is a miss too, in every memory: {distinct} pages have one.")
    if got == [whole, *want[:-1]]:
        hints.append(
            "Each is the answer for one frame less. A page that was used last is at distance 0, "
            "and one frame is enough for it."
        )
    if hints:
        return " Or: ".join(hints)
    fifo = [model.count(references, n, replacement.Fifo()) for n in range(1, len(want) + 1)]
    if got == fifo:
        return "A queue (FIFO) would give this: with LRU, a hit moves the page to the front."
    if got[frames - 1] > want[frames - 1] and frames > 1:
        return (
            "How far back a use lies is counted in different pages since then, not in references."
        )
    return "Write the pages in the order of their last use, after each reference, and look again."


# ---- q3: a cache whose misses the kernel counts ----------------------------------------


def prepare_cache(rng: random.Random, folder: Path) -> tuple[dict[str, Any], Any]:
    """Write a file of random pages, and draw three orders in which to read it."""
    path = folder / "data.bin"
    data = bytes(rng.randrange(1, 256) for _ in range(PAGES)) * PAGE
    firsts = [rng.randrange(1, 256) for _ in range(PAGES)]
    path.write_bytes(b"".join(bytes([one]) + data[1:PAGE] for one in firsts))
    order = list(range(PAGES))
    traces = {
        "in_order": order * EPOCHS,
        "shuffled": [page for _ in range(EPOCHS) for page in rng.sample(order, PAGES)],
        "popular": _popular(rng),
    }
    truth = {
        name: {
            "sum": sum(firsts[page] for page in asked),
            "misses": [model.count(asked, size, replacement.Lru()) for size in SIZES],
        }
        for name, asked in traces.items()
    }
    return {"path": path, "traces": traces, "sizes": list(SIZES), "page_bytes": PAGE}, truth


def _popular(rng: random.Random) -> list[int]:
    """Return draws of which most go to few pages, as rows of an embedding table are drawn."""
    names = rng.sample(range(PAGES), PAGES)
    return [names[int(PAGES * rng.random() ** 3)] for _ in range(EPOCHS * PAGES)]


def judge_cache(got: Any, truth: Any, seen: Seen) -> str | None:
    """Judge what was read, who counted it, and each size of the cache."""
    return _shaped(got, truth) or _counted(got, seen) or _each(got, truth)


def _shaped(got: Any, truth: Any) -> str | None:
    if not isinstance(got, dict) or set(got) != set(TRACES):
        return f"Return a dict with {', '.join(TRACES)}."
    for name in TRACES:
        row = got[name]
        if not isinstance(row, dict) or set(row) != set(COUNTS):
            return f"{name} should be a dict with misses, faults and sums."
        for count in COUNTS:
            three = isinstance(row[count], list) and len(row[count]) == len(SIZES)
            if not three or not all(_whole(one) for one in row[count]):
                return (
                    f"{count} of {name} should be {len(SIZES)} whole numbers, one for each size; "
                    f"it is {row[count]!r}."
                )
        if row["sums"] != [truth[name]["sum"]] * len(SIZES):
            return (
                f"{name}: your sums are {row['sums']}, and the first bytes of the pages sum to "
                f"{truth[name]['sum']} in every size. A page that was let go holds zeros: on a "
                "miss, copy it from the file first; and every reference counts, hit or miss."
            )
    return None


def _counted(got: Any, seen: Seen) -> str | None:
    said = sum(sum(row["faults"]) for row in got.values())
    if said > seen.minor_faults:
        return (
            f"You report {said} faults, and the kernel counted {seen.minor_faults} for your "
            "process during this call. Its counter runs since the process began: report the "
            "difference of two looks, for each size."
        )
    return None


def _each(got: Any, truth: Any) -> str | None:
    for name in TRACES:
        row, wants = got[name], truth[name]["misses"]
        rows = zip(SIZES, row["misses"], row["faults"], wants, strict=True)
        for size, misses, faults, want in rows:
            where = f"{name}, {size} frames"
            if misses != want:
                return f"{where}: {misses} misses, and LRU has {want}. {_why(misses)}"
            if faults < want:
                return (
                    f"{where}: {want} misses, but only {faults} faults. A page that leaves must be "
                    "given back: area.madvise(mmap.MADV_DONTNEED, start, page_bytes). And each "
                    "size begins with nothing in memory, and with NOHUGEPAGE."
                )
            if faults > 1.1 * want + 64:
                return Retry(
                    f"{where}: {want} misses and {faults} faults. What else was touched between "
                    "the two looks? Make what you need before the first one."
                )
    return None


def _why(misses: int) -> str:
    if misses <= PAGES:
        return (
            "Fewer than that only a larger cache has. When the cache is full, the page that was "
            "used longest ago leaves; and each size begins empty."
        )
    return (
        "A hit makes its page the last used, so that another one leaves. The policy is that of "
        "your miss_curve: compare the two."
    )


# ---- q4: what the curves say -----------------------------------------------------------


def judge_findings(value: Any, evidence: Evidence) -> str | None:
    """Hold each finding against the misses of nine caches."""
    ran = evidence.get("q3")
    if ran is None:
        return "There is no evidence yet: q3 comes first."
    names = ("half_saves_nothing", "an_eighth_saves_most", "full_cache_misses")
    if not isinstance(value, dict) or set(value) != set(names):
        return f"Fill in {', '.join(names)}, and nothing else."
    misses = {name: ran["answer"][name]["misses"] for name in TRACES}
    said = "; ".join(f"{name} {', '.join(map(str, row))}" for name, row in misses.items())
    if value["half_saves_nothing"] != max(TRACES, key=lambda name: misses[name][1]):
        return f"half_saves_nothing: for which order is the second number no better? {said}."
    if value["an_eighth_saves_most"] != min(TRACES, key=lambda name: misses[name][0]):
        return f"an_eighth_saves_most: look at the first number of each. {said}."
    if value["full_cache_misses"] != "first touches":
        return (
            "full_cache_misses: with a frame for every page, in_order and shuffled miss "
            f"{misses['in_order'][2]} times, and there are {PAGES} pages. Which references miss?"
        )
    return None


def _said(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _reported(name: str, size: int) -> Any:
    """Return the answer of a prediction: the misses of one order in one size."""
    return lambda evidence: (
        evidence["q3"]["answer"][name]["misses"][size] if "q3" in evidence else None
    )


LAB = Lab(
    title="How large must the cache be?",
    chapter="replacement",
    minutes=(60, 120),
    why="You know in which order your loader reads; so you can say what every size of a cache "
    "would save, before anybody buys the memory.",
    questions={
        "q1": Pure("page_references", 3, pages_cases, judge_pages),
        "q2": Pure("miss_curve", 4, curve_cases, judge_curve),
        "q3": Measured(
            "cached_reads", 5, prepare_cache, judge_cache,
            limits=Limits(seconds=15, cpu_seconds=15),
        ),
        "q4": Value("findings", 2, judge_findings),
    },
    predictions={
        "in_order_half": Prediction("q3", "misses", _reported("in_order", 1)),
        "shuffled_half": Prediction("q3", "misses", _reported("shuffled", 1)),
        "popular_eighth": Prediction("q3", "misses", _reported("popular", 0)),
    },
    limits=Limits(seconds=4, cpu_seconds=4),
    needs="Linux; no privilege, one CPU is enough.",
    stretch="Sample one page in ten by a hash and draw the curve from the sample: SHARDS.",
)  # fmt: skip
