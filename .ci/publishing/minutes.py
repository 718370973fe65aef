"""How long a page takes, counted from what stands on it and never typed."""

from __future__ import annotations

from dataclasses import dataclass

from docutils import nodes

WORDS_A_MINUTE = 200  # prose that one has to think about
CELL = 0.5  # minutes to read a cell of code and look at what it gave
FIGURE = 1.0  # to move a live figure until it has said something
QUESTION = 0.75  # to answer a prediction or a question of a quiz, and to read why


@dataclass(frozen=True, slots=True)
class Load:
    """What a page asks of its reader."""

    words: int
    cells: int
    figures: int
    questions: int

    @property
    def minutes(self) -> int:
        """Minutes for an unhurried reader; in fives from twenty on, for no estimate is finer."""
        exact = (
            self.words / WORDS_A_MINUTE
            + self.cells * CELL
            + self.figures * FIGURE
            + self.questions * QUESTION
        )
        return max(1, round(exact)) if exact < 20 else 5 * round(exact / 5)

    def sentence(self) -> str:
        """Return the estimate and what it is made of."""
        unit = "minute" if self.minutes == 1 else "minutes"
        counts = (
            (self.words, "word"), (self.cells, "code cell"),
            (self.figures, "live figure"), (self.questions, "question"),
        )  # fmt: skip
        parts = [f"{n:,} {name}{'' if n == 1 else 's'}" for n, name in counts if n]
        return f"About {self.minutes} {unit}: {', '.join(parts)}."


def count(doctree: nodes.document) -> Load:
    """Return what the page asks: prose, cells, and what their outputs ask in turn."""
    cells = [box for box in doctree.findall(nodes.container) if _is(box, "cell_code")]
    shown = "".join(
        raw.astext() for cell in cells for raw in cell.findall(nodes.raw) if _chosen(raw)
    )
    return Load(
        words=sum(_words(text) for text in doctree.findall(nodes.Text)),
        cells=sum(any(_is(b, "cell_code_source") for b in cell.children) for cell in cells),
        figures=shown.count('<figure class="oslab-explore"'),
        questions=shown.count('class="oslab-predict"') + shown.count('class="oslab-question"'),
    )


def _is(node: nodes.Node, element: str) -> bool:
    return isinstance(node, nodes.container) and node.get("nb_element") == element


def _chosen(raw: nodes.raw) -> bool:
    return "html" in raw.get("format", "").split()


def _words(text: nodes.Text) -> int:
    node = text.parent
    while node is not None:
        if isinstance(node, nodes.literal_block | nodes.comment | nodes.raw | nodes.citation):
            return 0
        if _is(node, "cell_code"):
            return 0
        node = node.parent
    return len(text.astext().split())
