"""Lab 8, deadlock: what is asked, and how an answer is judged.

The search of `oslab.sync` judges the cures. Around each answer runs a thread that notes what it
asks for while it holds something, so that the four conditions are told from one another. The hung
program is drawn from the seed, and what it will do is known before it starts.
"""

from __future__ import annotations

import functools
import os
import platform
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from oslab import sync
from oslab.course import (
    Evidence,
    Explored,
    Lab,
    Limits,
    Measured,
    Prediction,
    Pure,
    Retry,
    Seen,
    Value,
)
from oslab.errors import InvalidInput, Unavailable
from oslab.linux import c_program, process_memory
from oslab.linux.procfs import syscall
from oslab.sync import model

# ---- q1: circles and hostages ----------------------------------------------------------

FIXED: tuple[dict[str, str], ...] = (
    {},
    {"A": "A"},
    {"A": "B"},
    {"A": "B", "B": "A"},
    {"B": "C", "C": "B", "A": "B"},
    {"A": "B", "B": "C", "C": "A"},
    {"C": "B", "B": "A", "A": "C"},
    {"A": "B", "B": "C"},
    {"A": "B", "B": "C", "C": "D", "D": "C"},
    {"D": "B", "B": "D", "A": "C", "C": "A"},
    {"A": "B", "B": "A", "C": "D", "D": "E"},
    {"E": "A", "A": "C", "C": "A", "D": "E", "B": "F"},
)


def waits_cases(rng: random.Random) -> list[dict[str, Any]]:
    """Return the fixed graphs, and random ones in which many wait for the same few."""
    cases: list[dict[str, Any]] = [{"waits": dict(waits)} for waits in FIXED]
    for _ in range(40):
        names = list("ABCDEFGHKLMN"[: rng.randint(3, 12)])
        waiting = rng.sample(names, rng.randint(2, len(names)))
        cases.append({"waits": {name: rng.choice(names) for name in waiting}})
    return cases


def judge_waits(case: dict[str, Any], got: Any, want: Any) -> str | None:
    """Compare circles and hostages, and say what the wrong ones have in common."""
    if not _is_stuck(got):
        return (
            "Return two things: a list of circles, each of them a list of names, and the list of "
            "the hostages."
        )
    if got == want:
        return None
    waits, (circles, hostages) = case["waits"], want
    wrong = _wrongly_there(got[0], circles, hostages) or _missed(waits, got[0], circles)
    if wrong:
        return wrong
    if got[0] != circles:
        return _order(waits, got[0], circles)
    return _hostages(waits, got[1], hostages)


def _wrongly_there(got: list[list[str]], circles: list[list[str]], hostages: list[str]) -> str:
    on_circles = {name for circle in circles for name in circle}
    yours = [name for circle in got for name in circle]
    for name in yours:
        if name not in on_circles and name in hostages:
            return (
                f"{name} waits for a circle and is not on one: follow the arrows from {name}, and "
                f"they never come back to {name}."
            )
        if name not in on_circles:
            return f"{name} is on no circle: follow its arrow, and the way ends at one who runs."
    if len(yours) != len(set(yours)):
        return (
            "A thread stands on your circles twice. Whoever starts anywhere on a circle finds the "
            "same circle again."
        )
    return ""


def _missed(waits: dict[str, str], got: list[list[str]], circles: list[list[str]]) -> str:
    on_circles = {name for circle in circles for name in circle}
    missing = sorted(on_circles - {name for circle in got for name in circle})
    if not missing:
        return ""
    more = "there may be several"
    if waits[missing[0]] == missing[0]:
        more = "a thread can wait for itself, and there may be several circles"
    return f"{missing[0]} is on a circle that you do not show; {more}."


def _order(waits: dict[str, str], got: list[list[str]], want: list[list[str]]) -> str:
    for circle in got:
        around = zip(circle, [*circle[1:], circle[0]], strict=True)
        odd = [(a, b) for a, b in around if waits[a] != b]
        if odd:
            return (
                "The right threads, in another order: after each stands the one it waits for, and "
                f"{odd[0][0]} waits for {waits[odd[0][0]]}, not for {odd[0][1]}."
            )
    if any(circle[0] != min(circle) for circle in got):
        return "The right circle; begin it with its smallest name, so that there is one answer."
    return f"The right circles; sort them by their first names: {want}."


