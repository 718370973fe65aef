"""Exercises without end: what is worked out by hand is what the engine gives."""

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab import cli, quiz
from oslab.errors import InvalidInput
from oslab.scheduling import POLICIES, Job, metrics, problem, simulate
from oslab.scheduling.model.walk import RULES, Tie, Walk
from oslab.scheduling.records.problem import COLUMNS

seeds = st.integers(0, 10**6)
policies = st.sampled_from(sorted(RULES))


def configured(one):
    quantum = re.search(r"quantum of (\d)", one.rule)
    return POLICIES[one.policy](**({"quantum": int(quantum[1])} if quantum else {}))


@given(seeds, policies)
def test_the_worked_answer_is_what_the_engine_gives(seed, policy):
    one = problem(seed, policy)

    schedule = simulate(one.jobs, configured(one))
    assert schedule.slices == one.slices
    for place, column in enumerate(COLUMNS):
        ours = {name: row[place] for name, row in one.answer.items()}
        assert getattr(metrics, column)(schedule) == ours
        assert metrics.mean(ours) == pytest.approx(one.means[column])


@given(seeds, policies)
def test_no_answer_hangs_on_the_order_in_which_jobs_are_listed(seed, policy):
    one = problem(seed, policy)

    assert simulate(one.jobs[::-1], configured(one)).slices == one.slices


@given(seeds, policies)
def test_one_of_four_choices_is_right_and_says_the_mean_waiting_time(seed, policy):
    one = problem(seed, policy)

    right = [choice.text for choice in one.choices if choice.right]
    assert [f"{one.means['waiting']:.2f}".rstrip("0").rstrip(".")] == right
    assert 4 == len({choice.text for choice in one.choices})


@given(seeds, policies)
def test_every_step_leads_to_the_next(seed, policy):
    one = problem(seed, policy)

    times = [int(re.match(r"At (\d+):", step)[1]) for step in one.steps]
    assert 0 == times[0]
    assert times == sorted(set(times))
    assert len(one.jobs) == sum(step.endswith("and is done.") for step in one.steps)


@given(seeds)
def test_a_preemptive_policy_preempts_in_every_exercise(seed):
    for policy in ("Priority", "ShortestRemainingFirst"):
        one = problem(seed, policy)

        assert len(one.slices) > len(one.jobs)


@pytest.mark.parametrize(("policy", "jobs"), [
    ("Fifo", [Job("A", 0, 2), Job("B", 0, 3)]),
    ("ShortestJobFirst", [Job("A", 0, 2), Job("B", 1, 3), Job("C", 1, 3)]),
    ("ShortestRemainingFirst", [Job("A", 0, 4), Job("B", 2, 2)]),
    ("RoundRobin", [Job("A", 1, 2), Job("B", 1, 3)]),
    ("Priority", [Job("A", 0, 2, priority=1), Job("B", 1, 3, priority=1)]),
    ("HighestResponseRatio", [Job("A", 0, 6), Job("B", 2, 4), Job("C", 4, 2)]),
])  # fmt: skip
def test_a_tie_is_found(policy, jobs):
    with pytest.raises(Tie):
        Walk(jobs, policy, 2).run()


def test_the_same_seed_is_the_same_exercise_and_another_is_another():
    assert problem(5, "RoundRobin") == problem(5, "RoundRobin")
    assert problem(5, "RoundRobin").jobs != problem(6, "RoundRobin").jobs
    assert len(RULES) == len({problem(seed).policy for seed in range(len(RULES))})


def test_shown_it_is_the_question_and_the_answer_is_one_click_away(monkeypatch):
    one = problem(4, "Priority")

    assert str(one) == one.question
    assert "priority" in one.question
    assert one.steps[0] not in one.question
    monkeypatch.setenv("OSLAB_OUTPUT", "text")
    assert {"text/plain"} == set(one._repr_mimebundle_())
    monkeypatch.setenv("OSLAB_OUTPUT", "page")
    page = one._repr_mimebundle_()["text/html"]
    assert "<details><summary>The worked answer</summary>" in page
    assert 2 == page.count("<table>")
    assert page.count("<li>") == len(one.steps)


def test_the_command_prints_exercises_and_answers(capsys):
    assert 0 == cli.main(["problem", "Fifo", "--seed", "3", "--count", "2", "--answer"])

    text = capsys.readouterr().out
    assert text.startswith("Fifo-3\n\nFirst come, first served;")
    assert "Fifo-4\n" in text
    assert "Gantt: A 1-3, B 3-6, C 6-7" in text


@pytest.mark.parametrize("form", ["--moodle", "--json"])
def test_the_command_makes_a_bank(form, capsys):
    assert 0 == cli.main(["problem", "--count", "3", form])

    text = capsys.readouterr().out
    assert 3 == text.count("What is the mean waiting time?")


def test_choices_are_options_of_a_quiz():
    one = problem(2, "RoundRobin")

    options = tuple(quiz.Option(each.text, each.right, each.because) for each in one.choices)
    assert 4 == len(quiz.Question(one.name, one.stem, options).options)


@pytest.mark.parametrize("words", [["--count", "0"], ["--seed", "-1"], ["Nonsense"]])
def test_the_command_refuses_nonsense(words, capsys):
    assert 2 == cli.main(["problem", *words])
    assert "must be" in capsys.readouterr().err


def test_a_policy_without_a_rule_is_refused():
    with pytest.raises(InvalidInput, match="policy"):
        problem(1, "Lottery")


def test_the_quiz_asks_exercise_seven_as_it_is_made():
    file = Path(__file__).parents[2] / "chapters/quizzes/policies.toml"
    asked = tomllib.loads(file.read_text())["question"]
    (question,) = (one for one in asked if one["name"] == "problem-round-robin-7")
    one = problem(7, "RoundRobin")
    schedule = simulate(one.jobs, configured(one))
    (right,) = (option["text"] for option in question["option"] if option.get("right"))

    for job in one.jobs:
        assert re.search(rf"{job.name} (arrives )?at {job.arrival} (and )?wants {job.burst}\b",
                         question["stem"])  # fmt: skip
    assert f"{metrics.mean(metrics.waiting(schedule)):g} ticks" == right
