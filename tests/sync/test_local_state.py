"""Generators have equal marks only where they do the same from there on."""

from oslab.sync.model.local_state import mark


def marks(function, answers=(), dead_locals=True):
    """Return the mark of a generator at each of its yields."""
    running = function()
    found = [mark(running, dead_locals)]
    next(running)
    found.append(mark(running, dead_locals))
    for answer in answers:
        running.send(answer)
        found.append(mark(running, dead_locals))
    return found


def test_turns_of_a_loop_over_equal_things_are_told_apart():
    def loop():
        for _ in (0, 0, 0):
            yield 1

    assert 4 == len(set(marks(loop, [None, None])))


def test_turns_of_a_loop_without_an_end_are_not():
    def loop():
        while True:
            yield 1

    found = marks(loop, [None, None, None])

    assert found[1] == found[2] == found[3] == found[4]


def test_half_of_a_sum_is_part_of_where_it_stands():
    def adds():
        return (yield 1) + (yield 2)

    assert marks(adds, [1])[2] != marks(adds, [2])[2]
    assert marks(adds, [1])[2] != marks(adds, [True])[2]


def test_a_variable_that_is_not_read_again_does_not_count_unless_asked():
    def thread():
        n = yield 1
        m = n
        yield m
        n = yield 2
        yield n

    assert marks(thread, [1, None])[3] == marks(thread, [2, None])[3]
    assert marks(thread, [1, None], False)[3] != marks(thread, [2, None], False)[3]
    assert marks(thread, [1, None, 7])[4] == marks(thread, [2, None, 7])[4]


def test_a_variable_that_is_read_again_on_one_branch_counts():
    def thread():
        n = yield 1
        if (yield 2):
            yield n

    assert marks(thread, [1])[2] != marks(thread, [2])[2]


def test_one_list_twice_is_not_two_equal_lists():
    def one(same):
        first = []
        second = first if same else []
        yield 1
        first.append(1)
        yield len(second)

    assert marks(lambda: one(True))[1] != marks(lambda: one(False))[1]


def test_a_generator_inside_is_part_of_where_it_stands():
    def inner(value):
        yield 1
        yield value

    def outer(value):
        yield from inner(value)

    def started(value):
        running = outer(value)
        next(running)
        return mark(running)

    assert started(1) == started(1)
    assert started(1) != started(2)