def _hostages(waits: dict[str, str], got: list[str], want: list[str]) -> str:
    if sorted(got) == want:
        return "The right hostages; sort them by name."
    if set(got) - set(want):
        name = min(set(got) - set(want))
        if name not in waits:
            return f"{name} waits for nobody, and is no hostage."
        return (
            f"{name} waits, but for somebody who will go on: follow its arrows to the end. Who "
            "waits is not yet stuck."
        )
    name = min(set(want) - set(got))
    between = waits[name]
    return f"{name} will never go on either: it waits for {between}, who " + (
        "is a hostage itself." if between in want else "is on a circle."
    )


# ---- q2: several units -----------------------------------------------------------------

TABLES: tuple[tuple[list[int], list[list[int]], list[list[int]]], ...] = (
    ([0], [[1]], [[0]]),
    ([0], [[1]], [[1]]),
    ([1], [[0]], [[2]]),
    ([0], [[1], [1]], [[1], [0]]),
    ([0], [[1], [2]], [[2], [1]]),
    ([1], [[1], [1]], [[2], [2]]),
    ([0, 0], [[1, 0], [0, 1]], [[0, 1], [1, 0]]),
    ([0, 0], [[1, 0], [0, 1], [1, 0]], [[0, 1], [1, 0], [0, 0]]),
    ([1], [[1], [1], [1]], [[3], [2], [1]]),
    ([0, 0], [[0, 1], [1, 0], [1, 0], [0, 1]], [[1, 0], [0, 0], [0, 1], [0, 0]]),
    (
        [0, 0, 0],
        [[0, 1, 0], [2, 0, 0], [3, 0, 3], [2, 1, 1], [0, 0, 2]],
        [[0, 0, 0], [2, 0, 2], [0, 0, 1], [1, 0, 0], [0, 0, 2]],
    ),
)


def tables_cases(rng: random.Random) -> list[dict[str, Any]]:
    """Return the fixed tables, and random ones of which some have stuck processes."""
    cases = [{"free": free, "held": held, "asks": asks} for free, held, asks in TABLES]
    for _ in range(40):
        rows, columns = rng.randint(2, 6), rng.randint(1, 3)
        held = [[rng.randint(0, 2) for _ in range(columns)] for _ in range(rows)]
        asks = [[rng.choice((0, 0, 1, 2, 3)) for _ in range(columns)] for _ in range(rows)]
        free = [rng.choice((0, 0, 1)) for _ in range(columns)]
        cases.append({"free": free, "held": held, "asks": asks})
    return cases


def judge_tables(case: dict[str, Any], got: Any, want: Any) -> str | None:
    """Compare who is stuck, and play the game of elimination up to the first difference."""
    if not isinstance(got, list) or not all(_whole(one) for one in got):
        return "Return a list with the numbers of the processes that are stuck, from 0."
    if got == want:
        return None
    if sorted(set(got)) == want:
        return "The right processes; name each once, in rising order."
    table = model.detection(
        free=_row(case["free"]), held=_rows(case["held"]), asks=_rows(case["asks"])
    )
    steps = zip(table.order, table.after, strict=True)
    played = [f"P{who} finishes, and then {list(free)} is free" for who, free in steps]
    game = "; ".join(played) or f"nobody can be given what it asks for out of {case['free']}"
    wrongly = sorted(set(got) - set(want))
    at_once = [p for p in wrongly if _fits(case["asks"][p], case["free"])]
    if at_once:
        return (
            f"P{at_once[0]} asks for {case['asks'][at_once[0]]}, and {case['free']} is free: it "
            "can have that at once. What it holds already it need not get again."
        )
    if wrongly:
        return (
            f"P{wrongly[0]} is not stuck. The game: {game}. Whoever finishes gives back what it "
            "*holds*, and then you have to look at all the others again."
        )
    name = min(set(want) - set(got))
    alone = not any(case["held"][name])
    more = (
        " It holds nothing, so nobody waits for it; but it waits itself, and for ever."
        if alone
        else f" Left over: P{name} asks for {case['asks'][name]}."
    )
    return f"P{name} is stuck. The game: {game}.{more}"


def _row(numbers: list[int]) -> str:
    return " ".join(map(str, numbers))


def _rows(table: list[list[int]]) -> str:
    return ", ".join(map(_row, table))


def _fits(asked: list[int], free: list[int]) -> bool:
    return all(a <= b for a, b in zip(asked, free, strict=True))


