"""Races found in states are those that vector clocks find in some history, and no others."""

from brute_force import _ways, program
from hypothesis import given, settings
from hypothesis import strategies as st

from oslab.sync import explore_all

WORDS = st.sampled_from(
    [("load", "x"), ("store", "x", 1), ("load", "y"), ("store", "y", 1), ("add", "x", 1),
     ("lock",), ("unlock",), ("acquire",), ("release",), ("send",), ("receive",)]
)  # fmt: skip
SCRIPTS = st.lists(st.lists(WORDS, max_size=4).map(tuple), min_size=2, max_size=2)
OBJECT = {"lock": "m", "unlock": "m", "acquire": "s", "release": "s", "send": "q", "receive": "q"}


def raced_for(scripts):
    """Return the variables raced for in any history, by vector clocks."""
    found = set()
    threads = range(len(scripts))
    zero = (0,) * len(scripts)

    def go(state, clocks, objects, accesses):
        for after in _ways(scripts, False, *state):
            if after is None:
                continue
            me = next(t for t in threads if state[0][t] != after[0][t])
            word, *rest = scripts[me][state[0][me]]
            clock = tuple(c + (t == me) for t, c in enumerate(clocks[me]))
            atomic = word == "add"
            thing = OBJECT.get(word, f"atomic {rest[0]}" if atomic else None)
            now, seen = dict(objects), accesses
            if thing is not None:
                clock = tuple(map(max, clock, now.get(thing, zero)))
                now[thing] = clock
            if word not in OBJECT:
                mine = (rest[0], me, clock, word != "load", atomic)
                found.update(one[0] for one in accesses if races(one, mine))
                seen = (*accesses, mine)
            go(after, (*clocks[:me], clock, *clocks[me + 1 :]), now, seen)

    none = tuple(() for _ in scripts)
    go((zero, zero, 0, 0, None, 1, (), none), tuple(zero for _ in threads), {}, ())
    return found


def races(one, other):
    """Say whether nothing orders two accesses to the same variable, one of them a write."""
    ordered = one[2][one[1]] <= other[2][one[1]]
    touched = one[0] == other[0] and one[1] != other[1] and (one[3] or other[3])
    return touched and not ordered and not (one[4] and other[4])


@settings(max_examples=300)
@given(scripts=SCRIPTS)
def test_races_are_those_of_vector_clocks_over_all_histories(scripts):
    result = explore_all(program(scripts), analyses=("races",))
    told = {one.what.split(" by ")[0].split(" of ")[1] for one in result.races}

    assert raced_for(scripts) == told
