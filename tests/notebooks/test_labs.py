"""What every lab's notebook promises: unstarted, whole, and without a word of its solution."""

from __future__ import annotations

import ast
import shutil
import tomllib
from pathlib import Path

import nbformat
import pytest
import yaml

from oslab.course import folder, leaks
from oslab.course.verdict import NOT_STARTED

ROOT = Path(__file__).parents[2]
LABS = folder.every(ROOT / "labs")
ANSWERING = {"predict", "check", "report"}
COMPARED = {"nbval-check-output", "keep_output"}
TAGS = {"setup", "given", "answer", *ANSWERING, *COMPARED, "hide-input", "remove-input"}
every_lab = pytest.mark.parametrize("place", LABS, ids=lambda place: place.name)


def cells(place, kind="code"):
    return [
        c for c in nbformat.read(place / "lab.ipynb", as_version=4).cells if c.cell_type == kind
    ]


def tags(cell):
    return set(cell.metadata.get("tags", []))


def called(cell):
    """The method of `lab` that the cell calls, and its plain arguments."""
    node = ast.parse(cell.source).body[-1]
    call = node.value if isinstance(node, ast.Expr) else None
    if not isinstance(call, ast.Call) or not ast.unparse(call.func).startswith("lab."):
        return None, []
    return ast.unparse(call.func)[4:], [ast.unparse(argument) for argument in call.args]


def test_there_are_labs_and_the_contents_list_them():
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text())
    (part,) = [part for part in toc["parts"] if part["caption"] == "Labs"]

    listed = [entry["file"] for entry in part["chapters"]]

    assert listed[0] == "labs/index"
    assert sorted(listed[1:]) == [f"labs/{place.name}/lab" for place in LABS]
    index = (ROOT / "labs/index.md").read_text()
    for place in LABS:
        assert f"[{folder.read(place).title}]({place.name}/lab.ipynb)" in index


@every_lab
def test_a_lab_is_whole(place):
    assert {"lab.ipynb", "checks.py", "public.json", "verified.json"} <= {
        path.name for path in place.iterdir()
    }
    assert (ROOT / "chapters" / f"{folder.read(place).chapter}.ipynb").is_file()
    assert "[" in (place / "_instructor/equivalent.toml").read_text() or not tomllib.loads(
        (place / "_instructor/equivalent.toml").read_text()
    )


@every_lab
def test_cells_are_named_tagged_and_clean(place):
    notebook = nbformat.read(place / "lab.ipynb", as_version=4)
    ids = [cell.id for cell in notebook.cells]

    assert notebook.metadata.kernelspec.name == "python3"
    assert len(ids) == len(set(ids))
    for cell in cells(place):
        known = TAGS | set(folder.read(place).questions)
        assert tags(cell) <= known, cell.id
        answering = bool(tags(cell) & ANSWERING)
        assert answering == (COMPARED <= tags(cell)), f"{cell.id}: run `make notebooks`"
        assert answering == bool(cell.outputs), f"{cell.id}: run `make notebooks`"
        for output in cell.outputs:
            assert set(output["data"]) == {"text/plain"}, cell.id
        assert max(map(len, cell.source.splitlines()), default=0) <= 80, cell.id


@every_lab
def test_the_notebook_opens_its_own_lab_and_ends_with_the_report(place):
    first, *_, last = cells(place)

    assert "setup" in tags(first)
    assert f'lab = course.open("{place.name}")' in first.source
    assert called(last) == ("report", [])


@every_lab
def test_every_question_has_one_answer_and_a_check_after_it(place):
    lab = folder.read(place)
    answers = [(n, c) for n, c in enumerate(cells(place)) if "answer" in tags(c)]
    checks = [(n, called(c)[1]) for n, c in enumerate(cells(place)) if "check" in tags(c)]

    named = [next(iter(tags(cell) & set(lab.questions))) for _, cell in answers]
    assert named == list(lab.questions)
    for (place_of_answer, _), name in zip(answers, named, strict=True):
        question = lab.questions[name]
        entries = list(getattr(question, "entries", None) or [question.entry])
        ((place_of_check, said),) = [(n, said) for n, said in checks if said[0] == repr(name)]
        assert place_of_check > place_of_answer
        assert said[1:] == entries


@every_lab
def test_every_prediction_is_asked_before_its_question(place):
    lab = folder.read(place)
    order = {called(c)[1][0]: n for n, c in enumerate(cells(place)) if "check" in tags(c)}
    asked = {called(c)[1][0]: n for n, c in enumerate(cells(place)) if "predict" in tags(c)}

    assert set(asked) == {repr(name) for name in lab.predictions}
    for name, prediction in lab.predictions.items():
        assert asked[repr(name)] < order[repr(prediction.question)], name


@every_lab
def test_the_stored_states_are_those_of_a_notebook_that_nobody_began(place):
    for cell in cells(place):
        if tags(cell) & {"predict", "check"}:
            (output,) = cell.outputs
            name = ast.literal_eval(called(cell)[1][0])
            assert output["data"]["text/plain"].startswith(f"{name} ○ {NOT_STARTED}"), cell.id


@every_lab
def test_a_notebook_that_nobody_began_leaves_nothing_behind(place, tmp_path, monkeypatch):
    copy = tmp_path / "labs" / place.name
    ignore = shutil.ignore_patterns("_instructor", "__pycache__", "evidence_*")
    shutil.copytree(place, copy, ignore=ignore)
    before = sorted(copy.rglob("*"))
    monkeypatch.delenv("OSLAB_OUTPUT", raising=False)
    monkeypatch.chdir(copy)
    world = {}

    for cell in cells(place):
        exec(compile(cell.source, cell.id, "exec"), world)

    assert {row.state for row in world["lab"].report().rows} == {NOT_STARTED}
    assert before == sorted(copy.rglob("*"))


@every_lab
def test_no_line_of_the_solution_stands_in_what_a_student_gets(place):
    lines = leaks.solution_lines(place)
    assert lines, "a solution has lines"
    notebook = nbformat.read(place / "lab.ipynb", as_version=4)
    rest = [c for c in notebook.cells if c.cell_type == "code" and "given" not in tags(c)]

    told = leaks.leaks("\n".join(cell.source + str(cell.get("outputs")) for cell in rest), lines)
    assert told == ()


@every_lab
def test_no_line_of_the_solution_stands_in_the_files_beside_the_notebook(place):
    lines = leaks.solution_lines(place)

    for path in place.glob("*.*"):
        if path.name != "lab.ipynb":
            assert leaks.leaks(path.read_text(encoding="utf-8"), lines) == (), path.name