# ---- q3 to q5: break one condition -----------------------------------------------------

Pairs = tuple[tuple[str, str], ...]
WORDS = ("ash", "bay", "elm", "fir", "oak", "yew")
WAITING = ("lock", "wait", "acquire", "receive", "leave_barrier", "read_lock", "write_lock")
MOST_STATES = 40_000


def _settings(rng: random.Random) -> Iterator[Pairs]:
    """Yield who needs which two buffers: smallest first, a ring, two apart, and drawn ones."""
    yield (("a", "b"), ("b", "a"))
    yield (("a", "b"), ("b", "c"), ("c", "a"))
    yield (("a", "c"), ("c", "b"), ("b", "a"))
    yield (("a", "b"), ("c", "d"))
    x, y, z = rng.sample(WORDS, 3)
    yield ((x, y), (y, x))
    yield ((y, x), (x, z), (z, y))
    drawn = [rng.sample((x, y, z), 2) for _ in range(3)]
    yield tuple((first, second) for first, second in drawn)


def _program(pairs: Pairs, take: Any, put: Any, note: Any, flags: bool) -> sync.Program:
    """Return movers that take with `take`, work, and give back with `put`, and are noted."""

    def mover(first: str, second: str) -> Any:
        held = yield from _noted(take(first, second), (), note, flags)
        for name in (first, second):
            if name not in held:
                note(("bare", name), held)
        for name in (first, second):
            yield sync.enter(f"work with {name}")
        for name in (first, second):
            yield sync.leave(f"work with {name}")
        held = yield from _noted(put(first, second), held, _unnoted, flags)
        if held:
            note(("kept", held[0]), held)

    names = sorted({name for pair in pairs for name in pair})
    shared: dict[str, Any] = {name: 0 if flags else sync.Mutex() for name in names}
    shared |= {f"work with {name}": sync.Region() for name in names}
    if flags:
        shared |= {"desk": sync.Mutex(), "back": sync.Condition()}
    return sync.Program([(mover, *pair) for pair in pairs], **shared)


def _noted(body: Any, held: tuple[str, ...], note: Any, flags: bool) -> Any:
    """Go through a student's steps, note each with what is held before it; return what is held."""
    answer = None
    while True:
        try:
            wanted = body.send(answer)
        except StopIteration:
            return held
        note(wanted, held)
        answer = None
        answer = yield wanted
        held = _held(held, wanted, answer, flags)


def _unnoted(wanted: Any, held: tuple[str, ...]) -> None:
    """Note nothing: who gives back may do so as it likes."""


def _held(held: tuple[str, ...], wanted: Any, answer: Any, flags: bool) -> tuple[str, ...]:
    if not isinstance(wanted, sync.Operation) or not wanted.names:
        return held
    kind, name = wanted.kind, wanted.names[0]
    if flags:
        taken, given = kind == "store" and wanted.values[0], kind == "store"
    else:
        taken, given = kind == "lock" or (kind == "try_lock" and answer), kind == "unlock"
    if taken:
        return held if name in held else (*held, name)
    return tuple(one for one in held if one != name) if given else held


class _Notes:
    """What the movers of one program did while they took."""

    def __init__(self, flags: bool) -> None:
        self.flags = flags
        self.edges: set[tuple[str, str]] = set()
        self.back: set[str] = set()
        self.apart: set[tuple[str, str]] = set()
        self.bare: set[str] = set()
        self.kept: set[str] = set()
        self.together = False

    def note(self, wanted: Any, held: tuple[str, ...]) -> None:
        """Note what a thread asks for, and what it holds meanwhile."""
        if isinstance(wanted, tuple) and wanted[0] in ("bare", "kept"):
            (self.bare if wanted[0] == "bare" else self.kept).add(str(wanted[1]))
        elif isinstance(wanted, sync.Operation) and wanted.names and held:
            kind, name = wanted.kind, wanted.names[0]
            if self.flags:
                if kind in WAITING or (kind == "unlock" and len(held) < 2):
                    self.apart.add((held[0], str(wanted)))
                if kind == "store" and not wanted.values[0] and name in held:
                    self.back.add(name)
            elif kind in ("lock", "try_lock"):
                self.edges |= {(one, name) for one in held}
            elif kind == "unlock" and name in held:
                self.back.add(name)

    @property
    def has_circle(self) -> bool:
        """Whether the orders in which they ask for buffers can close a circle."""
        left = set(self.edges)
        while True:
            inner = {(a, b) for a, b in left if any(b == c for c, _ in left)}
            if inner == left:
                return bool(left)
            left = inner


