"""A lab's marking scheme: what it asks, what was given out, and the reference's answers.

The reference is put into the student's own notebook, cell by cell; so what is
proven to pass is the notebook that students get.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from oslab.course import folder as lab_folder
from oslab.course import notebook, slices
from oslab.course.assignment import Lab
from oslab.course.notebook import Cell
from oslab.course.questions import Explored
from oslab.errors import InvalidInput, require

_PART = re.compile(r"^# %% \[(\w+)\]\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Scheme:
    """What an instructor has of one lab; get one from `read`.

    Args:
        folder: of the lab.
        lab: what it asks.
        cells: of the notebook as students get it.
        solution: question to the source of the reference.
    """

    folder: Path
    lab: Lab
    cells: tuple[Cell, ...]
    solution: Mapping[str, str]

    @property
    def name(self) -> str:
        """The lab's name."""
        return self.folder.name

    def entries(self, question: str) -> tuple[str, ...]:
        """Return the names that a question asks for in the notebook.

        Raises:
            InvalidInput: if the lab has no such question.
        """
        asked = self.lab.questions.get(question) if isinstance(question, str) else None
        if asked is None:
            raise InvalidInput("question", question, "one of " + ", ".join(self.lab.questions))
        return asked.entries if isinstance(asked, Explored) else (asked.entry,)

    def every_entry(self) -> tuple[str, ...]:
        """Return the names that all questions ask for."""
        return tuple(name for question in self.lab.questions for name in self.entries(question))

    def answered(self, parts: Mapping[str, str]) -> tuple[Cell, ...]:
        """Return the lab's cells with these parts in the place of the answer cells.

        Raises:
            InvalidInput: if there is no answer cell for a part.
        """
        require(isinstance(parts, Mapping), "parts", parts, "sources by question")
        put = []
        for cell in self.cells:
            mine = [tag for tag in cell.tags if tag in parts] if "answer" in cell.tags else []
            put.append(Cell(cell.number, parts[mine[0]], cell.tags) if mine else cell)
        tagged = {tag for cell in self.cells if "answer" in cell.tags for tag in cell.tags}
        require(
            set(parts) <= tagged, "parts", sorted(parts), "questions with a cell tagged 'answer'"
        )
        return tuple(put)

    def apart(self, cells: tuple[Cell, ...]) -> slices.Notebook:
        """Return a submission's statements, what was given and then replaced left out.

        Raises:
            InvalidInput: if `cells` are no Cells.
        """
        given = slices.take_apart(self.cells)
        return slices.without_blanks(slices.take_apart(cells), given, self.every_entry())


def read(folder: Path) -> Scheme:
    """Return the marking scheme in a lab's folder.

    Raises:
        InvalidInput: if a part is missing; it is named.
    """
    lab = lab_folder.read(folder)
    folder = folder.resolve()
    submission = notebook.read(folder / "lab.ipynb")
    if submission.remarks or not submission.cells:
        words = " ".join(submission.remarks) or "it has no code cells"
        raise InvalidInput("folder", str(folder), f"a lab with a notebook ({words})")
    place = folder / "_instructor" / "solution.py"
    try:
        solution = parts(place.read_text(encoding="utf-8"))
    except OSError as error:
        words = "a lab with _instructor/solution.py, which students' copies lack"
        raise InvalidInput("folder", str(folder), words) from error
    absent = sorted(set(lab.questions) ^ set(solution))
    if absent:
        words = f"a lab whose solution has a part for each question, and no other ({absent})"
        raise InvalidInput("folder", str(folder), words)
    return Scheme(folder, lab, submission.cells, solution)


def parts(text: str) -> dict[str, str]:
    r"""Return the parts of a file, each after a line `# %% [name]`.

    >>> parts('"Why."\n# %% [q1]\nx = 1\n\n# %% [q2]\ny = 2\n')
    {'q1': 'x = 1\n', 'q2': 'y = 2\n'}

    Raises:
        InvalidInput: if `text` is no text.
    """
    require(isinstance(text, str), "text", text, "a text")
    pieces = _PART.split(text)
    return {
        name: source.strip() + "\n" for name, source in zip(pieces[1::2], pieces[2::2], strict=True)
    }
