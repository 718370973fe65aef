"""A textbook exercise with its worked answer."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from oslab.errors import require, require_whole
from oslab.picture import TEXT_ONLY, home
from oslab.scheduling.records.job import Job, listed
from oslab.scheduling.records.schedule import Slice

COLUMNS = ("completion", "turnaround", "waiting", "response")


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose, whether it is right, and why: an option of `oslab.quiz`."""

    text: str
    right: bool
    because: str

    def __post_init__(self) -> None:
        for words in ("text", "because"):
            value = getattr(self, words)
            require(isinstance(value, str) and value != "", words, value, "a text")
        require(isinstance(self.right, bool), "right", self.right, "True or False")


@dataclass(frozen=True, slots=True)
class Problem:
    """A question, the steps to its answer, and the answer.

    Shown, it is the question, and the worked answer one click away.

    Args:
        seed: what made it, with the policy.
        policy: a key of `POLICIES`.
        rule: the policy and its ties, in a sentence.
        jobs: the table of the question.
        steps: every decision, in a sentence each.
        slices: who ran when.
        answer: for each job a number for each of `COLUMNS`.
        choices: four answers to "what is the mean waiting time?", one of them right.

    Raises:
        InvalidInput: if a field has no meaning.
    """

    seed: int
    policy: str
    rule: str
    jobs: tuple[Job, ...]
    steps: tuple[str, ...]
    slices: tuple[Slice, ...]
    answer: dict[str, tuple[int, ...]]
    choices: tuple[Choice, ...]

    def __post_init__(self) -> None:
        require_whole("seed", self.seed)
        for words in ("policy", "rule"):
            value = getattr(self, words)
            require(isinstance(value, str) and value != "", words, value, "a text")
        object.__setattr__(self, "jobs", listed(self.jobs))
        for field, kind in (("steps", str), ("slices", Slice), ("choices", Choice)):
            rows = getattr(self, field)
            ok = isinstance(rows, tuple) and all(isinstance(row, kind) for row in rows)
            require(ok, field, rows, f"a tuple of {kind.__name__}")
        ok = isinstance(self.answer, dict) and set(self.answer) == {job.name for job in self.jobs}
        ok = ok and all(
            isinstance(row, tuple) and len(row) == len(COLUMNS) for row in self.answer.values()
        )
        require(ok, "answer", self.answer, f"for each job a tuple of {', '.join(COLUMNS)}")

    @property
    def name(self) -> str:
        """A name no other problem has."""
        return f"{self.policy}-{self.seed}"

    @property
    def means(self) -> dict[str, float]:
        """The average over jobs, for each of `COLUMNS`."""
        rows = list(self.answer.values())
        return {
            column: sum(row[place] for row in rows) / len(rows)
            for place, column in enumerate(COLUMNS)
        }

    @property
    def gantt(self) -> str:
        """Who ran when, in a line."""
        return ", ".join(map(str, (one._replace(cpu=-1) for one in self.slices)))

    @property
    def question(self) -> str:
        """The exercise as a text with a table."""
        asked = (
            "Draw the Gantt chart. Then give each job's completion, turnaround, waiting and "
            "response time, and the four averages."
        )
        return "\n".join([f"{self.rule}", "", *_lines(self._table()), "", asked])

    @property
    def solution(self) -> str:
        """The steps, the chart and the answer as a text with a table."""
        return "\n".join([*self.steps, "", f"Gantt: {self.gantt}", "", *_lines(self._answers())])

    @property
    def stem(self) -> str:
        """The exercise as one line, for a question bank."""
        urgent = self.policy == "Priority"
        jobs = "; ".join(
            f"{job.name} comes at {job.arrival} and needs {job.burst}"
            + (f" (priority {job.priority})" if urgent else "")
            for job in self.jobs
        )
        return f"{self.rule} {jobs}. What is the mean waiting time?"

    def _table(self) -> list[list[str]]:
        head, rows = ["job", "arrival", "burst"], []
        for job in self.jobs:
            rows.append([job.name, str(job.arrival), str(job.burst)])
            if self.policy == "Priority":
                rows[-1].append(str(job.priority))
        return [head + (["priority"] if self.policy == "Priority" else []), *rows]

    def _answers(self) -> list[list[str]]:
        rows = [[name, *map(str, row)] for name, row in self.answer.items()]
        means = ["mean", *(f"{self.means[column]:.2f}" for column in COLUMNS)]
        return [["job", *COLUMNS], *rows, means]

    def __str__(self) -> str:
        return self.question

    __repr__ = __str__

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        text = {"text/plain": self.question}
        if home() == TEXT_ONLY:
            return text
        steps = "".join(f"<li>{escape(step)}</li>" for step in self.steps)
        page = (
            f"<p>{escape(self.rule)}</p>{_html(self._table())}"
            "<p>Draw the Gantt chart. Then give each job's completion, turnaround, waiting and "
            "response time, and the four averages.</p>"
            f"<details><summary>The worked answer</summary><ol>{steps}</ol>"
            f"<p>Gantt: {escape(self.gantt)}</p>{_html(self._answers())}</details>"
        )
        return {**text, "text/html": f'<div class="oslab-problem">{page}</div>'}


def _lines(table: list[list[str]]) -> list[str]:
    widths = [max(len(row[place]) for row in table) for place in range(len(table[0]))]
    return [
        "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        for row in table
    ]


def _html(table: list[list[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in table[0])
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in table[1:]
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
