"""Little programs, and all their histories found by an interpreter that shares no code with oslab.

A script is a tuple of words for one thread with one register r. The interpreter below knows
them as they are; `program` writes them as a generator for the explorer.
"""

from __future__ import annotations

from collections import Counter

from hypothesis import strategies as st

from oslab import sync

VARIABLES = ("x", "y")
MUTEX, SEMAPHORE, CHANNEL = "m", "s", "q"
SIMPLE = st.one_of(
    st.tuples(st.just("load"), st.sampled_from(VARIABLES)),
    st.tuples(st.just("store"), st.sampled_from(VARIABLES), st.integers(0, 2)),
    st.tuples(st.just("store r+1"), st.sampled_from(VARIABLES)),
    st.tuples(st.just("add"), st.sampled_from(VARIABLES), st.integers(1, 2)),
    st.tuples(st.just("swap"), st.sampled_from(VARIABLES), st.integers(0, 2)),
    st.tuples(st.just("cas"), st.sampled_from(VARIABLES), st.integers(0, 1), st.integers(1, 2)),
    st.tuples(st.just("fence")),
)
LOCKING = st.sampled_from(
    [("lock",), ("unlock",), ("try",), ("acquire",), ("release",), ("send",), ("receive",)]
)
SCRIPT = st.lists(st.one_of(SIMPLE, SIMPLE, LOCKING), max_size=3).map(tuple)
SCRIPTS = st.lists(SCRIPT, min_size=1, max_size=3)


def scripted(script):  # noqa: C901, PLR0912 - an interpreter
    """Run a script as a thread for the explorer."""
    r = 0
    for word, *rest in script:
        if word == "load":
            r = yield sync.load(rest[0])
        elif word == "store":
            yield sync.store(rest[0], rest[1])
        elif word == "store r+1":
            yield sync.store(rest[0], int(r) + 1)
        elif word == "add":
            r = yield sync.fetch_add(rest[0], rest[1])
        elif word == "swap":
            r = yield sync.exchange(rest[0], rest[1])
        elif word == "cas":
            r = yield sync.compare_and_swap(*rest)
        elif word == "fence":
            yield sync.fence()
        elif word == "lock":
            yield sync.lock(MUTEX)
        elif word == "unlock":
            yield sync.unlock(MUTEX)
        elif word == "try":
            r = yield sync.try_lock(MUTEX)
        elif word == "acquire":
            yield sync.acquire(SEMAPHORE)
        elif word == "release":
            yield sync.release(SEMAPHORE)
        elif word == "send":
            yield sync.send(CHANNEL, int(r))
        else:
            r = yield sync.receive(CHANNEL)
    return int(r)


def program(scripts):
    """Return the scripts as a program."""
    return sync.Program(
        [(scripted, script) for script in scripts],
        x=0, y=0, m=sync.Mutex(), s=sync.Semaphore(1), q=sync.Channel(2),
    )  # fmt: skip


def histogram(scripts, tso=False):
    """Return how many schedules end in each outcome: (kind, x, y, registers)."""
    known = {}

    def endings(pcs, regs, x, y, owner, count, queue, buffers):
        key = (pcs, regs, x, y, owner, count, queue, buffers)
        if key not in known:
            total = Counter()
            ways = list(_ways(scripts, tso, *key))
            for way in ways:
                total.update({("failed",): 1} if way is None else endings(*way))
            if not ways:
                done = all(pc == len(one) for pc, one in zip(pcs, scripts, strict=True))
                total[("finished", x, y, regs) if done else ("deadlock",)] = 1
            known[key] = total
        return known[key]

    none = tuple(() for _ in scripts)
    return endings((0,) * len(scripts), (0,) * len(scripts), 0, 0, None, 1, (), none)


def _ways(  # noqa: C901, PLR0912, PLR0915, PLR0917 - an interpreter
    scripts, tso, pcs, regs, x, y, owner, count, queue, buffers
):
    for me, script in enumerate(scripts):
        if buffers[me]:
            (name, value), *left = buffers[me]
            memory = {"x": x, "y": y, name: value}
            yield (pcs, regs, memory["x"], memory["y"], owner, count, queue,
                   _with(buffers, me, tuple(left)))  # fmt: skip
        if pcs[me] == len(script):
            continue
        word, *rest = script[pcs[me]]
        if tso and buffers[me] and word not in ("load", "store", "store r+1"):
            continue
        memory, r, mine = {"x": x, "y": y}, regs[me], buffers[me]
        new_owner, new_count, new_queue = owner, count, queue
        if word == "load":
            r = ([v for n, v in mine if n == rest[0]] or [memory[rest[0]]])[-1]
        elif word in ("store", "store r+1"):
            value = rest[1] if word == "store" else r + 1
            if tso:
                mine = (*mine, (rest[0], value))
            else:
                memory[rest[0]] = value
        elif word == "add":
            r, memory[rest[0]] = memory[rest[0]], memory[rest[0]] + rest[1]
        elif word == "swap":
            r, memory[rest[0]] = memory[rest[0]], rest[1]
        elif word == "cas":
            hit = memory[rest[0]] == rest[1]
            r, memory[rest[0]] = int(hit), rest[2] if hit else memory[rest[0]]
        elif word == "lock":
            if owner is not None:
                continue
            new_owner = me
        elif word == "unlock":
            if owner != me:
                yield None
                continue
            new_owner = None
        elif word == "try":
            r = int(owner is None)
            new_owner = me if owner is None else owner
        elif word == "acquire":
            if count == 0:
                continue
            new_count = count - 1
        elif word == "release":
            new_count = count + 1
        elif word == "send":
            if len(queue) == 2:
                continue
            new_queue = (*queue, r)
        elif word == "receive":
            if not queue:
                continue
            r, new_queue = queue[0], queue[1:]
        yield (_with(pcs, me, pcs[me] + 1), _with(regs, me, r), memory["x"], memory["y"],
               new_owner, new_count, new_queue, _with(buffers, me, mine))  # fmt: skip


def _with(values, place, value):
    return (*values[:place], value, *values[place + 1 :])