def _judged(
    take: Any, put: Any, rng: random.Random, flags: bool, ask: Callable[[_Notes], str | None]
) -> str | None:
    """Search every setting; then ask about the conditions in the ring of three."""
    ring = None
    for number, pairs in enumerate(_settings(rng)):
        notes = _Notes(flags)
        program = _program(pairs, take, put, _plain(notes.note), flags)
        wrong = _wrong(pairs, program, notes)
        if wrong:
            return wrong
        if number == 1:
            ring = notes
        if number == 3 and not notes.together:
            return (
                f"{_who(pairs)}: nothing goes wrong, but these two share no buffer and never work "
                "at the same time. One lock around everything is no cure, it is a queue."
            )
    return ask(ring) if ring else None


def _plain(method: Callable[..., None]) -> Callable[..., None]:
    """Return a function: the search looks into everything else that a thread holds."""

    def note(wanted: Any, held: tuple[str, ...]) -> None:
        method(wanted, held)

    return note


def _wrong(pairs: Pairs, program: sync.Program, notes: _Notes) -> str | None:
    rooms = [f"work with {name}" for name, _ in pairs]

    def look(seen: Any) -> bool:
        notes.together = notes.together or sum(bool(seen[room]) for room in rooms) > 1
        return True

    who = _who(pairs)
    try:
        found = sync.explore_all(
            program, look, analyses=("races", "starvation"), most_states=MOST_STATES
        )
    except InvalidInput as error:
        return f"{who}: a thread asks for {error.value}, which must be {error.allowed}."
    return _found(who, found, notes)


def _found(who: str, found: sync.Exploration, notes: _Notes) -> str | None:
    if notes.bare:
        return (
            f"{who}: a thread comes back from taking and does not hold {min(notes.bare)}. It has "
            "to hold both buffers, or it works on what another one uses."
        )
    if notes.kept and not found.failures:
        return f"{who}: a thread is done and its flag of {min(notes.kept)} is still set."
    for kind, words in (
        (found.failures, ""),
        (found.deadlocks, " Who holds what while it waits?"),
        (found.lost_wakeups, " Who is to wake it, and when?"),
        (found.races, " Look at the flags only while you hold the desk."),
    ):
        if kind:
            return f"{who}: {kind[0]}.{words} The shortest way there: {_way(kind[0])}."
    if found.starvation:
        return f"{who}: {_for_ever(found.starvation[0], notes)}"
    if not found.complete:
        return f"{who}: {found.limit}, too many to search. Does it need so many steps?"
    return None


def _for_ever(one: sync.Finding, notes: _Notes) -> str:
    round_ = one.once_round.steps[-len(one.loop) :] if one.once_round else ()
    steps = "; ".join(map(str, round_[:8])) + ("; ..." if len(round_) > 8 else "")
    why = "It spins with a buffer in its hand, which is waiting with another name."
    if notes.back:
        why = "All make way for one another: if everybody is polite, nobody passes."
    return f"no deadlock, but these {len(round_)} steps can come round for ever: {steps}. {why}"


def _who(pairs: Pairs) -> str:
    return f"{len(pairs)} movers, " + ", ".join(f"{a} then {b}" for a, b in pairs)


def _way(finding: sync.Finding) -> str:
    steps = [str(step) for step in finding.history.steps]
    return "; ".join(steps) if len(steps) <= 10 else "; ".join(["...", *steps[-10:]])


def _edges(notes: _Notes) -> str:
    return ", ".join(f"{b} while it holds {a}" for a, b in sorted(notes.edges))


def _put_two(first: str, second: str) -> Any:
    yield sync.unlock(second)
    yield sync.unlock(first)


def judge_order(functions: dict[str, Any], rng: random.Random) -> str | None:
    """No circle of orders; still one by one, and nothing given back."""

    def ask(notes: _Notes) -> str | None:
        if notes.back:
            return (
                f"Nothing hangs, but a thread gives {min(notes.back)} back before it has worked: "
                "that breaks *no preemption*. Here only the circle may go."
            )
        if notes.has_circle:
            return (
                "Nothing hangs, but the orders still make a circle: somebody asks for "
                f"{_edges(notes)}. Here the circle has to go."
            )
        return None

    return _judged(functions["take_in_order"], _put_two, rng, False, ask)


