"""The list of labs tells what was proven, and of what was not."""

import json

import pytest

from oslab import course
from oslab.course.listing import catalogue
from oslab.errors import Unavailable


def test_a_lab_is_listed_with_what_its_proof_says(tiny):
    assert catalogue().rows == (("A tiny lab", "45 to 60", "10", "not yet tried", "not yet tried"),)
    held = {"wrong_caught": 8, "wrong": 8, "mutants_caught": 30, "mutants": 31}
    (tiny / "verified.json").write_text(json.dumps(held))

    assert catalogue(tiny.parent).rows[0][3:] == ("all 8", "30 of 31; 1 makes no difference")
    assert str(course.catalogue()) == str(catalogue())


def test_without_labs_it_says_where_they_are(tmp_path):
    with pytest.raises(Unavailable, match="labs/"):
        catalogue(tmp_path)
