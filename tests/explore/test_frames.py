"""Frames: what a direct call draws, to the byte, nearest first, within the limits."""

import base64
import gzip
import itertools
import json

import pytest

from oslab.explore import explore, frames


def _unpacked(made):
    return json.loads(gzip.decompress(base64.b64decode(made.packed())))


def test_every_frame_is_what_a_direct_call_draws(room):
    figure = explore(
        room.simulate, room.view, caption="c",
        quantum=(1, 4), share=(0.0, 0.3, 0.1), policy=["fifo", "lifo"], preempt=True, jobs="A",
    )  # fmt: skip
    content = _unpacked(frames.draw(figure))
    values = [range(1, 5), (0.0, 0.1, 0.2, 0.3), ("fifo", "lifo"), (False, True)]

    assert len(content["index"]) == 4 * 4 * 2 * 2
    for positions in itertools.product(*map(range, (4, 4, 2, 2))):
        chosen = (value[at] for value, at in zip(values, positions, strict=True))
        place = content["index"][",".join(map(str, positions))]
        assert room.view(room.simulate(*chosen, "A")).svg == content["pictures"][place]


def test_the_same_figure_packs_to_the_same_bytes(room):
    packed = {
        frames.draw(explore(room.simulate, room.view, caption="c", quantum=(1, 9))).packed()
        for _ in range(2)
    }

    assert len(packed) == 1


def test_equal_pictures_are_kept_once(room):
    figure = explore(
        lambda quantum, share: room.simulate(quantum), room.view,
        caption="c", quantum=(1, 3), share=(0.0, 1.0, 0.1),
    )  # fmt: skip

    made = frames.draw(figure)

    assert (len(made.index), len(made.pictures), made.complete) == (33, 3, True)


def test_the_frames_nearest_the_start_are_kept(room):
    figure = explore(
        room.simulate, room.view, caption="c", initial={"quantum": 5},
        quantum=(1, 9), share=(0.0, 1.0, 0.1), policy=["fifo", "lifo"],
    )  # fmt: skip

    made = frames.draw(figure, most=20)
    alone = {f"{q},0,0" for q in range(9)} | {f"4,{s},0" for s in range(11)} | {"4,0,1"}

    assert (made.total, made.complete) == (9 * 11 * 2, False)
    assert list(made.index)[:5] == ["4,0,0", "3,0,0", "5,0,0", "2,0,0", "6,0,0"]
    assert set(made.index) == alone


def test_a_limit_of_bytes_keeps_as_many_frames_as_fit(room):
    figure = explore(room.simulate, room.view, caption="c", quantum=(1, 100))
    whole = frames.draw(figure)
    room_for = len(whole.packed()) // 2

    made = frames.draw(figure, most_bytes=room_for)
    kept = len(made.index)

    assert 1 < kept < 100
    assert len(made.packed()) <= room_for
    assert len(frames.draw(figure, most=kept + 1).packed()) > room_for


def test_the_start_is_kept_whatever_the_limit(room):
    figure = explore(room.simulate, room.view, caption="c", quantum=(1, 9), initial={"quantum": 4})

    assert list(frames.draw(figure, most_bytes=1).index) == ["3"]


def test_a_billion_combinations_are_counted_and_not_drawn(room):
    figure = explore(
        room.simulate, room.view, caption="c", quantum=(1, 1000), share=list(range(1000)),
        policy=list(map(str, range(1000))),
    )  # fmt: skip

    made = frames.draw(figure, most=10)

    assert (made.total, len(made.index)) == (10**9, 10)


def test_a_combination_the_simulator_refuses_shows_its_reason(room):
    figure = explore(room.simulate, room.view, caption="c", quantum=(12, 14))
    content = _unpacked(frames.draw(figure))

    assert "quantum=13: must be any number but 13" in content["pictures"][content["index"]["1"]]


@pytest.mark.parametrize("start", ["A", ""])
def test_free_text_is_drawn_for_its_starting_value_only(room, start):
    content = _unpacked(frames.draw(explore(room.simulate, room.view, caption="c", jobs=start)))

    assert content["index"] == {"": 0}
    assert content["pictures"] == [room.view(room.simulate(jobs=start)).svg]