def judge_together(functions: dict[str, Any], rng: random.Random) -> str | None:
    """Both at once: never waits with one in hand, and gives nothing back."""

    def ask(notes: _Notes) -> str | None:
        if notes.apart:
            held, step = min(notes.apart)
            return (
                f"Nothing hangs, but a thread holds {held} and comes to {step} before it holds "
                "both: *hold and wait* is still true. Whoever finds one of the two taken may hold "
                "neither while it waits; look at both flags first, then set both."
            )
        if notes.back:
            return (
                f"Nothing hangs, but a thread takes {min(notes.back)} and gives it back before it "
                "has worked: that breaks *no preemption*. Look before you take."
            )
        return None

    take, put = functions["take_together"], functions["put_together"]
    return _judged(take, put, rng, True, ask)


def judge_give_back(functions: dict[str, Any], rng: random.Random) -> str | None:
    """Somebody gives back; the orders still make a circle."""

    def ask(notes: _Notes) -> str | None:
        if not notes.has_circle:
            return (
                "Nothing hangs, but there is no circle of orders any more: somebody asks for "
                f"{_edges(notes)}. Take `first` before `second`, always; here the circle stays, "
                "and a thread that finds the second buffer taken gives the first one back."
            )
        if not notes.back:
            return "Nothing hangs, and nobody ever gives a buffer back. Which condition is broken?"
        return None

    return _judged(functions["take_or_give_back"], _put_two, rng, False, ask)


# ---- q6: a live process ----------------------------------------------------------------

NAMES = (
    "loader", "saver", "logger", "pinner", "packer", "sampler", "mover", "reducer", "tracer",
    "cleaner", "prefetch", "uploader", "decoder", "resizer", "monitor", "shuffler",
)  # fmt: skip
THREADS = 11
SLOTS = 300
CIRCLES = ([3], [4], [5], [2, 3], [2, 2])
KEY = 0x5B
SOURCE = r"""
/* A program that hangs as its plan says. The plan stands behind the program in its own file,
 * a line a thread: name, mutex that it holds, what it does then, with which mutex, late. */
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define MOST 32
struct plan { char name[16]; int holds; char then; int with; int late; };
static struct plan plans[MOST];
static pthread_mutex_t mutex[300];
static pthread_barrier_t all_hold, never;
static sem_t empty;
static atomic_int on_its_way, told;
static int nothing[2];

static void *run(void *argument)
{
    struct plan *mine = argument;
    struct timespec used = {0, 0};
    char byte;

    pthread_setname_np(pthread_self(), mine->name);
    if (mine->holds >= 0)
        pthread_mutex_lock(&mutex[mine->holds]);
    pthread_barrier_wait(&all_hold);
    atomic_fetch_add(&on_its_way, 1);
    if (mine->late) {
        while (!atomic_load(&told))
            ;
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
        long long first = used.tv_sec * 1000LL + used.tv_nsec / 1000000;
        while (used.tv_sec * 1000LL + used.tv_nsec / 1000000 < first + 80)
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    }
    for (;;) {
        if (mine->then == 'm')
            pthread_mutex_lock(&mutex[mine->with]);
        else if (mine->then == 's')
            sem_wait(&empty);
        else if (mine->then == 'b')
            pthread_barrier_wait(&never);
        else if (mine->then == 'r') {
            if (read(nothing[0], &byte, 1) < 0)
                return NULL;
        } else
            usleep(5000);
    }
}

int main(void)
{
    static char text[4096];
    pthread_t thread;
    unsigned char size[2];
    int threads = 0, read_so_far = 0, length;
    FILE *self = fopen("/proc/self/exe", "rb");

    alarm(8);
    if (!self || fseek(self, -2, SEEK_END) || fread(size, 1, 2, self) != 2)
        return 2;
    length = size[0] | size[1] << 8;
    if (length >= (int)sizeof text || fseek(self, -2 - length, SEEK_END)
        || fread(text, 1, length, self) != (size_t)length)
        return 3;
    for (int i = 0; i < length; i++)
        text[i] ^= 0x5B;
    for (char *line = text; threads < MOST; line += read_so_far, threads++) {
        struct plan *one = &plans[threads];
        if (sscanf(line, "%15s %d %c %d %d\n%n", one->name, &one->holds, &one->then, &one->with,
                   &one->late, &read_so_far) != 5)
            break;
    }
    memset(text, 0, sizeof text);
    if (!threads || pipe(nothing))
        return 4;
    pthread_setname_np(pthread_self(), "main");
    sem_init(&empty, 0, 0);
    pthread_barrier_init(&all_hold, NULL, (unsigned)threads + 1);
    pthread_barrier_init(&never, NULL, 100);
    for (int i = 0; i < threads; i++)
        pthread_create(&thread, NULL, run, &plans[i]);
    pthread_barrier_wait(&all_hold);
    while (atomic_load(&on_its_way) < threads)
        usleep(1000);
    puts("ready");
    fflush(stdout);
    atomic_store(&told, 1);
    for (;;)
        pause();
}
"""


