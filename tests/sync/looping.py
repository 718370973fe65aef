"""Little programs with loops, and who starves in them by a search that shares no code with oslab.

A script is a tuple of words for one thread, done once or for ever. The search lists every state
in a dictionary. For each set of threads that might go on for ever it keeps their steps alone, and
asks by plain reachability for a round through all of them that is fair to the others.
"""

from __future__ import annotations

from itertools import combinations

from hypothesis import strategies as st

from oslab import sync

WORD = st.one_of(
    st.sampled_from([("lock",), ("unlock",), ("try",), ("acquire",), ("release",), ("pause",)]),
    st.sampled_from([("enter",), ("enter",), ("leave",)]),
    st.tuples(st.just("store"), st.integers(0, 1)),
    st.tuples(st.just("await"), st.integers(0, 1)),
)
THREAD = st.tuples(st.lists(WORD, min_size=1, max_size=4).map(tuple), st.booleans())
GUARDED = st.sampled_from(
    [
        ((("lock",), ("enter",), ("leave",), ("unlock",)), True),
        ((("try",), ("enter",), ("leave",), ("unlock",)), True),
        ((("acquire",), ("enter",), ("leave",), ("release",)), True),
        ((("await", 0), ("enter",), ("leave",), ("store", 1)), True),
        ((("await", 1), ("enter",), ("leave",), ("store", 0)), True),
        ((("lock",), ("unlock",)), True),
        ((("lock",), ("await", 1), ("unlock",)), True),
        ((("store", 0), ("store", 1)), True),
        ((("await", 1),), False),
        ((("lock",), ("store", 1), ("unlock",)), False),
    ]
)
THREADS = st.lists(st.one_of(THREAD, GUARDED, GUARDED), min_size=1, max_size=3)
FAILED = "failed"


def looping(me, script, forever):  # noqa: C901 - an interpreter
    """Run a script as a thread for the explorer."""
    at = 0
    while forever or at < len(script):
        word, *rest = script[at % len(script)]
        at = (at + 1) % len(script) if forever else at + 1
        if word == "try":
            while not (yield sync.try_lock("m")):
                pass
        elif word == "await":
            while (yield sync.load("x")) != rest[0]:
                pass
        elif word == "store":
            yield sync.store("x", rest[0])
        elif word in ("enter", "leave"):
            yield getattr(sync, word)(f"r{me}")
        elif word == "pause":
            yield sync.pause()
        else:
            yield getattr(sync, word)("m" if word in ("lock", "unlock") else "s")


def program(threads):
    """Return the scripts as a program, each thread with a region of its own."""
    regions = {f"r{me}": sync.Region() for me in range(len(threads))}
    return sync.Program(
        [(looping, me, *thread) for me, thread in enumerate(threads)],
        x=sync.Atomic(0), m=sync.Mutex(), s=sync.Semaphore(1), **regions,
    )  # fmt: skip


def starving(threads, fairness):
    """Return the numbers of the threads that a fair round can keep from progress."""
    steps = _states(threads)
    return {me for me in range(len(threads)) if _starves(me, threads, steps, fairness)}


def _starves(me, threads, steps, fairness):
    """Ask for a fair round in which `me` enters no region, returns not, or takes no step."""
    script, _ = threads[me]
    here = [state for state in steps if state != FAILED]
    enters = any(_word(threads, me, state[0][me]) == ("enter",) for state in here)
    returns = any(state[0][me] == len(script) for state in here)
    for count in range(1, len(threads) + 1):
        for crowd in combinations(range(len(threads)), count):
            left = {}
            for state in here:
                if state[0][me] == len(script):
                    continue  # it has returned
                outside = [one for one in range(len(threads)) if one not in crowd]
                if fairness == "strong" and any(who in outside for who, _ in steps[state]):
                    continue  # who can go here would have to go
                left[state] = [
                    (who, after) for who, after in steps[state]
                    if who in crowd and after != FAILED
                    and not (who == me and _is_progress(threads, state[0][me], me, enters, returns))
                ]  # fmt: skip
            if any(_is_round(state, crowd, left, steps, len(threads)) for state in left):
                return True
    return False


def _is_progress(threads, at, me, enters, returns):
    """Say whether the step of `me` from here is progress."""
    return _word(threads, me, at) == ("enter",) if enters else not returns


def _is_round(start, crowd, left, steps, many):
    """Say whether a round through `start` has a step of each of the crowd, and is weakly fair."""
    ahead = _reached(start, {state: [after for _, after in out] for state, out in left.items()})
    back = {}
    for state, out in left.items():
        for _, after in out:
            back.setdefault(after, []).append(state)
    both = ahead & _reached(start, back)
    acting = {who for state in both for who, after in left[state] if after in both}
    able = [{who for who, _ in steps[state]} for state in both]
    patient = all(any(who not in one for one in able) for who in range(many) if who not in crowd)
    return acting == set(crowd) and patient


def _reached(start, after):
    seen, ahead = {start}, [start]
    while ahead:
        for state in after.get(ahead.pop(), ()):
            if state not in seen:
                seen.add(state)
                ahead.append(state)
    return seen


def _states(threads):
    """Return by state the steps from it, as pairs of a thread and the state behind."""
    start = ((0,) * len(threads), 0, None, 1, (False,) * len(threads))
    steps, ahead = {FAILED: []}, [start]
    while ahead:
        state = ahead.pop()
        if state not in steps:
            steps[state] = [
                (me, after) for me in range(len(threads))
                if (after := _step(threads, me, *state)) is not None
            ]  # fmt: skip
            ahead += [after for _, after in steps[state]]
    return steps


def _word(threads, me, at):
    script, _ = threads[me]
    return script[at] if at < len(script) else ("returned",)


def _step(threads, me, places, x, owner, count, inside):  # noqa: C901, PLR0912 - an interpreter
    """Return the state after a step of `me`, `FAILED`, or None if it can take none."""
    script, forever = threads[me]
    if places[me] == len(script):
        return None
    word, *rest = script[places[me]]
    on = places[me] + 1
    if word == "lock":
        if owner is not None:
            return None
        owner = me
    elif word == "unlock":
        if owner != me:
            return FAILED
        owner = None
    elif word == "try":
        on = on if owner is None else places[me]
        owner = me if owner is None else owner
    elif word == "acquire":
        if count == 0:
            return None
        count -= 1
    elif word == "release":
        count += 1
    elif word == "store":
        x = rest[0]
    elif word == "await":
        on = on if x == rest[0] else places[me]
    elif word in ("enter", "leave"):
        if inside[me] == (word == "enter"):
            return FAILED
        inside = (*inside[:me], word == "enter", *inside[me + 1 :])
    on = on % len(script) if forever else on
    return ((*places[:me], on, *places[me + 1 :]), x, owner, count, inside)
