"""Stories about locks, told one instant at a time."""

import pytest

from oslab.errors import InvalidInput
from oslab.scheduling import model, view
from oslab.scheduling.model.scene import STORIES

PROTOCOLS = ("none", "inheritance", "ceiling")


def told(**story):
    first = model.scene(**story)
    return [model.scene(**story, step=step) for step in range(first.steps)]


def test_inversion_is_told_in_order():
    said = {scene.now: scene.happened for scene in told(protocol="none")}

    assert said == {
        0: ("low comes", "low has lock", "low runs"),
        4: ("high comes", "low is put back", "high waits for lock", "low runs"),
        6: ("middle comes", "low is put back", "middle runs"),
        156: ("middle is done", "low runs"),
        170: ("low is done", "low lets go of lock", "high has lock", "high runs"),
        171: ("high is done", "high lets go of lock"),
    }


def test_inheritance_says_who_acts_as_whom():
    said = [words for scene in told(protocol="inheritance") for words in scene.happened]

    assert "low acts as high" in said
    assert "low is itself again" in said
    assert said.index("high runs") < said.index("middle runs")


def test_pathfinder_ends_in_a_reset_unless_urgency_is_inherited():
    ends = [told(story="Mars Pathfinder", protocol=name)[-1].happened for name in PROTOCOLS]

    assert ["bus schedule resets the computer" in happened for happened in ends] == [
        True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_every_step_says_something_and_the_steps_go_forward(story, protocol):
    scenes = told(story=story, protocol=protocol)

    assert all(scene.happened for scene in scenes)
    assert [scene.now for scene in scenes] == sorted({scene.now for scene in scenes})
    assert model.scene(story=story, protocol=protocol, step=10**6) == scenes[-1]
    for scene in scenes:
        assert all(words in view.scene(scene).alt for words in scene.happened)


def test_the_future_is_veiled():
    early, late = told()[0], told()[-1]

    assert view.scene(early).svg.count("opacity") == view.scene(late).svg.count("opacity") == 1
    assert view.scene(early).svg != view.scene(late).svg


@pytest.mark.parametrize("wrong", [{"story": "Venus"}, {"protocol": "hope"}, {"step": -1}])
def test_nonsense_is_refused(wrong):
    with pytest.raises(InvalidInput):
        model.scene(**wrong)