def prepare_hung(rng: random.Random, folder: Path) -> tuple[dict[str, Any], Any]:
    """Draw who holds what and who asks for it, and write a program that does just that."""
    _able()
    plan, truth = _drawn(rng)
    text = "".join(f"{' '.join(map(str, line))}\n" for line in plan).encode()
    path = folder / "trainer"
    masked = bytes(byte ^ KEY for byte in text)
    path.write_bytes(_compiled() + masked + len(masked).to_bytes(2, "little"))
    path.chmod(0o755)
    return {"program": path}, truth


@functools.cache
def _compiled() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "trainer.c"
        source.write_text(SOURCE, encoding="utf-8")
        return c_program.compile(source).read_bytes()


@functools.cache
def _able() -> None:
    """Raise Unavailable where a process cannot be asked what it waits for."""
    if platform.libc_ver()[0] != "glibc":
        raise Unavailable("The owner of a mutex of this C library", "Use glibc.")
    if os.uname().machine not in ("x86_64", "aarch64"):
        raise Unavailable("The number of futex on this machine", "Use x86-64 or ARM64.")
    yama = Path("/proc/sys/kernel/yama/ptrace_scope")
    if yama.exists() and int(yama.read_text()) > 1:
        what = "the memory of one's own child"
        raise Unavailable(what, "kernel.yama.ptrace_scope may be 0 or 1 (see ptrace(2)).")
    child = "import sys; print(id(0), flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-I", "-c", child], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as running:
        try:
            address = int(running.stdout.readline())  # type: ignore[union-attr]
            process_memory.read(running.pid, address, 8)
            syscall.read(str(running.pid))
        except InvalidInput as error:
            what = "/proc/PID/mem and /proc/PID/syscall of one's own child"
            raise Unavailable(what, "Use a Linux kernel that has them.") from error
        finally:
            running.kill()


def _drawn(rng: random.Random) -> tuple[list[list[Any]], dict[str, Any]]:
    names = rng.sample(NAMES, THREADS)
    slots = rng.sample(range(SLOTS), THREADS)
    own = dict(zip(names, slots, strict=True))
    left, circles = list(names), []
    for length in rng.choice(CIRCLES):
        circles.append([left.pop() for _ in range(length)])
    waits: dict[str, str] = {}
    for circle in circles:
        waits |= dict(zip(circle, [*circle[1:], circle[0]], strict=True))
    late = rng.choice(sorted(waits))
    near = [left.pop() for _ in range(rng.randint(1, 2))]
    waits |= {name: rng.choice(circles[0]) for name in near}
    far, owner, patient = left.pop(), left.pop(), left.pop()
    waits |= {far: near[0], patient: owner}
    # The others wait as well, for nobody: one of each kind, as far as there is room.
    plan = [[name, own[name], "m", own[waits[name]], int(name == late)] for name in waits]
    plan += [[owner, own[owner], "u", 0, 0]]
    first = rng.choice("sb")
    kinds = [first, *rng.sample(sorted(set("sbru") - {first}), 3)]
    plan += [[name, own[name], kind, 0, 0] for name, kind in zip(left, kinds, strict=False)]
    rng.shuffle(plan)
    turned = [_turned(circle) for circle in circles]
    truth = {
        "waits": waits,
        "circles": sorted(turned),
        "hostages": sorted([*near, far]),
        "late": late,
        "names": ["main", *names],
        "patient": patient,
    }
    return plan, truth


