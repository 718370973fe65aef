"""Lab 2, workers that grow: what is asked, and how an answer is judged.

The judges never see student code. What a worker copies is held against the kernel's count of
its faults, which the grader takes from outside.
"""

from __future__ import annotations

import random
import resource
from pathlib import Path
from typing import Any

from oslab.course import Evidence, Lab, Limits, Measured, Prediction, Pure, Seen, Value

PAGE = resource.getpagesize()
HEAD = 16
"""The collector's own words lie in the 16 bytes before a tracked object."""

NAMES = 60_000 * max(1, PAGE // 4096)
WORKERS = ("idle", "read", "collect", "frozen_collect", "frozen_read", "packed")
COUNTS = ("faults", "pages", "total")
LEAST_STR, LEAST_LIST = 41, 40
"""Bytes that CPython needs for the header of a text and of a list, in any version since 3.11."""

# ---- q1: who copies --------------------------------------------------------------------

FIXED: tuple[tuple[list[list[Any]], int, int], ...] = (
    ([[1, "read", 0]], 1, 1),
    ([[1, "write", 0]], 1, 1),
    ([[0, "write", 0]], 1, 1),
    ([[1, "write", 0], [1, "write", 0]], 1, 1),
    ([[1, "write", 0], [0, "write", 0]], 1, 1),
    ([[1, "exit", None], [0, "write", 0]], 1, 1),
    ([[1, "write", 0], [1, "write", 1]], 2, 2),
    ([[1, "write", 0], [2, "write", 0], [0, "write", 0]], 1, 2),
    ([[2, "exit", None], [1, "write", 0], [0, "write", 0]], 1, 2),
    ([[1, "write", 0], [1, "exit", None], [2, "write", 0]], 1, 2),
)


def events_cases(rng: random.Random) -> list[dict[str, Any]]:
    """Return the fixed events, and random ones in which processes end."""
    cases = [
        {"events": events, "pages": pages, "workers": workers} for events, pages, workers in FIXED
    ]
    for _ in range(30):
        pages, workers = rng.randint(1, 4), rng.randint(1, 3)
        cases.append(
            {
                "events": _events(rng, pages, list(range(workers + 1))),
                "pages": pages,
                "workers": workers,
            }
        )
    return cases


def _events(rng: random.Random, pages: int, alive: list[int]) -> list[list[Any]]:
    events: list[list[Any]] = []
    for _ in range(rng.randint(2, 16)):
        who = rng.choice(alive)
        if len(alive) > 1 and who != 0 and rng.random() < 0.15:
            alive.remove(who)
            events.append([who, "exit", None])
        else:
            events.append([who, rng.choice(("read", "write", "write")), rng.randrange(pages)])
    return events


def judge_events(case: dict[str, Any], got: Any, want: Any) -> str | None:
    """Compare faults and copies of every process, and name what was forgotten."""
    many = case["workers"] + 1
    ok = isinstance(got, list) and len(got) == 2
    if not ok or not all(_counts(part, many) for part in got):
        return (
            "Return two lists, faults and copies, with a number for every process: the parent "
            f"first, then its workers, {many} in all."
        )
    if got == want:
        return None
    faults, copies = got
    return _said_so(case["events"], faults, copies, want) or _difference(got, want)


def _said_so(events: list[list[Any]], faults: list[int], copies: list[int], want: Any) -> str:
    """Return the hint that the shape of the wrong answer gives away, or nothing."""
    writers = {who for who, what, _ in events if what == "write"}
    idle = [who for who, count in enumerate(faults) if count and who not in writers]
    if idle:
        return (
            f"{_name(idle[0])} never writes, and you count {_said(faults[idle[0]], 'fault')}. All "
            "pages are mapped already, so that reading costs nothing."
        )
    if sum(faults) > sum(want[0]):
        return (
            f"You count {_said(sum(faults), 'fault')}, and there are {sum(want[0])}. A page faults "
            "at the first write of a process; from then on its entry says writable."
        )
    if faults == want[0] and sum(copies) > sum(want[1]) and "exit" not in {e[1] for e in events}:
        return (
            "The faults are right, but somebody copies a page that nobody else has any more. Who "
            "copies leaves the frame to the others, and the last of them takes it as it is: a "
            "fault, and no copy."
        )
    if faults == want[0] and sum(copies) > sum(want[1]):
        return (
            "The faults are right, but somebody copies a page that nobody else has any more. "
            "Sharers leave by copying, and by ending."
        )
    if faults[0] < want[0][0]:
        return (
            "The parent faults too: fork takes the right to write from both sides, for how else "
            "would the workers keep what they saw?"
        )
    return ""


def _difference(got: Any, want: Any) -> str:
    for part, word in ((0, "fault"), (1, "cop")):
        for who, (mine, right) in enumerate(zip(got[part], want[part], strict=True)):
            if mine != right:
                what = "faults" if word == "fault" else "copies"
                return (
                    f"{_name(who)}: {what} is {mine}, and should be {right}. Keep for each process "
                    "which frame a page is in, and for each frame how many processes map it."
                )
    return ""


def _name(who: int) -> str:
    return "The parent" if who == 0 else f"Worker {who}"


def _counts(part: Any, many: int) -> bool:
    return isinstance(part, list) and len(part) == many and all(_whole(one) for one in part)


# ---- q2: which pages Python writes -----------------------------------------------------


def objects_cases(rng: random.Random) -> list[dict[str, Any]]:
    """Return single objects, each of which is one trap, and random heaps of them."""
    at = 40 * 4096
    plain = _object(at)
    fixed: list[tuple[list[dict[str, Any]], str]] = [
        ([plain], "read"),
        ([plain, _object(at + 64)], "read"),
        ([_object(at, immortal=True)], "read"),
        ([_object(at + 4096 - 32), _object(at + 4096)], "read"),
        ([_object(at + 16, tracked=True)], "collect"),
        ([_object(at + 16, tracked=True), _object(at + 64, tracked=True)], "collect"),
        ([_object(at + 32)], "collect"),
        ([_object(at, tracked=True), _object(at + 64, tracked=True)], "collect"),
        ([_object(at + 32, tracked=True, frozen=True)], "collect"),
        ([_object(at + 32, tracked=True, frozen=True)], "read"),
    ]
    cases = [{"objects": objects, "page_bytes": 4096, "work": work} for objects, work in fixed]
    for _ in range(24):
        size = rng.choice((4096, 16384))
        places = sorted(rng.sample(range(1, 1 + 6 * size // 32), rng.randint(1, 9)))
        cases.append(
            {
                "objects": [_drawn(rng, 32 * place) for place in places],
                "page_bytes": size,
                "work": rng.choice(("read", "collect")),
            }
        )
    return cases


def _object(
    address: int, *, immortal: bool = False, tracked: bool = False, frozen: bool = False
) -> dict[str, Any]:
    return {"address": address, "immortal": immortal, "tracked": tracked, "frozen": frozen}


def _drawn(rng: random.Random, address: int) -> dict[str, Any]:
    tracked = rng.random() < 0.6
    return _object(
        address, immortal=rng.random() < 0.2, tracked=tracked,
        frozen=tracked and rng.random() < 0.3,
    )  # fmt: skip


def judge_objects(case: dict[str, Any], got: Any, want: Any) -> str | None:
    """Compare the number of pages; the smallest failing case shows which rule is missing."""
    if not _whole(got):
        return f"Return a whole number of pages; yours is {got!r}."
    if got == want:
        return None
    objects, first = case["objects"], f"You count {_said(got, 'page')}, and it is {want}."
    if case["work"] == "collect":
        return f"{first} {_of_the_collector(objects, got, want)}"
    return f"{first} {_of_a_reader(objects, got, want)}"


def _of_a_reader(objects: list[dict[str, Any]], got: int, want: int) -> str:
    if got > want and any(one["immortal"] for one in objects):
        return "The count of an immortal object is never written."
    if got > want:
        return "Objects on one page are copied together: count pages, and each once."
    if any(one["frozen"] for one in objects):
        return "gc.freeze() hides objects from the collector; whoever reads them still counts."
    return "Reading an object writes the 8 bytes at its address, and nothing before or behind."


def _of_the_collector(objects: list[dict[str, Any]], got: int, want: int) -> str:
    if got > want and any(one["frozen"] for one in objects):
        return "The collector does not look at what gc.freeze() set aside."
    if got > want and any(not one["tracked"] for one in objects):
        return "The collector knows tracked objects only: those that can hold others."
    if got < want and any(one["immortal"] and one["tracked"] for one in objects):
        return "Immortal is said of the reference count; a collection writes elsewhere."
    return (
        f"A collection writes no reference counts. It writes its own words, in the {HEAD} bytes "
        "before each tracked object, and these may lie on the page before."
    )


# ---- q3: six workers -------------------------------------------------------------------


def prepare_workers(rng: random.Random, folder: Path) -> tuple[dict[str, Any], Any]:
    """Write a file of names of many lengths."""
    names = [f"{rng.randrange(10**12):0{rng.randint(12, 20)}d}.jpg" for _ in range(NAMES)]
    path = folder / "names.txt"
    path.write_text("\n".join(names))
    total = sum(map(len, names))
    least = (NAMES * (LEAST_STR + LEAST_LIST) + total) // PAGE
    return {"path": path}, {"total": total, "read": least, "collect": NAMES * LEAST_LIST // PAGE}


def judge_workers(got: Any, truth: Any, seen: Seen) -> str | None:
    """Judge what was read, who counted it, and what each worker copied."""
    return (
        _read_all(got, truth)
        or _counted(got, seen)
        or _units(got["read"])
        or _grew(got, truth)
        or _kept_small(got)
        or _foretold(got)
    )


def _read_all(got: Any, truth: Any) -> str | None:
    if not isinstance(got, dict) or set(got) != {"foretold", *WORKERS}:
        return f"Return a dict with foretold, {', '.join(WORKERS)}."
    if not _whole(got["foretold"]):
        return f"foretold should be a whole number of pages, and is {got['foretold']!r}."
    for name in WORKERS:
        one = got[name]
        if not isinstance(one, dict) or set(one) != set(COUNTS):
            return f"{name} should be a dict with faults, pages and total."
        for count in COUNTS:
            if not _whole(one[count]):
                return f"{count} of {name} should be a whole number, and is {one[count]!r}."
        reads = name in ("read", "frozen_read", "packed")
        want = truth["total"] if reads else 0
        if one["total"] != want:
            return (
                f"{name}: total is {one['total']}, and should be {want}: the letters of all names "
                "for those who read, found by the worker; the ends of the lines are no letters. "
                "The others read nothing."
            )
    return None


def _counted(got: Any, seen: Seen) -> str | None:
    """Hold what the workers report against the faults of the children that were waited for."""
    said = sum(got[name]["faults"] for name in WORKERS)
    if seen.children_left:
        return (
            f"{_said(seen.children_left, 'process', 'es')} of yours were still there when you "
            "returned, zombies perhaps. Wait for every worker: its exit status, and the kernel's "
            "count of its faults, come with os.waitpid."
        )
    if said > seen.children_minor_faults:
        return (
            f"You report {said} faults of all workers; {seen.children_minor_faults} were counted "
            "in the children that you waited for. Fork a process for each, look at its counters in "
            "the worker itself, before the work and after it, and report the difference."
        )
    return None


def _units(one: Any) -> str | None:
    if abs(one["pages"] - one["faults"]) > 0.2 * one["faults"] + 150:
        return (
            f"read: {one['faults']} faults, but {one['pages']} pages became private. A fault "
            f"copies one page of {PAGE} bytes; smaps_rollup speaks of kB. Take Private_Dirty in "
            "the worker, before the work and after it."
        )
    return None


def _grew(got: Any, truth: Any) -> str | None:
    for name in ("read", "frozen_read"):
        if got[name]["faults"] < 0.9 * truth["read"]:
            return (
                f"{name}: {got[name]['faults']} faults, but the headers of {NAMES} lists and texts "
                f"fill more than {truth['read']} pages. Build the records before you fork, and "
                "let the worker take every name from its record."
            )
    if got["collect"]["faults"] < 0.9 * truth["collect"]:
        return (
            f"collect: {got['collect']['faults']} faults; the collector's words of {NAMES} lists "
            f"fill more than {truth['collect']} pages. gc.collect() belongs into the worker, and "
            "nothing may be frozen yet."
        )
    return None


def _kept_small(got: Any) -> str | None:
    small = (
        ("idle", "read", "Between the two looks it does nothing at all."),
        ("packed", "read", "Pack the names into one bytes object before you fork, and let the "
         "worker work on that object, not on one object a name."),
        ("frozen_collect", "collect", "gc.freeze() is for the parent, once, before it forks."),
    )  # fmt: skip
    for name, beside, hint in small:
        one, other = got[name]["faults"], got[beside]["faults"]
        if one > 0.3 * other:
            return f"{name}: {one} faults, and {other} in {beside}: hardly fewer. {hint}"
    return None


def _foretold(got: Any) -> str | None:
    copied = got["read"]["faults"] - got["idle"]["faults"]
    if abs(got["foretold"] - copied) > 0.1 * copied + 64:
        return (
            f"foretold is {got['foretold']}, and the reading worker copied {copied} pages more "
            "than the idle one. Give written_pages every object whose count it writes: each "
            "record, and the name in it. In CPython, id() is the address."
        )
    return None


# ---- q4: what the numbers say ----------------------------------------------------------


def judge_findings(value: Any, evidence: Evidence) -> str | None:
    """Hold each finding against the faults of the six workers."""
    ran = evidence.get("q3")
    if ran is None:
        return "There is no evidence yet: q3 comes first."
    names = ("grew", "freeze_spares", "repair")
    if not isinstance(value, dict) or set(value) != set(names):
        return f"Fill in {', '.join(names)}, and nothing else."
    faults = {name: ran["answer"][name]["faults"] for name in WORKERS}
    least = min(faults["read"], faults["collect"])
    grown = sorted(name for name in WORKERS if faults[name] > 0.3 * least)
    said = ", ".join(f"{name} {count}" for name, count in faults.items())
    if not isinstance(value["grew"], list) or sorted(map(str, value["grew"])) != grown:
        return f"grew: a list of the workers that copied much, and there are {len(grown)}: {said}."
    if value["freeze_spares"] != "collect":
        return f"freeze_spares: compare each worker with its frozen twin: {said}."
    if value["repair"] != "packed":
        return f"repair: which worker read all names and copied next to nothing? {said}."
    return None


def _said(count: int, noun: str, ending: str = "s") -> str:
    return f"{count} {noun}{'' if count == 1 else ending}"


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _reported(name: str) -> Any:
    """Return the answer of a prediction: the faults of one worker."""
    return lambda evidence: evidence["q3"]["answer"][name]["faults"] if "q3" in evidence else None


LAB = Lab(
    title="The workers that only read",
    chapter="fork",
    minutes=(60, 110),
    why="Loader workers that store nothing fill the machine; you find out who writes, and stop it.",
    questions={
        "q1": Pure("copy_on_write", 4, events_cases, judge_events),
        "q2": Pure("written_pages", 3, objects_cases, judge_objects),
        "q3": Measured(
            "six_workers", 5, prepare_workers, judge_workers,
            limits=Limits(seconds=20, cpu_seconds=20, memory_mib=1024),
        ),
        "q4": Value("findings", 2, judge_findings),
    },
    predictions={
        "read_faults": Prediction("q3", "pages copied", _reported("read")),
        "collect_faults": Prediction("q3", "pages copied", _reported("collect")),
        "frozen_read_faults": Prediction("q3", "pages copied", _reported("frozen_read")),
    },
    limits=Limits(seconds=4, cpu_seconds=4),
    needs="Linux and CPython; no privilege, one CPU is enough.",
    stretch="Let a worker of a process pool grow by batches, and find its ceiling.",
)  # fmt: skip
