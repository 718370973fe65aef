"""`oslab verify` proves a good lab, and says what is wrong with any other."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path

import pytest

from oslab import cli
from oslab.course import proof, scheme, verify, wrong
from oslab.errors import InvalidInput

SAMPLE = Path(__file__).parents[1] / "sample"
BOXED = (pytest.mark.kernel, pytest.mark.needs("bwrap"), pytest.mark.usefixtures("boxes"))


def boxed(test):
    for mark in BOXED:
        test = mark(test)
    return test


@pytest.fixture
def lab(tmp_path):
    """A copy of the sample lab that a test may spoil."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "sample"))


def spoil(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


@boxed
def test_a_good_lab_is_proven_and_the_record_says_so(lab, capsys, monkeypatch):
    monkeypatch.chdir(lab.parent)

    assert 0 == cli.main(["verify", "sample", "--renew", "--seeds", "1"])
    assert 0 == cli.main(["verify", "sample", "--seeds", "1"])
    said = capsys.readouterr().out.splitlines()
    assert said[0] == said[1]
    assert said[0].startswith("sample: proven: the reference passes with 1 seed, 5 of 5 wrong")
    held = json.loads((lab / "verified.json").read_text())
    assert (5, 5) == (held["wrong_caught"], held["wrong"])
    assert held["mutants"] == held["mutants_caught"] + len(held["survivors"])
    public = json.loads((lab / "public.json").read_text())
    assert ["q1"] == list(public["questions"])


@boxed
def test_every_fault_of_a_lab_is_named(lab):
    """One run over a lab with a fault of every kind."""
    bank = lab / "_instructor"
    spoil(lab / "checks.py", 'return f"the span is {want}', 'return f"no: {want}')
    spoil(bank / "wrong.toml", "halves what is left", "something else")
    with (bank / "wrong.toml").open("a") as file:
        file.write(
            '[[wrong]]\nname = "q1_is_right"\ncatch = "q1"\nsay = "no"\nwhy = "it is right, too"\n'
            '[[wrong.change]]\nquestion = "q1"\nold = "return max"\nnew = "return 0 + max"\n'
        )
    spoil(lab / "lab.ipynb", "larger = None", "larger = 'faults'")
    spoil(lab / "checks.py", "if got == want and", "if got in (want, want + 1) and")
    (bank / "equivalent.toml").write_text(
        '[[mutant]]\nquestion = "q1"\nline = "x"\nwhat = "y"\nreason = "there is none like it"\n'
    )

    made = verify.verify(lab, seeds=1)

    assert not made.holds
    text = str(made)
    assert "public.json is stale: run `oslab verify sample --renew`." in text
    assert "verified.json is of other files or another run" in text
    assert "q1_is_right: q1 is pass" in text
    assert "q4_one_by_one: q4 is fail and says" in text
    assert "the blank notebook: q3 is" in text
    assert "equivalent.toml lists ('q1', 'x', 'y'), which is caught." in text
    assert 'a mutant passes:\n[[mutant]]\nquestion = "q1"' in text
    assert (4, 6) == (made.wrong_caught, made.wrong)


@boxed
@pytest.mark.parametrize(("question", "tries"), [("q2", 2), ("q1", 1)])
def test_only_what_is_measured_is_tried_again(lab, monkeypatch, question, tries):
    """The first answer is another's words: a disturbance in q2, a fault of the lab in q1."""
    spoken, graded = [], verify.grading.grade

    def disturbed(*arguments, **options):
        made = graded(*arguments, **options)
        if options.get("only") == [question]:
            spoken.append(made[question].words)
            if len(spoken) == 1:
                made = {question: dataclasses.replace(made[question], words="another")}
        return made

    monkeypatch.setattr(verify.grading, "grade", disturbed)
    marks = scheme.read(lab)
    (one,) = [one for one in wrong.read(lab, marks) if one.catch == question]
    rows = {seed: verify._rows(marks, seed) for seed in verify._SEEDS[:2]}
    told = verify._Desk(marks, rows).tried(("wrong", one))

    assert tries == len(spoken)
    assert told["caught"] is (tries == 2)


def test_an_answer_that_is_no_mistake_on_this_machine_is_left_out(lab, monkeypatch):
    spoil(lab / "_instructor/wrong.toml", 'catch = "q1"', 'catch = "q1"\nneeds = "two_cpus"')
    monkeypatch.setattr(verify.capabilities, "missing", lambda name: f"no {name}")
    marks = scheme.read(lab)
    (one,) = [one for one in wrong.read(lab, marks) if one.needs]

    told = verify._Desk(marks, {}).tried(("wrong", one))

    assert {"what": "wrong", "faults": [], "caught": None} == told


@boxed
def test_a_survivor_that_is_explained_is_no_fault(lab):
    spoil(lab / "checks.py", "if got == want and", "if got in (want, want + 1) and")
    first = verify.verify(lab, seeds=1, renew=True)
    rows = [
        f'[[mutant]]\nquestion = "{one.question}"\nline = {json.dumps(one.line)}\n'
        f'what = {json.dumps(one.what)}\nreason = "nothing is as good as nothing"\n'
        for one in first.survivors
    ]
    (lab / "_instructor/equivalent.toml").write_text("\n".join(rows))
    second = verify.verify(lab, seeds=1, renew=True)

    assert len(rows) > 0
    assert not first.holds
    assert second.holds
    assert first.mutants_caught == second.mutants_caught


@boxed
def test_a_reference_that_loops_is_the_labs_fault_and_stops(lab):
    spoil(
        lab / "_instructor/solution.py", "        return 0", "        while True:\n            pass"
    )

    with pytest.raises(InvalidInput, match="whose reference answers every case"):
        verify.verify(lab, seeds=1)


@pytest.mark.parametrize(
    ("part", "old", "new", "words"),
    [
        ("_instructor/solution.py", "# %% [q4]", "# %% [q9]", "a part for each question"),
        ("_instructor/wrong.toml", 'catch = "q1"', 'catch = "q9"', "a question of the lab"),
        ("_instructor/wrong.toml", "say = ", "says = ", "with name, catch, say, why"),
        ("_instructor/wrong.toml", "[[wrong]]", "[[right]]", r"a list of \[\[wrong\]\]"),
        ("_instructor/wrong.toml", 'why = "One', 'needs = "luck"\nwhy = "One', "two_cpus"),
        ("_instructor/wrong.toml", "low + high", "low * high", "stands once in the reference"),
        ("_instructor/wrong.toml", "    return (low + high) // 2", "low", "stands once in"),
        ("_instructor/wrong.toml", 'question = "q5"', 'question = "q9"', "one of q1"),
        ("lab.ipynb", '"cells"', '"cel"', "a lab with a notebook"),
    ],
)
def test_a_lab_that_lacks_a_part_is_refused_by_name(lab, part, old, new, words):
    spoil(lab / part, old, new)

    with pytest.raises(InvalidInput, match=words):
        wrong.read(lab, scheme.read(lab))


@pytest.mark.parametrize("text", ["x", "[[mutant]]", '[[mutant]]\nquestion="q"', "mutant = 3"])
def test_a_damaged_list_of_equivalents_is_refused(lab, text):
    (lab / "_instructor/equivalent.toml").write_text(text)

    with pytest.raises(InvalidInput):
        proof.equivalent(lab)


def test_a_reason_is_a_sentence(lab):
    (lab / "_instructor/equivalent.toml").write_text(
        '[[mutant]]\nquestion = "q1"\nline = "x"\nwhat = "y"\nreason = "ok"\n'
    )

    with pytest.raises(InvalidInput, match="a sentence that says why"):
        proof.equivalent(lab)


def test_the_digest_is_of_what_was_tried(lab):
    before = proof.digest(lab)
    (lab / "verified.json").write_text("{}")
    (lab / "evidence_sample.json").write_text("{}")
    (lab / "_instructor/__pycache__").mkdir()
    (lab / "_instructor/__pycache__/x.py").write_text("")

    assert before == proof.digest(lab)
    spoil(lab / "checks.py", "both ends", "every end")
    assert before != proof.digest(lab)