def _turned(circle: list[str]) -> list[str]:
    at = circle.index(min(circle))
    return circle[at:] + circle[:at]


def judge_hung(got: Any, truth: Any, seen: Seen) -> str | None:
    """Judge who was seen, then who waits for whom, then what follows."""
    keys = {"asleep", "waits", "circles", "hostages"}
    if not isinstance(got, dict) or set(got) != keys or not isinstance(got["waits"], dict):
        return "Return a dict with asleep, waits, circles and hostages; waits is a dict of names."
    return _named(got["waits"], truth) or _arrows(got, truth) or _follows(got, truth) or _left(seen)


def _named(waits: dict[str, Any], truth: Any) -> str | None:
    said = [*waits, *waits.values()]
    for name in said:
        if name in truth["names"]:
            continue
        if isinstance(name, str) and name.strip() in truth["names"]:
            return f"The file comm ends with a newline, and so does your {name!r}."
        if _whole(name) or (isinstance(name, str) and name.isdigit()):
            return (
                f"waits tells of {name!r}; say names instead of numbers, from the file comm of "
                "each thread."
            )
        return f"waits tells of {name!r}, and no thread of the program has this name."
    return None


def _arrows(got: Any, truth: Any) -> str | None:
    waits, right = got["waits"], truth["waits"]
    turned = [n for n, owner in waits.items() if right.get(n) != owner and right.get(owner) == n]
    if turned:
        name = turned[0]
        return (
            f"It is {waits[name]} that waits for {name}, and you say {name} for {waits[name]}: an "
            "arrow goes from the thread that sleeps to the one whose number stands in the mutex."
        )
    for name, owner in waits.items():
        if name not in right:
            return (
                f"You say that {name} waits for {owner}, but {name} waits for no mutex. Not every "
                "sleep is at a futex, and not every futex is a mutex: look at the operation "
                "and at the value."
            )
        if owner != right[name]:
            return (
                f"{name} waits for {right[name]}, and you say for {owner}. The owner stands 8 "
                "bytes after the futex word, in 4 bytes, the lowest first."
            )
    return _missing(got, truth)


def _missing(got: Any, truth: Any) -> str | None:
    right = truth["waits"]
    missing = sorted(set(right) - set(got["waits"]))
    if not got["waits"]:
        return Retry(
            f"waits is empty, and {len(missing)} threads wait for a mutex. Each thread has a file "
            "syscall of its own, below task; the one of the process tells of its first thread only."
        )
    threads = len(truth["names"])
    if missing == [truth["late"]] or (missing and got["asleep"] != threads):
        return Retry(
            f'{missing[0]} is missing in waits. "ready" says that all hold what they hold, not '
            f"that all wait: a thread still ran when you looked ({got['asleep']} of {threads} "
            "slept). A picture taken while somebody runs is of no use; look again until nobody "
            "does."
        )
    if missing:
        return Retry(
            f"{missing[0]} waits for a mutex that {right[missing[0]]} holds, and is missing in "
            "waits. Several threads can wait for one mutex, and its owner need not be stuck."
        )
    if got["asleep"] != threads:
        return (
            f"asleep is {got['asleep']!r}; the program has {threads} threads, its first one "
            "included, and all of them slept when nobody ran."
        )
    return None


def _follows(got: Any, truth: Any) -> str | None:
    if got["circles"] != truth["circles"]:
        return (
            "The arrows are right, and the circles are not: these arrows make "
            f"{truth['circles']}. What does your who_is_stuck say of them?"
        )
    if truth["patient"] in got["hostages"]:
        owner = truth["waits"][truth["patient"]]
        return (
            f"{truth['patient']} waits for {owner}, and {owner} is not stuck: it sleeps for a "
            "few milliseconds, again and again. Who waits is not yet a hostage."
        )
    if got["hostages"] != truth["hostages"]:
        return f"The circles are right; the hostages are {truth['hostages']}, in rising order."
    return None


def _left(seen: Seen) -> str | None:
    if seen.children_left:
        return (
            "All right, but the program was still there when your function returned. A hung "
            "process never ends by itself: kill it, and then wait for it."
        )
    if not seen.children_minor_faults:
        return (
            "The kernel counted no page fault of any child of yours: the program was never "
            "started. What it would do is one thing; what a live process does is seen only while "
            "it lives."
        )
    return None


