"""Quiz questions: one source for the reader's page and for an instructor's question bank.

A quiz is a TOML file. Every option says why it is right or wrong, so a reader
learns from the wrong ones too; without script each reason opens by itself.

    title = "Fork and copy-on-write"

    [[question]]
    name = "fork-cost"
    stem = "What does `fork` copy at once?"
    [[question.option]]
    text = "The page tables"
    right = true
    because = "..."

Text may hold `code` in backticks.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from oslab.errors import InvalidInput, require
from oslab.picture import TEXT_ONLY, home


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose: its text, whether it is right, and why."""

    text: str
    right: bool
    because: str

    def __post_init__(self) -> None:
        _require_text("text", self.text)
        _require_text("because", self.because)
        require(isinstance(self.right, bool), "right", self.right, "true or false")


@dataclass(frozen=True, slots=True)
class Question:
    """A question with two or more options, exactly one of them right.

    Raises:
        InvalidInput: if a text is empty, two options read the same, or not one is right.
    """

    name: str
    stem: str
    options: tuple[Option, ...]

    def __post_init__(self) -> None:
        _require_text("name", self.name)
        _require_text("stem", self.stem)
        ok = isinstance(self.options, tuple | list) and len(self.options) >= 2
        require(
            ok and all(isinstance(option, Option) for option in self.options),
            "options", self.options, "at least two options",
        )  # fmt: skip
        object.__setattr__(self, "options", tuple(self.options))
        texts = [option.text for option in self.options]
        require(len(set(texts)) == len(texts), "options", texts, "different from each other")
        right = sum(option.right for option in self.options)
        require(right == 1, "options", texts, f"such that one is right ({right} are)")


@dataclass(frozen=True, slots=True)
class Quiz:
    """Questions under a title; shown, it is a quiz that needs no server.

    Raises:
        InvalidInput: if there is no question or two have one name.
    """

    title: str
    questions: tuple[Question, ...]

    def __post_init__(self) -> None:
        _require_text("title", self.title)
        ok = isinstance(self.questions, tuple | list) and len(self.questions) >= 1
        require(
            ok and all(isinstance(question, Question) for question in self.questions),
            "questions", self.questions, "at least one question",
        )  # fmt: skip
        object.__setattr__(self, "questions", tuple(self.questions))
        names = [question.name for question in self.questions]
        require(len(set(names)) == len(names), "questions", names, "named differently")

    def __str__(self) -> str:
        stems = [f"{n}. {q.stem}" for n, q in enumerate(self.questions, start=1)]
        return "\n".join([f"Quiz: {self.title}", *stems])

    __repr__ = __str__

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        text = {"text/plain": str(self)}
        return text if home() == TEXT_ONLY else {**text, "text/html": _html(self)}

    def to_json(self) -> str:
        """Return the questions as a bank in JSON."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False)

    def to_moodle(self) -> str:
        """Return the questions as Moodle XML, one multiple choice each, with feedback.

        Source: Moodle docs, "Moodle XML format".
        """
        bank = ElementTree.Element("quiz")
        for question in self.questions:
            one = ElementTree.SubElement(bank, "question", type="multichoice")
            _texted(one, "name", question.name)
            _texted(one, "questiontext", _inline(question.stem), format="html")
            for name, value in (("single", "true"), ("shuffleanswers", "true")):
                ElementTree.SubElement(one, name).text = value
            ElementTree.SubElement(one, "defaultgrade").text = "1"
            for option in question.options:
                fraction = "100" if option.right else "0"
                answer = ElementTree.SubElement(one, "answer", fraction=fraction, format="html")
                ElementTree.SubElement(answer, "text").text = _inline(option.text)
                _texted(answer, "feedback", _inline(option.because), format="html")
        ElementTree.indent(bank)
        head = '<?xml version="1.0" encoding="UTF-8"?>\n'
        return head + ElementTree.tostring(bank, encoding="unicode") + "\n"


def parse(text: str) -> Quiz:
    """Return the quiz that a TOML text describes.

    Raises:
        InvalidInput: if `text` is no TOML, or a question lacks something; it says which.
    """
    require(isinstance(text, str), "text", text, "the text of a quiz in TOML")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidInput("text", text, f"TOML ({error})") from error
    questions = tuple(_question(entry) for entry in _entries(data, "question"))
    return Quiz(title=_field(data, "title", "the quiz"), questions=questions)


def read(path: str | Path) -> Quiz:
    """Return the quiz in a TOML file.

    Raises:
        InvalidInput: if there is no such file or it is no quiz.
    """
    require(isinstance(path, str | Path), "path", path, "the path of a TOML file")
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise InvalidInput("path", str(path), f"a readable TOML file ({error})") from error
    return parse(text)


def _question(entry: Mapping[str, Any]) -> Question:
    name = _field(entry, "name", "a question")
    options = tuple(
        Option(
            text=_field(option, "text", f"an option of '{name}'"),
            right=option.get("right", False),
            because=_field(option, "because", f"an option of '{name}'"),
        )
        for option in _entries(entry, "option")
    )
    return Question(name=name, stem=_field(entry, "stem", f"question '{name}'"), options=options)


def _field(entry: Mapping[str, Any], name: str, owner: str) -> Any:
    require(name in entry, name, None, f"given for {owner}")
    return entry[name]


def _entries(data: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    entries = data.get(name, [])
    ok = isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries)
    require(ok, name, entries, f"a [[{name}]] table")
    return list(entries)


def _require_text(argument: str, value: object) -> None:
    require(isinstance(value, str) and value.strip() != "", argument, value, "a text")


def _inline(text: str) -> str:
    """Code between backticks and emphasis between stars; a star in code stays one."""

    def marked(found: re.Match[str]) -> str:
        code, emphasis = found.groups()
        return f"<code>{code}</code>" if code else f"<em>{emphasis}</em>"

    return re.sub(r"`([^`]+)`|(?<!\w)\*(\w[^*]*)\*", marked, escape(text, quote=False))


def _texted(parent: ElementTree.Element, name: str, text: str, **attributes: str) -> None:
    ElementTree.SubElement(ElementTree.SubElement(parent, name, attributes), "text").text = text


def _html(quiz: Quiz) -> str:
    body = "".join(_fieldset(number, q) for number, q in enumerate(quiz.questions, start=1))
    return f'<div class="oslab-quiz" role="group" aria-label="{escape(quiz.title)}">{body}</div>'


def _fieldset(number: int, question: Question) -> str:
    # The same words give the same id on every build, and no two questions share one.
    uid = "q" + hashlib.sha256(f"{question.name}{question.stem}".encode()).hexdigest()[:10]
    options = "".join(_option(f"{uid}-{n}", uid, o) for n, o in enumerate(question.options))
    return (
        f'<fieldset class="oslab-question" id="{uid}">'
        f"<legend>{number}. {_inline(question.stem)}</legend>{options}"
        '<button type="button" class="oslab-check" hidden>Check</button>'
        '<p class="oslab-verdict" role="status"></p></fieldset>'
    )


def _option(uid: str, group: str, option: Option) -> str:
    verdict = "Right." if option.right else "Not so."
    return (
        f'<div class="oslab-option" data-right="{str(option.right).lower()}">'
        f'<label><input type="radio" name="{group}" value="{uid}"> '
        f"<span>{_inline(option.text)}</span></label>"
        f"<details><summary>Is it?</summary><p><strong>{verdict}</strong> "
        f"{_inline(option.because)}</p></details></div>"
    )
