"""The fast path of replacement beside two peers, and how its cost grows with the trace.

libcachesim (its C library as a Python wheel) and OSTEP's `paging-policy.py` are fetched for
this run only, into `_build/peers`; where they lie already they are used. Both sides run in turn
and only CPU time counts. Ours starts from the array of 64-bit object names and numbers them
itself; libcachesim replays its fastest kind of file, its table is tuned by trial first (the
default is ten times slower or worse), and making the cache is not counted against it.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import io
import math
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any
from unittest import mock

import numpy as np
from numpy.typing import NDArray

from oslab.errors import Unavailable
from oslab.replacement import Arc, Clock, Fifo, Lfu, Lru, Mru, Optimal, S3Fifo, Sieve, TwoQ, traces
from oslab.replacement.fast import (
    array,
    fault_curve,
    faults,
    pages,
    shards,
    write_oracle_general,
)
from oslab.replacement.model import count
from oslab.replacement.policies import Policy

PEERS = Path(__file__).parent.parent / "_build" / "peers"
LIBCACHESIM = "libcachesim==0.3.5"
OSTEP = (
    "https://raw.githubusercontent.com/remzi-arpacidusseau/ostep-homework/master/"
    "vm-beyondphys-policy/paging-policy.py"
)
SIZES = (10**5, 10**6, 10**7)
GROWTH = (10**4, *SIZES)
# What libcachesim calls a policy, ours, how much faster we must be, how far misses may differ.
PAIRS: tuple[tuple[str, Policy, float, float], ...] = (
    ("FIFO", Fifo(), 2, 0), ("LRU", Lru(), 2, 0), ("Clock", Clock(bit_on_load=False), 2, 0),
    ("Sieve", Sieve(), 2, 0), ("S3FIFO", S3Fifo(), 2, 0.01), ("ARC", Arc(), 2, 0.01),
    ("Belady", Optimal(), 1.3, 0),
)  # fmt: skip
Trace = NDArray[np.int64]


def main(sizes: tuple[int, ...] = SIZES) -> None:
    """Print a line a comparison."""
    _say(f"\n{'references through frames':34} {'ours':>12} {'peer':>12} {'ratio':>6} {'bound':>6}")
    for comparison in (_against_libcachesim, _against_ostep):
        try:
            comparison(sizes)
        except Unavailable as cannot:
            _say(f"{comparison.__doc__} {cannot}")
    _curves(sizes)
    _growth(tuple(size for size in GROWTH if size <= max(sizes)))


@functools.cache
def _trace(size: int, seed: int = 1) -> Trace:
    """Return references by Zipf to a tenth as many objects, whose names say nothing."""
    return array(traces.zipf(size, size // 10, seed=seed)) * np.int64(0x5851F42D4C957F2D)


# ------------------------------------------------------------------ libcachesim
def _against_libcachesim(sizes: tuple[int, ...]) -> None:
    """libcachesim:"""  # noqa: D415 - the beginning of a line
    library = _libcachesim()
    for size in sizes:
        trace, frames = _trace(size), size // 100
        with tempfile.TemporaryDirectory() as folder:
            path = f"{folder}/trace.oracleGeneral.bin"
            write_oracle_general(path, trace)
            reader = library.TraceReader(path, library.TraceType.ORACLE_GENERAL_TRACE)
            for name, policy, bound, tolerance in PAIRS:
                replay = functools.partial(_replay, reader, getattr(library, name), frames, size)
                power = _tuned(replay, frames)
                mine = functools.partial(faults, trace, frames, policy)
                ours = mine()
                theirs = replay(power)[1]
                off = abs(ours - theirs) / theirs
                if off > tolerance:
                    raise RuntimeError(f"{name}: {ours} faults, and libcachesim {theirs}")
                samples = [(_timed(mine), replay(power)[0]) for _ in range(_repeats(size))]
                what = f"{name} {size:.0e}, misses {'equal' if not off else f'{off:.2%} off'}"
                _line(what, size, samples, bound)


def _replay(reader: Any, kind: Any, frames: int, size: int, power: int) -> tuple[float, int]:
    """Return CPU seconds and misses of libcachesim with a table of 2**power places."""
    cache = kind(cache_size=frames, hashpower=power)
    reader.reset()
    start = time.process_time()
    ratio = cache.process_trace(reader)[0]
    return time.process_time() - start, round(ratio * size)


def _tuned(replay: Callable[[int], tuple[float, int]], frames: int) -> int:
    """Return the power of two with which libcachesim was fastest in a trial."""
    fits = math.ceil(math.log2(frames))
    trials = 5 if frames < 10_000 else 1
    return min(
        range(fits, fits + 5),
        key=lambda power: min(replay(power)[0] for _ in range(trials)),
    )


def _libcachesim() -> ModuleType:
    sys.path.insert(0, str(PEERS / "libcachesim"))
    with contextlib.suppress(ImportError):
        return importlib.import_module("libcachesim")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target"]
    target = PEERS / "libcachesim"
    try:
        command = [*pip, target, LIBCACHESIM]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        importlib.invalidate_caches()
        return importlib.import_module("libcachesim")
    except (subprocess.SubprocessError, ImportError) as error:
        raise Unavailable("libcachesim", f"Install {LIBCACHESIM} into {target}.") from error


# ------------------------------------------------------------------ OSTEP
def _against_ostep(_: tuple[int, ...]) -> None:
    """OSTEP:"""  # noqa: D415 - the beginning of a line
    program, size, frames = _paging_policy(), 10**5, 100
    trace = array(traces.zipf(size, size // 10, seed=1))
    rows = (
        ("LRU", Lru(), size, 100),
        ("FIFO", Fifo(), size, None),
        ("OPT", Optimal(), 2_000, None),
    )
    with tempfile.TemporaryDirectory() as folder:
        for name, policy, length, bound in rows:
            references = trace[:length]
            file = Path(folder) / f"{length}.txt"
            file.write_text("\n".join(map(str, references.tolist())))
            if _play(program, file, name, frames) != faults(references, frames, policy):
                raise RuntimeError(f"{name} and paging-policy.py disagree")
            plain: list[int] = references.tolist()
            for how, run, least in (
                ("", lambda: faults(references, frames, policy), bound),  # noqa: B023
                (" without numba", lambda: count(plain, frames, policy), 5),  # noqa: B023
            ):
                theirs = lambda: _play(program, file, name, frames)  # noqa: E731, B023
                samples = [(_timed(run), _timed(theirs)) for _ in range(3)]
                _line(f"OSTEP {name} {length:.0e}{how}", length, samples, least)


def _play(program: CodeType, file: Path, policy: str, frames: int) -> int:
    """Run paging-policy.py in here, without its trace; return the misses."""
    options = ["-c", "-N", "-f", str(file), "-C", str(frames), "-p", policy]
    told = io.StringIO()
    with (
        mock.patch.object(sys, "argv", ["paging-policy.py", *options]),
        contextlib.redirect_stdout(told),
    ):
        exec(program, {"__name__": "__main__"})  # noqa: S102 - the peer is a script
    return int(told.getvalue().split("misses")[1].split()[0])


def _paging_policy() -> CodeType:
    file = PEERS / "paging-policy.py"
    if not file.exists():
        PEERS.mkdir(parents=True, exist_ok=True)
        try:
            with urllib.request.urlopen(OSTEP, timeout=20) as answer:
                text = answer.read()
        except OSError as error:
            raise Unavailable("paging-policy.py of OSTEP", f"Put it at {file}.") from error
        file.write_bytes(text)
    return compile(file.read_text(), str(file), "exec")


# ------------------------------------------------------------------ curves and growth
def _curves(sizes: tuple[int, ...]) -> None:
    """Print what all sizes cost beside one, and what a sample costs beside all."""
    _say(f"\n{'all sizes at once':34} {'this':>12} {'LRU once':>12} {'times':>6} {'bound':>6}")
    for size in sizes:
        trace = _trace(size)
        curve, once = (lambda: fault_curve(trace)), (lambda: faults(trace, size // 100, Lru()))  # noqa: B023
        sampled = lambda: shards(trace, 0.1)  # noqa: E731, B023
        samples = [(_timed(curve), _timed(once), _timed(sampled)) for _ in range(_repeats(size))]
        all_sizes, one, part = (min(side) for side in zip(*samples, strict=True))
        sample, exact = sampled(), curve() / size
        both = min(len(exact), len(sample.ratios))
        off = float(np.abs(sample.ratios[:both] - exact[:both]).mean())
        for what, cost, bound in (
            (f"curve {size:.0e}", all_sizes, 10),
            ("  SHARDS 0.1", part, None),
        ):
            flag = "" if bound is None else "pass" if cost / one <= bound else "OVER"
            _say(
                f"{what:34} {size / cost:10,.0f}/s {size / one:10,.0f}/s {cost / one:6.2f}"
                f" {bound or '-':>6} {flag}"
            )
        _say(f"{'  error stated and found':34} {sample.error:12.4f} {off:12.4f}")
    trace = _trace(min(sizes))
    with mock.patch.object(pages, "LONG", 2**31):
        cost = min(_timed(lambda: fault_curve(trace)) for _ in range(3))
    _say(f"{'curve by numpy alone':34} {len(trace) / cost:10,.0f}/s")


def _growth(sizes: tuple[int, ...]) -> None:
    """Print what a reference costs by length of trace, and the exponent of the whole."""
    heads = " ".join(f"{size:>7.0e}" for size in sizes)
    _say(f"\n{'ns a reference':34} {heads}  exponent")
    policies = [pair[1] for pair in PAIRS] + [Mru(), TwoQ(), Lfu()]
    rows: list[tuple[str, Callable[[Trace, int], object]]] = [
        (repr(policy), functools.partial(faults, policy=policy)) for policy in policies
    ]
    rows.append(("all sizes of LRU", lambda trace, _: fault_curve(trace)))
    with mock.patch.object(pages, "LONG", 0):  # the compiled loops, at the smallest size too
        for name, run in rows:
            costs = [_seen_once(run, size) for size in sizes]
            slope = _slope([math.log(one) for one in sizes], [math.log(one) for one in costs])
            each = " ".join(
                f"{1e9 * cost / size:7.1f}" for cost, size in zip(costs, sizes, strict=True)
            )
            flag = "pass" if slope <= 1.25 else "OVER"
            _say(f"{name[:34]:34} {each}  {slope:8.2f}   1.25 {flag}")


def _seen_once(run: Callable[[Trace, int], object], size: int) -> float:
    """Return the least CPU seconds; a processor learns a short trace by heart if it comes again."""
    run(_trace(size), size // 100)
    seeds = [1] * _repeats(size) if size > 10**5 else range(2, 2 + _repeats(size))
    found = [_trace(size, seed) for seed in seeds]
    return min(_timed(lambda: run(one, size // 100)) for one in found)  # noqa: B023


def _slope(x: list[float], y: list[float]) -> float:
    """Return the slope of the least-squares line."""
    middle, height = math.fsum(x) / len(x), math.fsum(y) / len(y)
    above = math.fsum((a - middle) * (b - height) for a, b in zip(x, y, strict=True))
    return above / math.fsum((a - middle) ** 2 for a in x)


# ------------------------------------------------------------------ timing
def _repeats(size: int) -> int:
    return 3 if size > 10**6 else 7 if size > 10**5 else 15


def _timed(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def _line(what: str, size: int, samples: list[tuple[float, float]], bound: float | None) -> None:
    mine, theirs = (min(side) for side in zip(*samples, strict=True))
    flag = "" if bound is None else "pass" if theirs / mine >= bound else "UNDER"
    shown = "-" if bound is None else f"{bound:.1f}"
    _say(
        f"{what:34} {size / mine:10,.0f}/s {size / theirs:10,.0f}/s {theirs / mine:6.2f}"
        f" {shown:>6} {flag}"
    )


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(tuple(int(float(word)) for word in sys.argv[1:]) or SIZES)