# ---- q7: what follows ------------------------------------------------------------------


def judge_findings(value: Any, evidence: Evidence) -> str | None:
    """Hold each finding against the threads that were found."""
    ran = evidence.get("q6")
    if ran is None:
        return "There is no evidence yet: q6 comes first."
    names = ("sleep_tells", "owner_stands_in", "frees_most")
    if not isinstance(value, dict) or set(value) != set(names):
        return f"Fill in {', '.join(names)}, and nothing else."
    answer = ran["answer"]
    stuck = sum(map(len, answer["circles"])) + len(answer["hostages"])
    if value["sleep_tells"] is not False:
        return (
            f"sleep_tells: {answer['asleep']} threads slept, and {stuck} of them were stuck. "
            "What did the state say of the others?"
        )
    if value["owner_stands_in"] != "process":
        return (
            "owner_stands_in: from which file did you read the address of the futex, and from "
            "which one the owner? Whose memory is that?"
        )
    if value["frees_most"] != "circle":
        return (
            "frees_most: take the arrow of this thread out of `waits`, and ask who_is_stuck "
            "again. Who is left over?"
        )
    return None


def _is_stuck(got: Any) -> bool:
    if not isinstance(got, list) or len(got) != 2 or not all(isinstance(p, list) for p in got):
        return False
    circles = all(isinstance(c, list) and c and all(isinstance(n, str) for n in c) for c in got[0])
    return circles and all(isinstance(name, str) for name in got[1])


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _blocks(_: Evidence) -> int:
    """Return the least blocks with which eight requests that want three each never hang."""
    asks = [[1]] * 8
    for blocks in range(16, 25):
        held = [[2]] * 8
        if not sync.deadlocked(held, asks, [blocks - 16]):
            return blocks
    return 0


def _one_by_one(first: str, second: str) -> Any:
    yield sync.lock(first)
    yield sync.lock(second)


def _polite(first: str, second: str) -> Any:
    yield sync.lock(first)
    while not (yield sync.try_lock(second)):
        yield sync.unlock(first)
        yield sync.lock(first)


def _ring(take: Any) -> sync.Exploration:
    pairs = (("a", "b"), ("b", "c"), ("c", "a"))
    program = _program(pairs, take, _put_two, _plain(lambda *_: None), False)
    return sync.explore_all(program, analyses=("starvation",))


def _hang_steps(_: Evidence) -> int:
    return len(_ring(_one_by_one).deadlocks[0].schedule)


def _starving(_: Evidence) -> int:
    return len(_ring(_polite).starvation)


def _asleep(evidence: Evidence) -> int | None:
    return evidence["q6"]["answer"]["asleep"] if "q6" in evidence else None


def _stuck(evidence: Evidence) -> int | None:
    if "q6" not in evidence:
        return None
    answer = evidence["q6"]["answer"]
    return sum(map(len, answer["circles"])) + len(answer["hostages"])


LAB = Lab(
    title="A circle in a live process",
    chapter="deadlock",
    minutes=(80, 120),
    why="A training job stands at 0 %, alive and silent; you find out which of its threads will "
    "never go on, and write three cures that each break one condition.",
    questions={
        "q1": Pure("who_is_stuck", 3, waits_cases, judge_waits),
        "q2": Pure("deadlocked", 3, tables_cases, judge_tables),
        "q3": Explored(("take_in_order",), 2, judge_order),
        "q4": Explored(("take_together", "put_together"), 3, judge_together),
        "q5": Explored(("take_or_give_back",), 3, judge_give_back),
        "q6": Measured(
            "hung", 5, prepare_hung, judge_hung, requires=("c_compiler",),
            limits=Limits(seconds=10, cpu_seconds=10),
        ),
        "q7": Value("findings", 1, judge_findings),
    },
    predictions={
        "blocks": Prediction("q2", "blocks", _blocks),
        "hang_steps": Prediction("q3", "steps", _hang_steps),
        "starving": Prediction("q5", "threads", _starving),
        "asleep": Prediction("q6", "threads", _asleep),
        "stuck": Prediction("q6", "threads", _stuck),
    },
    limits=Limits(seconds=5, cpu_seconds=5),
    needs="Linux on x86-64 or ARM64 with glibc and a C compiler; no privilege, one CPU is enough.",
    stretch="Find the circle in a hung Python program, where some locks note no owner.",
)  # fmt: skip
